"""Every notebook keeps the rules of a notebook (rules.py says them)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from notebooks.rules import complaints

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
OWN = "own_analysis"
COMPUTES = {"one_import_cell", "only_calls", "no_literals", "names_exist"}
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_keeps_the_rules(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    broken = complaints(path.stem, notebook)
    if path.stem == OWN:  # it shows how to compute and draw by oneself
        broken = [one for one in broken if one[0] not in COMPUTES]
    assert broken == []


def test_the_steps_have_their_notebooks() -> None:
    stems = {path.stem for path in PATHS}
    assert {"1_clean", "2_analyse", "3_release", "4_report"} <= stems
