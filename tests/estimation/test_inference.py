"""Intervals from counts: against R, against enumeration, and where they must refuse."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from support.chances import chance

from helpers.estimation import inference
from helpers.estimation.inference import (
    collapse_strata,
    domain_bounds,
    hypergeometric_interval,
    korn_graubard,
    no_assumption_bounds,
    stratified_proportion,
)

# R 4.2.2: x, n, N, exact interval, certain bounds.
EXACT = [
    (0, 3, 5, (0, 0.4), (0, 0.4)),
    (3, 3, 5, (0.6, 1), (0.6, 1)),
    (2, 4, 7, (0.285714285714286, 0.714285714285714), (2 / 7, 5 / 7)),
    (5, 5, 5, (1, 1), (1, 1)),
    (1, 8, 12, (0.0833333333333333, 0.333333333333333), (1 / 12, 5 / 12)),
    (0, 12, 30, (0, 0.2), (0, 0.6)),
    (6, 12, 30, (0.266666666666667, 0.733333333333333), (0.2, 0.8)),
    (18, 18, 30, (0.9, 1), (0.6, 1)),
]


# --- one department -------------------------------------------------------------------


@pytest.mark.parametrize(("x", "n", "N", "exact", "certain"), EXACT)
def test_exact_interval_and_certain_bounds_agree_with_r(x, n, N, exact, certain):
    np.testing.assert_allclose(hypergeometric_interval(x, n, N), exact, rtol=1e-8)
    np.testing.assert_allclose(no_assumption_bounds(x, n, N), certain, rtol=1e-8)


@pytest.mark.parametrize("N", [5, 6, 9, 14, 23])
def test_exact_interval_is_the_definition_and_covers_by_enumeration(N):
    tail = Fraction(1, 40)
    for n in range(1, N + 1):
        low, high = hypergeometric_interval(np.arange(n + 1), n, N)
        for K in range(N + 1):
            likely = [chance(x, n, N, K) for x in range(n + 1)]
            held = Fraction(0)
            for x in range(n + 1):
                kept = sum(likely[x:]) > tail and sum(likely[: x + 1]) > tail
                inside = round(low[x] * N) <= K <= round(high[x] * N)
                assert inside == kept, (x, n, N, K)
                held += likely[x] * inside
            assert held >= Fraction(95, 100), (n, N, K)


def test_exact_interval_of_thousands_of_cells_keeps_their_shape():
    rng = np.random.default_rng(3)
    N = rng.integers(3, 31, (400, 13))
    n = rng.binomial(N, 0.6)
    x = rng.binomial(n, 0.3)
    low, high = hypergeometric_interval(x, n, N)
    assert low.shape == high.shape == (400, 13)
    answered = n > 0
    assert np.isnan(low[~answered]).all()
    assert np.isnan(high[~answered]).all()
    certain = no_assumption_bounds(x, n, N)
    assert (low[answered] >= certain.low[answered] - 1e-12).all()
    assert (high[answered] <= certain.high[answered] + 1e-12).all()


def test_a_probability_of_exactly_the_tail_rejects():
    # P(X >= 1 | K = 1) = 1/40: K = 1 is not in the interval, nor K = 39 with x = 0
    assert hypergeometric_interval(1, 1, 40).low == 2 / 40
    assert hypergeometric_interval(0, 1, 40).high == 38 / 40


def test_unknown_population_gives_no_interval():
    assert np.isnan(hypergeometric_interval(3, 10, np.nan)).all()


def test_impossible_counts_are_refused_with_their_place():
    with pytest.raises(ValueError, match=r"x=4, n=3, N=9 at position \[1\]"):
        hypergeometric_interval([1, 4], 3, 9)
    with pytest.raises(ValueError, match="n=10, N=9"):
        no_assumption_bounds(1, 10, 9)


def test_certain_bounds_of_a_domain_hold_for_every_completion():
    # 2 of 3 known in the domain have it; 3 units may be outside, without, or with.
    shares = []
    for silent in itertools.product(("outside", "without", "with"), repeat=3):
        inside = 3 + sum(one != "outside" for one in silent)
        shares.append((2 + silent.count("with")) / inside)
    low, high = domain_bounds(2, 3, 3)
    assert (low, high) == (pytest.approx(min(shares)), pytest.approx(max(shares)))


def test_certain_bounds_where_nobody_answered_are_everything():
    assert no_assumption_bounds(0, 0, 8) == (0, 1)
    assert np.isnan(no_assumption_bounds(0, 0, 0)).all()


# --- the whole city -------------------------------------------------------------------

# R's api data by school type: N, answered, awarded; stratified sample, with correction.
SIZES, ANSWERED, AWARDED = [4421, 755, 1018], [100, 50, 50], [73, 16, 24]
# ... and how many of them have sch.wide = "No".
NOT_SCHOOL_WIDE = [9, 24, 15]


@pytest.mark.parametrize(
    ("x", "share", "se", "interval"),
    [
        (AWARDED, 0.638936064050578, 0.0344059179972689,
         (0.567218701479749, 0.706354783014459)),
        (NOT_SCHOOL_WIDE, 0.172051988584177, 0.0243447801130748,
         (0.126568407379265, 0.225828671402687)),
    ],
)  # fmt: skip
def test_city_share_agrees_with_r(x, share, se, interval):
    city = stratified_proportion(x, ANSWERED, SIZES, by_strata=False)
    # R's weights here were stored in single precision, ours are N/n: 1e-7 is what
    # they can agree to. With R's own weights test_design agrees to 1e-8.
    assert city.estimate == pytest.approx(share, rel=1e-7)
    assert np.sqrt(city.variance) == pytest.approx(se, rel=1e-7)
    np.testing.assert_allclose((city.low, city.high), interval, rtol=1e-7)
    assert city.df == 197


@pytest.mark.parametrize(
    ("domain", "x", "share", "se"),
    [
        (142, 101, 0.711267605633803, 0.0375043227226329),
        (25, 9, 0.36, 0.0946743782015869),
        (33, 14, 0.424242424242424, 0.0848459539458645),
    ],
)
def test_domain_share_agrees_with_r(domain, x, share, se):
    # A simple random sample of 200 of 6194; the school types are domains.
    found = stratified_proportion([x], [200], [6194], domain=[domain])
    assert found.estimate == pytest.approx(share, rel=1e-8)
    assert np.sqrt(found.variance) == pytest.approx(se, rel=1e-8)


def test_city_share_by_hand():
    # 15/20 of 40 and 2/10 of 10: (30 + 2)/50; V = .8²·.5·.1875/19 (the second is whole)
    city = stratified_proportion([15, 2], [20, 10], [40, 10])
    assert city.estimate == pytest.approx(0.64)
    assert city.variance == pytest.approx(0.64 * 0.5 * 0.1875 / 19)
    assert (city.certain_low, city.certain_high) == (17 / 50, 37 / 50)
    assert (city.covered, city.df) == (1, 19)


def test_a_silent_department_is_not_covered_but_counts_among_what_is_certain():
    city = stratified_proportion([3, 0], [6, 0], [12, 8])
    alone = stratified_proportion([3], [6], [12])
    assert city.estimate == alone.estimate == 0.5
    assert (city.low, city.high) == (alone.low, alone.high)
    assert city.covered == pytest.approx(0.6)
    assert (city.certain_low, city.certain_high) == (3 / 20, 17 / 20)
    assert (alone.certain_low, alone.certain_high) == (3 / 12, 9 / 12)


def test_when_everybody_answered_the_share_is_exact():
    city = stratified_proportion([2, 5], [4, 5], [4, 5])
    assert city.low == city.estimate == city.high == pytest.approx(7 / 9)
    assert city.variance == 0


def test_when_nobody_answered_there_is_no_estimate():
    city = stratified_proportion([0, 0], [0, 0], [4, 5])
    for value in (city.estimate, city.low, city.high):
        assert np.isnan(value)
    assert (city.certain_low, city.certain_high) == (0, 1)
    assert city.covered == 0


@pytest.mark.parametrize(("x", "edge"), [([0, 0], "low"), ([12, 9], "high")])
def test_at_none_and_all_the_effective_size_is_the_number_answered(x, edge):
    city = stratified_proportion(x, [12, 9], [30, 40], by_strata=False)
    limit = 0.025 ** (1 / 21)  # Clopper and Pearson's with 21 answers
    if edge == "low":
        assert (city.low, city.high) == (0, pytest.approx(1 - limit))
    else:
        assert (city.low, city.high) == (pytest.approx(limit), 1)


def test_departments_each_of_one_mind_do_not_make_the_city_certain():
    city = stratified_proportion([10, 0], [10, 10], [20, 20])
    assert city.variance == 0
    assert city.low < 0.5 < city.high
    assert city.high - city.low > 0.3


def test_few_with_the_property_claim_no_more_than_a_simple_sample():
    city = stratified_proportion([2, 0], [40, 20], [44, 80], by_strata=False)
    p, V, df = city.estimate, city.variance, city.df
    simple, unbounded = korn_graubard(p, 0.0, 60, df), korn_graubard(p, V, 60, df)
    assert unbounded.high < simple.high == city.high
    assert city.low == 2 / 124  # found already: certain


def test_one_answer_of_several_is_collapsed_and_keeps_its_weight():
    x, n, N = [6, 1, 3], [12, 1, 9], [30, 5, 8]
    with pytest.raises(ValueError, match="n <= N"):
        stratified_proportion(x, n, N)
    city = stratified_proportion([6, 1, 3], [12, 1, 6], [30, 5, 8])
    assert city.estimate == pytest.approx((15 + 5 + 4) / 43)
    assert np.isfinite(city.low)
    # By hand: the single one joins the third (5 is nearer 8 than 30).
    p, total = 24 / 43, 43

    def spread(z, f):
        z = np.array(z)
        return (1 - f) * z.size / (z.size - 1) * ((z - z.mean()) ** 2).sum() / total**2

    first = [2.5 * (1 - p)] * 6 + [2.5 * -p] * 6
    rest = [5 * (1 - p)] + [8 / 6 * (1 - p)] * 3 + [8 / 6 * -p] * 3
    assert city.variance == pytest.approx(spread(first, 12 / 30) + spread(rest, 7 / 13))
    assert city.df == 11 + 6


def test_a_single_answer_with_nothing_to_collapse_into_gives_no_interval():
    city = stratified_proportion([1, 4], [1, 4], [6, 4])
    assert city.estimate == 1.0
    assert np.isnan([city.low, city.high]).all()
    assert (city.certain_low, city.certain_high) == (5 / 10, 1)


def test_the_collapse_rule():
    # nearest in size; the larger n at a tie; whole and silent ones never touched
    assert collapse_strata([1, 4, 5], [10, 8, 12]).tolist() == [2, 1, 2]
    assert collapse_strata([1, 4, 0], [10, 30, 10]).tolist() == [1, 1, 2]
    assert collapse_strata([1, 4], [10, 4]).tolist() == [0, 1]
    # two single ones make one of two; a third may join them
    assert collapse_strata([1, 1], [4, 9]).tolist() == [1, 1]
    assert collapse_strata([1, 1, 1], [4, 5, 30]).tolist() == [1, 1, 1]


def test_cells_are_computed_as_if_alone():
    rng = np.random.default_rng(8)
    N = rng.integers(3, 31, 13)
    n = np.maximum(rng.binomial(N, 0.5, (6, 5, 13)) - 2, 0)
    d = rng.binomial(n, 0.6)
    x = rng.binomial(d, 0.4)
    together = stratified_proportion(x, n, N, domain=d)
    for cell in np.ndindex(6, 5):
        alone = stratified_proportion(x[cell], n[cell], N, domain=d[cell])
        assert together.low[cell] == alone.low
        assert together.variance[cell] == alone.variance


def test_a_domain_that_is_everybody_is_the_city():
    x, n, N = [6, 2], [12, 10], [30, 15]
    whole, domain = (
        stratified_proportion(x, n, N),
        stratified_proportion(x, n, N, domain=n),
    )
    assert whole == domain


def test_a_domain_larger_than_the_answers_is_refused():
    with pytest.raises(ValueError, match="domain"):
        stratified_proportion([1], [4], [9], domain=[5])


def test_the_rule_is_the_one_that_is_documented():
    assert inference.FEW == 5
