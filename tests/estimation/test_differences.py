"""Differences and many of them: against R, against enumeration, and by hand."""

import itertools

import numpy as np
import pytest
from scipy import stats
from support.chances import chance

from helpers.estimation.differences import (
    MATCHED_UNITS_FOR_A_TEST,
    adjust_p_values,
    change_variance,
    change_with_overlap,
    difference_from_the_others,
    difference_p,
    mover_difference,
)

P = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205,
     0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34]  # fmt: skip


def test_corrected_p_values_agree_with_r():
    holm = [0.015, 0.112, 0.507, 0.507, 0.507, 0.6, 0.666, *[1] * 8]
    bh = [0.015, 0.06, 0.126, 0.126, 0.126, 0.15, 0.158571428571429,
          *[0.294642857142857] * 7, 0.34]  # fmt: skip
    np.testing.assert_allclose(adjust_p_values(P, method="holm"), holm, rtol=1e-8)
    np.testing.assert_allclose(adjust_p_values(P, method="bh"), bh, rtol=1e-8)


def test_an_unknown_p_spoils_no_other():
    found = adjust_p_values([np.nan, *P, np.nan], method="bh")
    np.testing.assert_array_equal(found[1:-1], adjust_p_values(P, method="bh"))
    assert np.isnan(found[[0, -1]]).all()
    assert np.isnan(adjust_p_values([np.nan], method="holm")).all()
    assert adjust_p_values([], method="holm").size == 0


def test_wrong_p_values_and_methods_are_refused():
    with pytest.raises(ValueError, match="holm, bh"):
        adjust_p_values(P, method="bonferroni")
    with pytest.raises(ValueError, match=r"\[0, 1\]"):
        adjust_p_values([0.2, 1.2], method="holm")


def test_mover_by_hand_and_turned_around():
    low, high = mover_difference(0.5, (0.3, 0.7), 0.2, (0.1, 0.4))
    assert low == pytest.approx(0.3 - np.sqrt(0.2**2 + 0.2**2))
    assert high == pytest.approx(0.3 + np.sqrt(0.2**2 + 0.1**2))
    assert mover_difference(0.2, (0.1, 0.4), 0.5, (0.3, 0.7)) == (-high, -low)


@pytest.mark.parametrize(
    ("N1", "n1", "N2", "n2"),
    [(30, 21, 53, 11), (25, 24, 25, 24), (12, 10, 12, 10), (22, 11, 16, 16)],
)
def test_a_difference_covers_by_enumeration(N1, n1, N2, n2):
    """Every outcome for every truth; MOVER on the accepted ends fails all of them."""
    x = np.stack(
        np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1), indexing="ij"), axis=-1
    )
    found = difference_from_the_others(x, [n1, n2], [N1, N2])
    low, high = found.low[..., 0], found.high[..., 0]
    for K1, K2 in itertools.product(range(N1 + 1), range(N2 + 1)):
        truth = K1 / N1 - K2 / N2
        holds = (low - 1e-12 <= truth) & (truth <= high + 1e-12)
        chances = np.outer(
            [float(chance(a, n1, N1, K1)) for a in range(n1 + 1)],
            [float(chance(b, n2, N2, K2)) for b in range(n2 + 1)],
        )
        assert (holds * chances).sum() >= 0.95, (K1, K2)


def test_a_difference_of_two_whole_departments_is_exact():
    found = difference_from_the_others([3, 1], [4, 5], [4, 5])
    assert found.low[0] == found.estimate[0] == found.high[0] == pytest.approx(0.55)


def test_each_department_against_the_others():
    x, n, N = [9, 4, 0], [12, 16, 0], [30, 20, 7]
    found = difference_from_the_others(x, n, N)
    assert found.estimate[0] == pytest.approx(9 / 12 - 4 / 16)
    # with one other that answered, its share is that department's
    assert found.estimate[1] == -found.estimate[0]
    assert found.low[0] < 0.5 < found.high[0]
    assert np.isnan([found.estimate[2], found.low[2]]).all()


