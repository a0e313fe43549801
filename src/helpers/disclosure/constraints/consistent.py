"""Numbers for what earlier versions suppressed, that agree with all that is known.

They are needed since the search for what to suppress starts from a feasible table. An
outsider does not know them either, so any that agree will do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from helpers.disclosure.constraints.arrays import matrix_of
from helpers.disclosure.constraints.cells import Assumption, Cells, Knowledge
from helpers.disclosure.rounding import EXACT

MOST = 1e4  # of a cell that is not known, where a constraint is given up
FIRM = 1e3  # assumptions of the loose kind are given up before one of the firm


def impute(known: Knowledge) -> Cells | None:
    """The cells with a value for each; None where no values agree with all."""
    unknown = [key for key, cell in known.cells.items() if np.isnan(cell.value)]
    if not unknown:
        return known.cells
    found = _feasible(known, ())
    if found is None:
        return None
    values = dict(zip(known.cells, found.tolist(), strict=False))
    imputed = {
        key: replace(known.cells[key], value=float(np.round(values[key])), known=False)
        for key in unknown
    }
    return known.cells | imputed


def without_contradiction(known: Knowledge) -> Knowledge:
    """`known` without the fewest assumptions that make the versions agree."""
    assumptions = list(
        dict.fromkeys(one.assumption for one in known.constraints if one.assumption)
    )
    found = _feasible(known, assumptions)
    if found is None:
        return known
    wrong = {
        assumption
        for assumption, given_up in zip(
            assumptions, found[len(known.cells) :], strict=True
        )
        if given_up > 0.5
    }
    kept = [one for one in known.constraints if one.assumption not in wrong]
    return Knowledge(known.cells, kept)


def _feasible(known: Knowledge, assumptions: Sequence[Assumption]) -> np.ndarray | None:
    """Values of all cells that agree with what is known, and for each of `assumptions`
    whether it had to be given up (1), the loose ones before the firm."""
    cells = list(known.cells.values())
    low = np.array([c.low if np.isnan(c.value) else c.value for c in cells])
    high = np.array([c.high if np.isnan(c.value) else c.value for c in cells])
    matrix, least, most = matrix_of(known)
    ways = [matrix]
    if assumptions:
        # Given up, a constraint has room for any values of its cells.
        room = sparse.lil_array((len(known.constraints), len(assumptions)))
        place = {assumption: n for n, assumption in enumerate(assumptions)}
        upper = dict(zip(known.cells, high.tolist(), strict=True))
        for row, one in enumerate(known.constraints):
            if one.assumption:
                reach = sum(abs(n) * min(upper[k], MOST) for k, n in one.terms.items())
                room[row, place[one.assumption]] = 1.0 + reach
        ways = [sparse.hstack([matrix, -room]), sparse.hstack([matrix, room])]
    ends = np.zeros(len(assumptions))
    cost = [FIRM if assumption.firm else 1.0 for assumption in assumptions]
    found = milp(
        np.concatenate([np.zeros(len(low)), cost]),
        integrality=np.array([*(c.whole for c in cells), *(ends + 1)], int),
        bounds=Bounds(np.append(low, ends), np.append(high, ends + 1)),
        constraints=[
            LinearConstraint(ways[0], -np.inf, most + EXACT),
            LinearConstraint(ways[-1], least - EXACT, np.inf),
        ],
    )
    return found.x
