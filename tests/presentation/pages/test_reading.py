"""What a reader meets first, and how much of it there is on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from support.chromium import opened, print_to_pdf
from support.lix import lix, own_words_aside, read_words
from support.printed import printed_text

EXAMPLE = "exempel-2024"
SHEETS = {"sammanfattning": 4, "fordjupad": 45, "underlag": 3, "forvaltning": 4}
SHEETS |= {"in-english": 2}
"""A page's kind, and how many sheets of A4 it may be."""
PHONE = (360, 740)
FIRST = ".sammanfattning li"
"""The first finding of a page."""


def pages(root: Path, *kinds: str) -> list[Path]:
    folder = root / "outputs" / EXAMPLE
    found = [path for kind in kinds for path in sorted(folder.glob(f"{kind}*.html"))]
    assert found
    return found


def end_of_first_finding(browser: Browser, path: Path) -> float:
    """How far down its last line is on a phone, in pixels."""
    with opened(browser, path, PHONE[0]) as page:
        box = page.locator(FIRST).first.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_the_first_finding_is_on_the_first_screen_of_a_phone(
    browser: Browser, all_reports: Path
) -> None:
    for path in pages(all_reports, *SHEETS, "oversikt"):
        assert end_of_first_finding(browser, path) <= PHONE[1], path.name


def test_a_finding_below_the_first_screen_would_be_seen(
    browser: Browser, all_reports: Path, tmp_path: Path
) -> None:
    [page] = pages(all_reports, "sammanfattning")
    path = tmp_path / "page.html"
    tall = '<main id="innehall"><p style="height: 500px"></p>'
    html = page.read_text(encoding="utf-8").replace('<main id="innehall">', tall)
    path.write_text(html, encoding="utf-8")
    assert end_of_first_finding(browser, path) > PHONE[1]


@pytest.mark.parametrize("kind", SHEETS)
def test_no_more_sheets_than_are_read(
    browser: Browser, all_reports: Path, kind: str
) -> None:
    for path in pages(all_reports, kind):
        printed = printed_text(print_to_pdf(browser, path))
        assert len(printed) <= SHEETS[kind], path.name
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        finding = soup.select(FIRST)[0].get_text(" ", strip=True)
        first = " ".join(printed[0].split())
        assert " ".join(finding.split()[:4]) in first, path.name


def test_version_and_dnr_stand_at_the_foot(all_reports: Path) -> None:
    [page] = pages(all_reports, "fordjupad")
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    assert "Diarienummer" not in soup.header.get_text()
    assert "Diarienummer" in soup.select_one(".sidfot").get_text()


@pytest.mark.parametrize(("kind", "limit"), [("sammanfattning", 42), ("lattlast", 30)])
def test_it_is_no_harder_to_read_than_it_must_be(
    all_reports: Path, kind: str, limit: float
) -> None:
    for survey in ("exempel-2022", EXAMPLE):
        path = all_reports / "outputs" / survey / f"{kind}.html"
        assert lix(read_words(path.read_text(encoding="utf-8"))) < limit, survey


def test_our_own_sentences_are_easy_in_every_summary(all_reports: Path) -> None:
    """Long names of challenges and options (exempel-2020, Toronto) are the survey's."""
    found = sorted((all_reports / "outputs").glob("*/sammanfattning.html"))
    assert len(found) > 2
    for path in found:
        words = own_words_aside(read_words(path.read_text(encoding="utf-8")))
        assert lix(words) < 42, path.parent.name


def test_long_words_in_long_sentences_would_be_seen() -> None:
    hard = (
        "<main><p>"
        + "Förvaltningarna samverkar i utmaningarna och " * 8
        + "</p></main>"
    )
    assert lix(read_words(hard)) > 42
