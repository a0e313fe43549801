"""What the numbers of one version tell of each other: margins, parts of a whole, who
was asked, open questions behind a protected one, weights."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from helpers.audit.claim import COLLABORATES, SHARE, Cell, Claim
from helpers.audit.domains import know_domains, know_parts, know_source
from helpers.audit.followups import told_by_followups
from helpers.audit.implied import know_implied
from helpers.audit.puzzle import (
    NEAR,
    SHARES,
    WEIGHTS,
    Puzzle,
    Unknown,
    Version,
    bases_of,
    by_place,
    disjoint,
    pieces,
    place_of,
    told_as,
)
from helpers.audit.routing import (
    ASKED,
    ROUTED,
    asked_cell,
    asked_further,
    bounds,
)
from helpers.survey.codebook import NO_GROUP, TOTAL, Optioned


def know_version(puzzle: Puzzle, version: Version) -> None:
    """Adds to the puzzle all that the numbers of one version tell of each other, but
    what its open questions do (`know_followups`)."""
    bases = bases_of(version.claims)
    _cells(puzzle, version, bases)
    _choices(puzzle, version.name, bases)
    _merged(puzzle, version.name)
    _groups(puzzle, version.name, bases)
    _subsets(puzzle, version.name, bases)
    _routes(puzzle, version.name, bases)
    know_implied(puzzle, version.name, bases)
    know_domains(puzzle, version.name)
    know_source(puzzle, version.name, bases)
    know_parts(puzzle, version.name, bases, puzzle.inside.get(version.name, {}))
    _weights(puzzle, version, bases)


def _cells(puzzle: Puzzle, version: Version, bases: Mapping[Cell, float]) -> None:
    for claim in version.claims:
        cell, place = claim.cell, place_of(claim.cell)
        if cell.statistic == "total":
            continue
        base = bases.get(place)
        most = _most(puzzle, place, claim, bases) if base is None else base
        known = puzzle.unknowns.setdefault(
            (version.name, cell), Unknown(0, most, base, True)
        )
        known.reason = known.reason or claim.reason
        if claim.count is not None:
            known.low = known.high = claim.count
            known.suppressed = False
        elif (
            claim.share is not None
            and base
            and cell.group != TOTAL
            and known.suppressed
        ):
            # "62 %" of 12: the counts that are printed so.
            known.low = math.ceil((claim.share - claim.half) * base - NEAR)
            known.high = math.floor((claim.share + claim.half) * base + NEAR)


def _most(
    puzzle: Puzzle, place: Cell, claim: Claim, bases: Mapping[Cell, float]
) -> float:
    """The most that a count can be whose base is not said."""
    if claim.reason == "few_answers":
        return puzzle.codebook.disclosure.k - 1.0
    whole = bases.get(place._replace(group=TOTAL, challenge=TOTAL))
    return whole if whole is not None else 1e6


def _choices(puzzle: Puzzle, version: str, bases: Mapping[Cell, float]) -> None:
    """One choice each: the options sum to the base. Several: at least one each."""
    for place, options in by_place(puzzle, version).items():
        if place not in bases:
            continue
        base = bases[place]
        if place.statistic == "combination":
            continue
        if place.statistic == COLLABORATES:
            continue
        question = puzzle.codebook.question(place.question)
        kind = question.answer_type
        parts = {piece for option in options for piece in pieces(option, question)}
        whole = set(question.all_options) <= parts
        if kind == "single":
            ways = [disjoint(options, question, wide=wide) for wide in (False, True)]
            for some in ways[: 1 if len(ways[0]) == len(options) else 2]:
                every = {part for option in some for part in pieces(option, question)}
                is_whole = set(question.all_options) <= every
                low = base - _implied(puzzle, version, place) if is_whole else -np.inf
                puzzle.know({options[option]: 1.0 for option in some}, low, base)
        elif kind == "multiple" and isinstance(question, Optioned):
            alone = [
                key
                for option, key in options.items()
                if option in (*question.none_of, *question.dont_know)
            ]
            implied = _implied(puzzle, version, place)
            if whole:  # who need not answer ticked nothing
                puzzle.know(
                    dict.fromkeys(options.values(), 1.0), base - implied, np.inf
                )
            for key in options.values():
                if key not in alone and alone:
                    puzzle.know({key: 1.0, **dict.fromkeys(alone, 1.0)}, 0, base)


def _merged(puzzle: Puzzle, version: str) -> None:
    """A merged step is the sum of its own, or more where not all of them are told."""
    for place, options in by_place(puzzle, version).items():
        question = puzzle.codebook.question(place.question)
        if place.statistic != SHARE or question.answer_type != "single":
            continue  # who has ticked two steps is one of those who ticked either
        parts = {option: {*pieces(option, question)} for option in options}
        single = [one for one in disjoint(options, question, wide=False) if parts[one]]
        for option in parts:
            own = [one for one in single if parts[one] < parts[option]]
            if own:
                covered = set().union(*(parts[one] for one in own))
                terms = {options[option]: 1.0, **{options[one]: -1.0 for one in own}}
                puzzle.know(terms, 0, 0 if covered == parts[option] else np.inf)


def _implied(puzzle: Puzzle, version: str, place: Cell) -> float:
    """At most how many need not answer, since their answer follows from another; all
    that could be, where that is not shown."""
    given = puzzle.given.get(version, {})
    implied = puzzle.codebook.question(place.question).implied_none
    return sum(
        given.get(Cell(id, TOTAL, option, place.challenge, TOTAL, place.group), np.inf)
        for id, options in implied.items()
        for option in options
    )


def _groups(puzzle: Puzzle, version: str, bases: Mapping[Cell, float]) -> None:
    """All is the sum of the groups and of those who are in none that is shown."""
    places = by_place(puzzle, version)
    for whole, options in places.items():
        if whole.group != TOTAL:
            continue
        groups = [p for p in places if p != whole and p._replace(group=TOTAL) == whole]
        if not groups:
            continue
        question = puzzle.codebook.question(whole.question)
        rest = np.nan
        if whole in bases and all(place in bases for place in groups):
            rest = bases[whole] - sum(bases[place] for place in groups)
        for label in dict.fromkeys(o for place in groups for o in places[place]):
            parts = told_as(label, options, question)
            if not all(part in options for part in parts):
                continue
            terms = {options[part]: 1.0 for part in parts}
            terms |= {places[p][label]: -1.0 for p in groups if label in places[p]}
            most = max(rest, 0.0) if not np.isnan(rest) else np.inf
            puzzle.know(terms, 0, most)
            if rest > 0:
                cell = whole._replace(option=label, group="(övriga)")
                puzzle.hints.append((cell, terms, rest, "alla utom grupperna"))


def _subsets(puzzle: Puzzle, version: str, bases: Mapping[Cell, float]) -> None:
    """Those within a challenge are some of all; so is the rest."""
    places = by_place(puzzle, version)
    for part, options in places.items():
        whole = part._replace(challenge=TOTAL)
        if part == whole or whole not in places or part.statistic != SHARE:
            continue
        known = part in bases and whole in bases
        rest = bases[whole] - bases[part] if known else np.inf
        if rest < 0:
            continue
        for option, key in options.items():
            if option in places[whole]:
                terms = {places[whole][option]: 1.0, key: -1.0}
                puzzle.know(terms, 0, rest)
                if 0 < rest < np.inf:
                    cell = part._replace(
                        option=option, challenge=f"(ej {part.challenge})"
                    )
                    puzzle.hints.append((cell, terms, rest, "alla utom en utmaning"))


def _routes(puzzle: Puzzle, version: str, bases: Mapping[Cell, float]) -> None:
    """How many were asked a question is how many gave the answers that lead there."""
    asked = puzzle.asked.get(version, {})
    for place, every in by_place(puzzle, version).items():
        question = puzzle.codebook.question(place.question)
        options = {one: every[one] for one in disjoint(every, question, wide=False)}
        known = set(question.all_options)
        parts = {option: set(pieces(option, question)) for option in options}
        several = question.answer_type == "multiple"
        for later, below, above, answers in bounds(puzzle.codebook, place, asked):
            led = _asked(puzzle, version, later, place)
            some = [options[o] for o in options if parts[o] & answers]
            sure = [options[o] for o in options if parts[o] and parts[o] <= answers]
            if answers <= set().union(*parts.values()):
                terms = {**dict.fromkeys(some, 1.0), led: -1.0}
                puzzle.know(terms, -below, np.inf, ROUTED)
            each = [[key] for key in sure] if several else [sure]
            for keys in each:
                terms = {**dict.fromkeys(keys, 1.0), led: -1.0}
                puzzle.know(terms, -np.inf, above, ROUTED)
            if several and place in bases and isinstance(question, Optioned):
                # Who gave another answer that excludes all others did not go on.
                base, alone = bases[place], {*question.none_of, *question.dont_know}
                others = [options[o] for o in options if o in alone - answers]
                terms = {**dict.fromkeys(others, 1.0), led: 1.0}
                puzzle.know(terms, -np.inf, base + below, ROUTED)
                if known - answers <= alone & options.keys():
                    puzzle.know(terms, base - above, np.inf, ROUTED)
    _asked_in_all(puzzle, version)


def _asked(puzzle: Puzzle, version: str, later: str, place: Cell) -> tuple[str, Cell]:
    """How many were asked a later question, as a number of the programme: printed, or
    no fewer than were asked what it leads to."""
    asked = puzzle.asked.get(version, {})
    key = version, asked_cell(later, place)
    if key not in puzzle.unknowns:
        own = asked.get((later, place.challenge, place.group))
        low, high = (0.0, np.inf) if own is None else (own.asked, own.asked)
        # It is no answer to keep (base 0), but tells of those that are.
        puzzle.unknowns[key] = Unknown(low, high, 0.0, suppressed=own is None)
        for id, more in asked_further(puzzle.codebook, later, place, asked):
            further = asked.get((id, place.challenge, place.group))
            if further is not None:
                puzzle.know({key: 1.0}, further.asked - more, np.inf, ROUTED)
    return key


def _asked_in_all(puzzle: Puzzle, version: str) -> None:
    """All who were asked are those of the groups, and those in no group shown."""
    everyone = {
        group: max(
            one.asked for (_, c, g), one in asked.items() if (c, g) == (TOTAL, group)
        )
        for asked in [puzzle.asked.get(version, {})]
        for group in {g for _, c, g in asked if c == TOTAL}
    }
    places = [cell for name, cell in puzzle.unknowns if name == version]
    for whole in places:
        groups = [p for p in places if p != whole and p._replace(group=TOTAL) == whole]
        if whole.statistic != ASKED or not groups:
            continue
        terms = {(version, p): -1.0 for p in groups} | {(version, whole): 1.0}
        rest = everyone.get(TOTAL, np.inf) - sum(
            everyone.get(p.group, 0.0) for p in groups
        )
        puzzle.know(terms, 0, max(rest, 0.0), ROUTED)


def know_followups(puzzle: Puzzle, version: str) -> None:
    """Questions that a protected filter question leads to tell of its answers: how many
    were asked them in each group is in their weighted shares."""
    weights = {
        group: puzzle.sizes[TOTAL, group] / replied
        for group, replied in puzzle.replied.items()
        if replied and (TOTAL, group) in puzzle.sizes
    }
    by_question: dict[str, dict[str, tuple[str, Cell]]] = {}
    for name, cell in puzzle.unknowns:
        plain = Cell(cell.question, group=cell.group, statistic=ASKED)
        if name == version and cell == plain and cell.group != TOTAL:
            by_question.setdefault(cell.question, {})[cell.group] = name, cell
    published = puzzle.open.get(version, ())
    for later, asked in by_question.items():
        for one in told_by_followups(later, version, published, asked, weights):
            for key in one.own:
                # They are public, or no secret: nothing is to be judged (base 0).
                known = Unknown(0, one.most, 0.0, suppressed=True)
                puzzle.unknowns.setdefault(key, known)
            guess = WEIGHTS if one.is_weighted else ROUTED
            puzzle.know(one.terms, one.low, one.high, guess)


def _weights(puzzle: Puzzle, version: Version, bases: Mapping[Cell, float]) -> None:
    """A weighted share of all is the groups' shares by their population, to within the
    rounding it is printed with; a total is that times the population."""
    places = by_place(puzzle, version.name)
    sizes = {group: n for (part, group), n in puzzle.sizes.items() if part == TOTAL}
    asked = {place_of(c.cell): c.asked for c in version.claims if c.asked is not None}
    by_department: dict[Cell, dict[str, Claim]] = {}
    steps = {claim.cell: claim.step for claim in version.claims if claim.step}
    for claim in version.claims:
        cell = claim.cell
        domain = cell.challenge != TOTAL and cell.statistic not in SHARES[1:]
        of_all = cell.group == TOTAL and cell.statistic in (*SHARES, "total")
        if of_all and not domain and claim.share is not None:
            known = by_department.setdefault(place_of(cell), {})
            if cell.option not in known or claim.half < known[cell.option].half:
                half = max(claim.half, steps.get(cell, 0.0) / 2)
                known[cell.option] = replace(claim, half=half)
    for whole, claims in by_department.items():
        total = whole.statistic == "total"
        alike = whole._replace(statistic=SHARE) if total else whole
        groups = [
            p
            for p in places
            if p.group not in (TOTAL, NO_GROUP) and p._replace(group=TOTAL) == alike
        ]
        if any(p not in bases or p.group not in sizes for p in groups):
            continue  # one group's weight is not public: nothing follows
        groups = [p for p in groups if bases[p] > 0]
        if len(groups) < 2:
            continue
        weights = {
            p: sizes[p.group] / _divisor(puzzle, p, bases[p], asked) for p in groups
        }
        if any(np.isnan(weight) for weight in weights.values()):
            continue
        population = sum(weights[p] * bases[p] for p in groups)
        scale = population if total else 1.0
        question = puzzle.codebook.question(whole.question)
        if question.asked == "unknown":
            continue  # not weighted
        for label in dict.fromkeys(o for p in groups for o in places[p]):
            parts = [claims.get(o) for o in told_as(label, claims, question)]
            published = [claim for claim in parts if claim is not None]
            terms = {
                places[p][label]: weights[p] / population
                for p in groups
                if label in places[p]
            }
            if len(terms) == len(groups) and len(published) == len(parts):
                low = sum((claim.share or 0) - claim.half for claim in published)
                high = sum((claim.share or 0) + claim.half for claim in published)
                puzzle.know(terms, low / scale, high / scale, WEIGHTS)


def _divisor(
    puzzle: Puzzle, place: Cell, base: float, asked: Mapping[Cell, float]
) -> float:
    """The answers that a group's population is shared by: those to the question where
    all were asked it; else all the group's, but for blanks. NaN: not public."""
    question = puzzle.codebook.question(place.question)
    if question.implied_none or not question.asked_if or place.statistic != SHARE:
        return base
    replied = puzzle.replied.get(place.group, np.nan)
    return max(replied - (asked.get(place, np.nan) - base), base)
