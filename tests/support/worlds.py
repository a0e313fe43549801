"""Small made surveys whose respondents are known one by one.

A `World` says what is asked, by which routes, and what may be answered; its respondents
have a state each: an answer to every question. It is written as survey.yml and csv, and
counted by arithmetic of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import chain, combinations
from typing import Any, NamedTuple

from ruamel.yaml import YAML

ALL = "all"
NOT_ASKED = "not asked"
State = dict[str, Any]  # question → option, options, number, None (blank), NOT_ASKED


class Person(NamedTuple):
    unit: str
    group: str
    state: State


@dataclass(frozen=True)
class Ask:
    """A question. `implied_none`: who gave these answers counts as having none here."""

    id: str
    kind: str  # single, multiple or number
    options: tuple
    disclosure: str = "protected"
    asked_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    implied_none: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    none_of: tuple[str, ...] = ()
    may_be_blank: bool = False

    @property
    def answers(self) -> list[Any]:
        if self.kind != "multiple":
            return list(self.options)
        ticks = [one for one in self.options if one not in self.none_of]
        sizes = range(1, len(ticks) + 1)
        some = chain.from_iterable(combinations(ticks, n) for n in sizes)
        return [*some, *((one,) for one in self.none_of)]

    def has(self, answer: Any, option: str) -> bool:
        if answer in (None, NOT_ASKED):
            return False
        return answer == option if self.kind == "single" else option in answer


@dataclass(frozen=True)
class Names:
    """What a version calls things; what is not here is called as it is."""

    questions: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[tuple[str, str], str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def question(self, id: str) -> str:
        return self.questions.get(id, id)

    def option(self, id: str, option: str) -> str:
        return self.options.get((id, option), option)

    def group(self, group: str) -> str:
        return self.groups.get(group, group)

    def renamed(self) -> dict[str, Any]:
        """As survey.yml says it: now → then."""
        groups: dict[str, list[str]] = {}
        for then, now in self.groups.items():
            groups.setdefault(now, []).append(then)
        options: dict[str, dict[str, list[str]]] = {}
        for (id, then), now in self.options.items():
            own = options.setdefault(self.question(id), {})
            own.setdefault(now, []).append(then)
        questions = {now: [then] for then, now in self.questions.items()}
        return {"questions": questions, "options": options, "groups": groups}


@dataclass(frozen=True)
class World:
    """`frame`: how many there are in each group; {}: nobody knows. `challenges`: by id
    the options of the question `source` that mean it."""

    questions: Sequence[Ask]
    groups: Sequence[str]
    k: int
    small_group: int
    frame: Mapping[str, int] = field(default_factory=dict)
    challenges: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = ""

    def ask(self, id: str) -> Ask:
        return next(one for one in self.questions if one.id == id)

    def states(self) -> list[State]:
        """Everything that one respondent may have answered."""
        found: list[State] = [{}]
        for ask in self.questions:
            found = [
                {**state, ask.id: answer}
                for state in found
                for answer in self._answers(ask, state)
            ]
        return found

    def _answers(self, ask: Ask, state: State) -> Iterator[Any]:
        before = [self._led(ask, id, state) for id in ask.asked_if]
        if all(one is True for one in before):
            yield from ask.answers
            if ask.may_be_blank:
                yield None
        else:
            yield NOT_ASKED
            if False not in before:  # an answer after a blank counts
                yield from ask.answers

    def _led(self, ask: Ask, id: str, state: State) -> bool | None:
        """Whether the answer to a filter leads to `ask`; None where that is blank."""
        then, filter = state[id], self.ask(id)
        if then is None:
            return None
        if then == NOT_ASKED:
            before = [self._led(filter, one, state) for one in filter.asked_if]
            return False if False in before else None
        return any(filter.has(then, option) for option in ask.asked_if[id])

    # ------------------------------------------------------------ as counted

    def within(self, state: State, challenge: str) -> bool:
        if challenge == ALL:
            return True
        ask, ticks = self.ask(self.source), self.challenges[challenge]
        return any(ask.has(state[self.source], tick) for tick in ticks)

    def is_implied(self, ask: Ask, state: State) -> bool:
        return state[ask.id] == NOT_ASKED and any(
            self.ask(id).has(state[id], option)
            for id, options in ask.implied_none.items()
            for option in options
        )

    def was_asked(self, ask: Ask, state: State) -> bool:
        return state[ask.id] != NOT_ASKED or self.is_implied(ask, state)

    def answered(self, ask: Ask, state: State) -> bool:
        given = state[ask.id] not in (None, NOT_ASKED)
        return given or self.is_implied(ask, state)

    # ------------------------------------------------------------ as written

    def survey_yml(self, version: str, names: Names) -> str:
        groups = list(dict.fromkeys(map(names.group, self.groups)))
        background = {"chapter": "background", "disclosure": "open"}
        group = {"id": "grp", "column": "Grupp", "type": "single", "options": groups}
        unit = {"id": "unit", "column": "Enhet", "type": "text"}
        survey: dict[str, Any] = {
            "title": "Liten enkät",
            "fictitious": True,
            "version": version,
            "exports": [{"file": "svar.csv"}],
            "group": "grp",
            "unit": {"question": "unit"},
            "disclosure": {
                "k": self.k,
                "small_group": self.small_group,
                "percent_from": 1,
            },
            "questions": [group | background, unit | background]
            + [self._written(ask, names) for ask in self.questions],
        }
        if version != "1":
            survey["renamed"] = names.renamed()
        if self.challenges:
            survey["challenges"] = {
                "items": {id: {"label": f"Utmaning {id}"} for id in self.challenges},
                "from": {
                    "question": names.question(self.source),
                    "options": {
                        id: [names.option(self.source, one) for one in options]
                        for id, options in self.challenges.items()
                    },
                },
            }
        written = StringIO()
        YAML().dump(survey, written)
        return written.getvalue()

    def _written(self, ask: Ask, names: Names) -> dict[str, Any]:
        def routes(told: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
            return {
                names.question(id): [names.option(id, one) for one in options]
                for id, options in told.items()
            }

        made: dict[str, Any] = {
            "id": names.question(ask.id),
            "column": ask.id,
            "type": ask.kind,
            "disclosure": ask.disclosure,
            "asked_if": routes(ask.asked_if),
            "implied_none": routes(ask.implied_none),
        }
        if ask.kind != "number":
            every = dict.fromkeys(names.option(ask.id, one) for one in ask.options)
            made["options"] = list(every)
            made["none_of"] = [names.option(ask.id, one) for one in ask.none_of]
        if ask.kind == "multiple":
            made["separator"] = ";"
        return {key: value for key, value in made.items() if value}

    def svar_csv(self, people: Sequence[Person], names: Names) -> str:
        """The fullest answers first: in so small a file a lone half-empty row under the
        headers is taken for one more of them, and the file refused."""
        rows = [
            [person.unit, names.group(person.group)]
            + [self._cell(ask, person.state, names) for ask in self.questions]
            for person in people
        ]
        rows.sort(key=lambda row: row.count(""))
        headers = ["Enhet", "Grupp", *(ask.id for ask in self.questions)]
        return "\n".join(";".join(row) for row in [headers, *rows]) + "\n"

    def _cell(self, ask: Ask, state: State, names: Names) -> str:
        answer = state[ask.id]
        if answer in (None, NOT_ASKED):
            return ""
        if ask.kind == "multiple":
            return '"' + ";".join(names.option(ask.id, one) for one in answer) + '"'
        return str(answer if ask.kind == "number" else names.option(ask.id, answer))

    def population_csv(self, names: Names) -> str:
        units = [
            f"{group} {n};{names.group(group)}"
            for group, size in self.frame.items()
            for n in range(size)
        ]
        return "\n".join(["unit;department", *units]) + "\n"
