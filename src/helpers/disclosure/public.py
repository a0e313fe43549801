"""Weighted shares and their intervals, made of published numbers alone.

What a weighted share and its interval are computed from, the departments' counts, may
be suppressed. Then they may tell no more of them than is published anyway.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.disclosure.rules import is_protected
from helpers.estimation.inference import stratified_proportion
from helpers.estimation.intervals import asked_of_all
from helpers.estimation.schema import CITY, SHARE, SHARES, UNWEIGHTED, Row
from helpers.survey.codebook import TOTAL, Codebook

Counts = tuple[float, float, float]
_CELL = ["question", "item", "option", "challenge", "form", "statistic"]
_TABLE = ["question", "item", "challenge", "form", "statistic"]


def has_secret_base(codebook: Codebook, question: str, challenge: str) -> bool:
    """Whether how many were asked follows from the answers to a protected question: one
    that leads to it, or tells who is within the challenge."""
    source = codebook.challenges and codebook.challenges.source.question
    if challenge != TOTAL and source and is_protected(codebook, source):
        return True
    return question in codebook.by_id and codebook.follows_protected(question)


def unweighted_where_secret(
    rows: pd.DataFrame, codebook: Codebook, reasons: pd.Series
) -> pd.DataFrame:
    """Shares of the whole city as shares of those who answered, where some department's
    base is suppressed: what they are divided by would tell the bases."""
    shares = rows["statistic"].isin(SHARES)
    by_group = rows[shares & rows["group"].ne(TOTAL)]
    published = reasons[by_group.index].eq("")
    keys = [by_group[name] for name in [*_TABLE, "group"]]
    base_told = published.groupby(keys, sort=False).any()
    suppressed = base_told[~base_told].reset_index()[_TABLE].drop_duplicates()
    secret = {
        key
        for key in suppressed.itertuples(index=False, name=None)
        if has_secret_base(codebook, key[0], key[2])
    }
    city = shares & rows["group"].eq(TOTAL) & rows["method"].eq(CITY)
    own = rows.loc[city, _TABLE].itertuples(index=False, name=None)
    change = rows.index[city][[key in secret for key in own]]
    rows.loc[change, "estimate"] = rows["count"] / rows["answered"]
    rows.loc[change, ["low", "high", "certain_low", "certain_high"]] = np.nan
    rows.loc[change, "method"] = UNWEIGHTED
    return rows


def intervals_of_public(
    rows: pd.DataFrame, codebook: Codebook, reasons: pd.Series, protected: pd.Series
) -> None:
    """The intervals of protected shares of the whole city, in place, where a department
    is suppressed.

    The variance is that of a table in which the suppressed departments are alike: they
    are asked at the rate, and have the share, that make the published totals and the
    share as it is printed. No other number of theirs enters.
    """
    shares = rows["statistic"].isin(SHARES) & rows["population"].gt(0)
    city = shares & rows["group"].eq(TOTAL) & protected & reasons.eq("")
    city &= rows["method"].str.startswith(CITY) & rows["low"].notna()
    by_group = rows[shares & rows["group"].ne(TOTAL)]
    everyone = by_group[by_group["challenge"].eq(TOTAL)]
    strata = everyone.groupby("group", sort=False)[["asked", "population"]].max()
    shown = _by_cell(by_group[reasons[by_group.index].eq("")])
    keys = zip(*(rows.loc[city, name] for name in _CELL), strict=True)
    secret = (np.nan, np.nan, np.nan)
    low, high = rows["low"].copy(), rows["high"].copy()
    for key, row in zip(keys, rows[city].itertuples(), strict=True):
        published = shown.get(key, {})
        cells = np.array([published.get(group, secret) for group in strata.index])
        if not np.isnan(cells).any():
            continue
        whole = asked_of_all(codebook.question(row.question))
        whole = row.statistic != SHARE or (whole and row.challenge == TOTAL)
        ends = _interval(row, cells, strata.to_numpy(float), whole)
        low[row.Index] = np.fmax(ends[0], row.certain_low)
        high[row.Index] = np.fmin(ends[1], row.certain_high)
    rows["low"], rows["high"] = low, high


def _by_cell(rows: pd.DataFrame) -> dict[tuple[str, ...], dict[str, Counts]]:
    """count, answered and asked by cell and group."""
    found: dict[tuple[str, ...], dict[str, Counts]] = {}
    keys = zip(*(rows[name] for name in _CELL), strict=True)
    numbers = rows[["count", "answered", "asked"]].to_numpy(float).tolist()
    for key, group, values in zip(keys, rows["group"], numbers, strict=True):
        found.setdefault(key, {})[group] = tuple(values)
    return found


def _interval(
    row: Row, cells: np.ndarray, strata: np.ndarray, whole: bool
) -> tuple[float, float]:
    """The interval of a printed share; `cells`: count, answered, asked of each stratum,
    NaN where suppressed; `strata`: responses and size."""
    x, d, asked = cells.T.copy()
    replied, size = strata.T
    secret = np.isnan(x)
    blank = np.where(secret, 0.0, asked - d)
    rest = max(row.asked - row.answered - blank.sum(), 0.0)
    free = max(replied[secret].sum(), 1e-9)
    blank[secret] = rest * replied[secret] / free
    n = np.clip(replied - blank, np.where(secret, 0.0, d), size)
    left = max(row.answered - d[~secret].sum(), 0.0)
    d[secret] = np.minimum(left * replied[secret] / free, n[secret])
    if whole:
        n = d.copy()
    weight = np.divide(size, n, out=np.zeros_like(n), where=n > 0)
    wanted = row.estimate * (weight @ d) - weight[~secret] @ x[~secret]
    share = wanted / max(weight[secret] @ d[secret], 1e-9)
    x[secret] = np.clip(share, 0.0, 1.0) * d[secret]
    found = stratified_proportion(x, n, size, domain=d)
    return float(found.low), float(found.high)
