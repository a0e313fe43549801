"""What the checks look at: all of a survey that can be read, whatever is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from helpers.cleaning import decided, partners, rows
from helpers.cleaning.answers import Answers
from helpers.cleaning.responses import Responses, code_rows
from helpers.cleaning.rows import Rows
from helpers.cleaning.stack import identified, stack
from helpers.core.errors import CodebookError, KartlaggningError, Problem
from helpers.core.project import Project
from helpers.core.wording import fold
from helpers.exports import Export, ExportColumn, read_export
from helpers.survey.codebook import (
    Codebook,
    read_codebook,
)
from helpers.survey.decisions import COLUMNS, Decisions
from helpers.survey.sources import (
    POPULATION,
    REGISTER,
    Source,
    export_path,
    read_source,
)

# ---------------------------------------------------------------- reading all there is


@dataclass(frozen=True)
class Checked:
    """What the checks look at: the codebook's columns are all there, blank if need be.

    `absent`: the questions that read a column no export has.
    """

    responses: Responses
    absent: frozenset[str]

    @property
    def book(self) -> Codebook:
        return self.responses.source.codebook

    @property
    def rows(self) -> Rows:
        return self.responses.rows

    @property
    def kept(self) -> pd.DataFrame:
        return self.responses.rows.kept

    @property
    def answers(self) -> Answers:
        return self.responses.answers


def read_all(
    project: Project, survey: str, folder: Path, errors: list[Problem]
) -> Source:
    """The survey's files; where one of them cannot be read, the others.

    Raises CodebookError: without a codebook there is nothing to check against.
    """
    try:
        return read_source(survey, project)
    except CodebookError:
        raise
    except KartlaggningError as error:
        errors += error.problems
    book, exports = read_codebook(folder), []
    for described in book.exports:
        try:
            exports.append(
                read_export(
                    export_path(folder, described.file),
                    **described.model_dump(exclude={"file"}),
                )
            )
        except KartlaggningError:
            continue  # told already
    nothing = {name: _empty(columns) for name, columns in COLUMNS.items()}
    return Source(
        survey,
        book,
        exports,
        Decisions(**nothing),
        _empty(POPULATION),
        _empty(REGISTER),
        _empty(("from", "to")),
    )


def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str") for name in columns})


def look_at(source: Source, errors: list[Problem]) -> Checked:
    book = source.codebook
    exports, absent = source.exports, frozenset[str]()
    try:
        stacked = stack(exports, book)
    except KartlaggningError as error:
        errors += error.problems
        absent = _absent(exports, book)
        stacked = stack([_padded(e, book) for e in exports], book)
    every = identified(stacked, exports)
    aside, lost = pd.Series("", every.index), list[Problem]()
    try:
        corrected = decided.correct(every, source)
        every, lost = corrected.rows, corrected.lost
        aside = rows.set_aside(every, source)
    except KartlaggningError as error:
        errors += error.problems
    responses = code_rows(Rows(stacked, every, aside, lost=lost), source, absent)
    kept, answers = responses.rows.kept, responses.answers
    errors += answers.problems
    placed = pd.DataFrame({"response": 0, "unit": "", "group": ""}, index=kept.index)
    ties = partners.read_ties(kept, placed, answers.asked, responses.source)
    errors += ties.problems
    return Checked(responses, absent)


def _absent(exports: list[Export], book: Codebook) -> frozenset[str]:
    there = {fold(c.name).casefold() for export in exports for c in export.columns}
    return frozenset(
        question.id
        for question in book.questions
        if any(column.casefold() not in there for column in question.columns_used)
    )


def _padded(export: Export, book: Codebook) -> Export:
    """The export with a blank column for each that the codebook reads and it lacks."""
    there = {fold(column.name).casefold() for column in export.columns}
    needed = [column for q in book.questions for column in q.columns_used]
    needed += list(book.tests) + ([book.complete.column] if book.complete else [])
    missing = [c for c in dict.fromkeys(needed) if c.casefold() not in there]
    responses = export.responses.copy()
    for name in missing:
        responses[name] = pd.Series(None, responses.index, dtype="str")
    columns = [replace(column, meta="") for column in export.columns]
    columns += [ExportColumn(name, "") for name in missing]
    return replace(export, responses=responses, columns=columns)
