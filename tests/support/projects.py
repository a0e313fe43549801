"""What is made once for all tests, by a run as anybody's."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock


def made_once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]
) -> Path:
    """The folder `name`, filled by `make` once for all of pytest's workers."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, done = base / name, base / f"{name}.done"
    with FileLock(base / f"{name}.lock"):
        if not done.exists():
            make(folder)
            done.touch()
    return folder


def ran(root: Path, *surveys: str, until: str = "") -> Path:
    """The project at `root` after a run of `surveys`, or of what `until` needs."""
    from helpers.batch import runner, steps
    from helpers.core.project import Project

    project = Project(root)
    plan = steps.plan(project, surveys)
    assert not plan.broken, [
        str(one) for e in plan.broken.values() for one in e.problems
    ]
    if until:
        by_id = {step.id: step for step in plan.steps}
        wanted, waiting = set(), [until]
        while waiting:
            wanted.add(one := waiting.pop())
            waiting += by_id[one].needs
        plan = replace(plan, steps=tuple(s for s in plan.steps if s.id in wanted))
    results = runner.run(project, plan)
    problems = [str(p) for one in results.values() for p in one.problems]
    assert not problems, problems[:3]
    return root
