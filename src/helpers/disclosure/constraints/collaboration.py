"""Who collaborates is told by the ways, by the forms and by their combinations."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.disclosure.constraints import margins, weights
from helpers.disclosure.constraints.cells import (
    Cells,
    Constraint,
    ConstraintTable,
    Key,
    Knowledge,
    Place,
    Subject,
    base_of,
    cells_of,
    counts_of,
)
from helpers.disclosure.constraints.routing import base_of_domain
from helpers.estimation.counting import NO_FORM
from helpers.estimation.schema import COLLABORATES, SHARE
from helpers.survey.codebook import TOTAL, Optioned

OF_DOMAIN = (SHARE, "nonresponse")
"""Statistics of the question itself that have a challenge's units for a base."""


def of_source(
    subject: Subject, tables: Mapping[str, ConstraintTable], cells: Cells
) -> Knowledge:
    """The same answers, to the question that tells the challenges, counted by form and
    by combination of forms. `tables`: by item."""
    rows = subject.rows
    own = rows[rows["question"].eq(subject.id)]
    within = _table(own, COLLABORATES)
    combined = _table(own, "combination")
    known = Knowledge(dict(cells))
    known.add(_counted(subject, within, known.cells))
    collaborating = _keys_of(within)
    for place, key in collaborating.items():
        base = base_of(within.counts[place])
        known.add(_same_answers(subject, place, key, base, tables))
        if place.challenge == TOTAL:
            continue
        whole = collaborating.get(place._replace(challenge=TOTAL))
        if whole is not None:
            known.add(Knowledge({}, [Constraint({whole: 1, key: -1}, 0, np.inf)]))
        if place.group == place.form == TOTAL:
            # Its tables have those who collaborate for a base.
            domain = rows["challenge"].eq(place.challenge)
            other = ~rows["question"].eq(subject.id)
            table = rows[domain & (other | rows["statistic"].isin(OF_DOMAIN))]
            if len(table):
                base_key = ("domain", place.challenge)
                known.add(base_of_domain([key], table, known.cells, base_key))
    known.add(_counted(subject, combined, known.cells))
    for place in [place for place in collaborating if place.form == TOTAL]:
        known.add(_combinations(subject, place, within, combined))
    return known


def _table(own: pd.DataFrame, statistic: str) -> ConstraintTable:
    return ConstraintTable((statistic,), counts_of(own[own["statistic"].eq(statistic)]))


def _keys_of(table: ConstraintTable) -> dict[Place, Key]:
    """The cells of tables that have one number a place."""
    return {
        place: table.key(place, option)
        for place, option, entry in table.places()
        if entry.answered > 0
    }


def _counted(subject: Subject, table: ConstraintTable, cells: Cells) -> Knowledge:
    """The numbers of a statistic with one number a place."""
    known = cells_of(table, subject.rule)
    for whole in [place for place in table.counts if place.group == TOTAL]:
        known.add(margins.groups(subject, table, whole, known.cells, printed=True))
    weighed = weights.weights_of(subject, table)
    known.add(weights.shares(subject, table, weighed, known.cells))
    return known


def _combinations(
    subject: Subject, place: Place, within: ConstraintTable, combined: ConstraintTable
) -> Knowledge:
    """Every respondent has one combination of forms, and each form is in several."""
    collaborating = _keys_of(within)
    here = {
        mix.form: key
        for mix, key in _keys_of(combined).items()
        if mix._replace(form=TOTAL) == place
    }
    base = base_of(within.counts[place])
    if not here:
        return Knowledge()
    found = [Constraint(dict.fromkeys(here.values(), 1.0), base, base)]
    for form in subject.codebook.forms:
        parts = [key for mix, key in here.items() if form in mix.split("+")]
        whole = collaborating.get(place._replace(form=form))
        if whole is not None and parts:
            terms = {**dict.fromkeys(parts, 1.0), whole: -1.0}
            found.append(Constraint(terms, 0, 0))
    if NO_FORM in here:
        either = {here[NO_FORM]: 1.0, collaborating[place]: 1.0}
        found.append(Constraint(either, base, np.inf))
        found.append(Constraint(either, base, base))
    return Knowledge({}, found)


def _same_answers(
    subject: Subject,
    place: Place,
    key: Key,
    base: float,
    tables: Mapping[str, ConstraintTable],
) -> Knowledge:
    """Who collaborates within a challenge, by the ways that were ticked there."""
    assert subject.codebook.challenges is not None
    source = subject.codebook.challenges.source
    item = TOTAL if source.options else place.challenge
    of_group = Place(group=place.group)
    options = tables[item].counts.get(of_group, {}) if item in tables else {}
    if base_of(options) != base:
        return Knowledge()
    ticks = {option: tables[item].key(of_group, option) for option in options}
    if place.form in subject.codebook.forms:
        way = subject.codebook.forms[place.form].option
        same = [Constraint({ticks[way]: 1, key: -1}, 0, 0)] if way in ticks else []
        return Knowledge({}, same)
    if place.form != TOTAL:
        return Knowledge()
    question = subject.question
    assert isinstance(question, Optioned), "forms are options"
    nothing = {*question.none_of, *question.dont_know_options}
    ways = [o for o in ticks if o not in nothing]
    if source.options:
        within = [source.options.get(place.challenge, [])]
        if place.challenge == TOTAL:
            within = list(source.options.values())
        ways = [
            way
            for way in ticks
            if any(way in options_given for options_given in within)
        ]
    some = [ticks[way] for way in ways]
    found = [Constraint({key: 1, tick: -1}, 0, np.inf) for tick in some]
    found.append(Constraint({**dict.fromkeys(some, 1.0), key: -1.0}, 0, np.inf))
    rest = [tick for option, tick in ticks.items() if option in nothing]
    if {*ways, *nothing} >= ticks.keys():
        # Whoever answered ticked something; or ticked nothing, since it was implied.
        terms = {**dict.fromkeys(rest, 1.0), key: 1.0}
        least = base - margins.implied(subject, of_group)
        found.append(Constraint(terms, least, base))
    return Knowledge({}, found)
