"""What every survey tool's module gives, and the shapes a file passes on its way.

file → `Sheet` (cells; nobody has said which rows are headers) → `Reading` (a tool's
module: what each column is, which rows are no answers) → `Export` (a row a response).
A module of a tool is a `Tool`; mypy holds it to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

import pandas as pd

from helpers.core.wording import fold

LONGEST_HEADER = 2_000  # characters; what is longer is cut, and told
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

# What a column is to its question, where the file or its tool says so:
Role = Literal[
    "",  # not said
    "option",  # one option of a multiple-response question: ticked or not
    "mention",  # the option mentioned first, second … (SPSS: multiple category set)
    "row",  # one item of a grid
    "rank",  # the rank that the column's option was given
    "other",  # own words to the option "Annat"
    "comment",  # own words beside an option or a row
    "copy",  # the ticks of the columns after it, joined in one cell; of no group
]
# How the file shows a column's cells, where it says so (number formats of Excel and
# SPSS). The cells' texts: percent "25%", duration hours as a number "26.5", date and
# moment in ISO, time "09:30:00".
Format = Literal["", "percent", "duration", "date", "moment", "time", "money"]


@dataclass(frozen=True)
class ExportColumn:
    """One column of an export, and what the file itself says of it.

    `name` is unique in the export and what survey.yml calls the column; `written` is
    the header as the file has it, with its HTML. `letter` is Excel's. `question`,
    `option` and `code` are the parts of the header where the tool gives them. `meta` is
    a key of META when the tool itself filled the column.

    Evidence, each blank where the file does not say:

    `scale`     labels of all values in the order of their codes (SPSS, a code list)
    `values`    (code, label) in the order of the codes, "" where a code has no label:
                with ("1", "Dåligt"), ("2", ""), ("3", "Bra") the cells are "Dåligt",
                "2" and "Bra" and their order is known
    `missing`   the texts that the file declares as missing and that say nothing
                ("-9", "Ej svar"; not "Vet ej", which is an answer): they are read as
                blank
    `group`     what binds the columns of one question: a multiple-response set's name,
                the question's code or XML name; no two questions share one
    `role`      what the column is within its group
    `ticked`, `unticked`  the texts that mean so in a column with role "option"
    `separator` what the tool puts between the ticks of one cell
    `format`    how the file shows the cells
    """

    name: str
    letter: str
    question: str = ""
    option: str = ""
    code: str = ""
    meta: str = ""
    scale: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    group: str = ""
    role: Role = ""
    ticked: str = ""
    unticked: str = ""
    separator: str = ""
    format: Format = ""
    written: str = ""


@dataclass(frozen=True)
class Sheet:
    """A file's cells, all text, blank = NaN, without its blank rows.

    `cells`: columns 0…n-1, index the rows' numbers as seen in Excel (from 1).
    `doubts`: in Swedish, what may be wrong with the cells. `formats`: place of a column
    → how its cells are shown. `below`: rows that the file itself declares to be no
    answers (a totals row), each with the reason. `merged`: first and last row (from 1),
    first and last column (from 0) of merged cells.
    """

    file: str
    cells: pd.DataFrame
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    formats: Mapping[int, Format] = field(default_factory=dict)
    below: Mapping[int, str] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    reading: Reading | None = None  # where the file itself says what its columns are

    @property
    def width(self) -> int:
        return self.cells.shape[1]

    def row(self, position: int) -> list[str]:
        """The texts of one row, folded, "" where blank; [] when there is no such row.
        Longer texts than a header has are cut, so that no pattern meets them whole.

        `position` counts the rows that are not blank, from 0.
        """
        if position >= len(self.cells):
            return []
        return [
            fold(cell)[:LONGEST_HEADER].rstrip() if isinstance(cell, str) else ""
            for cell in self.cells.iloc[position]
        ]

    def noting(self, *notes: str) -> Sheet:
        return replace(self, notes=(*self.notes, *notes))


@dataclass(frozen=True)
class Reading:
    """What a tool's module understood: every column of the sheet in order, and how
    many rows at the top are headers (rows between them and the answers too)."""

    columns: list[ExportColumn]
    headers: int = 1
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    mask: str = ""  # what the tool puts before =, +, - and @ so that Excel is safe


@dataclass(frozen=True)
class Export:
    """One survey tool's file, read: one row per response, text as it stood.

    `responses`: columns are the names of `columns`, all text (`str`), blank = NaN;
    index "row" = the row's number as seen in Excel. Every cell that is not blank and is
    no header is there, the tool's own metadata included. `set_aside`: row number → why
    the row below the headers is no response (totals, a header repeated, a note under
    the table); the rows of the file are `headers` + responses + `set_aside` and blank
    ones. `notes`: in Swedish, what was detected and why. `doubts`: in Swedish, what she
    must look at before the numbers are used; `new`, `check` and 1_clean print them.
    """

    file: str
    responses: pd.DataFrame
    columns: list[ExportColumn]
    tool: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    set_aside: dict[int, str] = field(default_factory=dict)

    def column(self, name: str) -> ExportColumn:
        """The column with this name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def meta(self, kind: str) -> list[str]:
        """The names of the columns that hold this kind of metadata."""
        return [column.name for column in self.columns if column.meta == kind]


class Tool(Protocol):
    """A survey tool's module.

    `TOOL`: its key in survey.yml; `NAME`: what people call it. `detect`: why the sheet
    is this tool's, in Swedish after "för att", or "". `read`: what the columns are;
    called for any sheet when survey.yml names the tool, so it must not fail on one.
    """

    @property
    def TOOL(self) -> str: ...

    @property
    def NAME(self) -> str: ...

    def detect(self, sheet: Sheet) -> str: ...

    def read(self, sheet: Sheet) -> Reading: ...
