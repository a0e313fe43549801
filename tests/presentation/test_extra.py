"""What she has added stands in its chapter: cuts as figures, quotes as quotes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from presentation.test_chapters import FACTS as ABOUT
from presentation.test_chapters import given
from support.released_rows import BARRIERS, DEPARTMENTS, codebook, row

from helpers.disclosure.release import release
from helpers.disclosure.released import Released
from helpers.estimation.schema import RELEASED
from helpers.presentation import chapters
from helpers.presentation.manuscript import Report
from helpers.survey.codebook import Codebook

WORK = {"question": "barriers", "challenge": "work"}


def rows(**keys: str) -> list[dict[str, Any]]:
    return [
        row("barriers", option=option, count=20 + place, answered=60, **keys)
        for place, option in enumerate(BARRIERS)
    ]


def report(extra: list[dict[str, str]], *asked: dict, **facts: Any) -> Report:
    import pandas as pd

    content = codebook(extra=extra).model_dump(by_alias=True)
    for question in content["questions"]:
        if question["id"] == "barriers":
            question |= {"disclosure": "open", "chapter": "barriers"}
    content["questions"] += asked
    book = Codebook.model_validate(content)
    every = rows() + rows(challenge="work")
    every += [one for g in DEPARTMENTS for one in rows(group=g)]
    every += [one for g in DEPARTMENTS for one in rows(group=g, challenge="work")]
    table = pd.DataFrame(every, columns=RELEASED)[RELEASED[:-2]]
    released: Released = release(table, book, facts=given({**ABOUT, **facts}))
    return Report(released, {})


@pytest.mark.parametrize(
    ("cut", "key", "name"),
    [
        (WORK, "extra-barriers-work", "Hinder för samverkan, bland dem som samverkar "),
        (
            {**WORK, "group": "department", "only": DEPARTMENTS[2]},
            "extra-barriers-work-grupp-[0-9a-f]{6}",
            f"{DEPARTMENTS[2]} och alla",
        ),
        (
            {"question": "barriers", "group": "department"},
            "extra-barriers-per-department",
            "Hinder för samverkan, per förvaltning",
        ),
    ],
)
def test_a_cut_is_a_figure_of_its_chapter(
    cut: dict[str, str], key: str, name: str
) -> None:
    html = chapters.questions(report([cut]), "barriers").to_html()
    assert re.search(rf'id="(figur|tabell)-{key}"', html)
    assert name in html
    assert "extra-" not in chapters.questions(report([]), "barriers").to_html()


def test_her_title_is_the_figures() -> None:
    html = chapters.questions(
        report([{**WORK, "title": "Tiden räcker <inte>"}]), "barriers"
    ).to_html()
    assert "<strong>Tiden räcker &lt;inte&gt;</strong>" in html


def test_an_approved_quote_stands_in_the_chapter_of_its_question() -> None:
    quotes = [{"question": "barriers", "text": "Vi hinner <inte>"}]
    html = chapters.questions(report([], quotes=quotes), "barriers").to_html()
    assert "<blockquote><p>”Vi hinner &lt;inte&gt;”</p></blockquote>" in html
    other = chapters.questions(report([], quotes=quotes), "quality").to_html()
    assert "blockquote" not in other


def test_a_chapter_of_quotes_alone_promises_no_answers_question_by_question() -> None:
    asked = {"id": "example", "column": "Har ni ett exempel?", "type": "text"}
    quotes = [{"question": "example", "text": "Vi möts varje vecka"}]
    told = report([], asked, quotes=quotes)
    html = chapters.questions(told, "results").to_html()
    assert "Vi möts varje vecka" in html
    assert "Med egna ord" in html
    assert "Svaren fråga för fråga" not in html
