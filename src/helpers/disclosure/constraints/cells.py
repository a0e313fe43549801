"""What the constraints are about: counts of respondents, as cells with keys.

Every function of this folder takes cells that exist and returns `Knowledge`:
further cells, and the constraints that tie them. A constraint that the true numbers do
not satisfy is none, and is left out when it is added.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.disclosure.rounding import EXACT, STEP, is_weighted, step_of
from helpers.disclosure.rules import PRIMARY, Rule
from helpers.estimation.schema import CITY
from helpers.survey.codebook import TOTAL, AnyQuestion, Codebook

UNBOUNDED = 1e6  # more answers than any survey has

Key = tuple[Hashable, ...]


class Place(NamedTuple):
    """A row of a table: which part of those who answered it is about."""

    challenge: str = TOTAL
    form: str = TOTAL
    group: str = TOTAL


@dataclass(frozen=True)
class Entry:
    """One published number: the count of an option among those who answered.

    `row`: its label in the estimates. `count` is NaN where an earlier version
    suppressed it; `primary` says that it did so for the cell itself. `step`: what its
    share is rounded to, where it is `weighted`, which may be what it is unweighted.
    """

    row: int
    count: float
    answered: float
    asked: float
    population: float
    estimate: float
    primary: bool = False
    step: float = STEP
    weighted: bool = False


Counts = dict[Place, dict[str, Entry]]
Regrouped = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True)
class TableCell:
    """A number of respondents (or a weighted share), and what is public about it.

    It lies between `low` and `high` by the bases alone. `rows` are the rows that print
    it, suppressed together. `cost`, `weight` and `width` are `protection.System`'s.
    `give`: how far below and above the value it may lie, as the rows print it;
    `coarser`: the same where they are rounded more. `value`
    is NaN where an earlier version suppressed it, until `consistent.impute`; then
    `known` is False.
    """

    value: float
    low: float
    high: float
    rows: tuple[int, ...] = ()
    cost: float = 0.0
    weight: float = 0.0
    width: float = 0.0
    give: tuple[float, float] = (0.0, 0.0)
    coarser: tuple[tuple[float, float], ...] = ()
    whole: bool = True
    known: bool = True


class Assumption(NamedTuple):
    """What a constraint between two versions rests on: that the answers of the earlier
    are all among the later's. `firm`: as many answered, and all that is known of them
    is the same."""

    about: Hashable
    firm: bool


@dataclass(frozen=True)
class Constraint:
    """least <= sum of cells times `terms` <= most."""

    terms: Mapping[Key, float]
    least: float
    most: float
    assumption: Assumption | None = None

    def holds(self, cells: Mapping[Key, TableCell]) -> bool:
        """Whether the true numbers satisfy it, as far as they are known."""
        known = sum(cells[key].value * times for key, times in self.terms.items())
        return bool(np.isnan(known) or self.least - EXACT <= known <= self.most + EXACT)


Cells = dict[Key, TableCell]


@dataclass
class Knowledge:
    """Cells by key, and the constraints that tie them."""

    cells: Cells = field(default_factory=dict)
    constraints: list[Constraint] = field(default_factory=list)

    def add(self, more: Knowledge) -> None:
        """Cells of the same key are replaced; constraints that do not hold left out."""
        self.cells |= more.cells
        self.constraints += [one for one in more.constraints if one.holds(self.cells)]

    def copy(self) -> Knowledge:
        return Knowledge(dict(self.cells), list(self.constraints))


@dataclass(frozen=True)
class Subject:
    """The question that a block is about, and what is public besides its own numbers.

    `merged`: the options of its scale that a group's table shows as one. `responses`:
    how many answered the survey at all, by group. `blanks`: at most how many left a
    question blank, by question and place. `rows`: all estimates that may be published.
    """

    codebook: Codebook
    id: str
    merged: Mapping[str, Sequence[str]]
    responses: Mapping[str, float]
    blanks: Mapping[tuple[str, ...], float]
    rows: pd.DataFrame

    @property
    def question(self) -> AnyQuestion:
        return self.codebook.question(self.id)

    @property
    def rule(self) -> Rule:
        return Rule.of(self.codebook)

    @property
    def type(self) -> str:
        """single or multiple, of a grid's rows too."""
        return str(self.question.answer_type)

    def blank(self, question: str, place: Place) -> float:
        """At most how many in a place left a question blank; where that is not told
        of the place itself, as many as in all."""
        for part in (place, place._replace(group=TOTAL), Place()):
            known = self.blanks.get((question, *part), np.nan)
            if known >= 0:
                return float(known)
        return float(np.inf)

    def shown_as(self, label: str, options: Mapping[str, Entry]) -> Sequence[str]:
        """The options of all that a group's option stands for."""
        return (label,) if label in options else self.parts_of(label)

    def parts_of(self, label: str) -> Sequence[str]:
        return self.merged.get(label, (label,))


