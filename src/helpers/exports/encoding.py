"""Bytes of text in whatever encoding → UTF-8, and letters that were misread before."""

from __future__ import annotations

import codecs
import re
from collections import Counter

import charset_normalizer
import pandas as pd

from helpers.core.errors import ExportError, Problem, nearest
from helpers.exports.sheet import counted, letter, listed

_CHUNK = 1 << 22
_SAMPLE = 1 << 18
_MOST_LISTED = 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The encodings of spreadsheets on PC, Mac and in DOS, which these letters distinguish.
_SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")
_LETTERS = "åäöÅÄÖéü"


def to_utf8(
    raw: bytes | memoryview, file: str, encoding: str | None, notes: list[str]
) -> tuple[bytes | memoryview, str]:
    """`raw` as UTF-8 without a byte order mark, and the encoding it had."""
    raw = memoryview(raw)
    if encoding:
        return _as_told(raw, file, encoding), encoding
    for mark, name in _BOMS:
        if bytes(raw[: len(mark)]) == mark:
            if name == "utf-8":
                rest = raw[len(mark) :]
                if _first_bad(rest) is None:
                    _no_nul(rest, file)
                    return rest, name
                break
            return _decoded(raw, file, name), name
    if wide := _utf16_without_mark(bytes(raw[:_SAMPLE])):
        return _decoded(raw, file, wide), wide
    _no_nul(raw, file)
    if _first_bad(raw) is None:
        return raw, "utf-8"
    return _single_byte(raw, file, notes)


def _as_told(raw: memoryview, file: str, encoding: str) -> bytes:
    try:
        codecs.lookup(encoding)
    except LookupError:
        known = ["utf-8", "cp1252", "utf-16", "latin-1", "mac_roman", "cp850"]
        hint = nearest(encoding, known)
        raise ExportError(
            Problem(
                f"Teckenkodningen ”{encoding}” är okänd.",
                f"{hint} Ta bort encoding i survey.yml, så känns den igen.".strip(),
                file=file,
            )
        ) from None
    return _decoded(raw, file, encoding)


def _decoded(raw: memoryview, file: str, encoding: str) -> bytes:
    try:
        text = bytes(raw).decode(encoding)
    except UnicodeDecodeError as error:
        row = bytes(raw[: error.start]).decode(encoding, "ignore").count("\n") + 1
        raise ExportError(
            Problem(
                f"Filen är inte i teckenkodningen {encoding}: "
                f"tecknet på plats {error.start + 1} går inte att läsa.",
                "Ta bort encoding i survey.yml, eller gör om exporten.",
                file=file,
                row=row,
            )
        ) from None
    if "\x00" in text:
        raise _nul(file, text.count("\n", 0, text.index("\x00")) + 1)
    return text.removeprefix("\ufeff").encode("utf-8")


