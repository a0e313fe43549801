"""What Excel's own workbooks say beside values: formulas, merges, hidden rows."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter

from helpers.exports.contract import Format
from helpers.exports.formats import shown_by
from helpers.exports.inside import (
    MOST_COLUMNS,
    SheetContents,
    Xml,
    local_name,
    stream,
    whole_number,
)


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
            place = attributes.get("r", "")
            self.row = int(place) if place.isdecimal() else self.row + 1
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
            self.style = whole_number(attributes.get("s"), 0)
            self.formula = self.valued = False
            self.value = []
        elif name == "f":
            self.formula = True
        elif name in ("v", "t"):
            self.within = name

    def _place(self, reference: str) -> None:
        """Raises BadZipFile for a place that is none: calamine makes one up of it, with
        millions of columns."""
        place = _place(reference)
        if place is not None:
            self.row, self.column = place
        elif reference:
            raise zipfile.BadZipFile(reference)
        else:
            self.column += 1

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
            self.codes[whole_number(attributes.get("numFmtId"))] = code
        elif name == "cellXfs":
            self.within = True
        elif name == "xf" and self.within:
            self.styles.append(whole_number(attributes.get("numFmtId"), 0))

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
            rows = whole_number(attributes.get("totalsRowCount"), 0)
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
            id = next((v for k, v in attributes.items() if local_name(k) == "id"), "")
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
