"""Claims → what a number that is not shown can be: the attack itself.

Everything public about one question is put into one integer programme: the counts that
are shown, the margins, what a table is part of, weighted shares within the rounding
that they are printed with, earlier versions. A number is *given away* when the values
that remain possible are too few for the threshold that the report promises.

The rule is written here from methods.md, not taken from the code that hides.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from helpers.audit.claim import Cell, Claim
from helpers.audit.followups import told_by_followups
from helpers.audit.judged import is_protected
from helpers.audit.routing import ROUTED, Asked, asked_of, bounds
from helpers.audit.routing import Place as Route
from helpers.survey.codebook import NO_GROUP, TOTAL, Codebook, Optioned

NEAR = 1e-6
LOOKS = 24  # tables that are looked at before numbers one by one
FEW_NODES = 20  # branchings of a search that need not come to its end
SHARES = ("share", "collaborates", "combination")
MOVES = ("transition", "started", "stopped", "change_matched")
"""Statistics of the units that answered both waves."""
HELD_FOR_ITSELF = ("few_answers", "small_cell", "few_changed")
CHANGED = "few_changed"
LATE, SAME, WEIGHTS = "late", "same", "weights"
_LOOSE = [
    given_up
    for many in range(4)
    for given_up in combinations((ROUTED, LATE, WEIGHTS), many)
]
GUESSES = (*_LOOSE, *((SAME, LATE, *more) for more in _LOOSE if LATE not in more))
"""What is given up, until all fits."""
CONTRADICTION = "talen motsäger varandra"


class Version(NamedTuple):
    """One publication: the present one, or one from the ledger or a zip."""

    name: str
    claims: Sequence[Claim]


@dataclass(frozen=True)
class Found:
    """A number that can be computed: which, from what, and what it can be."""

    cell: Cell
    what: str
    low: float
    high: float
    base: float


@dataclass
class Unknown:
    """A count in the programme: shown ones have low = high."""

    low: float
    high: float
    base: float | None
    hidden: bool
    reason: str = ""
    late: float = np.inf  # answers besides those that are not what is kept


class Fact(NamedTuple):
    """A sum of unknowns lies between `low` and `high`; `guess` when that rests on more
    than what is said: that nothing was corrected, that where as many answered and all
    that is told is the same nothing has changed, that answers weigh as usual, that
    everybody went through the form as it is made."""

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
    asked: Mapping[str, Mapping[Route, Asked]]  # by version
    open: Mapping[str, Sequence[Claim]]  # of open questions, by version
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


def attack(
    versions: Sequence[Version], codebook: Codebook, waves: Sequence[Version] = ()
) -> list[Found]:
    """What can be computed from all versions together, the last being the present, and
    from earlier waves whose claims are put in the words of this one.

    What the earlier versions tell by themselves cannot be called back, and is left out.
    """
    found = _found(versions, codebook, waves)
    if not found or len(versions) < 2:
        return found
    told = {
        (one.cell, one.low, one.high) for one in _found(versions[:-1], codebook, waves)
    }
    return [one for one in found if (one.cell, one.low, one.high) not in told]


def _found(
    versions: Sequence[Version], codebook: Codebook, waves: Sequence[Version]
) -> list[Found]:
    questions = _by_question(versions, codebook)
    before = _by_question(waves, codebook)
    # How many there are in each group is the same whatever they were asked.
    sizes = {
        (claim.cell.challenge, claim.cell.group): claim.population
        for version in versions
        for claim in version.claims
        if claim.population
    }
    replied = replied_by_group(versions[-1].claims)
    asked = {version.name: asked_of(version.claims) for version in versions}
    shown = {version.name: _open_shares(version, codebook) for version in versions}
    found: list[Found] = []
    for key in sorted(questions):
        puzzle = Puzzle(codebook, sizes, replied, versions[-1].name, asked, shown)
        found += _attack_one(questions[key], puzzle, before.get(key, []))
    return found


def replied_by_group(claims: Iterable[Claim]) -> dict[str, float]:
    """How many of each group answered the survey at all: the most that any share of
    theirs was asked of. A difference counts the others, and not those of the group."""
    replied: dict[str, float] = {}
    for claim in claims:
        counted = claim.cell.statistic == "share" and claim.cell.challenge == TOTAL
        if claim.asked is not None and counted:
            group = claim.cell.group
            replied[group] = max(replied.get(group, 0.0), claim.asked)
    return replied


def _open_shares(version: Version, codebook: Codebook) -> list[Claim]:
    """The shares of open questions that stand behind another, of all and by group."""
    behind = {q.id for q in codebook.questions if q.asked_if and q.id in codebook.by_id}
    return [
        claim
        for claim in version.claims
        if claim.cell.question in behind
        and claim.cell.statistic == "share"
        and not claim.hidden
        and not codebook.protected(claim.cell.question)
    ]


def _by_question(
    versions: Sequence[Version], codebook: Codebook
) -> dict[tuple[str, str], list[Version]]:
    """What each version says of each protected question, and item of it."""
    questions: dict[tuple[str, str], list[Version]] = {}
    for version in versions:
        parts: dict[tuple[str, str], list[Claim]] = {}
        told = {
            _place(claim.cell)
            for claim in version.claims
            if claim.cell.statistic in MOVES and claim.count is not None
        }
        for claim in version.claims:
            cell = claim.cell
            if claim.hidden and claim.reason == "not_crossed":
                continue  # a table that nothing is shown of tells nothing
            if cell.statistic in MOVES and _place(cell) not in told:
                continue
            if cell.statistic in (*SHARES, *MOVES, "total") and is_protected(
                codebook, cell.question
            ):
                item = TOTAL if cell.statistic in SHARES[1:] else cell.item
                parts.setdefault((cell.question, item), []).append(claim)
        for key, claims in parts.items():
            questions.setdefault(key, []).append(Version(version.name, claims))
    return questions


def _attack_one(
    versions: Sequence[Version], puzzle: Puzzle, waves: Sequence[Version]
) -> Iterator[Found]:
    for version in [*waves, *versions]:
        bases = _bases(version.claims)
        _cells(puzzle, version, bases)
        _choices(puzzle, version.name, bases)
        _groups(puzzle, version.name, bases)
        _subsets(puzzle, version.name, bases)
        _routes(puzzle, version.name, bases)
        _weights(puzzle, version, bases)
    for version in versions:
        _moves(puzzle, version, waves)
    for before, after in pairwise(versions):
        _late(puzzle, before.name, after.name)
    for version in versions:
        _followups(puzzle, version.name)
    yield from _solve(puzzle)


# --- the facts -------------------------------------------------------------------


def _place(cell: Cell) -> Cell:
    return cell._replace(option="")


def _bases(claims: Iterable[Claim]) -> dict[Cell, float]:
    """How many answered, by place: as said, or what the others leave of the total."""
    said: dict[Cell, float] = {}
    places: set[Cell] = set()
    for claim in claims:
        place = _place(claim.cell)
        places.add(place)
        if claim.base is not None:
            said[place] = max(said.get(place, 0.0), claim.base)
    for whole in sorted(place for place in places if place.group == TOTAL):
        if whole not in said:
            continue
        groups = [p for p in places if p != whole and p._replace(group=TOTAL) == whole]
        missing = [place for place in groups if place not in said]
        if len(missing) == 1:
            rest = said[whole] - sum(said[p] for p in groups if p in said)
            said[missing[0]] = max(rest, 0.0)
    return said


def _cells(puzzle: Puzzle, version: Version, bases: Mapping[Cell, float]) -> None:
    for claim in version.claims:
        cell, place = claim.cell, _place(claim.cell)
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
            known.hidden = False
        elif claim.share is not None and base and cell.group != TOTAL and known.hidden:
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


def _by_place(puzzle: Puzzle, version: str) -> dict[Cell, dict[str, tuple[str, Cell]]]:
    places: dict[Cell, dict[str, tuple[str, Cell]]] = {}
    for key in puzzle.unknowns:
        if key[0] == version and key[1].statistic not in MOVES:
            places.setdefault(_place(key[1]), {})[key[1].option] = key
    return places


def _choices(puzzle: Puzzle, version: str, bases: Mapping[Cell, float]) -> None:
    """One choice each: the options sum to the base. Several: at least one each."""
    for place, options in _by_place(puzzle, version).items():
        if place not in bases:
            continue
        base = bases[place]
        if place.statistic == "combination":
            continue
        if place.statistic == "collaborates":
            continue
        question = puzzle.codebook.question(place.question)
        kind = getattr(question, "cell", question.type)
        parts = {piece for option in options for piece in pieces(option, question)}
        whole = set(getattr(question, "all_options", [])) <= parts
        if kind == "single":
            low = base if whole else -np.inf
            puzzle.know(dict.fromkeys(options.values(), 1.0), low, base)
        elif kind == "multiple" and isinstance(question, Optioned):
            alone = [
                key
                for option, key in options.items()
                if option in (*question.none_of, *question.dont_know)
            ]
            if whole and not question.implied_none:  # who was not asked ticked none
                puzzle.know(dict.fromkeys(options.values(), 1.0), base, np.inf)
            for key in options.values():
                if key not in alone and alone:
                    puzzle.know({key: 1.0, **dict.fromkeys(alone, 1.0)}, 0, base)


def pieces(option: str, question: object) -> tuple[str, ...]:
    """The options that a merged one stands for: "1, 2 eller 3"."""
    known = list(getattr(question, "all_options", []))
    if option in known:
        return (option,)
    first, either, last = option.rpartition(" eller ")
    if not either:
        return ()
    folded = {name.casefold(): name for name in known}
    found = [*_listed(first, folded), folded.get(last.casefold(), "")]
    return tuple(found) if all(found) else ()


def _told_as(
    label: str, options: Mapping[str, object], question: object
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


def _groups(puzzle: Puzzle, version: str, bases: Mapping[Cell, float]) -> None:
    """All is the sum of the groups and of those who are in none that is shown."""
    places = _by_place(puzzle, version)
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
            parts = _told_as(label, options, question)
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
    places = _by_place(puzzle, version)
    for part, options in places.items():
        whole = part._replace(challenge=TOTAL)
        if part == whole or whole not in places or part.statistic != "share":
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
    for place, options in _by_place(puzzle, version).items():
        question = puzzle.codebook.question(place.question)
        known = set(getattr(question, "all_options", []))
        parts = {option: set(pieces(option, question)) for option in options}
        several = getattr(question, "cell", question.type) == "multiple"
        for low, high, answers in bounds(
            puzzle.codebook, place, puzzle.asked.get(version, {})
        ):
            some = [options[o] for o in options if parts[o] & answers]
            sure = [options[o] for o in options if parts[o] and parts[o] <= answers]
            if answers <= set().union(*parts.values()):
                puzzle.know(dict.fromkeys(some, 1.0), low, np.inf, ROUTED)
            each = [[key] for key in sure] if several else [sure]
            for keys in each:
                puzzle.know(dict.fromkeys(keys, 1.0), -np.inf, high, ROUTED)
            if several and place in bases and isinstance(question, Optioned):
                # Who gave another answer that excludes all others did not go on.
                base, alone = bases[place], {*question.none_of, *question.dont_know}
                apart = [options[o] for o in options if o in alone - answers]
                puzzle.know(dict.fromkeys(apart, 1.0), -np.inf, base - low, ROUTED)
                if known - answers <= alone & options.keys():
                    puzzle.know(dict.fromkeys(apart, 1.0), base - high, np.inf, ROUTED)


def _followups(puzzle: Puzzle, version: str) -> None:
    """Open questions that a protected filter question leads to tell of its answers."""
    by_group: dict[str, dict[str, tuple[str, Cell]]] = {}
    for place, options in _by_place(puzzle, version).items():
        plain = Cell(place.question, group=place.group, option="")
        if place == plain and place.group != TOTAL:
            by_group[place.group] = options
    if not by_group:
        return
    weights = {
        group: puzzle.sizes[TOTAL, group] / replied
        for group, replied in puzzle.replied.items()
        if replied and (TOTAL, group) in puzzle.sizes
    }
    [question] = {cell.question for name, cell in puzzle.unknowns if name == version}
    for told in told_by_followups(
        question, version, puzzle.open.get(version, ()), by_group, weights,
        puzzle.codebook,
    ):  # fmt: skip
        for key in told.own:
            # They are public, or no secret: nothing is to be judged (base 0).
            puzzle.unknowns.setdefault(key, Unknown(0, told.most, 0.0, hidden=True))
        guess = WEIGHTS if told.is_weighted else ROUTED
        puzzle.know(told.terms, told.low, told.high, guess)


def _weights(puzzle: Puzzle, version: Version, bases: Mapping[Cell, float]) -> None:
    """A weighted share of all is the groups' shares by their population, to within the
    rounding it is printed with; a total is that times the population."""
    places = _by_place(puzzle, version.name)
    sizes = {group: n for (part, group), n in puzzle.sizes.items() if part == TOTAL}
    asked = {_place(c.cell): c.asked for c in version.claims if c.asked is not None}
    said: dict[Cell, dict[str, Claim]] = {}
    steps = {claim.cell: claim.step for claim in version.claims if claim.step}
    for claim in version.claims:
        cell = claim.cell
        domain = cell.challenge != TOTAL and cell.statistic not in SHARES[1:]
        of_all = cell.group == TOTAL and cell.statistic in (*SHARES, "total")
        if of_all and not domain and claim.share is not None:
            known = said.setdefault(_place(cell), {})
            if cell.option not in known or claim.half < known[cell.option].half:
                half = max(claim.half, steps.get(cell, 0.0) / 2)
                known[cell.option] = replace(claim, half=half)
    for whole, claims in said.items():
        total = whole.statistic == "total"
        alike = whole._replace(statistic="share") if total else whole
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
        for label in dict.fromkeys(o for p in groups for o in places[p]):
            parts = [claims.get(o) for o in _told_as(label, claims, question)]
            told = [claim for claim in parts if claim is not None]
            terms = {
                places[p][label]: weights[p] / population
                for p in groups
                if label in places[p]
            }
            if len(terms) == len(groups) and len(told) == len(parts):
                low = sum((claim.share or 0) - claim.half for claim in told)
                high = sum((claim.share or 0) + claim.half for claim in told)
                puzzle.know(terms, low / scale, high / scale, WEIGHTS)


def _divisor(
    puzzle: Puzzle, place: Cell, base: float, asked: Mapping[Cell, float]
) -> float:
    """The answers that a group's population is shared by: those to the question where
    all were asked it; else all the group's, but for blanks. NaN: not public."""
    question = puzzle.codebook.question(place.question)
    if question.implied_none or not question.asked_if or place.statistic != "share":
        return base
    replied = puzzle.replied.get(place.group, np.nan)
    return max(replied - (asked.get(place, np.nan) - base), base)


