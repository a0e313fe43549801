"""The raw answers prepared for a request to see them (lämna ut): a review of secrecy.

A public authority's answers are public documents until somebody has tried them against
the law on secrecy. The files made here help the person who tries them: every cell that
looks like personal data is marked with its reason, a copy has the marked cells blacked
out, and a list says which. The programme proposes; `decisions/handout.csv` decides:

| column | what it says |
| --- | --- |
| file, row, column | which cell; a blank row means the whole column |
| mask | ja blacks it out, nej leaves it readable |
| reason, who, date | for the log |

What is decided of a response holds in every file that has it, and a column that is
blacked out is so in every file; only what was read, the same text, stays readable.

Everything lies in data/processed/<survey>/utlamnande/ and is internal.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format

from helpers.cleaning.privacy import KINDS, find_personal, personal_columns
from helpers.core.errors import DecisionError, Problem, nearest
from helpers.core.project import Project, write_bytes
from helpers.core.spreadsheets import WORKBOOK, neutral
from helpers.core.wording import fold
from helpers.exports import Export
from helpers.presentation.workbook import without_clock
from helpers.survey.codebook import Codebook, Ties
from helpers.survey.decisions import YES_NO, read_small_table
from helpers.survey.identity import At, identify
from helpers.survey.sources import Source, read_source

FOLDER = "utlamnande"
REVIEW, COPY = "granskning.xlsx", "utlamnas.xlsx"
DECIDED = "decisions/handout.csv"
COLUMNS = ("file", "row", "column", "mask", "reason", "who", "date")
BLACKED = "█████"
PERSONAL_META = ("email", "name", "ip", "place", "token")
LONGEST_TEXT = 32_000  # a little less than a cell of Excel holds
READ_FIRST = (
    "Det här är underlag för en sekretessprövning, inte själva prövningen. Markerade "
    "celler ser ut som personuppgifter. Programmet hittar inte allt: läs varje text, "
    "och tänk på vad som pekar ut någon tillsammans med annat.",
    f"Ändra genom att skriva rader i {DECIDED} (file, row, column, mask, reason, who, "
    "date; mask är ja eller nej, tom rad gäller hela kolumnen) och köra igen.",
    f"Det som får lämnas ut efter prövningen är {COPY}. Den här filen är intern.",
)


@dataclass(frozen=True)
class BlackedOut:
    """A cell that is blacked out in the copy, or that a person has said is not.

    `row` and `column` are as in Excel; `header` is what stands at the column's top.
    """

    file: str
    row: int
    column: str
    header: str
    reason: str
    masked: bool = True
    who: str = ""


def write_handout(
    survey: str, project: Project | None = None
) -> tuple[Path, list[BlackedOut]]:
    """The review, and the copy with marked cells blacked out, as two workbooks.

    Returns their folder and every mark. Raises what reading the survey raises, and
    DecisionError with every row of decisions/handout.csv that fits no cell.
    """
    project = project or Project.find()
    project.needs_answers(survey)
    source = read_source(survey, project)
    found = marks(source, decisions=read_decided(project.raw(survey), source))
    folder = project.processed(survey) / FOLDER
    write_bytes(folder / REVIEW, _review(source, found))
    write_bytes(folder / COPY, _copy(source, found))
    return folder, found


def marks(source: Source, decisions: Iterable[BlackedOut] = ()) -> list[BlackedOut]:
    """Every mark, by file, row and column; what a person has decided goes before."""
    found = {
        (mark.file, mark.row, mark.column): mark
        for export in source.exports
        for mark in proposed(export, source.codebook)
    }
    for mark in decisions:
        found[mark.file, mark.row, mark.column] = mark
    places = {
        (export.file, column.letter): place
        for export in source.exports
        for place, column in enumerate(export.columns)
    }
    order = {export.file: n for n, export in enumerate(source.exports)}
    return sorted(
        found.values(),
        key=lambda one: (order[one.file], one.row, places[one.file, one.column]),
    )


def proposed(export: Export, codebook: Codebook) -> Iterator[BlackedOut]:
    """The cells that look like personal data: whole columns, then texts."""
    whole = _whole_columns(export, codebook)
    for column in export.columns:
        for row, value in export.responses[column.name].dropna().items():
            reason = whole.get(column.name) or _in_text(str(value))
            if reason:
                number = int(str(row))
                yield BlackedOut(
                    export.file, number, column.letter, column.name, reason
                )


def _whole_columns(export: Export, codebook: Codebook) -> dict[str, str]:
    """Column → why every cell of it is marked."""
    table = {name: list(export.responses[name].dropna()) for name in export.responses}
    found = {
        header: f"kolumn med {KINDS[kind]}"
        for header, kind in personal_columns(table).items()
    }
    for column in export.columns:
        if column.meta in PERSONAL_META:
            found.setdefault(column.name, "kolumn som pekar ut den som svarade")
    for question in codebook.questions:
        if not question.personal or isinstance(question, Ties):
            continue
        for item in codebook.items(question):
            for name in filter(None, [item.column, *item.columns.values()]):
                found[name] = "personuppgift enligt survey.yml"
    return found


@cache
def _in_text(text: str) -> str:
    """The kinds of personal data in a text, each once; "" where there are none."""
    return ", ".join(dict.fromkeys(KINDS[one.kind] for one in find_personal(text)))


def read_decided(folder: Path, source: Source) -> list[BlackedOut]:
    """decisions/handout.csv, a whole column as a mark a cell. Raises DecisionError."""
    path = folder / DECIDED
    if not path.is_file():
        return []
    table = read_small_table(path)
    missing = [name for name in COLUMNS[:4] if name not in table]
    if missing:
        raise DecisionError(
            Problem(
                f"Kolumnen {', '.join(missing)} saknas.",
                f"Första raden ska vara: {', '.join(COLUMNS)}.",
                file=DECIDED,
            )
        )
    exports = {fold(export.file): export for export in source.exports}
    responses = _responses(source.exports)
    problems: list[Problem] = []
    found: list[BlackedOut] = []
    for line in table.to_dict("records"):
        row = {str(key): fold(str(value)) for key, value in line.items()}
        problem = _unfit(row, exports)
        if problem is not None:
            problems.append(replace(problem, file=DECIDED, row=int(row["line"])))
            continue
        found += _cells(row, exports[row["file"]], source.exports, responses)
    if problems:
        raise DecisionError(problems)
    return found


def _unfit(decided: Mapping[str, str], exports: Mapping[str, Export]) -> Problem | None:
    """What is wrong with a line of decisions, if anything."""
    if decided["file"] not in exports:
        hint = nearest(decided["file"], exports)
        known = ", ".join(exports)
        return Problem(
            f"Ingen export heter ”{decided['file']}”.", hint or f"Här finns: {known}."
        )
    export = exports[decided["file"]]
    names = [name for column in export.columns for name in (column.name, column.letter)]
    if decided["column"] not in map(fold, names):
        return Problem(
            f"Filen har ingen kolumn ”{decided['column']}”.",
            nearest(decided["column"], names)
            or "Skriv rubriken, eller Excels bokstav.",
        )
    rows = {str(row) for row in export.responses.index}
    if decided["row"] and decided["row"] not in rows:
        return Problem(
            f"Filen har inget svar på rad {decided['row']}.", "Skriv raden som i Excel."
        )
    if decided["mask"].casefold() not in YES_NO:
        return Problem(f"mask är ”{decided['mask']}”.", "Skriv ja eller nej.")
    return None


Responses = Mapping[tuple[str, int], int]
"""(file, row) → which response it is, in every file that has it."""


def _responses(exports: Sequence[Export]) -> Responses:
    rows = identify(exports)
    places = zip(rows[At.FILE], rows[At.ROW], strict=True)
    return dict(zip(places, rows[At.RESPONSE], strict=True))


def _cells(
    decided: Mapping[str, str],
    export: Export,
    exports: Sequence[Export],
    responses: Responses,
) -> Iterator[BlackedOut]:
    """The cells that a line is about: those of its file, and of the others that hold
    for the same responses."""
    header = next(
        fold(column.name)
        for column in export.columns
        if decided["column"] in (fold(column.name), column.letter)
    )
    masked = YES_NO[decided["mask"].casefold()]
    read = {
        responses[export.file, row]: value
        for row, _, value in _filled(export, header)
        if decided["row"] in ("", str(row))
    }
    for other in exports:
        for row, letter, value in _filled(other, header):
            one = responses[other.file, row]
            if (
                read.get(one) == value
                or (masked and one in read)
                or (masked and not decided["row"])
            ):
                yield BlackedOut(
                    other.file,
                    row,
                    letter,
                    header,
                    decided.get("reason") or "beslutat för hand",
                    masked,
                    decided.get("who", ""),
                )


def _filled(export: Export, header: str) -> Iterator[tuple[int, str, str]]:
    """(row, column's letter, text) of every filled cell under a header."""
    for column in [one for one in export.columns if fold(one.name) == header][:1]:
        for row, value in export.responses[column.name].dropna().items():
            yield int(str(row)), column.letter, str(value)


def _review(source: Source, found: Sequence[BlackedOut]) -> bytes:
    """What the person who tries the answers reads: all cells, the marked ones seen."""
    book, out = _book(source)
    plain, head = _looks(book)
    marked = book.add_format({"bg_color": "#FFE08A", "text_wrap": True})
    kept = book.add_format({"bg_color": "#D9EAD3", "text_wrap": True})
    first = book.add_worksheet("Läs först")
    first.set_column(0, 0, 100)
    notes = [*READ_FIRST, *_left_out(source)]
    for row, words in enumerate(notes):
        first.write_string(row, 0, neutral(words), plain)
    _list(book, found, head, plain)
    by_cell = {(one.file, one.row, one.column): one for one in found}
    for sheet, export in _sheets(book, source, head):
        for place, (row, letter, value) in _placed(export):
            mark = by_cell.get((export.file, row, letter))
            look = plain if mark is None else marked if mark.masked else kept
            sheet.write_string(*place, neutral(value)[:LONGEST_TEXT], look)
            if mark is not None:
                sheet.write_comment(*place, mark.reason)
    book.close()
    return without_clock(out.getvalue())


def _copy(source: Source, found: Sequence[BlackedOut]) -> bytes:
    """What may be handed out after the review: marked cells hold nothing but black."""
    book, out = _book(source)
    plain, head = _looks(book)
    black = book.add_format({"bg_color": "#000000", "font_color": "#000000"})
    gone = {(one.file, one.row, one.column) for one in found if one.masked}
    for sheet, export in _sheets(book, source, head):
        for place, (row, letter, value) in _placed(export):
            if (export.file, row, letter) in gone:
                sheet.write_string(*place, BLACKED, black)
            else:
                sheet.write_string(*place, neutral(value)[:LONGEST_TEXT], plain)
    _list(book, [one for one in found if one.masked], head, plain, name="Maskat")
    book.close()
    return without_clock(out.getvalue())


def _left_out(source: Source) -> list[str]:
    return [
        f"{export.file}: {len(export.set_aside)} rader i filen är inga svar (summor, "
        "anteckningar) och finns inte här. Pröva dem i filen."
        for export in source.exports
        if export.set_aside
    ]


def _book(source: Source) -> tuple[xlsxwriter.Workbook, io.BytesIO]:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, WORKBOOK)
    title = f"{source.codebook.title}: svar"
    book.set_properties({"title": title, "created": dt.datetime(1980, 1, 1)})
    return book, out


