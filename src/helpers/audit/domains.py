"""What those within a challenge tell of the others: how many they are is printed as the
base of their tables, and those of a group within it are some of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from helpers.audit.claim import COLLABORATES, SHARE, Cell, Claim
from helpers.audit.puzzle import Puzzle, Unknown, by_place
from helpers.audit.routing import ROUTED
from helpers.survey.codebook import NO_GROUP, TOTAL, Optioned

PART = "within"
"""The statistic of a group's answers within a challenge, which nothing prints."""
ROOM = 2.0
"""Times the promised interval that a count can move for its part to be left out."""
Key = tuple[str, Cell]
Inside = Mapping[tuple[str, str], float]  # challenge, group → how many


def inside_of(claims: Iterable[Claim]) -> dict[tuple[str, str], float]:
    """How many of each group are within each challenge, where that is printed."""
    return {
        (claim.cell.challenge, claim.cell.group): claim.count
        for claim in claims
        if claim.cell.statistic == COLLABORATES
        and claim.cell.form == TOTAL
        and claim.count is not None
    }


def know_domains(puzzle: Puzzle, version: str) -> None:
    """How many are within a challenge is how many were asked what all of them were."""
    asked = puzzle.asked.get(version, {})
    of_all = {q.id for q in puzzle.codebook.questions if not q.asked_if}
    for name, cell in list(puzzle.unknowns):
        whole = cell.challenge == TOTAL or cell.form != TOTAL
        if name != version or cell.statistic != COLLABORATES or whole:
            continue
        here = (cell.challenge, cell.group)
        known = {
            q: one.asked for (q, *place), one in asked.items() if (*place,) == here
        }
        if known:
            every = [n for q, n in known.items() if q in of_all]
            high = max(every) if every else np.inf
            puzzle.know({(name, cell): 1.0}, max(known.values()), high, ROUTED)


def know_source(puzzle: Puzzle, version: str, bases: Mapping[Cell, float]) -> None:
    """Who is within a challenge, where one question asks in which, ticked an option
    that means it; who is within none ticked that, or none that means any."""
    source = puzzle.codebook.challenges and puzzle.codebook.challenges.source
    if not source or not source.options:
        return
    question = puzzle.codebook.question(source.question)
    if not isinstance(question, Optioned):
        return
    alone = {*question.none_of, *question.dont_know_options}
    of_form = {one for options in source.options.values() for one in options}
    places = by_place(puzzle, version)
    for place, options in places.items():
        if place.question != source.question or place.challenge != TOTAL:
            continue
        if place.statistic != SHARE:
            continue
        any_of, within = _counted(puzzle, version, place, source.options)
        for challenge, key in within.items():
            own = [options[o] for o in source.options[challenge] if o in options]
            for one in own:
                puzzle.know({key: 1.0, one: -1.0}, 0, np.inf)
            if len(own) == len(source.options[challenge]):
                puzzle.know({key: 1.0, **dict.fromkeys(own, -1.0)}, -np.inf, 0)
            if any_of:
                puzzle.know({any_of: 1.0, key: -1.0}, 0, np.inf)
        if any_of and place in bases:
            if within.keys() == source.options.keys():
                terms = {any_of: 1.0, **dict.fromkeys(within.values(), -1.0)}
                puzzle.know(terms, -np.inf, 0)
            none = {options[one]: 1.0 for one in alone if one in options}
            every = (
                alone <= options.keys() and {*question.all_options} == alone | of_form
            )
            low = bases[place] if every else -np.inf
            puzzle.know({any_of: 1.0, **none}, low, bases[place])


def _counted(
    puzzle: Puzzle, version: str, place: Cell, challenges: Iterable[str]
) -> tuple[Key | None, dict[str, Key]]:
    """How many of a place are within any challenge, and within each of them."""
    found = {
        cell.challenge: (name, cell)
        for name, cell in puzzle.unknowns
        if name == version
        and cell.statistic == COLLABORATES
        and (cell.form, cell.group) == (TOTAL, place.group)
    }
    return found.get(TOTAL), {one: found[one] for one in challenges if one in found}


def know_parts(
    puzzle: Puzzle, version: str, bases: Mapping[Cell, float], inside: Inside
) -> None:
    """Groups' answers within challenges as numbers of their own, where they limit what
    the group answered in all."""
    places = by_place(puzzle, version)
    for whole in [p for p in places if p.challenge != TOTAL and p.group == TOTAL]:
        everyone = whole._replace(challenge=TOTAL)
        question = puzzle.codebook.question(whole.question)
        known = whole in bases and everyone in bases and everyone in places
        if whole.statistic != SHARE or question.asked_if or not known:
            continue
        groups = {
            place: _inside(puzzle, place, bases, inside[whole.challenge, place.group])
            for place in places
            if place._replace(group=TOTAL) == everyone
            and place.group not in (TOTAL, NO_GROUP)
            and place in bases
            and inside.get((whole.challenge, place.group), 0.0) > 0
        }
        for option in places[whole].keys() & places[everyone].keys():
            _part(puzzle, version, option, whole, groups, places, bases)


def _inside(
    puzzle: Puzzle, place: Cell, bases: Mapping[Cell, float], count: float
) -> tuple[float, float]:
    """How many of a group within a challenge answered the question, at least and at
    most: some of the group may have left it blank."""
    blank = puzzle.replied.get(place.group, np.inf) - bases[place]
    return max(count - blank, 0.0), min(count, bases[place])


def _part(
    puzzle: Puzzle,
    version: str,
    option: str,
    whole: Cell,
    groups: Mapping[Cell, tuple[float, float]],
    places: Mapping[Cell, Mapping[str, Key]],
    bases: Mapping[Cell, float],
) -> None:
    everyone = whole._replace(challenge=TOTAL)
    here, of_all = places[whole][option], places[everyone][option]
    one, both = puzzle.unknowns[here], puzzle.unknowns[of_all]
    base = bases[whole]
    outside = bases[everyone] - base
    inner: dict[Key, float] = {here: 1.0}
    outer: dict[Key, float] = {of_all: 1.0, here: -1.0}
    free_inside, free_outside = base, outside
    for place, (least, most) in groups.items():
        own = places[place].get(option)
        if own is None or not puzzle.unknowns[own].suppressed:
            continue
        answered = bases[place]
        low = max(0.0, least - (base - one.low))
        low += max(0.0, answered - most - (outside - max(both.low - one.high, 0.0)))
        high = min(most, one.high) + min(answered - least, both.high - one.low)
        if high - low >= min(ROOM * (puzzle.codebook.disclosure.k - 1), answered):
            continue
        part = version, whole._replace(option=option, group=place.group, statistic=PART)
        puzzle.unknowns[part] = Unknown(0, most, 0.0, suppressed=True)
        puzzle.know({own: 1.0, part: -1.0}, 0, answered - least)
        inner[part] = -1.0
        outer |= {own: -1.0, part: 1.0}
        free_inside -= least
        free_outside -= answered - most
    if len(inner) > 1:
        puzzle.know(inner, 0, max(free_inside, 0.0))
        puzzle.know(outer, 0, max(free_outside, 0.0))
