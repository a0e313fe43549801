"""Steps in words, read by what they are composed of: "inte särskilt" + "viktigt".

A step is an interval on one axis. 1 is the high end, 0 the middle, -1 the low end, and
below it stands none at all. An adverb gives how strong, the pole gives the side, a
negation moves to the other. The options have an order only when every one of them is
read in the same dimension and no two intervals overlap: "mindre nöjd" and "inte
särskilt nöjd" do, and then the order is not known.

Long: it is one grammar, whose rules call each other and are read together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from helpers.drafting.scales import lexicon
from helpers.drafting.scales.words import tokens

Interval = tuple[float, float]
Kinds = dict[str, Interval | None]  # what a phrase may be; where fixed, at what

AMOUNTS = ("large", "some", "small", "vast", "half", "most", "all")
ADVERBS = frozenset(lexicon.STRENGTH) - {"plain"}
_NEITHER = frozenset(
    ["varken", "hverken", "verken", "neither", "weder", "eikä", "enkä"]
)
_OPPOSITES = ("in", "un", "dis", "miss", "mis", "non", "epä", "ikke", "icke", "o", "u")
_OWN = {"high", "low", "fixed"}  # of the dimension
MOST_WORDS = 6  # of a phrase


@dataclass(frozen=True)
class ReadStep:
    """One option as it was read. `stem`: its words that the tables do not have;
    `poles`: high and low, where it names them; `kinds`: all that it was read as."""

    at: Interval
    stem: tuple[str, ...]
    poles: frozenset[str]
    kinds: frozenset[str]


def ranked(labels: Sequence[str]) -> tuple[str, list[int]] | None:
    """(dimension, the places of `labels` from low to high), or None.

    >>> ranked(["Mycket viktigt", "Inte särskilt viktigt", "Ganska viktigt"])
    ('importance', [1, 2, 0])
    >>> ranked(["Kultur", "Fritid", "Skola"]) is None
    True
    """
    found = [_ordered(labels, name) for name in (*lexicon.DIMENSIONS, "")]
    if not any(found) and len(labels) > 2:
        found = [_ordered(labels, "", *pair) for pair in _opposites(labels)]
    read = [one for one in found if one is not None]
    fewest = min((one.unknown for one in read), default=0)
    best = [one for one in read if one.unknown == fewest]
    if not best or any(one.order not in _both_ways(best[0].order) for one in best):
        return None
    return best[0].name or "extent", best[0].order


def off_centre(labels: Sequence[str], name: str) -> str:
    """The step in the middle where it has not as many steps below as above it, or "":
    halves of such a scale would count "unchanged" as more.

    >>> off_centre(["Sluta", "Minska", "Oförändrat", "Öka"], "change")
    'Oförändrat'
    >>> off_centre(["Minska", "Oförändrat", "Öka"], "change")
    ''
    """
    dimension = name if name in lexicon.DIMENSIONS else ""
    read = [_read(label, dimension, "", "") for label in labels]
    steps = [step for step in read if step is not None]
    middle = [n for n, step in enumerate(steps) if step.at == lexicon.BETWEEN]
    if len(steps) < len(labels) or len(middle) != 1 or len(steps) < 3:
        return ""
    placed = _placed(steps)
    below = sum(at < placed[middle[0]] for at in placed)
    return "" if 2 * below + 1 == len(steps) else labels[middle[0]]


_WEAK = frozenset({"not", "none", "all", "half", "some"})


def graded(label: str, *, weak: bool = False) -> bool:
    """Whether a label holds a word of degree, amount or frequency, or a pole; with
    `weak` also "ingen", "några", "alla", which are in other labels too."""
    words = tokens(label)
    return any(
        weak or set(kinds) - _WEAK
        for name in ("", *lexicon.DIMENSIONS)
        for _, kinds in _parts(words, _phrases(name))
        if kinds
    )


def _both_ways(order: list[int]) -> tuple[list[int], list[int]]:
    return order, order[::-1]


@dataclass(frozen=True)
class _Reading:
    """The labels as steps of the dimension `name`; `unknown` words were left over."""

    name: str
    order: list[int]
    unknown: int


def _ordered(
    labels: Sequence[str], name: str, high: str = "", low: str = ""
) -> _Reading | None:
    steps = []
    for label in labels:
        step = _read(label, name, high, low)
        if step is None:
            return None
        steps.append(step)
    if not _one_dimension(steps, named=bool(name or high)):
        return None
    if _only_bad(steps) and any(
        not step.poles and step.kinds & {"none", "not_at_all"} for step in steps
    ):
        return None  # is none at all good or worse?
    order = _in_order(_placed(steps))
    if order is None or _lopsided(steps):
        return None
    return _Reading(name or high, order, sum(len(step.stem) for step in steps))


def _one_dimension(steps: Sequence[ReadStep], *, named: bool) -> bool:
    """Whether the steps are of one thing: a dimension is used where it is named, and
    words that are not known are the same ones in the steps that have any."""
    own = sum(bool(step.kinds & _OWN) for step in steps)
    degrees = sum(bool(step.kinds & {*ADVERBS, *AMOUNTS}) for step in steps)
    both = sum(bool(step.poles and step.kinds & {*ADVERBS, *AMOUNTS}) for step in steps)
    if named and own < max(1, degrees - both):
        return False
    stems = [step.stem for step in steps if step.stem]
    if any(not _same_stem(stems[0], stem) for stem in stems[1:]):
        return False
    # "Långt ifrån" beside "Mycket nära": a word that is not known may be the other end.
    unlike = any(step.stem and not step.kinds & _OWN for step in steps)
    if named and unlike and any(step.poles and not step.stem for step in steps):
        return False
    if not named and len(steps) < 3 and not all(step.kinds for step in steps):
        return False
    if not named and not any(step.kinds - {"not"} for step in steps):
        return False
    if not stems or (len(stems) > 1 and 2 * len(stems) >= len(steps)):
        return True
    # "Ganska", "Mycket användbart": one step has the word for them all.
    lone = next(step for step in steps if step.stem)
    return len(stems) == 1 and not named and bool(lone.kinds & ADVERBS)


def _same_stem(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """The same words, perhaps inflected: "luottamus", "luottamusta"."""
    return len(one) == len(other) and all(
        _shared(a, b) >= max(3, max(len(a), len(b)) - 3)
        for a, b in zip(one, other, strict=True)
    )


def _only_bad(steps: Sequence[ReadStep]) -> bool:
    """Whether all that is asked is how much of something bad: "svårt", "orolig"."""
    poles = frozenset[str]().union(*(step.poles for step in steps))
    middle = any(step.kinds & {"between", "fixed"} for step in steps)
    return poles == {"low"} and not middle


def _lopsided(steps: Sequence[ReadStep]) -> bool:
    """Whether the middle may stand above a step of agreeing in part: "inte alls",
    "delvis", "varken eller", "till stor del", "helt" is asked about."""
    if not any("between" in step.kinds for step in steps):
        return False
    below = sum(step.at[0] < 0 for step in steps)
    above = sum(step.at[1] > 0 for step in steps)
    opposed = any("low" in step.poles for step in steps)
    partly = any(step.kinds & {"somewhat", "slightly"} for step in steps)
    return partly and not opposed and above > below + 1


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _placed(steps: Sequence[ReadStep]) -> list[Interval]:
    """The intervals, with the middle among amounts where there are small ones, and up
    for more of what only is bad: "inte alls svårt" … "mycket svårt"."""
    poles = frozenset[str]().union(*(step.poles for step in steps))
    small = not poles and any(step.kinds & {"small", "less"} for step in steps)
    down = _only_bad(steps)
    placed = []
    for step in steps:
        at = step.at
        if small and "between" in step.kinds:
            at = lexicon.BETWEEN_AMOUNTS
        if down and "low" in step.poles:
            at = -at[1], -at[0]
        placed.append(at)
    return placed


def _in_order(intervals: Sequence[Interval]) -> list[int] | None:
    """The places in order, or None where two intervals overlap."""
    order = sorted(range(len(intervals)), key=lambda place: intervals[place])
    overlap = any(
        intervals[one][1] >= intervals[other][0] for one, other in pairwise(order)
    )
    return None if overlap else order


def _opposites(labels: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Words of which one is the other with a prefix: effektiv, ineffektiv."""
    words = sorted({word for label in labels for word in tokens(label)})
    for word in words:
        for prefix in _OPPOSITES:
            if len(word) > 3 and prefix + word in words:
                yield word, prefix + word


