"""The next wave of a survey, whose file loses which rows are one grid."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.drafted import Columns, as_csv, project_in
from support.made_exports import text

from helpers.core.project import Project
from helpers.drafting.draft import new_survey
from helpers.survey.codebook import Codebook, Grid, read_codebook

SCALE = ["Instämmer inte alls", "Instämmer delvis", "Instämmer helt", "Vet ej"]
ROWS = ("Vi har tid", "Vi har kontakter", "Ledningen stödjer")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_in(tmp_path)


def wave(
    project: Project, year: int, columns: Columns, against: str | None = None
) -> Codebook:
    file = text(project.root / f"{year}.csv", as_csv(columns))
    made = new_survey(project, file, f"samverkan-{year}", against)
    return read_codebook(made.folder)


def battery(*rows: str) -> Columns:
    return dict.fromkeys(rows, SCALE * 10)


def written(project: Project, year: int, *changes: tuple[str, str]) -> None:
    """What she has written in the draft of a year."""
    path = project.raw(f"samverkan-{year}") / "survey.yml"
    content = path.read_text("utf-8")
    for old, new in changes:
        assert old in content
        content = content.replace(old, new, 1)
    path.write_text(content, "utf-8")


def test_a_grid_without_words_is_the_one_with_its_rows(project):
    wave(project, 2024, battery(*ROWS))
    text_of = "    text: Hur väl stämmer påståendena?\n    label:"
    written(project, 2024, ("- id: q1", "- id: battery"), ("    label:", text_of))
    book = wave(project, 2026, battery(*ROWS), "samverkan-2024")
    (grid,) = book.questions
    assert (grid.id, grid.text) == ("battery", "Hur väl stämmer påståendena?")


def test_singles_are_the_rows_of_the_grid_that_they_were(project):
    wave(project, 2024, battery(*ROWS))
    between = {"Ort": ["Malmö", "Lund", "Ystad", "Eslöv"] * 10}
    cut = battery(ROWS[0]) | between | battery(*ROWS[1:])
    book = wave(project, 2026, cut, "samverkan-2024")
    grids = [question for question in book.questions if isinstance(question, Grid)]
    assert [len(grid.rows) for grid in grids] == [3]
    assert grids[0].id == "q1"


def test_what_she_decided_is_kept(project):
    units = {"Vilken enhet?": [f"Enhet {n}" for n in range(40)]}
    groups = {"Vilken förvaltning?": ["Syd", "Nord"] * 20}
    wave(project, 2024, groups | units | battery(*ROWS))
    unit = "unit: {question: enhet, duplicates: last}\n"
    contact = "contact: {name: Kim, email: kim@exempel.invalid}\n"
    written(project, 2024, ("questions:", f"{unit}{contact}questions:"))
    again = groups | units | battery(*ROWS)
    book = wave(project, 2026, again, "samverkan-2024")
    assert book.unit is not None
    assert (book.unit.question, book.unit.duplicates) == ("enhet", "last")
    assert (book.contact.name, book.group) == ("Kim", "forvaltning")


def test_what_points_to_a_question_that_is_gone_is_asked_about(project):
    wave(project, 2024, {"Vilken förvaltning?": ["Syd", "Nord"] * 20} | battery(*ROWS))
    file = text(project.root / "b.csv", as_csv(battery(*ROWS)))
    made = new_survey(project, file, "samverkan-2026", "samverkan-2024")
    assert read_codebook(made.folder).group is None
    assert any("group" in said for said in made.to_decide)
