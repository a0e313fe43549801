"""csv, tsv and other delimited text → Sheet, whatever the delimiter and encoding.

Read by Arrow, so that a million rows take seconds; rows are numbered as Excel numbers
them: a cell with new lines inside is one row, and a blank line is a row too.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Sequence
from io import StringIO
from itertools import islice

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from helpers.core.errors import ExportError, Problem
from helpers.exports.contract import Sheet
from helpers.exports.encoding import to_utf8
from helpers.exports.judge import refuse_swallowed_rows, second_reading
from helpers.exports.sheet import counted, letter

MOST_COLUMNS = 16_384  # Excel's own limit
DELIMITERS = {";": "semikolon", ",": "komma", "\t": "tabb", "|": "lodstreck"}
MOST_LISTED = 20
_CHUNK = 1 << 22
_SAMPLE = 1 << 18
_BLANK = r"^[\s\x{00a0}\x{feff}\x{200b}]*$"


def read_delimited(
    raw: bytes | memoryview,
    file: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Sheet:
    """The cells of a delimited file. Raises ExportError with all ragged rows."""
    notes: list[str] = []
    text, encoding = to_utf8(raw, file, encoding, notes)
    text = _without_backslashes(text, notes)
    hidden = 0
    declared = re.match(rb'\s*"?sep=(.)"?\r?\n', bytes(text[:16]))
    if declared:  # Excel's own hint, which it does not show as a row
        delimiter = delimiter or declared[1].decode("utf-8", "replace")
        text, hidden = text[declared.end() :], 1
    if not bytes(text[:_SAMPLE]).strip() and not bytes(text).strip():
        raise ExportError(
            Problem("Filen är tom.", "Gör om exporten i enkätverktyget.", file=file)
        )
    sample = bytes(text[:_SAMPLE]).decode("utf-8", "replace")
    delimiter = _checked(delimiter, file) if delimiter else detect_delimiter(sample)
    if hidden:
        notes.append(f"Första raden säger att avgränsaren är {named(delimiter)}.")
    cells = parse(text, delimiter, file, notes)
    doubts = [*second_reading(text, cells)]
    return Sheet(
        file,
        cells,
        encoding=encoding,
        delimiter=delimiter,
        notes=tuple(notes),
        doubts=tuple(doubts),
    )


def _without_backslashes(
    text: bytes | memoryview, notes: list[str]
) -> bytes | memoryview:
    """Quotation marks inside cells written twice, where a tool wrote `\\"`."""
    sample = bytes(text[:_SAMPLE])
    escaped = sample.count(b'\\"')
    ends = len(re.findall(rb'\\"(?=[;,\t|\r\n])', sample))  # "C:\mapp\";
    twice = re.search(rb'[^;,\t|\r\n]""', sample)
    if escaped < 2 or twice or ends > 0.7 * escaped:
        return text
    notes.append("Citattecken i svaren var skrivna med ett omvänt snedstreck före.")
    return bytes(text).replace(b'\\"', b'""')


# ---------------------------------------------------------------- delimiter


def detect_delimiter(sample: str) -> str:
    """The delimiter by which most records have the same number of cells, more than one.

    A header in one piece, where another delimiter cuts every record alike, is cut by
    that one: a cell with several answers may hold the first in every row.

    >>> detect_delimiter("a;b;c\\n1,5;2,5;3\\n")
    ';'
    >>> detect_delimiter("Roll,Svar\\nChef,Tid;Mål;\\nChef,Mål;Tid;\\n")
    ','
    """

    def score(delimiter: str) -> float:
        widths = Counter(map(len, _records(sample, delimiter)))
        if not widths:
            return 0.0
        width, times = widths.most_common(1)[0]
        even = math.log(width) * (times / widths.total()) ** 2
        return even if _ends_quotes(sample, delimiter) else 0.2 * even

    def alike(delimiter: str) -> bool:
        widths = {*map(len, _records(sample, delimiter))}
        return len(widths) == 1 and widths != {1}

    scores = {delimiter: score(delimiter) for delimiter in DELIMITERS}
    best = max(scores, key=scores.__getitem__)
    records = _records(sample, best)
    if records and len(records[0]) == 1:
        best = max(filter(alike, DELIMITERS), key=scores.__getitem__, default=best)
    return best if scores[best] else ","


def _records(sample: str, delimiter: str) -> list[list[str]]:
    """The first records that are not blank, without the last one (it may be cut)."""
    rows = records_by(sample, delimiter, 500)
    if len(rows) > 2 and len(sample) >= _SAMPLE // 2:
        rows.pop()
    return [row for row in rows if any(cell.strip() for cell in row)]


def _ends_quotes(sample: str, delimiter: str) -> bool:
    """Whether the delimiter, or the row's end, follows each quoted cell: with the comma
    of `"Nej";"Bok, kurs"` none does."""
    reader = csv.reader(StringIO(sample, newline=""), delimiter=delimiter, strict=True)
    try:
        for _ in islice(reader, 500):
            pass
    except csv.Error as error:
        return "expected after" not in str(error)
    return True


def named(delimiter: str) -> str:
    return DELIMITERS.get(delimiter, f"”{delimiter}”")


def _checked(delimiter: str, file: str) -> str:
    delimiter = {"\\t": "\t", "tab": "\t", "tabb": "\t"}.get(delimiter, delimiter)
    if len(delimiter) != 1 or (not delimiter.isprintable() and delimiter != "\t"):
        raise ExportError(
            Problem(
                f"”{delimiter}” kan inte vara avgränsare.",
                "Ange ett enda tecken, eller ta bort delimiter i survey.yml.",
                file=file,
            )
        )
    return delimiter


# ---------------------------------------------------------------- cells


def parse(
    text: bytes | memoryview, delimiter: str, file: str, notes: list[str]
) -> pd.DataFrame:
    """The cells, blank ones NaN, indexed by row number; without blank rows."""
    width = _width(text, delimiter, file)
    names = [str(i) for i in range(width)]
    try:
        table, ragged = _arrow(text, delimiter, names, threads=True)
        if ragged:  # only one thread at a time knows which rows they are
            table, ragged = _arrow(text, delimiter, names, threads=False)
    except pa.ArrowInvalid as error:
        raise ExportError(
            Problem(
                f"Filen går inte att läsa som en tabell ({error}).",
                "Gör om exporten i enkätverktyget, som xlsx eller csv.",
                file=file,
            )
        ) from None
    columns = [_blanked(table.column(i)) for i in range(width)]
    table = pa.table(columns, names=names)
    cells = table.to_pandas(types_mapper=lambda _: pd.StringDtype(na_value=np.nan))
    cells.columns = pd.RangeIndex(width)
    cells.index = pd.Index(_row_numbers(len(cells), [n for n, _ in ragged]), name="row")
    if ragged:
        whole = bytes(text[-1:]) in b"\r\n"
        cut = 0 if whole else len(cells) + len(ragged)
        cells = _mended(cells, ragged, delimiter, file, notes, cut)
    refuse_swallowed_rows(cells, delimiter, file)
    blank = cells.isna().all(axis=1)
    inside = blank.to_numpy()[: _last(~blank.to_numpy()) + 1].sum()
    if inside:
        notes.append(f"{counted(inside, 'tom rad', 'tomma rader')} hoppades över.")
    return cells[~blank] if blank.any() else cells


def _arrow(
    text: bytes | memoryview, delimiter: str, names: list[str], *, threads: bool
) -> tuple[pa.Table, list[tuple[int, str]]]:
    """The cells as texts, blank ones null, and the rows (number, text) that have too
    few or too many. Their numbers are not known with several threads."""
    ragged: list[tuple[int, str]] = []

    def keep_ragged(row: arrow_csv.InvalidRow) -> str:
        ragged.append((row.number, row.text))
        return "skip"

    table = arrow_csv.read_csv(
        pa.BufferReader(pa.py_buffer(text)),
        read_options=arrow_csv.ReadOptions(
            column_names=names, use_threads=threads, block_size=_block_size(text)
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=keep_ragged,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()),
            strings_can_be_null=True,
            null_values=[""],
            quoted_strings_can_be_null=True,
        ),
    )
    return table, ragged


def _last(mask: np.ndarray) -> int:
    places = np.flatnonzero(mask)
    return int(places[-1]) if len(places) else -1


def _block_size(text: bytes | memoryview) -> int:
    """Arrow wants a whole record within a block: a small file is one block, and in a
    large one no record is longer than this."""
    return max(1 << 16, min(len(text) + 1, 1 << 25))


def _width(text: bytes | memoryview, delimiter: str, file: str) -> int:
    """How many cells a whole row has: as most rows, or as a longer header."""
    sample = bytes(text[:_SAMPLE]).decode("utf-8", "replace")
    rows = records_by(sample, delimiter) or [[""]]
    header = len(rows[0])
    while header and not rows[0][header - 1].strip():
        header -= 1
    usual = Counter(len(row) for row in rows if any(row)).most_common(1)
    width = max(header, usual[0][0] if usual else 1)
    if width > MOST_COLUMNS:
        raise too_wide(file, width)
    return width


def records_by(sample: str, delimiter: str, most: int = 200) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(sample, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) == most:
                break
    except csv.Error:
        pass
    return rows


def too_wide(file: str, width: int) -> ExportError:
    return ExportError(
        Problem(
            f"Tabellen har minst {width} kolumner; gränsen är {MOST_COLUMNS}, som i "
            "Excel.",
            "Är det rätt fil? Gör om exporten i enkätverktyget.",
            file=file,
        )
    )


def _blanked(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells of nothing but white space are blank."""
    blank = pc.match_substring_regex(column, _BLANK)
    if not pc.any(blank).as_py():
        return column
    return pc.if_else(blank, pa.scalar(None, pa.large_string()), column)


