"""The order that options have of themselves: Likert scales, frequencies, bands.

In Swedish, English, Norwegian, Danish, Finnish and German. Low before high, always: a
report that shows "Helt" before "Inte alls" turns a finding around. An order is given
only when every option is understood; else there is none, and the draft asks.

`lexicon` has the words; `degrees`, `rates`, `sizes` and `numerals` each read one kind
of scale; `apart` knows the options that are no step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from helpers.core.wording import fold
from helpers.drafting.scales import degrees, lexicon, numerals, rates, sizes
from helpers.drafting.scales.apart import is_yes_no, yes_first
from helpers.drafting.scales.sizes import unspoilt
from helpers.drafting.scales.words import numbered, plain
from helpers.survey.apart import (
    is_dont_know,
    is_none,
    is_not_applicable,
    is_other,
    unsure_among,
)

__all__ = (
    "Ordered",
    "is_dont_know",
    "is_none",
    "is_not_applicable",
    "is_other",
    "is_yes_no",
    "recognise",
    "seems_ordered",
    "unspoilt",
    "unsure_among",
    "yes_first",
)

# Ladders that are no scale of opinion.
NO_RATING = ("education", "progress", "passed", "weekday", "month", "granted", "sizes")
# Ladders of which two words may be names of other things: schools, days.
NO_QUALITY = ("education", "weekday", "month")
LONGEST_STEP = 300  # characters; longer is no step, and takes a pattern long
MOST_STEPS = 15  # bands of income may be as many; no scale is
_ANSWER = re.compile(r"^(ja|nej|yes|no|nei|nein|kyllä)\s*,\s*", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(kortare|längre|större|mindre|högre|lägre|färre|fler|äldre|yngre|före|efter"
    r"|less|more|fewer|longer|shorter|older|younger|before|after|higher|lower)\b.*\d"
    r"|\d.*\b(eller|or) (fler|mer|längre|äldre|senare|more|longer|older|later)\b",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(bäst|sämst|högst|lägst|störst|minst|flest|best|worst|highest|lowest|most|least"
    r"|dårligst|højest|høyest|lavest|største?|mindst|paras|huonoin|beste[rsn]?)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s+(?:--?|[–—])\s+|:\s+|\s*\(")


@dataclass(frozen=True)
class Ordered:
    """Options in their own order, low to high.

    `options` are all the steps, those that nobody chose too where they are known;
    `dont_know` what is no step: don't know and not applicable. `family` is what kind of
    order ("frequency", "bands", "numbers_1_5", "declared" …); `likert` whether it is a
    scale and not bands of a size; `recode` what a spreadsheet spoilt → the band that it
    was; `doubt` what must be asked before it is relied on, in Swedish, or "".
    """

    family: str
    options: tuple[str, ...]
    dont_know: tuple[str, ...] = ()
    likert: bool = True
    recode: dict[str, str] = field(default_factory=dict)
    doubt: str = ""

    @property
    def of_steps(self) -> bool:
        """Whether whatever stands in it is a step, and nobody's own words."""
        return self.likert or self.family == "bands" or self.doubt != ""


def recognise(
    options: Iterable[str],
    *,
    codes: Mapping[str, str] | None = None,
    wording: str = "",
) -> Ordered | None:
    """The order of `options`, or None where it is not known.

    `codes`: code → label, as the file or a list of codes declares them; they decide the
    order, and which steps there are. `wording`: the question, which may name the ends
    of a scale of numbers.

    >>> recognise(["Ofta", "Aldrig", "Vet ej", "Ibland"]).options
    ('Aldrig', 'Ibland', 'Ofta')
    >>> recognise(["Fler än 25", "3–5", "1–2", "6–25"]).options
    ('1–2', '3–5', '6–25', 'Fler än 25')
    >>> recognise(["Nöjd", "3"], codes={"1": "Missnöjd", "4": "Nöjd"}).options
    ('Missnöjd', '2', '3', 'Nöjd')
    >>> recognise(["2", "7"], wording="Hur nöjd är du? (1–7)").options
    ('1', '2', '3', '4', '5', '6', '7')
    >>> recognise(["Kultur", "Fritid"]) is None
    True
    """
    every = list(dict.fromkeys(options))
    if any(len(option) > LONGEST_STEP for option in every):
        return None
    beside = tuple(_no_steps(every))
    steps = [option for option in every if option not in beside]
    if codes and (declared := _declared(steps, codes)):
        return replace(declared, dont_know=beside)
    if not 2 <= len(steps) <= MOST_STEPS:
        return None
    found = _numbers(steps, wording) or _known(tuple(steps))
    return replace(found, dont_know=beside) if found else None