def _moves(puzzle: Puzzle, version: Version, waves: Sequence[Version]) -> None:
    """Who answered both waves are some of all who answered each; who began and who
    stopped are those who changed."""
    places: dict[Cell, dict[str, Claim]] = {}
    for claim in version.claims:
        if claim.cell.statistic in MOVES:
            places.setdefault(_place(claim.cell), {})[claim.cell.option] = claim
    for place, claims in places.items():
        if place.statistic == "transition":
            matched = next(
                (c.base for c in claims.values() if c.base is not None), None
            )
            _transitions(puzzle, version.name, place, list(claims), matched, waves)
        elif place.statistic == "change_matched":
            for claim in claims.values():
                _began_and_stopped(puzzle, version.name, claim)
        else:
            for claim in claims.values():
                _some_of_all(puzzle, version.name, claim.cell, waves)


def _transitions(
    puzzle: Puzzle,
    version: str,
    place: Cell,
    options: Sequence[str],
    matched: float | None,
    waves: Sequence[Version],
) -> None:
    if matched is None:
        return
    cells = {option: (version, place._replace(option=option)) for option in options}
    puzzle.know(dict.fromkeys(cells.values(), 1.0), matched, matched)
    ways = {option: option.partition(" → ")[::2] for option in options}
    wholes = [(version, 1, "de som inte svarade förra gången")]
    wholes += [(wave.name, 0, "de som bara svarade förra gången") for wave in waves]
    for name, side, what in wholes:
        for label in dict.fromkeys(way[side] for way in ways.values()):
            whole = place._replace(option=label, statistic="share")
            known = puzzle.unknowns.get((name, whole))
            if known is None or known.base is None or known.base < matched:
                continue
            terms = {cells[o]: -1.0 for o, way in ways.items() if way[side] == label}
            terms[name, whole] = 1.0
            rest = known.base - matched
            puzzle.know(terms, 0, rest)
            if rest > 0:
                puzzle.hints.append((whole, terms, rest, what))


