"""Options sum to the base, and groups to all."""

from __future__ import annotations

import numpy as np

from helpers.disclosure.constraints.cells import (
    Cells,
    Constraint,
    ConstraintTable,
    Knowledge,
    Place,
    Subject,
    TableCell,
    base_of,
)
from helpers.estimation.schema import SHARE
from helpers.survey.codebook import TOTAL, Grid, Multiple


def options(
    subject: Subject, table: ConstraintTable, place: Place, cells: Cells
) -> Knowledge:
    """The options of a single choice sum to the base. Ticks lie between one and `max`
    for each who answered, and an option that excludes the others does."""
    base = base_of(table.counts[place])
    here = {o: table.key(place, o) for o in table.counts[place] if (place, o) in table}
    if not here or np.isnan(base):
        return Knowledge()
    if subject.type == "single":
        return _one_choice(subject, here, base, cells)
    question = subject.question
    if not isinstance(question, Multiple | Grid) or subject.type != "multiple":
        return Knowledge()
    excluding = (*question.none_of, *question.dont_know)
    alone = [key for option, key in here.items() if option in excluding]
    several = [key for key in here.values() if key not in alone]
    most = question.max or len(several)
    none = implied(subject, place)
    weighed = {**dict.fromkeys(several, 1.0), **dict.fromkeys(alone, float(most))}
    return Knowledge(
        {},
        [
            Constraint(dict.fromkeys(here.values(), 1.0), base - none, np.inf),
            Constraint(weighed, -np.inf, most * base),
            *(
                Constraint({key: 1, **dict.fromkeys(alone, 1.0)}, -np.inf, base)
                for key in several
            ),
        ],
    )


def implied(subject: Subject, place: Place) -> float:
    """At most how many of those who count as having answered need not: their answer
    follows from that to another question, and they ticked nothing."""
    if not subject.question.implied_none:
        return 0.0
    rows = subject.rows
    here = rows["statistic"].eq(SHARE)
    for column, value in zip(Place._fields, place, strict=True):
        here &= rows[column].eq(value)
    own = rows[here]
    return float(
        sum(
            own.loc[own["question"].eq(id) & own["option"].isin(options), "count"].sum()
            for id, options in subject.question.implied_none.items()
        )
    )


def _one_choice(
    subject: Subject, here: dict[str, tuple], base: float, cells: Cells
) -> Knowledge:
    total = sum(cells[key].value for key in here.values())
    known, keys = Knowledge(), list(here.values())
    if total < base:  # some gave an answer that is no option
        others, key = base - total, ("others", *keys)
        width = subject.rule.width(others, base)
        known.cells[key] = TableCell(others, 0, base, width=width)
        keys.append(key)
    known.constraints.append(Constraint(dict.fromkeys(keys, 1.0), base, base))
    return known


def groups(
    subject: Subject,
    table: ConstraintTable,
    whole: Place,
    cells: Cells,
    *,
    printed: bool,
) -> Knowledge:
    """All groups sum to all; those who are in none of them are a cell too."""
    places, known = table.groups_of(whole), Knowledge()
    if not places:
        return known
    bases = [base_of(table.counts[place]) for place in places]
    rest = base_of(table.counts[whole]) - sum(base for base in bases if base >= 0)
    for label in dict.fromkeys(o for place in places for o in table.counts[place]):
        shown_as = subject.shown_as(label, table.counts[whole])
        if not all((whole, option) in table for option in shown_as):
            continue
        terms = {table.key(whole, option): 1.0 for option in shown_as}
        terms |= {table.key(p, label): -1.0 for p in places if (p, label) in table}
        if rest > 0 and not any(np.isnan(bases)):
            value = sum(cells[key].value * sign for key, sign in terms.items())
            width = subject.rule.width(value, rest) if printed else 0.0
            key = ("rest", *table.of, whole, label)
            known.cells[key] = TableCell(value, 0, rest, width=width)
            terms[key] = -1.0
        known.constraints.append(Constraint(terms, 0, 0))
    return known


def of_table(
    subject: Subject, table: ConstraintTable, cells: Cells, *, printed: bool
) -> Knowledge:
    """The margins of all tables of one item."""
    known = Knowledge()
    known.cells |= cells
    for place in table.counts:
        known.add(options(subject, table, place, known.cells))
    for whole in [place for place in table.counts if place.group == TOTAL]:
        known.add(groups(subject, table, whole, known.cells, printed=printed))
    return known