def test_the_p_of_a_difference_is_5_percent_where_the_interval_touches_zero() -> None:
    (p, low, high), (q, floor, ceiling) = (0.62, 0.50, 0.73), (0.40, 0.31, 0.52)
    found = mover_difference(p, (low, high), q, (floor, ceiling))
    shift = -float(found.low)  # so that the interval begins at nothing
    again = difference_p(p + shift, (low + shift, high + shift), q, (floor, ceiling))
    assert float(again) == pytest.approx(0.05)
    assert float(difference_p(0.4, (0.3, 0.5), 0.4, (0.2, 0.6))) == 1
    assert float(difference_p(0.4, (0.4, 0.4), 0.5, (0.5, 0.5))) == 0


# --- change ---------------------------------------------------------------------------


def test_change_variance_agrees_with_r():
    found = change_variance(360, 330, 270, 600, 0.24, 0.25, 0.14)
    assert found == pytest.approx(0.000437878787878788, rel=1e-8)


def change_of(first, second, strata=None, N=None):
    strata = np.zeros(len(first), int) if strata is None else strata
    return change_with_overlap(first, second, strata, N)


def test_change_is_exact_when_all_answered_both_waves():
    found = change_of([1, 0, 0], [1, 1, 0], N=[3])
    assert (found.estimate, found.low, found.high) == (pytest.approx(1 / 3),) * 3
    assert (found.matched, found.changed) == (3, 1)


def panel(matched, gained, lost):
    """Answers of a panel: some gained, some lost, the rest half and half."""
    first, second = np.zeros(matched), np.zeros(matched)
    first[gained : gained + lost] = 1
    second[:gained] = 1
    rest = slice(gained + lost, None)
    first[rest] = second[rest] = np.arange(matched - gained - lost) % 2
    return first, second


def test_change_of_a_full_panel_is_the_paired_difference():
    first, second = panel(40, 8, 2)
    found = change_of(first, second, N=[100])
    d = second - first
    assert found.estimate == pytest.approx(0.15)
    assert found.variance == pytest.approx(d.var(ddof=1) / 40 * (1 - 40 / 100))


@pytest.mark.parametrize(("matched", "gained", "shown"), [(19, 8, False), (20, 8, True),
                                                          (40, 4, False)])  # fmt: skip
def test_change_of_too_few_units_is_told_without_interval(matched, gained, shown):
    found = change_of(*panel(matched, gained, 0), N=[100])
    assert np.isfinite(found.low) == shown
    assert np.isfinite(found.estimate)


def test_the_stratum_that_carries_the_variance_gives_the_degrees_of_freedom():
    """One stratum answered in full but for one unit, the other hardly at all."""
    first, second = panel(40, 8, 2)
    alone = change_of(first, second, N=[400])
    sure = change_of(
        [*first, *([0, 1] * 50)], [*second, *([0, 1] * 50)], [0] * 40 + [1] * 100,
        [400, 101],
    )  # fmt: skip
    weight = 400 / 501
    t = stats.t.ppf(0.975, 39)
    assert (alone.high - alone.low) / 2 == pytest.approx(t * np.sqrt(alone.variance))
    reach = (sure.high - sure.low) / 2
    assert reach == pytest.approx(weight * (alone.high - alone.low) / 2, rel=0.01)


def test_change_leaves_out_a_department_silent_in_one_wave():
    first, second = panel(40, 8, 2)
    alone = change_of(first, second, N=[100])
    with_silent = change_of(
        [*first, 1, 1], [*second, np.nan, np.nan], [0] * 40 + [1] * 2, [100, 10]
    )
    assert with_silent == alone


def test_change_without_any_common_department_is_unknown():
    assert np.isnan(change_of([1.0, np.nan], [np.nan, 1.0], [0, 1], [4, 4]).estimate)


def test_the_rule_is_the_one_that_is_documented():
    assert MATCHED_UNITS_FOR_A_TEST == 20
