"""A department against the others, counted by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.surveys import cleaned

from helpers.cleaning.cleaned import Cleaned
from helpers.estimation import contrasts
from helpers.estimation.analysis import analyse
from helpers.estimation.contrasts import contrast_estimates
from helpers.estimation.differences import Difference
from helpers.estimation.population import survey_population
from helpers.estimation.schema import AGAINST, ANSWER_AGAINST, MOVER, MOVER_SURE

YAML = """\
group: department
unit: {question: unit}
disclosure: {percent_from: 4}
challenges:
  items: {youth: {label: "Unga"}, work: {label: "Arbete"}}
  from: {question: ways}
forms: {dialog: {label: "Dialog", option: "Dialog"}}
questions:
  - {id: department, type: single, column: F, options: [A, B, C]}
  - {id: unit, type: text, column: Enhet}
  - id: ways
    type: grid
    cell: multiple
    rows: {youth: Unga, work: Arbete}
    options: [Dialog, Stöd, Inget]
    none_of: [Inget]
    separator: ","
  - {id: kind, type: single, column: Slag, options: [X, Y], disclosure: open}
  - id: often
    type: single
    column: Ofta
    options: [V, M]
    disclosure: open
    asked_if: {kind: [X]}
  - {id: view, type: single, column: Tycker, options: [X, Y]}
"""


def survey(folder: Path, *, framed: bool = True) -> Cleaned:
    """A: all 20 answered, 18 in dialogue about youth. B: 12 of 24, 3 of them. C: all 3,
    1 of them, in another form. Nobody does anything about work. Who does something
    answers X, and who answers X was asked how often: A says V, the others M."""
    lines, frame = [], []
    does = {"A": ["Dialog"] * 18 + ["Inget"] * 2, "B": ["Dialog"] * 3 + ["Inget"] * 9,
            "C": ["Stöd", "Inget", "Inget"]}  # fmt: skip
    for department, size in (("A", 20), ("B", 24), ("C", 3)):
        frame += [f"{department}{n};{department}" for n in range(size)]
        lines += [
            f"{department};{department}{n};{way};Inget;"
            + ("Y;;Y" if way == "Inget" else f"X;{'MV'[department == 'A']};X")
            for n, way in enumerate(does[department])
        ]
    files = {"population.csv": "\n".join(["unit;department", *frame]) + "\n"}
    answers = "\n".join(["F;Enhet;Unga;Arbete;Slag;Ofta;Tycker", *lines]) + "\n"
    return cleaned(folder, YAML, answers, files=files if framed else {})


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    found = survey(tmp_path_factory.mktemp("contrasts"))
    return contrast_estimates(found, survey_population(found))


def one(table: pd.DataFrame, group: str, challenge: str, form: str) -> pd.Series:
    keys = {"group": group, "challenge": challenge, "form": form, "statistic": AGAINST}
    for column, value in keys.items():
        table = table[table[column] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_the_others_are_weighted_and_without_the_department_itself(
    table: pd.DataFrame,
) -> None:
    a = one(table, "A", "youth", "all")
    others = (24 * 3 / 12 + 3 * 1 / 3) / 27
    assert a["estimate"] == pytest.approx(18 / 20 - others)
    assert (a["answered"], a["asked"], a["population"]) == (20, 15, 20)
    b = one(table, "B", "youth", "all")
    assert b["estimate"] == pytest.approx(3 / 12 - (18 + 1) / 23)


def test_what_is_surely_different_is_called_so(table: pd.DataFrame) -> None:
    a, b = (one(table, name, "youth", "all") for name in "AB")
    assert a["low"] > 0 > b["high"]
    assert (a["method"], b["method"]) == (MOVER_SURE, MOVER_SURE)
    work = one(table, "A", "work", "all")
    assert work["estimate"] == 0
    assert work["method"] == MOVER


def test_too_few_answers_have_no_interval(table: pd.DataFrame) -> None:
    c = one(table, "C", "youth", "all")
    assert c["estimate"] == pytest.approx(1 / 3 - (18 + 24 * 3 / 12) / 44)
    assert np.isnan(c["low"])
    assert c["method"] == MOVER


def test_challenges_and_forms_each_have_their_rows(table: pd.DataFrame) -> None:
    places = set(zip(table["challenge"], table["form"], strict=True))
    assert places == {
        ("all", "all"),
        ("all", "dialog"),
        ("youth", "all"),
        ("work", "all"),
    }
    assert one(table, "C", "all", "dialog")["estimate"] < 0


def test_answers_are_compared_where_the_question_is_open(tmp_path: Path) -> None:
    table = analyse(survey(tmp_path))
    told = table[table["statistic"].eq(ANSWER_AGAINST)]
    assert set(told["question"]) == {"kind", "often"}  # not what is protected
    keys = ["question", "group", "option"]
    rows = dict(told.set_index(keys).iterrows())
    a = rows["kind", "A", "X"]
    assert a["estimate"] == pytest.approx(18 / 20 - (24 * 3 / 12 + 1) / 27)
    assert a["low"] > 0
    assert a["method"] == MOVER_SURE
    assert rows["kind", "B", "X"]["high"] < 0
    assert ("kind", "C", "X") not in rows  # three answers
    # Of those that were asked: 18 of A, who all say V, and nobody else.
    often = rows["often", "A", "V"]
    assert (often["estimate"], often["answered"]) == (1, 18)
    assert ("often", "B", "V") not in rows


def test_without_a_frame_nothing_is_compared(tmp_path: Path) -> None:
    found = survey(tmp_path, framed=False)
    assert contrast_estimates(found, survey_population(found)).empty


def test_every_claim_is_corrected_for_all_that_are_looked_at() -> None:
    """One of a hundred at p = 0.001 stands among four, and not among a hundred."""
    p = np.r_[0.001, np.full(99, 0.5)]
    found = Difference(np.full(100, 0.2), np.full(100, 0.1), np.full(100, 0.3), p)
    looked_at = np.arange(100) < 4
    assert contrasts.claimed(found, looked_at).tolist() == [True] + [False] * 99
    assert not contrasts.claimed(found, np.ones(100, bool)).any()
    around = Difference(found.estimate, -found.low, found.high, p)
    assert not contrasts.claimed(around, looked_at).any()
