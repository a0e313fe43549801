"""Free text: what is neither counted nor published, and never wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis
from helpers.drafting.recognition.profiles import Drafted, Profile

_MEASURED = re.compile(r"\d[\d ]*([.,]\d+)?\s?[^\W\d_]{1,12}\.?")
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
    yield Hypothesis("fritext", found, Evidence.CELLS, FIT)


def drafted(profile: Profile, *todo: str) -> Drafted:
    column = profile.column
    keys = {"type": "text", "column": column.name}
    return Drafted(keys, [column], profile.wording, [*todo])
