"""Numbers and names about the survey itself, as values that travel with `Released`.

    >>> facts = Facts(survey="2024", response=ResponseFacts(answered=35, asked=60))
    >>> facts_from_json(facts_as_json(facts)) == facts
    True

No response, no name of a respondent, no contact of a unit is among them. Written as
facts.json by 3_release; a file of another format is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from helpers.core.errors import ProjectError

FORMAT = 1
"""Of facts.json; raised when a field gets another meaning."""


@dataclass(frozen=True)
class DepartmentResponse:
    """How many of a department answered; `population` is None without a frame.

    `status`: covered, not_covered, certain (all answered), collapsed, or "" without a
    frame.
    """

    department: str
    answered: int
    population: int | None = None
    response_rate: float | None = None
    status: str = ""


@dataclass(frozen=True)
class ResponseFacts:
    """Who was asked and who answered.

    `known`: whether there is a frame; without one `asked` and `response_rate` are None.
    `rates`: AAPOR's rr1 to rr6. `collapsed`: department → the one it is put together
    with for the intervals. `outside`: responses from nobody in the frame.
    """

    known: bool = False
    answered: int = 0
    asked: int | None = None
    response_rate: float | None = None
    rates: Mapping[str, float | None] = field(default_factory=dict)
    departments: tuple[DepartmentResponse, ...] = ()
    not_covered: tuple[str, ...] = ()
    collapsed: Mapping[str, str] = field(default_factory=dict)
    outside: int = 0


@dataclass(frozen=True)
class Quotation:
    """A respondent's own words that she and a person let be printed."""

    question: str
    text: str


@dataclass(frozen=True)
class Naming:
    """How many units of which groups name an organisation, and in which forms."""

    units: int
    groups: tuple[str, ...]
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Organisation:
    """An organisation whose name may be printed; `challenges`: id → who names it."""

    name: str
    type: str
    naming: Naming
    challenges: Mapping[str, Naming] = field(default_factory=dict)


@dataclass(frozen=True)
class LongStanding:
    """Of the ties whose first year is told (`known`), those of `year` or `before`."""

    year: int
    known: int
    before: int


@dataclass(frozen=True)
class OrganisationFacts:
    """Organisations that are named: how many, and those whose names may be printed.

    `not_named`: challenge → what the register has there and nobody names. `started`:
    challenge → how old its ties are.
    """

    named: int = 0
    listed: tuple[Organisation, ...] = ()
    not_named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    started: Mapping[str, LongStanding] = field(default_factory=dict)


@dataclass(frozen=True)
class Break:
    """What a reader must know before two waves are compared.

    `compared`: whether it is compared all the same, with a reservation. `question`: its
    id in the later wave, "" where it is about departments or units. `values`: what the
    sentence needs, as JSON has it; by `code`:

    | code | values |
    | --- | --- |
    | not_asked, other_type, other_cells, scale_changed, routing_changed, routing_unknown, order_reversed | name |
    | options_changed | name, gone, new |
    | new_item | name, item |
    | reworded | name, before |
    | options_rewritten | name, pairs (before, now) |
    | scale_reversed | name, before, now |
    | challenges_differ | challenges |
    | split | department, into, framed |
    | gone | department |
    | new | departments |
    | sources | department, sources |
    | units_twice | units, wave |
    | no_answers | department, waves |
    | none_matched | |
    | few_matched | units |
    """  # noqa: E501

    code: str
    compared: bool
    question: str
    values: dict[str, Any]

    @classmethod
    def of(cls, code: str, compared: bool, question: str = "", **values: Any) -> Break:
        return cls(code, compared, question, values)


@dataclass(frozen=True)
class ComparisonFacts:
    """The comparison with the wave before: which survey, and what is compared.

    `matched`: units that answered both; `common`: units of both frames, None without
    frames. `questions`: later id → earlier id. `protected`: later questions that were
    protected then; `followed`: that were asked then of those who gave some answer to a
    protected one. `called_before`: question → option → its earlier name.
    """

    survey: str = ""
    wave: str = ""
    matched: int = 0
    common: int | None = None
    questions: Mapping[str, str] = field(default_factory=dict)
    protected: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    called_before: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What a report says about the survey itself.

    `set_aside` and `values_set_aside`: reason → how many responses, or values, were set
    aside. `preliminary`: of the workbench, and nothing to publish.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    survey: str = ""
    wave: str = ""
    version: str = ""
    period: str = ""
    rows_read: int = 0
    kept: int = 0
    set_aside: Mapping[str, int] = field(default_factory=dict)
    values_set_aside: Mapping[str, int] = field(default_factory=dict)
    response: ResponseFacts = ResponseFacts()
    quotes: tuple[Quotation, ...] = ()
    organisations: OrganisationFacts = OrganisationFacts()
    comparison: ComparisonFacts | None = None
    preliminary: bool = False


NO_FACTS = Facts()
_FACTS = TypeAdapter(Facts)


def facts_as_json(facts: Facts) -> dict[str, object]:
    """As facts.json has them."""
    return {"format": FORMAT, **asdict(facts)}


def facts_from_json(content: object) -> Facts:
    """What `facts_as_json` made. Raises ProjectError where it is of another format."""
    try:
        if not isinstance(content, Mapping) or content.get("format") != FORMAT:
            raise ValueError
        plain = {name: one for name, one in content.items() if name != "format"}
        return _FACTS.validate_python(plain)
    except (ValueError, ValidationError) as error:
        raise ProjectError(
            "Uppgifterna om enkäten (facts.json) har ett annat format.",
            todo="Kör kartlaggning run: filen görs då om.",
        ) from error