def _began_and_stopped(puzzle: Puzzle, version: str, claim: Claim) -> None:
    """Of a sum and a difference: how many took up an option, how many left it."""
    if claim.count is None or claim.base is None or claim.share is None:
        return
    began, stopped = (
        (version, claim.cell._replace(statistic=name))
        for name in ("started", "stopped")
    )
    for key in (began, stopped):
        puzzle.unknowns.setdefault(key, Unknown(0, claim.base, claim.base, hidden=True))
    puzzle.know({began: 1.0, stopped: 1.0}, claim.count, claim.count)
    low, high = claim.share - claim.half, claim.share + claim.half
    puzzle.know({began: 1.0, stopped: -1.0}, low * claim.base, high * claim.base)


def _late(puzzle: Puzzle, before: str, after: str) -> None:
    """Of two versions the later has the earlier's answers, and the late ones."""
    pairs: dict[Cell, list[tuple[Cell, float]]] = {}
    for (name, cell), known in puzzle.unknowns.items():
        other = puzzle.unknowns.get((before, cell))
        if name == after and other is not None and cell.statistic in SHARES:
            if known.base is None or other.base is None:
                continue
            pairs.setdefault(_place(cell), []).append((cell, known.base - other.base))
    corrected = [
        place
        for place, cells in pairs.items()
        if not all(_may_be_late(puzzle, before, after, *pair) for pair in cells)
    ]
    moved = {place for place, cells in pairs.items() if any(n for _, n in cells)}
    # Some in here are said to be others, and it is not said where.
    somewhere = [
        whole
        for whole in corrected
        if not any(
            part != whole and _within(part, whole) for part in {*corrected, *moved}
        )
    ]
    for place, cells in pairs.items():
        same = all(_is_same(puzzle, before, after, *pair) for pair in cells)
        if any(_within(place, whole) for whole in somewhere):
            same &= all(_is_told(puzzle, before, after, cell) for cell, _ in cells)
        mixed = any(_within(o, place) or _within(place, o) for o in corrected)
        if mixed and not same:
            continue  # a correction is no late answer: nothing follows
        for cell, late in cells:
            old = puzzle.unknowns[before, cell]
            new = puzzle.unknowns[after, cell]
            since_told = old.late if old.hidden and new.reason != CHANGED else 0
            new.late = late + since_told
            terms = {(after, cell): 1.0, (before, cell): -1.0}
            puzzle.know(terms, 0, late, SAME if same else LATE)
            if late > 0:
                puzzle.hints.append((cell, terms, late, "svaren som kom till sist"))


