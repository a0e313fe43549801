"""What labelled files hold, and how a draft agrees with it: right, asked or wrong.

The files lie in ../shared and are not part of the project; what is right is told here
as counts, from their READMEs and by hand.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from helpers.cleaning.answers import code_answers
from helpers.cleaning.rows import PARTIAL, TEST, read_rows
from helpers.core.errors import KartlaggningError
from helpers.core.project import Project
from helpers.drafting.draft import NewSurvey, new_survey
from helpers.exports import Export
from helpers.exports.sheet import letter
from helpers.survey.codebook import AnyQuestion, Codebook, Grid, Ties
from helpers.survey.sources import read_source

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Truth:
    """A question of a file: its columns ("C", or "C:E"), type, and counts.

    `type` "none" is no question: it may be left out or a text. `counts`: option → how
    many gave it, of a grid for each row in `rows`; of a number {"median": …}.
    `order`: the steps of a scale, low to high.
    """

    columns: str
    type: str
    counts: Counts = field(default_factory=dict)
    rows: Mapping[str, Counts] = field(default_factory=dict)
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class Labelled:
    """A file and its truth; `refused` where it may be refused with a clear error."""

    file: str
    responses: int
    truths: tuple[Truth, ...]
    refused: bool = False


@dataclass
class Score:
    """How one file was read. `needless`: right, and asked about all the same."""

    file: str
    right: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    needless: list[str] = field(default_factory=list)
    responses_right: bool = True
    refused: str = ""


def places(columns: str) -> list[str]:
    """
    >>> places("C:E"), places("AA")
    (['C', 'D', 'E'], ['AA'])
    """
    first, _, last = columns.partition(":")
    every = [letter(place) for place in range(500)]
    if not last:
        return [first]
    return every[every.index(first) : every.index(last) + 1]


def score(path: Path, labelled: Labelled) -> Score:
    """The file as `new` drafts it, held against its truth."""
    found = Score(labelled.file)
    with tempfile.TemporaryDirectory() as root:
        (Path(root) / "data" / "raw").mkdir(parents=True)
        copied = Path(root) / path.name
        shutil.copy(path, copied)
        try:
            made = new_survey(Project(Path(root)), copied, "prov")
            source = read_source("prov", Project(Path(root)))
            read = read_rows(source)
        except KartlaggningError as error:
            found.refused = str(error)
            found.responses_right = labelled.refused
            return found
    # What only the form's settings decide is no matter of reading.
    rows = read.every[read.aside.isin(["", TEST, PARTIAL])]
    book, (export,) = source.codebook, source.exports
    answers = code_answers(rows, book).responses
    found.responses_right = len(rows) == labelled.responses
    if not found.responses_right and export.doubts:
        found.responses_right = labelled.refused  # told, where that is right too
    for truth in labelled.truths:
        _judge(found, truth, Drafted(made, book, export, answers))
    return found


@dataclass(frozen=True)
class Drafted:
    """What `new` made of the file, and every answer of it coded."""

    made: NewSurvey
    book: Codebook
    export: Export
    answers: pd.DataFrame

    def of(self, names: set[str]) -> list[AnyQuestion]:
        """The questions that read any of the columns."""
        return [q for q in self.book.questions if names & {*q.columns_used}]

    def asks(self, question: AnyQuestion) -> bool:
        """Whether `new` asks about the question, beyond its wording."""
        told = [d for d in self.made.doubts if d.startswith(f"{question.id}: ")]
        return any("vad löd frågan" not in said for said in told)


def _judge(found: Score, truth: Truth, drafted: Drafted) -> None:
    by_letter = {column.letter: column.name for column in drafted.export.columns}
    names = {by_letter[at] for at in places(truth.columns) if at in by_letter}
    questions = drafted.of(names)
    asked = any(drafted.asks(question) for question in questions)
    wrong = _difference(truth, names, questions, drafted.answers, drafted.book)
    label = f"{truth.columns} {truth.type}"
    if not wrong:
        found.right.append(label)
        if asked and truth.type != "none":
            found.needless.append(label)
    elif asked:
        found.asked.append(f"{label}: {wrong}")
    else:
        found.wrong.append(f"{label}: {wrong}")


def _difference(
    truth: Truth,
    names: set[str],
    questions: list[AnyQuestion],
    answers: pd.DataFrame,
    book: Codebook,
) -> str:
    """What is not as it should be, or ""."""
    counted = [q for q in questions if q.counted and q.type != "date"]
    if truth.type in ("none", "text") or (truth.type == "own words" and not counted):
        return f"räknas: {counted[0].type}" if counted else ""
    if len(questions) != 1:
        return f"{len(questions)} frågor"
    (question,) = questions
    if (
        question.type == "grid"
        and truth.type == "single"
        and isinstance(question, Grid)
    ):
        row = next(i for i in book.items(question) if i.column in names)
        have = _counts(row.key, answers)
        return "" if _same(have, truth.counts) else f"rad: {dict(have)}"
    if question.type != truth.type:
        return f"blev {question.type}"
    if truth.type in ("ties", "date"):
        return "" if names <= {*question.columns_used} else "fel kolumner"
    if isinstance(question, Ties):
        return "partner"
    if not names <= {*question.columns_used}:
        return "saknar kolumner"
    if truth.order and (said := _disordered(truth.order, question.all_options)):
        return said
    if isinstance(question, Grid) and truth.rows:
        return _rows_differ(truth, question, answers, book)
    have = _counts(question.id, answers)
    return "" if not truth.counts or _same(have, truth.counts) else f"{dict(have)}"


def _disordered(order: tuple[str, ...], options: Sequence[str]) -> str:
    """What is wrong with the order of a scale; a step that nobody gave may lack."""
    steps = [option for option in options if option in order]
    right = [step for step in order if step in steps]
    return (
        "" if steps == right and len(steps) > 1 else f"ordning: {' / '.join(options)}"
    )


def _rows_differ(
    truth: Truth, question: Grid, answers: pd.DataFrame, book: Codebook
) -> str:
    rows = {item.label: _counts(item.key, answers) for item in book.items(question)}
    for label, counts in truth.rows.items():
        if label not in rows or not _same(rows[label], counts):
            return f"{label}: {dict(rows.get(label, {}))}"
    return ""


def _same(have: Mapping[str, float], want: Counts) -> bool:
    """The counts agree; an option that nobody gave says nothing."""
    return {k: v for k, v in have.items() if v} == {k: v for k, v in want.items() if v}


def _counts(key: str, answers: pd.DataFrame) -> dict[str, float]:
    if key in answers:
        values = answers[key].dropna()
        if pd.api.types.is_numeric_dtype(values):
            return {"median": float(values.median())}
        return {str(k): int(v) for k, v in Counter(values).items()}
    ticks = [c for c in answers.columns if c.startswith(f"{key}=")]
    return {c.removeprefix(f"{key}="): int(answers[c].sum()) for c in ticks}


def summed(scores: list[Score]) -> dict[str, float]:
    """The four measures over all files."""
    right = sum(len(one.right) for one in scores)
    asked = sum(len(one.asked) for one in scores)
    wrong = sum(len(one.wrong) for one in scores)
    every = max(1, right + asked + wrong)
    needless = sum(len(one.needless) for one in scores)
    return {
        "files": len(scores),
        "questions": every,
        "right": right / every,
        "asked": asked / every,
        "silently wrong": wrong,
        "responses wrong": sum(not one.responses_right for one in scores),
        "needless": needless / max(1, right),
    }


def told(scores: list[Score]) -> Iterator[str]:
    """What is not right, a line each."""
    for one in scores:
        if one.refused:
            yield f"{one.file}: refused: {one.refused.splitlines()[0]}"
        if not one.responses_right:
            yield f"{one.file}: responses"
        for kind in ("wrong", "asked", "needless"):
            yield from (f"{one.file}: {kind}: {said}" for said in getattr(one, kind))
