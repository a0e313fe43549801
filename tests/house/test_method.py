"""The chain by plain calls gives what the notebooks give."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from helpers import method
from helpers.core.project import Project
from helpers.presentation.manuscript import read_report


@pytest.mark.parametrize("survey", ["exempel-2022", "exempel-2024"])
def test_the_chain_by_hand_releases_what_the_run_released(
    survey: str, example_report: Path
) -> None:
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
