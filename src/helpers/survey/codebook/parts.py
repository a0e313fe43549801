"""What survey.yml may say beside its questions: one model for each part."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from helpers.core.wording import fold

TOTAL = "all"
NO_GROUP = "Ej angivet"
OTHER = "Annat"
"""The option that own words count as, unless survey.yml names another."""
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
HINDRANCES_ALONE = "Hinder"
"""What that chapter is called where nothing in it is a factor of success."""
ANSWER_STATES = ("answered", "dont_know", "blank", "not_asked", "implied_none")
OVER_ZERO = "> 0"
"""What stands for the answers to a number that lead on, in `asked_if`."""
TIE_FIELDS = ("name", "challenge", "form", "intensity", "agreement", "since")

# Labels and headers are compared with what the readers hand over: folded white space.
Text = Annotated[
    str, BeforeValidator(lambda v: fold(v) if isinstance(v, str) else v), Field()
]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
# A year is a number in yaml; as the name of a wave it is text, here as in JSON.
Wave = Annotated[
    str,
    BeforeValidator(
        lambda v: str(v) if type(v) is int else v, json_schema_input_type=str | int
    ),
]
# A yaml list where the model has a pair of numbers.
Version = Annotated[str, BeforeValidator(lambda v: str(v) if type(v) is int else v)]
AsTuple = BeforeValidator(lambda v: tuple(v) if isinstance(v, list) else v)
OneOrMore = Annotated[
    list[Text],
    BeforeValidator(
        lambda v: [v] if isinstance(v, str) else v,
        json_schema_input_type=str | list[str],
    ),
]


class CodebookPart(BaseModel):
    """A part of survey.yml: no unknown keys, no silent change of type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ExportFile(CodebookPart):
    """One file that a survey tool gave; what is not said is detected."""

    file: str
    sheet: str | None = None
    tool: str | None = None
    encoding: str | None = None
    delimiter: str | None = None


class Period(CodebookPart):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    start: dt.date = Field(alias="from")
    end: dt.date = Field(alias="to")


class Decided(CodebookPart):
    """When the report was adopted, and by whom: what a public document is cited by."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: dt.date
    by: Text = ""


class Seen(CodebookPart):
    """Who has looked at how a question is read, when, and at which reading: the digest
    of `seen.reading_of`, which no longer agrees when the question becomes another."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: Text = Field(min_length=1)
    date: dt.date
    reading: Text


class Retention(CodebookPart):
    """The decision to delete the answers (gallra), and the day it may be done."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    decision: Text = Field(min_length=1)
    date: dt.date


class UnitRule(CodebookPart):
    """Which question names the responding unit; what happens when two answer."""

    question: Id
    duplicates: Literal["most_complete", "first", "last"] = "most_complete"


class CompleteRule(CodebookPart):
    """How a finished answer is told from one that was broken off."""

    column: Text
    equals: OneOrMore | None = None  # none: any value means finished
    partial: Literal["set_aside", "keep"] = "set_aside"


class WeightRule(CodebookPart):
    """Which column of the export says how much each answer counts for."""

    column: Text


Auxiliary = Literal["size", "earlier", "time"]
"""What response propensities may be estimated by, beside the department."""


class Scale(CodebookPart):
    """Ordered options, low to high, that several questions share."""

    options: list[Text] = Field(min_length=2)
    dont_know: list[Text] = []
    reversed: bool = False


class Challenge(CodebookPart):
    label: Text


class ChallengeSource(CodebookPart):
    """Where it is answered which challenges a unit works with."""

    question: Id
    options: dict[Id, list[Text]] = {}  # none: the question is a grid, a row each


class Challenges(CodebookPart):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    items: dict[Id, Challenge]
    source: ChallengeSource = Field(alias="from")


class Form(CodebookPart):
    label: Text
    option: Text


class Words(CodebookPart):
    """The forms of a Swedish noun: kommun, kommuner, kommunerna."""

    one: Text
    many: Text
    the_many: Text
    neuter: bool = False  # ett, not en


class Nouns(CodebookPart):
    """What the report calls those who answer, and the groups that divide it."""

    unit: Words | None = None
    group: Words | None = None


class Renamed(CodebookPart):
    """What is called otherwise in a published version: the name now → the name then.

    Of a group several names where groups were merged; the same name under several
    where one was divided. An empty list: it has no counterpart.
    """

    questions: dict[Text, OneOrMore] = {}
    options: dict[Id, dict[Text, OneOrMore]] = {}
    groups: dict[Text, OneOrMore] = {}
    items: dict[Id, dict[Id, OneOrMore]] = {}
    challenges: dict[Id, OneOrMore] = {}
    forms: dict[Id, OneOrMore] = {}


class Disclosure(CodebookPart):
    """Thresholds of the disclosure control (methods.md)."""

    k: int = Field(default=5, ge=1)
    small_group: int = Field(default=10, ge=0)
    percent_from: int = Field(default=10, ge=0)
    promised: Literal["none", "aggregate_only"] = "none"


class Contact(CodebookPart):
    name: str = ""
    email: str = ""
    organisation: str = ""
    accessibility_statement: str = ""
    dnr: str = ""


class Extra(CodebookPart):
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
