"""What an answer that another implies tells of that other, and the other way round.

Who said no to a filter need not answer the question behind it, and counts as having
"none" there. So the base tells nothing of the filter; but nobody who said no ticked any
of the options, and whoever ticked one was asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from helpers.audit.claim import SHARE, Cell
from helpers.audit.puzzle import Puzzle, by_place, pieces
from helpers.audit.routing import ROUTED, blank_of
from helpers.survey.codebook import AnyQuestion, Codebook, Optioned

Key = tuple[str, Cell]
Options = Mapping[str, Key]


def answered_together(codebook: Codebook) -> list[set[str]]:
    """The sets of questions whose answers imply each other, at least two in each."""
    found: list[set[str]] = []
    for question in codebook.questions:
        if isinstance(question, Optioned) and question.implied_none:
            own = {question.id, *question.implied_none}
            disjoint = [one for one in found if not one & own]
            found = [*disjoint, own.union(*(one for one in found if one & own))]
    return found


def know_implied(puzzle: Puzzle, version: str, bases: Mapping[Cell, float]) -> None:
    """Ties the questions of a puzzle that imply each other, place by place."""
    places = by_place(puzzle, version)
    asked = puzzle.asked.get(version, {})
    for place, given in places.items():
        later = puzzle.codebook.question(place.question)
        if place.statistic != SHARE or not isinstance(later, Optioned):
            continue
        if len(later.implied_none) != 1 or later.implied_none.keys() != set(
            later.asked_if
        ):
            continue
        [id] = later.implied_none
        item = puzzle.codebook.items(puzzle.codebook.question(id))[0].row
        filter = place._replace(question=id, item=item)
        if filter in places and place in bases and filter in bases:
            blank = blank_of(asked, id, place)
            ties = _ties(puzzle, later, places[filter], given, bases[place], blank)
            for terms, low, high in ties:
                puzzle.know(terms, low, high, ROUTED)


def _ties(
    puzzle: Puzzle,
    later: Optioned,
    filter: Options,
    given: Options,
    base: float,
    blank: float,
) -> Iterator[tuple[dict[Key, float], float, float]]:
    """(terms, low, high) of what the answers to `later` and to its filter share."""
    [(id, implies)] = later.implied_none.items()
    question = puzzle.codebook.question(id)
    parts = {one: {*pieces(one, question)} for one in filter}
    leads = set(later.asked_if[id])
    led = [filter[one] for one in filter if parts[one] & leads]
    sure = [filter[one] for one in filter if parts[one] and parts[one] <= set(implies)]
    said_no = [[key] for key in sure] if question.answer_type == "multiple" else [sure]
    covered = set().union(*parts.values()) if parts else set()
    for some in _of_one_each(later, given):
        if leads <= covered:
            terms = {**dict.fromkeys(led, 1.0), **dict.fromkeys(some, -1.0)}
            yield terms, -blank, np.inf
        for keys in said_no:
            both = {**dict.fromkeys(some, 1.0), **dict.fromkeys(keys, 1.0)}
            yield both, -np.inf, base
    if set(later.all_options) <= given.keys() and set(implies) <= covered:
        # Who answered chose something, need not answer, or did not know at the filter.
        unsure = {*question.dont_know_options} if _optioned(question) else set()
        who = [filter[one] for one in filter if parts[one] & ({*implies} | unsure)]
        if unsure <= covered:
            yield dict.fromkeys([*who, *given.values()], 1.0), base, np.inf


def _optioned(question: AnyQuestion) -> bool:
    return isinstance(question, Optioned)


def _of_one_each(later: Optioned, given: Options) -> Iterator[Sequence[Key]]:
    """Sets of options of which nobody gave two."""
    if later.answer_type == "single":
        yield list(given.values())
        return
    alone = [one for one in given if one in (*later.none_of, *later.dont_know_options)]
    for one in given.keys() - alone:
        yield [given[key] for key in (one, *alone)]
    if alone:
        yield [given[key] for key in alone]
