"""Departments' shares drawn towards each other: steadier where few have answered.

Arrays in, arrays out. A department of eight answers moves by twelve points with one of
them; the others say something of it too. A shrunken share stands beside the counts,
never instead, and orders them. It has no interval: what it gains on average it may
lose in the one department that is unlike the others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from helpers.estimation.inference import Array, checked_counts

FEWEST_GROUPS = 3


def shrunken_shares(x: ArrayLike, n: ArrayLike, N: ArrayLike) -> Array:
    """The share of each department (last axis): what its answers say of those who
    answered, and they and the other departments together of the rest.

    The answers are taken as beta-binomial with one mean and one dispersion, by the
    method of moments. (x + (N - n)(a + x)/(a + b + n))/N: with all answers it is x/N.
    NaN where nobody answered, and with fewer than three departments that did.

    Source: Kleinman (1973), Journal of the American Statistical Association 68;
    Rao & Molina (2015), Small Area Estimation, 9.5.

    >>> shrunken_shares([4, 30, 10], [5, 60, 40], [20, 90, 60]).round(2).tolist()
    [0.64, 0.5, 0.26]
    """
    x, n, N = checked_counts(x=x, n=n, N=N)
    some = n > 0
    groups, total = some.sum(-1), n.sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = np.where(some, x / n, 0.0)
        mean = x.sum(-1) / total
        between = (n * (p - mean[..., None]) ** 2).sum(-1)
        one = mean * (1 - mean)
        free = total - (n**2).sum(-1) / total - (groups - 1)
        dispersion = (between - one * (groups - 1)) / (one * free)
        dispersion = np.clip(np.nan_to_num(dispersion, nan=0.0), 1e-6, 1 - 1e-6)
        strength = (1 / dispersion - 1)[..., None]
        rest = (strength * mean[..., None] + x) / (strength + n)
        found = (x + (N - n) * rest) / N
    return np.where(some & (groups >= FEWEST_GROUPS)[..., None], found, np.nan)
