"""Tables hold values: the same cell in HTML, CSV and workbook, suppressed in all."""

from __future__ import annotations

import csv
import io

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from support.released_rows import (
    BARRIERS,
    CHALLENGES,
    DEPARTMENTS,
    FORMS,
    codebook,
    released,
    row,
    with_interval,
)

from helpers.core.errors import DisclosureError
from helpers.presentation import tabulation
from helpers.presentation.tables import Column, Share, Span, Table
from helpers.presentation.text import NBSP, State
from helpers.presentation.workbook import workbook

A, B, C = DEPARTMENTS[:3]


def parsed(table: Table) -> BeautifulSoup:
    return BeautifulSoup(table.to_html(), "html.parser")


def read(table: Table) -> list[list[str]]:
    content = table.to_csv()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def example(**given) -> Table:
    columns = [
        "Förvaltning",
        Column("Svar", "count"),
        Column("Andel", "percent"),
        Column("Intervall", "interval"),
        Column("Samverkar", "share"),
        Column("Stöd", "kr"),
        Column("Medel", "number", decimals=1),
    ]
    rows = [
        [A, 1234, 0.123, Span(0.094, 0.171), Share(30, 70, 3 / 7), 1250000, -2.25],
        [B, 7, None, None, Share(3, 7, None), State.SUPPRESSED, State.NO_ANSWERS],
    ]
    return Table("exempel", "Ett exempel", columns, rows, **given)


def test_every_header_has_a_scope_and_no_cell_is_empty():
    page = parsed(example())
    heads = page.select("th")
    assert {th["scope"] for th in heads} == {"row", "col"}
    assert len(page.select("tbody th[scope=row]")) == 2
    assert all(cell.get_text(strip=True) for cell in page.select("th, td"))
    assert page.caption.get_text(strip=True) == "Ett exempel"


def test_the_scroll_region_is_focusable_and_named_by_the_caption():
    page = parsed(example())
    region = page.select_one("div.tabell-ram[role=region][tabindex='0']")
    assert page.find(id=region["aria-labelledby"]) is page.caption


def test_numbers_are_swedish_and_aligned():
    cells = [td.get_text() for td in parsed(example()).select("tbody tr")[0]("td")]
    assert cells == [
        f"1{NBSP}234",
        f"12{NBSP}%",
        f"9–18{NBSP}%",
        f"43{NBSP}%",
        f"1{NBSP}250{NBSP}000{NBSP}kr",
        "−2,3",
    ]
    assert all("tal" in td["class"] for td in parsed(example()).select("td"))


def test_few_answers_missing_and_suppressed_are_told_apart():
    cells = parsed(example()).select("tbody tr")[1]("td")
    said = [td.get_text() for td in cells]
    assert said[1:4] == ["–", "–", f"3{NBSP}av{NBSP}7"]
    assert said[4] == "·redovisas inte"  # the words are for those who listen
    assert cells[4].select_one(".dold").get_text() == "redovisas inte"
    assert said[5] == "inga svar"
    assert "· = redovisas inte" in parsed(example()).select_one("p.not").get_text()


def test_a_table_without_suppression_has_no_note_about_it():
    table = Table("a", "Antal", ["Namn", Column("Antal", "count")], [["x", 1]])
    assert parsed(table).select("p.not") == []


def test_csv_is_what_swedish_excel_opens():
    assert read(example()) == [
        [
            "Förvaltning",
            "Svar",
            "Andel (%)",
            "Intervall, lägst (%)",
            "Intervall, högst (%)",
            "Samverkar, antal",
            "Samverkar, andel (%)",
            "Stöd",
            "Medel",
        ],
        [A, "1234", "12", "9", "18", "30", "43", "1250000", "-2,3"],
        [B, "7", "", "", "", "3", "", "·", "inga svar"],
    ]


@given(st.sampled_from("=+-@\t\r＝＋－＠"), st.text(max_size=20))
def test_no_text_cell_can_be_run_by_a_spreadsheet(sign, rest):
    name = f"{sign}{rest}x"
    table = Table("a", "Antal", ["Namn", Column("Antal", "count")], [[name, -3]])
    cell, number = read(table)[1]
    assert cell.startswith("'")
    assert number == "-3"


