"""How long: hours and minutes as a clock writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.drafting.hypotheses import text
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis
from helpers.drafting.recognition.profiles import Drafted

_CLOCK = re.compile(r"\d{1,4}:\d\d(:\d\d)?")
_DAYS = re.compile(r"\d+ days?(,? \d{1,2}:\d\d(:\d\d)?)?")


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    column = profile.column
    if column.format == "duration":
        keys = {"type": "number", "column": column.name, "unit": "timmar"}
        yield Hypothesis("tid", Drafted(keys, [column]), Evidence.FILE, 1.0)
    elif column.format == "time":
        found = text.drafted(profile)
        yield Hypothesis("klockslag", found, Evidence.FILE, 1.0)
    elif profile.most(lambda t: _CLOCK.fullmatch(t) or _DAYS.fullmatch(t), 0.9):
        asked = "klockslag eller tid i timmar och minuter: läses inte som tal. Vilket?"
        found = text.drafted(profile, asked)
        yield Hypothesis("tid", found, Evidence.CELLS, 0.95)
