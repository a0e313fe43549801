"""Tables of a ranking: what was put first, and the mean place of each option."""

from __future__ import annotations

import pandas as pd

from helpers.disclosure.released import Released
from helpers.estimation.schema import Row
from helpers.presentation import tabulation, text
from helpers.presentation.locale import message, phrase
from helpers.presentation.tables import Column, Table, Value
from helpers.presentation.text import State, state

DECIMALS = 1  # of a mean place
OF_THE_PLACED = message(
    "Medelplatsen är bland dem som rangordnade alternativet; 1 är först. Den som "
    "inte gav ett alternativ någon plats räknas inte i dess medelplats."
)


def ranking(first: Released, means: Released, key: str) -> Table:
    """One row an option: who put it first, its mean place with the interval, and how
    many placed it. `first` and `means`: the rows `share` and `mean_rank` of all."""
    table = tabulation.topline(first, key)
    placed = tabulation.by_keys(means, "option")
    options = tabulation.order(first, "option")
    found = [placed.get((option,)) for option in options]
    if not any(row is not None and state(row) is State.SHOWN for row in found):
        return table
    added = [_place(row) for row in found]
    columns = [
        Column(phrase("Medelplats"), "number", DECIMALS),
        Column(phrase("Medelplats, lägst"), "number", DECIMALS),
        Column(phrase("Medelplats, högst"), "number", DECIMALS),
        Column(phrase("Har rangordnat det"), "count"),
    ]
    keep = [
        n for n in range(4) if n in (0, 3) or any(row[n] is not None for row in added)
    ]
    return Table(
        table.key,
        table.caption,
        [*table.columns, *(columns[n] for n in keep)],
        [
            [*row, *(more[n] for n in keep)]
            for row, more in zip(table.rows, added, strict=True)
        ],
        note=f"{table.note} {OF_THE_PLACED}".strip(),
    )


def _place(row: Row | None) -> list[Value]:
    """Mean, its limits outwards, and how many placed the option."""
    if row is None:
        return [None] * 4
    found = state(row)
    if found is not State.SHOWN or not row.count:
        return [found if found is not State.SHOWN else None, None, None, found]
    ends: list[Value] = [None, None]
    if pd.notna(row.low):
        ends = [
            float(text.rounded(row.low, DECIMALS, towards="down")),
            float(text.rounded(row.high, DECIMALS, towards="up")),
        ]
    return [row.estimate, *ends, row.count]


def mean_places(released: Released, key: str, *, caption: str) -> Table:
    """Options against groups, the mean place in each cell."""
    cells = tabulation.by_keys(released, "option", "group")
    groups = tabulation.order(released, "group")
    columns = [
        Column(tabulation.heading(released, "option")),
        *(
            Column(text.label_of(released, "group", group), "number", DECIMALS)
            for group in groups
        ),
    ]
    few = released.codebook.disclosure.percent_from
    body: list[list[Value]] = []
    for option in tabulation.order(released, "option"):
        values: list[Value] = []
        for group in groups:
            row = cells.get((option, group))
            known = row is not None and state(row) is State.SHOWN
            if row is None or not known:
                values.append(None if row is None else state(row))
            else:  # a mean of so few is what each of them said
                values.append(row.estimate if row.count >= few else None)
        body.append([text.label_of(released, "option", option), *values])
    note = phrase(
        "{of_the_placed} Tomt: färre än {few} har rangordnat det.",
        of_the_placed=OF_THE_PLACED,
        few=few,
    )
    return Table(key, caption, columns, body, note=note)
