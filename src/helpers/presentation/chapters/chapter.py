"""A chapter: a heading that says the finding, and what stands under it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Protocol

from helpers.presentation.figures import Figure
from helpers.presentation.markdown import markdown
from helpers.presentation.nouns import quoted

_HEADING = re.compile(r"(</?h)([3-5])(?=>)")


class Part(Protocol):
    """Anything that can stand in a chapter: figures, tables and the texts below."""

    def to_html(self) -> str: ...


@dataclass(frozen=True)
class Paragraph:
    text: str

    def to_html(self) -> str:
        return f"<p>{escape(self.text)}</p>\n"


@dataclass(frozen=True)
class Note:
    """Small print that belongs to what stands above it."""

    text: str

    def to_html(self) -> str:
        return f'<p class="not">{escape(self.text)}</p>\n'


@dataclass(frozen=True)
class Linked:
    """Small print that ends in a link to another page of the survey."""

    text: str
    label: str
    address: str

    def to_html(self) -> str:
        link = f'<a href="{escape(self.address)}">{escape(self.label)}</a>'
        return f'<p class="not">{escape(self.text)} {link}.</p>\n'


@dataclass(frozen=True)
class Subheading:
    text: str
    css: str = ""
    id: str = ""  # its address in the page, where another page leads to it

    def to_html(self) -> str:
        css = f' class="{escape(self.css)}"' if self.css else ""
        css += f' id="{escape(self.id)}"' if self.id else ""
        return f"<h3{css}>{escape(self.text)}</h3>\n"


@dataclass(frozen=True)
class Findings:
    """A sentence each; the summary's box unless `css` says otherwise."""

    sentences: tuple[str, ...]
    css: str = "sammanfattning"

    def to_html(self) -> str:
        lines = "".join(f"<li>{escape(one)}</li>\n" for one in self.sentences)
        css = f' class="{escape(self.css)}"' if self.css else ""
        return f"<div{css}><ul>\n{lines}</ul></div>\n"


@dataclass(frozen=True)
class KeyPanel:
    """The key figures: (the number, what it is, what it was)."""

    figures: tuple[tuple[str, str, str], ...]

    def to_html(self) -> str:
        lines = "".join(
            f"<li><strong>{escape(number)}</strong> {escape(what)}"
            + (f' <span class="forr">{escape(before)}</span>' if before else "")
            + "</li>\n"
            for number, what, before in self.figures
        )
        return f'<ul class="nyckeltal">\n{lines}</ul>\n'


@dataclass(frozen=True)
class QuoteList:
    """What respondents wrote, in their own words and by their leave."""

    texts: tuple[str, ...]
    lang: str = ""  # theirs, where the page has another

    def to_html(self) -> str:
        lang = f' lang="{escape(self.lang)}"' if self.lang else ""
        return "".join(
            f"<blockquote{lang}><p>{quoted(escape(one))}</p></blockquote>\n"
            for one in self.texts
        )


@dataclass(frozen=True)
class Download:
    """Files to take away: (what a link says, its address from the page)."""

    files: tuple[tuple[str, str], ...]

    def to_html(self) -> str:
        links = "".join(
            f'<li><a href="{escape(address)}" download>{escape(label)}</a></li>\n'
            for label, address in self.files
        )
        return f"<ul>\n{links}</ul>\n"


@dataclass(frozen=True)
class Terms:
    """Words and what they mean."""

    entries: tuple[tuple[str, str], ...]

    def to_html(self) -> str:
        rows = "".join(
            f"<dt>{escape(term)}</dt><dd>{escape(meaning)}</dd>\n"
            for term, meaning in self.entries
        )
        return f"<dl>\n{rows}</dl>\n"


@dataclass(frozen=True)
class Prose:
    """Her own text (Markdown); markup in it is shown, never obeyed."""

    source: str

    def to_html(self) -> str:
        return markdown(self.source)


def own(texts: Mapping[str, str], chapter: str) -> Prose | None:
    """Her own text of a chapter, when she has written one."""
    return Prose(texts[chapter]) if texts.get(chapter, "").strip() else None


@dataclass(frozen=True)
class Fold:
    """Detail for those who want it, closed until asked for, and left out on paper
    unless it is to be `printed`."""

    summary: str
    part: Part
    printed: bool = False

    def to_html(self) -> str:
        inner = self.part.to_html()
        css = ' class="tryck"' if self.printed else ""
        summary = f"<summary>{escape(self.summary)}</summary>"
        return f"<details{css}>{summary}\n{inner}</details>\n"


