"""Which answer is largest in most rows of a table, with its equals, and beside what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.disclosure.released import Released
from helpers.estimation.schema import SHARE, Row
from helpers.presentation.findings.rankings import others
from helpers.presentation.findings.values import Measure, Prevailing, distinguishable
from helpers.presentation.text.cells import (
    State,
    dont_know,
    label_of,
    only_released,
    state,
)
from helpers.survey.codebook import TOTAL


def prevailing(
    released: Released, *, rows: str = "challenge", by: str = "form"
) -> Prevailing | None:
    """Which value of `by` is largest in most of the `rows`; "vet ej" and "annat" are
    told beside."""
    table: dict[str, list[Row]] = {}
    for row in only_released(released):
        if row.key(rows) != TOTAL and row.key(by) != TOTAL:
            table.setdefault(row.key(rows), []).append(row)
    exclusive = _one_answer_each(released)
    beside = others(released, by)
    if by == "option":
        beside |= dont_know(released)
    seen = [c for c in table.values() if _largest_is_seen(c, exclusive=exclusive)]
    lines = [_Line.of(cells, by, beside) for cells in seen]
    ours = set(table) <= set(released.codebook.challenge_labels)
    of_challenges = rows == "item" and ours
    leads = Counter(line.leads for line in lines if line.leads)
    over = Counter(line.beside for line in lines if line.beside)
    first = ("", 0)
    if over:
        value, times = over.most_common(1)[0]
        first = label_of(released, by, value), times
    if not leads:
        counts = 0, len(seen), len(table)
        return Prevailing(by, rows, "", *counts, of_challenges, beside=first)
    most, times = leads.most_common(1)[0]
    equal = [value for value in leads if value != most and leads[value] == times]
    return Prevailing(
        by,
        rows,
        label_of(released, by, most),
        times,
        len(seen),
        len(table),
        of_challenges,
        sure=sum(line.sure for line in lines if line.leads == most),
        tied=tuple(label_of(released, by, value) for value in equal),
        shared=sum(most in line.equals for line in lines),
        beside=first,
    )


@dataclass(frozen=True)
class _Line:
    """One row of the table: what `leads` it, and whether that is `sure`; else which are
    `equals`, or what stands `beside` the contents and is larger than they are."""

    leads: str = ""
    sure: bool = False
    equals: tuple[str, ...] = ()
    beside: str = ""

    @classmethod
    def of(cls, cells: Sequence[Row], by: str, beside: frozenset[str]) -> _Line:
        shown = [cell for cell in cells if state(cell) is State.SHOWN]
        named = [cell for cell in shown if cell.key(by) not in beside]
        largest = max(shown, key=lambda cell: cell.estimate)
        top = max(named, key=lambda cell: cell.estimate, default=largest)
        if largest.estimate > top.estimate or not named:
            return cls(beside=largest.key(by) if largest.count else "")
        if not top.count:
            return cls()
        equal = [cell.key(by) for cell in named if cell.estimate == top.estimate]
        if len(equal) > 1:
            return cls(equals=tuple(equal))
        rest = [Measure.of(cell) for cell in shown if cell is not top]
        sure = all(distinguishable(Measure.of(top), other) for other in rest)
        return cls(top.key(by), sure)


def _one_answer_each(released: Released) -> bool:
    """Whether each row of the table divides those who answered it among its cells."""
    codebook = released.codebook
    kinds = {
        item.kind
        for id in released.values("question")
        if id in codebook.by_id
        for item in codebook.items(id)
    }
    return kinds == {"single"} and set(released.values("statistic")) == {SHARE}


def _largest_is_seen(cells: Sequence[Row], *, exclusive: bool) -> bool:
    """Whether the largest of a row's cells is shown: all are, or one of the shown is
    larger than what is left to the suppressed ones where cells share a whole."""
    states = {state(cell) for cell in cells}
    if states == {State.SHOWN}:
        return True
    if states != {State.SHOWN, State.SUPPRESSED}:
        return False  # nobody was asked, or answered
    shown = [cell for cell in cells if state(cell) is State.SHOWN]
    left = 1 - sum(cell.estimate for cell in shown)
    return exclusive and max(cell.estimate for cell in shown) > left
