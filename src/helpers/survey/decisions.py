"""The secretary's decisions: files in data/raw/<survey>/decisions/, each logged.

| file | columns |
| --- | --- |
| corrections.csv | unit, id, file, row, question, from, to, reason, who, date |
| rows.csv | id, file, row, keep (ja/nej), reason, who, date |
| names.csv | kind (organisation/unit), written, name, same (ja/nej), who, date |
| quotes.csv | id, file, row, question, text, publish (ja/nej), who, date |

A response is told by `id`, the tool's own number for it, which stays the same in a new
export; or, where the tool has none, by `file` and `row` as in Excel; a correction also
by its `unit`. They survive a re-run and a new export. A file that is missing is an
empty one, and an empty ja/nej is a decision not yet made. What stands later in a file
goes before what stands earlier, so that a decision is changed by a new line and the old
one is still seen.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

import pandas as pd

from helpers.core.errors import DecisionError, Problem, nearest
from helpers.core.project import write_text
from helpers.core.wording import fold

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "corrections": (
        *("unit", "id", "file", "row"),
        *("question", "from", "to", "reason", "who", "date"),
    ),
    "rows": ("id", "file", "row", "keep", "reason", "who", "date"),
    "names": ("kind", "written", "name", "same", "who", "date"),
    "quotes": ("id", "file", "row", "question", "text", "publish", "who", "date"),
}
FILES = {name: f"decisions/{name}.csv" for name in COLUMNS}
"""What each file is called in messages."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    "corrections": ("question", "from", "to"),
    "rows": ("keep",),
    "names": ("kind", "written", "name", "same"),
    "quotes": ("question", "text", "publish"),
}
YES_NO = {"ja": True, "nej": False, "yes": True, "no": False, "1": True, "0": False}


@dataclass(frozen=True)
class Decisions:
    """One table a file, all text, every column there; `line` is the row in Excel."""

    corrections: pd.DataFrame
    rows: pd.DataFrame
    names: pd.DataFrame
    quotes: pd.DataFrame


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


def read_small_csv(path: Path) -> pd.DataFrame:
    """A csv that a person keeps (`;`, `,` or tab; UTF-8 or Windows-1252), as text.

    Columns are folded and lower-case; `line` is the row as seen in Excel. Blank rows
    are left out. Raises DecisionError with every row that does not fit the header.
    """
    text = _decoded(path.read_bytes())
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=first.count)
    # Without newline="", a file from Excel for Mac (lone CR) is one broken line.
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        records = [
            (line, [fold(cell) for cell in record])
            for line, record in enumerate(lines, 1)
        ]
    except csv.Error:
        raise DecisionError(
            Problem(
                "Filen är ingen csv som går att läsa.",
                "Öppna den i Excel och spara som CSV UTF-8.",
                file=path.name,
                row=lines.line_num,
            )
        ) from None
    records = [(line, record) for line, record in records if any(record)]
    if not records:
        return pd.DataFrame({"line": pd.Series(dtype="int64")})
    (top, header), *rows = records
    columns = [name.casefold() for name in header]
    problems = list(_misshapen(path.name, top, columns, rows))
    if problems:
        raise DecisionError(problems)
    width = len(columns)
    cells = [(record + [""] * width)[:width] for _, record in rows]
    table = pd.DataFrame(cells, columns=columns, dtype="str")
    table = table.loc[:, [name for name in columns if name]]
    table["line"] = pd.Series([line for line, _ in rows], dtype="int64")
    return table


def _decoded(raw: bytes) -> str:
    """UTF-8, UTF-16 with its mark (Excel's "Unicode-text") or Windows-1252."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


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


def decide(folder: Path, name: str, decision: Mapping[str, object]) -> None:
    """One more line in decisions/<name>.csv of a survey's folder, last in the file.

    Nothing that stands there goes: columns of her own stay, and so do earlier
    decisions. Raises DecisionError for a file that cannot be read or written.
    """
    path = folder / "decisions" / f"{name}.csv"
    table = read_small_csv(path) if path.is_file() else pd.DataFrame()
    columns = [column for column in table.columns if column != "line"]
    columns += [column for column in COLUMNS[name] if column not in columns]
    lines = table.reindex(columns=columns, fill_value="").to_numpy().tolist()
    made = [str(decision.get(column, "")) for column in columns]
    write_small_csv(path, columns, [*lines, made])


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
        table = read_small_csv(path)
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