@dataclass(frozen=True)
class Detailed:
    """A figure with one more fold under its own: its numbers by group."""

    figure: Figure
    fold: Fold

    def to_html(self) -> str:
        # Inside the figure, so that what can be unfolded stands together.
        return (
            self.figure.to_html().removesuffix("</figure>\n")
            + self.fold.to_html()
            + "</figure>\n"
        )


@dataclass(frozen=True)
class Numbered:
    """Sentences to be referred to: finding one, question two."""

    sentences: tuple[str, ...]

    def to_html(self) -> str:
        lines = "".join(f"<li>{escape(one)}</li>\n" for one in self.sentences)
        return f"<ol>\n{lines}</ol>\n"


@dataclass(frozen=True)
class FormToFill:
    """A sheet to fill in by hand or in Word: a heading a row, and room beside it."""

    caption: str
    rows: tuple[str, ...]
    lines: int = 3

    def to_html(self) -> str:
        room = "&nbsp;" + "<br>&nbsp;" * (self.lines - 1)
        body = "".join(
            f'<tr><th scope="row">{escape(row)}</th><td>{room}</td></tr>\n'
            for row in self.rows
        )
        return (
            '<div class="tabell-ram" role="region" tabindex="0" '
            'aria-labelledby="tabell-plan-rubrik"><table id="tabell-plan">'
            f'<caption id="tabell-plan-rubrik">{escape(self.caption)}</caption>\n'
            '<thead><tr><th scope="col">Att bestämma</th>'
            '<th scope="col">Anteckningar</th></tr></thead>\n'
            f"<tbody>{body}</tbody></table></div>\n"
        )


@dataclass(frozen=True)
class Chapter:
    """`key` is its address in the page. Without parts it shows nothing at all: the
    survey did not ask. `css` is a class of the style sheet, for how it is printed."""

    key: str
    heading: str
    parts: tuple[Part, ...]
    css: str = ""

    @classmethod
    def of(
        cls, key: str, heading: str, parts: Iterable[Part | None], *, css: str = ""
    ) -> Chapter:
        kept = tuple(part for part in parts if part is not None)
        return cls(key, heading, kept, css)

    def __bool__(self) -> bool:
        return bool(self.parts)

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """Each figure, after the heading that it stands under."""
        for part in self.parts:
            figure = part.figure if isinstance(part, Detailed) else part
            if isinstance(figure, Figure):
                yield self.heading, figure

    def to_html(self, *, inside: bool = False) -> str:
        """`inside` another chapter all its headings are one level lower."""
        if not self.parts:
            return ""
        inner = "".join(part.to_html() for part in self.parts)
        level = 3 if inside else 2
        if inside:
            inner = _HEADING.sub(lambda tag: f"{tag[1]}{int(tag[2]) + 1}", inner)
        css = escape(f"kapitel {self.css}".strip())
        return (
            f'<section class="{css}" id="{escape(self.key)}">\n'
            f"<h{level}>{escape(self.heading)}</h{level}>\n{inner}</section>\n"
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        if not self.parts:
            return {}
        return {"text/html": self.to_html(), "text/plain": self.heading}


@dataclass(frozen=True)
class Chapters:
    """Several chapters that a notebook shows by one call; all in one chapter when
    `under` is given, which holds its heading and what stands before the first."""

    chapters: tuple[Chapter, ...]
    under: Chapter | None = None

    def figures(self) -> Iterator[tuple[str, Figure]]:
        for chapter in filter(None, (self.under, *self.chapters)):
            yield from chapter.figures()

    def to_html(self) -> str:
        shown = [chapter for chapter in self.chapters if chapter]
        if self.under is None:
            return "".join(chapter.to_html() for chapter in shown)
        if not shown:
            return ""
        inner = "".join(chapter.to_html(inside=True) for chapter in shown)
        return (
            self.under.to_html().removesuffix("</section>\n") + f"{inner}</section>\n"
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        shown = [chapter for chapter in self.chapters if chapter]
        if not shown:
            return {}
        return {
            "text/html": self.to_html(),
            "text/plain": "\n".join(chapter.heading for chapter in shown),
        }