@dataclass(frozen=True)
class ConstraintTable:
    """The counts of one item in one version. `of` sets its keys apart from others'.
    `regrouped`: of an earlier version, groups of now and groups of its own that are the
    same units together."""

    of: Key
    counts: Counts
    regrouped: Regrouped = ()

    def key(self, place: Place, option: str) -> Key:
        return (*self.of, place, option)

    def __contains__(self, at: tuple[Place, str]) -> bool:
        """Whether it has a cell there: somebody answered."""
        place, option = at
        options = self.counts.get(place, {})
        return option in options and base_of(options) != 0

    def places(self) -> Iterator[tuple[Place, str, Entry]]:
        """Every cell, with its place and option."""
        for place, options in self.counts.items():
            if base_of(options) != 0:
                for option, entry in options.items():
                    yield place, option, entry

    def groups_of(self, whole: Place) -> list[Place]:
        return [p for p in self.counts if p.group != TOTAL and p[:2] == whole[:2]]


def counts_of(shares: pd.DataFrame) -> Counts:
    """The shares of one item as counts by place and option."""
    counts: Counts = {}
    columns = ["count", "answered", "asked", "population", "estimate"]
    if "base" in shares:  # of an earlier version, known where it suppressed the row
        shares = shares.assign(answered=shares["base"])
    numbers = shares[columns].to_numpy(dtype=float)
    keys = zip(*(shares[key].tolist() for key in Place._fields), strict=True)
    blank = [""] * len(shares)
    reasons = shares.get("reason", blank)
    methods = shares.get("method", blank)
    options = shares["option"].tolist()
    for row, place, option, found, reason, method in zip(
        shares.index, keys, options, numbers, reasons, methods, strict=True
    ):
        count, answered, asked, population, estimate = found.tolist()
        primary, step = reason in PRIMARY, step_of(method)
        weighted = str(method).startswith(CITY)
        weighted |= is_weighted(count, answered, estimate)
        numbers_of = (count, answered, asked, population, estimate)
        entry = Entry(row, *numbers_of, primary, step, weighted)
        counts.setdefault(Place(*place), {})[option] = entry
    return counts


def base_of(options: Mapping[str, Entry]) -> float:
    """How many answered, as any option of a place tells; NaN where none does."""
    known = [entry.answered for entry in options.values() if entry.answered >= 0]
    return max(known, default=np.nan)


def cells_of(table: ConstraintTable, rule: Rule) -> Knowledge:
    """A cell for each number of a table that is published now."""
    cells = {
        table.key(place, option): TableCell(
            entry.count,
            0,
            entry.answered,
            rows=(entry.row,),
            cost=cost_of(place, entry.count, entry.answered),
            width=rule.width(entry.count, entry.answered),
        )
        for place, option, entry in table.places()
    }
    return Knowledge(cells)


def earlier_cell(entry: Entry) -> TableCell:
    """A cell of an earlier version: a fact where it was shown, whatever agrees else."""
    if not np.isnan(entry.count):
        return TableCell(entry.count, entry.count, entry.count)
    most = entry.answered if entry.answered >= 0 else UNBOUNDED
    return TableCell(np.nan, 0.0, most, known=False)


def difference(
    more: Sequence[Key],
    less: Sequence[Key],
    base: float,
    cells: Cells,
    needed: Callable[[float], float],
) -> Knowledge:
    """A cell for what `more` together have besides `less`, of a known base; `needed`:
    its protection interval by its value. None where it is no part of it after all."""
    value = sum(cells[key].value for key in more) - sum(cells[k].value for k in less)
    if not base >= 0 or value < 0 or value > base:
        return Knowledge()
    key = ("difference", *more, *less)
    terms = {**dict.fromkeys(more, 1.0), **dict.fromkeys(less, -1.0), key: -1.0}
    cell = TableCell(value, 0, base, width=needed(value))
    return Knowledge({key: cell}, [Constraint(terms, 0, 0)])


def cost_of(place: Place, count: float, answered: float) -> float:
    """What it costs the reader not to see a count, for each unit it must move.

    What all answered is read by everyone and said in the sentences; a challenge's row
    next; a department's cell is one of many. Large shares say most.
    """
    rank = 60.0 if place.group == TOTAL else 2.0
    if place.challenge != TOTAL or place.form != TOTAL:
        rank /= 2
    return rank * (1 + 9 * count / answered)
