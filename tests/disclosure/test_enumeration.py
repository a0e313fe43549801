"""An attack that lists every table which agrees with all that is published.

Small random surveys with a frame: a protected question, an open one that it leads to,
weighted shares of the whole city at equal and unequal response rates. No suppressed
cell may then be known better than to k - 1 answers. The attack reads the released rows
alone and has its own arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
import pytest
from support.estimate_rows import codebook, share, single

from helpers.disclosure.precision import as_printed
from helpers.disclosure.release import release
from helpers.disclosure.released import Released
from helpers.disclosure.rounding import step_of
from helpers.estimation.intervals import with_intervals
from helpers.estimation.population import Population
from helpers.estimation.schema import NUMBERS

K = 3
GROUPS = ["Norr", "Vard", "Soder"]
BOOK = codebook(
    single("group", GROUPS, disclosure="open"),
    single("hot", ["Ja", "Nej"]),
    single("anmalt", ["Ja", "Nej"], disclosure="open", asked_if={"hot": ["Ja"]}),
    group="group",
    disclosure={"k": K, "small_group": 5, "percent_from": 1},
)
# By group: how many said yes and then yes, yes and then no, and no.
Truth = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Frame:
    """How many there are, and how many answered, in each group."""

    size: tuple[int, ...]
    answered: tuple[int, ...]

    @property
    def population(self) -> Population:
        units = [
            (f"{group} {n}", group)
            for group, size in zip(GROUPS, self.size, strict=False)
            for n in range(size)
        ]
        table = pd.DataFrame(units, columns=["unit", "department"])
        table["disposition"] = ""
        replied = [
            f"{group} {n}"
            for group, answered in zip(GROUPS, self.answered, strict=False)
            for n in range(answered)
        ]
        groups = GROUPS[: len(self.size)]
        return Population.from_frame(table, replied, departments=groups)


def drawn(seed: int) -> tuple[Frame, Truth]:
    random = np.random.default_rng(seed)
    groups = int(random.integers(2, 4))
    answered = random.integers(1, 8 if groups == 2 else 6, size=groups)
    if random.random() < 0.4:
        size = answered * 2  # the same response rate everywhere
    else:
        size = answered + random.integers(0, 12, size=groups)
    yes = random.random()
    truth = []
    for n in answered:
        said = random.binomial(n, yes)
        reported = random.binomial(said, random.random())
        truth.append((int(reported), int(said - reported), int(n - said)))
    return Frame(tuple(size.tolist()), tuple(answered.tolist())), tuple(truth)


def estimates(frame: Frame, truth: Truth) -> pd.DataFrame:
    """The survey's estimates as 2_analyse makes them."""
    tables = dict(zip(GROUPS, truth, strict=False))
    tables["all"] = tuple(np.sum(truth, axis=0).tolist())
    rows = []
    for group, (reported, not_reported, no) in tables.items():
        said = reported + not_reported
        answers = {
            "hot": ({"Ja": said, "Nej": no}, said + no),
            "anmalt": ({"Ja": reported, "Nej": not_reported}, said),
        }
        for question, (counts, base) in answers.items():
            for option, count in counts.items():
                rows.append(share(question, option, count, base, group=group))
    return with_intervals(pd.DataFrame(rows), BOOK, frame.population)


def feasible(frame: Frame, released: Released) -> np.ndarray:
    """Every table that agrees with the released rows: tables × groups × 3."""
    ways = [
        [(a, b, n - a - b) for a in range(n + 1) for b in range(n + 1 - a)]
        for n in frame.answered
    ]
    tables = np.array(list(product(*ways)))
    weights = np.array(frame.size) / np.array(frame.answered)
    fits = np.ones(len(tables), dtype=bool)
    for row in released:
        if not row.shown or row.question not in ("hot", "anmalt"):
            continue
        said = tables[:, :, 0] + tables[:, :, 1]
        if row.question == "hot":
            base = np.broadcast_to(np.array(frame.answered), said.shape)
            count = said if row.option == "Ja" else base - said
        else:
            base, count = said, tables[:, :, 0 if row.option == "Ja" else 1]
        if row.group != "all":
            at = GROUPS.index(row.group)
            fits &= (count[:, at] == row.count) & (base[:, at] == row.answered)
            continue
        fits &= (count.sum(axis=1) == row.count) & (base.sum(axis=1) == row.answered)
        if row.method.startswith("poststratified"):
            with np.errstate(invalid="ignore"):
                weighted = (count @ weights) / (base @ weights)
            fits &= printed_alike(weighted, row)
    return tables[fits]


def printed_alike(shares: np.ndarray, row) -> np.ndarray:
    """Which shares are printed as the row's is: the nearest of the step it tells."""
    told = row.method.partition("_")[2]
    half = int(told or 1) / 200
    middle = round(row.estimate / half / 2) * half * 2
    near = (shares >= middle - half - 1e-9) & (shares < middle + half - 1e-9)
    near &= (shares > 0) & (shares < 1)
    if abs(row.estimate - row.count / row.answered) < 1e-9:
        # Not rounded, since both are the same; or rounded to just that.
        near |= np.abs(shares - row.estimate) < 1e-9
    return near


def promised(count: int, base: int) -> int:
    """How wide the interval of a suppressed cell must be: the rule, written again."""
    few = 0 < base < K or 0 < count < K or 0 < base - count < K
    alike = base > 0 and (count == base or (count == 0 and base < 5))
    return min(K - 1, base) if few or alike else 0


def attack(seed: int) -> None:
    frame, truth = drawn(seed)
    released = release(estimates(frame, truth), BOOK)
    tables = feasible(frame, released)
    assert (tables == np.array(truth)).all(axis=(1, 2)).any(), "the truth agrees"
    cells = [(at, n) for at, n in enumerate(frame.answered)]
    for at, base in [*cells, (slice(None), sum(frame.answered))]:
        said = tables[:, at, :2].reshape(len(tables), -1).sum(axis=1)
        true = int(np.array(truth)[at, ..., :2].sum())
        for count, seen in ((true, said), (base - true, base - said)):
            width = seen.max() - seen.min()
            assert width >= promised(count, base), (seed, at, count, base, width)
    same_print(frame, tables, released, seed)


def same_print(frame: Frame, tables: np.ndarray, released: Released, seed: int) -> None:
    """Whichever of the tables is the true one, the same rows print the same numbers:
    intervals, bounds and digits tell nothing more of it."""
    rows = released.rows
    steps = rows["method"].map(step_of)
    chosen = np.random.default_rng(seed).permutation(len(tables))[:3]
    for number in chosen:
        other = tuple(map(tuple, tables[number].tolist()))
        printed = as_printed(estimates(frame, other), BOOK, rows["reason"], steps)
        told = rows["shown"]
        pd.testing.assert_frame_equal(
            printed.loc[told, NUMBERS].astype(float),
            rows.loc[told, NUMBERS],
            obj=f"seed {seed}",
        )


@pytest.mark.parametrize("part", range(5))
def test_no_suppressed_cell_is_known_better_than_promised(part):
    for seed in range(part * 6, part * 6 + 6):
        attack(seed)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10))
def test_nor_in_three_hundred_surveys(part):
    for seed in range(100 + part * 30, 130 + part * 30):
        attack(seed)
