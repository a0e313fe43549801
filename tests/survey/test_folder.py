"""What lies in the folder and is read by nothing is told, with what may be meant."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.made_exports import workbook
from support.surveys import HEAD, NAME, survey

from helpers.batch.steps import plan
from helpers.cleaning.checks import check_survey
from helpers.cleaning.step import clean
from helpers.core.errors import KartlaggningError
from helpers.survey.decisions import read_small_table
from helpers.survey.misplaced import misplaced
from helpers.survey.sources import read_source

YAML = """\
questions:
  - {id: a, type: single, column: A, options: ["Ja", "Nej"]}
"""
ANSWERS = "A;B\nJa;1\nNej;2\n"


def warnings(folder: Path, files: dict[str, str]) -> list[str]:
    project = survey(folder, YAML, ANSWERS, files=files)
    return [str(one) for one in check_survey(project, NAME)[1]]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sena.csv", "sena.csv: Filen läses inte. Är det en export, till exempel"),
        ("populaton.csv", "Menade du ”population”?"),
        ("survey.yml.txt", "Menade du ”survey.yml”? Windows kan dölja slutet"),
        ("bild.png", "bild.png: Filen läses inte. Hör den inte hit"),
        ("text/x.md", "text/: Mappen läses inte. Menade du ”texts”?"),
        ("decision/rows.csv", "decision/: Mappen läses inte. Menade du ”decisions”?"),
        (
            "texts/metod.md",
            "texts/metod.md: Texten används inte i någon rapport. Menade",
        ),
        ("texts/slutsatser.md", "Menade du ”conclusions.md”?"),
        ("texts/qqq.md", "En text heter som sitt kapitel: about.md, "),
        ("decisions/row.csv", "Menade du ”rows.csv”?"),
        ("published/1 kopia.csv", "published/1 kopia.csv: Filen är ingen publicerad"),
    ],
)
def test_a_misplaced_file_is_named(name: str, said: str, tmp_path: Path) -> None:
    found = warnings(tmp_path, {name: "x\n"})
    assert any(said in one for one in found), found


def test_what_is_read_and_what_a_system_leaves_is_not_named(tmp_path: Path) -> None:
    files = {
        "population.csv": "unit;department\nEtt;Norr\n",
        "texts/method.md": "Så gjorde vi.",
        "decisions/themes.csv": "theme;words\n",
        "published/1.csv": "x\n",
        ".DS_Store": "x",
        "~$svar.xlsx": "x",
    }
    assert not [one for one in warnings(tmp_path, files) if "läses inte" in one]


def test_a_population_kept_as_a_workbook_is_read(tmp_path: Path) -> None:
    project = survey(tmp_path, YAML, ANSWERS)
    rows = [["unit", "department"], ["Ett", "Norr"], ["Två", "Söder"]]
    workbook(project.raw(NAME) / "population.xlsx", {"Blad1": rows})
    frame = read_source(NAME, project).population
    assert list(frame["department"]) == ["Norr", "Söder"]
    (project.raw(NAME) / "population.csv").write_text("unit;department\nEtt;Norr\n")
    assert len(read_source(NAME, project).population) == 1
    _, found = check_survey(project, NAME)
    assert any("för att population.csv också finns" in str(one) for one in found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_csv_kept_by_hand_is_read_as_an_export_is(
    encoding: str, ending: str, tmp_path: Path
) -> None:
    """Excel for Mac ends lines with CR alone; ”Unicode-text” is UTF-16."""
    path = tmp_path / "population.csv"
    text = ending.join(["unit;department", "Enhet Å;Norr", "Två;Söder", ""])
    path.write_bytes(text.encode(encoding))
    table = read_small_table(path)
    assert table[["unit", "line"]].to_numpy().tolist() == [["Enhet Å", 2], ["Två", 3]]


def test_a_protected_group_is_a_fault_that_check_tells(tmp_path: Path) -> None:
    yaml = "group: a\n" + YAML.replace("]}", "], disclosure: protected}")
    project = survey(tmp_path, yaml, ANSWERS)
    errors, _ = check_survey(project, NAME)
    assert "delar in rapporten (group) men är skyddad" in str(errors[0])
    with pytest.raises(KartlaggningError):
        read_source(NAME, project)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("liten-2026 - Kopia/survey.yml", "Är det en säkerhetskopia: flytta den ut"),
        ("Kopia av liten/survey.yml", "Är det en säkerhetskopia"),
        ("två ord/survey.yml", "Byt namn på den, till exempel till ”tva-ord”"),
        ("nul/survey.yml", "så kan en enkät inte heta"),
        ("publicerat/survey.yml", "så kan en enkät inte heta"),
        ("Liten-2026/survey.yml", "skiljs bara åt av stora och små bokstäver"),
        ("ny/survey.yml.txt", "Menade du ”survey.yml.txt”?"),
        ("ny/surwey.yml", "Menade du ”surwey.yml”?"),
        ("ny/svar.csv", 'kartlaggning new "data/raw/ny/svar.csv"'),
        ("ny/bild.png", "Hör den inte hit"),
        ("sena.csv", 'kartlaggning new "data/raw/sena.csv"'),
    ],
)
def test_what_is_no_survey_is_told_and_stops_nothing(
    name: str, said: str, tmp_path: Path
) -> None:
    project = survey(tmp_path, YAML, ANSWERS)
    path = tmp_path / "data" / "raw" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x")
    found = [str(one) for one in misplaced(project)]
    assert len(found) == 1
    assert said in found[0]
    assert NAME in project.surveys()
    assert [plan(project, [NAME]).broken, check_survey(project, NAME)[0]] == [{}, []]


def test_two_that_say_they_are_the_same_wave_are_told(tmp_path: Path) -> None:
    """A copy with a name that can be: the next wave would be compared with it."""
    project = survey(tmp_path, f"series: liten\nwave: 2026\n{YAML}", ANSWERS)
    copy = tmp_path / "data" / "raw" / f"{NAME}-kopia"
    shutil.copytree(project.raw(NAME), copy)
    [told] = misplaced(project)
    assert "samma omgång (liten, 2026) som ”liten-2026”" in told.found
    text = (copy / "survey.yml").read_text("utf-8")
    (copy / "survey.yml").write_text(text.replace("wave: 2026", "wave: 2028"), "utf-8")
    assert list(misplaced(project)) == []


def test_what_belongs_in_data_raw_is_not_told(tmp_path: Path) -> None:
    project = survey(tmp_path, YAML, ANSWERS)
    (tmp_path / "data" / "raw" / "liggare.json").write_text("{}")
    (tmp_path / "data" / "raw" / ".DS_Store").write_text("")
    assert list(misplaced(project)) == []


HEADERS = ["A", "B"]


@pytest.mark.parametrize(
    ("exports", "answers", "is_told"),
    [
        ('[{file: svar.xlsx, sheet: "Miljö"}]', 2, True),
        (
            '[{file: svar.xlsx, sheet: "Miljö"}, {file: svar.xlsx, sheet: Skola}]',
            5,
            False,
        ),
    ],
)
def test_a_sheet_with_the_same_headers_is_asked_about_until_it_is_read(
    exports: str, answers: int, is_told: bool, tmp_path: Path
) -> None:
    head = HEAD.replace("\n  - {file: svar.csv}", f" {exports}")
    assert exports in head
    project = survey(tmp_path, YAML, head=head)
    workbook(
        project.raw(NAME) / "svar.xlsx",
        {
            "Miljö": [HEADERS, ["Ja", "1"], ["Nej", "2"]],
            "Skola": [HEADERS, ["Ja", "3"], ["Ja", "4"], ["Nej", "5"]],
            "Koder": [["Kod", "Betyder"], ["1", "Ja"]],
        },
    )
    cleaned = clean(read_source(NAME, project))
    assert len(cleaned.responses) == answers
    told = [str(one) for one in check_survey(project, NAME)[1]]
    assert is_told == any(
        "svar.xlsx, bladet ”Skola”: Bladet läses inte, fast" in one for one in told
    )
    assert not any("bladet ”Koder”" in one for one in told)
