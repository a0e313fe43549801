"""What was found of one group, beside the others: for its own sheet.

The others never have the group itself among them: their share is the group's own less
the released difference (`against_others`).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.disclosure.released import Released
from helpers.estimation.schema import AGAINST, ANSWER_AGAINST, COLLABORATES, SHARE, Row
from helpers.presentation import text
from helpers.presentation.findings import survey
from helpers.presentation.findings.differences import significant
from helpers.presentation.findings.values import Against, Measure, first_ones
from helpers.presentation.findings.waves import TwoWaves
from helpers.survey.codebook import NO_GROUP, TOTAL, Grid, Number

MOST_ASKED = 2
MOST_ANSWERS = 3


@dataclass(frozen=True)
class OwnShare:
    """How large a share of a group collaborates at all. `others` is that of all other
    groups together, None where they are not compared; `sure` whether the difference is
    significant, `span` its interval. `place` is its place among the `of` groups with
    enough answers, 0 where it has too few itself; `equal` others have the same."""

    group: str
    one: Measure
    others: float | None = None
    sure: bool = False
    span: tuple[float, float] | None = None
    place: int = 0
    of: int = 0
    equal: int = 0


@dataclass(frozen=True)
class OwnChange:
    """The same share then and now, of all in the group who answered each time (shares
    0–1); `sure` whether its change is significant, None where that is not tested."""

    group: str
    then: float
    now: float
    wave: str
    sure: bool | None = None


@dataclass(frozen=True)
class Everywhere:
    """A group that is in every challenge (`challenges`) in every form (`forms`), as
    far as these are asked; else in which challenges nobody who answered is."""

    group: str
    challenges: int
    forms: int
    none: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sum:
    """A number question's answers added up over its rows: "26 pågående projekt"."""

    question: str
    total: float
    answered: int
    unit: str = ""


@dataclass(frozen=True)
class OwnAnswers:
    """The answers where a group is furthest from the others, surely: the question, the
    answer and its share in the group; first those that it gives more often. `of`: how
    many surely differ."""

    group: str
    more: tuple[tuple[str, str, float], ...]
    less: tuple[tuple[str, str, float], ...]
    of: int


@dataclass(frozen=True)
class ToAsk:
    """Who could be asked of a challenge: the groups where most are in it."""

    challenge: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Sharing:
    """The groups that name most of the organisations that this one names too."""

    groups: tuple[tuple[str, int], ...]


def own_share(released: Released, group: str) -> OwnShare | None:
    rows = released.select(statistic=COLLABORATES, challenge=TOTAL, form=TOTAL)
    shown = {row.group: row for row in text.shown_rows(rows)}
    if group not in shown:
        return None
    own, few = shown[group], released.codebook.disclosure.percent_from
    different = survey.row_of(
        released, statistic=AGAINST, challenge=TOTAL, form=TOTAL, group=group
    )
    others, sure, span = None, False, None
    if different is not None and text.has_interval(different) and own.answered >= few:
        others, sure = float(own.estimate - different.estimate), significant(different)
        span = float(different.low), float(different.high)
    enough = [
        row
        for name, row in shown.items()
        if name not in (TOTAL, NO_GROUP) and row.answered >= few
    ]
    place = 1 + sum(row.estimate > own.estimate for row in enough)
    return OwnShare(
        group,
        Measure.of(own, key=group, label=group),
        others=others,
        sure=sure,
        span=span,
        place=place if own.answered >= few else 0,
        of=len(enough),
        equal=sum(row.estimate == own.estimate for row in enough) - 1,
    )


def own_change(waves: TwoWaves | None, group: str) -> OwnChange | None:
    """The group then is what became it, however the groups have merged."""
    if waves is None:
        return None
    keys = {"challenge": TOTAL, "form": TOTAL, "option": TOTAL, "group": group}
    now = survey.row_of(waves.now, statistic=COLLABORATES, **keys)
    moved = survey.row_of(waves.now, statistic="change_all", **keys)
    few = waves.now.codebook.disclosure.percent_from
    if now is None or moved is None or pd.isna(moved.estimate) or now.answered < few:
        return None
    tested = survey.row_of(waves.now, statistic="change", **keys)
    sure = None
    if tested is not None and text.has_interval(tested):
        sure = significant(tested)
    then = float(now.estimate - moved.estimate)
    return OwnChange(group, then, float(now.estimate), waves.before, sure)


