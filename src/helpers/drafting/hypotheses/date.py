"""A day, written in one of the ways that dates are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from helpers.drafting import scales
from helpers.drafting.hypotheses.number import ASKS_HOW_MUCH
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis
from helpers.drafting.recognition.profiles import Drafted, Keys, Profile

_FORMS = (
    (
        "",
        r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s?(Z|UTC|[+-]\d\d:?\d\d)?)?",
    ),
    ("%Y/%m/%d", r"\d{4}/\d{1,2}/\d{1,2}"),
    ("%d/%m/%Y", r"\d{1,2}/\d{1,2}/\d{4}"),
    ("%m/%d/%Y", r"\d{1,2}/\d{1,2}/\d{4}"),
    ("%d.%m.%Y", r"\d{1,2}\.\d{1,2}\.\d{4}"),
    ("%d-%b-%Y", r"\d{1,2}-[A-Za-z]{3}-\d{4}"),
    ("%Y%m%d", r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"),
    ("%Y-%m", r"(19|20)\d\d-(0[1-9]|1[0-2])"),
)


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    for form, pattern in _FORMS:
        if found := _dated(profile, form, pattern):
            declared = profile.column.format in ("date", "moment")
            evidence = Evidence.FILE if declared else Evidence.CELLS
            yield Hypothesis("datum", found, evidence, 0.95)
            return


def _dated(profile: Profile, form: str, pattern: str) -> Drafted | None:
    fits = re.compile(pattern).fullmatch
    if not profile.most(fits, 0.9):
        return None
    texts = pd.Series([text for text in profile.counts if fits(text)], dtype=object)
    read = pd.to_datetime(texts, format=form or "ISO8601", errors="coerce", utc=True)
    rest = [text for text in profile.texts if not fits(text)]
    if read.isna().mean() > 0.05 or scales.recognise([*rest, *texts[:1]]):
        return None  # bands, some of which Excel has made dates of
    keys: Keys = {"type": "date", "column": profile.column.name}
    found = Drafted(keys | ({"format": form} if form else {}), [profile.column])
    if ASKS_HOW_MUCH.search(profile.wording):
        found.todo.append(
            "frågan ber om ett antal, men i cellerna står datum: har Excel gjort om "
            "intervall som 1–5 till dem? Skriv då tillbaka dem i filen"
        )
    return found
