"""A file, whatever it is → Sheet. What it is, is known by its first bytes."""

from __future__ import annotations

import gzip
import mmap
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from helpers.core.errors import ExportError, Problem
from helpers.core.suffixes import TEXTS, WORKBOOKS
from helpers.exports import archive, delimited, spss, workbooks
from helpers.exports import encoding as encoding_of
from helpers.exports.contract import Sheet

MOST_UNPACKED = 4 << 30  # bytes of a gzip file
MOST_RATIO = 1000
MAPPED_FROM = 200 << 20  # bytes


def read_sheet(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Sheet:
    """The cells of the file. Raises ExportError for one that cannot be read whole."""
    name, suffix = path.name, path.suffix.lower()
    raw, notes = _content(path), []
    if raw[:2] == b"\x1f\x8b":
        raw = _unpacked(raw[:], name)
        suffix = Path(path.stem).suffix.lower()
        notes.append("Filen var packad med gzip.")
    if raw[:4] == b"PK\x03\x04" or raw[:8] == archive.OLE:
        found = workbooks.read_workbook(raw[:], name, sheet=sheet)
        if suffix in TEXTS:
            notes.append(f"Filen heter {suffix} men är en arbetsbok.")
        return _reread(found.noting(*notes))
    if raw[:4] in spss.MARKS:
        return spss.read_sav(raw[:], name, encoding=encoding).noting(*notes)
    _refuse_other_kinds(raw[:1024], name)
    found = delimited.read_delimited(
        memoryview(raw), name, encoding=encoding, delimiter=delimiter
    )
    if suffix in WORKBOOKS:
        notes.append(f"Filen heter {suffix} men är text med avgränsare.")
    if sheet is not None:
        notes.append(f"Filen har inga blad; bladet ”{sheet}” söktes inte.")
    return _reread(found.noting(*notes))


def _reread(sheet: Sheet) -> Sheet:
    cells, doubts = encoding_of.reread(sheet.cells)
    return replace(sheet, cells=cells, doubts=(*sheet.doubts, *doubts))


def _content(path: Path) -> bytes | mmap.mmap:
    """The file's bytes; a large file's mapped and not copied. A mapped file that is cut
    while it is read ends the process, so that others are not. Raises ExportError."""
    if path.is_dir():
        raise ExportError(
            Problem(
                "Det är en mapp och ingen fil.",
                "Ange filen från enkätverktyget, som ligger i mappen.",
                file=path.name,
            )
        )
    if not path.is_file():
        raise ExportError(
            Problem(
                "Filen finns inte.",
                "Kontrollera namnet, eller lägg filen där.",
                file=path.name,
            )
        )
    try:
        with path.open("rb") as opened:
            if path.stat().st_size > MAPPED_FROM:
                return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
            if content := opened.read():
                return content
    except OSError as error:
        raise ExportError(
            Problem(
                "Filen går inte att läsa.",
                "Stäng den i Excel om den är öppen där, se efter att du får öppna den "
                "och att den ligger kvar, och försök igen.",
                file=path.name,
            )
        ) from error
    raise ExportError(
        Problem("Filen är tom.", "Gör om exporten i enkätverktyget.", file=path.name)
    )


def _unpacked(raw: bytes, file: str) -> bytes:
    out = bytearray()
    try:
        with gzip.GzipFile(fileobj=BytesIO(raw)) as packed:
            while chunk := packed.read(1 << 22):
                out += chunk
                if len(out) > MOST_UNPACKED or len(out) > max(
                    MOST_RATIO * len(raw), 1 << 26
                ):
                    raise ExportError(
                        Problem(
                            "Filen växer orimligt när den packas upp, som en zipbomb. "
                            "Den lästes inte.",
                            "Hämta exporten direkt från enkätverktyget.",
                            file=file,
                        )
                    )
    except (OSError, EOFError, zlib.error) as error:
        raise ExportError(
            Problem(
                "Filen är packad med gzip men skadad eller avklippt.",
                "Hämta den på nytt.",
                file=file,
            )
        ) from error
    return bytes(out)


def _refuse_other_kinds(head: bytes, file: str) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    kinds = {
        b"%pdf": "en pdf",
        b"<!doctype html": "en webbsida (HTML)",
        b"<html": "en webbsida (HTML)",
        b"<table": "en webbsida (HTML)",
        b"<?xml": "XML",
        b"{\\rtf": "ett textdokument (RTF)",
        b"\x89png": "en bild",
        b"\xff\xd8\xff": "en bild",
        b"7z\xbc\xaf": "ett packat arkiv",
        b"rar!": "ett packat arkiv",
    }
    for mark, kind in kinds.items():
        if start.startswith(mark):
            raise ExportError(
                Problem(
                    f"Filen är {kind}, ingen tabell, vad den än heter.",
                    "Exportera svaren som xlsx eller csv. En webbsida som heter .xls "
                    "kan öppnas i Excel och sparas som xlsx.",
                    file=file,
                )
            )
