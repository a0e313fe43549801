"""Comparing groups: effect sizes, tests, and the price of making many comparisons.

Arrays in, arrays out. A p-value is never shown without an effect size, nor several
without a correction; "statistiskt säkerställd" needs the interval of the difference
(`inference.mover_difference`) to exclude 0. What scipy and statsmodels do well is left
to them. These treat the units as drawn one by one from a large population: under a
design with known department sizes, `design.rao_scott` is the test of a table.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats
from statsmodels.stats.multitest import multipletests

from helpers.estimation.inference import Array, Interval, mover_difference

METHODS = {"holm": "holm", "bh": "fdr_bh"}


def adjust_p_values(p: ArrayLike, *, method: str) -> Array:
    """p-values corrected for their number; NaN stays NaN and does not count.

    `method`: "holm" for planned comparisons, "bh" (Benjamini-Hochberg) for exploratory.
    statsmodels returns nothing but NaN when one p is NaN, so those are kept out.

    Raises ValueError for another method, or a p outside [0, 1].

    >>> adjust_p_values([0.01, np.nan, 0.04], method="holm")
    array([0.02,  nan, 0.04])
    """
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}, not {method!r}")
    p = np.asarray(p, float)
    adjusted = np.full(p.shape, np.nan)
    known = ~np.isnan(p)
    if ((p[known] < 0) | (p[known] > 1)).any():
        raise ValueError("p-values must lie in [0, 1]")
    if known.any():
        adjusted[known] = multipletests(p[known], method=METHODS[method])[1]
    return adjusted


# --- two shares -----------------------------------------------------------------------


def wilson_interval(x: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Wilson's interval for a share of an infinite population.

    Never printed for a department whose size is known
    (`inference.hypergeometric_interval` is): it ignores that the population is finite.
    Nobody answered: NaN. Source: Wilson (1927).

    >>> [round(float(limit), 4) for limit in wilson_interval(6, 12)]
    [0.2538, 0.7462]
    """
    x, n = np.broadcast_arrays(np.asarray(x, float), np.asarray(n, float))
    z2 = stats.norm.ppf((1 + level) / 2) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = (x + z2 / 2) / (n + z2)
        reach = np.sqrt(z2 * (x * (n - x) / n + z2 / 4)) / (n + z2)
    # At 0 and n the limit is exact but for rounding.
    low = np.where(x == 0, 0 * centre, centre - reach)
    high = np.where(x == n, 0 * centre + 1, centre + reach)
    unknown = ~(n > 0)
    return Interval(np.where(unknown, np.nan, low), np.where(unknown, np.nan, high))


def newcombe_interval(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, *, level: float = 0.95
) -> Interval:
    """Newcombe's interval of x1/n1 - x2/n2: MOVER on Wilson's intervals.

    Source: Newcombe (1998), Statistics in Medicine 17, method 10.
    """
    p1, p2 = (
        np.asarray(x, float) / np.asarray(n, float) for x, n in ((x1, n1), (x2, n2))
    )
    return mover_difference(
        p1,
        wilson_interval(x1, n1, level=level),
        p2,
        wilson_interval(x2, n2, level=level),
    )


def difference_p(
    p1: ArrayLike,
    interval1: tuple[ArrayLike, ArrayLike],
    p2: ArrayLike,
    interval2: tuple[ArrayLike, ArrayLike],
    *,
    level: float = 0.95,
) -> Array:
    """The two-sided p of p1 - p2, such that it is 1 - `level` where MOVER's interval
    (`inference.mover_difference`) just touches 0: the larger share's way down and the
    smaller's way up, as one normal deviation.

    To be corrected where several are made. 0 for different shares that are both exact.
    Source: Zou & Donner (2008), inverted.

    >>> round(float(difference_p(0.6, (0.5, 0.7), 0.4, (0.3, 0.5))), 4)
    0.0056
    """
    p1, p2 = np.asarray(p1, float), np.asarray(p2, float)
    (l1, u1), (l2, u2) = (
        (np.asarray(low, float), np.asarray(high, float))
        for low, high in (interval1, interval2)
    )
    first = p1 >= p2
    reach = np.where(first, np.hypot(p1 - l1, u2 - p2), np.hypot(u1 - p1, p2 - l2))
    apart = np.abs(p1 - p2)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(apart == 0, 0.0, stats.norm.ppf((1 + level) / 2) * apart / reach)
    return 2 * stats.norm.sf(z)


def cohens_h(p1: ArrayLike, p2: ArrayLike) -> Array:
    """The size of a difference of two shares: 2·asin√p1 - 2·asin√p2, within ±π.

    0.2 is small, 0.5 medium, 0.8 large. Source: Cohen (1988), ch. 6.

    >>> round(float(cohens_h(0.5, 0.3)), 3)
    0.412
    """
    return 2 * (
        np.arcsin(np.sqrt(np.asarray(p1, float)))
        - np.arcsin(np.sqrt(np.asarray(p2, float)))
    )


