"""Every page of both examples, and of a real survey, as readers and machines meet it.

Each page is opened once, on a desk and on a phone; the tests below ask what was seen.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from support.chromium import opened, print_to_pdf
from support.printed import printed_text
from support.projects import made_once

from helpers.audit.pages import check_page
from helpers.core.project import CHECKOUT

MOST_BYTES = 1_500_000
KINDS = (
    "index.html",
    "exempel-2024/fordjupad.html",
    "exempel-2024/sammanfattning.html",
    "exempel-2024/oversikt.html",
    "exempel-2024/underlag-work.html",
    "exempel-2024/forvaltning-stadskontoret.html",
)

# The texts of each diagram that can be seen: two that meet, or one outside its sheet.
COVERED = """() => {
    const found = [];
    for (const svg of document.querySelectorAll('figure svg')) {
        const sheet = svg.getBoundingClientRect();
        if (!sheet.width) continue;
        const texts = [...svg.querySelectorAll('text')].map(one => {
            const box = one.getBoundingClientRect();
            const ink = box.height * 0.22;  // above and below the letters
            return {words: one.textContent, left: box.left, right: box.right,
                    top: box.top + ink, bottom: box.bottom - ink};
        });
        const name = svg.closest('figure').id;
        texts.forEach((a, n) => {
            if (a.left < sheet.left - 1 || a.right > sheet.right + 1 ||
                a.top < sheet.top - 1 || a.bottom > sheet.bottom + 1)
                found.push(`${name}: ”${a.words}” is cut`);
            for (const b of texts.slice(n + 1))
                if (a.left < b.right - 1 && b.left < a.right - 1 &&
                    a.top < b.bottom - 1 && b.top < a.bottom - 1)
                    found.push(`${name}: ”${a.words}” and ”${b.words}” meet`);
        });
    }
    return found;
}"""
OF_A_PART = re.compile(r"(?:underlag|forvaltning|grupp)-")
OPEN_ALL = "all => all.forEach(one => one.open = true)"
WIDE = "document.documentElement.scrollWidth"


def pages(root: Path) -> Iterator[Path]:
    yield from sorted((root / "outputs").rglob("*.html"))


Made = tuple[str, ...]


def made_of(path: Path) -> set[Made]:
    """The kinds of element on the page: name, classes, ARIA and what it stands in."""
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    return {
        (
            one.name,
            *sorted(one.get("class", [])),
            *sorted(
                name for name in one.attrs if name.startswith(("aria", "role", "lang"))
            ),
            one.parent.name if one.parent else "",
        )
        for one in soup.find_all(True)
    }


def unlike(paths: list[Path]) -> list[Path]:
    """The first page of each kind, and those that add a kind of element to them: axe's
    rules are of these, and it takes seconds a page."""
    kinds = {path.name.partition("-")[0]: path for path in reversed(paths)}
    chosen = sorted(kinds.values())
    made = {path: made_of(path) for path in paths}
    covered = set().union(*(made[path] for path in chosen))
    for path in sorted(paths, key=lambda one: (-len(made[one] - covered), one)):
        if made[path] - covered:
            chosen.append(path)
            covered |= made[path]
    return chosen


def visit(browser: Browser, path: Path, *, axe: bool) -> dict[str, Any]:
    """What a reader's browser finds on the page, on a wide screen and on a narrow, and
    what `axe` finds."""
    said: list[str] = []
    with opened(browser, path) as page:
        page.on("console", lambda message: said.append(message.text))
        page.eval_on_selector_all("details", OPEN_ALL)
        only = {"resultTypes": ["violations"]}  # to list the rest takes twice as long
        found = Axe().run(page, options=only).response["violations"] if axe else []
        covered = page.evaluate(COVERED)
        page.set_viewport_size({"width": 360, "height": 740})
        covered += [f"{one} (360)" for one in page.evaluate(COVERED)]
        wide = page.evaluate(WIDE)
        page.set_viewport_size({"width": 320, "height": 640})
        return {
            "axe": [
                f"{rule['id']}: {node['html'][:120]}"
                for rule in found
                for node in rule["nodes"]
            ],
            "asked": page.asked,  # type: ignore[attr-defined]
            "console": said,
            "covered": covered,
            "sideways": [n for n in (wide - 360, page.evaluate(WIDE) - 320) if n > 0],
        }


@pytest.fixture(scope="session")
def seen(
    all_reports: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """Page → what was found on it."""

    def make(folder: Path) -> None:
        folder.mkdir()
        outputs = all_reports / "outputs"
        chosen = unlike(list(pages(all_reports)))
        found = {
            str(path.relative_to(outputs)): visit(browser, path, axe=path in chosen)
            for path in pages(all_reports)
        }
        (folder / "seen.json").write_text(json.dumps(found), encoding="utf-8")

    folder = made_once(tmp_path_factory, "seen", make)
    return dict(json.loads((folder / "seen.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("what", ["axe", "asked", "console", "covered", "sideways"])
def test_nothing_is_found_on_any_page(
    seen: dict[str, dict[str, Any]], what: str
) -> None:
    """axe's rules; the network; the console; labels; text that scrolls sideways."""
    assert {page: found[what] for page, found in seen.items() if found[what]} == {}
    assert len(seen) > 40


