"""First pass: exports → one table, a row a row of the files.

Columns are named as in the codebook; where each row stands is in the columns of `At`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.core.errors import CleaningError, Problem, nearest
from helpers.core.wording import fold
from helpers.exports import META, Export
from helpers.survey.codebook import Codebook
from helpers.survey.identity import At, identify

# What a tool itself writes about the person who answers.
RESPONDENT_META = ("email", "name", "ip", "place", "token", "link")


@dataclass(frozen=True)
class Stacked:
    """The exports one after the other.

    `rows`: a row a row of the files, with the codebook's columns and those of `At`.
    `letters`: (file, column) → the column's letter in Excel. `metadata`: the columns
    that the tool itself filled in. `aside`: (file, row) → why the file's reader found
    that the row is no response (totals, a header once more).
    """

    rows: pd.DataFrame
    letters: Mapping[tuple[str, str], str]
    metadata: frozenset[str]
    aside: Mapping[tuple[str, int], str]

    @property
    def columns(self) -> list[str]:
        """The survey's own columns."""
        return [
            str(name) for name in self.rows.columns if name not in vars(At).values()
        ]


def stack(exports: Iterable[Export], book: Codebook) -> Stacked:
    """The table with At.FILE and At.ROW.

    Raises CleaningError naming every column that the codebook reads and an export
    lacks, and every question that reads the respondent's own name or address.
    """
    frames, letters, metadata = [], {}, set()
    aside: dict[tuple[str, int], str] = {}
    problems: list[Problem] = []
    for export in exports:
        renamed = _renamed(export, book, problems)
        problems += _respondents(export, renamed, book)
        frame = export.responses.rename(columns=renamed)
        for column in export.columns:
            name = renamed.get(column.name, column.name)
            letters[export.file, name] = column.letter
            if column.meta:
                metadata.add(name)
        aside |= {(export.file, row): why for row, why in export.set_aside.items()}
        frames.append(frame.assign(**{At.FILE: export.file, At.ROW: frame.index}))
    if problems:
        raise CleaningError(problems)
    table = pd.concat(frames, ignore_index=True)
    return Stacked(table, letters, frozenset(metadata), aside)


def identified(stacked: Stacked, exports: Iterable[Export]) -> pd.DataFrame:
    """Second pass: the stacked rows with all of `At`, among it which response each row
    belongs to."""
    return stacked.rows.assign(**identify(list(exports)))


def _renamed(export: Export, book: Codebook, problems: list[Problem]) -> dict[str, str]:
    """The export's headers → the codebook's, where only case, white space or the HTML
    that the file has in them differ."""
    there = [column.name for column in export.columns]
    written = [(column.written, column.name) for column in export.columns]
    both = [*written, *zip(there, there, strict=True)]
    by_fold = {fold(text).casefold(): name for text, name in reversed(both) if text}
    renamed = {}
    for reader, column in _needed(book):
        if column in there:
            continue
        found = by_fold.get(fold(column).casefold())
        if found is not None:
            renamed[found] = column
            continue
        problems.append(
            Problem(
                f"Kolumnen ”{column}” ({reader}) finns inte i filen.",
                f"{nearest(column, there)} Rätta rubriken i survey.yml, eller gör om "
                "exporten med alla frågor.".strip(),
                file=export.file,
                row=1,
            )
        )
    return renamed


def _needed(book: Codebook) -> Iterator[tuple[str, str]]:
    """(who reads it, header) for every column that the codebook reads."""
    for question in book.questions:
        for column in question.columns_used:
            yield f"frågan {question.id}", column
    for column in book.tests:
        yield "tests", column
    if book.complete:
        yield "complete", book.complete.column
    if book.weight:
        yield "weight", book.weight.column


def _respondents(
    export: Export, renamed: Mapping[str, str], book: Codebook
) -> Iterator[Problem]:
    """Questions that would carry the respondent's own name or address past cleaning."""
    kinds = {
        renamed.get(column.name, column.name): column.meta for column in export.columns
    }
    for question in book.questions:
        for column in question.columns_used:
            kind = kinds.get(column, "")
            if kind in RESPONDENT_META and not question.personal:
                yield Problem(
                    f"Frågan {question.id} läser kolumnen ”{column}”, som är den "
                    f"svarandes {META[kind]}.",
                    "Ta bort frågan ur survey.yml, eller ange personal: true.",
                    file=export.file,
                    row=1,
                )
