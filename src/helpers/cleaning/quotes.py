"""Free text that may be printed: approved by a person, and by the one who wrote it.

Texts never pass cleaning as answers. A quote does, when decisions/quotes.csv says so,
the respondent has allowed it (`quote_if`), its words still stand in the answer, and it
holds nothing that looks like personal data; first names are the approver's to judge.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass

import pandas as pd

from helpers.cleaning.decided import Known, outdated_lines
from helpers.cleaning.privacy import find_personal
from helpers.cleaning.rows import Rows, given
from helpers.core.errors import Problem, nearest
from helpers.core.wording import fold
from helpers.survey.codebook import Codebook, FreeText, item_key
from helpers.survey.decisions import Line, yes
from helpers.survey.identity import At
from helpers.survey.sources import Source

COLUMNS = ("question", "text")
TEXTS = ("question", "file", "row", "id", "response", "text", "allowed")
LEFT_OUT = re.compile(r"\[[^\]]*\]|…|\.\.\.")
"""What she puts where she has left something out: […] or a word in brackets."""


@dataclass(frozen=True)
class Quotes:
    """`approved`: COLUMNS, in an order that tells nothing of who answered when.
    `notes`: what was not printed, and why. `problems`: lines that fit nothing."""

    approved: pd.DataFrame
    notes: list[str]
    problems: list[Problem]


def text_questions(book: Codebook) -> list[FreeText]:
    """The questions that are answered in one's own words."""
    unit = book.unit.question if book.unit else ""
    return [q for q in book.questions if isinstance(q, FreeText) and q.id != unit]


def read_texts(
    kept: pd.DataFrame, responses: pd.DataFrame, book: Codebook
) -> pd.DataFrame:
    """Every text of the kept rows: TEXTS. `id` and `response` are those of `At`;
    `allowed` is whether the respondent has let it be published. Internal."""
    parts = []
    for question in text_questions(book):
        there = given(kept[question.column], book)
        part = pd.DataFrame(
            {
                "question": question.id,
                "file": kept[At.FILE],
                "row": kept[At.ROW],
                "id": kept[At.ID],
                "response": kept[At.RESPONSE],
                "text": kept[question.column].fillna("").map(fold),
                "allowed": _allowed(responses, question),
            }
        )
        parts.append(part[there])
    table = pd.concat(parts) if parts else pd.DataFrame(columns=TEXTS)
    return table.reset_index(drop=True)


def _allowed(responses: pd.DataFrame, question: FreeText) -> pd.Series:
    """Where the respondent has said yes; nobody has, where nobody was asked."""
    hit = pd.Series(bool(question.quote_if), responses.index)
    for id, answers in question.quote_if.items():
        key = item_key(id)
        ticks = [f"{key}={answer}" for answer in answers]
        is_allowed = (
            responses[key].isin(answers)
            if key in responses
            else responses[responses.columns.intersection(ticks)].any(axis=1)
        )
        hit &= is_allowed.astype(bool)
    return hit


def approve(rows: Rows, responses: pd.DataFrame, source: Source) -> Quotes:
    """The quotes of decisions/quotes.csv that may be printed.

    The last line on a response's answer to a question decides, whichever file it names.
    """
    chosen, kept = source.decisions.quotes, rows.kept
    answers = Known(rows.every)
    texts = read_texts(kept, responses, source.codebook) if len(chosen) else None
    latest: dict[tuple[Hashable, ...], Line] = {}
    notes = [*map(str, outdated_lines("quotes", chosen, answers))]
    problems: list[Problem] = []
    known = {question.id for question in text_questions(source.codebook)}
    for line in chosen.to_dict("records"):
        if line["question"] not in known:
            problems.append(
                Problem(
                    f"Det finns ingen textfråga ”{line['question']}”.",
                    nearest(line["question"], known),
                    file="decisions/quotes.csv",
                    row=line["line"],
                )
            )
            continue
        if wrong := answers.ambiguous(line, "quotes.csv"):
            problems.append(wrong)
            continue
        place = (line["question"], *(answers.responses(line) or (line["line"],)))
        latest.pop(place, None)
        latest[place] = line
    found = []
    for line in latest.values():
        if not yes(line["publish"]):
            continue
        assert texts is not None
        own = texts["response"].isin(answers.responses(line))
        if why := _why_not(line, texts[own & (texts["question"] == line["question"])]):
            notes.append(f"Citat på rad {line['line']} i quotes.csv trycks inte: {why}")
        else:
            found.append((line["question"], fold(line["text"])))
    found = list(dict.fromkeys(found))  # two who wrote the same are one quote
    order = [question.id for question in source.codebook.questions]
    found.sort(key=lambda quote: (order.index(quote[0]), quote[1]))
    table = pd.DataFrame(found, columns=list(COLUMNS), dtype="str")
    return Quotes(table, notes, problems)


def _why_not(line: Line, answer: pd.DataFrame) -> str:
    """Why a quote is not printed, or ""."""
    if answer.empty:
        return "svaret finns inte, eller är ställt åt sidan."
    if not answer["allowed"].all():
        return "den svarande har inte sagt ja till att det publiceras."
    if not stands_in(line["text"], answer["text"].iloc[-1]):
        return "orden står inte längre så i svaret."
    if any(found.kind != "name" for found in find_personal(line["text"])):
        return "det innehåller en möjlig personuppgift."
    return ""


def stands_in(quote: str, answer: str) -> bool:
    """Whether a quote is the answer's own words, in order; what is left out of it
    stands as […], or as what it was in brackets.

    >>> stands_in("Vi ses […] på [orten]", "Vi ses varje vecka på Fenixtorget")
    True
    """
    at = 0
    for part in map(fold, LEFT_OUT.split(fold(quote))):
        place = fold(answer).find(part, at)
        if place < 0:
            return False
        at = place + len(part)
    return bool(fold(quote))
