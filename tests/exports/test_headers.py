"""Titles and header rows, known by their form."""

import random
import time

import pytest
import xlsxwriter
from support.made_exports import text, workbook

from helpers.exports import read_export

ASKED = ["Enhet", "Hur ofta?", "Vilket stöd?", "", "", "Antal"]
UNDER = ["", "", "Bidrag", "Lokal", "Råd", ""]


def answers(count: int = 40, ticks: str = "1") -> list[list[str]]:
    dice = random.Random(7)
    often = ["Aldrig", "Ibland", "Ofta"]

    def tick(label: str) -> str:
        return (
            ("" if dice.random() < 0.5 else label)
            if ticks == "egen"
            else (dice.choice(["", ticks]))
        )

    return [
        [
            f"Enhet {n}",
            dice.choice(often),
            tick("Bidrag"),
            tick("Lokal"),
            tick("Råd"),
            str(dice.randrange(90)),
        ]
        for n in range(count)
    ]


def made(tmp_path, *rows):
    lines = [";".join(row) for row in rows]
    return read_export(text(tmp_path / "svar.csv", "\n".join(lines) + "\n"))


@pytest.mark.parametrize("ticks", ["1", "x", "egen"])
def test_two_header_rows_of_any_tool_are_known_by_their_form(tmp_path, ticks):
    export = made(tmp_path, ASKED, UNDER, *answers(ticks=ticks))
    assert len(export.responses) == 40
    assert [c.name for c in export.columns][1:5] == [
        "Hur ofta?",
        "Vilket stöd? [Bidrag]",
        "Vilket stöd? [Lokal]",
        "Vilket stöd? [Råd]",
    ]
    assert [c.group for c in export.columns] == ["", "", "C", "C", "C", ""]


@pytest.mark.parametrize("ticks", ["1", "x", "egen"])
@pytest.mark.parametrize(
    "parts",
    [
        ["", "Bakgrund", "Samverkan", "", "", ""],
        ["", "Bakgrund", "", "", "", "Resultat"],
    ],
)
def test_parts_of_the_form_above_the_questions_are_no_questions(tmp_path, parts, ticks):
    under = ["Enhet", "", "Bidrag", "Lokal", "Råd", ""]
    asked = ["", *ASKED[1:]]
    export = made(tmp_path, parts, asked, under, *answers(ticks=ticks))
    assert len(export.responses) == 40
    assert [c.name for c in export.columns] == [
        *("Enhet", "Hur ofta?", "Vilket stöd? [Bidrag]", "Vilket stöd? [Lokal]"),
        *("Vilket stöd? [Råd]", "Antal"),
    ]


def test_a_question_written_over_each_of_its_options(tmp_path):
    asked = [*ASKED[:3], ASKED[2], ASKED[2], ASKED[5]]
    export = made(tmp_path, asked, UNDER, *answers(ticks="egen"))
    assert len(export.responses) == 40
    assert export.columns[4].name == "Vilket stöd? [Råd]"


def test_one_header_row_stays_one(tmp_path):
    """Also where a column has no name and the first answer is unlike the others."""
    header = ["Enhet", "Hur ofta?", "Varför?", "", "Antal"]
    rows = [[f"Enhet {n}", "Ofta", f"för att {n}", "Ja", "3"] for n in range(30)]
    rows[0] = ["Enhet x", "Sällan", "därför", "Nej", "4"]
    assert len(made(tmp_path, header, *rows).responses) == 30


@pytest.mark.parametrize("codes", ["över", "under"])
def test_a_row_of_codes_filled_at_the_first_column_is_carried(tmp_path, codes):
    coded = ["q1", "q2", "q3", "", "", "q4"]
    top = [coded, ASKED, UNDER] if codes == "över" else [ASKED, UNDER, coded]
    export = made(tmp_path, *top, *answers())
    assert len(export.responses) == 40
    assert [c.code for c in export.columns] == ["q1", "q2", "q3", "q3", "q3", "q4"]
    assert export.columns[2].option == "Bidrag"


def test_names_of_variables_above_their_labels(tmp_path):
    names = ["CASE", "A101", "B201_01", "B201_02", "B201_03", "C301"]
    labels = [
        "Nummer",
        "Hur ofta?",
        "Stöd: Bidrag",
        "Stöd: Lokal",
        "Stöd: Råd",
        "Antal",
    ]
    rows = [
        [str(n), "2", *("12"[n % i > 0] for i in (2, 3, 5)), "7"] for n in range(30)
    ]
    export = made(tmp_path, names, labels, *rows)
    assert len(export.responses) == 30
    assert [c.code for c in export.columns] == names
    assert [c.name for c in export.columns] == labels


