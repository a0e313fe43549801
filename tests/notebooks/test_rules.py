"""Every notebook keeps the rules of a notebook (rules.py says them)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from notebooks.rules import complaints

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_keeps_the_rules(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert complaints(path.stem, notebook) == []


def test_the_steps_have_their_notebooks() -> None:
    stems = {path.stem for path in PATHS}
    assert {"1_clean", "2_analyse", "3_release", "4_report"} <= stems
