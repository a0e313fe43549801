from __future__ import annotations

import pickle

import pytest

from helpers.core import errors
from helpers.core.errors import CodebookError, KartlaggningError, Problem, nearest

TREE = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, KartlaggningError)
]


def test_a_problem_says_where_as_excel_does() -> None:
    problem = Problem("Fel.", "Rätta.", file="svar.xlsx", row=12, column="AB")
    assert str(problem) == "svar.xlsx, rad 12, kolumn AB: Fel. Rätta."


def test_a_problem_without_a_place_is_only_the_sentence() -> None:
    assert str(Problem("Fel.")) == "Fel."


def test_an_error_says_all_its_problems() -> None:
    error = CodebookError([Problem("Ett.", row=1), Problem("Två.", row=2)])
    assert str(error) == "rad 1: Ett.\nrad 2: Två."


def test_jupyter_shows_the_problems_and_none_of_our_code() -> None:
    shown = CodebookError([Problem("Ett."), Problem("Två.")])._render_traceback_()
    assert shown == ["CodebookError:", "Ett.", "Två."]


@pytest.mark.parametrize("kind", TREE)
def test_every_error_crosses_processes_with_its_problems(
    kind: type[KartlaggningError],
) -> None:
    problems = (Problem("Ett.", "Gör.", file="f", row=3, column="C"), Problem("Två."))
    again = pickle.loads(pickle.dumps(kind(problems)))
    assert type(again) is kind
    assert again.problems == problems


@pytest.mark.parametrize(
    ("written", "known", "hint"),
    [
        ("Youth_Health", ["youth_health"], "Menade du ”youth_health”?"),
        ("youthhelth", ["work", "youth_health"], "Menade du ”youth_health”?"),
        ("zzz", ["work"], ""),
        ("work", [], ""),
    ],
)
def test_the_nearest_name(written: str, known: list[str], hint: str) -> None:
    assert nearest(written, known) == hint
