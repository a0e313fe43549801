"""An SVG diagram as PNG, for Word and for slides; drawn with the report's typeface."""

from __future__ import annotations

from contextlib import ExitStack
from copy import copy
from functools import cache
from html import escape
from importlib.resources import as_file, files

from bs4 import BeautifulSoup, Tag

from helpers.core.errors import RunError
from helpers.presentation.figures.lettering import wrapped
from helpers.presentation.pages.pdf import alt_text
from helpers.presentation.pages.plain_zip import packed
from helpers.presentation.pages.typeface import FACES, FAMILY


def svg_to_png(svg: str) -> bytes:
    """`svg` on white, two pixels for each CSS pixel; the same bytes every time.

    Nothing is read or fetched but the typeface. Raises RunError when the package that
    draws is missing, ValueError when `svg` is no SVG.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise RunError(
            "Bilder kan inte göras, för paketet resvg-py saknas.",
            todo="Installera det: pip install resvg-py.",
        ) from error
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=2.0,
            dpi=96,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=_typeface(),
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )


def html_to_pictures(html: str) -> bytes:
    """Every diagram of the page as PNG in one zip, each with what belongs beside it
    (finding, question, base, alternative text) in a text file. The same page gives the
    same bytes, none where it has no diagram. Raises RunError when the package that
    draws is missing.
    """
    soup = BeautifulSoup(html, "html.parser", multi_valued_attributes=None)
    made: dict[str, bytes] = {}
    for figure in soup.select("figure.figur"):
        svg = figure.select_one("svg:not(.smal)")
        if svg is None:
            continue
        name = str(figure["id"])
        caption, basis = figure.figcaption, figure.select_one(".underlag")
        once = figure.select_one(".kalla")
        if basis and once:  # a picture travels alone
            basis.append(f" {once.get_text()}")
        texts = [alt_text(svg)]
        words: list[str] = []
        for part in filter(None, (basis, caption)):
            for link in part.select("a"):
                link.decompose()
            words.insert(0, " ".join(part.get_text(" ").split()))
        strong = caption.strong if caption else None
        title = strong.get_text(" ", strip=True) if strong else ""
        below = basis.get_text(" ", strip=True) if basis else ""
        below = below.replace(", se tabellen", "")  # it has no table beside it
        marks = [tag.get_text(" ", strip=True) for tag in soup.select(".markning")]
        texts = [*words, *texts]
        made[f"{name}.png"] = svg_to_png(framed(svg, title, " ".join([*marks, below])))
        made[f"{name}.txt"] = ("\r\n".join(texts) + "\r\n").encode("utf-8-sig")
    return packed(made) if made else b""


def framed(svg: Tag, title: str, below: str) -> str:
    """The diagram with its title above and what it rests on below, and room around it:
    a picture is copied out of its page and must say by itself what it is."""
    view = svg.get("viewBox") or svg.get("viewbox")  # as its parser wrote it
    width, height = map(float, str(view).split()[2:])
    above = wrapped(title, width, TITLE, 600)
    under = wrapped(below, width, SMALL)
    top = EDGE + len(above) * TITLE * LEADING + GAP
    whole = top + height + GAP + len(under) * SMALL * LEADING + EDGE
    inner = copy(svg)
    inner.attrs |= {"x": f"{EDGE}", "y": f"{top:.1f}"}
    inner.attrs |= {"width": f"{width}", "height": f"{height}"}
    lines = [
        *_lines(above, EDGE, TITLE, "#1b1b1b", 600),
        str(inner),
        *_lines(under, top + height + GAP, SMALL, "#545d66", 400),
    ]
    size = f'width="{width + 2 * EDGE:.0f}" height="{whole:.0f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        f'font-family="{FAMILY}">{"".join(lines)}</svg>'
    )


TITLE, SMALL, LEADING, EDGE, GAP = 19.0, 12.5, 1.3, 24.0, 14.0
"""Sizes of type and room, in pixels of the diagram."""


def _lines(
    words: list[str], top: float, size: float, colour: str, weight: int
) -> list[str]:
    return [
        f'<text x="{EDGE}" y="{top + (n + 0.8) * size * LEADING:.1f}" '
        f'font-size="{size}" font-weight="{weight}" fill="{colour}">'
        f"{escape(line)}</text>"
        for n, line in enumerate(words)
    ]


_kept_open = ExitStack()


@cache
def _typeface() -> list[str]:
    folder = files("font_source_sans_pro") / "files"
    return [
        str(_kept_open.enter_context(as_file(folder / name))) for name, _, _ in FACES
    ]