def _is_told(puzzle: Puzzle, before: str, after: str, cell: Cell) -> bool:
    return not any(puzzle.unknowns[name, cell].hidden for name in (before, after))


def _is_same(puzzle: Puzzle, before: str, after: str, cell: Cell, late: float) -> bool:
    """Whether as many answered, and nothing that is told says that it has changed."""
    new, old = puzzle.unknowns[after, cell], puzzle.unknowns[before, cell]
    return (
        late == 0
        and _may_be_late(puzzle, before, after, cell, late)
        and (new.hidden or old.hidden or new.low == old.low)
    )


def _within(part: Cell, whole: Cell) -> bool:
    """Whether those of one place are some of those of the other, or the same."""
    return all(
        mine == theirs or (theirs == TOTAL and name in ("challenge", "form", "group"))
        for name, mine, theirs in zip(Cell._fields, part, whole, strict=True)
    )


def _may_be_late(
    puzzle: Puzzle, before: str, after: str, cell: Cell, late: float
) -> bool:
    new, old = puzzle.unknowns[after, cell], puzzle.unknowns[before, cell]
    if late < 0 or (late == 0 and new.reason == CHANGED):
        return False  # as many answers, of which some are said to be others
    if new.hidden or old.hidden:
        return True
    return 0 <= new.low - old.low <= late


