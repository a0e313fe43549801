"""How an item was answered: the states, and what excludes what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.cleaning.coding.cells import CONTRADICTION, Coded
from helpers.survey.codebook import ANSWER_STATES


def without_contradictions(coded: Coded, exclusive: Sequence[str]) -> Coded:
    """Where one of `exclusive` ("Inga hinder", "Vet ej") is ticked beside another
    option it is set aside, and the other counts."""
    ticks = {n: v for n, v in coded.values.items() if n.startswith("=")}
    rest = [v for name, v in ticks.items() if name[1:] not in exclusive]
    if not rest:
        return coded
    more = np.any(rest, axis=0)
    values, aside = dict(coded.values), list(coded.set_aside)
    for option in dict.fromkeys(exclusive):
        name = f"={option}"
        if name in ticks and (both := values[name] & more).any():
            values[name] = values[name] & ~both
            aside += [(row, CONTRADICTION, option) for row in both[both].index]
    return Coded(values, coded.given, coded.dont_know, aside)


def with_dont_know(coded: Coded, options: Sequence[str]) -> Coded:
    """`coded`, with `dont_know` where the answer is nothing but one of `options`."""
    return Coded(coded.values, coded.given, only(coded, options), coded.set_aside)


def only(coded: Coded, options: Sequence[str]) -> pd.Series:
    """Where the answer is nothing but one or more of `options`."""
    if "" in coded.values:
        return coded.values[""].isin(list(options))
    chosen = [coded.values[f"={o}"] for o in options if f"={o}" in coded.values]
    rest = [
        ticks
        for name, ticks in coded.values.items()
        if name.startswith("=") and name[1:] not in options
    ]
    index = coded.given.index
    some = np.any(chosen, axis=0) if chosen else np.zeros(len(index), bool)
    more = np.any(rest, axis=0) if rest else np.zeros(len(index), bool)
    return pd.Series(some & ~more, index)


def states(
    given: pd.Series,
    dont_know: pd.Series,
    *,
    not_asked: pd.Series,
    implied_none: pd.Series,
) -> pd.Series:
    """answered, dont_know, blank, not_asked or implied_none; one of them a row."""
    code = np.select(
        [implied_none & ~given, not_asked & ~given, dont_know, given],
        [4, 3, 1, 0],
        default=2,
    )
    value = pd.Categorical.from_codes(
        code.tolist(), pd.Index(ANSWER_STATES, dtype="str")
    )
    return pd.Series(value, given.index)