def test_merged_headers_are_two_rows_also_over_few_answers(tmp_path):
    path = tmp_path / "svar.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.merge_range("A1:A2", "Enhet")
    sheet.merge_range("B1:D1", "Vilket stöd?")
    sheet.write_row("B2", ["Bidrag", "Lokal", "Råd"])
    sheet.write_row("A3", ["Enhet 1", "x", "", "x"])
    sheet.write_row("A4", ["Enhet 2", "", "x", ""])
    book.close()
    export = read_export(path)
    assert [c.option for c in export.columns] == ["", "Bidrag", "Lokal", "Råd"]
    assert export.responses.index.tolist() == [3, 4]


@pytest.mark.parametrize("gap", [[], [[]]], ids=["tätt", "tom rad"])
def test_titles_of_a_label_and_a_value_are_stepped_over(tmp_path, gap):
    titles = [["Enkät:", "Samverkan 2026"], ["Antal svar:", 30]]
    rows = [[n, ["Kultur", "Miljö"][n % 2], "Ja"] for n in range(30)]
    header = ["Löpnr", "Förvaltning", "Samverkar ni?"]
    path = workbook(tmp_path / "svar.xlsx", {"S": [*titles, *gap, header, *rows]})
    export = read_export(path)
    assert list(export.responses.columns) == header
    assert len(export.responses) == 30


MONKEY = ["Have you met us?", "What hinders you?", "", "", "How do you view us?"]


@pytest.mark.parametrize("id", [[], ["RespondentID"], ["Unnamed: 13"]])
@pytest.mark.parametrize("word", ["Response", "Open-Ended Response"])
def test_surveymonkey_is_known_without_its_id(tmp_path, id, word):
    top = [[*id, *MONKEY], [*("" for _ in id), word, "Time", "Money", "Law", word]]
    rows = [
        [
            *("9" for _ in id),
            "Yes",
            *("TML"[i] * (n % (i + 2)) for i in range(3)),
            "Bad",
        ]
        for n in range(30)
    ]
    export = made(tmp_path, *top, *rows)
    assert (export.tool, len(export.responses)) == ("surveymonkey", 30)
    assert export.columns[len(id)].option == ""
    assert export.columns[len(id) + 1].name == "What hinders you? [Time]"


def test_numbers_that_excels_table_put_after_headers_are_taken_away(tmp_path):
    top = [MONKEY, ["Response20", "Time18", "Money", "Law19", "Response21"]]
    rows = [
        ["Yes", "Time" * (n % 2), "Money" * (n % 3 > 0), "Law" * (n % 5 > 0), "Bad"]
        for n in range(30)
    ]
    export = made(tmp_path, *top, *rows)
    assert [c.option for c in export.columns] == ["", "Time", "Money", "Law", ""]
    assert any("Excels tabell" in note for note in export.notes)


def test_headers_that_end_in_a_number_keep_it(tmp_path):
    header = ["Enhet", "Fråga 1", "Fråga 2", "Stöd 2024", "Stöd 2025"]
    rows = [[f"E{n}", "Ja", "Nej", "5", "6"] for n in range(20)]
    assert list(made(tmp_path, header, *rows).responses.columns) == header


def test_the_header_again_in_the_middle_is_no_response(tmp_path):
    header = ["Enhet", "Hur ofta?", "Ort", "Stöd", "Lokal", "Antal"]
    rows = answers(30)
    rows.insert(15, header)
    export = made(tmp_path, header, *rows)
    assert (len(export.responses), list(export.set_aside)) == (30, [17])
    assert any("rubrikraden en gång till: rad 17" in said for said in export.doubts)


def test_a_row_an_answer_is_told(tmp_path):
    asked = ["Samverkar ni?", "Hur ofta?", "Kommentar"]
    rows = [[f"u{n}", q, f"svar {n % 4}"] for n in range(20) for q in asked]
    export = made(tmp_path, ["vem", "fråga", "svar"], *rows)
    assert any("en rad per svar och inte en per svarande" in d for d in export.doubts)


def test_units_that_name_several_partners_are_not_told_as_long(tmp_path):
    dice = random.Random(3)
    rows = [
        [f"u{n}", f"Förening {dice.randrange(40)}", "Bidrag"]
        for n in range(20)
        for _ in range(3)
    ]
    assert made(tmp_path, ["enhet", "partner", "form"], *rows).doubts == []