def _some_of_all(
    puzzle: Puzzle, version: str, cell: Cell, waves: Sequence[Version]
) -> None:
    """Who began has the option now and had it not before; who stopped had it then."""
    share = cell._replace(statistic="share")
    for name in (version, *(wave.name for wave in waves)):
        known = puzzle.unknowns.get((name, share))
        if known is None or known.base is None:
            continue
        with_it = (cell.statistic == "started") == (name == version)
        if with_it:
            puzzle.know({(name, share): 1.0, (version, cell): -1.0}, 0, np.inf)
        else:
            puzzle.know({(name, share): 1.0, (version, cell): 1.0}, 0, known.base)


# --- the attack ------------------------------------------------------------------


def _solve(puzzle: Puzzle) -> Iterator[Found]:
    """Every number that the programme pins down more than the promise allows."""
    keys = list(puzzle.unknowns)
    place = {key: number for number, key in enumerate(keys)}
    low = np.array([puzzle.unknowns[key].low for key in keys])
    high = np.array([puzzle.unknowns[key].high for key in keys])
    for given_up in GUESSES:
        facts = [fact for fact in puzzle.rows if fact.guess not in given_up]
        matrix = np.zeros((len(facts), len(keys)))
        for number, fact in enumerate(facts):
            for key, times in fact.terms.items():
                matrix[number, place[key]] += times
        least = np.array([fact.low for fact in facts])
        most = np.array([fact.high for fact in facts])
        solver = _Solver(matrix, least, most, low, high)
        if solver.possible:
            break
    else:
        about = Cell(keys[0][1].question, keys[0][1].item)
        yield Found(about, CONTRADICTION, np.nan, np.nan, np.nan)
        return
    solver.look_around(np.array([puzzle.unknowns[key].hidden for key in keys]))
    for key in keys:
        known, cell = puzzle.unknowns[key], key[1]
        goal = np.zeros(len(keys))
        goal[place[key]] = 1.0
        yield from _judge(puzzle, solver, goal, cell, known, key[0])
    for cell, terms, base, what in puzzle.hints:
        goal = np.zeros(len(keys))
        for key, times in terms.items():
            goal[place[key]] += times
        sum_of = Unknown(0, base, base, hidden=True)
        yield from _judge(puzzle, solver, goal, cell, sum_of, what)


