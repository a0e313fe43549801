"""With how many digits a number is published: those that the report prints."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.disclosure.rules import CHANGES, protected_rows
from helpers.estimation.schema import DECIMALS, SHARES, Protection, protected_by
from helpers.survey.codebook import Codebook

EXACT = 1e-6  # estimates are written at 12 digits
SAME = 1e-9  # a weighted share may be this near an unweighted one, and tell as much


def is_weighted(count: float, answered: float, estimate: float) -> bool:
    """Whether a share is another number than count/answered."""
    if not answered > 0 or np.isnan(estimate):
        return False
    return bool(abs(estimate - count / answered) > SAME)


def rounding_step() -> float:
    """The least difference between two printed shares."""
    return 10.0 ** -(2 + DECIMALS)


def rounding(share: float) -> tuple[float, float]:
    """The shares that are printed as this one is: whole percent, halves up; what is
    neither nothing nor everything is never printed as that.

    >>> rounding(0.123), rounding(0.002)
    ((0.115, 0.125), (0.0, 0.005))
    """
    step = rounding_step()
    middle = np.floor(share / step + 0.5 + 1e-9) * step
    low, high = max(middle - step / 2, 0.0), min(middle + step / 2, 1.0)
    return round(float(low), 9), round(float(high), 9)


def as_printed(rows: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Protected numbers that counts do not tell, at the decimals of the report."""
    rows = rows[~rows["statistic"].isin(protected_by(Protection.INTERNAL))]
    protected = protected_rows(rows, codebook)
    counted = rows["statistic"].isin(SHARES)
    weighted = (rows["estimate"] - rows["count"] / rows["answered"]).abs() > SAME
    shares = protected & counted & weighted
    rows = rows.copy()
    rows.loc[shares, "estimate"] = rows.loc[shares, "estimate"].map(printed_share)
    scale = 10.0 ** (2 + DECIMALS)
    for low, high in (("low", "high"), ("certain_low", "certain_high")):
        rows.loc[shares, low] = np.floor(rows.loc[shares, low] * scale + EXACT) / scale
        rows.loc[shares, high] = np.ceil(rows.loc[shares, high] * scale - EXACT) / scale
    changes = protected & rows["statistic"].isin(CHANGES)
    for column in ("estimate", "low", "high"):
        rows.loc[changes, column] = rows.loc[changes, column].round(2 + DECIMALS)
    # How many changed belongs to the matched units' row, which may be hidden.
    rows.loc[changes & rows["statistic"].ne("change_matched"), "count"] = np.nan
    medians = protected & rows["statistic"].eq("median")
    rows.loc[medians, "estimate"] = rows.loc[medians, "estimate"].map(
        lambda value: float(f"{value:.2g}"), na_action="ignore"
    )
    return rows


def printed_share(share: float) -> float:
    """A weighted share as it is printed, which is all that may be published of it.

    >>> printed_share(0.12345), printed_share(0.002), printed_share(1.0)
    (0.12, 0.004, 1.0)
    """
    if np.isnan(share) or share in (0.0, 1.0):
        return share
    low, high = rounding(share)
    if low == 0:
        return 0.8 * high  # under the smallest that is printed, but not nothing
    if high == 1:
        return 1 - 0.8 * (1 - low)
    return round((low + high) / 2, 2 + DECIMALS)
