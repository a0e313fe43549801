"""The three forms of a ranking → the same answer, and what cannot be told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from support.surveys import cleaned

from helpers.cleaning import coding
from helpers.cleaning.coding import Cells, Coded, Options, ranking
from helpers.survey.codebook import RankOrder

OPTIONS = Options(["Tid", "Pengar", "Lokaler"], {"Cash": "Pengar", "-": ""})


def cells(*texts: str | None) -> Cells:
    return Cells.of(pd.Series(list(texts), dtype="str"))


def order(*texts: str, last: int = 3) -> Coded:
    return coding.code_order(cells(*texts), OPTIONS, separator=";", last=last)


def places(coded: Coded) -> list[list[float | None]]:
    """Per response, the place of each option; None where it has none."""
    table = [coded.values[f"@{option}"] for option in ("Tid", "Pengar", "Lokaler")]
    return [
        [None if np.isnan(x) else x for x in row] for row in zip(*table, strict=True)
    ]


def reasons(coded: Coded) -> list[tuple[object, str]]:
    return [(row, reason) for row, reason, _ in coded.set_aside]


def test_in_order_in_one_cell() -> None:
    coded = order("Pengar;Tid;Lokaler;", "cash;TID", "")
    assert places(coded) == [[2, 1, 3], [2, 1, None], [None] * 3]
    assert list(coded.values[""].astype(object).fillna("")) == ["Pengar", "Pengar", ""]
    assert list(coded.given) == [True, True, False]
    assert not coded.set_aside


def test_an_order_that_cannot_be_told_is_set_aside_whole() -> None:
    coded = order("Tid;Tid;Pengar", "Tid;Bil;Pengar", "Tid;-;Pengar", "Tid;Pengar;-")
    assert places(coded)[:3] == [[None] * 3] * 3
    assert places(coded)[3] == [1, 2, None]
    assert reasons(coded) == [
        (0, ranking.TWICE),
        (1, coding.UNKNOWN_OPTION),
        (2, ranking.LEFT_OUT),
    ]
    assert reasons(order("Tid;Pengar;Lokaler", last=2)) == [(0, coding.OUT_OF_RANGE)]


def test_a_column_a_place() -> None:
    first, second = cells("Tid", "Tid", "", "Bil"), cells("Pengar", "Tid", "Tid", "Tid")
    coded = coding.code_places([first, second], OPTIONS)
    assert places(coded)[0] == [1, 2, None]
    assert not coded.given[1:].any()
    assert sorted(reasons(coded)) == sorted(
        [(3, coding.UNKNOWN_OPTION), (1, ranking.TWICE), (2, ranking.LEFT_OUT)]
    )


@pytest.mark.parametrize("highest", [False, True])
def test_a_column_an_option(highest: bool) -> None:
    columns = {
        "Tid": cells("1", "1", "1", "4", "N/A", "x"),
        "Pengar": cells("2", "1", "3", "2", "1", "2"),
        "Lokaler": cells("3", "2", "", "3", "2", "1"),
    }
    coded = coding.code_numbers(columns, nothing=["N/A"], last=3, highest_first=highest)
    assert places(coded)[0] == ([3, 2, 1] if highest else [1, 2, 3])
    told = [
        (3, coding.OUT_OF_RANGE),
        (5, coding.NOT_A_NUMBER),
        (1, ranking.SAME_PLACE),
        (2, ranking.LEFT_OUT),
    ]
    if highest:  # 1 and 2 of three are the second and the last place
        told.append((4, ranking.LEFT_OUT))
    else:
        assert places(coded)[4] == [None, 1, 2]
    assert sorted(reasons(coded)) == sorted(told)


def test_a_place_as_people_write_it() -> None:
    columns = {"Tid": cells("1:a", "1st", "Plats 2"), "Pengar": cells("2.", "2", "1.0")}
    coded = coding.code_numbers(columns, nothing=[], last=2, highest_first=False)
    assert list(coded.values["@Tid"]) == [1, 1, 2]
    assert not coded.set_aside


YAML = """\
questions:
  - id: why
    type: ranking
    column: Varför
    options: [Tid, Pengar, Lokaler, Min egen chef]
    declared: cells
"""


def test_one_person_s_own_words_are_no_option(tmp_path) -> None:
    """Ranked by one, declared by nothing: an order with it in its midst is unknown."""
    rows = ["Tid;Pengar;Lokaler"] * 6 + ["Tid;Min egen chef;Pengar"]
    found = cleaned(tmp_path, YAML, "Varför\n" + "\n".join(f'"{row}"' for row in rows))
    (question,) = found.codebook.questions
    assert isinstance(question, RankOrder)
    assert question.all_options == ["Tid", "Pengar", "Lokaler"]
    assert found.responses["why@Tid"].notna().sum() == 6
    assert found.values_set_aside == {ranking.LEFT_OUT: 1}
