"""Exports made for the tests, from facts about what the survey tools write."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import xlsxwriter

Cell = str | float | dt.datetime | bool | None


def workbook(
    path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], **more: object
) -> Path:
    """An xlsx with these sheets. `formula`: {(sheet, cell): (formula, value)}."""
    book = xlsxwriter.Workbook(path)
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if isinstance(cell, dt.datetime):
                    sheet.write_datetime(i, j, cell, moment)
                elif isinstance(cell, str):
                    sheet.write_string(i, j, cell)
                elif cell is not None:
                    sheet.write(i, j, cell)
        for (where, cell), (formula, value) in dict(more.get("formula", {})).items():
            if where == name:
                sheet.write_formula(cell, formula, value=value)
        if name in more.get("hidden", ()):
            sheet.hide()
        elif not any(one.hidden == 0 for one in book.worksheets()[:-1]):
            sheet.activate()
            sheet.set_first_sheet()
    book.close()
    return path


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def ods(path: Path, rows: Iterable[Sequence[str]], *, more: str = "") -> Path:
    """An ods of strings; `more` is XML put after the rows."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{cell}</text:p></table:table-cell>"
            if cell
            else "<table:table-cell/>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
        for short, full in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body>'
        f'<office:spreadsheet><table:table table:name="Svar">{cells}{more}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest='
        '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
    return path


def repacked(path: Path, change: Mapping[str, bytes], *, compress: bool = True) -> Path:
    """The zip with some of its parts replaced or added."""
    content = BytesIO()
    kind = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with (
        zipfile.ZipFile(path) as old,
        zipfile.ZipFile(content, "w", kind) as new,
    ):
        for name in old.namelist():
            if name not in change:
                new.writestr(name, old.read(name))
        for name, data in change.items():
            new.writestr(name, data)
    path.write_bytes(content.getvalue())
    return path


def part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as packed:
        return packed.read(name)


def xls(path: Path, rows: Sequence[Sequence[str | float]]) -> Path:
    """An Excel 97 workbook (BIFF8 in an OLE container) with one sheet, "Svar"."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def wide(text: str) -> bytes:
        return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")

    cells = b""
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            place = struct.pack("<HHH", i, j, 0)
            if isinstance(cell, str):
                cells += record(0x0204, place + wide(cell))
            else:
                cells += record(0x0203, place + struct.pack("<d", cell))
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 0)
    name = struct.pack("<BB", 4, 0) + b"Svar"
    head = record(0x0809, begin) + record(0x0042, struct.pack("<H", 1200))
    start = len(head) + 4 + 6 + len(name) + 4
    book = head + record(0x0085, struct.pack("<IBB", start, 0, 0) + name)
    book += record(0x000A, b"")
    begin = struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 0)
    book += record(0x0809, begin) + cells + record(0x000A, b"")
    path.write_bytes(_container("Workbook", book))
    return path


def _container(name: str, content: bytes) -> bytes:
    """An OLE compound file with one stream: a FAT sector, a directory, the stream."""
    content += bytes(-len(content) % 512)
    content += bytes(max(0, 4096 - len(content)))  # shorter streams live elsewhere
    free, end, fat_sector, nothing = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    sectors = len(content) // 512
    fat = [fat_sector, end, *range(3, 2 + sectors), end]
    fat += [free] * (128 - len(fat))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        bytes(16),
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, end, 0, end, 0),
    )
    header += struct.pack("<109I", 0, *[free] * 108)

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        wide = (name + "\0").encode("utf-16-le")
        sides = struct.pack("<III", nothing, nothing, child)
        rest = struct.pack("<16xI16xIQ", 0, start, size)
        return (
            wide.ljust(64, b"\0")
            + struct.pack("<HBB", len(wide), kind, 1)
            + sides
            + rest
        )

    directory = entry("Root Entry", 5, 1, end, 0) + entry(
        name, 2, nothing, 2, len(content)
    )
    directory += bytes(256)
    return header + struct.pack("<128I", *fat) + directory + content