def test_labels_that_meet_or_are_cut_would_be_found(
    browser: Browser, example_report: Path, tmp_path: Path
) -> None:
    html = example_report.read_text(encoding="utf-8")
    path = tmp_path / "page.html"
    twice = re.sub(
        r"(<text [^>]*>)([^<]{4,})</text>", r"\1\2</text>\1\2</text>", html, count=1
    )
    path.write_text(twice, encoding="utf-8")
    with opened(browser, path) as page:
        assert any("meet" in one for one in page.evaluate(COVERED))
    cut = re.sub(r'<text x="[\d.]+"', '<text x="-90"', html, count=1)
    path.write_text(cut, encoding="utf-8")
    with opened(browser, path) as page:
        assert any("is cut" in one for one in page.evaluate(COVERED))


def test_the_index_has_the_structure_of_a_report(all_reports: Path) -> None:
    """The other pages are looked at in the same way by the audits of their surveys
    (test_real_outputs)."""
    path = all_reports / "outputs" / "index.html"
    found = check_page(path.read_text(encoding="utf-8"), folder=path.parent)
    assert [str(one) for one in found] == []


def test_the_workbook_has_the_organisations_and_says_what_its_codes_mean(
    all_reports: Path,
) -> None:
    folder = all_reports / "outputs" / "exempel-2024"
    book = openpyxl.load_workbook(folder / "tabeller.xlsx")
    named = {ws["A1"].value: ws for ws in book.worksheets}
    listed = next(ws for name, ws in named.items() if "som nämns, och" in str(name))
    [table] = listed.tables.values()
    assert table.autoFilter is not None
    assert listed.max_row > 200
    meanings = named["Vad rubrikerna och tecknen betyder"]
    told = {str(row[0]) for row in meanings.iter_rows(values_only=True) if row[0]}
    heads = {
        head
        for ws in book.worksheets
        for one in ws.tables.values()
        for head in ("Antal", "Svarande", "Andel")
        if head in one.column_names
    }
    assert heads <= told
    assert {"·", "–", "inga svar", "Alla"} <= told
    # Leave to quote is no result.
    assert not [said for said in named if "Exemplet får publiceras" in str(said)]


