"""The key figures of a survey: one number each, and what it was in the wave before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

import pandas as pd

from helpers.disclosure.released import Released
from helpers.estimation.schema import SHARE, Row
from helpers.presentation import text
from helpers.presentation.findings import bases, survey, wishes
from helpers.presentation.findings.bases import Routed
from helpers.presentation.findings.differences import significant
from helpers.presentation.findings.headlines import Answered, Topic, headlines
from helpers.presentation.findings.values import Half, Measure, Moved
from helpers.presentation.findings.waves import TwoWaves
from helpers.survey.codebook import TOTAL

MOST = 6


class Kind(Enum):
    """What a key figure is of."""

    COLLABORATES = auto()
    FORM = auto()
    ORGANISATIONS = auto()
    HALF = auto()
    HINDRANCE = auto()
    WISH = auto()


@dataclass(frozen=True)
class KeyFigure:
    """`one` is the number (a share, or a count with a share of NaN); `labels` are the
    options or the challenge that it is of, `question` its question's name, `asked` who
    was asked it where not everybody was.

    `before` is the same number in the wave `wave`, None where there is none to compare
    with. `change` is its significant change; `tested` whether a change was looked for.
    """

    kind: Kind
    one: Measure
    labels: tuple[str, ...] = ()
    question: str = ""
    asked: Routed | None = None
    before: float | None = None
    wave: str = ""
    change: Moved | None = None
    tested: bool = False

    @property
    def of_answers(self) -> bool:
        """Whether all who answered say so, or nobody: then no share of all the units,
        of whom others may say otherwise."""
        return not self.one.coarse and self.one.count in (0, self.one.answered)


def key_figures(released: Released, waves: TwoWaves | None = None) -> list[KeyFigure]:
    """At most six, those that are shown and rest on enough answers for a percentage."""
    few = released.codebook.disclosure.percent_from
    made = [one for one in _all(released, waves) if one.one.answered >= few]
    return made[:MOST]


def _all(released: Released, waves: TwoWaves | None) -> Iterator[KeyFigure]:
    row = survey.collaborates(released, TOTAL)
    if row is not None:
        yield _of_row(Kind.COLLABORATES, row, waves)
    forms = survey.used_forms(released)
    if forms is not None and (top := forms.ranking.top) is not None:
        row = survey.collaborates(released, TOTAL, form=top.key)
        if row is not None and len(forms.ranking.leaders) == 1:
            yield _of_row(Kind.FORM, row, waves, labels=(top.label,))
    if (named := _organisations(released, waves)) is not None:
        yield named
    for one in headlines(released, waves):
        for found in one.findings if one.topic is Topic.EFFECT else ():
            if isinstance(found, Answered) and isinstance(found.found, Half):
                yield _of_half(released, found, found.found, waves)
    yield from _hindrance(released, waves)
    yield from _wish(released, waves)


def _of_row(
    kind: Kind, row: Row, waves: TwoWaves | None, *, labels: tuple[str, ...] = ()
) -> KeyFigure:
    before = None if waves is None else waves.same(row)
    changed = None if waves is None else waves.change(row)
    moved, tested = None, False
    if changed is not None and text.has_interval(changed):
        tested = True
        if significant(changed):
            moved = Moved("", changed.estimate, changed.low, changed.high)
    return KeyFigure(
        kind,
        Measure.of(row),
        labels,
        before=None if before is None else float(before.estimate),
        wave="" if waves is None else waves.before,
        change=moved,
        tested=tested,
    )


def _organisations(released: Released, waves: TwoWaves | None) -> KeyFigure | None:
    keys = {"challenge": TOTAL, "form": TOTAL, "group": TOTAL}
    row = survey.row_of(released, statistic="organisations", **keys)
    if row is None or not row.count:
        return None
    then = None
    if waves is not None:
        then = survey.row_of(waves.then, statistic="organisations", **keys)
    one = Measure("", "", row.count, int(row.answered), float("nan"))
    return KeyFigure(
        Kind.ORGANISATIONS,
        one,
        before=None if then is None else float(then.count),
        wave="" if waves is None else waves.before,
    )


def _of_half(
    released: Released, answered_by: Answered, found: Half, waves: TwoWaves | None
) -> KeyFigure:
    question = answered_by.question
    return KeyFigure(
        Kind.HALF,
        found.one,
        found.options,
        question.name,
        answered_by.asked,
        before=_sum_before(released, question.id, TOTAL, found.options, waves),
        wave="" if waves is None else waves.before,
    )


def _hindrance(released: Released, waves: TwoWaves | None) -> Iterator[KeyFigure]:
    found, question = wishes.hindrances(released), released.codebook.hindrance_question
    if found is None or question is None or pd.isna(found.first.share):
        return
    first = found.first
    before = _sum_before(released, question.id, TOTAL, (first.key,), waves)
    wave = "" if waves is None else waves.before
    labels = (first.label,)
    if found.leads:
        asked = bases.routed(released.select(question=question.id))
        yield KeyFigure(
            Kind.HINDRANCE, first, labels, question.name, asked, before, wave
        )


def _wish(released: Released, waves: TwoWaves | None) -> Iterator[KeyFigure]:
    found, question = wishes.most_wanted(released), released.codebook.needs_question
    if found is None or question is None or len(found.leaders) > 1:
        return
    [one] = found.leaders
    before = _sum_before(released, question.id, one.key, found.options, waves)
    wave = "" if waves is None else waves.before
    asked = bases.routed(released.select(question=question.id))
    yield KeyFigure(Kind.WISH, one, (one.label,), question.name, asked, before, wave)


def _rows(
    released: Released, question: str, item: str, options: tuple[str, ...]
) -> list[Row]:
    keys = {"statistic": SHARE, "challenge": TOTAL, "group": TOTAL}
    rows = released.select(question=question, item=item, option=list(options), **keys)
    return text.shown_rows(rows)


def _sum_before(
    released: Released,
    question: str,
    item: str,
    options: tuple[str, ...],
    waves: TwoWaves | None,
) -> float | None:
    """The share that gave any of `options` in the wave before; None where any of them
    is not shown then, or rests on too few answers."""
    if waves is None:
        return None
    rows = _rows(released, question, item, options)
    found = [one for row in rows if (one := waves.same(row)) is not None]
    few = waves.then.codebook.disclosure.percent_from
    whole = len(options) <= len(rows) == len(found)
    if not whole or any(row.answered < few for row in found):
        return None
    return float(sum(row.estimate for row in found))
