"""Secondary suppression: which more cells, so that no suppressed one can be computed.

Numbers in, numbers out; nothing here knows of surveys, files or words.

A `System` is all that is public about some cells: what each could be, the linear
constraints that tie them (margins, differences between tables, weighted totals within
their rounding) and which rows print them. Suppression is proved, never assumed: for
every suppressed cell we hold *feasible tables*, of whole numbers, that agree with all
that is public and in which the cell is as much smaller and larger as it must be.

Where there is none, more rows are suppressed, at the least cost to the reader: one
linear programme for each cell and direction (Kelly, Golden and Assad, "Cell
suppression: disclosure protection for sensitive tabular data", Networks 22, 1992), or
an integer programme where the linear one gives no whole numbers. At last, rows that
need not be suppressed after all are printed again.

Long: the steps of one search share its state.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from helpers.disclosure.columns import Columns
from helpers.disclosure.system import TOLERANCE, Flags, Floats, Suppression, System

MOST_NODES = 5000  # of branch and bound; a number and no clock: the same each time
SMALL = 1e-3  # of the cost of a cell: what a suppressed cell's move costs
MOST_ROUNDS = 10  # of feasible tables for many cells at once, before one by one
MOST_SPARED = 12  # rows that we try to print again


def protect(
    system: System, suppressed: frozenset[int], *, all_or_none: bool = False
) -> Suppression:
    """The rows to suppress, `suppressed` among them, so that every cell has its width.

    For a cell with a `width`, the feasible tables lie that far apart, on both sides of
    the true value unless that is the least or the most the cell could ever be.
    `all_or_none`: the search ends at the first cell that no suppression would protect.
    """
    if not suppressed and not system.width.any():
        return Suppression(suppressed, system.value, system.value, ())
    search = SuppressionSearch(system, set(suppressed))
    search.move_many()
    for cell in search.cells_in_need():
        search.move_one(cell)
        if all_or_none and search.is_exposed(cell):
            break
    search.exposed = np.flatnonzero(search.in_need())
    if not (all_or_none and len(search.exposed)):
        search.print_again()
        search.print_finer()
    return Suppression(
        frozenset(search.suppressed),
        search.seen_low,
        search.seen_high,
        tuple(int(cell) for cell in search.exposed),
        {cell: steps for cell, steps in search.rounded.items() if steps},
    )


@dataclass
class SuppressionSearch:
    """The state of a search for what to suppress: `protect` makes the steps.

    `suppressed`: the rows that are, growing until `print_again`. `feasible`: moves,
    each the difference between a feasible table and the true one, so that
    `value + move` agrees with all that is public. A cell is protected when the
    feasible tables take it as far down and up as its width asks. `cause`: the cell
    that a row was suppressed for. `exposed`: cells that no suppression would protect.
    """

    system: System
    suppressed: set[int]
    exposed: NDArray[np.intp] = field(default_factory=lambda: np.array([], dtype=int))
    feasible: list[Floats] = field(default_factory=list)
    cause: dict[int, int] = field(
        default_factory=dict
    )  # row → cell it is suppressed for
    rounded: dict[int, int] = field(default_factory=dict)  # cell → steps coarser

    def __post_init__(self) -> None:
        system = self.system
        known = system.matrix @ system.value
        self.room = (system.least - known, system.most - known)
        self.below = system.value - system.low  # how far down a cell could ever go
        self.above = system.high - system.value
        self.width = np.minimum(system.width, system.high - system.low)
        # How to share the width: evenly, but each side at least one where it can.
        self.down = np.minimum(self.below, np.maximum(self.width // 2, 1))
        self.up = np.minimum(self.above, np.maximum(self.width - self.down, 1))
        self.down = np.clip(self.width - self.up, self.down, self.below)
        self.give_below = system.give_below.copy()
        self.give_above = system.give_above.copy()
        self.printable = np.array([len(rows) > 0 for rows in system.rows])
        self._note_suppressed()
        self._look_back()

    # --- what is seen and what is needed -----------------------------------------

    def _note_suppressed(self) -> None:
        """`unprinted`: the cells that no printed row shows at present."""
        self.unprinted = np.array(
            [self.suppressed.issuperset(rows) for rows in self.system.rows], dtype=bool
        )

    def _look_back(self) -> None:
        """`seen_low` and `seen_high` of the feasible tables we have."""
        seen = np.array([np.zeros_like(self.system.value), *self.feasible])
        self.seen_low = self.system.value + seen.min(axis=0)
        self.seen_high = self.system.value + seen.max(axis=0)

    def in_need(self) -> Flags:
        """The suppressed cells whose feasible tables do not do yet."""
        down = self.system.value - self.seen_low
        up = self.seen_high - self.system.value
        both_sides = ~self.system.known | (
            (down >= np.minimum(self.below, 1) - TOLERANCE)
            & (up >= np.minimum(self.above, 1) - TOLERANCE)
        )
        primary = self.width > 0
        lacks = np.where(
            primary,
            (down + up < self.width - TOLERANCE) | ~both_sides,
            self.printable & (down + up < 1 - TOLERANCE),
        )
        return (
            lacks & self.unprinted & self.system.whole & (self.below + self.above > 0)
        )

    def cells_in_need(self) -> Iterator[int]:
        """Each cell in need, once, as long as it still is when its turn comes."""
        tried: set[int] = set()
        while left := [
            cell
            for cell in np.flatnonzero(self.in_need()).tolist()
            if cell not in tried
        ]:
            tried.add(left[0])
            yield left[0]

    def is_exposed(self, cell: int) -> bool:
        """Whether no suppression would protect a cell: were nothing printed at all,
        there would still be too few tables."""
        if not self.in_need()[cell]:
            return False
        up, down = self._furthest(cell, 1), self._furthest(cell, -1)
        if up + down < max(self.width[cell], 1) - TOLERANCE:
            return True
        one_side = up < min(self.above[cell], 1) or down < min(self.below[cell], 1)
        return bool(self.width[cell] > 0 and self.system.known[cell] and one_side)

    def _furthest(self, cell: int, way: int) -> float:
        """How far a cell could go, at most, were nothing printed."""
        goal = np.zeros(len(self.system.value))
        goal[cell] = -way
        every = np.arange(len(goal))
        found = self._programme(
            Columns(every, goal, -self.below, self.above), whole=False
        )
        if found is None:  # nothing was proved
            return np.inf
        return float(np.floor(way * found[cell] + TOLERANCE))

    # --- feasible tables ---------------------------------------------------------

    def move_many(self, rounds: int = MOST_ROUNDS) -> None:
        """Feasible tables that move many cells at once, up and down in turn."""
        if not self.system.whole.all():
            return  # they would strain what is rounded, and not be whole
        idle = 0
        for turn in range(rounds):
            need = self.in_need()
            if not need.any() or idle == 2:
                return
            if turn % 2:
                need &= self.seen_low > self.system.value - self.down
                goal = np.where(need, -1.0, 0.0)
            else:
                need &= self.seen_high < self.system.value + self.up
                goal = np.where(need, 1.0, 0.0)
            before = self.in_need().sum()
            self._keep(self._towards(goal) if need.any() else None)
            idle = 0 if self.in_need().sum() < before else idle + 1

    def move_one(self, cell: int) -> None:
        """Feasible tables for one cell, suppression more rows where it must."""
        self._push(cell, 1, self.up[cell])
        self._push(cell, -1, self.down[cell])
        if self.in_need()[cell]:
            # One side could not give its share: the other may have more.
            value, width = self.system.value[cell], max(self.width[cell], 1)
            self._push(cell, 1, width - (value - self.seen_low[cell]))
            self._push(cell, -1, width - (self.seen_high[cell] - value))

    def _push(self, cell: int, way: int, far: float) -> None:
        """A feasible table with `cell` `far` up (1) or down (-1), or what it can."""
        limit, seen = self._room_of(cell, way)
        for distance in np.arange(min(far, limit), seen + TOLERANCE, -1.0):
            # Mostly what is suppressed already does, and that programme is smaller.
            for may_suppress in (False, True):
                move = self._least_cost(cell, way * distance, may_suppress=may_suppress)
                if move is not None:
                    self._keep(move, cell)
                    return

    def _stays_met(self, cell: int) -> bool:
        """Whether a cell has its feasible tables, or finds them in what we have."""
        for way, far in ((1, self.up[cell]), (-1, self.down[cell])):
            limit, seen = self._room_of(cell, way)
            if self.in_need()[cell] and seen < far <= limit:
                self._keep(self._least_cost(cell, way * far, may_suppress=False), cell)
        return not self.in_need()[cell]

    def _room_of(self, cell: int, way: int) -> tuple[float, float]:
        """How far the cell could ever go that way, and how far it was seen to go."""
        value = self.system.value[cell]
        if way > 0:
            return self.above[cell], self.seen_high[cell] - value
        return self.below[cell], value - self.seen_low[cell]

    def _keep(self, move: Floats | None, cause: int = 0) -> None:
        """Remember a feasible table, and suppress the printed rows that it moves."""
        if move is None:
            return
        for cell in np.flatnonzero(self._beyond(move) & ~self.unprinted).tolist():
            if self._round_coarser(cell, move[cell]):
                continue
            for row in self.system.rows[cell]:
                self.suppressed.add(row)
                self.cause.setdefault(row, cause)
        self._note_suppressed()
        self._remember(move)
        # What can be moved there and back gives two feasible tables for one.
        least, most = self._limits()
        if (-move >= least).all() and (-move <= most).all() and self._agrees(-move):
            self._remember(-move)

    def _round_coarser(self, cell: int, move: float) -> bool:
        """Round `cell` so that it may be moved so far, and as far as the feasible
        tables that we have move it (steps are not within one another); False where no
        step does."""
        steps = self.system.coarser.get(cell, ())
        value = self.system.value[cell]
        down = min(move, self.seen_low[cell] - value)
        up = max(move, self.seen_high[cell] - value)
        for number in range(self.rounded.get(cell, 0), len(steps)):
            below, above = steps[number]
            if -below - TOLERANCE <= down and up <= above + TOLERANCE:
                self._round(cell, number + 1)
                return True
        return False

    def _round(self, cell: int, steps: int) -> None:
        finest = self.system.give_below[cell], self.system.give_above[cell]
        below, above = (finest, *self.system.coarser[cell])[steps]
        self.rounded[cell] = steps
        self.give_below[cell], self.give_above[cell] = below, above

    def _remember(self, move: Floats) -> None:
        self.feasible.append(move)
        self.seen_low = np.minimum(self.seen_low, self.system.value + move)
        self.seen_high = np.maximum(self.seen_high, self.system.value + move)

    def _beyond(self, move: Floats) -> Flags:
        """The cells that a move takes outside of what printing them would tell."""
        return (move < -self.give_below - TOLERANCE) | (
            move > self.give_above + TOLERANCE
        )

    # --- the programmes ----------------------------------------------------------

    def _limits(self) -> tuple[Floats, Floats]:
        """How far each cell may move, as rows now are suppressed."""
        return (
            np.where(self.unprinted, -self.below, -self.give_below),
            np.where(self.unprinted, self.above, self.give_above),
        )

    def _towards(self, goal: Floats) -> Floats | None:
        """The move of suppressed cells that goes furthest along `goal` (1, -1 or 0)."""
        least, most = self._limits()
        # No further than needed: the rest of the room is for the other cells.
        most = np.where(goal > 0, np.minimum(most, self.up), most)
        least = np.where(goal < 0, np.maximum(least, -self.down), least)
        cells = np.flatnonzero(most > least)
        columns = Columns(cells, -goal[cells], least[cells], most[cells])
        return self._solve(columns, columns)

    def _least_cost(self, cell: int, move: float, may_suppress: bool) -> Floats | None:
        """The move with `cell` moved so far that asks least of the printed cells."""
        least, most = self._limits()
        if not least[cell] <= move <= most[cell]:
            return None
        if move > 0:
            least[cell] = move
        else:
            most[cell] = move
        loose = np.flatnonzero((least < 0) | (most > 0))
        free = Columns(loose, np.zeros(len(loose)), least[loose], most[loose])
        # Small moves of suppressed cells keep within rounding, and so come out whole;
        # the more so between cells that weigh the same.
        difference = np.abs(self.system.weight[loose] - self.system.weight[cell])
        small = free.both_ways(SMALL * (1 + difference))
        printed = np.flatnonzero(~self.unprinted) if may_suppress else loose[:0]
        dear = Columns(
            printed, np.zeros(len(printed)), -self.below[printed], self.above[printed]
        ).both_ways(self.system.cost[printed])
        return self._solve(small + dear, free + dear)

    def _solve(self, linear: Columns, integer: Columns) -> Floats | None:
        """The cheapest move: of the linear programme if it comes out whole, else of the
        integer programme. None when there is no move at all."""
        found = self._programme(linear, whole=False)
        if found is None or self._agrees(found):
            return found
        # What the linear programme left alone, or printed, will seldom be needed.
        used, beyond = (found != 0)[integer.cells], self._beyond(found)[integer.cells]
        free = integer.cost == 0
        near = integer.only(np.where(free, used, beyond))
        suppressed = integer.only(free | beyond)
        for columns in (near, suppressed, integer):
            found = self._programme(columns, whole=True)
            if found is not None and self._agrees(found):
                return found
        return None

    def _programme(self, columns: Columns, *, whole: bool) -> Floats | None:
        # Each option costs scipy a check, and only whole numbers need a limit of nodes.
        limit = {"node_limit": MOST_NODES} if whole else {}
        result = milp(
            columns.cost,
            integrality=self.system.whole[columns.cells] * float(whole),
            bounds=Bounds(columns.least, columns.most),
            constraints=LinearConstraint(
                self.system.matrix[:, columns.cells], *self.room
            ),
            options={"presolve": whole, **limit},
        )
        if result.x is None:
            return None
        move = np.zeros(len(self.system.value))
        np.add.at(move, columns.cells, result.x)
        near = np.where(self.system.whole, np.round(move), move)
        return near if np.abs(near - move).max() < TOLERANCE else move

    def _agrees(self, move: Floats) -> bool:
        """Whether the moved table is one of whole numbers that satisfies all."""
        moved = self.system.matrix @ move
        least, most = self.room
        return bool(
            (move == np.round(move))[self.system.whole].all()
            and (moved >= least - TOLERANCE).all()
            and (moved <= most + TOLERANCE).all()
        )

    # --- printing again ----------------------------------------------------------

    def print_again(self) -> None:
        """Print rows, the dearest first, whose secondary suppression is in vain."""
        price: dict[int, float] = {}
        for cell, rows in enumerate(self.system.rows):
            for row in rows:
                if row in self.cause:
                    price[row] = max(price.get(row, 0.0), self.system.cost[cell])
        for row in sorted(price, key=lambda row: (-price[row], row))[:MOST_SPARED]:
            self._try_printing(row)

    def print_finer(self) -> None:
        """Round no coarser than the feasible tables that are left ask for."""
        for cell, steps in self.rounded.items():
            for finer in range(steps):
                self._round(cell, finer)
                if not any(self._beyond(move)[cell] for move in self.feasible):
                    break
            else:
                self._round(cell, steps)

    def _try_printing(self, row: int) -> None:
        """Print `row` unless a cell then lacks feasible tables."""
        suppressed, feasible = set(self.suppressed), list(self.feasible)
        rounded = dict(self.rounded)
        self.suppressed.discard(row)
        self._note_suppressed()
        self.feasible = [
            move
            for move in feasible
            if not (self._beyond(move) & ~self.unprinted).any()
        ]
        self._look_back()
        lost = np.isin(np.arange(len(self.width)), self.exposed)
        # The cell that the row was suppressed for is the likeliest to need it still.
        first = self.cause[row]
        stays = not self.in_need()[first] or lost[first] or self._stays_met(first)
        if stays:
            self.move_many(4)
            stays = all(
                self._stays_met(int(cell))
                for cell in np.flatnonzero(self.in_need() & ~lost)
            )
        if not stays:
            self.suppressed, self.feasible = suppressed, feasible
            for cell in self.rounded:
                self._round(cell, rounded.get(cell, 0))
            self._note_suppressed()
            self._look_back()
