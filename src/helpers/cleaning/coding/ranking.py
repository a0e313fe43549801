"""A ranking: which option came first, and which place each option was given.

The value is the option that came first; "@Option" is the place of each, 1 first, NaN
where it was not placed. Who ranks some places only has ranked those. An order that
cannot be told (two options on one place, a place left out, a text that is no option) is
no answer: it is set aside with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from helpers.cleaning.coding.cells import (
    NOT_A_NUMBER,
    OUT_OF_RANGE,
    UNKNOWN_OPTION,
    Cells,
    Coded,
    nowhere,
)
from helpers.cleaning.coding.options import Options
from helpers.core.wording import fold

SAME_PLACE = "två alternativ på samma plats"
TWICE = "samma alternativ på två platser"
LEFT_OUT = "en plats är överhoppad"
Aside = list[tuple[object, str, str]]


def place_of(text: str) -> int:
    """The place that a text says, or 0.

    >>> [place_of(text) for text in ("2", "2nd", "Tredje", "4:e valet", "Rank 1", "Ja")]
    [2, 2, 3, 4, 1, 0]
    """
    found = _PLACE.fullmatch(fold(text).casefold())
    if found is None:
        return 0
    return int(found["number"] or 0) or _ORDINALS.get(found["word"] or "", 0)


_ORDINALS = {
    word: place
    for place, words in enumerate(
        (
            "första first förstahand förstaval førstevalg erste erster",
            "andra second andrahand andraval andrevalg andre anden zweite",
            "tredje third tredjehand tredjeval tredjevalg dritte",
            "fjärde fourth fjärdeval fjerdevalg fjerde vierte",
            "femte fifth femteval femtevalg fünfte",
            "sjätte sixth sjette",
        ),
        1,
    )
    for word in words.split()
}
_SAYS_PLACE = re.compile(r"\D*\d{1,3}(\.0+)?\D{0,3}")
_PLACE = re.compile(
    r"(?:(?:rank|plats|place|choice|val|prio(?:ritet)?|nr|nummer)\W?\s*)?"
    r"(?:(?P<number>\d{1,3})(?:\.0+)?(?::?[ae]|st|nd|rd|th)?\.?|(?P<word>[^\W\d]+))"
    r"(?:\s+(?:choice|place|rank|val(?:et)?|plats(?:en)?|hand))?",
)


def code_order(cells: Cells, options: Options, *, separator: str, last: int) -> Coded:
    """The options in one cell, what came first first."""
    tables = np.full((len(options.options), len(cells.texts)), np.nan)
    aside: Aside = []
    number = {option: at for at, option in enumerate(options.options)}
    for code in cells.used():
        reason, found = "", cells.texts[code]
        place = 0
        for written, option in options.split(cells.texts[code], separator):
            place += 1
            if option == "":
                continue  # recode says that the text means nothing
            if option is None:
                reason, found = UNKNOWN_OPTION, written
                break
            if not np.isnan(tables[number[option], code]):
                reason = TWICE
                break
            tables[number[option], code] = place
        ranked = tables[:, code]
        if not reason and np.nanmax(ranked, initial=0) > last:
            reason = OUT_OF_RANGE
        if not reason and np.nanmax(ranked, initial=0) != (~np.isnan(ranked)).sum():
            reason = LEFT_OUT
        if reason:
            tables[:, code] = np.nan
            aside += [(row, reason, found) for row in cells.rows(code)]
    spread = np.array([cells.spread(list(row), np.nan) for row in tables])
    return _coded(spread.astype(float), options.options, cells.index, aside)


def code_places(columns: Sequence[Cells], options: Options) -> Coded:
    """What was put first, second …, a column a place."""
    index = columns[0].index
    table = np.full((len(options.options), len(index)), np.nan)
    strange, twice = np.zeros(len(index), bool), np.zeros(len(index), bool)
    aside: Aside = []
    number = {option: at for at, option in enumerate(options.options)}
    for place, cells in enumerate(columns, 1):
        matched = [options.find(text) for text in cells.texts]
        for code in cells.used():
            option, here = matched[code], cells.codes == code
            if option is None:
                strange |= here
                aside += [
                    (row, UNKNOWN_OPTION, cells.texts[code]) for row in cells.rows(code)
                ]
            elif option:
                row = table[number[option]]
                twice |= here & ~np.isnan(row)
                row[here & np.isnan(row)] = place
    table[:, strange] = np.nan
    unordered = _take_out_unordered(
        table, index, options.options, {TWICE: twice & ~strange}
    )
    return _coded(table, options.options, index, [*aside, *unordered])


def code_numbers(
    columns: Mapping[str, Cells],
    *,
    nothing: Sequence[str],
    last: int,
    highest_first: bool,
) -> Coded:
    """The place of each option as a number in its own column. `nothing`: texts that say
    that it was not placed ("N/A")."""
    options = list(columns)
    index = columns[options[0]].index
    table = np.full((len(options), len(index)), np.nan)
    strange = np.zeros(len(index), bool)
    aside: Aside = []
    blank = {text.casefold() for text in nothing}
    for at, cells in enumerate(columns.values()):
        numbers = [float("nan")] * len(cells.texts)
        for code in cells.used():
            text = cells.texts[code]
            if text.casefold() in blank:
                continue
            number = place_of(text)
            if 1 <= number <= last:
                numbers[code] = last + 1 - number if highest_first else number
                continue
            strange |= cells.codes == code
            reason = OUT_OF_RANGE if _SAYS_PLACE.fullmatch(text) else NOT_A_NUMBER
            aside += [(row, reason, text) for row in cells.rows(code)]
        table[at] = cells.spread(numbers, np.nan).astype(float)
    table[:, strange] = np.nan
    return _coded(
        table, options, index, [*aside, *_take_out_unordered(table, index, options)]
    )


def _take_out_unordered(
    table: np.ndarray,
    index: pd.Index,
    options: Sequence[str],
    known: Mapping[str, np.ndarray] | None = None,
) -> Aside:
    """Takes the rows that are no order out of `table`; each with its reason."""
    ordered = np.sort(table, axis=0)
    placed = (~np.isnan(table)).sum(axis=0)
    tied = (ordered[1:] == ordered[:-1]).any(axis=0)
    gap = (placed > 0) & (np.nanmax(table, axis=0, initial=0) != placed)
    aside: Aside = []
    unordered = np.zeros(len(index), bool)
    for reason, where in {**(known or {}), SAME_PLACE: tied, LEFT_OUT: gap}.items():
        for at in np.flatnonzero(where & ~unordered):
            aside.append((index[at], reason, _written(table[:, at], options)))
        unordered |= where
    table[:, unordered] = np.nan
    return aside


def _written(places: np.ndarray, options: Sequence[str]) -> str:
    """ "1 Tid; 1 Pengar"."""
    known = [(place, at) for at, place in enumerate(places) if not np.isnan(place)]
    return "; ".join(f"{place:.0f} {options[at]}" for place, at in sorted(known))


def _coded(
    table: np.ndarray, options: Sequence[str], index: pd.Index, aside: Aside
) -> Coded:
    first = table == 1
    codes = np.where(first.any(axis=0), first.argmax(axis=0), -1)
    value = pd.Categorical.from_codes(codes.tolist(), pd.Index(options, dtype="str"))
    values = {"": pd.Series(value, index)}
    values |= {
        f"@{option}": pd.Series(table[at], index) for at, option in enumerate(options)
    }
    return Coded(values, pd.Series(codes >= 0, index), nowhere(index), aside)
