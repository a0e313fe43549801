"""`tabeller.xlsx`: all tables of a report in one workbook that everyone can use.

A contents sheet with links, one table a sheet, its caption and note in cells, header
rows that repeat in print and stay when one scrolls, no merged cells, none hidden,
numbers as numbers, nothing that Excel would run, and native charts of the shares that
are all shown. The same tables give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from helpers.core import project
from helpers.core.spreadsheets import WORKBOOK, neutral
from helpers.estimation.schema import DECIMALS
from helpers.presentation.figures.figure import Figure
from helpers.presentation.tables import NOTHING, SUPPRESSED_SIGN, Column, Table
from helpers.presentation.text import State
from helpers.survey.codebook import Codebook

CONTENTS = "Innehåll"
NAME_LENGTH = 31  # Excel's limit for a sheet's name
LONGEST_HEADER, LONGEST_TEXT = 250, 32_000  # and a little less than its others
WIDEST, NARROWEST = 60, 9
FILTERED = 20  # rows: a table with as many can be filtered by its headers
MOST_BARS = 20  # of a chart that can be read
BLUE = "#0B4A6F"
# Excel refuses years before 1980 in a zip; nothing else about the moment is true.
NO_CLOCK = (1980, 1, 1, 0, 0, 0)

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def workbook(
    tables: Iterable[Table | Figure], codebook: Codebook, *, notes: Sequence[str] = ()
) -> bytes:
    """The tables (and the figures' tables) as one xlsx file, in the order given.

    `notes` are sentences for the contents sheet: what the numbers rest on. Raises
    ValueError without tables.
    """
    tables = list(tables)
    found = [one.table if isinstance(one, Figure) else one for one in tables]
    based = [" ".join(one.basis) if isinstance(one, Figure) else "" for one in tables]
    if not found:
        raise ValueError("A workbook needs at least one table.")
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, WORKBOOK)
    book.set_properties(
        {
            "title": f"{codebook.title}: tabeller",
            "company": codebook.contact.organisation,
            "created": dt.datetime(1980, 1, 1),
            "comments": "Version " + codebook.version,
        }
    )
    book.set_size(1600, 1000)
    looks = _looks(book)
    names = _sheet_names(found)
    _contents(book, looks, codebook, found, names, notes)
    style = codebook.profile and codebook.profile.colours
    bars = style.main if style else BLUE
    for table, name, basis in zip(found, names, based, strict=True):
        _sheet(book, looks, table, name, basis, bars)
    book.close()
    return without_clock(out.getvalue())


def write_workbook(
    path: Path,
    tables: Iterable[Table | Figure],
    codebook: Codebook,
    *,
    notes: Sequence[str] = (),
) -> None:
    """`workbook(…)` at `path`, whole or not at all."""
    project.write_bytes(path, workbook(tables, codebook, notes=notes))


def _looks(book: xlsxwriter.Workbook) -> dict[str, Format]:
    base = {"font_name": "Arial", "font_size": 11, "valign": "top"}
    percent = "0%" if DECIMALS == 0 else "0." + "0" * DECIMALS + "%"
    shapes: dict[str, dict] = {
        "text": {"text_wrap": True},
        "title": {"bold": True, "font_size": 14},
        "note": {"text_wrap": True, "font_color": "#545D66"},
        "link": {"font_color": BLUE, "underline": 1},
        "head_": {"bold": True, "text_wrap": True, "bottom": 2, "valign": "bottom"},
        "head_number": {
            "bold": True,
            "text_wrap": True,
            "bottom": 2,
            "valign": "bottom",
            "align": "right",
        },
        "count": {"num_format": "#,##0"},
        "kr": {"num_format": '#,##0 "kr"'},
        "percent": {"num_format": percent},
        "state": {"align": "right"},
    }
    for decimals in (1, 2, 3):
        shapes[f"number_{decimals}"] = {"num_format": "#,##0." + "0" * decimals}
    return {name: book.add_format(base | shape) for name, shape in shapes.items()}


def _sheet_names(tables: Sequence[Table]) -> list[str]:
    """A name for each sheet: its number and what the caption begins with."""
    names = []
    for n, table in enumerate(tables, 1):
        words = _NOT_IN_NAMES.sub(" ", table.caption)
        names.append(_cut(f"{n} {' '.join(words.split())}"))
    return names


def _cut(name: str) -> str:
    """At most as long as Excel takes, cut between two words where that can be done.

    >>> _cut("3 Att tänka på inför återhämtningen")
    '3 Att tänka på inför…'
    """
    if len(name) <= NAME_LENGTH:
        return name.rstrip(" ,.-")
    kept = name[: NAME_LENGTH - 1]
    if name[NAME_LENGTH - 1] != " " and kept.count(" ") > 1:
        kept = kept.rpartition(" ")[0]
    return f"{kept.rstrip(' ,.-')}…"


def _contents(
    book: xlsxwriter.Workbook,
    looks: dict[str, Format],
    codebook: Codebook,
    tables: Sequence[Table],
    names: Sequence[str],
    notes: Sequence[str],
) -> None:
    sheet = book.add_worksheet(CONTENTS)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 90)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, f"{codebook.title}: tabeller", looks["title"])
    row = 1
    if codebook.fictitious:
        notes = ["Svaren är fiktiva.", *notes]
    for note in notes:
        sheet.write_string(row, 0, neutral(note))
        row += 1
    row += 1
    sheet.write_string(row, 0, "Blad", looks["head_number"])
    sheet.write_string(row, 1, "Tabell", looks["head_"])
    sheet.repeat_rows(row)
    sheet.freeze_panes(row + 1, 0)
    for n, (table, name) in enumerate(zip(tables, names, strict=True), 1):
        sheet.write_number(row + n, 0, n)
        link = f"internal:'{name}'!A1"
        caption = neutral(table.caption)[:LONGEST_HEADER]
        sheet.write_url(row + n, 1, link, looks["link"], string=caption)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _sheet(
    book: xlsxwriter.Workbook,
    looks: dict[str, Format],
    table: Table,
    name: str,
    basis: str,
    bars: str,
) -> None:
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    columns, rows = table.plain()
    sheet.write_string(0, 0, neutral(table.caption), looks["title"])
    notes = [note for note in (table.full_note, basis) if note]
    for n, note in enumerate(notes, 1):
        sheet.write_string(n, 0, neutral(note))
    link = f"internal:'{CONTENTS}'!A1"
    sheet.write_url(len(notes) + 1, 0, link, looks["link"], string="Till innehållet")
    head = len(notes) + 2
    for m, values in enumerate(rows, 1):
        for n, (column, value) in enumerate(zip(columns, values, strict=True)):
            _cell(sheet, looks, (head + m, n), column, value)
    for n, column in enumerate(columns):
        sheet.set_column(n, n, _width(column, [values[n] for values in rows]))
    sheet.freeze_panes(head + 1, 1)
    sheet.repeat_rows(head)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    # A table of Excel's own tells screen readers which cells are headers.
    headers = [
        {"header": words, "header_format": looks[f"head_{'number' * column.numeric}"]}
        for words, column in zip(_headers(columns), columns, strict=True)
    ]
    place = (head, 0, head + len(rows), len(columns) - 1)
    filtered = len(rows) >= FILTERED
    sheet.add_table(*place, {"columns": headers, "style": None, "autofilter": filtered})
    across = charted(columns, rows)
    if across:
        _chart(book, sheet, table, head, across, bars)


def charted(
    columns: Sequence[Column], rows: Sequence[Sequence[str | float | State | None]]
) -> int:
    """The place of the shares that a chart of the table shows; 0 where it has none.

    Only of a table with one share a row, all of them shown: where one is suppressed, a
    gap beside bars would say more than the sign does.
    """
    shares = [n for n, one in enumerate(columns) if one.kind == "percent"]
    texts = [n for n, one in enumerate(columns) if not one.numeric]
    if texts != [0] or not shares or not 2 <= len(rows) <= MOST_BARS:
        return 0
    alone = columns[shares[0]].label.casefold().startswith("andel")
    numbers = all(isinstance(row[shares[0]], int | float) for row in rows)
    return shares[0] if alone and numbers else 0


def _chart(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    table: Table,
    head: int,
    across: int,
    colour: str,
) -> None:
    """Lying bars beside the table, of its own cells: they change with them."""
    last = head + len(table.rows)
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [sheet.get_name(), head, across],
            "categories": [sheet.get_name(), head + 1, 0, last, 0],
            "values": [sheet.get_name(), head + 1, across, last, across],
            "fill": {"color": colour},
            "data_labels": {"value": True},
            "gap": 40,
        }
    )
    chart.set_title({"none": True})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis(
        {"visible": False, "min": 0, "major_gridlines": {"visible": False}}
    )
    chart.set_size({"width": 560, "height": 90 + 26 * len(table.rows)})
    description = (
        f"Liggande staplar: {table.caption}. Siffrorna står i tabellen bredvid."
    )
    place = {"description": description, "object_position": 2}
    sheet.insert_chart(head, len(table.plain()[0]) + 1, chart, place)


def _headers(columns: Sequence[Column]) -> list[str]:
    """The columns' headers, short enough for Excel, and no two alike."""
    made: list[str] = []
    for column in columns:
        words = neutral(column.label)
        if len(words) > LONGEST_HEADER:
            words = words[: LONGEST_HEADER - 1] + "…"
        alike = sum(words.casefold() == other.casefold() for other in made)
        made.append(f"{words} ({alike + 1})" if alike else words)
    return made


def _cell(
    sheet: Worksheet,
    looks: dict[str, Format],
    place: tuple[int, int],
    column: Column,
    value: str | float | State | None,
) -> None:
    if value is None:
        sheet.write_string(*place, NOTHING, looks["state"])
    elif value is State.SUPPRESSED:
        sheet.write_string(*place, SUPPRESSED_SIGN, looks["state"])
    elif isinstance(value, State):
        sheet.write_string(*place, value.value, looks["state"])
    elif isinstance(value, str) and column.numeric:  # "< 1 %"
        sheet.write_string(*place, value, looks["state"])
    elif isinstance(value, str):
        sheet.write_string(*place, neutral(value)[:LONGEST_TEXT], looks["text"])
    else:
        sheet.write_number(*place, value, looks[_number_look(column)])


def _number_look(column: Column) -> str:
    if column.kind in ("percent", "kr"):
        return column.kind
    return f"number_{min(column.decimals, 3)}" if column.decimals else "count"


def _width(column: Column, values: Sequence[str | float | State | None]) -> float:
    """Room for the longest cell; long texts wrap."""
    longest = max((len(str(v)) for v in values if isinstance(v, str)), default=0)
    word = max(map(len, column.label.split()))
    return min(max(NARROWEST, word + 2, longest + 2, len(column.label) / 3), WIDEST)


def without_clock(content: bytes) -> bytes:
    """The same zip with every file dated alike."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as kept,
    ):
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, NO_CLOCK)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, made.read(name))
    return out.getvalue()
