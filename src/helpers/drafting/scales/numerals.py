"""Scales of numbers: 1 to 5 or 0 to 10, the ends perhaps with words.

The steps are all between the ends, never those that somebody happened to choose. Where
the ends are not certain the scale has a doubt, in Swedish, for the draft to ask.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.core.wording import fold
from helpers.drafting.scales.words import numbered

_NAMED = re.compile(
    r"(?<![\d.,])(?P<low>[01])(?:\s*[(=][^)]{0,60}\)?)?\s*(?:-|–|—|till|to|til|bis|och|and)"
    r"\s*(?P<high>[4-9]|10)(?![\d.,]\d|\d| ?år| ?year| ?%)"
)
USUAL = ((1, 5), (1, 7), (1, 10), (0, 10), (1, 6), (1, 4), (0, 5), (1, 9), (0, 6))
"""Ends that number scales have."""
HIGHEST = 10


@dataclass(frozen=True)
class Numerals:
    """`options`: every step, as the file writes it. `doubt`: what to ask, or ""."""

    low: int
    high: int
    options: tuple[str, ...]
    doubt: str = ""


def ends_in(wording: str) -> tuple[int, int] | None:
    """The ends of a scale that the question names.

    >>> ends_in("Hur nöjd är du? (1–7)"), ends_in("På en skala från 0 till 10")
    ((1, 7), (0, 10))
    >>> ends_in("Hur många möten 2018–2019?") is None
    True
    """
    found = {(int(m["low"]), int(m["high"])) for m in _NAMED.finditer(wording)}
    return found.pop() if len(found) == 1 else None


def recognise(options: Sequence[str], wording: str = "") -> Numerals | None:
    """The scale of numbers that `options` are steps of, or None."""
    steps = {}
    loose = any(fold(option).isdecimal() for option in options)
    for option in options:
        text = fold(option)
        named = numbered(text, loose=loose)
        if not text.isdecimal() and named is None:
            return None
        steps[named[0] if named else int(text)] = option
    if len(steps) < len(options) or len(steps) < 2 or max(steps) > HIGHEST:
        return None
    words = {number for number, option in steps.items() if not fold(option).isdecimal()}
    ends = _ends(steps, words, ends_in(wording))
    if ends is None:
        return None
    low, high, certain = ends
    missing = [n for n in range(low, high + 1) if n not in steps]
    written = tuple(steps.get(n, str(n)) for n in range(low, high + 1))
    listed = ", ".join(map(str, missing))
    doubt = (
        f"ingen har svarat {listed}: går skalan från {low} till {high}?"
        if missing and not certain
        else ""
    )
    return Numerals(low, high, written, doubt)


def _ends(
    steps: dict[int, str], words: set[int], named: tuple[int, int] | None
) -> tuple[int, int, bool] | None:
    """(low, high, whether that is certain): as the question names them, as the words
    at the ends show, or as such scales usually are."""
    low, high = min(steps), max(steps)
    if named and named[0] <= low and high <= named[1]:
        return (*named, True)
    if len(words) == len(steps):
        return None  # every number has words: they are a list, or read as words
    if words:
        certain = {low, high} <= words or len(steps) == high - low + 1
        return (low, high, certain) if low in (0, 1) and high > 2 else None
    if len(steps) < 3:
        return None
    if low == 2 and 2 * len(steps) > high:
        low = 1
    if (low, high) not in USUAL or 2 * len(steps) < high - low + 1:
        return None
    return low, high, False