def test_every_figure_has_all_that_a_reader_asks_of_it(all_reports: Path) -> None:
    for path in pages(all_reports):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for figure in soup.select("figure.figur"):
            where = f"{path.name} {figure['id']}"
            basis = figure.select_one(".underlag").get_text()
            basis += figure.select_one("details .kalla").get_text()
            for part in ("Bas: ", "Insamling: ", "Källa: "):
                assert part in basis, where
            assert figure.select_one("figcaption strong").get_text(strip=True), where
            assert figure.select_one(".fraga").get_text(strip=True), where
            assert figure.select_one("details table"), where
            data = path.parent / figure.select_one("a[download]")["href"]
            assert data.read_bytes().startswith(b"\xef\xbb\xbf"), where
            for svg in figure.select("svg"):
                assert svg.find("title").get_text(strip=True), where
                assert svg.find("desc").get_text(strip=True), where


def test_no_page_is_heavy(all_reports: Path) -> None:
    for path in pages(all_reports):
        assert path.stat().st_size <= MOST_BYTES, path


def test_every_page_leads_to_every_other(all_reports: Path) -> None:
    for folder in (all_reports / "outputs").iterdir():
        if not folder.is_dir():
            continue
        files = {path.name for path in folder.glob("*.html")}
        for path in folder.glob("*.html"):
            soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
            linked = {link["href"] for link in soup.select("nav.syskon a")}
            others = files | {"../index.html"}
            if path.name == "in-english.html":  # to those of the whole survey
                others = {one for one in others if not OF_A_PART.match(one)}
            assert linked == others, path
    index = (all_reports / "outputs" / "index.html").read_text(encoding="utf-8")
    listed = [a["href"] for a in BeautifulSoup(index, "html.parser").select("main a")]
    reports = [address for address in listed if address.endswith(".html")]
    assert len(reports) == len(list(pages(all_reports))) - 1
    first = reports[0].split("/")[0]
    assert first in ("exempel-2024", "toronto")  # the newest wave
    assert reports[0].endswith("/sammanfattning.html")


def test_english_options_are_pronounced_in_english(all_reports: Path) -> None:
    path = all_reports / "outputs" / "toronto" / "fordjupad.html"
    if not path.exists():
        pytest.skip("the survey of Toronto is not here")
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    heads = [th for th in soup.select("th") if th.get_text() == "Lost volunteers"]
    assert heads
    assert all(th.get("lang") == "en" for th in heads)
    quoted = soup.select_one("main li span[lang=en]")
    assert quoted is not None
    survey = (CHECKOUT / "tests" / "real" / "toronto" / "survey.yml").read_text("utf-8")
    assert quoted.get_text() in survey


@pytest.mark.parametrize("name", KINDS)
def test_the_keyboard_alone_reaches_everything_in_order(
    browser: Browser, all_reports: Path, name: str
) -> None:
    """Each link, table, diagram and fold, in the order of the page; what has focus can
    be seen to have it."""
    number = """() => [...document.querySelectorAll('a[href], summary, [tabindex]')]
        .filter(one => one.checkVisibility()).forEach((one, n) => one.dataset.n = n)"""
    at = """() => { const one = document.activeElement; return [
        one.dataset.n ?? one.outerHTML.slice(0, 90),
        getComputedStyle(one).outlineStyle]; }"""
    with opened(browser, all_reports / "outputs" / name) as page:
        page.eval_on_selector_all("details", OPEN_ALL)
        page.evaluate(number)
        stops = page.locator("[data-n]").count()
        for place in range(stops):
            page.keyboard.press("Tab")
            reached, outline = page.evaluate(at)
            assert reached == str(place)
            assert outline != "none", reached
        assert stops > 10


