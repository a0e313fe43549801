"""Ties seen from both sides: the units' survey and the organisations' own (form B)."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from support.projects import ran

from helpers.batch import steps
from helpers.cleaning.checks import check_survey
from helpers.cleaning.cleaned import read_cleaned, write_cleaned
from helpers.cleaning.step import clean
from helpers.core.errors import KartlaggningError
from helpers.core.project import Project
from helpers.disclosure.release import release
from helpers.estimation.analysis import analyse
from helpers.estimation.sides import both_sides, read_other_side, side_estimates
from helpers.presentation.chapters.network import network
from helpers.presentation.manuscript import read_report
from helpers.survey.sources import read_source

CITY, THEIRS = "staden-2026", "foreningar-2026"
CITY_YML = f"""\
title: "Staden"
series: staden
wave: 2026
exports: [{{file: svar.csv}}]
other_side: {THEIRS}
unit: {{question: unit}}
group: department
questions:
  - {{id: unit, type: text, column: Enhet, disclosure: open}}
  - id: department
    type: single
    column: Förvaltning
    label: Förvaltning
    options: [Kultur, Fritid, Miljö]
    disclosure: open
  - id: partners
    type: ties
    blocks: 2
    fields: {{name: "Partner {{n}}"}}
    disclosure: open
"""
THEIRS_YML = """\
title: "Föreningarna"
wave: 2026
exports: [{file: svar.csv}]
respondent: organisation
unit: {question: name}
questions:
  - {id: name, type: text, column: Förening, disclosure: open}
  - id: city
    type: ties
    blocks: 2
    fields: {name: "Hos staden {n}"}
    disclosure: open
"""
TIES_OPEN = """\
    fields: {name: "Hos staden {n}"}
    disclosure: open
"""
CITY_ANSWERS = """\
Enhet;Förvaltning;Partner 1;Partner 2
Biblioteket;Kultur;Odlarna;Kören
Museet;Kultur;Kören;Gnistan
Badet;Fritid;Odlarna;IK Björken
"""
# Miljö has not answered; nor have Gnistan and IK Björken.
THEIRS_ANSWERS = """\
Förening;Hos staden 1;Hos staden 2
ODLARNA;Kultur;Miljö
Sångkören;museet;Region Skåne
Nykomlingen;Fritid;
"""
REGISTER = "name;aliases;publish\nKören;Sångkören;ja\nGnistan;;ja\n"


def pair(
    root: Path,
    *,
    city: str = CITY_YML,
    theirs: str = THEIRS_YML,
    answers: str = THEIRS_ANSWERS,
) -> Project:
    for name, yml, rows in (
        (CITY, city, CITY_ANSWERS),
        (THEIRS, theirs, answers),
    ):
        folder = root / "data" / "raw" / name
        folder.mkdir(parents=True)
        (folder / "survey.yml").write_text(yml, encoding="utf-8")
        (folder / "svar.csv").write_text(rows, encoding="utf-8")
    register = root / "data" / "raw" / CITY / "organisations.csv"
    register.write_text(REGISTER, encoding="utf-8")
    return Project(root)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The two surveys, run as anybody runs the units' own."""
    root = tmp_path_factory.mktemp("sidor")
    pair(root)
    ran(root, CITY, until=f"{CITY}/3_release")
    return Project(root)


