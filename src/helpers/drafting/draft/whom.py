"""Who was asked each question: asked of her where the blanks leave it open."""

from __future__ import annotations

import pandas as pd

from helpers.cleaning import asking_whom, routing
from helpers.cleaning.responses import read_responses
from helpers.drafting.draft.asked import Asked
from helpers.exports import Export
from helpers.survey.codebook import Codebook
from helpers.survey.decisions import COLUMNS, Decisions
from helpers.survey.sources import POPULATION, REGISTER, Source


def ask_whom(asked: Asked, book: Codebook, export: Export) -> None:
    """Puts `asked: unknown` and what is asked at the questions of `asked`, in place,
    that may not have gone to all. `book`: the draft without that."""
    coded = read_responses(_source(book, export))
    found = routing.unanswered(coded.answers, book)
    drafted = dict(zip(asked.ids, asked.questions, strict=True))
    for first, *alike in routing.in_blocks(found):
        questions = {first.question: asking_whom.asks(first, book)}
        questions |= {one.question: asking_whom.asks_alike(one, first) for one in alike}
        for id, words in questions.items():
            drafted[id].keys["asked"] = "unknown"
            drafted[id].todo.append(words)


def _source(book: Codebook, export: Export) -> Source:
    """The draft with its export, and nothing that she has decided."""
    nothing = {name: _empty(columns) for name, columns in COLUMNS.items()}
    return Source(
        survey=book.title,
        codebook=book,
        exports=[export],
        decisions=Decisions(**nothing),
        population=_empty(POPULATION),
        register=_empty(REGISTER),
        crosswalk=_empty(("from", "to")),
    )


def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
