"""What survey.yml may say: one model for each part, and the questions by type."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
)

from helpers.core.errors import CodebookError, nearest
from helpers.core.wording import fold

FILE = "survey.yml"
TOTAL = "all"
NO_GROUP = "Ej angivet"
FICTITIOUS = "Fiktiva svar"
"""What every page of a survey with made-up answers says."""
CHAPTERS = {
    "background": "Vilka svarade",
    "extent": "Omfattning",
    "dialog": "Dialog",
    "support": "Bidrag och stöd",
    "joint": "Gemensamma projekt och verksamheter",
    "network": "Nätverket",
    "quality": "Samverkans kvalitet",
    "barriers": "Hinder och framgångsfaktorer",
    "needs": "Behov framåt",
    "results": "Svaren fråga för fråga",
}
ANSWER_STATES = ("answered", "dont_know", "blank", "not_asked", "implied_none")
TIE_FIELDS = ("name", "challenge", "form", "intensity", "agreement", "since")

# Labels and headers are compared with what the readers hand over: folded white space.
Text = Annotated[
    str, BeforeValidator(lambda v: fold(v) if isinstance(v, str) else v), Field()
]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
# A year is a number in yaml; as the name of a wave it is text, here as in JSON.
Wave = Annotated[str, BeforeValidator(lambda v: str(v) if type(v) is int else v)]
# A yaml list where the model has a pair of numbers.
AsTuple = BeforeValidator(lambda v: tuple(v) if isinstance(v, list) else v)
OneOrMore = Annotated[
    list[Text], BeforeValidator(lambda v: [v] if isinstance(v, str) else v)
]


class Part(BaseModel):
    """A part of survey.yml: no unknown keys, no silent change of type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Export(Part):
    """One file that a survey tool gave; what is not said is detected."""

    file: str
    sheet: str | None = None
    tool: str | None = None
    encoding: str | None = None
    delimiter: str | None = None


class Period(Part):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    start: dt.date = Field(alias="from")
    end: dt.date = Field(alias="to")


