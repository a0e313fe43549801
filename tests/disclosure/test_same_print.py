"""Two surveys of which the same is shown give the same files, byte for byte.

Two units of different groups exchange a protected answer that is suppressed in both
groups. So nothing that is published (order, width, marks, hidden text, Word, slides,
workbook, open data) follows from a suppressed number.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.projects import ran

from helpers.cleaning.step import clean
from helpers.core.project import Project
from helpers.disclosure.release import release
from helpers.estimation.analysis import analyse
from helpers.survey.sources import read_source

SURVEY = """\
title: Liten enkät
fictitious: true
exports: [{file: svar.csv}]
group: grp
unit: {question: unit}
disclosure: {k: 5, small_group: 10}
scales:
  hur: {options: [Mycket missnöjd, Missnöjd, Varken eller, Nöjd, Mycket nöjd]}
questions:
- {id: grp, column: Grupp, chapter: background, disclosure: open, type: single,
   options: [Norr, Soder, Vard, Skola]}
- {id: unit, column: Enhet, chapter: background, disclosure: open, type: text}
- {id: hinder, column: hinder, text: Vad hindrar er mest?, type: single,
   options: [Tid, Pengar, Lokaler, Annat], chapter: quality}
- {id: stod, column: stod, text: Vilket stöd vill ni ha?, type: multiple,
   separator: ",", options: [Råd, Mallar, Kontakt], chapter: support}
- {id: nojd, column: nojd, text: Hur nöjda är ni?, type: single, scale: hur,
   chapter: quality}
- {id: plan, column: plan, text: Har ni en plan?, type: single, options: [Ja, Nej],
   disclosure: open, chapter: quality}
"""
GROUPS = {"Norr": 14, "Soder": 11, "Vard": 9, "Skola": 6}
STEPS = ["Mycket missnöjd", "Missnöjd", "Varken eller", "Nöjd", "Mycket nöjd"]
PROTECTED = (2, 4)  # columns of one answer each


def people(random: np.random.Generator) -> list[list[str]]:
    found = []
    for group, size in GROUPS.items():
        for n in range(size):
            wanted = [
                one for one in ("Råd", "Mallar", "Kontakt") if random.random() < 0.5
            ]
            found.append(
                [
                    f"{group} {n}",
                    group,
                    str(random.choice(["Tid", "Pengar", "Lokaler", "Annat"],
                                      p=[0.5, 0.3, 0.1, 0.1])),
                    f'"{",".join(wanted or ["Råd"])}"',
                    str(random.choice(STEPS, p=[0.05, 0.1, 0.2, 0.4, 0.25])),
                    str(random.choice(["Ja", "Nej"])),
                ]
            )  # fmt: skip
    return found


def shown(folder: Path, answers: list[list[str]]) -> pd.DataFrame:
    """What is released, without why the rest is not: that is told nowhere."""
    raw = folder / "data" / "raw" / "liten"
    raw.mkdir(parents=True)
    (raw / "survey.yml").write_text(SURVEY, "utf-8")
    header = ["Enhet", "Grupp", "hinder", "stod", "nojd", "plan"]
    lines = [";".join(one) for one in (header, *answers)]
    (raw / "svar.csv").write_text("\n".join(lines) + "\n", "utf-8")
    frame = [f"{g} {n};{g}" for g, size in GROUPS.items() for n in range(size * 2)]
    text = "\n".join(["unit;department", *frame]) + "\n"
    (raw / "population.csv").write_text(text, "utf-8")
    cleaned = clean(read_source("liten", Project(folder)))
    return release(analyse(cleaned), cleaned.codebook).rows.drop(columns="reason")


def exchanged(
    random: np.random.Generator, answers: list[list[str]]
) -> list[list[str]] | None:
    """The answers after two units of different groups exchanged one."""
    column = int(random.choice(PROTECTED))
    one, other = random.choice(len(answers), 2, replace=False)
    alike = answers[one][column] == answers[other][column]
    if alike or answers[one][1] == answers[other][1]:
        return None
    found = [list(row) for row in answers]
    found[one][column], found[other][column] = (
        answers[other][column],
        answers[one][column],
    )
    return found


@pytest.mark.slow
def test_what_is_suppressed_decides_nothing_that_is_published(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    first = people(random)
    told = shown(tmp_path / "one", first)
    folders = [tmp_path / "one"]
    for number in range(60):
        if second := exchanged(random, first):
            folder = tmp_path / f"other {number}"
            if shown(folder, second).equals(told):
                folders.append(folder)
                break
    assert len(folders) == 2, "another table of which the same is shown"
    files = []
    for folder in folders:
        outputs = ran(folder, "liten") / "outputs"
        paths = [path for path in sorted(outputs.rglob("*")) if path.is_file()]
        files.append({p.relative_to(outputs).as_posix(): p.read_bytes() for p in paths})
    assert any(name.endswith(".xlsx") for name in files[0])
    differ = [n for n in files[0] if files[0][n] != files[1].get(n)]
    assert differ == []
    assert files[0].keys() == files[1].keys()
