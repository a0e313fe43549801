"""Numbers, scales, own words, partners: what they are taken for, and what is asked."""

from __future__ import annotations

import pytest
import xlsxwriter
from support.drafted import BESIDE, as_csv, asked, project_in
from support.made_exports import text

from helpers.cleaning.answers import code_answers
from helpers.cleaning.rows import stack
from helpers.drafting.draft import new_survey
from helpers.exports import read_export
from helpers.survey.codebook import read_codebook


@pytest.mark.parametrize("words", [1, 2])
def test_what_one_or_two_wrote_is_no_option(tmp_path, words):
    own = ["vikarie på Almskolan"] * words
    cells = ["Chef", "Handläggare"] * 20
    cells[: len(own)] = own
    found = asked(tmp_path, {"Roll": cells} | BESIDE)[0]
    assert set(found.keys["options"]) == {"Chef", "Handläggare"}
    assert found.keys["other"] == "Annat"
    assert "Almskolan" in found.todo[0]


def test_a_step_that_one_gave_is_a_step_all_the_same(tmp_path):
    cells = ["Instämmer helt", "Instämmer", "Ej aktuellt"] * 13 + ["Instämmer inte"]
    found = asked(tmp_path, {"Det är bra": cells} | BESIDE)[0]
    assert "other" not in found.keys
    assert found.todo == []


def test_a_scale_has_the_steps_that_the_question_names(tmp_path):
    cells = ["1", "5", "6", "7"] * 10
    found = asked(tmp_path, {"Hur nöjd är du? (7 = mest nöjd)": cells} | BESIDE)[0]
    assert found.ordered is not None
    assert found.ordered.options == tuple("1234567")
    assert found.todo == []


def test_scales_of_two_lengths_are_two_grids(tmp_path):
    ten = {f"{w}, 1–10": ["1", "4", "8", "10"] * 10 for w in ("Trivsel", "Mat", "Ljus")}
    five = {w: ["1", "2", "3", "4", "5"] * 8 for w in ("Morgon", "Kväll", "Natt")}
    found = asked(tmp_path, ten | five)
    assert [drafted.type for drafted in found] == ["grid", "grid"]
    assert [len(d.ordered.options) for d in found if d.ordered] == [10, 5]


def test_codes_that_nothing_explains_are_asked_about(tmp_path):
    found = asked(
        tmp_path, {"Sektor": ["1", "2", "3", "5", "6", "7"] * 6 + ["1"] * 4} | BESIDE
    )
    assert found[0].scale is None
    assert found[0].todo


@pytest.mark.parametrize(
    "header", ["How many people work there? (select one)", "Hur många är ni? Välj ett"]
)
def test_codes_that_one_was_chosen_among_are_no_numbers(tmp_path, header):
    """Their mean would be told of as people: what they stand for is asked."""
    found = asked(tmp_path, {header: ["1", "2", "3", "4", "5"] * 8} | BESIDE)
    assert found[0].type == "single"
    assert any("vad betyder siffrorna?" in todo for todo in found[0].todo)


def test_codes_that_nothing_explains_divide_no_report(tmp_path):
    """Its chapters would be called 1, 2 and 4."""
    cells = {"Vilken förvaltning är ni? (välj ett)": ["1", "2", "4", "2"] * 10}
    file = text(tmp_path / "a.csv", as_csv(cells | BESIDE))
    made = new_survey(project_in(tmp_path), file, "prov")
    [question, _] = read_codebook(made.folder).questions
    assert read_codebook(made.folder).group != question.id


@pytest.mark.parametrize(
    ("header", "cells", "recode"),
    [
        ("Hur nöjd? (1-5)", ["1", "2", "3", "4", "5", "-9", "4", "3"] * 5, {"-9": ""}),
        (
            "Hur många avtal?",
            ["3", "12", "7", "0", "5", "-99", "2", "1"] * 5,
            {"-99": ""},
        ),
    ],
)
def test_a_code_for_no_answer_is_not_counted_and_is_asked_about(
    tmp_path, header, cells, recode
):
    found = asked(tmp_path, {header: cells} | BESIDE)[0]
    assert found.keys["recode"] == recode
    assert found.todo


def test_parts_of_a_post_are_numbers(tmp_path):
    cells = ["0,1", "0,25", "0,5", "1", "0,75"] * 8
    found = asked(tmp_path, {"Hur stor tjänst (årsarbetare)?": cells} | BESIDE)[0]
    assert found.type == "number"


def test_zero_and_one_are_no_and_yes(tmp_path):
    found = asked(tmp_path, {"Har ni avtal?": ["0", "1", "1", "0"] * 10} | BESIDE)[0]
    assert found.keys["recode"] == {"0": "Nej", "1": "Ja"}


def test_bands_of_which_some_are_one_number_are_options(tmp_path):
    cells = ["1", "2", "3-5", "6-9", "10+"] * 8
    found = asked(tmp_path, {"Hur många arbetar hos er?": cells} | BESIDE)[0]
    assert found.keys["options"] == ["1", "2", "3-5", "6-9", "10+"]


