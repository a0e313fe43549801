"""The page in English: every sentence in the catalogue, every number from the release,
and nothing in Swedish where a name has no English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from support.released_rows import codebook, released, row, with_interval

import helpers
from helpers.audit.claim import Cell
from helpers.audit.names import Names
from helpers.audit.pages import check_page
from helpers.audit.sentences import page_claims
from helpers.disclosure.released import Released
from helpers.presentation import chapters, locale
from helpers.presentation.english import percent
from helpers.presentation.findings.values import Measure
from helpers.presentation.manuscript import Report
from helpers.presentation.pages.front import front_page
from helpers.presentation.pages.layout import assemble
from helpers.presentation.prose.english import _who
from helpers.survey.codebook import TOTAL, Codebook, NoEnglish, english_name

PRESENTATION = Path(helpers.__file__).parent / "presentation"
PO = PRESENTATION / "locale" / "en" / "LC_MESSAGES" / "pages.po"
INDEPTH = PO.with_name("indepth.po")
ENGLISH = {
    "Kartläggning av samverkan 2024": "Survey of collaboration 2024",
    "Ungas hälsa och livsstil": "Young people's health and lifestyle",
    "Jämlik fritid och kultur": "Equal leisure and culture",
    "Stadsliv, allmänna platser och lokaler": "City life and public places",
    "Delaktighet, trygghet, demokrati": "Participation, safety, democracy",
    "Nya vägar till arbete och aktivitet": "New ways to work and activity",
    "Dialog": "Dialogue",
    "Bidrag och stöd": "Grants and support",
    "Gemensamma projekt och verksamheter": "Joint projects",
    "Hinder för samverkan": "Obstacles to collaboration",
    "Tid": "Time",
    "Ekonomi": "Money",
    "Sekretess": "Confidentiality",
}


@cache
def catalogue(path: Path = PO) -> dict[str, str]:
    """Each Swedish message → its English."""
    with path.open("rb") as file:
        messages = [m for m in read_po(file, locale="en") if m.id]
    pairs: list[tuple[str, str]] = []
    for one in messages:
        if isinstance(one.id, tuple):
            pairs += zip(one.id, one.string, strict=True)
        else:
            pairs.append((one.id, str(one.string)))
    return dict(pairs)


def book(**english: str) -> Codebook:
    return codebook(hindrances="barriers", english={**ENGLISH, **english})


def numbers(made: Codebook) -> Released:
    share = {"question": "ways", "answered": 300}
    rows = [
        with_interval(row(count=195, statistic="collaborates", **share)),
        *(
            with_interval(row(count=n, statistic="collaborates", form=form, **share))
            for form, n in (("dialog", 150), ("support", 90), ("joint", 60))
        ),
        *(
            with_interval(
                row(count=100 + 9 * n, statistic="collaborates", challenge=id, **share)
            )
            for n, id in enumerate(made.challenge_labels)
        ),
        *(
            row(option=option, count=n, answered=250)
            for option, n in (("Tid", 120), ("Ekonomi", 75), ("Sekretess", 20))
        ),
    ]
    return released(rows, made)


def page(made: Codebook) -> str:
    report = Report(numbers(made), {})
    shown = (
        chapters.english_summary,
        chapters.english_challenges,
        chapters.english_about,
    )
    body = "".join(f'<div class="del">{one(report).to_html()}</div>' for one in shown)
    return assemble(front_page(report, "english"), body)


def texts(html: str) -> Iterator[str]:
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(["p", "li", "dd", "dt", "h1", "h2", "a", "title"]):
        if not tag.find(["p", "li", "dd", "dt", "h1", "h2"]):
            yield " ".join(tag.get_text(" ", strip=True).split())


def test_every_sentence_of_the_page_is_of_the_catalogue() -> None:
    """A text is messages, names in English, and numbers, from end to end."""
    made = book()
    patterns = [
        re.sub(r"\\\{\w+\\\}", ".+?", re.escape(words))
        for words in sorted({*catalogue().values(), *ENGLISH.values()}, key=len)
    ]
    patterns.append(r"\d+ [A-Z][a-z]+ \d{4}")  # a date
    whole = re.compile(rf"(?:(?:{'|'.join(reversed(patterns))}|[\W\d]+)\s*)+")
    own = {"1", "In English", "Source Sans Pro, SIL Open Font License 1.1"}
    for words in texts(page(made)):
        said = words in own or whole.fullmatch(words)
        assert said, words
        assert not re.search("[åäöÅÄÖ]", words), words


def test_the_catalogue_has_every_message_and_no_other() -> None:
    asked = {message for path in _sources() for message in _messages(path)}
    written = {
        node.value
        for path in _sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    template = PRESENTATION / "pages" / "templates" / "page.html.j2"
    asked |= set(
        re.findall(r"page\.translate\('([^']+)'\)", template.read_text("utf-8"))
    )
    # Said of what a page holds: its facts, marks, downloads and links.
    data = (PRESENTATION / "pages" / "page.py").read_text("utf-8")
    data += (PRESENTATION / "kinds.py").read_text("utf-8")
    data += (PRESENTATION.parent / "survey" / "codebook" / "parts.py").read_text(
        "utf-8"
    )
    data += (PRESENTATION.parent / "survey" / "codebook" / "seen.py").read_text("utf-8")
    data += (PRESENTATION / "pages" / "front.py").read_text("utf-8")
    joined = re.sub(r'"\s*\n\s*"', "", data)
    for message in catalogue():
        plain = message.removesuffix(" (på svenska)")
        assert message in asked | written or plain in joined, message
    assert asked <= catalogue().keys() | catalogue(INDEPTH).keys()


def _sources() -> list[Path]:
    return [
        PRESENTATION / "prose" / "english.py",
        PRESENTATION / "chapters" / "english.py",
        PRESENTATION / "pages" / "front.py",
        PRESENTATION / "pages" / "layout.py",
    ]


def _messages(path: Path) -> Iterator[str]:
    """The literal messages that a module asks the catalogue for: the arguments of said
    and counted, and every text with a place to fill, which may be one."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and re.search(r"\{[a-z]+\}", text):
            yield text
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in ("said", "counted", "_largest"):
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(
                    argument.value, str
                ):
                    yield argument.value


