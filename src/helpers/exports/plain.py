"""A plain table, whatever made it: titles, one header row or several, answers."""

from __future__ import annotations

import pandas as pd

from helpers.exports import metadata
from helpers.exports.columns import reading_of
from helpers.exports.contract import Reading, Sheet
from helpers.exports.headers import find_top

TOOL = "plain"
NAME = "en vanlig tabell"


def detect(sheet: Sheet) -> str:
    return "inget enkätverktygs egna kolumner känns igen"


def read(sheet: Sheet) -> Reading:
    top = find_top(sheet)
    cells = sheet.cells.iloc[top.rows :]
    return reading_of(
        top,
        [
            _meta(question, cells.iloc[:, place])
            for place, question in enumerate(top.questions)
        ],
    )


def _meta(header: str, cells: pd.Series) -> str:
    kind = metadata.kind_of(header)
    if kind == "duration" and metadata.moments(cells):
        return "end"  # "Svarstid": the time of the answer, and not how long it took
    return "" if header.casefold() in metadata.AMBIGUOUS else kind
