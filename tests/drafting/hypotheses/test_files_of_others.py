"""What files that nobody here wrote were taken for wrongly once, and are no more."""

from __future__ import annotations

import pytest
from support.drafted import BESIDE, as_csv, asked
from support.made_exports import text

from helpers.cleaning.coding.ranking import place_of
from helpers.drafting.recognition import recognise
from helpers.exports import read_export

NAMES = ["Röda Korset", "Korpen", "IFK Nordstad", "ABF Nord", "Scouterna"]
NAMES += [f"{name} {place}" for name in NAMES[1:3] for place in ("Syd", "Väst", "Öst")]


@pytest.mark.parametrize(
    "headers",
    [
        [f"Nämn tre föreningar ni samverkar med [{n}]" for n in (1, 2, 3)],
        ["Organisation A", "Organisation B", "Organisation C"],
        ["Namnge föreningar"],
    ],
)
def test_named_organisations_are_ties_and_never_options(tmp_path, headers):
    columns = {
        header: [NAMES[(n * (1 + place) + place) % len(NAMES)] for n in range(40)]
        for place, header in enumerate(headers)
    }
    assert {q.type for q in asked(tmp_path, columns | BESIDE)[:-1]} == {"ties"}


@pytest.mark.parametrize("code", ["-99", "-9", "999"])
def test_a_code_among_words_is_no_answer_and_is_asked_about(tmp_path, code):
    found = asked(tmp_path, {"Har ni en plan?": ["Ja", "Nej", "Nej", code] * 10})[0]
    assert found.keys["options"] == ["Ja", "Nej"]
    assert found.keys["recode"] == {code: ""}
    assert code in found.todo[0]


@pytest.mark.parametrize("codes", [["A3", "A1", "A2", "A10"], ["AO02", "AO01"] * 2])
def test_codes_with_letters_are_in_their_order_and_asked_about(tmp_path, codes):
    found = asked(tmp_path, {"Hur ofta?": codes * 10} | BESIDE)[0]
    assert found.keys["options"] == sorted({*codes}, key=lambda c: int(c.strip("AO")))
    [todo] = found.todo
    assert todo.startswith("vad betyder koderna? Skriv det i recode")


@pytest.mark.parametrize(
    "header",
    [
        *("Hur samverkar ni? {}", "Hur samverkar ni? >> {}", "Hur samverkar ni?_{}"),
        *("Hur samverkar ni? -> {}", "Vilka av följande gäller ({})"),
        *("Hur samverkar ni? → {}", "Hur samverkar ni?...{}", "Hur samverkar ni?#{}"),
        *("Fråga 3.1 Hur samverkar ni? | {}", "Så samverkar vi_{}"),
        *("Hur.samverkar.ni..{}", "Så samverkar vi här ({})", "[3] Hur då? [1] {}"),
    ],
)
def test_what_all_headers_begin_with_is_the_question(tmp_path, header):
    ticks = {
        "Lokal": ["x", "", "x", ""] * 10,
        "Lån": ["", "x", "x", ""] * 10,
        "Råd": ["", "", "x", "x"] * 10,
    }
    columns = {header.format(option): cells for option, cells in ticks.items()}
    found = asked(tmp_path, columns | BESIDE)[0]
    assert [*found.keys["columns"]] == [*ticks]
    assert not found.wordless


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        *(("ausgewählt", "nicht gewählt"), ("Valt", "Inte valt"), ("✓", "")),
        *(("Kyllä", "Ei"), ("Oui", "Non"), ("Markerat", "")),
        *(("on", "off"), ("1.0", "0.0"), ("•", ""), ("1.0", "None")),
    ],
)
def test_ticks_in_other_words(tmp_path, yes, no):
    cells = {"Lokal": [yes, no, yes, no] * 10, "Lån": [no, yes, yes, no] * 10}
    columns = {f"Hur? [{option}]": column for option, column in cells.items()}
    found = asked(tmp_path, columns | BESIDE)[0]
    assert found.type == "multiple"
    assert found.keys["ticked"] == [yes]


@pytest.mark.parametrize("header", ["pweight", "kalvikt", "Vikt", "Designvikt"])
def test_a_weight_is_no_question(tmp_path, header):
    cells = [f"0,{n + 11}" for n in range(40)]
    export = read_export(text(tmp_path / "svar.csv", as_csv({header: cells} | BESIDE)))
    assert [column.name for column, _ in recognise(export).ignore] == [header]


def test_a_column_that_says_whether_the_answer_is_done_is_no_question(tmp_path):
    cells = ["Slutförd", "Slutförd", "Slutförd", "Påbörjad"] * 10
    assert [q.wording for q in asked(tmp_path, {"Status": cells} | BESIDE)] == ["Ort"]


QUALTRICS = ("StartDate", "Finished", "ResponseId", "Q1", "Q5_Page Submit", "SC0")
LIMESURVEY = ("id", "submitdate", "lastpage", "startlanguage", "G1Q1", "G1Q1Time")
REDCAP = ("record_id", "redcap_survey_identifier", "s___1", "s___2", "enkat_complete")


