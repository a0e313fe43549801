"""What versions of a survey, and its waves, tell of each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from helpers.audit.claim import SHARE, Cell, Claim
from helpers.audit.puzzle import (
    CHANGED,
    LATE,
    MOVES,
    SAME,
    SHARES,
    Puzzle,
    Unknown,
    Version,
    place_of,
    within,
)
from helpers.audit.routing import ASKED


def moves(puzzle: Puzzle, version: Version, waves: Sequence[Version]) -> None:
    """Who answered both waves are some of all who answered each; who began and who
    stopped are those who changed."""
    places: dict[Cell, dict[str, Claim]] = {}
    for claim in version.claims:
        if claim.cell.statistic in MOVES:
            places.setdefault(place_of(claim.cell), {})[claim.cell.option] = claim
    for place, claims in places.items():
        if place.statistic == "transition":
            matched = next(
                (c.base for c in claims.values() if c.base is not None), None
            )
            _transitions(puzzle, version.name, place, list(claims), matched, waves)
        elif place.statistic == "change_matched":
            for claim in claims.values():
                _began_and_stopped(puzzle, version.name, claim, waves)
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
            whole = place._replace(option=label, statistic=SHARE)
            known = puzzle.unknowns.get((name, whole))
            if known is None or known.base is None or known.base < matched:
                continue
            terms = {cells[o]: -1.0 for o, way in ways.items() if way[side] == label}
            terms[name, whole] = 1.0
            rest = known.base - matched
            puzzle.know(terms, 0, rest)
            if rest > 0:
                puzzle.hints.append((whole, terms, rest, what))


def _began_and_stopped(
    puzzle: Puzzle, version: str, claim: Claim, waves: Sequence[Version]
) -> None:
    """Of a sum and a difference: how many took up an option, how many left it. With
    those who kept it they are all who answered both waves and had it; the rest of each
    wave's answered that wave only."""
    if claim.count is None or claim.base is None or claim.share is None:
        return
    began, stopped = (
        (version, claim.cell._replace(statistic=name))
        for name in ("started", "stopped")
    )
    for key in (began, stopped):
        puzzle.unknowns.setdefault(
            key, Unknown(0, claim.base, claim.base, suppressed=True)
        )
    puzzle.know({began: 1.0, stopped: 1.0}, claim.count, claim.count)
    low, high = claim.share - claim.half, claim.share + claim.half
    puzzle.know({began: 1.0, stopped: -1.0}, low * claim.base, high * claim.base)
    stayed = version, claim.cell._replace(statistic="stayed")
    # Nobody promised anything about these (base 0), but they bound the others.
    puzzle.unknowns.setdefault(stayed, Unknown(0, claim.base, 0.0, suppressed=True))
    puzzle.know({stayed: 1.0, began: 1.0, stopped: 1.0}, 0, claim.base)
    share = claim.cell._replace(statistic=SHARE)
    sides = [(version, began), *((wave.name, stopped) for wave in waves)]
    for name, moved in sides:
        known = puzzle.unknowns.get((name, share))
        if known is None or known.base is None or known.base < claim.base:
            continue
        terms = {(name, share): 1.0, moved: -1.0, stayed: -1.0}
        rest = known.base - claim.base
        puzzle.know(terms, 0, rest)
        if rest > 0:
            puzzle.hints.append((share, terms, rest, "de som bara svarade ena gången"))


def late_answers(puzzle: Puzzle, before: str, after: str) -> None:
    """Of two versions the later has the earlier's answers, and the late ones."""
    pairs: dict[Cell, list[tuple[Cell, float]]] = {}
    for (name, cell), known in puzzle.unknowns.items():
        other = puzzle.unknowns.get((before, cell))
        if name == after and other is not None and cell.statistic in SHARES:
            if known.base is None or other.base is None:
                continue
            pairs.setdefault(place_of(cell), []).append((cell, known.base - other.base))
    for name, cell in puzzle.unknowns:  # who was asked before is still
        in_both = name == after and (before, cell) in puzzle.unknowns
        if in_both and cell.statistic == ASKED:
            puzzle.know({(after, cell): 1.0, (before, cell): -1.0}, 0, np.inf, LATE)
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
            part != whole and within(part, whole) for part in {*corrected, *moved}
        )
    ]
    for place, cells in pairs.items():
        same = all(_is_same(puzzle, before, after, *pair) for pair in cells)
        if any(within(place, whole) for whole in somewhere):
            same &= all(_is_told(puzzle, before, after, cell) for cell, _ in cells)
        mixed = any(within(o, place) or within(place, o) for o in corrected)
        if mixed and not same:
            continue  # a correction is no late answer: nothing follows
        for cell, late in cells:
            old = puzzle.unknowns[before, cell]
            new = puzzle.unknowns[after, cell]
            since_told = old.late if old.suppressed and new.reason != CHANGED else 0
            new.late = late + since_told
            terms = {(after, cell): 1.0, (before, cell): -1.0}
            puzzle.know(terms, 0, late, SAME if same else LATE)
            if late > 0:
                puzzle.hints.append((cell, terms, late, "svaren som kom till sist"))


def _is_told(puzzle: Puzzle, before: str, after: str, cell: Cell) -> bool:
    return not any(puzzle.unknowns[name, cell].suppressed for name in (before, after))


def _is_same(puzzle: Puzzle, before: str, after: str, cell: Cell, late: float) -> bool:
    """Whether as many answered, and nothing that is told says that it has changed."""
    new, old = puzzle.unknowns[after, cell], puzzle.unknowns[before, cell]
    return (
        late == 0
        and _may_be_late(puzzle, before, after, cell, late)
        and (new.suppressed or old.suppressed or new.low == old.low)
    )


def _may_be_late(
    puzzle: Puzzle, before: str, after: str, cell: Cell, late: float
) -> bool:
    new, old = puzzle.unknowns[after, cell], puzzle.unknowns[before, cell]
    if late < 0 or (late == 0 and new.reason == CHANGED):
        return False  # as many answers, of which some are said to be others
    if new.suppressed or old.suppressed:
        return True
    return 0 <= new.low - old.low <= late


def _some_of_all(
    puzzle: Puzzle, version: str, cell: Cell, waves: Sequence[Version]
) -> None:
    """Who began has the option now and had it not before; who stopped had it then."""
    share = cell._replace(statistic=SHARE)
    for name in (version, *(wave.name for wave in waves)):
        known = puzzle.unknowns.get((name, share))
        if known is None or known.base is None:
            continue
        with_it = (cell.statistic == "started") == (name == version)
        if with_it:
            puzzle.know({(name, share): 1.0, (version, cell): -1.0}, 0, np.inf)
        else:
            puzzle.know({(name, share): 1.0, (version, cell): 1.0}, 0, known.base)
