"""Sums and means: no respondent may stand for almost all of one."""

from __future__ import annotations

import pandas as pd

from helpers.disclosure.rules import AMOUNTS, SUMS, places, protected_rows
from helpers.survey.codebook import TOTAL, Codebook

P_PERCENT = 0.10


def amounts(rows: pd.DataFrame, codebook: Codebook, reasons: pd.Series) -> pd.Series:
    """Sums and means of a protected number: none where one respondent makes up almost
    all of it (the p-percent rule), nor where it follows from the others.

    What all have but a challenge's units, or the groups without a suppressed one, could
    be one respondent's although each sum that is shown is not: so there are none of a
    challenge, and none by group where one group's is suppressed.
    """
    reasons = reasons.copy()
    protected = protected_rows(rows, codebook)
    dominance = rows[rows["statistic"].eq("dominance")]
    safe = set(places(dominance[dominance["estimate"].ge(P_PERCENT)]))
    amounts = rows[protected & rows["statistic"].isin(AMOUNTS) & rows["answered"].gt(0)]
    for row, place in zip(amounts.index, places(amounts), strict=True):
        if reasons[row] == "" and place not in safe:
            reasons[row] = "dominance"
    inside = amounts.index[amounts["challenge"].ne(TOTAL)]
    reasons[inside] = reasons[inside].mask(reasons[inside].eq(""), "complement")
    of_all = amounts[amounts["challenge"].eq(TOTAL)]
    for _, table in of_all.groupby(["question", "item", "statistic"], sort=False):
        groups = table[table["group"].ne(TOTAL)]
        own = reasons[groups.index]
        if own.ne("").any():
            reasons[groups.index] = own.mask(own.eq(""), "complement")
    sums = rows[protected & rows["statistic"].isin(SUMS)]
    for _, table in sums.groupby(["question", "item", "statistic"], sort=False):
        _sums_by_group(table, reasons, codebook.disclosure.k)
    # A mean times its base is the sum; written agreements are some of the ties.
    for told, by in (("mean", "total"), ("total", "mean"), ("ties_written", "ties")):
        teller = rows[protected & rows["statistic"].eq(by) & reasons.ne("")]
        suppressed = set(places(teller))
        own = rows[protected & rows["statistic"].eq(told)]
        for row, place in zip(own.index, places(own), strict=True):
            if place in suppressed and reasons[row] == "":
                reasons[row] = "complement"
    return reasons


def _sums_by_group(table: pd.DataFrame, reasons: pd.Series, k: int) -> None:
    """A suppressed group's sum is all minus the others: another must be suppressed
    with it, and be large enough to hide it. A challenge's is, too, where all but it are
    few."""
    whole = table[table["challenge"].eq(TOTAL) & table["group"].eq(TOTAL)]
    base = whole["answered"].sum()
    for row in table[table["challenge"].ne(TOTAL)].itertuples():
        if 0 < base - row.answered < k and reasons[row.Index] == "":
            reasons[row.Index] = "complement"
    by_group = table[table["group"].ne(TOTAL)]
    for _, groups in by_group.groupby(["challenge", "form"], sort=False):
        suppressed = groups[reasons[groups.index].ne("")]
        few_besides = 0 < base - groups["answered"].sum() < k
        alone = len(suppressed) == 1 or few_besides
        needed = P_PERCENT * suppressed["estimate"].sum()
        shown = groups.drop(suppressed.index).sort_values("estimate", kind="stable")
        for row in shown.itertuples():
            if not (alone or needed > 0):
                break
            reasons[row.Index] = "complement"
            needed -= row.estimate
            alone = False