def test_the_accessibility_tree_of_a_brief_makes_sense_in_order(
    browser: Browser, all_reports: Path
) -> None:
    path = all_reports / "outputs" / "exempel-2024" / "underlag-work.html"
    with opened(browser, path) as page:
        tree = page.locator("body").aria_snapshot()
    order = [
        "Hoppa till innehållet",
        "Fiktiva svar",
        'heading "Nya vägar till arbete och aktivitet" [level=1]',
        "navigation",
        'heading "Det här visar svaren" [level=2]',
        "verksamheter samverkar inom",
        'figure "Figur 1."',
        "Störst andel bland de svarande",
        'img "Rutnät med siffror',
        'heading "Med vem, hur och vad som behövs" [level=2]',
        "columnheader",
        "rowheader",
        'heading "Planera dialogen" [level=2]',
        "contentinfo",
        "Hänvisa så här",
    ]
    places = [tree.find(words) for words in order]
    assert -1 not in places, [w for w, p in zip(order, places, strict=True) if p < 0]
    assert places == sorted(places)
    finding = tree[tree.find("Figur 1.") :].split("strong: ")[1].splitlines()[0]
    assert tree.count(finding.strip('"')) == 1  # told once, in the caption


def test_a_brief_s_first_page_stands_alone_on_paper(
    browser: Browser, all_reports: Path
) -> None:
    for path in sorted((all_reports / "outputs").glob("*/underlag-*.html")):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        if len(soup.select("main h2")) < 3:
            continue
        first, *more = printed_text(print_to_pdf(browser, path))
        assert "Det här visar svaren" in first, path
        assert "Bas:" in first, path  # the figure is whole, to what is said under it
        following = soup.select("main h2")[1].get_text(strip=True)
        assert following not in first, path
        assert following in " ".join(more[:2]), path
        assert len(more) <= 3, path  # four sheets in all


@pytest.fixture(scope="session")
def brief_pdf(all_reports: Path) -> pikepdf.Pdf:
    from helpers.presentation.pages.pdf import html_to_pdf

    path = all_reports / "outputs" / "exempel-2024" / "underlag-work.html"
    content = html_to_pdf(path.read_text(encoding="utf-8"))
    return pikepdf.open(io.BytesIO(content))


def test_the_pdf_of_a_brief_has_tags_language_outline_and_alts(
    brief_pdf: pikepdf.Pdf,
) -> None:
    assert brief_pdf.Root.MarkInfo.Marked
    assert str(brief_pdf.Root.Lang).startswith("sv")
    with brief_pdf.open_outline() as outline:
        [top] = outline.root
        assert top.children[0].title == "Det här visar svaren"
    elements = [
        one
        for one in brief_pdf.objects
        if isinstance(one, pikepdf.Dictionary) and "/S" in one
    ]
    kinds = {str(one.S) for one in elements}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/L"} <= kinds
    alts = [str(one.get("/Alt", "")) for one in elements if str(one.S) == "/Figure"]
    logo, *figures = alts  # exempel-2024 wears its organisation's logo
    assert logo == "Exempelstads vapen (påhittat)"
    assert figures
    assert all(" som visar " in alt for alt in figures)
    heads = [one for one in elements if str(one.S) == "/TH"]
    assert all(one.A.get("/Scope") in ("/Column", "/Row") for one in heads)


def test_the_same_pages_come_back_elsewhere_byte_for_byte(
    all_reports: Path, tmp_path: Path
) -> None:
    """Another folder, time zone, locale and seed of the hash; the pages of one survey,
    and their figures' numbers."""
    survey = (
        "toronto" if (all_reports / "outputs" / "toronto").exists() else "exempel-2022"
    )
    root = tmp_path / "någon annanstans"
    for kind in ("raw", "processed"):
        shutil.copytree(
            all_reports / "data" / kind / survey, root / "data" / kind / survey
        )
    changes = {"TZ": "Asia/Kolkata", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "helpers.app.cli", "run", survey, "--force"]
    subprocess.run(
        [*command, "--project-dir", str(root), "--workers", "1"],
        env=os.environ | changes,
        capture_output=True,
        check=True,
    )
    before, after = (one / "outputs" / survey for one in (all_reports, root))
    files = sorted(path.relative_to(before) for path in before.rglob("*.*"))
    assert len(files) > 20
    assert files == sorted(path.relative_to(after) for path in after.rglob("*.*"))
    unlike = [f for f in files if (before / f).read_bytes() != (after / f).read_bytes()]
    assert unlike == []
