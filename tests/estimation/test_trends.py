"""Trends over three waves: by hand, and against what two waves give."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.surveys import cleaned

from helpers.cleaning.cleaned import Cleaned
from helpers.estimation.analysis import analyse
from helpers.estimation.differences import change_with_overlap
from helpers.estimation.schema import SURE
from helpers.estimation.trend import trend_with_overlap
from helpers.estimation.waves import Earlier, trends

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
  items: {{a: {{label: Alfa}}}}
  from: {{question: works, options: {{a: [Ja]}}}}
questions:
  - {{id: department, type: single, column: F, options: [A, B]}}
  - {{id: unit, type: text, column: Enhet}}
  - {{id: works, type: single, column: S, options: [Ja, Nej], disclosure: {works}}}
"""


def wave(
    folder: Path, number: int, answers: dict[str, str], frame: str, works: str = "open"
) -> Cleaned:
    rows = "".join(f"{unit[0].upper()};{unit};{a}\n" for unit, a in answers.items())
    units = "".join(f"{unit};{unit[0].upper()}\n" for unit in frame.split())
    return cleaned(
        folder / str(number),
        YAML.format(works=works),
        f"F;Enhet;S\n{rows}",
        head=HEAD.format(wave=number),
        files={"population.csv": f"unit;department\n{units}"},
    )


def three(folder: Path, works: str = "open") -> list[Cleaned]:
    """Of a1-a3 and b1 in all frames; `gone` and `new` are in one each."""
    return [
        wave(
            folder, 2020, {"a1": "Nej", "a2": "Nej", "b1": "Nej"}, "a1 a2 a3 b1 agone"
        ),
        wave(
            folder, 2022, {"a1": "Ja", "a2": "Nej", "b1": "Nej"}, "a1 a2 a3 b1", works
        ),
        wave(
            folder,
            2024,
            {"a1": "Ja", "a2": "Ja", "b1": "Nej", "bnew": "Ja"},
            "a1 a2 a3 b1 bnew",
        ),
    ]


def test_the_slope_by_hand(tmp_path: Path) -> None:
    """Departments of fewer than ten are no strata of their own only where they join a
    larger part: here A (three units) and B (one) stay. A: 0, 1/2, 1; B: 0. So 0, 3/8
    and 6/8 of four units, 3/16 a year."""
    found = trends(three(tmp_path)).set_index(["statistic", "challenge", "option"])
    row = found.loc[("trend", "a", "all")]
    assert row["estimate"] == pytest.approx(3 / 16)
    assert row["count"] == 2
    assert row["answered"] == 3
    assert row["asked"] == 3
    assert row["population"] == 4
    assert np.isnan(row["low"])  # three units are too few for an interval
    assert found.loc[("change_first", "a", "all"), "estimate"] == pytest.approx(3 / 4)
    assert found.loc[("trend", "all", "Ja"), "estimate"] == pytest.approx(3 / 16)


def test_every_two_waves_and_the_share_in_each_by_hand(tmp_path: Path) -> None:
    found = trends(three(tmp_path)).set_index(["statistic", "challenge", "form"])
    shares = {"2020": 0, "2022": 3 / 8, "2024": 6 / 8}
    for year, share in shares.items():
        row = found.loc[("trend_share", "a", year)]
        assert row["estimate"] == pytest.approx(share), year
        assert row["answered"] == 3
    for one, other in (("2020", "2022"), ("2022", "2024")):
        row = found.loc[("change_between", "a", f"{one} → {other}")]
        assert row["estimate"] == pytest.approx(shares[other] - shares[one])
        assert row[["count", "answered"]].tolist() == [1, 3]


def test_nothing_of_what_a_wave_protects(tmp_path: Path) -> None:
    assert trends(three(tmp_path, works="protected")).empty


def test_two_waves_have_no_trend_and_three_are_analysed(tmp_path: Path) -> None:
    first, second, third = three(tmp_path)
    assert trends([second, third]).empty
    empty = pd.DataFrame({"from": [], "to": []})
    table = analyse(third, earlier=Earlier(second, empty, (first,)))
    assert {"trend", "change_first"} < set(table["statistic"])


def test_two_waves_give_what_a_change_gives() -> None:
    rng = np.random.default_rng(7)
    codes = np.repeat([0, 1], [80, 60])
    y = (rng.random((140, 2)) < 0.4).astype(float)
    y[rng.random(y.shape) < 0.3] = np.nan
    N = [90.0, 70.0]
    one = change_with_overlap(y[:, 0], y[:, 1], codes, N)
    two = trend_with_overlap(y, codes, N, [2020, 2022])
    assert 2 * two.slope == pytest.approx(one.estimate)
    assert 2 * two.low == pytest.approx(one.low)
    assert two.p == pytest.approx(one.p)


def test_the_variance_is_that_of_every_answer_pattern() -> None:
    """Who answers is drawn again and again: the variance told is on average that of
    the slopes, and the interval holds."""
    rng = np.random.default_rng(8)
    codes, t = np.repeat([0, 1], [60, 90]), [2020.0, 2022.0, 2026.0]
    base = rng.random(150) < np.where(codes == 0, 0.3, 0.6)
    truth = np.stack([base ^ (rng.random(150) < share) for share in (0, 0.15, 0.3)], 1)
    N = np.bincount(codes).astype(float)
    slope = trend_with_overlap(truth, codes, N, t).slope
    found = []
    for _ in range(300):
        answers = truth.astype(float)
        answers[rng.random(answers.shape) < 0.35] = np.nan
        found.append(trend_with_overlap(answers, codes, N, t))
    slopes = np.array([one.slope for one in found])
    told = np.mean([one.variance for one in found])
    assert told == pytest.approx(slopes.var(), rel=0.2)
    holds = np.mean([one.low <= slope <= one.high for one in found])
    assert holds > 0.92


def test_a_sure_trend_is_called_one(tmp_path: Path) -> None:
    units = [f"{d}{n:02}" for d, n in product("ab", range(40))]
    waves = [
        wave(
            tmp_path,
            year,
            {u: "Ja" if n % 40 < many else "Nej" for n, u in enumerate(units) if n % 9},
            " ".join(units),
        )
        for year, many in ((2020, 5), (2022, 15), (2024, 25))
    ]
    row = trends(waves).query("statistic == 'trend' and challenge == 'a'").iloc[0]
    assert row["method"] in SURE
    assert row["low"] > 0
