"""How often the intervals hold: every kind that a report prints, by simulation.

A city of 13 departments and 600 units answers again and again; each time the intervals
are computed from the answers alone and compared with the truth, which is known here.
In the ignorable scenarios departments answer to different degrees, and within a
department everybody is as likely to answer. In the informative scenario those who
collaborate answer more often: no interval can know that, and the table shows it.

    python benchmarks/coverage.py [--repeats 2000] [--seed 20] [--json FILE]

An interval is printed by a report only where `covers` here is 0.94 or more in every
ignorable setting. Exit status 1 when a kind that is printed falls below.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from helpers.estimation import contrasts
from helpers.estimation.differences import (
    Difference,
    change_with_overlap,
    difference_from_the_others,
)
from helpers.estimation.inference import (
    Interval,
    domain_bounds,
    hypergeometric_interval,
    stratified_proportion,
)
from helpers.estimation.schema import (
    AGAINST,
    CITY,
    DOMAIN,
    EXACT_SHARE,
    MOVER,
    OVERLAP,
    STATISTICS,
)
from helpers.estimation.waves.units import crossed_strata

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

    @property
    def is_printed(self) -> bool:
        """Whether a report prints such intervals: what the registry of numbers says."""
        name, method = KINDS.get(self.kind, ("", ""))
        return bool(name) and (
            STATISTICS[name].is_printed and method in STATISTICS[name].intervals
        )


KINDS = {
    "department": ("collaborates", EXACT_SHARE),
    "city": ("collaborates", CITY),
    "city, domain": ("share", CITY),
    "department, domain": ("share", DOMAIN),
    "department against others": (AGAINST, MOVER),
    "list of differences, none true": (AGAINST, MOVER),
    "change, city": ("change", OVERLAP),
    "change, department": ("change", OVERLAP),
    "change, merged, city": ("change", OVERLAP),
    "change, merged, department": ("change", OVERLAP),
    "city, no-assumption bounds": ("collaborates", CITY),
}
"""The statistic and method that a kind of interval is. Others are candidates."""


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
            one = slice(h, h + 1)
            mine = h == DEPARTMENT
            alone = stratified_proportion(
                x[:, one], n[:, one], SIZES[one], domain=d[:, one]
            )
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


def _limits(found: list) -> Interval:
    return Interval(
        np.array([one.low for one in found]), np.array([one.high for one in found])
    )


def numbers(rng: np.random.Generator, repeats: int) -> Iterator[Row | None]:
    """Means, totals and medians: candidates, printed only if they reach 0.94."""
    extent = rng.choice(5, DEPARTMENT.size, p=[0.05, 0.15, 0.3, 0.35, 0.15]) + 1.0
    skewed = rng.choice(5, DEPARTMENT.size, p=[0.8, 0.1, 0.05, 0.03, 0.02]) + 1.0
    kr = np.where(
        rng.random(DEPARTMENT.size) < 0.4,
        np.round(np.exp(rng.normal(11.5, 1.5, DEPARTMENT.size)), -3),
        0,
    )
    who = answers(rng, repeats, RESPONSE[DEPARTMENT])
    for name, y in (("scale 1-5", extent), ("skewed scale", skewed), ("kr", kr)):
        for kind, interval, truth, where in _means(who, y):
            yield measure(f"(mean, {kind})", name, interval, truth, where=where)


def _means(who: NDArray, y: NDArray) -> Iterator[tuple]:
    """Student's interval of the mean, each department and the city."""
    n, sums = counted(who), counted(who * y)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums / n
        spread = (counted(who * y**2) - n * means**2) / (n - 1)
        V = spread / n * (1 - n / SIZES)
        reach = stats.t.ppf(0.975, n - 1) * np.sqrt(np.maximum(V, 0))
    truth = counted(y[None, :])[0] / SIZES
    enough = n >= PERCENT_FROM
    yield "department", Interval(means - reach, means + reach), truth, enough
    W = SIZES / SIZES.sum()
    city, V = (W * means).sum(1), (W**2 * V).sum(1)
    reach = stats.t.ppf(0.975, n.sum(1) - 13) * np.sqrt(V)
    yield "city", Interval(city - reach, city + reach), y.mean(), True


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


def simulate(*, repeats: int, seed: int) -> list[Row]:
    """All rows, each scenario with its own stream of the seed."""
    kinds = (shares, domains, changes, numbers, informative, merged, lists)
    streams = np.random.default_rng(seed).spawn(len(kinds))
    return [
        row
        for kind, rng in zip(kinds, streams, strict=True)
        for row in kind(rng, repeats)
        if row is not None
    ]


def failures(rows: list[Row]) -> list[Row]:
    """The printed kinds that do not reach what is required."""
    return [
        row
        for row in rows
        if row.is_printed and row.ignorable and row.covers < REQUIRED
    ]


def lowest_by_kind(rows: list[Row]) -> list[str]:
    """The table of docs/methods.md: each kind where it covers least."""
    lowest: dict[tuple[str, bool], Row] = {}
    for row in rows:
        key = row.kind, row.ignorable
        if key not in lowest or row.covers < lowest[key].covers:
            lowest[key] = row
    lines = [
        "| interval | covers least | where | printed |",
        "| --- | --- | --- | --- |",
    ]
    for row in lowest.values():
        printed = "yes" if row.is_printed else "no"
        where = row.setting if row.ignorable else f"**informative**: {row.setting}"
        lines.append(f"| {row.kind} | {row.covers:.3f} | {where} | {printed} |")
    return lines


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Coverage of every printed interval.")
    parser.add_argument("--repeats", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument(
        "--json", type=Path, default=Path(__file__).with_name("coverage.json")
    )
    chosen = parser.parse_args(arguments)
    rows = simulate(repeats=chosen.repeats, seed=chosen.seed)
    print(f"{'kind':27}{'setting':64}{'covers':>8}{'worst':>8}{'width':>12}")
    for row in rows:
        mark = "" if row.ignorable else "  informative"
        print(
            f"{row.kind:27}{row.setting:64}{row.covers:8.3f}{row.worst:8.3f}"
            f"{row.width:12.4g}{mark}"
        )
    content = {
        "repeats": chosen.repeats,
        "seed": chosen.seed,
        "required": REQUIRED,
        "rows": [asdict(row) for row in rows],
    }
    chosen.json.write_text(
        json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    short = failures(rows)
    for row in short:
        print(f"below {REQUIRED}: {row.kind}, {row.setting}: {row.covers}")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
