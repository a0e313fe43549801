"""The net below: what holds of the answers whatever survey.yml says of them.

A codebook may be drafted by a machine, and nobody may have read it. `strangers` finds
rows that are no responses, `personal` columns that may not be counted; `settling` makes
the codebook safe before answers are coded; `telling` says what a reader of the numbers
must know; `words_of_few` looks once more at what is about to be released. Each rule is
one function, and what it finds is told in `check` and in the log of the run.
"""

from helpers.cleaning.net.personal import personal_data
from helpers.cleaning.net.settling import (
    Settled,
    apart_from_total,
    own_words,
    settle,
    words_of_few,
)
from helpers.cleaning.net.strangers import HEADER, NO_RESPONSE, rows_that_fit_nothing
from helpers.cleaning.net.telling import notices

__all__ = [
    "HEADER",
    "NO_RESPONSE",
    "Settled",
    "apart_from_total",
    "notices",
    "own_words",
    "personal_data",
    "rows_that_fit_nothing",
    "settle",
    "words_of_few",
]
