"""Several answers, in a cell and over columns, as the tools write them."""

from __future__ import annotations

import json
from itertools import cycle, islice

import pandas as pd
import pyreadstat
import pytest
from support.drafted import Columns, asked
from support.made_exports import text

from helpers.cleaning.answers import code_answers
from helpers.core.project import Project
from helpers.drafting.draft import new_survey
from helpers.drafting.recognition import recognise
from helpers.exports import read_export
from helpers.survey.codebook import read_codebook

OPTIONS = ("Dialog", "Bidrag", "Lokal")
GIVEN = (
    ("Dialog",),
    ("Dialog", "Lokal"),
    ("Bidrag",),
    ("Dialog", "Bidrag"),
    ("Lokal",),
    ("Bidrag", "Lokal"),
    (),
)
ROWS = 42  # six times each
RIGHT = {"Dialog": 18, "Bidrag": 18, "Lokal": 18}


def over(header: str, mark: str, no: str) -> Columns:
    """A column an option, `{}` in the header for it; mark "=" is its own label."""
    return {
        header.format(option): [
            (option if mark == "=" else mark) if option in have else no
            for have in islice(cycle(GIVEN), ROWS)
        ]
        for option in OPTIONS
    }


BESIDE = {"Ort": ["Malmö", "Lund", "Ystad"] * 14}


@pytest.mark.parametrize(
    ("header", "mark", "no"),
    [
        ("{}:Vilka sätt?", "=", ""),  # Alchemer
        ("{}", "=", ""),  # Typeform
        ("Vilka sätt? (choice={})", "Checked", "Unchecked"),  # REDCap
        ("Vilka sätt?/{}", "1", "0"),  # Kobo
        ("3. {}", "=", ""),  # SurveyMonkey, one header row
        ("Vilka sätt? [{}]", "Ja", "Nej"),
        ("Vilka sätt? - {}", "x", ""),
        ("Vilka sätt?: {}", "Selected", "Not selected"),
        ("Vilka sätt?::{}", "1", "0"),
    ],
)
def test_a_column_an_option_is_one_question(tmp_path, header, mark, no):
    found = asked(tmp_path, BESIDE | over(header, mark, no))
    assert [drafted.type for drafted in found] == ["single", "multiple"]
    assert list(found[1].keys["columns"]) == list(OPTIONS)


def test_codes_of_blocks_with_labels_in_the_cells(tmp_path):
    columns = {
        f"Q2.1_{n}": [option if option in have else "" for have in [*GIVEN] * 6]
        for n, option in enumerate(OPTIONS, 1)
    }
    yes = {f"Q2.{n}": ["Ja", "Nej"] * 21 for n in (5, 6)}
    found = asked(tmp_path, columns | yes)
    assert [drafted.type for drafted in found] == ["multiple", "single", "single"]
    assert list(found[0].keys["columns"]) == list(OPTIONS)


@pytest.mark.parametrize("mark", [";", ", ", ",", "|", " | ", ";#", "\n", "json"])
def test_whatever_stands_between_the_ticks_of_a_cell(tmp_path, mark):
    cells = [
        json.dumps(have).replace('"', '""') if mark == "json" else mark.join(have)
        for have in [*GIVEN] * 6
    ]
    more = {"Roll": ["Chef", "Strateg"] * 21}
    _, found, _ = asked(tmp_path, BESIDE | {"Vilka sätt?": cells} | more)
    assert found.type == "multiple"
    assert set(found.keys["options"]) == set(OPTIONS)


def test_codes_with_commas_are_no_numbers(tmp_path):
    cells = ["1,3", "1", "1,2,3", "2", "2,3", "3", "1,2"] * 6
    (found, _) = asked(tmp_path, {"Vilka sätt?": cells} | BESIDE)
    assert (found.type, found.keys["options"]) == ("multiple", ["1", "2", "3"])
    assert any("siffrorna" in todo for todo in found.todo)


def test_an_option_may_hold_the_separator(tmp_path):
    cells = ["Bidrag; pengar;", "Lokal;", "Bidrag; pengar;Lokal;", "Råd;"] * 10
    columns = {"Vilket stöd?": cells, "Ort": ["Malmö", "Lund"] * 20}
    found = asked(tmp_path, columns)
    assert set(found[0].keys["options"]) == {"Bidrag; pengar", "Lokal", "Råd"}


