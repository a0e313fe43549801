"""Chances by whole numbers alone, to hold intervals against."""

from fractions import Fraction
from math import comb


def chance(x: int, n: int, N: int, K: int) -> Fraction:
    """P(X = x) when x of n are drawn from N of which K have the property."""
    return Fraction(comb(K, x) * comb(N - K, n - x), comb(N, n))
