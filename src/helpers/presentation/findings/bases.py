"""What the numbers of a report rest on: who was asked, whose answer is implied, and who
is missing."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.disclosure.released import Released
from helpers.estimation.network import CAUTIOUS_CLAIMS
from helpers.estimation.schema import SHARE
from helpers.survey.codebook import TOTAL, AnyQuestion, Codebook


@dataclass(frozen=True)
class Caution:
    """Why numbers of all may be said of all only with a reservation: the response
    rate is low (`rate`, None where it is not), or nobody in some `groups`, with
    `units` of the `asked`, has answered."""

    rate: float | None
    groups: tuple[str, ...]
    units: int
    asked: int


@dataclass(frozen=True)
class Implied:
    """Of those that count as having answered a question, how many were not asked it:
    an earlier answer said no (`none`), or "vet ej" (`unsure`)."""

    none: int
    unsure: int

    @property
    def number(self) -> int:
        return self.none + self.unsure


EVERYBODY = Implied(0, 0)
"""Everybody was asked."""


@dataclass(frozen=True)
class Filter:
    """The answers to one earlier question that lead to another: `options`, or all but
    those (`all_but`), whichever are fewer. `question` is its label."""

    question: str
    options: tuple[str, ...]
    all_but: bool = False


@dataclass(frozen=True)
class Routed:
    """Who was asked a routed question: those that collaborate (`collaborating`: as the
    question of how they do), or those that every one of `filters` lets through.
    `unknown`: nobody knows who was asked."""

    filters: tuple[Filter, ...]
    collaborating: bool = False
    unknown: bool = False


@dataclass(frozen=True)
class Among:
    """A `finding` of a routed question, and who was asked it."""

    finding: object
    asked: Routed


def caution(released: Released) -> Caution | None:
    """What every number of all needs beside it: that a group has not answered, or that
    few have. None where neither is so, and where nobody knows who was asked."""
    response = released.facts.response
    if response.asked is None or not response.known:
        return None
    groups = response.not_covered
    rate = response.response_rate
    low = rate if rate is not None and rate < CAUTIOUS_CLAIMS else None
    if low is None and not groups:
        return None
    units = [
        one.population or 0 for one in response.departments if one.department in groups
    ]
    return Caution(low, groups, sum(units), response.asked)


def implied_none(released: Released, question: str) -> Implied | None:
    """How many were not asked `question` since an earlier answer implies theirs:
    counted from the released answers to the earlier question. None where a number is
    not shown."""
    asked = released.codebook.question(question)
    if not asked.implied_none:
        return EVERYBODY
    if len(asked.implied_none) > 1:
        return None  # who is in both is not known
    (earlier, options), *_ = asked.implied_none.items()
    unsure = released.codebook.question(earlier).dont_know_options
    counts = []
    for some in (list(options), list(unsure)):
        rows = released.select(
            question=earlier,
            statistic=SHARE,
            option=some,
            challenge=TOTAL,
            group=TOTAL,
        )
        if len(rows) != len(some) or not all(row.shown for row in rows):
            return None
        counts.append(int(sum(row.count for row in rows)))
    return Implied(*counts)


def routed(released: Released) -> Routed | None:
    """Who was asked the questions of a table; None where everybody was, or an answer is
    implied for the rest."""
    codebook = released.codebook
    found = []
    asked = [codebook.by_id.get(id) for id in released.values("question")]
    if any(question is not None and question.asked == "unknown" for question in asked):
        return Routed((), unknown=True)
    for question in asked:
        if question is None or question.implied_none or not question.asked_if:
            return None
        found.append(_routed_by(question, codebook))
    return found[0] if len(set(found)) == 1 else None


def _routed_by(question: AnyQuestion, codebook: Codebook) -> Routed:
    filters = []
    for earlier, leading in question.asked_if.items():
        by = codebook.question(earlier)
        rest = tuple(one for one in by.all_options if one not in leading)
        fewer = 0 < len(rest) < len(leading)
        options = rest if fewer else tuple(leading)
        filters.append(Filter(by.name, options, all_but=fewer))
    challenges = codebook.challenges
    source = challenges and codebook.question(challenges.source.question)
    same = bool(source and source.implied_none and source.asked_if == question.asked_if)
    return Routed(tuple(filters), collaborating=same)
