"""What may be claimed about a finite population from the units that answered.

Arrays in, arrays out; nothing here knows of surveys, files or words. Shares are 0-1,
counts are whole numbers, and everything broadcasts, so a whole table of cells is one
call. A cell nobody answered gives NaN, never 0. What compares two shares is in
`differences`.

Formulas, assumptions and sources are told at length in docs/methods.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from helpers.estimation.strata import DIGITS, limits_by_strata

Array = NDArray[np.float64]

# With fewer units that have the property (or lack it) the estimated variance is too
# uncertain to claim more than a simple random sample would.
FEW = 5


class Interval(NamedTuple):
    """A lower and an upper limit, arrays of one shape (unpacks as `low, high`)."""

    low: Array
    high: Array


# --- one department -------------------------------------------------------------------


def hypergeometric_interval(
    x: ArrayLike, n: ArrayLike, N: ArrayLike, *, level: float = 0.95
) -> Interval:
    """The exact interval for a share of a finite population of known size.

    `x` of the `n` units that answered, out of `N`, have the property. The interval is
    every K/N for which neither P(X >= x | K) nor P(X <= x | K) is as small as
    (1 - level)/2, X being hypergeometric: it holds if nonrespondents resemble those
    who answered. Nobody answered, or a NaN: NaN. All answered: the share itself.

    Raises ValueError unless 0 <= x <= n <= N.
    Source: Konijn (1973); Wright (1997), "A simple method of exact confidence
    intervals for a finite population".

    >>> hypergeometric_interval([6, 18], [12, 18], 30)
    Interval(low=array([0.26666667, 0.9       ]), high=array([0.73333333, 1.        ]))
    """
    x, n, N = checked_counts(x=x, n=n, N=N)
    low, high = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    known = ~(np.isnan(x) | np.isnan(n) | np.isnan(N)) & (n > 0)
    if known.any():
        # A report repeats few distinct (x, n, N); each is solved once.
        cells = np.stack([x[known], n[known], N[known]], axis=-1).astype(np.int64)
        distinct, where = np.unique(cells, axis=0, return_inverse=True)
        fewest, most = _feasible_totals(*distinct.T, tail=(1 - level) / 2)
        low[known] = (fewest / distinct[:, 2])[where.ravel()]
        high[known] = (most / distinct[:, 2])[where.ravel()]
    return Interval(low, high)


def _feasible_totals(
    x: NDArray, n: NDArray, N: NDArray, *, tail: float
) -> tuple[NDArray, NDArray]:
    """The smallest and largest K that `x` of `n` does not speak against.

    Both tail probabilities are monotone in K, so each end is found by bisection.
    """
    tail *= 1 + 1e-12  # a probability of exactly the tail is as small as it: rejected
    first, last = x, N - n + x  # what is certain: K cannot lie outside
    fewest = _first_true(
        lambda K: stats.hypergeom.sf(x - 1, N, K, n) > tail, first, last
    )
    beyond = _first_true(
        lambda K: stats.hypergeom.cdf(x, N, K, n) <= tail, first, last + 1
    )
    return fewest, beyond - 1


def _first_true(holds, first: NDArray, last: NDArray) -> NDArray:
    """The first whole number in [first, last] where `holds`; `last` where none does."""
    first, last = first.copy(), last.copy()
    while (first < last).any():
        middle = (first + last) // 2
        true = holds(middle)
        searching = first < last
        last = np.where(searching & true, middle, last)
        first = np.where(searching & ~true, middle + 1, first)
    return first


# --- no-assumption bounds -------------------------------------------------------------


def no_assumption_bounds(x: ArrayLike, n: ArrayLike, N: ArrayLike) -> Interval:
    """The no-assumption bounds of a share: whatever nonrespondents would say.

    [x/N, (x + N - n)/N]: none of those who did not answer has the
    property, or all of them.
    Works also where nobody answered ([0, 1]). Source: Manski (1989).

    >>> no_assumption_bounds([6, 0], [12, 0], 30)
    Interval(low=array([0.2, 0. ]), high=array([0.8, 1. ]))
    """
    x, n, N = checked_counts(x=x, n=n, N=N)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Interval(x / N, (x + N - n) / N)


def domain_bounds(x: ArrayLike, d: ArrayLike, m: ArrayLike) -> Interval:
    """The no-assumption bounds of a share of a domain.

    `x` of `d` units known to be in the domain have the property; of `m` further units
    the answer, or whether they belong, is unknown. [x/(d + m), (x + m)/(d + m)].
    With the `n` of `N` units for which both are known, m = N - n.

    >>> domain_bounds([3, 4], 5, [5, 0])
    Interval(low=array([0.3, 0.8]), high=array([0.8, 0.8]))
    """
    x, d, m = np.broadcast_arrays(*(np.asarray(a, float) for a in (x, d, m)))
    if ((x < 0) | (x > d) | (m < 0)).any():
        raise ValueError("domain_bounds needs 0 <= x <= d and m >= 0")
    with np.errstate(invalid="ignore", divide="ignore"):
        return Interval(x / (d + m), (x + m) / (d + m))


# --- several departments --------------------------------------------------------------


@dataclass(frozen=True)
class StratifiedProportion:
    """A share of a whole population, or of a domain in it; arrays of one shape.

    `estimate`, `low`, `high`: the share and its interval, for the strata covered.
    `certain_low`, `certain_high`: without any assumption, for *all* strata, those where
    nobody answered included. `variance`, `df`: of the estimate. `covered`: the share of
    the population in strata where somebody answered.
    """

    estimate: Array
    low: Array
    high: Array
    certain_low: Array
    certain_high: Array
    variance: Array
    df: Array
    covered: Array


def department_domain(
    x: ArrayLike,
    n: ArrayLike,
    N: ArrayLike,
    domain: ArrayLike,
    *,
    level: float = 0.95,
) -> StratifiedProportion:
    """The share of a domain in each department by itself (arrays of one shape):
    `stratified_proportion` of one stratum, its ends half a unit of the domain further
    out. The share moves in steps of a unit; where nearly all have answered the interval
    is narrower than one, and covered 0.90 at worst without.
    """
    x, n, N = checked_counts(x=x, n=n, N=N)
    d = np.broadcast_to(np.asarray(domain, float), n.shape)
    found = stratified_proportion(
        x[..., None], n[..., None], N[..., None], domain=d[..., None], level=level
    )
    sampled = (n < N) & (d > 0)
    half = np.divide(n, 2 * N * d, out=np.zeros_like(n), where=sampled)
    return replace(
        found,
        low=np.maximum(found.low - half, found.certain_low),
        high=np.minimum(found.high + half, found.certain_high),
    )


def stratified_proportion(
    x: ArrayLike,
    n: ArrayLike,
    N: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    level: float = 0.95,
    by_strata: bool = True,
) -> StratifiedProportion:
    """A share of the whole city, post-stratified by department (the last axis).

    `x`, `n`, `N`: per stratum, how many have the property, answered, and exist. With
    `domain`, the share is of the domain: `domain` of the `n` whose membership and
    answer are known belong to it, and `n` counts those outside it too, so the variance
    is that of the ratio under the full design.

    p = sum(w x)/sum(w d), w = N/n, and V by linearisation with finite-population
    correction. A stratum where all answered adds no variance; one where nobody did is
    left out (`covered` says how much); one with a single answer is collapsed for the
    variance by `collapse_strata`. The interval is the wider, at each end, of Korn and
    Graubard's and of the strata's own exact limits together (`limits_by_strata`), cut
    at what is certain. Alone (`by_strata` False) Korn and Graubard's is R's, and covers
    0.81 at worst; where fewer than `FEW` units have the property, or lack it, its
    effective size is at most the number answered. Fewer than one degree of freedom: no
    interval (NaN).

    Source: Särndal, Swensson & Wretman (1992), ch. 5, 7; Korn & Graubard (1998).

    >>> city = stratified_proportion([6, 2, 0], [12, 20, 0], [30, 20, 10])
    >>> [round(float(v), 3) for v in (city.estimate, city.low, city.high)]
    [0.34, 0.197, 0.508]
    >>> round(float(city.certain_low), 3), round(float(city.certain_high), 3)
    (0.133, 0.6)
    """
    x, n, N = checked_counts(x=x, n=n, N=N)
    d = n if domain is None else np.broadcast_to(np.asarray(domain, float), n.shape)
    if ((x > d) | (d > n)).any():
        raise ValueError("stratified_proportion needs x <= domain <= n")
    covers = n > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        w = np.where(covers, N / n, 0.0)
        size = (w * d).sum(-1)
        p = (w * x).sum(-1) / size
        # The linearised variable of a unit is w(y - p·d)/size: its sum and its sum of
        # squares in each stratum follow from the counts.
        R = p[..., None]
        total = w * (x - R * d)
        squares = w**2 * (x * (1 - R) ** 2 + (d - x) * R**2)
        V, df = collapsed_variance(total, squares, n, np.where(covers, N, 0.0), d)
        V = V / size**2
    census = (n == N) | ~covers
    found, among = x.sum(-1), d.sum(-1)
    low, high = korn_graubard(
        p,
        V,
        among,
        df,
        exact=census.all(-1) & covers.any(-1),
        few=np.minimum(found, among - found).round(DIGITS) < FEW,
        level=level,
    )
    if by_strata:
        own = limits_by_strata(
            x, d, n, N, partial(hypergeometric_interval, level=level)
        )
        open_ends = ~(census.all(-1) | np.isnan(low))
        low = np.where(open_ends, np.fmin(low, own[0]), low)
        high = np.where(open_ends, np.fmax(high, own[1]), high)
    unknown = np.where(covers, N - n, 0.0).sum(-1)
    within = domain_bounds(found, among, unknown)
    certain = domain_bounds(found, among, (N - n).sum(-1))
    with np.errstate(invalid="ignore", divide="ignore"):
        covered = np.where(covers, N, 0.0).sum(-1) / N.sum(-1)
    # np.maximum keeps NaN: no interval stays no interval.
    return StratifiedProportion(
        estimate=p,
        low=np.maximum(low, within.low),
        high=np.minimum(high, within.high),
        certain_low=certain.low,
        certain_high=certain.high,
        variance=V,
        df=df,
        covered=covered,
    )


def collapsed_variance(
    total: Array, squares: Array, n: Array, N: Array, d: Array
) -> tuple[Array, Array]:
    """Variance and degrees of freedom, single-unit strata collapsed (last axis)."""
    shape, groups = n.shape[:-1], n.shape[-1]
    parts = [np.array(a, float).reshape(-1, groups) for a in (total, squares, n, N, d)]
    alone = ((parts[2] == 1) & (parts[3] > 1)).any(-1)
    if alone.any():
        # Few patterns of response recur over many cells: collapse pattern by pattern.
        keys = np.concatenate([parts[2], parts[3]], axis=-1)[alone]
        patterns, which = np.unique(keys, axis=0, return_inverse=True)
        rows = np.flatnonzero(alone)
        for number, pattern in enumerate(patterns):
            chosen = rows[which.ravel() == number]
            merged = collapse_strata(pattern[:groups], pattern[groups:])
            onto = np.zeros((groups, groups))
            onto[np.arange(groups), merged] = 1.0
            for part in parts:
                part[chosen] = part[chosen] @ onto
    total, squares, n, N, d = parts
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.maximum(squares - total**2 / n, 0.0) * n / (n - 1) * (1 - n / N)
    uncertain = (n > 0) & (n < N)
    spread = np.where(uncertain, spread, 0.0)
    # n = 1 < N with nothing to collapse into: the variance is not known.
    spread = np.where(uncertain & (n <= 1), np.nan, spread)
    df = np.where(uncertain & (d > 0), d - 1, 0.0).sum(-1)
    return spread.sum(-1).reshape(shape), df.reshape(shape)


def collapse_strata(n: ArrayLike, N: ArrayLike) -> NDArray[np.intp]:
    """Which stratum each stratum is counted with when variances are computed.

    A stratum with one answer of several units (n = 1 < N) says nothing of its own
    spread. The rule: it joins the stratum, among those that answered in part, whose N
    is nearest its own (the larger n, then the earlier, at a tie); the smallest goes
    first. Strata without answers or with all answers are never touched, and the
    estimate itself keeps every stratum's own weight. Returns codes, the same length as
    `n`: the position of the stratum joined (itself where nothing is done).

    Source: Cochran (1977), 5A.12; choosing on N, never on the answers, keeps the
    variance from being too small.

    >>> collapse_strata([1, 12, 9, 4], [5, 30, 8, 4])
    array([1, 1, 2, 3])
    """
    n, N = np.asarray(n, float), np.asarray(N, float)
    onto = np.arange(n.size)
    answered = n.copy()
    partly = (n > 0) & (n < N)
    for one in sorted(np.flatnonzero(partly & (n == 1)), key=lambda h: (N[h], h)):
        if onto[one] != one or answered[one] > 1:
            continue  # another single one has joined it meanwhile
        others = [h for h in np.flatnonzero(partly) if h != one and onto[h] == h]
        if not others:
            continue
        partner = min(others, key=lambda h: (abs(N[h] - N[one]), -n[h], h))
        onto[onto == one] = partner
        answered[partner] += answered[one]
    return onto


def korn_graubard(
    p: ArrayLike,
    variance: ArrayLike,
    n: ArrayLike,
    df: ArrayLike,
    *,
    exact: ArrayLike = False,
    few: ArrayLike = False,
    level: float = 0.95,
) -> Interval:
    """Korn and Graubard's interval for a share under a complex design.

    Clopper and Pearson's limits with the effective sample size
    p(1 - p)/V · (t[n - 1]/t[df])². Where V says nothing (p is 0 or 1, or every stratum
    is of one mind) the effective size is `n` itself. `exact` marks where everybody
    answered: the limits are then p. `few` marks where the effective size is held to
    `n`.

    Source: Korn & Graubard (1998), Survey Methodology 24; R's svyciprop("beta").

    >>> [round(float(limit), 3) for limit in korn_graubard(0.25, 0.0, 20, 19)]
    [0.087, 0.491]
    """
    p, V, n, df, exact, few = np.broadcast_arrays(
        *(np.asarray(a, float) for a in (p, variance, n, df)),
        *(np.asarray(a, bool) for a in (exact, few)),
    )
    tail = (1 - level) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        adjust = (stats.t.ppf(tail, n - 1) / stats.t.ppf(tail, df)) ** 2
        # Rounding leaves a V of 1e-34 where every stratum is of one mind.
        relative = V / (p * (1 - p))
        no_spread = (p <= 0) | (p >= 1) | (relative <= 1e-14)
        size = np.where(no_spread, n, adjust / relative)
        size = np.where(few, np.minimum(size, n), size)
        low = stats.beta.ppf(tail, size * p, size * (1 - p) + 1)
        high = stats.beta.ppf(1 - tail, size * p + 1, size * (1 - p))
    low, high = np.where(p <= 0, 0.0, low), np.where(p >= 1, 1.0, high)
    unknown = np.isnan(p) | np.isnan(V) | (df < 1) | (n < 1)
    low, high = (np.where(unknown, np.nan, limit) for limit in (low, high))
    return Interval(np.where(exact, p, low), np.where(exact, p, high))


# --- input ----------------------------------------------------------------------------


def checked_counts(
    *, x: ArrayLike, n: ArrayLike, N: ArrayLike
) -> tuple[Array, Array, Array]:
    """The three counts, broadcast, as floats. Raises ValueError unless x <= n <= N."""
    x, n, N = np.broadcast_arrays(*(np.asarray(a, float) for a in (x, n, N)))
    wrong = (x < 0) | (x > n) | (n > N)
    if wrong.any():
        first = np.argwhere(wrong)[0]
        at = tuple(first)
        raise ValueError(
            f"needs 0 <= x <= n <= N, got x={x[at]:g}, n={n[at]:g}, N={N[at]:g} "
            f"at position {[int(i) for i in first]}"
        )
    return x, n, N
