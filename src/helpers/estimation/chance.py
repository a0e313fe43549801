"""Which pairs share more organisations than their numbers of ties give.

Against a null where every department and every organisation has as many ties as it
has, and all else is as likely: drawn by curveball trades. Arrays in, a table out.
Sources at length in docs/methods.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from statsmodels.stats.multitest import multipletests

BATCH = 1_000
"""After so many more draws it is looked whether every verdict is settled."""
DOUBT = 0.001
"""How likely the draws may be to mislead of a pair."""


def share_more_than_chance(
    incidence: NDArray[np.bool_],
    actors: Sequence[str],
    rng: np.random.Generator,
    *,
    draws: int = 10_000,
    most: int | None = None,
    method: Literal["holm", "fdr_bh"] = "holm",
    level: float = 0.95,
) -> pd.DataFrame:
    """Which pairs of actors share more organisations than their numbers of ties give.

    `incidence`: `actors` × organisations. One row a pair of actors: first, second,
    shared, expected (mean of the draws), p (upper tail, (1 + draws as high)/(1 +
    draws)), p_adjusted, more (bool). Actors without ties are left out. Nothing may be
    said of a pair on `shared` alone.

    With `most`, draws go on after the first `draws`, up to so many, until no pair's
    verdict depends on which were drawn; one that still does is not `more`. So a pair
    at the limit is not called by one seed and not by another.

    Raises ValueError where `draws` is so small that no pair could ever pass. Source:
    Strona et al. (2014), Nature Communications 5; Neal (2014), Social Networks 39;
    Gandy (2009), Journal of the American Statistical Association 104.
    """
    tied = np.flatnonzero(incidence.any(axis=1))
    names = [actors[int(row)] for row in tied]
    first, second = np.triu_indices(len(names), k=1)
    alpha = 1 - level
    needed = draws_needed(len(names), level=level)
    if draws < needed:
        raise ValueError(
            f"{draws} draws cannot give any of {len(first)} pairs a corrected p of "
            f"{alpha:.2g}: use at least {needed}"
        )
    table = pd.DataFrame(
        {
            "first": np.array(names, object)[first],
            "second": np.array(names, object)[second],
        }
    ).astype("str")
    if table.empty:
        numbers = dict.fromkeys(("shared", "expected", "p", "p_adjusted"), 0.0)
        return table.assign(**numbers, more=False)
    matrix = incidence[tied]
    observed = _together(matrix)[first, second]
    total, as_high = np.zeros(len(first)), np.zeros(len(first))

    def passing(p: NDArray[np.float64]) -> NDArray[np.bool_]:
        return multipletests(p, alpha=alpha, method=method)[0]

    made = 0
    for drawn in fixed_margin_draws(matrix, rng, draws=most or draws):
        made += 1
        shared = _together(drawn)[first, second]
        total += shared
        as_high += shared >= observed
        if made >= draws and most and made % BATCH == 0:
            least, worst = (passing(p) for p in _p_within(as_high, made))
            if (least == worst).all():
                break
    p = (1 + as_high) / (1 + made)
    return table.assign(
        shared=observed.astype(np.int64),
        expected=total / made,
        p=p,
        p_adjusted=multipletests(p, alpha=alpha, method=method)[1],
        more=passing(_p_within(as_high, made)[1]) if most else passing(p),
    )


def _p_within(
    as_high: NDArray[np.float64], made: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The limits within which the p of all possible draws surely lies (Clopper and
    Pearson's, wrong once in a thousand)."""
    low = stats.beta.ppf(DOUBT / 2, as_high, made - as_high + 1)
    high = stats.beta.ppf(1 - DOUBT / 2, as_high + 1, made - as_high)
    return np.nan_to_num(low, nan=0.0), np.nan_to_num(high, nan=1.0)


def draws_needed(actors: int, *, level: float = 0.95) -> int:
    """The fewest draws by which one pair of so many actors could pass.

    >>> draws_needed(12)
    1319
    """
    pairs = actors * (actors - 1) // 2
    return max(int(np.ceil(pairs / (1 - level) - 1e-9)) - 1, 1)


def fixed_margin_draws(
    matrix: NDArray[np.bool_], rng: np.random.Generator, *, draws: int
) -> Iterator[NDArray[np.bool_]]:
    """`draws` matrices with the row and column sums of `matrix`, all such as likely.

    Each is as many trades as there are rows after the one before (ten times as many
    before the first): two rows put what only one of them has in a heap and draw their
    numbers from it again. The same array is given each time, changed.
    """
    current = np.array(matrix, bool)
    rows = len(current)
    for draw in range(draws):
        trades = rows * (10 if draw == 0 else 1) if rows > 1 else 0
        for _ in range(trades):
            one = int(rng.integers(rows))
            other = int(rng.integers(rows - 1))
            _trade(current, one, other + (other >= one), rng)
        yield current


def _trade(
    matrix: NDArray[np.bool_], one: int, other: int, rng: np.random.Generator
) -> None:
    heap = np.flatnonzero(matrix[one] != matrix[other])
    own = int(matrix[one, heap].sum())
    if own in (0, heap.size):
        return  # one has nothing that the other lacks: nothing to trade
    rng.shuffle(heap)
    matrix[one, heap] = np.arange(heap.size) < own
    matrix[other, heap] = np.arange(heap.size) >= own


def _together(matrix: NDArray[np.bool_]) -> NDArray[np.float64]:
    # As floats the product is BLAS's; whole numbers so small are exact.
    numbers = matrix.astype(float)
    return numbers @ numbers.T
