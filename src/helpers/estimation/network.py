"""Who names whom: departments or units × organisations, as two modes.

A tie is "named by a responding unit". Nonrespondents are missing, not unconnected, and
a unit that may name three at most is censored at three: both go with every number here.
Formulas and sources at length in docs/methods.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from helpers.cleaning.cleaned import Cleaned
from helpers.estimation.chance import draws_needed, share_more_than_chance
from helpers.estimation.concentration import (
    centralisation,
    chao1,
    concentration,
    gini,
    hhi,
)
from helpers.estimation.organisations import UNMATCHED
from helpers.estimation.schema import KEYS, named, table
from helpers.survey.codebook import NO_GROUP, TOTAL

# What a department's own response rate allows (methods.md).
FULL_CLAIMS, CAUTIOUS_CLAIMS = 0.80, 0.65
PAIRS = ("first", "second", "shared")
MEASURES = named(subject="network")
"""What `network_estimates` tells of the whole network, by these names as statistics."""
PAIR = "pair"
MORE, NOT_MORE, UNTESTED = "more_than_chance", "chance", "untested"
"""Methods of a pair: it shares more than its numbers of ties give, or not for certain;
or so many pairs that no number of draws within `MOST_DRAWS` could tell."""
DRAWS, MOST_DRAWS, SEED = 2_000, 20_000, 2019


@dataclass(frozen=True)
class Network:
    """A two-mode network, each pair of an actor and an organisation once.

    `actors`: units or departments; `organisations`; both in alphabetical order unless
    given. `incidence`: actors × organisations, 1 where the actor names it.
    """

    actors: tuple[str, ...]
    organisations: tuple[str, ...]
    incidence: sparse.csr_array

    @classmethod
    def of(
        cls,
        ties: pd.DataFrame,
        *,
        by: Literal["unit", "group"] = "unit",
        actors: Sequence[str] | None = None,
    ) -> Network:
        """The network of `ties` (columns unit, response, group, organisation).

        Several challenges or blocks make a tie no more. A response without a unit is
        an actor of its own; answers without a department belong to none, so
        `by="group"` leaves them out. `actors` gives all of them, those that named
        nobody too; else those that named somebody. Raises ValueError where a tie's
        actor is not among the `actors` given.

        >>> ties = pd.DataFrame({"response": [1, 1, 2], "unit": ["a", "a", "b"],
        ...     "group": ["A", "A", "B"], "organisation": ["x", "y", "x"]})
        >>> Network.of(ties).incidence.toarray().tolist()
        [[1, 1], [1, 0]]
        """
        who = _actors(ties, by)
        known = who != ""
        # Strings are compared once, here; the rest is on codes.
        rows, found = pd.factorize(who[known].astype(object), sort=True)
        columns, organisations = pd.factorize(
            ties.loc[known, "organisation"].astype(object), sort=True
        )
        names = (
            found if actors is None else pd.Index(dict.fromkeys(actors), dtype=object)
        )
        place = names.get_indexer(found)
        if (place < 0).any():
            strangers = list(found[place < 0])
            raise ValueError(f"ties of actors that are not given: {strangers[:5]}")
        rows = place[rows]
        matrix = sparse.coo_array(
            (np.ones(len(rows), np.int64), (rows, columns)),
            shape=(len(names), len(organisations)),
        ).tocsr()
        matrix.data[:] = 1  # named twice is named
        return cls(tuple(names), tuple(organisations), matrix)

    @property
    def ties(self) -> int:
        return int(self.incidence.nnz)

    @property
    def degrees(self) -> NDArray[np.int64]:
        """Per actor, how many organisations it names."""
        return np.asarray(self.incidence.sum(axis=1), np.int64).ravel()

    @property
    def organisation_degrees(self) -> NDArray[np.int64]:
        """Per organisation, how many actors name it."""
        return np.asarray(self.incidence.sum(axis=0), np.int64).ravel()

    @property
    def density(self) -> float:
        """ties/(actors · organisations); NaN where there are none of either.

        Of one mode it would be ties/(n(n - 1)/2), which has no meaning here.
        """
        cells = len(self.actors) * len(self.organisations)
        return self.ties / cells if cells else float("nan")

    def pairs(self) -> pd.DataFrame:
        """The one-mode projection: first, second, shared, for pairs that share one
        organisation or more. Almost any pair does: see `share_more_than_chance`."""
        together = sparse.triu(self.incidence @ self.incidence.T, k=1).tocoo()
        table = pd.DataFrame(
            {
                "first": np.array(self.actors, object)[together.row],
                "second": np.array(self.actors, object)[together.col],
                "shared": together.data.astype(np.int64),
                "_row": together.row,
                "_column": together.col,
            }
        )
        table = table.sort_values(["_row", "_column"], ignore_index=True)
        return table[list(PAIRS)].astype({"first": "str", "second": "str"})

    def graph(self) -> nx.Graph:
        """The two-mode graph for the picture: nodes (0, actor) and (1, organisation),
        so that an organisation may have a department's name."""
        graph = nx.Graph()
        graph.add_nodes_from(((0, name) for name in self.actors), bipartite=0)
        graph.add_nodes_from(((1, name) for name in self.organisations), bipartite=1)
        found = self.incidence.tocoo()
        graph.add_edges_from(
            ((0, self.actors[row]), (1, self.organisations[column]))
            for row, column in zip(found.row, found.col, strict=True)
        )
        return graph


