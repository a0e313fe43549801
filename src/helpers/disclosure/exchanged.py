"""Names that `renamed` exchanges: what was published says which was which.

Answers are added from version to version, and groups keep their size. So two things
that a mapping has mixed up show it: one has fewer answers than it had, or another size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
from scipy.optimize import linear_sum_assignment

from helpers.core.errors import Problem
from helpers.estimation.schema import KEYS, SHARES
from helpers.survey.codebook import Codebook

Told = Mapping[str, Sequence[str]]  # name now → names then

ITSELF = 0.5  # what a name that is kept is better than another that fits as well


def exchanged(
    table: pd.DataFrame, rows: pd.DataFrame, codebook: Codebook
) -> Iterator[Problem]:
    """Names that are told to have been each other's, where what `table` published says
    something else."""
    given = codebook.renamed
    ids = {new: old[0] for new, old in given.questions.items() if old}
    places: list[tuple[str, str, Told, str]] = [
        ("questions", "question", given.questions, ""),
        ("groups", "group", given.groups, ""),
        ("challenges", "challenge", given.challenges, ""),
        ("forms", "form", given.forms, ""),
        *((f"options → {id}", "option", own, id) for id, own in given.options.items()),
        *((f"items → {id}", "item", own, id) for id, own in given.items.items()),
    ]
    for where, column, names, id in places:
        # Which group is which is what the question `group` itself cannot say.
        then, now = (one[one["question"].ne(codebook.group)] for one in (table, rows))
        if id:
            then = then[then["question"].eq(ids.get(id, id))].assign(question=id)
            now = now[now["question"].eq(id)]
        for new, old, better in _better(then, now, column, names):
            yield Problem(
                f"renamed → {where}: ”{new}” sägs ha hetat ”{old}”, men antalen i en "
                f"publicerad version stämmer bättre med att det var ”{better}”.",
                f"Skriv {new}: {better} om namnen har förväxlats, eller ta bort raden "
                f"om namnet är sig likt. Stämmer det ändå: skriv {new}: [], så "
                "redovisas inga skyddade svar för den.",
                file="survey.yml",
            )


def _better(
    then: pd.DataFrame,
    now: pd.DataFrame,
    column: str,
    told: Told,
) -> Iterator[tuple[str, str, str]]:
    """(name of now, what it is said to have been, what its numbers say that it was):
    where another pairing of the names that are told one to one fits the published
    numbers better, or as well and without any name having changed hands."""
    names = {new: old[0] for new, old in told.items() if len(old) == 1}
    then, now = _of(then, column, {*names.values()}), _of(now, column, {*names})
    known = set(then[column]), set(now[column])
    pairs = {n: o for n, o in names.items() if o in known[0] and n in known[1]}
    olds = list(dict.fromkeys(pairs.values()))
    if len(pairs) < 2 or len(olds) < len(pairs):
        return
    gaps = _gap(then, now, column).reindex(index=list(pairs), columns=olds)
    cost = gaps.fillna(0.0) - ITSELF * pd.DataFrame(
        [[new == old for old in olds] for new in pairs], list(pairs), olds
    )
    best = linear_sum_assignment(cost)[1]
    better = {new: olds[at] for new, at in zip(pairs, best, strict=True)}
    total = [sum(cost.loc[pair] for pair in way.items()) for way in (pairs, better)]
    if total[1] < total[0]:
        for new, old in pairs.items():
            if better[new] != old:
                yield new, old, better[new]


def _of(table: pd.DataFrame, column: str, names: set[str]) -> pd.DataFrame:
    own = table[column].isin(names) & table["statistic"].isin(SHARES)
    return table.loc[own, [*KEYS, "count", "population"]]


def _gap(then: pd.DataFrame, now: pd.DataFrame, column: str) -> pd.DataFrame:
    """name of now × name of then → how much the second cannot have become the first:
    the answers that are gone, and how far their sizes lie apart."""
    other = [key for key in KEYS if key != column]
    both = now.merge(then, on=other, suffixes=("", "_then"))
    gone = (both["count_then"] - both["count"]).clip(lower=0)
    size = (both["population_then"] - both["population"]).abs()
    found = both.assign(gone=gone, size=size).groupby([column, f"{column}_then"])
    return (found["gone"].sum() + found["size"].max().fillna(0.0)).unstack()
