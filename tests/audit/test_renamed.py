"""One late answer comes out of two versions that call the same thing by two names: the
audit finds it when release has not been told of the first version."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.estimate_rows import codebook, share, single

from helpers.audit import audit_files
from helpers.audit.claim import Cell, Claim
from helpers.audit.feasible import attack
from helpers.audit.published import already_told
from helpers.audit.puzzle import Version
from helpers.audit.renamed import in_names_of_now
from helpers.core.project import Project
from helpers.disclosure.release import release
from helpers.presentation.outputs import numbers_csv
from helpers.survey.codebook import Codebook

OPTIONS = ["Ja", "Nej"]
FIRST = {"Norr": (12, 13), "Soder": (9, 11), "Vard": (7, 8)}
LATE = {"Norr": (19, 20), "Soder": (9, 11), "Vard": (8, 8)}  # one in Vard, 14 in Norr
NEW = "Vårdförvaltningen"
SURVEY = """
title: Prov
exports: [{file: svar.csv}]
group: group
questions:
  - {id: group, column: g, type: single, disclosure: open, options: [Norr, Soder, Vard]}
  - {id: trivs, column: t, type: single, options: [Ja, Nej]}
"""


def book(names, question="trivs", options=OPTIONS, **renamed) -> Codebook:
    return codebook(
        single("group", list(names), disclosure="open"),
        single(question, list(options)),
        group="group",
        renamed=renamed,
    )


def rows(counts, question="trivs", options=OPTIONS) -> pd.DataFrame:
    everyone = tuple(np.sum(list(counts.values()), axis=0).tolist())
    return pd.DataFrame(
        share(question, option, count, sum(answers), group=group)
        for group, answers in {**counts, "all": everyone}.items()
        for option, count in zip(options, answers, strict=True)
    )


def said(
    folder: Path,
    table: pd.DataFrame,
    now: Codebook,
    *,
    careful=False,
    before=FIRST,
    options=OPTIONS,
) -> str:
    """What the audit says of a second version, of which release knows no first."""
    first = release(rows(before, options=options), book(before, options=options))
    (folder / "then").mkdir(parents=True)
    (folder / "then" / "1.csv").write_bytes(numbers_csv(first))
    earlier = [first.for_ledger()] if careful else []
    released = release(table, now, earlier=earlier)
    (folder / "now" / "data").mkdir(parents=True)
    (folder / "now" / "data" / "alla-tal.csv").write_bytes(numbers_csv(released))
    bases = list(released.for_ledger()["base"])
    ledger = [folder / "then" / "1.csv"]
    found = audit_files(folder / "now", now, ledger=ledger, bases=bases)
    return "\n".join(map(str, found))


def called(counts, names) -> dict[str, tuple[int, int]]:
    return {names.get(group, group): answers for group, answers in counts.items()}


VERSIONS = {
    "a question": (rows(LATE, "trivsel"), ["trivsel", OPTIONS]),
    "an option": (rows(LATE, options=["Jo", "Nej"]), ["trivs", ["Jo", "Nej"]]),
    "a group": (rows(called(LATE, {"Vard": NEW})), ["trivs", OPTIONS]),
}


@pytest.mark.parametrize("kind", VERSIONS)
def test_a_late_answer_under_another_name_is_found(tmp_path: Path, kind: str) -> None:
    table, words = VERSIONS[kind]
    groups = [group for group in dict.fromkeys(table["group"]) if group != "all"]
    told = said(tmp_path, table, book(groups, *words))
    assert (
        "går att räkna ut ur det som visas: 1 av 1 (svaren som kom till sist)" in told
    )


@pytest.mark.parametrize(
    ("kind", "renamed"),
    [
        ("a question", {"questions": {"trivsel": "trivs"}}),
        ("a group", {"groups": {NEW: "Vard"}}),
    ],
)
def test_nothing_is_found_where_release_was_told(tmp_path, kind, renamed) -> None:
    table, words = VERSIONS[kind]
    groups = [group for group in dict.fromkeys(table["group"]) if group != "all"]
    now = book(groups, *words, **renamed)
    assert said(tmp_path, table, now, careful=True) == ""


def test_another_division_of_the_same_answers_is_found(tmp_path: Path) -> None:
    """Land is Soder and one unit of Vard."""
    division = {"Stad": (12, 13), "Land": (10, 11), "Kust": (6, 8)}
    told = said(tmp_path, rows(division), book(division))
    assert "”Ja”, Land går att räkna ut ur det som visas: 1 av 1" in told


def test_merged_groups_with_one_late_answer_are_found(tmp_path: Path) -> None:
    merged = {"Nord": (21, 25), "Vard": (7, 8)}  # Norr, Soder, and one more
    now = book(merged, groups={"Nord": ["Norr", "Soder"]})
    told = said(tmp_path, rows(merged), now)
    assert "1 av 1 (grupper som slagits ihop eller delats sedan version 1)" in told


FINE, COARSE = ["A", "B", "C"], ["AB", "C"]
DIVIDED = {"Norr": (12, 13, 11), "Soder": (19, 11, 10), "Vard": (17, 18, 19)}
WITH_LATE = {"Norr": (12, 13, 11), "Soder": (19, 11, 10), "Vard": (19, 20, 20)}


def merged(counts) -> dict[str, tuple[int, int]]:
    return {group: (a + b, c) for group, (a, b, c) in counts.items()}


@pytest.mark.parametrize("way", ["merged", "divided", "into one of its own"])
def test_late_answers_to_options_that_were_merged_or_divided(tmp_path, way) -> None:
    """Five came to Vard, four of them A or B: one said C."""
    then, now, told = DIVIDED, merged(WITH_LATE), {"AB": ["A", "B"]}
    words = FINE, COARSE
    if way == "divided":
        then, now, told = merged(DIVIDED), WITH_LATE, {"A": ["AB"], "B": ["AB"]}
        words = COARSE, FINE
    elif way != "merged":  # nothing is renamed: B is gone, and A has become more
        words, told = (FINE, ["A", "C"]), {}
    told_book = codebook(
        single("group", list(now), disclosure="open"),
        single("trivs", words[1]),
        group="group",
        renamed={"options": {"trivs": told}},
    )
    table = rows(now, options=words[1])
    of_then = {"before": then, "options": words[0]}
    found = said(tmp_path / "careless", table, told_book, **of_then)
    assert "1 av 5 (alternativ som slagits ihop eller delats sedan version 1)" in found
    assert said(tmp_path / "told", table, told_book, careful=True, **of_then) == ""


def test_another_question_with_the_same_options_is_another(tmp_path: Path) -> None:
    other = {"Norr": (5, 20), "Soder": (14, 6), "Vard": (9, 7)}
    assert said(tmp_path, rows(other, "hot"), book(FIRST, "hot")) == ""


def test_what_published_versions_tell_together_is_told_and_stops_nothing(tmp_path):
    """Version 2 let one late answer out. Version 3 keeps it, and the audit says what is
    out already, and not that this version tells it."""
    first = release(rows(FIRST), book(FIRST))
    leaked = release(rows(LATE), book(FIRST))
    raw, data = tmp_path / "data/raw/prov", tmp_path / "outputs/prov/data"
    for folder in (raw / "published", data):
        folder.mkdir(parents=True)
    (raw / "survey.yml").write_text(SURVEY, encoding="utf-8")
    tables = [one.for_ledger() for one in (first, leaked)]
    third = release(rows(LATE), book(FIRST), earlier=tables)
    hidden = third.select(option="Ja", shown=False).values("group")
    assert hidden == ["Norr", "Vard"]
    (data / "alla-tal.csv").write_bytes(numbers_csv(third))
    for number, one in enumerate((first, leaked), start=1):
        path = raw / "published" / f"{number}.csv"
        path.write_bytes(numbers_csv(one))
    ledger = sorted((raw / "published").glob("*.csv"))
    bases = list(third.for_ledger()["base"])
    assert audit_files(data.parent, book(FIRST), ledger=ledger, bases=bases) == []
    told = already_told("prov", Project(tmp_path))
    assert "t, ”Ja”, Vard: 1 av 1 (svaren som kom till sist)" in told
    (raw / "published" / "2.csv").unlink()
    assert already_told("prov", Project(tmp_path)) == ""


def test_steps_merged_otherwise_are_not_taken_for_each_other() -> None:
    """Two who said 3 came after version 1 merged 4 and 5, and version 2 merges all."""
    steps = ["1", "2", "3", "4", "5"]
    now = book(FIRST, "betyg", steps)
    then = versions_of("4 eller 5", 9, 20, "1")
    later = versions_of("3, 4 eller 5", 11, 21, "nu")
    named, _ = in_names_of_now([then, later], now)
    assert [claim.cell.option for claim in named.claims] == ["4 eller 5"]
    told = [one for one in attack([then, later], now) if one.low == one.high]
    assert told == []


def versions_of(option: str, count: float, base: float, name: str) -> Version:
    cell = Cell("betyg", option=option, group="Norr")
    return Version(name, [Claim(cell, "alla-tal.csv", count=count, base=base)])
