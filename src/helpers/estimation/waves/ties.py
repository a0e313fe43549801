"""Two waves → which units are new in the frame or gone, and which ties are named."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from helpers.cleaning.spelling import normalise
from helpers.estimation.schema import KEYS, Values
from helpers.estimation.waves.comparable import counterpart
from helpers.estimation.waves.units import MatchedWaves, eligible, unit_key
from helpers.survey.codebook import TOTAL

COUNTS = "counts"
"""Method of what has no interval."""


def frame_rows(waves: MatchedWaves) -> Iterator[Values]:
    """How many units are in both frames, new, gone, or in another department."""
    if not waves.framed:
        return
    first, second = (eligible(frame) for frame in waves.frames)
    kept = second.index.isin(first.index)
    gone = first[~first.index.isin(second.index)]
    then = first.reindex(second.index)
    for group in (TOTAL, *waves.groups):
        here = np.ones(len(second), bool)
        left = np.ones(len(gone), bool)
        if group != TOTAL:
            here = (second == group).to_numpy(bool)
            left = gone.isin(waves.sources[group]).to_numpy(bool)
        sources = {name: waves.sources[name] or [] for name in waves.groups}
        moved = [
            was not in sources[now] and bool(sources[now])
            for was, now in zip(then, second, strict=True)
        ]
        numbers = {
            "frame_kept": (here & kept).sum(),
            "frame_new": (here & ~kept).sum(),
            "frame_gone": left.sum(),
            "frame_moved": (here & kept & np.array(moved, bool)).sum(),
        }
        for statistic, number in numbers.items():
            yield dict.fromkeys(KEYS, TOTAL) | {
                "group": group,
                "statistic": statistic,
                "count": float(number),
                "estimate": float(number),
                "population": float(here.sum()),
                "method": COUNTS,
            }


def tie_rows(waves: MatchedWaves) -> Iterator[Values]:
    """Ties new, kept and no longer named, among the units that answered both waves."""
    matched = waves.units[waves.matched]
    if matched.empty:
        return
    earlier = {question.id: question for question in waves.earlier.codebook.ties}
    for question in waves.later.codebook.ties:
        before = counterpart(question, waves.earlier.codebook)
        if before is None or before.id not in earlier:
            continue
        then = _named(waves.earlier.ties, before.id, matched.index)
        now = _named(waves.later.ties, question.id, matched.index)
        for group in (TOTAL, *waves.groups):
            here = matched.index
            if group != TOTAL:
                here = matched.index[matched["group"] == group]
            yield from _tie_numbers(
                dict.fromkeys(KEYS, TOTAL) | {"question": question.id, "group": group},
                then,
                now,
                here,
            )


def _tie_numbers(
    key: Values,
    then: set[tuple[str, str]],
    now: set[tuple[str, str]],
    units: pd.Index,
) -> Iterator[Values]:
    if not len(units):
        return
    inside = set(units)
    old = {tie for tie in then if tie[0] in inside}
    new = {tie for tie in now if tie[0] in inside}
    numbers = {
        "ties_new": len(new - old),
        "ties_kept": len(new & old),
        "ties_no_longer_named": len(old - new),
    }
    for statistic, count in numbers.items():
        yield {
            **key,
            "statistic": statistic,
            "count": float(count),
            "estimate": float(count),
            "answered": len(units),
            "method": COUNTS,
        }
    either = len(old | new)
    yield {
        **key,
        "statistic": "ties_jaccard",
        "count": float(len(new & old)),
        "answered": float(either),
        "estimate": len(new & old) / either if either else np.nan,
        "method": COUNTS,
    }


def _named(ties: pd.DataFrame, question: str, units: pd.Index) -> set[tuple[str, str]]:
    """(unit, organisation) of the question's ties; a name is the same in both waves
    where it is the register's, or the same but for case, signs and legal form."""
    here = ties[ties["question"] == question]
    keys = here["unit"].fillna("").astype(str).map(unit_key)
    names = here["organisation"].astype(str).map(normalise)
    inside = keys.isin(units)
    return set(zip(keys[inside], names[inside], strict=True))
