"""What the questions of a survey are taken for now, with counts from its answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers.cleaning.answers import SetAside
from helpers.cleaning.responses import Responses, read_responses
from helpers.cleaning.routing import Unasked, in_blocks, unanswered
from helpers.core.errors import KartlaggningError, Problem
from helpers.core.project import Project
from helpers.presentation import text
from helpers.survey.codebook import (
    AnyQuestion,
    Codebook,
    Grid,
    Multiple,
    Optioned,
    RankOrder,
    Single,
    Ties,
    unseen,
)
from helpers.survey.sources import Source, read_source

KINDS = {
    "single": "Ett svar",
    "multiple": "Flera svar",
    "ranking": "Rangordning",
    "grid": "Samma fråga i flera rader",
    "number": "Ett tal",
    "text": "Fritext",
    "date": "Ett datum",
    "ties": "Samarbetspartner",
}
MOST_SHOWN = 8


@dataclass(frozen=True)
class Option:
    """One option as the form shows it: how many gave it (of a grid: over all rows; of
    a ranking: put it first), and whether it means don't know or none of the others."""

    label: str
    count: int | None
    dont_know: bool = False
    none_of: bool = False


@dataclass(frozen=True)
class Taken:
    """What a question is taken for. `options`: in the order of the report. `others`:
    what was written instead, and counts as another option. `aside`: values that are not
    counted, with the reason. `unknown`: answers that are no option, with how many gave
    them. `in_words`: the rest in words, a line each."""

    question: AnyQuestion
    kind: str
    waits: bool
    changed: bool
    options: tuple[Option, ...] = ()
    others: tuple[tuple[str, int], ...] = ()
    aside: tuple[tuple[str, str], ...] = ()
    unknown: tuple[tuple[str, int], ...] = ()
    in_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Read:
    """A survey read as its survey.yml says now. `responses` is None where the answers
    do not fit it; then `problems` says why."""

    survey: str
    source: Source
    responses: Responses | None
    problems: tuple[Problem, ...] = ()

    @property
    def codebook(self) -> Codebook:
        return self.source.codebook

    def taken(self) -> list[Taken]:
        """Every question, in the order of the questionnaire."""
        waiting = {one.question.id: one.changed for one in unseen(self.codebook)}
        unknown = self.responses.answers.unknown if self.responses else {}
        return [
            Taken(
                question,
                KINDS[question.type],
                waits=question.id in waiting or question.id in unknown,
                changed=waiting.get(question.id, False),
                options=tuple(self._options(question)),
                others=tuple(self._others(question)),
                aside=tuple(self._aside(question)),
                unknown=tuple(unknown.get(question.id, {}).items()),
                in_words=tuple(self._in_words(question)),
            )
            for question in self.codebook.questions
        ]

    def unasked(self, id: str) -> list[Unasked]:
        """Where it is open who was asked the question: that, and those after it that
        the same left blank."""
        for block in self._blocks:
            ids = [one.question for one in block]
            if id in ids:
                return block[ids.index(id) :]
        return []

    @cached_property
    def _blocks(self) -> list[list[Unasked]]:
        if self.responses is None:
            return []
        book = self.responses.source.codebook
        return in_blocks(unanswered(self.responses.answers, book))

    # ---------------------------------------------------------------- counts

    def _options(self, question: AnyQuestion) -> Iterator[Option]:
        if not isinstance(question, Optioned):
            return
        counts = self._counts(question)
        dont_know, none_of = question.dont_know_options, question.none_options
        for label in question.all_options:
            count = None if counts is None else counts.get(label, 0)
            yield Option(label, count, label in dont_know, label in none_of)

    def _counts(self, question: AnyQuestion) -> dict[str, int] | None:
        if self.responses is None or question.personal:
            return None
        answers, safe = self.responses.answers.responses, self.responses.source.codebook
        counts: dict[str, int] = {}
        for item in safe.items(question.id):
            if item.kind == "multiple":
                given = {
                    option: int(answers[item.tick(option)].fillna(False).sum())
                    for option in safe.question(question.id).all_options
                    if item.tick(option) in answers
                }
            elif isinstance(question, RankOrder):
                given = {
                    option: int((answers[item.place(option)] == 1).sum())
                    for option in safe.question(question.id).all_options
                    if item.place(option) in answers
                }
            elif item.key in answers:
                given = {
                    str(label): int(n)
                    for label, n in answers[item.key].value_counts().items()
                }
            else:
                given = {}
            for label, n in given.items():
                counts[label] = counts.get(label, 0) + n
        return counts

    def _others(self, question: AnyQuestion) -> Iterator[tuple[str, int]]:
        """What was written beside the options, the commonest first."""
        if self.responses is None or not isinstance(question, Single | Multiple):
            return
        answers = self.responses.answers.responses
        column = f"{question.id}~other"
        if column in answers and not question.personal:
            for words, n in answers[column].dropna().value_counts().items():
                if str(words):
                    yield str(words), int(n)

    def _aside(self, question: AnyQuestion) -> Iterator[tuple[str, str]]:
        for one in self._set_aside(question):
            yield str(one.found), one.reason

    def _set_aside(self, question: AnyQuestion) -> list[SetAside]:
        """What cannot be counted of its answers; of a grid, in all its rows."""
        if self.responses is None:
            return []
        found = self.responses.answers.set_aside
        return [one for one in found if one.question.split("/")[0] == question.id]

    # ---------------------------------------------------------------- words

    def _in_words(self, question: AnyQuestion) -> Iterator[str]:
        if isinstance(question, Grid):
            labels = [item.label for item in self.codebook.items(question)]
            yield f"{len(labels)} rader: {_some(labels)}."
        if isinstance(question, Ties):
            columns = [
                question.column("name", n) for n in range(1, question.blocks + 1)
            ]
            yield f"Namn läses ur {_some(columns)}."
        if question.personal:
            yield "Personuppgift: läses inte in."
            return
        if isinstance(question, RankOrder):
            yield "Talen nedan är hur många som satte alternativet först."
        if self.responses is None or isinstance(question, Ties):
            return
        answers = self.responses.answers.responses
        items = self.responses.source.codebook.items(question.id)
        known = [item for item in items if item.state in answers]
        if not known:
            return
        states = pd.concat([answers[item.state].astype(str) for item in known])
        given = states.eq("answered") | states.eq("dont_know")
        skipped = states.isin(["not_asked", "implied_none"])
        aside = {(one.question, one.row) for one in self._set_aside(question)}
        unused = sum(
            row in answers.index and answers.at[row, item.state] == "blank"
            for item in known
            for row in (row for key, row in aside if key == item.key)
        )
        blank = int(states.eq("blank").sum()) - unused
        parts = [f"{given.sum()} har svarat", f"{blank} har lämnat tomt"]
        if unused:
            parts.insert(1, f"{unused} har svarat så att det inte går att räkna")
        if skipped.any():
            parts.append(f"{skipped.sum()} fick inte frågan")
        yield f"{', '.join(parts)}{' (alla rader)' if len(known) > 1 else ''}."
        if self.responses.source.codebook.question(question.id).asked == "unknown":
            yield "Det är inte känt vilka som fick frågan, och det säger rapporten."
        if known[0].kind == "number":
            yield from _numbers(pd.concat([answers[item.key] for item in known]))


def _numbers(values: pd.Series) -> Iterator[str]:
    numbers = pd.to_numeric(values, errors="coerce").dropna()
    if len(numbers):
        low, middle, high = (numbers.min(), numbers.median(), numbers.max())
        sentence = ", ".join(
            f"{name} {text.number(value, 0 if value == round(value) else 1)}"
            for name, value in (("minst", low), ("median", middle), ("störst", high))
        )
        yield f"{sentence[0].upper()}{sentence[1:]}."


def _some(labels: list[str]) -> str:
    shown = "; ".join(labels[:MOST_SHOWN])
    more = len(labels) - MOST_SHOWN
    return f"{shown}; och {more} till" if more > 0 else shown


def read_survey(survey: str, project: Project) -> Read:
    """Raises CodebookError or ExportError where there is nothing to read; answers that
    do not fit the codebook are told in `problems`."""
    source = read_source(survey, project)
    try:
        responses = read_responses(source)
    except KartlaggningError as error:
        return Read(survey, source, None, error.problems)
    return Read(survey, source, responses, tuple(responses.answers.problems))
