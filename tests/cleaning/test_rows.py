from __future__ import annotations

from pathlib import Path

import pytest
from support.surveys import NAME, cleaned, survey

from helpers.cleaning.rows import DECIDED, DUPLICATE, PARTIAL, REPLACED, TEST
from helpers.cleaning.stack import stack
from helpers.cleaning.step import Cleaned
from helpers.core.errors import CleaningError, DecisionError
from helpers.survey.sources import read_source

UNIT = """\
unit: {question: unit, duplicates: most_complete}
tests: {Enhet: [test]}
complete: {column: Klar, equals: ["ja"]}
questions:
  - {id: unit, type: text, column: Enhet}
  - {id: a, type: single, column: A, options: ["Ja", "Nej"]}
  - {id: b, type: single, column: B, options: ["Ja", "Nej"]}
"""


def fates(found: Cleaned) -> dict[int, str]:
    """Row in Excel → why it was set aside; "" for the kept ones."""
    table = found.quarantined[found.quarantined["kind"] == "row"]
    aside = dict(zip(table["row"], table["reason"], strict=True))
    return aside | dict.fromkeys(found.responses["row"], "")


def decided(text: str) -> dict[str, str]:
    return {"decisions/rows.csv": f"file;row;keep\n{text}"}


# ---------------------------------------------------------------- setting aside


def test_tests_go_before_duplicates_before_partial(tmp_path: Path) -> None:
    answers = """\
Enhet;A;B;Klar
Test ;Ja;Ja;nej
Ett;Ja;;nej
Ett;Ja;Ja;ja
Två;Ja;;nej
"""
    found = cleaned(tmp_path, UNIT, answers)
    assert fates(found) == {2: TEST, 3: DUPLICATE, 4: "", 5: PARTIAL}
    assert found.read == found.kept + sum(found.set_aside.values()) == 4


def test_partial_answers_may_be_kept(tmp_path: Path) -> None:
    yaml = UNIT.replace('["ja"]}', '["ja"], partial: keep}')
    found = cleaned(tmp_path, yaml, "Enhet;A;B;Klar\nEtt;Ja;;nej\n")
    assert fates(found) == {2: ""}


def test_any_value_means_finished_when_none_is_said(tmp_path: Path) -> None:
    yaml = 'missing: ["", "NA"]\n' + UNIT.replace(', equals: ["ja"]', "")
    answers = "Enhet;A;B;Klar\nEtt;Ja;;2024\nTvå;Ja;;\nTre;Ja;;NA\n"
    assert fates(cleaned(tmp_path, yaml, answers)) == {2: "", 3: PARTIAL, 4: PARTIAL}


@pytest.mark.parametrize(
    ("rule", "kept"), [("most_complete", 3), ("first", 2), ("last", 4)]
)
def test_which_of_a_units_answers_counts(tmp_path: Path, rule: str, kept: int) -> None:
    answers = "Enhet;A;B;Klar\nEtt;Ja;;ja\nett ;Ja;Ja;ja\nETT;Nej;;ja\n"
    found = cleaned(tmp_path, UNIT.replace("most_complete", rule), answers)
    assert [row for row, why in fates(found).items() if not why] == [kept]


def test_a_finished_answer_counts_before_a_longer_broken_one(tmp_path: Path) -> None:
    answers = "Enhet;A;B;Klar\nEtt;Ja;Ja;nej\nEtt;Ja;;ja\n"
    assert fates(cleaned(tmp_path, UNIT, answers)) == {2: DUPLICATE, 3: ""}


def test_cells_that_say_missing_do_not_make_an_answer_complete(tmp_path: Path) -> None:
    yaml = 'missing: ["", "NA"]\n' + UNIT
    answers = "Enhet;A;B;Klar\nEtt;Ja;Ja;ja\nEtt;NA;NA;ja\n"
    assert fates(cleaned(tmp_path, yaml, answers)) == {2: "", 3: DUPLICATE}


