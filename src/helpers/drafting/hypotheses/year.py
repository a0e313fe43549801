"""A year: counted in periods, for a mean of years says little."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.drafting import scales
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis
from helpers.drafting.recognition.profiles import Drafted, Keys, Profile
from helpers.survey.codebook import periods

_YEAR = re.compile(r"(18|19|20)\d\d")
_ASKED = re.compile(
    r"\bår(tal)?\b|årtal|startår|födelseår|född|\byear|when|\bnär\b|sedan|since|began"
    r"|grundad|bildad|founded|startade|började|born",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"hur (många|mycket)|antal|belopp|kronor|\bkr\b|how (many|much)", re.IGNORECASE
)


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    if not profile.most(_YEAR.fullmatch, 0.9) or len(profile.texts) < 2:
        return
    if _COUNTED.search(profile.wording):
        return
    asked = _ASKED.search(profile.wording) is not None
    evidence = Evidence.HEADER if asked else Evidence.CELLS
    years = [
        int(text)
        for text, times in profile.counts.items()
        if _YEAR.fullmatch(text)
        for _ in range(times)
    ]
    listed = periods.of_years(years, english=about.other == "Other")
    if len(listed) < 2:
        return
    unsure = [text for text in profile.texts if scales.is_dont_know(text)]
    keys: Keys = {
        "type": "single",
        "column": profile.column.name,
        "years": True,
        "options": [*listed, *unsure],
    }
    if unsure:
        keys["dont_know"] = unsure
    found = Drafted(keys, [profile.column])
    yield Hypothesis("årtal", found, evidence, 0.95, f"årtal ({_ends(profile)})")


def _ends(profile: Profile) -> str:
    years = sorted(text for text in profile.counts if _YEAR.fullmatch(text))
    return f"{years[0]}–{years[-1]}"