def _judge(
    puzzle: Puzzle,
    solver: _Solver,
    goal: np.ndarray,
    cell: Cell,
    known: Unknown,
    what: str,
) -> Iterator[Found]:
    base, reason = known.base, known.reason
    if cell.statistic == "change_matched" or base == 0:
        return
    limits = puzzle.codebook.disclosure
    wide = limits.k - 1.0 if base is None else min(limits.k - 1.0, base)
    # The answers that came are kept, not those that were told before them.
    wide = min(wide, known.late)
    if solver.at_least(goal, wide) or solver.reaches(goal, wide):
        return
    least, most = solver.interval(goal)
    if most - least >= wide:
        return
    size = puzzle.sizes.get((cell.challenge, cell.group))
    own = reason in HELD_FOR_ITSELF and (base is not None or most == least)
    needs = base is not None and all(
        needs_protection(value, base, limits.k, limits.small_group, size)
        for value in range(round(least), round(most) + 1)
    )
    # What an earlier version hid for the sake of others may be shown later.
    gone = reason == "complement" and most == least and what == puzzle.now
    if own or needs or gone:
        yield Found(cell, what, least, most, base if base is not None else np.nan)


def needs_protection(
    value: float, base: float, k: int, small_group: int, size: float | None = None
) -> bool:
    """The report's promise about a count among those who answered."""
    if base <= 0:
        return False
    if base < k or 0 < value < k or 0 < base - value < k:
        return True
    return value in (0, base) and (size or base) < small_group


