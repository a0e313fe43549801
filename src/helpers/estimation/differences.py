"""Differences of two shares, and the price of looking at many of them.

Arrays in, arrays out. A difference is called one ("statistiskt säkerställd", "skiljer
sig") only where its interval excludes 0 and its p, corrected for how many were looked
at, is below 0.05. Formulas, assumptions and sources at length in docs/methods.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from statsmodels.stats.multitest import multipletests

from helpers.estimation.inference import (
    FEW,
    Array,
    Interval,
    checked_counts,
    department_domain,
    hypergeometric_interval,
    stratified_proportion,
)

MATCHED_UNITS_FOR_A_TEST = 20
"""A change from fewer matched units is told as counts only."""
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


# --- two groups of one wave -------------------------------------------------------


def mover_difference(
    p1: ArrayLike,
    interval1: tuple[ArrayLike, ArrayLike],
    p2: ArrayLike,
    interval2: tuple[ArrayLike, ArrayLike],
) -> Interval:
    """The interval of p1 - p2 for two groups without units in common.

    Recovered from the groups' own intervals, so it keeps their exactness and asymmetry
    ("method of variance estimates recovery"). It never says more than the two intervals
    do together, and is the difference itself when both groups answered in full.
    Source: Zou & Donner (2008), Statistics in Medicine 27.

    >>> low, high = mover_difference(0.5, (0.3, 0.7), 0.2, (0.1, 0.4))
    >>> round(float(low), 4), round(float(high), 4)
    (0.0172, 0.5236)
    """
    p1, p2 = np.asarray(p1, float), np.asarray(p2, float)
    (l1, u1), (l2, u2) = (
        (np.asarray(low, float), np.asarray(high, float))
        for low, high in (interval1, interval2)
    )
    difference = p1 - p2
    return Interval(
        difference - np.hypot(p1 - l1, u2 - p2), difference + np.hypot(u1 - p1, p2 - l2)
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
    (`mover_difference`) just touches 0: the larger share's way down and the
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
    difference = np.abs(p1 - p2)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(
            difference == 0, 0.0, stats.norm.ppf((1 + level) / 2) * difference / reach
        )
    return 2 * stats.norm.sf(z)


@dataclass(frozen=True)
class Difference:
    """Differences of shares (0-1, so percentage points when times 100), with limits,
    and the two-sided p of each (`difference_p`), to be corrected where several are
    made."""

    estimate: Array
    low: Array
    high: Array
    p: Array


def difference_from_the_others(
    x: ArrayLike,
    n: ArrayLike,
    N: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    level: float = 0.95,
) -> Difference:
    """The difference of each department (last axis) from all the others together.

    The department itself is no part of what it is compared with. The others' share is
    post-stratified among themselves, with the interval of `stratified_proportion`; the
    department's own ends are the nearest shares that its exact interval *rejects*, one
    unit (1/N) beyond each end where not all answered: on the accepted ends the steps of
    so small populations make MOVER cover as little as 0.08. The same holds of the
    others where they are one department. Finally cut at the no-assumption bounds.

    With `domain` the shares are of that many of the `n` (`stratified_proportion`). NaN
    where a department, or all the others, have no answers.

    >>> found = difference_from_the_others([9, 4], [12, 16], [30, 20])
    >>> [round(float(v[0]), 3) for v in (found.estimate, found.low, found.high)]
    [0.5, 0.179, 0.7]
    """
    x, n, N = checked_counts(x=x, n=n, N=N)
    d = n if domain is None else np.broadcast_to(np.asarray(domain, float), n.shape)
    parts = []
    for h in range(n.shape[-1]):
        rest = [other for other in range(n.shape[-1]) if other != h]
        found = []
        for which in ([h], rest):
            cells = x[..., which], n[..., which], N[..., which]
            among = d[..., which]
            share = stratified_proportion(*cells, domain=among, level=level)
            interval = share.estimate, Interval(share.low, share.high)
            if len(which) == 1:
                x1, n1, N1 = (cell[..., 0] for cell in cells)
                interval = _share_and_rejected(x1, n1, N1, among[..., 0], level=level)
            found.append((interval, Interval(share.certain_low, share.certain_high)))
        parts.append(_difference(*found[0], *found[1]))
    return Difference(
        np.stack([part.estimate for part in parts], axis=-1),
        np.stack([part.low for part in parts], axis=-1),
        np.stack([part.high for part in parts], axis=-1),
        np.stack([part.p for part in parts], axis=-1),
    )


def _share_and_rejected(
    x: Array, n: Array, N: Array, d: Array, *, level: float
) -> tuple[Array, Interval]:
    """A department's share, and the nearest shares that its interval rejects: of a
    domain, whose ends lie half a unit out already, as far out again."""
    whole = n == d
    low, high = hypergeometric_interval(
        np.where(whole, x, 0), np.where(whole, n, 0), N, level=level
    )
    part = department_domain(x, n, N, d, level=level)
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = np.where(n < N, 1 / N, 0.0)
        half = np.where(n < N, n / (2 * N * d), 0.0)
        return x / d, Interval(
            np.where(whole, low - unit, part.low - half),
            np.where(whole, high + unit, part.high + half),
        )


def _difference(
    first: tuple[Array, Interval],
    certain1: Interval,
    second: tuple[Array, Interval],
    certain2: Interval,
) -> Difference:
    low, high = mover_difference(*first, *second)
    return Difference(
        first[0] - second[0],
        np.maximum(low, certain1.low - certain2.high),
        np.minimum(high, certain1.high - certain2.low),
        difference_p(*first, *second),
    )


# --- two waves ------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """A change between two waves of one population, in the unit of the answers.

    `low` and `high` are NaN when no interval may be claimed: fewer than 20 matched
    units, fewer than `FEW` of them changed, or a variance that is not positive though
    some did not answer. Counts and transitions are then told instead. `matched`,
    `changed`: units that answered both waves, and those of them that differ.
    `population`: the units of the strata that answered both, which are all that it
    speaks for. `p`: of the two-sided test that nothing changed, to be corrected where
    several are made; NaN where there is no interval, and where the change is exact.
    """

    estimate: float
    low: float
    high: float
    variance: float
    matched: int
    changed: int
    population: float
    p: float = float("nan")


def change_variance(
    n1: ArrayLike,
    n2: ArrayLike,
    n12: ArrayLike,
    N: ArrayLike,
    v1: ArrayLike,
    v2: ArrayLike,
    c12: ArrayLike,
) -> Array:
    """The variance of a difference of two means whose samples overlap, in one stratum.

    v1(1/n1 - 1/N) + v2(1/n2 - 1/N) - 2(n12/(n1·n2) - 1/N)·c12: `n1`, `n2` of the same
    `N` units answered, `n12` both times; `v1`, `v2`, `c12` are variances and covariance
    between units. Source: Tam (1984), The American Statistician 38; Qualité & Tillé
    (2008).

    >>> round(float(change_variance(360, 330, 270, 600, 0.24, 0.25, 0.14)), 9)
    0.000437879
    """
    n1, n2, n12, N, v1, v2, c12 = (
        np.asarray(a, float) for a in (n1, n2, n12, N, v1, v2, c12)
    )
    return (
        v1 * (1 / n1 - 1 / N)
        + v2 * (1 / n2 - 1 / N)
        - 2 * (n12 / (n1 * n2) - 1 / N) * c12
    )


def change_with_overlap(
    first: ArrayLike,
    second: ArrayLike,
    strata: ArrayLike,
    N: ArrayLike,
    *,
    level: float = 0.95,
) -> Change:
    """The change of a mean or a share between two waves, post-stratified.

    `first`, `second`: one value for each unit of the population common to both waves
    (0/1 for a share), NaN where the unit did not answer that wave; rows of units that
    answered neither may be left out. `strata`: codes 0..H-1, earlier × later
    department; `N`: the common population of each. A stratum without answers in either
    wave is left out.

    Per stratum V = `change_variance`; the whole is sum(W²V), W = N/sum(N), with
    Student's t on Satterthwaite's degrees of freedom, n12 - 1 being each stratum's.
    Where a stratum has too few answers for its own variance or covariance, the pooled
    within-stratum one is used. All units in both waves: the change is exact.

    >>> y1 = [1, 0, 1, 0, 1, 1]; y2 = [1, 1, 1, 0, 1, 1]
    >>> change_with_overlap(y1, y2, [0, 0, 0, 1, 1, 1], [3, 3]).matched
    6
    """
    y1, y2 = np.asarray(first, float), np.asarray(second, float)
    codes, N = np.asarray(strata), np.asarray(N, float)
    count, mean, square = {}, {}, {}
    both = ~np.isnan(y1) & ~np.isnan(y2)
    for wave, y in (("1", y1), ("2", y2)):
        count[wave], mean[wave], square[wave] = moments(y, y, ~np.isnan(y), codes, N)
    n12, _, product = moments(y1, y2, both, codes, N)
    n1, n2 = count["1"], count["2"]
    if (np.maximum(n1, n2) > N).any():
        raise ValueError("change_with_overlap needs n <= N in every stratum")
    use = (n1 > 0) & (n2 > 0)
    if not use.any():
        return Change(np.nan, np.nan, np.nan, np.nan, int(n12.sum()), 0, 0.0)
    population = float(N[use].sum())
    W = N[use] / population
    estimate = float((W * (mean["2"] - mean["1"])[use]).sum())
    matched = int(n12[use].sum())
    changed = int((both & use[codes] & (y1 != y2)).sum())
    if ((n1 == N) & (n2 == N))[use].all():
        return Change(estimate, estimate, estimate, 0.0, matched, changed, population)
    v1, v2, c12 = (
        pooled_where_few(sums, counts)
        for sums, counts in ((square["1"], n1), (square["2"], n2), (product, n12))
    )
    parts = W**2 * change_variance(
        n1[use], n2[use], n12[use], N[use], v1[use], v2[use], c12[use]
    )
    V, df = float(parts.sum()), satterthwaite(parts, n12[use] - 1)
    too_little = matched < MATCHED_UNITS_FOR_A_TEST or changed < FEW or df < 1
    if too_little or not V > 1e-15:
        return Change(estimate, np.nan, np.nan, V, matched, changed, population)
    reach = float(stats.t.ppf((1 + level) / 2, df) * np.sqrt(V))
    p = float(2 * stats.t.sf(abs(estimate) / np.sqrt(V), df))
    low, high = estimate - reach, estimate + reach
    return Change(estimate, low, high, V, matched, changed, population, p)


def moments(
    a: Array, b: Array, use: NDArray[np.bool_], codes: NDArray, N: Array
) -> tuple[Array, Array, Array]:
    """Per stratum: how many, the mean of `a`, and the sum of cross-deviations."""
    size = N.size
    n = np.bincount(codes[use], minlength=size).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_a = np.bincount(codes[use], a[use], size) / n
        mean_b = np.bincount(codes[use], b[use], size) / n
    cross: Array = (a - mean_a[codes])[use] * (b - mean_b[codes])[use]
    return n, mean_a, np.bincount(codes[use], cross, size).astype(float)


def satterthwaite(parts: Array, df: Array) -> float:
    """The degrees of freedom of a sum of variances, each with its own: (ΣV)²/Σ(V²/df).
    Near those of the stratum that carries the most. A stratum with none has its
    variance from them all."""
    own = np.where(df > 0, df, max(np.maximum(df, 0).sum(), 1.0))
    if not (df > 0).any() or not parts.any():
        return 0.0
    return float(parts.sum() ** 2 / (parts**2 / own).sum())


def pooled_where_few(sums: Array, n: Array) -> Array:
    """Sums of cross-deviations to (co)variances; strata with n < 2 take the pooled."""
    df = np.maximum(n - 1, 0)
    pooled = sums.sum() / df.sum() if df.sum() else 0.0
    return np.where(df > 0, sums / np.maximum(df, 1), pooled)
