"""Counting by group: the responses of each group, and the rows that a count becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.survey.codebook import (
    NO_GROUP,
    TOTAL,
    Codebook,
    Item,
)

NO_FORM = "none"
Rows = dict[str, np.ndarray]
"""Some rows of the estimates, by column."""


@dataclass(frozen=True)
class Groups:
    """The responses' groups: `all` first, then each group of the codebook or frame."""

    labels: list[str]
    codes: np.ndarray

    @classmethod
    def of(cls, responses: pd.DataFrame, codebook: Codebook) -> Groups:
        if codebook.group is None:
            return cls([TOTAL], np.full(len(responses), -1))
        # A department that nobody answered for stays: its cells say "inga svar".
        group = responses["group"]
        if not (group == NO_GROUP).any():
            group = group.cat.remove_categories(NO_GROUP)
        return cls([TOTAL, *group.cat.categories], group.cat.codes.to_numpy())

    def count(self, where: np.ndarray) -> np.ndarray:
        """How many of `where` (bool per response) are in each of `labels`."""
        each = np.bincount(
            self.codes[where & (self.codes >= 0)], minlength=len(self.labels) - 1
        )
        return np.concatenate([[int(where.sum())], each]).astype(float)


def joined(parts: Sequence[Rows]) -> Rows:
    """The rows of all `parts`, in order; NaN where a part lacks what another has, such
    as an interval.

    >>> whole, part = {"count": np.array([3.0])}, {"count": np.array([1.0])}
    >>> joined([whole, part | {"low": np.array([0.2])}])["low"].tolist()
    [nan, 0.2]
    """
    names = dict.fromkeys(name for part in parts for name in part)
    sizes = [len(next(iter(part.values()))) for part in parts]
    return {
        name: np.concatenate(
            [
                part[name] if name in part else np.full(size, np.nan, object)
                for part, size in zip(parts, sizes, strict=True)
            ]
        )
        for name in names
    }


def row_of_all(
    item: Item, challenge: str, statistic: str, value: float, answered: float
) -> Rows:
    """One row, of all groups together."""
    one, base = np.array([float(value)]), np.array([float(answered)])
    rows = counted_rows(item, [TOTAL], challenge, statistic, [one], base, base)
    return rows | {"estimate": one}


def counted_rows(
    item: Item,
    groups: Sequence[str],
    challenge: str,
    statistic: str,
    counts: Sequence[np.ndarray],
    answered: np.ndarray,
    asked: np.ndarray,
    *,
    options: Sequence[str] = (TOTAL,),
    form: str = TOTAL,
) -> Rows:
    """One row per option and group; an empty group gives no estimate."""
    count = np.concatenate(counts)
    n = np.tile(answered, len(options))
    share = np.full(len(count), np.nan)
    np.divide(count, n, out=share, where=n > 0)
    same = {
        "question": item.question.id,
        "item": item.row,
        "challenge": challenge,
        "form": form,
        "statistic": statistic,
    }
    return {
        name: np.full(len(count), value, object) for name, value in same.items()
    } | {
        "option": np.repeat(np.array(options, object), len(groups)),
        "group": np.tile(np.array(groups, object), len(options)),
        "count": count,
        "answered": n,
        "asked": np.tile(asked, len(options)),
        "estimate": share,
    }
