"""Two questions against each other, counted by hand."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import pytest
from playwright.sync_api import Browser
from support.surveys import NAME, survey

from helpers.app.own import read_answers
from helpers.app.own.answers import TidyAnswers
from helpers.app.own.crossing import (
    OF_COLUMN,
    OF_ROW,
    TOTAL,
    Crosser,
    crossable,
    crossed,
)

YAML = """\
group: place
unit: {question: unit}
questions:
  - {id: unit, type: text, column: Enhet}
  - {id: place, type: single, label: Plats, column: Var, options: [Norr, Syd]}
  - {id: role, type: single, label: Roll, column: Roll, options: [Chef, Annan]}
  - {id: what, type: multiple, label: Vad, column: Vad, options: [Råd, Lokal]}
"""
# Unit, place, role, and what is ticked. F has not answered what.
ANSWERS = """\
Enhet,Var,Roll,Vad
A,Norr,Chef,Råd;Lokal
B,Norr,Chef,Råd
C,Norr,Annan,Lokal
D,Syd,Chef,Lokal
E,Syd,Annan,Råd;Lokal
F,Syd,Annan,
"""
FRAME = "unit;department\n" + "".join(
    f"{unit};{'Norr' if unit in 'ABCGHI' else 'Syd'}\n" for unit in "ABCDEFGHI"
)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> TidyAnswers:
    files = {"population.csv": FRAME}
    folder = tmp_path_factory.mktemp("crossed")
    return read_answers(NAME, survey(folder, YAML, ANSWERS, files=files))


def test_what_can_be_crossed(answers: TidyAnswers) -> None:
    assert crossable(answers) == ["Plats", "Roll", "Vad"]


def test_counts_and_shares_of_two_choices(answers: TidyAnswers) -> None:
    table = crossed(answers, "Plats", "Roll")
    assert table.loc["Norr"].tolist() == [2, 1]
    assert table.loc["Syd"].tolist() == [1, 2]
    assert table.loc[TOTAL].tolist() == [3, 3]
    shares = crossed(answers, "Plats", "Roll", show=OF_COLUMN)
    assert shares["Chef"].round(1).tolist() == [66.7, 33.3, 100.0]


def test_ticks_divide_by_those_who_answered(answers: TidyAnswers) -> None:
    """E ticked both; F answered neither, and is in no base."""
    table = crossed(answers, "Plats", "Vad", show=OF_ROW)
    assert table.loc["Norr", ["Råd", "Lokal"]].round(1).tolist() == [66.7, 66.7]
    assert table.loc["Syd", ["Råd", "Lokal"]].tolist() == [50.0, 100.0]
    assert table.loc[TOTAL, ["Råd", "Lokal"]].tolist() == [60.0, 80.0]


def test_only_those_who_gave_an_answer_and_weighted(answers: TidyAnswers) -> None:
    table = crossed(answers, "Plats", "Vad", among=("Roll", "Chef"))
    assert table.loc[TOTAL, ["Råd", "Lokal"]].tolist() == [2, 2]
    # In the north three of six units have answered: each stands for two.
    weighed = crossed(answers, "Plats", "Roll", weighted=True)
    assert weighed.loc["Norr"].tolist() == [4, 2]
    assert weighed.loc["Syd"].tolist() == [1, 2]


def test_the_widget_shows_marks_filters_and_takes_back(answers: TidyAnswers) -> None:
    before = mpl.rcParams.copy()
    try:
        widget = Crosser(answers)
        assert "Internt" in widget.shown.value
        assert "data:image/png" in widget.shown.value
        first = widget.shown.value
        widget.question.value = "Roll"
        assert widget.answer.value == "Chef"
        filtered = widget.table
        assert filtered.loc[TOTAL].sum() != 0
        widget.columns.value = "Vad"
        widget.undo.click()
        assert widget.columns.value == "Roll"
        widget.undo.click()
        assert (widget.question.value, widget.undo.disabled) == ("", True)
        assert widget.shown.value.split("<img")[0] == first.split("<img")[0]
        widget.columns.value = widget.rows.value
        assert "två olika" in widget.shown.value
    finally:
        mpl.rcParams.update(before)
        mpl.rcParams["figure.hooks"] = []


def test_a_survey_without_two_questions_says_so(tmp_path: Path) -> None:
    yaml = "questions:\n  - {id: n, type: number, column: Antal}\n"
    project = survey(tmp_path, yaml, "Antal\n1\n2\n")
    assert "inte två frågor" in Crosser(read_answers(NAME, project)).shown.value


def test_the_table_and_the_picture_can_be_copied(
    answers: TidyAnswers, browser: Browser
) -> None:
    before = mpl.rcParams.copy()
    try:
        shown = Crosser(answers).shown.value
    finally:
        mpl.rcParams.update(before)
        mpl.rcParams["figure.hooks"] = []
    place = "http://localhost/korsa"
    context = browser.new_context()
    try:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        html = f'<meta charset="utf-8"><div>{shown}</div>'
        page.route(place, lambda r: r.fulfill(body=html, content_type="text/html"))
        page.goto(place)
        page.get_by_text("Kopiera tabellen").click()
        page.get_by_text("Tabellen är kopierad").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.split("\n")[0] == "\tChef\tAnnan"
        assert copied.split("\n")[1].startswith("Norr\t67\t33")
        page.get_by_text("Kopiera bilden").click()
        page.get_by_text("Bilden är kopierad").wait_for()
        kinds = "navigator.clipboard.read().then(all => all.flatMap(one => one.types))"
        assert "image/png" in page.evaluate(kinds)
    finally:
        context.close()
