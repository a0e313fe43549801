"""Who is missing, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.surveys import cleaned

from helpers.cleaning.cleaned import ORDER, Cleaned
from helpers.estimation.nonresponse import nonresponse_estimates, raked
from helpers.estimation.population import survey_population
from helpers.estimation.waves import Earlier

HEAD = """\
title: "Liten serie"
series: liten
wave: {wave}
exports:
  - {{file: svar.csv}}
unit: {{question: unit}}
group: department
"""
YAML = """\
challenges:
  items: {a: {label: Alfa}}
  from: {question: works, options: {a: [Ja]}}
questions:
  - {id: department, type: single, column: F, options: [A, B]}
  - {id: unit, type: text, column: Enhet}
  - id: works
    type: single
    column: S
    options: [Ja, Nej, Vet ej]
    dont_know: [Vet ej]
"""
CROSSWALK = pd.DataFrame({"from": [], "to": []})


def wave(folder: Path, number: int, answers: dict[str, str], frame: str) -> Cleaned:
    rows = "".join(f"{unit[0].upper()};{unit};{a}\n" for unit, a in answers.items())
    units = "".join(f"{unit};{unit[0].upper()}\n" for unit in frame.split())
    return cleaned(
        folder / str(number),
        YAML,
        f"F;Enhet;S\n{rows}",
        head=HEAD.format(wave=number),
        files={"population.csv": f"unit;department\n{units}"},
    )


def told(then: Cleaned, now: Cleaned) -> pd.DataFrame:
    found = nonresponse_estimates(now, survey_population(now), Earlier(then, CROSSWALK))
    return found.set_index(["statistic", "option"])


def test_who_answers_again_is_counted_by_what_they_said(tmp_path: Path) -> None:
    frame = "a1 a2 a3 a4 b1 b2"
    then = wave(
        tmp_path, 2022, {"a1": "Ja", "a2": "Nej", "a3": "Nej", "b1": "Vet ej"}, frame
    )
    now = wave(tmp_path, 2024, {"a1": "Ja", "a2": "Nej", "b1": "Ja"}, frame)
    found = told(then, now)
    counts = found.loc["responded", ["count", "answered"]]
    assert counts.loc["then_yes"].tolist() == [1, 1]
    assert counts.loc["then_no"].tolist() == [1, 2]
    assert counts.loc["then_nothing"].tolist() == [1, 3]  # a4, b2, and b1's "vet ej"
    assert "collaborates_by_order" not in found.index  # too few to divide


def test_the_share_weighted_by_the_earlier_answer_too(tmp_path: Path) -> None:
    """One department: of 4 that did all answer, of 4 that did not one. Each answer
    weighs as its class: (4 + 0) of 8, and not 4 of 5."""
    units = [f"a{n}" for n in range(8)]
    does = dict.fromkeys(units[:4], "Ja") | dict.fromkeys(units[4:], "Nej")
    frame = " ".join([*units, "b1"])
    now = wave(tmp_path, 2024, {u: does[u] for u in units[:5]}, frame)
    found = told(wave(tmp_path, 2022, does, frame), now)
    assert found.loc[("reweighted", "all"), "estimate"] == pytest.approx(0.5)
    assert found.loc[("reweighted", "all"), ["count", "answered"]].tolist() == [4, 5]


def test_quarters_are_in_the_order_of_the_answers(tmp_path: Path) -> None:
    units = [f"a{n:02}" for n in range(40)]
    answers = {unit: "Ja" if n < 10 else "Nej" for n, unit in enumerate(units)}
    now = wave(tmp_path, 2024, answers, " ".join([*units, "b1"]))
    frame = survey_population(now)
    # A plain table does not say when: rows may be sorted by anything.
    assert nonresponse_estimates(now, frame, None).empty
    last_first = now.responses.assign(**{ORDER: np.arange(40.0)[::-1]})
    timed = replace(now, responses=last_first)
    found = nonresponse_estimates(timed, frame, None)
    assert found["count"].tolist() == [0, 0, 0, 10]


def test_weights_meet_every_total() -> None:
    rows = [np.array(["a", "a", "b", "b"]), np.array(["x", "y", "x", "y"])]
    totals = [pd.Series({"a": 6, "b": 2}), pd.Series({"x": 5, "y": 3})]
    weights = raked(rows, totals)
    assert weights is not None
    assert weights[:2].sum() == pytest.approx(6)
    assert weights[[0, 2]].sum() == pytest.approx(5)
    assert raked([np.array(["a"])], [pd.Series({"a": 2, "b": 1})]) is None
