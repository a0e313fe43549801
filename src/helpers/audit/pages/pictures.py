"""Pictures: a name, a description, a table beside them, and words that can be read."""

from __future__ import annotations

import re

from bs4 import Tag

from helpers.audit.pages import contrast
from helpers.audit.pages.parsed import Found, Parsed, name_of, pointed_at, where

_PLACEHOLDER = re.compile(
    r"no description|has been provided|^(image|img|bild|figur|figure|diagram|plot|"
    r"chart|graf|foto|alt|alternativtext)\W*\d*$|\.(png|jpe?g|svg|gif|webp)$|^\W*$",
    re.IGNORECASE,
)


def placeholder_alt(page: Parsed) -> Found:
    for picture in page.named("img"):
        alt = picture.get("alt")
        if alt is None:
            yield where(picture), "Bilden saknar alternativtext."
        elif _PLACEHOLDER.search(str(alt).strip()):
            yield where(picture), f"Bildens alternativtext ”{alt}” säger ingenting."


def unnamed_svg(page: Parsed) -> Found:
    for svg in page.named("svg"):
        if svg.get("aria-hidden") == "true":
            continue
        name = name_of(page, svg)
        if svg.get("role") != "img":
            yield where(svg), "Diagrammet saknar role=”img”."
        if not name or _PLACEHOLDER.search(name):
            yield where(svg), "Diagrammet saknar ett namn som säger något."
        if not _described(page, svg):
            yield where(svg), "Diagrammet saknar beskrivning (alternativtext)."


def _described(page: Parsed, svg: Tag) -> str:
    if svg.get("aria-describedby"):
        return pointed_at(page, str(svg["aria-describedby"]))
    description = svg.find("desc", recursive=False)
    return description.get_text(strip=True) if isinstance(description, Tag) else ""


def figure(page: Parsed) -> Found:
    for figure in page.named("figure"):
        if figure.find("figcaption") is None:
            yield where(figure), "Figuren saknar rubrik."
        if figure.select_one(".diagram") and figure.find("table") is None:
            yield where(figure), "Figuren saknar sin tabell."
        if figure.select_one(".diagram") and not figure.select_one(".underlag"):
            yield where(figure), "Figuren saknar bas, period och källa."


def svg_contrast(page: Parsed) -> Found:
    for svg in page.named("svg"):
        for reading in contrast.too_faint(svg):
            yield (
                where(svg),
                f"Texten ”{reading.text}” ({reading.ink} på {reading.ground}) har "
                f"kontrasten {_swedish(reading.ratio)}:1; minst "
                f"{_swedish(reading.needed)}:1 behövs.",
            )


def _swedish(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
