"""What holds for all tests."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser
from support.chromium import CHROMIUM, chromium
from support.projects import made_once, ran
from support.shared_data import shared

from helpers.batch import engine

TORONTO = "agency_survey_rawdata.csv"
# Run by itself, in an environment of its own (`make fuzz`).
collect_ignore = ["fuzz/guided.py"]

# The same examples on every run, so that a change is to blame for what it breaks.
# `make fuzz` looks for new ones, and many more of them.
settings.register_profile(
    "every-run",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=100,
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
    raw = Path(__file__).parents[1] / "data" / "raw"

    def make(root: Path) -> None:
        for survey in sorted(raw.glob("exempel-*")):
            shutil.copytree(survey, root / "data" / "raw" / survey.name)
        ran(root, "exempel-2024", until="exempel-2024/4_report")

    root = made_once(tmp_path_factory, "examples", make)
    return root / "outputs" / "exempel-2024" / "fordjupad.html"


@pytest.fixture(scope="session")
def all_reports(example_report: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which everything has been run: the examples, and the survey of
    Toronto where this machine has it."""
    root = example_report.parents[2]

    def make(_: Path) -> None:
        folder = root / "data" / "raw" / "toronto"
        with contextlib.suppress(pytest.skip.Exception):
            answers = shared("data", "toronto-agency-survey", TORONTO)
            folder.mkdir()
            shutil.copy(answers, folder)
            survey = Path(__file__).parent / "real" / "toronto" / "survey.yml"
            shutil.copy(survey, folder)
        ran(root)

    made_once(tmp_path_factory, "all-reports", make)
    return root


@pytest.fixture(scope="session", autouse=True)
def _close_engine() -> Iterator[None]:
    """The process that has imported everything is started once, for all tests of a
    worker that run notebooks."""
    yield
    engine.close()


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
