"""Those of a group within a challenge are some of both, whatever is printed of them.

Nobody within a challenge gave an answer: then nobody of a department did whose units
all are within it. How many of a department are, is told by the question that gives the
challenges, where that is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from helpers.disclosure.constraints.cells import (
    Cells,
    Constraint,
    ConstraintTable,
    Key,
    Knowledge,
    Place,
    Subject,
    TableCell,
    base_of,
    counts_of,
)
from helpers.survey.codebook import TOTAL

ROOM = 2.0
"""Times the protection interval that a group's count must be free to move for its part
within a challenge to be left out: most have that, and a table has a hundred of them."""


class Crossing(NamedTuple):
    """A group's answers within a challenge: `inside` of `base` gave the option."""

    group: Place
    inside: float
    base: float


def of_table(
    subject: Subject, table: ConstraintTable, crossed: pd.DataFrame, cells: Cells
) -> Knowledge:
    """Cells for groups within challenges, where they limit what a group answered.
    `crossed`: the shares by challenge and group of the table's item."""
    known = Knowledge(dict(cells))
    parts = counts_of(crossed)
    wholes = [p for p in table.counts if p.challenge != TOTAL and p.group == TOTAL]
    for within in wholes:
        for option in table.counts[within]:
            if (within, option) in table:
                found = list(_limiting(subject, table, parts, within, option))
                known.add(_of_option(table, within, option, found, cells))
    return known


def _limiting(
    subject: Subject,
    table: ConstraintTable,
    parts: Mapping[Place, Mapping],
    within: Place,
    option: str,
) -> Iterator[Crossing]:
    """The groups whose count of the option is nearly known from the challenge's: the
    least and the most that it can be differ by less than `ROOM` protection intervals.
    """
    everyone = Place()
    if (everyone, option) not in table:
        return
    here, of_all = table.counts[within][option], table.counts[everyone][option]
    outside = of_all.count - here.count, of_all.answered - here.answered
    for group in table.groups_of(everyone):
        crossing = parts.get(within._replace(group=group.group), {})
        if (group, option) not in table or option not in crossing:
            continue
        base, inside = base_of(table.counts[group]), base_of(crossing)
        low = high = 0.0
        for part, (count, answered) in (
            (inside, (here.count, here.answered)),
            (base - inside, outside),
        ):
            low += max(0.0, part - (answered - count))
            high += min(part, count)
        if inside > 0 and high - low < min(ROOM * (subject.rule.k - 1), base):
            yield Crossing(group, crossing[option].count, inside)


def _of_option(
    table: ConstraintTable,
    within: Place,
    option: str,
    found: list[Crossing],
    cells: Cells,
) -> Knowledge:
    """Of each group a cell within the challenge; together no more than all of it, and
    besides it no more than are outside of it."""
    known = Knowledge()
    whole, everyone = table.key(within, option), table.key(Place(), option)
    inner: dict[Key, float] = {}
    outer: dict[Key, float] = {}
    base_inside = base_outside = 0.0
    for one in found:
        key = ("crossed", *table.of, within, one.group, option)
        own, base = table.key(one.group, option), base_of(table.counts[one.group])
        known.cells[key] = TableCell(one.inside, 0, one.base)
        rest = base - one.base
        known.constraints.append(Constraint({own: 1.0, key: -1.0}, 0, rest))
        inner[key] = -1.0
        outer |= {own: -1.0, key: 1.0}
        base_inside, base_outside = base_inside + one.base, base_outside + rest
    if not found:
        return known
    free_inside = cells[whole].high - base_inside
    free_outside = cells[everyone].high - cells[whole].high - base_outside
    known.constraints += [
        Constraint({whole: 1.0, **inner}, 0, max(free_inside, 0)),
        Constraint({everyone: 1.0, whole: -1.0, **outer}, 0, max(free_outside, 0)),
    ]
    return known
