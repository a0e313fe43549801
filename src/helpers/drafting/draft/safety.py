"""Whatever the cells say, the draft must run.

Every question of the draft is tried on the export before it is written. An answer that
is no option, for a reason that nobody foresaw, becomes other-text; where that does not
help, the question's columns are read as texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from helpers.cleaning.answers import code_answers
from helpers.cleaning.stack import stack
from helpers.core.errors import KartlaggningError
from helpers.drafting.recognition import Drafted, Recognised
from helpers.exports import Export
from helpers.survey.codebook import parse_codebook


def safe_questions(found: Recognised, export: Export) -> list[Drafted]:
    """The questions, those that would not run mended."""
    return [
        mended
        for drafted in found.questions
        for mended in _mended(drafted, found, export)
    ]


def _mended(drafted: Drafted, found: Recognised, export: Export) -> Iterator[Drafted]:
    if _runs(drafted, found, export):
        yield drafted
        return
    if drafted.type in ("single", "multiple") and "other" not in drafted.keys:
        drafted.keys["other"] = "Other" if found.language == "en" else "Annat"
        if _runs(drafted, found, export):
            drafted.todo.append("några svar är inget alternativ och räknas som annat")
            yield drafted
            return
    for column in drafted.columns:
        todo = "kunde inte tolkas och läses som fritext"
        keys = {"type": "text", "column": column.name}
        yield Drafted(keys, [column], column.question or column.name, [todo])


def _runs(drafted: Drafted, found: Recognised, export: Export) -> bool:
    content = {
        "title": "prov",
        "exports": [{"file": export.file}],
        "missing": ["", *found.missing],
        "not_shown": found.not_shown,
        "questions": [{"id": "q", **plain_keys(drafted)}],
    }
    try:
        book = parse_codebook(content)
        return not code_answers(stack([export], book).rows, book).problems
    except KartlaggningError:
        return False


def plain_keys(drafted: Drafted) -> dict[str, Any]:
    """The keys of a question that needs no scale of the codebook's."""
    keys = dict(drafted.keys)
    if drafted.scale is not None:
        ordered = drafted.scale
        keys["options"] = [*ordered.options, *ordered.dont_know]
        if ordered.dont_know:
            keys["dont_know"] = list(ordered.dont_know)
    return keys
