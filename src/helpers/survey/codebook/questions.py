"""The questions of survey.yml: one model for each type, and their items.

Long: what an option is, is told of all types of question in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, PrivateAttr

from helpers.survey import apart
from helpers.survey.codebook import periods
from helpers.survey.codebook.parts import (
    CHAPTERS,
    OTHER,
    TIE_FIELDS,
    AsTuple,
    CodebookPart,
    Id,
    OneOrMore,
    Scale,
    Seen,
    Text,
    Wave,
)


class Question(CodebookPart):
    """What every question has. `id` is never renamed or reused."""

    id: Id
    text: Text | None = None  # the wording asked; else the column's header
    label: Text | None = None  # a short Swedish name for the report
    lang: str | None = None
    chapter: Literal[tuple(CHAPTERS)] = "results"  # type: ignore[valid-type]
    asked: Literal["all", "unknown"] | None = None
    asked_if: dict[Id, OneOrMore] = {}
    implied_none: dict[Id, OneOrMore] = {}
    disclosure: Literal["open", "protected"] = "protected"
    personal: bool = False
    consent: bool = False  # whether the respondent agrees to take part: no result
    compares_with: dict[Wave, Id] = {}
    seen: Seen | None = None
    _language: str = PrivateAttr(default="sv")  # the survey's
    if TYPE_CHECKING:
        type: str  # each kind of question declares its own

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
        """Whether the answers become numbers: not free text, names or consent."""
        return not (self.personal or self.consent)

    @property
    def all_options(self) -> list[str]:
        """Every option, in order; none where the answers are not options."""
        return []

    @property
    def dont_know_options(self) -> list[str]:
        """The options that mean don't know."""
        return []

    @property
    def none_options(self) -> list[str]:
        """The options that mean none of the others."""
        return []

    @property
    def unsure_options(self) -> list[str]:
        """The options that say nothing of what is asked, declared or by their words:
        don't know, and not applicable."""
        return self.dont_know_options

    @property
    def nothing_options(self) -> list[str]:
        """The options that mean none of the others, declared or by their words."""
        return self.none_options

    @property
    def other_options(self) -> list[str]:
        """The options that stand for what the others do not name."""
        return []

    @property
    def unexplained(self) -> list[str]:
        """The options, where all that name something are codes without words, or steps
        of a scale whose ends are a guess: nothing is to be said of the answers."""
        return []

    @property
    def guessed_steps(self) -> list[str]:
        """The steps of a scale whose ends are a guess."""
        return []

    @property
    def answer_type(self) -> str:
        """The type of each answer: of a grid that of its cells, else the question's."""
        return self.type

    @property
    def scale_options(self) -> list[str]:
        """The ordered options, low to high, without "vet ej"; empty without scale."""
        return []


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
    declared: Literal["form", "cells"] | list[Text] = "form"
    wants_more: list[Text] = []
    explained: bool = False  # codes that say themselves what they mean
    _of_scale: Scale | None = PrivateAttr(default=None)

    @property
    def counted(self) -> bool:
        """A question with one option only has no share: everybody gave it."""
        return super().counted and len(self.all_options) > 1

    @property
    def text_beside(self) -> str | None:
        """The column of free text that belongs to the question's other option."""
        return None

    @property
    def other_option(self) -> str | None:
        """The label that free text counts as: "Annat" unless another is named."""
        if self.other is False and self.text_beside is None:
            return None
        return self.other if isinstance(self.other, str) else OTHER

    @property
    def recoded(self) -> Mapping[str, str]:
        """What stands in the file → the option that it means."""
        return self.recode

    @property
    def none_options(self) -> list[str]:
        return list(self.none_of)

    @property
    def declared_options(self) -> list[str]:
        """The options that the form, a code list or an earlier wave is known to have;
        the others were only seen in cells."""
        if self.declared == "cells":
            return []
        return self.all_options if self.declared == "form" else list(self.declared)

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

    @property
    def unsure_options(self) -> list[str]:
        unsure = apart.unsure_among(self.all_options)
        options = [*self.dont_know_options, *self._by_words(unsure.__contains__)]
        options += self._by_words(apart.is_not_applicable)
        return list(dict.fromkeys(options))

    @property
    def nothing_options(self) -> list[str]:
        several = self.answer_type == "multiple"
        recognised = self._by_words(apart.is_none) if several else []
        unsure = self.unsure_options
        nothing = [*self.none_options, *(o for o in recognised if o not in unsure)]
        return list(dict.fromkeys(nothing))

    @property
    def other_options(self) -> list[str]:
        own = [self.other_option] if self.other_option in self.all_options else []
        others = [*own, *self._by_words(apart.is_other)]
        return [str(option) for option in dict.fromkeys(others)]

    def _by_words(self, means: Callable[[str], bool]) -> list[str]:
        """The options of which `means` is true, but no steps of the scale."""
        steps = self.scale_options
        return [o for o in self.all_options if o not in steps and means(o)]

    @property
    def guessed_steps(self) -> list[str]:
        """The steps of a scale of numbers whose ends nobody has told, or []: which are
        its low and its high ones is not known."""
        steps = self.scale_options if self.declared == "cells" else []
        return steps if any(step.isdecimal() for step in steps) else []

    @property
    def unexplained(self) -> list[str]:
        if self.guessed_steps:
            return self.guessed_steps
        if self.explained or self.scale_options or self.answer_type == "number":
            return []
        beside = {*self.unsure_options, *self.nothing_options, *self.other_options}
        named = [option for option in self.all_options if option not in beside]
        return named if named and all(map(apart.is_code, named)) else []


