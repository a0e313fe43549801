"""Who has not answered, in an internal workbook."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.surveys import NAME, survey

from helpers.batch.missing import FILE, who_is_missing, write_missing
from helpers.core.errors import PopulationError
from helpers.core.project import Project

YAML = """\
group: department
unit: {question: unit}
questions:
  - {id: department, type: single, column: Förvaltning, options: [Kultur, Skola]}
  - {id: unit, type: text, column: Enhet}
  - {id: does, type: single, column: Samverkar, options: ["Ja", "Nej"]}
"""
ANSWERS = """\
Förvaltning;Enhet;Samverkar
Kultur;Badet;Ja
Skola;Etan;Ja
"""
FRAME = """\
unit;department;disposition;contact
Ettan;Skola;;ettan@exempel.invalid
Tvåan;Skola;refused;
Badet;Kultur;;badet@exempel.invalid
Museet;Kultur;;"=HYPERLINK(1)"
Stängt;Kultur;ineligible;
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return survey(tmp_path, YAML, ANSWERS, files={"population.csv": FRAME})


def sheets(path: Path) -> dict[str, list[tuple]]:
    book = load_workbook(path)
    return {
        name: [row for row in book[name].iter_rows(values_only=True) if any(row)]
        for name in book.sheetnames
    }


def test_those_who_have_not_answered_stand_there_with_their_contact(
    project: Project,
) -> None:
    path, found = write_missing(NAME, project)
    assert path == project.processed(NAME) / FILE
    assert found.units == 3
    contents, departments, units, strangers = sheets(path).values()
    lines = [row[:4] for row in units]
    assert ("Ettan", "Skola", "ettan@exempel.invalid", "Har inte svarat") in lines
    assert any(row[0] == "Tvåan" and row[3] == "Har tackat nej" for row in lines)
    assert not any(row[0] in ("Badet", "Stängt") for row in lines)
    assert ("Kultur", 2, 1, 1, 0.5) in [row[:5] for row in departments]
    assert ("Skola", 2, 0, 2, 0) in [row[:5] for row in departments]
    assert any("Internt" in str(cell) for row in contents for cell in row)
    # A name written otherwise looks like a unit that is silent.
    assert any(row[0] == "Etan" and "Ettan" in row[1] for row in strangers)


def test_nothing_in_it_is_run_by_excel(project: Project) -> None:
    path, _ = write_missing(NAME, project)
    book = load_workbook(path)
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_the_same_files_give_the_same_bytes(project: Project) -> None:
    first = write_missing(NAME, project)[0].read_bytes()
    assert write_missing(NAME, project)[0].read_bytes() == first


def test_nothing_is_written_among_the_outputs(project: Project) -> None:
    write_missing(NAME, project)
    outputs = project.root / "outputs"
    assert not outputs.exists() or not [p for p in outputs.rglob("*") if p.is_file()]


def test_without_a_frame_it_says_what_is_needed(tmp_path: Path) -> None:
    bare = survey(tmp_path, YAML, ANSWERS)
    with pytest.raises(PopulationError, match=r"population\.csv"):
        who_is_missing(NAME, bare)


def test_when_all_have_answered_there_is_nobody_to_list(tmp_path: Path) -> None:
    frame = "unit;department\nBadet;Kultur\nEtan;Skola\n"
    whole = survey(tmp_path, YAML, ANSWERS, files={"population.csv": frame})
    path, found = write_missing(NAME, whole)
    assert found.units == 0
    assert len(sheets(path)) == 2


def test_the_command_says_where_it_lies(project: Project) -> None:
    command = [sys.executable, "-m", "helpers.app.cli", "missing", NAME]
    done = subprocess.run(
        [*command, "--project-dir", str(project.root)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "3 av 4 saknas" in done.stdout
    assert f"data/processed/{NAME}/{FILE}" in done.stdout