def test_what_the_catalogue_lacks_is_an_error() -> None:
    with pytest.raises(LookupError):
        locale.translate("en", "Detta står inte i katalogen")
    with pytest.raises(LookupError):
        locale.counted("en", "en sak", "saker", 2)


def test_a_name_without_english_is_no_swedish_on_the_page() -> None:
    known = {k: v for k, v in ENGLISH.items() if k != "Ekonomi"}
    made = codebook(hindrances="barriers", english=known)
    with pytest.raises(NoEnglish):
        english_name("Ekonomi", made)
    said = " ".join(texts(page(made)))
    assert "Ekonomi" not in said
    assert "Money" not in said  # of a list of hindrances, all or none
    assert re.search("more findings? stands? in the Swedish summary", said)


def test_its_numbers_are_those_that_are_released() -> None:
    said = " ".join(texts(page(book())))
    assert "65% of the units that answered (195 of 300) collaborate" in said
    assert "“Dialogue” (50%, 150 of 300)" in said
    assert "“Time” (48%, 120 of 250), “Money” (30%, 75 of 250)" in said


def test_the_audit_reads_it_as_it_reads_the_others() -> None:
    made = book()
    html = page(made)
    claims = list(
        page_claims(BeautifulSoup(html, "html.parser"), "in-english.html", Names(made))
    )
    time = Cell("barriers", TOTAL, "Tid")
    assert {c.share for c in claims if c.cell == time} >= {0.48}
    assert {(c.count, c.base) for c in claims if c.cell == time} >= {(120, 250)}
    wrong = html.replace("(48%, 120 of 250)", "(58%, 120 of 250)")
    again = page_claims(BeautifulSoup(wrong, "html.parser"), "x.html", Names(made))
    assert 0.58 in {claim.share for claim in again if claim.cell == time}


def test_the_page_has_no_fault_and_says_its_language() -> None:
    html = page(book())
    assert check_page(html) == []
    assert '<html lang="en">' in html
    swedish = html.replace('<html lang="en">', '<html lang="sv">')
    assert [defect.rule for defect in check_page(swedish)] == ["language"]


def test_its_printed_sheets_are_numbered_in_english() -> None:
    html = page(book())
    ours = [line for line in html.splitlines() if "@bottom-right" in line]
    assert "Page " in ours[-1]
    assert "Sida" not in ours[-1]


def test_dates_and_numbers_are_english() -> None:
    front = front_page(Report(numbers(book()), {}), "english")
    assert front.period == "5 February 2024–15 March 2024"
    assert percent(0.0032) == "<1%"
    assert dict(front.facts())["Answered"] == front.period


def test_a_weighted_share_is_not_said_of_those_who_answered() -> None:
    """235 of 348 are 68%: the 65% are of all units in the groups that answered."""
    one = Measure("all", "All", 235, 348, 0.65)
    assert _who(one, book()) == (
        "65% of the units in groups that answered (235 of 348, weighted by group)"
    )
    assert _who(replace(one, share=0.68), book()) == (
        "68% of the units that answered (235 of 348)"
    )
