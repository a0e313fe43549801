"""tabeller.xlsx: a workbook that everyone can use, the same every time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from support.released_rows import BARRIERS, codebook, released, row, with_interval

from helpers.audit.reading import labels_of
from helpers.disclosure.released import Released
from helpers.presentation import figures
from helpers.presentation.tables import Column, Share, Span, Table
from helpers.presentation.text import State
from helpers.presentation.workbook import workbook, write_workbook


def numbers() -> Released:
    made = [with_interval(row(option=o, count=90, answered=360)) for o in BARRIERS]
    return released(made)


def table(name: str = "Svar per förvaltning", *, first: str = "Kultur") -> Table:
    columns = [
        "Förvaltning",
        Column("Svar", "count"),
        Column("Andel", "percent"),
        Column("Intervall", "interval"),
        Column("Samverkar", "share", with_base=True),
        Column("Stöd", "kr"),
        Column("Medel", "number", decimals=1),
    ]
    rows = [
        [first, 1234, 0.1234, Span(0.094, 0.171), Share(30, 70, 3 / 7), 5000, -2.25],
        ["Miljö", 7, None, None, State.SUPPRESSED, State.NO_ANSWERS, None],
    ]
    return Table("svar", name, columns, rows, note="Bas: alla.")


def opened(*tables, **given) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(tables, codebook(**given))))


def cells(sheet) -> list[list[object]]:
    return [[cell.value for cell in line] for line in sheet.iter_rows()]


def test_the_contents_sheet_comes_first_and_links_to_every_table():
    book = opened(table("Första"), table("Andra"))
    assert book.sheetnames == ["Innehåll", "1 Första", "2 Andra"]
    links = [
        c.hyperlink.location for line in book["Innehåll"] for c in line if c.hyperlink
    ]
    assert links == ["'1 Första'!A1", "'2 Andra'!A1"]
    assert book["Innehåll"]["A1"].value == "Kartläggning av samverkan 2024: tabeller"


def test_each_table_leads_back_has_headers_and_a_frozen_pane():
    sheet = opened(table())["1 Svar per förvaltning"]
    assert sheet["A1"].value == "Svar per förvaltning"
    assert sheet["A2"].value.startswith("Bas: alla. · = redovisas inte")
    assert sheet["A3"].hyperlink.location == "'Innehåll'!A1"
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$4:$4"
    assert [t.ref for t in sheet.tables.values()] == ["A4:J6"]
    assert all(cell.value for cell in sheet[4])
    assert list(sheet.merged_cells.ranges) == []


def test_numbers_are_numbers_at_the_reports_decimals():
    sheet = opened(table())["1 Svar per förvaltning"]
    first = [cell.value for cell in sheet[5]]
    assert first == ["Kultur", 1234, 0.12, 0.09, 0.18, 30, 70, 0.43, 5000, -2.3]
    formats = [cell.number_format for cell in sheet[5]]
    assert formats[2] == "0%"
    assert formats[1] == "#,##0"
    assert formats[-1] == "#,##0.0"


def test_what_is_not_there_is_said_and_never_empty():
    sheet = opened(table())["1 Svar per förvaltning"]
    assert [cell.value for cell in sheet[6]] == [
        "Miljö", 7, "–", "–", "–", "·", "·", "·", "inga svar", "–",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "payload", ["=1+1", "@SUM(A1)", "+1", "-1", "\t=1", "=cmd|'/c'!A"]
)
def test_nothing_is_a_formula(payload):
    book = opened(table(payload, first=payload))
    for sheet in book:
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type != "f"
    assert book.worksheets[1]["A5"].value == f"'{payload}"


def test_a_web_address_is_text_and_opens_nothing():
    book = opened(table(first="https://exempel.se"))
    assert book.worksheets[1]["A5"].hyperlink is None


def test_awkward_captions_become_sheet_names():
    made = [table("Hur / vad [nu]? *: 'a'"), table("x" * 300), table("x" * 300)]
    names = opened(*made).sheetnames[1:]
    assert all(len(name) <= 31 for name in names)
    assert len(set(names)) == 3


def test_long_headers_and_texts_are_kept_within_excels_limits():
    long = Table("a", "b", ["Namn", "x" * 400, "X" * 400], [["y" * 40_000, "z", "z"]])
    sheet = opened(long).worksheets[1]
    assert len(sheet["A4"].value) == 32_000
    assert all(len(cell.value) <= 255 for cell in sheet[3])


def test_a_figures_table_comes_with_what_it_rests_on():
    figure = figures.shares(numbers(), "hinder")
    book = opened(figure)
    said = " ".join(str(line[0]) for line in cells(book.worksheets[1]))
    assert "360 svarande verksamheter" in said
    assert "5\u00a0februari–15\u00a0mars 2024" in said


def test_fictitious_answers_say_so():
    said = cells(opened(table(), fictitious=True)["Innehåll"])
    assert ["Svaren är fiktiva.", None] in said


def test_the_same_tables_give_the_same_bytes():
    one = workbook([table()], codebook())
    assert workbook(iter([table()]), codebook()) == one
    with zipfile.ZipFile(io.BytesIO(one)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
    made = openpyxl.load_workbook(io.BytesIO(one)).properties.created
    assert made == dt.datetime(1980, 1, 1)


def test_it_is_written_whole(tmp_path):
    path = tmp_path / "tabeller.xlsx"
    write_workbook(path, [table()], codebook())
    assert path.read_bytes() == workbook([table()], codebook())
    with pytest.raises(ValueError, match="at least one"):
        write_workbook(path, [], codebook())
    assert [one.name for one in tmp_path.iterdir()] == ["tabeller.xlsx"]


GREEN = {"colours": {"main": "#1d5b3a"}}


def shares(*values: object, caption: str = "Hinder") -> Table:
    columns = ["Svarsalternativ", Column("Antal", "count"), Column("Andel", "percent")]
    rows = [[f"Svar {n}", 12, value] for n, value in enumerate(values)]
    return Table("hinder", caption, columns, rows)


def test_shares_that_are_all_shown_have_a_chart_that_tells_what_it_is():
    content = workbook([shares(0.5, 0.25, 0.25)], codebook())
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    (chart,) = sheet._charts
    (series,) = chart.series
    assert series.val.numRef.f == "'1 Hinder'!$C$4:$C$6"
    assert series.cat.strRef.f == "'1 Hinder'!$A$4:$A$6"
    labels = [label.text for label in labels_of("tabeller.xlsx", content)]
    assert "Liggande staplar: Hinder. Siffrorna står i tabellen bredvid." in labels


@pytest.mark.parametrize("left_out", [State.SUPPRESSED, State.NO_ANSWERS, None])
def test_a_table_with_a_number_that_is_not_shown_has_no_chart(left_out):
    book = opened(shares(0.5, left_out, 0.25))
    assert book.worksheets[1]._charts == []


def test_the_chart_has_the_profiles_main_colour():
    content = workbook([shares(0.5, 0.5)], codebook(profile=GREEN))
    (chart,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]._charts
    (series,) = chart.series
    assert series.graphicalProperties.solidFill.srgbClr == "1D5B3A"
