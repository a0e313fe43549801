"""What people do by mistake, and what they are told: where, what, and what to do.

Every case goes the way of a run: the project, survey.yml, the export, cleaning, and the
estimates. The message must stand on its own: no path of a machine, no English, no name
of a function.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support.surveys import NAME

from helpers.cleaning.step import clean
from helpers.core.errors import KartlaggningError
from helpers.core.project import Project
from helpers.estimation.estimates import estimate
from helpers.survey.sources import read_source

SURVEY_YML = """\
title: "Samverkan 2026"
exports:
  - {file: svar.xlsx, sheet: "Svar"}
unit: {question: unit}
challenges:
  items:
    youth_health: {label: "Ungas hälsa"}
  from: {question: does, options: {youth_health: ["Ja"]}}
questions:
  - id: unit
    type: text
    column: "Vilken enhet?"
  - id: does
    type: single
    column: "Samverkar ni?"
    options: ["Ja", "Nej"]
"""
ROWS = [
    ["ID", "Vilken enhet?", "Samverkar ni?"],
    [1, "Badet", "Ja"],
    [2, "Skolan", "Nej"],
]


def write_book(
    path: Path, rows: list[list[object]] = ROWS, sheet: str = "Svar"
) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    book.save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A survey with nothing wrong."""
    raw = tmp_path / "data" / "raw" / NAME
    raw.mkdir(parents=True)
    (raw / "survey.yml").write_text(SURVEY_YML, encoding="utf-8")
    write_book(raw / "svar.xlsx")
    return raw


def run(folder: Path, survey: str = NAME, challenge: str = "all") -> None:
    project = Project(folder.parents[2])
    estimate(clean(read_source(survey, project)), challenge=challenge)


def message(folder: Path, **how: str) -> str:
    with pytest.raises(KartlaggningError) as caught:
        run(folder, **how)
    said = str(caught.value)
    assert str(folder.parents[2]) not in said
    assert not re.search(r"Traceback|Error|Exception|NoneType|helpers\.", said)
    for problem in caught.value.problems:
        assert problem.found.endswith((".", "?")), problem
        assert problem.todo.endswith((".", "?")), problem
    assert not (folder.parents[1] / "processed").exists()
    return said


