"""The page that a report begins with, and its place among the survey's pages."""

from __future__ import annotations

import datetime as dt

from presentation.test_chapters import table
from support.released_rows import CHALLENGES, DEPARTMENTS, WAYS, codebook

from helpers.presentation.manuscript import Report
from helpers.presentation.pages.front import front_page
from helpers.survey.codebook import Codebook

SIZES = {
    "id": "size",
    "column": "How many?",
    "label": "Antal anställda",
    "type": "single",
    "options": ["1–5", "15", "Vet ej"],
    "dont_know": ["Vet ej"],
    "disclosure": "open",
}


def report(book: Codebook) -> Report:
    return Report(table(book=book), {})


def test_a_page_stands_among_its_survey_s_pages() -> None:
    page = front_page(report(codebook()), "underlag", about="work")
    assert (page.title, page.file) == (CHALLENGES["work"], "underlag-work.html")
    shelves = dict(page.shelves())
    assert [label for label, _ in shelves["Underlag för värdparen"]] == [
        *CHALLENGES.values()
    ]
    assert [label for label, _ in shelves["Förvaltningsblad"]] == DEPARTMENTS
    assert page.links[-1] == ("", "Alla kartläggningar", "../index.html")
    assert ("", "Översikt för samordnarna", "oversikt.html") in page.links


def test_a_group_that_is_no_department_says_what_it_is() -> None:
    ways = {
        "id": "ways",
        "type": "grid",
        "cell": "multiple",
        "rows": {id: f"Sätt: {label}" for id, label in CHALLENGES.items()},
        "options": WAYS,
        "none_of": ["Samverkar inte"],
        "dont_know": ["Vet ej"],
        "disclosure": "open",
    }
    book = codebook(group="size", questions=[ways, SIZES])
    page = front_page(report(book), "forvaltning", about="1–5")
    assert (page.kind_label, page.title) == ("Gruppblad", "Antal anställda: 1–5")
    files = [address for _, _, address in page.links if address.startswith("grupp")]
    assert files == ["grupp-1-5.html", "grupp-15.html"]  # "Vet ej" is no group


def test_a_decided_report_says_when_by_whom_and_when_the_next_comes() -> None:
    book = codebook(
        status="final",
        decided={"date": dt.date(2024, 6, 12), "by": "kommunstyrelsen"},
        next_wave="våren 2026",
    )
    page = front_page(report(book))
    facts = dict(page.facts())
    assert facts["Beslutad"] == "12\u00a0juni 2024 av kommunstyrelsen"
    assert facts["Nästa kartläggning"] == "Våren 2026"
    assert "beslutad 12\u00a0juni 2024 av kommunstyrelsen" in page.how_to_cite()

    undecided = front_page(report(codebook()))
    assert not {"Beslutad", "Nästa kartläggning"} & dict(undecided.facts()).keys()
    assert "beslutad" not in undecided.how_to_cite()