def test_a_share_near_an_end_is_in_files_what_it_is_on_the_page() -> None:
    """One of 400 is not 0 %, in csv and xlsx as little as on the page."""
    shares = [Share(1, 400, 1 / 400), Share(399, 400, 399 / 400), Share(0, 400, 0.0)]
    table = Table(
        "svar",
        "Svar",
        ["Svarsalternativ", Column("Andel", "share"), Column("Alla", "percent")],
        [[f"rad {n}", one, one.estimate] for n, one in enumerate(shares)],
    )
    rows = [*csv.reader(io.StringIO(table.to_csv().decode("utf-8-sig")), delimiter=";")]
    assert [row[2:] for row in rows[1:]] == [
        ["< 1", "< 1"],
        ["> 99", "> 99"],
        ["0", "0"],
    ]
    book = load_workbook(io.BytesIO(workbook([table], codebook())))
    cells = [
        [cell.value for cell in line]
        for line in book.worksheets[1].iter_rows()
        if str(line[0].value).startswith("rad")
    ]
    assert [row[2:] for row in cells] == [["< 1 %"] * 2, ["> 99 %"] * 2, [0, 0]]
    html = table.to_html().replace(NBSP, " ")
    assert "&lt; 1 %" in html
    assert "&gt; 99 %" in html


@pytest.mark.parametrize(
    "payload", ["<script>x()</script>", '"><img src=x onerror=x()>', "&lt;b&gt;"]
)
def test_what_is_written_in_a_cell_is_text(payload):
    column = Column(f"Antal {payload}", "count")
    table = Table("a", payload, ["Namn", column], [[payload, 1]], note=payload)
    page = parsed(table)
    assert page.select("script, img, b") == []
    assert page.select_one("tbody th").get_text() == payload
    assert page.caption.get_text(strip=True) == payload


