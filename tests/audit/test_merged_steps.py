"""A scale whose steps are merged by department: its merged steps and its single ones
are told of the same people, and no answer counts twice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.estimate_rows import codebook, share, single

from helpers.audit import audit_files
from helpers.disclosure.released import Released
from helpers.estimation.facts import NO_FACTS
from helpers.presentation.outputs import numbers_csv

STEPS = ["1", "2", "3", "4"]
MERGED = ["1 eller 2", "3 eller 4"]
GROUPS = {"Norr": (11, 9), "Söder": (9, 11)}


def book():
    return codebook(
        single("department", list(GROUPS), disclosure="open"),
        {"id": "important", "column": "Viktigt", "type": "single", "scale": "steps"},
        group="department",
        scales={"steps": {"options": STEPS}},
    )


def published(folder: Path, hidden: list[str], of_all: dict[str, str]) -> str:
    """What is wrong with 10 answers of each step, some of them not shown, beside a page
    that says something of the merged steps of all."""
    rows = [share("important", step, 10, 40) for step in STEPS]
    for group, counts in GROUPS.items():
        rows += [
            share("important", option, count, 20, group=group)
            for option, count in zip(MERGED, counts, strict=True)
        ]
    table = pd.DataFrame(rows)
    held = table["option"].isin(hidden).to_numpy()
    made = table.assign(shown=~held, reason=np.where(held, "secondary", ""))
    numbers = ["count", "answered", "asked", "population", "estimate"]
    made.loc[held, numbers] = np.nan
    released = Released._of(made, book(), NO_FACTS, table["answered"])
    (folder / "data").mkdir()
    (folder / "data" / "alla-tal.csv").write_bytes(numbers_csv(released))
    lines = "".join(
        f"<tr><th>{option}</th><td>{said}</td></tr>" for option, said in of_all.items()
    )
    (folder / "sida.html").write_text(
        "<!doctype html><html lang='sv'><body><h2>Viktigt</h2><table><caption>Viktigt"
        f"</caption><tr><th>Svarsalternativ</th><th>Antal</th></tr>{lines}</table>"
        "</body></html>",
        encoding="utf-8",
    )
    found = audit_files(folder, book(), bases=table["answered"], reasons=made["reason"])
    return "\n".join(map(str, found))


@pytest.mark.parametrize("said", ["20", "redovisas inte"])
def test_merged_steps_of_all_are_no_more_answers(tmp_path, said):
    assert published(tmp_path, [], dict.fromkeys(MERGED, said)) == ""


def test_a_merged_step_that_is_not_shown_tells_nothing(tmp_path):
    hidden = ["1", "4", *MERGED]  # of all; 2 and 3 are shown
    assert published(tmp_path, hidden, dict.fromkeys(MERGED, "redovisas inte")) == ""


def test_who_shows_a_merged_step_shows_the_step_within_it(tmp_path):
    told = published(tmp_path, ["1", "4", *MERGED], {"1 eller 2": "20"})
    assert "”1” går att räkna ut" in told


def test_a_merged_step_that_is_less_than_its_own_is_told(tmp_path):
    assert "motsäger varandra" in published(tmp_path, [], {"1 eller 2": "4"})
