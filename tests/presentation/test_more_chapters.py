"""Nonresponse, ties, order and trends: what the chapters say of a few rows by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from support.released_rows import FACTS, codebook, row

from helpers.disclosure.released import Released
from helpers.estimation.facts import ComparisonFacts, Facts, ResponseFacts
from helpers.estimation.schema import NUMBERS, RELEASED
from helpers.presentation.chapters.nonresponse import nonresponse_parts
from helpers.presentation.chapters.shrunken import shrunken_parts
from helpers.presentation.chapters.ties import tie_parts
from helpers.presentation.chapters.trends import trend_parts
from helpers.presentation.figures import Figure

FRAMED = replace(
    FACTS,
    response=ResponseFacts(known=True, answered=40, asked=100, response_rate=0.4),
    comparison=ComparisonFacts(survey="then", wave="2022", matched=30),
)


def released(rows: list[dict[str, Any]], facts: Facts = FRAMED) -> Released:
    table = pd.DataFrame(rows, columns=RELEASED)
    table = table.astype(dict.fromkeys(NUMBERS, float))
    return Released._of(table, codebook(), facts)


def words(parts: Any) -> str:
    html = "".join(part.to_html() for part in parts)
    text = re.sub(r"<[^>]+>", " ", html)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def of_ways(statistic: str, count: float, answered: float, **more: Any) -> dict:
    return row("ways", statistic=statistic, count=count, answered=answered, **more)


@pytest.mark.parametrize(
    ("estimate", "told"),
    [(0.6, "60 procent i stället för 70"), (0.7, "fortfarande 70 procent")],
)
def test_other_weights_tell_what_they_change(estimate: float, told: str) -> None:
    rows = [
        of_ways("collaborates", 30, 40, estimate=0.7),
        of_ways("reweighted", 30, 40, estimate=estimate),
    ]
    assert told in words(nonresponse_parts(released(rows)))
    nobody = ComparisonFacts(survey="then", wave="2022", matched=0)  # answered both
    alone = replace(FRAMED, comparison=nobody)
    assert "Vägs svaren" not in words(nonresponse_parts(released(rows, alone)))


def test_who_is_missing_and_what_the_others_would_have_to_be() -> None:
    rows = [
        of_ways("collaborates", 30, 40, estimate=0.7),
        of_ways("responded", 18, 20, option="then_yes"),
        of_ways("responded", 12, 20, option="then_no"),
        of_ways("reweighted", 30, 40, estimate=0.6),
        *(
            of_ways("collaborates_by_order", n, 10, option=str(place))
            for place, n in enumerate((9, 8, 7, 6), start=1)
        ),
    ]
    said = words(nonresponse_parts(released(rows)))
    assert "svarade 90 procent (18 av 20)" in said
    assert "inte samverkar 60 procent (12 av 20)" in said
    assert "90 procent (9 av 10), av den som svarade sist 60 procent (6 av 10)" in said
    assert "60 procent i stället för 70 procent" in said
    # 30 and 60·0.375 = 22.5 of 100; for a half 20 of the 60.
    assert "andelen av alla 53 procent" in said or "andelen av alla 52 procent" in said
    assert "färre än 33 procent av dem" in said


def test_nothing_is_said_without_a_frame() -> None:
    rows = [of_ways("collaborates", 30, 40)]
    assert nonresponse_parts(released(rows, Facts())) == []


def test_how_ties_are() -> None:
    rows = [
        row(
            "partner",
            statistic="tie_share",
            item=item,
            option=option,
            count=count,
            answered=20,
        )
        for item, option, count in (
            ("intensity", "Nära", 15),
            ("intensity", "Kontakt", 5),
            ("age", "0-2", 20),
            ("age", "11-", 0),
            ("forms", "1", 10),
            ("forms", "2", 10),
        )
    ]
    said = words(tie_parts(released(rows)))
    assert "Hur nära: vanligast är ”Nära” (75 procent, 15 av 20 samarbeten)." in said
    assert "Ålder: vanligast är högst två år (100 procent" in said
    assert "Antal former: vanligast" not in said  # as many of each


def test_groups_of_few_answers_never_rank() -> None:
    rows = [
        row(
            "ways",
            statistic="shrunken",
            group=group,
            count=count,
            answered=n,
            estimate=steady,
        )
        for group, count, n, steady in (
            ("Kulturförvaltningen", 5, 12, 0.45),
            ("Fritidsförvaltningen", 9, 12, 0.7),
            ("Miljöförvaltningen", 7, 7, 0.8),
        )
    ]
    said = words(shrunken_parts(released(rows)))
    places = [said.index(f"{name}sförvaltningen") for name in ("Fritid",)]
    places += [said.index(name) for name in ("Kulturförv", "Miljöförv")]
    assert places == sorted(places)
    assert "7 av 7" in said


@pytest.mark.parametrize(
    ("method", "sure"), [("overlap_sure", True), ("overlap", False)]
)
def test_a_trend_is_called_one_only_where_it_is_sure(method: str, sure: bool) -> None:
    rows = [
        row(
            "ways",
            statistic=statistic,
            challenge="work",
            estimate=estimate,
            count=9,
            answered=50,
            asked=asked,
            low=estimate / 2,
            high=estimate * 2,
            method=method,
        )
        for statistic, estimate, asked in (
            ("trend", 0.02, 3),
            ("change_first", 0.08, 2),
        )
    ]
    said = words(trend_parts(released(rows)))
    assert "Utveckling över tre omgångar" in said
    assert ("med i snitt 2,0 procentenheter om året" in said) == sure
    assert ("inte förändrats statistiskt säkerställt" in said) != sure


def test_three_waves_are_drawn_and_every_two_told() -> None:
    rows = [
        row(
            "ways",
            statistic=statistic,
            challenge="work",
            form=form,
            estimate=estimate,
            count=20,
            answered=50,
            asked=3,
        )
        for statistic, form, estimate in (
            ("trend", "all", 0.02),
            ("change_first", "all", 0.08),
            ("change_between", "2020 → 2022", 0.05),
            ("change_between", "2022 → 2024", 0.03),
            ("trend_share", "2020", 0.31),
            ("trend_share", "2022", 0.36),
            ("trend_share", "2024", 0.39),
        )
    ]
    parts = list(trend_parts(released(rows)))
    [figure] = [part for part in parts if isinstance(part, Figure)]
    assert figure.svg.count("<circle") == 3
    assert figure.period == "2020, 2022 och 2024"
    assert "2020, 2022 och 2024" in figure.alt
    said = words(parts)
    for told in ("31 %", "36 %", "39 %"):
        assert told in said
    assert "2020 och 2022 +5" in said
    assert "2022 och 2024 +3" in said
    assert "2020 och 2024 +8" in said
    assert "Skyddade frågor är inte med här" in said