def everywhere(released: Released, group: str) -> Everywhere | None:
    """In how many challenges and forms somebody is, where all of it is shown."""
    labels = released.codebook.challenge_labels
    rows = _of_group(released, group, form=TOTAL)
    if not rows:
        return None
    none = tuple(labels[row.challenge] for row in rows if not row.count)
    forms = list(released.codebook.forms)
    cells = _of_group(released, group, form=forms)
    whole = len(cells) == len(forms) * len(labels) and all(c.count for c in cells)
    every = len(rows) == len(labels) and not none
    if not none and not (every and whole):
        return None
    return Everywhere(group, len(labels), len(forms) if whole else 0, none)


def _of_group(released: Released, group: str, *, form: str | list[str]) -> list[Row]:
    return text.shown_rows(
        released.select(
            statistic=COLLABORATES,
            group=group,
            challenge=list(released.codebook.challenge_labels),
            form=form,
        )
    )


def sums(released: Released, group: str) -> list[Sum]:
    """Each number question without a unit of money, added up; none where a row of it is
    not shown."""
    found = []
    for question in released.codebook.counted:
        grid = isinstance(question, Grid) and question.cell == "number"
        if not grid and not (isinstance(question, Number) and not question.unit):
            continue
        rows = released.select(
            question=question.id, statistic="total", challenge=TOTAL, group=group
        )
        shown = text.shown_rows(rows)
        if not shown or len(shown) < len(rows):
            continue
        total = float(sum(row.estimate for row in shown))
        answered = max(int(row.answered) for row in shown)
        found.append(Sum(question.name, total, answered))
    return found


def marks(released: Released, group: str, question: str) -> dict[tuple[str, str], int]:
    """The item and option of each answer that the group surely gives more often than
    the others together (1), or more seldom (-1)."""
    rows = released.select(statistic=ANSWER_AGAINST, question=question, group=group)
    return {
        (row.item, row.option): 1 if row.estimate > 0 else -1
        for row in rows
        if significant(row)
    }


def answers(released: Released, group: str) -> OwnAnswers | None:
    """Of the questions with one row: of a grid its own table says it."""
    book = released.codebook
    rows = [
        row
        for row in released.select(statistic=ANSWER_AGAINST, group=group)
        if significant(row) and book.question(row.question).chapter != "background"
    ]
    furthest = sorted(rows, key=lambda row: -abs(row.estimate))
    single = [row for row in furthest if row.item == TOTAL][:MOST_ANSWERS]
    own = {
        (row.question, row.option): row.estimate
        for row in text.shown_rows(
            released.select(
                statistic=SHARE,
                group=group,
                challenge=TOTAL,
                item=TOTAL,
                question=[row.question for row in single],
            )
        )
    }

    def furthest_of(sign: int) -> tuple[tuple[str, str, float], ...]:
        return tuple(
            (book.question(row.question).name, row.option, share)
            for row in single
            if row.estimate * sign > 0
            and (share := own.get((row.question, row.option))) is not None
        )

    more, less = furthest_of(1), furthest_of(-1)
    return OwnAnswers(group, more, less, len(rows)) if more or less else None


def to_ask(released: Released, group: str, against: Against | None) -> list[ToAsk]:
    """For each challenge where the group is surely less, or nobody who answered is:
    where most are."""
    labels = released.codebook.challenge_labels
    few = released.codebook.disclosure.percent_from
    less = set(against.below if against else ())
    own = {row.challenge: row for row in _of_group(released, group, form=TOTAL)}
    made = []
    for challenge, label in labels.items():
        row = own.get(challenge)
        if row is None or (row.count and label not in less):
            continue
        others = released.select(
            statistic=COLLABORATES, challenge=challenge, form=TOTAL
        )
        enough = [
            one
            for one in text.shown_rows(others)
            if one.group not in (TOTAL, NO_GROUP, group) and one.answered >= few
        ]
        ranked = sorted(enough, key=lambda one: -one.estimate)
        most = first_ones(ranked, MOST_ASKED, lambda one: one.estimate)
        if most and all(one.count for one in most):
            made.append(ToAsk(label, tuple(one.group for one in most)))
    return made


def sharing(released: Released, group: str) -> Sharing | None:
    """Of the organisations whose names may be printed."""
    shared: dict[str, int] = {}
    for one in released.facts.organisations.listed:
        if group in one.naming.groups:
            for other in one.naming.groups:
                shared[other] = shared.get(other, 0) + (other != group)
    ranked = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))
    named = first_ones(ranked, MOST_ASKED, lambda pair: pair[1])
    most = tuple(pair for pair in named if pair[1])
    return Sharing(most) if most else None
