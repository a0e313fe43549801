"""Which findings a summary tells, by rule: every candidate has a topic and a score.

A topic is a question that a reader comes with; within a topic the highest score is
told, and of all topics at most `MOST`, so that the lowest score is left out. The score
is how large a finding is against its uncertainty (0–1), and half a step more for what
has changed, for what a reader can act on and for a cell where nobody does anything:

>>> score(0.4, 0.1), score(0.4, 0.1, acted_on=True)
(0.8, 1.3)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum, auto
from math import sqrt

from helpers.disclosure.released import Released
from helpers.estimation.schema import SHARE
from helpers.presentation.findings import bases, survey, wishes
from helpers.presentation.findings.differences import changes
from helpers.presentation.findings.gaps import find_gaps
from helpers.presentation.findings.leading import prevailing
from helpers.presentation.findings.rankings import (
    half,
    ranking,
    single_answer,
    unexplained,
    upper_half,
)
from helpers.presentation.findings.ranks import PutFirst
from helpers.presentation.findings.response import responded
from helpers.presentation.findings.values import (
    Finding,
    Majority,
    Measure,
    Ranking,
)
from helpers.presentation.findings.waves import TwoWaves, shifts
from helpers.survey.codebook import TOTAL, AnyQuestion, Grid

MOST = 6
OF_EFFECT = 2
MOST_LEADERS = 3
"""More than this that are not distinguishable from the largest are no finding."""
FEWEST = 4
"""A survey with fewer findings on its topics is told of question by question."""


SHORTEST_WORD = 5
"""Shorter words ("what", "inom") hardly tell what a question is about."""


class Topic(IntEnum):
    """A reader's questions, in the order that they are asked in."""

    EXTENT = auto()  # how much, and in which forms
    CHANGE = auto()
    EFFECT = auto()  # what it does, how well it is known
    GAPS = auto()  # where nobody does it, and from where nothing is known
    HINDRANCES = auto()
    WISHES = auto()
    QUESTION = auto()  # whatever else was asked


@dataclass(frozen=True)
class Answered:
    """A finding of one question, told with the question's name before it."""

    question: AnyQuestion
    found: object
    asked: bases.Routed | None = None
    few: int | None = None
    """How many answered it, where that is less than half of all in the report."""


@dataclass(frozen=True)
class Headline:
    """What is told together, in order."""

    topic: Topic
    score: float
    findings: tuple[object, ...]


def score(
    size: float,
    uncertainty: float,
    *,
    changed: bool = False,
    acted_on: bool = False,
    nobody: bool = False,
) -> float:
    """`size` of a finding (a share, a lead or a difference, 0–1) against half of its
    interval, and half a step for each of the rest."""
    clear = size / (size + uncertainty) if size > 0 else 0.0
    return round(clear + (changed + acted_on + nobody) / 2, 6)


def half_interval(one: Measure) -> float:
    """Half of the confidence interval, or of what a simple sample would have."""
    if one.interval is not None:
        return one.width / 2
    return 1.96 * sqrt(one.share * (1 - one.share) / max(one.answered, 1))


def headlines(released: Released, waves: TwoWaves | None = None) -> list[Headline]:
    """At most six, in the order of their topics; extent always stands first."""
    found = [one for one in _candidates(released, waves) if one.findings]
    best: list[Headline] = []
    for topic in Topic:
        ranked = sorted(
            (one for one in found if one.topic is topic), key=lambda one: -one.score
        )
        best += ranked[:1]
    if len(best) < FEWEST:
        best += _of_questions(released)
    first = [one for one in best if one.topic is Topic.EXTENT]
    rest = sorted(
        (one for one in best if one.topic is not Topic.EXTENT),
        key=lambda one: -one.score,
    )
    kept = [*first, *rest][:MOST]
    return [one for one in best if one in kept]


def _candidates(released: Released, waves: TwoWaves | None) -> Iterator[Headline]:
    extent = survey.extent(released)
    if extent is not None:
        one = extent.measure
        forms = survey.used_forms(released)
        findings = (extent, *([forms] if forms else []))
        yield Headline(Topic.EXTENT, score(one.share, half_interval(one)), findings)
    elif (leading := survey.largest_challenge(released)) is not None:
        one = leading.leaders[0]
        yield Headline(Topic.EXTENT, score(one.share, half_interval(one)), (leading,))
    if waves is not None:
        yield from _changes(waves)
    effects = sorted(_effects(released), key=lambda one: -one[0])[:OF_EFFECT]
    if effects:
        findings = tuple(found for _, found in effects)
        yield Headline(Topic.EFFECT, effects[0][0], findings)
    gaps = find_gaps(released)
    if gaps is not None:
        size = len(gaps.empty) / max(gaps.answered, 1)
        yield Headline(Topic.GAPS, score(size, size, nobody=True), (gaps,))
    hindrances = wishes.hindrances(released)
    if hindrances is not None:
        one = hindrances.first
        clear = score(one.share, half_interval(one), acted_on=True)
        findings = (of_hindrances(released),)
        yield Headline(Topic.HINDRANCES, clear, findings)
    wanted = wishes.most_wanted(released)
    if wanted is not None and len(wanted.leaders) <= MOST_LEADERS:
        one = wanted.leaders[0]
        clear = score(one.share, half_interval(one), acted_on=True)
        yield Headline(Topic.WISHES, clear, (wanted,))


