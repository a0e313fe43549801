"""One option a cell: single-choice questions and rows of grids."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.cleaning.coding.cells import (
    UNKNOWN_OPTION,
    UNTICKED,
    Cells,
    Coded,
    nowhere,
    spread_texts,
)
from helpers.cleaning.coding.options import Options


def code_single(
    cells: Cells,
    options: Options,
    *,
    other: str | None,
    other_column: Cells | None = None,
) -> Coded:
    """One option a cell. A text that is none counts as `other`, or is set aside; so
    does a text in the column beside it, where the cell is blank."""
    matched: list[str | None] = [options.find(text) for text in cells.texts]
    aside = []
    texts: list[str | None] = [None] * len(cells.texts)
    for code in cells.used():
        if matched[code] is None and other is not None:
            matched[code], texts[code] = other, cells.texts[code]
        elif matched[code] is None:
            aside += [(r, UNKNOWN_OPTION, cells.texts[code]) for r in cells.rows(code)]
    place = {option: number for number, option in enumerate(options.options)}
    codes = cells.spread([place.get(m or "", -1) for m in matched], -1).astype(int)
    own = spread_texts(cells, texts) if other is not None else None
    if own is not None and other_column is not None:
        written = [None if t.casefold() in UNTICKED else t for t in other_column.texts]
        beside = spread_texts(other_column, written)
        codes = np.where((codes < 0) & beside.notna(), place[str(other)], codes)
        own = own.fillna(beside)
    value = pd.Categorical.from_codes(
        codes.tolist(), pd.Index(options.options, dtype="str")
    )
    values = {"": pd.Series(value, cells.index)}
    if own is not None:
        values["~other"] = own
    given = pd.Series(codes >= 0, cells.index)
    return Coded(values, given, nowhere(cells.index), aside)
