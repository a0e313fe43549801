"""What hinders collaboration and what more is wished for: of a survey, or a challenge.

Every function gives a value, or None, as those of `survey` do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.disclosure.released import Released
from helpers.estimation.schema import SHARE
from helpers.presentation import text
from helpers.presentation.findings.response import MOST_NAMED
from helpers.presentation.findings.survey import row_of
from helpers.presentation.findings.values import (
    Measure,
    distinguishable,
    first_ones,
)
from helpers.survey.codebook import TOTAL, Multiple


@dataclass(frozen=True)
class Hindrances:
    """⑨ The commonest hindrances, by share. `partial`: a suppressed one may be larger.
    `unsure`: others are not distinguishable from the last of them. `of_challenge`:
    among those in one challenge, though the question was about all collaboration.
    `other`: how many gave "annat", where that is more than any of them."""

    options: tuple[Measure, ...]
    partial: bool
    of_challenge: bool
    unsure: bool = False
    other: Measure | None = None

    @property
    def first(self) -> Measure:
        return self.options[0]

    @property
    def leads(self) -> bool:
        """Whether the first is surely the commonest."""
        return len(self.options) < 2 or distinguishable(*self.options[:2])


@dataclass(frozen=True)
class Wanting:
    """⑩ How many want more, by these `options`; `outside` of them say that they are not
    in the challenge today (None where that is not shown). `challenge` is its label."""

    challenge: str
    count: float
    answered: float
    options: tuple[str, ...]
    outside: float | None = None


@dataclass(frozen=True)
class MostWanted:
    """The challenge in which most want more, with those not distinguishable from it;
    the shares are sums over `options`."""

    leaders: tuple[Measure, ...]
    options: tuple[str, ...]


def hindrances(released: Released, challenge: str = TOTAL) -> Hindrances | None:
    """⑨ The commonest hindrances. Those as common as the last of them are named too,
    or none of these when they are many."""
    question = released.codebook.hindrance_question
    if question is None or question.unexplained:
        return None
    rows = released.select(
        question=question.id, statistic=SHARE, challenge=challenge, group=TOTAL
    )
    options = _hindrances(rows, question)
    ranked = sorted(
        (
            Measure.of(row, key=row.option, label=row.option)
            for row in text.shown_rows(rows)
            if row.option in options and row.count
        ),
        key=lambda one: -one.share,
    )
    if not ranked:
        return None
    # By what is printed: the whole percent.
    top = first_ones(ranked, MOST_NAMED, lambda one: round(one.share, 2))
    if not top:
        return None
    rest = ranked[len(top) :]
    # A suppressed number may be larger than the last that is named, if there is room.
    return Hindrances(
        tuple(top),
        partial=any(not row.shown and row.option in options for row in rows),
        of_challenge=challenge != TOTAL,
        unsure=bool(rest) and not distinguishable(top[-1], rest[0]),
        other=next(
            (
                Measure.of(row, key=row.option, label=row.option)
                for row in text.shown_rows(rows)
                if row.option in question.other_options
                and row.estimate > ranked[0].share
            ),
            None,
        ),
    )


def _hindrances(rows: Released, question: Multiple) -> set[str]:
    """The options that name something: no total, "inget", "annat" or "vet ej"."""
    nothing = {TOTAL, *question.nothing_options, *question.unsure_options}
    nothing |= {*question.other_options}
    return set(rows.values("option")) - nothing


def wanting(released: Released, challenge: str) -> Wanting | None:
    """⑩ How many want more of it, and how many of them are not in it today; None
    unless all that they are summed of is shown."""
    codebook = released.codebook
    question = codebook.needs_question
    if question is None or challenge not in question.rows:
        return None
    options = question.wants_more
    keys = {"question": question.id, "item": challenge, "statistic": SHARE}
    everyone = _sum(released, options, challenge=TOTAL, group=TOTAL, **keys)
    if everyone is None:
        return None
    count, answered = everyone
    outside = row_of(
        released,
        question=question.id,
        item=challenge,
        challenge=challenge,
        statistic="wanted_outside",
    )
    label = text.label_of(released, "challenge", challenge)
    return Wanting(
        label,
        count,
        answered,
        tuple(options),
        outside.count if count and outside is not None else None,
    )


def most_wanted(released: Released) -> MostWanted | None:
    """In which challenge most want more, with those not distinguishable from it."""
    question = released.codebook.needs_question
    if question is None:
        return None
    options = tuple(question.wants_more)
    found = [_summed(released, question.id, row, options) for row in question.rows]
    sums = [one for one in found if one is not None]
    if len(sums) < len(question.rows):
        return None
    top, *others = sorted(sums, key=lambda one: -one.share)
    if not top.count:
        return None
    leaders = (top, *(one for one in others if not distinguishable(top, one)))
    return MostWanted(leaders, options)


def _summed(
    released: Released, question: str, item: str, options: Sequence[str]
) -> Measure | None:
    """The share of several options of a question with one answer each; its interval is
    the sum of theirs, which is wider than its own would be. None unless all are shown.
    """
    rows = text.shown_rows(
        released.select(
            question=question,
            item=item,
            statistic=SHARE,
            option=list(options),
            challenge=TOTAL,
            group=TOTAL,
        )
    )
    if not rows or len(rows) != len(options):
        return None
    spans = all(text.has_interval(row) for row in rows)
    return Measure(
        item,
        text.label_of(released, "challenge", item),
        sum(row.count for row in rows),
        int(rows[0].answered),
        float(sum(row.estimate for row in rows)),
        max(0.0, sum(row.low for row in rows)) if spans else None,
        min(1.0, sum(row.high for row in rows)) if spans else None,
        coarse=any(map(text.coarse, rows)),
    )


def _sum(
    released: Released, options: Sequence[str], **keys: str
) -> tuple[float, float] | None:
    """(count, answered) of several answers to a question with one answer each; None
    unless all are shown."""
    rows = text.shown_rows(released.select(option=list(options), **keys))
    if len(rows) != len(options):
        return None
    return sum(row.count for row in rows), rows[0].answered
