"""Findings in Swedish: the one place where a value becomes a sentence."""

from helpers.presentation.prose.survey import (
    implied_words,
    most_wanted,
    not_of_each,
    sentence,
    share_sentence,
)
from helpers.presentation.prose.tables import Voice, brief, changed, noun_of, say, share

__all__ = [
    "Voice",
    "brief",
    "changed",
    "implied_words",
    "most_wanted",
    "not_of_each",
    "noun_of",
    "say",
    "sentence",
    "share",
    "share_sentence",
]
