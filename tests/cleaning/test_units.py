from __future__ import annotations

from pathlib import Path

from support.surveys import cleaned

from helpers.cleaning.step import DUPLICATE
from helpers.survey.codebook import NO_GROUP

YAML = """\
unit: {question: unit}
group: department
questions:
  - {id: unit, type: text, column: Enhet}
  - id: department
    type: single
    column: Förvaltning
    options: ["Kultur", "Skola", "Vet ej"]
    dont_know: ["Vet ej"]
"""
FRAME = (
    "unit;department;disposition;contact\nBadet;Kultur;;a@b.invalid\nÅskolan;Skola;;\n"
)


def test_a_unit_is_the_frames_when_only_case_and_legal_form_differ(
    tmp_path: Path,
) -> None:
    answers = "Enhet;Förvaltning\nbadet ;Kultur\nÅSKOLAN;\nParken;Kultur\n"
    found = cleaned(tmp_path, YAML, answers, files={"population.csv": FRAME})
    assert list(found.responses["unit"]) == ["Badet", "Åskolan", "Parken"]
    assert list(found.responses["unit_how"]) == ["exact", "exact", "unmatched"]
    assert list(found.population["answered"]) == [True, True]
    assert any("1 svar har ett enhetsnamn som inte finns" in n for n in found.notes)


def test_the_frames_department_goes_before_the_answer(tmp_path: Path) -> None:
    answers = "Enhet;Förvaltning\nBadet;Skola\nÅskolan;\nParken;Kultur\n"
    found = cleaned(tmp_path, YAML, answers, files={"population.csv": FRAME})
    assert list(found.responses["group"]) == ["Kultur", "Skola", "Kultur"]
    assert any("1 svar anger en annan grupp" in note for note in found.notes)
    # What was answered is still counted as answered.
    assert list(found.responses["department"].dropna()) == ["Skola", "Kultur"]


def test_a_blank_or_unknown_group_is_said_to_be_so(tmp_path: Path) -> None:
    answers = "Enhet;Förvaltning\nA;Skola\nB;\nC;Vet ej\n"
    found = cleaned(tmp_path, YAML, answers)
    assert list(found.responses["group"]) == ["Skola", NO_GROUP, NO_GROUP]
    labels = list(found.responses["group"].cat.categories)
    assert labels == ["Kultur", "Skola", NO_GROUP]


def test_a_person_says_which_unit_is_meant(tmp_path: Path) -> None:
    answers = "Enhet;Förvaltning\nBadett;Kultur\nBadet;Kultur\n"
    files = {
        "population.csv": FRAME,
        "decisions/names.csv": "kind;written;name;same\nunit;Badett;Badet;ja\n",
    }
    found = cleaned(tmp_path, YAML, answers, files=files)
    assert found.set_aside == {DUPLICATE: 1}
    assert list(found.responses["unit"]) == ["Badet"]


def test_the_typed_name_and_the_contacts_are_left_behind(tmp_path: Path) -> None:
    answers = "Enhet;Förvaltning\nBadet;Kultur\n"
    found = cleaned(tmp_path, YAML, answers, files={"population.csv": FRAME})
    kept = ["unit", "department", "disposition", "size", "answered", "partial"]
    assert list(found.population) == kept
    head = ["response", "file", "row", "unit", "unit_how", "group"]
    assert list(found.responses)[:6] == head
    assert list(found.responses)[6:] == [
        "response#order",
        "department",
        "department#state",
    ]


def test_a_unit_may_be_chosen_from_a_list(tmp_path: Path) -> None:
    yaml = YAML.replace(
        "type: text, column: Enhet", 'type: single, column: Enhet, options: ["A", "B"]'
    )
    found = cleaned(tmp_path, yaml, "Enhet;Förvaltning\nA;Kultur\n;Skola\n")
    assert list(found.responses["unit"]) == ["A", ""]


def test_a_survey_without_unit_and_group(tmp_path: Path) -> None:
    yaml = "questions:\n  - {id: a, type: text, column: A}\n"
    found = cleaned(tmp_path, yaml, "A;B\nx;1\ny;2\n")
    assert list(found.responses["unit"]) == ["", ""]
    assert list(found.responses["group"]) == [NO_GROUP, NO_GROUP]
    assert found.population.empty
