"""Estimates of microdata under a stratified design; R's numbers are carried here."""

import itertools

import numpy as np
import pytest

from helpers.estimation import design
from helpers.estimation.design import Design, NotConverged

# R's api data as counts (school type, awarded): enough for every 0/1 estimate.
SIMPLE = {"E": (142, 101), "H": (25, 9), "M": (33, 14)}
STRATIFIED = {"E": (100, 73), "H": (50, 16), "M": (50, 24)}
SIZES = [4421.0, 755.0, 1018.0]
R_WEIGHTS = [44.2099990844727, 15.1000003814697, 20.3600006103516]


def schools(counts):
    """School type (code) and awarded (0/1), one row a school."""
    types = np.repeat(np.arange(3), [n for n, _ in counts.values()])
    awarded = np.concatenate([np.arange(n) < x for n, x in counts.values()])
    return types, awarded.astype(float)


def simple_sample():
    types, awarded = schools(SIMPLE)
    return types, awarded, Design.responding(np.zeros(200, int), [6194])


def stratified_sample():
    types, awarded = schools(STRATIFIED)
    return types, awarded, Design(types, np.array(R_WEIGHTS)[types], np.array(SIZES))


def test_stratified_share_agrees_with_r():
    _, awarded, sample = stratified_sample()
    found, interval = design.proportion_interval(awarded, sample)
    assert found.values[0] == pytest.approx(0.638936064050578, rel=1e-8)
    assert found.se[0] == pytest.approx(0.0344059179972689, rel=1e-8)
    assert found.df == 197
    np.testing.assert_allclose(
        np.ravel(interval), [0.567218701479749, 0.706354783014459], rtol=1e-8
    )
    np.testing.assert_allclose(
        np.ravel(found.interval()), [0.571084874530262, 0.706787253570895], rtol=1e-8
    )


def test_domains_and_their_contrast_agree_with_r():
    types, awarded, sample = simple_sample()
    found = design.mean(np.tile(awarded, (3, 1)).T, sample, domain=np.eye(3)[types])
    np.testing.assert_allclose(
        found.values, [0.711267605633803, 0.36, 0.424242424242424], rtol=1e-8
    )
    np.testing.assert_allclose(
        found.se,
        [0.0375043227226329, 0.0946743782015869, 0.0848459539458645],
        rtol=1e-8,
    )
    contrast = found.contrast([1, -1, 0])
    assert contrast.values[0] == pytest.approx(0.351267605633803, rel=1e-8)
    assert contrast.se[0] == pytest.approx(0.101832274406204, rel=1e-8)


def test_totals_and_post_stratification_agree_with_r():
    types, awarded, sample = simple_sample()
    totals = design.total(np.eye(3)[types], sample)
    np.testing.assert_allclose(
        totals.se, [195.99527648395, 142.848756640964, 160.325514195371], rtol=1e-8
    )
    weighted = design.post_stratify(sample, types, SIZES)
    found, interval = design.proportion_interval(awarded, weighted)
    assert found.values[0] == pytest.approx(0.621277506035814, rel=1e-8)
    assert found.se[0] == pytest.approx(0.0323140961810077, rel=1e-8)
    np.testing.assert_allclose(
        np.ravel(interval), [0.554461952368371, 0.684856690493541], rtol=1e-8
    )
    effect = design.kish_design_effect(weighted.weights)
    assert effect == pytest.approx(1.0000996716399, rel=1e-8)


def test_rao_scott_agrees_with_r():
    types, awarded, sample = simple_sample()
    F, chi2 = design.rao_scott(types, awarded, sample)
    assert F.statistic == pytest.approx(9.02821914188591, rel=1e-8)
    assert F.p == pytest.approx(0.00014636397919306, rel=1e-8)
    assert chi2.p == pytest.approx(0.000119975963203245, rel=1e-8)
    types, awarded, sample = stratified_sample()
    F, _ = design.rao_scott(types, awarded, sample)
    assert F.df == pytest.approx((1.88513588503461, 371.371769351819), rel=1e-8)
    assert F.p == pytest.approx(2.08210867642841e-06, rel=1e-8)


def test_the_variance_of_a_total_is_that_over_all_samples():
    """Every sample of 3 of 5 and 2 of 4: unbiased, for the total and its variance."""
    y = np.array([3.0, 5, 9, 4, 7, 20, 24, 29, 21])
    totals, variances = [], []
    for first in itertools.combinations(range(5), 3):
        for second in itertools.combinations(range(5, 9), 2):
            drawn = [*first, *second]
            sample = Design.responding([0, 0, 0, 1, 1], [5, 4])
            found = design.total(y[drawn], sample)
            totals.append(found.values[0])
            variances.append(found.variances[0])
    assert np.mean(totals) == pytest.approx(y.sum())
    assert np.mean(variances) == pytest.approx(np.var(totals))


