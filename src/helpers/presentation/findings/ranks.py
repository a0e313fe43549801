"""What was found of a ranking: what came first, and what has the best mean place."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.disclosure.released import Released
from helpers.presentation.findings.values import Finding, Ranking
from helpers.presentation.text.cells import label_of, shown_rows
from helpers.survey.codebook import RankOrder


@dataclass(frozen=True)
class PutFirst(Finding):
    """Which options most put first; `first` ranks the shares."""

    first: Ranking


@dataclass(frozen=True)
class BestPlace(Finding):
    """The options with the best mean place: the lowest, and those whose intervals
    overlap its own. Each with its label, mean, how many placed it, and its interval.
    `places`: how many there are to have."""

    best: tuple[tuple[str, float, int, tuple[float, float] | None], ...]
    places: int
    of: int


def is_ranked(released: Released) -> bool:
    """Whether the table is of one ranking."""
    ids = released.values("question")
    question = released.codebook.by_id.get(ids[0]) if len(ids) == 1 else None
    return isinstance(question, RankOrder)


def best_place(released: Released) -> BestPlace | None:
    """Of the rows `mean_rank` of one question, all or one group; None unless the means
    of all its options are shown, and more than one has been placed."""
    rows = sorted(
        shown_rows(released), key=lambda row: (row.estimate, -row.count, row.option)
    )
    question = released.codebook.question(released.values("question")[0])
    few = released.codebook.disclosure.percent_from
    if not isinstance(question, RankOrder) or not len(rows) == len(released) > 1:
        return None
    if rows[0].answered < few:
        return None
    top = rows[0]
    best = [
        (
            label_of(released, "option", row.option),
            float(row.estimate),
            int(row.count),
            None if pd.isna(row.low) else (float(row.low), float(row.high)),
        )
        for row in rows
        if row is top or _overlap(row.low, top.high) or row.estimate == top.estimate
    ]
    return BestPlace("option", tuple(best), question.lowest_place, len(rows))


def _overlap(low: float, high: float) -> bool:
    return pd.notna(low) and pd.notna(high) and low <= high
