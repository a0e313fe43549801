"""Two waves of a survey: every table that agrees with all that both publish is listed.

Some units answer both waves, some only one. How many changed their answer is told of
those who answered both, and they are some of each wave's: no suppressed count, and no
count of those who answered one wave only, may be known better than to k - 1 answers.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from support.estimate_rows import codebook, share, single

from helpers.disclosure.release import release

K = 3
BOOK = codebook(single("trivs", ["Ja", "Nej"]), disclosure={"k": K, "small_group": 5})
SEVERAL = codebook(
    {"id": "trivs", "type": "multiple", "column": "x", "options": ["Ja", "Nej"]}
    | {"none_of": ["Nej"]},
    disclosure={"k": K, "small_group": 5},
)
WAYS = ("Ja → Ja", "Ja → Nej", "Nej → Ja", "Nej → Nej")


def drawn(seed: int) -> np.ndarray:
    """The four ways of those who answered both; yes and no of those who answered only
    the first wave, and of those who answered only the second."""
    random = np.random.default_rng(seed)
    both, first, second = random.integers(0, [14, 7, 7])
    if both + first == 0 or both + second == 0 or both == 0:
        return drawn(seed + 10_000)
    ways = random.multinomial(both, random.dirichlet([1.0] * 4))
    parts = [
        random.multinomial(n, [p := random.random(), 1 - p]) for n in (first, second)
    ]
    return np.concatenate([ways, *parts])


def every_table(truth: np.ndarray) -> np.ndarray:
    """All tables with as many in each of the three kinds: that is public."""
    both, first, second = truth[:4].sum(), truth[4:6].sum(), truth[6:].sum()
    ways = np.array(
        [
            (a, b, c, both - a - b - c)
            for a in range(both + 1)
            for b in range(both + 1 - a)
            for c in range(both + 1 - a - b)
        ]
    )
    ones = [np.array([(x, n - x) for x in range(n + 1)]) for n in (first, second)]
    at = np.indices([len(ways), len(ones[0]), len(ones[1])]).reshape(3, -1)
    return np.hstack([ways[at[0]], ones[0][at[1]], ones[1][at[2]]])


def counts(tables: np.ndarray) -> dict[tuple[str, str, str], np.ndarray]:
    """By wave, statistic and option, the count of each table."""
    yy, yn, ny, nn, only_y, only_n, new_y, new_n = tables.T
    found = {
        ("then", "share", "Ja"): yy + yn + only_y,
        ("then", "share", "Nej"): ny + nn + only_n,
        ("now", "share", "Ja"): yy + ny + new_y,
        ("now", "share", "Nej"): yn + nn + new_n,
        ("now", "started", "Ja"): ny,
        ("now", "stopped", "Ja"): yn,
        ("now", "started", "Nej"): yn,
        ("now", "stopped", "Nej"): ny,
        ("now", "change_matched", "Ja"): yn + ny,
        ("now", "change_matched", "Nej"): yn + ny,
    }
    ways = zip(WAYS, (yy, yn, ny, nn), strict=True)
    return found | {("now", "transition", way): number for way, number in ways}


def rows(truth: np.ndarray, wave: str, several: bool) -> pd.DataFrame:
    both, first, second = truth[:4].sum(), truth[4:6].sum(), truth[6:].sum()
    answered = {"then": both + first, "now": both + second}[wave]
    moves = ("started", "stopped") if several else ("transition",)
    found = []
    for (of, statistic, option), number in counts(truth[None]).items():
        if of != wave or statistic not in ("share", "change_matched", *moves):
            continue
        base = answered if statistic == "share" else both
        row = share("trivs", option, int(number[0]), int(base), survey=wave)
        if statistic == "change_matched":
            net = (truth[2] - truth[1]) * (1 if option == "Ja" else -1)
            row["estimate"] = net / both
        found.append(row | {"statistic": statistic})
    return pd.DataFrame(found)


def attack(seed: int, several: bool) -> None:
    truth, book = drawn(seed), SEVERAL if several else BOOK
    then = release(rows(truth, "then", several), book)
    now = release(rows(truth, "now", several), book, earlier=[then.for_ledger()])
    tables = every_table(truth)
    said = counts(tables)
    fits = np.ones(len(tables), dtype=bool)
    for wave, published in (("then", then), ("now", now)):
        for row in published.select(shown=True):
            fits &= said[wave, row.statistic, row.option] == row.count
            if row.statistic == "change_matched":
                net = (tables[:, 2] - tables[:, 1]) * (1 if row.option == "Ja" else -1)
                fits &= np.abs(net / row.answered - row.estimate) < 0.005 + 1e-9
    left = tables[fits]
    assert (left == truth).all(axis=1).any(), "the truth agrees"
    hidden = [
        (wave, row.statistic, row.option, base)
        for wave, published in (("then", then), ("now", now))
        for row, base in zip(published, published.for_ledger()["base"], strict=True)
        if not row.shown and row.statistic != "change_matched"
    ]
    own = counts(truth[None])
    for wave, statistic, option, base in hidden:
        seen = counts(left)[wave, statistic, option]
        width = seen.max() - seen.min()
        value = own[wave, statistic, option][0]
        assert width >= promised(value, base), (seed, wave, statistic, option, width)
    # Those who answered one wave only are printed nowhere, and follow from nothing.
    for part in (left[:, 4:6], left[:, 6:]):
        base = part[0].sum()
        for column in range(2):
            width = part[:, column].max() - part[:, column].min()
            assert width >= min(K - 1, base) or base >= K, (seed, column, width)


def promised(count: int, base: int) -> int:
    few = 0 < base < K or 0 < count < K or 0 < base - count < K
    alike = base > 0 and (count == base or (count == 0 and base < 5))
    return min(K - 1, base) if few or alike else 0


@pytest.mark.parametrize("several", [False, True], ids=["one", "several"])
def test_two_waves_tell_no_more_than_promised(several: bool) -> None:
    for seed in range(8):
        attack(seed, several)


@pytest.mark.slow
@pytest.mark.parametrize("several", [False, True], ids=["one", "several"])
def test_nor_do_a_hundred_and_fifty_pairs(several: bool) -> None:
    for seed in range(100, 250):
        attack(seed, several)
