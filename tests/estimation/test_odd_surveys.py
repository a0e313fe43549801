"""Every share, sum and mean of small odd surveys, counted again from their rows."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from support.odd_surveys import ODD, Recount, as_csv, describe, rows_of
from support.surveys import cleaned

from helpers.disclosure.release import release
from helpers.estimation.analysis import analyse

COUNTED = ("share", "collaborates", "mean", "median", "total")
KEY = ["question", "item", "option", "challenge", "form", "group", "statistic"]


def same(one: float, other: float) -> bool:
    both_none = math.isnan(one) and math.isnan(other)
    return both_none or math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


@pytest.mark.parametrize("name", ODD)
def test_every_number_is_that_of_the_rows(name: str, tmp_path: Path) -> None:
    odd, told = ODD[name], describe(ODD[name])
    rows = rows_of(odd)
    found = cleaned(tmp_path, told["yaml"], as_csv(rows), files=told["files"])
    parts = [analyse(found, challenge=one) for one in ("all", "a", "b")]
    released = release(pd.concat(parts, ignore_index=True), found.codebook)
    again, wrong, seen = Recount(odd, rows).numbers(), [], set()
    for row in released:
        if row.statistic not in COUNTED or row.question == "department":
            continue
        item = "all" if row.statistic == "collaborates" else row.item
        key = tuple(row._replace(item=item).key(column) for column in KEY)
        seen.add(key)
        if not row.answered:
            assert again.get(key, (0, 0, 0))[1] == 0, key
            continue
        count, base, value = again[key]
        alike = row.answered == base and same(row.count, count)
        exact = same(row.estimate, value)
        # Weighted shares of all are released as they are printed.
        printed = row.method == "poststratified" and abs(row.estimate - value) < 0.00501
        if not (alike and (exact or printed)):
            wrong.append((key, (row.count, row.answered, row.estimate), again[key]))
        if row.low == row.low:
            assert row.certain_low - 1e-9 <= row.low <= row.estimate + 0.00501, key
            assert row.estimate - 0.00501 <= row.high <= row.certain_high + 1e-9, key
    assert not wrong[:5]
    assert {key for key, told in again.items() if told[1]} <= seen
