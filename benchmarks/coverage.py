"""How often the intervals hold: every kind that a report prints, by simulation.

A city of 13 departments and 600 units answers again and again; each time the intervals
are computed from the answers alone and compared with the truth, which is known here.
In the ignorable scenarios departments answer to different degrees, and within a
department everybody is as likely to answer. In the informative scenario those who
collaborate answer more often: no interval can know that, and the table shows it.

    python benchmarks/coverage.py [--only SCENARIO]

Beside these fixed settings stand 200 random frames, and properties that are rare where
few answered. What was found is recorded in coverage.json and shown in docs/methods.md.
All of it takes some minutes; `--only places`, a function of `SCENARIOS`, simulates that
alone, in a second, and leaves the rest of the record as it is.

An interval is printed by a report only where `covers` is 0.94 or more in every fixed
ignorable setting, and in the worst tenth of all. Exit status 1 when a kind that is
printed falls below. A module this long since each scenario reads on its own.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from statsmodels.stats.proportion import proportion_confint

from helpers.estimation import contrasts
from helpers.estimation.differences import (
    Difference,
    change_with_overlap,
    difference_from_the_others,
)
from helpers.estimation.inference import (
    Interval,
    StratifiedProportion,
    department_domain,
    domain_bounds,
    hypergeometric_interval,
    stratified_proportion,
)
from helpers.estimation.means import stratified_mean
from helpers.estimation.schema import (
    AGAINST,
    ANSWER_AGAINST,
    BINOMIAL,
    CITY,
    DOMAIN,
    EXACT_SHARE,
    MEAN_PLACE,
    MOVER,
    OVERLAP,
    STATISTICS,
)
from helpers.estimation.themes import limits
from helpers.estimation.waves.units import crossed_strata

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "benchmarks" / "coverage.json"
METHODS = ROOT / "docs" / "methods.md"
REPEATS = 2000
SEED = 20
REQUIRED = 0.94
PERCENT_FROM = 10  # a report prints no interval below so many answers
SIZES = np.array([118, 92, 80, 70, 60, 48, 40, 30, 22, 16, 12, 8, 4])
RESPONSE = np.linspace(0.8, 0.4, 13)[[0, 7, 3, 10, 1, 12, 5, 2, 9, 4, 11, 6, 8]]
DEPARTMENT = np.repeat(np.arange(13), SIZES)
IN_DEPARTMENT = np.eye(13)[DEPARTMENT]


@dataclass(frozen=True)
class Row:
    """One kind of interval in one setting.

    `covers`: share of printed intervals that hold the truth; `worst`: the same in the
    cell where it is lowest; `width`: mean; `printed`: share of cells with an interval.
    """

    kind: str
    setting: str
    ignorable: bool
    covers: float
    worst: float
    width: float
    printed: float


KINDS = {
    "department": ("collaborates", EXACT_SHARE),
    "city": ("collaborates", CITY),
    "city, domain": ("share", CITY),
    "department, domain": ("share", DOMAIN),
    "department against others": (AGAINST, MOVER),
    "list of differences, none true": (AGAINST, MOVER),
    "answer against others": (ANSWER_AGAINST, MOVER),
    "list of answers, none true": (ANSWER_AGAINST, MOVER),
    "change, city": ("change", OVERLAP),
    "change, department": ("change", OVERLAP),
    "change, merged, city": ("change", OVERLAP),
    "change, merged, department": ("change", OVERLAP),
    "city, no-assumption bounds": ("collaborates", CITY),
    "theme": ("theme", BINOMIAL),
    "mean place": ("mean_rank", MEAN_PLACE),
}
"""The statistic and method that a kind of interval is. Others are candidates."""


def is_printed(kind: str) -> bool:
    """Whether a report prints such intervals: what the registry of numbers says."""
    name, method = KINDS.get(kind, ("", ""))
    return bool(name) and (
        STATISTICS[name].is_printed and method in STATISTICS[name].intervals
    )


def answers(
    rng: np.random.Generator, repeats: int, chance: NDArray
) -> NDArray[np.bool_]:
    """Who answers, repeats × units; `chance` per unit."""
    return rng.random((repeats, DEPARTMENT.size)) < chance


def counted(which: NDArray) -> NDArray:
    """Counts per department of a repeats × units matrix."""
    return which.astype(float) @ IN_DEPARTMENT


def exactly(rng: np.random.Generator, shares: NDArray) -> NDArray[np.bool_]:
    """A property held by the given share of each department, rounded, at random."""
    has = np.zeros(DEPARTMENT.size, bool)
    for h, share in enumerate(shares):
        units = np.flatnonzero(h == DEPARTMENT)
        number = int(np.clip(np.rint(share * units.size), 0, units.size))
        has[rng.permutation(units)[:number]] = True
    return has


def city_of(rng: np.random.Generator, p: float, spread: float) -> NDArray[np.bool_]:
    """A property with share about `p` that differs between departments, and goes with
    how well they answer (the case that misleads unweighted shares)."""
    tilt = (RESPONSE - RESPONSE.mean()) / RESPONSE.std()
    logit = np.log(p / (1 - p)) + spread * tilt + rng.normal(0, spread / 2, 13)
    return exactly(rng, 1 / (1 + np.exp(-logit)))


def measure(
    kind: str,
    setting: str,
    interval: Interval,
    truth: NDArray | float,
    *,
    ignorable: bool = True,
    where: NDArray | bool = True,
) -> Row | None:
    """Coverage of intervals (repeats, or repeats × cells) of `truth`; None where they
    are hardly ever shown."""
    low, high = (np.asarray(limit, float) for limit in interval)
    shown = ~np.isnan(low) & np.broadcast_to(where, low.shape)
    holds = (low - 1e-12 <= truth) & (truth <= high + 1e-12) & shown
    cells = shown.reshape(shown.shape[0], -1).sum(0)
    held = holds.reshape(holds.shape[0], -1).sum(0)
    # A cell shown only now and then says nothing on its own.
    often = cells >= max(200, 0.1 * shown.shape[0])
    if not often.any():
        return None
    return Row(
        kind,
        setting,
        ignorable,
        covers=round(float(held.sum() / max(cells.sum(), 1)), 4),
        worst=round(float((held[often] / cells[often]).min(initial=1.0)), 4),
        width=round(float(np.mean((high - low)[shown])), 4),
        printed=round(float(shown.mean()), 4),
    )


# --- the kinds ------------------------------------------------------------------------


def shares(rng: np.random.Generator, repeats: int) -> Iterator[Row | None]:
    """Department, city and difference, over rare and common properties."""
    for p, spread in (
        (0.01, 0.3),
        (0.03, 0.5),
        (0.1, 0.8),
        (0.3, 1.2),
        (0.5, 0.0),
        (0.8, 0.8),
    ):
        setting = f"share {p:g}, departments {'alike' if not spread else 'differ'}"
        has = city_of(rng, p, spread)
        who = answers(rng, repeats, RESPONSE[DEPARTMENT])
        x, n = counted(who & has), counted(who)
        truth = counted(has[None, :])[0] / SIZES
        each = hypergeometric_interval(x, n, SIZES)
        enough = n >= PERCENT_FROM
        yield measure("department", setting, each, truth, where=enough)
        city = stratified_proportion(x, n, SIZES)
        yield measure("city", setting, Interval(city.low, city.high), has.mean())
        naive = Interval(*proportion_confint(x.sum(1), n.sum(1), method="wilson"))
        yield measure("(unweighted Wilson)", setting, naive, has.mean())
        others = difference_from_the_others(x, n, SIZES)
        yield measure(
            "department against others",
            setting,
            Interval(others.low, others.high),
            _from_the_others(has),
            where=enough,
        )


def lists(rng: np.random.Generator, repeats: int) -> Iterator[Row | None]:
    """How often a whole list of differences has none that is false: twelve departments
    with exactly the same share, five challenges, every claim corrected as in a report.
    """
    sizes = np.array([120, 90, 80, 70, 60, 50, 40, 30, 20, 20, 10, 10])
    department = np.repeat(np.arange(12), sizes)
    place = np.concatenate([np.arange(size) / size for size in sizes])
    has = place < np.array([0.1, 0.2, 0.3, 0.5, 0.7])[:, None]
    falling = np.linspace(0.85, 0.45, 12)[department]
    for answered, chance in (("45-85", falling), ("60", 0.6), ("90", 0.9)):
        who = rng.random((repeats, department.size)) < chance
        of = np.eye(12)[department]
        n = (who @ of)[:, None, :]
        x = np.stack([(who & one) @ of for one in has], axis=1)
        n = np.broadcast_to(n, x.shape)
        found = difference_from_the_others(x, n, sizes)
        shown = n >= PERCENT_FROM
        parts = zip(found.estimate, found.low, found.high, found.p, shown, strict=True)
        is_false = np.array(
            [[contrasts.claimed(Difference(*one), s).any()] for *one, s in parts], float
        )
        yield measure(
            "list of differences, none true",
            f"{answered} % answer",
            Interval(is_false, np.ones_like(is_false)),
            0.0,
        )


def _from_the_others(has: NDArray) -> NDArray:
    """The true difference of each department's share from that of all the others."""
    x = counted(has[None, :])[0]
    return x / SIZES - (x.sum() - x) / (SIZES.sum() - SIZES)


