"""Knowledge → arrays: what `protection.protect` works on."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from helpers.disclosure.constraints.cells import Knowledge
from helpers.disclosure.system import System


def matrix_of(known: Knowledge) -> tuple[sparse.csc_array, np.ndarray, np.ndarray]:
    """The constraints: a row each, a column for each cell; their least and most."""
    column = {key: n for n, key in enumerate(known.cells)}
    rows = [n for n, one in enumerate(known.constraints) for _ in one.terms]
    columns = [column[key] for one in known.constraints for key in one.terms]
    times = [times for one in known.constraints for times in one.terms.values()]
    shape = (len(known.constraints), len(known.cells))
    return (
        sparse.coo_array((times, (rows, columns)), shape=shape).tocsc(),
        np.array([one.least for one in known.constraints], dtype=float),
        np.array([one.most for one in known.constraints], dtype=float),
    )


def system_of(known: Knowledge) -> System:
    """The system of a block."""
    cells = list(known.cells.values())
    matrix, least, most = matrix_of(known)
    return System(
        value=np.array([cell.value for cell in cells], dtype=float),
        low=np.array([cell.low for cell in cells], dtype=float),
        high=np.array([cell.high for cell in cells], dtype=float),
        whole=np.array([cell.whole for cell in cells], dtype=bool),
        known=np.array([cell.known for cell in cells], dtype=bool),
        rows=tuple(cell.rows for cell in cells),
        give_below=np.array([cell.give[0] for cell in cells], dtype=float),
        give_above=np.array([cell.give[1] for cell in cells], dtype=float),
        cost=np.array([cell.cost for cell in cells], dtype=float),
        weight=np.array([cell.weight for cell in cells], dtype=float),
        width=np.array([cell.width for cell in cells], dtype=float),
        matrix=matrix,
        least=least,
        most=most,
        coarser={n: cell.coarser for n, cell in enumerate(cells) if cell.coarser},
    )
