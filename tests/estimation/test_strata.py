"""Limits of a city from the exact ones of its departments, against plain arithmetic."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import stats

from helpers.estimation.inference import (
    hypergeometric_interval,
    stratified_proportion,
)
from helpers.estimation.strata import limits_by_strata

SIZES = np.array([40.0, 100.0, 12.0])
ANSWERED = np.array([20.0, 18.0, 12.0])


def test_where_all_belong_the_ends_are_the_departments_together() -> None:
    x = np.array([3.0, 0.0, 12.0])
    low, high = limits_by_strata(x, ANSWERED, ANSWERED, SIZES, hypergeometric_interval)
    each = hypergeometric_interval(x, ANSWERED, SIZES)
    W, p = SIZES / SIZES.sum(), x / ANSWERED
    down = np.sqrt((W**2 * (p - each.low) ** 2).sum())
    up = np.sqrt((W**2 * (each.high - p) ** 2).sum())
    assert low == pytest.approx((W * p).sum() - down, abs=1e-9)
    assert high == pytest.approx((W * p).sum() + up, abs=1e-9)


def test_a_rare_property_in_a_badly_answered_department_is_covered() -> None:
    """Every outcome of two departments, with its probability: Korn and Graubard's
    interval alone is wrong twice as often as it says."""
    N, n, K = np.array([20, 200]), np.array([19, 40]), np.array([19, 10])
    chance = [stats.hypergeom(N[h], K[h], n[h]) for h in (0, 1)]
    outcomes = np.array(list(product(*(range(n[h] + 1) for h in (0, 1)))))
    p = chance[0].pmf(outcomes[:, 0]) * chance[1].pmf(outcomes[:, 1])
    outcomes, p = outcomes[p > 0], p[p > 0]
    truth = K.sum() / N.sum()

    def covers(by_strata: bool) -> float:
        city = stratified_proportion(outcomes, n, N, by_strata=by_strata)
        return float(p[(city.low <= truth) & (truth <= city.high)].sum())

    assert p.sum() == pytest.approx(1)
    assert covers(False) < 0.9
    assert covers(True) > 0.95


def test_the_city_is_never_said_with_more_certainty_than_either() -> None:
    x, d = np.array([[2, 1, 0], [5, 3, 6]]), np.array([[9, 4, 2], [8, 6, 12]])
    both = stratified_proportion(x, ANSWERED, SIZES, domain=d)
    alone = stratified_proportion(x, ANSWERED, SIZES, domain=d, by_strata=False)
    assert (both.low <= alone.low).all()
    assert (both.high >= alone.high).all()


def test_those_without_answers_and_with_all_add_nothing() -> None:
    alone = stratified_proportion([3], [20], [40])
    beside = stratified_proportion([3, 0], [20, 0], [40, 60])
    assert (beside.low, beside.high) == (alone.low, alone.high)
    exact = stratified_proportion([3, 2], [20, 4], [20, 4])
    assert exact.low == exact.high == exact.estimate


def test_the_last_bit_of_a_count_that_is_not_whole_decides_nothing() -> None:
    """Release and audit reckon what suppressed departments would have if they were
    alike, each in its own order: 2.5 there is 2.5000000000000004 here."""
    replied = np.array([25.0, 4, 13, 4, 3, 9, 14, 16])
    size = np.array([30.0, 8, 14, 6, 4, 12, 18, 20])
    domain = 40 * replied / replied.sum()
    x = 0.22 * domain
    assert 2.5 in x
    once = stratified_proportion(x, replied, size, domain=domain)
    again = stratified_proportion(
        np.nextafter(x, 99), replied, size, domain=np.nextafter(domain, 99)
    )
    assert once.low == pytest.approx(again.low, abs=1e-9)
    assert once.high == pytest.approx(again.high, abs=1e-9)
