"""Chromium, as a reader's browser; what it asks the network for is noted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 180_000  # milliseconds: a busy machine is no fault of the page
HEIGHTS = {1280: 900, 768: 1024, 360: 740, 320: 640}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window; each page of it starts with nothing remembered."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=ARGUMENTS,
            headless=True,
            timeout=PATIENCE,
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser, path: Path, width: int = 1280, **options: Any
) -> Iterator[Page]:
    """`path` in a window of `width` CSS pixels, with its typeface loaded.

    The network is shut; what the page asked for lies in `page.asked`.
    """
    page = browser.new_page(
        viewport={"width": width, "height": HEIGHTS.get(width, 900)},
        locale="sv-SE",
        **options,
    )
    page.set_default_timeout(PATIENCE)
    asked: list[str] = []
    page.asked = asked  # type: ignore[attr-defined]

    def stop(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    here = path.resolve().as_uri()
    page.route(lambda url: url != here and not url.startswith("data:"), stop)
    try:
        page.goto(here)
        page.evaluate("document.fonts.ready")
        yield page
    finally:
        page.close()


def print_to_pdf(browser: Browser, path: Path) -> bytes:
    """The page as Chromium prints it, on the page's own paper."""
    with opened(browser, path) as page:
        return page.pdf(prefer_css_page_size=True, print_background=True)
