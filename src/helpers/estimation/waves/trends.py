"""Three waves or more → how shares have moved over all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.cleaning.cleaned import Cleaned
from helpers.estimation.answers import collaboration
from helpers.estimation.intervals import asked_of_all
from helpers.estimation.population import in_frame, survey_population
from helpers.estimation.schema import (
    EXACT_CHANGE,
    KEYS,
    OVERLAP,
    Values,
    table,
)
from helpers.estimation.trend import Trend, trend_with_overlap
from helpers.estimation.waves.changes import COUNTS, WaveAnswers, correct_for_many
from helpers.estimation.waves.comparable import Pair, collaboration_pairs, pairs
from helpers.estimation.waves.units import answer_places, crossed_strata, eligible
from helpers.survey.codebook import TOTAL, Item

TREND, CHANGE_FIRST = "trend", "change_first"
BETWEEN, IN_WAVE = "change_between", "trend_share"
FEWEST_WAVES = 3


def trends(waves: Sequence[Cleaned]) -> pd.DataFrame:
    """How every share that all `waves` (the earliest first) can compare has moved,
    among the units of all their frames: `TREND`, the change per year (per wave where
    waves are no years), `CHANGE_FIRST`, from the first wave to the last, and `BETWEEN`
    every other two (`form`: "2022 → 2024"); of the challenges also `IN_WAVE`, the share
    in each (`form`: "2022"). `answered`: units that answered all (of `BETWEEN`: both;
    of `IN_WAVE`: it), `count`: those of them that differ (of `IN_WAVE`: that have the
    property), `asked`: the waves. Nothing of what any wave protects.

    Strata are the departments of all waves crossed (`crossed_strata`); intervals, and
    `method`, as those of `changes`, corrected in families of their own. Keys are the
    last wave's. Fewer than three waves, or one without a frame: no rows.
    """
    last = waves[-1]
    frames = [survey_population(one) for one in waves]
    if len(waves) < FEWEST_WAVES or not all(frame.known for frame in frames):
        return table([], last.survey)
    inside = [in_frame(one, frame) for one, frame in zip(waves, frames, strict=True)]
    departments = [eligible(frame) for frame in frames]
    units = departments[-1].index
    for one in departments[:-1]:
        units = units[units.isin(one.index)]
    if units.empty:
        return table([], last.survey)
    strata = departments[0][units]
    for one in departments[1:]:
        crossed = crossed_strata(strata, one[units])
        strata = pd.Series(crossed.astype(str), index=units)
    codes = pd.factorize(strata)[0]
    sizes = np.bincount(codes).astype(float)
    places = [
        answer_places(one.responses["unit"]).reindex(units, fill_value=-1)
        for one in inside
    ]
    times = _times(inside)
    few = last.codebook.disclosure.percent_from
    ends = (0, len(waves) - 1)
    spans = [ends, *(one for one in combinations(range(len(waves)), 2) if one != ends)]
    rows: dict[str, list[Values]] = {TREND: [], CHANGE_FIRST: [], BETWEEN: []}
    shares: list[Values] = []
    for key, answers in _questions(inside):
        y = np.stack(
            [one.at(at) for one, at in zip(answers, places, strict=True)], axis=1
        )
        found = trend_with_overlap(y, codes, sizes, times)
        rows[TREND].append({**key, **_row(found, few, len(waves)), "statistic": TREND})
        if key["challenge"] != TOTAL:
            shares += [{**key, **one} for one in _in_waves(y, found, inside)]
        for one, other in spans:
            whole = (one, other) == ends
            two = trend_with_overlap(y[:, [one, other]], codes, sizes, [0.0, 1.0])
            statistic = CHANGE_FIRST if whole else BETWEEN
            numbers = {**key, **_row(two, few, 2), "statistic": statistic}
            numbers["span"] = TOTAL if whole else _span(inside[one], inside[other])
            rows[statistic].append(numbers)
    for family in rows.values():
        correct_for_many(family)
    for row in (*rows[CHANGE_FIRST], *rows[BETWEEN]):
        row["form"] = row.pop("span")  # not before: the challenges' are a family
    everything = (row for family in rows.values() for row in family)
    return table([*everything, *shares], last.survey)


def _span(one: Cleaned, other: Cleaned) -> str:
    return f"{wave_name(one)} → {wave_name(other)}"


def wave_name(wave: Cleaned) -> str:
    """What a reader knows a wave by: its year or number, else its title."""
    number = wave.codebook.wave
    return wave.codebook.title if number is None else str(number)


def _in_waves(
    y: NDArray[np.float64], found: Trend, waves: Sequence[Cleaned]
) -> Iterator[Values]:
    """The share in each wave, weighted like the slope."""
    for at, wave in enumerate(waves):
        given = y[~np.isnan(y[:, at]), at]
        yield {
            "statistic": IN_WAVE,
            "form": wave_name(wave),
            "count": float(given.sum()),
            "answered": float(len(given)),
            "asked": float(len(waves)),
            "population": found.population,
            "estimate": float(found.shares[at]),
            "method": COUNTS,
        }


def _times(waves: Sequence[Cleaned]) -> NDArray[np.float64]:
    """The years of the waves, else their order."""
    years = [re.match(r"\d{4}$", str(one.codebook.wave)) for one in waves]
    if all(years):
        return np.array([float(str(one.codebook.wave)) for one in waves])
    return np.arange(len(waves), dtype=float)


def _row(found: Trend, few: int, waves: int) -> Values:
    claimed = not np.isnan(found.low) and (found.matched >= few or found.variance == 0)
    method = EXACT_CHANGE if found.variance == 0 and claimed else OVERLAP
    return {
        "count": float(found.changed),
        "answered": float(found.matched),
        "asked": float(waves),
        "population": found.population,
        "estimate": found.slope,
        "low": found.low if claimed else np.nan,
        "high": found.high if claimed else np.nan,
        "method": method if claimed else COUNTS,
        "p": found.p,
    }


def _questions(waves: Sequence[Cleaned]) -> Iterator[tuple[Values, list[WaveAnswers]]]:
    """Every yes or no that all waves can compare, asked of all units in each: its key,
    and each wave's answers."""
    *before, last = waves
    alike = [pairs(one.codebook, last.codebook)[0] for one in before]
    by_item = [{_place(pair): pair for pair in found} for found in alike]
    for pair in alike[-1]:
        place = _place(pair)
        found = [one.get(place) for one in by_item]
        known = [one for one in found if one is not None]
        items = [*(one.earlier for one in known), pair.later]
        whole = all(asked_of_all(item.question) for item in items)
        if len(known) < len(found) or not whole or _secret(waves, items):
            continue
        for option in _told_by_all(pair, items):
            names = [*(one.before(option) for one in known), option]
            key = dict.fromkeys(KEYS, TOTAL)
            key |= {"question": place[0], "item": place[1], "option": option}
            yield (
                key,
                [
                    WaveAnswers.of(wave, item, name)
                    for wave, item, name in zip(waves, items, names, strict=True)
                ],
            )
    yield from _collaborating(waves, alike)


