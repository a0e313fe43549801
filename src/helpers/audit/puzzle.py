"""All that is public about one question, as an integer programme: counts that are not
known, and what is known of their sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

import numpy as np

from helpers.audit.claim import COLLABORATES, SHARE, Cell, Claim
from helpers.audit.routing import ROUTED, AskedAndBlank
from helpers.audit.routing import Place as Route
from helpers.survey.codebook import TOTAL, AnyQuestion, Codebook

NEAR = 1e-6
SHARES = (SHARE, COLLABORATES, "combination")
MOVES = ("transition", "started", "stopped", "change_matched")
"""Statistics of the units that answered both waves."""
CHANGED = "few_changed"
LATE, SAME, WEIGHTS = "late", "same", "weights"
_LOOSE = [
    given_up
    for many in range(4)
    for given_up in combinations((ROUTED, LATE, WEIGHTS), many)
]
GUESSES = (*_LOOSE, *((SAME, LATE, *more) for more in _LOOSE if LATE not in more))
"""What is given up, until all fits."""


class Version(NamedTuple):
    """One publication: the present one, or one from the ledger or a zip."""

    name: str
    claims: Sequence[Claim]


@dataclass
class Unknown:
    """A count in the programme: shown ones have low = high."""

    low: float
    high: float
    base: float | None
    suppressed: bool
    reason: str = ""
    late: float = np.inf  # answers that came after it was published last


class Fact(NamedTuple):
    """A sum of unknown numbers lies between `low` and `high`.

    `guess`: what must be assumed for it to hold, beside what is published: that nothing
    was corrected between versions, that equal counts are the same answers, that weights
    are the usual N/n, or that all followed the routing. "" where nothing must be.
    """

    terms: Mapping[tuple[str, Cell], float]
    low: float
    high: float
    guess: str = ""


@dataclass
class Puzzle:
    """All that is public about one question, as an integer programme."""

    codebook: Codebook
    sizes: Mapping[tuple[str, str], float]
    replied: Mapping[str, float]  # how many answered the survey at all, by group
    now: str  # the version that is judged
    asked: Mapping[str, Mapping[Route, AskedAndBlank]]  # by version
    open: Mapping[str, Sequence[Claim]]  # of open questions, by version
    given: Mapping[str, Mapping[Cell, float]]  # shown counts of filter questions
    inside: Mapping[str, Mapping[tuple[str, str], float]]  # challenge, group → how many
    unknowns: dict[tuple[str, Cell], Unknown] = field(default_factory=dict)
    rows: list[Fact] = field(default_factory=list)
    # Sums that are printed nowhere but tell of people: terms, base, what it is.
    hints: list[tuple[Cell, dict[tuple[str, Cell], float], float, str]] = field(
        default_factory=list
    )

    def know(
        self,
        terms: Mapping[tuple[str, Cell], float],
        low: float,
        high: float,
        guess: str = "",
    ) -> None:
        self.rows.append(Fact(dict(terms), low, high, guess))


def place_of(cell: Cell) -> Cell:
    return cell._replace(option="")


def bases_of(claims: Iterable[Claim]) -> dict[Cell, float]:
    """How many answered, by place: as said, or what the others leave of the total."""
    bases: dict[Cell, float] = {}
    places: set[Cell] = set()
    for claim in claims:
        place = place_of(claim.cell)
        places.add(place)
        if claim.base is not None:
            bases[place] = max(bases.get(place, 0.0), claim.base)
    for whole in sorted(place for place in places if place.group == TOTAL):
        if whole not in bases:
            continue
        groups = [p for p in places if p != whole and p._replace(group=TOTAL) == whole]
        missing = [place for place in groups if place not in bases]
        if len(missing) == 1:
            rest = bases[whole] - sum(bases[p] for p in groups if p in bases)
            bases[missing[0]] = max(rest, 0.0)
    return bases


def by_place(puzzle: Puzzle, version: str) -> dict[Cell, dict[str, tuple[str, Cell]]]:
    places: dict[Cell, dict[str, tuple[str, Cell]]] = {}
    for key in puzzle.unknowns:
        if key[0] == version and key[1].statistic not in MOVES:
            places.setdefault(place_of(key[1]), {})[key[1].option] = key
    return places


def pieces(option: str, question: AnyQuestion) -> tuple[str, ...]:
    """The options that a merged one stands for: "1, 2 eller 3"."""
    known = question.all_options
    if option in known:
        return (option,)
    first, either, last = option.rpartition(" eller ")
    if not either:
        return ()
    folded = {name.casefold(): name for name in known}
    found = [*_listed(first, folded), folded.get(last.casefold(), "")]
    return tuple(found) if all(found) else ()


def disjoint(options: Iterable[str], question: AnyQuestion, *, wide: bool) -> list[str]:
    """The options of which no answer is of two: of "1", "2" and "1 eller 2" the two, or
    the one that is `wide`. What is no option of the question stands for itself."""
    taken: set[str] = set()
    found = []
    way = -1 if wide else 1
    for option in sorted(options, key=lambda one: way * len(pieces(one, question))):
        parts = pieces(option, question)
        if taken.isdisjoint(parts):
            found.append(option)
            taken.update(parts)
    return found


def told_as(
    label: str, options: Mapping[str, object], question: AnyQuestion
) -> tuple[str, ...]:
    """The options of all that a group's option stands for."""
    return (label,) if label in options else pieces(label, question) or (label,)


def _listed(text: str, known: Mapping[str, str]) -> list[str]:
    """The names in "a, b, c", where a name may itself have a comma."""
    parts = text.split(", ")
    for size in range(len(parts), 0, -1):
        name = known.get(", ".join(parts[:size]).casefold())
        if name is not None:
            rest = parts[size:]
            return [name, *(_listed(", ".join(rest), known) if rest else [])]
    return [""]


def within(part: Cell, whole: Cell) -> bool:
    """Whether those of one place are some of those of the other, or the same."""
    return all(
        mine == theirs or (theirs == TOTAL and name in ("challenge", "form", "group"))
        for name, mine, theirs in zip(Cell._fields, part, whole, strict=True)
    )
