"""Two waves → the rows of change, in the estimates' columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.cleaning.cleaned import Cleaned
from helpers.estimation.answers import answered, asked, chosen, collaboration, skipped
from helpers.estimation.differences import adjust_p_values, change_with_overlap
from helpers.estimation.intervals import asked_of_all
from helpers.estimation.schema import (
    EXACT_CHANGE,
    KEYS,
    OVERLAP,
    OVERLAP_SURE,
    Values,
    table,
)
from helpers.estimation.waves.comparable import (
    Pair,
    collaboration_pairs,
    pairs,
)
from helpers.estimation.waves.ties import frame_rows, tie_rows
from helpers.estimation.waves.units import MatchedWaves, beside
from helpers.survey.codebook import TOTAL, Item

COUNTS = "counts"
"""Method of what has no interval."""
LEVEL = 0.95


def changes(
    earlier: Cleaned, later: Cleaned, crosswalk: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Everything that changed from `earlier` to `later`, in the estimates' columns.

    `crosswalk`: from, to (`Source.crosswalk` of the later survey): the earlier wave's
    departments and what became of them. Keys are the later wave's. Statistics:

    - `change_all`: the difference of the two waves' own shares (the city weighted by
      department where there are frames). `answered`: later, `asked`: earlier.
    - `change`: among the units of both frames, with its interval where one may be
      claimed; `count`: matched units that changed, `answered`: matched units,
      `population`: units of both frames that it speaks for.
    - `change_matched`: of units that answered both; `count`, `answered` as above.
    - `change_frame`: what of `change_all` is due to units that `change` leaves out:
      new, gone, or of departments that did not answer.
    - `transition` (one answer) with option "från → till", and `started`, `stopped`
      (several answers): counts among matched units.
    - the first four, `started` and `stopped` for those that collaborate within a
      challenge and form (`challenge`, `form`; item and option "all").
    - of the frame (question "all"): units in both, new, gone, in another department.
    - the ties: among units that answered both waves, `answered` being these.

    `method`: overlap, overlap_sure (0 is outside the interval, and the test stands when
    corrected for their number: Holm for the challenges, which are planned; Benjamini
    and Hochberg for all the rest, of all and of departments apart), exact (all
    answered) or counts (no interval). Differences are 0-1 and unrounded. Without unit
    names nothing is matched: only `change_all` is given.
    """
    waves = beside(earlier, later, crosswalk)
    books = waves.earlier.codebook, waves.later.codebook
    alike, _ = pairs(*books)
    rows: list[Values] = []
    for pair in alike:
        for option in pair.options:
            rows += _option_rows(waves, pair, option)
        if pair.later.kind == "single":
            rows += _transitions(waves, pair)
    challenges, forms, _ = collaboration_pairs(*books, alike)
    rows += _collaboration_rows(waves, challenges, forms)
    correct_for_many(rows)
    rows += frame_rows(waves)
    rows += tie_rows(waves)
    return table(rows, later.survey)


def correct_for_many(rows: list[Values]) -> None:
    """Mark the changes that stand when corrected for how many were looked at."""
    claimed = [row for row in rows if row["method"] == OVERLAP]
    planned = [
        row
        for row in claimed
        if row["group"] == TOTAL and row["challenge"] != TOTAL and row["form"] == TOTAL
    ]
    chosen_ones = {id(row) for row in planned}
    others = [row for row in claimed if id(row) not in chosen_ones]
    families = [
        (planned, "holm"),
        ([row for row in others if row["group"] == TOTAL], "bh"),
        ([row for row in others if row["group"] != TOTAL], "bh"),
    ]
    for family, method in families:
        adjusted = adjust_p_values([row["p"] for row in family], method=method)
        for row, p in zip(family, adjusted, strict=True):
            outside = row["low"] > 0 or row["high"] < 0
            if outside and p < 1 - LEVEL:
                row["method"] = OVERLAP_SURE


# --- one option -----------------------------------------------------------------------


