"""Cleaning against the truth of the fictitious surveys.

The truth is made by the generator from the answers as they were meant; nothing of it
comes from cleaning. A difference is a fault in one of the two.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pandas as pd
import pytest
from make_examples import CHECKOUT, SURVEYS, TRUTH

from helpers.cleaning import step as cleaning
from helpers.cleaning.step import Cleaned, clean
from helpers.core.project import Project
from helpers.survey.sources import read_source

PERSON = "person_as_organisation"

FATES = {
    "replaced": cleaning.REPLACED,
    "decided": cleaning.DECIDED,
    "test": cleaning.TEST,
    "duplicate": cleaning.DUPLICATE,
    "partial": cleaning.PARTIAL,
}


@pytest.fixture(scope="module", params=SURVEYS)
def survey(request: pytest.FixtureRequest) -> tuple[Cleaned, dict[str, Any]]:
    truth = json.loads((CHECKOUT / TRUTH).read_text(encoding="utf-8"))
    source = read_source(request.param, Project(CHECKOUT))
    return clean(source), truth[request.param]


def test_rows_are_kept_and_set_aside_as_planted(survey: Any) -> None:
    cleaned, truth = survey
    assert cleaned.read == truth["raw_rows"]
    assert cleaned.kept == truth["kept"]
    expected = {FATES[fate]: rows for fate, rows in truth["set_aside"].items()}
    assert cleaned.set_aside == expected


def test_each_row_set_aside_is_the_one_meant(survey: Any) -> None:
    cleaned, truth = survey
    table = cleaned.quarantined
    rows = table[table["kind"] == "row"]
    found = set(zip(rows["file"], rows["row"], rows["reason"], strict=True))
    assert found == {
        (row["file"], row["row"], FATES[row["why"]]) for row in truth["rows_set_aside"]
    }


def test_impossible_values_are_set_aside_in_their_cells(survey: Any) -> None:
    cleaned, truth = survey
    table = cleaned.quarantined
    values = table[table["kind"] == "value"]
    found = set(zip(values["file"], values["row"], values["column"], strict=True))
    wrong = ("impossible_negative", "impossible_year", "contradiction", PERSON)
    assert found == {
        (plant["file"], plant["row"], plant["column"])
        for plant in truth["planted"]
        if plant["defect"] in wrong
    }


def test_single_answers_are_the_ones_meant(survey: Any) -> None:
    cleaned, truth = survey
    for question, meant in truth["single"].items():
        id = question if question in cleaned.codebook.by_id else f"{question}_2024"
        assert counts(cleaned.responses[id]) == meant["options"], question


def test_multiple_answers_are_the_ones_meant(survey: Any) -> None:
    cleaned, truth = survey
    for question, meant in truth["multiple"].items():
        assert ticks(cleaned, question, question) == meant["options"], question


def test_grids_are_the_ones_meant(survey: Any) -> None:
    cleaned, truth = survey
    for question, rows in truth["grid"].items():
        for row, meant in rows.items():
            key = f"{question}/{row}"
            several = cleaned.codebook.question(question).cell == "multiple"
            found = (
                ticks(cleaned, question, key)
                if several
                else counts(cleaned.responses[key])
            )
            assert found == meant["options"], key


def test_numbers_are_the_ones_meant(survey: Any) -> None:
    cleaned, truth = survey
    assert number(cleaned.responses["paid"]) == truth["paid"]
    for row, meant in truth["projects"].items():
        assert number(cleaned.responses[f"projects/{row}"]) == meant


def test_ties_and_organisations_are_the_ones_meant(survey: Any) -> None:
    cleaned, truth = survey
    ties = cleaned.ties
    # A person with a telephone number is set aside, and no organisation.
    persons = sum(plant["defect"] == PERSON for plant in truth["planted"])
    assert len(ties) == truth["ties"]["ties"] - persons
    meant = Counter(truth["ties"]["by_challenge"])
    assert (meant - Counter(counts(ties["challenge"]))).total() == persons
    named = {name.casefold() for name in ties["organisation"]}
    until = truth["unconfirmed"]["organisations_until_confirmed"]
    assert len(named) == until - persons


def test_units_are_matched_to_the_frame(survey: Any) -> None:
    cleaned, truth = survey
    unsure = [*truth["frame"]["outside"], *truth["unconfirmed"]["units"]]
    outside = cleaned.responses["unit_how"] == "unmatched"
    assert sorted(cleaned.responses.loc[outside, "unit"]) == sorted(unsure)
    answered = truth["frame"]["answered"] - len(truth["unconfirmed"]["units"])
    assert int(cleaned.population["answered"].sum()) == answered


def test_no_person_passes_cleaning(survey: Any) -> None:
    """Neither the senders' addresses nor what they let slip in free text."""
    cleaned, _ = survey
    texts = cleaned.responses.select_dtypes("str")
    everything = "\n".join(texts.fillna("").to_numpy().ravel())
    for trace in ("@", "192.0.2.", "070-174", "19121212", "Exempelin", "Sagoman"):
        assert trace not in everything


# ------------------------------------------------------------------------- counting


def counts(answers: pd.Series) -> dict[str, int]:
    found = answers.dropna().astype(str).value_counts()
    return {str(option): int(times) for option, times in found.items() if times}


def ticks(cleaned: Cleaned, question: str, key: str) -> dict[str, int]:
    options = cleaned.codebook.question(question).all_options
    found = {o: int(cleaned.responses[f"{key}={o}"].sum()) for o in options}
    return {option: times for option, times in found.items() if times}


def number(answers: pd.Series) -> dict[str, float]:
    return {"answered": int(answers.notna().sum()), "total": answers.sum()}
