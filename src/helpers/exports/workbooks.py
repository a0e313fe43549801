"""xlsx, xls and ods → Sheet.

python-calamine reads; before it does, `archive` has looked through the file, so that
nothing hostile reaches it and nothing it would pass over is lost without a word.
"""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from helpers.core.errors import ExportError, Problem, nearest
from helpers.core.wording import fold
from helpers.exports import archive, sunet
from helpers.exports.aside import TOTALS
from helpers.exports.contract import Sheet
from helpers.exports.inside import SheetContents
from helpers.exports.sheet import counted, letter, listed

# Sheets that are about the answers and not the answers.
_COVER = re.compile(
    r"(info|om |about|read ?me|läs ?mig|summary|sammanfatt|översikt|overview|export|"
    r"innehåll|contents|koder|kodbok|kodlista|codebook|metadata|variabler|variables|"
    r"variable ?view|rapport)",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")


def read_workbook(raw: bytes, file: str, *, sheet: str | None = None) -> Sheet:
    """The cells of one sheet: the one named, else the first visible one with a table.

    Raises ExportError for a file that is broken, locked or hostile.
    """
    contents = archive.inspect(raw, file)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
    except (CalamineError, OSError, ValueError) as error:
        raise _broken(file) from error
    with book:
        found = _read(book, contents, file, sheet)
        if sunet.VIEW in book.sheet_names and found.sheet != sunet.VIEW:
            view = _read(book, contents, file, sunet.VIEW)
            if sunet.is_view(view.row(0)):
                return sunet.described(found, view)
        return found


def _read(
    book: CalamineWorkbook, contents: archive.Contents, file: str, wanted: str | None
) -> Sheet:
    name, notes, doubts = _choose(book, contents, file, wanted)
    found = contents.sheets.get(name, SheetContents(name))
    found.refuse_unless_safe(file)
    notes += found.notes() + contents.notes
    try:
        table = book.get_sheet_by_name(name)
        rows = [[as_text(cell) for cell in row] for row in _rows(table)]
    except (CalamineError, OSError, ValueError) as error:
        raise _broken(file) from error
    cells = _with_errors(_frame(rows), found.errors)
    cells = _as_percent(cells, found.percents)
    formats = found.shown_as()
    hours = [letter(c) for c, kind in formats.items() if kind == "duration"]
    if hours:
        notes.append(f"Kolumn {listed(hours)} visar tid och lästes som antal timmar.")
    blank = cells.isna().all(axis=1).to_numpy()
    places = np.flatnonzero(~blank)
    if not len(places):
        raise ExportError(
            Problem(
                f"Bladet ”{name}” är tomt.",
                "Gör om exporten i enkätverktyget.",
                file=file,
            )
        )
    inside = int(blank[: places[-1]].sum())
    if inside:
        notes.append(f"{counted(inside, 'tom rad', 'tomma rader')} hoppades över.")
    return Sheet(
        file,
        cells[~blank],
        sheet=name,
        notes=tuple(notes),
        doubts=(*doubts, *found.doubts()),
        formats=formats,
        below=dict.fromkeys(found.totals, TOTALS),
        merged=tuple(found.merged),
    )


def _rows(table: object) -> list[list[object]]:
    return table.to_python(skip_empty_area=False)  # type: ignore[attr-defined]


def _frame(rows: list[list[str | None]]) -> pd.DataFrame:
    width = max((len(row) for row in rows), default=0)
    columns = {
        i: pd.array([row[i] for row in rows], dtype=pd.StringDtype(na_value=np.nan))
        for i in range(width)
    }
    return pd.DataFrame(
        columns,
        index=pd.RangeIndex(1, len(rows) + 1, name="row"),
        columns=pd.RangeIndex(width),
    )


def _with_errors(
    cells: pd.DataFrame, errors: dict[tuple[int, int], str]
) -> pd.DataFrame:
    """Excel's #NAME? and the like stand as they stood: survey.yml says they mean
    nothing (missing)."""
    for (row, column), text in errors.items():
        if row in cells.index and column in cells.columns:
            cells.loc[row, column] = text
    return cells


def _as_percent(cells: pd.DataFrame, percents: set[tuple[int, int]]) -> pd.DataFrame:
    """0.25 that Excel shows as 25 % is "25%", as in a csv that Excel saves."""
    for row, column in sorted(percents):
        if row in cells.index and column in cells.columns:
            text = cells.loc[row, column]
            if isinstance(text, str) and _DECIMAL.fullmatch(text):
                cells.loc[row, column] = f"{as_text(float(text) * 100)}%"
    return cells


def _choose(
    book: CalamineWorkbook, contents: archive.Contents, file: str, wanted: str | None
) -> tuple[str, list[str], list[str]]:
    """The sheet to read, what to note of it and what to doubt."""
    names = list(book.sheet_names)
    if wanted is not None:
        by_fold = {fold(name).casefold(): name for name in reversed(names)}
        if wanted in names or fold(wanted).casefold() in by_fold:
            name = wanted if wanted in names else by_fold[fold(wanted).casefold()]
            return name, [f"Bladet ”{name}” lästes, som survey.yml säger."], []
        listed = ", ".join(f"”{name}”" for name in names)
        raise ExportError(
            Problem(
                f"Det finns inget blad ”{wanted}”.",
                f"{nearest(wanted, names)} Bladen heter {listed}.".strip(),
                file=file,
            )
        )
    hidden = [
        meta.name
        for meta in book.sheets_metadata
        if meta.visible is not SheetVisibleEnum.Visible
    ]
    full = [name for name in names if _has_cells(book, contents, name)]
    shown = [name for name in full if name not in hidden] or full or names
    if not shown:
        raise _broken(file)
    name = _with_answers({one: _size(book, contents, one) for one in shown})
    rest = [one for one in full if one != name]
    if not rest:
        return name, [], []
    found = (
        f"Bladet ”{name}” lästes; {', '.join(f'”{one}”' for one in rest)} har också "
        "innehåll. Ange sheet i survey.yml om svaren ligger där."
    )
    others = [one for one in rest if one in shown]
    alike = [one for one in others if _header(book, one) == _header(book, name)]
    if alike or name != shown[0]:
        return name, [], [found]
    return name, [found], []


def _with_answers(sizes: dict[str, tuple[int, int]]) -> str:
    """The first sheet, unless it is a cover and another one is a table. A cover is
    called so, or has a few lines of two cells. `sizes`: rows and columns."""
    about = {name for name in sizes if _COVER.match(name)}
    covers = about | {
        name
        for name, (rows, width) in sizes.items()
        if rows < 4 or (width < 3 and rows < 12)
    }
    answers = [name for name in sizes if name not in covers]
    tables = [name for name, (rows, _) in sizes.items() if rows > 3]
    return [*answers, *(n for n in tables if n not in about), *sizes][0]


def _size(
    book: CalamineWorkbook, contents: archive.Contents, name: str
) -> tuple[int, int]:
    if name in contents.sheets:
        return contents.sheets[name].last_row, contents.sheets[name].last_column + 1
    table = book.get_sheet_by_name(name)
    return table.height, table.width


def _header(book: CalamineWorkbook, name: str) -> list[object]:
    """A sheet's first row that says anything."""
    for row in book.get_sheet_by_name(name).to_python(nrows=5):
        if len([cell for cell in row if cell not in ("", None)]) > 1:
            return list(row)
    return [name]


def _has_cells(book: CalamineWorkbook, contents: archive.Contents, name: str) -> bool:
    found = contents.sheets.get(name)
    if found is not None:
        return found.cells > 0
    if contents.sheets:
        return False
    try:
        return book.get_sheet_by_name(name).height > 0
    except (CalamineError, OSError, ValueError):
        return False


def _broken(file: str) -> ExportError:
    return ExportError(
        Problem(
            "Arbetsboken går inte att öppna; filen är troligen skadad eller avklippt.",
            "Hämta exporten på nytt. Går den att öppna i Excel: spara om den som xlsx.",
            file=file,
        )
    )


def as_text(cell: object) -> str | None:
    """A cell as its text: 5.0 is "5", a date is ISO, nothing but white space is None.

    >>> as_text(5.0), as_text(0.1 + 0.2), as_text(True), as_text(" ")
    ('5', '0.3', 'TRUE', None)
    >>> as_text(dt.datetime(2024, 2, 5)), as_text(dt.datetime(2024, 2, 5, 9, 30))
    ('2024-02-05', '2024-02-05 09:30:00')
    >>> as_text(dt.timedelta(days=1, hours=2, minutes=30))  # a duration, in hours
    '26.5'
    """
    if isinstance(cell, str):
        return cell if fold(cell) else None
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return (
            str(int(cell)) if cell == int(cell) and abs(cell) < 1e15 else f"{cell:.15g}"
        )
    if isinstance(cell, dt.datetime):
        cell = _to_second(cell)
        return cell.strftime("%Y-%m-%d") if _midnight(cell) else cell.isoformat(" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, dt.timedelta):
        return as_text(round(cell.total_seconds() / 3600, 4))
    return str(cell)


def _to_second(moment: dt.datetime) -> dt.datetime:
    """Excel keeps a moment as a fraction of a day, some microseconds off."""
    return (moment + dt.timedelta(microseconds=500_000)).replace(microsecond=0)


def _midnight(moment: dt.datetime) -> bool:
    return moment.time() == dt.time()


def sheet_names(path: Path) -> list[str]:
    """The sheets of a workbook that `read_workbook` has read; [] for other files."""
    try:
        with CalamineWorkbook.from_path(path) as book:
            return list(book.sheet_names)
    except (CalamineError, OSError, ValueError):
        return []


def sheets_alike(path: Path, name: str) -> list[str]:
    """The other sheets with the same row of headers as the sheet of that name, in a
    workbook that `read_workbook` has read; [] for other files."""
    try:
        with CalamineWorkbook.from_path(path) as book:
            header = _header(book, name)
            return [
                meta.name
                for meta in book.sheets_metadata
                if meta.name != name
                and meta.typ is SheetTypeEnum.WorkSheet
                and _header(book, meta.name) == header
            ]
    except (CalamineError, OSError, ValueError):
        return []