def domains(rng: np.random.Generator, repeats: int) -> Iterator[Row | None]:
    """Shares of a challenge's units: neither who they are nor how many is known."""
    for size, p in ((0.15, 0.3), (0.4, 0.1), (0.4, 0.5), (0.7, 0.8)):
        setting = f"domain {size:g}, share {p:g}"
        belongs = city_of(rng, size, 0.8)
        has = city_of(rng, p, 0.6) & belongs
        who = answers(rng, repeats, RESPONSE[DEPARTMENT])
        x, d, n = counted(who & has), counted(who & belongs), counted(who)
        truth = has.sum() / belongs.sum()
        city = stratified_proportion(x, n, SIZES, domain=d)
        yield measure("city, domain", setting, Interval(city.low, city.high), truth)
        for h in (0, 2, 5):
            mine = h == DEPARTMENT
            alone = department_domain(x[:, h], n[:, h], SIZES[h], d[:, h])
            yield measure(
                "department, domain",
                f"{setting}, N = {SIZES[h]}",
                Interval(alone.low, alone.high),
                has[mine].sum() / max(belongs[mine].sum(), 1),
                where=d[:, h] >= PERCENT_FROM,
            )


def changes(rng: np.random.Generator, repeats: int) -> Iterator[Row | None]:
    """City and department change between two waves whose answers overlap."""
    for p, lost, gained in (
        (0.3, 0.2, 0.15),
        (0.6, 0.3, 0.1),
        (0.1, 0.3, 0.05),
        (0.1, 0.5, 0.02),
    ):
        before = city_of(rng, p, 0.8)
        chance = rng.random(DEPARTMENT.size)
        after = np.where(before, chance >= lost, chance < gained)
        first = answers(rng, repeats, RESPONSE[DEPARTMENT])
        # Who answered once answers again more often: 0.85 of them, 0.45 of the others.
        second = answers(rng, repeats, np.where(first, 0.85, 0.45))
        y1 = np.where(first, before, np.nan)
        y2 = np.where(second, after, np.nan)
        setting = f"share {p:g}, {lost:g} stop, {gained:g} start"
        limits = [
            change_with_overlap(a, b, DEPARTMENT, SIZES)
            for a, b in zip(y1, y2, strict=True)
        ]
        truth = after.mean() - before.mean()
        yield measure("change, city", setting, _limits(limits), truth)
        for h in (0, 5):
            mine = h == DEPARTMENT
            zero = np.zeros(SIZES[h], int)
            limits = [
                change_with_overlap(a, b, zero, SIZES[h : h + 1])
                for a, b in zip(y1[:, mine], y2[:, mine], strict=True)
            ]
            yield measure(
                "change, department",
                f"{setting}, N = {SIZES[h]}",
                _limits(limits),
                after[mine].mean() - before[mine].mean(),
            )


