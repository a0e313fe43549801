"""Pictures of the workbench for docs/handledning.md.

    PYTHONPATH=tests python -m lab.tour docs/bilder

They show the fictitious exempel-2024, as JupyterLab shows it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page
from support.chromium import chromium
from support.shared_data import shared

from lab.bench import app, chooser, copied, lab, notebook, run_all
from lab.walk import (
    EXPORT,
    HEIGHT,
    LATE,
    NEXT,
    RENAMED,
    WIDTH,
    opened,
    read_late,
    read_wave,
    walk,
)


def wide(page: Page) -> None:
    """The notebook alone: the files' side bar folded away."""
    page.keyboard.press("Control+b")
    page.wait_for_timeout(800)


def tour(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, chromium() as browser:
        root = copied(Path(work), "exempel-2022", "exempel-2024")
        with lab(root) as address:
            with notebook(browser, address, "1_clean.ipynb") as page:
                run_all(page)
                page.wait_for_timeout(1500)
                page.screenshot(path=folder / "jupyterlab.png")
            with notebook(browser, address, "explore.ipynb") as page:
                run_all(page)
                wide(page)
                chooser(page, "Fråga").select_option(label="Hinder för samverkan")
                chooser(page, "Utmaning").select_option(
                    label="Nya vägar till arbete och aktivitet"
                )
                page.locator("h3", has_text="bland dem som").first.wait_for()
                chooser(page, "Enkät").scroll_into_view_if_needed()
                page.wait_for_timeout(1000)
                page.screenshot(path=folder / "utforska.png")
                page.locator(".siffror").first.scroll_into_view_if_needed()
                page.wait_for_timeout(500)
                page.screenshot(path=folder / "utforska-siffror.png")
                search = page.get_by_placeholder("ord, början*")
                search.scroll_into_view_if_needed()
                search.fill("kontakt* möt*")
                page.get_by_text("träffar i").first.wait_for()
                page.wait_for_timeout(1000)
                page.screenshot(path=folder / "fritext.png")
            with notebook(browser, address, "review.ipynb") as page:
                run_all(page)
                wide(page)
                page.get_by_role("button", name="Hoppa över").wait_for()
                page.screenshot(path=folder / "avgor.png")


EXPORTS = ("cases", "desk", "forms-export")
APP = (
    *("inlast", "om-enkaten", "fraga", "alla", "klart", "avgor", "las", "publicera"),
    *("sena", "omgang", "forvaltningar"),
)
"""The steps of the app's walk that the guide shows."""


def app_tour(folder: Path) -> None:
    """The app, walked with an invented export of Microsoft Forms."""
    with tempfile.TemporaryDirectory() as work, chromium() as browser:
        root = Path(work)
        (root / "data" / "raw").mkdir(parents=True)
        with app(root) as address:
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT}, locale="sv-SE"
            )
            opened(page, address)

            def see(step: str) -> None:
                if step in APP:
                    page.wait_for_timeout(800)
                    page.screenshot(path=folder / f"app-{step}.png")

            walk(page, shared(*EXPORTS, EXPORT), see)
            read_late(page, shared(*EXPORTS, LATE), see, "7 nya, 2 ändrade, 0 borta")
            read_wave(page, shared(*EXPORTS, NEXT), see, "norrvik-2028", RENAMED)


if __name__ == "__main__":
    tour(Path(sys.argv[1]))
    app_tour(Path(sys.argv[1]))
