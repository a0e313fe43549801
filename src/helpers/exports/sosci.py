"""SoSci Survey: a row of variables' names, a row of their labels, 1 and 2 for ticks.

In a multiple-response question each option is 1 (not ticked) or 2 (ticked), and a
variable before them counts the ticks. -9 is "not answered", in every question.
"""

from __future__ import annotations

import re
from dataclasses import replace

from helpers.exports.contract import ExportColumn, Reading, Sheet
from helpers.exports.sheet import letter, unique

TOOL = "sosci"
NAME = "SoSci Survey"
_OWN = {
    "case": "id",
    "serial": "token",
    "ref": "link",
    "questnnr": "technical",
    "mode": "technical",
    "started": "start",
    "lastdata": "end",
    "finished": "status",
    "q_viewer": "technical",
    "lastpage": "status",
    "maxpage": "technical",
    "missing": "technical",
    "missrel": "technical",
    "time_rsi": "technical",
    "time_sum": "duration",
    "deg_time": "technical",
    "mailsent": "technical",
    "language": "language",
}
_SURE = {"case", "questnnr", "lastdata", "q_viewer", "maxpage", "missrel"}
_TIMES = re.compile(r"time\d{3}", re.IGNORECASE)
_COUNTS = re.compile(
    r"(residualoption|anzahl ausgewählter|residual option|number of selected)",
    re.IGNORECASE,
)
NOT_ANSWERED = "-9"
NOT_TICKED, TICKED = "1", "2"


def detect(sheet: Sheet) -> str:
    own = [name for name in sheet.row(0) if name.casefold() in _SURE]
    return f"kolumnerna {', '.join(own[:3])} finns" if len(own) > 2 else ""


def read(sheet: Sheet) -> Reading:
    names, labels, headers = sheet.row(0), sheet.row(1), 1
    id = next((i for i, name in enumerate(names) if name.casefold() == "case"), 0)
    if labels and not labels[id].isdecimal():
        headers = 2
    else:
        labels = [""] * len(names)
    counts = {
        name
        for name, label in zip(names, labels, strict=True)
        if _COUNTS.search(label) and f"{name}_01" in names
    }
    columns = [
        _column(sheet, place, headers, name, label, counts)
        for place, (name, label) in enumerate(zip(names, labels, strict=True))
    ]
    called = unique([column.name for column in columns])
    columns = [
        replace(column, name=name) for column, name in zip(columns, called, strict=True)
    ]
    notes = ("Två rubrikrader: variabler och deras etiketter.",) * (headers == 2)
    return Reading(columns, headers=headers, notes=notes)


def _column(
    sheet: Sheet, place: int, headers: int, name: str, label: str, counts: set[str]
) -> ExportColumn:
    """`counts`: variables that count the ticks of their question."""
    meta = _OWN.get(name.casefold(), "")
    if _TIMES.fullmatch(name):
        meta = "duration"
    if name in counts:
        meta = "technical"
    base, _, part = name.rpartition("_")
    question, _, option = label.partition(": ")
    column = ExportColumn(
        label or name,
        letter(place),
        question=label or name,
        code=name,
        meta=meta,
        missing=(NOT_ANSWERED,) if not meta else (),
    )
    given = {str(text).strip() for text in sheet.cells.iloc[headers:, place].dropna()}
    if not (base in counts and part.isdecimal()):
        return column
    if not given <= {NOT_TICKED, TICKED, NOT_ANSWERED}:
        return column
    return replace(
        column,
        question=question,
        option=option or label or part,
        group=base,
        role="option",
        ticked=TICKED,
        unticked=NOT_TICKED,
    )