def test_html_is_taken_out_unless_it_tells_two_headers_apart(tmp_path):
    heads = ["<p>Hur ofta?</p>", "<b>Ort</b>", "Ort", "Ålder <5 år"]
    exported = made(tmp_path, heads, *([["Ofta", "A", "B", "1"]] * 9))
    names = ["Hur ofta?", "<b>Ort</b>", "Ort", "Ålder <5 år"]
    assert list(exported.responses.columns) == names
    assert [column.written for column in exported.columns] == heads


def test_a_header_as_long_as_a_cell_is_cut_and_told_at_once(tmp_path):
    """Patterns took 45 seconds on it."""
    long = "å" * 32_767
    rows = "".join(f"{n};Ja\r\n" for n in range(30))
    began = time.process_time()
    export = read_export(text(tmp_path / "svar.csv", f"Löpnr;{long}\r\n{rows}"))
    assert time.process_time() - began < 2
    assert export.columns[1].name == long[:2_000]
    assert any("32767 tecken lång" in note for note in export.notes)


def test_where_all_answer_alike_the_first_answer_is_no_row_of_codes(tmp_path):
    """Short names with numbers in them: of fifteen answers fourteen were read."""
    rows = [["A", f"a{n:02}", "Ja"] for n in range(15)]
    exported = made(tmp_path, ["Förvaltning", "Enhet", "Samverkar"], *rows)
    assert exported.responses["Enhet"].tolist() == [row[1] for row in rows]


def test_titles_of_two_cells_above_two_header_rows(tmp_path):
    titles = [["Enkät:", "Samverkan", "", "", "", ""], [""] * 6]
    export = made(tmp_path, *titles, ASKED, UNDER, *answers())
    assert len(export.responses) == 40
    assert export.columns[1].question == "Hur ofta?"
    assert export.columns[3].option == "Lokal"


def test_a_row_that_fits_no_column_is_told(tmp_path):
    rows = answers()
    rows[20] = ["Möte 2", "Läget", "", "Rum", "", "Hur det gick"]
    export = made(tmp_path, ["A", "B", "C", "D", "E", "F"], *rows)
    (told,) = [doubt for doubt in export.doubts if "säger något annat" in doubt]
    assert "Rad 22 " in told
    whole = made(tmp_path, ["A", "B", "C", "D", "E", "F"], *answers())
    assert not [doubt for doubt in whole.doubts if "säger något annat" in doubt]


def test_three_labels_with_values_are_titles_and_no_header(tmp_path):
    pairs = [["Enkät:", "Samverkan"], ["Uttagen:", "2026-03-01"], ["Av:", "Anna"]]
    titles = [[*pair, ""] for pair in pairs]
    rows = [[("Norr", "Söder")[n % 2], ("Ja", "Nej")[n % 3 % 2]] for n in range(30)]
    table = [[*row, str(n * 7 % 31)] for n, row in enumerate(rows)]
    export = made(tmp_path, *titles, [], ["Enhet", "Plan?", "Möten"], *table)
    assert [column.name for column in export.columns] == ["Enhet", "Plan?", "Möten"]
    assert len(export.responses) == 30


@pytest.mark.parametrize(("gap", "many"), [([[], []], 30), ([], 33)])
def test_a_table_under_the_answers_is_set_aside(tmp_path, gap, many):
    rows = [[("Norr", "Söder")[n % 2], "Ja", str(n), "Ofta", "Mål"] for n in range(30)]
    pairs = [["Enhet", "Antal"], ["Norr", "15"], ["Söder", "15"]]
    summary = [[*pair, "", "", ""] for pair in pairs]
    header = ["Enhet", "Plan?", "Möten", "Hur?", "Vad?"]
    export = made(tmp_path, header, *rows, *gap, *summary)
    assert len(export.responses) == many
    assert any("annan tabell" in doubt for doubt in export.doubts) == bool(gap)


def test_what_survey123_fills_in_tells_which_response_it_is(tmp_path):
    header = ["ObjectID", "GlobalID", "Hur ofta?", "CreationDate", "EditDate", "Editor"]
    rows = [
        [str(n), f"a-{n}", "Ofta", f"2026-03-0{n} 10:00", f"2026-03-0{n} 10:05", ""]
        for n in range(1, 9)
    ]
    export = made(tmp_path, header, *rows)
    assert [c.meta for c in export.columns[:5]] == [
        *("technical", "id", "", "end", "modified")
    ]


def test_svarstid_is_a_time_or_how_long_it_took_by_what_stands_below(tmp_path):
    rows = [[f"2026-03-0{n} 10:00", str(60 + n), "Ofta"] for n in range(1, 9)]
    export = made(tmp_path, ["Svarstid", "Duration (in seconds)", "Hur ofta?"], *rows)
    assert [c.meta for c in export.columns] == ["end", "duration", ""]
