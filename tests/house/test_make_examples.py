"""The fictitious surveys: the same bytes every time, and as planted."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import unicodedata
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from examples import questionnaire as q
from make_examples import CHECKOUT, FIRST, SURVEYS, TRUTH, make

from helpers.survey.codebook import read_codebook

RAW = CHECKOUT / "data" / "raw"


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return json.loads((CHECKOUT / TRUTH).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both surveys made anew, elsewhere, in another time zone and language."""
    root = tmp_path_factory.mktemp("examples")
    subprocess.run(
        [sys.executable, CHECKOUT / "tests" / "make_examples.py", "--to", root],
        check=True,
        cwd=root,
        env=os.environ | {"TZ": "Asia/Kolkata", "LC_ALL": "C", "PYTHONHASHSEED": "7"},
        stdout=subprocess.DEVNULL,
    )
    return root


def committed(survey: str) -> dict[str, Path]:
    folder = RAW / survey
    return {
        file.relative_to(folder).as_posix(): file
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def content(file: Path) -> Any:
    """Bytes; of a workbook its parts with their dates, so that another version of the
    packing library does not matter."""
    raw = file.read_bytes()
    if file.suffix != ".xlsx":
        return raw
    with zipfile.ZipFile(BytesIO(raw)) as book:
        return [
            (part.filename, part.date_time, book.read(part)) for part in book.infolist()
        ]


@pytest.mark.parametrize("survey", [FIRST, *SURVEYS])
def test_what_is_committed_is_what_is_made(survey: str, again: Path) -> None:
    made = again / "data" / "raw" / survey
    files = committed(survey)
    there = {f.relative_to(made).as_posix() for f in made.rglob("*") if f.is_file()}
    assert there == set(files)
    for name, file in files.items():
        assert content(made / name) == content(file), name


def test_a_second_run_writes_the_same_bytes(again: Path, tmp_path: Path) -> None:
    make(tmp_path)
    files = [file for file in sorted(tmp_path.rglob("*")) if file.is_file()]
    assert len(files) > 20
    for file in files:
        made = again / file.relative_to(tmp_path)
        assert made.read_bytes() == file.read_bytes(), file.name
    assert (again / TRUTH).read_bytes() == (CHECKOUT / TRUTH).read_bytes()


@pytest.mark.parametrize("survey", [FIRST, *SURVEYS])
def test_the_codebook_reads_and_says_that_all_is_fictitious(survey: str) -> None:
    book = read_codebook(RAW / survey)
    assert book.fictitious
    assert "(fiktiva svar)" in book.title
    assert list(book.challenge_labels) == list(q.CHALLENGES)


def test_every_column_that_the_codebooks_name_is_in_the_exports() -> None:
    for survey in (FIRST, *SURVEYS):
        book = read_codebook(RAW / survey)
        headers = {
            unicodedata.normalize("NFC", " ".join(str(header).split()))
            for export in book.exports
            for header in table(RAW / survey / export.file)[0]
        }
        used = [column for one in book.questions for column in one.columns_used]
        assert [
            column for column in (*used, *book.ignore) if column not in headers
        ] == []


# ------------------------------------------------------------- the size of the thing


def test_the_frames_share_450_units() -> None:
    frames = [frame(survey) for survey in SURVEYS]
    assert [len(units) for units in frames] == [586, 594]
    assert len(set(frames[0]) & set(frames[1])) == 450
    assert [len(set(units.values())) for units in frames] == [13, 12]


def test_about_sixty_percent_answer_and_departments_differ(
    truth: dict[str, Any],
) -> None:
    for survey in SURVEYS:
        asked = truth[survey]["frame"]["asked_by_department"]
        answered = truth[survey]["frame"]["answered_by_department"]
        assert 0.56 < sum(answered.values()) / sum(asked.values()) < 0.63
        rates = sorted(answered[name] / asked[name] for name in asked)
        assert rates[-1] - rates[0] > 0.4
    assert truth["exempel-2024"]["frame"]["answered_by_department"][q.RENAMED] == 0


def test_the_network_is_of_the_intended_size(truth: dict[str, Any]) -> None:
    ties = truth["exempel-2024"]["ties"]
    assert 800 < ties["ties"] < 1000
    assert 200 < ties["organisations"] < 280
    assert len(ties["written"]) > ties["organisations"] + 50


def test_collaboration_grows_between_the_waves(truth: dict[str, Any]) -> None:
    shares = []
    for survey in SURVEYS:
        asked = truth[survey]["single"]["collaborates"]
        yes = sum(asked["options"][answer] for answer in q.YES)
        shares.append(yes / asked["answered"])
    assert 0.02 < shares[1] - shares[0] < 0.2


# ------------------------------------------------------------ the defects, as planted


def test_the_truth_counts_the_rows_of_the_files(truth: dict[str, Any]) -> None:
    for survey in SURVEYS:
        known = truth[survey]
        for file, rows in known["files"].items():
            assert len(table(RAW / survey / file)) - 1 == rows
        aside = sum(known["set_aside"].values())
        assert (
            known["raw_rows"] == known["kept"] + aside == sum(known["files"].values())
        )


def test_each_planted_cell_stands_where_the_truth_says(truth: dict[str, Any]) -> None:
    for survey in SURVEYS:
        assert truth[survey]["planted"]
        for plant in truth[survey]["planted"]:
            cells = table(RAW / survey / plant["file"])
            column = column_number(plant["column"])
            assert " ".join(str(cells[0][column]).split()) == plant["header"]
            stands = cells[plant["row"] - 1][column]
            assert str(stands) == str(plant["raw"]), plant


def test_every_defect_of_the_list_is_planted(truth: dict[str, Any]) -> None:
    planted = {p["defect"] for survey in SURVEYS for p in truth[survey]["planted"]}
    assert planted == {
        "byte_order_mark_in_cell",
        "contradiction",
        "decimal_comma",
        "decomposed_letters",
        "excel_date",
        "impossible_negative",
        "impossible_year",
        "masked_formula",
        "name_error",
        "newline_in_cell",
        "no_break_space",
        "not_a_number_corrected_by_hand",
        "option_never_offered",
        "person_as_organisation",
        "own_words_beside_the_list",
        "own_words_in_the_cell",
        "personal_data_e_mail",
        "personal_data_personnummer",
        "personal_data_phone",
        "space_before_separator",
        "thousands_and_kr",
        "wrong_answer_corrected_by_hand",
    }


def test_the_late_file_is_new_changed_and_gone(truth: dict[str, Any]) -> None:
    first, second = (
        {row[0]: row for row in table(RAW / "exempel-2024" / file)[1:]}
        for file in truth["exempel-2024"]["files"]
    )
    late = truth["exempel-2024"]["late"]
    assert len(set(second) - set(first)) == late["new"] == 24
    assert sorted(set(first) - set(second) - set(range(min(second)))) == late["gone"]
    changed = [id for id, row in second.items() if row[5] is not None]
    assert sorted(changed) == late["changed"]
    assert min(second) > 1


def test_a_question_came_and_a_question_went_during_the_fieldwork(
    truth: dict[str, Any],
) -> None:
    first, second = (
        table(RAW / "exempel-2024" / file)[0] for file in truth["exempel-2024"]["files"]
    )
    named = [{header for header in headers if header} for headers in (first, second)]
    assert named[0] - named[1] == {"Vill ni bli kontaktade inför nästa steg?"}
    assert named[1] - named[0] == {"Hur många minuter tog det att svara?"}


def test_microsoft_forms_quirks() -> None:
    headers = table(main_file())[0]
    assert headers[:6] == [
        *("ID", "Starttid", "Slutförandetid", "E-post", "Namn", "Senast ändrad")
    ]
    assert any("\n" in str(header) for header in headers)
    assert any("\u00a0" in str(header) for header in headers)
    assert "Ungas hälsa och livsstil2" in headers
    cells = [cell for row in table(main_file())[1:] for cell in row]
    assert "Dialog;" in cells
    e_mail = [row[3] for row in table(main_file())[1:]]
    assert all(address.endswith("@exempel.invalid") for address in e_mail)


def test_limesurvey_quirks() -> None:
    raw = (RAW / "exempel-2022" / "results-survey482915.csv").read_bytes()
    assert raw.startswith("\ufeff".encode())
    assert raw.endswith(b"\r\n\r\n")
    header, *rows = csv.reader(StringIO(raw.decode("utf-8-sig")), delimiter=";")
    assert header[:5] == ["id", "submitdate", "lastpage", "startlanguage", "seed"]
    assert "Q7[SQ001]. Vilka former av dialog använder ni? [Referensgrupp]" in header
    cells = {cell for row in rows for cell in row}
    assert {"N/A", "-oth-", "Ja", ""} <= cells


def test_nobody_in_the_examples_can_be_reached(truth: dict[str, Any]) -> None:
    """Every address ends in .invalid, every number is one set aside for fiction."""
    for survey in SURVEYS:
        for file in truth[survey]["files"]:
            for row in table(RAW / survey / file):
                for cell in map(str, row):
                    assert "@" not in cell or "exempel.invalid" in cell
        addresses = (RAW / survey / "population.csv").read_text(encoding="utf-8-sig")
        assert addresses.count("@") == addresses.count("@exempel.invalid")


# ---------------------------------------------------------- reading with plain tools


def main_file() -> Path:
    return RAW / "exempel-2024" / "Samverkan 2024 fiktiva svar(1-338).xlsx"


def table(file: Path) -> list[list[Any]]:
    """All rows of an export, read with nothing of ours."""
    if file.suffix == ".csv":
        text = file.read_bytes().decode("utf-8-sig")
        return [row for row in csv.reader(StringIO(text), delimiter=";") if row]
    sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def frame(survey: str) -> dict[str, str]:
    rows = table(RAW / survey / "population.csv")
    return {row[0]: row[1] for row in rows[1:]}


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