def merged(rng: np.random.Generator, repeats: int) -> Iterator[Row | None]:
    """Change where two departments became one between the waves, and had answered the
    earlier wave to different degrees and in different ways."""
    then = np.repeat(["a", "b", "c"], [50, 50, 60])
    now = np.repeat(["ab", "c"], [100, 60])
    strata = crossed_strata(pd.Series(then), pd.Series(now))
    for shares, response, lost, gained in (
        ((0.6, 0.3, 0.5), (0.9, 0.3, 0.6), 0.1, 0.1),
        ((0.3, 0.7, 0.5), (0.9, 0.3, 0.6), 0.3, 0.1),
        ((0.45, 0.75, 0.5), (0.85, 0.6, 0.6), 0.2, 0.2),
    ):
        _, unit = np.unique(then, return_inverse=True)
        before = rng.random(then.size) < np.array(shares)[unit]
        chance = rng.random(then.size)
        after = np.where(before, chance >= lost, chance < gained)
        first = rng.random((repeats, then.size)) < np.array(response)[unit]
        second = rng.random(first.shape) < np.where(first, 0.8, 0.5)
        y1, y2 = np.where(first, before, np.nan), np.where(second, after, np.nan)
        setting = f"shares {shares[0]:g} and {shares[1]:g}, "
        setting += f"response {response[0]:g} and {response[1]:g} merge"
        for kind, inside in (
            ("change, merged, city", now != ""),
            ("change, merged, department", now == "ab"),
        ):
            codes = np.unique(strata[inside], return_inverse=True)[1]
            limits = [
                change_with_overlap(a, b, codes, np.bincount(codes))
                for a, b in zip(y1[:, inside], y2[:, inside], strict=True)
            ]
            truth = after[inside].mean() - before[inside].mean()
            yield measure(kind, setting, _limits(limits), truth)


