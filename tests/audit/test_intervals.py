"""The interval of the whole city may tell no more than what is printed beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.estimate_rows import codebook, share, single

from helpers.audit import audit_files
from helpers.disclosure import precision
from helpers.disclosure.release import release
from helpers.estimation.intervals import with_intervals
from helpers.estimation.population import Population
from helpers.presentation.outputs import numbers_csv

GROUPS = ["Norr", "Oster", "Soder", "Vard"]
OPTIONS = ["Ja", "Nej", "Vet ej"]
BOOK = codebook(
    single("department", GROUPS, disclosure="open"),
    single("trivs", OPTIONS, label="Trivs"),
    group="department",
)
ANSWERS = [(3, 12, 5), (9, 20, 1), (8, 2, 6), (14, 9, 7)]
ALIKE, UNLIKE = (30, 45, 24, 45), (80, 33, 17, 90)  # how many were asked


def estimates(sizes: tuple[int, ...]) -> pd.DataFrame:
    units = [
        (f"{group} {n}", group)
        for group, size in zip(GROUPS, sizes, strict=True)
        for n in range(size)
    ]
    frame = pd.DataFrame(units, columns=["unit", "department"]).assign(disposition="")
    answered = [sum(counts) for counts in ANSWERS]
    replied = [
        f"{group} {n}"
        for group, count in zip(GROUPS, answered, strict=True)
        for n in range(count)
    ]
    tables = dict(zip(GROUPS, ANSWERS, strict=True))
    tables["all"] = tuple(np.sum(ANSWERS, axis=0).tolist())
    rows = [
        share("trivs", option, count, sum(counts), group=group)
        for group, counts in tables.items()
        for option, count in zip(OPTIONS, counts, strict=True)
    ]
    rows += [
        share("department", group, count, sum(answered))
        for group, count in zip(GROUPS, answered, strict=True)
    ]
    population = Population.from_frame(frame, replied, departments=GROUPS)
    return with_intervals(pd.DataFrame(rows), BOOK, population)


def said(folder: Path, sizes: tuple[int, ...]) -> str:
    released = release(estimates(sizes), BOOK)
    city = released.select(question="trivs", group="all").rows
    assert city["low"].notna().any(), "an interval is printed"
    assert not released.select(question="trivs", group="Norr").rows["shown"].all()
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "alla-tal.csv").write_bytes(numbers_csv(released))
    bases = list(released.for_ledger()["base"])
    answered = [sum(counts) for counts in ANSWERS]
    known = dict(zip(GROUPS, zip(answered, sizes, strict=True), strict=True))
    found = audit_files(folder, BOOK, bases=bases, sizes=known)
    return "\n".join(map(str, found))


@pytest.mark.parametrize("sizes", [ALIKE, UNLIKE], ids=["alike", "unlike"])
def test_the_interval_of_the_true_departments_is_refused(
    sizes: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(tmp_path / "made", sizes) == ""
    monkeypatch.setattr(precision, "intervals_of_public", lambda *_: None)
    told = said(tmp_path / "true", sizes)
    assert "osäkerhetsintervallet är inte gjort av de tal som visas" in told
