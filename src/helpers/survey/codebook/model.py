"""What survey.yml may say: its parts, its questions, and the whole of them."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field

from helpers.core.errors import CodebookError, nearest
from helpers.core.project import FILE
from helpers.survey.codebook.afterwards import Colours, HouseStyle, OpenData
from helpers.survey.codebook.items import WHO, Item, item_key
from helpers.survey.codebook.parts import (
    ANSWER_STATES,
    CHAPTERS,
    FICTITIOUS,
    HINDRANCES_ALONE,
    NO_GROUP,
    OTHER,
    OVER_ZERO,
    TOTAL,
    Auxiliary,
    Challenge,
    Challenges,
    ChallengeSource,
    CodebookPart,
    CompleteRule,
    Contact,
    Decided,
    Disclosure,
    ExportFile,
    Extra,
    Form,
    Id,
    Nouns,
    Period,
    Renamed,
    Retention,
    Scale,
    Seen,
    Text,
    UnitRule,
    Version,
    Wave,
    WeightRule,
    Words,
)
from helpers.survey.codebook.questions import (
    TYPES,
    AnyQuestion,
    Date,
    FreeText,
    Grid,
    Multiple,
    Number,
    Optioned,
    Question,
    RankOrder,
    Single,
    Ties,
)

__all__ = [
    "ANSWER_STATES",
    "CHAPTERS",
    "FICTITIOUS",
    "FILE",
    "NO_GROUP",
    "OTHER",
    "OVER_ZERO",
    "TOTAL",
    "TYPES",
    "WHO",
    "AnyQuestion",
    "Challenge",
    "ChallengeSource",
    "Challenges",
    "Codebook",
    "CodebookPart",
    "Colours",
    "CompleteRule",
    "Contact",
    "Date",
    "Decided",
    "Disclosure",
    "ExportFile",
    "Extra",
    "Form",
    "FreeText",
    "Grid",
    "HouseStyle",
    "Item",
    "Multiple",
    "Nouns",
    "Number",
    "OpenData",
    "Optioned",
    "Period",
    "Question",
    "RankOrder",
    "Renamed",
    "Retention",
    "Scale",
    "Seen",
    "Single",
    "Ties",
    "UnitRule",
    "WeightRule",
    "Words",
    "item_key",
]


class Codebook(CodebookPart):
    """A survey as its survey.yml describes it."""

    title: Text = Field(min_length=1)
    subtitle: Text = ""
    language: str = "sv"
    series: str | None = None
    wave: int | str | None = None
    status: Literal["open", "final"] = "open"
    version: Version = "1"
    fictitious: bool = False
    source: str = ""  # attribution of the data, printed under every figure
    fieldwork: Period | None = None
    decided: Decided | None = None
    retention: Retention | None = None
    open_data: OpenData | None = None
    profile: HouseStyle | None = None
    approval: Literal["one", "two"] = "one"
    next_wave: Wave = ""
    exports: list[ExportFile] = Field(min_length=1)
    missing: list[str] = [""]
    not_shown: list[str] = []
    respondent: Literal["public_unit", "organisation", "person"] = "public_unit"
    unit: UnitRule | None = None
    tests: dict[Text, list[str]] = {}
    complete: CompleteRule | None = None
    weight: WeightRule | None = None
    propensity: list[Auxiliary] = []
    group: Id | None = None
    other_side: str | None = None  # the survey where the organisations answered
    scales: dict[Id, Scale] = {}
    challenges: Challenges | None = None
    forms: dict[Id, Form] = {}
    disclosure: Disclosure = Disclosure()
    questions: list[AnyQuestion] = Field(min_length=1)
    ignore: list[Text] = []
    contact: Contact = Contact()
    extra: list[Extra] = []
    nouns: Nouns = Nouns()
    renamed: Renamed = Renamed()
    short_names: dict[Text, Text] = {}
    english: dict[Text, Text] = {}  # title, label or option → what it is in English
    also_in: list[Literal["en"]] = []  # languages of a fördjupad report beside Swedish
    chapters: dict[Literal[tuple(CHAPTERS)], Text] = {}  # type: ignore[valid-type]
    hindrances: Id | None = None

    def model_post_init(self, _: object) -> None:
        for question in self.questions:
            question._language = self.language
            if isinstance(question, Optioned) and question.scale in self.scales:
                question._of_scale = self.scales[question.scale]

    @cached_property
    def by_id(self) -> dict[str, AnyQuestion]:
        return {question.id: question for question in self.questions}

    def question(self, id: str) -> AnyQuestion:
        """The question with this id. Raises CodebookError naming the nearest."""
        if id not in self.by_id:
            raise CodebookError(
                f"Kodboken har ingen fråga med id ”{id}”.",
                todo=nearest(id, self.by_id),
            )
        return self.by_id[id]

    def items(self, question: AnyQuestion | str) -> list[Item]:
        """The question's items: one, or one a row for a grid."""
        if isinstance(question, str):
            question = self.question(question)
        if isinstance(question, Grid):
            return [self._row(question, row) for row in question.rows]
        columns: dict[str, str] = {}
        if isinstance(question, Single | Multiple):
            columns = question.columns
        if isinstance(question, Multiple) and question.mentions:
            columns = {header: header for header in question.mentions}
        if isinstance(question, RankOrder):
            columns = question.columns or {header: header for header in question.places}
        one = Single | Multiple | RankOrder | Number | FreeText | Date
        column = question.column if isinstance(question, one) else None
        key = item_key(question.id)
        return [Item(question, TOTAL, key, question.name, column, columns)]

    def _row(self, grid: Grid, row: str) -> Item:
        where = grid.rows[row]
        label = grid.row_labels.get(row)
        if label is None and row in self.challenge_labels:
            label = self.challenge_labels[row]
        if label is None:
            label = where if isinstance(where, str) else row
        column = where if isinstance(where, str) else None
        columns = where if isinstance(where, dict) else {}
        return Item(grid, row, item_key(grid.id, row), label, column, columns)

    def all_items(self) -> list[Item]:
        """Every item but ties, in the order of the questionnaire."""
        return [
            item
            for question in self.questions
            if not isinstance(question, Ties)
            for item in self.items(question)
        ]

    @property
    def counted(self) -> list[AnyQuestion]:
        """The questions whose answers become numbers, but not the unit's name."""
        unit = self.unit.question if self.unit else None
        return [q for q in self.questions if q.counted and q.id != unit]

    @property
    def permissions(self) -> frozenset[str]:
        """The questions by which respondents let their words be quoted: no results."""
        texts = [q for q in self.questions if isinstance(q, FreeText)]
        return frozenset(id for question in texts for id in question.quote_if)

    @property
    def chapter_titles(self) -> dict[str, str]:
        """Chapter → its heading: survey.yml's own, else the usual one, which promises
        nothing that the chapter has not."""
        usual = dict(CHAPTERS)
        asked = [q for q in self.counted if q.chapter == "barriers"]
        if asked and all(q is self.hindrance_question for q in asked):
            usual["barriers"] = HINDRANCES_ALONE
        return {
            chapter: self.chapters.get(chapter, usual[chapter]) for chapter in usual
        }

    @property
    def hindrance_question(self) -> Multiple | None:
        """The question about hindrances: the one that `hindrances` names, else the
        first multiple-response question of that chapter."""
        for question in self.counted:
            named = question.id == self.hindrances
            usual = self.hindrances is None and question.chapter == "barriers"
            if isinstance(question, Multiple) and (named or usual):
                return question
        return None

    @property
    def needs_question(self) -> Grid | None:
        """The grid on what is needed within each challenge: the first of single-answer
        rows that are challenges, whose `wants_more` says which options mean more."""
        for question in self.counted:
            rows = question.rows if isinstance(question, Grid) else {}
            if (
                isinstance(question, Grid)
                and question.cell == "single"
                and question.wants_more
                and rows.keys() & self.challenge_labels.keys()
            ):
                return question
        return None

    @property
    def challenge_labels(self) -> dict[str, str]:
        items = self.challenges.items if self.challenges else {}
        return {id: challenge.label for id, challenge in items.items()}

    @property
    def form_labels(self) -> dict[str, str]:
        return {id: form.label for id, form in self.forms.items()}

    @property
    def ties(self) -> list[Ties]:
        return [q for q in self.questions if isinstance(q, Ties)]

    def protected(self, id: str) -> bool:
        """Whether answers to the question may be shown in aggregate only."""
        everything = (
            self.respondent == "person" or self.disclosure.promised == "aggregate_only"
        )
        return everything or self.question(id).disclosure == "protected"

    def follows_protected(self, id: str) -> bool:
        """Whether who is asked the question is decided by answers to a protected one:
        the filter question before it, or one before that."""
        before = self.question(id).asked_if
        return any(self.protected(one) or self.follows_protected(one) for one in before)

    def asks_of_forms(self, id: str) -> bool:
        """Whether the question tells in which forms units collaborate."""
        source = self.challenges.source if self.challenges else None
        return source is not None and source.question == id and not source.options

    def challenge(self, id: str) -> Challenge:
        """The challenge with this id. Raises CodebookError naming the nearest."""
        if id not in self.challenge_labels:
            known = ", ".join(self.challenge_labels) or "inga"
            raise CodebookError(
                f"Kodboken har ingen utmaning med id ”{id}”.",
                todo=f"{nearest(id, self.challenge_labels)} "
                f"Utmaningar i survey.yml: {known}.".strip(),
            )
        assert self.challenges is not None
        return self.challenges.items[id]