def test_units_without_a_name_are_no_duplicates(tmp_path: Path) -> None:
    yaml = 'missing: ["", "NA"]\n' + UNIT
    answers = "Enhet;A;B;Klar\n;Ja;;ja\n;Nej;;ja\nNA;Ja;;ja\nNA;Ja;;ja\n"
    assert set(fates(cleaned(tmp_path, yaml, answers)).values()) == {""}


def test_a_person_decides_before_the_rules(tmp_path: Path) -> None:
    answers = """\
Enhet;A;B;Klar
test;Ja;Ja;ja
Ett;Ja;;nej
Ett;Ja;Ja;ja
Två;Ja;Ja;ja
Tre;Ja;;nej
"""
    files = decided(
        "svar.csv;2;ja\nsvar.csv;3;ja\nsvar.csv;5;nej\nsvar.csv;6;ja\nsvar.csv;4;\n"
    )
    found = cleaned(tmp_path, UNIT, answers, files=files)
    assert fates(found) == {2: "", 3: "", 4: DUPLICATE, 5: DECIDED, 6: ""}


def test_a_decision_on_a_row_that_is_not_there(tmp_path: Path) -> None:
    answers = "Enhet;A;B;Klar\nEtt;Ja;;ja\n"
    files = decided("svar.csv;99;nej\nsvarr.csv;2;nej\n")
    with pytest.raises(DecisionError) as caught:
        cleaned(tmp_path, UNIT, answers, files=files)
    said = str(caught.value)
    assert "decisions/rows.csv, rad 2: Det finns inget svar på rad 99" in said
    assert "rad 3" in said
    assert "Menade du ”svar.csv”?" in said


# ---------------------------------------------------------------- several exports

TWO = """\
title: "Två filer"
exports:
  - {file: svar.csv}
  - {file: sena.csv}
questions:
  - {id: a, type: single, column: "Fråga A", options: ["Ja", "Nej"]}
"""


def test_a_response_that_comes_again_replaces_the_first(tmp_path: Path) -> None:
    first = "ID;Start time;Fråga A\n1;2024-01-01 08:00;Ja\n2;2024-01-02 08:00;Ja\n"
    late = "ID;Start time;Fråga A\n2;2024-01-02 08:00;Nej\n2;2024-03-01 08:00;Ja\n"
    found = cleaned(tmp_path, "", first, head=TWO, files={"sena.csv": late})
    assert found.set_aside == {REPLACED: 1}
    kept = found.responses[["file", "row", "a"]].astype(object).to_numpy().tolist()
    # The same number with another start is another response.
    assert kept == [
        ["svar.csv", 2, "Ja"],
        ["sena.csv", 2, "Nej"],
        ["sena.csv", 3, "Ja"],
    ]


def test_each_file_is_matched_to_the_codebook_on_its_own(tmp_path: Path) -> None:
    late = "fråga a ;X\nNej;1\n"
    found = cleaned(
        tmp_path, "", "X;Fråga A\n1;Ja\n", head=TWO, files={"sena.csv": late}
    )
    assert list(found.responses["a"]) == ["Ja", "Nej"]


def test_a_column_that_one_file_lacks_is_named_with_the_file(tmp_path: Path) -> None:
    project = survey(
        tmp_path,
        "",
        "X;Fråga A\n1;Ja\n",
        head=TWO,
        files={"sena.csv": "X;Fråga AA\n1;2\n"},
    )
    source = read_source(NAME, project)
    with pytest.raises(CleaningError) as caught:
        stack(source.exports, source.codebook)
    [problem] = caught.value.problems
    assert problem.file == "sena.csv"
    assert "Kolumnen ”Fråga A” (frågan a)" in problem.found
    assert "Menade du ”Fråga AA”?" in problem.todo


