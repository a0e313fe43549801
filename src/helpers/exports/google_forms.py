"""Google Forms: a time stamp, then a column a question or a row of a grid."""

from __future__ import annotations

import re

from helpers.exports import metadata
from helpers.exports.contract import ExportColumn, Reading, Sheet
from helpers.exports.sheet import headed

TOOL = "google_forms"
NAME = "Google Forms"
_STAMPS = {"timestamp", "tidstämpel", "tidsstempel", "tidsstämpel", "tidspunkt"}
_STAMPS |= {"aikaleima", "zeitstempel", "horodateur", "marca temporal"}
_OWN = {
    "email address": "email",
    "e-postadress": "email",
    "e-post": "email",
    "email": "email",
    "username": "email",
    "användarnamn": "email",
    "score": "technical",
    "poäng": "technical",
    "total score": "technical",
}
_ROW = re.compile(r"(?P<question>.+?)\s*\[(?P<row>[^\[\]]+)\]")


def detect(sheet: Sheet) -> str:
    header = sheet.row(0)
    if not header or header[0].casefold() not in _STAMPS or sheet.width < 2:
        return ""
    if metadata.moments(sheet.cells.iloc[1:, 0]):
        return f"först står en kolumn ”{header[0]}” med tidpunkter"
    return ""


def read(sheet: Sheet) -> Reading:
    columns = []
    for place, column in enumerate(headed(sheet, sheet.row(0))):
        text = sheet.row(0)[place]
        meta = "end" if place == 0 else _OWN.get(text.casefold(), "")
        meta = meta if place < 3 else ""  # further on it is a question
        match = _ROW.fullmatch(text)
        columns.append(
            ExportColumn(
                column.name,
                column.letter,
                question=match["question"] if match else text,
                option=match["row"] if match else "",
                meta=meta,
            )
        )
    return Reading(columns)
