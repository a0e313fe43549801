"""The mean of a number over a finite population: arrays in, arrays out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from helpers.estimation.inference import Array, collapsed_variance


class StratifiedMean(NamedTuple):
    """A mean with its interval, arrays of one shape."""

    estimate: Array
    low: Array
    high: Array


def stratified_mean(
    total: ArrayLike,
    squares: ArrayLike,
    d: ArrayLike,
    n: ArrayLike,
    N: ArrayLike,
    *,
    level: float = 0.95,
) -> StratifiedMean:
    """The mean of a number over a domain, post-stratified by department (last axis).

    `total`, `squares`: per stratum, the sum of the numbers and of their squares, over
    the `d` of the `n` that answered, of `N`, that gave one. The mean is
    sum(w total)/sum(w d), w = N/n, its variance by linearisation as in
    `stratified_proportion`, its limits those of Student's t. No interval (NaN) where a
    spread is not known, or is 0 without everybody having answered.

    Source: Särndal, Swensson & Wretman (1992), ch. 5, 7.

    >>> mean = stratified_mean([20.0], [46.0], [10], [10], [40])
    >>> [round(float(v), 2) for v in (mean.estimate, mean.low, mean.high)]
    [2.0, 1.49, 2.51]
    """
    t, q, d, n, N = np.broadcast_arrays(
        *(np.asarray(a, float) for a in (total, squares, d, n, N))
    )
    covers = n > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        w = np.where(covers, N / n, 0.0)
        size = (w * d).sum(-1)
        mean = (w * t).sum(-1) / size
        R = mean[..., None]
        V, df = collapsed_variance(
            w * (t - R * d),
            w**2 * (q - 2 * R * t + R**2 * d),
            n,
            np.where(covers, N, 0.0),
            d,
        )
        error = np.sqrt(V) / size * stats.t.ppf((1 + level) / 2, df)
    census = ((n == N) | ~covers).all(-1)
    error = np.where(census, 0.0, np.where(error > 0, error, np.nan))
    return StratifiedMean(mean, mean - error, mean + error)
