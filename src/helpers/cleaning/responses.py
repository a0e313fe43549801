"""The passes from exports to coded responses: stack, identify, screen, settle, code.

Each pass takes the table of the one before. Whoever needs the responses that count
(the step, `check`, `review`, the free texts) gets them here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from helpers.cleaning import asking_whom, net, routing
from helpers.cleaning.answers import Answers, code_answers
from helpers.cleaning.rows import Rows, read_rows
from helpers.core.errors import Problem
from helpers.core.wording import same_words
from helpers.survey.codebook import Codebook, Optioned, carried
from helpers.survey.sources import Source


@dataclass(frozen=True)
class Responses:
    """`rows`: which rows count. `source`: with the codebook that `net.settle` made
    safe. `answers`: every item of every row that counts. `told`: what the net found."""

    rows: Rows
    source: Source
    answers: Answers
    told: list[Problem]


def group_names_rest_on_answers(book: Codebook) -> bool:
    """Whether what a report's groups are called is not known from survey.yml alone."""
    group = book.question(book.group) if book.group else None
    if not isinstance(group, Optioned):
        return False
    options = group.all_options
    return (
        group.declared != "form"
        or len(set(map(same_words, options))) < len(options)
        or any(net.apart_from_total(option) != option for option in options)
    )


def read_responses(source: Source) -> Responses:
    """Raises CleaningError or DecisionError where the files do not fit each other."""
    return code_rows(read_rows(source), source)


def code_rows(rows: Rows, source: Source, absent: Collection[str] = ()) -> Responses:
    """The passes after the screening of rows. `absent`: questions of which the exports
    lack a column."""
    kept = rows.kept
    frame = source.population
    departments = frame["department"].map(net.apart_from_total)
    frame = frame.assign(department=departments)
    settled = net.settle(kept, source.codebook, departments)
    book = carried(source.codebook, settled.codebook)
    answers = code_answers(kept, book)
    unasked = routing.unanswered(answers, book)
    book = carried(book, routing.with_unknown(book, unasked))
    personal = net.personal_data(kept, book)
    asks = asking_whom.problems(unasked, book, source.codebook, absent)
    problems = [
        *settled.told,
        *personal,
        *asks,
        *net.notices(answers, book, absent),
    ]
    safe = replace(source, codebook=book, population=frame)
    return Responses(rows, safe, answers, problems)
