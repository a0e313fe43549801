"""Themes of a protected question of free text: told where enough wrote of one, and
enough of others."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.disclosure.rules import Rule, protected_rows
from helpers.estimation.schema import Protection, protected_by
from helpers.survey.codebook import Codebook

ALONE = protected_by(Protection.ALONE)
_KEY = ["question", "option", "statistic"]


def themes(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    versions: Sequence[pd.DataFrame],
) -> pd.Series:
    """Each theme stands by itself: a text may be on several, so that none follows from
    the others. But it must not differ from an earlier version by few: by who came late.
    """
    rule, reasons = Rule.of(codebook), reasons.copy()
    own = rows[protected_rows(rows, codebook) & rows["statistic"].isin(ALONE)]
    before = pd.concat(versions) if versions else rows.iloc[:0]
    for row in own.itertuples():
        said = rule.reason(row.count, row.answered)
        then = before[(before[_KEY] == own.loc[row.Index, _KEY]).all(axis=1)]
        for one in then.itertuples():
            apart = {abs(row.count - one.count), abs(row.answered - one.answered)}
            if any(0 < each < rule.k for each in apart):
                said = said or "few_changed"
        if said and reasons[row.Index] == "":
            reasons[row.Index] = said
    return reasons