def _row_numbers(count: int, skipped: Sequence[int]) -> np.ndarray:
    """1…, without the numbers of rows that were skipped."""
    numbers = np.arange(1, count + len(skipped) + 1)
    return np.setdiff1d(numbers, np.array(skipped, dtype=int), assume_unique=True)


def _mended(
    cells: pd.DataFrame,
    ragged: list[tuple[int, str]],
    delimiter: str,
    file: str,
    notes: list[str],
    cut: int,
) -> pd.DataFrame:
    """Puts back the rows with too few or too many cells where that is safe.

    Blank cells too many are dropped. Too few is safe in a title above the header, where
    the columns left out are blank everywhere, and where the tool trims all blank cells
    at a row's end (then no row ends with one). `cut`: the number of a last row that no
    new line ends, else 0. Raises ExportError with all other rows.
    """
    width = cells.shape[1]
    first = int(cells.index[0]) if len(cells) else 0
    trims = bool(cells.iloc[:, -1].notna().all())
    used = max((i + 1 for i in range(width) if cells[i].notna().any()), default=0)
    problems, rows, short = [], {}, 0
    for number, text in ragged:
        found = next(csv.reader(StringIO(text, newline=""), delimiter=delimiter), [])
        while len(found) > width and not found[-1].strip():
            found.pop()
        few = len(found) < width
        above = number < first and sum(map(bool, found)) < 2  # a title
        safe = above or len(found) >= used or (trims and first <= number != cut)
        if len(found) > width or (few and not safe):
            problems.append(_ragged(file, number, len(found), width))
            continue
        short += few and number > first
        rows[number] = [*found, *[""] * (width - len(found))]
    if problems:
        raise ExportError(capped(problems))
    if short:
        notes.append(
            f"{counted(short, 'rad', 'rader')} utan tomma celler sist fylldes på."
        )
    put = pd.DataFrame.from_dict(rows, orient="index", dtype="str")
    put = put.where(put.map(lambda text: bool(text.strip())))
    return pd.concat([cells, put.rename_axis("row")]).sort_index()


def _ragged(file: str, row: int, found: int, width: int) -> Problem:
    few = found < width
    return Problem(
        f"Raden har {found} celler, men tabellen har {width} kolumner.",
        "Raden kan vara avklippt, eller så har en cell en radbrytning utan citattecken."
        if few
        else "En cell har troligen avgränsaren i sig utan citattecken.",
        file=file,
        row=row,
        column=letter(found - 1 if few else width),
    )


def capped(problems: Sequence[Problem]) -> list[Problem]:
    """The first problems, and one that says how many more there are."""
    shown = list(problems[:MOST_LISTED])
    if len(problems) > MOST_LISTED:
        shown.append(
            Problem(
                f"Ytterligare {len(problems) - MOST_LISTED} rader har samma fel.",
                "Gör om exporten i enkätverktyget, helst som xlsx.",
                file=problems[0].file,
            )
        )
    return shown
