"""A column's cells as they are coded, and what coding an item gives.

The functions of this package work on the *unique* texts of a column and spread the
result by code, so that a million rows cost little more than their different answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from helpers.core.wording import fold

UNKNOWN_OPTION = "okänt svarsalternativ"
NOT_A_NUMBER = "inte ett tal"
NOT_A_DATE = "inte ett datum"
OUT_OF_RANGE = "orimligt värde"
CONTRADICTION = "motsäger de andra kryssen"
# Words by which a respondent says no to an option that has a column of its own.
SAYS_NO = frozenset({"nej", "no", "nei", "nein", "ei"})
# What else survey tools write where such an option was offered and not ticked.
UNTICKED = SAYS_NO | {
    *("0", "n", "false", "falskt", "not checked", "unchecked", "not selected"),
    *("not ticked", "ej vald", "inte vald", "ej markerad", "inte markerad", "off"),
}


@dataclass(frozen=True)
class Coded:
    """One item, coded.

    `values`: the columns for responses, by the name after the item's key ("" for the
    value itself, "=Option" for a tick, "~other" for other-text). `given`: where an
    answer stands. `dont_know`: where it is only "vet ej". `set_aside`: row label →
    (reason, text) for cells whose value cannot be used.
    """

    values: dict[str, pd.Series]
    given: pd.Series
    dont_know: pd.Series
    set_aside: list[tuple[object, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Cells:
    """A column's unique texts, blank cells apart."""

    index: pd.Index
    codes: np.ndarray
    texts: list[str]

    @classmethod
    def of(
        cls, raw: pd.Series, *, missing: Iterable[str] = ("",), by_line: bool = False
    ) -> Cells:
        """`raw`: text as it stood, NaN where blank; `missing`: texts for blank. With
        `by_line` the lines of a cell stay lines."""
        codes, uniques = pd.factorize(raw)
        texts = [folded_lines(str(t)) if by_line else fold(str(t)) for t in uniques]
        blank = {fold(text) for text in missing} | {""}
        gone = np.array([text in blank for text in texts] + [True])
        codes = np.where(gone[codes], -1, codes)
        return cls(raw.index, codes, texts)

    @property
    def given(self) -> pd.Series:
        return pd.Series(self.codes >= 0, self.index)

    def used(self) -> list[int]:
        """The codes that occur, in order of first occurrence of the text."""
        return sorted(set(self.codes.tolist()) - {-1})

    def spread(self, per_text: Sequence[object], otherwise: object) -> np.ndarray:
        """One value a row: `per_text` by the row's text, `otherwise` where blank."""
        table = np.array([*per_text, otherwise])
        return table[self.codes]

    def rows(self, code: int) -> pd.Index:
        return self.index[self.codes == code]


def folded_lines(text: str) -> str:
    """
    >>> folded_lines("Råd \\n\\n Lokal")
    'Råd\\nLokal'
    """
    return "\n".join(filter(None, map(fold, text.splitlines())))


def spread_texts(cells: Cells, texts: Sequence[str | None]) -> pd.Series:
    spread = cells.spread(list(texts), None) if texts else [None] * len(cells.codes)
    return pd.Series(spread, cells.index, dtype="str")


def nowhere(index: pd.Index) -> pd.Series:
    return pd.Series(False, index)
