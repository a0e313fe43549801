"""How evenly ties are spread: numbers of one mode's degrees, arrays in, floats out.

Formulas and sources at length in docs/methods.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def hhi(degrees: ArrayLike) -> float:
    """Herfindahl's and Hirschman's index Σ(d/Σd)²: 1/n where all are named alike, 1
    where one is named alone; NaN without ties.

    >>> hhi([2, 2]), hhi([4])
    (0.5, 1.0)
    """
    d = np.asarray(degrees, float)
    return float(((d / d.sum()) ** 2).sum()) if d.sum() else float("nan")


def gini(degrees: ArrayLike) -> float:
    """Gini's coefficient Σ(2i - n - 1)d₍ᵢ₎/(n·Σd), d in rising order; 0 where all are
    named alike. NaN without ties.

    >>> gini([1, 1, 1]), gini([0, 0, 0, 4])
    (0.0, 0.75)
    """
    d = np.sort(np.asarray(degrees, float))
    if not d.sum():
        return float("nan")
    order = np.arange(1, d.size + 1)
    return float(((2 * order - d.size - 1) * d).sum() / (d.size * d.sum()))


def concentration(degrees: ArrayLike, largest: int) -> float:
    """The share of all ties that the `largest` most named have; NaN without ties."""
    d = np.sort(np.asarray(degrees, float))[::-1]
    return float(d[:largest].sum() / d.sum()) if d.sum() else float("nan")


def centralisation(degrees: ArrayLike, others: int) -> float:
    """Degree centralisation of one mode: Σ(max ñ - ñ)/((n - 1)(1 - 1/others)), with
    ñ = d/others and `others` the number of the other mode.

    0 where all have as many ties; NaN with fewer than two of either mode. Source:
    Borgatti & Everett (1997), Social Networks 19.

    >>> centralisation([3, 1, 1], 3)
    1.0
    """
    d = np.asarray(degrees, float)
    if d.size < 2 or others < 2:
        return float("nan")
    share = d / others
    most = (d.size - 1) * (1 - 1 / others)
    return float((share.max() - share).sum() / most)


def chao1(degrees: ArrayLike) -> float:
    """At least so many organisations would be named if all were asked to name on:
    S + f₁(f₁ - 1)/(2(f₂ + 1)), f₁ and f₂ being those named once and twice.

    A lower bound, and of units like those that answered. Source: Chao (1984),
    bias-corrected form.

    >>> chao1([1, 1, 1, 2, 5])
    6.5
    """
    d = np.asarray(degrees)
    once, twice = int((d == 1).sum()), int((d == 2).sum())
    return float((d > 0).sum() + once * (once - 1) / (2 * (twice + 1)))