def test_letters_follow_the_codebooks_names(tmp_path: Path) -> None:
    late = "X;fråga a\n1;Nej\n"
    project = survey(
        tmp_path, "", "Fråga A;X\nJa;1\n", head=TWO, files={"sena.csv": late}
    )
    source = read_source(NAME, project)
    letters = stack(source.exports, source.codebook).letters
    assert letters["svar.csv", "Fråga A"] == "A"
    assert letters["sena.csv", "Fråga A"] == "B"


def test_a_question_may_not_carry_the_respondents_address(tmp_path: Path) -> None:
    yaml = "questions:\n  - {id: mail, type: text, column: E-postadress%s}\n"
    answers = "ID;E-postadress;A\n1;x@exempel.invalid;Ja\n"
    with pytest.raises(CleaningError, match="personal: true") as caught:
        cleaned(tmp_path, yaml.replace("%s", ""), answers)
    assert "x@" not in str(caught.value)
    found = cleaned(tmp_path, yaml.replace("%s", ", personal: true"), answers)
    assert "mail" not in found.responses


# ---------------------------------------------------------------- corrections


def corrected(folder: Path, text: str, yaml: str = UNIT) -> Cleaned:
    answers = "Enhet;A;B;Klar\nEtt;Ja;Nej;ja\nTvå;Kanske;Ja;ja\n"
    files = {"decisions/corrections.csv": f"unit;question;from;to;reason\n{text}"}
    return cleaned(folder, yaml, answers, files=files)


def test_a_correction_changes_the_cell_of_its_unit_and_is_noted(tmp_path: Path) -> None:
    found = corrected(tmp_path, "två;a;Kanske;Nej;ringde\nEtt;b;Nej;;ångrade sig\n")
    assert list(found.responses["a"]) == ["Ja", "Nej"]
    assert list(found.responses["b#state"]) == ["blank", "answered"]
    assert "Rättat a för två: ”Kanske” blev ”Nej” (ringde)." in found.notes


def test_every_correction_that_fits_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(DecisionError) as caught:
        corrected(tmp_path, "Två;a;Nej;Ja;\nTre;a;Ja;Nej;\nEtt;c;Ja;Nej;\n")
    said = str(caught.value).splitlines()
    assert (
        "rad 2: Svaret med enheten ”Två” har inte ”Nej” på a, utan ”Kanske”." in said[0]
    )
    assert "rad 3: Inget svar har enheten ”Tre”." in said[1]
    assert "rad 4: Det finns ingen fråga ”c”" in said[2]


def test_a_corrected_free_text_is_not_quoted_in_the_log(tmp_path: Path) -> None:
    yaml = UNIT + "  - {id: t, type: text, column: T}\n"
    answers = "Enhet;A;B;Klar;T\nEtt;Ja;Nej;ja;hemligt\n"
    files = {"decisions/corrections.csv": "unit;question;from;to\nEtt;t;hemligt;x\n"}
    found = cleaned(tmp_path, yaml, answers, files=files)
    assert list(found.responses["t"]) == ["x"]
    assert not any("hemligt" in note for note in found.notes)


@pytest.mark.parametrize(("rule", "answer"), [("last", "Nej"), ("first", "Ja")])
def test_the_latest_is_told_by_time_and_not_by_row(
    rule: str, answer: str, tmp_path: Path
) -> None:
    """A sheet sorted newest first: the older answer stands below the newer one."""
    yaml = (
        f"unit: {{question: u, duplicates: {rule}}}\nquestions:\n"
        "  - {id: u, type: text, column: Enhet}\n"
        '  - {id: a, type: single, column: A, options: ["Ja", "Nej"]}\n'
    )
    answers = """\
Timestamp,Enhet,A
2026-02-15 09:29:00,Ett,Nej
2026-02-14 09:27:00,Två,Ja
2026-02-01 09:00:00,Ett,Ja
"""
    found = cleaned(tmp_path, yaml, answers)
    assert list(found.responses["a"])[0 if rule == "last" else 1] == answer
    assert found.kept == 2
