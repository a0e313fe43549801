"""The chain by plain calls gives what the notebooks give."""

from __future__ import annotations

import importlib
from pathlib import Path

import pandas as pd
import pytest

from helpers import method
from helpers.batch import steps
from helpers.core.project import Project
from helpers.presentation.manuscript import read_report

ROOT = Path(__file__).resolve().parents[2]


def test_the_chain_by_hand_releases_what_the_run_released(
    example_report: Path,
) -> None:
    survey = "exempel-2024"  # with a wave before it
    project = Project(example_report.parents[2])
    by_hand = method.report(survey, project)
    by_run = read_report(survey, project)
    pd.testing.assert_frame_equal(
        by_hand.released.rows,
        by_run.released.rows,
        check_dtype=False,
    )
    assert dict(by_hand.texts) == dict(by_run.texts)
    assert (by_hand.earlier is None) == (by_run.earlier is None)


def test_the_surveys_that_the_benchmarks_run_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    made = importlib.import_module("surveys")
    made.copy_example(tmp_path, "exempel")
    made.make_small_survey(tmp_path, "enkat-001", 1)
    plan = steps.plan(Project(tmp_path))
    assert plan.broken == {}
    assert set(plan.by_survey) == {"exempel", "enkat-001"}
