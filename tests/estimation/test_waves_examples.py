"""Both examples as two waves: what is said of change agrees with the two reports."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from helpers.cleaning.cleaned import Cleaned
from helpers.cleaning.step import clean
from helpers.core.project import Project
from helpers.estimation.analysis import analyse
from helpers.estimation.waves import Earlier, breaks
from helpers.survey.sources import read_crosswalk, read_source

PROJECT = Project(Path(__file__).parents[2])
KEYS = ["question", "item", "option", "challenge", "form", "group"]


@pytest.fixture(scope="module")
def waves() -> tuple[Cleaned, Cleaned]:
    first, second = (
        clean(read_source(name, PROJECT)) for name in ("exempel-2022", "exempel-2024")
    )
    return first, second


@pytest.fixture(scope="module")
def crosswalk() -> pd.DataFrame:
    return read_crosswalk("exempel-2024", PROJECT)


@pytest.fixture(scope="module")
def tables(
    waves: tuple[Cleaned, Cleaned], crosswalk: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    first, second = waves
    return analyse(first), analyse(second, earlier=Earlier(first, crosswalk))


def shares(table: pd.DataFrame) -> pd.Series:
    told = table[table["statistic"].isin(["share", "collaborates"])]
    told = told.assign(question=told["question"].replace(RENAMED))
    return told.set_index(KEYS)["estimate"]


RENAMED = {"dialog_frequency": "dialog_frequency_2024"}


def test_the_difference_is_that_of_the_two_reports(
    tables: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    """Every one, of all and of each department that has not changed its name."""
    then, now = (shares(table) for table in tables)
    rows = tables[1][tables[1]["statistic"].eq("change_all")].set_index(KEYS)
    expected = (now - then).reindex(rows.index)
    both = expected.notna() & rows["estimate"].notna()
    assert both.sum() > 1500
    apart = (rows["estimate"] - expected)[both].abs()
    assert apart.max() < 1e-9, apart.idxmax()


def test_what_is_sure_is_sure_by_itself_too(
    tables: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    rows = tables[1][tables[1]["statistic"].eq("change")]
    alone = (rows["low"] > 0) | (rows["high"] < 0)
    sure = rows["method"].eq("overlap_sure")
    assert alone[sure].all()
    # Correction takes some away, and gives none.
    assert 0 < sure.sum() < (alone & rows["method"].ne("exact")).sum()


def test_the_breaks_are_those_that_were_built_in(
    waves: tuple[Cleaned, Cleaned], crosswalk: pd.DataFrame
) -> None:
    found = breaks(*waves, crosswalk)
    assert {"reworded", "order_reversed"} <= {one.code for one in found}
    merged = next(one for one in found if one.code == "sources")
    assert merged.values["sources"] == ["Fritidsförvaltningen", "Kulturförvaltningen"]
    (missing,) = (one for one in found if not one.compared)
    assert (missing.code, missing.values["department"]) == (
        "no_answers",
        "Stadsbyggnadsförvaltningen",
    )