def themes(rng: np.random.Generator, repeats: int) -> Iterator[Row | None]:
    """Themes of the texts of those who wrote, drawn from many who could have."""
    for texts, share in ((15, 0.2), (60, 0.05), (60, 0.4), (135, 0.1)):
        x = rng.binomial(texts, share, repeats)
        ends = np.array([limits(count, texts) for count in range(texts + 1)])[x]
        setting = f"{texts} texts, theme of {share:.0%}"
        yield measure("theme", setting, Interval(ends[:, 0], ends[:, 1]), share)


def places(rng: np.random.Generator, repeats: int) -> Iterator[Row | None]:
    """The mean place of an option, 1 to 5, that goes with how well departments
    answer."""
    tilt = (RESPONSE - RESPONSE.mean()) / RESPONSE.std()
    for spread in (0.3, 1.0):
        middle = 3 + spread * tilt[DEPARTMENT]
        place = np.clip(np.rint(rng.normal(middle, 1.0)), 1, 5)
        who = answers(rng, repeats, RESPONSE[DEPARTMENT])
        t, q, n = counted(who * place), counted(who * place**2), counted(who)
        found = stratified_mean(t, q, n, n, SIZES)
        setting = f"places differ by {spread:g} between departments"
        yield measure(
            "mean place", setting, Interval(found.low, found.high), place.mean()
        )


def _limits(found: list) -> Interval:
    return Interval(
        np.array([one.low for one in found]), np.array([one.high for one in found])
    )


def informative(rng: np.random.Generator, repeats: int) -> Iterator[Row | None]:
    """Those who collaborate answer at 70 %, others at 55 %."""
    has = city_of(rng, 0.5, 0.5)
    who = answers(rng, repeats, np.where(has, 0.7, 0.55))
    x, n = counted(who & has), counted(who)
    city = stratified_proportion(x, n, SIZES)
    setting = "collaborators answer at 70 %, others at 55 %"
    bias = float(np.mean(city.estimate) - has.mean())
    yield measure(
        "city",
        f"{setting} (bias {100 * bias:+.1f} points)",
        Interval(city.low, city.high),
        has.mean(),
        ignorable=False,
    )
    yield measure(
        "city, no-assumption bounds",
        setting,
        domain_bounds(x.sum(1), n.sum(1), SIZES.sum() - n.sum(1)),
        has.mean(),
        ignorable=False,
    )
    each = hypergeometric_interval(x, n, SIZES)
    truth = counted(has[None, :])[0] / SIZES
    yield measure(
        "department", setting, each, truth, ignorable=False, where=n >= PERCENT_FROM
    )


# --- random frames --------------------------------------------------------------------

FRAMES = 200
OWN_SIZES = np.array([75, 28, 68, 90, 88, 32, 73, 59, 9, 34, 15])
OWN_ANSWERS = np.array([51, 16, 32, 58, 52, 20, 45, 49, 9, 6, 13])
"""The departments of exempel-2024 from which somebody answered."""


