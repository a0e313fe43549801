"""Protected scales are merged to low, middle and high where a step of them is few."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.disclosure.released import merged_options
from helpers.disclosure.rounding import EXACT
from helpers.disclosure.rules import PLACE, Rule, is_protected
from helpers.estimation.inference import (
    hypergeometric_interval,
    no_assumption_bounds,
    stratified_proportion,
)
from helpers.estimation.intervals import asked_of_all
from helpers.estimation.schema import CITY, EXACT_SHARE, SHARE
from helpers.survey.codebook import TOTAL, Codebook

INTERVAL = ["low", "high", "certain_low", "certain_high"]


def merge_scales(
    rows: pd.DataFrame,
    codebook: Codebook,
    versions: Sequence[pd.DataFrame] = (),
    *,
    intervals: bool = True,
) -> pd.DataFrame:
    """`rows` with the options of protected scales merged where groups are concerned;
    and for all, where some option would otherwise be suppressed with another.

    A merged row stands where the first of its options stood; its share and interval are
    those of the merged count. Whoever only counts needs no `intervals`.
    """
    merged = merged_scales(codebook)
    labels = {
        (question, option): label
        for question, parts in merged.items()
        for label, options in parts.items()
        if len(options) > 1
        for option in options
    }
    scales = rows[rows["statistic"].eq(SHARE) & rows["question"].isin(list(merged))]
    answers = zip(scales["question"].tolist(), scales["option"].tolist(), strict=True)
    label = pd.Series([labels.get(one) for one in answers], scales.index, dtype="str")
    scales, label = scales[label.notna()], label[label.notna()]
    by_group = scales["group"].ne(TOTAL) & scales["challenge"].eq(TOTAL)
    coarse = _coarse(scales, codebook, versions)
    of_all = scales["group"].eq(TOTAL) & scales["question"].isin(coarse)
    own = scales.assign(option=label)[by_group | of_all]
    if own.empty:
        return rows
    together = own.groupby([*PLACE, "option"], sort=False)
    made = own.loc[together["count"].head(1).index]
    for column in ("count", "estimate"):
        made[column] = together[column].transform("sum", min_count=1)[made.index]
    if intervals:
        made = _with_intervals(made, rows, codebook)
    kept = pd.concat([rows.drop(own.index), made[rows.columns]])
    return kept.sort_index(kind="stable").reset_index(drop=True)


def merged_scales(codebook: Codebook) -> dict[str, dict[str, tuple[str, ...]]]:
    """By question, how its scale is merged."""
    return {
        question.id: merged
        for question in codebook.questions
        if is_protected(codebook, question.id) and (merged := merged_options(question))
    }


def _coarse(
    rows: pd.DataFrame, codebook: Codebook, versions: Sequence[pd.DataFrame]
) -> set[str]:
    """The questions whose scale is merged for all: those of which too few chose one of
    the options to be merged. A later version is as fine as the one before it, or the
    two together would tell more than either."""
    rule = Rule.of(codebook)
    of_all = rows[rows["group"].eq(TOTAL) & rows["challenge"].eq(TOTAL)]
    numbers = of_all[["count", "answered"]].to_numpy(dtype=float)
    few = [rule.reason(*cell) == "small_cell" for cell in numbers]
    coarse = set(of_all["question"][few])
    if versions:
        then = versions[-1]
        published = then[then["group"].eq(TOTAL) & then["statistic"].eq(SHARE)]
        merged = merged_scales(codebook)
        for question, table in published.groupby("question"):
            if set(table["option"]) <= set(merged.get(str(question), ())):
                coarse.add(str(question))
            else:
                coarse.discard(str(question))
    return coarse


def _with_intervals(
    merged: pd.DataFrame, rows: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """Intervals of merged counts, where there were such before."""
    merged = merged.copy()
    count, answered, size = merged["count"], merged["answered"], merged["population"]
    exact = merged["method"].eq(EXACT_SHARE) & answered.gt(0)
    shown = merged["low"].notna()
    cells = [column[exact].to_numpy(dtype=float) for column in (count, answered, size)]
    merged[INTERVAL] = np.nan
    merged.loc[exact, ["low", "high"]] = np.transpose(hypergeometric_interval(*cells))
    bounds = np.transpose(no_assumption_bounds(*cells))
    merged.loc[exact, ["certain_low", "certain_high"]] = bounds
    known = _known(rows)
    city = merged["method"].eq(CITY) & merged["challenge"].eq(TOTAL) & answered.gt(0)
    strata = merged[merged["group"].ne(TOTAL) & size.gt(0)]
    by_cell = dict(iter(strata.groupby(["question", "item", "option"])))
    for row in merged[city].itertuples():
        groups = by_cell.get((row.question, row.item, row.option))
        if groups is None:
            continue
        x, d, N = groups[["count", "answered", "population"]].T.to_numpy()
        places = [(row.question, row.item, group) for group in groups["group"]]
        n = d if asked_of_all(codebook.question(row.question)) else known[places]
        whole = stratified_proportion(x, n, N, domain=d)
        if abs(whole.estimate - row.estimate) < EXACT:  # weighted so, and not otherwise
            merged.loc[row.Index, INTERVAL] = [
                getattr(whole, name) for name in INTERVAL
            ]
    merged.loc[~shown, ["low", "high"]] = np.nan  # too few answers for an interval
    return merged


def _known(rows: pd.DataFrame) -> pd.Series:
    """By question, item and department: of how many it is known whether they belong to
    what the question is about, and what they answered. The no-assumption bounds of any
    option that somebody chose tell it: x/(d + m), of m nothing is known."""
    shares = rows[rows["statistic"].eq(SHARE) & rows["challenge"].eq(TOTAL)]
    given = shares[shares["count"].gt(0) & shares["certain_low"].gt(0)]
    m = given["count"] / given["certain_low"] - given["answered"]
    n = (given["population"] - m).round().groupby([given[k] for k in _CELL]).first()
    every = shares.groupby(_CELL)["answered"].first()
    return n.reindex(every.index).fillna(every)


_CELL = ["question", "item", "group"]
