"""How many organisations are named, confirmed or not, by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.surveys import cleaned

from helpers.estimation.analysis import analyse
from helpers.estimation.estimates import times_next
from helpers.estimation.organisations import confirmed, fewest

YAML = """\
unit: {question: unit, duplicates: last}
questions:
  - {id: unit, column: Enhet, type: text, disclosure: open}
  - id: partner
    type: ties
    blocks: 2
    text: Vilka?
    disclosure: open
    fields: {name: "P{n}"}
"""
REGISTER = "name;aliases;type;challenges;publish\nEkens IF;;;;ja\nBokens kör;;;;ja\n"


def numbers(folder: Path, answers: str, register: str = REGISTER) -> dict[str, float]:
    files = {"organisations.csv": register}
    found = cleaned(folder, YAML, f"Enhet;P1;P2\n{answers}", files=files)
    table = analyse(found)
    table = table[(table["group"] == "all") & (table["form"] == "all")]
    return dict(zip(table["statistic"], table["estimate"], strict=True))


def test_a_name_counts_when_it_is_confirmed(tmp_path: Path) -> None:
    """Two confirmed; a misspelling of one; an unknown one, spelt in two ways."""
    found = numbers(
        tmp_path, "a;Ekens IF;Ekenns IF\nb;Bokens kör;Almkören\nc;Almkörn;\n"
    )
    assert found["organisations"] == 2
    assert found["organisations_unconfirmed"] == 3
    assert found["organisations_fewest"] == 3  # Eken, Boken and one Almkören
    assert np.isnan(found["chao1"])


def test_the_unit_itself_and_a_telephone_are_no_organisations(tmp_path: Path) -> None:
    found = numbers(tmp_path, "a;A;Ekens IF\nb;Stina Ek, tfn 070-174 06 05;\nc;a;\n")
    assert found["organisations"] == 1
    assert found["organisations_unconfirmed"] == 1  # "a", which c names


def test_chao1_stands_where_nobody_filled_all_places(tmp_path: Path) -> None:
    assert numbers(tmp_path, "a;Ekens IF;\nb;Ekens IF;\nc;Bokens kör;\n")["chao1"] == 2
    full = numbers(tmp_path / "b", "a;Ekens IF;Bokens kör\nb;Ekens IF;\n")
    assert np.isnan(full["chao1"])


def test_without_a_register_names_are_as_they_are_written() -> None:
    ties = pd.DataFrame(
        {"organisation": ["Eken", "Ekens", "Ask"], "how": ["unmatched"] * 3}
    )
    assert confirmed(ties).all()
    assert fewest(ties) == 2


def test_confirmed_names_are_never_merged() -> None:
    ties = pd.DataFrame({"organisation": ["Eken", "Ekens"], "how": ["exact", "alias"]})
    assert fewest(ties) == 2


def test_how_far_the_largest_is_from_the_next() -> None:
    assert times_next(np.array([0.0, 5, 10, 1e12])) == pytest.approx(1e11)
    assert times_next(np.array([5, 10, 1e12, 1e12])) == pytest.approx(1e11)
    assert np.isnan(times_next(np.array([0.0, 7.0])))
