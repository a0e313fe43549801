"""Sunet Survey (Artologik Survey&Report): a workbook with the answers as codes on one
sheet, and on another, VariableView, what each variable and each code is.

The layout is known from a public script that reads such a file: the columns Variable
Name, Label, Type, Value Codes ("1 = Ja", a line each) and Missing Code; variables are
called VAR04, or VAR04_1 … where a question has parts; ticks are 1 = Ja and 2 = Nej.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpers.core.errors import ExportError, Problem
from helpers.core.wording import fold
from helpers.exports import metadata
from helpers.exports.contract import ExportColumn, Reading, Sheet
from helpers.exports.sheet import letter, unique

TOOL = "sunet"
NAME = "Sunet Survey"
VIEW = "VariableView"
_NAME, _LABEL, _TYPE = "variable name", "label", "type"
_CODES, _MISSING = "value codes", "missing code"
_PAIR = re.compile(r"(-?\d+)\s*=\s*(.*?)(?=\s+-?\d+\s*=|$)", re.DOTALL)
_PART = re.compile(r"(?P<base>.+)_\d+")


@dataclass(frozen=True)
class _Variable:
    label: str
    type: str
    values: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


def is_view(header: Sequence[str]) -> bool:
    """Whether a sheet with this header says what the variables are."""
    return {_NAME, _LABEL, _CODES} <= {name.casefold() for name in header}


def detect(sheet: Sheet) -> str:
    named = sheet.reading is not None and sheet.sheet
    return f"bladet {VIEW} säger vad variablerna är" if named else ""


def read(sheet: Sheet) -> Reading:
    if not detect(sheet) or sheet.reading is None:
        raise ExportError(
            Problem(
                f"Filen har inget blad {VIEW} från Sunet Survey.",
                "Ta bort tool i survey.yml.",
                file=sheet.file,
            )
        )
    return sheet.reading


def described(sheet: Sheet, view: Sheet) -> Sheet:
    """The answers with the view's words for their codes, and what the columns are."""
    variables = _variables(view)
    names = sheet.row(0)
    if not any(name in variables for name in names):
        return sheet
    cells = sheet.cells.copy()
    for place, name in enumerate(names):
        labels = dict(variables[name].values) if name in variables else {}
        if labels:
            answers = cells.iloc[1:, place].map(
                lambda text, labels=labels: labels.get(fold(str(text)), text),
                na_action="ignore",
            )
            cells.iloc[1:, place] = answers.astype(cells.dtypes.iloc[place])
    note = f"Vad variablerna och koderna betyder lästes ur bladet ”{VIEW}”."
    reading = Reading(_columns(names, variables), notes=(note,))
    doubts = tuple(doubt for doubt in sheet.doubts if VIEW not in doubt)
    return replace(sheet, cells=cells, reading=reading, doubts=doubts)


def _variables(view: Sheet) -> dict[str, _Variable]:
    header = [name.casefold() for name in view.row(0)]
    found = {}
    for place in range(1, len(view.cells)):
        row = dict(zip(header, view.row(place), strict=True))
        pairs = [(code, fold(label)) for code, label in _PAIR.findall(row[_CODES])]
        gone = tuple(re.findall(r"-?\d+", row.get(_MISSING, "")))
        found[row[_NAME]] = _Variable(
            row[_LABEL], row.get(_TYPE, ""), tuple(pairs), gone
        )
    return found


def _columns(
    names: Sequence[str], variables: dict[str, _Variable]
) -> list[ExportColumn]:
    bases = [match["base"] if (match := _PART.fullmatch(n)) else "" for n in names]
    parts = Counter(bases)
    columns = []
    for place, (name, code) in enumerate(zip(unique(names), names, strict=True)):
        column = ExportColumn(name, letter(place), question=name, code=code)
        variable = variables.get(code)
        if variable is not None:
            base = bases[place] if parts[bases[place]] > 1 else ""
            column = _described(column, variable, base)
        columns.append(column)
    return columns


def _described(column: ExportColumn, variable: _Variable, base: str) -> ExportColumn:
    question, option = variable.label or column.name, ""
    if base and " - " in question:
        question, _, option = question.rpartition(" - ")
    kind = metadata.kind_of(variable.label)
    labels = dict(variable.values)
    ticked = bool(base) and "check" in variable.type.casefold() and len(labels) == 2
    return replace(
        column,
        question=question,
        option=option,
        meta="" if variable.label.casefold() in metadata.AMBIGUOUS else kind,
        values=() if ticked else variable.values,
        missing=tuple(labels.get(code, code) for code in variable.missing),
        group=base,
        role="option" if ticked else "row" if base else "",
        ticked=labels.get("1", "") if ticked else "",
        unticked=labels.get("2", labels.get("0", "")) if ticked else "",
    )
