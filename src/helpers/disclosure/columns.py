"""Columns of a linear programme: how far each cell may move, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpers.disclosure.system import Flags, Floats


@dataclass(frozen=True)
class Columns:
    """Columns of a programme: each moves a cell between `least` and `most`."""

    cells: NDArray[np.intp]
    cost: Floats
    least: Floats
    most: Floats

    def only(self, which: Flags) -> Columns:
        return Columns(
            self.cells[which], self.cost[which], self.least[which], self.most[which]
        )

    def __add__(self, other: Columns) -> Columns:
        return Columns(
            np.concatenate([self.cells, other.cells]),
            np.concatenate([self.cost, other.cost]),
            np.concatenate([self.least, other.least]),
            np.concatenate([self.most, other.most]),
        )

    def both_ways(self, cost: Floats) -> Columns:
        """The same moves as one column up and one down, so that each way costs."""
        up = Columns(
            self.cells, cost, np.maximum(self.least, 0), np.maximum(self.most, 0)
        )
        down = Columns(
            self.cells, -cost, np.minimum(self.least, 0), np.minimum(self.most, 0)
        )
        return up + down
