"""An attacker who reckons with respondents, and not with tables.

How many of a group have each state (an answer to every question) is not known; every
printed row is a sum of these numbers. An integer programme then finds the least and the
most that a suppressed count can be, whatever ties it to others: routes, implied
answers, challenges, groups, versions with other names. Nothing here is shared with
what suppresses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from support.surveys import NAME
from support.worlds import ALL, Ask, Names, Person, State, World

from helpers.cleaning.step import clean
from helpers.core.project import Project
from helpers.disclosure.release import release
from helpers.disclosure.released import Released
from helpers.estimation.analysis import analyse
from helpers.estimation.schema import Row
from helpers.survey.sources import read_source

Test = Callable[[State], bool]
MOST = 60  # respondents of one state
NEAR = 1e-6


def routed(random: np.random.Generator, blank: bool) -> World:
    some = ("Ja", "Nej", "Kanske")[: int(random.integers(2, 4))]
    return _world(
        random,
        Ask("f", "single", some, may_be_blank=blank),
        Ask("o", "single", ("Ja", "Nej"), "open", {"f": ("Ja",)}),
        Ask("p", "single", ("Ja", "Nej"), asked_if={"f": ("Ja",)}),
    )


def ticked(random: np.random.Generator, blank: bool) -> World:
    ticks = ("A", "B", "Inget")
    return _world(
        random,
        Ask("m", "multiple", ticks, none_of=("Inget",), may_be_blank=blank),
        Ask("o", "single", ("Ja", "Nej"), "open", {"m": ("A",)}),
    )


def implied(random: np.random.Generator, blank: bool) -> World:
    kind, ticks = str(random.choice(["single", "multiple"])), ("A", "B", "Inget")
    how = str(random.choice(["open", "protected"]))
    routes = {"f": ("Ja",)}, {"f": ("Nej",)}
    return _world(
        random,
        Ask("f", "single", ("Ja", "Nej"), may_be_blank=blank),
        Ask("o", kind, ticks, how, *routes, none_of=("Inget",)),
    )


def chained(random: np.random.Generator, blank: bool) -> World:
    def how() -> str:
        return str(random.choice(["open", "protected"]))

    yes = ("Ja", "Nej")
    return _world(
        random,
        Ask("f", "single", yes, may_be_blank=blank),
        Ask("g", "single", yes, how(), {"f": ("Ja",)}),
        Ask("h", "single", yes, how(), {"g": ("Ja",)}),
    )


def challenged(random: np.random.Generator, blank: bool) -> World:
    return _world(
        random,
        Ask("tema", "multiple", ("U", "V"), "open", may_be_blank=True),
        Ask("p", "single", ("Ja", "Nej", "Kanske"), may_be_blank=blank),
        challenges=True,
    )


def secret_challenges(random: np.random.Generator, blank: bool) -> World:
    ticks = ("U", "V", "Inget")
    return _world(
        random,
        Ask("tema", "multiple", ticks, none_of=("Inget",)),
        Ask("o", "single", ("Ja", "Nej"), "open", may_be_blank=blank),
        challenges=True,
    )


def _world(
    random: np.random.Generator, *questions: Ask, challenges: bool = False
) -> World:
    groups = ["Norr", "Soder", "Vard"][: int(random.integers(2, 4))]
    size = {group: int(random.integers(2, 18)) for group in groups}
    return World(
        questions,
        groups,
        k=int(random.integers(3, 5)),
        small_group=int(random.integers(5, 9)),
        frame=size if random.random() < 0.75 else {},
        challenges={"u": ("U",), "v": ("V",)} if challenges else {},
        source="tema" if challenges else "",
    )


KINDS = (routed, ticked, implied, chained, challenged, secret_challenges)


@dataclass(frozen=True)
class Version:
    units: frozenset[str]
    names: Names


@dataclass
class Attacker:
    """What is known of how many have each state, by group and by the versions that they
    are in. `truth`: the numbers as they are, which only judge."""

    world: World
    versions: Sequence[Version]
    states: list[State]
    kinds: list[tuple[str, tuple[bool, ...]]]
    truth: np.ndarray
    rows: list[np.ndarray] = field(default_factory=list)
    ends: list[tuple[float, float]] = field(default_factory=list)

    @classmethod
    def of(
        cls, world: World, people: Sequence[Person], versions: Sequence[Version]
    ) -> Attacker:
        states = world.states()
        kinds = {
            person.unit: (person.group, tuple(person.unit in v.units for v in versions))
            for person in people
        }
        known = sorted(set(kinds.values()))
        truth = np.zeros((len(known), len(states)))
        for person in people:
            truth[known.index(kinds[person.unit]), states.index(person.state)] += 1
        self = cls(world, versions, states, known, truth.ravel())
        for number in range(len(known)):  # how many answered is public
            row = np.zeros_like(truth)
            row[number] = 1
            self.know(row.ravel(), truth[number].sum(), truth[number].sum())
        return self

    def know(self, row: np.ndarray, low: float, high: float) -> None:
        true = row @ self.truth
        assert low - NEAR <= true <= high + NEAR, "what is printed is true"
        self.rows.append(row)
        self.ends.append((low, high))

    def count(
        self,
        test: Test,
        version: int | None,
        group: str = ALL,
        names: Names | None = None,
    ) -> np.ndarray:
        """The sum that counts those of a group, as `names` call it; of a version, or of
        all."""
        names = names or Names()
        own = [test(state) for state in self.states]
        here = [
            (version is None or there[version]) and group in (ALL, names.group(g))
            for g, there in self.kinds
        ]
        return np.outer(here, own).astype(float).ravel()

    def in_version(self, row: np.ndarray, version: int) -> np.ndarray:
        """Those of a sum who are in a version too."""
        here = [there[version] for _, there in self.kinds]
        return (row.reshape(len(here), -1).T * here).T.ravel()

    def table(self, goal: np.ndarray) -> np.ndarray | None:
        """The numbers that agree with all and have the least of a sum; None where the
        search gave up."""
        ends = np.array(self.ends)
        found = milp(
            goal,
            integrality=np.ones(len(goal)),
            bounds=Bounds(0, MOST),
            constraints=LinearConstraint(
                np.array(self.rows), ends[:, 0] - NEAR, ends[:, 1] + NEAR
            ),
            options={"time_limit": 20},
        )
        return np.round(found.x) if found.status == 0 else None


@dataclass(frozen=True)
class Count:
    """A suppressed count to find out: who is in it, of whom. `since`: those of them who
    came after a version that shows it; only these are still to be kept."""

    what: tuple
    among: np.ndarray
    base: np.ndarray
    since: np.ndarray | None = None


def read_rows(
    attacker: Attacker, released: Released, version: int, shown: dict[bytes, int]
) -> Iterator[Count]:
    """Tells the attacker all that is shown; gives the protected counts that are not.
    `shown`: which sums were shown by which version."""
    world, names = attacker.world, attacker.versions[version].names
    asks = {names.question(ask.id): ask for ask in world.questions}
    for row in released:
        ask = asks.get(row.question)
        if ask is None:
            continue
        count, asked, base = _sums(attacker, row, ask, version)
        if row.shown and row.statistic in ("share", "collaborates", "nonresponse"):
            attacker.know(count, row.count, row.count)
            attacker.know(asked if row.statistic == "nonresponse" else base,
                          *[row.answered] * 2)  # fmt: skip
        if row.shown and row.statistic == "share" and row.asked >= 0:
            attacker.know(asked, row.asked, row.asked)
        hidden = row.statistic in ("share", "collaborates") and not row.shown
        crossed = row.challenge != ALL and ALL not in (row.group, row.option)
        own = ask.id == world.source and row.challenge != ALL
        who = _sums(attacker, row, ask, version, everybody=True)[0].tobytes()
        if row.shown:
            shown[who] = version
        if hidden and ask.disclosure == "protected" and not crossed and not own:
            since = None
            if who in shown:
                since = base - attacker.in_version(base, shown[who])
            yield Count((version, *row[1:8]), count, base, since)


def _sums(
    attacker: Attacker, row: Row, ask: Ask, version: int, *, everybody: bool = False
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who are counted in a row, who were asked and who answered; `everybody`: also of
    those who are in other versions only."""
    world, names = attacker.world, attacker.versions[version].names

    def within(state: State) -> bool:
        return row.statistic == "collaborates" or world.within(state, row.challenge)

    def counted(state: State) -> bool:
        if row.statistic == "nonresponse":
            return world.was_asked(ask, state) and not world.answered(ask, state)
        if row.statistic == "collaborates":
            every = [row.challenge] if row.challenge != ALL else world.challenges
            return any(world.within(state, one) for one in every)
        options = [o for o in ask.options if names.option(ask.id, o) == row.option]
        return any(ask.has(state[ask.id], option) for option in options)

    tests: list[Test] = [
        lambda state: within(state) and counted(state),
        lambda state: within(state) and world.was_asked(ask, state),
        lambda state: within(state) and world.answered(ask, state),
    ]
    at = None if everybody else version
    first, second, third = (
        attacker.count(t, at, row.group, names=names) for t in tests
    )
    return first, second, third


