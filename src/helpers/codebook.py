"""survey.yml → Codebook: what a survey asked, and how its answers are to be read.

Read with ruamel.yaml (YAML 1.2, so `No` is a word and comments survive an edit) into
pydantic models. All faults are reported at once, with the line of survey.yml and the
nearest name that does exist, before anything runs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    ValidationError,
)
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.reader import ReaderError

from helpers.errors import CodebookError, Problem, nearest
from helpers.project import existing, write_text
from helpers.wording import fold

FILE, PARSED = "survey.yml", "codebook.json"
LARGEST_FILE = 2_000_000  # bytes; the largest real codebook tried has 120 kB
TOTAL = "all"
NO_GROUP = "Ej angivet"
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


class _Optioned(Question):
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
        if self.other is False:
            return None
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


class Single(_Optioned, _Column):
    type: Literal["single"]


class Multiple(_Optioned):
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


class Grid(_Optioned):
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
    exports: list[Export] = Field(min_length=1)
    missing: list[str] = [""]
    not_shown: list[str] = []
    respondent: Literal["public_unit", "organisation", "person"] = "public_unit"
    unit: UnitRule | None = None
    tests: dict[Text, list[str]] = {}
    complete: CompleteRule | None = None
    group: Id | None = None
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
            if isinstance(question, _Optioned) and question.scale in self.scales:
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


# ---------------------------------------------------------------- reading


def read_codebook(folder: Path) -> Codebook:
    """The codebook of a survey's folder (or of a survey.yml file).

    Raises CodebookError with every problem that was found.
    """
    return parse_codebook(load_yaml(_file_in(folder)))


def parse_codebook(content: Mapping[str, Any]) -> Codebook:
    """`content` of survey.yml → Codebook. Raises CodebookError with all problems."""
    try:
        codebook = Codebook.model_validate(content)
    except ValidationError as error:
        raise CodebookError(_problems(error, content)) from None
    found = list(_contradictions(codebook, content))
    if found:
        raise CodebookError(found)
    return codebook


def load_yaml(path: Path) -> Any:
    """survey.yml as ruamel's round-trip tree, which remembers lines and comments.

    Raises CodebookError for a file that is not YAML, is not text, or is a trap.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise CodebookError(
            Problem("Filen finns inte.", "Skapa den med kartlaggning new.", file=FILE)
        ) from None
    if len(raw) > LARGEST_FILE:
        raise CodebookError(
            Problem("Filen är orimligt stor.", "Är det rätt fil?", file=FILE)
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CodebookError(
            Problem(
                "Filen är inte sparad som UTF-8.",
                "Spara om den med teckenkodningen UTF-8.",
                file=FILE,
            )
        ) from None
    yaml = round_trip()
    try:
        # Looking for aliases costs as much as reading; without a star there is none.
        if "*" in text and any(
            isinstance(event, AliasEvent) for event in yaml.parse(text)
        ):
            raise CodebookError(
                Problem(
                    "Filen använder YAML-alias (*namn), som kodboken inte tar emot.",
                    "Skriv ut innehållet, eller använd en gemensam skala (scales).",
                    file=FILE,
                )
            )
        content = round_trip().load(text)
    except MarkedYAMLError as error:
        raise CodebookError(_yaml_problem(error, text)) from None
    except ReaderError as error:
        char = chr(error.character)
        raise CodebookError(
            Problem(
                f"Raden har ett tecken som inte är text (U+{ord(char):04X}).",
                "Ta bort det.",
                file=FILE,
                row=text.count("\n", 0, text.index(char)) + 1,
            )
        ) from None
    except RecursionError:
        raise CodebookError(
            Problem(
                "Filen har klamrar inuti klamrar i en orimlig mängd.",
                "Är det rätt fil?",
                file=FILE,
            )
        ) from None
    except ValueError as error:
        raise CodebookError(
            Problem(f"Filen går inte att läsa som YAML: {error}", file=FILE)
        ) from None
    if not isinstance(content, Mapping):
        raise CodebookError(
            Problem(
                "Filen är tom eller har inga nycklar.",
                "Den behöver minst title, exports och questions.",
                file=FILE,
            )
        )
    return content


def write_parsed(folder: Path, codebook: Codebook) -> None:
    """`codebook.json`, for the steps after: YAML takes a tenth of a second to read."""
    content = codebook.model_dump_json(by_alias=True, exclude_unset=True, indent=2)
    write_text(folder / PARSED, content + "\n")


def read_parsed(folder: Path) -> Codebook:
    """What `write_parsed` wrote. Raises ProjectError when there is nothing to read."""
    return Codebook.model_validate_json(existing(folder / PARSED).read_bytes())


def round_trip() -> YAML:
    """The one way this suite reads and writes YAML: version 1.2, comments kept."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _file_in(folder: Path) -> Path:
    return folder / FILE if folder.is_dir() else folder


def _yaml_problem(error: MarkedYAMLError, text: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    lines = text.splitlines()
    shown = lines[line - 1] if line and line <= len(lines) else ""
    indent = shown[: len(shown) - len(shown.lstrip())]
    said = f"{error.problem or ''} {error.context or ''}"
    if "\t" in indent or "'\\t'" in said:
        found = "Raden är indragen med tabb, som YAML inte tillåter."
        todo = "Byt tabben mot mellanslag."
    elif "duplicate key" in said:
        found = f"Samma nyckel står två gånger: ”{shown.strip()}”."
        todo = "Ta bort den ena."
    else:
        found = f"Raden går inte att läsa som YAML: ”{shown.strip()[:80]}”."
        todo = (
            "Kontrollera kolon, indrag och citattecken på raden och raden före. "
            "Text med kolon, # eller citattecken ska stå inom citattecken."
        )
    return Problem(found, todo, file=FILE, row=line)


# ---------------------------------------------------------------- telling what is wrong


def _problems(error: ValidationError, content: Any) -> list[Problem]:
    found = [_problem(fault, content) for fault in error.errors()]
    # A union's members can report the same fault more than once.
    return list(dict.fromkeys(found))


def _problem(fault: Mapping[str, Any], content: Any) -> Problem:
    path = [step for step in fault["loc"] if step not in TYPES]
    names = [step for step in path if isinstance(step, str)]
    name = names[-1] if names else ""
    row, where = line_of(content, path), _said_path(path, content)
    value = fault.get("input")
    todo = ""
    match fault["type"]:
        case "missing":
            found = f"Nyckeln ”{name}” saknas{where}."
            todo = "Lägg till den."
        case "extra_forbidden":
            found = f"Okänd nyckel ”{name}”{where}."
            todo = nearest(name, _keys_at(path, content)) or "Ta bort den."
        case "string_type":
            found = f"”{name}”{where} ska vara text, men är {_shown(value)}."
            todo = f'Sätt citattecken: "{_plain(value)}".' if _scalar(value) else ""
        case "literal_error":
            expected = fault["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
            found = f"{_shown(value)} går inte som {name}{where}."
            todo = f"{nearest(str(value), expected.split(', '))} Välj: {expected}."
        case "union_tag_not_found":
            found = f"Frågan saknar nyckeln ”type”{where}."
            todo = f"Välj: {', '.join(TYPES)}."
        case "union_tag_invalid":
            given = value.get("type") if isinstance(value, Mapping) else value
            found = f"{_shown(given)} är ingen frågetyp{where}."
            todo = f"{nearest(str(given), TYPES)} Välj: {', '.join(TYPES)}."
        case "string_pattern_mismatch" | "string_too_long":
            found = f"{_shown(value)} går inte som id{where}."
            todo = "Använd a–z, siffror och understreck, med en bokstav först."
        case "list_type":
            found = f"”{name}”{where} ska vara en lista, men är {_shown(value)}."
            todo = 'Skriv till exempel ["Ja", "Nej"].'
        case "dict_type" | "model_type" | "model_attributes_type":
            found = f"”{name}”{where} ska ha egna nycklar, men är {_shown(value)}."
        case "too_short":
            found = f"”{name}”{where} är tom."
        case "greater_than_equal":
            found = f"{_shown(value)} är för litet som {name}{where}."
            todo = f"Minst {fault['ctx']['ge']}."
        case kind if "date" in kind:
            found = f"{_shown(value)} är inget datum{where}."
            todo = "Skriv till exempel 2024-02-05."
        case _:
            found = f"{_shown(value)} går inte som ”{name}”{where}: {fault['msg']}."
    return Problem(found, todo.strip(), file=FILE, row=row)


def _scalar(value: Any) -> bool:
    return isinstance(value, bool | int | float | dt.date)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes eller Ja" if value else "No eller Nej"
    return str(value)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return f"värdet {'sant (true)' if value else 'falskt (false)'}"
    if value is None:
        return "tomt"
    if isinstance(value, Mapping):
        return "en grupp av nycklar"
    if isinstance(value, list):
        return "en lista"
    return f"”{str(value)[:60]}”"


def _said_path(path: list[Any], content: Any) -> str:
    """Where in survey.yml, as she would say it: the question's id and the key."""
    if len(path) >= 2 and path[0] == "questions" and isinstance(path[1], int):
        question = _at(content, path[:2])
        id = question.get("id") if isinstance(question, Mapping) else None
        return f" i frågan {id}" if id else f" i fråga nummer {path[1] + 1}"
    inner = [str(step) for step in path[:-1]]
    return f" i {' → '.join(inner)}" if inner else ""


def _at(content: Any, path: Iterable[Any]) -> Any:
    for step in path:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            return None
    return content


def line_of(content: Any, path: Iterable[Any]) -> int | None:
    """The line of survey.yml (from 1) of the deepest part of `path` that is there."""
    line: int | None = None
    for step in path:
        lc = getattr(content, "lc", None)
        if lc is None or content is None:
            break
        try:
            found = lc.key(step) if isinstance(content, Mapping) else lc.item(step)
            line = found[0] + 1
            content = content[step]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line


def _keys_at(path: list[Any], content: Any) -> list[str]:
    """The keys that would have been known where an unknown one stands."""
    kinds: dict[str, type[Part]] = {
        "exports": Export,
        "fieldwork": Period,
        "unit": UnitRule,
        "complete": CompleteRule,
        "scales": Scale,
        "challenges": Challenges,
        "forms": Form,
        "disclosure": Disclosure,
        "contact": Contact,
        "extra": Extra,
    }
    by_type: dict[str, type[Part]] = dict(
        zip(TYPES, (Single, Multiple, Grid, Number, FreeText, Date, Ties), strict=True)
    )
    model: type[Part] = Codebook
    if len(path) > 1 and path[0] == "questions":
        question = _at(content, path[:2])
        kind = question.get("type") if isinstance(question, Mapping) else None
        model = by_type.get(str(kind), Question)
    elif len(path) > 1:
        model = kinds.get(str(path[0]), Codebook)
    return [field.alias or name for name, field in model.model_fields.items()]


def _hint(name: str, known: Iterable[str]) -> str:
    """The nearest of `known`, else all of them."""
    known = list(known)
    return nearest(name, known) or f"Det finns: {', '.join(known) or 'inga'}."


# ---------------------------------------------------------------- contradictions


def _contradictions(codebook: Codebook, content: Any) -> Iterator[Problem]:
    """What each part may say alone but not together with the others."""
    yield from _twice(codebook, content)
    yield from _unknown_names(codebook, content)
    for number, question in enumerate(codebook.questions):
        row = line_of(content, ["questions", number])
        for found, todo in _in_question(codebook, question):
            yield Problem(f"Frågan {question.id}: {found}", todo, file=FILE, row=row)


def _twice(codebook: Codebook, content: Any) -> Iterator[Problem]:
    first: dict[str, int] = {}
    columns: dict[str, str] = {}
    for number, question in enumerate(codebook.questions):
        row = line_of(content, ["questions", number])
        if question.id in first:
            yield Problem(
                f"Två frågor har samma id ”{question.id}” "
                f"(den första på rad {first[question.id]}).",
                "Ge den ena ett annat id.",
                file=FILE,
                row=row,
            )
        first.setdefault(question.id, row or 0)
        for column in question.columns_used:
            if column in columns:
                yield Problem(
                    f"Kolumnen ”{column}” läses av både {columns[column]} "
                    f"och {question.id}.",
                    "En kolumn kan bara höra till en fråga.",
                    file=FILE,
                    row=row,
                )
            columns.setdefault(column, question.id)


def _unknown_names(codebook: Codebook, content: Any) -> Iterator[Problem]:
    """Keys at the top that name a question which is not there."""
    named = [
        ("unit → question", ["unit"], codebook.unit and codebook.unit.question),
        ("group", ["group"], codebook.group),
        (
            "challenges → from",
            ["challenges", "from"],
            codebook.challenges and codebook.challenges.source.question,
        ),
        *(("extra", ["extra"], cut.question) for cut in codebook.extra),
    ]
    for said, path, id in named:
        if id and id not in codebook.by_id:
            yield Problem(
                f"{said} pekar på frågan ”{id}”, som inte finns.",
                _hint(id, codebook.by_id),
                file=FILE,
                row=line_of(content, path),
            )
    group = codebook.by_id.get(codebook.group or "")
    if group is not None and not isinstance(group, Single):
        yield Problem(
            f"group pekar på ”{group.id}”, som inte är en envalsfråga (single).",
            "Välj den fråga som delar in rapporten, till exempel förvaltning.",
            file=FILE,
            row=line_of(content, ["group"]),
        )
    for said, id in (
        ("unit", codebook.unit and codebook.unit.question),
        ("group", codebook.group),
    ):
        question = codebook.by_id.get(id or "")
        if question is not None and question.personal:
            yield Problem(
                f"{said} pekar på ”{id}”, som är en personuppgift (personal: true) och "
                "därför aldrig sparas.",
                "Ta bort personal, eller välj en annan fråga.",
                file=FILE,
                row=line_of(content, [said]),
            )
    if codebook.challenges is not None:
        yield from _challenge_source(codebook, content)
    yield from _extra(codebook, content)


def _extra(codebook: Codebook, content: Any) -> Iterator[Problem]:
    """Cuts that no figure could be made of."""
    seen: set[str] = set()
    for number, cut in enumerate(codebook.extra):
        if cut.question not in codebook.by_id:
            continue  # told already
        row = line_of(content, ["extra", number])
        for found, todo in _misfits(codebook, cut):
            yield Problem(f"extra: {found}", todo, file=FILE, row=row)
        if cut.key in seen:
            found = f"extra: samma uttag av {cut.question} står två gånger."
            yield Problem(found, "Ta bort det ena.", file=FILE, row=row)
        seen.add(cut.key)


def _misfits(codebook: Codebook, cut: Extra) -> Iterator[tuple[str, str]]:
    question, id = codebook.by_id[cut.question], cut.question
    rows = question.rows if isinstance(question, Grid) else {}
    if question not in codebook.counted or isinstance(question, Date):
        yield f"frågan {id} blir inga siffror (text, datum eller personuppgift).", ""
    if cut.item is not None and cut.item not in rows:
        yield f"frågan {id} har ingen rad ”{cut.item}”.", _hint(cut.item, rows)
    if cut.group is not None and cut.group != codebook.group:
        group = codebook.group
        todo = f"Skriv group: {group}." if group else "Ta bort group."
        yield f"”{cut.group}” är inte den fråga som delar in rapporten.", todo
    if cut.group is not None and cut.question == codebook.group:
        yield f"frågan {id} delar redan in rapporten.", "Ta bort group."
    if cut.only is not None and cut.group is None:
        yield "only behöver group.", f"Lägg till group: {codebook.group}."
    known = codebook.challenge_labels
    if cut.challenge is not None and cut.challenge not in known:
        yield f"utmaningen ”{cut.challenge}” finns inte.", _hint(cut.challenge, known)
    if cut.form is None:
        return
    if cut.form not in codebook.forms:
        yield f"formen ”{cut.form}” finns inte.", _hint(cut.form, codebook.forms)
    elif not codebook.asks_of_forms(id):
        source = codebook.challenges and codebook.challenges.source.question
        todo = f"Ta bort form, eller välj frågan {source}." if source else ""
        yield f"frågan {id} frågar inte efter former.", todo


def _challenge_source(codebook: Codebook, content: Any) -> Iterator[Problem]:
    assert codebook.challenges is not None
    source = codebook.challenges.source
    question = codebook.by_id.get(source.question)
    row = line_of(content, ["challenges", "from"])
    known = codebook.challenge_labels
    if source.options:
        for id, options in source.options.items():
            if id not in known:
                yield Problem(
                    f"challenges → from nämner utmaningen ”{id}”, som inte finns.",
                    _hint(id, known),
                    file=FILE,
                    row=row,
                )
            offered = getattr(question, "all_options", [])
            for option in options:
                if question is not None and option not in offered:
                    yield Problem(
                        f"challenges → from: ”{option}” är inget svarsalternativ i "
                        f"frågan {source.question}.",
                        _hint(option, offered),
                        file=FILE,
                        row=row,
                    )
    elif question is not None and not isinstance(question, Grid):
        yield Problem(
            f"challenges → from: frågan {question.id} är inget rutnät (grid).",
            "Ange options för varje utmaning, eller en fråga av typen grid.",
            file=FILE,
            row=row,
        )
    elif isinstance(question, Grid):
        for id in known:
            if id not in question.rows:
                yield Problem(
                    f"Utmaningen ”{id}” har ingen rad i frågan {question.id}.",
                    _hint(id, question.rows),
                    file=FILE,
                    row=row,
                )
        for id, form in codebook.forms.items():
            if form.option not in question.all_options:
                yield Problem(
                    f"Formen ”{id}”: ”{form.option}” är inget svarsalternativ i "
                    f"frågan {question.id}.",
                    _hint(form.option, question.all_options),
                    file=FILE,
                    row=line_of(content, ["forms", id]),
                )


def _in_question(
    codebook: Codebook, question: AnyQuestion
) -> Iterator[tuple[str, str]]:
    """(what was found, what to do) for each contradiction inside one question."""
    routes = {"asked_if": question.asked_if, "implied_none": question.implied_none}
    if isinstance(question, FreeText):
        routes["quote_if"] = question.quote_if
    for said, route in routes.items():
        yield from _route(codebook, question, said, route)
    if isinstance(question, _Optioned):
        yield from _options(codebook, question)
    if isinstance(question, Multiple):
        if bool(question.column) == bool(question.columns):
            yield "ska ha antingen column eller columns.", "Ta bort den ena."
        if question.column and not question.all_options:
            yield "saknar options.", "Räkna upp svarsalternativen."
    if isinstance(question, Grid):
        for row in question.row_labels:
            if row not in question.rows:
                yield (
                    f"row_labels nämner raden ”{row}”, som inte finns.",
                    _hint(row, question.rows),
                )
    if isinstance(question, Ties) and "name" not in question.fields:
        yield "fields saknar name, organisationens namn.", "Lägg till kolumnen."
    if isinstance(question, Ties) and question.blocks > 1:
        for field, header in question.fields.items():
            if "{n}" not in header:
                yield (
                    f"fields → {field} saknar {{n}}, numret på blocket.",
                    "Skriv till exempel ”Partner {n}: namn”.",
                )


def _route(
    codebook: Codebook, question: AnyQuestion, said: str, route: Mapping[str, list[str]]
) -> Iterator[tuple[str, str]]:
    for id, answers in route.items():
        screen = codebook.by_id.get(id)
        if screen is None:
            yield (
                f"{said} pekar på frågan ”{id}”, som inte finns.",
                _hint(id, codebook.by_id),
            )
            continue
        if not isinstance(screen, Single | Multiple):
            yield (
                f"{said} pekar på ”{id}”, som inte har svarsalternativ.",
                "Välj en fråga av typen single eller multiple.",
            )
            continue
        if screen.id == question.id:
            yield f"{said} pekar på frågan själv.", "Välj en annan fråga."
        for answer in answers:
            if answer not in screen.all_options:
                yield (
                    f"{said}: ”{answer}” är inget svarsalternativ i {id}.",
                    _hint(answer, screen.all_options),
                )


def _options(codebook: Codebook, question: _Optioned) -> Iterator[tuple[str, str]]:
    if question.scale and question.scale not in codebook.scales:
        yield (
            f"skalan ”{question.scale}” finns inte i scales.",
            _hint(question.scale, codebook.scales),
        )
    numbers = isinstance(question, Grid) and question.cell == "number"
    if not question.all_options and not numbers and not question.scale:
        yield "saknar svarsalternativ.", "Lägg till options eller scale."
    seen: set[str] = set()
    for option in question.options:
        if option in seen:
            yield f"svarsalternativet ”{option}” står två gånger.", "Ta bort det ena."
        seen.add(option)
    for value, option in question.recode.items():
        if option not in question.all_options and option != "":
            yield (
                f"recode: ”{value}” blir ”{option}”, som inte är ett svarsalternativ.",
                _hint(option, question.all_options),
            )
