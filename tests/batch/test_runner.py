"""The batch does what has changed, loses nothing, and says what it did not do."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from support.notebooks import TOY_NOTEBOOKS, write_toy_notebooks, write_toy_survey

from helpers.batch import engine, records, runner, steps
from helpers.batch.outline import Outline, outline
from helpers.batch.runner import BLOCKED, DONE, FAILED, FRESH, NOT_CHOSEN, Result
from helpers.core.errors import CodebookError, CommandError, ProjectError, RunError
from helpers.core.project import Project

EVERY_STEP = [
    "1_clean",
    "2_analyse-all",
    "2_analyse-a",
    "2_analyse-b",
    "3_release",
    "4_report",
]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Two surveys, and the four steps in miniature as the notebooks."""
    for survey in ("x", "y"):
        write_toy_survey(tmp_path, survey)
    folder = write_toy_notebooks(tmp_path / "notebooks")
    monkeypatch.setattr(Project, "notebooks", property(lambda self: folder))
    return Project(tmp_path)


def run(project: Project, *surveys: str, **options: object) -> dict[str, Result]:
    return runner.run(project, steps.plan(project, surveys), **options)


def states(results: dict[str, Result], survey: str = "x") -> dict[str, str]:
    return {
        one.step.name: one.state
        for one in results.values()
        if one.step.survey == survey
    }


