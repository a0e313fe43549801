"""The shapes that reading an export passes through: Sheet → Columns → Export.

A `Sheet` is a file's cells before anyone has said which rows are headers. A tool's
module names the columns, and what is left are the responses of an `Export`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from helpers.core.wording import fold

META = {
    "id": "svarets nummer",
    "start": "starttid",
    "end": "sluttid",
    "modified": "senast ändrad",
    "status": "om svaret är färdigt",
    "language": "språk",
    "email": "e-postadress",
    "name": "namn",
    "ip": "IP-adress",
    "place": "plats",
    "token": "personlig kod",
    "collector": "insamlare",
    "duration": "svarstid",
    "link": "hänvisande adress",
    "technical": "verktygets eget",
}


@dataclass(frozen=True)
class Sheet:
    """A file's cells, all text, blank = NaN, without its blank rows.

    `cells`: columns 0…n-1, index the rows' numbers as seen in Excel (from 1).
    """

    file: str
    cells: pd.DataFrame
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()
    reading: Reading | None = None  # where the file itself says what its columns are

    @property
    def width(self) -> int:
        return self.cells.shape[1]

    def row(self, position: int) -> list[str]:
        """The texts of one row, folded, "" where blank; [] when there is no such row.

        `position` counts the rows that are not blank, from 0.
        """
        if position >= len(self.cells):
            return []
        return [
            fold(cell) if isinstance(cell, str) else ""
            for cell in self.cells.iloc[position]
        ]

    def without_rows(self, count: int) -> Sheet:
        """The sheet without its first `count` rows; row numbers stay."""
        return replace(self, cells=self.cells.iloc[count:])

    def noting(self, *notes: str) -> Sheet:
        return replace(self, notes=(*self.notes, *notes))


@dataclass(frozen=True)
class Column:
    """One column of an export.

    `name` is unique in the export and what survey.yml calls the column. `letter` is
    Excel's. `question`, `option` and `code` are the parts of the header where the tool
    gives them. `meta` is a key of META when the tool itself filled the column. `scale`
    are the option labels in order where the file has them (SPSS, a code list).
    """

    name: str
    letter: str
    question: str = ""
    option: str = ""
    code: str = ""
    meta: str = ""
    scale: tuple[str, ...] = ()


@dataclass(frozen=True)
class Export:
    """One survey tool's file, read: one row per response, text as it stood.

    `responses`: columns are the names of `columns`, all text (`str`), blank = NaN;
    index "row" = the row's number as seen in Excel. Every cell that is not blank and is
    no header is there, the tool's own metadata included. `notes`: in Swedish, what was
    detected and why.
    """

    file: str
    responses: pd.DataFrame
    columns: list[Column]
    tool: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    notes: list[str] = field(default_factory=list)

    def column(self, name: str) -> Column:
        """The column with this name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def meta(self, kind: str) -> list[str]:
        """The names of the columns that hold this kind of metadata."""
        return [column.name for column in self.columns if column.meta == kind]


def letter(position: int) -> str:
    """Excel's letters for the column at `position` (from 0).

    >>> letter(0), letter(25), letter(26), letter(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def unique(names: Sequence[str]) -> list[str]:
    """`names` made unique: the second "Ort" becomes "Ort (2)", a blank one is named
    by its column.

    >>> unique(["Ort", "", "Ort", "Ort (2)"])
    ['Ort', 'Kolumn B', 'Ort (3)', 'Ort (2)']
    """
    named = [name or f"Kolumn {letter(i)}" for i, name in enumerate(names)]
    taken, count, result = set(named), dict.fromkeys(named, 0), []
    for name in named:
        count[name] += 1
        if count[name] == 1:
            result.append(name)
            continue
        while f"{name} ({count[name]})" in taken:
            count[name] += 1
        result.append(f"{name} ({count[name]})")
        taken.add(result[-1])
    return result


@dataclass(frozen=True)
class Reading:
    """What a tool's module understood: every column of the sheet in order, and how
    many rows at the top are headers (rows between them and the answers too)."""

    columns: list[Column]
    headers: int = 1
    notes: tuple[str, ...] = ()
    mask: str = ""  # what the tool puts before =, +, - and @ so that Excel is safe


def headed(sheet: Sheet, names: Sequence[str]) -> list[Column]:
    """A plain column for each name, unique and with Excel's letter."""
    return [
        Column(name, letter(i), question=name) for i, name in enumerate(unique(names))
    ]


def shared_start(texts: Sequence[str]) -> str:
    """What all the texts begin with.

    >>> shared_start(["Hur? - Lokal", "Hur? - Lån"])
    'Hur? - L'
    """
    first, last = min(texts), max(texts)
    for place, char in enumerate(first):
        if place >= len(last) or last[place] != char:
            return first[:place]
    return first


def counted(number: int, one: str, several: str) -> str:
    """The number and its noun.

    >>> counted(1, "tom rad", "tomma rader"), counted(2, "tom rad", "tomma rader")
    ('1 tom rad', '2 tomma rader')
    """
    return f"{number} {one if number == 1 else several}"