def test_a_domain_is_not_the_filtered_rows():
    types, awarded, sample = simple_sample()
    inside = types == 0
    full = design.total(awarded * inside, sample).variances[0]
    spread = (awarded * inside).var(ddof=1)  # the zeros outside count
    assert full == pytest.approx(6194**2 * (1 - 200 / 6194) * spread / 200)
    only = Design(np.zeros(142, int), sample.weights[inside], sample.population)
    assert design.total(awarded[inside], only).variances[0] < 0.6 * full


def test_mean_ignores_what_lies_outside_the_domain():
    sample = Design.responding([0, 0, 0], [9])
    found = design.mean([2.0, 4.0, np.nan], sample, domain=[1, 1, 0])
    assert found.values[0] == 3


def test_a_whole_stratum_adds_no_variance_and_a_single_answer_is_collapsed():
    whole = Design.responding([0, 0, 1, 1], [2, 6])
    assert design.total([1, 9, 5, 5], whole).variances[0] == 0
    single = Design.responding([0, 0, 0, 1], [6, 5])
    assert np.isfinite(design.mean([1, 0, 1, 1], single).se[0])
    alone = Design.responding([0], [5])
    assert np.isnan(design.mean([1.0], alone).se[0])


def test_quantiles_are_those_of_the_weighted_answers():
    sample = Design.responding([0, 0, 0, 0], [40])
    found, limits = design.quantiles([4, 1, 3, 2], [0.25, 0.5, 1.0], sample)
    assert found.tolist() == [1, 2, 4]
    assert (limits.low <= found).all()
    assert (found <= limits.high).all()


def test_a_post_stratum_without_answers_is_named():
    sample = Design.responding([0, 0], [9])
    with pytest.raises(ValueError, match=r"\[1, 3\]"):
        design.post_stratify(sample, [0, 2], [3, 2, 4, 1])


def test_raking_meets_its_margins_and_its_variance_is_that_of_simulation():
    rng = np.random.default_rng(4)
    N = 400
    a, b = rng.integers(0, 2, N), rng.integers(0, 3, N)
    y = 2.0 * a + 1.5 * b + rng.normal(0, 0.7, N)
    margins = [np.bincount(a), np.bincount(b)]
    means, variances, last_only = [], [], []
    for _ in range(400):
        drawn = rng.permutation(N)[:100]
        sample = Design.responding(np.zeros(100, int), [N])
        raked = design.rake(sample, [(a[drawn], margins[0]), (b[drawn], margins[1])])
        sums = np.bincount(a[drawn], raked.weights)
        np.testing.assert_allclose(sums, margins[0], rtol=1e-8)
        found = design.mean(y[drawn], raked)
        means.append(found.values[0])
        variances.append(found.variances[0])
        last = design.post_stratify(sample, b[drawn], margins[1])
        last_only.append(design.mean(y[drawn], last).variances[0])
    assert np.mean(variances) == pytest.approx(np.var(means), rel=0.15)
    # the variance of the last margin alone would be far too large
    assert np.mean(last_only) > 1.5 * np.mean(variances)


@pytest.mark.parametrize(
    "margins",
    [
        [([0, 0, 1], [5, 4]), ([0, 1, 1], [20, 1])],  # totals that do not agree
        [([0, 0, 0], [5, 4])],  # a cell with a total and no answer
    ],
)
def test_raking_that_cannot_converge_says_where(margins):
    with pytest.raises(NotConverged, match=r"margin [01], cell"):
        design.rake(Design.responding([0, 0, 0], [9]), margins, rounds=50)


def test_equal_weights_cost_nothing():
    assert design.kish_design_effect(np.full(7, 2.5)) == pytest.approx(1)
    assert np.isnan(design.kish_design_effect([]))


@pytest.mark.parametrize(
    ("strata", "weights", "population"),
    [([0, 1], [1.0], [5.0, 5.0]), ([0, 2], [1.0, 1.0], [5.0, 5.0]),
     ([0, 0], [1.0, 1.0], [1.0])],
)  # fmt: skip
def test_parts_that_do_not_fit_are_refused(strata, weights, population):
    with pytest.raises(ValueError, match=r"strata|answered"):
        Design(np.array(strata), np.array(weights), np.array(population))
