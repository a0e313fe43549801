"""The page in a browser: what axe finds, what is fetched, reached and printed."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from support.chromium import opened, print_to_pdf
from support.printed import printed_text
from support.specimen import PAGE, chapter, export

from helpers.presentation.kinds import PageKind
from helpers.presentation.pages.index import File, IndexEntry, render_index


def violations(page: Page) -> list[str]:
    """axe's rules (WCAG 2.0-2.2 A and AA, best practice) that the page breaks."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, specimen_path: Path, width: int, scheme: str
) -> None:
    with opened(browser, specimen_path, width, color_scheme=scheme) as page:
        page.eval_on_selector_all(
            "details", "all => all.forEach(one => one.open = true)"
        )
        assert violations(page) == []


def test_dark_mode_darkens_the_page_and_not_its_diagrams(
    browser: Browser, specimen_path: Path
) -> None:
    ground = "(one) => getComputedStyle(one).backgroundColor"
    with opened(browser, specimen_path, color_scheme="dark") as page:
        assert page.eval_on_selector("html", ground) == "rgb(20, 24, 27)"
        assert page.eval_on_selector(".diagram", ground) == "rgb(255, 255, 255)"


def test_a_phone_gets_the_narrow_diagram(browser: Browser, specimen_path: Path) -> None:
    for width, narrow in ((1280, False), (360, True)):
        with opened(browser, specimen_path, width) as page:
            diagram = page.locator("#figur-dialog .diagram")
            assert diagram.locator("svg.smal").is_visible() is narrow
            assert diagram.locator("svg:not(.smal)").is_visible() is not narrow


