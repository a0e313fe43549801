"""What two versions, or a number beside a suppressed one, tell of what is no count: the
audit finds each where release has not been told of the first version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from support.estimate_rows import codebook, share, single

from helpers.audit import audit_files
from helpers.disclosure.released import Released
from helpers.estimation.facts import NO_FACTS
from helpers.presentation.outputs import numbers_csv

LED = {"asked_if": {"hot": ["Ja"]}, "disclosure": "open"}
RANKED = {"type": "ranking", "options": ["A", "B", "C"]}
BOOK = codebook(
    single("hot", ["Ja", "Nej"]),
    single("anm", ["Ja", "Nej"], **LED),
    {"id": "skrev", "column": "s", "type": "text", **LED},
    {"id": "ordning", "column": "o", **RANKED, **LED},
    {"id": "kr", "column": "kr", "type": "number"},
    {"id": "ord", "column": "ord", "type": "text"},
    {"id": "why", "column": "why", **RANKED},
    disclosure={"k": 5, "small_group": 10},
)
Rows = list[dict[str, Any]]


def told(*rows: dict[str, Any]) -> Released:
    """As if nothing were held."""
    return Released._of(
        pd.DataFrame(rows).assign(shown=True, reason=""), BOOK, NO_FACTS
    )


def number(statistic: str, value: float, n: int) -> dict[str, Any]:
    return share("kr", "all", n, n, statistic=statistic, estimate=value)


def theme(count: int, n: int) -> dict[str, Any]:
    return share("ord", "Tid", count, n, statistic="theme")


def place(mean: float, n: int) -> dict[str, Any]:
    return share("why", "A", n, n, statistic="mean_rank", estimate=mean)


def said(folder: Path, then: dict[str, Any], now: dict[str, Any]) -> str:
    ledger = folder / "1.csv"
    ledger.write_bytes(numbers_csv(told(then)))
    (folder / "now" / "data").mkdir(parents=True)
    (folder / "now" / "data" / "alla-tal.csv").write_bytes(numbers_csv(told(now)))
    found = audit_files(folder / "now", BOOK, ledger=[ledger])
    return "\n".join(map(str, found))


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (number("total", 83.0, 8), number("total", 98.0, 8)),
        (number("total", 83.0, 8), number("total", 99.0, 13)),
        (number("mean", 10.0, 8), number("mean", 9.0, 30)),
        (number("median", 3.0, 5), number("median", 4.0, 5)),
        (number("median", 3.0, 5), number("median", 3.0, 6)),
        (theme(10, 20), theme(15, 25)),
        (theme(10, 20), theme(15, 27)),
        (theme(10, 20), theme(10, 25)),
        (theme(10, 20), theme(11, 20)),
        (place(1.8, 40), place(2.0, 60)),
    ],
)
def test_what_came_between_is_found(tmp_path: Path, then: Any, now: Any) -> None:
    assert "version 1 sade något annat" in said(tmp_path, then, now)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        (number("total", 83.0, 8), number("total", 83.0, 8)),
        (number("median", 3.0, 5), number("median", 4.0, 12)),
        (theme(10, 20), theme(10, 20)),
        (theme(10, 20), theme(16, 34)),
        (place(1.8, 40), place(1.8, 40)),
    ],
)
def test_what_tells_of_enough_is_let_through(
    tmp_path: Path, then: Any, now: Any
) -> None:
    assert "version 1" not in said(tmp_path, then, now)


def of_one(folder: Path, *rows: dict[str, Any], hidden: bool = True) -> str:
    table = pd.DataFrame([share("hot", "Ja", 26, 47), *rows])
    table = table.assign(shown=True, reason="")
    if hidden:
        table.loc[0, ["shown", "reason"]] = False, "small_cell"
        table[["count", "answered", "asked"]] = table[
            ["count", "answered", "asked"]
        ].astype(float)
        table.loc[0, ["count", "answered", "asked", "estimate"]] = float("nan")
    (folder / "data").mkdir()
    released = Released._of(table, BOOK, NO_FACTS)
    (folder / "data" / "alla-tal.csv").write_bytes(numbers_csv(released))
    return "\n".join(map(str, audit_files(folder, BOOK)))


ASKED = {
    "a transition": share("anm", "Ja → Nej", 6, 17, statistic="transition"),
    "a change": share("anm", "Ja", 2, 17, statistic="change_matched"),
    "a trend": share("anm", "Ja", 2, 17, statistic="trend_share"),
    "who wrote": share("skrev", "Tid", 2, 3, statistic="theme"),
    "a weighted place": share(
        "ordning", "A", 26, 26, statistic="mean_rank", estimate=1.775578
    ),
}


@pytest.mark.parametrize("row", ASKED.values(), ids=ASKED.keys())
def test_who_was_asked_is_found(tmp_path: Path, row: dict[str, Any]) -> None:
    assert f"({row['statistic']}) får inte visas" in of_one(tmp_path, row)


def test_and_no_more_than_that(tmp_path: Path) -> None:
    wrote = share("skrev", "Tid", 12, 20, statistic="theme")
    place = share("ordning", "A", 26, 26, statistic="mean_rank", estimate=1.8)
    assert "får inte visas" not in of_one(tmp_path, wrote, place, hidden=False)