def _no_steps(options: Sequence[str]) -> list[str]:
    unsure = unsure_among(options)
    return [o for o in options if o in unsure or is_not_applicable(o)]


def seems_ordered(options: Iterable[str]) -> bool:
    """Whether options look like steps though no order is known: then the draft asks.

    True where half of them, and at least two, hold a word of degree or frequency, a
    size, or a step of a ladder; where two are sizes or compare themselves with others
    ("kortare än 3 år"); where most are "inga", "några", "alla" or such a word; and
    where one has such a word and one is another with a word more.

    >>> seems_ordered(["Mycket kul", "Ganska trist", "Lite si och så"])
    True
    >>> seems_ordered(["Motarbetar", "Är likgiltig", "Stödjer", "Stödjer helhjärtat"])
    True
    >>> seems_ordered(["Kultur", "Fritid", "Skola"])
    False
    """
    every = [option for option in options if len(option) <= LONGEST_STEP]
    apart = _no_steps(every)
    steps = [option for option in every if option not in apart]
    if len(steps) < 3 or recognise(steps) is not None:
        return False
    sized = sum(sizes.is_size(o) or rates.is_rate(o) for o in steps)
    compared = sum(_COMPARES.search(o) is not None for o in steps)
    hits = sum(_seems_step(o) for o in steps)
    weak = sum(not _seems_step(o) and degrees.graded(o, weak=True) for o in steps)
    many = hits >= 2 and hits * 2 >= len(steps)
    beside = hits + weak >= 3 and (hits + weak) * 2 > len(steps)
    nested = hits >= 1 and _nested(steps)
    return many or beside or nested or sized >= 2 or compared >= 2


def _nested(options: Sequence[str]) -> bool:
    """Whether one is another with a word more: "god kunskap", "mycket god kunskap"."""
    texts = [f" {plain(option)} " for option in options]
    return any(one in other and one != other for one in texts for other in texts)


def _seems_step(option: str) -> bool:
    return (
        degrees.graded(option)
        or sizes.is_size(option)
        or rates.is_rate(option)
        or _SUPERLATIVE.search(option) is not None
        or any(
            plain(option) in ladder
            for family, ladder in _ladders().items()
            if family not in NO_QUALITY
        )
    )


@lru_cache(maxsize=65536)
def _known(steps: tuple[str, ...]) -> Ordered | None:
    return _worded(steps) or _bands(steps) or _listed(steps) or _explained(steps)


def _worded(steps: Sequence[str]) -> Ordered | None:
    """By the words: how often, how much, or a ladder of names."""
    if (order := rates.ranked(steps)) is not None:
        return Ordered("frequency", _at(steps, order))
    if (found := degrees.ranked(steps)) is not None:
        name, order = found
        family = "frequency" if name == "how_often" else name
        two = name == "truth" and len(steps) == 2  # TRUE and FALSE: yes and no
        likert = name != "affirmation" and not two
        middle = degrees.off_centre(steps, name)
        doubt = f"”{middle}” står inte i mitten: saknas ett steg?" if middle else ""
        likert = likert and not middle
        return Ordered(family, _at(steps, order), likert=likert, doubt=doubt)
    bare = [_ANSWER.sub("", step) for step in steps]
    if not any(word == step for word, step in zip(bare, steps, strict=True)):
        found = degrees.ranked(bare)  # "Ja, alltid", "Ja, ibland", "Nej, aldrig"
        return (
            Ordered("affirmation", _at(steps, found[1]), likert=False)
            if found
            else None
        )
    for family, ladder in _ladders().items():
        places = [ladder.get(plain(step).replace(",", ""), -1) for step in steps]
        if -1 not in places and len({*places}) == len(places):
            order = sorted(range(len(steps)), key=lambda place: places[place])
            return Ordered(family, _at(steps, order), likert=family not in NO_RATING)
    return None


