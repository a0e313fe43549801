"""What ties published numbers together, and so lets one be computed from others.

Estimates, with their true counts → `Block`s, systems of cells and relations for
`protection.protect`. A block is one question, or one row of a grid, with everything
that is published of it:

- the options of a single choice sum to the base; ticks of a multiple choice lie between
  one and `max` for each who answered, and an option that excludes the others does;
- the groups sum to all, and what all has besides them is a cell too;
- those within a challenge are part of all: the difference is a cell too;
- who collaborates in a form is told by the ways, the forms and their combinations;
- a weighted share is a known sum of the groups' counts, to within its rounding;
- how many were asked a question tells how many gave the answer that led there;
- what an earlier version of the survey said is public: the difference, the late
  answers, is a cell too.

Bases are public: how many answered a question in a group is not what is protected. A
relation that the true numbers do not satisfy is none, and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from helpers.disclosure.protection import System
from helpers.estimation.estimates import NO_FORM
from helpers.estimation.schema import DECIMALS
from helpers.survey.codebook import (
    TOTAL,
    AnyQuestion,
    Codebook,
    Grid,
    Multiple,
    Optioned,
)

EXACT = 1e-6  # estimates are written at 12 digits
SAME = 1e-9  # a weighted share may be this near an unweighted one, and tell as much
UNBOUNDED = 1e6  # more answers than any survey has
MOST = 1e4  # of a cell that is not known, where a relation is given up
FIRM = 1e3  # guesses of the loose kind are given up before one of the firm
OWN_REASONS = ("few_answers", "small_cell", "few_changed")


class Place(NamedTuple):
    """A row of a table: which part of those who answered it is about."""

    challenge: str = TOTAL
    form: str = TOTAL
    group: str = TOTAL


@dataclass(frozen=True)
class Entry:
    """One published number: the count of an option among those who answered."""

    row: int
    count: float  # NaN: held back in an earlier version, not known
    answered: float
    asked: float
    population: float
    estimate: float
    primary: bool = False  # held back in an earlier version for its own sake


Counts = dict[Place, dict[str, Entry]]


@dataclass(frozen=True)
class Block:
    """What is published of a question (or an item of it); the rows that print it.

    `again` are rows that an earlier version held back, where the versions cannot all be
    one another's with answers added: what was guessed of them is not what was so.
    """

    question: str
    system: System
    rows: frozenset[int]
    again: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Rule:
    """When a cell needs protection of its own, and how wide its interval must be."""

    k: int
    small_group: int

    def width(self, count: float, answered: float, size: float = np.nan) -> float:
        """0 when the cell may be known. `size` is the number in the population.

        >>> Rule(5, 10).width(2, 20), Rule(5, 10).width(1, 3), Rule(5, 10).width(9, 20)
        (4.0, 3.0, 0.0)
        """
        if self.reason(count, answered, size):
            return float(min(self.k - 1, answered))
        return 0.0

    def reason(self, count: float, answered: float, size: float = np.nan) -> str:
        """few_answers, small_cell or "" (methods.md, Disclosure control)."""
        if not answered > 0:
            return ""  # nobody answered: there is nothing to protect
        if answered < self.k:
            return "few_answers"
        rest = answered - count
        size = answered if np.isnan(size) else size
        few = 0 < count < self.k or 0 < rest < self.k
        alike = (count == 0 or rest == 0) and size < self.small_group
        return "small_cell" if few or alike else ""


# --- the estimates as counts -----------------------------------------------------


def counts_of(shares: pd.DataFrame) -> Counts:
    """The shares of one item as counts by place and option."""
    counts: Counts = {}
    columns = ["count", "answered", "asked", "population", "estimate"]
    if "base" in shares:  # of an earlier version, known where it held the row back
        shares = shares.assign(answered=shares["base"])
    numbers = shares[columns].to_numpy(dtype=float)
    keys = zip(*(shares[key].tolist() for key in Place._fields), strict=True)
    reasons = shares["reason"] if "reason" in shares else [""] * len(shares)
    for row, place, option, found, reason in zip(
        shares.index, keys, shares["option"].tolist(), numbers, reasons, strict=True
    ):
        count, answered, asked, population, estimate = found.tolist()
        primary = reason in OWN_REASONS
        entry = Entry(row, count, answered, asked, population, estimate, primary)
        counts.setdefault(Place(*place), {})[option] = entry
    return counts


def base_of(options: Mapping[str, Entry]) -> float:
    """How many answered, as any option of a place tells; NaN where none does."""
    known = [entry.answered for entry in options.values() if entry.answered >= 0]
    return max(known, default=np.nan)


def blocks(
    rows: pd.DataFrame,
    codebook: Codebook,
    questions: Iterable[str],
    *,
    merged: Mapping[str, Mapping[str, Sequence[str]]],
    earlier: Sequence[pd.DataFrame] = (),
) -> Iterator[Block]:
    """A block for each item of `questions`, those that lead to others first.

    `rows`: all estimates that may be published, with their counts; `merged`: by
    question, the options of a group's table that stand for several of its scale;
    `earlier`: what earlier versions published, in the columns of Released.
    """
    now = _items(rows)
    everyone = rows[rows["statistic"].eq("share") & rows["challenge"].eq(TOTAL)]
    replied = everyone.groupby("group")["asked"].max().to_dict()
    shares = rows[rows["statistic"].eq("share")]
    left = (shares["asked"] - shares["answered"]).groupby(
        [shares[key] for key in ("question", *Place._fields)], sort=False
    )
    blanks = left.max().to_dict()
    versions = [_items(table) for table in earlier]
    source = codebook.challenges.source.question if codebook.challenges else None
    for question in sorted(set(questions), key=lambda id: (_depth(codebook, id), id)):
        own = [item for id, item in now if id == question]
        # What collaborates with whom is said in several ways, which go together.
        for part in [own] if question == source else [[item] for item in own]:
            maker = _Maker(
                codebook, question, merged.get(question, {}), replied, blanks
            )
            before = [
                {i: v[question, i] for i in part if (question, i) in v}
                for v in versions
            ]
            yield maker.block({i: now[question, i] for i in part}, before, rows)


def _items(rows: pd.DataFrame) -> dict[tuple[str, str], Counts]:
    """The counts of every item of every question, in the order they stand."""
    shares = rows[rows["statistic"].eq("share")]
    groups = shares.groupby(["question", "item"], sort=False)
    return {key: counts_of(table) for key, table in groups}


def _depth(codebook: Codebook, question: str) -> int:
    """How many screens stand before a question (0: asked of all)."""
    seen: set[str] = set()
    waiting = [question]
    while waiting:
        for screen in codebook.question(waiting.pop()).asked_if:
            if screen not in seen:
                seen.add(screen)
                waiting.append(screen)
    return len(seen)


# --- building --------------------------------------------------------------------


@dataclass
class _Cell:
    value: float  # NaN until `complete`, where an earlier version held it back
    low: float
    high: float
    rows: tuple[int, ...] = ()
    cost: float = 0.0
    weight: float = 0.0
    width: float = 0.0
    give: tuple[float, float] = (0.0, 0.0)
    whole: bool = True
    known: bool = True


@dataclass(frozen=True)
class _Guess:
    """Relations that rest on more than what is said: that the answers of an earlier
    version are all among the later's. `firm`: as many answered, and all that is known
    of them is the same."""

    relations: Sequence[int]
    firm: bool


Cells = dict[tuple[Place, str], int]
Weights = dict[tuple[Place, str], dict[Place, float]]


@dataclass
class _Maker:
    """Builds the system of one block."""

    codebook: Codebook
    question: str
    merged: Mapping[str, Sequence[str]]
    responses: Mapping[str, float]  # how many answered the survey at all, by group
    blanks: Mapping[tuple[str, ...], float]  # by question and place
    cells: list[_Cell] = field(default_factory=list)
    relations: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    guesses: list[_Guess] = field(default_factory=list)

    @property
    def rule(self) -> Rule:
        limits = self.codebook.disclosure
        return Rule(limits.k, limits.small_group)

    def block(
        self,
        now: Mapping[str, Counts],
        versions: Sequence[Mapping[str, Counts]],
        rows: pd.DataFrame,
    ) -> Block:
        tables = {item: self._tables(counts) for item, counts in now.items()}
        weights = {}
        for item, counts in now.items():
            weights[item] = self._weighted(counts, tables[item])
            self._asked(counts, tables[item], rows)
        source = self.codebook.challenges and self.codebook.challenges.source
        if source and source.question == self.question:
            self._collaboration(rows, now, tables)
        alone = len(self.cells), len(self.relations)
        before: dict[str, tuple[Counts, Cells]] = {}
        for then in versions:
            for item, counts in then.items():
                old = self._version(counts)
                self._later(now[item], tables[item], counts, old, present=True)
                if item in before:
                    self._later(counts, old, *before[item], present=False)
                before[item] = counts, old
                self._weighted_then(weights[item], now[item], counts, old)
        again: set[int] = set()
        if not self._complete():
            again = _held_back_before(now, versions)
            self._give_up_guesses()
            if not self._complete():
                # The versions contradict each other: nothing follows from the earlier.
                del self.cells[alone[0] :], self.relations[alone[1] :]
        own = {row for cell in self.cells for row in cell.rows}
        return Block(
            self.question, self._system(), frozenset(own), frozenset(again & own)
        )

    # --- pieces

    def _add(self, cell: _Cell) -> int:
        self.cells.append(cell)
        return len(self.cells) - 1

    def _relate(self, terms: Mapping[int, float], least: float, most: float) -> None:
        """least <= sum <= most, unless the true numbers say otherwise."""
        known = sum(self.cells[cell].value * times for cell, times in terms.items())
        if np.isnan(known) or least - EXACT <= known <= most + EXACT:
            self.relations.append((dict(terms), least, most))

    def _difference(self, more: int, less: int, base: float, *, width: bool) -> None:
        """A cell for what `more` has besides `less`, of a known base."""
        value = self.cells[more].value - self.cells[less].value
        if not base >= 0 or value < 0 or value > base:
            return  # no part of it after all
        needed = self.rule.width(value, base) if width else 0.0
        if width and np.isnan(value):  # what is not known may be few
            needed = min(self.rule.k - 1, base)
        apart = self._add(_Cell(value, 0, base, width=needed))
        self._relate({more: 1, less: -1, apart: -1}, 0, 0)

    # --- tables

    def _tables(self, counts: Counts, *, printed: bool = True) -> Cells:
        """The cells of a version's tables and what ties them."""
        cells = {
            (place, option): self._add(self._cell(place, entry, printed))
            for place, options in counts.items()
            for option, entry in options.items()
            if base_of(options) != 0
        }
        for place, options in counts.items():
            self._options(place, options, cells)
        self._groups(counts, cells, printed)
        self._parts(counts, cells, printed)
        return cells

    def _cell(self, place: Place, entry: Entry, printed: bool) -> _Cell:
        known = not np.isnan(entry.count)
        size = entry.population
        if not printed:
            # Published earlier: what was shown is known for good.
            most = entry.answered if entry.answered >= 0 else UNBOUNDED
            low, high = (entry.count,) * 2 if known else (0.0, most)
            return _Cell(entry.count, low, high, known=known)
        return _Cell(
            entry.count,
            0,
            entry.answered,
            rows=(entry.row,),
            cost=_cost(place, entry.count, entry.answered),
            width=self.rule.width(entry.count, entry.answered, size),
        )

    def _options(
        self, place: Place, options: Mapping[str, Entry], cells: Cells
    ) -> None:
        question, base = self.codebook.question(self.question), base_of(options)
        here = {o: cells[place, o] for o in options if (place, o) in cells}
        if not here or np.isnan(base):
            return
        kind = getattr(question, "cell", question.type)
        if kind == "single":
            total = sum(self.cells[cell].value for cell in here.values())
            if total < base:
                others = base - total
                width = self.rule.width(others, base)
                here["…"] = self._add(_Cell(others, 0, base, width=width))
            self._relate(dict.fromkeys(here.values(), 1.0), base, base)
        elif kind == "multiple" and isinstance(question, Multiple | Grid):
            alone = [
                cell
                for option, cell in here.items()
                if option in (*question.none_of, *question.dont_know)
            ]
            several = [cell for cell in here.values() if cell not in alone]
            most = question.max or len(several)
            self._relate(dict.fromkeys(here.values(), 1.0), base, np.inf)
            self._relate(
                {**dict.fromkeys(several, 1.0), **dict.fromkeys(alone, float(most))},
                -np.inf,
                most * base,
            )
            for cell in several:
                self._relate({cell: 1, **dict.fromkeys(alone, 1.0)}, -np.inf, base)

    def _groups(self, counts: Counts, cells: Cells, printed: bool) -> None:
        """All groups sum to all; those who are in none of them are a cell too."""
        for whole in [place for place in counts if place.group == TOTAL]:
            groups = [
                place
                for place in counts
                if place.group != TOTAL and place[:2] == whole[:2]
            ]
            bases = [base_of(counts[place]) for place in groups]
            if not groups:
                continue
            rest = base_of(counts[whole]) - sum(base for base in bases if base >= 0)
            labels = dict.fromkeys(o for place in groups for o in counts[place])
            for label in labels:
                parts = [cells[p, label] for p in groups if (p, label) in cells]
                wholes = [(whole, o) for o in self._told_as(label, counts[whole])]
                if not all(key in cells for key in wholes):
                    continue
                terms = dict.fromkeys((cells[key] for key in wholes), 1.0)
                terms |= dict.fromkeys(parts, -1.0)
                if rest > 0 and not any(np.isnan(bases)):
                    value = sum(self.cells[c].value * s for c, s in terms.items())
                    width = self.rule.width(value, rest) if printed else 0.0
                    terms[self._add(_Cell(value, 0, rest, width=width))] = -1.0
                self._relate(terms, 0, 0)

    def _told_as(self, label: str, options: Mapping[str, Entry]) -> Sequence[str]:
        """The options of all that a group's option stands for."""
        return (label,) if label in options else self.merged.get(label, (label,))

    def _parts(self, counts: Counts, cells: Cells, printed: bool) -> None:
        """Within a challenge or a form are some of all."""
        for place, option in list(cells):
            parents = []
            if place.challenge != TOTAL:
                parents.append(place._replace(challenge=TOTAL))
            if place.form != TOTAL:
                parents.append(place._replace(form=TOTAL))
            for parent in parents:
                if (parent, option) in cells:
                    base = base_of(counts[parent]) - base_of(counts[place])
                    self._difference(
                        cells[parent, option], cells[place, option], base, width=printed
                    )

    # --- weights

    def _weighted(self, counts: Counts, cells: Cells) -> Weights:
        """A share of all that is weighted is a known sum of the groups' counts. Returns
        what an answer weighs in each group, where that is known."""
        weights: Weights = {}
        for place in [place for place in counts if place.group == TOTAL]:
            groups = [p for p in counts if p.group != TOTAL and p[:2] == place[:2]]
            labels = dict.fromkeys(o for group in groups for o in counts[group])
            for label in labels:
                wholes = [
                    counts[place][option]
                    for option in self._told_as(label, counts[place])
                    if option in counts[place]
                ]
                parts = [
                    group
                    for group in groups
                    if (group, label) in cells and counts[group][label].population > 0
                ]
                if any(_is_weighted(entry) for entry in wholes):
                    weights[place, label] = self._weighted_share(
                        place, label, wholes, parts, counts, cells
                    )
        return weights

    def _weighted_share(
        self,
        place: Place,
        label: str,
        wholes: Sequence[Entry],
        parts: Sequence[Place],
        counts: Counts,
        cells: Cells,
    ) -> dict[Place, float]:
        bases = np.array([base_of(counts[p]) for p in parts])
        values = np.array([counts[p][label].count for p in parts])
        estimate = sum(entry.estimate for entry in wholes)
        for weights in self._weights(label, parts, counts):
            total = weights @ bases
            if total > 0 and abs(weights @ values / total - estimate) < EXACT:
                break
        else:
            return {}
        terms = {
            cells[p, label]: weight / total
            for p, weight in zip(parts, weights, strict=True)
        }
        for cell, weight in terms.items():
            # In units of what the rounding hides, so that one is as much as may move.
            self.cells[cell].weight = weight / rounding_step()
        for entry in wholes:
            low, high = rounding(entry.estimate)
            share = _Cell(
                entry.estimate,
                0,
                1,
                rows=(entry.row,),
                cost=_cost(place, entry.count, entry.answered) * 100 / rounding_step(),
                give=(max(entry.estimate - low, 0), max(high - entry.estimate, 0)),
                whole=False,
            )
            terms[self._add(share)] = -1.0
        self._relate(terms, 0, 0)
        return {p: float(weight) for p, weight in zip(parts, weights, strict=True)}

    def _weighted_then(
        self, weights: Weights, now: Counts, then: Counts, old: Cells
    ) -> None:
        """What an earlier version printed of a weighted share is public for good; its
        answers weighed as now, but for those that have come since."""
        for (place, label), weighed in weights.items():
            parts = [p for p in weighed if base_of(then.get(p, {})) != 0]
            wholes = [
                then.get(place, {}).get(option)
                for option in self._told_as(label, then.get(place, {}))
            ]
            known = [entry for entry in wholes if entry and entry.estimate >= 0]
            if not all((p, label) in old for p in parts) or len(known) < len(wholes):
                continue
            size = np.array([now[p][label].population for p in parts])
            bases = np.array([base_of(then[p]) for p in parts])
            added = np.array([base_of(now[p]) for p in parts]) - bases
            shared_by = size / np.array([weighed[p] for p in parts]) - added
            if not (shared_by > 0).all() or not (size / shared_by) @ bases > 0:
                continue
            each = size / shared_by / ((size / shared_by) @ bases)
            terms = {old[p, label]: w for p, w in zip(parts, each, strict=True)}
            ends = [rounding(entry.estimate) for entry in known]
            self._relate(
                terms, sum(low for low, _ in ends), sum(high for _, high in ends)
            )

    def _weights(
        self, label: str, parts: Sequence[Place], counts: Counts
    ) -> Iterator[np.ndarray]:
        """What each answer may weigh: the population over those who answered, where
        all were asked; else over all responses but those that left a blank."""
        entries = [counts[place][label] for place in parts]
        size = np.array([entry.population for entry in entries])
        answered = np.array([entry.answered for entry in entries])
        asked = np.array([entry.asked for entry in entries])
        replied = np.array([self.responses.get(p.group, np.nan) for p in parts])
        yield size / answered
        yield size / np.maximum(replied - (asked - answered), answered)

    # --- routing

    def _asked(self, counts: Counts, cells: Cells, rows: pd.DataFrame) -> None:
        """How many were asked a later question tells who gave the answer before it."""
        for later in self.codebook.questions:
            if self.question not in later.asked_if:
                continue
            of_later = rows[rows["question"].eq(later.id)]
            keys = ["challenge", "form", "group"]
            for key, table in of_later.groupby(keys, sort=False):
                place = Place(*key)
                if base_of(counts.get(place, {})) > 0:
                    self._led_on(later, place, counts[place], cells, table)

    def _led_on(
        self,
        later: AnyQuestion,
        place: Place,
        options: Mapping[str, Entry],
        cells: Cells,
        table: pd.DataFrame,
    ) -> None:
        """A cell for those who gave an answer that leads to a later question; its table
        tells how many they are, but for those who left a screen blank."""
        question, base = self.codebook.question(self.question), base_of(options)
        leads, low, high = self._told_of(later, place, options, table)
        parts = {o: set(self._parts_of(o)) for o in options if (place, o) in cells}
        some = [cells[place, o] for o in parts if parts[o] & leads]
        sure = [cells[place, o] for o in parts if parts[o] <= leads]
        values = [self.cells[cell].value for cell in sure]
        covered = leads <= set().union(*parts.values())
        several = getattr(question, "cell", question.type) == "multiple"
        alone: set[str] = set()
        if several and isinstance(question, Optioned):
            alone = {*question.none_of, *question.dont_know_options} - leads
        apart = [cells[place, o] for o in parts if o in alone]
        # Ticks overlap, so their sum is no number of people; who ticked none is.
        least = max(values, default=0.0) if several else sum(values)
        most = base - sum(self.cells[cell].value for cell in apart)
        if covered:
            most = min(most, sum(self.cells[cell].value for cell in some))
        others = set(getattr(question, "all_options", ())) - leads
        exactly = several and others == alone <= parts.keys()
        value = most if exactly else float(np.clip(table["asked"].max(), least, most))
        if not low <= value <= high:
            return
        screen = self._add(
            _Cell(
                value,
                0,
                base,
                rows=tuple(table.index),
                cost=5.0 * len(table),
                give=(value - max(low, 0.0), min(high, base) - value),
            )
        )
        if covered:
            self._relate({**dict.fromkeys(some, 1.0), screen: -1.0}, 0, np.inf)
        for cells_of_one in [[cell] for cell in sure] if several else [sure]:
            terms = {**dict.fromkeys(cells_of_one, 1.0), screen: -1.0}
            self._relate(terms, -np.inf, 0)
        if several:
            terms = {**dict.fromkeys(apart, 1.0), screen: 1.0}
            self._relate(terms, base if exactly else -np.inf, base)

    def _told_of(
        self,
        later: AnyQuestion,
        place: Place,
        options: Mapping[str, Entry],
        table: pd.DataFrame,
    ) -> tuple[set[str], float, float]:
        """The answers that lead to a later question, and how many at least and at most
        gave one, as the number asked it tells."""
        screen, asked = self.codebook.question(self.question), table["asked"].max()
        leads, implied = set(later.asked_if[self.question]), later.implied_none
        if implied.keys() == later.asked_if.keys() == {self.question}:
            # Who need not answer counts as asked.
            leads, implied = leads | set(implied[self.question]), {}
        others = later.asked_if.keys() - {self.question}
        # An answer counts where the screen before it was left blank.
        blank = max(e.asked for e in options.values()) - base_of(options)
        if not screen.asked_if.keys() <= others:
            blank = self.responses.get(place.group, np.inf) - base_of(options)
        before = all(screen.asked_if.get(one) == later.asked_if[one] for one in others)
        blanks = sum(self.blanks.get((one, *place), np.inf) for one in others)
        low = -np.inf if implied else asked - blank - blanks
        high = asked + blanks if before else np.inf
        return leads, low, high

    def _parts_of(self, label: str) -> Sequence[str]:
        return self.merged.get(label, (label,))

    def _asked_in(self, here: Sequence[int], table: pd.DataFrame) -> None:
        count = sum(self.cells[cell].value for cell in here)
        asked = table["asked"].max()
        if not 0 <= asked <= count:
            return
        most = sum(self.cells[cell].high for cell in here)
        screen = self._add(
            _Cell(
                count,
                0,
                most,
                rows=tuple(table.index),
                cost=5.0 * len(table),
                give=(count - asked, 0 if asked == count else most - count),
            )
        )
        self._relate({**dict.fromkeys(here, 1.0), screen: -1.0}, 0, 0)

    # --- who collaborates

    def _collaboration(
        self,
        rows: pd.DataFrame,
        now: Mapping[str, Counts],
        tables: Mapping[str, Cells],
    ) -> None:
        """The same answers counted by form and by combination of forms."""
        own = rows[rows["question"].eq(self.question)]
        within = counts_of(own[own["statistic"].eq("collaborates")])
        combined = counts_of(own[own["statistic"].eq("combination")])
        cells = self._counted(within)
        for place, cell in cells.items():
            base = base_of(within[place])
            self._same_answers(place, cell, base, now, tables)
            if place.challenge != TOTAL:
                whole = cells.get(place._replace(challenge=TOTAL))
                if whole is not None:
                    self._relate({whole: 1, cell: -1}, 0, np.inf)
            if place.challenge != TOTAL and place.group == place.form == TOTAL:
                # Its tables have those who collaborate for a base.
                domain = rows["challenge"].eq(place.challenge)
                table = rows[domain & ~rows["question"].eq(self.question)]
                if len(table):
                    self._asked_in([cell], table)
        mixes = self._counted(combined)
        for place in [place for place in cells if place.form == TOTAL]:
            here = {
                mix.form: cell
                for mix, cell in mixes.items()
                if mix._replace(form=TOTAL) == place
            }
            base = base_of(within[place])
            if not here:
                continue
            self._relate(dict.fromkeys(here.values(), 1.0), base, base)
            for form in self.codebook.forms:
                parts = [c for mix, c in here.items() if form in mix.split("+")]
                whole = cells.get(place._replace(form=form))
                if whole is not None and parts:
                    self._relate({**dict.fromkeys(parts, 1.0), whole: -1.0}, 0, 0)
            if NO_FORM in here:
                either = {here[NO_FORM]: 1.0, cells[place]: 1.0}
                self._relate(either, base, np.inf)
                self._relate(either, base, base)

    def _counted(self, counts: Counts) -> dict[Place, int]:
        """The cells of tables that have one number a place."""
        cells: Cells = {
            (place, option): self._add(self._cell(place, entry, True))
            for place, options in counts.items()
            for option, entry in options.items()
            if base_of(options) > 0
        }
        self._groups(counts, cells, True)
        self._weighted(counts, cells)
        return {place: cell for (place, _), cell in cells.items()}

    def _same_answers(
        self,
        place: Place,
        cell: int,
        base: float,
        now: Mapping[str, Counts],
        tables: Mapping[str, Cells],
    ) -> None:
        """Who collaborates within a challenge, by the ways that were ticked there."""
        assert self.codebook.challenges is not None
        source = self.codebook.challenges.source
        item = TOTAL if source.options else place.challenge
        all_of_group = Place(group=place.group)
        options = now.get(item, {}).get(all_of_group, {})
        if base_of(options) != base:
            return
        ticks = {o: tables[item][all_of_group, o] for o in options}
        if place.form in self.codebook.forms:
            way = self.codebook.forms[place.form].option
            if way in ticks:
                self._relate({ticks[way]: 1, cell: -1}, 0, 0)
            return
        if place.form != TOTAL:
            return
        question = self.codebook.question(self.question)
        assert isinstance(question, Optioned), "forms are options"
        nothing = {*question.none_of, *question.dont_know_options}
        ways = source.options.get(place.challenge) or [
            o for o in ticks if o not in nothing
        ]
        some = [ticks[way] for way in ways if way in ticks]
        for tick in some:
            self._relate({cell: 1, tick: -1}, 0, np.inf)
        self._relate({**dict.fromkeys(some, 1.0), cell: -1.0}, 0, np.inf)
        rest = [tick for option, tick in ticks.items() if option in nothing]
        if not source.options:
            self._relate({**dict.fromkeys(rest, 1.0), cell: 1.0}, base, base)

    # --- versions

    def _version(self, then: Counts) -> Cells:
        """What an earlier version showed, is public for good."""
        old = self._tables(then, printed=False)
        for (place, option), hidden in old.items():
            entry = then[place][option]
            if entry.primary and entry.answered > 0:  # what was promised then, holds
                self.cells[hidden].width = min(self.rule.k - 1, entry.answered)
        return old

    def _later(
        self, now: Counts, cells: Cells, then: Counts, old: Cells, *, present: bool
    ) -> None:
        """The answers that came between two versions are a cell too. `present`: the
        later is the one that is made now."""
        changes = {p: Change.between(now[p], then.get(p, {})) for p in now}
        corrected = [p for p, one in changes.items() if one.corrected]
        for place, change in changes.items():
            both = [o for o in now[place] if (place, o) in cells and (place, o) in old]
            # An answer that was corrected is in every table that has this one's within.
            mixed = any(nested(place, other) for other in corrected)
            first = len(self.relations)
            for option in both:
                more, less = cells[place, option], old[place, option]
                if change.same or (change.only_added and not mixed):
                    if change.added < 0:
                        more, less = less, more
                    self._difference(more, less, abs(change.added), width=True)
                elif present and 0 < change.changed < self.rule.k:
                    cell = self.cells[more]
                    cell.width = max(cell.width, min(self.rule.k - 1, cell.high))
            made = range(first, len(self.relations))
            if made:
                self.guesses.append(_Guess(made, change.same))

    def _complete(self) -> bool:
        """Numbers for what earlier versions held back that agree with all the rest;
        False when there are none."""
        unknown = np.array([np.isnan(cell.value) for cell in self.cells])
        if not unknown.any():
            return True
        found = self._tables_that_agree(())
        if found is None:
            return False
        for cell, value, missing in zip(self.cells, found, unknown, strict=True):
            if missing:
                cell.value, cell.known = float(np.round(value)), False
        return True

    def _give_up_guesses(self) -> None:
        """Leave out the fewest guesses that make the versions agree."""
        found = self._tables_that_agree(self.guesses)
        if found is None:
            return
        wrong = found[len(self.cells) :] > 0.5
        gone = {
            relation
            for guess, is_wrong in zip(self.guesses, wrong, strict=True)
            if is_wrong
            for relation in guess.relations
        }
        self.relations = [r for n, r in enumerate(self.relations) if n not in gone]

    def _tables_that_agree(self, guesses: Sequence[_Guess]) -> np.ndarray | None:
        """Values of all cells that agree with what is known and related, and for each
        of `guesses` whether it had to be given up (1), the loose ones before the firm.
        """
        low = np.array([c.low if np.isnan(c.value) else c.value for c in self.cells])
        high = np.array([c.high if np.isnan(c.value) else c.value for c in self.cells])
        matrix, least, most = self._matrix()
        ways = [matrix]
        if guesses:
            # Given up, a relation has room for any values of its cells.
            room = sparse.lil_array((len(self.relations), len(guesses)))
            for number, guess in enumerate(guesses):
                for relation in guess.relations:
                    room[relation, number] = self._reach(relation, high)
            ways = [
                sparse.hstack([matrix, -room]),
                sparse.hstack([matrix, room]),
            ]
        ends = np.zeros(len(guesses))
        cost = [FIRM if guess.firm else 1.0 for guess in guesses]
        limits = [LinearConstraint(ways[0], -np.inf, most + EXACT)]
        limits.append(LinearConstraint(ways[-1], least - EXACT, np.inf))
        found = milp(
            np.concatenate([np.zeros(len(low)), cost]),
            integrality=np.array([*(c.whole for c in self.cells), *(ends + 1)], int),
            bounds=Bounds(np.append(low, ends), np.append(high, ends + 1)),
            constraints=limits,
        )
        return found.x

    def _reach(self, relation: int, high: np.ndarray) -> float:
        terms, _, _ = self.relations[relation]
        return 1.0 + sum(abs(n) * min(high[cell], MOST) for cell, n in terms.items())

    # --- to numbers

    def _matrix(self) -> tuple[sparse.csc_array, np.ndarray, np.ndarray]:
        rows: list[int] = []
        columns: list[int] = []
        times: list[float] = []
        for number, (terms, _, _) in enumerate(self.relations):
            rows += [number] * len(terms)
            columns += terms.keys()
            times += terms.values()
        shape = (len(self.relations), len(self.cells))
        return (
            sparse.coo_array((times, (rows, columns)), shape=shape).tocsc(),
            np.array([least for _, least, _ in self.relations], dtype=float),
            np.array([most for _, _, most in self.relations], dtype=float),
        )

    def _system(self) -> System:
        def of(name: str, kind: type = float) -> Any:
            return np.array([getattr(cell, name) for cell in self.cells], dtype=kind)

        matrix, least, most = self._matrix()
        return System(
            value=of("value"),
            low=of("low"),
            high=of("high"),
            whole=of("whole", bool),
            known=of("known", bool),
            rows=tuple(cell.rows for cell in self.cells),
            give_below=np.array([cell.give[0] for cell in self.cells], dtype=float),
            give_above=np.array([cell.give[1] for cell in self.cells], dtype=float),
            cost=of("cost"),
            weight=of("weight"),
            width=of("width"),
            matrix=matrix,
            least=least,
            most=most,
        )


