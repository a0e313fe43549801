"""Rankings, as the tools write them."""

from __future__ import annotations

from itertools import cycle, islice, permutations

import pytest
from support.drafted import Columns, asked

OPTIONS = ("Tid", "Pengar", "Lokaler")
ORDERS = [*islice(cycle(permutations(OPTIONS)), 42)]
BESIDE = {"Ort": ["Malmö", "Lund", "Ystad"] * 14}


def numbered(header: str, orders: list[tuple[str, ...]], blank: str = "") -> Columns:
    """A column an option, with its place."""
    return {
        header.format(option): [
            str(order.index(option) + 1) if option in order else blank
            for order in orders
        ]
        for option in OPTIONS
    }


def placed(header: str, orders: list[tuple[str, ...]], last: int) -> Columns:
    """A column a place, with what was put there."""
    return {
        header.format(n + 1): [order[n] if n < len(order) else "" for order in orders]
        for n in range(last)
    }


@pytest.mark.parametrize("end", [";", ""])
def test_every_option_in_every_cell_is_a_ranking(tmp_path, end: str) -> None:
    cells = [";".join(order) + end for order in ORDERS]
    (found, *_) = asked(tmp_path, BESIDE | {"Vad hindrar?": cells})[1:]
    assert found.type == "ranking"
    assert found.keys["separator"] == ";"
    assert set(found.keys["options"]) == set(OPTIONS)
    assert not any("vad är det" in said for said in found.todo)


def test_a_part_of_the_options_in_order_is_one_where_the_question_says_so(
    tmp_path,
) -> None:
    cells = [",".join(order[:2]) for order in ORDERS]
    (found,) = asked(tmp_path, BESIDE | {"Rangordna de två värsta hindren": cells})[1:]
    assert (found.type, found.keys["max"]) == ("ranking", 2)
    assert not any("vad är det" in said for said in found.todo)


def test_as_many_in_every_cell_in_all_orders_is_asked_about(tmp_path) -> None:
    """Two of three, in any order: ranked, or ticked in the order of the clicks?"""
    cells = [";".join(order[:2]) for order in ORDERS]
    (found,) = asked(tmp_path, BESIDE | {"Välj två hinder": cells})[1:]
    told = " ".join(found.todo)
    assert "vad är det" in told
    assert "rangordning (först kom" in told
    assert "flera svar i cellen" in told


def test_ticks_in_the_order_of_the_form_are_no_ranking(tmp_path) -> None:
    pairs = [("Tid", "Pengar"), ("Tid", "Lokaler"), ("Pengar", "Lokaler")] * 14
    cells = [";".join(pair) for pair in pairs]
    (found,) = asked(tmp_path, BESIDE | {"Rangordna två hinder": cells})[1:]
    assert found.type == "multiple"


@pytest.mark.parametrize(
    "header",
    ["Q2[{0}]. Rangordna hindren [Rank {0}]", "Hinder, plats {}", "Prioritet {}"],
)
def test_a_column_a_place(tmp_path, header: str) -> None:
    (found, *_) = asked(tmp_path, BESIDE | placed(header, ORDERS, 3))[1:]
    assert found.type == "ranking"
    assert len(found.keys["places"]) == 3
    assert set(found.keys["options"]) == set(OPTIONS)


def test_the_first_places_of_more_are_a_ranking_of_these(tmp_path) -> None:
    columns = placed("Viktigaste hindret, val {}", ORDERS, 2)
    (found,) = asked(tmp_path, BESIDE | columns)[1:]
    assert (found.type, len(found.keys["places"])) == ("ranking", 2)


@pytest.mark.parametrize("blank", ["", "N/A"])
def test_a_column_an_option_with_its_place(tmp_path, blank: str) -> None:
    orders = [order[:2] if n % 4 == 0 else order for n, order in enumerate(ORDERS)]
    header = "Rangordna hindren (1 = viktigast) [{}]"
    (found,) = asked(tmp_path, BESIDE | numbered(header, orders, blank))[1:]
    assert found.type == "ranking"
    assert [*found.keys["columns"]] == [*OPTIONS]
    assert found.keys.get("recode", {}) == ({blank: ""} if blank else {})
    assert not any("kom först" in said for said in found.todo)


def test_which_end_comes_first_is_asked_where_nothing_says_so(tmp_path) -> None:
    columns = numbered("Rangordna hindren [{}]", ORDERS)
    (found,) = asked(tmp_path, BESIDE | columns)[1:]
    assert found.type == "ranking"
    assert any("är 1 det som kom först?" in said for said in found.todo)


def test_the_highest_first_where_the_question_says_so(tmp_path) -> None:
    columns = numbered("Sätt siffra på hindren (3 = viktigast) [{}]", ORDERS)
    (found,) = asked(tmp_path, BESIDE | columns)[1:]
    assert found.keys["highest_first"] is True


def test_marks_from_one_to_three_are_a_grid(tmp_path) -> None:
    columns = {
        f"Hur svåra är de? [{option}]": [str((n * 7 + k) % 3 + 1) for n in range(42)]
        for k, option in enumerate(("Tid", "Pengar"))
    } | {"Hur svåra är de? [Lokaler]": [str(n % 2 + 1) for n in range(42)]}
    (found, *_) = asked(tmp_path, BESIDE | columns)[1:]
    assert found.type == "grid"