def ran(results: dict[str, Result], survey: str = "x") -> list[str]:
    """The steps that ran, in the plan's order (they end in any)."""
    found = states(results, survey)
    return [name for name in EVERY_STEP if found[name] == DONE]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def identities(folder: Path) -> dict[str, tuple[int, int]]:
    """What shows that a file was written again, even with the same bytes."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_ino,
            path.stat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# ---------------------------------------------------------------- the plan


def test_the_steps_of_a_survey_in_order(project: Project) -> None:
    plan = steps.plan(project, ["x"])
    assert [step.name for step in plan.steps] == EVERY_STEP
    by_name = {step.name: step for step in plan.steps}
    assert by_name["2_analyse-a"].parameters == {"survey": "x", "challenge": "a"}
    assert by_name["2_analyse-a"].needs == ("x/1_clean",)
    assert by_name["3_release"].needs == tuple(
        f"x/2_analyse-{one}" for one in ("all", "a", "b")
    )
    assert by_name["4_report"].needs == ("x/3_release",)
    assert by_name["4_report"].html == "fordjupad.html"
    assert {step.stage for step in plan.steps} == {"clean", "analyse", "report"}


def test_the_longest_chain_goes_first_and_one_series_before_the_next(
    project: Project,
) -> None:
    write_toy_survey(project.root, "x", series="malmo", wave=2024)
    write_toy_survey(project.root, "y", series="malmo", wave=2022)
    write_toy_survey(project.root, "z", series="lund", wave=2020)
    plan = steps.plan(project)
    turns = sorted(plan.turns, key=plan.turns.__getitem__)
    # Its release is needed by the later wave's; its report by nothing.
    assert turns.index("y/3_release") < turns.index("x/2_analyse-all")
    assert turns.index("x/3_release") < turns.index("y/4_report")
    assert {one.partition("/")[0] for one in turns[:12]} == {"x", "y"}
    assert len(turns) == 18


def test_later_notebooks_get_their_steps_when_they_exist(project: Project) -> None:
    for name in ("5_summary", "6_challenge", "7_department"):
        (project.notebooks / f"{name}.ipynb").write_text("{}")
    named = {"Miljö & hälsa": "Miljö & hälsa"}
    made = Outline("T", challenges={"a": "A"}, groups=named)
    found = {one.name: one for one in steps.survey_steps(project, "x", made)}
    assert found["5_summary"].html == "sammanfattning.html"
    assert found["6_challenge-a"].html == "underlag-a.html"
    assert found["7_department-miljo-halsa"].html == "forvaltning-miljo-halsa.html"
    assert found["7_department-miljo-halsa"].parameters["department"] == "Miljö & hälsa"


def test_an_earlier_wave_goes_first_even_when_it_was_not_named(
    project: Project,
) -> None:
    write_toy_survey(project.root, "x", series="malmo", wave=2024)
    write_toy_survey(project.root, "y", series="malmo", wave=2022)
    write_toy_survey(project.root, "z", series="lund", wave=2020)
    plan = steps.plan(project, ["x"])
    assert [step.survey for step in plan.steps] == ["y"] * 6 + ["x"] * 6
    needs = {step.id: step.needs for step in plan.steps}
    assert "y/1_clean" in needs["x/2_analyse-a"]
    assert {"y/1_clean", "y/3_release"} <= set(needs["x/3_release"])
    # The earlier wave's released numbers stand in the later's pages.
    assert "y/3_release" in needs["x/4_report"]
    assert [step.survey for step in steps.plan(project, ["y"]).steps] == ["y"] * 6


def test_a_codebook_with_problems_stops_only_its_survey(project: Project) -> None:
    (project.root / "data/raw/x/survey.yml").write_text("titel: fel\n")
    plan = steps.plan(project)
    assert list(plan.broken) == ["x"]
    assert isinstance(plan.broken["x"], CodebookError)
    assert {step.survey for step in plan.steps} == {"y"}


def test_a_wave_that_cannot_be_read_is_told_and_other_drafts_are_not(
    project: Project,
) -> None:
    write_toy_survey(project.root, "x", series="malmo", wave=2024)
    (project.root / "data/raw/y/survey.yml").write_text(
        'series: "malmo"  # fel\nx: 1\n'
    )
    assert list(steps.plan(project, ["x"]).broken) == ["y"]
    (project.root / "data/raw/y/survey.yml").write_text("series: lund\nx: 1\n")
    assert not steps.plan(project, ["x"]).broken


def test_an_unknown_survey_is_an_error_with_the_nearest(project: Project) -> None:
    write_toy_survey(project.root, "kartlaggning-2024")
    with pytest.raises(ProjectError, match="Menade du ”kartlaggning-2024”"):
        steps.plan(project, ["kartlagning-2024"])


def test_files_that_excel_leaves_are_no_input(project: Project) -> None:
    before = steps.plan(project, ["x"])
    (project.root / "data/raw/x/~$svar.xlsx").write_text("")
    (project.root / "data/raw/x/.hidden").mkdir()
    (project.root / "data/raw/x/.hidden/file").write_text("")
    assert steps.plan(project, ["x"]) == before


def test_the_outline_is_remembered_until_survey_yml_changes(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = outline(project, "x")
    write_toy_survey(project.root, "x", challenges=("a",))
    assert outline(project, "x").challenges == {"a": "Utmaning a"}
    write_toy_survey(project.root, "x")
    assert outline(project, "x") == first

    def unread(folder: Path) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("helpers.survey.codebook.read_codebook", unread)
    assert outline(project, "x") == first


def test_the_questionnaires_order_is_remembered_too(project: Project) -> None:
    write_toy_survey(project.root, "x", challenges=("b", "a"))
    for _ in range(2):  # read, and then remembered
        assert list(outline(project, "x").challenges) == ["b", "a"]


# ---------------------------------------------------------------- what runs


def test_everything_runs_once_and_then_nothing(project: Project) -> None:
    first = run(project)
    assert ran(first, "x") == ran(first, "y") == EVERY_STEP
    assert "a 2" in (project.outputs("x") / "data" / "tal.csv").read_text()
    before = identities(project.root)
    assert set(states(run(project)).values()) == {FRESH}
    after = identities(project.root)
    del before["data/processed/.lock"], after["data/processed/.lock"]
    assert after == before


def test_only_the_survey_that_changed_runs(project: Project) -> None:
    run(project)
    (project.root / "data/raw/x/svar.csv").write_text("a b b b")
    results = run(project)
    assert ran(results, "x") == EVERY_STEP
    assert ran(results, "y") == []
    assert results["x/1_clean"].why == ("data/raw/x/svar.csv har ändrats",)


def test_a_change_that_changes_no_result_goes_no_further(project: Project) -> None:
    run(project, "x")
    cells = (*TOY_NOTEBOOKS["1_clean"], "# a comment")
    write_toy_notebooks(project.notebooks, **{"1_clean": cells})
    assert ran(run(project, "x")) == ["1_clean"]


def test_her_texts_concern_only_the_pages(project: Project) -> None:
    run(project, "x")
    texts = project.root / "data/raw/x/texts"
    texts.mkdir()
    (texts / "results.md").write_text("Hej")
    results = run(project, "x")
    assert ran(results) == ["4_report"]
    assert results["x/4_report"].why == ("data/raw/x/texts/results.md är ny",)
    (texts / "results.md").unlink()
    why = run(project, "x")["x/4_report"].why
    assert why == ("data/raw/x/texts/results.md är borta",)


def test_an_edited_notebook_runs_again(project: Project) -> None:
    run(project, "x")
    cells = (*TOY_NOTEBOOKS["4_report"], "'mer'")
    write_toy_notebooks(project.notebooks, **{"4_report": cells})
    results = run(project, "x")
    assert ran(results) == ["4_report"]
    assert results["x/4_report"].why == ("notebooks/4_report.ipynb har ändrats",)


def test_a_notebook_that_was_run_by_hand_makes_nothing_stale(project: Project) -> None:
    """JupyterLab has saved what it showed, and another survey stands in it."""
    run(project, "x")
    path = project.notebooks / "4_report.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        cell["metadata"]["collapsed"] = True
        if cell["cell_type"] == "code":
            cell["execution_count"] = 7
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
        if "parameters" in cell["metadata"].get("tags", []):
            cell["source"] = [
                one.replace('"x"', '"y"') if "survey" in one else one
                for one in "".join(cell["source"]).splitlines(keepends=True)
            ]
    assert notebook != json.loads(path.read_text())
    path.write_text(json.dumps(notebook))
    assert ran(run(project, "x")) == []


@pytest.mark.parametrize("name", ["code_hash", "lock_hash"])
def test_changed_helpers_or_packages_run_everything_again(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    run(project, "x")
    monkeypatch.setattr(records, name, lambda: "annan")
    assert ran(run(project, "x")) == EVERY_STEP


@pytest.mark.parametrize("harm", ["delete", "edit"])
def test_outputs_are_remade_byte_for_byte(project: Project, harm: str) -> None:
    run(project, "x")
    before = contents(project.outputs())
    page = project.outputs("x") / "fordjupad.html"
    if harm == "delete":
        page.unlink()
    else:
        page.write_text("Fusk")
    results = run(project, "x")
    assert ran(results) == ["4_report"]
    assert contents(project.outputs()) == before


def test_both_folders_can_be_deleted(project: Project) -> None:
    run(project)
    before = contents(project.outputs())
    shutil.rmtree(project.outputs())
    shutil.rmtree(project.root / "data" / "processed")
    run(project)
    assert contents(project.outputs()) == before


def test_force_runs_what_is_up_to_date(project: Project) -> None:
    run(project)
    results = run(project, "x", force=True)
    assert ran(results) == EVERY_STEP
    assert ran(run(project, "x", force=True, only="report")) == ["4_report"]


def test_only_a_stage(project: Project) -> None:
    results = run(project, "x", only="clean")
    assert ran(results) == ["1_clean"]
    assert set(states(results).values()) == {DONE, NOT_CHOSEN}
    assert not any(result.bad for result in results.values())
    assert not (project.outputs("x") / "manifest.json").exists()
    results = run(project, "x", only="report")
    assert states(results)["2_analyse-a"] == NOT_CHOSEN
    assert states(results)["4_report"] == BLOCKED
    assert results["x/4_report"].bad
    assert ran(run(project, "x", only="analyse")) == EVERY_STEP[1:5]
    assert ran(run(project, "x", only="report")) == ["4_report"]
    with pytest.raises(CommandError, match=r"report .* Menade du ”report”"):
        run(project, "x", only="raport")


@pytest.mark.parametrize(
    ("word", "steps"),
    [
        ("release", ["3_release"]),
        ("3_release", ["3_release"]),
        ("2_analyse", EVERY_STEP[1:4]),
        ("2_analyse-a", ["2_analyse-a"]),
    ],
)
def test_only_a_step(project: Project, word: str, steps: list[str]) -> None:
    run(project, "x")
    assert ran(run(project, "x", force=True, only=word)) == steps


# ---------------------------------------------------------------- what goes wrong


def test_a_failed_step_stops_what_needs_it_and_nothing_else(project: Project) -> None:
    run(project)
    before = contents(project.outputs())
    # An analysis that fails for one challenge of one survey.
    cells = (*TOY_NOTEBOOKS["2_analyse"], "assert (survey, challenge) != ('x', 'a')")
    write_toy_notebooks(project.notebooks, **{"2_analyse": cells})
    results = run(project)
    assert states(results, "x") == {
        "1_clean": FRESH,
        "2_analyse-all": DONE,
        "2_analyse-a": FAILED,
        "2_analyse-b": DONE,
        "3_release": BLOCKED,
        "4_report": BLOCKED,
    }
    assert set(states(results, "y").values()) <= {DONE, FRESH}
    said = " ".join(str(one) for one in results["x/2_analyse-a"].problems)
    assert "AssertionError" in said
    assert "Öppna data/processed/x/notebooks/2_analyse-a.ipynb." in said
    assert contents(project.outputs()) == before
    write_toy_notebooks(project.notebooks)
    run(project)
    assert contents(project.outputs()) == before


def test_a_survey_with_faults_does_not_stop_the_others(project: Project) -> None:
    (project.root / "data/raw/x/survey.yml").write_text("titel: fel\n")
    results = run(project)
    assert ran(results, "y") == EVERY_STEP


def test_two_runs_at_once(project: Project) -> None:
    folder = project.root / "data" / "processed"
    folder.mkdir(parents=True)
    with (
        FileLock(folder / ".lock"),
        pytest.raises(RunError, match="En annan körning pågår"),
    ):
        run(project)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mounts a small disk of its own, where that is allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(*options: str) -> Path:
        command = ["mount", "-t", "tmpfs", *options, "tmpfs", str(folder)]
        if shutil.which("mount") is None or subprocess.call(command):
            pytest.skip("a disk cannot be mounted here")
        return folder

    yield mount
    subprocess.call(["umount", str(folder)], stderr=subprocess.DEVNULL)


def test_a_full_disk_is_told_and_the_next_run_finishes(
    project: Project, disk: Callable[..., Path]
) -> None:
    run(project, "x")
    before = contents(project.outputs())
    small = disk("-o", "size=400k")
    shutil.copytree(project.root / "data" / "raw", small / "data" / "raw")
    filler = small / "fyller.bin"
    filler.write_bytes(b"0" * 300_000)
    told: list[Result] = []
    with contextlib.suppress(
        RunError
    ):  # the runner's own files may find no room either
        run(Project(small), "x", tell=told.append)
    failed = next(one for one in told if one.state == FAILED)
    assert "Disken är full" in str(failed.problems[0])
    whole = contents(small / "outputs")
    whole.pop("index.html", None)
    assert whole.items() <= before.items()
    subprocess.check_call(["mount", "-o", "remount,size=9m", str(small)])
    filler.unlink()
    run(Project(small), "x")
    assert contents(small / "outputs") == before


def test_the_runners_own_writes_on_a_full_disk_are_told(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(records, "write_sealed", full)
        with pytest.raises(RunError, match="Disken är full"):
            run(project, "x")
    assert set(states(run(project, "x")).values()) <= {DONE, FRESH}


def test_a_folder_that_can_only_be_read_is_told(
    project: Project, disk: Callable[..., Path]
) -> None:
    frozen = disk()
    shutil.copytree(project.root / "data" / "raw", frozen / "data" / "raw")
    subprocess.check_call(["mount", "-o", "remount,ro", str(frozen)])
    with pytest.raises(RunError, match="går bara att läsa"):
        run(Project(frozen))
    plan = steps.plan(Project(frozen))
    assert set(states(runner.status(Project(frozen), plan)).values()) == {NOT_CHOSEN}


# ---------------------------------------------------------------- leftovers


def test_a_challenge_that_leaves_takes_its_numbers_along(project: Project) -> None:
    run(project, "x")
    assert "b 1" in (project.outputs("x") / "fordjupad.html").read_text()
    write_toy_survey(project.root, "x", challenges=("a",))
    run(project, "x")
    assert "b 1" not in (project.outputs("x") / "fordjupad.html").read_text()
    assert not (project.processed("x") / "estimates" / "b.txt").exists()
    assert not (project.processed("x") / "steps" / "2_analyse-b.json").exists()


EXTRA = """
if survey == 'x':
    write_text(project.outputs(survey) / 'data' / 'ny.csv', '1')
