"""`kartlaggning app` in a real browser: from the Forms export to the zip, without a
line of code or YAML (`make test-lab`)."""

from __future__ import annotations

import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from support.shared_data import shared

from helpers.app.start.incoming import take_in
from helpers.core.project import Project
from helpers.survey.codebook import Edit, change_codebook, read_codebook, unseen
from helpers.survey.sources import read_crosswalk
from lab.bench import app
from lab.walk import (
    EXPORT,
    HEIGHT,
    LATE,
    NEXT,
    RENAMED,
    WIDTH,
    late,
    next_wave,
    opened,
    publish,
    run,
    see_all,
    tab_to,
    walk,
)

pytestmark = pytest.mark.lab
DESK = ("cases", "desk", "forms-export")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("app")
    (root / "data" / "raw").mkdir(parents=True)
    return root


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    with app(root) as found:
        yield found


def test_from_a_file_to_the_zip_its_second_version_and_the_next_wave(
    browser: Browser, address: str, root: Path
) -> None:
    """Most answers are protected: the second version is published beside the first."""
    export = shared(*DESK, EXPORT)
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="sv-SE")
    outside = opened(page, address)
    found: dict[str, str] = {}

    def see(step: str) -> None:
        looked = Axe().run(page)
        if looked.violations_count:
            found[step] = looked.generate_report()

    try:
        walk(page, export, see)
        late(page, shared(*DESK, LATE), see, "7 nya, 2 ändrade, 0 borta")
        next_wave(page, shared(*DESK, NEXT), see, "norrvik-2028", RENAMED)
        assert page.locator("html").get_attribute("lang") == "sv"
        assert page.locator("h1").count() == 1
        assert page.locator("main, [role=main]").count() == 1
    finally:
        page.close()
    assert found == {}
    assert outside == []
    book = read_codebook(root / "data" / "raw" / "norrvik-2026")
    assert any(book.protected(question.id) for question in book.counted)
    assert unseen(book) == []
    assert {q.seen.by for q in book.questions if q.seen} == {"Ulla Ek"}
    for version in (1, 2):
        made = root / "outputs" / "publicerat" / f"norrvik-2026-{version}.zip"
        with zipfile.ZipFile(made) as files:
            assert {"fordjupad.html", "kodbok.yml"} <= set(files.namelist())


def rows(count: int, school: str = "Skola") -> str:
    """An export of `count` answers; its departments are `school` and Vård."""
    lines = ["ID;Förvaltning;Samverkar ni?;Hur ofta träffas ni?"]
    for n in range(1, count + 1):
        where, how = (school, "Vård")[n % 2], ("Varje vecka", "Varje månad")[n % 3 > 0]
        lines.append(f"{n};{where};{('Ja', 'Nej')[n % 4 == 0]};{how}")
    return "\n".join(lines) + "\n"


def test_late_answers_a_second_version_and_the_next_wave(
    browser: Browser, address: str, root: Path, tmp_path: Path
) -> None:
    """The same where all answers are open."""
    project, survey = Project(root), "serie-2026"
    take_in(project, "serie.csv", rows(24).encode(), survey=survey)
    folder = project.raw(survey)
    book = read_codebook(folder)
    opened_up = [
        Edit(("questions", n, "disclosure"), "open") for n in range(len(book.questions))
    ]
    change_codebook(folder, [*opened_up, Edit(("group",), book.questions[0].id)])
    late_file, next_file = tmp_path / "sena.csv", tmp_path / "nasta.csv"
    late_file.write_text(rows(27), encoding="utf-8")
    next_file.write_text(rows(20, "Utbildning"), encoding="utf-8")
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="sv-SE")
    found: dict[str, str] = {}

    def see(step: str) -> None:
        looked = Axe().run(page)
        if looked.violations_count:
            found[step] = looked.generate_report()

    try:
        opened(page, address)
        page.get_by_label("Ditt namn").fill("Ulla Ek")
        page.keyboard.press("Tab")
        page.get_by_role("button", name=f"Öppna {survey}").click()
        see_all(page, lambda step: None)
        run(page, lambda step: None)
        publish(page, see)
        late(page, late_file, see, "3 nya, 0 ändrade, 0 borta")
        next_wave(page, next_file, see, "serie-2028", ("Skola", "Utbildning"))
    finally:
        page.close()
    assert found == {}
    zips = sorted(
        path.name for path in (root / "outputs" / "publicerat").glob("serie*")
    )
    assert zips == ["serie-2026-1.zip", "serie-2026-2.zip"]
    said = read_crosswalk("serie-2028", project)[["from", "to"]].to_dict("records")
    assert said == [{"from": "Skola", "to": "Utbildning"}]


def test_by_keyboard_alone(browser: Browser, address: str, root: Path) -> None:
    """Open, describe, move an option, and take it back."""
    export = shared(*DESK, EXPORT)
    take_in(Project(root), EXPORT, export.read_bytes(), survey="tangent-2026")
    survey = root / "data" / "raw" / "tangent-2026" / "survey.yml"
    before = survey.read_bytes()
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="sv-SE")
    try:
        opened(page, address)
        for name, then in (
            ("Öppna tangent-2026", "Om enkäten"),
            ("Nästa", "Vilken förvaltning arbetar du inom?"),
        ):
            tab_to(page, name)
            page.keyboard.press("Enter")
            page.get_by_role("heading", name=then, exact=True).wait_for()
        down = "Flytta ned Barn- och utbildningsförvaltningen"
        tab_to(page, down)
        page.keyboard.press("Enter")
        page.get_by_text("Sparat: ordning").wait_for()
        assert survey.read_bytes() != before
        assert page.evaluate("document.activeElement.tagName") == "BUTTON"
        tab_to(page, "Ångra: ordning")
        page.keyboard.press("Enter")
        page.get_by_text("Ångrat: ordning").wait_for()
    finally:
        page.close()
    assert survey.read_bytes() == before
    window = (root / "app.log").read_text("utf-8").splitlines()
    # Nothing of tornado's or the kernel's own, in English.
    assert [line.split()[0] for line in window] == ["Appen", "Stäng"]


def test_without_the_token_nobody_gets_in(address: str, root: Path) -> None:
    own = address.split("/?")[0]
    (root / "outputs").mkdir(exist_ok=True)
    (root / "outputs" / "prov.html").write_text("hemligt", encoding="utf-8")
    for place in ("/rapporter/prov.html", "/voila/files/start.ipynb", "/"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{own}{place}", timeout=30)
        assert refused.value.code == 403
        said = refused.value.read().decode()
        assert "hemligt" not in said
        assert "Adressen gäller inte" in said or place.startswith("/voila")
    token = address.split("/?")[1]
    with urllib.request.urlopen(f"{own}/rapporter/prov.html?{token}", timeout=30) as it:
        assert it.read() == b"hemligt"
