"""Shrunken shares against a plain computation, and in simulation."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.estimation.shrinkage import shrunken_shares


def test_by_hand() -> None:
    """Three departments of 10 of 20: 2, 5 and 8 of ten. Mean 0.5; between
    10·(0.09 + 0 + 0.09) = 1.8, so (1.8 - 0.5)/(0.25·(30 - 10 - 2)) = 0.28889."""
    strength = 1 / (1.3 / 4.5) - 1
    expected = [
        (x + 10 * (strength * 0.5 + x) / (strength + 10)) / 20 for x in (2, 5, 8)
    ]
    found = shrunken_shares([2, 5, 8], [10, 10, 10], [20, 20, 20])
    assert found.tolist() == pytest.approx(expected)


def test_ends() -> None:
    found = shrunken_shares([2, 5, 8, 0], [10, 10, 10, 0], [10, 20, 30, 40])
    assert found[0] == 0.2  # all have answered
    assert np.isnan(found[3])  # nobody has
    assert np.isnan(shrunken_shares([1, 2], [5, 5], [9, 9])).all()  # too few groups
    alike = shrunken_shares([0, 0, 0], [5, 6, 7], [9, 9, 9])
    assert alike.tolist() == pytest.approx([0, 0, 0])


def test_it_is_nearer_the_truth_on_average() -> None:
    rng = np.random.default_rng(4)
    N = np.array([60, 40, 30, 20, 20, 15, 12, 12, 10, 10])
    n = np.array([30, 20, 12, 8, 6, 6, 5, 4, 4, 3])
    K = rng.binomial(N, rng.beta(4, 4, (2000, N.size)))
    x = rng.hypergeometric(K, N - K, np.broadcast_to(n, K.shape))
    truth = K / N
    plain = ((x / n - truth) ** 2).mean()
    assert ((shrunken_shares(x, n, N) - truth) ** 2).mean() < 0.75 * plain
