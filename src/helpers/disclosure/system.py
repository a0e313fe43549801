"""What is public about some cells: what each could be, and what ties them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TOLERANCE = 1e-6


@dataclass(frozen=True)
class System:
    """Cells and what is publicly known of them. Arrays have a place for each cell.

    `value`: the truth; where it is not `known` (suppressed in an earlier version), one
    that agrees with all. `low`, `high`: what it could be, as bases alone tell.
    `rows`: the printed rows that show a cell, suppressed together; a cell without any
    is never printed, but can follow from what is (a difference between tables).
    `give_below`, `give_above`: to within what those rows tell the value (rounding).
    `coarser`: the same for coarser rounding of them, step by step, before they must be
    suppressed.
    `cost`: to the reader of not seeing a cell, for each unit that it must move.
    `weight`: coefficient of the cell in the weighted total, in any unit.
    `width`: required protection interval of a suppressed cell, upper minus lower bound;
    0: any interval longer than a point.
    Constraints, one a row of `matrix`, always hold: least <= matrix @ value <= most.
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
    coarser: Mapping[int, Sequence[tuple[float, float]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Suppression:
    """What to suppress, and the proof: each cell's `low` and `high` in the feasible
    tables that were found.

    `rounded`: how many steps coarser a cell must be rounded, where it must.
    `exposed`: cells that no suppression would protect, since what is open, or was
    published earlier, already gives them away.
    """

    suppressed: frozenset[int]
    low: Floats
    high: Floats
    exposed: tuple[int, ...]
    rounded: Mapping[int, int] = field(default_factory=dict)
