"""What the XML of a workbook says beside the values, read in a stream.

Sizes, formulas and errors; merged cells, hidden rows and columns; the totals row of a
table; which numbers are shown as percent. Rows count from 1, columns from 0.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from helpers.core.errors import ExportError, Problem
from helpers.exports.contract import Format
from helpers.exports.formats import shown_by
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
            said = counted(len(rows), "rad", "rader")
            hidden.append(f"{said} (rad {listed(rows)})")
        if columns:
            said = counted(len(columns), "kolumn", "kolumner")
            hidden.append(f"{said} ({listed([letter(c) for c in columns])})")
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
        parser.StartElementHandler = lambda name, at: self.start(_local(name), at)
        parser.EndElementHandler = lambda name: self.end(_local(name))
        parser.CharacterDataHandler = self.text
        try:
            for chunk in chunks:
                parser.Parse(chunk)
            parser.Parse(b"", True)
        except _Refused as error:
            todo = "Hämta exporten direkt från enkätverktyget."
            raise ExportError(Problem(str(error), todo, file=file)) from None
        except expat.ExpatError as error:
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


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


class XlsxSheet(Xml):
    """`styles`: the number format of each style of the workbook."""

    def __init__(self, found: SheetContents, styles: list[Format]) -> None:
        self.found = found
        self.styles = styles
        self.style = 0
        self.row, self.column = 0, -1
        self.kind = self.within = ""
        self.formula = self.valued = False
        self.value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            said = attributes.get("r", "")
            self.row = int(said) if said.isdecimal() else self.row + 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.found.hidden_rows.add(self.row)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), int(attributes["max"])
            self.found.hidden_columns |= {*range(first - 1, min(last, MOST_COLUMNS))}
        elif name == "mergeCell" and len(self.found.merged) < 10_000:
            self.found.merged += _area(attributes.get("ref", ""))
        elif name == "c":
            self._place(attributes.get("r", ""))
            self.kind = attributes.get("t", "n")
            self.style = _count(attributes.get("s"), 0)
            self.formula = self.valued = False
            self.value = []
        elif name == "f":
            self.formula = True
        elif name in ("v", "t"):
            self.within = name

    def _place(self, reference: str) -> None:
        place = _place(reference)
        if place is None:
            self.column += 1
        else:
            self.row, self.column = place

    def text(self, text: str) -> None:
        if self.within:
            self.valued = True
            if self.kind == "e":
                self.value.append(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.within = ""
        if name != "c":
            return
        found, place = self.found, (self.row, self.column)
        found.formulas += self.formula
        if self.formula and not self.valued and self.kind != "str":
            found.unvalued.append(place)
        if not self.valued:
            return
        found.cells += 1
        found.last_row = max(found.last_row, self.row)
        found.last_column = max(found.last_column, self.column)
        if self.kind == "e":
            found.errors[place] = "".join(self.value)
        elif self.kind == "n" and self.styles:
            shown = self.styles[self.style] if self.style < len(self.styles) else ""
            found.formats.setdefault(self.column, Counter())[shown] += 1
            if shown == "percent":
                found.percents.add(place)


def _place(reference: str) -> tuple[int, int] | None:
    """
    >>> _place("B12"), _place("")
    ((12, 1), None)
    """
    match = re.fullmatch(r"([A-Z]{1,4})(\d{1,8})", reference)
    if match is None:
        return None
    column = 0
    for char in match[1]:
        column = column * 26 + ord(char) - 64
    return int(match[2]), column - 1


def _area(reference: str) -> list[tuple[int, int, int, int]]:
    """
    >>> _area("C1:E2"), _area("C1")
    ([(1, 2, 2, 4)], [])
    """
    first, _, last = reference.partition(":")
    one, other = _place(first), _place(last)
    if one is None or other is None:
        return []
    return [(one[0], other[0], one[1], other[1])]


class _Styles(Xml):
    """The number format of each style (styles.xml)."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.styles: list[int] = []
        self.within = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            code = attributes.get("formatCode", "")
            self.codes[_count(attributes.get("numFmtId"))] = code
        elif name == "cellXfs":
            self.within = True
        elif name == "xf" and self.within:
            self.styles.append(_count(attributes.get("numFmtId"), 0))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.within = False


def styles(packed: zipfile.ZipFile, file: str) -> list[Format]:
    """How each style of the workbook shows a number."""
    if "xl/styles.xml" not in packed.namelist():
        return []
    found = _Styles()
    found.parse(stream(packed, "xl/styles.xml"), file)
    return [shown_by(id, found.codes.get(id, "")) for id in found.styles]


class _Table(Xml):
    """The totals rows of a sheet's table."""

    def __init__(self, found: SheetContents) -> None:
        self.found = found

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            area = _area(attributes.get("ref", ""))
            rows = _count(attributes.get("totalsRowCount"), 0)
            if area and rows:
                last = area[0][1]
                self.found.totals |= {*range(last - rows + 1, last + 1)}


def read_tables(
    packed: zipfile.ZipFile, part: str, found: SheetContents, file: str
) -> None:
    """Adds the totals rows of the tables on the sheet in `part`."""
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    there = set(packed.namelist())
    if relations not in there:
        return
    book = _XlsxBook()
    book.parse(stream(packed, relations), file)
    for target in book.parts.values():
        table = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
        if "/tables/" in table and table in there:
            _Table(found).parse(stream(packed, table), file)


class _XlsxBook(Xml):
    """Sheet name by its relation's id, and each relation's part."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.parts: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            id = next((v for k, v in attributes.items() if _local(k) == "id"), "")
            self.sheets[id] = attributes.get("name", "")
        elif name == "Relationship":
            self.parts[attributes.get("Id", "")] = attributes.get("Target", "")


def xlsx_sheets(packed: zipfile.ZipFile, names: set[str], file: str) -> dict[str, str]:
    book = _XlsxBook()
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        if part in names:
            book.parse(stream(packed, part), file)
    found = {}
    for id, name in book.sheets.items():
        target = book.parts.get(id, "")
        part = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
        if part in names:
            found[part] = name
    return found


class OdsSheets(Xml):
    """Fills `sheets` with what each sheet of an ods holds."""

    def __init__(self, sheets: dict[str, SheetContents]) -> None:
        self.sheets = sheets
        self.found: SheetContents | None = None
        self.row, self.column, self.rows = 0, -1, 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = {_local(key): value for key, value in attributes.items()}
        if name == "table":
            self.found = SheetContents(plain.get("name", ""))
            self.sheets[self.found.name] = self.found
            self.row = 0
        elif name == "table-row":
            self.rows = _count(plain.get("number-rows-repeated"))
            self.row += self.rows
            self.column = -1
            if plain.get("visibility", "visible") != "visible" and self.found:
                first = self.row - self.rows + 1
                self.found.hidden_rows |= {*range(first, first + min(self.rows, 1000))}
        elif name == "table-cell" and self.found is not None:
            self.column += _count(plain.get("number-columns-repeated"))
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


def _count(text: str | None, otherwise: int = 1) -> int:
    return int(text) if text and text.isdecimal() else otherwise
