"""Sums and means of a protected number, by the p % rule."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.surveys import cleaned

from helpers.disclosure.release import release
from helpers.estimation.analysis import analyse
from helpers.estimation.estimates import dominance
from helpers.estimation.schema import Protection, protected_by

YAML = """\
group: department
disclosure: {k: 3, small_group: 5, percent_from: 3}
questions:
  - {id: department, type: single, column: F, options: [A, B]}
  - {id: kr, type: number, column: Kr, unit: kr, disclosure: protected}
"""


def told(folder: Path, **answers: list[int | str]) -> dict[tuple[str, str], str]:
    """(statistic, department) → why it is not shown, "" where it is."""
    lines = [f"{name};{kr}" for name, values in answers.items() for kr in values]
    found = cleaned(folder, YAML, "F;Kr\n" + "\n".join(lines) + "\n")
    rows = release(analyse(found), found.codebook).rows
    rows = rows[rows["question"].eq("kr")]
    keys = zip(rows["statistic"], rows["group"], strict=True)
    return dict(zip(keys, rows["reason"], strict=True))


FAR_APART = "largest_times_next"
EVEN = [10, 20, 30, 40]


def test_where_nobody_stands_for_it_all_the_sum_and_the_mean_are_shown(
    tmp_path: Path,
) -> None:
    found = told(tmp_path, A=EVEN, B=EVEN)
    # The largest beside the next is one respondent's: never of a protected question.
    never = {*protected_by(Protection.NEVER)}
    hidden = {name for (name, _), reason in found.items() if reason == "depends"}
    assert hidden == {name for name, _ in found if name in never} >= {FAR_APART}
    shown = {name for (name, _), reason in found.items() if reason == ""}
    assert shown >= {"total", "mean", "median", "nonresponse"}
    assert hidden | shown == {name for name, _ in found}


@pytest.mark.parametrize(("rest", "reason"), [(9, "dominance"), (10, "")])
def test_the_two_largest_must_leave_a_tenth_of_the_largest(
    tmp_path: Path, rest: int, reason: str
) -> None:
    found = told(tmp_path, A=[100, 50, rest, 0, 0])
    assert found["total", "all"] == found["mean", "all"] == reason


def test_one_group_that_is_not_shown_takes_the_others_with_it(tmp_path: Path) -> None:
    """All minus the others would be it; that of two might still be one respondent's."""
    found = told(tmp_path, A=EVEN, B=[10_000, 1, 1, 1])
    assert found["total", "B"] == "dominance"
    assert found["total", "A"] == found["mean", "A"] == "secondary"
    assert found["median", "A"] == ""


def test_those_without_a_group_count_as_one(tmp_path: Path) -> None:
    lines = "".join(f"{name};{kr}\n" for name in ("A", "B") for kr in EVEN)
    found = cleaned(tmp_path, YAML, f"F;Kr\n{lines};900\n;1\n;1\n")
    rows = release(analyse(found), found.codebook).rows
    totals = rows[rows["statistic"].eq("total")].set_index("group")["reason"]
    assert totals.to_dict() == {
        "all": "",
        "A": "secondary",
        "B": "secondary",
        "Ej angivet": "dominance",
    }


def test_of_a_challenge_there_are_none(tmp_path: Path) -> None:
    """All minus those who collaborate there might be one respondent's."""
    yaml = YAML.replace(
        "questions:",
        """challenges:
  items: {youth: {label: "Unga"}}
  from: {question: ways, options: {youth: [Unga]}}
questions:
  - {id: ways, type: multiple, column: W, separator: "|", options: [Unga, Annat]}""",
    )
    rows = "".join(f"A;{kr};{w}\n" for kr in EVEN for w in ("Unga", "Annat"))
    found = cleaned(tmp_path, yaml, f"F;Kr;W\n{rows}")
    tables = [analyse(found), analyse(found, challenge="youth")]
    released = release(pd.concat(tables, ignore_index=True), found.codebook)
    totals = released.select(question="kr", statistic="total", group="all").rows
    reasons = dict(zip(totals["challenge"], totals["reason"], strict=True))
    assert reasons == {"all": "", "youth": "secondary"}


def test_of_an_open_number_everything_is_shown(tmp_path: Path) -> None:
    open_question = YAML.replace("protected", "open")
    found = cleaned(tmp_path, open_question, "F;Kr\nA;100\nA;1\nB;5\n")
    assert release(analyse(found), found.codebook).rows["shown"].all()


def test_dominance_by_hand() -> None:
    assert dominance(pd.Series([100.0, 50.0, 8.0, 4.0]).to_numpy()) == 0.12
    assert dominance(pd.Series([-100.0, 20.0, 30.0]).to_numpy()) == 0.2
    assert dominance(pd.Series([0.0, 0.0]).to_numpy()) == 0.0
