"""Themes of a protected question of free text: told where enough wrote of one, and
enough of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from helpers.disclosure.renamed import EarlierVersion
from helpers.disclosure.rules import Rule, protected_rows
from helpers.estimation.schema import Protection, protected_by
from helpers.survey.codebook import Codebook

ALONE = protected_by(Protection.ALONE)


def themes(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    versions: Sequence[EarlierVersion],
) -> pd.Series:
    """Each theme stands by itself: a text may be on several, so that none follows from
    the others. But what came since an earlier version must be enough too, on the theme
    and beside it: as many as a number of its own must have."""
    rule, reasons = Rule.of(codebook), reasons.copy()
    own = rows[protected_rows(rows, codebook) & rows["statistic"].isin(ALONE)]
    for _, now in own.groupby(["question", "statistic"], sort=False):
        for row in now.itertuples():
            reason = rule.reason(row.count, row.answered)
            late = [
                pair for version in versions for pair in _since(row, now, version.table)
            ]
            if any(_few(*pair, rule) for pair in late):
                reason = reason or "few_changed"
            if reason and reasons[row.Index] == "":
                reasons[row.Index] = reason
    return reasons


def _since(
    row: Any, now: pd.DataFrame, then: pd.DataFrame
) -> Iterator[tuple[float, float]]:
    """How many more are on the theme, and wrote at all, than in an earlier version; of
    a theme that it does not have, against each that is gone: it may be one of them."""
    shown = then[then["shown"].eq(True)]
    for name in ("question", "statistic"):
        shown = shown[shown[name].eq(getattr(row, name))]
    same = shown[shown["option"].eq(row.option)]
    before = same if len(same) else shown[~shown["option"].isin(now["option"])]
    for one in before.itertuples():
        yield row.count - one.count, row.answered - one.answered
    if not len(before) and len(shown):
        yield 0.0, row.answered - shown["answered"].iloc[0]


def _few(count: float, base: float, rule: Rule) -> bool:
    if any(0 < abs(each) < rule.k for each in (count, base)):
        return True
    return base > 0 and rule.reason(count, base) != ""
