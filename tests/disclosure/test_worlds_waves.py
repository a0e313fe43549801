"""Two waves with a follow-up behind a protected filter, attacked by respondents.

The unknowns are how many of a group gave each pair of answers, in each kind of unit: in
both waves, or in one. What both waves print (shares, bases, transitions) is told to the
integer programme of `test_worlds`, which finds what a suppressed count can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from disclosure.test_worlds import Attacker, Count, Version, narrowed, read_rows
from support.worlds import ALL, Ask, Names, Person, State, World

from helpers.cleaning.step import clean
from helpers.core.project import Project
from helpers.disclosure.release import release
from helpers.disclosure.released import Released
from helpers.estimation.analysis import analyse
from helpers.estimation.facts import Facts
from helpers.estimation.waves import Earlier, comparison
from helpers.survey.sources import read_source

MOVED = ("change", "change_matched", "started", "stopped")


@dataclass
class BothWaves(Attacker):
    """A state is what was answered in each wave; `wave`: whose rows are read."""

    wave: int = 0
    pairs: list[tuple[State, State]] = field(default_factory=list)

    @classmethod
    def of_waves(cls, world: World, waves: Sequence[Sequence[Person]]) -> BothWaves:
        pairs = [(a, b) for a in world.states() for b in world.states()]
        said = [{one.unit: one for one in people} for people in waves]
        kinds, at = [], []
        for unit in sorted({*said[0], *said[1]}):
            there = tuple(unit in wave for wave in said)
            [group, *_] = [wave[unit].group for wave in said if unit in wave]
            states = [
                wave[unit].state if unit in wave else pairs[0][n]
                for n, wave in enumerate(said)
            ]
            kinds.append((group, there))
            at.append(pairs.index((states[0], states[1])))
        known = sorted(set(kinds))
        truth = np.zeros((len(known), len(pairs)))
        for kind, number in zip(kinds, at, strict=True):
            truth[known.index(kind), number] += 1
        versions = [Version(frozenset(wave), Names()) for wave in said]
        self = cls(world, versions, [], known, truth.ravel(), pairs=pairs)
        for number in range(len(known)):  # how many answered is public
            row = np.zeros_like(truth)
            row[number] = 1
            self.know(row.ravel(), truth[number].sum(), truth[number].sum())
        return self

    def count(self, test, version, group=ALL, names=None):
        wave = self.wave if version is None else version
        own = [test(pair[wave]) for pair in self.pairs]
        here = [there[wave] and group in (ALL, g) for g, there in self.kinds]
        return np.outer(here, own).astype(float).ravel()

    def of_both(self, group: str, test) -> np.ndarray:
        """Those who were in both waves and pass a test of their two answers."""
        here = [all(there) and group in (ALL, g) for g, there in self.kinds]
        own = [test(*pair) for pair in self.pairs]
        return np.outer(here, own).astype(float).ravel()


def moves(attacker: BothWaves, released: Released) -> Iterator[Count]:
    """Tells the attacker what is shown of both waves; gives what is suppressed."""
    world = attacker.world
    for row in released:
        if row.statistic not in ("transition", *MOVED):
            continue
        if row.question not in {ask.id for ask in world.questions}:
            continue
        ask = world.ask(row.question)
        base = attacker.of_both(
            row.group,
            lambda a, b, q=ask: world.answered(q, a) and world.answered(q, b),
        )
        if row.statistic == "transition":
            then, now = row.option.split(" → ")
            among = attacker.of_both(
                row.group,
                lambda a, b, q=ask.id, s=(then, now): (a[q], b[q]) == s,
            )
        else:
            among = base * attacker.of_both(
                row.group,
                lambda a, b, q=ask, o=row.option: (
                    q.has(a[q.id], o) != q.has(b[q.id], o)
                ),
            )
        if row.shown and np.isfinite(row.count):
            attacker.know(among, row.count, row.count)
            attacker.know(base, row.answered, row.answered)
        elif ask.disclosure == "protected" and row.statistic == "transition":
            yield Count(tuple(row[1:8]), among, base)


def world_of(random: np.random.Generator) -> World:
    some = ("Ja", "Nej", "Kanske")[: int(random.integers(2, 4))]
    groups = ["Norr", "Soder", "Vard"][: int(random.integers(2, 4))]
    asks = (
        Ask("f", "single", some),
        Ask("o", "single", ("Ja", "Nej"), "open", {"f": ("Ja",)}),
    )
    size = {group: int(random.integers(4, 18)) for group in groups}
    k, small = int(random.integers(3, 5)), int(random.integers(5, 9))
    return World(asks, groups, k=k, small_group=small, frame=size)


def people_of(random: np.random.Generator, world: World) -> list[list[Person]]:
    """Those who answered each wave; many of them as they did before."""
    states, waves = world.states(), [list[Person](), list[Person]()]
    among = random.dirichlet([0.8] * len(states))
    for group, size in world.frame.items():
        for n in range(size):
            then, now = random.choice(len(states), 2, p=among)
            now = then if random.random() < 0.5 else now
            for wave, state in zip(waves, (then, now), strict=True):
                if random.random() < 0.8:
                    wave.append(Person(f"{group} {n}", group, states[int(state)]))
    return waves


def released_waves(
    folder: Path, world: World, waves: Sequence[Sequence[Person]]
) -> list[Released]:
    cleaned = []
    for year, people in zip((2022, 2024), waves, strict=True):
        raw = folder / "data" / "raw" / f"liten-{year}"
        raw.mkdir(parents=True)
        survey = f"series: liten\nwave: {year}\n{world.survey_yml('1', Names())}"
        (raw / "survey.yml").write_text(survey, "utf-8")
        (raw / "svar.csv").write_text(world.svar_csv(people, Names()), "utf-8")
        (raw / "population.csv").write_text(world.population_csv(Names()), "utf-8")
        cleaned.append(clean(read_source(raw.name, Project(folder))))
    first, second = cleaned
    old = release(analyse(first), first.codebook)
    earlier = Earlier(first, pd.DataFrame(columns=["from", "to"]))
    facts = Facts(comparison=comparison(earlier, second))
    rows = analyse(second, earlier=earlier)
    told = [old.for_ledger()]
    return [old, release(rows, second.codebook, facts=facts, earlier=told)]


def attack(seed: int, folder: Path) -> list[str]:
    random = np.random.default_rng(seed)
    world = world_of(random)
    waves = people_of(random, world)
    attacker = BothWaves.of_waves(world, waves)
    counts: list[Count] = []
    made = released_waves(folder, world, waves)
    for number, released in enumerate(made):
        attacker.wave = number
        counts += [
            replace(one, since=None)
            for one in read_rows(attacker, released, number, {})
        ]
    return narrowed(attacker, [*counts, *moves(attacker, made[1])])


def test_two_waves_tell_nothing_of_a_filter_by_its_follow_up(tmp_path):
    for seed in range(3):
        assert attack(seed, tmp_path / str(seed)) == []


@pytest.mark.slow
def test_nor_in_a_hundred_pairs_of_waves(tmp_path):
    for seed in range(100, 200):
        assert attack(seed, tmp_path / str(seed)) == []


def test_what_is_not_suppressed_is_found(tmp_path, monkeypatch):
    """The changes of a follow-up tell who gave the leading answer in both waves."""
    from helpers.disclosure import release as module

    monkeypatch.setattr(module, "secret_bases", lambda rows, book, reasons, _: reasons)
    assert [one for one in attack(4, tmp_path) if "'Ja → Ja'" in one]
