"""What the audit cannot judge it refuses, and its rules for what is no count."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from audit.test_attack import GROUPS, write
from support.estimate_rows import codebook, share, single

from helpers.audit import audit_files
from helpers.audit.claim import Cell, Claim
from helpers.audit.judged import CROSSED, KNOWN, judged
from helpers.disclosure.released import Released
from helpers.estimation.facts import NO_FACTS
from helpers.estimation.schema import STATISTICS

BOOK = codebook(
    single("department", GROUPS, disclosure="open"),
    single("role", ["Ja", "Nej"], disclosure="open"),
    {"id": "paid", "column": "Kronor", "type": "number", "disclosure": "protected"},
    group="department",
)


def number(statistic: str, base: float = 20, **place: str) -> Claim:
    cell = Cell("paid", statistic=statistic)._replace(**place)
    return Claim(cell, "data/alla-tal.csv", base=base, share=100.0)


def said(*claims: Claim) -> list[tuple[str, str]]:
    return [(cell.statistic, why) for cell, why in judged(claims, BOOK)]


def test_what_it_has_never_heard_of_is_refused_whatever_the_question() -> None:
    open_one = Claim(Cell("role", statistic="max"), "data/alla-tal.csv", share=1.0)
    assert [name for name, _ in said(number("max"), number("max"))] == ["max"]
    assert [name for name, _ in said(open_one)] == ["max"]
    hidden = Claim(Cell("paid", statistic="max"), "data/alla-tal.csv", suppressed=True)
    assert said(hidden) == []


def test_the_file_says_so(tmp_path: Path) -> None:
    row = share("paid", "all", 0, 20) | {"statistic": "max", "estimate": 950.0}
    rows = pd.DataFrame([row]).assign(shown=True, reason="")
    write(tmp_path, Released._of(rows, BOOK, NO_FACTS))
    found = "\n".join(map(str, audit_files(tmp_path, BOOK)))
    assert "data/alla-tal.csv: Kronor (max) får inte visas: måttet är okänt" in found


def test_it_knows_what_the_estimates_have() -> None:
    # Two lists that share nothing: this is where they are held together.
    apart = sorted(KNOWN.symmetric_difference(STATISTICS))
    assert not apart, f"{apart}: say in helpers/audit/judged.py how they are judged"


@pytest.mark.parametrize("statistic", ["mean", "median", "total", "ties"])
def test_few_answers_behind_it_are_refused(statistic: str) -> None:
    assert said(number(statistic, base=5)) == []
    assert said(number(statistic, base=4)) == [(statistic, "bara 4 har svarat")]


def test_a_protected_number_that_is_never_shown_is_refused() -> None:
    assert [name for name, _ in said(number("gini"), number("change"))] == [
        "gini",
        "change",
    ]


def test_a_crossed_amount_is_refused() -> None:
    crossed = number("mean", group="Norr", challenge="work")
    assert said(crossed) == [("mean", CROSSED)]


def test_what_a_sum_leaves_over_must_be_enough() -> None:
    bases = zip(GROUPS, (8, 9, 20), strict=False)
    parts = [number("total", base=n, group=group) for group, n in bases]
    [(_, why)] = said(number("total", base=40), *parts)
    assert why.endswith("gäller bara 3 svar")
    assert said(number("total", base=42), *parts) == []
    inside = number("total", base=38, challenge="work")
    [(_, why)] = said(number("total", base=40), inside)
    assert why.endswith("gäller bara 2 svar")