def _at(steps: Sequence[str], order: Iterable[int]) -> tuple[str, ...]:
    return tuple(steps[place] for place in order)


@cache
def _ladders() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for family, text in lexicon.LADDERS.items():
        lines = re.sub(r"\n\s+\|", " |", text).strip().splitlines()
        found[family] = {
            plain(word): step
            for step, line in enumerate(lines)
            for word in line.split("|")
        }
    return found


def _bands(steps: Sequence[str]) -> Ordered | None:
    recode = sizes.restored(steps)
    if len(recode) == len(steps):
        return None  # nothing but dates: that they were bands is not known
    whole = list(dict.fromkeys(recode.get(step, step) for step in steps))
    order = sizes.ranked(whole)
    if order is None:
        return None
    return Ordered("bands", _at(whole, order), likert=False, recode=recode)


def _listed(steps: Sequence[str]) -> Ordered | None:
    """Every step with a number before its words: "1 = Inte alls"."""
    pairs = [numbered(step) for step in steps]
    found = [pair for pair in pairs if pair is not None]
    if len(found) < len(steps) or len({number for number, _ in found}) < len(steps):
        return None
    known = _known(tuple(words for _, words in found))
    by_number = sorted(range(len(steps)), key=lambda place: found[place][0])
    in_order = _at(steps, by_number)
    if known is None:
        return Ordered("listed", in_order, likert=False)
    whole = {words: step for (_, words), step in zip(found, steps, strict=True)}
    in_words = tuple(whole[words] for words in known.options if words in whole)
    if in_words not in (in_order, in_order[::-1]):
        return Ordered("listed", in_order, likert=False)
    return replace(known, options=in_words, recode={})


def _explained(steps: Sequence[str]) -> Ordered | None:
    """Words with what they mean, all but one: "Varje vecka – minst en gång"."""
    parts = [(*_ASIDE.split(step, maxsplit=1), "")[:2] for step in steps]
    if len(steps) < 3 or sum(not meaning for _, meaning in parts) > 1:
        return None
    timed = [
        meaning if rates.is_rate(meaning) and not rates.is_rate(word) else word
        for word, meaning in parts
    ]
    for words in ([word for word, _ in parts], timed):
        found = _worded(words) if len({*words}) == len(steps) else None
        if found is not None and found.family != "affirmation":
            whole = dict(zip(words, steps, strict=True))
            return replace(found, options=tuple(whole[w] for w in found.options))
    meant = [meaning.rstrip(")") for _, meaning in parts]
    order = sizes.ranked(meant) if all(meant) else None
    return Ordered("bands", _at(steps, order), likert=False) if order else None


def _numbers(steps: Sequence[str], wording: str) -> Ordered | None:
    found = numerals.recognise(steps, wording)
    if found is None:
        return None
    family = f"numbers_{found.low}_{found.high}"
    return Ordered(family, found.options, doubt=found.doubt)


# ---------------------------------------------------------------- declared by the file


def _declared(steps: Sequence[str], codes: Mapping[str, str]) -> Ordered | None:
    """The order of the codes, where every option is one of them or stands between.

    A scale when its words are one (then low is first, whichever way the codes run), or
    when only some of its numbers have words.
    """
    labels = {fold(label): code for code, label in codes.items()}
    numbers = {labels.get(fold(step), fold(step)) for step in steps}
    if not steps or not all(number.lstrip("-").isdecimal() for number in numbers):
        return None
    inside = {
        int(code): label
        for code, label in codes.items()
        if code.lstrip("-").isdecimal()
        and not (is_dont_know(label) or is_not_applicable(label))
    }
    low, high = min(inside, default=0), max(inside, default=-1)
    if not inside or not all(low <= int(number) <= high for number in numbers):
        return None
    bare = [int(number) for number in numbers if int(number) not in inside]
    if bare or any(label.isdecimal() for label in inside.values()):
        if high - low >= MOST_STEPS:
            return None
        every = tuple(inside.get(n, str(n)) for n in range(low, high + 1))
        return Ordered(f"numbers_{low}_{high}", every)
    in_order = tuple(inside[code] for code in sorted(inside))
    known = _known(in_order) if 2 <= len(in_order) <= MOST_STEPS else None
    if known and known.options in (in_order, in_order[::-1]):
        return known
    return Ordered("declared", in_order, likert=False)
