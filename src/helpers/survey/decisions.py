"""The secretary's decisions: files in data/raw/<survey>/decisions/, each logged.

| file | columns |
| --- | --- |
| corrections.csv | unit, id, file, row, question, from, to, reason, who, date |
| rows.csv | id, file, row, keep (ja/nej), reason, who, date |
| names.csv | kind (organisation/unit), written, name, same (ja/nej), who, date |
| quotes.csv | id, file, row, question, text, publish (ja/nej), who, date |
| themes.csv | theme, words, question (none: every one of free text) |
| coded.csv | id, file, row, question, theme (none: read, and on none), who, date |

A response is told by `id`, the tool's own number for it, which stays the same in a new
export; or, where the tool has none, by `file` and `row` as in Excel; a correction also
by its `unit`. They survive a re-run and a new export. A file that is missing is an
empty one, and an empty ja/nej is a decision not yet made. What stands later in a file
goes before what stands earlier, so that a decision is changed by a new line and the old
one is still seen. A text that names several organisations has them all under `name`,
joined by ";".
"""

from __future__ import annotations

import csv
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.core.errors import DecisionError, ExportError, Problem, nearest
from helpers.core.project import write_bytes, write_text
from helpers.core.suffixes import WORKBOOKS
from helpers.core.wording import fold
from helpers.exports.delimited import to_utf8
from helpers.exports.files import read_sheet

Line = Mapping[Hashable, Any]
"""A row of decisions/, by column; `line` is its number in the file."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "corrections": (
        *("unit", "id", "file", "row"),
        *("question", "from", "to", "reason", "who", "date"),
    ),
    "rows": ("id", "file", "row", "keep", "reason", "who", "date"),
    "names": ("kind", "written", "name", "same", "who", "date"),
    "quotes": ("id", "file", "row", "question", "text", "publish", "who", "date"),
    "themes": ("theme", "words", "question"),
    "coded": ("id", "file", "row", "question", "theme", "who", "date"),
}
FILES = {name: f"decisions/{name}.csv" for name in COLUMNS}
"""What each file is called in messages."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    "corrections": ("question", "from", "to"),
    "rows": ("keep",),
    "names": ("kind", "written", "name", "same"),
    "quotes": ("question", "text", "publish"),
    "themes": ("theme", "words"),
    "coded": ("question", "theme", "who"),
}
YES_NO = {"ja": True, "nej": False, "yes": True, "no": False, "1": True, "0": False}


@dataclass(frozen=True)
class Decisions:
    """One table a file, all text, every column there; `line` is the row in Excel."""

    corrections: pd.DataFrame
    rows: pd.DataFrame
    names: pd.DataFrame
    quotes: pd.DataFrame
    themes: pd.DataFrame
    coded: pd.DataFrame


def read_decisions(folder: Path) -> Decisions:
    """The decisions of a survey's folder. Raises DecisionError with all problems."""
    problems: list[Problem] = []
    tables = {
        name: _table(folder / "decisions" / f"{name}.csv", name, problems)
        for name in COLUMNS
    }
    if problems:
        raise DecisionError(problems)
    return Decisions(**tables)


def read_small_table(path: Path) -> pd.DataFrame:
    """A table that a person keeps, as csv or as a workbook, read as exports are, as
    text.

    Columns are folded and lower-case; `line` is the row as seen in Excel. Blank rows
    are left out. Raises DecisionError with every row that does not fit the header.
    """
    try:
        records = _records(path)
    except ExportError as error:
        raise DecisionError(error.problems) from None
    if not records:
        return pd.DataFrame({"line": pd.Series(dtype="int64")})
    (top, header), *rows = records
    columns = [name.casefold() for name in header]
    while columns and not columns[-1]:
        columns.pop()
    problems = list(_misshapen(path.name, top, columns, rows))
    if problems:
        raise DecisionError(problems)
    width = len(columns)
    filled = [(record + [""] * width)[:width] for _, record in rows]
    table = pd.DataFrame(filled, columns=columns, dtype="str")
    table = table.loc[:, [name for name in columns if name]]
    table["line"] = pd.Series([line for line, _ in rows], dtype="int64")
    return table


def _records(path: Path) -> list[tuple[int, list[str]]]:
    """(row in Excel, its cells) of every row that is not blank. Unlike in an export, a
    row may be shorter than the header: the last cells are left out by hand."""
    raw = path.read_bytes()
    if path.suffix.lower() in WORKBOOKS or raw[:2] == b"PK":
        cells = read_sheet(path).cells
        table = cells.astype(object).where(cells.notna(), "").to_numpy().tolist()
        lines = list(zip(map(int, cells.index), table, strict=True))
    else:
        text = str(to_utf8(raw, path.name, None, [])[0], "utf-8-sig")
        text = text.replace("\r\n", "\n").replace("\r", "\n")  # CR alone: Excel for Mac
        first = next((line for line in text.splitlines() if line.strip()), "")
        separator = max(";,\t", key=first.count)
        reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
        try:
            lines = list(enumerate(reader, 1))
        except csv.Error:
            raise DecisionError(
                Problem(
                    "Filen är ingen csv som går att läsa.",
                    "Öppna den i Excel och spara som CSV UTF-8.",
                    file=path.name,
                    row=reader.line_num,
                )
            ) from None
    records = [(line, [fold(str(cell)) for cell in record]) for line, record in lines]
    return [(line, record) for line, record in records if any(record)]