def released_counts(project: Project) -> dict[tuple[str, str], tuple[str, str, str]]:
    """From the csv that is published: (group, statistic) → count, answered, asked."""
    text = (project.outputs(CITY) / "data" / "alla-tal.csv").read_text("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text), delimiter=";")
    return {
        (row["group"], row["statistic"].removeprefix("sides_")): (
            row["count"],
            row["answered"],
            row["asked"],
        )
        for row in rows
        if row["statistic"].startswith("sides_")
    }


def test_a_run_of_the_units_survey_joins_both_sides(made: Project) -> None:
    found = released_counts(made)
    # Kultur and Odlarna, and Kultur and Kören (by an alias and by a unit), by both.
    assert found["all", "both"] == ("2", "4", "7")
    assert found["all", "department"] == ("1", "4", "7")  # Fritid names Odlarna
    assert found["all", "organisation"] == ("1", "4", "7")  # Nykomlingen names Fritid
    assert found["all", "unknown"] == ("3", "7", "7")
    assert found["all", "answered"] == ("2", "4", "4")
    assert found["all", "elsewhere"][0] == "1"  # Region Skåne
    assert found["Kultur", "both"] == ("2", "2", "3")
    assert found["Fritid", "both"] == ("0", "2", "3")
    assert found["Miljö", "unknown"] == ("1", "1", "1")  # named, and silent


def test_the_chapter_says_what_nobody_can_know(made: Project) -> None:
    report = read_report(CITY, project=made)
    said = " ".join(str(part) for part in network(report).parts).replace("\xa0", " ")
    assert "Av de 4 organisationer som verksamheterna nämner har 2 svarat" in said
    assert "7 par av förvaltning och organisation" in said
    assert "2 nämns av båda, 1 bara av verksamheterna och 1 bara av org" in said
    assert "I 3 av paren har den ena sidan inte svarat" in said
    assert "betyder inte att det saknas" in said
    assert "Ett av namnen som organisationerna uppger" in said


def test_analysing_waits_for_the_other_sides_answers_alone(made: Project) -> None:
    by_id = {step.id: step for step in steps.plan(made, [CITY]).steps}
    analysis = by_id[f"{CITY}/2_analyse-all"]
    assert f"{THEIRS}/1_clean" in analysis.needs
    assert f"{THEIRS}/3_release" not in analysis.needs
    assert f"{THEIRS}/survey.yml" in {
        f"{path.parent.name}/{path.name}" for path in by_id[f"{CITY}/1_clean"].reads
    }
    alone = {step.survey for step in steps.plan(made, [THEIRS]).steps}
    assert alone == {THEIRS}


def test_what_the_organisations_were_asked_in_confidence_is_not_told(
    tmp_path: Path,
) -> None:
    hidden = THEIRS_YML.replace(TIES_OPEN, TIES_OPEN.replace("open", "protected"))
    assert hidden != THEIRS_YML
    project = pair(tmp_path, theirs=hidden)
    for survey in (THEIRS, CITY):
        write_cleaned(clean(read_source(survey, project)), project)
    cleaned = read_cleaned(CITY, project)
    estimates = analyse(cleaned, other_side=read_other_side(CITY, project))
    rows = release(estimates, cleaned.codebook).rows
    both = rows["statistic"].str.startswith("sides_")
    assert both.sum() > 20
    assert not rows.loc[both, "shown"].any()
    assert rows.loc[rows["statistic"] == "ties", "shown"].all()


def test_a_survey_without_another_side_tells_of_none(made: Project) -> None:
    assert read_other_side(THEIRS, made) is None


def test_the_silent_contradict_nothing() -> None:
    ours = pd.DataFrame(
        {"group": ["A", "A", "B", "B"], "organisation": ["x", "y", "z", "z"]}
    )
    theirs = pd.DataFrame({"organisation": ["x", "z", "x"], "group": ["A", "A", "C"]})
    joined = both_sides(ours, theirs, departments=["A", "B"], organisations=["x", "z"])
    named = {
        (row.group, row.organisation): (row.by_department, row.by_organisation)
        for row in joined.itertuples()
    }
    assert named == {
        ("A", "x"): (True, True),
        ("A", "y"): (True, False),  # y did not answer
        ("A", "z"): (False, True),
        ("B", "z"): (True, False),
        ("C", "x"): (False, True),  # C did not answer
    }
    assert list(joined["organisation_answered"]) == [True, False, True, True, True]
    assert list(joined["department_answered"]) == [True, True, True, True, False]


def test_nobody_named_on_either_side_is_no_error(tmp_path: Path) -> None:
    project = pair(tmp_path, answers="Förening;Hos staden 1;Hos staden 2\nKören;;\n")
    cleaned = {one: clean(read_source(one, project)) for one in (CITY, THEIRS)}
    for one in cleaned.values():
        write_cleaned(one, project)
    nobody = replace(cleaned[CITY], ties=cleaned[CITY].ties.iloc[:0])
    other = read_other_side(CITY, project)
    assert other is not None
    table = side_estimates(nobody, other)
    assert table["count"].eq(0).all()
    shares = table["statistic"].ne("sides_elsewhere")
    assert table.loc[shares, "estimate"].isna().all()


@pytest.mark.parametrize(
    ("city", "theirs", "said"),
    [
        ({THEIRS: "foreningar-2025"}, {}, "Det finns ingen enkät ”foreningar-2025”"),
        ({THEIRS: "Föreningar 26"}, {}, "kan inte vara namnet på en enkät"),
        (
            {},
            {"respondent: organisation": "respondent: public_unit"},
            "är inte besvarad av organisationer",
        ),
        ({}, {"unit: {question: name}\n": ""}, "säger inte vem som svarar"),
        ({}, {"wave: 2026": "wave: 2025"}, "är av en annan omgång (2025, inte 2026)"),
        ({}, {"wave: 2026": "series: staden\nwave: 2026"}, "hör till samma serie"),
        ({}, {"blocks: 2": "blocks: 0"}, f"{THEIRS}/survey.yml"),
        ({"group: department\n": ""}, {}, "other_side behöver en fråga"),
        (
            {"wave: 2026": "wave: 2026\nrespondent: organisation"},
            {},
            "other_side står i organisationernas enkät",
        ),
    ],
)
def test_two_surveys_that_are_no_two_sides(
    tmp_path: Path, city: dict[str, str], theirs: dict[str, str], said: str
) -> None:
    texts = []
    for text, changed in ((CITY_YML, city), (THEIRS_YML, theirs)):
        for old, new in changed.items():
            assert old in text
            text = text.replace(old, new)
        texts.append(text)
    project = pair(tmp_path, city=texts[0], theirs=texts[1])
    errors, _ = check_survey(project, CITY)
    assert any(said in str(one) for one in errors), errors
    assert all(one.todo.endswith(".") for one in errors)
    with pytest.raises(KartlaggningError, match=re.escape(said)):
        read_source(CITY, project)
    # A plan can be made all the same: 1_clean tells what is wrong.
    assert isinstance(steps.plan(project, [CITY]), steps.Plan)
