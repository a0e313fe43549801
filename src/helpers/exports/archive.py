"""What is inside a workbook, found out before anything opens it.

A workbook is a zip of XML. This module unpacks it once in a stream, counting, and so
knows how large it is (zip bombs, cells at the far corner of the sheet), what in it is
not plain values (formulas, errors, macros, links to other files), and whether it is
what its name says.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat

from helpers.core.errors import ExportError, Problem
from helpers.exports.sheet import counted, letter

MOST_COLUMNS = 16_384
MOST_CELLS = 20_000_000  # of the rectangle that reading takes into memory
MOST_UNPACKED = 1 << 30  # bytes
MOST_RATIO = 300  # a sheet of one repeated answer packs about 100 times
SMALL = 10 << 20  # below this a high ratio harms nobody
MOST_LISTED = 10
_CHUNK = 1 << 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = (".xml", ".rels", ".vml")


@dataclass
class SheetContents:
    """What one sheet holds. Rows count from 1, columns from 0."""

    name: str
    cells: int = 0
    last_row: int = 0
    last_column: int = -1
    formulas: int = 0
    unvalued: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

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


@dataclass
class Contents:
    """What a workbook holds; `sheets` by name, empty where the format is not looked
    into (xls)."""

    kind: str
    sheets: dict[str, SheetContents] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def inspect(raw: bytes, file: str) -> Contents:
    """What is in the workbook. Raises ExportError when it must not be opened."""
    if raw[:8] == OLE:
        return _inspect_ole(raw, file)
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            _refuse_bombs(packed, len(raw), file)
            return _inspect_zip(packed, file)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise ExportError(
            Problem(
                "Arbetsboken är skadad eller avklippt.",
                "Hämta exporten på nytt från enkätverktyget.",
                file=file,
            )
        ) from error


def _inspect_ole(raw: bytes, file: str) -> Contents:
    names = raw[: 1 << 22]
    if _wide("EncryptedPackage") in raw:
        raise ExportError(
            Problem(
                "Arbetsboken är låst med lösenord.",
                "Öppna den i Excel, ta bort lösenordet (Arkiv, Info, Skydda "
                "arbetsbok) och spara.",
                file=file,
            )
        )
    if _wide("Workbook") not in raw and _wide("Book") not in names:
        raise ExportError(
            Problem(
                "Filen är ett gammalt Office-dokument, men ingen Excel-arbetsbok.",
                "Exportera svaren som xlsx eller csv.",
                file=file,
            )
        )
    contents = Contents("xls")
    if _wide("_VBA_PROJECT") in raw:
        contents.notes.append("Arbetsboken har makron; de lästes inte.")
    return contents


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


# ---------------------------------------------------------------- zip


def _refuse_bombs(packed: zipfile.ZipFile, size: int, file: str) -> None:
    entries = packed.infolist()
    total = sum(entry.file_size for entry in entries)
    worst = max(
        (e.file_size / max(e.compress_size, 1) for e in entries if e.file_size > SMALL),
        default=0,
    )
    if total > MOST_UNPACKED or worst > MOST_RATIO or len(entries) > 10_000:
        raise ExportError(
            Problem(
                f"Filen är {size // 1024} kB packad men {total // (1 << 20)} MB "
                "uppackad, som en zipbomb. Den öppnades inte.",
                "Hämta exporten direkt från enkätverktyget, eller exportera som csv.",
                file=file,
            )
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise ExportError(
            Problem(
                "Filen är låst med lösenord.",
                "Spara den utan lösenord.",
                file=file,
            )
        )


def _inspect_zip(packed: zipfile.ZipFile, file: str) -> Contents:
    names = set(packed.namelist())
    if "xl/workbook.xml" in names:
        contents = Contents("xlsx")
        for part, name in _xlsx_sheets(packed, names, file).items():
            found = SheetContents(name)
            _XlsxSheet(found).parse(_stream(packed, part), file)
            contents.sheets[name] = found
    elif "xl/workbook.bin" in names:
        contents = Contents("xlsb")
    elif "content.xml" in names and _is_ods(packed):
        contents = Contents("ods")
        _OdsSheets(contents).parse(_stream(packed, "content.xml"), file)
        for found in contents.sheets.values():
            found.refuse_unless_safe(file)
    else:
        raise _no_workbook(names, file)
    for part in sorted(names):  # whole, with the right sum, and no tricks in the XML
        if part.startswith("xl/worksheets/sheet") or part == "content.xml":
            continue
        if part.endswith(_XML):
            _Xml().parse(_stream(packed, part), file)
        elif contents.kind == "xlsb":
            for _ in _stream(packed, part):
                pass
    if any(name.endswith("vbaProject.bin") for name in names):
        contents.notes.append("Arbetsboken har makron; de lästes inte.")
    if any(name.startswith("xl/externalLinks/") for name in names):
        contents.notes.append(
            "Arbetsboken har länkar till andra filer; de följdes inte."
        )
    return contents


def _is_ods(packed: zipfile.ZipFile) -> bool:
    try:
        return packed.read("mimetype").startswith(
            b"application/vnd.oasis.opendocument.spreadsheet"
        )
    except KeyError:
        return True


def _no_workbook(names: set[str], file: str) -> ExportError:
    inside = sorted(name for name in names if not name.endswith("/"))
    tables = [
        n for n in inside if n.lower().endswith((".csv", ".xlsx", ".sav", ".ods"))
    ]
    if "word/document.xml" in names:
        found, todo = "Filen är ett Word-dokument.", "Exportera svaren som xlsx."
    elif tables:
        found = f"Filen är ett zip-arkiv med {', '.join(tables[:5])}."
        todo = "Packa upp arkivet och ge den fil som har svaren."
    else:
        found = "Filen är ett zip-arkiv, men ingen arbetsbok."
        todo = "Exportera svaren som xlsx eller csv."
    return ExportError(Problem(found, todo, file=file))


def _stream(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with packed.open(part) as opened:
        while chunk := opened.read(_CHUNK):
            yield chunk


# ---------------------------------------------------------------- XML


class _Xml:
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


class _XlsxSheet(_Xml):
    def __init__(self, found: SheetContents) -> None:
        self.found = found
        self.row, self.column = 0, -1
        self.kind = self.within = ""
        self.formula = self.valued = False
        self.value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            said = attributes.get("r", "")
            self.row = int(said) if said.isdecimal() else self.row + 1
            self.column = -1
        elif name == "c":
            self._place(attributes.get("r", ""))
            self.kind = attributes.get("t", "n")
            self.formula = self.valued = False
            self.value = []
        elif name == "f":
            self.formula = True
        elif name in ("v", "t"):
            self.within = name

    def _place(self, reference: str) -> None:
        match = re.fullmatch(r"([A-Z]{1,4})(\d{1,8})", reference)
        if match is None:
            self.column += 1
            return
        self.column = 0
        for char in match[1]:
            self.column = self.column * 26 + ord(char) - 64
        self.column -= 1
        self.row = int(match[2])

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


class _XlsxBook(_Xml):
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


def _xlsx_sheets(packed: zipfile.ZipFile, names: set[str], file: str) -> dict[str, str]:
    book = _XlsxBook()
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        if part in names:
            book.parse(_stream(packed, part), file)
    found = {}
    for id, name in book.sheets.items():
        target = book.parts.get(id, "")
        part = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
        if part in names:
            found[part] = name
    return found


class _OdsSheets(_Xml):
    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.found: SheetContents | None = None
        self.row, self.column, self.rows = 0, -1, 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = {_local(key): value for key, value in attributes.items()}
        if name == "table":
            self.found = SheetContents(plain.get("name", ""))
            self.contents.sheets[self.found.name] = self.found
            self.row = 0
        elif name == "table-row":
            self.rows = _count(plain.get("number-rows-repeated"))
            self.row += self.rows
            self.column = -1
        elif name == "table-cell" and self.found is not None:
            self.column += _count(plain.get("number-columns-repeated"))
            if "value-type" in plain:
                found = self.found
                found.cells += 1
                found.formulas += "formula" in plain
                found.last_row = max(found.last_row, self.row)
                found.last_column = max(found.last_column, self.column)


def _count(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 1
