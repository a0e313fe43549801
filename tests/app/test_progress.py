"""What a run says when it has ended."""

from __future__ import annotations

from pathlib import Path

from helpers.app.progress import _failures
from helpers.batch.engine import Job
from helpers.batch.runner import FAILED, Result
from helpers.batch.step import Step
from helpers.core.errors import Problem


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
