"""Counted estimates → estimates with intervals, weights and no-assumption bounds.

For a department that was asked as a whole the interval is exact (hypergeometric); for a
domain, and for the whole city, it is that of the post-stratified ratio. Without a frame
there is nothing to be uncertain about: the shares are those of the respondents.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.estimation.inference import (
    department_domain,
    hypergeometric_interval,
    no_assumption_bounds,
    stratified_proportion,
)
from helpers.estimation.population import Population
from helpers.estimation.schema import (
    CITY,
    DOMAIN,
    EXACT_SHARE,
    KEYS,
    SHARE,
    SHARES,
    UNWEIGHTED,
)
from helpers.survey.codebook import TOTAL, AnyQuestion, Codebook

_SAME = [key for key in KEYS if key not in ("survey", "group")]
"""What the rows of a number's departments have in common."""


def with_intervals(
    estimates: pd.DataFrame,
    codebook: Codebook,
    population: Population,
    *,
    unknown: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """`estimates` (of `estimates.estimate`, counted over the frame's units) with
    `population`, `low`, `high`, `certain_low`, `certain_high`, `method`; the city's
    shares weighted by department.

    `unknown`: question × department of `population`, how many respondents may or may
    not belong to what the question is about (`analysis`); None: nobody. Without a frame
    `estimates` comes back as it is.

    So do the rows of the question that divides into departments: how many units each
    has is known from the frame, and weighting by department what is asked of the
    department says nothing.
    """
    if not population.known or codebook.group is None:
        return estimates
    table = estimates.copy()
    table["method"] = table["method"].astype("str")
    which = table["statistic"].isin(SHARES) & table["answered"].notna()
    which &= table["question"].ne(codebook.group)
    shares = table.loc[which]
    cells = GroupCells(shares, list(population.departments))
    x, d, n = cells.counts(codebook, population, unknown)
    _departments(table, cells, x, d, n, population)
    _city(table, shares, x, d, n, population)
    _unweighted(table, shares, codebook)
    few = table["answered"] < codebook.disclosure.percent_from
    table.loc[few, ["low", "high"]] = np.nan
    return table


class GroupCells:
    """The rows of the departments, and where each stands in keys × departments."""

    def __init__(self, shares: pd.DataFrame, strata: list[str]) -> None:
        self.keys = shares[_SAME].drop_duplicates()
        self.rows = shares[shares["group"].isin(strata)]
        place = pd.MultiIndex.from_frame(self.keys)
        self.key = place.get_indexer(pd.MultiIndex.from_frame(self.rows[_SAME]))
        self.department = pd.Index(strata).get_indexer(self.rows["group"])
        self._shape = (len(self.keys), len(strata))

    def wide(self, column: str) -> np.ndarray:
        """keys × departments; 0 where a department has no row: nobody answered."""
        values = np.zeros(self._shape)
        values[self.key, self.department] = self.rows[column].to_numpy()
        return values

    def counts(
        self,
        codebook: Codebook,
        population: Population,
        unknown: pd.DataFrame | None = None,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Keys × departments: how many gave the answer, answered the question, and are
        known to belong to what it is about, or not."""
        x, d, asked = (self.wide(column) for column in ("count", "answered", "asked"))
        # Who skipped the question is known to be outside; who left a blank may be
        # inside.
        maybe = _unknown(self.keys["question"], unknown, population.departments)
        n = np.maximum(population.answered - maybe - (asked - d), d)
        # Asked of all, or implied for the rest: those without an answer are unknown.
        return x, d, np.where(_asked_of_all(self.keys, codebook)[:, None], d, n)


def _unknown(
    questions: pd.Series, unknown: pd.DataFrame | None, departments: tuple[str, ...]
) -> np.ndarray:
    """`unknown` for the question of each row; 0 where it has none."""
    if unknown is None:
        return np.zeros((len(questions), len(departments)))
    return unknown.reindex(questions, fill_value=0.0)[list(departments)].to_numpy(float)


def asked_of_all(question: AnyQuestion) -> bool:
    """Whether every unit has an answer to the question, or would have: it was asked of
    all, or those who skip it are known to do none of it. Who then lacks an answer is a
    nonrespondent; elsewhere, who skipped it is known to be outside what it is about, or
    nobody knows whether it was asked."""
    if question.asked == "unknown":
        return False
    return bool(question.implied_none) or not question.asked_if


def _asked_of_all(keys: pd.DataFrame, codebook: Codebook) -> np.ndarray:
    asked = {id: asked_of_all(question) for id, question in codebook.by_id.items()}
    return (keys["question"].map(asked) & (keys["challenge"] == TOTAL)).to_numpy(
        bool
    ) | keys["statistic"].ne(SHARE).to_numpy()


def _departments(
    table: pd.DataFrame,
    cells: GroupCells,
    x: np.ndarray,
    d: np.ndarray,
    n: np.ndarray,
    population: Population,
) -> None:
    N = np.broadcast_to(population.sizes, x.shape)
    whole = (n == d) & (d > 0)
    exact = hypergeometric_interval(np.where(whole, x, 0), np.where(whole, d, 0), N)
    sure = no_assumption_bounds(np.where(whole, x, 0), np.where(whole, d, 0), N)
    domain = department_domain(x, n, N, d)
    at, column, inner = cells.key, cells.department, cells.rows
    use = whole[at, column]
    some = d[at, column] > 0

    def pick(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        return np.where(some, np.where(use, one[at, column], other[at, column]), np.nan)

    table.loc[inner.index, "population"] = N[at, column]
    table.loc[inner.index, "low"] = pick(exact.low, domain.low)
    table.loc[inner.index, "high"] = pick(exact.high, domain.high)
    table.loc[inner.index, "certain_low"] = pick(sure.low, domain.certain_low)
    table.loc[inner.index, "certain_high"] = pick(sure.high, domain.certain_high)
    table.loc[inner.index, "method"] = np.where(use, EXACT_SHARE, DOMAIN)


def _unweighted(table: pd.DataFrame, shares: pd.DataFrame, codebook: Codebook) -> None:
    """Of whom a question is that nobody knows who was asked is not known either: of all
    together its shares are those of who answered. The no-assumption bounds stay: any
    unit without an answer may have been asked, and have had it."""
    unknown = {q.id for q in codebook.questions if q.asked == "unknown"}
    of_all = shares[shares["group"].eq(TOTAL) & shares["question"].isin(unknown)]
    table.loc[of_all.index, "estimate"] = of_all["count"] / of_all["answered"]
    table.loc[of_all.index, ["low", "high"]] = np.nan
    table.loc[of_all.index, "method"] = UNWEIGHTED


def _city(
    table: pd.DataFrame,
    shares: pd.DataFrame,
    x: np.ndarray,
    d: np.ndarray,
    n: np.ndarray,
    population: Population,
) -> None:
    N = np.broadcast_to(population.sizes, x.shape)
    city = stratified_proportion(x, n, N, domain=d)
    everyone = shares[shares["group"] == TOTAL]
    some = (everyone["answered"] > 0).to_numpy()
    for column in ("estimate", "low", "high", "certain_low", "certain_high"):
        values = np.where(some, getattr(city, column), np.nan)
        table.loc[everyone.index, column] = values
    table.loc[everyone.index, "population"] = float(population.sizes.sum())
    table.loc[everyone.index, "method"] = CITY
