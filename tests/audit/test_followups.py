"""An open question behind a protected filter gives the filter's table away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from support.estimate_rows import codebook, share, single

from helpers.audit import audit_files
from helpers.audit.claim import Cell, Claim
from helpers.audit.feasible import replied_by_group
from helpers.disclosure.released import Released
from helpers.estimation.facts import NO_FACTS
from helpers.presentation.outputs import numbers_csv

GROUPS = ["Norr", "Vård", "Teknik", "Kultur"]
ANSWERED = [31, 26, 17, 12]
POPULATION = [52, 38, 23, 19]
YES = [3, 9, 2, 2]  # of those who were asked whether they had been threatened
REPORTED = [1, 4, 1, 0]  # of those who had
WEIGHTS = np.array(POPULATION) / np.array(ANSWERED)
BOOK = codebook(
    single("department", GROUPS, disclosure="open"),
    single("threat", ["Ja", "Nej"], label="Hot"),
    single("reported", ["Ja", "Nej"], label="Anmält", disclosure="open",
           asked_if={"threat": ["Ja"]}),
    group="department",
)  # fmt: skip


def weighted() -> float:
    return float((WEIGHTS @ np.array(REPORTED)) / (WEIGHTS @ np.array(YES)))


def published(folder: Path, reported: float | None) -> str:
    """What the audit says when the open share has so many decimals; None: not shown."""
    rows = []
    for option, counts in (("Ja", YES), ("Nej", np.subtract(ANSWERED, YES))):
        city = round(float(WEIGHTS @ np.array(counts)) / sum(POPULATION), 2)
        whole = share("threat", option, sum(counts), sum(ANSWERED))
        rows.append(whole | {"estimate": city})
        groups = zip(GROUPS, counts, ANSWERED, POPULATION, strict=True)
        rows += [
            share("threat", option, count, answered, group=group, population=size)
            for group, count, answered, size in groups
        ]
    hidden = [row["group"] != "all" for row in rows]
    for group, answered, size in zip(GROUPS, ANSWERED, POPULATION, strict=True):
        sizes = {"group": group, "population": size}
        rows.append(share("department", group, answered, answered, **sizes))
        hidden.append(False)
    if reported is not None:
        row = share("reported", "Ja", sum(REPORTED), sum(YES))
        rows.append(row | {"estimate": reported})
        hidden.append(False)
    table = pd.DataFrame(rows).assign(
        shown=~np.array(hidden), reason=np.where(hidden, "small_cell", "")
    )
    numbers = ["count", "answered", "asked", "population", "estimate"]
    table.loc[hidden, numbers] = np.nan
    folder.mkdir(exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    bases = [row["answered"] for row in rows]
    released = Released._of(table, BOOK, NO_FACTS, pd.Series(bases))
    (folder / "data" / "alla-tal.csv").write_bytes(numbers_csv(released))
    return "\n".join(map(str, audit_files(folder, BOOK, bases=bases)))


def test_the_exact_share_of_the_open_question_leaves_few_tables(tmp_path: Path) -> None:
    assert published(tmp_path / "without", None) == ""
    said = published(tmp_path / "with", weighted())
    assert "Hot, ”Ja”, Norr går att räkna ut ur det som visas: 3 av 31" in said


def test_a_share_rounded_to_whole_percent_leaves_enough(tmp_path: Path) -> None:
    assert published(tmp_path / "rounded", round(weighted(), 2)) == ""


def test_a_difference_from_the_others_does_not_say_how_many_of_the_group_answered():
    """The attacker's weights were of the others, and a safe survey was refused."""
    norr = Cell("threat", group="Norr")
    claims = [
        Claim(norr, "alla-tal.csv", asked=31.0),
        Claim(norr._replace(statistic="against_others"), "alla-tal.csv", asked=55.0),
    ]
    assert replied_by_group(claims) == {"Norr": 31.0}