@pytest.mark.parametrize(
    ("header", "own"),
    [
        (QUALTRICS, ["Q5_Page Submit", "SC0"]),
        (LIMESURVEY, ["G1Q1Time"]),
        (REDCAP, ["enkat_complete"]),
    ],
)
def test_what_the_tool_measures_itself_is_no_question(tmp_path, header, own):
    rows = [",".join(header)] + [",".join("1" for _ in header)] * 8
    export = read_export(text(tmp_path / "svar.csv", "\n".join(rows) + "\n"))
    assert {*own} <= {column.name for column in export.columns if column.meta}


def test_qualtrics_options_are_called_as_in_the_form(tmp_path):
    headers = [
        "ResponseId,Q2_1,Q2_2,Q2_3_TEXT",
        'Id,"Hur? - Selected Choice - Lokal","Hur? - Selected Choice - Lån",'
        '"Hur? - Annat - Text"',
        '"{""ImportId"":""a""}",b,c,d',
    ]
    rows = [f"R_{n},1,{n % 2 or ''}," for n in range(12)]
    export = read_export(text(tmp_path / "s.csv", "\n".join([*headers, *rows]) + "\n"))
    assert [c.option for c in export.columns[1:3]] == ["Lokal", "Lån"]


def test_a_header_in_one_piece_does_not_choose_the_delimiter(tmp_path):
    rows = ["Roll,Rangordna", *["Chef,Tid;Mål;Lön;"] * 9, "Chef,Mål;Tid;Lön;"]
    export = read_export(text(tmp_path / "svar.csv", "\n".join(rows) + "\n"))
    assert [column.name for column in export.columns] == ["Roll", "Rangordna"]
    assert len(export.responses) == 10


@pytest.mark.parametrize("mark", [" + ", " & ", " • ", "/"])
def test_ticks_joined_by_hand(tmp_path, mark):
    cells = ["Lån", "Råd", mark.join(["Lån", "Råd"]), "Lokal"] * 10
    found = asked(tmp_path, {"Stöd": cells} | BESIDE)[0]
    assert found.type == "multiple"
    assert {*found.keys["options"]} == {"Lån", "Råd", "Lokal"}


def test_an_option_with_a_slash_is_one_option(tmp_path):
    cells = ["Kultur/fritid", "Vård/omsorg", "Skola", "Skola"] * 10
    found = asked(tmp_path, {"Område": cells} | BESIDE)[0]
    assert found.type == "single"


@pytest.mark.parametrize(
    ("form", "type", "asks"),
    [
        ("{n} tkr", "text", "tal med enhet"),
        ("{n} personer", "number", ""),
        ("21{n}", "number", "postnummer"),
        ("19{n}.0", "number", "årtal"),
        ("{n}'500", "number", ""),
    ],
)
def test_what_numbers_may_be_is_asked_about(tmp_path, form, type, asks):
    cells = [form.format(n=99 - n) for n in range(40)]
    if form == "21{n}":
        cells = [f"{cell}{n % 10}" for n, cell in enumerate(cells)]
    found = asked(tmp_path, {"Uppgift": cells} | BESIDE)[0]
    assert found.type == type
    assert [asks in todo for todo in found.todo] == [True] * bool(asks)


def test_how_important_pay_is_is_a_scale(tmp_path):
    columns = {
        f"Hur viktigt är {what}? (1-7)": [str(1 + n * k % 7) for n in range(42)]
        for k, what in enumerate(("lönen", "chefen", "arbetsmiljön"), 2)
    }
    found = asked(tmp_path, columns)
    assert [question.type for question in found] == ["grid"]
    assert found[0].ordered is not None
    assert found[0].ordered.options == tuple("1234567")


@pytest.mark.parametrize("asked_for", ["Hvilken støtte giver I?", "Vilken hjälp?"])
def test_ticks_of_a_question_that_says_which_are_no_partners(tmp_path, asked_for):
    """Qualtrics: the codes end in 1, 2, 3 as a partner's number does."""
    options = ("Tilskud", "Lokaler", "Kurser")
    codes = [f"Q3_{n}" for n in (1, 2, 3)]
    told = [f'{{"ImportId":"QID3_{n}"}}' for n in (1, 2, 3)]
    rows = [
        [o if (n + p) % 3 else "" for p, o in enumerate(options)] for n in range(40)
    ]
    table = [codes, [f"{asked_for} - Selected Choice - {o}" for o in options], told]
    lines = ["\t".join(row) for row in (*table, *rows)]
    path = text(tmp_path / "svar.tsv", "\n".join(lines) + "\n")
    (found,) = recognise(read_export(path)).questions
    assert found.type == "multiple"


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("$answer_time_ms", ["41000", "62000", "90500", "71250"]),
        ("Group time: Bakgrund", ["12.21", "9.4", "33.1", "8.25"]),
        ("Time Taken to Complete (Seconds)", ["120", "98", "301", "77"]),
        ("x", ["15.6214", "15.5981", "15.7001", "15.6500"]),
        ("_plats_latitude", ["58.41", "58.39", "58.42", "58.40"]),
        ("Samlet status - Gennemført", ["1", "0", "1", "1"]),
        ("statoverall_4", ["1", "0", "1", "1"]),
    ],
)
def test_what_tools_fill_in_is_no_question(tmp_path, header, cells):
    (found,) = asked(tmp_path, {header: cells * 10} | BESIDE)
    assert found.columns[0].name == "Ort"


