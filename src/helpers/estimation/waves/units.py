"""Both waves' units and departments beside each other: frames, matching, crosswalk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.cleaning.cleaned import Cleaned
from helpers.core.wording import fold
from helpers.estimation.differences import MATCHED_UNITS_FOR_A_TEST
from helpers.estimation.population import Population, in_frame, survey_population
from helpers.estimation.waves.comparable import Break
from helpers.survey.codebook import NO_GROUP

FEWEST_IN_STRATUM = 10
"""Units that came from one department to another are a stratum of their own from so
many; fewer are counted with most of the department that they are in now."""


@dataclass(frozen=True)
class MatchedWaves:
    """Two waves, each with the answers of its frame's units only.

    `frames`, `labels`: of the earlier and the later wave; `labels` are its departments.
    `became`: what each earlier department became (names of the later wave; the same
    name where the crosswalk does not have it).
    """

    earlier: Cleaned
    later: Cleaned
    frames: tuple[Population, Population]
    labels: tuple[list[str], list[str]]
    became: dict[str, tuple[str, ...]]

    @property
    def framed(self) -> bool:
        """Both waves have a list of who was asked."""
        return all(frame.known for frame in self.frames)

    @property
    def groups(self) -> list[str]:
        """The later wave's departments."""
        return self.labels[1]

    @cached_property
    def sources(self) -> dict[str, list[str]]:
        """Later department → the earlier ones it is compared with as a whole; none
        where it is new, or part of one that was split."""
        split = {name for name, to in self.became.items() if len(to) > 1}
        found = {}
        for name in self.groups:
            sources = [one for one, to in self.became.items() if name in to]
            found[name] = [] if split.intersection(sources) else sources
        return found

    @cached_property
    def common(self) -> pd.DataFrame:
        """Units of both frames: key → department `then` and `now`; empty without."""
        if not self.framed:
            return pd.DataFrame({"then": [], "now": []}, dtype=object)
        then, now = (eligible(frame) for frame in self.frames)
        both = now.index[now.index.isin(then.index)]
        return pd.DataFrame({"then": then[both], "now": now[both]})

    @cached_property
    def units(self) -> pd.DataFrame:
        """One row a unit of both frames (without frames: that answered both): `first`,
        `second`, its row in each wave's responses, -1 where it did not answer; and
        `group`, its later department."""
        first, second = (
            answer_places(wave.responses["unit"]) for wave in (self.earlier, self.later)
        )
        keys = (
            self.common.index
            if self.framed
            else second.index[second.index.isin(first.index)]
        )
        table = pd.DataFrame(
            {
                "first": first.reindex(keys, fill_value=-1),
                "second": second.reindex(keys, fill_value=-1),
            },
            index=keys,
        )
        groups = self.later.responses["group"].astype(str).to_numpy()
        if self.framed:
            table["group"] = self.common["now"]
        else:
            table["group"] = groups[table["second"]] if len(table) else ""
        return table

    @cached_property
    def codes(self) -> NDArray[np.intp]:
        """Per row of `units`, its department's place in `groups`; -1 outside."""
        return pd.Index(self.groups).get_indexer(
            pd.Index(self.units["group"].astype(object))
        )

    @cached_property
    def strata(self) -> NDArray[np.intp]:
        """Per row of `units`, its stratum (`crossed_strata`); 0 without frames."""
        if not self.framed:
            return np.zeros(len(self.units), np.intp)
        return crossed_strata(self.common["then"], self.common["now"])

    @cached_property
    def answer_codes(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Per response of each wave, its department's place in that wave's labels."""
        then, now = (
            pd.Index(labels, dtype=object).get_indexer(
                pd.Index(wave.responses["group"].astype(object))
            )
            for wave, labels in zip(
                (self.earlier, self.later), self.labels, strict=True
            )
        )
        return then, now

    @property
    def matched(self) -> NDArray[np.bool_]:
        """Which rows of `units` answered both waves."""
        return (self.units[["first", "second"]] >= 0).all(axis=1).to_numpy()


def beside(
    earlier: Cleaned, later: Cleaned, crosswalk: pd.DataFrame | None
) -> MatchedWaves:
    """The two waves beside each other. `crosswalk` (from, to): the earlier wave's
    departments and what became of them; None or no row: the same name."""
    frames = survey_population(earlier), survey_population(later)
    waves = in_frame(earlier, frames[0]), in_frame(later, frames[1])
    then, now = (
        _labels(wave.responses, frame)
        for wave, frame in zip(waves, frames, strict=True)
    )
    pairs: dict[str, tuple[str, ...]] = {}
    if crosswalk is not None:
        for one, to in zip(crosswalk["from"], crosswalk["to"], strict=True):
            pairs[fold(one)] = (*pairs.get(fold(one), ()), fold(to))
    became = {name: pairs.get(name, (name,)) for name in then}
    return MatchedWaves(*waves, frames, (then, now), became)


def crossed_strata(then: pd.Series, now: pd.Series) -> NDArray[np.intp]:
    """Per unit of both frames, the stratum of its change: earlier × later department.

    Departments that merged answered differently, so each wave must be weighted by the
    departments it had. A part of a later department with fewer than
    `FEWEST_IN_STRATUM` units is counted with that department's largest part; the
    choice looks at sizes alone, never at answers.

    >>> crossed_strata(pd.Series(["a"] * 12 + ["b"] * 11 + ["c"]),
    ...                pd.Series(["d"] * 24)).tolist() == [0] * 12 + [1] * 11 + [0]
    True
    """
    cells = pd.DataFrame({"then": then.to_numpy(), "now": now.to_numpy()})
    size = cells.groupby(["then", "now"])["now"].transform("size")
    order = size.sort_values(ascending=False, kind="stable").index
    largest = cells.loc[order].drop_duplicates("now").set_index("now")["then"]
    stands = size >= FEWEST_IN_STRATUM
    cells["then"] = cells["then"].where(stands, cells["now"].map(largest))
    return pd.factorize(pd.MultiIndex.from_frame(cells))[0]


def eligible(frame: Population) -> pd.Series:
    """Units of the frame that belong to the population: key → department."""
    units = frame.units[frame.units["outcome"] != "ineligible"]
    return pd.Series(
        units["department"].astype(object).to_numpy(),
        index=pd.Index(units["unit"].map(unit_key)),
    )


def unit_key(unit: object) -> str:
    """What a unit is matched by: its name, case and spacing apart."""
    return fold(str(unit)).casefold()


def unit_breaks(waves: MatchedWaves) -> Iterator[Break]:
    """What a reader must know of departments and units before waves are compared."""
    yield from _department_breaks(waves)
    for wave in (waves.earlier, waves.later):
        units = wave.responses["unit"].fillna("").astype(str).map(unit_key)
        twice = units[(units != "") & units.duplicated()].nunique()
        if twice:
            yield Break.of("units_twice", False, units=twice, wave=_when(wave))
    then, now = waves.answer_codes
    for name in waves.groups:
        places = [waves.labels[0].index(one) for one in waves.sources[name]]
        if not places:
            continue
        missing = [
            _when(wave)
            for wave, answers, of in (
                (waves.earlier, then, places),
                (waves.later, now, [waves.groups.index(name)]),
            )
            if not np.isin(answers, of).any()
        ]
        if missing:
            yield Break.of("no_answers", False, department=name, waves=missing)
        elif len(places) > 1:  # of those that merged, who answered nothing then
            for one, place in zip(waves.sources[name], places, strict=True):
                if place not in then:
                    when = [_when(waves.earlier)]
                    yield Break.of("no_answers", False, department=one, waves=when)
    both = int(waves.matched.sum())
    if both == 0:
        yield Break.of("none_matched", False)
    elif both < MATCHED_UNITS_FOR_A_TEST:
        yield Break.of("few_matched", True, units=both)


def _department_breaks(waves: MatchedWaves) -> Iterator[Break]:
    split = {name: to for name, to in waves.became.items() if len(to) > 1}
    for name, to in split.items():
        yield Break.of(
            "split", waves.framed, department=name, into=list(to), framed=waves.framed
        )
    for name, to in waves.became.items():
        if not set(to).intersection(waves.groups):
            yield Break.of("gone", False, department=name)
    known = {name for to in waves.became.values() for name in to}
    if fresh := [name for name in waves.groups if name not in known]:
        yield Break.of("new", False, departments=fresh)
    for name, sources in waves.sources.items():
        if sources and sources != [name]:
            yield Break.of("sources", True, department=name, sources=sources)


def _when(wave: Cleaned) -> dict[str, str]:
    """A wave as a reader knows it: its number, else its title."""
    number = wave.codebook.wave
    return {"title": wave.codebook.title} if number is None else {"wave": str(number)}


def _labels(responses: pd.DataFrame, frame: Population) -> list[str]:
    if frame.known:
        return list(frame.departments)
    group = responses["group"]
    return [str(name) for name in group.cat.categories if name != NO_GROUP]


def answer_places(units: pd.Series) -> pd.Series:
    """Unit → its row; a unit that answered twice is nowhere: which answer is its?"""
    keys = units.fillna("").astype(str).map(unit_key).to_numpy()
    places = pd.Series(np.arange(len(keys)), index=pd.Index(keys, dtype=object))
    return places[(places.index != "") & ~places.index.duplicated(keep=False)]
