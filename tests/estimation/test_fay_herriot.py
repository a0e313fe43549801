"""The area-level model of Fay and Herriot (1979), written anew, as a second opinion of
the departments' shrunken shares: it gives what R's package `sae` gives for its own
example, and in simulated cities our shares are as near the truth.

Facts of the example: average expenditure on fresh milk and its standard deviation in
43 areas, and four major areas (Arora & Lahiri 1997; You & Chapman 2006), data set
`milk`; the results are those of `eblupFH(yi ~ as.factor(MajorArea), SD^2)`, REML, in
Molina & Marhuenda (2015), sae: An R package for small area estimation, R Journal 7(1).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from helpers.estimation.shrinkage import shrunken_shares

Y = """
1.099 1.075 1.105 0.628 0.753 0.981 1.257 1.095 1.405 1.356 0.615 1.460 1.338 0.854
1.176 1.111 1.257 1.430 1.278 1.292 1.002 1.183 1.044 1.267 1.193 0.791 0.795 0.759
0.796 0.565 0.886 0.952 0.807 0.582 0.684 0.787 0.440 0.759 0.770 0.800 0.756 0.865
0.640
"""
SD = """
.163 .080 .083 .109 .119 .141 .202 .127 .168 .178 .100 .201 .148 .143 .149 .145 .135
.172 .137 .163 .125 .247 .140 .171 .106 .121 .121 .259 .106 .089 .225 .205 .119 .067
.106 .126 .092 .132 .100 .113 .083 .121 .129
"""
EBLUP = """
1.0219703 1.0476018 1.0679513 0.7608170 0.8461574 0.9743727 1.0584523 1.0977762
1.2215449 1.1951455 0.7852155 1.2139456 1.2096593 0.9834967 1.1864247 1.1556982
1.2263411 1.2856486 1.2363247 1.2349600 1.0903019 1.1923057 1.1216470 1.2230296
1.1938054 0.7627195 0.7649550 0.7338443 0.7699294 0.6134418 0.7695558 0.7958250
0.7723187 0.6102302 0.7001782 0.7592787 0.5298867 0.7434466 0.7548996 0.7701918
0.7481164 0.8040773 0.6810870
"""
MAJOR_AREAS = np.repeat([0, 1, 2, 3], [7, 7, 11, 18])
COEFFICIENTS = [0.9681890, 0.1327801, 0.2269462, -0.2413011]
Array = NDArray[np.float64]


class Fitted(NamedTuple):
    eblup: Array
    coefficients: Array


def fay_herriot(y: Array, variances: Array, X: Array) -> Fitted:
    """REML by Fisher scoring, then the empirical best linear unbiased predictor."""
    between = float(np.median(variances))
    for _ in range(100):
        V = 1 / (between + variances)
        precision = X.T @ (V[:, None] * X)
        P = np.diag(V) - (V[:, None] * X) @ np.linalg.solve(precision, X.T * V)
        Py = P @ y
        step = (Py @ Py - np.trace(P)) / np.trace(P @ P)
        between = max(between + float(step), 0.0)
        if abs(step) < 1e-10:
            break
    V = 1 / (between + variances)
    b = np.linalg.solve(X.T @ (V[:, None] * X), X.T @ (V * y))
    return Fitted(X @ b + between * V * (y - X @ b), b)


def numbers(text: str) -> Array:
    return np.array(text.split(), float)


def test_it_gives_the_published_results_of_sae() -> None:
    X = np.eye(4)[MAJOR_AREAS]
    X[:, 0] = 1.0
    found = fay_herriot(numbers(Y), numbers(SD) ** 2, X)
    assert found.coefficients == pytest.approx(COEFFICIENTS, abs=1e-6)
    assert found.eblup == pytest.approx(numbers(EBLUP), abs=1e-6)


def test_our_shrunken_shares_are_as_near_the_truth() -> None:
    """A city like exempel-2024's: some departments answered badly."""
    rng = np.random.default_rng(16)
    N = np.array([75, 92, 68, 90, 110, 60, 32, 70, 15, 34, 22])
    n = np.array([50, 50, 32, 44, 58, 52, 20, 49, 13, 16, 10])
    ours, theirs, alike = [], [], []
    for _ in range(200):
        K = rng.binomial(N, rng.beta(6, 10, N.size))
        x = rng.hypergeometric(K, N - K, n)
        pooled = x.sum() / n.sum()
        if not 0 < pooled < 1:
            continue
        # The variance of a share by the pooled one: their own are 0 where all agree.
        V = pooled * (1 - pooled) / n * (1 - n / N)
        second = fay_herriot(x / n, V, np.ones((N.size, 1))).eblup
        first = shrunken_shares(x, n, N)
        ours.append(((first - K / N) ** 2).mean())
        theirs.append(((second - K / N) ** 2).mean())
        alike.append(np.corrcoef(first, second)[0, 1])
    assert np.mean(ours) < 1.05 * np.mean(theirs)
    assert np.median(alike) > 0.98
