"""Chance that repeats itself: every unit and wave has its own stream.

Only `Generator.random` is used (the one method whose stream numpy has kept unchanged
through its versions), and one stream a unit means that a new question moves the answers
of nobody else.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from math import exp
from statistics import NormalDist
from typing import TypeVar

import numpy as np

SEED = 20240205
Thing = TypeVar("Thing")


class Dice:
    """A seeded stream named by `purpose`, for example `Dice("answers", 2024, unit)`."""

    def __init__(self, *purpose: object) -> None:
        name = "|".join(str(part) for part in purpose).encode("utf-8")
        self._generator = np.random.default_rng([SEED, zlib.crc32(name)])

    def number(self) -> float:
        return float(self._generator.random())

    def chance(self, probability: float) -> bool:
        return self.number() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.number() * (high - low + 1))

    def normal(self) -> float:
        # six digits: the last bits of a logarithm differ between processors
        return round(NormalDist().inv_cdf(min(max(self.number(), 1e-9), 1 - 1e-9)), 6)

    def pick(self, things: Sequence[Thing]) -> Thing:
        return things[self.between(0, len(things) - 1)]

    def weighted(self, weights: Mapping[Thing, float]) -> Thing:
        """One of the keys, each as likely as its weight says."""
        left = self.number() * sum(weights.values())
        for thing, weight in weights.items():
            left -= weight
            if left < 0:
                return thing
        return next(reversed(list(weights)))

    def some(self, weights: Mapping[Thing, float]) -> tuple[Thing, ...]:
        """Each key by itself, with its own probability; the order is kept."""
        return tuple(thing for thing, chance in weights.items() if self.chance(chance))

    def sample(self, things: Sequence[Thing], number: int) -> list[Thing]:
        """`number` different things, in drawn order."""
        left = list(things)
        return [left.pop(self.between(0, len(left) - 1)) for _ in range(number)]


def likelihood(score: float) -> float:
    """The logistic function: 0 gives one half."""
    return 1 / (1 + exp(-score))
