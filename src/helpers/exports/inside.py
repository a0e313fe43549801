"""What the XML of a workbook says beside the values, read in a stream.

Sizes, formulas and errors; merged cells, hidden rows and columns; the totals row of a
table; which numbers are shown as percent. Rows count from 1, columns from 0.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from helpers.core.errors import ExportError, Problem
from helpers.exports.contract import Format
from helpers.exports.sheet import counted, letter, listed

MOST_COLUMNS = 16_384
MOST_CELLS = 20_000_000  # of the rectangle that reading takes into memory
MOST_LISTED = 10
_CHUNK = 1 << 20


@dataclass
class SheetContents:
    """What one sheet holds. `formats`: column → how often its numbers are shown so;
    `percents`: the cells shown as percent; `merged`: first and last row and column;
    `totals`: rows that a table declares to be its totals."""

    name: str
    cells: int = 0
    last_row: int = 0
    last_column: int = -1
    formulas: int = 0
    unvalued: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    totals: set[int] = field(default_factory=set)
    formats: dict[int, Counter[Format]] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)

    def shown_as(self) -> dict[int, Format]:
        """Column → the format that most of its numbers have."""
        usual: dict[int, Format] = {}
        for column, times in self.formats.items():
            ((kind, most),) = times.most_common(1)
            if kind and most >= 0.8 * times.total():
                usual[column] = kind
        return usual

    def refuse_unless_safe(self, file: str) -> None:
        """Raises ExportError for a sheet too large, or formulas without a value."""
        width = self.last_column + 1
        if width > MOST_COLUMNS or width * self.last_row > MOST_CELLS:
            raise ExportError(
                Problem(
                    f"Bladet ”{self.name}” sträcker sig till rad {self.last_row}, "
                    f"kolumn {letter(self.last_column)}: mer än en arbetsbok här får "
                    "vara.",
                    "Ta bort rader och kolumner utan svar, eller exportera som csv.",
                    file=file,
                    row=self.last_row,
                    column=letter(self.last_column),
                )
            )
        if self.unvalued:
            raise ExportError(
                [
                    Problem(
                        "Cellen är en formel utan uträknat värde.",
                        "Öppna filen i Excel, spara den och försök igen.",
                        file=file,
                        row=row,
                        column=letter(column),
                    )
                    for row, column in self.unvalued[:MOST_LISTED]
                ]
            )

    def notes(self) -> list[str]:
        notes = []
        if self.formulas:
            notes.append(
                f"{counted(self.formulas, 'cell är en formel', 'celler är formler')}; "
                "senast uträknade värde lästes."
            )
        if self.errors:
            places = ", ".join(
                f"{letter(column)}{row} ({text})"
                for (row, column), text in list(self.errors.items())[:MOST_LISTED]
            )
            notes.append(
                f"{counted(len(self.errors), 'cell', 'celler')} har ett felvärde från "
                f"Excel: {places}."
            )
        return notes

    def doubts(self) -> list[str]:
        """What Excel does not show but was read."""
        hidden = []
        rows = sorted(row for row in self.hidden_rows if row <= self.last_row)
        columns = sorted(c for c in self.hidden_columns if c <= self.last_column)
        if rows:
            sentence = counted(len(rows), "rad", "rader")
            hidden.append(f"{sentence} (rad {listed(rows)})")
        if columns:
            sentence = counted(len(columns), "kolumn", "kolumner")
            hidden.append(f"{sentence} ({listed([letter(c) for c in columns])})")
        if not hidden:
            return []
        return [
            f"{' och '.join(hidden)} är dolda i arbetsboken, till exempel av ett "
            "filter. De lästes som alla andra; ta bort dem om de inte ska vara med."
        ]


# ---------------------------------------------------------------- XML


def stream(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with packed.open(part) as opened:
        while chunk := opened.read(_CHUNK):
            yield chunk


class Xml:
    """Reads XML in a stream; refuses document types, where XML bombs are made."""

    def parse(self, chunks: Iterator[bytes], file: str) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = lambda name, at: self.start(local_name(name), at)
        parser.EndElementHandler = lambda name: self.end(local_name(name))
        parser.CharacterDataHandler = self.text
        try:
            for chunk in chunks:
                parser.Parse(chunk)
            parser.Parse(b"", True)
        except _Refused as error:
            todo = "Hämta exporten direkt från enkätverktyget."
            raise ExportError(Problem(str(error), todo, file=file)) from None
        # LookupError, ValueError: it says that it is in an encoding that there is not.
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise zipfile.BadZipFile(str(error)) from None

    def _refuse(self, *_: object) -> None:
        raise _Refused(
            "Arbetsboken har en egen dokumenttyp (DOCTYPE), som bara skadliga filer "
            "har. Den öppnades inte."
        )

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


class _Refused(Exception):
    pass


def local_name(name: str) -> str:
    return name.rpartition(" ")[2]


class OdsSheets(Xml):
    """Fills `sheets` with what each sheet of an ods holds."""

    def __init__(self, sheets: dict[str, SheetContents]) -> None:
        self.sheets = sheets
        self.found: SheetContents | None = None
        self.row, self.column, self.rows = 0, -1, 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = {local_name(key): value for key, value in attributes.items()}
        if name == "table":
            self.found = SheetContents(plain.get("name", ""))
            self.sheets[self.found.name] = self.found
            self.row = 0
        elif name == "table-row":
            self.rows = whole_number(plain.get("number-rows-repeated"))
            self.row += self.rows
            self.column = -1
            if plain.get("visibility", "visible") != "visible" and self.found:
                first = self.row - self.rows + 1
                self.found.hidden_rows |= {*range(first, first + min(self.rows, 1000))}
        elif name == "table-cell" and self.found is not None:
            self.column += whole_number(plain.get("number-columns-repeated"))
            if "value-type" in plain:
                found = self.found
                found.cells += 1
                found.formulas += "formula" in plain
                found.last_row = max(found.last_row, self.row)
                found.last_column = max(found.last_column, self.column)
                shown = _ODS.get(plain["value-type"])
                if shown is not None:
                    found.formats.setdefault(self.column, Counter())[shown] += 1
                if shown == "percent":
                    found.percents.add((self.row, self.column))


_ODS: Mapping[str, Format] = {
    "float": "",
    "percentage": "percent",
    "currency": "money",
    "date": "date",
    "time": "duration",
}


def whole_number(text: str | None, otherwise: int = 1) -> int:
    return int(text) if text and text.isdecimal() else otherwise
