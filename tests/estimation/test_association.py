"""Comparisons between groups; R's numbers are carried here."""

import numpy as np
import pytest

from helpers.estimation.association import (
    adjust_p_values,
    cohens_h,
    cronbachs_alpha,
    difference_p,
    newcombe_interval,
    ordinal_contrast,
    paired_change_p,
    table_association,
    wilson_interval,
)
from helpers.estimation.inference import mover_difference

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


@pytest.mark.parametrize(
    ("a", "m", "b", "n", "interval"),
    [
        (56, 70, 48, 80, (0.052431472402365, 0.333872654036906)),
        (9, 10, 3, 10, (0.170522723934503, 0.809017973535488)),
        (0, 8, 3, 9, (-0.645797864419604, 0.054613343754932)),
        (0, 10, 0, 20, (-0.161125158052819, 0.277532799862889)),
        (10, 10, 0, 20, (0.679086037141915, 1)),
    ],
)
def test_newcombe_agrees_with_r(a, m, b, n, interval):
    np.testing.assert_allclose(newcombe_interval(a, m, b, n), interval, rtol=1e-8)


def test_wilson_agrees_with_r():
    low, high = wilson_interval([0, 3, 6, 0], [3, 3, 12, 0])
    np.testing.assert_allclose(
        low, [0, 0.438502968244955, 0.253781597633706, np.nan], rtol=1e-8
    )
    np.testing.assert_allclose(
        high, [0.561497031755045, 1, 0.746218402366294, np.nan], rtol=1e-8
    )


def test_a_table_agrees_with_r():
    found = table_association([[30, 12, 6], [10, 20, 9], [5, 8, 25]])
    assert found.chi2 == pytest.approx(42.9549267131504, rel=1e-8)
    assert found.p == pytest.approx(1.05731276937405e-08, rel=1e-8)
    assert found.cramers_v == pytest.approx(0.414511407385372, rel=1e-8)
    assert found.cramers_v_corrected == pytest.approx(0.397797663059288, rel=1e-8)
    np.testing.assert_allclose(
        found.residuals,
        [
            [4.87343187122414, -1.32464302526568, -3.69007699895441],
            [-1.62485123599796, 3.11215968425661, -1.44020155601237],
            [-3.51626882039591, -1.73407336254128, 5.35228412861298],
        ],
        rtol=1e-8,
    )


def test_empty_rows_of_a_table_do_not_count():
    full = table_association([[30, 10], [10, 30]])
    gaps = table_association([[30, 0, 10], [0, 0, 0], [10, 0, 30]])
    assert gaps.cramers_v == full.cramers_v
    assert np.isnan(gaps.residuals[1]).all()
    assert np.isnan(gaps.residuals[:, 1]).all()
    assert np.isnan(table_association([[3, 4], [0, 0]]).cramers_v)


def test_ordered_answers_agree_with_r():
    x = [1, 2, 2, 3, 3, 3, 4, 5, 5]
    y = [2, 3, 3, 4, 4, 5, 5, 5, 1, 2]
    found = ordinal_contrast(x, y)
    assert found.cliffs_delta == pytest.approx(-0.122222222222222, rel=1e-8)
    assert found.w == 39.5
    assert found.p == pytest.approx(0.675605205005996, rel=1e-8)
    turned = ordinal_contrast(y, [*x, np.nan])
    assert turned.cliffs_delta == pytest.approx(-found.cliffs_delta)


def test_ordered_answers_without_contrast():
    assert ordinal_contrast([3, 3], [3]).p == 1
    assert np.isnan(ordinal_contrast([], [3]).cliffs_delta)


def test_paired_change_agrees_with_r():
    assert paired_change_p(14, 5) == pytest.approx(0.063568115234375, rel=1e-8)
    assert paired_change_p(0, 0) == 1


def test_alpha_agrees_with_r():
    items = [[4, 5, 3, 4], [2, 3, 2, 2], [5, 5, 4, 5],
             [3, 3, 3, 4], [1, 2, 1, 2], [4, 4, 5, 4]]  # fmt: skip
    assert cronbachs_alpha(items) == pytest.approx(0.953900709219858, rel=1e-8)
    incomplete = [*items, [1, np.nan, 5, 5]]
    assert cronbachs_alpha(incomplete) == cronbachs_alpha(items)
    assert np.isnan(cronbachs_alpha([[2, 2], [2, 2]]))


def test_cohens_h_is_signed_and_bounded():
    assert cohens_h(1, 0) == pytest.approx(np.pi)
    assert cohens_h(0.2, 0.6) == -cohens_h(0.6, 0.2)


def test_the_p_of_a_difference_is_5_percent_where_the_interval_touches_zero() -> None:
    (p, low, high), (q, floor, ceiling) = (0.62, 0.50, 0.73), (0.40, 0.31, 0.52)
    found = mover_difference(p, (low, high), q, (floor, ceiling))
    shift = -float(found.low)  # so that the interval begins at nothing
    again = difference_p(p + shift, (low + shift, high + shift), q, (floor, ceiling))
    assert float(again) == pytest.approx(0.05)
    assert float(difference_p(0.4, (0.3, 0.5), 0.4, (0.2, 0.6))) == 1
    assert float(difference_p(0.4, (0.4, 0.4), 0.5, (0.5, 0.5))) == 0
