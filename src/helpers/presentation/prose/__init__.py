"""Findings in Swedish: the one place where a value becomes a sentence."""

import helpers.presentation.prose.leading
import helpers.presentation.prose.ranks
import helpers.presentation.prose.sheet  # noqa: F401  # its findings have words
from helpers.presentation.prose.caution import (
    caution_note,
    filter_words,
    implied_words,
    whom_asked,
)
from helpers.presentation.prose.differences import changed
from helpers.presentation.prose.summary import FEW_GAPS, about, headline, key_figure
from helpers.presentation.prose.survey import sentence, share_sentence
from helpers.presentation.prose.tables import Voice, brief, noun_of, say, share
from helpers.presentation.prose.wishes import not_of_each

__all__ = [
    "FEW_GAPS",
    "Voice",
    "about",
    "brief",
    "caution_note",
    "changed",
    "filter_words",
    "headline",
    "implied_words",
    "key_figure",
    "not_of_each",
    "noun_of",
    "say",
    "sentence",
    "share",
    "share_sentence",
    "whom_asked",
]
