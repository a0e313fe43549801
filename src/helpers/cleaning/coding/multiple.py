"""Several options an answer: joined in one cell, or ticks in a column an option."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from helpers.cleaning.coding.cells import (
    CONTRADICTION,
    SAYS_NO,
    UNKNOWN_OPTION,
    UNTICKED,
    Cells,
    Coded,
    nowhere,
    spread_texts,
)
from helpers.cleaning.coding.options import Options
from helpers.core.wording import fold


def code_joined(
    cells: Cells, options: Options, *, separator: str, other: str | None
) -> Coded:
    """Several options in one cell, joined by `separator`."""
    ticks = {option: [False] * len(cells.texts) for option in options.options}
    texts: list[str | None] = [None] * len(cells.texts)
    aside = []
    for code in cells.used():
        unknown = []
        for written, option in options.split(cells.texts[code], separator):
            if option is not None:
                if option in ticks:
                    ticks[option][code] = True
            else:
                unknown.append(written)
        if unknown and other is not None:
            ticks[other][code] = True
            texts[code] = "; ".join(unknown)
        else:
            aside += [
                (row, UNKNOWN_OPTION, written)
                for written in unknown
                for row in cells.rows(code)
            ]
    values = {
        f"={option}": pd.Series(cells.spread(marks, False).astype(bool), cells.index)
        for option, marks in ticks.items()
    }
    if other is not None:
        values["~other"] = spread_texts(cells, texts)
    given = pd.Series(np.any([values[f"={o}"] for o in ticks], axis=0), cells.index)
    return Coded(values, given, nowhere(cells.index), aside)


def code_ticks(
    columns: dict[str, Cells],
    *,
    options: Sequence[str],
    ticked: Iterable[str],
    other: str | None,
    other_column: Cells | None,
    unticked: Iterable[str] = (),
    nothing: str | None = None,
) -> Coded:
    """A column an option. A tick is one of `ticked` or the option's own label; in the
    other option's column any text that does not say no is a tick. `unticked` says no
    beside what always does. Who says no in words in every column has answered: that
    ticks the option `nothing`, which has no column."""
    yes = {fold(text).casefold() for text in ticked}
    says_no = UNTICKED | {fold(text).casefold() for text in unticked}
    index = next(iter(columns.values())).index
    values: dict[str, pd.Series] = {}
    aside: list[tuple[object, str, str]] = []
    for option, cells in columns.items():
        meanings = {text.casefold() for text in (option,)} | yes
        marks, texts = [], []
        for text in cells.texts:
            tick, no = text.casefold() in meanings, text.casefold() in says_no
            free = option == other and not tick and not no
            marks.append(tick or free)
            texts.append(text if free else None)
        for code in cells.used():
            text = cells.texts[code]
            if not marks[code] and text.casefold() not in says_no:
                aside += [(row, UNKNOWN_OPTION, text) for row in cells.rows(code)]
        values[f"={option}"] = pd.Series(cells.spread(marks, False).astype(bool), index)
        if option == other:
            values["~other"] = spread_texts(cells, texts)
    for option in options:
        values.setdefault(f"={option}", pd.Series(False, index))
    if other is not None and other_column is not None:
        given = [None if t.casefold() in UNTICKED else t for t in other_column.texts]
        written = [text is not None for text in given]
        values[f"={other}"] |= other_column.spread(written, False).astype(bool)
        values["~other"] = spread_texts(other_column, given)
    if nothing is not None:
        values[f"={nothing}"] = no_to_all(columns, other=other)
    ticks = [values[f"={option}"] for option in options]
    return Coded(values, pd.Series(np.any(ticks, axis=0), index), nowhere(index), aside)


def no_to_all(columns: Mapping[str, Cells], *, other: str | None) -> pd.Series:
    """Where every option was answered with a no. A blank is not no; neither is 0, which
    tools write for those too who skipped the question."""
    answers = [
        cells.spread([t.casefold() in SAYS_NO for t in cells.texts], False).astype(bool)
        for option, cells in columns.items()
        if option != other
    ]
    index = next(iter(columns.values())).index
    return pd.Series(np.all(answers, axis=0) if answers else False, index)


def one_of_ticks(coded: Coded, options: Sequence[str]) -> Coded:
    """Ticks in a column an option → the one that was ticked. Two ticks are no answer
    to a question with one: they are set aside."""
    table = np.array([coded.values[f"={option}"] for option in options])
    several = table.sum(axis=0) > 1
    codes = np.where(several | ~table.any(axis=0), -1, table.argmax(axis=0))
    index = coded.given.index
    value = pd.Categorical.from_codes(codes.tolist(), pd.Index(options, dtype="str"))
    values = {"": pd.Series(value, index)}
    if "~other" in coded.values:
        values["~other"] = coded.values["~other"]
    aside = list(coded.set_aside)
    for place in np.flatnonzero(several):
        chosen = [o for o, tick in zip(options, table[:, place], strict=True) if tick]
        aside.append((index[place], CONTRADICTION, "; ".join(chosen)))
    return Coded(values, pd.Series(codes >= 0, index), nowhere(index), aside)


def code_mentions(
    columns: Sequence[Cells], options: Options, *, other: str | None
) -> Coded:
    """What was mentioned first, second …, a column each: an option counts once for a
    response, wherever it stands."""
    index = columns[0].index
    ticks = {option: np.zeros(len(index), bool) for option in options.options}
    own = pd.Series(None, index, dtype="str")
    aside: list[tuple[object, str, str]] = []
    for cells in columns:
        matched = [options.find(text) for text in cells.texts]
        for code in cells.used():
            option = matched[code] or other
            if option is None:
                aside += [
                    (row, UNKNOWN_OPTION, cells.texts[code]) for row in cells.rows(code)
                ]
            else:
                ticks[option] |= cells.codes == code
        if other is not None:
            unknown = [
                text if option is None else None
                for text, option in zip(cells.texts, matched, strict=True)
            ]
            own = own.fillna(spread_texts(cells, unknown))
    values = {f"={option}": pd.Series(marks, index) for option, marks in ticks.items()}
    if other is not None:
        values["~other"] = own
    given = pd.Series(np.any([*ticks.values()], axis=0), index)
    return Coded(values, given, nowhere(index), aside)
