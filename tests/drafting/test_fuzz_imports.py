"""Odd files, many times over: a correct account of every cell, or a clear error.

Mutates fictitious and real exports as people, tools and wires do: columns dropped,
doubled, moved and renamed, cells filled with what does not belong there, files written
in another encoding, cut, or damaged. `make test` tries 100 of them, the same ones every
time; `make fuzz` 1,000 new ones.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.shared_data import shared

from helpers.cleaning.step import clean
from helpers.core.errors import ExportError, KartlaggningError
from helpers.core.project import Project
from helpers.drafting.draft import new_survey
from helpers.exports import Export, read_export
from helpers.survey.sources import read_source

EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "raw"
ROWS, WIDTH = 14, 30  # of a base: what is odd in a small file is odd in a large one
BLANK = " \n\t\r\u00a0\u200b\ufeff"
Table = list[list[str]]


def share(part: float) -> settings:
    """So large a part of the mutations, half as many as other tests try. What fails is
    told at once: a file of 14 rows is small enough, and to look for a smaller one takes
    minutes."""
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    many = max(1, round(part / 2 * settings.default.max_examples))
    return settings(max_examples=many, phases=phases)


# ---------------------------------------------------------------- what is mutated


def small(export: Export) -> Table:
    """The export's headers and first rows; "" where blank."""
    cells = export.responses.iloc[: ROWS - 1, :WIDTH].astype(object)
    rows = [["" if c != c else str(c) for c in row] for row in cells.to_numpy()]
    return [[column.name for column in export.columns[:WIDTH]], *rows]


def fictitious() -> list[Table]:
    tables = [
        small(read_export(path))
        for survey in ("exempel-2022", "exempel-2024")
        for path in sorted((EXAMPLES / survey).glob("[rS]*"))
        if path.suffix in (".csv", ".xlsx")
    ]
    plain = [["Ort", "Hur ofta?", "Vilka?", "Antal", "Övrigt"]]
    plain += [
        ["Malmö", "Ofta", "Råd;Lokal;", "3", "bra"],
        ["Lund", "Aldrig", "Lokal;", "1 250 kr", ""],
        ["Lund", "Ibland", "", "0", "å, ä; ö"],
    ] * 4
    google = [["Timestamp", "Vilka? [A]", "Vilka? [B]", "Vad mer?"]]
    google += [["2024/02/05 9:30:00 AM", "Ja", "Nej", "Bok, Kurs (a, b)"]] * 6
    monkey = [
        ["Respondent ID", "Start Date", "Vilka?", "", "Hur?"],
        ["", "", "Råd", "Lokal", "Response"],
        *[[str(n), "43290.5", "Råd", "", "Ofta"] for n in range(8)],
    ]
    return [*tables, plain, google, monkey]


REAL = (
    "toronto-agency-survey/agency_survey_rawdata.csv",
    "ospo-surveymonkey/2018_results.csv",
    "rcommunity-googleforms/2019_english_responses.csv",
    "rse-limesurvey/2017_de_public_data.csv",
)


@cache
def real() -> tuple[Table, ...]:
    return tuple(small(read_export(shared("data", *name.split("/")))) for name in REAL)


INJECTED = st.sampled_from(
    [
        *("", " ", "\u00a0", "NA", "#NAME?", "-1", "1e999", "05-Jan", "0", "1,5", ";"),
        *("=cmd|' /C calc'!A0", "<script>alert(1)</script>", '"', '""', "a\nb", "\r"),
        *("../../x", "ja;nej", "Å" * 300, "A\u030a", "\ufeffx", "{n}", "vet ej", "&"),
        *("- *alias", "!!python/none", "2024-02-30", "19121212-1212", "N/A", "-oth-"),
    ]
)


