from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from support.surveys import HEAD, NAME, survey

from helpers.core.errors import KartlaggningError
from helpers.survey.sources import export_path, read_register, read_source

YAML = "questions:\n  - {id: a, type: text, column: A}\n"
ANSWERS = "A;B\n1;2\n3;4\n"


def test_a_survey_needs_no_more_than_its_export_and_survey_yml(tmp_path: Path) -> None:
    source = read_source(NAME, survey(tmp_path, YAML, ANSWERS))
    assert source.survey == NAME
    assert [export.file for export in source.exports] == ["svar.csv"]
    for table in (source.population, source.register, source.crosswalk):
        assert table.empty
    assert list(source.population)[:3] == ["unit", "department", "disposition"]


def test_the_tables_beside_it_are_read(tmp_path: Path) -> None:
    files = {
        "population.csv": "unit;department\nEnhet A;Förvaltning 1\n",
        "organisations.csv": "name;publish;url\nBK Alrunan;ja;x\n",
        "crosswalk.csv": "from;to\nGamla;Nya\n",
    }
    project = survey(tmp_path, YAML, ANSWERS, files=files)
    source = read_source(NAME, project)
    assert source.population.loc[0, "department"] == "Förvaltning 1"
    assert source.population.loc[0, "disposition"] == ""
    assert source.crosswalk.loc[0, "to"] == "Nya"
    assert source.register.loc[0, "url"] == "x"
    assert read_register(NAME, project).equals(source.register)


def test_every_problem_of_every_file_at_once(tmp_path: Path) -> None:
    files = {
        "population.csv": "enhet;department\nA;B\n",
        "decisions/rows.csv": "file;row;keep\na;2;kanske\n",
    }
    with pytest.raises(KartlaggningError) as caught:
        read_source(NAME, survey(tmp_path, YAML, files=files))
    said = str(caught.value)
    assert "Exporten ”svar.csv” finns inte" in said
    assert "population.csv, rad 1: Kolumnen ”unit” saknas." in said
    assert "decisions/rows.csv, rad 2: ”kanske”" in said


def test_an_export_of_another_name_is_proposed(tmp_path: Path) -> None:
    project = survey(tmp_path, YAML, files={"svar(1-9).csv": ANSWERS})
    with pytest.raises(KartlaggningError, match=r"I mappen ligger: svar\(1-9\)\.csv"):
        read_source(NAME, project)


@pytest.mark.parametrize("name", ["../a.csv", "/etc/passwd", "b/a.csv", ".."])
def test_an_export_lies_in_the_surveys_own_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "inner"
    (folder / "b").mkdir(parents=True)
    for file in (tmp_path / "a.csv", folder / "b" / "a.csv"):
        file.write_text(ANSWERS)
    with pytest.raises(KartlaggningError, match="ligger inte i enkätens mapp"):
        export_path(folder, name)


def test_a_link_out_of_the_folder_is_no_export(tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    (tmp_path / "a.csv").write_text(ANSWERS)
    (folder / "svar.csv").symlink_to(tmp_path / "a.csv")
    with pytest.raises(KartlaggningError, match="ligger inte i enkätens mapp"):
        export_path(folder, "svar.csv")


def test_a_name_stored_in_two_signs_is_the_same(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "enkät.csv")
    (tmp_path / apart).write_text(ANSWERS)
    assert export_path(tmp_path, "enkät.csv").name == apart


def test_raw_data_is_never_touched(tmp_path: Path) -> None:
    project = survey(tmp_path, YAML, ANSWERS, head=HEAD)
    before = {path: path.read_bytes() for path in project.raw(NAME).iterdir()}
    read_source(NAME, project)
    assert {path: path.read_bytes() for path in project.raw(NAME).iterdir()} == before