class Cells(NamedTuple):
    """How often the intervals of one kind held in one setting, and their mean width."""

    kind: str
    covers: float
    width: float


@dataclass(frozen=True)
class Spread:
    """One kind of interval over all `settings`, fixed and random: coverage in the
    worst, in the tenth of them where it is lowest, in the median; mean width."""

    kind: str
    settings: int
    worst: float
    tenth: float
    median: float
    width: float


class Frame(NamedTuple):
    """Units, answers, units of a domain, and those of it with a property, by
    department."""

    N: NDArray
    n: NDArray
    D: NDArray
    X: NDArray


def random_frames(rng: np.random.Generator, number: int) -> Iterator[Frame]:
    """Cities of 5 to 19 departments of 3 to 130 units, of which 30 to 95 % answer; a
    property that 1 to 99 % have, and a domain of 8 to 90 %, which differ between
    departments by up to 3 and 2 logits. Every tenth is the frame of exempel-2024, with
    the property where nearly nobody answered, or nowhere else missing."""
    for at in range(number):
        if at % 10:
            H = int(rng.integers(5, 20))
            N = np.rint(np.exp(rng.uniform(np.log(3), np.log(130), H))).astype(int)
            n = np.clip(rng.binomial(N, rng.uniform(0.3, 0.95, H)), 1, N)
            middle = np.exp(rng.uniform(np.log(0.01), np.log(0.5)))
            away = rng.normal(0, rng.uniform(0, 3), H)
        else:
            N, n = OWN_SIZES, OWN_ANSWERS
            middle, H = rng.uniform(0.02, 0.1), N.size
            away = np.where(n / N < np.median(n / N), rng.uniform(0, 4), 0.0)
        p = middle if rng.random() < 0.5 else 1 - middle
        size = np.exp(rng.uniform(np.log(0.08), np.log(0.9)))
        D = _of(N, size, rng.normal(0, rng.uniform(0, 2), H))
        X = np.minimum(_of(N, p, away), N)
        yield Frame(N, n, D, X)