@st.composite
def mutated(draw: st.DrawFn, bases: Sequence[Table]) -> Table:
    """A table that somebody, or something, has changed in up to five ways."""
    table = [list(row) for row in draw(st.sampled_from(list(bases)))]
    for _ in range(draw(st.integers(0, 5))):
        change = draw(st.sampled_from(CHANGES))
        change(draw, table)
    return table


def _row(draw: st.DrawFn, table: Table) -> int:
    return draw(st.integers(0, len(table) - 1))


def _column(draw: st.DrawFn, table: Table) -> int:
    return draw(st.integers(0, max(0, len(table[0]) - 1)))


def drop_column(draw: st.DrawFn, table: Table) -> None:
    place = _column(draw, table)
    for row in table:
        if len(row) > 1:
            del row[place]


def double_column(draw: st.DrawFn, table: Table) -> None:
    place = _column(draw, table)
    for row in table:
        row.insert(place, row[place])


def move_column(draw: st.DrawFn, table: Table) -> None:
    start, stop = _column(draw, table), _column(draw, table)
    for row in table:
        row.insert(stop, row.pop(start))


def drop_row(draw: st.DrawFn, table: Table) -> None:
    if len(table) > 2:
        del table[_row(draw, table)]


def double_row(draw: st.DrawFn, table: Table) -> None:
    place = _row(draw, table)
    table.insert(place, list(table[place]))


def reorder_rows(draw: st.DrawFn, table: Table) -> None:
    table[1:] = draw(st.permutations(table[1:]))


def rename(draw: st.DrawFn, table: Table) -> None:
    table[0][_column(draw, table)] = draw(INJECTED | st.text(max_size=12))


def inject(draw: st.DrawFn, table: Table) -> None:
    table[_row(draw, table)][_column(draw, table)] = draw(INJECTED)


def fill_column(draw: st.DrawFn, table: Table) -> None:
    place, text = _column(draw, table), draw(INJECTED)
    for row in table[1:]:
        row[place] = text


def blank_row(draw: st.DrawFn, table: Table) -> None:
    table.insert(_row(draw, table), [""] * len(table[0]))


CHANGES: tuple[Callable[[st.DrawFn, Table], None], ...] = (
    *(drop_column, double_column, move_column, drop_row, double_row, reorder_rows),
    *(rename, inject, fill_column, blank_row),
)


# ---------------------------------------------------------------- as files


ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
DELIMITERS = st.sampled_from([",", ";", "\t"])


