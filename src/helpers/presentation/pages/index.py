"""outputs/index.html: every survey, its reports and its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from helpers.presentation.pages.layout import assemble, template
from helpers.presentation.pages.page import Page
from helpers.presentation.pages.sanitise import clean
from helpers.survey.codebook import DRAFT, FICTITIOUS

TITLE = "Kartläggningar av samverkan med civilsamhället"
FORMS = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel", ".zip": "figurer som png"}


@dataclass(frozen=True)
class File:
    r"""A file of outputs/: what it is, where it lies from outputs/, how large (bytes),
    and the shelf that it stands on (none: by itself).

    >>> File("Alla tabeller", "exempel/tabeller.xlsx", 52_345).said
    'Alla tabeller (Excel, 52\xa0kB)'
    """

    label: str
    path: str
    size: int = 0
    shelf: str = ""

    @property
    def said(self) -> str:
        """Label, kind and size, so that nobody is surprised by what a link brings."""
        suffix = PurePosixPath(self.path).suffix
        if suffix == ".html":  # a page is a page, whatever it weighs
            return self.label
        parts = [FORMS.get(suffix, suffix.removeprefix(".")), _sized(self.size)]
        inside = ", ".join(part for part in parts if part)
        return f"{self.label} ({inside})" if inside else self.label

    @property
    def address(self) -> str:
        return quote(self.path)


@dataclass(frozen=True)
class Entry:
    """A survey on the index page.

    `reports` are the pages (and their PDF and Word companions), `files` the numbers to
    take along, in the order in which they are to be read. `note` says what a reader
    must know, such as that the last run failed.
    """

    survey: str
    title: str
    reports: tuple[File, ...] = ()
    files: tuple[File, ...] = ()
    period: str = ""
    version: str = ""
    draft: bool = False
    fictitious: bool = False
    preliminary: bool = False
    note: str = ""

    @property
    def shelves(self) -> list[tuple[str, list[File]]]:
        """The reports under their shelves, in order."""
        found: dict[str, list[File]] = {}
        for file in self.reports:
            found.setdefault(file.shelf, []).append(file)
        return list(found.items())

    @property
    def marks(self) -> list[str]:
        marks = [DRAFT] if self.draft else []
        marks += [FICTITIOUS] if self.fictitious else []
        return marks + (["Preliminär"] if self.preliminary else [])


def render_index(entries: Sequence[Entry], *, page: Page | None = None) -> str:
    """The page over all surveys, in the same shape as the reports; `page` gives it
    another title, a contact and so on. The same entries give the same bytes.

    Every page with only fictitious surveys says so at its top; one with some says so
    beside each of them.
    """
    page = page or Page(
        TITLE,
        subtitle="Rapporter, siffror och filer från varje kartläggning.",
        kind="index",
        fictitious=bool(entries) and all(entry.fictitious for entry in entries),
    )
    body = template("index.html.j2").render(entries=entries)
    return assemble(page, f'<div class="del">{clean(body)}</div>')


def _sized(size: int) -> str:
    """
    >>> _sized(900), _sized(1_400_000), _sized(0)
    ('1\xa0kB', '1,4\xa0MB', '')
    """
    if not size:
        return ""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}\u00a0kB"
    return f"{size / 1e6:.1f}\u00a0MB".replace(".", ",")
