"""A city's share with limits recovered from the exact ones of its departments.

Arrays in, arrays out. The linearised variance of `inference` looks at the answers of
each department and finds no spread where all who answered were of one mind, though few
did: a property that is rare, or common, in a badly answered department then gets too
narrow an interval (it covered 0.81 at worst). The exact limits of each department know
better. Formulas and sources at length in docs/methods.md.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Exact = Callable[[Array, Array, Array], tuple[Array, Array]]
"""(x, n, N) → the limits of a department's share."""

STEPS = 40
"""Halvings of [0, 1]: an end is found to a trillionth."""
DIGITS = 9
"""Counts that agree to so many decimals are the same: 2.5 and 2.5000000000000004, the
last bit of which depends on the order of the sum, are both nearest to 2."""


def _nearest(counts: Array) -> Array:
    """The nearest whole counts, by the same way however they were computed."""
    return np.rint(np.round(counts, DIGITS))


def limits_by_strata(
    x: Array, d: Array, n: Array, N: Array, exact: Exact
) -> tuple[Array, Array]:
    """The limits of sum(w x)/sum(w d), w = N/n, strata on the last axis.

    In each stratum `exact` gives limits for a = x of n that are in the domain and have
    the property, and b = d - x that are in it and have not. A share t is kept if 0 is
    within the limits of sum(w((1 - t)a - t·b)), recovered from those of all a and b
    ("MOVER"), a and b of a stratum being correlated as two cells of one sample are.
    Where all belong (d = n) that is p ± sqrt(sum W²(p_h - l_h)²). Strata without
    answers are left out; counts that are not whole are taken as the nearest.

    Source: Zou & Donner (2008), Statistics in Medicine 27; for ratios Donner & Zou
    (2012), Statistical Methods in Medical Research 21.
    """
    x, d, n, N = (_nearest(counts) for counts in (x, d, n, N))
    with_it = np.minimum(x, n)
    without = np.clip(d - with_it, 0, n - with_it)
    some = n > 0
    N = np.maximum(N, n)
    weight = np.where(some, N, 0.0)
    parts = []
    for count in (with_it, without):
        low, high = exact(np.where(some, count, 0), np.where(some, n, 1), N.clip(1))
        share = np.divide(count, n, out=np.zeros_like(n), where=some)
        parts.append((share, share - low, high - share))
    (a, a_down, a_up), (b, b_down, b_up) = parts
    beside = (n - with_it) * (n - without)
    with np.errstate(invalid="ignore", divide="ignore"):
        together = np.sqrt(np.where(beside > 0, with_it * without / beside, 1.0))
    together = np.where((with_it == 0) | (without == 0), 0.0, together)
    # Where nobody is outside the domain what a loses b has, whatever their counts.
    together = np.where(with_it + without == n, 1.0, together)
    low = _lower(weight * a, weight * b, weight * a_down, weight * b_up, together)
    high = _lower(weight * b, weight * a, weight * b_down, weight * a_up, together)
    return low, 1 - high


def _lower(a: Array, b: Array, a_down: Array, b_up: Array, together: Array) -> Array:
    """The smallest share t that is kept; strata on the last axis."""
    with np.errstate(invalid="ignore", divide="ignore"):
        top = a.sum(-1) / (a + b).sum(-1)
    first, last = np.zeros_like(top), top.copy()
    for _ in range(STEPS):
        middle = (first + last) / 2
        t = middle[..., None]
        beyond = ((1 - t) * a - t * b).sum(-1)
        one, other = (1 - t) * a_down, t * b_up
        reach = (one**2 + other**2 + 2 * together * one * other).sum(-1)
        kept = beyond <= np.sqrt(reach)
        last = np.where(kept, middle, last)
        first = np.where(kept, first, middle)
    return last