def _looks(book: xlsxwriter.Workbook) -> tuple[Format, Format]:
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    return plain, book.add_format({"bold": True, "bottom": 2, "text_wrap": True})


def _sheets(
    book: xlsxwriter.Workbook, source: Source, head: Format
) -> Iterator[tuple[xlsxwriter.worksheet.Worksheet, Export]]:
    """A sheet for each export, with its headers and the rows' numbers in the file."""
    for number, export in enumerate(source.exports, 1):
        sheet = book.add_worksheet(f"Svar {number}")
        sheet.write_string(0, 0, f"Rad i {export.file}", head)
        for place, column in enumerate(export.columns, 1):
            header = neutral(f"{column.letter}: {column.name}")
            sheet.write_string(0, place, header[:LONGEST_TEXT], head)
        sheet.set_column(1, len(export.columns), 24)
        sheet.freeze_panes(1, 1)
        for place, row in enumerate(export.responses.index, 1):
            sheet.write_number(place, 0, int(row))
        yield sheet, export


Place = tuple[int, int]


def _placed(export: Export) -> Iterator[tuple[Place, tuple[int, str, str]]]:
    """(where in the sheet) and (row, column's letter, text) of every filled cell."""
    for across, column in enumerate(export.columns, 1):
        cells = export.responses[column.name]
        for down, (row, value) in enumerate(cells.items(), 1):
            if isinstance(value, str):
                yield (down, across), (int(str(row)), column.letter, value)


def _list(
    book: xlsxwriter.Workbook,
    found: Sequence[BlackedOut],
    head: Format,
    plain: Format,
    *,
    name: str = "Markerat",
) -> None:
    """Which cells, and why; never what stood in them."""
    sheet = book.add_worksheet(name)
    titles = ("Fil", "Rad", "Kolumn", "Rubrik", "Skäl", "Maskas", "Vem")
    for place, title in enumerate(titles):
        sheet.write_string(0, place, title, head)
    for row, one in enumerate(found, 1):
        masked = "ja" if one.masked else "nej"
        sheet.write_number(row, 1, one.row)
        texts = {0: one.file, 2: one.column, 3: one.header, 4: one.reason, 5: masked}
        for place, words in (texts | {6: one.who}).items():
            sheet.write_string(row, place, neutral(words), plain)
    sheet.set_column(0, len(titles) - 1, 24)
    sheet.freeze_panes(1, 0)
