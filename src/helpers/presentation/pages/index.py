"""outputs/index.html: every survey, its reports and its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from bs4 import BeautifulSoup, Tag

from helpers.presentation.kinds import PageKind
from helpers.presentation.pages.dress import PLAIN, Dress, repainted
from helpers.presentation.pages.languages import IN_ENGLISH
from helpers.presentation.pages.layout import assemble, template
from helpers.presentation.pages.page import Page
from helpers.presentation.pages.sanitise import clean
from helpers.survey.codebook import DRAFT, FICTITIOUS

TITLE = "Kartläggningar av samverkan med idéburen sektor"
PURPOSES = {
    PageKind.SUMMARY: "det viktigaste, kort",
    PageKind.INDEPTH: "allt som redovisas, kapitel för kapitel",
    PageKind.OVERVIEW: "svarsläget och utmaningarna sida vid sida, för samordnarna",
    PageKind.EASY: "det viktigaste med lätta ord",
    "in": "det viktigaste på engelska",  # in-english.html
    PageKind.BRIEF: "ett för varje utmaning, att ta med till en dialog",
    PageKind.DEPARTMENT: "ett för varje förvaltning, med dess svar bredvid de andras",
    PageKind.GROUP: "ett för varje grupp, med dess svar bredvid de andras",
}
"""What each kind of page is for."""
FORMS = {
    ".pdf": "PDF",
    ".docx": "Word",
    ".pptx": "PowerPoint",
    ".xlsx": "Excel",
    ".zip": "figurer som png",
}


@dataclass(frozen=True)
class File:
    r"""A file of outputs/: what it is, where it lies from outputs/, how large (bytes),
    and the shelf that it stands on (none: by itself).

    >>> File("Alla tabeller", "exempel/tabeller.xlsx", 52_345).in_words
    'Alla tabeller (Excel, 52\xa0kB)'
    """

    label: str
    path: str
    size: int = 0
    shelf: str = ""

    @property
    def in_words(self) -> str:
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

    @property
    def kind(self) -> str:
        """
        >>> File("Arbete", "exempel/underlag-work.pdf").kind
        'underlag'
        """
        return PurePosixPath(self.path).stem.partition("-")[0]

    @property
    def purpose(self) -> str:
        page = PurePosixPath(self.path).suffix == ".html"
        return PURPOSES.get(self.kind, "") if page and not self.shelf else ""


@dataclass(frozen=True)
class Told:
    """What a survey's own summary says: its first finding, whom to ask, and where its
    accessibility statement lies (an address)."""

    finding: str = ""
    contact: str = ""
    statement: str = ""


def told_by(html: str) -> Told:
    """Read off the summary's page, so that the list says what it says."""
    soup = BeautifulSoup(html, "html.parser")
    first = soup.select_one(".sammanfattning li")
    foot = {
        term.get_text(strip=True): term.find_next_sibling("dd")
        for term in soup.select(".sidfot dt")
    }
    contact, statement = foot.get("Kontakt"), foot.get("Tillgänglighet")
    link = statement.find("a") if isinstance(statement, Tag) else None
    return Told(
        first.get_text(" ", strip=True) if first else "",
        contact.get_text(strip=True) if isinstance(contact, Tag) else "",
        str(link["href"]) if isinstance(link, Tag) else "",
    )


@dataclass(frozen=True)
class IndexEntry:
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
    told: Told = Told()

    @property
    def shelves(self) -> list[tuple[str, list[File]]]:
        """The reports under their shelves, in order."""
        found: dict[str, list[File]] = {}
        for file in self.reports:
            found.setdefault(file.shelf, []).append(file)
        return list(found.items())

    def documents(self, files: Sequence[File]) -> list[tuple[File, list[File]]]:
        """Each page of a shelf with its companions: PDF, Word, pictures."""
        found: dict[str, list[File]] = {}
        for file in files:
            found.setdefault(str(PurePosixPath(file.path).with_suffix("")), []).append(
                file
            )
        return [(first, rest) for first, *rest in found.values()]

    def purpose(self, files: Sequence[File]) -> str:
        """What the pages of a shelf are for."""
        return PURPOSES.get(files[0].kind, "")

    @property
    def marks(self) -> list[str]:
        marks = [DRAFT] if self.draft else []
        marks += [FICTITIOUS] if self.fictitious else []
        return marks + (["Preliminär"] if self.preliminary else [])


def render_index(
    entries: Sequence[IndexEntry], *, page: Page | None = None, dress: Dress = PLAIN
) -> str:
    """The page over all surveys, in the same shape as the reports; `page` gives it
    another title, a contact and so on, `dress` the organisation's own look. The same
    entries give the same bytes.

    Every page with only fictitious surveys says so at its top; one with some says so
    beside each of them.
    """
    page = page or Page(
        TITLE,
        subtitle="Rapporter, siffror och filer från varje kartläggning.",
        kind=PageKind.INDEX,
        fictitious=bool(entries) and all(entry.fictitious for entry in entries),
        foreign=IN_ENGLISH,
        logo=dress.logo,
        logo_alt=dress.logo_alt,
        typeface=dress.typeface,
    )
    body = template("index.html.j2").render(entries=entries)
    html = assemble(page, f'<div class="del">{clean(body)}</div>')
    return repainted(html, dress.main, dress.accent)


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
