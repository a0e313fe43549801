"""A survey's answers in tidy tables, with the questionnaire's own Swedish words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.app.workbench.bench import is_counted
from helpers.app.workbench.freetext import (
    count_themes,
    other_questions,
    read_free_texts,
    read_themes,
)
from helpers.cleaning.cleaned import Cleaned, read_cleaned
from helpers.cleaning.quotes import text_questions
from helpers.cleaning.step import clean
from helpers.core.errors import ProjectError, nearest
from helpers.core.project import Project
from helpers.estimation.population import survey_population
from helpers.presentation import text
from helpers.survey.codebook import (
    NO_GROUP,
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
from helpers.survey.sources import read_source

RESPONSE, UNIT, WEIGHT = "Svar", "Enhet", "Vikt"
QUESTION, ROW, OPTION, TICKED = "Fråga", "Rad", "Alternativ", "Vald"
ANSWER, STEP, TEXT = "Svarade", "Steg", "Text"
ORGANISATION, AREA = "Organisation", "Utmaning"
ONE, SEVERAL, GRID = "ett val", "flera val", "rutnät"
NUMBER, DATE, TIES, TEXTS = "tal", "datum", "samarbeten", "fritext"
UNDIVIDED = "Alla"  # the only group of a survey that nothing divides
LONGEST = 60  # signs of a question's name, as a column is called
ANSWERED = ("answered", "dont_know")  # "vet ej" is an answer, in the base of shares


@dataclass(frozen=True, repr=False)
class TidyAnswers:
    """The answers of a survey that count, in tables whose columns are Swedish.

    `responses`: one row a response. Svar (its number), Enhet, the group (`group` is
    that column's name), every question with one choice (a category; ordered where the
    codebook says a scale) or a number, and Vikt (how many units it stands for; 1 where
    there is no list of those asked). Blank: not answered, not asked, or set aside.

    `ticks`: one row a response, question, row and option that could be ticked, of those
    who answered it: Vald is True or False. `grids`: one row a response, question and
    row: Svarade, and Steg (1 is the lowest step of a scale, or the number itself).
    `ties`: one row a response, organisation and challenge, with a column a form.
    `texts`: one row a free text. All have Svar, the group and Vikt.

    `questions`: every question, its kind, its table and how many answered.
    """

    survey: str
    group: str
    responses: pd.DataFrame
    ticks: pd.DataFrame
    grids: pd.DataFrame
    ties: pd.DataFrame
    texts: pd.DataFrame
    questions: pd.DataFrame
    themes: Mapping[str, str]

    def __repr__(self) -> str:
        sizes = ", ".join(
            f"{name} {len(table)} × {table.shape[1]}"
            for name, table in (
                ("responses", self.responses),
                ("ticks", self.ticks),
                ("grids", self.grids),
                ("ties", self.ties),
                ("texts", self.texts),
                ("questions", self.questions),
            )
        )
        return f"Svaren på {self.survey} (internt). Rader × kolumner: {sizes}."

    def some(self, kind: str, most: int = 1) -> list[str]:
        """The names of the `most` questions of a kind that most have answered, in the
        order of the questionnaire; fewer where there are fewer. The group is none."""
        of = self.questions[self.questions["Typ"] == kind]
        of = of[of[QUESTION] != self.group]
        chosen = of["Antal svar"].nlargest(most).index
        return list(of.loc[sorted(chosen), QUESTION])

    def name(self, question: str) -> str:
        """The whole name of a question, by a part of it. Raises ProjectError where none
        has it, or several."""
        names = list(self.questions[QUESTION])
        found = [name for name in names if question.casefold() in name.casefold()]
        if question in names or len(found) == 1:
            return question if question in names else found[0]
        hint = nearest(question, names) or f"Frågorna är: {', '.join(found or names)}."
        sentence = "Flera frågor heter så" if found else "Ingen fråga heter så"
        raise ProjectError(f"{sentence}: ”{question}”.", todo=hint)

    def table(self, question: str) -> pd.DataFrame:
        """The rows of `ticks` or `grids` that are about a question."""
        name = self.name(question)
        own = pd.DataFrame()
        for table in (self.ticks, self.grids):
            if name in set(table[QUESTION]):
                own = table[table[QUESTION] == name].copy()
        if own.empty:
            raise ProjectError(
                f"”{name}” har ingen egen tabell.",
                todo="Den är en kolumn i answers.responses.",
            )
        for column in (ROW, OPTION):  # in the questionnaire's order
            if column in own:
                own[column] = pd.Categorical(own[column], own[column].unique())
        return own

    def by_theme(self, themes: Mapping[str, str] | None = None) -> pd.DataFrame:
        """How many of the free texts mention each theme: Tema, Texter, Andel. `themes`:
        theme → words ("lokal*, hus"); those saved in the workbench where none are
        given."""
        counted = count_themes(self.texts[TEXT], themes or self.themes)
        names = {"theme": "Tema", "texts": "Texter", "share": "Andel"}
        return counted.rename(columns=names)[list(names.values())]


def read_answers(survey: str, project: Project | None = None) -> TidyAnswers:
    """The answers of a survey: those of the last run while nothing has changed since,
    else cleaned now (and kept nowhere).

    Raises every problem of the survey's files at once.
    """
    project = project or Project.find()
    source = read_source(survey, project)
    counted = is_counted(survey, project)
    cleaned = read_cleaned(survey, project) if counted else clean(source)
    tidy = _Tidy(cleaned)
    texts = read_free_texts(source)
    asked = text_questions(source.codebook)
    names = {q.id: tidy.names[q.id] for q in asked}
    names |= {key: f"{q.name}, annat" for key, q in other_questions(source).items()}
    return TidyAnswers(
        survey=survey,
        group=tidy.group,
        responses=tidy.responses(),
        ticks=tidy.ticks(),
        grids=tidy.grids(),
        ties=tidy.ties(),
        texts=tidy.texts(texts, names),
        questions=tidy.questions(texts),
        themes=read_themes(project.raw(survey)),
    )


class _Tidy:
    """Makes the tables of one survey; `base` has what each begins with."""

    def __init__(self, cleaned: Cleaned) -> None:
        self.cleaned, self.book = cleaned, cleaned.codebook
        self.names = _names(self.book)
        group = self.book.group
        self.group = self.names[group] if group else text.upper_first("grupp")
        answers = cleaned.responses
        groups = answers["group"].cat.remove_unused_categories()
        if not group:
            groups = groups.cat.rename_categories({NO_GROUP: UNDIVIDED})
        self.base = pd.DataFrame(
            {
                RESPONSE: answers["response"],
                self.group: groups,
                WEIGHT: _weights(cleaned),
            }
        )

    def _of(self, state: str) -> pd.Series:
        return self.cleaned.responses[state].isin(ANSWERED)

    def responses(self) -> pd.DataFrame:
        columns = {RESPONSE: self.base[RESPONSE]}
        if self.book.unit is not None:
            columns[UNIT] = self.cleaned.responses["unit"]
        columns[self.group] = self.base[self.group]
        for question in self._asked(Single, RankOrder, Number, Date):
            if question.id != self.book.group:
                [item] = self.book.items(question)
                columns[self.names[question.id]] = self._values(question, item)
        return pd.DataFrame(columns | {WEIGHT: self.base[WEIGHT]})

    def _asked(self, *kinds: type[AnyQuestion]) -> Iterator[AnyQuestion]:
        for question in self.book.counted:
            if isinstance(question, kinds):
                yield question

    def _values(self, question: AnyQuestion, item: Item) -> pd.Series:
        """An item's answers; the options in the order of the questionnaire."""
        values = self.cleaned.responses[item.key]
        if isinstance(question, Number | Date) or not question.all_options:
            return values
        scale = question.scale_options
        order = scale or question.all_options
        others = [o for o in values.dropna().unique() if o not in order]
        ordered = bool(scale) and not others  # "vet ej" is no step
        return values.astype(pd.CategoricalDtype([*order, *others], ordered=ordered))

    def ticks(self) -> pd.DataFrame:
        parts = []
        for question in self._asked(Multiple, Grid):
            if isinstance(question, Grid) and question.cell != "multiple":
                continue
            for item in self.book.items(question):
                asked = self._of(item.state)
                for option in question.all_options:
                    part = self.base[asked].copy()
                    part[QUESTION], part[ROW] = self.names[question.id], _row(item)
                    part[OPTION] = option
                    part[TICKED] = self.cleaned.responses.loc[asked, item.tick(option)]
                    parts.append(part)
        return self._joined(parts, {QUESTION: "str", ROW: "str", OPTION: "str"})

    def grids(self) -> pd.DataFrame:
        parts = []
        for question in self._asked(Grid):
            if not isinstance(question, Grid) or question.cell == "multiple":
                continue
            for item in self.book.items(question):
                values = self.cleaned.responses[item.key]
                given = values.notna()
                part = self.base[given].copy()
                part[QUESTION], part[ROW] = self.names[question.id], _row(item)
                part[ANSWER] = values[given].astype("str")
                part[STEP] = _steps(question, values[given])
                parts.append(part)
        return self._joined(parts, {QUESTION: "str", ROW: "str", ANSWER: "str"})

    def ties(self) -> pd.DataFrame:
        found = self.cleaned.ties
        parts = found.merge(self.base, left_on="response", right_on=RESPONSE)
        columns = {
            RESPONSE: parts[RESPONSE],
            self.group: parts[self.group],
            UNIT: parts["unit"],
            ORGANISATION: parts["organisation"],
            AREA: parts["challenge"].map(self.book.challenge_labels),
            **{label: parts[id] for id, label in self.book.form_labels.items()},
            WEIGHT: parts[WEIGHT],
        }
        return pd.DataFrame(columns)

    def texts(self, texts: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
        """`texts`: as read_free_texts gives them, by file and row."""
        place = self.cleaned.responses[["file", "row"]].assign(**self.base)
        found = texts.merge(place, on=["file", "row"], how="inner")
        found[QUESTION], found[TEXT] = found["question"].map(names), found["text"]
        return found[[*self.base.columns, QUESTION, TEXT]]

    def questions(self, texts: pd.DataFrame) -> pd.DataFrame:
        """Every question that is in a table."""
        written = texts["question"].value_counts()
        lines = []
        for question in self.book.questions:
            kind, table = _kind(question)
            if isinstance(question, Ties):
                many = self.cleaned.ties["response"].nunique()
            elif isinstance(question, FreeText):
                many = int(written.get(question.id, 0))
            elif question.personal:
                continue
            else:
                states = [item.state for item in self.book.items(question)]
                given = self.cleaned.responses[states].isin(ANSWERED)
                many = int(given.any(axis=1).sum())
            lines.append((self.names[question.id], kind, table, many))
        return pd.DataFrame(lines, columns=[QUESTION, "Typ", "Tabell", "Antal svar"])

    def _joined(
        self, parts: list[pd.DataFrame], texts: Mapping[str, str]
    ) -> pd.DataFrame:
        if parts:
            return pd.concat(parts, ignore_index=True)
        empty = {name: pd.Series(dtype=kind) for name, kind in texts.items()}
        return self.base.iloc[:0].assign(**empty)


def _kind(question: AnyQuestion) -> tuple[str, str]:
    """What a question is called here, and the table that it is in."""
    match question:
        case Grid(cell="multiple"):
            return SEVERAL, "ticks"
        case Grid():
            return GRID, "grids"
        case Multiple():
            return SEVERAL, "ticks"
        case Number():
            return NUMBER, "responses"
        case Date():
            return DATE, "responses"
        case Ties():
            return TIES, "ties"
        case FreeText():
            return TEXTS, "texts"
        case _:
            return ONE, "responses"


def _row(item: Item) -> str:
    return item.label if item.label != item.question.name else ""


def _steps(question: Grid, values: pd.Series) -> pd.Series:
    if question.cell == "number":
        return values.astype(float)
    steps = {option: n for n, option in enumerate(question.scale_options, start=1)}
    return values.map(lambda option: steps.get(option, np.nan)).astype(float)


def _names(book: Codebook) -> dict[str, str]:
    """What each question's column is called: its name, cut short; with its id where
    another begins alike."""
    taken = {RESPONSE, UNIT, WEIGHT, QUESTION, ROW, OPTION, TICKED, ANSWER, STEP, TEXT}
    taken |= {ORGANISATION, AREA}
    names = {}
    for question in book.questions:
        name = question.name
        short = textwrap.shorten(name, LONGEST, placeholder=" …")
        name = name if len(name) <= LONGEST else short
        names[question.id] = f"{name} ({question.id})" if name in taken else name
        taken.add(name)
    return names


def _weights(cleaned: Cleaned) -> pd.Series:
    """How many units each response stands for: its department's N/n, 1 without a frame
    and for who is not in it."""
    population = survey_population(cleaned)
    by = dict(zip(population.departments, population.weights.tolist(), strict=True))
    weights = cleaned.responses["group"].astype(object).map(by).astype(float)
    outside = cleaned.responses["unit"].isin(population.outside)
    return weights.mask(outside).fillna(1.0)
