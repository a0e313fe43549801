"""What a report may say of the organisations that are named."""

from __future__ import annotations

from typing import Any

import pandas as pd
from support.released_rows import codebook

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
    assert said["named"] == 2
    assert [one["name"] for one in said["listed"]] == ["Kören"]
    assert "Jouren" not in str(said)


def test_who_names_it_is_told_for_each_challenge() -> None:
    (choir,) = organisations(TIES, REGISTER, codebook())["listed"]
    assert choir["units"] == 2
    assert choir["groups"] == ["Miljöförvaltningen", "Stadskontoret"]
    assert choir["challenges"] == {
        "leisure_culture": {
            "units": 1,
            "groups": ["Stadskontoret"],
            "forms": ["dialog", "joint"],
        },
        "work": {
            "units": 2,
            "groups": ["Miljöförvaltningen", "Stadskontoret"],
            "forms": ["dialog"],
        },
    }


def test_the_register_knows_of_others_in_the_same_challenge() -> None:
    said = organisations(TIES, REGISTER, codebook())
    assert said["not_named"] == {
        "leisure_culture": ["Bara kultur"],
        "work": ["Glömda klubben"],
    }


def test_long_standing_ties_are_counted_among_those_with_a_known_year() -> None:
    said = organisations(TIES, REGISTER, codebook())  # fieldwork ended in 2024
    assert said["started"]["work"] == {"year": 2019, "known": 2, "before": 1}
    assert "city_life" not in said["started"]


def test_protected_naming_tells_the_number_alone() -> None:
    content = codebook().model_dump(by_alias=True, exclude_unset=True)
    for question in content["questions"]:
        if question["type"] == "ties":
            question["disclosure"] = "protected"
    book: Codebook = codebook(questions=content["questions"])
    said = organisations(TIES, REGISTER, book)
    assert said == {"named": 2, "listed": [], "not_named": {}, "started": {}}


def test_nobody_named() -> None:
    said = organisations(TIES.iloc[:0], REGISTER, codebook())
    assert said["named"] == 0
    assert said["listed"] == []
    assert said["not_named"]["work"] == ["Glömda klubben", "Kören"]