def as_csv(table: Table, encoding: str, delimiter: str) -> bytes:
    content = io.StringIO()
    csv.writer(content, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    return content.getvalue().encode(encoding, errors="replace")


def as_workbook(table: Table) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    # With the clock in the file, the same draw would give other bytes each second.
    book.set_properties({"created": dt.datetime(2026, 1, 1)})
    sheet = book.add_worksheet("Svar")
    for i, row in enumerate(table):
        for j, cell in enumerate(row):
            sheet.write_string(i, j, cell)
    book.close()
    return content.getvalue()


def cells_of(rows: Sequence[Sequence[str]]) -> int:
    """How many cells hold something, counted without the readers."""
    return sum(bool(cell.strip(BLANK)) for row in rows for cell in row)


def account(table: Table, export: Export) -> None:
    """Every cell below the headers that is not blank is in the responses, or in a row
    that is set aside with its reason."""
    first = min([*map(int, export.responses.index), *export.set_aside])
    headers = first - 1
    while headers and not cells_of(table[headers - 1 : headers]):
        headers -= 1
    aside = cells_of([table[row - 1] for row in export.set_aside])
    kept = int(export.responses.notna().sum().sum())
    assert kept + aside == cells_of(table[headers:]), (first, export.set_aside)
    names = [column.name for column in export.columns]
    assert len(set(names)) == len(names)
    assert list(export.responses.columns) == names


def run_through(content: bytes, name: str, check: Callable[[Export], None]) -> None:
    """Reads the file; where it can be read, drafts a codebook and cleans by it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        project = Project(Path(folder))
        (project.root / "data" / "raw").mkdir(parents=True)
        try:
            export = read_export(path)
            check(export)
            made = new_survey(project, path, "prov")
        except ExportError as error:
            assert all(p.found and p.todo and p.file == name for p in error.problems)  # noqa: PT017
            return
        cleaned = clean(read_source(made.survey, project))
    assert cleaned.read == len(export.responses) + len(export.set_aside)
    assert cleaned.kept + sum(cleaned.set_aside.values()) == cleaned.read
    assert cleaned.undescribed() == []
    assert cleaned.columns["cells"].sum() == export.responses.notna().sum().sum()


# ---------------------------------------------------------------- the tests

BASES = fictitious()


@share(0.4)
@given(table=mutated(BASES), encoding=ENCODINGS, delimiter=DELIMITERS)
def test_fuzz_changed_tables_as_csv(table, encoding, delimiter):
    content = as_csv(table, encoding, delimiter)
    written = content.decode(encoding)
    rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter))
    run_through(content, "svar.csv", lambda export: account(rows, export))


@share(0.2)
@given(table=mutated(BASES))
def test_fuzz_changed_tables_as_workbooks(table):
    run_through(as_workbook(table), "svar.xlsx", lambda export: account(table, export))


@share(0.15)
@given(data=st.data())
def test_fuzz_changed_real_exports(data):
    table = data.draw(mutated(real()))
    content = as_csv(table, "utf-8", ",")
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    run_through(content, "svar.csv", lambda export: account(rows, export))


@st.composite
def damaged(draw: st.DrawFn) -> tuple[bytes, str]:
    """A file that is cut, or has bytes put in, taken out or changed."""
    table = draw(st.sampled_from(BASES))
    book = draw(st.booleans())
    encoding, delimiter = draw(ENCODINGS), draw(DELIMITERS)
    content = bytearray(
        as_workbook(table) if book else as_csv(table, encoding, delimiter)
    )
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(0, len(content) - 1)))
        match draw(st.sampled_from(["cut", "behead", "put", "take", "change"])):
            case "cut":
                del content[place:]
            case "behead":
                del content[: min(place, 40)]
            case "put":
                content[place:place] = draw(st.binary(min_size=1, max_size=8))
            case "take":
                del content[place : place + draw(st.integers(1, 60))]
            case "change" if content:
                content[place] = draw(st.integers(0, 255))
    return bytes(content), "svar.xlsx" if book else "svar.csv"


@share(0.15)
@given(file=damaged())
def test_fuzz_damaged_files(file):
    content, name = file
    run_through(content, name, lambda export: None)


@share(0.05)
@given(data=st.data())
@pytest.mark.parametrize("survey", ["exempel-2022", "exempel-2024"])
def test_fuzz_changed_answers_against_their_codebook(survey, data):
    """With the survey's own survey.yml: every cell has its part, or it is told."""
    source = EXAMPLES / survey
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "data" / "raw" / survey
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("*.xlsx"))
        exports = sorted(source.glob("results*.csv")) or sorted(source.glob("*.xlsx"))
        for path in exports:
            export = read_export(path)
            cells = export.responses.iloc[:60].astype(object)
            table = [[column.name for column in export.columns]]
            table += [
                ["" if c != c else str(c) for c in row] for row in cells.to_numpy()
            ]
            for _ in range(data.draw(st.integers(0, 3))):
                data.draw(st.sampled_from(CHANGES))(data.draw, table)
            content = (
                as_workbook(table)
                if path.suffix == ".xlsx"
                else as_csv(table, "utf-8-sig", ";")
            )
            (folder / path.name).write_bytes(content)
        try:
            cleaned = clean(read_source(survey, Project(Path(root))))
        except KartlaggningError as error:
            assert error.problems  # noqa: PT017
            return
    assert cleaned.kept + sum(cleaned.set_aside.values()) == cleaned.read
