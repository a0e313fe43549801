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

Named = tuple[int | None, int]  # (low, high) as a question says; low None: 0 or 1

_RANGE = re.compile(
    r"(?<![\d.,])(?P<low>[01])(?:\s*[(=][^)]{0,60}\)?)?"
    r"\s*(?:-|–|—|\.\.|till|to|til|bis|och|and)\s*"
    r"(?P<high>[3-9]|10)(?![\d.,]\d|\d| ?år| ?year| ?%)"
)
_ENDS = re.compile(
    r"(?<!\d)(?P<low>[01])\s*=.{1,60}?(?<!\d)(?P<high>[3-9]|10)\s*=", re.DOTALL
)
_WORDED_ENDS = re.compile(
    r"(?<!\d)[01]\s*(?:=|är|betyder|means)\s*(?P<low>[^\d,;()]{3,40}?)[\s,;]*"
    r"(?:och|and|till|–|-)?\s*(?:[3-9]|10)\s*(?:=|är|betyder|means)\s*"
    r"(?P<high>[^\d,;().?]{3,40})"
)
# R writes a full stop for each sign of "(0-10)" that no name may hold.
_DOTS = re.compile(r"(?<=\.\.)(?P<low>[01])\.(?P<high>[3-9]|10)\.{1,4}\Z")
_HIGH = re.compile(r"(?<!\d)(?P<high>[3-9]|10)\s*(?:=|är|means|av (?:10|5|7))")
_TRAILING = re.compile(r"(?P<words>[^\W\d].*?)\s*[-–:=(]?\s*(?P<number>\d{1,2})\)?")
_OUT_OF = re.compile(r"(?P<number>\d{1,2})\s*(?:/|av|of|out of)\s*(?P<most>\d{1,2})")
_STARS = re.compile(r"[★⭐]+|\*+")
TOPS = (5, 7, 10)  # the ends that scales from 1 usually have
HIGHEST = 10


@dataclass(frozen=True)
class Numerals:
    """`options`: every step, as the file writes it. `doubt`: what to ask, or ""."""

    low: int
    high: int
    options: tuple[str, ...]
    doubt: str = ""


def ends_in(wording: str) -> Named | None:
    """The ends of a scale that the question names.

    >>> ends_in("Hur nöjd är du? (1–7)"), ends_in("På en skala från 0 till 10")
    ((1, 7), (0, 10))
    >>> ends_in("Nöjd? (7 = mest nöjd)"), ends_in("Hur många möten 2018–2019?")
    ((None, 7), None)
    >>> ends_in("X..0.10."), ends_in("How.satisfied..1.7..."), ends_in("version 1.5.")
    ((0, 10), (1, 7), None)
    """
    if match := _DOTS.search(wording):
        return int(match["low"]), int(match["high"])
    found = {(int(m["low"]), int(m["high"])) for m in _RANGE.finditer(wording)}
    if len(found) == 1:
        return found.pop()
    if not found and (match := _ENDS.search(wording)):
        return int(match["low"]), int(match["high"])
    match = _HIGH.search(wording)
    return (None, int(match["high"])) if match and not found else None


def words_at_ends(wording: str) -> tuple[str, str] | None:
    """What the question says that the lowest number and the highest stand for.

    >>> words_at_ends("Hur nöjd är du? 1 = mycket nöjd, 5 = mycket missnöjd")
    ('mycket nöjd', 'mycket missnöjd')
    """
    match = _WORDED_ENDS.search(wording)
    return (match["low"].strip(), match["high"].strip()) if match else None


def usual_ends(inside: Sequence[int], named: Named | None) -> tuple[int, int, bool]:
    """(lowest step, highest step, whether they are sure) of a scale on which the
    numbers `inside` (sorted) were given: as the question names them, or as such scales
    usually are.

    >>> usual_ends([2, 3, 4], None), usual_ends([1, 5], None), usual_ends([3], (0, 10))
    ((1, 5, False), (1, 5, True), (0, 10, True))
    """
    zero = inside[0] == 0
    if named is not None:
        return (int(not zero) if named[0] is None else named[0]), named[1], True
    low = 0 if zero else 1
    high = next(top for top in TOPS if top >= inside[-1])
    return low, high, inside[0] == low and inside[-1] == high


def ends_doubted(low: int, high: int) -> str:
    """What to ask where the ends are not sure."""
    return (
        f"{WHICH_STEPS} Här räknas {low}–{high}, men minst en av ändarna har "
        "ingen valt. Rätta skalan om den är en annan; ta bort declared när den stämmer"
    )