def test_steps_of_a_scale_are_not_ticks_between_spaces(tmp_path):
    cells = ["Ganska bra", "Mycket bra", "Ganska dåligt", "Mycket dåligt"] * 10
    found = asked(tmp_path, {"Hur är det?": cells, "Ort": ["A", "B"] * 20})
    assert [drafted.type for drafted in found] == ["single", "single"]


def test_one_answer_over_columns_is_a_single_choice(tmp_path):
    ages = ("18–29 år", "30–44 år", "45 år eller äldre")
    given = [*islice(cycle(ages), ROWS)]
    columns = {f"Ålder: {a}": [a if a == have else "" for have in given] for a in ages}
    lines = [[*columns], *zip(*columns.values(), strict=True)]
    content = "\n".join("\t".join(row) for row in lines) + "\n"
    (tmp_path / "data" / "raw").mkdir(parents=True)
    file = text(tmp_path / "svar.csv", content)
    made = new_survey(Project(tmp_path), file, "prov")
    book = read_codebook(made.folder)
    (question,) = book.questions
    assert (question.type, question.all_options) == ("single", list(ages))
    rows = read_export(file).responses.assign(_row=0, _file="")
    answers = code_answers(rows, book).responses[question.id]
    assert answers.value_counts().to_dict() == dict.fromkeys(ages, 14)


def test_what_was_mentioned_first_and_second_is_one_question(tmp_path):
    first = ["Tid", "Pengar", "Tid", "Lokaler"] * 10
    second = ["Pengar", "", "Lokaler", "Tid"] * 10
    third = ["", "", "Pengar", ""] * 10
    columns = {"Q1_1": first, "Q1_2": second, "Q1_3": third}
    columns["Ort"] = ["Malmö", "Lund"] * 20
    found = asked(tmp_path, columns)
    assert found[0].keys["mentions"] == ["Q1_1", "Q1_2", "Q1_3"]
    assert set(found[0].keys["options"]) == {"Tid", "Pengar", "Lokaler"}


def test_a_lone_column_of_ticks_has_no_share(tmp_path):
    columns = {"Lokal": ["x", ""] * 20, "Ort": ["Malmö", "Lund"] * 20}
    found = asked(tmp_path, columns)
    assert found[0].type == "text"
    assert "bara kryss" in found[0].todo[0]


def test_parts_that_always_come_together_are_asked_about(tmp_path):
    """Are "Räume, Heizung und Wasser" one option or two?"""
    some = ["Zeit", "Geld", "Zeit, Räume, Heizung und Wasser", "Geld, Zeit"]
    cells = [*islice(cycle(some), ROWS)]
    found = asked(tmp_path, BESIDE | {"Was hindert Sie?": cells})
    told = " ".join(found[1].todo)
    assert "”Räume” och ”Heizung und Wasser” valdes alltid tillsammans" in told


def test_options_in_parentheses_are_one_question(tmp_path):
    found = asked(tmp_path, BESIDE | over("Vilka sätt? ({})", "Ja", "Nej"))
    assert [drafted.type for drafted in found] == ["single", "multiple"]


def test_the_ends_of_two_scales_make_no_question_of_them(tmp_path):
    ends = {f"Hur nöjd är du? (1-{n})": ["1", "3", "5"] * 14 for n in (5, 6)}
    found = asked(tmp_path, BESIDE | ends)
    assert [drafted.type for drafted in found] == ["single", "single", "single"]


@pytest.mark.parametrize(("yes", "no"), [("Selected", "Not selected"), ("Ja", "Nej")])
def test_labelled_dichotomies_of_spss_are_one_question(tmp_path, yes, no):
    ticks = {
        f"q1_{n}": [float(option in given) for given in GIVEN * 6]
        for n, option in enumerate(OPTIONS)
    }
    labels = {f"q1_{n}": f"Vilka sätt? - {o}" for n, o in enumerate(OPTIONS)}
    path = tmp_path / "svar.sav"
    pyreadstat.write_sav(
        pd.DataFrame(ticks),
        str(path),
        column_labels=labels,
        variable_value_labels={name: {1.0: yes, 0.0: no} for name in ticks},
    )
    (found,) = recognise(read_export(path)).questions
    assert found.type == "multiple"
    assert found.wording == "Vilka sätt?"
    assert [*found.keys["columns"]] == [*OPTIONS]
