"""How many were asked a question tells how many gave the answer that leads to it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
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
)
from helpers.survey.codebook import AnyQuestion, Codebook, Optioned

COST = 5.0  # of each row of a table that would have to be suppressed whole


def of_table(subject: Subject, table: ConstraintTable, cells: Cells) -> Knowledge:
    """A cell for those who gave an answer that leads to each later question."""
    known, rows = Knowledge(), subject.rows
    for later in subject.codebook.questions:
        if subject.id not in later.asked_if:
            continue
        keys = ["challenge", "form", "group"]
        of_later = rows[rows["question"].eq(later.id)].groupby(keys, sort=False)
        # Whoever is asked what it leads to in turn was asked it.
        further = rows[rows["question"].isin(_led_to(subject.codebook, later.id))]
        tables = further.groupby(keys, sort=False).groups
        for key, own in of_later:
            place = Place(*key)
            if base_of(table.counts.get(place, {})) > 0:
                printed = (*own.index, *tables.get(key, ()))
                one = _asked(subject, later, table, place, cells, own, printed)
                known.cells |= one.cells
                known.constraints += one.constraints
    return known


def _led_to(codebook: Codebook, question: str) -> set[str]:
    """The questions that are asked of some of those who were asked `question`."""
    found: set[str] = set()
    waiting = [question]
    while waiting:
        before = waiting.pop()
        more = {q.id for q in codebook.questions if before in q.asked_if} - found
        found |= more
        waiting += sorted(more)
    return found


def _asked(
    subject: Subject,
    later: AnyQuestion,
    table: ConstraintTable,
    place: Place,
    cells: Cells,
    own: pd.DataFrame,
    printed: tuple[int, ...],
) -> Knowledge:
    """A cell for those who were led on, which the later question's table (`own`) tells,
    but for those who left a filter question blank; `printed`: the rows that do."""
    question, options = subject.question, table.counts[place]
    base = base_of(options)
    leads, low, high = _leading(subject, later, place, table, own)
    parts = {o: set(subject.parts_of(o)) for o in options if (place, o) in table}
    some = [table.key(place, o) for o in parts if parts[o] & leads]
    sure = [table.key(place, o) for o in parts if parts[o] <= leads]
    values = [cells[key].value for key in sure]
    covered = leads <= set().union(*parts.values())
    several = subject.type == "multiple"
    alone: set[str] = set()
    if several and isinstance(question, Optioned):
        alone = {*question.none_of, *question.dont_know_options} - leads
    apart = [table.key(place, o) for o in parts if o in alone]
    # Ticks overlap, so their sum is no number of people; who ticked none is.
    least = max(values, default=0.0) if several else sum(values)
    most = base - sum(cells[key].value for key in apart)
    if covered:
        most = min(most, sum(cells[key].value for key in some))
    others = set(question.all_options) - leads
    exactly = several and others == alone <= parts.keys()
    value = most if exactly else float(np.clip(own["asked"].max(), least, most))
    if not low <= value <= high:
        return Knowledge()
    led: Key = ("led on", *table.of, place, later.id)
    cell = TableCell(
        value,
        0,
        base,
        rows=printed,
        cost=COST * len(printed),
        give=(value - max(low, 0.0), min(high, base) - value),
    )
    constraints = []
    if covered:
        constraints.append(
            Constraint({**dict.fromkeys(some, 1.0), led: -1.0}, 0, np.inf)
        )
    for keys in [[key] for key in sure] if several else [sure]:
        terms = {**dict.fromkeys(keys, 1.0), led: -1.0}
        constraints.append(Constraint(terms, -np.inf, 0))
    if several:
        terms = {**dict.fromkeys(apart, 1.0), led: 1.0}
        constraints.append(Constraint(terms, base if exactly else -np.inf, base))
    return Knowledge({led: cell}, constraints)


def _leading(
    subject: Subject,
    later: AnyQuestion,
    place: Place,
    table: ConstraintTable,
    own: pd.DataFrame,
) -> tuple[set[str], float, float]:
    """The answers that lead to a later question, and how many at least and at most
    gave one, as the number asked it tells."""
    options, asked = table.counts[place], own["asked"].max()
    leads, implied = set(later.asked_if[subject.id]), later.implied_none
    if implied.keys() == later.asked_if.keys() == {subject.id}:
        # Who need not answer, or knew not already here, counts as asked.
        leads |= {*implied[subject.id], *subject.question.dont_know_options}
        implied = {}
    others = later.asked_if.keys() - {subject.id}
    # An answer counts where the filter question before it was left blank.
    blank = max(e.asked for e in options.values()) - base_of(options)
    if not subject.question.asked_if.keys() <= others:
        blank = subject.responses.get(place.group, np.inf) - base_of(options)
    before = all(
        subject.question.asked_if.get(one) == later.asked_if[one] for one in others
    )
    blanks = sum(subject.blanks.get((one, *place), np.inf) for one in others)
    low = -np.inf if implied else asked - blank - blanks
    high = asked + blanks if before else np.inf
    return leads, low, high


def base_of_domain(
    here: Sequence[Key], own: pd.DataFrame, cells: Cells, key: Key
) -> Knowledge:
    """A cell for those of `here`, all of whom the tables `own` may ask."""
    count = sum(cells[one].value for one in here)
    asked = own["asked"].max()
    if not 0 <= asked <= count:
        return Knowledge()
    most = sum(cells[one].high for one in here)
    cell = TableCell(
        count,
        0,
        most,
        rows=tuple(own.index),
        cost=COST * len(own),
        give=(count - asked, 0 if asked == count else most - count),
    )
    terms = {**dict.fromkeys(here, 1.0), key: -1.0}
    return Knowledge({key: cell}, [Constraint(terms, 0, 0)])
