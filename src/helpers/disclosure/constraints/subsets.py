"""Those within a challenge or a form are part of all: the difference is a cell too."""

from __future__ import annotations

from functools import partial

import numpy as np

from helpers.disclosure.constraints.cells import (
    Cells,
    ConstraintTable,
    Knowledge,
    Subject,
    base_of,
    difference,
)
from helpers.disclosure.rules import Rule
from helpers.survey.codebook import TOTAL


def of_table(
    subject: Subject, table: ConstraintTable, cells: Cells, *, printed: bool
) -> Knowledge:
    """A cell for all who are outside of each challenge and form."""
    known = Knowledge()
    for place, option, _ in table.places():
        wholes = []
        if place.challenge != TOTAL:
            wholes.append(place._replace(challenge=TOTAL))
        if place.form != TOTAL:
            wholes.append(place._replace(form=TOTAL))
        for whole in wholes:
            if (whole, option) not in table:
                continue
            base = base_of(table.counts[whole]) - base_of(table.counts[place])
            more, less = table.key(whole, option), table.key(place, option)
            width = partial(width_of, subject.rule, base)
            needed = width if printed else _none
            one = difference([more], [less], base, cells, needed)
            known.cells |= one.cells
            known.constraints += one.constraints
    return known


def _none(_: float) -> float:
    return 0.0


def width_of(rule: Rule, base: float, value: float) -> float:
    """The protection interval of a difference; what is not known may be few."""
    if np.isnan(value):
        return float(min(rule.k - 1, base))
    return rule.width(value, base)
