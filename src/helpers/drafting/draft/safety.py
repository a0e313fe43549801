"""Whatever the cells say, the draft must run.

All questions of the draft are tried on the export together before it is written, and
those that do not run one by one. An answer that is no option, for a reason that nobody
foresaw, becomes other-text; where that does not help, the question's columns are read
as texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.cleaning.answers import code_answers
from helpers.cleaning.rows import stack
from helpers.core.errors import KartlaggningError
from helpers.drafting.recognition import Drafted, Recognised
from helpers.drafting.recognition.profiles import Keys
from helpers.exports import Export
from helpers.survey.codebook import Codebook, parse_codebook


@dataclass(frozen=True)
class _Trial:
    """The export as rows, and what of the draft holds for all questions."""

    export: Export
    found: Recognised
    rows: pd.DataFrame

    def runs(self, questions: Sequence[Drafted]) -> bool:
        try:
            book = _book(self.export, self.found, questions)
            return not code_answers(self.rows, book).problems
        except KartlaggningError:
            return False


def safe_questions(found: Recognised, export: Export) -> list[Drafted]:
    """The questions, those that would not run mended."""
    first = found.questions[0].columns[0].name
    nothing = Drafted({"type": "text", "column": first, "personal": True}, [])
    rows = stack([export], _book(export, found, [nothing])).rows
    trial = _Trial(export, found, rows)
    return [*_safe(found.questions, trial)]


def _safe(questions: Sequence[Drafted], trial: _Trial) -> Iterator[Drafted]:
    """Half of the questions at a time, until those that do not run stand alone."""
    if not questions:
        return
    if trial.runs(questions):
        yield from questions
    elif len(questions) == 1:
        yield from _mended(questions[0], trial)
    else:
        middle = len(questions) // 2
        yield from _safe(questions[:middle], trial)
        yield from _safe(questions[middle:], trial)


def _mended(drafted: Drafted, trial: _Trial) -> Iterator[Drafted]:
    if drafted.type in ("single", "multiple") and "other" not in drafted.keys:
        drafted.keys["other"] = "Other" if trial.found.language == "en" else "Annat"
        if trial.runs([drafted]):
            drafted.todo.append("några svar är inget alternativ och räknas som annat")
            yield drafted
            return
    for column in drafted.columns:
        todo = "kunde inte tolkas och läses som fritext"
        keys = {"type": "text", "column": column.name}
        yield Drafted(keys, [column], column.question or column.name, [todo])


def _book(export: Export, found: Recognised, questions: Sequence[Drafted]) -> Codebook:
    """A codebook of these questions and no more."""
    return parse_codebook(
        {
            "title": "prov",
            "exports": [{"file": export.file}],
            "missing": ["", *found.missing],
            "not_shown": found.not_shown,
            "questions": [
                {"id": f"q{place}", **plain_keys(drafted)}
                for place, drafted in enumerate(questions)
            ],
        }
    )


def plain_keys(drafted: Drafted) -> Keys:
    """The keys of a question that needs no scale of the codebook's."""
    keys = dict(drafted.keys)
    if drafted.scale is not None:
        ordered = drafted.scale
        keys["options"] = [*ordered.options, *ordered.dont_know]
        if ordered.dont_know:
            keys["dont_know"] = list(ordered.dont_know)
    return keys
