"""What is inside a workbook, found out before anything opens it.

A workbook is a zip of XML. This module unpacks it once in a stream, counting, and so
knows how large it is (zip bombs, cells at the far corner of the sheet), what in it is
not plain values (formulas, errors, macros, links to other files), and whether it is
what its name says.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO

from helpers.core.errors import ExportError, Problem
from helpers.exports import inside, inside_xlsx
from helpers.exports.inside import SheetContents, stream

MOST_UNPACKED = 1 << 30  # bytes
MOST_RATIO = 300  # a sheet of one repeated answer packs about 100 times
SMALL = 10 << 20  # below this a high ratio harms nobody
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = (".xml", ".rels", ".vml")


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
        shown = inside_xlsx.styles(packed, file)
        for part, name in inside_xlsx.xlsx_sheets(packed, names, file).items():
            found = SheetContents(name)
            inside_xlsx.read_tables(packed, part, found, file)
            inside_xlsx.XlsxSheet(found, shown).parse(stream(packed, part), file)
            contents.sheets[name] = found
    elif "xl/workbook.bin" in names:
        contents = Contents("xlsb")
    elif "content.xml" in names and _is_ods(packed):
        contents = Contents("ods")
        inside.OdsSheets(contents.sheets).parse(stream(packed, "content.xml"), file)
        for found in contents.sheets.values():
            found.refuse_unless_safe(file)
    else:
        raise _no_workbook(names, file)
    for part in sorted(names):  # whole, with the right sum, and no tricks in the XML
        if part.startswith("xl/worksheets/sheet") or part == "content.xml":
            continue
        if part.endswith(_XML):
            inside.Xml().parse(stream(packed, part), file)
        elif contents.kind == "xlsb":
            for _ in stream(packed, part):
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