def rewrite(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        assert old in SURVEY_YML
        text = SURVEY_YML.replace(old, new)
        (folder / "survey.yml").write_text(text, encoding="utf-8")

    return change


def rows(*changed: list[object]) -> Callable[[Path], None]:
    return lambda folder: write_book(folder / "svar.xlsx", list(changed))


def no_export(folder: Path) -> None:
    (folder / "svar.xlsx").unlink()


def another_export(folder: Path) -> None:
    (folder / "svar.xlsx").rename(folder / "Samverkan(1-300).xlsx")


def empty_file(folder: Path) -> None:
    (folder / "svar.xlsx").write_bytes(b"")


def csv_named_xlsx(folder: Path) -> None:
    lines = [";".join(map(str, row)) for row in ROWS]
    (folder / "svar.xlsx").write_text("\n".join(lines), encoding="utf-8")


def wrong_sheet(folder: Path) -> None:
    write_book(folder / "svar.xlsx", sheet="Blad1")


def only_headers(folder: Path) -> None:
    write_book(folder / "svar.xlsx", ROWS[:1])


def picture(folder: Path) -> None:
    (folder / "svar.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))


def empty_codebook(folder: Path) -> None:
    (folder / "survey.yml").write_bytes(b"")


CASES: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "no export in the folder": (
        no_export,
        ("survey.yml", "Exporten ”svar.xlsx” finns inte", "Lägg den fil som"),
    ),
    "an export of another name": (
        another_export,
        ("I mappen ligger: Samverkan(1-300).xlsx", "Ändra namnet under exports"),
    ),
    "the wrong sheet": (wrong_sheet, ("svar.xlsx", "”Svar”", "Blad1")),
    "an empty file": (empty_file, ("svar.xlsx", "tom")),
    "headers only": (only_headers, ("svar.xlsx", "rubriker men inga svar")),
    "a picture": (picture, ("svar.xlsx",)),
    "a column that the codebook names is missing": (
        rows(["ID", "Vilken enhet?", "Samverkar ni nu?"], [1, "Badet", "Ja"]),
        ("svar.xlsx, rad 1", "”Samverkar ni?” (frågan does)", "”Samverkar ni nu?”"),
    ),
    "an option never seen": (
        rows(*ROWS, [3, "Parken", "Jaa"]),
        ("svar.xlsx, rad 4", "Svaret ”Jaa”", "frågan does", "Menade du ”Ja”?"),
    ),
    "a tab": (
        rewrite("  - {file", "\t- {file"),
        ("survey.yml, rad 3", "indragen med tabb", "mellanslag"),
    ),
    "an unknown key": (
        rewrite("unit: {question", "unit: {qestion"),
        ("survey.yml, rad 4", "Okänd nyckel ”qestion”", "Menade du ”question”?"),
    ),
    "an unknown key in a question": (
        rewrite('    column: "Samverkar', '    colum: "Samverkar'),
        ("rad 15", "Okänd nyckel ”colum” i frågan does", "Menade du ”column”?"),
    ),
    "a duplicate id": (
        rewrite("id: does", "id: unit"),
        ("rad 13", "Två frågor har samma id ”unit” (den första på rad 10)"),
    ),
    "an option that is no text: true": (
        rewrite('"Nej"]', "false]"),
        ("rad 16", "falskt (false)", "Sätt citattecken", "i frågan does"),
    ),
    "an option that is no text: a number": (
        rewrite('"Nej"]', "5]"),
        ("rad 16", "”5”", 'Sätt citattecken: "5"'),
    ),
    "an empty survey.yml": (empty_codebook, ("survey.yml", "tom", "title")),
}


@pytest.mark.parametrize("case", CASES)
def test_the_message_says_where_what_and_what_to_do(folder: Path, case: str) -> None:
    spoil, parts = CASES[case]
    run(folder)  # nothing is wrong before
    spoil(folder)
    said = message(folder)
    for part in parts:
        assert part in said


def test_a_csv_named_xlsx_is_read_as_what_it_is_and_said_to_be_so(
    folder: Path,
) -> None:
    csv_named_xlsx(folder)
    cleaned = clean(read_source(NAME, Project(folder.parents[2])))
    assert cleaned.kept == 2
    assert any("xlsx" in note for note in cleaned.notes)


def test_no_without_quotes_is_the_word_no(folder: Path) -> None:
    """YAML 1.2: unlike in YAML 1.1, No and Yes are words."""
    rewrite('["Ja", "Nej"]', "[Ja, No]")(folder)
    write_book(folder / "svar.xlsx", [ROWS[0], [1, "Badet", "Ja"], [2, "Skolan", "No"]])
    cleaned = clean(read_source(NAME, Project(folder.parents[2])))
    assert list(cleaned.responses["does"]) == ["Ja", "No"]


@pytest.mark.parametrize("survey", ["../x", "..", "data/raw", "C:\\x", ""])
def test_a_survey_outside_the_folder(folder: Path, survey: str) -> None:
    said = message(folder, survey=survey)
    assert "kan inte vara namnet på en enkät" in said
    assert "kartlaggning-2026" in said


def test_a_misspelt_survey(folder: Path) -> None:
    said = message(folder, survey="liten-2062")
    assert f"Menade du ”{NAME}”?" in said


def test_a_misspelt_challenge(folder: Path) -> None:
    said = message(folder, challenge="youth_helth")
    assert "ingen utmaning med id ”youth_helth”" in said
    assert "Menade du ”youth_health”?" in said


def test_all_that_is_wrong_in_the_answers_at_once(folder: Path) -> None:
    write_book(
        folder / "svar.xlsx", [*ROWS, [3, "Parken", "Jaa"], [4, "Torget", "Kanske"]]
    )
    said = message(folder).splitlines()
    assert len(said) == 2
    assert "rad 4" in said[0]
    assert "rad 5" in said[1]


def test_raw_data_is_as_it_was(folder: Path) -> None:
    CASES["an option never seen"][0](folder)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    message(folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