def _misshapen(
    file: str, top: int, columns: list[str], rows: list[tuple[int, list[str]]]
) -> Iterator[Problem]:
    for name in dict.fromkeys(columns):
        if name and columns.count(name) > 1:
            found = f"Två kolumner heter ”{name}”."
            yield Problem(found, "Ta bort den ena.", file=file, row=top)
    for line, record in rows:
        if any(record[len(columns) :]):
            yield Problem(
                f"Raden har {len(record)} celler, men rubrikerna är {len(columns)}.",
                "Öppna filen i Excel och se efter om en cell har delats i två.",
                file=file,
                row=line,
            )


def write_small_csv(
    path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """As Excel in Swedish saves and opens it: semicolons, UTF-8 with a byte order mark.

    Raises DecisionError where the file cannot be written.
    """
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([fold(str(cell)) for cell in row] for row in rows)
    try:
        write_text(path, f"\ufeff{text.getvalue()}")
    except PermissionError:
        raise DecisionError(
            Problem(
                "Filen går inte att skriva i.",
                "Är den öppen i Excel? Stäng den och försök igen.",
                file=f"decisions/{path.name}",
            )
        ) from None


@dataclass(frozen=True)
class Made:
    """Lines that were just written last in `path`; `before` are the bytes that stood
    there (None: no file), `after` those that stand there now."""

    path: Path
    before: bytes | None
    after: bytes
    lines: int


def decide(folder: Path, name: str, *decisions: Mapping[str, object]) -> Made:
    """A line a decision in decisions/<name>.csv of a survey's folder, last in the file.

    Nothing that stands there goes: columns of her own stay, and so do earlier
    decisions. Raises DecisionError for a file that cannot be read or written.
    """
    path = folder / "decisions" / f"{name}.csv"
    before = path.read_bytes() if path.is_file() else None
    table = pd.DataFrame() if before is None else read_small_table(path)
    columns = [column for column in table.columns if column != "line"]
    columns += [column for column in COLUMNS[name] if column not in columns]
    lines = table.reindex(columns=columns, fill_value="").to_numpy().tolist()
    lines += [[str(one.get(column, "")) for column in columns] for one in decisions]
    write_small_csv(path, columns, lines)
    return Made(path, before, path.read_bytes(), len(decisions))


def take_back(made: Made) -> None:
    """Puts the file back as it was before `made`. Raises DecisionError where it has
    been changed since: what somebody else has written there must not go."""
    if not made.path.is_file() or made.path.read_bytes() != made.after:
        raise DecisionError(
            Problem(
                "Filen har ändrats sedan dess, så det går inte att ångra.",
                "Ta bort raden för hand.",
                file=made.path.name,
            )
        )
    if made.before is None:
        made.path.unlink()
    else:
        write_bytes(made.path, made.before)


def yes(word: str) -> bool | None:
    """ja → True, nej → False, anything else → None."""
    return YES_NO.get(word.casefold())


def _table(path: Path, name: str, problems: list[Problem]) -> pd.DataFrame:
    columns = COLUMNS[name]
    empty = pd.DataFrame({column: pd.Series(dtype="str") for column in columns})
    empty["line"] = pd.Series(dtype="int64")
    if not path.is_file():
        return empty
    try:
        table = read_small_table(path)
    except DecisionError as error:
        file = f"decisions/{path.name}"
        problems.extend(replace(problem, file=file) for problem in error.problems)
        return empty
    for column in NEEDED[name]:
        if column not in table and len(table):
            problems.append(
                Problem(
                    f"Kolumnen ”{column}” saknas.",
                    nearest(column, table.columns)
                    or f"Filen ska ha kolumnerna {', '.join(columns)}.",
                    file=f"decisions/{path.name}",
                    row=1,
                )
            )
    for column in columns:
        if column not in table:
            table[column] = ""
    for column in ("keep", "same", "publish"):
        if column in columns:
            for line, word in zip(table["line"], table[column], strict=True):
                if word and yes(word) is None:
                    problems.append(
                        Problem(
                            f"”{word}” i kolumnen {column} är varken ja eller nej.",
                            "Skriv ja eller nej.",
                            file=f"decisions/{path.name}",
                            row=line,
                        )
                    )
    return table
