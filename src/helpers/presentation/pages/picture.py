"""An SVG diagram as PNG, for Word and for slides; drawn with the report's typeface."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache
from importlib.resources import as_file, files

from bs4 import BeautifulSoup

from helpers.core.errors import RunError
from helpers.presentation.pages.pdf import alt_text
from helpers.presentation.pages.plain_zip import packed
from helpers.presentation.pages.typeface import FACES, FAMILY


def svg_to_png(svg: str, *, scale: float = 2.0) -> bytes:
    """`svg` on white, `scale` pixels for each CSS pixel; the same bytes every time.

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
            zoom=scale,
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
    same bytes. Raises RunError when the package that draws is missing.
    """
    soup = BeautifulSoup(html, "html.parser", multi_valued_attributes=None)
    made: dict[str, bytes] = {}
    for figure in soup.select("figure.figur"):
        svg = figure.select_one("svg:not(.smal)")
        if svg is None:
            continue
        name = str(figure["id"])
        caption, basis = figure.figcaption, figure.select_one(".underlag")
        told = [alt_text(svg)]
        for part in filter(None, (basis, caption)):
            for link in part.select("a"):
                link.decompose()
            told.insert(0, " ".join(part.get_text(" ").split()))
        made[f"{name}.png"] = svg_to_png(str(svg))
        made[f"{name}.txt"] = ("\r\n".join(told) + "\r\n").encode("utf-8-sig")
    return packed(made)


_kept_open = ExitStack()


@cache
def _typeface() -> list[str]:
    folder = files("font_source_sans_pro") / "files"
    return [
        str(_kept_open.enter_context(as_file(folder / name))) for name, _, _ in FACES
    ]
