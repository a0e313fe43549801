"""Text measured before it is placed, with the typeface that the pages embed."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import as_file, files

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font, LoadFlags

from helpers.core.language import in_swedish

FAMILY = "Source Sans Pro"
FACES = {400: "SourceSansPro-Regular.ttf", 600: "SourceSansPro-Semibold.ttf"}
LINE = 1.25  # distance between lines of text, in its size
RISE = 0.34  # from the middle of the letters to their base line, in the size
ASCENT, DESCENT = 0.75, 0.22  # of the size: from the base line to the ink's ends


class LayoutError(ValueError):
    """A text would be cut by the sheet's edge or lie on another."""


@cache
def register_typeface() -> None:
    """Make matplotlib know the typeface that the report embeds (once a process)."""
    for name in FACES.values():
        with as_file(files("font_source_sans_pro") / "files" / name) as path:
            font_manager.fontManager.addfont(path)


@cache
def _face(weight: int) -> FT2Font:
    with as_file(files("font_source_sans_pro") / "files" / FACES[weight]) as path:
        face = FT2Font(path)
    face.set_size(1000, 72)
    return face


@lru_cache(maxsize=20_000)
def _measured(words: str, weight: int) -> float:
    face = _face(weight)
    face.set_text(words, 0.0, flags=LoadFlags.NO_HINTING)
    return float(face.get_width_height()[0]) / 64 / 1000


def width_of(words: str, size: float, weight: int = 400) -> float:
    """The width of a line of text, in pixels, with the typeface's own spacing.

    >>> 90 < width_of("Kulturförvaltningen", 12) < 110
    True
    """
    return _measured(words, weight) * size


SOFT_HYPHEN = "\u00ad"  # browsers and fonts disagree on its width
_VOWELS = "aeiouyåäöéü"
_BREAKS = re.compile(r"(?<=[\s\-/])(?!$)|(?<=–)(?![\d$])")


def wrapped(
    words: str, width: float, size: float, weight: int = 400, lines: int = 0
) -> list[str]:
    """`words` in lines no wider than `width`, broken at spaces and after hyphens; a
    word that is too long by itself is cut with a hyphen. Beyond `lines` (0: no limit)
    the text ends in "…".

    >>> wrapped("Hälsa-, vård- och omsorgsförvaltningen", 150, 14)
    ['Hälsa-, vård- och', 'omsorgsförvaltningen']
    """
    made: list[str] = []
    line = ""
    for piece in _BREAKS.split(words.replace(SOFT_HYPHEN, "")):
        if width_of((line + piece).rstrip(" "), size, weight) <= width:
            line += piece
            continue
        if line.strip():
            made.append(line.rstrip(" "))
        while width_of(piece.rstrip(" "), size, weight) > width:
            fits = _fitting(piece, width, size, weight)
            made.append(piece[:fits] + "-")
            piece = piece[fits:]
        line = piece
    if line.strip() or not made:
        made.append(line.rstrip(" "))
    if lines and len(made) > lines:
        last = made[lines - 1]
        while last and width_of(last + "…", size, weight) > width:
            last = last[:-1]
        made = [*made[: lines - 1], last.rstrip(" ,-") + "…"]
    return made


def _fitting(word: str, width: float, size: float, weight: int) -> int:
    """Where a long word is cut: before a consonant and a vowel, which in Swedish is
    nearly always between syllables, with four letters or more left for the next line.
    """
    fits = 1
    while fits < len(word) and width_of(word[: fits + 1] + "-", size, weight) <= width:
        fits += 1
    syllables = in_swedish()  # English is not cut by rules of Swedish
    for place in range(min(fits, len(word) - 4), 2, -1) if syllables else ():
        before, first, second = (
            letter.lower() for letter in word[place - 1 : place + 2]
        )
        if first not in _VOWELS and second in _VOWELS and before + first != "ng":
            return place
    return max(1, min(fits, len(word) - 3))
