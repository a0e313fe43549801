"""A number that a published file says, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from helpers.survey.codebook import TOTAL

FINEST = 2
"""Decimals of a share (0-1) at least: everybody knows that it is printed as whole
percent, so "0,3" in a file of numbers is 0,30."""
ALL_NUMBERS = "data/alla-tal.csv"
KEYS = ("question", "item", "option", "challenge", "form", "group", "statistic")
SHARE, COLLABORATES = "share", "collaborates"
EARLIER = "earlier"
"""The statistic of a share that is said of an earlier wave ("41 procent 2022")."""
TIDY = {*KEYS, "count", "answered", "estimate"}


class Cell(NamedTuple):
    """Whose number it is."""

    question: str
    item: str = TOTAL
    option: str = TOTAL
    challenge: str = TOTAL
    form: str = TOTAL
    group: str = TOTAL
    statistic: str = SHARE


@dataclass(frozen=True)
class Claim:
    """A number somewhere: a count, a base, a share within `half`, or suppressed.

    `where` names the place as a person would find it. `step`: what the share says that
    it is rounded to, where that is more than its decimals tell. `ends` and `certain`:
    its interval, and the lowest and highest possible share.
    """

    cell: Cell
    file: str
    where: str = ""
    count: float | None = None
    base: float | None = None
    share: float | None = None
    half: float = 0.0
    step: float = 0.0
    population: float | None = None
    asked: float | None = None
    ends: tuple[float, float] | None = None
    certain: tuple[float, float] | None = None
    suppressed: bool = False
    reason: str = ""