WHICH_STEPS = "vilka steg har skalan?"


def recognise(options: Sequence[str], wording: str = "") -> Numerals | None:
    """The scale of numbers that `options` are steps of, or None."""
    if (found := _out_of(options) or _around_zero(options)) is not None:
        return found
    bare = sum(fold(option).isdecimal() for option in options)
    steps, words = {}, set()
    for option in options:
        step = _step(fold(option), bare)
        if step is None:
            return None
        steps[step[0]] = option
        if step[1]:
            words.add(step[0])
    if len(steps) < len(options) or len(steps) < 2 or max(steps) > HIGHEST:
        return None
    if len(words) == len(steps):
        return None  # every number has words: they are a list, or read as words
    ends = _ends(steps, words, ends_in(wording))
    if ends is None:
        return None
    low, high, sure = ends
    written = tuple(steps.get(n, str(n)) for n in range(low, high + 1))
    return Numerals(low, high, written, "" if sure else ends_doubted(low, high))


def _step(text: str, bare: int) -> tuple[int, bool] | None:
    """(number, whether it has words). `bare`: how many options are numbers alone: then
    the words may stand beside a number in any way ("5 Helt", "Helt - 5")."""
    if text.isdecimal():
        return int(text), False
    if (named := numbered(text, loose=bare > 0)) is not None:
        return named[0], True
    match = _TRAILING.fullmatch(text) if bare > 1 else None
    return (int(match["number"]), True) if match else None


def _ends(
    steps: dict[int, str], words: set[int], named: Named | None
) -> tuple[int, int, bool] | None:
    """(low, high, whether that is certain): as the question names them, as the words
    at the ends show, or as such scales usually are."""
    low, high = min(steps), max(steps)
    if named and (named[0] or 0) <= low and high <= named[1]:
        return usual_ends(sorted(steps), named)
    if words:
        certain = {low, high} <= words or len(steps) == high - low + 1
        if high in words and low not in words and high in TOPS and low > 0:
            return (
                (0 if high == HIGHEST else 1),
                high,
                False,
            )  # nobody chose the low end
        return (low, high, certain) if low in (0, 1) and high > 2 else None
    low, high, seen = usual_ends(sorted(steps), None)
    seen = seen or (min(steps) == 2 and max(steps) == high)
    if not seen or 2 * len(steps) < high - low + 1:
        return None  # codes, or a scale whose ends nobody chose
    return low, high, len(steps) == high - low + 1


def _out_of(options: Sequence[str]) -> Numerals | None:
    """Steps that say how many there are ("3/5", "3 av 5"), and stars.

    >>> _out_of(["3/5", "5/5"]).options, _out_of(["★", "★★★"]).options
    (('1/5', '2/5', '3/5', '4/5', '5/5'), ('★', '★★', '★★★', '★★★★', '★★★★★'))
    """
    texts = [fold(option) for option in options]
    if len(texts) > 1 and all(map(_STARS.fullmatch, texts)):
        steps = {len(text): text for text in texts}
        high, mark = max(5, *steps), texts[0][0]
        return Numerals(1, high, tuple(mark * n for n in range(1, high + 1)))
    parts = [_OUT_OF.fullmatch(text) for text in texts]
    most = {int(match["most"]) for match in parts if match}
    if len(texts) < 2 or not all(parts) or len(most) != 1:
        return None
    given = {int(m["number"]): o for m, o in zip(parts, options, strict=True) if m}
    (high,) = most
    if not 2 < high <= HIGHEST or max(given) > high:
        return None
    example = texts[0]
    between = re.sub(r"\d+", "{}", example)
    every = (given.get(n, between.format(n, high)) for n in range(1, high + 1))
    return Numerals(1, high, tuple(every))


def _around_zero(options: Sequence[str]) -> Numerals | None:
    """From as far below zero as above it.

    >>> _around_zero(["-2", "0", "1", "2"]).options
    ('-2', '-1', '0', '1', '2')
    """
    texts = [fold(option).replace("−", "-").lstrip("+") for option in options]
    if not all(re.fullmatch(r"-?\d", text) for text in texts):
        return None
    numbers = {int(text): option for text, option in zip(texts, options, strict=True)}
    high = max(map(abs, numbers), default=0)
    if min(numbers, default=0) >= 0 or not 1 < high <= 5 or len(numbers) < 3:
        return None
    every = tuple(numbers.get(n, str(n)) for n in range(-high, high + 1))
    sure = {-high, high} <= {*numbers}
    return Numerals(-high, high, every, "" if sure else ends_doubted(-high, high))
