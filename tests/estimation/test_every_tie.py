"""Every released row of ties, organisations, combinations and transitions of two
examples, counted again from the raw files by `second_count`."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support.second_count import (
    CHALLENGES,
    FORMS,
    SINGLE,
    YES,
    Wave,
    folded,
    key,
    key_of_both,
    table,
)

RAW = Path(__file__).parents[2] / "data" / "raw"
CHALLENGE_IDS = (
    "youth_health",
    "leisure_culture",
    "city_life",
    "participation",
    "work",
)
FORM_IDS = ("dialog", "support", "joint")
WRITTEN = ("Skriftlig", "Idéburet offentligt partnerskap", "Avtal")
NOTHING_SAID = ("", "NA", "N/A", "#NAME?", "-")
ENDS = {2022: 2022, 2024: 2024}  # the year the answers were given
ALL = "all"


class Tie(NamedTuple):
    """What one block of a response says of one organisation."""

    unit: str
    organisation: str
    sure: bool
    challenges: frozenset[str]
    forms: frozenset[str]
    told: dict[str, str]


def blocks(wave: Wave) -> Iterator[Tie]:
    for unit, row in wave.units.items():
        if not wave.answer(row, "collaborates") & set(YES):  # type: ignore[operator]
            continue
        for number in (1, 2, 3):
            cells = {
                str(name).removeprefix(f"Partner {number}: "): folded(cell)
                for name, cell in row.items()
                if str(name).startswith(f"Partner {number}: ")
            }
            name = cells["organisationens namn"]
            if name in NOTHING_SAID or key(name) == unit or "tfn" in name.split():
                continue
            written = wave.names["organisation"].get(key(name), key(name))
            organisation = wave.register.get(written, written)
            yield Tie(
                unit,
                organisation,
                organisation in wave.confirmed,
                among(cells, "utmaning", CHALLENGES, CHALLENGE_IDS),
                among(cells, "form", FORMS, FORM_IDS),
                told(cells, wave.number),
            )


def among(
    cells: dict[str, str], field: str, labels: list[str], ids: tuple[str, ...]
) -> frozenset[str]:
    cell = next(text for name, text in cells.items() if name.startswith(field))
    ticked = {part.strip() for part in cell.split(";")}
    return frozenset(
        id for label, id in zip(labels, ids, strict=True) if label in ticked
    )


def told(cells: dict[str, str], year: int) -> dict[str, str]:
    """The qualities of a tie that it tells."""
    near = cells.get("intensitet") or cells.get("hur nära samverkar ni?") or ""
    found = {"intensity": near, "agreement": cells["överenskommelse"]}
    since = cells["startår"].split(".")[0]
    if since.isdecimal() and 1900 <= int(since) <= year:
        age = ENDS[year] - int(since)
        found["age"] = next(
            name
            for most, name in ((2, "0-2"), (5, "3-5"), (10, "6-10"), (999, "11-"))
            if age <= most
        )
    many = len(among(cells, "form", FORMS, FORM_IDS))
    found["forms"] = str(many) if many else ""
    return {name: one for name, one in found.items() if one not in NOTHING_SAID}


class Recount:
    def __init__(self, year: int) -> None:
        self.wave = Wave(RAW / f"exempel-{year}", year)

    @cached_property
    def blocks(self) -> list[Tie]:
        return list(blocks(self.wave))

    @cache  # noqa: B019
    def ties(self, challenge: str, form: str) -> list[Tie]:
        """Once a unit and organisation, as it is said where it is named first."""
        found: dict[tuple[str, str], Tie] = {}
        for tie in self.blocks:
            inside = challenge == ALL or challenge in tie.challenges
            if inside and (form == ALL or form in tie.forms):
                found.setdefault((tie.unit, tie.organisation), tie)
        return list(found.values())

    def of_group(self, ties: list[Tie], group: str) -> list[Tie]:
        if group == ALL:
            return ties
        return [tie for tie in ties if self.wave.department(tie.unit) == group]

    def count(self, row: dict[str, str]) -> list[float]:
        """Count, answered and estimate of a row about ties."""
        every = self.ties(row["challenge"], row["form"])
        own = self.of_group(every, row["group"])
        units = float(len({tie.unit for tie in own}))
        statistic = row["statistic"]
        if statistic == "tie_share":
            said = [tie.told[row["item"]] for tie in own if row["item"] in tie.told]
            x, n = said.count(row["option"]), len(said)
            return [x, n, x / n if n else math.nan]
        if statistic == "ties_written":
            agreed = [t.told["agreement"] for t in own if "agreement" in t.told]
            x, n = sum(one in WRITTEN for one in agreed), len(agreed)
            return [x, n, x / n if n else math.nan]
        named = {tie.organisation for tie in own if tie.sure}
        if statistic == "ties":
            number = len(own)
        elif statistic == "organisations":
            number = len(named)
        elif statistic == "organisations_unconfirmed":
            number = len({tie.organisation for tie in own if not tie.sure})
        else:
            where = defaultdict(set)
            for tie in every:
                where[tie.organisation].add(self.wave.department(tie.unit))
            number = sum(len(where[one]) > 1 for one in named)
        return [number, units, number]

    def combination(self, row: dict[str, str]) -> list[float]:
        wanted = set() if row["form"] == "none" else set(row["form"].split("+"))
        some = dict(zip(CHALLENGE_IDS, CHALLENGES, strict=True))
        x = n = 0
        for unit, answers in self.wave.units.items():
            if row["group"] not in (ALL, self.wave.department(unit)):
                continue
            does = [
                self.wave.collaborates(answers, some.get(row["challenge"], ALL), form)
                for form in FORMS
            ]
            if None in does:
                continue
            n += 1
            x += {id for id, one in zip(FORM_IDS, does, strict=True) if one} == wanted
        return [x, n]


def moved(then: Wave, now: Wave, question: str) -> tuple[Counter[tuple[str, str]], int]:
    """From → to of one answer, among units that answered both."""
    found: Counter[tuple[str, str]] = Counter()
    for unit in key_of_both(then, now):
        if unit in then.units and unit in now.units:
            one = then.answer(then.units[unit], question)
            other = now.answer(now.units[unit], question)
            if one and other:
                found[min(one), min(other)] += 1
    return found, sum(found.values())


def named(row: dict[str, str]) -> str:
    """What `second_count` calls the question of a row."""
    labels = dict(zip(CHALLENGE_IDS, CHALLENGES, strict=True))
    if row["question"] == "needs":
        return f"needs:{labels[row['item']]}"
    return row["question"].replace("_", "-")


ABOUT_TIES = (
    *("ties", "organisations", "organisations_shared", "ties_written", "tie_share"),
    "organisations_unconfirmed",
)


def number(text: str) -> float:
    return float(text.replace(",", ".")) if text else math.nan


def printed(row: dict[str, str], names: tuple[str, ...]) -> list[float]:
    return [number(row[name]) for name in names]


def differs(said: list[float], again: list[float]) -> bool:
    return not all(
        math.isclose(one, other, rel_tol=1e-9)
        or (math.isnan(one) and math.isnan(other))
        for one, other in zip(said, again, strict=True)
    )


@pytest.fixture(scope="module", params=[2024, 2022])
def released(request: pytest.FixtureRequest, example_report: Path) -> Any:
    outputs = example_report.parents[1]
    file = outputs / f"exempel-{request.param}" / "data" / "alla-tal.csv"
    rows = [row for row in table(file) if row["shown"] == "ja"]
    return Recount(request.param), rows


def disagree(
    rows: list[dict[str, str]],
    again: Callable[[dict[str, str]], list[float]],
    names: tuple[str, ...],
) -> dict[str, tuple[list[float], list[float]]]:
    found = {}
    for row in rows:
        said, own = printed(row, names), again(row)
        if differs(said, own):
            found[";".join(list(row.values())[:8])] = (said, own)
    return found


def test_every_row_of_ties_is_that_of_the_raw_files(released: Any) -> None:
    recount, rows = released
    own = [row for row in rows if row["statistic"] in ABOUT_TIES]
    assert len(own) > 1000
    names = ("count", "answered", "estimate")
    assert disagree(own, recount.count, names) == {}


def test_every_combination_is_that_of_the_raw_files(released: Any) -> None:
    recount, rows = released
    own = [row for row in rows if row["statistic"] == "combination"]
    assert len(own) > 600
    assert disagree(own, recount.combination, ("count", "answered")) == {}


def test_every_transition_is_that_of_the_raw_files(example_report: Path) -> None:
    then, now = (Recount(year).wave for year in (2022, 2024))
    file = example_report.parent / "data" / "alla-tal.csv"
    shown = [row for row in table(file) if row["shown"] == "ja"]
    own = [
        row
        for row in shown
        if row["statistic"] == "transition"
        and (row["question"] == "needs" or named(row) in SINGLE)
    ]
    assert len(own) > 250
    counted = {name: moved(then, now, name) for name in set(map(named, own))}

    def again(row: dict[str, str]) -> list[float]:
        ways, n = counted[named(row)]
        one, _, other = row["option"].partition(" → ")
        return [ways[one, other], n]

    assert disagree(own, again, ("count", "answered")) == {}
