from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bs4 import BeautifulSoup
from support.specimen import export

from helpers.audit.pages import check_page
from helpers.batch.manifest import _common
from helpers.presentation.figures import look
from helpers.presentation.pages.dress import PLAIN, Dress
from helpers.presentation.pages.index import (
    File,
    IndexEntry,
    Told,
    render_index,
    told_by,
)

ENTRY = IndexEntry(
    "exempel-2024",
    "Kartläggning 2024",
    reports=(
        File("Fördjupad rapport", "exempel-2024/fordjupad.html", 900_000),
        File("Fördjupad rapport", "exempel-2024/fordjupad.pdf", 1_260_000),
        File("Arbete", "exempel-2024/underlag-work.html", 9_000, "Underlag"),
    ),
    files=(File("Alla tabeller", "exempel-2024/data/tabeller å.xlsx", 52_000),),
    period="5 februari–15 mars 2024",
    version="1",
    fictitious=True,
)


def test_every_survey_its_reports_and_files_are_there() -> None:
    soup = BeautifulSoup(render_index([ENTRY]), "html.parser")
    links = {" ".join(a.get_text().split()): a["href"] for a in soup.select("main a")}
    assert links == {
        "Kartläggning 2024": "#exempel-2024",
        "Fördjupad rapport": "exempel-2024/fordjupad.html",
        "Fördjupad rapport (PDF, 1,3 MB)": "exempel-2024/fordjupad.pdf",
        "Underlag": "#underlag",
        "Arbete": "exempel-2024/underlag-work.html",
        "Alla tabeller (Excel, 52 kB)": "exempel-2024/data/tabeller%20%C3%A5.xlsx",
    }
    assert soup.select_one("main h3").get_text() == "Underlag"
    assert "Enkäten besvarades 5 februari–15 mars 2024." in soup.get_text()


def test_it_is_a_page_without_faults_with_links_that_lead_somewhere(
    tmp_path: Path,
) -> None:
    for file in (*ENTRY.reports, *ENTRY.files):
        path = tmp_path / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert check_page(render_index([ENTRY]), fictitious=True, folder=tmp_path) == []


def test_fictitious_is_said_beside_each_and_above_all_when_all_are() -> None:
    real = IndexEntry("a", "Riktig", preliminary=True)
    mixed = BeautifulSoup(render_index([ENTRY, real]), "html.parser")
    assert "Fiktiva svar" not in mixed.header.get_text()
    assert "Fiktiva svar" in mixed.select_one("#exempel-2024").get_text()
    assert "Fiktiva svar" not in mixed.select_one("#a").get_text()
    assert "Preliminär" in mixed.select_one("#a").get_text()
    alone = BeautifulSoup(render_index([ENTRY]), "html.parser")
    assert "Fiktiva svar" in alone.header.get_text()


def test_no_surveys_is_a_page_too() -> None:
    html = render_index([])
    assert "Här finns inga rapporter än." in html
    assert check_page(html) == []


def test_the_same_entries_give_the_same_bytes() -> None:
    assert render_index([ENTRY]) == render_index([ENTRY])


def test_it_says_what_was_found_what_each_is_for_and_whom_to_ask() -> None:
    summary = export(
        '<section class="kapitel" id="s"><h2>S</h2><div class="sammanfattning"><ul>'
        "<li>Två av tre samverkar.</li><li>Mer.</li></ul></div></section>"
    )
    told = told_by(summary)
    assert told.finding == "Två av tre samverkar."
    assert "kartlaggning@storstad.example" in told.contact
    assert told.statement == "https://storstad.example/tillganglighet"
    soup = BeautifulSoup(render_index([replace(ENTRY, told=told)]), "html.parser")
    assert soup.select_one(".fynd").get_text() == told.finding
    page, pdf = soup.select_one("main ul li").select("a")
    assert page["href"].endswith("fordjupad.html")
    assert pdf["href"].endswith("fordjupad.pdf")
    assert "allt som redovisas" in soup.select_one("main ul li").get_text()
    assert told_by("<html></html>") == Told()


def test_the_list_wears_what_the_surveys_wear() -> None:
    plain = render_index([])
    dress = Dress(logo="data:image/png;base64,AAAA", logo_alt="Vapnet", main="#1d5b3a")
    page = render_index([], dress=dress)
    assert look.DEEP in plain
    assert look.DEEP not in page
    assert "#1d5b3a" in page
    assert 'alt="Vapnet"' in page


def test_surveys_in_different_dress_leave_the_list_plain() -> None:
    green, red = Dress(main="#1d5b3a"), Dress(main="#7a1010")
    assert _common([green, PLAIN, green]) == green
    assert _common([green, red]) == PLAIN
    assert _common([]) == PLAIN
