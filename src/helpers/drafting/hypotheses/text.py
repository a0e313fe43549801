"""Free text: what is neither counted nor published, and never wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis
from helpers.drafting.recognition.profiles import Drafted, Profile

_MEASURED = re.compile(r"\d[\d ]*([.,]\d+)?\s?[^\W\d_]{1,12}\.?")
# "SEK 12,000", "år 1998", "1,2 mkr", "700123456": a number, perhaps a word before it.
_HOLDS_NUMBER = re.compile(
    r"([^\W\d_]{1,12}\.?\s)?\+?\d[\d\s.,'’]{0,15}(\s?[^\W\d_]{1,12}\.?)?"
)
FIT = 0.3  # what a reading must beat to be counted at all


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    found = drafted(profile)
    if profile.most(_MEASURED.fullmatch, 0.5) and len(profile.texts) > 1:
        example = next(text for text in profile.texts if _MEASURED.fullmatch(text))
        found.todo.append(
            f"svaren är tal med enhet (”{example}”) och läses som text: skriv om dem "
            "med recode, alla i samma enhet, om de ska räknas"
        )
    elif profile.most(_HOLDS_NUMBER.fullmatch, 0.7) and len(profile.texts) > 1:
        example = next(text for text in profile.texts if _HOLDS_NUMBER.fullmatch(text))
        found.todo.append(
            f"svaren verkar vara tal (”{example}”) men läses som text: gör om dem med "
            "recode om de ska räknas, eller personal: true om de hör till någon"
        )
    yield Hypothesis("fritext", found, Evidence.CELLS, FIT)


def drafted(profile: Profile, *todo: str) -> Drafted:
    column = profile.column
    keys = {"type": "text", "column": column.name}
    return Drafted(keys, [column], profile.wording, [*todo])
