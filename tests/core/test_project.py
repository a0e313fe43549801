from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from helpers.core import placing
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
    (project.root / "data" / "raw" / "tom" / "survey.yml.txt").touch()
    with pytest.raises(ProjectError, match=r"Menade du ”survey\.yml\.txt”"):
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


@pytest.mark.parametrize("name", ["CON", "nul", "com1", "publicerat", "Publicerat"])
def test_no_survey_has_a_name_that_is_taken(project: Project, name: str) -> None:
    with pytest.raises(ProjectError, match="namnet är upptaget"):
        check_name(name)
    assert project.outputs("concert-2024")  # only the whole name is taken


def test_a_name_that_cannot_be_gets_the_nearest(project: Project) -> None:
    with pytest.raises(ProjectError, match="Menade du ”exempel-2024”"):
        project.raw("exempel 2024")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_answers_are_hers_alone_and_outputs_follow_the_umask(
    tmp_path: Path, mask: int
) -> None:
    before = os.umask(mask)
    try:
        for name in ("data/processed/x/steps/a.json", "data/raw/x/survey.yml"):
            write_json(tmp_path / name, {})
            assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
            for folder in (tmp_path / name).relative_to(tmp_path).parents:
                if folder.parts[1:]:  # data/raw and below, data/processed and below
                    assert (tmp_path / folder).stat().st_mode & 0o777 == 0o700
        write_json(tmp_path / "outputs/x/a.json", {})
        made = (tmp_path / "outputs/x/a.json").stat().st_mode & 0o777
        assert made == 0o666 & ~mask
        assert (tmp_path / "outputs/x").stat().st_mode & 0o777 == 0o777 & ~mask
        (tmp_path / "data/raw/x/survey.yml").chmod(0o640)  # shared with a colleague
        write_json(tmp_path / "data/raw/x/survey.yml", {"a": 1})
        assert (tmp_path / "data/raw/x/survey.yml").stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(before)


def test_a_file_that_is_held_for_a_moment_is_replaced_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by a virus scanner in Windows."""
    tries, replace = [], Path.replace

    def held(self: Path, target: Path) -> Path:
        tries.append(target)
        if len(tries) < 3:
            raise PermissionError(13, "[WinError 32]")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(placing, "IN_WINDOWS", True)
    write_json(tmp_path / "a.json", {"a": 1})
    assert read_json(tmp_path / "a.json") == {"a": 1}
    assert len(tries) == 3


def test_a_name_as_long_as_a_disk_takes_is_written(tmp_path: Path) -> None:
    for name in ("a" * 251 + ".csv", "å" * 125 + ".csv"):
        write_json(tmp_path / name, {})
    assert len([*tmp_path.iterdir()]) == 2


def test_answers_that_are_looked_at_lie_among_the_answers(project: Project) -> None:
    """A crash leaves nothing among the computer's temporary files."""
    with project.put_aside() as folder:
        assert folder.parent == project.root / "data" / "processed"
        (folder / "svar.csv").write_text("a")
    assert not folder.exists()
    folder.mkdir()  # as a crash leaves it
    (folder / "svar.csv").write_text("a")
    os.utime(folder, (0, 0))
    with project.put_aside():
        assert not folder.exists()


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


def test_a_table_of_a_survey_that_is_none_names_the_nearest(project: Project) -> None:
    with pytest.raises(ProjectError, match="Menade du ”exempel-2024”"):
        read_parquet(project.processed("exempel-204") / "released" / "facts.parquet")


def test_a_table_that_no_step_has_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"responses\.parquet finns inte än"):
        read_parquet(tmp_path / "responses.parquet")
