"""A date a cell, and a text a cell."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.cleaning.coding.cells import (
    NOT_A_DATE,
    OUT_OF_RANGE,
    Cells,
    Coded,
    nowhere,
    spread_texts,
)

YEARS = (1000, 2999)  # of a date; an association may be very old


def code_date(cells: Cells, *, format: str | None) -> Coded:
    """A date a cell; ISO unless `format` (strptime) says otherwise. A year that no
    survey asks about is set aside: "-1" reads as a date of the year before year 0."""
    parsed = pd.to_datetime(
        pd.Series(cells.texts, dtype=object),
        format=format or "ISO8601",
        errors="coerce",
    )
    # numpy's years: pandas has none for the years before 1.
    year = parsed.to_numpy("datetime64[Y]").astype(int) + 1970
    strange = parsed.isna().to_numpy(dtype=bool)
    outside = ~strange & ((year < YEARS[0]) | (year > YEARS[1]))
    aside = [
        (row, NOT_A_DATE if strange[code] else OUT_OF_RANGE, cells.texts[code])
        for code in cells.used()
        if strange[code] or outside[code]
        for row in cells.rows(code)
    ]
    days = np.append(parsed.to_numpy("datetime64[us]"), np.datetime64("NaT"))
    days[:-1][outside] = np.datetime64("NaT")
    value = pd.Series(days[cells.codes], cells.index)
    return Coded({"": value}, value.notna(), nowhere(cells.index), aside)


def code_text(cells: Cells) -> Coded:
    value = spread_texts(cells, cells.texts)
    return Coded({"": value}, value.notna(), nowhere(cells.index))
