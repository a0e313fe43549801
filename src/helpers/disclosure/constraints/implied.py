"""Whoever gave an answer to a question was asked it: so the answers to it tell of those
to the filter question before it, where all count as having answered.

Where a no to the filter implies "none" (`implied_none`), the base of the later question
tells nothing of the filter, but its options do: nobody who said no ticked any of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from helpers.disclosure.constraints import margins, weights
from helpers.disclosure.constraints.cells import (
    Assumption,
    Cells,
    Constraint,
    ConstraintTable,
    Key,
    Knowledge,
    Place,
    Subject,
    TableCell,
    base_of,
    cost_of,
    counts_of,
    earlier_cell,
)
from helpers.disclosure.rules import is_protected
from helpers.estimation.schema import SHARE
from helpers.survey.codebook import TOTAL, AnyQuestion, Optioned

Groups = Mapping[Place, Mapping[str, Key]]


def of_table(
    subject: Subject, table: ConstraintTable, cells: Cells, *, printed: bool
) -> Knowledge:
    """The cells of the questions whose answer a filter question implies, and what ties
    them to the filter's own. `printed`: of this version, and not of an earlier."""
    known = Knowledge()
    for later, answers in _answers(subject, table):
        known.add(_cells(subject, later, answers, printed=printed))
    both = known.cells | cells
    ties = [one for some in _ties_of(subject, table).values() for one in some]
    known.constraints += [one for one in ties if one.holds(both)]
    return known


def late(
    now: tuple[Subject, ConstraintTable], then: tuple[Subject, ConstraintTable]
) -> Knowledge:
    """Of the answers that came between two versions: no more of an option than there
    are more of all, and tied to the filter's as those of each version are."""
    known = Knowledge()
    before, after = _ties_of(*then), _ties_of(*now)
    for at in before.keys() & after.keys():
        # How many left the filter blank is told of each place, or of all.
        both_known = all((one.id, *at[2]) in one.blanks for one in (now[0], then[0]))
        if len(before[at]) != len(after[at]) or not both_known:
            continue
        for old, new in zip(before[at], after[at], strict=True):
            minus = {key: -times for key, times in old.terms.items()}
            least = _minus(new.least, old.least, -np.inf)
            most = _minus(new.most, old.most, np.inf)
            about = Assumption((now[1].of, then[1].of, at), False)
            known.constraints.append(
                Constraint({**new.terms, **minus}, least, most, about)
            )
    for (_, newer), (_, older) in zip(_answers(*now), _answers(*then), strict=False):
        for place, option, entry in older.places():
            added = base_of(newer.counts.get(place, {})) - entry.answered
            if (place, option) in newer and added >= 0:
                about = Assumption((newer.of, older.of, place), added == 0)
                keys = newer.key(place, option), older.key(place, option)
                terms = {keys[0]: 1.0, keys[1]: -1.0}
                known.constraints.append(Constraint(terms, 0, added, about))
    return known


def _minus(now: float, then: float, none: float) -> float:
    """The end of a difference; none where a version has none."""
    return none if np.isinf(now) or np.isinf(then) else now - then


def _answers(
    subject: Subject, table: ConstraintTable
) -> Iterator[tuple[AnyQuestion, ConstraintTable]]:
    """The tables of the questions whose answer the subject's implies."""
    rows = subject.rows
    for later in subject.codebook.questions:
        if subject.id in later.implied_none and isinstance(later, Optioned):
            own = rows[rows["question"].eq(later.id) & rows["statistic"].eq(SHARE)]
            for item, shares in own.groupby("item", sort=False):
                of = ("implied", *table.of, later.id, item)
                yield later, ConstraintTable(of, counts_of(shares))


def _ties_of(
    subject: Subject, table: ConstraintTable
) -> dict[tuple[str, Key, Place], list[Constraint]]:
    """By later question, item and place, what ties it to the filter."""
    return {
        (later.id, answers.of[-1:], place): [
            *_ties(subject, later, place, table, answers)
        ]
        for later, answers in _answers(subject, table)
        for place in answers.counts
        if base_of(table.counts.get(place, {})) > 0
    }