# --- a table --------------------------------------------------------------------------


@dataclass(frozen=True)
class TableAssociation:
    """Association in a two-way table.

    `chi2`, `df`, `p`: Pearson's test, no continuity correction. `cramers_v`, and
    `cramers_v_corrected` for its bias in small tables; both 0-1. `residuals`: one a
    cell, standardised: beyond ±2 the cell stands out.
    """

    chi2: float
    df: int
    p: float
    cramers_v: float
    cramers_v_corrected: float
    residuals: Array


def table_association(table: ArrayLike) -> TableAssociation:
    """The association in a table of counts (rows × columns), empty margins left out.

    Fewer than two rows or columns with counts: NaN. The residuals keep the table's
    shape, with NaN in an empty row or column.
    Source: Cramér (1946); Bergsma (2013); Agresti (2013), 3.3.

    >>> round(table_association([[30, 10], [10, 30]]).cramers_v, 2)
    0.5
    """
    table = np.asarray(table, float)
    rows, columns = table.sum(1) > 0, table.sum(0) > 0
    residuals = np.full(table.shape, np.nan)
    full = table[np.ix_(rows, columns)]
    r, c = full.shape
    if min(r, c) < 2:
        nan = float("nan")
        return TableAssociation(nan, 0, nan, nan, nan, residuals)
    chi2, p, df, expected = stats.chi2_contingency(full, correction=False)
    n = full.sum()
    row, column = (full.sum(axis, keepdims=True) / n for axis in (1, 0))
    residuals[np.ix_(rows, columns)] = (full - expected) / np.sqrt(
        expected * (1 - row) * (1 - column)
    )
    phi2 = max(0.0, chi2 / n - (r - 1) * (c - 1) / (n - 1))
    smaller = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    return TableAssociation(
        chi2=float(chi2),
        df=int(df),
        p=float(p),
        cramers_v=float(np.sqrt(chi2 / (n * (min(r, c) - 1)))),
        cramers_v_corrected=float(np.sqrt(phi2 / smaller)) if smaller > 0 else 0.0,
        residuals=residuals,
    )


# --- ordered answers ------------------------------------------------------------------


@dataclass(frozen=True)
class OrdinalContrast:
    """Two groups on an ordered scale.

    `cliffs_delta`: P(first higher) - P(second higher), from -1 to 1. `w`: Wilcoxon's
    rank-sum statistic of the first group, less its minimum. `p`: two-sided, corrected
    for ties and continuity.
    """

    cliffs_delta: float
    w: float
    p: float


def ordinal_contrast(first: ArrayLike, second: ArrayLike) -> OrdinalContrast:
    """Does one group answer higher than the other on an ordered scale? NaN is dropped.

    No distances between the options are assumed. An empty group: NaN; a single answer
    given by everybody: delta 0, p 1. Source: Cliff (1993); Wilcoxon (1945).

    >>> ordinal_contrast([4, 5, 5], [1, 2, 4]).cliffs_delta.__round__(3)
    0.889
    """
    x, y = (np.asarray(group, float) for group in (first, second))
    x, y = x[~np.isnan(x)], y[~np.isnan(y)]
    if not x.size or not y.size:
        return OrdinalContrast(float("nan"), float("nan"), float("nan"))
    if np.unique(np.r_[x, y]).size == 1:
        return OrdinalContrast(0.0, x.size * y.size / 2, 1.0)
    w, p = stats.mannwhitneyu(x, y, method="asymptotic", use_continuity=True)
    return OrdinalContrast(float(2 * w / (x.size * y.size) - 1), float(w), float(p))


def paired_change_p(gained: int, lost: int) -> float:
    """McNemar's exact p for units that changed: `gained` from no to yes, `lost` back.

    >>> round(paired_change_p(14, 5), 4)
    0.0636
    """
    changed = gained + lost
    return float(stats.binomtest(gained, changed).pvalue) if changed else 1.0


def cronbachs_alpha(items: ArrayLike) -> float:
    """How well items (units × items, complete rows only) hang together; at most 1.

    NaN with fewer than two units or items, or when nothing varies.
    Source: Cronbach (1951).

    >>> cronbachs_alpha([[1, 1], [2, 2], [3, 3]])
    1.0
    """
    answers = np.asarray(items, float)
    answers = answers[~np.isnan(answers).any(axis=1)]
    units, k = answers.shape
    whole = answers.sum(axis=1)
    if units < 2 or k < 2 or not np.var(whole) > 0:
        return float("nan")
    return float(k / (k - 1) * (1 - answers.var(axis=0).sum() / whole.var()))
