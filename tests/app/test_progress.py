"""What a run says when it has ended."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from helpers.app import progress
from helpers.app.progress import _failures, _why
from helpers.batch.engine import Job
from helpers.batch.runner import FAILED, NOT_CHOSEN, Result
from helpers.batch.step import Step
from helpers.batch.steps import Plan
from helpers.core.errors import Problem
from helpers.core.project import Project


def failed(name: str, *problems: Problem) -> Result:
    step = Step("x", name, Path("4_report.ipynb"), {})
    job = Job(step.notebook, Path("/p"), Path(f"/p/data/processed/x/{name}.ipynb"))
    return Result(step, FAILED, problems=(*problems, job.stopped(3)))


def said(*results: Result) -> list[str]:
    return [str(line) for line in _failures({one.step.id: one for one in results})]


def test_what_fails_twenty_pages_is_told_once() -> None:
    slot = Problem("”{x}” är inget tal.", file="texts/mission.md", row=3)
    (line,) = said(*(failed(f"7_department-{n}", slot) for n in range(20)))
    assert line.startswith("x/7_department-0 (och 19 till): texts/mission.md, rad 3:")
    assert "Notebooken 7_department-0 stannade i cell [3]." in line


def test_what_fails_otherwise_is_told_by_itself() -> None:
    one, other = Problem("Disken är full."), Problem("Minnet tog slut.")
    assert len(said(failed("a", one), failed("b", other), failed("c", one))) == 2


def test_without_a_terminal_it_says_where_it_is_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert progress.OFTEN <= 10
    monkeypatch.setattr(progress, "OFTEN", 0.05)
    one = failed("4_report", Problem("Fel."))
    plan = Plan((one.step, one.step))
    with progress.shown(Project(tmp_path), plan, as_json=False) as tell:
        time.sleep(0.2)
        tell(one)
        time.sleep(0.2)
    error = capsys.readouterr().err
    assert "0 av 2 steg efter 0 s\n" in error
    assert "1 av 2 steg efter 0 s, 1 fel, senast x/4_report\n" in error


def test_status_is_short_where_another_wave_has_been_disposed_of() -> None:
    gone = [f"data/processed/y/{n}.parquet är borta" for n in range(8)]
    steps = [Step("x", f"2_analyse-{n}", Path("2.ipynb"), {}) for n in range(6)]
    stale = [Result(step, NOT_CHOSEN, why=tuple(gone)) for step in steps]
    (told,) = _why(stale, ["y"])
    assert told == ("x/2_analyse-0 och 5 till", "svaren i y är gallrade")
    assert len(": ".join(told)) < 80
    (told,) = _why(stale[:1], [])
    assert told[1].endswith("1.parquet är borta och 6 till")
