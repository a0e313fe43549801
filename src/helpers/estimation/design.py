"""Estimates from the answers themselves under a stratified design.

A `Design` says, for each answering unit, its stratum and weight, and for each stratum
how many units there are. Means, totals, ratios, shares of domains, quantiles and tests
of association come with variances by linearisation and finite-population correction,
as R's `survey` gives them; weights can be post-stratified or raked to known totals.
Arrays in, arrays out. Shares that follow from counts alone are quicker through
`inference.stratified_proportion`, which gives the same numbers.

Source throughout: Särndal, Swensson & Wretman (1992); Lumley (2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from helpers.estimation.inference import Array, Interval, collapse_strata, korn_graubard


class NotConverged(ValueError):
    """Raking cannot meet the known totals; says which total is how far off."""


@dataclass(frozen=True)
class Calibration:
    """The cells that weights were made to add up to: what no longer varies.

    `cells`: indicators, one row a unit, one column a known total; `base`: the weights
    before.
    """

    cells: Array
    base: Array


@dataclass(frozen=True)
class Design:
    """A stratified sample of a finite population, one row an answering unit.

    `strata`: codes 0..H-1; `weights`: how many units each stands for; `population`:
    units in each stratum, infinite where no finite-population correction is wanted;
    `calibration`: set by `post_stratify` and `rake`. Raises ValueError where the parts
    do not fit.
    """

    strata: NDArray[np.intp]
    weights: Array
    population: Array
    calibration: Calibration | None = None

    def __post_init__(self) -> None:
        if self.strata.shape != self.weights.shape or self.strata.ndim != 1:
            raise ValueError("strata and weights must be one value for each unit")
        if self.strata.size and not (
            self.strata.min() >= 0 and self.strata.max() < self.population.size
        ):
            raise ValueError("strata must be codes 0..H-1 into population")
        if (self.answered > self.population).any():
            raise ValueError("more units answered than the stratum has")

    @classmethod
    def responding(cls, strata: ArrayLike, population: ArrayLike) -> Design:
        """The design in which the answering units stand for their stratum: w = N/n.

        >>> Design.responding([0, 0, 1], [6, 2]).weights
        array([3., 3., 2.])
        """
        strata = np.asarray(strata, dtype=np.intp)
        population = np.asarray(population, float)
        n = np.bincount(strata, minlength=population.size)
        return cls(strata, population[strata] / n[strata], population)

    @property
    def answered(self) -> NDArray[np.intp]:
        """How many units answered, per stratum."""
        return np.bincount(self.strata, minlength=self.population.size)

    @property
    def df(self) -> int:
        """Degrees of freedom: units less strata that answered (R's `degf`)."""
        return int(self.strata.size - (self.answered > 0).sum())


@dataclass(frozen=True)
class Estimates:
    """k estimates with their covariance matrix (k × k) and degrees of freedom."""

    values: Array
    covariance: Array
    df: int

    @property
    def variances(self) -> Array:
        return np.diag(self.covariance)

    @property
    def se(self) -> Array:
        return np.sqrt(self.variances)

    def interval(self, *, level: float = 0.95) -> Interval:
        """values ± t[df]·se. NaN without degrees of freedom."""
        reach = _t(level, self.df) * self.se
        return Interval(self.values - reach, self.values + reach)

    def contrast(self, coefficients: ArrayLike) -> Estimates:
        """The linear combination sum(c·value), as Estimates of one."""
        c = np.asarray(coefficients, float)[None, :]
        return Estimates(c @ self.values, c @ self.covariance @ c.T, self.df)


def _t(level: float, df: int) -> float:
    return float(stats.t.ppf((1 + level) / 2, df)) if df >= 1 else float("nan")


# --- variance -------------------------------------------------------------------------


def covariance_of_total(contributions: ArrayLike, design: Design) -> Array:
    """The covariance (k × k) of sums of weighted contributions (units × k).

    Per stratum (1 - n/N)·n/(n - 1)·sum of squared deviations from the stratum's mean.
    All answered: 0. One answer of several: the stratum is collapsed
    (`collapse_strata`); NaN where there is nothing to collapse it into. Calibrated
    weights: contributions are first reduced by what the known totals explain.
    """
    z = _columns(contributions)
    if design.calibration is not None:
        z = _unexplained(z, design)
    strata = design.population.size
    onto = collapse_strata(design.answered, design.population)
    codes = onto[design.strata]
    n = np.bincount(codes, minlength=strata).astype(float)
    here = np.where(design.answered > 0, design.population, 0.0)
    N = np.bincount(onto, here, strata)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.stack([np.bincount(codes, c, strata) / n for c in z.T], axis=-1)
        scale = np.where((n > 0) & (n < N), (1 - n / N) * n / (n - 1), 0.0)
    scale = np.where((n == 1) & (N > 1), np.nan, scale)
    deviations = z - means[codes]
    # NaN times 0 is wanted: a stratum of unknown spread makes the whole unknown.
    return (deviations * scale[codes][:, None]).T @ deviations


def _unexplained(z: Array, design: Design) -> Array:
    """Contributions less their weighted regression on the calibrated cells.

    The residual variance of Deville & Särndal (1992): with post-strata it is each
    unit's deviation from its own post-stratum.
    """
    calibration = design.calibration
    assert calibration is not None
    w, X = design.weights[:, None], calibration.cells
    root = np.sqrt(calibration.base)[:, None]
    # lstsq: the margins of a raking share a total, so the cells are collinear.
    slope, *_ = np.linalg.lstsq(root * X, root * (z / w), rcond=None)
    return z - w * (X @ slope)


def _columns(y: ArrayLike) -> Array:
    y = np.asarray(y, float)
    return y[:, None] if y.ndim == 1 else y


# --- estimates ------------------------------------------------------------------------


def total(y: ArrayLike, design: Design) -> Estimates:
    """Population totals of the columns of `y` (units × k): sum(w·y).

    >>> design = Design.responding([0, 0, 1, 1], [4, 2])
    >>> result = total([10, 14, 5, 7], design)
    >>> float(result.values[0]), round(float(result.se[0]), 3)
    (60.0, 5.657)
    """
    z = design.weights[:, None] * _columns(y)
    return Estimates(z.sum(0), covariance_of_total(z, design), design.df)


def ratio(y: ArrayLike, x: ArrayLike, design: Design) -> Estimates:
    """Ratios of population totals, column by column: sum(w·y)/sum(w·x).

    `x` has one column, or as many as `y`.
    """
    y, x = _columns(y), _columns(x)
    w = design.weights[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        size = (w * x).sum(0)
        R = (w * y).sum(0) / size
        z = w * (y - R * x) / size
    return Estimates(R, covariance_of_total(z, design), design.df)


def mean(y: ArrayLike, design: Design, *, domain: ArrayLike | None = None) -> Estimates:
    """Population means of the columns of `y` (0/1 columns: shares).

    `domain` (true or false per unit, or one column for each of `y`) restricts to a part
    of the population whose size is unknown: a ratio under the *full* design. Never
    filter the rows instead: the variance would take the domain's size as known.

    >>> design = Design.responding([0, 0, 0, 1, 1], [6, 4])
    >>> result = mean([1, 0, 1, 1, 0], design, domain=[1, 1, 0, 1, 1])
    >>> float(result.values[0])
    0.5
    """
    y = _columns(y)
    inside = np.ones_like(y) if domain is None else _columns(domain).astype(float)
    return ratio(np.where(inside > 0, y, 0.0) * inside, inside, design)


def proportion_interval(
    y: ArrayLike,
    design: Design,
    *,
    domain: ArrayLike | None = None,
    level: float = 0.95,
) -> tuple[Estimates, Interval]:
    """Shares of 0/1 columns with Korn and Graubard's intervals (R's "beta")."""
    estimates = mean(y, design, domain=domain)
    n, df = design.strata.size, design.df
    if domain is not None:
        inside = np.asarray(domain, bool)
        n = int(inside.sum())
        df = n - int(np.unique(design.strata[inside]).size)
    p = np.clip(estimates.values, 0.0, 1.0)
    everybody = bool((design.answered == design.population).all())
    interval = korn_graubard(
        p, estimates.variances, n, df, exact=everybody, level=level
    )
    return estimates, interval


def quantiles(
    y: ArrayLike, q: ArrayLike, design: Design, *, level: float = 0.95
) -> tuple[Array, Interval]:
    """Population quantiles with Woodruff's intervals.

    The quantile is the smallest answer that at least the share `q` of the population
    does not exceed; its limits are the quantiles at the limits of that share.
    Source: Woodruff (1952); R's svyquantile(qrule = "math", interval = "mean").
    """
    y, q = np.asarray(y, float), np.atleast_1d(np.asarray(q, float))
    order = np.argsort(y, kind="stable")
    ordered, shares = y[order], np.cumsum(design.weights[order])
    shares = shares / shares[-1]

    def at(share: Array) -> Array:
        # Sums of weights carry rounding: 0.25 must find 50 of 200.
        place = np.searchsorted(shares, share - 1e-12)
        return ordered[np.clip(place, 0, y.size - 1)]

    found = at(q)
    low, high = mean(y[:, None] <= found, design).interval(level=level)
    unknown = np.isnan(low)
    low, high = at(np.nan_to_num(low)), at(np.nan_to_num(high))
    return found, Interval(
        np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)
    )


# --- weights --------------------------------------------------------------------------


def post_stratify(design: Design, cells: ArrayLike, totals: ArrayLike) -> Design:
    """Weights made to add up to the known total of each cell (codes 0..G-1).

    Raises ValueError naming the cells that have a total but no answer: such a cell
    cannot be weighted up and must be reported as not covered.

    >>> weighted = post_stratify(Design.responding([0, 0, 0], [9]), [0, 0, 1], [4, 5])
    >>> weighted.weights
    array([2., 2., 5.])
    """
    cells, totals = np.asarray(cells, dtype=np.intp), np.asarray(totals, float)
    sums = np.bincount(cells, design.weights, totals.size)
    empty = np.flatnonzero((sums == 0) & (totals > 0))
    if empty.size:
        raise ValueError(f"cells with a known total but no answers: {empty.tolist()}")
    weights = design.weights * (totals / np.where(sums > 0, sums, 1))[cells]
    indicators = np.eye(totals.size)[cells]
    return replace(
        design, weights=weights, calibration=Calibration(indicators, design.weights)
    )


def rake(
    design: Design,
    margins: Sequence[tuple[ArrayLike, ArrayLike]],
    *,
    tolerance: float = 1e-10,
    rounds: int = 500,
) -> Design:
    """Weights made to add up to several margins at once (iterative proportional).

    `margins`: pairs of cell codes per unit and known totals per cell. The variance that
    follows is that of the residuals on all margins, not of the last one fitted.

    Raises NotConverged, naming the worst cell, when the margins contradict each other
    or a cell with a total has no answer. Source: Deming & Stephan (1940); Deville,
    Särndal & Sautory (1993).

    >>> design = Design.responding([0, 0, 0, 0], [20])
    >>> raked = rake(design, [([0, 0, 1, 1], [12, 8]), ([0, 1, 0, 1], [5, 15])])
    >>> raked.weights.round(3)
    array([3., 9., 2., 6.])
    """
    fitted = [
        (np.asarray(cells, dtype=np.intp), np.asarray(totals, float))
        for cells, totals in margins
    ]
    weights = design.weights.copy()
    for _ in range(rounds):
        for cells, totals in fitted:
            sums = np.bincount(cells, weights, totals.size)
            weights = weights * (totals / np.where(sums > 0, sums, 1))[cells]
        off = [
            np.abs(np.bincount(cells, weights, totals.size) - totals)
            for cells, totals in fitted
        ]
        if max(gap.max() for gap in off) <= tolerance * max(weights.sum(), 1.0):
            break
    else:
        margin = int(np.argmax([gap.max() for gap in off]))
        cell = int(np.argmax(off[margin]))
        wanted = fitted[margin][1][cell]
        raise NotConverged(
            f"raking did not converge in {rounds} rounds: margin {margin}, cell {cell} "
            f"should add up to {wanted:g} and is {off[margin][cell]:g} off; the totals "
            "contradict each other, or a cell with a total has no answer"
        )
    indicators = np.hstack([np.eye(totals.size)[cells] for cells, totals in fitted])
    return replace(
        design, weights=weights, calibration=Calibration(indicators, design.weights)
    )


# --- how much the design costs --------------------------------------------------------


def kish_design_effect(weights: ArrayLike) -> float:
    """n·sum(w²)/sum(w)²: the price of unequal weights, 1 when all are equal.

    Source: Kish (1965).

    >>> kish_design_effect([1, 1, 4])
    1.5
    """
    w = np.asarray(weights, float)
    return float(w.size * (w**2).sum() / w.sum() ** 2) if w.size else float("nan")


def design_effect(y: ArrayLike, design: Design) -> float:
    """The variance of the mean over that of a simple random sample as large.

    The comparison is a sample without replacement from the sum of the weights.
    """
    y, w = np.asarray(y, float), design.weights
    n = y.size
    centre = (w * y).sum() / w.sum()
    spread = (w * (y - centre) ** 2).sum() / w.sum() * n / (n - 1)
    simple = spread / n * (1 - n / w.sum())
    return float(mean(y, design).variances[0] / simple)


# --- association under the design -----------------------------------------------------


@dataclass(frozen=True)
class DesignTest:
    """A test: its statistic, degrees of freedom (one or two), and p-value."""

    statistic: float
    df: tuple[float, ...]
    p: float


def rao_scott(
    rows: ArrayLike, columns: ArrayLike, design: Design
) -> tuple[DesignTest, DesignTest]:
    """Are two classifications associated in the population? F and chi-square forms.

    `rows`, `columns`: codes from 0 per unit. Pearson's statistic of the weighted table,
    scaled to the number of units, corrected for the design: first order (chi-square),
    second order (F, the one to report). Source: Rao & Scott (1984); R's svychisq.
    """
    rows, columns = np.asarray(rows, np.intp), np.asarray(columns, np.intp)
    many_rows, many_columns = int(rows.max()) + 1, int(columns.max()) + 1
    cells = np.eye(many_rows * many_columns)[rows * many_columns + columns]
    estimates = mean(cells, design)
    p, V, n = estimates.values, estimates.covariance, design.strata.size
    table = p.reshape(many_rows, many_columns)
    expected = np.outer(table.sum(1), table.sum(0))
    with np.errstate(invalid="ignore", divide="ignore"):
        pearson = float(np.nansum((table - expected) ** 2 / expected) * n)
    contrasts = _interactions(many_rows, many_columns)
    inverse = np.diag(np.where(p > 0, 1 / np.where(p > 0, p, 1), 0.0))
    around = inverse @ contrasts
    # What a simple random sample would give; contrasts sum to 0, so p·p' falls out.
    simple = contrasts.T @ inverse @ contrasts / n
    delta = np.linalg.solve(simple, around.T @ V @ around)
    trace, degrees = float(np.trace(delta)), contrasts.shape[1]
    d0 = trace**2 / float(np.trace(delta @ delta))
    d1 = d0 * design.df
    F, chi2 = pearson / trace, pearson / (trace / degrees)
    return (
        DesignTest(F, (d0, d1), float(stats.f.sf(F, d0, d1))),
        DesignTest(pearson, (degrees,), float(stats.chi2.sf(chi2, degrees))),
    )


def _interactions(rows: int, columns: int) -> Array:
    """A basis of the interaction of a two-way table, free of its margins."""
    row, column = np.eye(rows), np.eye(columns)
    deviation_rows = (row - row.mean(0))[:, 1:]
    deviation_columns = (column - column.mean(0))[:, 1:]
    return np.kron(deviation_rows, deviation_columns)