def test_na_in_one_column_is_blank_where_no_cell_is(tmp_path):
    """R writes NA for every blank cell; beside blank cells it may be an answer."""
    often = ["Ibland", "Ofta", "Aldrig", "NA"] * 10
    found = asked(tmp_path, {"Hur ofta?": often} | BESIDE)[0]
    assert set(found.ordered.options) == {"Aldrig", "Ibland", "Ofta"}
    blank = {"Varför?": ["", "för att", "", "ja"] * 10}
    found = asked(tmp_path, {"Hur ofta?": often} | blank | BESIDE)[0]
    assert found.ordered is None or found.ordered.dont_know == ("NA",)


def test_what_each_wrote_after_annat_is_no_option(tmp_path):
    """ "Annat: …" is declared by no form when it goes on in somebody's own words."""
    cells = ["Bidrag;Dialog", "Bidrag", "Dialog", "Lokaler;Bidrag", "Lokaler"] * 8
    for place in (3, 11, 27):
        cells[place] += f";Annat: vi ses hos Lotta på plan {place}"
    found = asked(tmp_path, {"Hur samverkar ni?": cells} | BESIDE)[0]
    assert found.keys["options"] == ["Bidrag", "Dialog", "Lokaler"]
    assert found.keys["other"] == "Annat"
    assert found.todo


@pytest.mark.parametrize(
    "gone",
    [
        *("[ej besvarad]", "(blank)", "Bortfall", "System missing", "No response"),
        *("Ikke besvart", "nicht beantwortet", "Ei vastausta", "Har ej svarat"),
    ],
)
def test_a_files_word_for_a_blank_cell_is_no_answer(tmp_path, gone):
    columns = {
        "Vilket område?": ["Norr", "Söder", "Norr", gone] * 10,
        "Hur går det?": ["Bra", "Dåligt", gone, "Mycket bra"] * 10,
    }
    first, second = asked(tmp_path, columns | BESIDE)[:2]
    assert set(first.keys["options"]) == {"Norr", "Söder"}
    assert second.ordered.options == ("Dåligt", "Bra", "Mycket bra")


@pytest.mark.parametrize(
    "headers",
    [
        [f"Prioritera hindren - {n}" for n in (1, 2, 3)],
        [f"Största hinder {n}" for n in (1, 2, 3)],
    ],
)
def test_what_was_put_first_second_and_third_is_a_ranking(tmp_path, headers):
    orders = [("Tid", "Pengar", "Mål"), ("Mål", "Tid", "Stöd"), ("Stöd", "Mål", "Tid")]
    cells = zip(*orders * 14, strict=True)
    columns = {h: [*column] for h, column in zip(headers, cells, strict=True)}
    found = asked(tmp_path, columns)[0]
    assert (found.type, found.keys["places"]) == ("ranking", headers)


def test_places_may_be_ordinals(tmp_path):
    orders = [("1:a", "2:a", "3:e"), ("3:e", "1:a", "2:a"), ("2:a", "3:e", "1:a")]
    cells = zip(*orders * 14, strict=True)
    options = ("Tid", "Pengar", "Mål")
    columns = {f"Rangordna: {o}": [*c] for o, c in zip(options, cells, strict=True)}
    found = asked(tmp_path, columns)[0]
    assert found.type == "ranking"
    assert "recode" not in found.keys  # cleaning reads them as they are
    assert [*map(place_of, ("1:a", "2:a", "3:e"))] == [1, 2, 3]


def test_a_scale_that_runs_from_high_to_low_is_reversed_and_asked_about(tmp_path):
    header = "Hur nöjd är du? 1 = mycket nöjd, 5 = mycket missnöjd"
    found = asked(tmp_path, {header: ["1", "2", "3", "4", "5"] * 8} | BESIDE)[0]
    assert found.keys["reversed"] is True
    assert "mycket missnöjd" in found.todo[0]


def test_letters_of_grades_are_in_order_and_asked_about(tmp_path):
    cells = ["C", "A", "C", "B", "E", "C", "D", "D"] * 5
    found = asked(tmp_path, {"Vilket betyg?": cells} | BESIDE)[0]
    assert found.keys["options"] == ["A", "B", "C", "D", "E"]
    assert found.todo
