"""Whoever takes alla-tal.csv away can look up everything in it."""

from __future__ import annotations

import csv

from helpers.disclosure.released import TOLD_REASONS
from helpers.estimation.schema import RELEASED, STATISTICS
from helpers.presentation.number_codes import codebook_csv


def lines() -> list[dict[str, str]]:
    text = codebook_csv().decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def of(part: str) -> list[str]:
    return [line["kod"] for line in lines() if line["del"] == part]


def test_every_column_statistic_and_reason_is_told() -> None:
    assert of("kolumn") == RELEASED
    assert set(of("mått")) == set(STATISTICS)
    assert set(of("skäl")) == set(TOLD_REASONS)


def test_every_method_of_an_interval_is_told() -> None:
    declared = {name for one in STATISTICS.values() for name in one.intervals}
    untold = declared - set(of("metod"))
    assert not untold, f"{untold}: say what they are in METHODS, estimation/schema.py"


def test_each_is_said_in_both_languages_and_once() -> None:
    told = lines()
    assert all(line["svenska"] and line["engelska"] for line in told)
    assert len({(line["del"], line["kod"]) for line in told}) == len(told)
