"""Mean places, counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from support.surveys import cleaned

from helpers.estimation.analysis import analyse
from helpers.estimation.means import stratified_mean
from helpers.estimation.ranks import fewest_at

YAML = """\
group: department
disclosure: {k: 5, small_group: 10, percent_from: 3}
respondent: public_unit
unit: {question: unit}
questions:
  - {id: unit, type: text, column: Enhet}
  - {id: department, type: single, column: Förvaltning, options: [Kultur, Skola]}
  - id: why
    type: ranking
    column: Varför
    options: [Tid, Pengar, Lokaler]
"""
ANSWERS = """\
Enhet;Förvaltning;Varför
a;Kultur;Tid,Pengar,Lokaler
b;Kultur;Tid,Lokaler,Pengar
c;Kultur;Pengar,Tid
d;Skola;Lokaler,Tid,Pengar
e;Skola;Tid,Pengar,Lokaler
f;Skola;
"""
FRAME = "unit;department\n" + "".join(
    [f"{u};Kultur\n" for u in "abcgh"] + [f"{u};Skola\n" for u in "defijklmno"]
)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    folder = tmp_path_factory.mktemp("ranks")
    yaml = YAML.replace("column: Varför", 'column: Varför\n    separator: ","')
    found = cleaned(folder, yaml, ANSWERS, files={"population.csv": FRAME})
    rows = analyse(found)
    own = rows[rows["question"].eq("why")]
    return own.set_index(["statistic", "option", "group"]).sort_index()


def test_how_many_put_it_first_is_a_share(table: pd.DataFrame) -> None:
    first = table.loc[("share", "Tid")]["count"]
    assert dict(first) == {"all": 3, "Kultur": 2, "Skola": 1}
    assert table.loc[("share", "Tid", "all"), "answered"] == 5


def test_the_mean_place_is_of_those_who_placed_it(table: pd.DataFrame) -> None:
    lokaler = table.loc[("mean_rank", "Lokaler")]
    assert dict(lokaler["count"]) == {"all": 4, "Kultur": 2, "Skola": 2}
    assert dict(lokaler["answered"]) == {"all": 5, "Kultur": 3, "Skola": 2}
    assert lokaler.loc["Kultur", "estimate"] == (3 + 2) / 2
    assert lokaler.loc["Skola", "estimate"] == (1 + 3) / 2
    # Kultur: 5/3 units an answer, two placed it; Skola: 10/2, two placed it.
    weighted = (5 / 3 * 5 + 10 / 2 * 4) / (5 / 3 * 2 + 10 / 2 * 2)
    assert lokaler.loc["all", "estimate"] == pytest.approx(weighted)


def test_the_interval_of_a_department_is_student_s(table: pd.DataFrame) -> None:
    """Tid in Kultur: 1, 1, 2 of three who answered of five."""
    row = table.loc[("mean_rank", "Tid", "Kultur")]
    error = np.std([1, 1, 2], ddof=1) / math.sqrt(3) * math.sqrt(1 - 3 / 5) * 4.3027
    assert row["estimate"] == pytest.approx(4 / 3)
    assert row["high"] - row["estimate"] == pytest.approx(error, rel=1e-4)
    few = table.loc[("mean_rank", "Tid", "Skola")]  # two: fewer than percent_from
    assert np.isnan(few["low"])


def test_disclosure_control_is_told_the_fewest_at_a_place(table: pd.DataFrame) -> None:
    own = table.loc[("fewest_at_place", "Tid", "all")]
    assert (own["count"], own["estimate"]) == (2, 7 / 5)  # three first, two second
    assert fewest_at([]) == 0


def test_all_answered_is_certain_and_all_alike_is_not() -> None:
    whole = stratified_mean([6.0], [14.0], [3], [3], [3])
    assert (whole.low, whole.high) == (2, 2)
    alike = stratified_mean([6.0], [12.0], [3], [3], [9])
    assert alike.estimate == 2
    assert np.isnan(alike.low)
