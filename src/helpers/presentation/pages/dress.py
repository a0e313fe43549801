"""What a page and its documents are dressed in, and the colours put on a page.

Colours are changed last, in the whole page at once: the main colour instead of the
blue, and for each tint of the blue the main colour as light as that, so that every
contrast of the page stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from helpers.core.contrast import as_light_as, colour_of
from helpers.presentation.figures import look

LIGHT_BLUES = ("#93cbee",)  # of the style sheet, where the page is dark
_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")


@dataclass(frozen=True)
class Dress:
    """What a page is given: `logo` as a data address; `main` and `accent` as #rrggbb;
    `typeface` as CSS. Each "" where the profile has none. `word` and `powerpoint` are
    templates of documents."""

    logo: str = ""
    logo_alt: str = ""
    main: str = ""
    accent: str = ""
    typeface: str = ""
    word: Path | None = None
    powerpoint: Path | None = None


PLAIN = Dress()
"""Today's look."""


def repainted(html: str, main: str, accent: str) -> str:
    """The page with `main` for its blues and `accent` for its red-brown; as it is where
    neither is said."""
    paint = _paint(main, accent)
    if not paint:
        return html
    return _HEX.sub(lambda found: paint.get(found[0].lower(), found[0]), html)


@cache
def _paint(main: str, accent: str) -> dict[str, str]:
    paint = {}
    if main:
        ramp = (look.shade(step / 255) for step in range(256))
        for blue in (*ramp, *LIGHT_BLUES, look.BAR):
            paint[blue] = tint(main, blue)
        paint[look.DEEP] = main
    if accent:
        paint[look.ACCENT] = accent
    return paint


def tint(colour: str, light: str) -> str:
    """`colour` as light as `light`, both #rrggbb.

    >>> tint("#1d5b3a", "#ffffff")
    '#ffffff'
    """
    parts = as_light_as(colour_of(colour), colour_of(light))
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)
