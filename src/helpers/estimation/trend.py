"""The slope of a share over three waves or more, of units that answered several.

Arrays in, floats out. Formulas and sources at length in docs/methods.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from helpers.estimation.differences import (
    MATCHED_UNITS_FOR_A_TEST,
    moments,
    pooled_where_few,
    satterthwaite,
)
from helpers.estimation.inference import FEW, Array


@dataclass(frozen=True)
class Trend:
    """The change per unit of time (of shares: 0-1), with limits, NaN where no interval
    may be claimed, and the p of the test that there is none. `matched` units answered
    every wave, `changed` of them not always alike; it speaks for `population` units.
    `shares`: the mean of each wave.
    """

    slope: float
    low: float
    high: float
    variance: float
    matched: int
    changed: int
    population: float
    p: float = float("nan")
    shares: Array = field(default_factory=lambda: np.zeros(0))


def trend_with_overlap(
    answers: ArrayLike,
    strata: ArrayLike,
    N: ArrayLike,
    times: ArrayLike,
    *,
    level: float = 0.95,
) -> Trend:
    """The least-squares slope of the waves' post-stratified means on `times`.

    `answers`: units × waves, of the units common to all, NaN where a unit did not
    answer; `strata`: a code 0..H-1 a unit; `N`: the size of each. A stratum without
    answers in some wave is left out. The slope is sum(c_k·mean_k), c_k = (t_k - mean
    t)/sum of squares, and its variance in a stratum that of such a sum: c_k·c_l times
    (n_kl/(n_k·n_l) - 1/N)·s_kl, summed over all pairs of waves, n_kl units having
    answered both. With two waves it is `change_with_overlap` divided by the time.
    No interval where that has none.

    Source: Tam (1984), The American Statistician 38, for two waves; the same for more.

    >>> trend_with_overlap([[0, 0, 1], [0, 1, 1]], [0, 0], [2], [0, 2, 4]).slope
    0.25
    """
    y, codes = np.asarray(answers, float), np.asarray(strata)
    N, t = np.asarray(N, float), np.asarray(times, float)
    given = ~np.isnan(y)
    waves = range(t.size)
    slopes = (t - t.mean()) / ((t - t.mean()) ** 2).sum()
    found = [moments(y[:, k], y[:, k], given[:, k], codes, N) for k in waves]
    n = np.stack([one[0] for one in found])
    means = np.stack([one[1] for one in found])
    use = np.asarray((n > 0).all(axis=0))
    every = given.all(axis=1) & use[codes]
    matched = int(every.sum())
    if not use.any():
        bare = np.nan, np.nan, np.nan, np.nan
        return Trend(*bare, matched, 0, 0.0, shares=np.full(t.size, np.nan))
    population = float(N[use].sum())
    W = N[use] / population
    shares = means[:, use] @ W
    slope = float(slopes @ shares)
    known = np.nan_to_num(y)
    changed = int((every & (known.max(axis=1) > known.min(axis=1))).sum())
    if (n[:, use] == N[use]).all():
        exact = slope, slope, slope, 0.0
        return Trend(*exact, matched, changed, population, shares=shares)
    parts, fewest = np.zeros(int(use.sum())), np.full(int(use.sum()), np.inf)
    for k, other in product(waves, waves):
        both, cov = _covariance(y, codes, N, k, other)
        fewest = np.minimum(fewest, both[use] - 1)
        overlap = both[use] / (n[k, use] * n[other, use]) - 1 / N[use]
        parts += slopes[k] * slopes[other] * overlap * cov[use]
    parts *= W**2
    V, df = float(parts.sum()), satterthwaite(np.maximum(parts, 0), fewest)
    too_little = matched < MATCHED_UNITS_FOR_A_TEST or changed < FEW or df < 1
    if too_little or not V > 1e-15:
        bare = slope, np.nan, np.nan, V
        return Trend(*bare, matched, changed, population, shares=shares)
    reach = float(stats.t.ppf((1 + level) / 2, df) * np.sqrt(V))
    p = float(2 * stats.t.sf(abs(slope) / np.sqrt(V), df))
    ends = slope - reach, slope + reach
    return Trend(slope, *ends, V, matched, changed, population, p, shares)


def _covariance(
    y: Array, codes: Array, N: Array, k: int, other: int
) -> tuple[Array, Array]:
    """Per stratum, how many answered both waves, and their covariance."""
    both = ~np.isnan(y[:, k]) & ~np.isnan(y[:, other])
    n, _, sums = moments(y[:, k], y[:, other], both, codes, N)
    return n, pooled_where_few(sums, n)
