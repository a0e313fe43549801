"""The proofs of protection.py, against every whole-number table there is."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from helpers.disclosure.protection import protect
from helpers.disclosure.system import System


def system(value, base, rows, relations, *, width, give=None, cost=None) -> System:
    """`relations` are (coefficients, least, most); counts between 0 and their base."""
    value = np.array(value, dtype=float)
    give = np.zeros(len(value)) if give is None else np.array(give, dtype=float)
    return System(
        value=value,
        low=np.zeros(len(value)),
        high=np.array(base, dtype=float),
        whole=np.ones(len(value), dtype=bool),
        known=np.ones(len(value), dtype=bool),
        rows=rows,
        give_below=give,
        give_above=give,
        cost=np.ones(len(value)) if cost is None else np.array(cost, dtype=float),
        weight=np.zeros(len(value)),
        width=np.array(width, dtype=float),
        matrix=sparse.csc_array(np.array([row for row, _, _ in relations], float)),
        least=np.array([least for _, least, _ in relations], dtype=float),
        most=np.array([most for _, _, most in relations], dtype=float),
    )


def margins(table: np.ndarray) -> list[tuple[np.ndarray, float, float]]:
    """Relations of a table whose last row is the sum of the others."""
    groups, options = table.shape
    relations = []
    for group in range(groups):
        row = np.zeros(table.shape)
        row[group] = 1
        relations.append((row.ravel(), table[group].sum(), table[group].sum()))
    for option in range(options):
        column = np.zeros(table.shape)
        column[:-1, option] = 1
        column[-1, option] = -1
        relations.append((column.ravel(), 0, 0))
    return relations


def of_table(inner: np.ndarray, k: int) -> tuple[System, frozenset[int]]:
    table = np.vstack([inner, inner.sum(axis=0)])
    base = np.repeat(table.sum(axis=1), table.shape[1])
    value = table.ravel()
    rest = base - value
    primary = ((value > 0) & (value < k)) | ((rest > 0) & (rest < k)) | (base < k)
    primary &= base > 0
    rows = [(cell,) for cell in range(len(value))]
    width = np.where(primary, k - 1, 0)
    cost = np.where(np.arange(len(value)) < inner.size, 1, 10)  # totals are dear
    return (
        system(value, base, rows, margins(table), width=width, cost=cost),
        frozenset(int(cell) for cell in np.flatnonzero(primary)),
    )


def every_table(inner: np.ndarray, hidden: frozenset[int]) -> np.ndarray:
    """All tables of the same bases that agree with the cells that are printed."""
    table = np.vstack([inner, inner.sum(axis=0)])
    options = inner.shape[1]
    ways = [
        [row for row in product(range(total + 1), repeat=options) if sum(row) == total]
        for total in inner.sum(axis=1)
    ]
    printed = [cell for cell in range(table.size) if cell not in hidden]
    fits = []
    for rows in product(*ways):
        other = np.vstack([rows, np.sum(rows, axis=0)]).ravel()
        if (other[printed] == table.ravel()[printed]).all():
            fits.append(other)
    return np.array(fits)


tables = st.tuples(st.integers(1, 3), st.integers(2, 3)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 3), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    ).filter(lambda rows: np.sum(rows) <= 12)
)


@settings(deadline=None, max_examples=150)
@given(tables, st.integers(2, 4))
def test_the_rule_holds_among_all_tables_that_agree(rows, k):
    inner = np.array(rows)
    known, primary = of_table(inner, k)
    got = protect(known, primary)
    fits = every_table(inner, got.suppressed)
    low, high = fits.min(axis=0), fits.max(axis=0)
    assert (low <= got.low).all()
    assert (high >= got.high).all()
    assert primary <= got.suppressed
    assert got.exposed == ()
    assert protect(known, primary, all_or_none=True).suppressed == got.suppressed
    for cell in got.suppressed:
        value, base = known.value[cell], known.high[cell]
        wide = high[cell] - low[cell]
        if cell in primary:
            assert wide >= min(k - 1, base)
            assert low[cell] < value or value == 0
            assert high[cell] > value or value == base
        elif base:
            assert wide > 0


def test_one_hidden_cell_needs_three_more_in_a_table_with_margins():
    inner = np.array([[2, 9, 9], [9, 9, 9], [9, 9, 9]])
    got = protect(*of_table(inner, 5))
    assert 0 in got.suppressed
    assert len(got.suppressed) == 4
    assert all(cell < 9 for cell in got.suppressed)


def test_the_dearer_row_stays_printed():
    # One cell to protect; either the second or the third can hide it.
    known = system(
        [2, 9, 9],
        [20, 20, 20],
        [(0,), (1,), (2,)],
        [([1, 1, 1], 20, 20)],
        width=[4, 0, 0],
        cost=[1, 5, 2],
    )
    assert protect(known, frozenset({0})).suppressed == {0, 2}


def test_a_difference_that_is_printed_nowhere_is_protected_too():
    # All minus a part: 21 − 20; the difference is one person.
    known = system(
        [12, 11, 1],
        [21, 20, 1],
        [(0,), (1,), ()],
        [([1, -1, -1], 0, 0)],
        width=[0, 0, 1],
    )
    got = protect(known, frozenset())
    assert got.suppressed in ({0}, {1})


def test_a_total_within_its_rounding_hides_nothing_but_one_without_does():
    relations = [([1, 1, -1], 0, 0)]
    rows = [(0,), (1,), (2,)]
    args = ([2, 9, 11], [20, 20, 40], rows, relations)
    coarse = system(*args, width=[4, 0, 0], give=[0, 0, 3], cost=[1, 9, 9])
    exact = system(*args, width=[4, 0, 0], give=[0, 0, 0], cost=[1, 9, 9])
    wide = protect(coarse, frozenset({0, 1}))
    assert wide.suppressed == {0, 1}
    assert (wide.low[0], wide.high[0]) == (0, 4)
    assert protect(coarse, frozenset({0})).suppressed == {0}
    assert protect(exact, frozenset({0})).suppressed > {0}


def test_what_is_already_known_is_exposed_and_hides_nothing_in_vain():
    known = system(
        [3, 5],
        [3, 9],
        [(0,), (1,)],
        [([1, 0], 3, 3)],
        width=[2, 0],
    )
    got = protect(known, frozenset({0}))
    assert got.exposed == (0,)
    assert got.suppressed == {0}


def test_the_search_ends_at_what_nothing_protects_where_all_go_then():
    # Cell 0 is known; cell 1 would else need cell 2.
    known = system(
        [3, 2, 18],
        [9, 20, 20],
        [(0,), (1,), (2,)],
        [([1, 0, 0], 3, 3), ([0, 1, 1], 20, 20)],
        width=[2, 4, 0],
    )
    assert protect(known, frozenset({0, 1})).suppressed == {0, 1, 2}
    ended = protect(known, frozenset({0, 1}), all_or_none=True)
    assert 0 in ended.exposed
    assert ended.suppressed == {0, 1}


def test_rows_that_belong_together_are_hidden_together():
    known = system(
        [2, 18, 18],
        [20, 20, 20],
        [(0,), (1, 7), (1, 7)],
        [([1, 1, 0], 20, 20), ([0, 1, -1], 0, 0)],
        width=[4, 0, 0],
    )
    assert protect(known, frozenset({0})).suppressed == {0, 1, 7}


def test_the_integer_programme_is_used_where_corners_are_not_whole():
    # a + b = b + c = c + a: no whole move of a by one without the others; with a, b, c
    # hidden and the sums printed exactly, nothing can move at all.
    known = system(
        [2, 2, 2, 4, 4, 4],
        [9] * 3 + [18] * 3,
        [(cell,) for cell in range(6)],
        [
            ([1, 1, 0, -1, 0, 0], 0, 0),
            ([0, 1, 1, 0, -1, 0], 0, 0),
            ([1, 0, 1, 0, 0, -1], 0, 0),
        ],
        width=[2, 2, 2, 0, 0, 0],
    )
    got = protect(known, frozenset({0, 1, 2}))
    assert got.exposed == ()
    assert got.suppressed > {0, 1, 2}
    moved = got.high[:3] - got.low[:3]
    assert (moved >= 2).all()
