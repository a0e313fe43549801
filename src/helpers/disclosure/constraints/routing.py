"""How many were asked a question tells how many gave the answer that leads to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from helpers.disclosure.constraints.cells import (
    UNBOUNDED,
    Assumption,
    Cells,
    Constraint,
    ConstraintTable,
    Entry,
    Key,
    Knowledge,
    Place,
    Subject,
    TableCell,
    base_of,
)
from helpers.estimation.schema import SHARE
from helpers.survey.codebook import TOTAL, AnyQuestion, Codebook, Optioned

KEYS = list(Place._fields)
COST = 5.0  # of each row of a table that would have to be suppressed whole
ASKED = (SHARE, "nonresponse", "mean", "median", "total", "mean_rank")
"""Statistics whose `asked` is how many were asked the question there. Of a difference
it is how many others were, or in another wave."""


def of_table(
    subject: Subject, table: ConstraintTable, cells: Cells, *, printed: bool
) -> Knowledge:
    """Cells for those who were asked each later question, as its tables tell, and for
    those who gave an answer that leads there; but for who left a filter question blank,
    they are the same. `printed`: of this version, and not of an earlier: what that one
    showed is public for good, whatever its counts were."""
    known, rows = Knowledge(dict(cells)), subject.rows
    for later in subject.codebook.questions:
        if subject.id not in later.asked_if:
            continue
        of_later = rows[rows["question"].eq(later.id)].groupby(KEYS, sort=False)
        # Whoever is asked what it leads to in turn was asked it.
        further = rows[rows["question"].isin(_led_to(subject.codebook, later.id))]
        tables = further.groupby(KEYS, sort=False).groups
        asked: dict[Place, float] = {}
        for key, own in of_later:
            place = Place(*key)
            if not own["statistic"].isin(ASKED).any():
                continue  # what is told there is held by `secret_bases`
            asked[place] = _asked_of(own)
            if base_of(table.counts.get(place, {})) > 0:
                by = (*own.index, *tables.get(key, ())) if printed else ()
                known.add(_asked(subject, later, table, place, cells, own, by))
        known.add(_groups(table, later.id, asked, known.cells))
    return known


def late(
    now: tuple[Subject, ConstraintTable], then: tuple[Subject, ConstraintTable]
) -> Knowledge:
    """Of the answers that came between two versions: who was asked a later question
    gave an answer that leads there, but for those who left a filter question blank."""
    known = Knowledge()
    (subject, newer), (before, older) = now, then
    for later in subject.codebook.questions:
        if subject.id not in later.asked_if:
            continue
        for place in newer.counts.keys() & older.counts.keys():
            if not base_of(newer.counts[place]) >= base_of(older.counts[place]) > 0:
                continue
            below, above = _blank(subject, later, place)
            if all((subject.id, *place) in one.blanks for one in (subject, before)):
                was = _blank(before, later, place)
                below, above = (
                    end - old if np.isfinite(old) else end
                    for end, old in zip((below, above), was, strict=True)
                )
            new, old = (_keys(one, place, later.id) for one in (newer, older))
            asked = {new[0]: 1.0, old[0]: -1.0}
            both = {**asked, new[1]: -1.0, old[1]: 1.0}
            about = Assumption((newer.of, older.of, place, later.id), False)
            known.constraints += [
                Constraint(asked, 0, np.inf, about),
                Constraint(both, -max(above, 0), max(below, 0), about),
            ]
    return known


def _asked_of(own: pd.DataFrame) -> float:
    """How many were asked, as the rows of one place tell it; NaN where none does."""
    return float(own.loc[own["statistic"].isin(ASKED), "asked"].max())


def _keys(table: ConstraintTable, place: Place, later: str) -> tuple[Key, Key]:
    """The cell for those who were asked a later question, and for those led on."""
    return ("asked", *table.of, place, later), ("led on", *table.of, place, later)


def _groups(
    table: ConstraintTable, later: str, asked: Mapping[Place, float], cells: Cells
) -> Knowledge:
    """Those asked in all are those asked in the groups; of groups that nobody answered
    the filter question in, how many is told by the question itself."""
    found = []
    for whole in [place for place in asked if place.group == TOTAL]:
        key = _keys(table, whole, later)[0]
        groups = [p for p in asked if p.group != TOTAL and p[:2] == whole[:2]]
        own = {p: _keys(table, p, later)[0] for p in groups}
        rest = sum(asked[p] for p in groups if own[p] not in cells)
        terms = {own[p]: -1.0 for p in groups if own[p] in cells}
        if key in cells and terms and rest >= 0:
            # Who is in no group that is shown was asked as well.
            none = asked[whole] - sum(asked[p] for p in groups)
            some = rest + (none if none > 0 else 0.0)
            found.append(Constraint({key: 1.0, **terms}, some, some))
    return Knowledge({}, found)


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
    """Cells for those who were asked, as the later question's table (`own`) tells, and
    for those who were led on; `printed`: the rows that tell it, () of an earlier
    version."""
    question, options = subject.question, table.counts[place]
    base = base_of(options)
    asked = _asked_of(own)
    leads, below, above = _leading(subject, later, place, table, asked)
    parts = {o: set(subject.parts_of(o)) for o in options if (place, o) in table}
    some = [table.key(place, o) for o in parts if parts[o] & leads]
    sure = [table.key(place, o) for o in parts if parts[o] <= leads]
    values = [cells[key].value for key in sure]
    covered = leads <= set().union(*parts.values())
    several = subject.type == "multiple"
    alone: set[str] = set()
    if several and isinstance(question, Optioned):
        alone = {*question.none_of, *question.dont_know_options} - leads
    outside = [table.key(place, o) for o in parts if o in alone]
    # Ticks overlap, so their sum is no number of people; who ticked none is.
    least = max(values, default=0.0) if several else sum(values)
    most = base - sum(cells[key].value for key in outside)
    if covered:
        most = min(most, sum(cells[key].value for key in some))
    others = set(question.all_options) - leads
    exactly = several and others == alone <= parts.keys()
    value = most if exactly else float(np.clip(asked, least, most))
    if printed and not asked - below <= value <= asked + above:
        return Knowledge()
    answered_key, led = _keys(table, place, later.id)
    everyone = float(subject.responses.get(place.group, UNBOUNDED))
    if printed:
        cost = COST * len(printed)
        made = {
            answered_key: TableCell(
                asked, 0, max(everyone, asked), rows=printed, cost=cost
            ),
            led: TableCell(value, 0, base),
        }
    else:
        ends = (0.0, everyone) if np.isnan(asked) else (asked, asked)
        made = {
            answered_key: TableCell(asked, ends[0], ends[1], known=not np.isnan(asked)),
            led: TableCell(np.nan, 0, base, known=False),
        }
    constraints = [Constraint({answered_key: 1.0, led: -1.0}, -above, below)]
    # Whoever gave an answer that leads elsewhere was not asked.
    past = [table.key(place, o) for o in parts if not parts[o] & leads]
    for keys in [[key] for key in outside] if several else [past]:
        terms = {**dict.fromkeys(keys, 1.0), answered_key: 1.0}
        constraints.append(Constraint(terms, -np.inf, everyone))
    if covered:
        constraints.append(
            Constraint({**dict.fromkeys(some, 1.0), led: -1.0}, 0, np.inf)
        )
    for keys in [[key] for key in sure] if several else [sure]:
        terms = {**dict.fromkeys(keys, 1.0), led: -1.0}
        constraints.append(Constraint(terms, -np.inf, 0))
    if several:
        terms = {**dict.fromkeys(outside, 1.0), led: 1.0}
        constraints.append(Constraint(terms, base if exactly else -np.inf, base))
    return Knowledge(made, constraints)


def _leading(
    subject: Subject,
    later: AnyQuestion,
    place: Place,
    table: ConstraintTable,
    asked: float,
) -> tuple[set[str], float, float]:
    """The answers that lead to a later question, and how many fewer and more at most
    gave one than were asked it."""
    leads, implied = set(later.asked_if[subject.id]), later.implied_none
    if implied.keys() == later.asked_if.keys() == {subject.id}:
        # Who need not answer, or knew not already here, counts as asked.
        leads |= {*implied[subject.id], *subject.question.dont_know_options}
    below, above = _blank(subject, later, place)
    if asked - below > _led_by(leads, table.counts[place]):
        # Some answered what they were not asked: all who did not answer may have.
        below = subject.responses.get(place.group, np.inf)
        below -= base_of(table.counts[place])
    return leads, below, above


def _blank(subject: Subject, later: AnyQuestion, place: Place) -> tuple[float, float]:
    """At most how many were asked a later question without having given an answer that
    leads there, since an answer counts where a filter question before it was left
    blank; and how many gave one and were not asked, since another filter was."""
    others = later.asked_if.keys() - {subject.id}
    implied = later.implied_none
    if implied.keys() == later.asked_if.keys() == {subject.id}:
        implied = {}
    blank = subject.blank(subject.id, place)
    if not subject.question.asked_if.keys() <= others:
        # Nor was that one asked, where one before it was left blank.
        before_it = filters_of(subject.codebook, subject.id) - others
        blank += sum(subject.blank(one, place) for one in before_it)
    blanks = sum(subject.blank(one, place) for one in others)
    before = all(
        subject.question.asked_if.get(one) == later.asked_if[one] for one in others
    )
    return (np.inf if implied else blank + blanks), (blanks if before else np.inf)


def filters_of(codebook: Codebook, question: str) -> set[str]:
    """The filter questions before a question, and those before them."""
    found: set[str] = set()
    waiting = [question]
    while waiting:
        before = codebook.question(waiting.pop()).asked_if.keys() - found
        found |= before
        waiting += sorted(before)
    return found


def _led_by(leads: set[str], options: Mapping[str, Entry]) -> float:
    """At most how many gave an answer that leads on; no limit where that is not known:
    some were suppressed, or are told merged with others."""
    counts = [options[one].count if one in options else np.nan for one in leads]
    return float(np.inf if np.isnan(counts).any() else sum(counts))


def base_of_domain(
    here: Sequence[Key], own: pd.DataFrame, cells: Cells, key: Key
) -> Knowledge:
    """A cell for those of `here`, all of whom the tables `own` may ask."""
    count = sum(cells[one].value for one in here)
    asked = _asked_of(own)
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
