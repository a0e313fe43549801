"""What an earlier version of the survey published is public: so are the differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from helpers.disclosure.constraints import implied, margins, routing, subsets, weights
from helpers.disclosure.constraints.cells import (
    Assumption,
    Cells,
    ConstraintTable,
    Counts,
    Entry,
    Knowledge,
    Place,
    Regrouped,
    Subject,
    base_of,
    difference,
    earlier_cell,
)
from helpers.disclosure.rules import Rule
from helpers.survey.codebook import TOTAL


class PublishedBefore(NamedTuple):
    """What an earlier version published of a question: a table by item, and the
    subject with what that version showed besides."""

    tables: Mapping[str, ConstraintTable]
    subject: Subject


def of_earlier(
    subject: Subject,
    now: Mapping[str, ConstraintTable],
    weighed: Mapping[str, weights.Weights],
    earlier: Sequence[PublishedBefore],
    cells: Cells,
) -> Knowledge:
    """The cells of earlier versions, and the answers that came between any two that
    follow each other. `now`: a table by item."""
    known = Knowledge(dict(cells))
    before: dict[str, tuple[ConstraintTable, Subject]] = {}
    for tables, suppressed_then in earlier:
        for item, then in tables.items():
            known.add(published(subject, then))
            known.add(
                routing.of_table(suppressed_then, then, known.cells, printed=False)
            )
            known.add(
                implied.of_table(suppressed_then, then, known.cells, printed=False)
            )
            known.add(late(subject, now[item], then, known.cells, present=True))
            for late_of in (routing.late, implied.late):
                known.add(late_of((subject, now[item]), (suppressed_then, then)))
                if item in before:
                    known.add(late_of((suppressed_then, then), before[item][::-1]))
            if item in before:
                older, _ = before[item]
                known.add(late(subject, then, older, known.cells, present=False))
            before[item] = then, suppressed_then
            known.add(weights.earlier_shares(subject, now[item], then, weighed[item]))
    return known


def published(subject: Subject, then: ConstraintTable) -> Knowledge:
    """The cells of an earlier version and what ties them. What it showed is public for
    good, and what it suppressed keeps its protection interval."""
    known = Knowledge()
    for place, option, entry in then.places():
        known.cells[then.key(place, option)] = earlier_cell(entry)
    known.add(margins.of_table(subject, then, known.cells, printed=False))
    known.add(subsets.of_table(subject, then, known.cells, printed=False))
    for place, option, entry in then.places():
        if entry.primary and entry.answered > 0:
            key, width = (
                then.key(place, option),
                min(subject.rule.k - 1, entry.answered),
            )
            known.cells[key] = replace(known.cells[key], width=width)
    return known


def late(
    subject: Subject,
    now: ConstraintTable,
    then: ConstraintTable,
    cells: Cells,
    *,
    present: bool,
) -> Knowledge:
    """The answers that came between two versions are a cell too. `present`: the later
    is the one that is made now."""
    k, found = subject.rule.k, Knowledge()
    pairs = same_units(now.counts, then.counts, then.regrouped if present else ())
    changes = [VersionChange.of(now.counts, then.counts, pair) for pair in pairs]
    corrected = [
        place
        for pair, one in zip(pairs, changes, strict=True)
        if one.corrected
        for place in pair.now
    ]
    for pair, change in zip(pairs, changes, strict=True):
        # An answer that was corrected is in every table that has this one's within.
        mixed = any(nested(place, other) for other in corrected for place in pair.now)
        added = change.same or (change.only_added and not mixed)
        assumption = Assumption((now.of, then.of, pair), change.same)
        for option in now.counts[pair.now[0]]:
            if not all((place, option) in now for place in pair.now):
                continue
            if not all((place, option) in then for place in pair.then):
                continue
            more = [now.key(place, option) for place in pair.now]
            less = [then.key(place, option) for place in pair.then]
            if added:
                base = abs(change.added)
                width = partial(subsets.width_of, subject.rule, base)
                ways = (less, more) if change.added < 0 else (more, less)
                one = difference(*ways, base, cells, width)
                found.cells |= one.cells
                found.constraints += [
                    replace(tie, assumption=assumption) for tie in one.constraints
                ]
            elif present and 0 < change.changed < k:
                for key in more:
                    cell = found.cells.get(key, cells[key])
                    width_now = max(cell.width, min(k - 1, cell.high))
                    found.cells[key] = replace(cell, width=width_now)
    return found


class SameUnits(NamedTuple):
    """Places of a version and of an earlier one that are about the same units."""

    now: tuple[Place, ...]
    then: tuple[Place, ...]


def same_units(now: Counts, then: Counts, regrouped: Regrouped) -> list[SameUnits]:
    """Every place of now with its own in the earlier version; those of groups that were
    merged or divided together."""
    mixed = {group for groups, _ in regrouped for group in groups}
    pairs = [SameUnits((p,), (p,)) for p in now if p.group not in mixed]
    for whole in [place for place in now if place.group == TOTAL]:
        for groups, before in regrouped:
            ours = tuple(whole._replace(group=group) for group in groups)
            theirs = tuple(whole._replace(group=group) for group in before)
            if all(p in now for p in ours) and all(p in then for p in theirs):
                pairs.append(SameUnits(ours, theirs))
    return pairs


@dataclass(frozen=True)
class VersionChange:
    """How the published counts of a place differ from an earlier version's.

    `added`: how many more answered (negative: fewer). `only_added`: the counts are
    consistent with answers only having been added, or only removed. `changed`: at least
    how many answers are new, gone or different. `same`: none, as far as is known. All
    unknown (NaN) of a place that the earlier version did not have.
    """

    added: float
    only_added: bool
    changed: float

    @classmethod
    def between(
        cls, now: Mapping[str, Entry], then: Mapping[str, Entry]
    ) -> VersionChange:
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

    @classmethod
    def of(cls, now: Counts, then: Counts, pair: SameUnits) -> VersionChange:
        """How the counts of some places together differ."""
        return cls.between(_together(now, pair.now), _together(then, pair.then))

    @property
    def same(self) -> bool:
        return self.changed == 0

    @property
    def corrected(self) -> bool:
        """Whether some answers are other ones, or gone, while others came."""
        return not np.isnan(self.added) and not self.only_added


def few_changed(
    now: Counts, then: Counts, rule: Rule, regrouped: Regrouped = ()
) -> list[Place]:
    """The places where fewer than `k` answers are known to be new, gone or different.

    What has changed in a group has changed in all too, whatever was published of all.
    """
    changes = {
        place: VersionChange.of(now, then, pair)
        for pair in same_units(now, then, regrouped)
        for place in pair.now
    }
    known = {place: one.changed for place, one in changes.items() if one.changed > 0}
    least = {
        place: one.changed
        or max([n for part, n in known.items() if _within(part, place)], default=0)
        for place, one in changes.items()
    }
    return [place for place, changed in least.items() if 0 < changed < rule.k]


def _together(counts: Counts, places: Sequence[Place]) -> dict[str, Entry]:
    """The numbers of some places added up, by the options that all of them have."""
    tables = [counts.get(place, {}) for place in places]
    if len(tables) == 1:
        return tables[0]
    return {
        option: replace(
            first,
            count=sum(table[option].count for table in tables),
            answered=sum(base_of(table) for table in tables),
        )
        for option, first in tables[0].items()
        if all(option in table for table in tables)
    }


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


def suppressed_before(
    now: Mapping[str, ConstraintTable], earlier: Sequence[PublishedBefore]
) -> set[int]:
    """The rows that some earlier version suppressed."""
    return {
        entry.row
        for tables, _ in earlier
        for item, then in tables.items()
        for place, option, before in then.places()
        if np.isnan(before.count)
        for entry in [now[item].counts.get(place, {}).get(option)]
        if entry is not None
    }