# ---------------------------------------------------------------- one label


@cache
def _phrases(name: str) -> dict[tuple[str, ...], Kinds]:
    """Phrase → what it may be, in the dimension `name` ("": in none)."""
    found: dict[tuple[str, ...], Kinds] = {}
    tables: list[tuple[str, str, Interval | None]] = [
        (kind, text, None) for kind, text in lexicon.DEGREES.items()
    ]
    for kind, text in lexicon.DIMENSIONS.get(name, {}).items():
        fixed = None if kind in ("high", "low") else _interval(kind)
        tables.append((kind if fixed is None else "fixed", text, fixed))
    for kind, text, at in tables:
        for phrase in lexicon.alternatives(text):
            found.setdefault(tokens(phrase), {})[kind] = at
    return found


def _interval(text: str) -> Interval:
    low, high = map(float, text.split())
    return low, high


_SMALL = frozenset(lexicon.SMALL.split())


@lru_cache(maxsize=65536)
def _read(label: str, name: str, high: str, low: str) -> ReadStep | None:
    phrases = _phrases(name)
    if high:
        phrases = phrases | {(high,): {"high": None}, (low,): {"low": None}}
    return _step(tokens(label), phrases, name)


def _parts(
    words: Sequence[str], phrases: dict[tuple[str, ...], Kinds]
) -> list[tuple[str, Kinds]]:
    """The longest phrases from the left; a word that is none of them has no kinds."""
    found: list[tuple[str, Kinds]] = []
    at = 0
    while at < len(words):
        for length in range(min(MOST_WORDS, len(words) - at), 0, -1):
            phrase = tuple(words[at : at + length])
            if phrase in phrases:
                found.append((" ".join(phrase), phrases[phrase]))
                at += length
                break
        else:
            if words[at] not in _SMALL:
                found.append((words[at], {}))
            at += 1
    return found


