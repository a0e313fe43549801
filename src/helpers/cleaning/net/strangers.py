"""Rows that are no responses, whatever the file's reader made of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.cleaning.coding import UNTICKED, Options, parse_number
from helpers.core.wording import fold
from helpers.survey.codebook import Codebook, Grid, Item, Multiple, RankOrder, Single
from helpers.survey.identity import At

MOST = 0.05
"""Of the rows; where more fit nothing it is the codebook that is wrong."""
HEADER = "rubrikraden en gång till"
NO_RESPONSE = "raden är inget svar: ingen cell passar i sin kolumn"


def rows_that_fit_nothing(rows: pd.DataFrame, book: Codebook) -> pd.Series:
    """Why a row is no response (totals, a second header, a note under the table), ""
    for those that are: no cell of it is an answer to the question of its column."""
    reasons = pd.Series("", rows.index)
    items = [item for item in book.all_items() if not item.question.personal]
    choices = {
        c: item for item in items if _has_options(item) for c in item.columns_used
    }
    numbers = [c for item in items if _is_numeric(item) for c in item.columns_used]
    if not choices:
        return reasons
    given = pd.DataFrame({c: _given(rows[c], book) for c in choices})
    filled = given.sum(axis=1)
    doubtful = filled > 0
    for column, item in choices.items():
        if doubtful.any():
            doubtful &= ~given[column] | ~_fits(rows[column], item)
    for column in numbers if doubtful.any() else []:
        doubtful &= ~rows[column].map(_is_number, na_action="ignore").eq(True)
    alone = (filled == 1) & _at_the_ends(rows) & (_all_cells(rows, book) == 1)
    doubtful &= (filled >= 2) | (alone & (len(choices) + len(numbers) >= 3))
    few = max(3, MOST * len(rows))
    if doubtful.sum() <= few:  # else the codebook is wrong
        reasons[doubtful] = NO_RESPONSE
    headers = pd.Series(0, rows.index)
    for column in choices:
        is_header = (rows[column] == column).fillna(False)
        if is_header.sum() <= few:  # else a tick by the option's own label
            headers += is_header.astype(int)
    reasons[(headers > 0) & (2 * headers >= filled)] = HEADER
    return reasons


def _has_options(item: Item) -> bool:
    kinds = Single | Multiple | RankOrder | Grid
    return isinstance(item.question, kinds) and not _is_numeric(item)


def _is_numeric(item: Item) -> bool:
    """Whether numbers stand in its cells: amounts, or the place of an option."""
    ranked = isinstance(item.question, RankOrder) and bool(item.question.columns)
    return item.kind == "number" or ranked


def _given(cells: pd.Series, book: Codebook) -> pd.Series:
    blank = {fold(text) for text in (*book.missing, *book.not_shown)} | {""}
    codes, texts = pd.factorize(cells)
    is_given = [fold(str(text)) not in blank for text in texts]
    return pd.Series(np.array([*is_given, False], dtype=bool)[codes], cells.index)


def _is_number(text: str) -> bool:
    return parse_number(text) is not None


def _at_the_ends(rows: pd.DataFrame) -> pd.Series:
    """The first three and the last five rows of each file."""
    place = rows.groupby(At.FILE).cumcount()
    size = rows.groupby(At.FILE)[At.FILE].transform("size")
    return (place < 3) | (place >= size - 5)


def _all_cells(rows: pd.DataFrame, book: Codebook) -> pd.Series:
    used = dict.fromkeys(c for q in book.questions for c in q.columns_used)
    return rows[list(used)].notna().sum(axis=1)


def _fits(cells: pd.Series, item: Item) -> pd.Series:
    """Where a cell says something that its question knows."""
    question = item.question
    assert isinstance(question, Single | Multiple | RankOrder | Grid)
    codes, texts = pd.factorize(cells)
    ticks = (
        []
        if isinstance(question, Single | RankOrder)
        else [*question.ticked, *UNTICKED]
    )
    options = Options([*question.all_options, *ticks], question.recoded)
    separator = ";" if isinstance(question, Single) else question.separator or ";"
    fits = [
        options.find(text) is not None
        or any(option is not None for _, option in options.split(text, separator))
        for text in (fold(str(text)) for text in texts)
    ]
    return pd.Series(np.array([*fits, False], dtype=bool)[codes], cells.index)