def _told_by_all(pair: Pair, items: Sequence[Item]) -> list[str]:
    """The options that everybody in the base could give: where an earlier no implies a
    no, who implied it has ticked neither "none" nor "vet ej", and a share of them would
    be of those asked alone."""
    if not any(item.question.implied_none for item in items):
        return list(pair.options)
    question = pair.later.question
    left_out = {*getattr(question, "none_options", ()), *question.dont_know_options}
    return [option for option in pair.options if option not in left_out]


def _secret(waves: Sequence[Cleaned], items: Sequence[Item]) -> bool:
    """Whether any wave protects the question, or one that decides who is asked it."""
    return any(
        wave.codebook.protected(item.question.id)
        or wave.codebook.follows_protected(item.question.id)
        for wave, item in zip(waves, items, strict=True)
    )


def _place(pair: Pair) -> tuple[str, str]:
    return pair.later.question.id, pair.later.row


def _collaborating(
    waves: Sequence[Cleaned], alike: Sequence[list[Pair]]
) -> Iterator[tuple[Values, list[WaveAnswers]]]:
    *before, last = waves
    if last.codebook.challenges is None:
        return
    shared = [
        collaboration_pairs(one.codebook, last.codebook, found)[0]
        for one, found in zip(before, alike, strict=True)
    ]
    source = last.codebook.challenges.source.question
    asked = [
        one.codebook.items(one.codebook.challenges.source.question)[0]
        for one in waves
        if one.codebook.challenges is not None
    ]
    if len(asked) < len(waves) or _secret(waves, asked):
        return
    if not all(asked_of_all(item.question) for item in asked):
        return
    for challenge in shared[-1]:
        if not all(challenge in one for one in shared):
            continue
        answers = []
        for wave in waves:
            does, given, were = collaboration(wave.responses, wave.codebook, challenge)
            some = does["any"].to_numpy() & given
            answers.append(WaveAnswers(some, given, ~were, of_all=True))
        key = dict.fromkeys(KEYS, TOTAL) | {"question": source, "challenge": challenge}
        yield key, answers