def test_axe_finds_what_is_planted(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "fel.html"
    path.write_text(
        export(chapter("a", "Rubrik", '<p><a href="#a" aria-label=""></a></p>')),
        encoding="utf-8",
    )
    with opened(browser, path) as page:
        assert any(one.startswith("link-name") for one in violations(page))


def test_axe_finds_nothing_on_the_index(browser: Browser, tmp_path: Path) -> None:
    reports = (File("Fördjupad rapport", "a/fordjupad.html"),)
    files = (File("Alla tabeller", "a/tabeller.xlsx", 52_000),)
    path = tmp_path / "index.html"
    entries = [IndexEntry("a", "Kartläggning 2024", reports, files, fictitious=True)]
    path.write_text(render_index(entries), encoding="utf-8")
    with opened(browser, path) as page:
        assert violations(page) == []
        assert page.asked == []  # type: ignore[attr-defined]


def test_nothing_is_fetched_and_nothing_complains(
    browser: Browser, specimen_path: Path
) -> None:
    said: list[str] = []
    with opened(browser, specimen_path) as page:
        page.on("console", lambda message: said.append(message.text))
        page.reload()
        assert page.asked == []  # type: ignore[attr-defined]
        assert said == []


def test_the_typeface_of_the_page_is_the_one_that_travels_with_it(
    browser: Browser, specimen_path: Path
) -> None:
    loaded = "[...document.fonts].filter(one => one.status == 'loaded').length"
    with opened(browser, specimen_path) as page:
        assert page.evaluate(loaded) >= 2


@pytest.mark.parametrize("width", [1280, 768, 360, 320])
def test_text_never_scrolls_sideways(
    browser: Browser, specimen_path: Path, width: int
) -> None:
    wide = "document.documentElement.scrollWidth"
    with opened(browser, specimen_path, width) as page:
        assert page.evaluate(wide) <= width


def test_text_at_double_size_never_scrolls_sideways(
    browser: Browser, specimen_path: Path
) -> None:
    with opened(browser, specimen_path, 640) as page:
        page.add_style_tag(content="html { font-size: 225% !important }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640


@pytest.mark.parametrize("kind", PageKind)
def test_a_page_of_any_kind_fills_the_window(
    browser: Browser, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "sida.html"
    path.write_text(export(kind=kind), encoding="utf-8")
    with opened(browser, path) as page:
        body = page.locator("body").bounding_box()
        assert body is not None
        assert (body["x"], body["width"]) == (0, 1280)


def test_long_words_and_captions_keep_to_a_narrow_screen(
    browser: Browser, tmp_path: Path
) -> None:
    long = "Arbetsmarknadsförvaltningssamordningsfunktionen " * 3
    table = (
        '<div class="tabell-ram" role="region" tabindex="0" aria-labelledby="r"><table>'
        f'<caption id="r">{long}</caption><thead><tr><th scope="col">A</th>'
        + '<th scope="col">Kolumn</th>' * 12
        + "</tr></thead><tbody><tr><th scope='row'>a</th>"
        + "<td>1</td>" * 12
        + "</tr></tbody></table></div>"
    )
    path = tmp_path / "lang.html"
    path.write_text(export(chapter("a", long, table)), encoding="utf-8")
    with opened(browser, path, 320) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        caption = page.locator("caption").bounding_box()
        assert caption is not None
        assert caption["width"] <= 320


@pytest.mark.parametrize(("width", "stops"), [(1280, 0), (320, 1)])
def test_a_table_is_a_stop_only_where_it_scrolls(
    browser: Browser, tmp_path: Path, width: int, stops: int
) -> None:
    heads = "".join(f'<th scope="col">Kolumnen {n}</th>' for n in range(5))
    cells = "<th scope='row'>a</th>" + "<td>1</td>" * 4
    table = f"<table><caption>X</caption><thead><tr>{heads}</tr></thead>"
    table += f"<tbody><tr>{cells}</tr></tbody></table>"
    path = tmp_path / "ryms.html"
    path.write_text(export(chapter("a", "A", table)), encoding="utf-8")
    focused = "f => { f.focus(); return document.activeElement === f }"
    with opened(browser, path, width) as page:
        frames = page.locator(".tabell-ram")
        assert frames.count() == 1
        assert frames.first.evaluate(focused) is bool(stops)
        wide = "document.documentElement.scrollWidth"
        assert page.evaluate(wide) <= width


def test_the_keyboard_reaches_everything_in_order(
    browser: Browser, specimen_path: Path
) -> None:
    """Each link, table, diagram and details, in the order of the page; the place that
    has focus can be seen."""
    wanted = """() => [...document.querySelectorAll('a[href], summary, [tabindex]')]
        .filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 90))"""
    at = """() => document.activeElement.outerHTML.slice(0, 90)"""
    outline = "() => getComputedStyle(document.activeElement).outlineStyle"
    with opened(browser, specimen_path) as page:
        expected = page.evaluate(wanted)
        reached = []
        for _ in expected:
            page.keyboard.press("Tab")
            reached.append(page.evaluate(at))
            assert page.evaluate(outline) != "none", reached[-1]
        assert reached == expected
        assert "hoppa" in reached[0]


def test_the_skip_link_leads_past_the_contents(
    browser: Browser, specimen_path: Path
) -> None:
    inside = "() => document.querySelector('main').contains(document.activeElement)"
    with opened(browser, specimen_path) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate(inside)


def test_one_table_of_contents_at_a_time(browser: Browser, specimen_path: Path) -> None:
    for width in (1280, 360):
        with opened(browser, specimen_path, width) as page:
            shown = page.locator("nav[class^=innehall]:visible")
            assert shown.count() == 1
            folded = shown.locator("details").count()
            assert folded == (width == 360)


def test_the_accessibility_tree_reads_in_order(
    browser: Browser, specimen_path: Path
) -> None:
    with opened(browser, specimen_path) as page:
        tree = page.locator("body").aria_snapshot()
    order = [
        "Hoppa till innehållet",
        "banner",
        "Fiktiva svar.",
        f'heading "{PAGE.title}" [level=1]',
        "navigation",
        "main",
        'heading "1 Sammanfattning" [level=2]',
        "Sju av tio verksamheter samverkar med föreningar",
        'heading "2 Om rapporten" [level=2]',
        "figure",
        'img "Liggande staplar"',
        'group "Tabell 1. Samverkan efter förvaltning och utmaning"',
        "columnheader",
        "rowheader",
        'heading "Fotnoter" [level=2]',
        "contentinfo",
        "Hänvisa så här",
    ]
    places = [tree.find(words) for words in order]
    assert -1 not in places, [w for w, p in zip(order, places, strict=True) if p < 0]
    assert places == sorted(places)


def test_paper_says_fictitious_on_every_page_and_leaves_details_out(
    browser: Browser, specimen_path: Path
) -> None:
    pdf = print_to_pdf(browser, specimen_path)
    pages = printed_text(pdf)
    assert len(pages) >= 3
    for number, words in enumerate(pages, start=1):
        assert "Fiktiva svar" in words.splitlines()[0], words[:200]
        assert f"Sida {number} av {len(pages)}" in words
    whole = "\n".join(pages)
    assert whole.count("Svarade") == 1  # its own table: those of figures are looked up
    assert "Visa siffrorna som tabell" not in whole
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert [round(float(side)) for side in document.pages[0].mediabox[2:]] == [
            595,
            842,
        ]
