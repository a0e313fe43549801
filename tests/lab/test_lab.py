"""The secretary's JupyterLab in a real browser (`make test-lab`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser

from helpers.core.project import Project
from helpers.survey.codebook import read_codebook
from lab.bench import begin_all, chooser, copied, errors, lab, notebook, run_all
from lab.walk import drop

pytestmark = pytest.mark.lab
SURVEY = "exempel-2024"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("bank"), SURVEY)


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    with lab(root) as found:
        yield found


def test_clean_runs_by_run_all(browser: Browser, address: str, root: Path) -> None:
    with notebook(browser, address, "1_clean.ipynb") as page:
        run_all(page)
        assert errors(page) == []
        shown = page.locator(".jp-OutputArea-output").all_text_contents()
        assert any("Kvar som svar" in text for text in shown)
    kept = pd.read_parquet(root / f"data/processed/{SURVEY}/responses.parquet")
    assert any(re.search(rf"Kvar som svar\s*{len(kept)}", text) for text in shown)


def test_explore_changes_its_picture_when_a_widget_is_moved(
    browser: Browser, address: str, root: Path
) -> None:
    with notebook(browser, address, "explore.ipynb") as page:
        run_all(page)
        figure = page.locator(".kartlaggning-bank .figur").first
        figure.wait_for()
        before = figure.locator("svg.bred").inner_html()
        assert "PRELIMINÄRT" in before
        assert figure.locator("svg.smal").is_hidden()
        chooser(page, "Fråga").select_option(label="Hinder för samverkan")
        title = page.locator(".figur figcaption", has_text="Vad hindrar samverkan?")
        title.first.wait_for()
        after = page.locator(".figur svg.bred").first.inner_html()
        assert after != before
        chooser(page, "Utmaning").select_option(
            label="Nya vägar till arbete och aktivitet"
        )
        page.locator("h3", has_text="bland dem som samverkar").first.wait_for()
        assert page.locator(".figur svg.bred").first.inner_html() != after
        page.get_by_role("button", name="Lägg till i rapporten").click()
        page.get_by_text("Tillagt sist i data/raw").wait_for()
        assert errors(page) == []
    written = (root / f"data/raw/{SURVEY}/survey.yml").read_text(encoding="utf-8")
    assert written.endswith("extra:\n  - {question: barriers, challenge: work}\n")


def test_start_leads_on_in_jupyterlab_as_in_the_app(
    browser: Browser, address: str, root: Path, tmp_path: Path
) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("Roll;Ort\n" + "Chef;A\nAnnan;B\n" * 4, encoding="utf-8")
    with notebook(browser, address, "start.ipynb") as page:
        assert page.locator(".jp-CodeCell .jp-InputArea:visible").count() == 0
        begin_all(page)  # its code is folded away, and so are the numbers of its cells
        page.get_by_text("Steg 1 av 6").wait_for()
        page.get_by_label("Kort namn").fill("slappt")
        page.keyboard.press("Tab")
        drop(page, file)
        page.get_by_role("heading", name="slappt är inläst").wait_for()
        assert page.get_by_text("Would you like").count() == 0
        assert len(read_codebook(Project(root).raw("slappt")).questions) == 2
        page.get_by_role("button", name="1. Enkät").click()
        page.get_by_role("button", name=f"Öppna {SURVEY}").click()
        page.get_by_text("Steg 3 av 6").wait_for()
        page.get_by_role("button", name="2. Beskriv").click()
        page.get_by_role("heading", name="Om enkäten").wait_for()
        assert errors(page) == []


def test_review_writes_what_is_clicked(
    browser: Browser, address: str, root: Path
) -> None:
    path = root / f"data/raw/{SURVEY}/decisions/names.csv"
    before = len(path.read_text(encoding="utf-8").splitlines())
    with notebook(browser, address, "review.ipynb") as page:
        run_all(page)
        page.get_by_role("button", name="Ja, samma").click()
        page.get_by_text("Sparade rader: 1").wait_for()
        assert errors(page) == []
    assert len(path.read_text(encoding="utf-8").splitlines()) == before + 1