class _Solver:
    """Smallest and largest values of sums over all tables of whole numbers that fit;
    each table that is found is kept, since it often answers the next question too."""

    def __init__(
        self,
        matrix: np.ndarray,
        least: np.ndarray,
        most: np.ndarray,
        low: np.ndarray,
        high: np.ndarray,
    ) -> None:
        self.free = np.flatnonzero(high > low)
        fixed = np.where(high > low, 0.0, low)
        moved = matrix @ fixed
        self.fixed = fixed
        self.bounds = Bounds(low[self.free], high[self.free])
        self.rows = LinearConstraint(
            matrix[:, self.free], least - moved - NEAR, most - moved + NEAR
        )
        self.tables: list[np.ndarray] = []
        first = self._table(np.zeros(len(low)))
        self.possible = first is not None

    def _table(
        self, goal: np.ndarray, *, nodes: int | None = None
    ) -> np.ndarray | None:
        """The table in which `goal` is least, or the best one met within `nodes`
        branchings; None when there is none, or none was met."""
        table = self.fixed.copy()
        if len(self.free):
            result = milp(
                goal[self.free],
                integrality=np.ones(len(self.free)),
                bounds=self.bounds,
                constraints=self.rows,
                options={} if nodes is None else {"node_limit": nodes},
            )
            if result.x is None:
                return None
            table[self.free] = np.round(result.x)
        elif (self.rows.lb > NEAR).any() or (self.rows.ub < -NEAR).any():
            return None
        self.tables.append(table)
        return table

    def look_around(self, hidden: np.ndarray) -> None:
        """Some tables far apart, which answer most questions."""
        random = np.random.default_rng(LOOKS)
        for _ in range(LOOKS if hidden.any() else 0):
            signs = np.where(hidden, random.choice([-1.0, 1.0], len(hidden)), 0.0)
            self._table(signs, nodes=FEW_NODES)

    def at_least(self, goal: np.ndarray, wide: float) -> bool:
        """Whether tables that we have already differ that much."""
        seen = np.array(self.tables) @ goal
        return bool(seen.max() - seen.min() >= wide)

    def reaches(self, goal: np.ndarray, wide: float) -> bool:
        """Whether a short search finds tables that differ that much: most do, and the
        proof of how far the rest go can take minutes."""
        if not goal[self.free].any():
            return False
        for way in (1.0, -1.0):
            self._table(way * goal, nodes=FEW_NODES)
        return self.at_least(goal, wide)

    def interval(self, goal: np.ndarray) -> tuple[float, float]:
        if not goal[self.free].any():
            return (float(goal @ self.fixed),) * 2
        ends = []
        for way in (1.0, -1.0):
            table = self._table(way * goal)
            ends.append(goal @ (table if table is not None else self.tables[0]))
        return float(min(ends)), float(max(ends))
