"""Pictures of pages, as readers meet them: wide screen, phone, dark mode, paper.

    PYTHONPATH=tests python -m support.tour FOLDER PAGE.html …

writes, for each page, `NAME-1280.png`, `NAME-360.png`, `NAME-1280-dark.png` (its first
screen) and the first printed pages, `NAME-print-1.png` …, drawn by poppler's pdftoppm.
For looking at, and for docs/report-tour/.
"""

from __future__ import annotations

import argparse
import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from playwright.sync_api import Browser

from support.chromium import chromium, opened, print_to_pdf


def on_screen(browser: Browser, path: Path, folder: Path, width: int) -> Path:
    """The whole page as one picture."""
    picture = folder / f"{path.stem}-{width}.png"
    with opened(browser, path, width) as page:
        page.screenshot(path=picture, full_page=True)
    return picture


def in_the_dark(browser: Browser, path: Path, folder: Path) -> Path:
    """Two screens of the page as a reader who has chosen dark mode sees it."""
    picture = folder / f"{path.stem}-1280-dark.png"
    with opened(browser, path, color_scheme="dark") as page:
        clip = {"x": 0, "y": 0, "width": 1280, "height": 1800}
        page.screenshot(path=picture, full_page=True, clip=clip)  # type: ignore[arg-type]
    return picture


def on_paper(browser: Browser, path: Path, folder: Path, *, pages: int) -> list[Path]:
    """The first `pages` printed pages."""
    pdf = print_to_pdf(browser, path)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = min(pages, len(document.pages))
    pictures = []
    for number in map(str, range(1, pages + 1)):
        target = folder / f"{path.stem}-print-{number}"
        command = ["pdftoppm", "-r", "96", "-png", "-singlefile", "-f", number]
        subprocess.run([*command, "-", str(target)], input=pdf, check=True)
        pictures.append(target.with_suffix(".png"))
    return pictures


def tour(folder: Path, paths: list[Path], *, pages: int) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for path in paths:
            for width in (1280, 360):
                yield on_screen(browser, path, folder, width)
            yield in_the_dark(browser, path, folder)
            yield from on_paper(browser, path, folder, pages=pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("paths", type=Path, nargs="+", metavar="PAGE.html")
    parser.add_argument("--printed", type=int, default=3, help="pages of paper")
    chosen = parser.parse_args()
    for picture in tour(chosen.folder, chosen.paths, pages=chosen.printed):
        print(picture)


if __name__ == "__main__":
    main()
