"""How many organisations are named: those confirmed, and the range of the rest.

A name counts when the register or a person has confirmed it. What nobody has may be a
misspelling of one that is counted, or of another: it is told beside, and gives a range.
"""

from __future__ import annotations

import networkx as nx
import pandas as pd

from helpers.cleaning.names import candidates

UNMATCHED = "unmatched"
_NO_REGISTER = {"name": "str", "aliases": "str"}
_NO_DECISIONS = ["kind", "written", "name", "same"]


def confirmed(ties: pd.DataFrame) -> pd.Series:
    """Which ties name an organisation that is confirmed; all of them where none is:
    then nobody keeps a register, and names are as they are written.

    `ties`: the column `how` of `Cleaned.ties`.
    """
    known = ties["how"].ne(UNMATCHED)
    return known if known.any() else ~known


def fewest(ties: pd.DataFrame) -> int:
    """How many organisations `ties` name if all names that are like each other are the
    same: confirmed ones are never merged, others join what they are like.

    >>> named = pd.DataFrame({"organisation": ["Eken", "Ekenn", "Boken"],
    ...                       "how": ["exact", "unmatched", "unmatched"]})
    >>> fewest(named)
    2
    """
    named = ties.dropna(subset=["organisation"])
    own = confirmed(named) & named["how"].ne(UNMATCHED)
    sure = pd.unique(named.loc[own, "organisation"])
    rest = named.loc[~own, "organisation"].astype("str")
    register = pd.DataFrame({"name": sure, "aliases": ""}).astype(_NO_REGISTER)
    graph = nx.Graph()
    graph.add_nodes_from(rest.unique())
    decisions = pd.DataFrame(columns=_NO_DECISIONS, dtype="str")
    if len(rest):
        alike = candidates(rest.reset_index(drop=True), register, decisions)
        graph.add_edges_from(zip(alike["written"], alike["name"], strict=True))
    alone = [
        part for part in nx.connected_components(graph) if not part.intersection(sure)
    ]
    return len(sure) + len(alone)
