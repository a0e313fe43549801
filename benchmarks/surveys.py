"""Surveys to measure with: copies of an example, and made-up ones of any size."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

EXAMPLE = Path(__file__).resolve().parents[1] / "data" / "raw" / "exempel-2024"
SEED = 20240205
DEPARTMENTS = [f"Förvaltning {letter}" for letter in "ABCDEFGHIJKL"]
AREAS = ["Hälsa", "Fritid", "Stadsliv", "Delaktighet", "Arbete"]
DEGREES = ["Inte alls", "I liten grad", "Delvis", "I hög grad", "Helt"]
CAUSES = ["Tid", "Pengar", "Lokaler", "Kunskap", "Regler", "Annat"]


def copy_example(root: Path, name: str) -> None:
    """exempel-2024 as a survey alone: of no series, so that no wave comes before it,
    and nothing is weighted by what was said in one."""
    folder = root / "data" / "raw" / name
    shutil.copytree(EXAMPLE, folder)
    source = folder / "survey.yml"
    lines = source.read_text(encoding="utf-8").splitlines()
    of_waves = ("series:", "wave:", "propensity:")
    kept = [line for line in lines if not line.startswith(of_waves)]
    source.write_text("\n".join(kept) + "\n", encoding="utf-8")


def make_survey(root: Path, name: str, responses: int) -> None:
    """A survey of 60 questions: one group, one of challenges, 38 scales, 15 of several
    answers and 5 numbers, answered by `responses` made-up units. Seeded."""
    _make(root, name, responses, SEED, Shape(12, 5, 38, 15, 5))


def make_small_survey(root: Path, name: str, number: int) -> None:
    """The `number`th of many: 200 responses, 12 questions, 4 groups, 2 challenges."""
    _make(root, name, 200, SEED + number, Shape(4, 2, 6, 3, 1))


class Shape(NamedTuple):
    """How many of each a survey has."""

    departments: int
    areas: int
    scales: int
    causes: int
    numbers: int


def _make(root: Path, name: str, responses: int, seed: int, shape: Shape) -> None:
    folder = root / "data" / "raw" / name
    folder.mkdir(parents=True)
    areas = AREAS[: shape.areas]
    questions = [
        _single("department", DEPARTMENTS[: shape.departments], "open"),
        _multiple("areas", areas),
        *(_single(f"degree_{n}", DEGREES) for n in range(1, shape.scales + 1)),
        *(_multiple(f"causes_{n}", CAUSES) for n in range(1, shape.causes + 1)),
        *(
            f'  - {{id: hours_{n}, column: "hours_{n}", type: number, unit: timmar}}'
            for n in range(1, shape.numbers + 1)
        ),
    ]
    options = ", ".join(f'a{n}: ["{area}"]' for n, area in enumerate(areas))
    labels = ", ".join(f'a{n}: {{label: "{area}"}}' for n, area in enumerate(areas))
    text = [
        f'title: "Påhittad enkät med {responses} svar"',
        "fictitious: true",
        'exports: [{file: "svar.csv"}]',
        "group: department",
        "challenges:",
        f"  items: {{{labels}}}",
        f"  from: {{question: areas, options: {{{options}}}}}",
        "questions:",
        *questions,
    ]
    (folder / "survey.yml").write_text("\n".join(text) + "\n", encoding="utf-8")
    random = np.random.default_rng(seed)
    for start in range(0, responses, 50_000):
        rows = min(50_000, responses - start)
        _answers(random, rows, shape).to_csv(
            folder / "svar.csv",
            mode="a",
            header=start == 0,
            index=False,
            sep=";",
            lineterminator="\r\n",
        )


def _single(id: str, options: list[str], disclosure: str = "protected") -> str:
    listed = ", ".join(f'"{option}"' for option in options)
    return (
        f'  - {{id: {id}, column: "{id}", type: single, disclosure: {disclosure}, '
        f"options: [{listed}]}}"
    )


def _multiple(id: str, options: list[str]) -> str:
    listed = ", ".join(f'"{option}"' for option in options)
    return (
        f'  - {{id: {id}, column: "{id}", type: multiple, separator: ",", '
        f"options: [{listed}]}}"
    )


def _answers(random: np.random.Generator, rows: int, shape: Shape) -> pd.DataFrame:
    """Shares differ between departments, and one answer in twenty is blank."""
    department = random.integers(0, shape.departments, rows)
    table = {"department": np.array(DEPARTMENTS, dtype=object)[department]}
    table["areas"] = _several(random, AREAS[: shape.areas], department)
    for n in range(1, shape.scales + 1):
        skill = random.normal(2 + department / 6, 1.2, rows).round().clip(0, 4)
        chosen = np.array([*DEGREES, ""], dtype=object)
        skill[random.random(rows) < 0.05] = 5
        table[f"degree_{n}"] = chosen[skill.astype(int)]
    for n in range(1, shape.causes + 1):
        table[f"causes_{n}"] = _several(random, CAUSES, department)
    for n in range(1, shape.numbers + 1):
        table[f"hours_{n}"] = random.integers(0, 60, rows)
    return pd.DataFrame(table)


def _several(
    random: np.random.Generator, options: list[str], department: np.ndarray
) -> np.ndarray:
    ticked = random.random((len(department), len(options))) < (
        0.25 + department[:, None] / 40
    )
    codes = ticked @ (1 << np.arange(len(options)))
    texts = [
        ",".join(option for bit, option in enumerate(options) if code >> bit & 1)
        for code in range(1 << len(options))
    ]
    return np.array(texts, dtype=object)[codes]
