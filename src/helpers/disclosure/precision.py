"""With how many digits a number is published, and which interval.

A weighted share is printed in whole percent, or coarser where a suppressed number would
follow from more; its `method` then says how coarse. Its interval is made of published
numbers alone (`public`), and all that is not exact is rounded outwards.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.disclosure.public import intervals_of_public, unweighted_where_secret
from helpers.disclosure.rounding import (
    EXACT,
    SAME,
    STEP,
    method_of,
    printed_median,
    printed_share,
)
from helpers.disclosure.rules import CHANGES, protected_rows
from helpers.estimation.schema import CITY, DECIMALS, SHARES, Protection, protected_by
from helpers.survey.codebook import Codebook


def as_printed(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    steps: pd.Series | None = None,
) -> pd.DataFrame:
    """`rows` at the digits of the report. `reasons`: "" where a row is shown. `steps`:
    what its weighted share is rounded to, where that is coarser than whole percent."""
    rows = rows[~rows["statistic"].isin(protected_by(Protection.INTERNAL))].copy()
    reasons = reasons[rows.index]
    rows = unweighted_where_secret(rows, codebook, reasons)
    _round_shares(rows, steps)
    protected = protected_rows(rows, codebook)
    intervals_of_public(rows, codebook, reasons, protected)
    _round_intervals(rows)
    changes = protected & rows["statistic"].isin(CHANGES)
    for column in ("estimate", "low", "high"):
        rows.loc[changes, column] = rows.loc[changes, column].round(2 + DECIMALS)
    # How many changed belongs to the matched units' row, which may be suppressed.
    rows.loc[changes & rows["statistic"].ne("change_matched"), "count"] = np.nan
    medians = protected & rows["statistic"].eq("median")
    rows.loc[medians, "estimate"] = rows.loc[medians, "estimate"].map(
        printed_median, na_action="ignore"
    )
    return rows


def _round_shares(rows: pd.DataFrame, steps: pd.Series | None) -> None:
    """Weighted shares as they are printed. Not those that are certain; but those that
    happen to be count/answered: that they are would tell of the departments."""
    certain = (rows["high"] - rows["low"]).abs().le(SAME)
    weighted = (rows["estimate"] - rows["count"] / rows["answered"]).abs() > SAME
    weighted |= rows["method"].eq(CITY) & ~certain & rows["estimate"].notna()
    weighted &= rows["statistic"].isin(SHARES)
    shares = rows.loc[weighted, "estimate"]
    step_of = pd.Series(STEP, rows.index) if steps is None else steps[rows.index]
    step_of = step_of[weighted]
    pairs = zip(shares, step_of, strict=True)
    rows.loc[weighted, "estimate"] = [printed_share(*pair) for pair in pairs]
    coarse = step_of[step_of.gt(STEP)]
    rows.loc[coarse.index, "method"] = [method_of(step) for step in coarse]


def _round_intervals(rows: pd.DataFrame) -> None:
    """Intervals of the whole city, outwards; not of a share that is certain."""
    city = rows["method"].str.startswith(CITY) & rows["statistic"].isin(SHARES)
    city &= rows["low"].isna() | (rows["high"] - rows["low"]).gt(SAME)
    scale = 10.0 ** (2 + DECIMALS)
    for low, high in (("low", "high"), ("certain_low", "certain_high")):
        rows.loc[city, low] = np.floor(rows.loc[city, low] * scale + EXACT) / scale
        rows.loc[city, high] = np.ceil(rows.loc[city, high] * scale - EXACT) / scale