def _actors(ties: pd.DataFrame, by: str) -> pd.Series:
    """Each tie's actor, "" where it has none."""
    if by == "group":
        groups = ties["group"].astype(object)
        groups = groups.where(groups.notna(), "").astype(str)
        return groups.mask(groups == NO_GROUP, "")
    units = ties["unit"].fillna("").astype(str)
    alone = "svar " + ties["response"].astype(str)
    return units.where(units != "", alone)


# --- for the report -------------------------------------------------------------------


def network_estimates(cleaned: Cleaned) -> pd.DataFrame:
    """The network of each question that asks for partners, in the estimates' columns.

    `cleaned`: only units of the frame, where there is one. Statistics: `MEASURES`
    (`answered`: units that named somebody, `asked`: departments with such); `PAIR`, one
    row for each two departments that share organisations, `group` and `option` being
    the two and `count` how many, with whether that is more than chance for `method`
    (`share_more_than_chance`, Holm; at least `DRAWS` draws, and as many more as no
    pair's verdict depends on, up to `MOST_DRAWS`).
    """
    rows = []
    for question in cleaned.codebook.ties:
        named = cleaned.ties
        named = named[named["question"] == question.id] if len(named) else named
        if named.empty:
            continue
        key = dict.fromkeys(KEYS, TOTAL) | {"question": question.id}
        found = measures(named)
        if not _counts_all(named, question.blocks):
            found["chao1"] = float("nan")
        base = {"answered": found["units"], "asked": found["departments"]}
        rows += [
            key | base | {"statistic": name, "estimate": float(found[name])}
            for name in MEASURES
        ]
        rows += [
            key
            | {
                "group": first,
                "option": second,
                "statistic": PAIR,
                "count": shared,
                "estimate": shared,
                "answered": found["units"],
                "method": method,
            }
            for first, second, shared, method in _pairs_told(named)
        ]
    return table(rows, cleaned.survey)


def _counts_all(named: pd.DataFrame, places: int) -> bool:
    """Whether Chao1 is a lower bound: every name is confirmed, and no unit has filled
    all its `places`, so that none was kept from naming more."""
    per_unit = named.groupby("response")["organisation"].nunique()
    return bool((named["how"] != UNMATCHED).all() and (per_unit < places).all())


def _pairs_told(named: pd.DataFrame) -> Iterator[tuple[str, str, float, str]]:
    network = Network.of(named, by="group")
    pairs = network.pairs()
    tied = int((network.degrees > 0).sum())
    needed = draws_needed(tied)
    method = dict.fromkeys(zip(pairs["first"], pairs["second"], strict=True), UNTESTED)
    if needed <= MOST_DRAWS:
        tested = share_more_than_chance(
            network.incidence.toarray().astype(bool),
            network.actors,
            np.random.default_rng(SEED),
            draws=max(DRAWS, needed),
            most=MOST_DRAWS,
        )
        for row in tested.itertuples():
            method[row.first, row.second] = MORE if row.more else NOT_MORE
    for row in pairs.itertuples():
        yield row.first, row.second, float(row.shared), method[row.first, row.second]


# --- measures -------------------------------------------------------------------------


def measures(ties: pd.DataFrame, *, units: Sequence[str] | None = None) -> pd.Series:
    """The network in numbers, of all `ties` given (choose challenge or form before).

    `units`: those that answered the question, where some named nobody. Index: units,
    departments, organisations, ties, organisations_shared (named by two departments or
    more), departments_sharing, density, mean_degree, mean_organisation_degree, hhi,
    gini, cr3 (over organisations), centralisation, chao1. Counts are whole; what
    nothing can be said of is NaN.
    """
    by_unit = Network.of(ties, actors=units)
    by_department = Network.of(ties, by="group")
    shared = by_department.organisation_degrees >= 2
    named = by_unit.organisation_degrees
    sharing = by_department.incidence[:, np.flatnonzero(shared)].sum(axis=1)
    return pd.Series(
        {
            "units": len(by_unit.actors),
            "departments": len(by_department.actors),
            "organisations": len(by_unit.organisations),
            "ties": by_unit.ties,
            "organisations_shared": int(shared.sum()),
            "departments_sharing": int((np.asarray(sharing) > 0).sum()),
            "density": by_unit.density,
            "mean_degree": _mean(by_unit.degrees),
            "mean_organisation_degree": _mean(named),
            "hhi": hhi(named),
            "gini": gini(named),
            "cr3": concentration(named, 3),
            "centralisation": centralisation(named, len(by_unit.actors)),
            "chao1": chao1(named),
        },
        dtype=object,
    )


def _mean(values: NDArray[np.int64]) -> float:
    return float(values.mean()) if values.size else float("nan")


# --- who answered ---------------------------------------------------------------------


def claim(response_rate: float) -> Literal["network", "caution", "named_only"]:
    """What a department's response rate allows; not rounded, and unknown is little.

    >>> claim(0.8), claim(0.799), claim(0.64), claim(float("nan"))
    ('network', 'caution', 'named_only', 'named_only')
    """
    if response_rate >= FULL_CLAIMS:
        return "network"
    return "caution" if response_rate >= CAUTIOUS_CLAIMS else "named_only"