class Ticked(Optioned):
    """What may stand in one column or in a column for each option."""

    column: Text | None = None
    columns: dict[Text, Text] = {}
    ticked: OneOrMore = ["1"]
    unticked: OneOrMore = []  # what says no beside "0", "Nej", "No" …
    other_column: Text | None = None

    @property
    def wording(self) -> str:
        return self.text or self.column or self.label or self.id

    @property
    def columns_used(self) -> list[str]:
        used = [self.column] if self.column else list(self.columns.values())
        return used + ([self.other_column] if self.other_column else [])

    @property
    def text_beside(self) -> str | None:
        return self.other_column


class Single(Ticked):
    """One answer: text in `other_column`, and nothing else, is the other option."""

    type: Literal["single"]
    years: bool = False

    @property
    def recoded(self) -> Mapping[str, str]:
        return (periods.inside(self.options) if self.years else {}) | self.recode

    @property
    def all_options(self) -> list[str]:
        listed = super().all_options
        return [o for o in self.columns if o not in listed] + listed


class Multiple(Ticked):
    """Several answers: any text in `other_column` ticks the other option."""

    type: Literal["multiple"]
    separator: str | None = None
    mentions: list[Text] = []  # columns that hold what was mentioned first, second …
    max: int | None = Field(default=None, ge=1)

    @property
    def columns_used(self) -> list[str]:
        return [*self.mentions, *super().columns_used]

    @property
    def all_options(self) -> list[str]:
        listed = list(self.options or self.columns)
        for more in (*self.none_of, *self.dont_know, self.other_option):
            if more and more not in listed:
                listed.append(more)
        return listed


class RankOrder(Optioned):
    """What was put first, second …: in order in one cell, in a column for each place
    (`places`), or as a number in a column for each option."""

    type: Literal["ranking"]
    column: Text | None = None
    separator: str = ";"
    places: list[Text] = []
    columns: dict[Text, Text] = {}
    highest_first: bool = False
    max: int | None = Field(default=None, ge=2)

    @property
    def answer_type(self) -> str:
        """One option came first: what is counted of it is a single choice."""
        return "single"

    @property
    def wording(self) -> str:
        return self.text or self.column or self.label or self.id

    @property
    def columns_used(self) -> list[str]:
        own = [self.column] if self.column else []
        return [*own, *self.places, *self.columns.values()]

    @property
    def all_options(self) -> list[str]:
        return list(self.options or self.columns)

    @property
    def lowest_place(self) -> int:
        """The last place that an option may have been given."""
        return self.max or len(self.all_options)


class Grid(Optioned):
    type: Literal["grid"]
    cell: Literal["single", "multiple", "number"] = "single"
    rows: dict[Id, Text | dict[Text, Text]]
    row_labels: dict[Id, Text] = {}
    separator: str | None = None
    ticked: OneOrMore = ["1"]
    unticked: OneOrMore = []
    max: int | None = Field(default=None, ge=1)
    unit: str = ""
    between: Annotated[tuple[float, float] | None, AsTuple] = None

    @property
    def answer_type(self) -> str:
        return self.cell

    @property
    def counted(self) -> bool:
        hidden = self.personal or self.consent
        return super().counted or (self.cell == "number" and not hidden)

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

    @property
    def dont_know_options(self) -> list[str]:
        return list(self.dont_know)


AnyQuestion = Annotated[
    Single | Multiple | RankOrder | Grid | Number | FreeText | Date | Ties,
    Field(discriminator="type"),
]
TYPES = ("single", "multiple", "ranking", "grid", "number", "text", "date", "ties")