@dataclass(frozen=True)
class WaveAnswers:
    """Per response of a wave: has the option, answered, is known to be outside what the
    question is about (bools); and whether the question is about all units."""

    has: NDArray[np.bool_]
    given: NDArray[np.bool_]
    outside: NDArray[np.bool_]
    of_all: bool

    @classmethod
    def of(cls, wave: Cleaned, item: Item, option: str) -> WaveAnswers:
        responses, question = wave.responses, item.question
        given, outside = answered(responses, item), ~asked(responses, item)
        if question.asked_if:
            outside &= skipped(responses, wave.codebook, question)
        return cls(
            chosen(responses, item, option) & given,
            given,
            outside,
            asked_of_all(question),
        )

    def at(self, rows: pd.Series) -> NDArray[np.float64]:
        """0/1 for the units at `rows`, NaN where they did not answer."""
        place = rows.to_numpy()
        inside = place >= 0
        values = np.full(len(place), np.nan)
        use = np.where(inside, place, 0)
        if len(self.given):
            values = np.where(inside & self.given[use], self.has[use], np.nan)
        return values.astype(float)


def _option_rows(waves: MatchedWaves, pair: Pair, option: str) -> Iterator[Values]:
    then = WaveAnswers.of(waves.earlier, pair.earlier, pair.before(option))
    now = WaveAnswers.of(waves.later, pair.later, option)
    yield from _answer_rows(
        waves,
        _key_of(pair.later, TOTAL, option=option),
        then,
        now,
        several=pair.later.kind == "multiple",
    )


def _collaboration_rows(
    waves: MatchedWaves, challenges: list[str], forms: list[str]
) -> Iterator[Values]:
    """The same of those that collaborate within a challenge, in a form of it."""
    surveys = waves.earlier, waves.later
    for challenge in challenges:
        found = [
            collaboration(one.responses, one.codebook, challenge) for one in surveys
        ]
        assert waves.later.codebook.challenges is not None
        source = waves.later.codebook.challenges.source
        of_all = [
            asked_of_all(one.codebook.question(asked.source.question))
            for one in surveys
            if (asked := one.codebook.challenges) is not None
        ]
        key = dict.fromkeys(KEYS, TOTAL) | {
            "question": source.question,
            "challenge": challenge,
        }
        for form in forms:
            column = "any" if form == TOTAL else form
            if not all(column in known for known, _, _ in found):
                continue
            then, now = (
                WaveAnswers(known[column].to_numpy() & given, given, ~were, of)
                for (known, given, were), of in zip(found, of_all, strict=True)
            )
            yield from _answer_rows(
                waves, key | {"form": form}, then, now, several=True
            )


def _answer_rows(
    waves: MatchedWaves,
    of: Values,
    then: WaveAnswers,
    now: WaveAnswers,
    *,
    several: bool,
) -> Iterator[Values]:
    """All that is told of one yes or no, of all and by department."""
    first, second = then.at(waves.units["first"]), now.at(waves.units["second"])
    both = ~np.isnan(first) & ~np.isnan(second)
    # A question that some skipped is about a domain whose size is unknown.
    of_all = then.of_all and now.of_all
    for group in (TOTAL, *waves.groups):
        key = {**of, "group": group}
        whole = _change_all(waves, group, then, now)
        yield key | whole
        inside = _inside(waves, group)
        matched = both & inside
        n = int(matched.sum())
        if not n:
            continue
        differs = matched & (first != second)
        counts = {"count": float(differs.sum()), "answered": n, "method": COUNTS}
        difference = float(second[matched].mean() - first[matched].mean())
        yield key | counts | {"statistic": "change_matched", "estimate": difference}
        if several:
            for statistic, value in (("started", 1.0), ("stopped", 0.0)):
                found = float((differs & (second == value)).sum())
                share = {"statistic": statistic, "count": found, "estimate": found / n}
                yield key | counts | share
        if waves.framed and of_all:
            change = _change(waves, first, second, inside)
            yield key | counts | change
            yield key | {
                "statistic": "change_frame",
                "estimate": whole["estimate"] - change["estimate"],
                "answered": n,
                "method": COUNTS,
            }


def _inside(waves: MatchedWaves, group: str) -> NDArray[np.bool_]:
    if group == TOTAL:
        return np.ones(len(waves.units), bool)
    return waves.codes == waves.groups.index(group)


