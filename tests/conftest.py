"""What holds for all tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser
from report.chromium import CHROMIUM, chromium

# The same examples on every run, so that a change is to blame for what it breaks.
# `make fuzz` looks for new ones, and many more of them.
settings.register_profile(
    "every-run",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=200,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "fuzz",
    deadline=None,
    max_examples=int(os.environ.get("KARTLAGGNING_FUZZ", "2000")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("fuzz" if "KARTLAGGNING_FUZZ" in os.environ else "every-run")


@pytest.fixture(scope="session")
def example_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fördjupad report of exempel-2024, made from the raw files as a run makes it;
    its project is the folder `outputs` lies in. Only the steps that lead there."""
    from helpers import runner, steps
    from helpers.project import Project

    root = tmp_path_factory.mktemp("examples")
    raw = Path(__file__).parents[1] / "data" / "raw"
    for survey in ("exempel-2022", "exempel-2024"):
        shutil.copytree(raw / survey, root / "data" / "raw" / survey)
    project = Project(root)
    plan = steps.plan(project, ["exempel-2024"])
    by_id = {step.id: step for step in plan.steps}
    wanted, waiting = set(), ["exempel-2024/4_report"]
    while waiting:
        wanted.add(one := waiting.pop())
        waiting += by_id[one].needs
    some = tuple(step for step in plan.steps if step.id in wanted)
    results = runner.run(project, replace(plan, steps=some))
    assert not [result for result in results.values() if result.bad]
    return project.outputs("exempel-2024") / "fordjupad.html"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests: Playwright refuses a second in the same process."""
    if not CHROMIUM.exists():
        said = f"{CHROMIUM} is not installed (Debian: apt install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    with chromium() as started:
        yield started
