"""Kept rows + codebook → every item coded, with its state, and what was set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.cleaning import coding
from helpers.cleaning.coding import Cells, Coded, Options
from helpers.cleaning.doubtful import far_above, too_many
from helpers.cleaning.privacy import find_personal
from helpers.core.errors import Problem, nearest
from helpers.core.wording import fold
from helpers.survey.codebook import (
    AnyQuestion,
    Codebook,
    Date,
    FreeText,
    Grid,
    Item,
    Multiple,
    Number,
    RankOrder,
    Single,
    Ties,
)
from helpers.survey.identity import At

NO_OPTION = "Inget av dessa"
"""The option that a no to every option with a column of its own counts as."""
NOT_ASKED = "svar på en fråga som inte skulle ställas"
FREE_TEXT = "(fritext)"
PERSONAL = "(möjlig personuppgift)"
MOST_SHOWN = 5
LONGEST_SHOWN = 80


class SetAside(NamedTuple):
    """A value that cannot be used: `row` is the label of its row, `found` what stood
    there as it may be shown in the log."""

    row: Any
    column: str
    reason: str
    question: str
    found: str


@dataclass(frozen=True)
class Answers:
    """`responses`: per row the columns of every item that is not personal. `problems`:
    the options that the codebook lacks; `unknown`: the same as question → what stands
    there → how many answers. `asked`: ties question → where it was asked."""

    responses: pd.DataFrame
    set_aside: list[SetAside]
    problems: list[Problem]
    notes: list[str]
    asked: dict[str, pd.Series] = field(default_factory=dict)
    unknown: dict[str, dict[str, int]] = field(default_factory=dict)


def code_answers(rows: pd.DataFrame, book: Codebook) -> Answers:
    """Every item of every question, coded with its state."""
    coder = Coder(rows, book)
    columns: dict[str, pd.Series] = {}
    asked: dict[str, pd.Series] = {}
    notes: list[str] = []
    for question in book.questions:
        if isinstance(question, Ties):
            asked[question.id] = ~coder.skipped(question)
        elif not question.personal:
            for item in book.items(question):
                columns |= coder.columns(item)
                notes += too_many(item, columns)
                notes += far_above(item, columns, rows)
    responses = pd.DataFrame(columns, index=rows.index)
    problems, unknown = coder.problems(), coder.unknown()
    return Answers(responses, coder.set_aside, problems, notes, asked, unknown)


def shown(text: str, *, names: bool = True) -> str:
    """A text that was no answer, as the log may show it: nothing personal, cut short.

    First names are common words too ("Maj"): without `names` they pass, where a person
    must see what stood there to be able to mend it.

    >>> shown("ring 070-174 06 05"), shown("ungefär tio")
    ('(möjlig personuppgift)', 'ungefär tio')
    """
    if any(names or found.kind != "name" for found in find_personal(text)):
        return PERSONAL
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


class Coder:
    """Codes items on demand: a question may come before its filter question."""

    def __init__(self, rows: pd.DataFrame, book: Codebook) -> None:
        self.rows, self.book = rows, book
        self.set_aside: list[SetAside] = []
        self._unknown: dict[tuple[str, str, str], list[Any]] = {}
        self._coded: dict[str, Coded] = {}

    # ------------------------------------------------------------ one item

    def columns(self, item: Item) -> dict[str, pd.Series]:
        """The item's columns for responses: values, ticks, other-text and state."""
        coded = self.coded(item)
        question = item.question
        past = self.skipped(question)
        implied = self._answered(question.implied_none)
        stray = coded.given & (past | (implied & bool(question.asked_if)))
        self._set_aside_stray(item, coded, stray)
        not_asked = self._not_shown(item)
        if question.asked_if:
            not_asked |= ~self._answered(question.asked_if)
        given = coded.given & ~stray
        unsure = self._implied_unsure(question) & not_asked & ~given
        columns = {
            f"{item.key}{name}": _blanked(values, stray)
            for name, values in coded.values.items()
        }
        columns[item.state] = coding.states(
            given,
            (coded.dont_know & given) | unsure,
            not_asked=not_asked & ~unsure,
            implied_none=implied,
        )
        return columns

    def coded(self, item: Item) -> Coded:
        if item.key not in self._coded:
            self._coded[item.key] = self._code(item)
        return self._coded[item.key]

    # ------------------------------------------------------------ routing

    def skipped(
        self, question: AnyQuestion, leading_to: tuple[str, ...] = ()
    ) -> pd.Series:
        """Where a filter question was answered so that this one is not asked, or was
        itself not asked for such a reason: an answer to it is then set aside, and leads
        nowhere. `leading_to`: the questions after this one.

        A filter question left blank lets everybody through: an answer after it counts.
        """
        past = pd.Series(False, self.rows.index)
        for id, answers in question.asked_if.items():
            if id in leading_to:
                continue
            filtering = self.coded(self.book.items(id)[0])
            past |= filtering.given & ~_any_of(filtering, answers)
            way = (*leading_to, question.id)
            past |= self.skipped(self.book.question(id), way)
        return past

    def _implied_unsure(self, question: AnyQuestion) -> pd.Series:
        """Where "vet ej" to the filter question is a "vet ej" to this one too: a no
        there implies a no here, so all its answers are answers to both."""
        unsure = pd.Series(False, self.rows.index)
        for id in question.implied_none:
            filtering = self.coded(self.book.items(id)[0])
            unsure |= filtering.given & filtering.dont_know
        return unsure

    def _answered(self, route: Mapping[str, list[str]]) -> pd.Series:
        """Where every filter question has one of the answers given for it."""
        hit = pd.Series(bool(route), self.rows.index)
        for id, answers in route.items():
            hit &= _any_of(self.coded(self.book.items(id)[0]), answers)
            hit &= ~self.skipped(self.book.question(id))
        return hit

    def _not_shown(self, item: Item) -> pd.Series:
        """Where the tool itself says that the question was not shown."""
        not_shown = {fold(text) for text in self.book.not_shown}
        columns = [item.column] if item.column else item.columns_used
        if not not_shown or not columns:
            return pd.Series(False, self.rows.index)
        hits = [
            self.rows[column].fillna("").map(fold).isin(not_shown) for column in columns
        ]
        return pd.Series(np.all(hits, axis=0), self.rows.index)

    # ------------------------------------------------------------ coding

    def _cells(self, column: str, *, by_line: bool = False) -> Cells:
        missing = (*self.book.missing, *self.book.not_shown)
        return Cells.of(self.rows[column], missing=missing, by_line=by_line)

    def _code(self, item: Item) -> Coded:
        question = item.question
        match question:
            case FreeText():
                coded = coding.code_text(self._cells(question.column))
            case Date():
                cells = self._cells(question.column)
                coded = coding.code_date(cells, format=question.format)
            case Number() | Grid(cell="number"):
                coded = self._number(item, question)
            case RankOrder():
                coded = self._ranked(item, question)
            case Single() | Multiple() | Grid():
                coded = self._chosen(item, question)
            case _:
                raise TypeError(question.type)
        if not question.personal:
            for row, reason, text in coded.set_aside:
                self._note(item, row, reason, text)
        return coded

    def _number(self, item: Item, question: Number | Grid) -> Coded:
        assert item.column is not None
        return coding.code_number(
            self._cells(item.column),
            between=question.between,
            whole=isinstance(question, Number) and question.whole,
            recode=question.recode,
            money=question.unit.casefold() in {"kr", "sek"},
        )

    def _ranked(self, item: Item, question: RankOrder) -> Coded:
        options = Options(question.all_options, question.recoded)
        if question.column is not None:
            by_line = "\n" in question.separator
            return coding.code_order(
                self._cells(question.column, by_line=by_line),
                options,
                separator=question.separator,
                last=question.lowest_place,
            )
        if question.places:
            return coding.code_places(
                [self._cells(c) for c in question.places], options
            )
        return coding.code_numbers(
            {option: self._cells(column) for option, column in item.columns.items()},
            nothing=[text for text, means in question.recode.items() if not means],
            last=question.lowest_place,
            highest_first=question.highest_first,
        )

    def _chosen(self, item: Item, question: Single | Multiple | Grid) -> Coded:
        other = question.other_option
        beside = self._cells(question.text_beside) if question.text_beside else None
        options = Options(question.all_options, question.recoded)
        if isinstance(question, Multiple) and question.mentions:
            mentioned = [self._cells(column) for column in question.mentions]
            coded = coding.code_mentions(mentioned, options, other=other)
        elif item.columns:
            coded = coding.code_ticks(
                {option: self._cells(c) for option, c in item.columns.items()},
                options=question.all_options,
                ticked=question.ticked,
                unticked=question.unticked,
                other=other,
                other_column=beside,
                nothing=NO_OPTION if NO_OPTION in question.none_options else None,
            )
            if item.kind == "single":
                coded = coding.one_of_ticks(coded, question.all_options)
        elif isinstance(question, Single) or item.kind == "single":
            assert item.column is not None
            coded = coding.code_single(
                self._cells(item.column), options, other=other, other_column=beside
            )
        else:
            assert item.column is not None
            separator = question.separator or ";"
            cells = self._cells(item.column, by_line="\n" in separator)
            coded = coding.code_joined(cells, options, separator=separator, other=other)
        coded = coding.without_contradictions(
            coded, [*question.none_options, *question.dont_know_options]
        )
        return coding.with_dont_know(coded, question.dont_know_options)

    # ------------------------------------------------------------ what was set aside

    def _note(self, item: Item, row: object, reason: str, text: str) -> None:
        column = item.column or self._column_of(item, row, text)
        if reason == coding.UNKNOWN_OPTION:
            key = (item.question.id, column, text)
            self._unknown.setdefault(key, []).append(row)
        else:
            strange = reason in (coding.NOT_A_NUMBER, coding.NOT_A_DATE)
            found = shown(text) if strange else text
            self.set_aside.append(SetAside(row, column, reason, item.key, found))

    def _column_of(self, item: Item, row: object, text: str) -> str:
        """The column of an item with a column an option: by the option's label, else
        by what stands in it."""
        if text in item.columns:
            return item.columns[text]
        stands = (
            column
            for column in item.columns_used
            if fold(str(self.rows.at[row, column])) == text
        )
        return next(stands, "")

    def _set_aside_stray(self, item: Item, coded: Coded, stray: pd.Series) -> None:
        column = item.columns_used[0]
        for row in stray[stray].index:
            found = _as_written(item, coded, row)
            self.set_aside.append(SetAside(row, column, NOT_ASKED, item.key, found))

    def unknown(self) -> dict[str, dict[str, int]]:
        """Question → what stands there and is no option → how many answers."""
        found: dict[str, dict[str, int]] = {}
        for (id, _, text), rows in self._unknown.items():
            counts = found.setdefault(id, {})
            counts[text] = counts.get(text, 0) + len(rows)
        return found

    def problems(self) -> list[Problem]:
        """One problem per option that the codebook lacks, with its rows."""
        return [
            self._unknown_option(id, column, text, rows)
            for (id, column, text), rows in self._unknown.items()
        ]

    def _unknown_option(
        self, id: str, column: str, text: str, rows: list[Any]
    ) -> Problem:
        first = self.rows.loc[rows[0]]
        lines = ", ".join(str(self.rows.at[row, At.ROW]) for row in rows[:MOST_SHOWN])
        if len(rows) > MOST_SHOWN:
            lines += f" med flera, {len(rows)} rader"
        options = self.book.question(id).all_options
        return Problem(
            f"Svaret ”{shown(text, names=False)}” på frågan {id} (”{column}”) är inget "
            f"svarsalternativ i survey.yml (rad {lines}).",
            f"{nearest(text, options)} Lägg det i options, gör om det med recode, "
            "eller sätt other: true om frågan har ett fritt alternativ.".strip(),
            file=str(first[At.FILE]),
            row=int(first[At.ROW]),
        )


def _any_of(coded: Coded, answers: list[str]) -> pd.Series:
    if "" in coded.values:
        if pd.api.types.is_float_dtype(coded.values[""]):
            return coded.values[""].fillna(0) > 0  # OVER_ZERO is all there can be
        return coded.values[""].isin(answers)
    ticks = [coded.values[f"={answer}"] for answer in answers]
    return pd.Series(np.any(ticks, axis=0), coded.given.index)


def _blanked(values: pd.Series, where: pd.Series) -> pd.Series:
    if not where.any():
        return values
    return values & ~where if values.dtype == bool else values.mask(where)


def _as_written(item: Item, coded: Coded, row: object) -> str:
    """An answer as the log shows it: options by their labels, free text never."""
    if item.kind == "text":
        return FREE_TEXT
    if "" in coded.values:
        value = coded.values[""].at[row]
        return f"{value:g}" if isinstance(value, float) else str(value)
    ticked = [
        name[1:]
        for name, ticks in coded.values.items()
        if name.startswith("=") and ticks.at[row]
    ]
    return "; ".join(ticked)
