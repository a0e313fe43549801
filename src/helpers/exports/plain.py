"""A plain table: one header row, whatever made it."""

from __future__ import annotations

from helpers.exports import metadata
from helpers.exports.contract import Column, Reading, Sheet
from helpers.exports.sheet import counted, headed

TOOL = "plain"
NAME = "en vanlig tabell"


def detect(sheet: Sheet) -> str:
    return "inget enkätverktygs egna kolumner känns igen"


def read(sheet: Sheet) -> Reading:
    above = titles(sheet)
    notes = []
    if above:
        notes.append(
            f"{counted(above, 'rad', 'rader')} ovanför rubrikraden hoppades över."
        )
    columns = [
        Column(
            column.name,
            column.letter,
            question=column.question,
            meta=_meta(column.name),
        )
        for column in headed(sheet, sheet.row(above))
    ]
    return Reading(columns, headers=above + 1, notes=tuple(notes))


def titles(sheet: Sheet) -> int:
    """How many rows at the top are titles: one cell where the table has several."""
    if sheet.width < 3:
        return 0
    for position in range(min(5, len(sheet.cells) - 1)):
        if sum(map(bool, sheet.row(position))) > 1:
            return position
    return 0


def _meta(header: str) -> str:
    kind = metadata.kind_of(header)
    return "" if header.casefold() in metadata.AMBIGUOUS else kind
