from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from helpers.core.errors import ProjectError
from helpers.core.project import (
    Project,
    check_name,
    read_json,
    read_parquet,
    whole_file,
    write_json,
    write_parquet,
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name in ("exempel-2024", "exempel-2022"):
        folder = tmp_path / "data" / "raw" / name
        folder.mkdir(parents=True)
        (folder / "survey.yml").touch()
    (tmp_path / "data" / "raw" / "tom").mkdir()
    return Project(tmp_path)


def test_the_project_is_found_from_a_folder_inside_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KARTLAGGNING_PROJECT", raising=False)
    (project.root / "notebooks").mkdir()
    monkeypatch.chdir(project.root / "notebooks")
    assert Project.find().root == project.root.resolve()


def test_a_folder_given_goes_before_the_working_directory(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KARTLAGGNING_PROJECT", str(tmp_path / "nowhere"))
    assert Project.find(project.root).root == project.root.resolve()
    with pytest.raises(ProjectError, match="data/raw"):
        Project.find()


def test_only_folders_with_a_survey_yml_are_surveys(project: Project) -> None:
    assert project.surveys() == ["exempel-2022", "exempel-2024"]
    with pytest.raises(ProjectError, match=r"saknar filen survey\.yml"):
        project.raw("tom")


def test_a_misspelt_survey_gets_the_nearest(project: Project) -> None:
    with pytest.raises(ProjectError, match="Menade du ”exempel-2024”"):
        project.raw("exempel-2042")


@pytest.mark.parametrize("name", ["../x", "a/b", "..", "", "x y", "-x", "å", "x" * 65])
def test_a_survey_stays_in_its_folder(project: Project, name: str) -> None:
    with pytest.raises(ProjectError, match="kan inte vara namnet"):
        check_name(name)
    for place in (project.raw, project.processed):
        with pytest.raises(ProjectError):
            place(name)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("gammal")

    def half() -> None:
        with whole_file(path) as temporary:
            temporary.write_text("halv")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert path.read_text() == "gammal"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_json_comes_out_the_same_whatever_the_order(tmp_path: Path) -> None:
    write_json(tmp_path / "a", {"å": 1, "a": [2]})
    write_json(tmp_path / "b", {"a": [2], "å": 1})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert read_json(tmp_path / "a") == {"a": [2], "å": 1}


def test_numbers_are_written_with_twelve_digits(tmp_path: Path) -> None:
    table = pd.DataFrame({"a": [1 / 3, None, 1e-20], "b": ["å", None, ""]})
    write_parquet(tmp_path / "t.parquet", table)
    expected = pd.DataFrame({"a": [0.333333333333, None, 1e-20], "b": ["å", None, ""]})
    assert_frame_equal(read_parquet(tmp_path / "t.parquet"), expected)


def test_a_table_that_no_step_has_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"responses\.parquet finns inte än"):
        read_parquet(tmp_path / "responses.parquet")
