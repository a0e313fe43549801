"""Her own analyses: a survey's answers as tidy tables, for pandas and seaborn.

Everything here is internal: no number has been judged, so every picture is marked.
"""

from helpers.app.own.answers import TidyAnswers, read_answers
from helpers.app.own.copy import own_notebook
from helpers.app.own.crossing import Crosser, cross
from helpers.app.own.look import internal, own_look, wrapped

__all__ = [
    "Crosser",
    "TidyAnswers",
    "cross",
    "internal",
    "own_look",
    "own_notebook",
    "read_answers",
    "wrapped",
]