@pytest.mark.parametrize(
    ("columns", "rows", "caption"),
    [
        (["", "b"], [["x", "y"]], "c"),
        (["a", "b"], [["x"]], "c"),
        (["a", "b"], [], "c"),
        (["a", "b"], [["", "y"]], "c"),
        (["a", "b"], [["x", "y"]], " "),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(columns, rows, caption):
    with pytest.raises(ValueError, match="table a"):
        Table("a", caption, columns, rows)


def test_headers_that_are_alike_are_numbered():
    table = Table("a", "Antal", ["Svar", "svar", " Svar "], [["x", "y", "z"]])
    assert [column.label for column in table.columns] == [
        "Svar",
        "svar (2)",
        "Svar (3)",
    ]


@pytest.mark.parametrize("key", ["", "a b", "../a", 'a"', "-a"])
def test_a_key_fits_in_an_id_and_a_file_name(key):
    with pytest.raises(ValueError, match="key"):
        Table(key, "c", ["a"], [["x"]])


# --- of released numbers


def barriers(*counts, **given):
    return [
        row(option=option, count=count, **given)
        if count is not None
        else row(option=option, hidden="small_cell")
        for option, count in zip(BARRIERS, counts, strict=False)
    ]


def test_the_topline_has_interval_and_bounds_where_there_are_any():
    made = [with_interval(one) for one in barriers(90, 150, answered=360)]
    table = tabulation.topline(released(made), "hinder")
    assert [column.label for column in table.columns] == [
        "Svarsalternativ",
        "Antal",
        "Andel",
        "Intervall",
        "Lägsta och högsta möjliga",
    ]
    assert table.note == f"Bas: 360{NBSP}svarande."
    bare = tabulation.topline(released(barriers(90, 150, answered=360)), "hinder")
    assert [column.label for column in bare.columns][2:] == ["Andel"]


def test_below_percent_from_a_topline_has_counts_only():
    made = [with_interval(one) for one in barriers(3, 2, answered=9)]
    table = tabulation.topline(released(made), "hinder")
    assert [column.label for column in table.columns] == ["Svarsalternativ", "Antal"]


def test_a_suppressed_row_has_no_number_anywhere():
    made = [*barriers(90, answered=360), row(option="Ekonomi", hidden="secondary")]
    table = tabulation.topline(released(made), "hinder")
    assert set(table.rows[1][1:]) == {State.SUPPRESSED}
    assert read(table)[2][1:] == ["·", "·"]


def test_options_stand_in_the_questionnaires_order_and_totals_last():
    made = [row(option=option, count=1, answered=20) for option in reversed(BARRIERS)]
    assert tabulation.order(released(made), "option") == BARRIERS
    groups = [row(group=g, count=1, answered=20) for g in ("all", "Ej angivet", B, A)]
    assert tabulation.order(released(groups), "group") == [A, B, "Ej angivet", "all"]


def crossed(answered: dict[str, int]):
    return released(
        [
            row(option=option, group=group, count=min(3, n), answered=n, asked=9)
            for group, n in answered.items()
            for option in BARRIERS[:2]
        ]
    )


def test_a_crosstab_says_percent_counts_or_no_answers():
    table = tabulation.crosstab(crossed({A: 30, B: 7, C: 0}), "hinder")
    said = [
        [column.written(value) for column, value in zip(table.columns, r, strict=True)]
        for r in table.rows
    ]
    assert said == [
        [A, "30", f"10{NBSP}%", f"10{NBSP}%"],
        [B, "7", f"3{NBSP}av{NBSP}7", f"3{NBSP}av{NBSP}7"],
        [C, "0", "inga svar", "inga svar"],
    ]
    assert read(table)[0] == [
        "Förvaltning",
        "Svarande",
        "Tid, antal",
        "Tid, andel (%)",
        "Ekonomi, antal",
        "Ekonomi, andel (%)",
    ]


def test_a_row_of_all_groups_is_of_no_one_groups_base():
    # Each option is shown of one group: its base is not that of the row.
    made = [
        row(option=option, group=group, count=5, answered=n, hidden=hidden)
        for option, group, n, hidden in (
            (BARRIERS[0], A, 30, ""),
            (BARRIERS[0], B, 20, "small_cell"),
            (BARRIERS[1], A, 30, "small_cell"),
            (BARRIERS[1], B, 20, ""),
        )
    ]
    table = tabulation.crosstab(
        released(made), "hinder", rows="option", columns="group"
    )
    assert [column.label for column in table.columns] == ["Svarsalternativ", A, B]


def test_a_crosstab_gives_each_cell_its_base_when_they_differ():
    made = [
        row("ways", challenge=challenge, group=A, count=2, answered=n)
        for challenge, n in {"work": 20, "city_life": 15}.items()
    ]
    table = tabulation.crosstab(released(made), "sätt", columns="challenge")
    assert read(table) == [
        [
            "Förvaltning",
            "Svarande",
            *(
                f"{CHALLENGES[c]}, {what}"
                for c in ("city_life", "work")
                for what in ("antal", "svarande", "andel (%)")
            ),
        ],
        [A, "15–20", "2", "15", "13", "2", "20", "10"],
    ]


def test_challenge_by_department_by_form_in_a_long_table():
    made = [
        row("ways", challenge=c, group=g, form=f, count=1, answered=12)
        for f in ("support", "dialog")
        for g in (B, A)
        for c in ("work", "city_life")
    ]
    table = tabulation.long(released(made), "allt", by=["challenge", "group", "form"])
    assert [r[:3] for r in table.rows[:3]] == [
        (CHALLENGES["city_life"], A, FORMS["dialog"]),
        (CHALLENGES["city_life"], A, FORMS["support"]),
        (CHALLENGES["city_life"], B, FORMS["dialog"]),
    ]
    assert len(table.rows) == 8


def test_two_rows_for_one_cell_are_refused():
    twice = released(barriers(1, answered=20) * 2)
    with pytest.raises(ValueError, match="Two rows"):
        tabulation.topline(twice, "hinder")


@pytest.mark.parametrize("build", [tabulation.topline, tabulation.crosstab])
def test_only_released_numbers_become_tables(build):
    frame = released(barriers(1, answered=20)).rows
    with pytest.raises(DisclosureError):
        build(frame, "hinder")


def test_a_weighted_share_is_said_to_be_one():
    made = [row(option="Tid", count=90, answered=360, estimate=0.31)]
    assert "vägda efter förvaltning" in tabulation.topline(released(made), "a").note
    plain = [row(option="Tid", count=90, answered=360)]
    assert "vägda" not in tabulation.topline(released(plain), "a").note


def test_a_share_that_differs_is_marked_for_eyes_and_ears_and_not_in_files() -> None:
    shares = [Share(9, 12, 0.75, apart=1), Share(1, 12, 0.08, apart=-1)]
    columns = ["Svar", Column("Här", "share"), Column("Där", "share")]
    marked = Table("x", "X", columns, [["Ja", *shares]])
    html = marked.to_html().replace("\u00a0", " ")
    assert '<span aria-hidden="true">▲ </span>75 %' in html
    assert '<span class="dold">mindre andel: </span>' in html
    assert "▲" not in marked.to_csv().decode("utf-8-sig")