def _step(
    words: tuple[str, ...], phrases: dict[tuple[str, ...], Kinds], name: str
) -> ReadStep | None:
    parts = _parts(words, phrases)
    if not parts:
        return None
    if _NEITHER & set(words):
        return ReadStep(lexicon.BETWEEN, (), frozenset(), frozenset({"between"}))
    kinds = [
        (_meant(parts, place), parts[place][1])
        for place in range(len(parts))
        if parts[place][1]
    ]
    stem = tuple(word for word, known in parts if not known)
    read = [kind for kind, _ in kinds]
    fixed = [known["fixed"] for kind, known in kinds if kind == "fixed"]
    at = _fixed(read, fixed) if fixed else _valued(read, bool(stem), name)
    if at is None:
        return None
    poles = frozenset({"high", "low"} & set(read))
    return ReadStep(at, stem, poles, frozenset(read))


def _meant(parts: Sequence[tuple[str, Kinds]], place: int) -> str:
    """Which kind a phrase is here: "mycket" is very before a word, else much."""
    kinds = parts[place][1]
    if len(kinds) == 1:
        return next(iter(kinds))
    after = parts[place + 1] if place + 1 < len(parts) else None
    before = parts[place - 1][1] if place else {}
    adverb = next((kind for kind in kinds if kind in ADVERBS), "")
    amount = next((kind for kind in kinds if kind in AMOUNTS), "")
    own = next((kind for kind in kinds if kind in ("fixed", "high", "low")), "")
    if adverb and after is not None:
        follows = set(after[1]) & {"high", "low", "fixed", *AMOUNTS}
        if follows or (not after[1] and not own and not set(before) & ADVERBS):
            return adverb
    return own or amount or adverb or next(iter(kinds))


