"""What a report may say of the organisations that are named."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from support.released_rows import codebook

from helpers.core.errors import ProjectError
from helpers.estimation.facts import (
    Break,
    ComparisonFacts,
    DepartmentResponse,
    Facts,
    LongStanding,
    Naming,
    Organisation,
    OrganisationFacts,
    Quotation,
    ResponseFacts,
    facts_as_json,
    facts_from_json,
)
from helpers.presentation.facts import organisations
from helpers.survey.codebook import Codebook

REGISTER = pd.DataFrame(
    [
        ("Kören", "kulturförening", "leisure_culture; work", "ja"),
        ("Jouren", "kvinnojour", "work", "nej"),
        ("Glömda klubben", "idrottsförening", "work", "ja"),
        ("Bara kultur", "kulturförening", "leisure_culture", "ja"),
    ],
    columns=["name", "type", "challenges", "publish"],
)


def tie(response: int, organisation: str, **given: Any) -> dict[str, Any]:
    return {
        "response": response,
        "how": "exact",
        "organisation": organisation,
        "group": "Stadskontoret",
        "challenge": "work",
        "dialog": True,
        "support": False,
        "joint": False,
        "since": None,
        **given,
    }


TIES = pd.DataFrame(
    [
        tie(1, "Kören", since=2019.0),
        tie(1, "Kören", challenge="leisure_culture", since=2019.0, joint=True),
        tie(2, "Kören", group="Miljöförvaltningen", since=2020.0),
        tie(3, "Jouren", group="Ej angivet"),
    ]
)


def test_a_name_is_listed_only_where_the_register_lets_it() -> None:
    said = organisations(TIES, REGISTER, codebook())
    assert said.named == 2
    assert [one.name for one in said.listed] == ["Kören"]
    assert "Jouren" not in str(said)


def test_who_names_it_is_told_for_each_challenge() -> None:
    (choir,) = organisations(TIES, REGISTER, codebook()).listed
    both = ("Miljöförvaltningen", "Stadskontoret")
    assert choir.naming == Naming(2, both)
    assert choir.challenges == {
        "leisure_culture": Naming(1, ("Stadskontoret",), ("dialog", "joint")),
        "work": Naming(2, both, ("dialog",)),
    }


def test_the_register_knows_of_others_in_the_same_challenge() -> None:
    said = organisations(TIES, REGISTER, codebook())
    assert said.not_named == {
        "leisure_culture": ("Bara kultur",),
        "work": ("Glömda klubben",),
    }


def test_long_standing_ties_are_counted_among_those_with_a_known_year() -> None:
    said = organisations(TIES, REGISTER, codebook())  # fieldwork ended in 2024
    assert said.started["work"] == LongStanding(year=2019, known=2, before=1)
    assert "city_life" not in said.started


def test_protected_naming_tells_the_number_alone() -> None:
    content = codebook().model_dump(by_alias=True, exclude_unset=True)
    for question in content["questions"]:
        if question["type"] == "ties":
            question["disclosure"] = "protected"
    book: Codebook = codebook(questions=content["questions"])
    assert organisations(TIES, REGISTER, book) == OrganisationFacts(named=2)


def test_so_does_naming_that_a_protected_question_leads_to() -> None:
    """Whoever names somebody gave the answer that leads there."""
    content = codebook().model_dump(by_alias=True, exclude_unset=True)
    for question in content["questions"]:
        if question["type"] == "ties":
            question["asked_if"] = {"hot": ["Ja"]}
    hot = {"id": "hot", "column": "hot", "type": "single", "options": ["Ja", "Nej"]}
    book: Codebook = codebook(questions=[*content["questions"], hot])
    assert book.protected("hot")
    assert organisations(TIES, REGISTER, book) == OrganisationFacts(named=2)


def test_nobody_named() -> None:
    said = organisations(TIES.iloc[:0], REGISTER, codebook())
    assert said.named == 0
    assert said.listed == ()
    assert said.not_named["work"] == ("Glömda klubben", "Kören")


FULL = Facts(
    survey="2024",
    kept=3,
    set_aside={"testsvar": 1},
    response=ResponseFacts(
        True, 2, 3, 2 / 3, {"rr1": None}, (DepartmentResponse("A", 2, 3, 2 / 3),)
    ),
    quotes=(Quotation("why", "Därför."),),
    organisations=OrganisationFacts(
        1,
        (Organisation("Kören", "", Naming(1, ("A",)), {"work": Naming(1, ("A",))}),),
        {"work": ("Klubben",)},
        {"work": LongStanding(2019, 2, 1)},
    ),
    comparison=ComparisonFacts(
        "2022",
        "2022",
        called_before={"why": {"Ja": "Jo"}},
        breaks=(Break.of("split", True, department="A", into=["B", "C"]),),
    ),
)


def test_facts_come_back_from_json_as_they_were() -> None:
    assert facts_from_json(json.loads(json.dumps(facts_as_json(FULL)))) == FULL


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        {"survey": "2024"},
        {"format": 0, "survey": "2024"},
        {**facts_as_json(FULL), "kept": "många"},
        {**facts_as_json(FULL), "unknown": 1},
    ],
)
def test_facts_of_another_format_are_refused(content: object) -> None:
    with pytest.raises(ProjectError, match=r"facts\.json"):
        facts_from_json(content)
