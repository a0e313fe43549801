"""What a report says about itself: title, data, version, whom to ask."""

from __future__ import annotations

import html
from dataclasses import asdict, dataclass, fields
from typing import Any

from helpers.presentation import locale
from helpers.presentation.kinds import PageKind
from helpers.presentation.pages.lab import lab_style
from helpers.survey.codebook import DRAFT, DRAFT_NOTE, FICTITIOUS

MIMETYPE = "application/vnd.kartlaggning.page+json"

DOWNLOADS = {
    "pdf": "Sidan som PDF",
    "docx": "Sidan i Word",
    "pptx": "Sidan i PowerPoint",
    "zip": "Figurerna som bilder",
}
"""What a page is made into, and what a link to it says."""

FICTITIOUS_NOTE = "Siffrorna är påhittade."
FICTITIOUS_MORE = (
    "Siffrorna är påhittade. De visar hur rapporten ser ut och säger ingenting om "
    "någon verklig verksamhet eller organisation."
)
PRELIMINARY = "Preliminära siffror"
PRELIMINARY_NOTE = "Enkäten är inte stängd."
PRELIMINARY_MORE = "Enkäten är inte stängd, så siffrorna kan ändras."


@dataclass(frozen=True)
class Page:
    """A report's title and facts; the first thing that a report notebook shows.

    JupyterLab displays them; the exporter takes them for the page's head, header and
    footer. Everything is plain text: markup in a title is shown as it is written.

    `links` are the other pages, (shelf, label, relative address): those of a shelf are
    folded under its name.

    >>> Page("Samverkan 2024", dnr="STK-2024-17", version="1").facts()
    [('Version', '1'), ('Diarienummer', 'STK-2024-17')]
    """

    title: str
    subtitle: str = ""
    kind: PageKind = PageKind.INDEPTH
    survey: str = ""
    file: str = ""  # its own, among the links
    fictitious: bool = False
    draft: bool = False  # nobody has seen how some question is read
    status: str = "final"  # "open" while answers still come in: a preliminary report
    language: str = "sv"
    period: str = ""
    version: str = ""
    dnr: str = ""
    published: str = ""
    organisation: str = ""
    contact_name: str = ""
    contact_email: str = ""
    accessibility_statement: str = ""
    citation: str = ""
    licence: str = ""
    source: str = ""
    next_wave: str = ""
    links: tuple[tuple[str, str, str], ...] = ()
    logo: str = ""  # the profile's, all four
    logo_alt: str = ""
    main: str = ""
    accent: str = ""
    typeface: str = ""
    foreign: tuple[tuple[str, str], ...] = ()  # (language, phrase) not in Swedish
    documents: tuple[str, ...] = ()  # kinds of file made of it: "pdf", "docx"

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a page needs a title")
        object.__setattr__(self, "kind", PageKind(self.kind))  # a word, read back
        links = tuple((str(a), str(b), str(c)) for a, b, c in self.links)
        object.__setattr__(self, "links", links)
        foreign = tuple((str(a), str(b)) for a, b in self.foreign)
        object.__setattr__(self, "foreign", foreign)
        object.__setattr__(self, "documents", tuple(self.documents))

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> Page:
        """The page of its own `asdict`, read back from a notebook.

        >>> page = Page("Samverkan", links=[("", "Sammanfattning", "a.html")])
        >>> Page.from_dict(asdict(page)) == page
        True
        """
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in content.items() if name in known})

    def translate(self, message: str) -> str:
        """What the page says for the Swedish `message`, in its own language."""
        return locale.translate(self.language, message)

    @property
    def kind_label(self) -> str:
        return self.kind.label

    @property
    def preliminary(self) -> bool:
        return self.status == "open"

    @property
    def numbered(self) -> bool:
        """Whether chapters are numbered: only in the report one looks things up in."""
        return self.kind in (PageKind.INDEPTH, PageKind.INDEPTH_ENGLISH)

    @property
    def lists_contents(self) -> bool:
        """Whether it has a list of contents: not the two sheets in English."""
        return self.kind is not PageKind.ENGLISH

    @property
    def window_title(self) -> str:
        """What the browser's tab, a bookmark and a search result say.

        >>> Page("Samverkan 2024", kind=PageKind.SUMMARY, fictitious=True).window_title
        'Samverkan 2024 – Sammanfattning (fiktiva svar)'
        >>> Page("Samverkan (fiktiva svar)", fictitious=True).window_title
        'Samverkan (fiktiva svar) – Fördjupad rapport'
        """
        known = self.kind is PageKind.INDEX or self.kind_label in self.title
        kind = "" if known else f" – {self.kind_label}"
        fictitious = self.translate(FICTITIOUS)
        is_marked = fictitious.casefold() in self.title.casefold()
        marks = [
            mark
            for mark, holds in (
                (self.translate("utkast"), self.draft),
                (fictitious.lower(), self.fictitious and not is_marked),
                (self.translate("preliminär"), self.preliminary),
            )
            if holds
        ]
        return self.title + kind + (f" ({', '.join(marks)})" if marks else "")

    def shelves(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The links under their shelves, in order.

        >>> Page("A", links=[("", "B", "b.html"), ("Blad", "C", "c.html")]).shelves()
        [('', [('B', 'b.html')]), ('Blad', [('C', 'c.html')])]
        """
        found: dict[str, list[tuple[str, str]]] = {}
        for shelf, label, address in self.links:
            found.setdefault(shelf, []).append((label, address))
        return list(found.items())

    def downloads(self) -> list[tuple[str, str]]:
        """What this page is to be had as: what a link says, and its address.

        >>> Page("A", file="a.html", documents=("pdf", "docx")).downloads()
        [('Sidan som PDF', 'a.pdf'), ('Sidan i Word', 'a.docx')]
        """
        stem = self.file.removesuffix(".html")
        return [
            (self.translate(words), f"{stem}.{kind}")
            for kind, words in DOWNLOADS.items()
            if stem and kind in self.documents
        ]

    def facts(self) -> list[tuple[str, str]]:
        """What stands at the foot of the page: only what is known."""
        facts = [
            ("Organisation", self.organisation),
            ("Enkäten besvarades", self.period),
            ("Version", self.version),
            ("Diarienummer", self.dnr),
            ("Beslutad", self.published),
            ("Nästa kartläggning", self.next_wave),
        ]
        return [(self.translate(name), value) for name, value in facts if value]

    def how_to_cite(self) -> str:
        """`citation`, or one made of organisation, title, kind, version and dnr.

        >>> Page("Samverkan 2024", organisation="Storstad", version="2",
        ...      dnr="KS 1").how_to_cite()
        'Storstad. Samverkan 2024. Fördjupad rapport. Version 2. Dnr KS 1.'
        """
        if self.citation:
            return self.citation
        parts = [
            self.organisation,
            self.title,
            "" if self.kind_label in self.title else self.kind_label,
            f"Version {self.version}" if self.version else "",
            f"Dnr {self.dnr}" if self.dnr else "",
        ]
        sentence = ". ".join(part.strip().rstrip(".") for part in parts if part)
        mark = " Fiktiva svar." if self.fictitious else ""
        return f"{sentence}.{mark}"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            MIMETYPE: asdict(self),
            "text/html": self._for_lab(),
            "text/plain": f"Page({self.title!r})",
        }

    def _for_lab(self) -> str:
        lines = [
            lab_style(),
            f"<h1>{html.escape(self.title)}</h1>",
            f"<p>{html.escape(self.subtitle or self.kind_label)}</p>",
        ]
        if self.draft:
            lines.append(f"<p><strong>{DRAFT}.</strong> {DRAFT_NOTE}</p>")
        if self.fictitious:
            lines.append(f"<p><strong>{FICTITIOUS}.</strong> {FICTITIOUS_MORE}</p>")
        if self.preliminary:
            lines.append(f"<p><strong>{PRELIMINARY}.</strong> {PRELIMINARY_MORE}</p>")
        rows = "".join(
            f'<tr><th scope="row" style="text-align: left">{html.escape(name)}</th>'
            f'<td style="text-align: left">{html.escape(value)}</td></tr>'
            for name, value in self.facts()
        )
        return "".join(lines) + (f"<table>{rows}</table>" if rows else "")
