"""A weighted share is a known sum of the groups' counts, to within its rounding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from helpers.disclosure.constraints.cells import (
    Cells,
    Constraint,
    ConstraintTable,
    Entry,
    Knowledge,
    Place,
    Subject,
    TableCell,
    base_of,
    cost_of,
)
from helpers.disclosure.rounding import EXACT, STEP, STEPS, rounding
from helpers.survey.codebook import TOTAL

COARSER = 30.0
"""What it costs to round a share a whole unit (0 to 1) more, in costs of its count."""
Weights = dict[tuple[Place, str], dict[Place, float]]
"""By place of all and a group's option, what an answer weighs in each group's place."""


def weights_of(subject: Subject, table: ConstraintTable) -> Weights:
    """What an answer weighs in each group, where shares are weighted; {} for an option
    whose share is weighted in some other way."""
    weights: Weights = {}
    for whole in [place for place in table.counts if place.group == TOTAL]:
        places = table.groups_of(whole)
        for label in dict.fromkeys(o for place in places for o in table.counts[place]):
            if any(entry.weighted for entry in _shown(subject, table, whole, label)):
                weights[whole, label] = _weights(subject, table, whole, label)
    return weights


def shares(
    subject: Subject, table: ConstraintTable, weights: Weights, cells: Cells
) -> Knowledge:
    """A cell for each printed weighted share, tied to the groups' counts."""
    known = Knowledge()
    for (whole, label), weighed in weights.items():
        bases = [base_of(table.counts[place]) for place in weighed]
        total = np.array(list(weighed.values())) @ np.array(bases)
        terms = {table.key(p, label): each / total for p, each in weighed.items()}
        if not terms:
            continue
        for key, weight in terms.items():
            # In units of what the rounding hides, so that one is as much as may move.
            cell = known.cells.get(key, cells[key])
            known.cells[key] = replace(cell, weight=weight / STEP)
        for entry in _shown(subject, table, whole, label):
            first, *coarser = (_give(entry.estimate, step) for step in STEPS)
            key = ("weighted", *table.of, whole, label, entry.row)
            known.cells[key] = TableCell(
                entry.estimate,
                0,
                1,
                rows=(entry.row,),
                cost=cost_of(whole, entry.count, entry.answered) * COARSER,
                give=first,
                coarser=tuple(coarser),
                whole=False,
            )
            terms[key] = -1.0
        known.constraints.append(Constraint(terms, 0, 0))
    return known


def _give(share: float, step: float) -> tuple[float, float]:
    """How far below and above a share others lie that are printed as it is; halves are
    printed as the step above."""
    low, high = rounding(share, step)
    return max(share - low, 0), max(high - share - 3 * EXACT, 0)


def earlier_shares(
    subject: Subject, now: ConstraintTable, then: ConstraintTable, weights: Weights
) -> Knowledge:
    """What an earlier version printed of a weighted share is public for good; its
    answers weighed as now, but for those that have come since."""
    known = Knowledge()
    for (whole, label), weighed in weights.items():
        options = then.counts.get(whole, {})
        parts = [p for p in weighed if base_of(then.counts.get(p, {})) != 0]
        wholes = [options.get(o) for o in subject.shown_as(label, options)]
        entries = [entry for entry in wholes if entry and entry.estimate >= 0]
        if not all((p, label) in then for p in parts) or len(entries) < len(wholes):
            continue
        size = np.array([now.counts[p][label].population for p in parts])
        bases = np.array([base_of(then.counts[p]) for p in parts])
        added = np.array([base_of(now.counts[p]) for p in parts]) - bases
        shared_by = size / np.array([weighed[p] for p in parts]) - added
        if not (shared_by > 0).all() or not (size / shared_by) @ bases > 0:
            continue
        each = size / shared_by / ((size / shared_by) @ bases)
        terms = {then.key(p, label): w for p, w in zip(parts, each, strict=True)}
        ends = [rounding(entry.estimate, entry.step) for entry in entries]
        least, most = sum(low for low, _ in ends), sum(high for _, high in ends)
        known.constraints.append(Constraint(terms, least, most))
    return known


def _shown(
    subject: Subject, table: ConstraintTable, whole: Place, label: str
) -> list[Entry]:
    """The numbers of all that a group's option stands for."""
    options = table.counts[whole]
    return [options[o] for o in subject.shown_as(label, options) if o in options]


def _weights(
    subject: Subject, table: ConstraintTable, whole: Place, label: str
) -> dict[Place, float]:
    """The weights that give the estimate, {} where none of ours do."""
    parts = [
        place
        for place in table.groups_of(whole)
        if (place, label) in table and table.counts[place][label].population > 0
    ]
    bases = np.array([base_of(table.counts[place]) for place in parts])
    values = np.array([table.counts[place][label].count for place in parts])
    estimate = sum(e.estimate for e in _shown(subject, table, whole, label))
    for weights in _possible_weights(subject, label, parts, table):
        total = weights @ bases
        if total > 0 and abs(weights @ values / total - estimate) < EXACT:
            return dict(zip(parts, weights.tolist(), strict=True))
    return {}


def _possible_weights(
    subject: Subject, label: str, parts: Sequence[Place], table: ConstraintTable
) -> Iterator[np.ndarray]:
    """What each answer may weigh: the population over those who answered, where all
    were asked; else over all responses but those that left a blank."""
    entries = [table.counts[place][label] for place in parts]
    size = np.array([entry.population for entry in entries])
    answered = np.array([entry.answered for entry in entries])
    asked = np.array([entry.asked for entry in entries])
    replied = np.array([subject.responses.get(p.group, np.nan) for p in parts])
    yield size / answered
    yield size / np.maximum(replied - (asked - answered), answered)