def late_counts(attacker: Attacker) -> Iterator[Count]:
    """What those answered who came between two versions, where nobody is gone."""
    for number, (then, now) in enumerate(pairwise(attacker.versions)):
        if then.units - now.units:
            continue
        for ask in attacker.world.questions:
            if ask.disclosure == "open" or ask.kind == "number":
                continue
            for option in ask.options:
                tests: list[Test] = [
                    lambda s, a=ask, o=option: a.has(s[a.id], o),
                    lambda s, a=ask: attacker.world.answered(a, s),
                ]
                among, base = (
                    attacker.count(t, number + 1) - attacker.count(t, number)
                    for t in tests
                )
                yield Count(("late", number, ask.id, option), among, base)


def needed(world: World, count: float, base: float) -> float:
    """How wide the interval of a suppressed count must be: the rule, written again."""
    if base <= 0:
        return 0
    few = base < world.k or 0 < count < world.k or 0 < base - count < world.k
    alike = count == base or (count == 0 and base < world.small_group)
    return min(world.k - 1, base) if few or alike else 0


def narrowed(attacker: Attacker, counts: Sequence[Count]) -> list[str]:
    """The counts that are known better than promised."""
    found, tables = [], [attacker.truth]
    for one in counts:
        count, base = one.among @ attacker.truth, one.base @ attacker.truth
        wide = needed(attacker.world, count, base)
        if one.since is not None:
            wide = min(wide, one.since @ attacker.truth)
        for way in (1.0, -1.0):
            told = [table @ one.among for table in tables]
            if max(told) - min(told) >= wide:
                break
            if (more := attacker.table(way * one.among)) is None:
                break
            tables.append(more)
        else:
            told = [table @ one.among for table in tables]
            if max(told) - min(told) < wide:
                found.append(f"{one.what}: {count} of {base}, {min(told)}-{max(told)}")
    return found