def _fixed(read: Sequence[str], fixed: Sequence[Interval | None]) -> Interval | None:
    """A step with a place of its own: "utmärkt", "oförändrat", "helt avgörande"."""
    others = set(read) - {"fixed"}
    at = fixed[0]
    if len(fixed) > 1 or at is None:
        return None
    ends = others <= {"total"} and abs(sum(at)) > 1.8
    middle = others <= {"mostly", "probably", "rather", "tends"} and at[0] <= 0 <= at[1]
    return at if not others or ends or middle else None


def _valued(read: Sequence[str], stem: bool, name: str) -> Interval | None:
    """Where the phrases of a label put it, or None where they make no sense of one."""
    read = _of_answers(read) if name == "affirmation" else list(read)
    poles = [kind for kind in read if kind in ("high", "low")]
    if len(set(poles)) > 1 or len(poles) > 2:
        return None
    side = -1 if "low" in poles else 1
    amounts = [kind for kind in read if kind in AMOUNTS]
    adverbs = [kind for kind in read if kind in ADVERBS]
    others = [k for k in read if k not in (*poles, *amounts, *adverbs)]
    if sorted(others) == ["almost", "none"] and not (poles or amounts or adverbs):
        return lexicon.ALMOST_NONE
    if len(amounts) > 1 or len(adverbs) > 1 or len(others) > 1:
        return None
    of_what = bool(poles) or stem
    match others:
        case []:
            return _sided(side, _strength(adverbs, amounts, of_what))
        case ["between"]:
            return lexicon.BETWEEN if not adverbs and not amounts else None
        case ["none"]:
            bare = not poles and not amounts and set(adverbs) <= {"total"}
            return lexicon.NONE if bare else None
        case ["not_at_all"] if adverbs or amounts not in ([], ["large"]):
            return None
        case ["not_at_all"]:
            return (
                _sided(side, lexicon.NOT_AT_ALL)
                if of_what and not amounts
                else lexicon.NONE
            )
        case ["almost"]:
            whole = [*adverbs, *amounts] in (["total"], ["all"])
            return lexicon.ALMOST_ALL if whole else None
        case ["not"] if of_what or adverbs or amounts:
            return _sided(side, _negated(read, adverbs, amounts))
    return None


def _of_answers(read: Sequence[str]) -> list[str]:
    """Yes and no: a no is not negated by "absolut inte" after it."""
    read = list(read)
    if "low" in read:
        if "not_at_all" in read:
            return ["low", "total"]
        read = [kind for kind in read if kind != "not"]
    return read


# Adverbs that say how much when no word follows: "mycket", "i mindre grad", "delvis".
_ALONE = {"very": "large", "less": "small", "somewhat": "some", "slightly": "small"}


def _strength(
    adverbs: Sequence[str], amounts: Sequence[str], of_what: bool
) -> Interval | None:
    adverb = adverbs[0] if adverbs else "plain"
    if amounts:
        return lexicon.AMOUNT[amounts[0]].get(adverb)
    if adverb in _ALONE and not of_what:
        return lexicon.AMOUNT[_ALONE[adverb]]["plain"]
    return lexicon.STRENGTH[adverb]


def _negated(
    read: Sequence[str], adverbs: Sequence[str], amounts: Sequence[str]
) -> Interval | None:
    if amounts:
        plain = amounts == ["large"] and not adverbs
        return lexicon.AMOUNT["large"]["not_very"] if plain else None
    if not adverbs:
        return lexicon.NOT
    adverb = adverbs[0]
    if read.index(adverb) > read.index("not"):
        return {"total": lexicon.NOT_WHOLLY, "very": lexicon.STRENGTH["not_very"]}.get(
            adverb
        )
    if adverb in ("total", "extreme", "very"):
        return lexicon.NOT_AT_ALL
    return _sided(-1, lexicon.STRENGTH[adverb])


def _sided(side: int, at: Interval | None) -> Interval | None:
    if at is None or side > 0:
        return at
    return -at[1], -at[0]