def _change(
    waves: MatchedWaves,
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    inside: NDArray[np.bool_],
) -> Values:
    """The change among the units of both frames, in strata earlier × later department
    (`crossed_strata`); `population`: the units of strata that answered both waves."""
    codes = np.unique(waves.strata[inside], return_inverse=True)[1]
    sizes = np.bincount(codes).astype(float)
    found = change_with_overlap(first[inside], second[inside], codes, sizes)
    few = waves.later.codebook.disclosure.percent_from
    claimed = not np.isnan(found.low) and (found.matched >= few or found.variance == 0)
    method = EXACT_CHANGE if found.variance == 0 and claimed else OVERLAP
    return {
        "statistic": "change",
        "estimate": found.estimate,
        "low": found.low if claimed else np.nan,
        "high": found.high if claimed else np.nan,
        "population": found.population,
        "method": method if claimed else COUNTS,
        "p": found.p,
    }


def _change_all(
    waves: MatchedWaves, group: str, then: WaveAnswers, now: WaveAnswers
) -> Values:
    """The difference of the waves' own shares, each with its own frame."""
    sources = None if group == TOTAL else waves.sources[group]
    own = None if group == TOTAL else [group]
    before, n1 = _share(waves, 0, then, sources)
    after, n2 = _share(waves, 1, now, own)
    return {
        "statistic": "change_all",
        "estimate": after - before,
        "answered": n2,
        "asked": n1,
        "method": COUNTS,
    }


def _share(
    waves: MatchedWaves, wave: int, answers: WaveAnswers, groups: list[str] | None
) -> tuple[float, float]:
    """A wave's share of some departments (None: of all), weighted by department where
    there is a frame, and how many answered; NaN where nobody did."""
    frame, labels, codes = (
        waves.frames[wave],
        waves.labels[wave],
        waves.answer_codes[wave],
    )
    use = answers.given
    if groups is not None:
        use = use & np.isin(codes, [labels.index(name) for name in groups])
    n = float(use.sum())
    if not n:
        return float("nan"), 0.0
    x, d = (
        np.bincount(codes[part & (codes >= 0)], minlength=len(labels))
        for part in (answers.has & use, use)
    )
    if not frame.known or np.count_nonzero(d) < 2:
        return float((answers.has & use).sum() / n), n
    if answers.of_all:
        past = np.zeros(len(labels), dtype=int)
    else:  # who skipped it is known to be outside, and shares the weight
        past = np.bincount(codes[answers.outside & (codes >= 0)], minlength=len(labels))
    weight = frame.sizes / np.maximum(d + past, 1)
    return float((weight * x).sum() / (weight * d).sum()), n


def _transitions(waves: MatchedWaves, pair: Pair) -> Iterator[Values]:
    """Every "från → till" among the units that answered both, of all departments."""
    codes = []
    for wave, item, rows, names in (
        (
            waves.earlier,
            pair.earlier,
            waves.units["first"],
            [pair.before(option) for option in pair.options],
        ),
        (waves.later, pair.later, waves.units["second"], pair.options),
    ):
        place = {option: code for code, option in enumerate(names)}
        values = wave.responses[item.key].astype(object)
        of_response = values.map(place).fillna(-1).astype(int).to_numpy()
        of_response = np.where(answered(wave.responses, item), of_response, -1)
        at = rows.to_numpy()
        known = (
            of_response[np.where(at >= 0, at, 0)] if len(of_response) else at * 0 - 1
        )
        codes.append(np.where(at >= 0, known, -1))
    both = (codes[0] >= 0) & (codes[1] >= 0)
    n = int(both.sum())
    if not n:
        return
    size = len(pair.options)
    cells = np.bincount(codes[0][both] * size + codes[1][both], minlength=size**2)
    for number, count in enumerate(cells):
        one, other = pair.options[number // size], pair.options[number % size]
        yield _key_of(pair.later, TOTAL, option=f"{one} → {other}") | {
            "statistic": "transition",
            "count": float(count),
            "answered": n,
            "estimate": count / n,
            "method": COUNTS,
        }


def _key_of(item: Item, group: str, *, option: str = TOTAL) -> Values:
    return dict.fromkeys(KEYS, TOTAL) | {
        "question": item.question.id,
        "item": item.row,
        "option": option,
        "group": group,
    }