def people_of(random: np.random.Generator, world: World) -> list[Person]:
    states = world.states()
    among = random.dirichlet([0.6] * len(states))
    people = []
    for group in world.groups:
        most = min(world.frame.get(group, 9), 9)
        for n in range(int(random.integers(1, most + 1))):
            state = states[int(random.choice(len(states), p=among))]
            people.append(Person(f"{group} {n}", group, state))
    return people


def versions_of(
    random: np.random.Generator, world: World, people: Sequence[Person]
) -> list[Version]:
    """One version, or some with late answers, the last of them with other names."""
    units = [person.unit for person in people]
    versions = [Version(frozenset(units), Names())]
    for _ in range(int(random.choice([0, 0, 1, 1, 2]))):
        first = sorted(versions[0].units)
        late = random.choice(first, min(int(random.integers(1, 5)), len(first) - 1))
        versions.insert(0, Version(versions[0].units - set(late), Names()))
    if len(versions) > 1 and random.random() < 0.7:
        ask = next(a for a in world.questions if a.disclosure == "protected")
        what = random.choice(["question", "option", "group", "merged"])
        first, second = world.groups[:2]
        names = {
            "question": Names(questions={ask.id: f"ny_{ask.id}"}),
            "option": Names(options={(ask.id, ask.options[0]): "Omdöpt"}),
            "group": Names(groups={first: "Nytt namn"}),
            "merged": Names(groups={first: "Båda", second: "Båda"}),
        }[str(what)]
        versions[-1] = Version(versions[-1].units, names)
    return versions


def released_versions(
    folder: Path, world: World, people: Sequence[Person], versions: Sequence[Version]
) -> list[Released]:
    raw, made = folder / "data" / "raw" / NAME, list[Released]()
    raw.mkdir(parents=True)
    for number, version in enumerate(versions):
        own = [person for person in people if person.unit in version.units]
        texts = {
            "survey.yml": world.survey_yml(str(number + 1), version.names),
            "svar.csv": world.svar_csv(own, version.names),
        }
        if world.frame:
            texts["population.csv"] = world.population_csv(version.names)
        for name, text in texts.items():
            (raw / name).write_text(text, "utf-8")
        cleaned = clean(read_source(NAME, Project(folder)))
        parts = [analyse(cleaned, challenge=one) for one in (ALL, *world.challenges)]
        before = [one.for_ledger() for one in made]
        made.append(release(pd.concat(parts), cleaned.codebook, earlier=before))
    return made


def attack(kind: Callable[..., World], seed: int, folder: Path) -> list[str]:
    random = np.random.default_rng(seed)
    world = kind(random, bool(random.random() < 0.3))
    people = people_of(random, world)
    versions = versions_of(random, world, people)
    attacker = Attacker.of(world, people, versions)
    counts: list[Count] = []
    shown: dict[bytes, int] = {}
    made = released_versions(folder, world, people, versions)
    for number, released in enumerate(made):
        counts += read_rows(attacker, released, number, shown)
    return narrowed(attacker, [*counts, *late_counts(attacker)])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_count_is_known_better_than_promised(kind, tmp_path):
    for seed in range(4):
        assert attack(kind, seed, tmp_path / str(seed)) == []


def test_late_answers_in_the_base_of_a_followup_are_not_told(tmp_path):
    """All three late answers were in the base of what is asked of those who gave A: so
    none of them said no to the protected question."""
    assert attack(ticked, 900, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_nor_in_three_hundred_surveys(kind, tmp_path):
    for seed in range(100, 150):
        assert attack(kind, seed, tmp_path / str(seed)) == []


def test_what_is_not_suppressed_is_found(tmp_path, monkeypatch):
    """The attacker finds what a release without secondary suppression gives away."""
    from helpers.disclosure import release as module

    def nothing(rows, codebook, reasons, versions):
        return reasons, pd.Series(0.01, rows.index)

    monkeypatch.setattr(module, "secondary_reasons", nothing)
    found = [attack(kind, 3, tmp_path / kind.__name__) for kind in KINDS]
    assert sum(map(bool, found)) >= 3
