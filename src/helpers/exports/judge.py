"""What is wrong with a reading of a delimited file that looks right.

A quotation mark that is opened and not closed makes one cell of the rest of its row and
of rows after it: respondents vanish without a word. Such a cell is found by the rows in
it, which fit the table. And CleverCSV, which finds the dialect of a file in another way
than we do, reads it too: another number of rows or columns is a doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import clevercsv
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.core.errors import ExportError, Problem
from helpers.core.wording import fold
from helpers.exports.sheet import counted, letter

LONGEST_CELL = 1_000_000  # characters; Excel holds 32,767
MOST_READ_TWICE = 30 << 20  # bytes
_LONGEST_LINE = 4_000  # characters, of the sample
_SAMPLE = 30_000  # characters, for the dialect
_DELIMITERS = ";,\t|"
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")


# ---------------------------------------------------------------- swallowed rows


def refuse_swallowed_rows(cells: pd.DataFrame, delimiter: str, file: str) -> None:
    """Raises ExportError for every cell that holds rows of the table."""
    columns: _Columns | None = None
    problems = []
    for position in cells.columns:
        column = pa.chunked_array(cells[position].array.__arrow_array__())
        suspects = pc.or_kleene(
            pc.match_substring_regex(column, r"[\r\n]"),
            pc.greater(pc.utf8_length(column), LONGEST_CELL),
        )
        if not pc.any(suspects).as_py():
            continue
        columns = columns or _Columns(cells)
        mask = np.asarray(suspects.fill_null(False))
        for row, text in cells.loc[mask, position].items():
            swallowed = _rows_within(cells.loc[row], position, delimiter, columns)
            holds = counted(swallowed, "rad", "rader")
            holding = f" och rymmer {holds}" if swallowed else ""
            if swallowed or len(text) > LONGEST_CELL:
                problems.append(
                    Problem(
                        f"Cellen är {len(text)} tecken lång{holding}: ett citattecken "
                        "öppnas här och stängs troligen aldrig.",
                        'Ta bort tecknet " i den cellen, eller gör om exporten i '
                        "enkätverktyget, helst som xlsx.",
                        file=file,
                        row=int(str(row)),
                        column=letter(int(position)),
                    )
                )
    if problems:
        raise ExportError(problems[:20])


class _Columns:
    """What stands in each column, to see whether a row fits the table."""

    def __init__(self, cells: pd.DataFrame) -> None:
        self.counts = [Counter(map(fold, cells[p].dropna())) for p in cells.columns]

    def fits(self, fields: list[str]) -> bool:
        """Whether most fields are what their columns say elsewhere too."""
        known = [self._fits(p, fold(text)) for p, text in enumerate(fields)]
        return known.count(True) > 0 and known.count(True) >= 2 * known.count(False)

    def _fits(self, place: int, text: str) -> bool | None:
        counts = self.counts[place]
        if not text:
            return None
        if counts[text]:
            return True
        numbers = sum(n for one, n in counts.items() if _NUMBER.fullmatch(one))
        if numbers >= 0.8 * counts.total() - 1:
            return _NUMBER.fullmatch(text) is not None
        return False if 2 * len(counts) <= counts.total() else None


def _rows_within(row: pd.Series, place: int, delimiter: str, columns: _Columns) -> int:
    """How many whole rows of the table the cell holds, read without quotation marks."""
    width = len(row)
    if width < 2:
        return 0
    texts = ["" if not isinstance(text, str) else text for text in row]
    lines = re.split(r"\r\n|\r|\n", texts[place])
    if lines[0].count(delimiter) < width - place - 1:
        return 0  # a mark that is never closed takes the rest of its own row first
    # The last line goes on in the cells after it.
    lines[-1] = delimiter.join([lines[-1], *texts[place + 1 :]])
    whole = [line.split(delimiter) for line in lines[1:]]
    whole = [fields for fields in whole if len(fields) == width]
    by_form = len(whole) >= (2 if width > 5 else 10)
    return len(whole) if by_form else sum(map(columns.fits, whole))


# ---------------------------------------------------------------- a second reader


def second_reading(text: bytes | memoryview, cells: pd.DataFrame) -> Iterator[str]:
    """A doubt where CleverCSV finds another number of rows or columns."""
    if len(text) > MOST_READ_TWICE:
        return
    whole = bytes(text).decode("utf-8", "replace")
    lines = whole.splitlines(keepends=True)
    sample = _sample(lines)
    if not sample:
        return  # no opinion
    try:
        dialect = clevercsv.Sniffer().sniff(sample, delimiters=_DELIMITERS)
        if dialect is None or not dialect.delimiter:
            return  # no opinion
        rows = [_used(record) for record in clevercsv.reader(lines, dialect)]
    except clevercsv.exceptions.Error:
        return
    rows = [width for width in rows if width]
    used = max((i + 1 for i in cells.columns if cells[i].notna().any()), default=0)
    found, widest = len(rows), max(rows, default=0)
    if (found, widest) != (len(cells), used):
        yield (
            f"Två sätt att läsa filen ger olika: här blev det {len(cells)} rader och "
            f"{used} kolumner, med ett annat program {found} rader och {widest} "
            "kolumner (rubriker medräknade). Jämför med antalet svar i enkätverktyget; "
            "gör annars om exporten, helst som xlsx."
        )


def _used(record: list[str]) -> int:
    """How many cells there are to the last that is not blank."""
    return max((i for i, text in enumerate(record, 1) if text.strip()), default=0)


def _sample(lines: list[str]) -> str:
    """The first lines, and those with quotation marks, which may come late. Without the
    very long ones, on which CleverCSV's patterns take time by the square."""
    short = [line for line in lines[:20_000] if len(line) <= _LONGEST_LINE]
    first = short[:100]
    quoted = [line for line in short[100:] if '"' in line][:100]
    return "".join([*first, *quoted])[:_SAMPLE]
