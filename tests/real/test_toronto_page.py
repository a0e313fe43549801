"""Toronto's report speaks only of those who answered: nobody knows the others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

PAGES = (
    "fordjupad.html",
    "sammanfattning.html",
    "underlag-health_housing.html",
    "grupp-1-5.html",
)


@pytest.fixture(scope="module")
def pages(all_reports: Path) -> dict[str, str]:
    """The text of four pages, by file: one of each kind."""
    folder = all_reports / "outputs" / "toronto"
    if not folder.exists():
        pytest.skip("the survey of Toronto is not here")
    return {name: _read(folder / name) for name in PAGES}


def _read(path: Path) -> str:
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    return " ".join(page.get_text(" ").split())


@pytest.mark.parametrize(
    "word",
    [
        "intervall",
        "lägsta och högsta möjliga",
        "säkerställ",
        "svarsandel",
        "säker skillnad",
        "vägd",
        "liknar de svarande",
        "representativ",
    ],
)
def test_no_interval_and_nothing_that_needs_a_frame(
    pages: dict[str, str], word: str
) -> None:
    told = {
        name: re.findall(rf".{{0,60}}{word}.{{0,40}}", text, re.IGNORECASE)
        for name, text in pages.items()
    }
    assert not {name: found for name, found in told.items() if found}


def test_not_a_word_about_agencies_that_did_not_answer(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        for phrase in ("inte har svarat", "inte svarat", "saknas svar", "bortfallet"):
            assert phrase not in text, name
    # It says itself why.
    assert "säger inget om andra" in pages["fordjupad.html"]


def test_no_word_that_the_units_are_public_or_collaborate(
    pages: dict[str, str],
) -> None:
    assert "243 organisationer har svarat" in pages["fordjupad.html"]
    assert not any("samverkar" in text for text in pages.values())


def test_a_title_says_within_which_area_and_names_all_who_are_highest(
    pages: dict[str, str],
) -> None:
    page = pages["fordjupad.html"]
    assert (
        "Bland grupper med minst tio svarande varierar andelen som arbetar inom "
        "”Hälsa, boende och socialt stöd” från 39 procent (gruppen ”11–20”)"
    ) in page
    assert "100 procent (gruppen ”6–10” och gruppen ”21–100”)" in page


def test_a_name_and_an_address_are_listed_as_never_told(pages: dict[str, str]) -> None:
    page = pages["fordjupad.html"]
    assert "your agency's postal code: Fritext – Redovisas inte" in page
    assert re.search(r"annual operating budget\? Ett svar [^.?]*\$[^?]* Öppen", page)
