"""The page of easy Swedish: short sentences, and a row of dots for each number."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from helpers.presentation.chapters.chapter import Chapter, Linked, Part, own
from helpers.presentation.findings import response
from helpers.presentation.findings.headlines import headlines
from helpers.presentation.manuscript import Report
from helpers.presentation.prose import easy as words


@dataclass(frozen=True)
class Lines:
    """Short sentences, each on a line of its own, and so many of ten as dots: a picture
    for the eye of what the sentence says, silent for who listens."""

    sentences: tuple[str, ...]
    dots: int = 0
    first: bool = False

    def to_html(self) -> str:
        lines = "".join(f"<li>{escape(one)}</li>\n" for one in self.sentences)
        css = "sammanfattning lattlast" if self.first else "lattlast"
        picture = ""
        if self.dots:
            row = "●" * self.dots + "○" * (words.TEN - self.dots)
            picture = f'<p class="prickar" aria-hidden="true">{row}</p>\n'
        return f'<div class="{css}"><ul>\n{lines}</ul>\n{picture}</div>\n'


def easy_findings(report: Report) -> Chapter:
    """What was found, in easy words; nothing where no finding has any."""
    codebook = report.released.codebook
    findings = [
        (lines, dots)
        for one in headlines(report.released, report.waves)
        for lines, dots in words.easy(one, codebook)
        if lines
    ]
    parts: list[Part | None] = [
        Lines(tuple(lines), dots, first=not n)
        for n, (lines, dots) in enumerate(findings)
    ]
    return Chapter.of("fynd", "Det här har vi sett", parts)


def easy_about(report: Report) -> Chapter:
    """Who was asked, her own easy words, and where more is told."""
    codebook = report.released.codebook
    sentences = words.what_was_asked(response.responded(report.released), codebook)
    return Chapter.of(
        "fragat",
        "Så har vi gjort",
        [
            Lines(tuple(sentences)),
            own(report.texts, "easy"),
            Linked("Vill du läsa mer? Läs", "sammanfattningen", "sammanfattning.html"),
        ],
    )
