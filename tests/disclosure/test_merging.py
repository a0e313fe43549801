"""Protected scales are told as low, middle and high before anything is hidden."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from support.estimate_rows import codebook, share

from helpers.disclosure.release import release
from helpers.disclosure.released import Released, merged_options, told_scale
from helpers.estimation.inference import stratified_proportion
from helpers.presentation import figures, tables, tabulation
from helpers.presentation.tabulation import order

SCALE = ["1", "2", "3", "4", "5"]
GROUPS = ["Norr", "Söder", "Väster"]
SIZES = np.array([40.0, 90.0, 130.0])
BOOK = codebook(
    {
        "id": "department",
        "column": "f",
        "type": "single",
        "options": GROUPS,
        "disclosure": "open",
    },
    {"id": "grad", "column": "g", "type": "single", "scale": "grad"},
    group="department",
    scales={"grad": {"options": SCALE, "dont_know": ["Vet ej"]}},
)
OPTIONS = [*SCALE, "Vet ej"]
# Two in all chose 1, which is too few; with those who chose 2 they are many.
FEW = {
    "Norr": [0, 5, 7, 6, 6, 6],
    "Söder": [2, 9, 12, 14, 8, 7],
    "Väster": [0, 11, 9, 13, 9, 8],
}
MANY = FEW | {"Väster": [6, 11, 9, 13, 9, 8]}


def told(counts, earlier=(), *, weighted=True) -> Released:
    x = np.array(list(counts.values()), float)
    n = x.sum(axis=1)
    rows = []
    for number, option in enumerate(OPTIONS):
        city = stratified_proportion(x[:, number], n, SIZES)
        whole = share("grad", option, x[:, number].sum(), n.sum())
        whole |= {"population": SIZES.sum(), "method": "poststratified"}
        for name in ("estimate", "low", "high", "certain_low", "certain_high"):
            whole[name] = float(getattr(city, name))
        if not weighted:
            whole["estimate"] = x[:, number].sum() / n.sum()
        rows.append(whole)
        for group, found, size in zip(GROUPS, x, SIZES, strict=True):
            row = share("grad", option, found[number], found.sum(), group=group)
            rows.append(row | {"population": size, "method": "hypergeometric"})
    return release(pd.DataFrame(rows), BOOK, earlier=earlier)


def of_all(got: Released) -> pd.DataFrame:
    return got.select(group="all").rows.set_index("option")


def test_groups_are_told_low_middle_and_high():
    got = told(MANY)
    by_group = got.select(group=GROUPS)
    assert set(by_group.rows["option"]) == {"1 eller 2", "3", "4 eller 5", "Vet ej"}
    assert set(of_all(got).index) == set(OPTIONS)


def test_all_are_too_where_an_end_of_the_scale_would_be_suppressed():
    got = told(FEW)
    whole = of_all(got)
    assert list(whole.index) == ["1 eller 2", "3", "4 eller 5", "Vet ej"]
    assert whole["shown"].all()
    assert whole.loc["1 eller 2", "count"] == 27


def test_the_merged_share_and_its_interval_are_those_of_the_merged_count():
    row = of_all(told(FEW)).loc["1 eller 2"]
    x = np.array([sum(found[:2]) for found in FEW.values()], float)
    city = stratified_proportion(x, [sum(f) for f in FEW.values()], SIZES)
    assert row["estimate"] == pytest.approx(float(city.estimate), abs=0.005)
    assert row["low"] == pytest.approx(float(city.low), abs=0.01)
    assert row["high"] == pytest.approx(float(city.high), abs=0.01)
    assert row["certain_low"] <= city.certain_low


@pytest.mark.parametrize(("before", "now"), [(FEW, MANY), (MANY, FEW)])
def test_a_later_version_is_as_fine_as_the_one_before(before, now):
    first = told(before)
    later = told(now, earlier=[first.for_ledger()])
    assert set(of_all(later).index) == set(of_all(first).index)


def test_the_figure_and_the_tables_have_the_merged_steps_in_order():
    got = told(FEW)
    assert order(got, "option") == ["1 eller 2", "3", "4 eller 5", "Vet ej"]
    steps = told_scale(BOOK.question("grad"), of_all(got).index)
    assert steps == ["1 eller 2", "3", "4 eller 5"]
    figure = figures.scales(got.select(group="all"), "grad")
    assert "1 eller 2" in figure.svg
    assert "redovisas inte" not in figure.to_html()


@pytest.mark.parametrize(
    ("language", "lowest"),
    [("en", "I never do eller I rarely do"), ("sv", "I never do eller i rarely do")],
)
def test_only_swedish_words_get_a_small_letter_inside_a_label(
    language: str, lowest: str
) -> None:
    scale = {"options": ["I never do", "I rarely do", "I often do", "I always do"]}
    book = codebook(
        {"id": "grad", "column": "g", "type": "single", "scale": "grad"},
        scales={"grad": scale},
        language=language,
    )
    assert next(iter(merged_options(book.question("grad")))) == lowest


@pytest.mark.parametrize("weighted", [False, True])
def test_a_table_by_group_has_the_merged_steps_for_all_too(weighted: bool) -> None:
    """Two in Söder chose 1: by group it is told with 2. Of all 0 + 2 + 6 chose 1 and
    5 + 9 + 11 chose 2, of 30 + 52 + 56. Of weighted shares it is the sum of the two
    that are printed, as in the summary and on the sheets: it tells no more than they.
    """
    got = told(MANY, weighted=weighted)
    table = tabulation.crosstab(got.select(question="grad"), "grad")
    heads = [column.label for column in table.columns][2:]
    last = dict(zip(heads, table.rows[-1][2:], strict=True))
    assert heads == ["1 eller 2", "3", "4 eller 5", "Vet ej"]
    if weighted:
        rows = got.select(question="grad", group="all", option=["1", "2"])
        printed = float(rows.rows["estimate"].sum())
        assert last["1 eller 2"] == tables.Share(33, 138, pytest.approx(printed))
    else:
        assert str(last["1 eller 2"]) == str(tables.Share(33, 138, 33 / 138))
