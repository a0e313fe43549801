"""Findings as values: what was found, before it is words.

A chapter chooses, orders and counts by these fields; only `presentation.prose` makes
sentences of them. No field holds a sentence: labels are the codebook's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

import pandas as pd

from helpers.disclosure.rounding import STEP
from helpers.estimation.schema import Row
from helpers.presentation.text.cells import coarse


@dataclass(frozen=True)
class Measure:
    """One released number: `key` is its value of the column that a finding ranks (an
    option, the id of a challenge, a group), `label` that value as a report prints it.

    `share` is 0–1 (weighted where there is a frame), NaN where it is only a count.
    `low` and `high` are its confidence interval, None without one. `coarse`: it is
    rounded to more than a whole percent, and told as "ungefär".
    """

    key: str
    label: str
    count: float
    answered: int
    share: float
    low: float | None = None
    high: float | None = None
    coarse: bool = False

    @classmethod
    def of(cls, row: Row, *, key: str = "", label: str = "") -> Measure:
        """From a row of `Released` that is shown and has answers."""
        low, high = (
            (float(row.low), float(row.high))
            if pd.notna(row.low) and pd.notna(row.high)
            else (None, None)
        )
        answered, share = int(row.answered), float(row.estimate)
        return cls(key, label, row.count, answered, share, low, high, coarse(row))

    @property
    def interval(self) -> tuple[float, float] | None:
        if self.low is None or self.high is None:
            return None
        return self.low, self.high

    @property
    def weighted(self) -> bool:
        """Whether the share is another than count divided by answered, by more than
        the rounding of a released share."""
        return bool(abs(self.share - self.count / self.answered) > STEP / 2 + 1e-9)

    @property
    def width(self) -> float:
        return 0.0 if self.interval is None else self.interval[1] - self.interval[0]


FEWEST_RANKED = 10
"""Fewer answers are told as counts, and in no order."""


def distinguishable(one: Measure, other: Measure) -> bool:
    """Whether two shares surely differ: their intervals do not overlap. Where there is
    no interval the numbers are those of the respondents, and differ when they do; of
    fewer than `FEWEST_RANKED` they are never ranked, for one answer more would turn
    the order.

    Stricter than a test of the difference at the same level.
    """
    if one.interval and other.interval:
        return (
            one.interval[0] > other.interval[1] or one.interval[1] < other.interval[0]
        )
    if min(one.answered, other.answered) < FEWEST_RANKED:
        return False
    if one.answered == other.answered and not (one.weighted or other.weighted):
        return abs(one.count - other.count) > 1  # one answer more would turn the order
    return one.share != other.share


T = TypeVar("T")


def first_ones(ranked: Sequence[T], most: int, size: Callable[[T], float]) -> list[T]:
    """The first `most` of what is ranked by `size`, and one more where it is as large
    as the last of them; where several are, none that are as large as that: a cut
    between equals would tell of some of them alone.

    >>> first_ones([9, 5, 5, 2], 2, float), first_ones([9, 5, 5, 5], 2, float)
    ([9, 5, 5], [9])
    """
    if len(ranked) <= most:
        return [*ranked]
    last = size(ranked[most - 1])
    kept = [one for one in ranked if size(one) >= last]
    return kept if len(kept) <= most + 1 else [o for o in ranked if size(o) > last]


@dataclass(frozen=True)
class Finding:
    """What was found in a table of released numbers. `by` is the column whose values
    it compares: option, challenge, form, item or group."""

    by: str


# --- rankings ------------------------------------------------------------------------


@dataclass(frozen=True)
class Ranking(Finding):
    """The commonest answers. `leaders` are the largest and those not distinguishable
    from it; `following` is the next after a single leader.

    `other`: "annat", where it is larger than the next after the largest.
    `partial`: a suppressed answer may be larger. `none`: "inga hinder", where it is
    larger than any other. `unsure`: "vet ej", where it is. `alone`: no other answer is
    shown. `nobody`: the largest has been given by nobody. `several`: each could give
    several answers. `alike`: the leaders are all that there is to choose between.
    """

    leaders: tuple[Measure, ...]
    following: Measure | None = None
    partial: bool = False
    none: Measure | None = None
    unsure: Measure | None = None
    other: Measure | None = None
    alone: bool = False
    nobody: bool = False
    several: bool = False
    alike: bool = False

    @property
    def top(self) -> Measure | None:
        return self.none or next(iter(self.leaders), None)

    @property
    def other_leads(self) -> bool:
        """Whether more gave "annat" than any answer that has a name."""
        first = next(iter(self.leaders), None)
        return self.other is not None and (
            first is None or self.other.share > first.share
        )


@dataclass(frozen=True)
class Unexplained(Finding):
    """Answers that are codes (`codes`) whose meaning nobody has told: there is nothing
    to find in them until it is."""

    codes: tuple[str, ...]


@dataclass(frozen=True)
class Majority(Finding):
    """The one commonest answer to a question with one answer each."""

    top: Measure
    unsure: Measure | None = None


@dataclass(frozen=True)
class Prevailing(Finding):
    """The column that is largest in most rows of a table of `rows` × `by`: in `leads`
    of the `seen` rows whose largest is shown; `sure` of them are distinguishable from
    the others of their row. `label` is empty where no column is the largest of any;
    `of` is how many rows there are.

    `tied`: other columns that are the largest of as many rows. `shared`: in how many
    more rows another column is as large. `beside`: the answer ("vet ej", "annat") that
    is larger than any with content in most other rows, and in how many; "" without.
    """

    rows: str
    label: str
    leads: int
    seen: int
    of: int
    of_challenges: bool = False
    sure: int = 0
    tied: tuple[str, ...] = ()
    shared: int = 0
    beside: tuple[str, int] = ("", 0)


@dataclass(frozen=True)
class UpperHalf(Finding):
    """For which items most, and fewest, answer on the upper half of the scale: shares
    summed over `options`, with all items whose percentage is printed the same. `last`
    is None with one item; `partial` where an item is not shown."""

    options: tuple[str, ...]
    first: tuple[tuple[str, ...], float]
    last: tuple[tuple[str, ...], float] | None
    partial: bool
    coarse: bool = False


@dataclass(frozen=True)
class Half(Finding):
    """The half of a scale that more than half of the answers lie in: `options`, low to
    high, and how many gave any of them (`one`, without an interval). A scale with a
    middle step has that in neither half."""

    options: tuple[str, ...]
    one: Measure


@dataclass(frozen=True)
class Combined(Finding):
    """The commonest combination of forms (`parts`), what stands in front of it, and
    how many do them all. `top` is None where several are as common; `nobody`: no form
    has been given by anybody."""

    top: Measure | None
    parts: tuple[str, ...]
    of: int
    partial: bool = False
    none: Measure | None = None
    every: Measure | None = None
    nobody: bool = False


# --- differences ---------------------------------------------------------------------


class Spread(Enum):
    """What can be said of how far groups lie from each other."""

    ONE = auto()  # only one is shown
    NOBODY = auto()  # nobody in any of them
    FEW = auto()  # too few answers for percentages
    EQUAL = auto()
    OF_ANSWERS = auto()  # no intervals: those who answered, nothing said of others
    ENDS = auto()  # the lowest and the highest surely differ
    EXAMPLE = auto()  # the ends may not, but two others do
    UNSURE = auto()


@dataclass(frozen=True)
class Spreading(Finding):
    """How far the groups (or options …) lie from each other. `low` and `high` are the
    ends that are told; `at_low` and `at_high` all that share their percentage.

    `whole`: every group is among them. `small`: some shown have too few answers.
    `what` is what the shares are shares of.
    """

    kind: Spread
    what: ShareOf
    low: Measure | None = None
    high: Measure | None = None
    at_low: tuple[Measure, ...] = ()
    at_high: tuple[Measure, ...] = ()
    whole: bool = True
    small: bool = False


@dataclass(frozen=True)
class ShareOf:
    """What a share is a share of: those that do anything within one challenge (`inside`
    its label, "" for any), those that gave one `option`, or something else."""

    collaborating: bool = False
    option: str = ""
    by: str = ""
    inside: str | None = None


@dataclass(frozen=True)
class Presence(Finding):
    """A table of `rows` × `by`: in how many cells somebody does it, counted over the
    cells that have answers.

    `empty` are cells where nobody does, as (row, column), out of the `answered` cells
    with answers; `suppressed` of these may be one more. `everywhere` are rows with
    somebody in every cell, `nonresponding` those without any answer.
    """

    rows: str
    named: tuple[str, ...]
    empty: tuple[tuple[str, str], ...]
    answered: int
    suppressed: int
    everywhere: tuple[str, ...]
    nonresponding: tuple[str, ...]
    collaborating: bool


@dataclass(frozen=True)
class Moved:
    """One change between two waves: a difference of shares (−1 to 1)."""

    label: str
    difference: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Peak(Finding):
    """The largest share of a table of `rows` × `by`, of the cells with enough answers:
    whose it is (`row`), and what (`one.label`)."""

    rows: str
    row: str
    one: Measure
    collaborating: bool


@dataclass(frozen=True)
class Changes(Finding):
    """What has changed between two `waves`: the significant changes, largest first."""

    significant: tuple[Moved, ...]
    waves: tuple[str, str]


@dataclass(frozen=True)
class Against(Finding):
    """One group beside all: the labels for which its share is surely above and below.

    `sizes`: how large each difference is, by its label (shares −1 to 1).
    `answered` is set where too few of the group have answered for a comparison;
    `comparable` is False where nothing is known of others than those who answered.
    """

    group: str
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    answered: int | None = None
    comparable: bool = True
    sizes: tuple[tuple[str, float], ...] = ()

    @property
    def differs(self) -> bool:
        return bool(self.above or self.below)