def _is_weighted(entry: Entry) -> bool:
    if not entry.answered > 0 or np.isnan(entry.estimate):
        return False
    return abs(entry.estimate - entry.count / entry.answered) > SAME


def _cost(place: Place, count: float, answered: float) -> float:
    """What it costs the reader not to see a count, for each unit it must move.

    What all answered is read by everyone and said in the sentences; a challenge's row
    next; a department's cell is one of many. Large shares say most.
    """
    rank = 60.0 if place.group == TOTAL else 2.0
    if place.challenge != TOTAL or place.form != TOTAL:
        rank /= 2
    return rank * (1 + 9 * count / answered)


def rounding_step() -> float:
    """The least difference between two printed shares."""
    return 10.0 ** -(2 + DECIMALS)


def rounding(share: float) -> tuple[float, float]:
    """The shares that are printed as this one is: whole percent, halves up; what is
    neither nothing nor everything is never printed as that.

    >>> rounding(0.123), rounding(0.002)
    ((0.115, 0.125), (0.0, 0.005))
    """
    step = rounding_step()
    middle = np.floor(share / step + 0.5 + 1e-9) * step
    low, high = max(middle - step / 2, 0.0), min(middle + step / 2, 1.0)
    return round(float(low), 9), round(float(high), 9)


# --- versions --------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """How a place's answers differ from an earlier version's.

    `added`: how many more answered (negative: fewer). `only_added`: nothing speaks
    against the one being the other with answers added, or taken away. `changed`: how
    many answers at least are new, gone or different. `same`: nothing is, as far as is
    known. Of a place that the earlier version did not have, nothing is known.
    """

    added: float
    only_added: bool
    changed: float

    @classmethod
    def between(cls, now: Mapping[str, Entry], then: Mapping[str, Entry]) -> Change:
        added = base_of(now) - base_of(then)
        if np.isnan(added):
            return cls(np.nan, False, np.nan)
        more = np.array(
            [entry.count - then[o].count for o, entry in now.items() if o in then]
        )
        more = more[~np.isnan(more)]
        way = -1 if added < 0 else 1
        only_added = bool((way * more >= 0).all() and (way * more <= abs(added)).all())
        ups, downs = more[more > 0].max(initial=0), -more[more < 0].min(initial=0)
        return cls(added, only_added, max(abs(added), ups, downs))

    @property
    def same(self) -> bool:
        return self.changed == 0

    @property
    def corrected(self) -> bool:
        """Whether some answers are other ones, or gone, while others came."""
        return not np.isnan(self.added) and not self.only_added


def few_changed(now: Counts, then: Counts, k: int) -> list[Place]:
    """The places where fewer than `k` answers are known to be new, gone or different.

    What has changed in a group has changed in all too, whatever of it was told then.
    """
    changes = {place: Change.between(now[place], then.get(place, {})) for place in now}
    known = {place: one.changed for place, one in changes.items() if one.changed > 0}
    least = {
        place: one.changed
        or max([n for part, n in known.items() if _within(part, place)], default=0)
        for place, one in changes.items()
    }
    return [place for place, changed in least.items() if 0 < changed < k]


def nested(one: Place, other: Place) -> bool:
    """Whether those of one place are some of the other's, or they are the same.

    >>> nested(Place(), Place(group="Norr")), nested(Place("a"), Place(group="Norr"))
    (True, False)
    """
    return _within(one, other) or _within(other, one)


def _within(part: Place, whole: Place) -> bool:
    return all(
        theirs in (mine, TOTAL) for mine, theirs in zip(part, whole, strict=True)
    )


def _held_back_before(
    now: Mapping[str, Counts], versions: Sequence[Mapping[str, Counts]]
) -> set[int]:
    """The rows that some earlier version did not show."""
    return {
        entry.row
        for then in versions
        for item, counts in then.items()
        for place, options in counts.items()
        for option, before in options.items()
        if np.isnan(before.count) and base_of(options) != 0
        for entry in [now[item].get(place, {}).get(option)]
        if entry is not None
    }