def _of(N: NDArray, p: float, away: NDArray) -> NDArray:
    """How many of each department, `away` logits from `p`; some, and not all."""
    logit = np.log(p / (1 - p)) + away
    found = np.clip(np.rint(N / (1 + np.exp(-logit))), 0, N).astype(int)
    largest = int(np.argmax(N))
    if found.sum() in (0, N.sum()):
        found[largest] = max(1, N[largest] // 10)
    return found


def in_frames(
    rng: np.random.Generator, repeats: int, number: int = FRAMES
) -> Iterator[Cells]:
    """Every kind of interval of one wave in `number` frames; each department is a
    setting of its own."""
    for N, n, D, having in random_frames(rng, number):
        X = _within(N, D, having)
        whole = _drawn(rng, np.stack([having, N - having], -1), n, repeats)[..., 0]
        parts = _drawn(rng, np.stack([X, D - X, N - D], -1), n, repeats)
        x, d = parts[..., 0], parts[..., 0] + parts[..., 1]
        answered = np.broadcast_to(n, whole.shape)
        city = stratified_proportion(whole, answered, N)
        yield from _cells("city", city, having.sum() / N.sum(), True)
        alone = stratified_proportion(whole, answered, N, by_strata=False)
        kind = "(city, Korn and Graubard alone)"
        yield from _cells(kind, alone, having.sum() / N.sum(), True)
        found = stratified_proportion(x, answered, N, domain=d)
        enough = d.sum(1) >= PERCENT_FROM
        yield from _cells("city, domain", found, X.sum() / D.sum(), enough)
        each = hypergeometric_interval(whole, answered, N)
        shown = answered >= PERCENT_FROM
        yield from _cells("department", each, having / N, shown)
        others = difference_from_the_others(whole, answered, N)
        rest = (having.sum() - having) / (N.sum() - N)
        kind = "department against others"
        yield from _cells(kind, others, having / N - rest, shown)
        for h in np.flatnonzero(D):
            own = department_domain(x[:, h], answered[:, h], N[h], d[:, h])
            enough = d[:, h] >= PERCENT_FROM
            yield from _cells("department, domain", own, X[h] / D[h], enough)


def _within(N: NDArray, D: NDArray, having: NDArray) -> NDArray:
    """How many of each department's domain have the property; some, and not all."""
    X = np.rint(D * having / N).astype(int)
    if X.sum() in (0, D.sum()):
        X[np.argmax(D)] = 1 if X.sum() == 0 else D.max() - 1
    return X


def _drawn(
    rng: np.random.Generator, kinds: NDArray, n: NDArray, repeats: int
) -> NDArray:
    """Of each department's units of each kind, how many are among the n that answer:
    repeats × departments × kinds."""
    return np.stack(
        [
            rng.multivariate_hypergeometric(row, size, size=repeats, method="marginals")
            for row, size in zip(kinds, n, strict=True)
        ],
        axis=1,
    )


def changes_in_frames(
    rng: np.random.Generator, repeats: int, number: int = FRAMES // 5
) -> Iterator[Cells]:
    """Change between two waves in `number` frames; who answered once answers again
    more often, and one in two frames has a department that merged two."""
    for at, (N, n, _, having) in enumerate(random_frames(rng, number)):
        then = np.repeat(np.arange(N.size), N)
        now = np.where(then == 1, 0, then) if at % 2 else then
        place = np.concatenate([np.arange(size) for size in N])
        has = place < having[then]
        chance = rng.random(has.size)
        stop, start = rng.uniform(0.05, 0.4, 2)
        after = np.where(has, chance >= stop, chance < start / 2)
        rate = (n / N)[then]
        codes = crossed_strata(pd.Series(then), pd.Series(now))
        sizes = np.bincount(codes)
        inside = now == now[np.argmax(N[then])]
        some, found = np.unique(codes[inside], return_inverse=True)
        limits: dict[str, list] = {"change, city": [], "change, department": []}
        for _ in range(repeats):
            first = rng.random(has.size) < rate
            again = rng.random(has.size) < np.where(first, (1 + rate) / 2, rate / 2)
            y1, y2 = np.where(first, has, np.nan), np.where(again, after, np.nan)
            limits["change, city"].append(change_with_overlap(y1, y2, codes, sizes))
            limits["change, department"].append(
                change_with_overlap(y1[inside], y2[inside], found, sizes[some])
            )
        for kind, where in (("change, city", now >= 0), ("change, department", inside)):
            truth = after[where].mean() - has[where].mean()
            yield from _cells(kind, _limits(limits[kind]), truth, True)


def _cells(
    kind: str,
    found: Interval | Difference | StratifiedProportion,
    truth: NDArray | float,
    where: NDArray | bool,
) -> Iterator[Cells]:
    """A setting for each column of the intervals (repeats, or repeats × departments)
    that is shown often enough to say something."""
    low, high = (np.asarray(end, float) for end in (found.low, found.high))
    shown = ~np.isnan(low) & np.broadcast_to(where, low.shape)
    holds = (low - 1e-12 <= truth) & (truth <= high + 1e-12) & shown
    wide = np.where(shown, high - low, 0.0)
    many, held, width = (np.atleast_1d(a.sum(0)) for a in (shown, holds, wide))
    for column in np.flatnonzero(many >= max(100, low.shape[0] // 10)):
        number = many[column]
        yield Cells(kind, float(held[column] / number), float(width[column] / number))


def spreads(rows: list[Row], cells: Iterable[Cells]) -> list[Spread]:
    """Each kind over the fixed settings where response is ignorable, and all cells."""
    by_kind: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        if row.ignorable:
            by_kind.setdefault(row.kind, []).append((row.covers, row.width))
    for cell in cells:
        by_kind.setdefault(cell.kind, []).append((cell.covers, cell.width))
    made = []
    for kind, found in by_kind.items():
        covers, width = np.array(found).T
        told = covers.min(), np.quantile(covers, 0.1), np.median(covers), width.mean()
        made.append(Spread(kind, len(found), *(round(float(one), 4) for one in told)))
    return made


def answers_against(rng: np.random.Generator, repeats: int) -> Iterator[Row | None]:
    """An answer to a routed question, a department's share of it against the others':
    in the settings of `domains` and in random frames, and a whole family of them where
    nothing differs. Asked of all it is "department against others". A quarter of the
    repeats, and in lists a tenth, since each department is compared anew."""
    kind, repeats = "answer against others", repeats // 4
    for size, p in ((0.15, 0.3), (0.4, 0.1), (0.4, 0.5), (0.7, 0.8)):
        belongs = city_of(rng, size, 0.8)
        has = city_of(rng, p, 0.6) & belongs
        who = answers(rng, repeats, RESPONSE[DEPARTMENT])
        x, d, n = counted(who & has), counted(who & belongs), counted(who)
        found = difference_from_the_others(x, n, SIZES, domain=d)
        X, D = (counted(one[None, :])[0] for one in (has, belongs))
        truth = _against_the_rest(X, D)
        setting, enough = f"domain {size:g}, share {p:g}", d >= PERCENT_FROM
        ends = Interval(found.low, found.high)
        yield measure(kind, setting, ends, truth, where=enough)
    for at, (N, n, D, having) in enumerate(random_frames(rng, FRAMES // 10)):
        X = _within(N, D, having)
        parts = _drawn(rng, np.stack([X, D - X, N - D], -1), n, repeats)
        x, d = parts[..., 0], parts[..., 0] + parts[..., 1]
        answered = np.broadcast_to(n, x.shape)
        found = difference_from_the_others(x, answered, N, domain=d)
        ends, enough = Interval(found.low, found.high), d >= PERCENT_FROM
        truth = _against_the_rest(X, D)
        yield measure(kind, f"random frame {at + 1}", ends, truth, where=enough)
    yield from _answers_alike(rng, REPEATS // 10)


def _against_the_rest(X: NDArray, D: NDArray) -> NDArray:
    """The true difference of each department's share of a domain from the others'."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return X / D - (X.sum() - X) / (D.sum() - D)


def _answers_alike(rng: np.random.Generator, repeats: int) -> Iterator[Row | None]:
    """How often none of twelve departments' forty answers is marked as differing, when
    none differs: eight questions with five answers, every second asked of one half."""
    sizes = np.array([120, 90, 80, 70, 60, 50, 40, 30, 20, 20, 10, 10])
    department = np.repeat(np.arange(12), sizes)
    of = np.eye(12)[department]
    falling = np.linspace(0.85, 0.45, 12)[department]
    for answered, chance in (("45-85", falling), ("60", 0.6), ("90", 0.9)):
        is_clean = []
        for _ in range(repeats):
            who = rng.random(department.size) < chance
            n = who @ of
            cells = []
            for question in range(8):
                place = _places(rng, sizes)
                asked = place < (0.5 if question % 2 else 1)
                fifth = np.floor(place * (10 if question % 2 else 5))
                d = (who & asked) @ of
                base = n if question % 2 else d
                cells += [
                    ((who & asked & (fifth == a)) @ of, base, d) for a in range(5)
                ]
            x, n_all, d = (np.stack(part) for part in zip(*cells, strict=True))
            found = difference_from_the_others(x, n_all, sizes, domain=d)
            shown = (d >= PERCENT_FROM) & ~np.isnan(found.low)
            is_clean.append(not contrasts.claimed(found, shown).any())
        held = np.where(is_clean, 0.0, 1.0)
        yield measure(
            "list of answers, none true",
            f"{answered} % answer",
            Interval(held, np.ones_like(held)),
            0.0,
        )


def _places(rng: np.random.Generator, sizes: NDArray) -> NDArray:
    """The units of each department in an order of their own, from 0 to below 1."""
    return np.concatenate([rng.permutation(size) / size for size in sizes])


SCENARIOS = (
    shares,
    domains,
    changes,
    informative,
    merged,
    lists,
    themes,
    places,
    answers_against,
)
"""The fixed settings. A new one stands last: the others keep their random numbers."""


def simulate(only: str = "") -> list[Row]:
    """The rows of all scenarios, or of `only` one of them by its name; each has its own
    stream of the seed."""
    streams = np.random.default_rng(SEED).spawn(len(SCENARIOS))
    return [
        row
        for scenario, rng in zip(SCENARIOS, streams, strict=True)
        if only in ("", scenario.__name__)
        for row in scenario(rng, REPEATS)
        if row is not None
    ]


def read_record(file: Path) -> tuple[list[Row], list[Spread]]:
    """What was simulated: the fixed settings, and each kind over all settings."""
    content = json.loads(file.read_text(encoding="utf-8"))
    rows = [Row(**row) for row in content["rows"]]
    return rows, [Spread(**kind) for kind in content["kinds"]]


def renewed(
    rows: list[Row], kinds: list[Spread], made: list[Row]
) -> tuple[list[Row], list[Spread]]:
    """The record with `made` in place of its rows of the same kinds.

    Raises ValueError where a kind is simulated elsewhere too, as in the random frames,
    whose settings are not recorded: then all must be run.
    """
    anew = {row.kind for row in made}
    for one in kinds:
        fixed = sum(row.kind == one.kind for row in rows)
        if one.kind in anew and fixed != one.settings:
            raise ValueError(f"{one.kind} is simulated elsewhere too: leave out --only")
    own = {one.kind: one for one in spreads(made, [])}
    known = {one.kind for one in kinds}
    at = next((n for n, row in enumerate(rows) if row.kind in anew), len(rows))
    return (
        [*rows[:at], *made, *(row for row in rows[at:] if row.kind not in anew)],
        [
            *(own.get(one.kind, one) for one in kinds),
            *(one for kind, one in own.items() if kind not in known),
        ],
    )


def failures(rows: list[Row], kinds: list[Spread]) -> list[Row | Spread]:
    """The printed kinds that do not reach what is required: in a fixed setting, or in
    the worst tenth of all."""
    return [
        *(
            r
            for r in rows
            if is_printed(r.kind) and r.ignorable and r.covers < REQUIRED
        ),
        *(one for one in kinds if is_printed(one.kind) and one.tenth < REQUIRED),
    ]


def table(rows: list[Row], kinds: list[Spread]) -> list[str]:
    """The table of docs/methods.md."""
    lines = [
        "| interval | settings | worst | worst tenth | median | width | printed |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in kinds:
        covers = f"{one.worst:.3f} | {one.tenth:.3f} | {one.median:.3f}"
        lines.append(
            f"| {one.kind} | {one.settings} | {covers} | {one.width:.3f} | "
            f"{'yes' if is_printed(one.kind) else 'no'} |"
        )
    for row in rows:
        if not row.ignorable:
            name = f"{row.kind}; **informative**: {row.setting}"
            covers = " | ".join([f"{row.covers:.3f}"] * 3)
            printed = "yes" if is_printed(row.kind) else "no"
            lines.append(f"| {name} | 1 | {covers} | {row.width:.3f} | {printed} |")
    return lines


def with_table(text: str, lines: list[str]) -> str:
    """docs/methods.md with these lines in place of the table it had."""
    before, rest = text.split(lines[0] + "\n", 1)
    return before + "\n".join(lines) + "\n\n" + rest.split("\n\n", 1)[1]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Coverage of every printed interval.")
    names = [scenario.__name__ for scenario in SCENARIOS]
    parser.add_argument("--only", choices=names, default="")
    chosen = parser.parse_args(arguments)
    rows = simulate(chosen.only)
    if chosen.only:
        try:
            rows, kinds = renewed(*read_record(RECORD), rows)
        except ValueError as error:
            parser.error(str(error))
    else:
        one, other = np.random.default_rng(SEED).spawn(2)
        half = REPEATS // 2
        cells = [*in_frames(one, half), *changes_in_frames(other, half)]
        kinds = spreads(rows, cells)
    record(rows, kinds)
    short = failures(rows, kinds)
    for one_short in short:
        print(f"below {REQUIRED}: {one_short}")
    return 1 if short else 0


def record(rows: list[Row], kinds: list[Spread]) -> None:
    """Print the table, and write it and the record where they belong."""
    lines = table(rows, kinds)
    print("\n".join(lines))
    text = METHODS.read_text(encoding="utf-8")
    METHODS.write_text(with_table(text, lines), encoding="utf-8")
    content = {
        "repeats": REPEATS,
        "seed": SEED,
        "required": REQUIRED,
        "rows": [asdict(row) for row in rows],
        "kinds": [asdict(kind) for kind in kinds],
    }
    RECORD.write_text(
        json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
