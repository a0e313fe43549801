"""survey.yml → Codebook: what a survey asked, and how its answers are to be read.

All faults are reported at once, with the line of survey.yml and the nearest name that
does exist, before anything runs.
"""

from helpers.survey.codebook.contradictions import unlike_sides
from helpers.survey.codebook.model import (
    ANSWER_STATES,
    CHAPTERS,
    FICTITIOUS,
    FILE,
    NO_GROUP,
    OTHER,
    TOTAL,
    AnyQuestion,
    Codebook,
    Date,
    Extra,
    FreeText,
    Grid,
    Item,
    Multiple,
    Nouns,
    Number,
    Optioned,
    Question,
    Renamed,
    Single,
    Ties,
    Words,
)
from helpers.survey.codebook.reading import (
    load_yaml,
    parse_codebook,
    read_codebook,
    read_parsed,
    round_trip,
    write_parsed,
)

__all__ = [
    "ANSWER_STATES",
    "CHAPTERS",
    "FICTITIOUS",
    "FILE",
    "NO_GROUP",
    "OTHER",
    "TOTAL",
    "AnyQuestion",
    "Codebook",
    "Date",
    "Extra",
    "FreeText",
    "Grid",
    "Item",
    "Multiple",
    "Nouns",
    "Number",
    "Optioned",
    "Question",
    "Renamed",
    "Single",
    "Ties",
    "Words",
    "load_yaml",
    "parse_codebook",
    "read_codebook",
    "read_parsed",
    "round_trip",
    "unlike_sides",
    "write_parsed",
]
