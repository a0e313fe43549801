"""Sums and means: no respondent may stand for almost all of one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.disclosure.renamed import EarlierVersion
from helpers.disclosure.rounding import printed_median
from helpers.disclosure.rules import AMOUNTS, PLACE, SUMS, places, protected_rows
from helpers.estimation.schema import Protection, protected_by
from helpers.survey.codebook import TOTAL, Codebook, Number

P_PERCENT = 0.10
SAME = 1e-9
WRITTEN = 1e-9  # of a number itself: the ledger has 12 digits
ENOUGH = protected_by(Protection.BASE)
"""Statistics that need enough answers behind them, and nothing else."""
_TABLE = ["question", "item", "statistic"]


def amounts(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    versions: Sequence[EarlierVersion] = (),
) -> pd.Series:
    """Sums and means of a protected number: none where one respondent makes up almost
    all of it (the p-percent rule), nor where it follows from the others, nor where
    nearly all have given the least or the most that could be given.

    Nor where an earlier version told another: the difference is the late answers' sum,
    or a correction, which one respondent may stand for. What needs enough answers alone
    (a median, how many ties) is shown again where so many came since.

    What all have but a challenge's units, or the groups without a suppressed one, could
    be one respondent's although each sum that is shown is not: so there are none of a
    challenge, and none by group where one group's is suppressed.
    """
    reasons = reasons.copy()
    protected = protected_rows(rows, codebook)
    dominance = rows[rows["statistic"].eq("dominance")]
    safe = set(places(dominance[dominance["estimate"].ge(P_PERCENT)]))
    amounts = rows[protected & rows["statistic"].isin(AMOUNTS) & rows["answered"].gt(0)]
    near = _near_an_end(amounts, codebook)
    for row, place in zip(amounts.index, places(amounts), strict=True):
        if reasons[row] == "" and place not in safe:
            reasons[row] = "dominance"
        elif reasons[row] == "" and near[row]:
            reasons[row] = "small_cell"
    for version in versions:
        other = _told_otherwise(rows[protected], version.table, codebook.disclosure.k)
        own = reasons[other]
        reasons[other] = own.mask(own.eq(""), "few_changed")
    written = rows[protected & rows["statistic"].eq("ties_written")]
    smaller = np.minimum(written["count"], written["answered"] - written["count"])
    few = written.index[
        smaller.lt(codebook.disclosure.k) & reasons[written.index].eq("")
    ]
    reasons[few] = "small_cell"
    inside = amounts.index[amounts["challenge"].ne(TOTAL)]
    reasons[inside] = reasons[inside].mask(reasons[inside].eq(""), "secondary")
    of_all = amounts[amounts["challenge"].eq(TOTAL)]
    for _, table in of_all.groupby(_TABLE, sort=False):
        groups = table["group"].ne(TOTAL)
        own, whole = reasons[table.index[groups]], table[~groups]
        # Those in no group are what all have besides: one may stand for that. And the
        # groups' sum is that of all.
        has_rest = whole["answered"].sum() > table.loc[groups, "answered"].sum()
        if has_rest or own.ne("").any() or reasons[whole.index].ne("").any():
            reasons[own.index] = own.mask(own.eq(""), "secondary")
    sums = rows[protected & rows["statistic"].isin(SUMS)]
    for _, table in sums.groupby(_TABLE, sort=False):
        _sums_by_group(table, reasons, codebook.disclosure.k)
    # A mean times its base is the sum; written agreements are some of the ties.
    for shown_one, by in (
        ("mean", "total"),
        ("total", "mean"),
        ("ties_written", "ties"),
    ):
        teller = rows[protected & rows["statistic"].eq(by) & reasons.ne("")]
        suppressed = set(places(teller))
        own = rows[protected & rows["statistic"].eq(shown_one)]
        for row, place in zip(own.index, places(own), strict=True):
            if place in suppressed and reasons[row] == "":
                reasons[row] = "secondary"
    return reasons


def _near_an_end(amounts: pd.DataFrame, codebook: Codebook) -> pd.Series:
    """For each amount, whether fewer than `k` can have given anything else than the
    least or the most that could be given: then what each answered is known. Of whole
    numbers the least is 0 where nothing else is said."""
    near = []
    for row in amounts.itertuples():
        question = codebook.by_id.get(row.question)
        ends: tuple[float, ...] = ()
        if isinstance(question, Number):
            ends = question.between or ((0.0,) if question.whole else ())
        total = row.estimate * (row.answered if row.statistic == "mean" else 1)
        distances = [abs(total - end * row.answered) for end in ends]
        near.append(any(one < codebook.disclosure.k - SAME for one in distances))
    return pd.Series(near, amounts.index, dtype=bool)


def _told_otherwise(rows: pd.DataFrame, then: pd.DataFrame, k: int) -> pd.Index:
    """The sums and means that an earlier version told another number of; and of what
    needs enough answers alone, those that fewer than `k` came to or corrected. By group
    all sums go where one does, or where others were told: all of them together are
    known."""
    names = [*PLACE, "statistic"]
    published = then[then["shown"].eq(True)].drop_duplicates(names).set_index(names)
    own = rows[rows["statistic"].isin([*AMOUNTS, *ENOUGH])]
    now = own.assign(estimate=_as_told(own))
    before = {"count": "count_then", "estimate": "estimate_then"}
    both = now.join(published[["base", *before]].rename(columns=before), on=names)
    late = (both["answered"] - both["base"]).abs()
    same = late.eq(0) & _alike(both, "estimate")
    same &= both["count"].isna() | _alike(both, "count")
    sums = both["statistic"].isin(AMOUNTS)
    other = both["base"].notna() & ~same & (sums | late.lt(k))
    whole = [name for name in names if name != "group"]
    in_groups = published[published.index.get_level_values("group") != TOTAL]
    known = set(in_groups.index.droplevel("group"))
    for key, table in both[sums & both["group"].ne(TOTAL)].groupby(whole, sort=False):
        if key in known and not same[table.index].all():
            other[table.index] = True
    return both.index[other]


def _as_told(rows: pd.DataFrame) -> pd.Series:
    medians = rows["statistic"].eq("median")
    return rows["estimate"].mask(medians, rows["estimate"].map(printed_median))


def _alike(both: pd.DataFrame, name: str) -> NDArray[np.bool_]:
    """Whether a number is as it was told, with the digits that it was written with."""
    now, then = both[name].to_numpy(float), both[f"{name}_then"].to_numpy(float)
    return np.isclose(now, then, rtol=WRITTEN, atol=0, equal_nan=True)


def _sums_by_group(table: pd.DataFrame, reasons: pd.Series, k: int) -> None:
    """A suppressed group's sum is all minus the others: another must be suppressed
    with it, and be large enough to hide it. A challenge's is, too, where all but it are
    few."""
    whole = table[table["challenge"].eq(TOTAL) & table["group"].eq(TOTAL)]
    base = whole["answered"].sum()
    for row in table[table["challenge"].ne(TOTAL)].itertuples():
        if 0 < base - row.answered < k and reasons[row.Index] == "":
            reasons[row.Index] = "secondary"
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
            reasons[row.Index] = "secondary"
            needed -= row.estimate
            alone = False
