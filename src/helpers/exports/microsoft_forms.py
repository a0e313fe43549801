"""Microsoft Forms: a workbook with ID, times, e-mail and name before the questions.

The columns are named in the language of whoever exported it; where the language is
not known here they are known by their place and by what stands in them.
"""

from __future__ import annotations

import re

import pandas as pd

from helpers.exports import metadata
from helpers.exports.contract import ExportColumn, Reading, Sheet
from helpers.exports.sheet import headed

TOOL = "microsoft_forms"
NAME = "Microsoft Forms"
FIXED = ("id", "start", "end", "email", "name")
_OWN = {
    "id": "id",
    "start time": "start",
    "completion time": "end",
    "email": "email",
    "name": "name",
    "last modified time": "modified",
    "language": "language",
    "starttid": "start",
    "slutförandetid": "end",
    "slutföringstid": "end",
    "e-post": "email",
    "e-postadress": "email",
    "namn": "name",
    "senast ändrad": "modified",
    "tid för senaste ändring": "modified",
    "senast ändrad tid": "modified",
    "språk": "language",
}
_QUIZ = re.compile(
    r"(points|feedback|poäng|återkoppling) [-–] .*"
    r"|(total points|quiz feedback|grade posted time|totalt antal poäng|totalpoäng)",
    re.IGNORECASE,
)


def detect(sheet: Sheet) -> str:
    header = sheet.row(0)[: len(FIXED)]
    if len(header) < 3:
        return ""
    if _by_name(header):
        return f"rubrikerna börjar med {', '.join(header[:3])}"
    # "ID" has names of its own too, as Tunnus in Finnish; but Forms gives workbooks.
    if (header[0].casefold() == "id" or not sheet.encoding) and _by_shape(sheet):
        return "först står nummer, två tidpunkter och en e-postadress"
    return ""


def _by_name(header: list[str]) -> bool:
    return [_OWN.get(name.casefold()) for name in header[:3]] == [*FIXED[:3]]


def _by_shape(sheet: Sheet) -> bool:
    cells = sheet.cells.iloc[1:]
    if sheet.width < 6 or cells.empty:
        return False
    return (
        metadata.whole_numbers(cells[0])
        and metadata.moments(cells[1])
        and metadata.moments(cells[2])
        and _addresses(cells[3], cells[4])
    )


def _addresses(addresses: pd.Series, names: pd.Series) -> bool:
    """E-mail addresses, or the one word for an anonymous respondent and no names."""
    anonymous = addresses.nunique() == 1 and names.isna().all()
    return bool(anonymous) or metadata.mostly(addresses, lambda text: "@" in text)


def read(sheet: Sheet) -> Reading:
    cells, header = sheet.cells.iloc[1:], sheet.row(0)
    foreign = not _by_name(header) and _by_shape(sheet)
    columns, leading = [], True
    for place, column in enumerate(headed(sheet, header)):
        meta = ""
        if leading and foreign:
            # "Last modified time", or a question: its content tells which.
            fixed = place < len(FIXED)
            modified = place == len(FIXED) and metadata.moments(cells[place])
            meta = FIXED[place] if fixed else "modified" if modified else ""
        elif leading:
            meta = _OWN.get(column.name.casefold(), "")
        leading = leading and bool(meta)
        if _QUIZ.fullmatch(column.name):
            meta = "technical"
        columns.append(
            ExportColumn(
                column.name, column.letter, question=column.question, meta=meta
            )
        )
    return Reading(columns)
