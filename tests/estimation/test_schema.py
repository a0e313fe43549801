"""What the registry says of a number is true of the examples' numbers."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helpers.cleaning.step import clean
from helpers.core.project import Project
from helpers.estimation import estimates
from helpers.estimation.analysis import analyse
from helpers.estimation.schema import (
    COLUMNS,
    KEYS,
    SHARES,
    STATISTICS,
    named,
    table,
)
from helpers.estimation.waves import Earlier
from helpers.survey.codebook import TOTAL
from helpers.survey.sources import read_crosswalk, read_source

PROJECT = Project(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def numbers() -> pd.DataFrame:
    """Every number of exempel-2024, compared with 2022."""
    then, now = (
        clean(read_source(name, PROJECT)) for name in ("exempel-2022", "exempel-2024")
    )
    return analyse(now, earlier=Earlier(then, read_crosswalk("exempel-2024", PROJECT)))


def test_every_statistic_declared_is_counted(numbers: pd.DataFrame) -> None:
    # The examples have no survey of the organisations themselves, no third wave here,
    # no weights in their exports, and nobody who coded their texts, and nothing ranked.
    absent = {*named(subject="sides"), *named(subject="trend"), "by_weight"}
    absent |= {"theme_agreement", "mean_rank", "fewest_at_place"}
    missing = {*STATISTICS} - absent - set(numbers["statistic"])
    assert not missing, f"{missing}: no module of helpers/estimation/ counts them"


def test_a_statistic_must_be_declared_before_it_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`estimates` counts the largest, say, and the registry has not heard of it."""
    counted = estimates._number

    def with_max(responses, item, groups, challenge):
        for rows in counted(responses, item, groups, challenge):
            yield rows
        yield rows | {"statistic": np.full(len(rows["count"]), "max", object)}

    monkeypatch.setattr(estimates, "_number", with_max)
    with pytest.raises(LookupError, match=r"max: declare it .*estimation/schema\.py"):
        estimates.estimate(clean(read_source("exempel-2024", PROJECT)))


def test_what_adds_up_adds_up_and_nothing_else(numbers: pd.DataFrame) -> None:
    parts = numbers["statistic"].map(lambda name: STATISTICS[name].kind).eq("share")
    rows = numbers.assign(
        number=numbers["count"].where(parts, numbers["estimate"]).fillna(0)
    )
    place = [key for key in KEYS if key != "group"]
    groups = rows[rows["group"].ne(TOTAL)].groupby(place)["number"].sum()
    of_all = rows[rows["group"].eq(TOTAL)].set_index(place)["number"]
    both = pd.concat([groups, of_all], axis=1, keys=["groups", "all"]).dropna()
    adds = np.isclose(both["groups"], both["all"]).tolist()
    found = pd.Series(adds).groupby(both.index.get_level_values("statistic")).all()
    sides = {name for name in named(subject="sides") if STATISTICS[name].adds_up}
    # Nothing has gone from a department that was split: other waves show that.
    assert set(found.index[found]) - {"frame_gone"} == {*named(adds_up=True)} - sides


def test_only_what_is_declared_to_has_an_interval(numbers: pd.DataFrame) -> None:
    with_interval = numbers[numbers["low"].notna()]
    found = set(zip(with_interval["statistic"], with_interval["method"], strict=True))
    declared = {
        (name, method) for name, one in STATISTICS.items() for method in one.intervals
    }
    assert found <= declared
    # In these waves nobody's change is exact: not all answered both times. There is no
    # third wave, and so no trend.
    there = set(numbers["statistic"])
    assert {
        (name, method)
        for name, method in declared - found
        if method != "exact" and name in there
    } == set()


def test_estimates_are_of_the_kind_that_is_declared(numbers: pd.DataFrame) -> None:
    kinds = numbers["statistic"].map(lambda name: STATISTICS[name].kind)
    told = numbers[numbers["estimate"].notna()]
    kinds = kinds[told.index]
    assert told.loc[kinds.eq("share"), "estimate"].between(0, 1).all()
    assert told.loc[kinds.eq("difference"), "estimate"].between(-1, 1).all()
    counts = told.loc[kinds.eq("count")]
    assert (counts["estimate"] == counts["count"].fillna(counts["estimate"])).all()
    assert (counts["estimate"] % 1 == 0).all()
    shares = told[told["statistic"].isin(SHARES)]
    assert (shares["count"] <= shares["answered"]).all()


def test_a_table_has_its_columns_whatever_a_row_says() -> None:
    made = table([{"statistic": "share", "estimate": 0.5}], "s")
    assert list(made.columns) == COLUMNS
    assert made["survey"].tolist() == ["s"]
    assert made["method"].tolist() == [""]
    assert made["low"].isna().all()


def test_the_two_commonest_statistics_are_named_and_not_typed() -> None:
    typed = re.compile(
        r'statistic(?:"\])?(?:\.eq\(|\.ne\(| ?[!=]?= ?\[?|": )"(?:share|collaborates)"'
    )
    assert typed.search('rows["statistic"].eq("share")')
    assert typed.search('released.select(statistic="collaborates")')
    for path in (Path(__file__).parents[2] / "src").rglob("*.py"):
        assert not typed.search(path.read_text(encoding="utf-8")), path