def _changes(waves: TwoWaves) -> Iterator[Headline]:
    """Whether the extent has changed, and what else has moved most: one headline."""
    whole = extent_changes(waves)
    moved = shifts(waves)[:1]
    found = ([] if whole is None else [whole]) + moved
    if not found:
        return
    size = abs(moved[0].now - moved[0].then) if moved else 0.0
    clear = 1.96 * size / moved[0].clear if moved else 0.0
    if whole is not None and whole.changes.significant:
        first = whole.changes.significant[0]
        if first.low is not None and first.high is not None:
            size, clear = abs(first.difference), (first.high - first.low) / 2
    yield Headline(Topic.CHANGE, score(size, clear, changed=True), tuple(found))


def extent_changes(waves: TwoWaves) -> survey.ExtentChanges | None:
    """What has changed in how many are in each challenge."""
    source = waves.now.codebook.challenges
    if source is None:
        return None
    rows = waves.of(
        question=source.source.question,
        statistic="change",
        challenge=list(waves.now.codebook.challenge_labels),
        item=TOTAL,
        option=TOTAL,
        form=TOTAL,
    )
    found = changes(rows, waves=(waves.before, waves.after))
    return None if found is None else survey.ExtentChanges(found)


def _effects(released: Released) -> Iterator[tuple[float, Answered]]:
    """Questions on a scale whose answers lie in one half of it, with their scores."""
    for question in _asked(released):
        if question.type != "single":
            continue
        found = half(_shares(released, question))
        if found is not None:
            lead = found.one.share - 0.5
            clear = score(lead, half_interval(found.one))
            rows = _shares(released, question)
            yield clear, Answered(question, found, bases.routed(rows))


def _of_questions(released: Released) -> list[Headline]:
    """The clearest finding of the questions that no topic is about, best first."""
    source = released.codebook.challenges
    everybody = responded(released).answered
    made = []
    for question in _asked(released):
        if source is not None and question.id == source.source.question:
            continue
        finding = answered(released, question)
        found = None if finding is None else finding.found
        first = found.first if isinstance(found, PutFirst) else found
        if finding is None or not isinstance(first, Majority | Ranking):
            continue
        if not _constant(first):
            known = finding.asked is not None and not finding.asked.unknown
            if first.top and 2 * first.top.answered < everybody and not known:
                finding = replace(finding, few=first.top.answered)
            made.append(Headline(Topic.QUESTION, _lead(first), (finding,)))
    return distinct_first(sorted(made, key=lambda one: -one.score))[:MOST]


def distinct_first(made: list[Headline]) -> list[Headline]:
    """The findings in their order, but last those that resemble one before them: they
    fill what room the others leave."""
    distinct: list[Headline] = []
    for one in made:
        if not any(_asks_alike(one, other) for other in distinct):
            distinct.append(one)
    return [*distinct, *(one for one in made if one not in distinct)]


def _asks_alike(one: Headline, other: Headline) -> bool:
    """Whether two questions are about the same by their names: most of the words of
    one, and more than one of them, stand in the other."""
    a, b = (_words_of(headline) for headline in (one, other))
    return len(a & b) > 1 and len(a & b) > min(len(a), len(b)) / 2


def _words_of(headline: Headline) -> set[str]:
    names = [
        one.question.name for one in headline.findings if isinstance(one, Answered)
    ]
    return {
        word
        for word in re.findall(r"\w+", " ".join(names).casefold())
        if len(word) >= SHORTEST_WORD
    }


def of_hindrances(released: Released) -> object:
    """The hindrances, with whom the question was asked of where that was not all."""
    found, question = wishes.hindrances(released), released.codebook.hindrance_question
    if found is None or question is None:
        return None
    asked = bases.routed(released.select(question=question.id))
    return Answered(question, found, asked) if asked else found


def answered(released: Released, question: AnyQuestion) -> Answered | None:
    """What one question found, all groups together; None where nothing can be said."""
    rows = _shares(released, question)
    if not len(rows):
        return None
    found: Finding | None = unexplained(rows)
    if found is not None:
        return Answered(question, found)
    if question.type in ("single", "ranking"):
        found = single_answer(rows)
    elif question.type == "multiple":
        found = ranking(rows)
    elif isinstance(question, Grid) and question.cell == "single":
        if question.scale_options:
            found = upper_half(rows)
    elif isinstance(question, Grid) and question.cell == "multiple":
        found = prevailing(rows, rows="item", by="option")
    return None if found is None else Answered(question, found, bases.routed(rows))


def _lead(found: Majority | Ranking) -> float:
    """How far the commonest answer is before the next, against its uncertainty; the
    first of several that are not distinguishable leads by nothing."""
    top = found.top
    if top is None:
        return 0.0
    if isinstance(found, Ranking) and found.other_leads:
        return 0.0  # most of what was answered has no name
    after = found.following if isinstance(found, Ranking) else None
    if isinstance(found, Ranking) and len(found.leaders) > 1:
        return score(top.share / len(found.leaders), half_interval(top))
    lead = top.share - (after.share if after else 0.0)
    return score(lead, half_interval(top))


def _constant(found: Majority | Ranking) -> bool:
    """Whether everybody gave the same answer: a status or a consent, no finding."""
    top = found.top
    return top is None or top.count == top.answered or not top.count


def _asked(released: Released) -> Iterator[AnyQuestion]:
    """The questions that are results: not who answered, no permission to quote."""
    codebook = released.codebook
    for chapter in codebook.chapter_titles:
        if chapter != "background":
            yield from survey.chapter_questions(codebook, chapter)


def _shares(released: Released, question: AnyQuestion) -> Released:
    return released.select(
        question=question.id, statistic=SHARE, challenge=TOTAL, group=TOTAL
    )
