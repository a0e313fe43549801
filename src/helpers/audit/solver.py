"""The puzzle → every number that it leaves too few possible values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from helpers.audit.claim import Cell
from helpers.audit.judged import is_protected
from helpers.audit.puzzle import CHANGED, GUESSES, NEAR, Puzzle, Unknown

LOOKS = 24  # tables that are looked at before numbers one by one
FEW_NODES = 20  # branchings of a search that need not come to its end
HELD_FOR_ITSELF = ("few_answers", "small_cell", CHANGED)
CONTRADICTION = "talen motsäger varandra"


@dataclass(frozen=True)
class Found:
    """A number that can be computed: which, from what, and what it can be."""

    cell: Cell
    what: str
    low: float
    high: float
    base: float


def remaining(puzzle: Puzzle) -> Iterator[Found]:
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
        solver = Solver(matrix, least, most, low, high)
        if solver.possible:
            break
    else:
        about = Cell(keys[0][1].question, keys[0][1].item)
        yield Found(about, CONTRADICTION, np.nan, np.nan, np.nan)
        return
    solver.look_around(np.array([puzzle.unknowns[key].suppressed for key in keys]))
    for key in keys:
        known, cell = puzzle.unknowns[key], key[1]
        goal = np.zeros(len(keys))
        goal[place[key]] = 1.0
        yield from _judge(puzzle, solver, goal, cell, known, key[0])
    for cell, terms, base, what in puzzle.hints:
        goal = np.zeros(len(keys))
        for key, times in terms.items():
            goal[place[key]] += times
        sum_of = Unknown(0, base, base, suppressed=True)
        yield from _judge(puzzle, solver, goal, cell, sum_of, what)


def _judge(
    puzzle: Puzzle,
    solver: Solver,
    goal: np.ndarray,
    cell: Cell,
    known: Unknown,
    what: str,
) -> Iterator[Found]:
    base, reason = known.base, known.reason
    if cell.statistic == "change_matched" or base == 0:
        return
    if not is_protected(puzzle.codebook, cell.question):
        return  # it is here for what it tells of others
    limits = puzzle.codebook.disclosure
    wide = limits.k - 1.0 if base is None else min(limits.k - 1.0, base)
    # The answers that came are kept, not those that were told before them.
    wide = min(wide, known.late)
    if solver.at_least(goal, wide) or solver.reaches(goal, wide):
        return
    least, most = solver.interval(goal)
    if most - least >= wide:
        return
    own = reason in HELD_FOR_ITSELF and (base is not None or most == least)
    needs = base is not None and all(
        needs_protection(value, base, limits.k, limits.small_group)
        for value in range(round(least), round(most) + 1)
    )
    # What an earlier version hid for the sake of others may be shown later.
    gone = reason == "secondary" and most == least and what == puzzle.now
    if own or needs or gone:
        yield Found(cell, what, least, most, base if base is not None else np.nan)


def needs_protection(value: float, base: float, k: int, small_group: int) -> bool:
    """The report's promise about a count among those who answered: fewer than k of them
    on either side, all of them, or none of a small group."""
    if base <= 0:
        return False
    if base < k or 0 < value < k or 0 < base - value < k:
        return True
    return value == base or (value == 0 and base < small_group)


class Solver:
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

    def look_around(self, suppressed: np.ndarray) -> None:
        """Some tables far apart, which answer most questions."""
        random = np.random.default_rng(LOOKS)
        for _ in range(LOOKS if suppressed.any() else 0):
            signs = np.where(
                suppressed, random.choice([-1.0, 1.0], len(suppressed)), 0.0
            )
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
