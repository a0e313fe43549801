"""What which cells are suppressed tells somebody who runs the program again.

He makes every table that there could be, releases each, and keeps those of which the
same is printed. He does not have the answers to the other questions, which decide
which of equally dear cells is suppressed, and tries several. The report's promise
(k - 1) does not count all this; what is left at least is measured here, and told in
docs/methods.md.
"""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pandas as pd
import pytest
from support.estimate_rows import codebook, share, single

from helpers.disclosure.release import release
from helpers.disclosure.rules import PRIMARY


def least_widths(
    answers: int, options: int, k: int, small_group: int, others: int
) -> Counter[int]:
    """Of every table of so many answers to one question: how wide the narrowest of the
    protected counts' ranges is, and in how many tables. `others`: how many answers to
    another question are tried."""
    names = [f"Svar {n}" for n in range(options)]
    book = codebook(
        single("q", names),
        single("other", ["Ja", "Nej"], disclosure="open"),
        disclosure={"k": k, "small_group": small_group},
    )
    alike: dict[tuple, set[tuple]] = {}
    protected: dict[tuple, list[bool]] = {}
    for first in product(range(answers + 1), repeat=options - 1):
        table = (*first, answers - sum(first))
        if min(table) < 0:
            continue
        counts = zip(names, table, strict=True)
        own = [share("q", name, count, answers) for name, count in counts]
        for yes in range(others):
            rows = [*own, share("other", "Ja", yes, others)]
            printed = release(pd.DataFrame(rows), book).rows.iloc[:options]
            what = tuple(printed["count"].fillna(-1).astype(int))
            alike.setdefault(what, set()).add(table)
            protected[table] = printed["reason"].isin(PRIMARY).tolist()
    found: Counter[int] = Counter()
    for tables in alike.values():
        widths = np.ptp(np.array(list(tables)), axis=0)
        for table in tables:
            if any(protected[table]):
                found[int(widths[protected[table]].min())] += 1
    return found


def test_no_protected_count_is_known_exactly():
    found = least_widths(answers=6, options=3, k=3, small_group=5, others=2)
    assert sum(found.values()) > 20
    assert min(found) >= 1


@pytest.mark.slow
def test_nor_among_more_answers():
    found = least_widths(answers=15, options=4, k=5, small_group=10, others=2)
    print(dict(sorted(found.items())))  # docs/methods.md tells them
    assert min(found) >= 1
