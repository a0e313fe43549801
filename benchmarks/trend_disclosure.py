"""What the slope of a protected share over three waves would give away.

300 made surveys of six departments of 12–60 units, of which 40–90 % answer, in three
waves (0, 2 and 4 years). In each wave counts under 5 are hidden (at least two), and the
weighted share is rounded to the finest of 1, 2, 5, 10 and 20 percent that leaves every
hidden small count k − 1 values, as the release does. Then the slope is told with one
decimal of a percentage point a year, and what fits is counted again.

    python benchmarks/trend_disclosure.py

The figures stand in docs/decisions.md (*Release*).
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

K = 5
SURVEYS = 300
STEPS = (1, 2, 5, 10, 20)
YEARS = 4


class Told(NamedTuple):
    """A wave as told: what is hidden, and every table that fits, with its share."""

    counts: list[int]
    hidden: list[int]
    fits: list[tuple[tuple[int, ...], float]]
    share: float
    printed: float


def fitting(
    counts: Sequence[int],
    hidden: Sequence[int],
    answered: Sequence[int],
    weights: Sequence[float],
    within: tuple[float, float],
) -> list[tuple[tuple[int, ...], float]]:
    """Hidden counts, with their shares, that keep the total and lie `within`."""
    rest = sum(counts[h] for h in hidden)
    shown = sum(
        w * x
        for h, (w, x) in enumerate(zip(weights, counts, strict=True))
        if h not in hidden
    )
    found = []
    for some in product(*(range(min(answered[h], rest) + 1) for h in hidden[:-1])):
        last = rest - sum(some)
        if not 0 <= last <= answered[hidden[-1]]:
            continue
        cells = (*some, last)
        share = shown + sum(weights[h] * x for h, x in zip(hidden, cells, strict=True))
        if within[0] - 1e-9 <= share <= within[1] + 1e-9:
            found.append((cells, share))
    return found


def width(fits: Sequence[tuple[tuple[int, ...], float]], place: int) -> int:
    values = [cells[place] for cells, _ in fits]
    return max(values) - min(values)


def told(
    counts: list[int], answered: Sequence[int], weights: Sequence[float]
) -> Told | None:
    """None where nothing small is hidden, or nothing would protect it."""
    small = [h for h, x in enumerate(counts) if 0 < x < K]
    rest = sorted(set(range(len(counts))) - set(small), key=counts.__getitem__)
    hidden = [*small, *rest[: max(0, 2 - len(small))]]
    if not small or len(hidden) > 3:
        return None
    share = sum(w * x for w, x in zip(weights, counts, strict=True))
    for step in STEPS:
        printed = round(share * 100 / step) * step / 100
        ends = printed - step / 200, printed + step / 200
        fits = fitting(counts, hidden, answered, weights, ends)
        if all(width(fits, place) >= K - 1 for place in range(len(small))):
            return Told(counts, hidden, fits, share, printed)
    return None


def made(rng: random.Random) -> list[Told] | None:
    sizes = [rng.randint(12, 60) for _ in range(6)]
    answered = [max(6, int(size * rng.uniform(0.4, 0.9))) for size in sizes]
    every = sum(sizes)
    weights = [size / every / n for size, n in zip(sizes, answered, strict=True)]
    chances = [min(0.9, max(0.05, rng.gauss(0.3, 0.2))) for _ in sizes]
    waves = []
    for _ in range(3):
        counts = [
            sum(rng.random() < p for _ in range(n))
            for p, n in zip(chances, answered, strict=True)
        ]
        one = told(counts, answered, weights)
        if one is None:
            return None
        waves.append(one)
    return waves


def main() -> None:
    rng = random.Random(1)
    cells = narrower = known = surveys = 0
    errors = []
    while surveys < SURVEYS:
        waves = made(rng)
        if waves is None:
            continue
        surveys += 1
        first, _, last = waves
        slope = (last.share - first.share) / YEARS
        errors.append(abs(slope - (last.printed - first.printed) / YEARS) * 100)
        printed = round(slope, 3)
        shares = sorted(share for _, share in first.fits)
        fits = []
        for some, share in last.fits:
            at = bisect_left(shares, share - YEARS * (printed + 0.0005) - 1e-9)
            most = share - YEARS * (printed - 0.0005) + 1e-9
            if at < len(shares) and shares[at] <= most:
                fits.append((some, share))
        for place, h in enumerate(last.hidden):
            if 0 < last.counts[h] < K:
                left = width(fits, place)
                cells, narrower, known = (
                    cells + 1,
                    narrower + (left < K - 1),
                    known + (left == 0),
                )
    print(f"{cells} protected counts: {narrower} under k − 1, {known} known exactly")
    print(
        f"slope of the printed shares: off by {sum(errors) / len(errors):.2f} points a "
        f"year, {max(errors):.1f} at most"
    )


if __name__ == "__main__":
    main()