def _cells(
    subject: Subject, later: AnyQuestion, answers: ConstraintTable, *, printed: bool
) -> Knowledge:
    """The later question's cells, with their own margins; as protected as it is. What
    an earlier version showed is a fact."""
    protected = is_protected(subject.codebook, later.id)
    known = Knowledge()
    for place, option, entry in answers.places():
        if not printed:
            known.cells[answers.key(place, option)] = earlier_cell(entry)
            continue
        width = subject.rule.width(entry.count, entry.answered) if protected else 0.0
        known.cells[answers.key(place, option)] = TableCell(
            entry.count,
            0,
            entry.answered,
            rows=(entry.row,),
            cost=cost_of(place, entry.count, entry.answered),
            width=width,
        )
    own = replace(subject, id=later.id)
    for whole in [place for place in answers.counts if place.group == TOTAL]:
        known.add(margins.groups(own, answers, whole, known.cells, printed=False))
    if not printed:
        return known
    weighed = weights.weights_of(own, answers)
    known.add(weights.shares(own, answers, weighed, known.cells))
    return known


def _ties(
    subject: Subject,
    later: AnyQuestion,
    place: Place,
    table: ConstraintTable,
    answers: ConstraintTable,
) -> Iterator[Constraint]:
    """What those who gave an answer to `later` tell of the filter in a place."""
    assert isinstance(later, Optioned)
    options = {
        one: table.key(place, one)
        for one in table.counts[place]
        if (place, one) in table
    }
    parts = {one: set(subject.parts_of(one)) for one in options}
    leads = set(later.asked_if.get(subject.id, ()))
    implies = set(later.implied_none[subject.id])
    given = {
        one: answers.key(place, one)
        for one in answers.counts[place]
        if (place, one) in answers
    }
    base, blank = base_of(answers.counts[place]), subject.blank(subject.id, place)
    unsure = _unsure(subject, options, table, place)
    for some in _disjoint(later, given):
        if leads and leads <= set().union(*parts.values()):
            led = [options[one] for one in options if parts[one] & leads]
            minus = dict.fromkeys(some, -1.0)
            yield Constraint({**dict.fromkeys(led, 1.0), **minus}, -blank, np.inf)
        for one in _each(subject, options, parts, implies):
            both = {**dict.fromkeys(some, 1.0), **dict.fromkeys(one, 1.0)}
            if later.implied_none.keys() == {subject.id}:
                yield Constraint(both, -np.inf, base)
    is_whole = len(given) == len(later.all_options)
    if is_whole and implies <= set().union(*parts.values()):
        some = [options[one] for one in options if parts[one] & implies]
        every = dict.fromkeys([*some, *given.values()], 1.0)
        yield Constraint(every, base - unsure, np.inf)


def _disjoint(later: AnyQuestion, given: Mapping[str, Key]) -> Iterator[list[Key]]:
    """Sets of options of which nobody gave two."""
    assert isinstance(later, Optioned)
    if later.answer_type == "single":
        yield list(given.values())
        return
    alone = {*later.none_of, *later.dont_know_options} & given.keys()
    excluding = [given[one] for one in given if one in alone]
    for one in given:
        if one not in alone:
            yield [given[one], *excluding]


def _each(
    subject: Subject,
    options: Mapping[str, Key],
    parts: Mapping[str, set[str]],
    implies: set[str],
) -> Iterator[list[Key]]:
    """The filter's answers that imply the later's, together where it takes one."""
    sure = [options[one] for one in options if parts[one] <= implies]
    if subject.type == "multiple":
        yield from ([one] for one in sure)
    elif sure:
        yield sure


def _unsure(
    subject: Subject, options: Mapping[str, Key], table: ConstraintTable, place: Place
) -> float:
    """At most how many count as not knowing, since they did not know at the filter."""
    question = subject.question
    if not isinstance(question, Optioned):
        return 0.0
    unsure = table.counts[place]
    counts = [unsure[o].count for o in question.dont_know_options if o in options]
    return float(np.inf if np.isnan(counts).any() else sum(counts))
