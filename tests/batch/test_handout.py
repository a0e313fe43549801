"""The answers prepared for a review of secrecy: what is marked and blacked out."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.surveys import NAME, survey

from helpers.batch.handout import BLACKED, COPY, DECIDED, FOLDER, REVIEW, write_handout
from helpers.core.errors import DecisionError
from helpers.core.project import Project

YAML = """\
questions:
  - {id: department, type: single, column: Förvaltning, options: [Kultur, Skola]}
  - {id: said, type: text, column: Vad hindrar?}
  - {id: mail, type: text, column: E-postadress, personal: true}
  - {id: code, type: text, column: Er kod, personal: true}
"""
ANSWERS = """\
Förvaltning;Vad hindrar?;E-postadress;Er kod
Kultur;Ring Fatima på 040-34 10 00;anna@exempel.invalid;Tulpan
Skola;Tiden räcker inte;;Ros
"""
# Every cell that is somebody's, by row and column as in Excel.
PERSONAL = {
    (2, "B"): "Ring Fatima på 040-34 10 00",
    (2, "C"): "anna@exempel.invalid",
    (2, "D"): "Tulpan",
    (3, "D"): "Ros",
}


def made(tmp_path: Path, decided: str = "") -> Project:
    files = {DECIDED: decided} if decided else {}
    return survey(tmp_path, YAML, ANSWERS, files=files)


def everything(path: Path) -> str:
    """All that the workbook's files hold."""
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode("utf-8") for name in book.namelist())


def test_the_copy_has_nothing_of_what_was_marked(tmp_path: Path) -> None:
    folder, found = write_handout(NAME, made(tmp_path))
    assert {(one.row, one.column) for one in found} == PERSONAL.keys()
    text = everything(folder / COPY)
    for said in (*PERSONAL.values(), "Fatima"):
        assert said not in text
    assert "Tiden räcker inte" in text
    cells = load_workbook(folder / COPY)["Svar 1"]
    assert cells["C2"].value == BLACKED  # the first column tells the row of the file
    assert cells["A2"].value == 2


def test_the_review_shows_each_marked_cell_with_its_reason(tmp_path: Path) -> None:
    folder, _ = write_handout(NAME, made(tmp_path))
    cells = load_workbook(folder / REVIEW)["Svar 1"]
    assert cells["C2"].value == PERSONAL[2, "B"]
    assert "telefonnummer" in cells["C2"].comment.text
    assert "möjligt personnamn" in cells["C2"].comment.text
    assert "survey.yml" in cells["E3"].comment.text
    assert cells["C3"].comment is None


def test_a_person_decides_against_the_programme_both_ways(tmp_path: Path) -> None:
    decided = (
        "file;row;column;mask;reason;who;date\n"
        "svar.csv;3;Vad hindrar?;ja;pekar ut;Eva;2026-11-30\n"
        "svar.csv;;D;nej;påhittade ord;Eva;2026-11-30\n"
    )
    folder, found = write_handout(NAME, made(tmp_path, decided))
    text = everything(folder / COPY)
    assert "Tiden räcker inte" not in text
    assert "Tulpan" in text
    assert "Ros" in text
    assert {one.who for one in found if one.column == "D"} == {"Eva"}


def test_every_line_that_fits_nothing_is_told_at_once(tmp_path: Path) -> None:
    decided = (
        "file;row;column;mask\n"
        "svat.csv;2;B;ja\n"
        "svar.csv;9;B;ja\n"
        "svar.csv;2;Vad hindra?;ja\n"
        "svar.csv;2;B;kanske\n"
    )
    project = made(tmp_path, decided)
    with pytest.raises(DecisionError) as raised:
        write_handout(NAME, project)
    told = [str(one) for one in raised.value.problems]
    assert [one.row for one in raised.value.problems] == [2, 3, 4, 5]
    assert "Menade du ”svar.csv”?" in told[0]
    assert "rad 9" in told[1]
    assert "Menade du ”Vad hindrar?”?" in told[2]
    assert "kanske" in told[3]
    assert not (project.processed(NAME) / FOLDER).exists()


def test_the_same_answers_give_the_same_bytes(tmp_path: Path) -> None:
    project = made(tmp_path)
    folder, _ = write_handout(NAME, project)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write_handout(NAME, project)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_what_is_decided_of_a_response_holds_in_a_later_file(tmp_path: Path) -> None:
    """Late answers come as a file that has the earlier ones too, here at other rows."""

    def file(*rows: str) -> str:
        lines = [f"{n};2026-02-0{n} 09:10:11;{rest}" for n, _, rest in
                 (row.partition(";") for row in rows)]  # fmt: skip
        return "\n".join(["ID;Start time;Vad hindrar?;Er färg", *lines]) + "\n"

    text = {
        "svar.csv": file("1;Jag såg honom;grön", "2;Tiden räcker;blå"),
        "sena.csv": file(
            "3;Nytt;röd", "2;Tiden räcker inte;blå", "1;Jag såg honom igen;grön"
        ),
    }
    decided = (
        "file;row;column;mask\nsvar.csv;2;Vad hindrar?;ja\n"
        "svar.csv;3;Vad hindrar?;nej\nsvar.csv;;Er färg;ja\n"
    )
    yaml = "questions:\n  - {id: said, type: text, column: Vad hindrar?}\n"
    both = 'title: "T"\nexports:\n  - {file: svar.csv}\n  - {file: sena.csv}\n'
    project = survey(tmp_path, yaml, head=both, files=text | {DECIDED: decided})
    folder, found = write_handout(NAME, project)
    copy = everything(folder / COPY)
    assert not [word for word in ("honom", "grön", "blå", "röd") if word in copy]
    assert "Nytt" in copy
    readable = [(one.file, one.row) for one in found if not one.masked]
    assert readable == [("svar.csv", 3)]  # in the later file its text is another
