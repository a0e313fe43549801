"""How ties are, counted by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.surveys import HEAD, cleaned

from helpers.estimation.ties import AGES, tie_estimates

YAML = """\
fieldwork: {from: 2024-01-01, to: 2024-02-01}
group: department
challenges:
  items: {a: {label: Alfa}, b: {label: Beta}}
  from: {question: works, options: {a: [Alfa], b: [Beta]}}
questions:
  - {id: department, type: single, column: F, options: [Kultur, Skola]}
  - {id: works, type: multiple, column: V, separator: "|", options: [Alfa, Beta]}
  - id: partner
    type: ties
    blocks: 2
    separator: "|"
    options: {intensity: [Kontakt, Nära], agreement: [Ingen, Avtal]}
    dont_know: [Vet ej]
    fields: {name: "P{n}", challenge: "U{n}", intensity: "I{n}", agreement: "A{n}",
      since: "S{n}"}
"""
ANSWERS = """\
F;V;P1;U1;I1;A1;S1;P2;U2;I2;A2;S2
Kultur;Alfa;Eken;Alfa|Beta;Nära;Avtal;2023;Boken;Beta;Kontakt;;2010
Skola;Alfa;Eken;Alfa;Nära;Vet ej;2018;;;;;
Skola;Beta;Asken;Beta;;Ingen;2014;;;;;
"""


@pytest.fixture
def found(tmp_path: Path) -> pd.DataFrame:
    table = tie_estimates(cleaned(tmp_path, YAML, ANSWERS, head=HEAD))
    keys = ["item", "option", "challenge", "group"]
    return table.set_index(keys)[["count", "answered", "asked"]]


def told(found: pd.DataFrame, *keys: str) -> list[float]:
    return found.loc[keys].tolist()


def test_a_tie_counts_once_of_those_that_tell(found: pd.DataFrame) -> None:
    """Four ties; three say how close they are, two how they are agreed ("vet ej" and a
    blank do not)."""
    assert told(found, "intensity", "Nära", "all", "all") == [2, 3, 4]
    assert told(found, "agreement", "Avtal", "all", "all") == [1, 2, 4]
    assert told(found, "intensity", "Kontakt", "all", "Kultur") == [1, 2, 2]


def test_ties_of_a_challenge_are_those_named_within_it(found: pd.DataFrame) -> None:
    assert told(found, "intensity", "Nära", "a", "all") == [2, 2, 2]
    assert told(found, "intensity", "Nära", "b", "all") == [1, 2, 3]


def test_age_is_counted_from_the_end_of_the_fieldwork(found: pd.DataFrame) -> None:
    """2023, 2018, 2014 and 2010 are 1, 6, 10 and 14 years before 2024."""
    counts = [told(found, "age", one, "all", "all")[0] for one in AGES]
    assert counts == [1, 0, 2, 1]


def test_nothing_is_counted_of_what_the_form_does_not_ask(found: pd.DataFrame) -> None:
    assert set(found.index.get_level_values("item")) == {
        "intensity",
        "agreement",
        "age",
    }