"""


def test_what_is_no_longer_made_goes_when_the_survey_has_succeeded(
    project: Project,
) -> None:
    extra = (*TOY_NOTEBOOKS["3_release"], EXTRA)
    write_toy_notebooks(project.notebooks, **{"3_release": extra})
    run(project, "x")
    mine = project.outputs("x") / "min presentation.pptx"
    mine.write_text("hennes egen")
    made = project.outputs("x") / "data" / "ny.csv"
    assert made.exists()
    broken = (*TOY_NOTEBOOKS["4_report"], "1 / 0")
    write_toy_notebooks(project.notebooks, **{"4_report": broken})
    run(project, "x")
    assert made.exists()  # the old page still links to it
    write_toy_notebooks(project.notebooks)
    run(project, "x")
    assert not made.exists()
    assert mine.exists()
    names = set(
        json.loads((project.outputs("x") / "manifest.json").read_text())["outputs"]
    )
    assert names == {"data/tal.csv", "fordjupad.html"}


def test_what_a_failed_notebook_wrote_does_not_stay(project: Project) -> None:
    failing = (*TOY_NOTEBOOKS["3_release"], EXTRA, "1 / 0")
    write_toy_notebooks(project.notebooks, **{"3_release": failing})
    run(project, "x")
    made = project.outputs("x") / "data" / "ny.csv"
    assert made.exists()
    write_toy_notebooks(project.notebooks)
    run(project, "x")
    assert not made.exists()
    assert (project.outputs("x") / "data" / "tal.csv").exists()


def test_half_written_files_are_swept(project: Project) -> None:
    run(project, "x")
    half = project.outputs("x") / ".fordjupad.html.abc.part"
    half.write_text("halv")
    run(project, "x")
    assert not half.exists()


# ---------------------------------------------------------------- what is told


def test_the_manifest_and_the_list(project: Project) -> None:
    run(project)
    manifest = json.loads((project.outputs("x") / "manifest.json").read_text())
    assert manifest["rows"] == {"read": 3, "kept": 3, "set_aside": {}}
    digest = records.sha256(project.outputs("x") / "fordjupad.html")
    assert manifest["outputs"]["fordjupad.html"] == digest
    assert manifest["packages"]["pandas"]
    assert str(project.root) not in json.dumps(manifest)
    page = (project.outputs() / "index.html").read_text()
    assert '<a href="x/fordjupad.html">Fördjupad rapport' in page
    assert "Enkäten y" in page
    assert '<html lang="sv">' in page


def test_documents_come_when_asked_for_and_go_when_out_of_date(
    project: Project,
) -> None:
    def run_with(*kinds: str) -> dict[str, Result]:
        plan = steps.plan(project, ["x"], documents=kinds)
        return runner.run(project, plan)

    pdf = project.outputs("x") / "fordjupad.pdf"
    page = pdf.with_suffix(".html")
    assert "4_report-pdf" not in states(run_with())
    assert 'href="fordjupad.pdf"' not in page.read_text()
    assert states(run_with("pdf"))["4_report-pdf"] == DONE
    assert 'href="fordjupad.pdf"' in page.read_text()
    assert pdf.read_bytes().startswith(b"%PDF")
    assert "fordjupad.pdf" in (project.outputs() / "index.html").read_text()
    assert states(run_with("pdf"))["4_report-pdf"] == FRESH
    assert states(run_with())["4_report-pdf"] == FRESH
    assert pdf.exists()
    # Another kind puts a link in the page: what it was made into may be made again.
    also = {step.name: step for step in steps.plan(project, ["x"]).steps}
    assert also["4_report-pdf"].optional
    both = steps.plan(project, ["x"], documents=["zip"])
    assert not {step.name: step for step in both.steps}["4_report-pdf"].optional
    assert states(run_with("zip"))["4_report-zip"] == DONE
    assert not pdf.with_suffix(".zip").exists()  # the page has no figure
    assert pdf.exists()
    (project.root / "data/raw/x/svar.csv").write_text("a b b b")
    results = run_with()
    assert states(results)["4_report-pdf"] == NOT_CHOSEN
    assert not any(result.bad for result in results.values())
    assert not pdf.exists()
    assert 'href="fordjupad.pdf"' not in page.read_text()
    assert "fordjupad.pdf" not in (project.outputs() / "index.html").read_text()
    assert "4_report-pdf" not in states(run_with())


def test_status_says_what_is_stale_and_why_and_touches_nothing(
    project: Project,
) -> None:
    plan = steps.plan(project, ["x"])
    assert runner.status(project, plan)["x/1_clean"].why == ("har inte körts",)
    run(project, "x")
    (project.root / "data/raw/x/svar.csv").write_text("b")
    before = identities(project.root)
    results = runner.status(project, steps.plan(project, ["x"]))
    assert identities(project.root) == before
    assert results["x/1_clean"].why == ("data/raw/x/svar.csv har ändrats",)
    assert set(states(results).values()) == {NOT_CHOSEN}
    assert results["x/2_analyse-a"].why == ()


def test_every_step_is_told_as_it_ends(project: Project) -> None:
    told: list[str] = []
    run(project, tell=lambda result: told.append(result.step.id))
    assert sorted(told) == sorted(f"{s}/{name}" for s in "xy" for name in EVERY_STEP)


@pytest.mark.slow
def test_a_kernel_makes_the_same_bytes(project: Project) -> None:
    run(project, "x")
    before = contents(project.outputs())
    run(project, "x", force=True, engine="kernel")
    assert contents(project.outputs()) == before


def test_another_order_of_sets_makes_the_same_bytes(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(project, "x")
    before = contents(project.outputs())
    engine.close()
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    try:
        run(project, "x", force=True)
    finally:
        engine.close()
    assert contents(project.outputs()) == before
    assert os.environ["PYTHONHASHSEED"] == "7"