class Decided(Part):
    """When the report was adopted, and by whom: what a public document is cited by."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: dt.date
    by: Text = ""


class UnitRule(Part):
    """Which question names the responding unit; what happens when two answer."""

    question: Id
    duplicates: Literal["most_complete", "first", "last"] = "most_complete"


class CompleteRule(Part):
    """How a finished answer is told from one that was broken off."""

    column: Text
    equals: OneOrMore | None = None  # none: any value means finished
    partial: Literal["set_aside", "keep"] = "set_aside"


class Scale(Part):
    """Ordered options, low to high, that several questions share."""

    options: list[Text] = Field(min_length=2)
    dont_know: list[Text] = []
    reversed: bool = False


class Challenge(Part):
    label: Text


class ChallengeSource(Part):
    """Where it is answered which challenges a unit works with."""

    question: Id
    options: dict[Id, list[Text]] = {}  # none: the question is a grid, a row each


class Challenges(Part):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    items: dict[Id, Challenge]
    source: ChallengeSource = Field(alias="from")


class Form(Part):
    label: Text
    option: Text


class Disclosure(Part):
    """Thresholds of the disclosure control (methods.md)."""

    k: int = Field(default=5, ge=1)
    small_group: int = Field(default=10, ge=0)
    percent_from: int = Field(default=10, ge=0)
    promised: Literal["none", "aggregate_only"] = "none"


class Contact(Part):
    name: str = ""
    email: str = ""
    organisation: str = ""
    accessibility_statement: str = ""
    dnr: str = ""


class Extra(Part):
    """A cut that the secretary added from explore.ipynb: one question, in one picture.

    `item` is a row of a grid. `group` divides it, and is the codebook's own; `only`
    sets one group beside all. `challenge` and `form` say among whom.
    """

    question: Id
    item: Id | None = None
    group: Id | None = None
    only: Text | None = None
    challenge: Id | None = None
    form: Id | None = None
    title: Text = ""

    @property
    def key(self) -> str:
        """An address in the page, the same for the same cut: figures are quoted by it.

        >>> Extra(question="barriers", group="department", challenge="work").key
        'extra-barriers-work-per-department'
        """
        parts = [self.question, self.item, self.challenge, self.form]
        if self.only is not None:
            digest = hashlib.sha256(self.only.encode("utf-8")).hexdigest()
            parts += ["grupp", digest[:6]]
        elif self.group is not None:
            parts += ["per", self.group]
        return "-".join(["extra", *(part for part in parts if part)]).replace("_", "-")


class Question(Part):
    """What every question has. `id` is never renamed or reused."""

    id: Id
    text: Text | None = None  # the wording asked; else the column's header
    label: Text | None = None  # a short Swedish name for the report
    lang: str | None = None
    chapter: Literal[tuple(CHAPTERS)] = "results"  # type: ignore[valid-type]
    asked_if: dict[Id, OneOrMore] = {}
    implied_none: dict[Id, OneOrMore] = {}
    disclosure: Literal["open", "protected"] = "protected"
    personal: bool = False
    compares_with: dict[Wave, Id] = {}
    _language: str = PrivateAttr(default="sv")  # the survey's

    @property
    def language(self) -> str:
        """The language that its options are in."""
        return self.lang or self._language

    @property
    def wording(self) -> str:
        return self.text or self.label or self.id

    @property
    def name(self) -> str:
        return self.label or self.wording

    @property
    def columns_used(self) -> list[str]:
        """The headers this question reads, in order."""
        return []

    @property
    def counted(self) -> bool:
        """Whether the answers become numbers (free text and names never do)."""
        return not self.personal


class _Column(Question):
    column: Text

    @property
    def columns_used(self) -> list[str]:
        return [self.column]

    @property
    def wording(self) -> str:
        return self.text or self.column


class Optioned(Question):
    options: list[Text] = []
    scale: Id | None = None
    dont_know: list[Text] = []
    none_of: list[Text] = []
    recode: dict[Text, Text] = {}
    other: bool | Text = False  # the option that other-text counts as
    reversed: bool = False
    _of_scale: Scale | None = PrivateAttr(default=None)

    @property
    def other_option(self) -> str | None:
        """The label that free text counts as: "Annat" unless another is named."""
        if self.other is False and getattr(self, "other_column", None) is None:
            return None
        if self.other is False:
            return "Annat"
        return "Annat" if self.other is True else self.other

    @property
    def all_options(self) -> list[str]:
        """Every option, in order, "vet ej" and other last where not placed."""
        scale = self._of_scale
        listed = list(self.options or (scale.options if scale else []))
        for more in (*self.dont_know_options, self.other_option):
            if more and more not in listed:
                listed.append(more)
        return listed

    @property
    def dont_know_options(self) -> list[str]:
        scale = self._of_scale
        return list(self.dont_know or (scale.dont_know if scale else []))

    @property
    def scale_options(self) -> list[str]:
        """The ordered options, low to high, without "vet ej"; empty without scale."""
        scale = self._of_scale
        if scale is None:
            return []
        listed = self.options or scale.options
        options = [o for o in listed if o not in self.dont_know_options]
        return options[::-1] if self.reversed != scale.reversed else options


class Single(Optioned, _Column):
    type: Literal["single"]
    other_column: Text | None = (
        None  # text there, and nothing else, is the other option
    )

    @property
    def columns_used(self) -> list[str]:
        return [self.column, *([self.other_column] if self.other_column else [])]


class Multiple(Optioned):
    type: Literal["multiple"]
    column: Text | None = None
    separator: str | None = None
    columns: dict[Text, Text] = {}
    ticked: OneOrMore = ["1"]
    max: int | None = Field(default=None, ge=1)
    other_column: Text | None = None  # any text there ticks the other option

    @property
    def wording(self) -> str:
        return self.text or self.column or self.label or self.id

    @property
    def columns_used(self) -> list[str]:
        used = [self.column] if self.column else list(self.columns.values())
        return used + ([self.other_column] if self.other_column else [])

    @property
    def all_options(self) -> list[str]:
        listed = list(self.options or self.columns)
        for more in (*self.none_of, *self.dont_know, self.other_option):
            if more and more not in listed:
                listed.append(more)
        return listed


class Grid(Optioned):
    type: Literal["grid"]
    cell: Literal["single", "multiple", "number"] = "single"
    rows: dict[Id, Text | dict[Text, Text]]
    row_labels: dict[Id, Text] = {}
    separator: str | None = None
    ticked: OneOrMore = ["1"]
    max: int | None = Field(default=None, ge=1)
    unit: str = ""
    between: Annotated[tuple[float, float] | None, AsTuple] = None

    @property
    def columns_used(self) -> list[str]:
        used: list[str] = []
        for where in self.rows.values():
            used += list(where.values()) if isinstance(where, dict) else [where]
        return used

    @property
    def all_options(self) -> list[str]:
        listed = list(super().all_options)
        for where in self.rows.values():
            for option in where if isinstance(where, dict) else []:
                if option not in listed:
                    listed.append(option)
        for more in self.none_of:
            if more not in listed:
                listed.append(more)
        return listed


class Number(_Column):
    type: Literal["number"]
    unit: str = ""
    between: Annotated[tuple[float, float] | None, AsTuple] = None
    whole: bool = False
    recode: dict[Text, Text] = {}


class FreeText(_Column):
    type: Literal["text"]
    quote_if: dict[Id, OneOrMore] = {}  # the respondent's own leave to publish

    @property
    def counted(self) -> bool:
        return False


class Date(_Column):
    type: Literal["date"]
    format: str | None = None


class Ties(Question):
    type: Literal["ties"]
    blocks: int = Field(ge=1, le=50)
    fields: dict[Literal[TIE_FIELDS], Text]  # type: ignore[valid-type]
    separator: str = ";"
    options: dict[Literal["intensity", "agreement"], list[Text]] = {}
    written: list[Text] = []  # agreements that are in writing
    dont_know: list[Text] = []
    recode: dict[Text, Text] = {}
    since_between: Annotated[tuple[int, int], AsTuple] = (1800, 2100)

    def column(self, field: str, block: int) -> str:
        return self.fields[field].replace("{n}", str(block))

    @property
    def columns_used(self) -> list[str]:
        return [
            self.column(field, block)
            for block in range(1, self.blocks + 1)
            for field in self.fields
        ]

    @property
    def counted(self) -> bool:
        return False


AnyQuestion = Annotated[
    Single | Multiple | Grid | Number | FreeText | Date | Ties,
    Field(discriminator="type"),
]
TYPES = ("single", "multiple", "grid", "number", "text", "date", "ties")


@dataclass(frozen=True)
class Item:
    """One thing that has one answer per response: a question, or a row of a grid.

    `key` names its columns in the responses: "barriers", or "ways/work" for a row.
    """

    question: AnyQuestion
    row: str
    key: str
    label: str
    column: str | None
    columns: Mapping[str, str]  # option → column, where each option has its own

    @property
    def state(self) -> str:
        """The column of responses that says how the item was answered."""
        return f"{self.key}#state"

    @property
    def kind(self) -> str:
        """single, multiple, number, text or date."""
        question = self.question
        return question.cell if isinstance(question, Grid) else question.type

    def tick(self, option: str) -> str:
        """The column of responses that says whether `option` was ticked."""
        return f"{self.key}={option}"


class Codebook(Part):
    """A survey as its survey.yml describes it."""

    title: Text = Field(min_length=1)
    subtitle: Text = ""
    language: str = "sv"
    series: str | None = None
    wave: int | str | None = None
    status: Literal["open", "final"] = "open"
    version: str = "1"
    fictitious: bool = False
    source: str = ""  # attribution of the data, printed under every figure
    fieldwork: Period | None = None
    decided: Decided | None = None
    next_wave: Wave = ""
    exports: list[Export] = Field(min_length=1)
    missing: list[str] = [""]
    not_shown: list[str] = []
    respondent: Literal["public_unit", "organisation", "person"] = "public_unit"
    unit: UnitRule | None = None
    tests: dict[Text, list[str]] = {}
    complete: CompleteRule | None = None
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

    def model_post_init(self, _: Any) -> None:
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
        columns = question.columns if isinstance(question, Multiple) else {}
        column = getattr(question, "column", None)
        column = column if isinstance(column, str) else None
        return [Item(question, TOTAL, question.id, question.name, column, columns)]

    def _row(self, grid: Grid, row: str) -> Item:
        where = grid.rows[row]
        label = grid.row_labels.get(row)
        if label is None and row in self.challenge_labels:
            label = self.challenge_labels[row]
        if label is None:
            label = where if isinstance(where, str) else row
        column = where if isinstance(where, str) else None
        columns = where if isinstance(where, dict) else {}
        return Item(grid, row, f"{grid.id}/{row}", label, column, columns)

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
