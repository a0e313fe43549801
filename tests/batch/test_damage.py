"""Disposable means disposable: whatever is damaged in data/processed and outputs, the
next run makes the same bytes; and no list of files leads out of them."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from pathlib import Path

import pytest
from batch.test_runner import contents, run, states
from support.decay import damage, made
from support.notebooks import write_toy_notebooks, write_toy_survey

from helpers.app import progress
from helpers.batch import runner, steps
from helpers.batch.records import read_record
from helpers.batch.runner import DONE, FRESH
from helpers.core.project import Project, read_sealed, write_sealed

AT_ONCE = 10


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    for survey in ("x", "y"):
        write_toy_survey(tmp_path / "p", survey)
    folder = write_toy_notebooks(tmp_path / "notebooks")
    monkeypatch.setattr(Project, "notebooks", property(lambda self: folder))
    return Project(tmp_path / "p")


@pytest.mark.parametrize("rounds", [5, pytest.param(100, marks=pytest.mark.slow)])
def test_any_damage_ends_in_the_bytes_of_an_undisturbed_run(
    project: Project, rounds: int
) -> None:
    run(project)
    undisturbed = contents(project.outputs())
    for seed in range(rounds):
        chance = random.Random(seed)
        files = made(project)
        damaged = chance.sample(files, AT_ONCE)
        for path in damaged:
            if path.exists():
                damage(path, chance, [one for one in files if one.exists()])
        results = run(project)
        where = [path.relative_to(project.root).as_posix() for path in damaged]
        assert all(one.succeeded for one in results.values()), (seed, where)
        assert contents(project.outputs()) == undisturbed, (seed, where)
    assert {one.state for one in run(project).values()} == {FRESH}


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"null", b"\xff\xfe", b"1"])
def test_a_damaged_record_is_told_in_one_line(
    project: Project, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    run(project, "x")
    record = project.processed("x") / "steps" / "4_report.json"
    record.write_bytes(content)
    (project.outputs("x") / "manifest.json").write_bytes(content)
    damaged: list[str] = []
    plan = steps.plan(project, ["x"])
    results = runner.run(project, plan, note=damaged.append)
    assert states(results)["4_report"] == DONE
    assert "data/processed/x/steps/4_report.json" in damaged
    progress.summary(project, plan, results, damaged=damaged, as_json=False)
    assert "Gjordes om, för att de var skadade" in capsys.readouterr().out


def test_a_record_of_another_version_is_no_record(project: Project) -> None:
    run(project, "x")
    [step] = [
        one for one in steps.plan(project, ["x"]).steps if one.name == "3_release"
    ]
    path = project.processed("x") / "steps" / "3_release.json"
    said = json.loads(path.read_text())
    assert read_record(project, step) is not None
    path.write_text(json.dumps(said | {"more": 1}))
    assert read_record(project, step) is None
    path.write_text(json.dumps(said | {"format": 1}))
    assert read_record(project, step) is None


def test_the_record_of_another_step_is_no_record(project: Project) -> None:
    run(project)
    folders = [project.processed(name) / "steps" for name in ("x", "y")]
    shutil.copy(folders[1] / "1_clean.json", folders[0] / "1_clean.json")
    before = contents(project.processed("y"))
    assert states(run(project, "x"))["1_clean"] == DONE
    assert contents(project.processed("y")) == before


# --- no name of a file is a path until it is known to stay inside -------------------


@pytest.fixture
def victim(project: Project) -> Path:
    path = project.root.parent / "victim.txt"
    path.write_text("hers", encoding="utf-8")
    return path


def names_of(victim: Path) -> list[str]:
    """What a list of files may call it."""
    return ["../../../victim.txt", str(victim), "link/victim.txt", "data/../../x"]


@pytest.mark.parametrize("number", range(4))
def test_a_manifest_removes_nothing_outside(
    project: Project, victim: Path, number: int
) -> None:
    run(project, "x")
    (project.outputs("x") / "link").symlink_to(victim.parent)
    path = project.outputs("x") / "manifest.json"
    said = json.loads(path.read_text())
    said["outputs"][names_of(victim)[number]] = "0" * 64
    path.write_text(json.dumps(said))
    run(project, "x", force=True)
    assert victim.read_text() == "hers"
    assert (project.raw("x") / "survey.yml").is_file()


@pytest.mark.parametrize("home", ["outputs/x/", "data/processed/x/", ""])
def test_a_record_removes_nothing_outside(
    project: Project, victim: Path, home: str
) -> None:
    run(project, "x")
    path = project.processed("x") / "steps" / "4_report.json"
    said = read_sealed(path)
    assert said is not None
    for name in names_of(victim):
        outputs = {**said["outputs"], f"{home}{name}": "0" * 64}
        write_sealed(path, {**said, "outputs": outputs, "obsolete": [*outputs]})
        run(project, "x", force=True)
        assert victim.read_text() == "hers"
        assert (project.raw("x") / "svar.csv").is_file()


def test_a_list_of_written_files_removes_nothing_outside(
    project: Project, victim: Path
) -> None:
    run(project, "x")
    log = project.processed("x") / "notebooks" / ".1_clean.written"
    lines = [json.dumps(str(one)) for one in (victim, project.raw("x") / "svar.csv")]
    log.write_text("\n".join([*lines, "{", '"\\u0000"']), encoding="utf-8")
    run(project, "x")
    assert victim.read_text() == "hers"
    assert (project.raw("x") / "svar.csv").is_file()


# --- another disk -------------------------------------------------------------------


@pytest.mark.parametrize("home", ["outputs", "data/processed"])
def test_its_folders_may_be_links_to_another_disk(project: Project, home: str) -> None:
    run(project, "x")
    plain = contents(project.outputs("x"))
    shutil.rmtree(project.outputs())
    shutil.rmtree(project.root / "data" / "processed")
    elsewhere = project.root.parent / "disk"
    elsewhere.mkdir()
    (project.root / home).symlink_to(elsewhere)
    run(project, "x")
    assert contents(project.outputs("x")) == plain
    (project.outputs("x") / "fordjupad.html").unlink()
    assert states(run(project, "x"))["4_report"] == DONE
    assert contents(project.outputs("x")) == plain
    said = json.loads((project.outputs("x") / "manifest.json").read_text())["outputs"]
    page = (project.outputs("x") / "fordjupad.html").read_bytes()
    assert said["fordjupad.html"] == hashlib.sha256(page).hexdigest()
