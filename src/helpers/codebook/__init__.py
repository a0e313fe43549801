"""survey.yml → Codebook: what a survey asked, and how its answers are to be read.

All faults are reported at once, with the line of survey.yml and the nearest name that
does exist, before anything runs.
"""

from helpers.codebook.model import (
    ANSWER_STATES,
    CHAPTERS,
    FILE,
    NO_GROUP,
    TOTAL,
    AnyQuestion,
    Codebook,
    Date,
    FreeText,
    Grid,
    Item,
    Multiple,
    Number,
    Question,
    Single,
    Ties,
)
from helpers.codebook.reading import parse_codebook, read_codebook, round_trip

__all__ = [
    "ANSWER_STATES",
    "CHAPTERS",
    "FILE",
    "NO_GROUP",
    "TOTAL",
    "AnyQuestion",
    "Codebook",
    "Date",
    "FreeText",
    "Grid",
    "Item",
    "Multiple",
    "Number",
    "Question",
    "Single",
    "Ties",
    "parse_codebook",
    "read_codebook",
    "round_trip",
]