def _first_bad(raw: memoryview) -> int | None:
    """Where `raw` stops being UTF-8, or None."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(raw), _CHUNK):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(bytes(raw[start : start + _CHUNK]))
        except UnicodeDecodeError as error:
            return start - pending + error.start
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return len(raw) - len(decoder.getstate()[0])
    return None


def _no_nul(raw: memoryview, file: str) -> None:
    row = 1
    for start in range(0, len(raw), _CHUNK):
        chunk = bytes(raw[start : start + _CHUNK])
        at = chunk.find(b"\x00")
        if at >= 0:
            raise _nul(file, row + chunk.count(b"\n", 0, at))
        row += chunk.count(b"\n")


def _nul(file: str, row: int) -> ExportError:
    return ExportError(
        Problem(
            "Filen har tecken som inte är text (NUL) och är troligen skadad.",
            "Gör om exporten i enkätverktyget, som xlsx eller csv.",
            file=file,
            row=row,
        )
    )


def _utf16_without_mark(sample: bytes) -> str:
    """UTF-16 of western text has a NUL in every second byte."""
    if len(sample) < 4:
        return ""
    even, odd = sample[0::2], sample[1::2]
    if odd.count(0) > 0.5 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.5 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return ""


def _single_byte(
    raw: memoryview, file: str, notes: list[str]
) -> tuple[bytes | memoryview, str]:
    high = Counter(byte for byte in bytes(raw) if byte >= 0x80)
    if _mixed(raw):
        return _byte_by_byte(raw, notes), "utf-8"

    def swedish(encoding: str) -> int:
        found = 0
        for byte, times in high.items():
            char = bytes([byte]).decode(encoding, "replace")
            if char == "\ufffd":
                return -1
            found += times * (char in _LETTERS)
        return found

    best = max(_SINGLE_BYTE, key=swedish)
    if swedish(best) < 0:
        guess = charset_normalizer.from_bytes(bytes(raw[:_SAMPLE])).best()
        best = guess.encoding if guess else "latin-1"
    notes.append(f"Teckenkodningen är inte UTF-8 utan troligen {best}.")
    return _decoded(raw, file, best), best


def _mixed(raw: memoryview) -> bool:
    """Whether there are letters in UTF-8 beside bytes that are not."""
    text = bytes(raw).decode("utf-8", "ignore")
    return sum(char in _LETTERS for char in text) > 0


def _byte_by_byte(raw: memoryview, notes: list[str]) -> bytes:
    bad: list[int] = []

    def as_cp1252(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        bad.append(error.start)
        piece = error.object[error.start : error.end]
        return piece.decode("cp1252", "replace"), error.end

    codecs.register_error("kartlaggning.cp1252", as_cp1252)
    text = bytes(raw).decode("utf-8", "kartlaggning.cp1252")
    rows = sorted({bytes(raw[:at]).count(b"\n") + 1 for at in bad[:_MOST_LISTED]})
    notes.append(
        f"Filen blandar två teckenkodningar: {len(bad)} tecken är Windows-1252 bland "
        f"UTF-8 (rad {', '.join(map(str, rows))}). Se efter att de blev rätt."
    )
    return text.removeprefix("\ufeff").encode("utf-8")


# ---------------------------------------------------------------- misread letters

# UTF-8 that somebody read as Windows-1252 and saved again: "Ã¶" was "ö", "â€“" was "–".
_MISREAD = re.compile(
    "[ÃÂ][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€"
)


def reread(cells: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The cells with letters that were misread before the export put right, and a
    doubt that says so; another where letters are lost for good."""
    doubts, changed, example = [], 0, ("", "")
    lost = []
    for place in cells.columns:
        column = cells[place]
        lost += [(row, place) for row in cells.index[_holds(column, "\ufffd")]]
        if not _holds(column, _MISREAD.pattern).any():
            continue
        right = {text: _right(text) for text in column.dropna().unique()}
        right = {text: fixed for text, fixed in right.items() if fixed != text}
        if right:
            changed += int(column.isin(list(right)).sum())
            example = min(right.items(), key=lambda pair: len(pair[0]))
            cells = cells.copy(deep=False)
            cells[place] = column.replace(right)
    if changed:
        fixed = counted(changed, "cell", "celler")
        doubts.append(
            f"Bokstäver var fel i {fixed} (”{example[0]}” lästes som ”{example[1]}”): "
            "filen har någon gång öppnats med fel teckenkodning. Se efter att "
            "svaren blev rätt, eller gör om exporten."
        )
    if lost:
        places = listed([f"{letter(int(c))}{row}" for row, c in lost])
        doubts.append(
            f"Bokstäver har gått förlorade (�) i {counted(len(lost), 'cell', 'celler')}"
            f": {places}. Gör om exporten som UTF-8."
        )
    return cells, doubts


def _holds(column: pd.Series, pattern: str) -> pd.Series:
    return column.str.contains(pattern, na=False, regex=True)


def _right(text: str) -> str:
    """
    >>> _right("FÃ¶rvaltning â€“ nord"), _right("Förvaltning")
    ('Förvaltning – nord', 'Förvaltning')
    """
    if _MISREAD.search(text) is None:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
