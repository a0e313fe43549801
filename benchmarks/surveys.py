"""Surveys to measure with: copies of an example, and made-up ones of any size."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd

EXAMPLE = Path(__file__).resolve().parents[1] / "data" / "raw" / "exempel-2024"
SEED = 20240205
DEPARTMENTS = [f"Förvaltning {letter}" for letter in "ABCDEFGHIJKL"]
AREAS = ["Hälsa", "Fritid", "Stadsliv", "Delaktighet", "Arbete"]
DEGREES = ["Inte alls", "I liten grad", "Delvis", "I hög grad", "Helt"]
CAUSES = ["Tid", "Pengar", "Lokaler", "Kunskap", "Regler", "Annat"]


def copy_example(root: Path, name: str) -> None:
    """exempel-2024 as a survey alone: of no series, so that no wave comes before it."""
    folder = root / "data" / "raw" / name
    shutil.copytree(EXAMPLE, folder)
    source = folder / "survey.yml"
    lines = source.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("series:", "wave:"))]
    source.write_text("\n".join(kept) + "\n", encoding="utf-8")


def make_survey(root: Path, name: str, responses: int) -> None:
    """A survey of 60 questions: one group, one of challenges, 38 scales, 15 of several
    answers and 5 numbers, answered by `responses` made-up units. Seeded."""
    folder = root / "data" / "raw" / name
    folder.mkdir(parents=True)
    questions = [
        _single("department", DEPARTMENTS, "open"),
        _multiple("areas", AREAS),
        *(_single(f"degree_{n}", DEGREES) for n in range(1, 39)),
        *(_multiple(f"causes_{n}", CAUSES) for n in range(1, 16)),
        *(
            f'  - {{id: hours_{n}, column: "hours_{n}", type: number, unit: timmar}}'
            for n in range(1, 6)
        ),
    ]
    areas = ", ".join(f'a{n}: ["{area}"]' for n, area in enumerate(AREAS))
    labels = ", ".join(f'a{n}: {{label: "{area}"}}' for n, area in enumerate(AREAS))
    text = [
        f'title: "Påhittad enkät med {responses} svar"',
        "fictitious: true",
        'exports: [{file: "svar.csv"}]',
        "group: department",
        "challenges:",
        f"  items: {{{labels}}}",
        f"  from: {{question: areas, options: {{{areas}}}}}",
        "questions:",
        *questions,
    ]
    (folder / "survey.yml").write_text("\n".join(text) + "\n", encoding="utf-8")
    random = np.random.default_rng(SEED)
    for start in range(0, responses, 50_000):
        rows = min(50_000, responses - start)
        _answers(random, rows).to_csv(
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


def _answers(random: np.random.Generator, rows: int) -> pd.DataFrame:
    """Shares differ between departments, and one answer in twenty is blank."""
    department = random.integers(0, len(DEPARTMENTS), rows)
    table = {"department": np.array(DEPARTMENTS, dtype=object)[department]}
    table["areas"] = _several(random, AREAS, department)
    for n in range(1, 39):
        skill = random.normal(2 + department / 6, 1.2, rows).round().clip(0, 4)
        chosen = np.array([*DEGREES, ""], dtype=object)
        skill[random.random(rows) < 0.05] = 5
        table[f"degree_{n}"] = chosen[skill.astype(int)]
    for n in range(1, 16):
        table[f"causes_{n}"] = _several(random, CAUSES, department)
    for n in range(1, 6):
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