def test_names_of_partners_are_ties_and_never_options(tmp_path):
    names = [
        "Kvinnojouren Saga",
        "Fantasi IF",
        "Byalaget",
        "Teater Dikt",
        "FF",
        "BK",
        "SK",
    ]
    columns = {
        f"Viktigaste samarbetspartner {n}": [names[(i * n) % 7] for i in range(40)]
        for n in (1, 2, 3)
    }
    found = asked(tmp_path, columns)
    assert [drafted.type for drafted in found] == ["ties"]
    assert found[0].keys["blocks"] == 3


def test_a_weight_is_no_question(tmp_path):
    columns = {"Vikt": ["1,25", "0,75", "2,1", "1"] * 10} | BESIDE
    file = text(tmp_path / "a.csv", as_csv(columns))
    made = new_survey(project_in(tmp_path), file, "prov")
    assert "Vikt" in read_codebook(made.folder).ignore
    assert any("Vikt" in said for said in made.to_decide)


def test_two_writings_of_one_option_are_one(tmp_path):
    cells = ["1-2", "1–2", "3–5", "Fler än 5"] * 10
    found = asked(tmp_path, {"Hur många?": cells} | BESIDE)[0]
    assert len(found.keys["options"]) == 3
    assert found.keys["recode"] in ({"1-2": "1–2"}, {"1–2": "1-2"})


def test_the_same_word_in_two_languages_is_asked_about(tmp_path):
    found = asked(tmp_path, {"Samverkar ni?": ["Ja", "Nej", "No", "Ja"] * 10} | BESIDE)
    assert any("samma svar" in todo for todo in found[0].todo)


def test_a_status_column_proposes_complete(tmp_path):
    columns = {"Status": ["Complete", "Partial", "Complete", "Complete"] * 10} | BESIDE
    made = new_survey(
        project_in(tmp_path), text(tmp_path / "a.csv", as_csv(columns)), "p"
    )
    assert any("färdiga" in said for said in made.to_decide)


def test_a_list_with_a_row_a_tie_names_no_organisation(tmp_path):
    names = [f"Förening {n}" for n in "ABCDEFGHIJKL"]
    columns = {
        "Enhet": [f"Enhet {n // 4}" for n in range(40)],
        "Förening": [names[n % 12] for n in range(40)],
    }
    file = text(tmp_path / "a.csv", as_csv(columns))
    made = new_survey(project_in(tmp_path), file, "prov")
    assert "ties" in [q.type for q in read_codebook(made.folder).questions]
    assert any("står på 4 rader" in said for said in made.to_decide)


def test_times_are_hours_and_no_personal_data(tmp_path):
    """Hours that all differ are no serial numbers, a clock is no IP address."""
    path = tmp_path / "svar.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    hours = book.add_format({"num_format": "[h]:mm"})
    clock = book.add_format({"num_format": "hh:mm:ss"})
    sheet.write_row(0, 0, ["Ort", "Tid (h)", "Klockslag"])
    for n in range(1, 31):
        sheet.write_string(n, 0, ["Malmö", "Lund", "Ystad"][n % 3])
        sheet.write_number(n, 1, (n + 20) / 24, hours)
        sheet.write_number(n, 2, (9.5 + n % 3) / 24, clock)
    book.close()
    found = new_survey(project_in(tmp_path), path, "x")
    book = read_codebook(found.folder)
    assert [(q.type, q.personal) for q in book.questions[1:]] == [
        ("number", False),
        ("text", False),
    ]


def test_years_are_counted_in_periods(tmp_path):
    """34 of 40 years are evenly 1990 to 2023, five are 1962, one is not known."""
    cells = [str(1990 + n) for n in range(34)] + ["1962"] * 5 + ["Vet ej"]
    header = "Vilket år började ni?"
    path = text(tmp_path / "svar.csv", as_csv({header: cells} | BESIDE))
    found = new_survey(project_in(tmp_path), path, "x")
    book = read_codebook(found.folder)
    answers = code_answers(stack([read_export(path)], book).rows, book).responses
    counts = answers[book.questions[0].id].value_counts().to_dict()
    assert {label: n for label, n in counts.items() if n} == {
        "1969 eller tidigare": 5, "1990–1999": 10, "2000–2009": 10, "2010–2019": 10,
        "2020 eller senare": 4, "Vet ej": 1,
    }  # fmt: skip
    assert book.questions[0].all_options[:3] == [
        "1969 eller tidigare", "1970–1979", "1980–1989"
    ]  # fmt: skip


def test_nobody_knows_is_an_answer(tmp_path):
    found = asked(tmp_path, {"Hur ofta följs det upp?": ["Vet ej"] * 40} | BESIDE)[0]
    assert found.type == "single"


def test_few_names_of_partners_are_no_options(tmp_path):
    names = ["Norra Gänget", "Södra Kören", "Påhittad IF", "Östra Klubben"] * 10
    header = "Vilken förening samverkar ni mest med?"
    found = asked(tmp_path, {header: names} | BESIDE)[0]
    assert found.type == "ties"
    assert found.todo
