"""Complementary suppression: which more cells to hide so that nothing can be computed.

Numbers in, numbers out; nothing here knows of surveys, files or words.

A `System` is all that is public about some cells: what each could be, the linear
relations that tie them (margins, differences between tables, weighted totals within
their rounding) and which rows print them. Hiding is proved, never assumed: for every
hidden cell we hold *witnesses*, whole-number tables that agree with all that is public
and in which the cell is as much smaller and larger as it must be.

Where there is no witness, more rows are hidden, at the least cost to the reader: one
linear programme for each cell and direction (Kelly, Golden and Assad, "Cell
suppression: disclosure protection for sensitive tabular data", Networks 22, 1992), or
an integer programme where the linear one gives no whole numbers. At last, rows that
need not be hidden after all are printed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TOLERANCE = 1e-6
MOST_NODES = 5000  # of branch and bound; a number and no clock: the same each time
SMALL = 1e-3  # of the cost of a cell: what a hidden cell's move costs
MOST_ROUNDS = 10  # of witnesses for many cells at once, before one by one
MOST_SPARED = 12  # rows that we try to print again


@dataclass(frozen=True)
class System:
    """Cells and what is publicly known of them. Arrays have a place for each cell.

    `value` is the truth, between `low` and `high`, which bases alone tell; where it is
    not `known` (held back in an earlier version), one that agrees with all. `rows` are
    the printed rows that show a cell and are hidden together; a cell without any is
    never printed, but what is printed can give it away (a difference between tables).
    What is printed tells a value to within `give_below` and `give_above` (rounding).
    `cost` is what it costs the reader to hide a cell, for each unit that it must move.
    `weight` is what one of a cell weighs in a weighted total, in any unit.
    `width` is how far apart the least and the most that a hidden cell can be must lie
    (0: only not the same). Relations, one a row of `matrix`, always hold:
    least <= matrix @ value <= most.
    """

    value: Floats
    low: Floats
    high: Floats
    whole: Flags
    known: Flags
    rows: Sequence[tuple[int, ...]]
    give_below: Floats
    give_above: Floats
    cost: Floats
    weight: Floats
    width: Floats
    matrix: sparse.csc_array
    least: Floats
    most: Floats


@dataclass(frozen=True)
class Protection:
    """What to hide, and the proof: each cell's least and largest value in a witness.

    `exposed` are cells that no hiding would protect: what is open, or was published
    earlier, already gives them away.
    """

    hidden: frozenset[int]
    low: Floats
    high: Floats
    exposed: tuple[int, ...]


def protect(system: System, hidden: frozenset[int]) -> Protection:
    """The rows to hide, `hidden` among them, so that every cell has its width.

    For a cell with a `width`, the witnesses lie that far apart, and on both sides of
    the true value unless that is the least or the most the cell could ever be.
    """
    if not hidden and not system.width.any():
        return Protection(hidden, system.value, system.value, ())
    search = _Search(system, set(hidden))
    search.move_many()
    for cell in search.cells_in_need():
        search.move_one(cell)
    search.exposed = np.flatnonzero(search.in_need())
    search.print_again()
    return Protection(
        frozenset(search.hidden),
        search.seen_low,
        search.seen_high,
        tuple(int(cell) for cell in search.exposed),
    )


@dataclass
class _Search:
    system: System
    hidden: set[int]
    exposed: NDArray[np.intp] = field(default_factory=lambda: np.array([], dtype=int))
    witnesses: list[Floats] = field(default_factory=list)
    cause: dict[int, int] = field(default_factory=dict)  # row → cell it is hidden for

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
        self.printable = np.array([len(rows) > 0 for rows in system.rows])
        self._note_hidden()
        self._look_back()

    # --- what is seen and what is needed -----------------------------------------

    def _note_hidden(self) -> None:
        """`unprinted`: the cells that no printed row shows, as rows now are hidden."""
        self.unprinted = np.array(
            [self.hidden.issuperset(rows) for rows in self.system.rows], dtype=bool
        )

    def _look_back(self) -> None:
        """`seen_low` and `seen_high` of the witnesses we have."""
        seen = np.array([np.zeros_like(self.system.value), *self.witnesses])
        self.seen_low = self.system.value + seen.min(axis=0)
        self.seen_high = self.system.value + seen.max(axis=0)

    def in_need(self) -> Flags:
        """The hidden cells whose witnesses do not do yet."""
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

    # --- witnesses ---------------------------------------------------------------

    def move_many(self, rounds: int = MOST_ROUNDS) -> None:
        """Witnesses that move many cells at once, up and down in turn."""
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
        """Witnesses for one cell, hiding more rows where it must."""
        self._push(cell, 1, self.up[cell])
        self._push(cell, -1, self.down[cell])
        if self.in_need()[cell]:
            # One side could not give its share: the other may have more.
            value, width = self.system.value[cell], max(self.width[cell], 1)
            self._push(cell, 1, width - (value - self.seen_low[cell]))
            self._push(cell, -1, width - (self.seen_high[cell] - value))

    def _push(self, cell: int, way: int, far: float) -> None:
        """A witness with `cell` `far` up (1) or down (-1), or as far as it can."""
        limit, seen = self._room_of(cell, way)
        for distance in np.arange(min(far, limit), seen + TOLERANCE, -1.0):
            # Mostly what is hidden already does, and that programme is smaller.
            for may_hide in (False, True):
                move = self._least_cost(cell, way * distance, may_hide=may_hide)
                if move is not None:
                    self._keep(move, cell)
                    return

    def _stays_met(self, cell: int) -> bool:
        """Whether a cell has its witnesses, or finds them among what is hidden."""
        for way, far in ((1, self.up[cell]), (-1, self.down[cell])):
            limit, seen = self._room_of(cell, way)
            if self.in_need()[cell] and seen < far <= limit:
                self._keep(self._least_cost(cell, way * far, may_hide=False), cell)
        return not self.in_need()[cell]

    def _room_of(self, cell: int, way: int) -> tuple[float, float]:
        """How far the cell could ever go that way, and how far it was seen to go."""
        value = self.system.value[cell]
        if way > 0:
            return self.above[cell], self.seen_high[cell] - value
        return self.below[cell], value - self.seen_low[cell]

    def _keep(self, move: Floats | None, cause: int = 0) -> None:
        """Remember a witness, and hide the printed rows that it had to move."""
        if move is None:
            return
        for cell in np.flatnonzero(self._beyond(move) & ~self.unprinted).tolist():
            for row in self.system.rows[cell]:
                self.hidden.add(row)
                self.cause.setdefault(row, cause)
        self._note_hidden()
        self._remember(move)
        # What can be moved there and back gives two witnesses for one.
        least, most = self._limits()
        if (-move >= least).all() and (-move <= most).all() and self._agrees(-move):
            self._remember(-move)

    def _remember(self, move: Floats) -> None:
        self.witnesses.append(move)
        self.seen_low = np.minimum(self.seen_low, self.system.value + move)
        self.seen_high = np.maximum(self.seen_high, self.system.value + move)

    def _beyond(self, move: Floats) -> Flags:
        """The cells that a move takes outside of what printing them would tell."""
        return (move < -self.system.give_below - TOLERANCE) | (
            move > self.system.give_above + TOLERANCE
        )

    # --- the programmes ----------------------------------------------------------

    def _limits(self) -> tuple[Floats, Floats]:
        """How far each cell may move, as rows now are hidden."""
        return (
            np.where(self.unprinted, -self.below, -self.system.give_below),
            np.where(self.unprinted, self.above, self.system.give_above),
        )

    def _towards(self, goal: Floats) -> Floats | None:
        """The move of hidden cells that goes furthest along `goal` (1, -1 or 0)."""
        least, most = self._limits()
        # No further than needed: the rest of the room is for the other cells.
        most = np.where(goal > 0, np.minimum(most, self.up), most)
        least = np.where(goal < 0, np.maximum(least, -self.down), least)
        cells = np.flatnonzero(most > least)
        columns = _Columns(cells, -goal[cells], least[cells], most[cells])
        return self._solve(columns, columns)

    def _least_cost(self, cell: int, move: float, may_hide: bool) -> Floats | None:
        """The move with `cell` moved so far that asks least of the printed cells."""
        least, most = self._limits()
        if not least[cell] <= move <= most[cell]:
            return None
        if move > 0:
            least[cell] = move
        else:
            most[cell] = move
        hidden = np.flatnonzero((least < 0) | (most > 0))
        free = _Columns(hidden, np.zeros(len(hidden)), least[hidden], most[hidden])
        # Small moves of the hidden cells keep within rounding, and so come out whole;
        # the more so between cells that weigh the same.
        apart = np.abs(self.system.weight[hidden] - self.system.weight[cell])
        small = free.both_ways(SMALL * (1 + apart))
        printed = np.flatnonzero(~self.unprinted) if may_hide else hidden[:0]
        dear = _Columns(
            printed, np.zeros(len(printed)), -self.below[printed], self.above[printed]
        ).both_ways(self.system.cost[printed])
        return self._solve(small + dear, free + dear)

    def _solve(self, linear: _Columns, integer: _Columns) -> Floats | None:
        """The cheapest move: of the linear programme if it comes out whole, else of the
        integer programme. None when there is no move at all."""
        found = self._programme(linear, whole=False)
        if found is None or self._agrees(found):
            return found
        # What the linear programme left alone, or printed, will seldom be needed.
        used, beyond = (found != 0)[integer.cells], self._beyond(found)[integer.cells]
        free = integer.cost == 0
        near = integer.only(np.where(free, used, beyond))
        hidden = integer.only(free | beyond)
        for columns in (near, hidden, integer):
            found = self._programme(columns, whole=True)
            if found is not None and self._agrees(found):
                return found
        return None

    def _programme(self, columns: _Columns, *, whole: bool) -> Floats | None:
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
        """Print rows, the dearest first, that were hidden for others' sake in vain."""
        price: dict[int, float] = {}
        for cell, rows in enumerate(self.system.rows):
            for row in rows:
                if row in self.cause:
                    price[row] = max(price.get(row, 0.0), self.system.cost[cell])
        for row in sorted(price, key=lambda row: (-price[row], row))[:MOST_SPARED]:
            self._try_printing(row)

    def _try_printing(self, row: int) -> None:
        """Print `row` unless a cell then lacks witnesses."""
        hidden, witnesses = set(self.hidden), list(self.witnesses)
        self.hidden.discard(row)
        self._note_hidden()
        self.witnesses = [
            move
            for move in witnesses
            if not (self._beyond(move) & ~self.unprinted).any()
        ]
        self._look_back()
        lost = np.isin(np.arange(len(self.width)), self.exposed)
        # The cell that the row was hidden for is the likeliest to need it still.
        first = self.cause[row]
        stays = not self.in_need()[first] or lost[first] or self._stays_met(first)
        if stays:
            self.move_many(4)
            stays = all(
                self._stays_met(int(cell))
                for cell in np.flatnonzero(self.in_need() & ~lost)
            )
        if not stays:
            self.hidden, self.witnesses = hidden, witnesses
            self._note_hidden()
            self._look_back()


@dataclass(frozen=True)
class _Columns:
    """Columns of a programme: each moves a cell between `least` and `most`."""

    cells: NDArray[np.intp]
    cost: Floats
    least: Floats
    most: Floats

    def only(self, which: Flags) -> _Columns:
        return _Columns(
            self.cells[which], self.cost[which], self.least[which], self.most[which]
        )

    def __add__(self, other: _Columns) -> _Columns:
        return _Columns(
            *(
                np.concatenate([getattr(self, name), getattr(other, name)])
                for name in ("cells", "cost", "least", "most")
            )
        )

    def both_ways(self, cost: Floats) -> _Columns:
        """The same moves as one column up and one down, so that each way costs."""
        up = _Columns(
            self.cells, cost, np.maximum(self.least, 0), np.maximum(self.most, 0)
        )
        down = _Columns(
            self.cells, -cost, np.minimum(self.least, 0), np.minimum(self.most, 0)
        )
        return up + down
