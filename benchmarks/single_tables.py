"""What τ-ARGUS suppresses of single tables, beside what the release suppresses of all.

    pip install pytauargus    # beside the suite: EUPL, no part of the lock
    python benchmarks/single_tables.py exempel-2024

pytauargus has the engine of τ-ARGUS with HiGHS, and needs no other program. It gets
each protected single choice × group as respondents and makes the optimum of its own
(OPT), with k as the least frequency. It knows nothing of what ties the table to others:
weighted shares, routes, challenges, versions. Nor does its rule keep a cell for what is
outside of it, or that all or none gave an answer.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from typing import NamedTuple

import pandas as pd
from disclosure_methods import tables

from helpers.cleaning.step import clean
from helpers.core.project import Project
from helpers.disclosure.release import release
from helpers.disclosure.scales import merge_scales
from helpers.estimation.analysis import analyse
from helpers.survey.codebook import TOTAL
from helpers.survey.sources import read_source

MASK = "x"


class Lost(NamedTuple):
    """How many of a table's cells are suppressed, and how many of these are totals."""

    cells: int
    totals: int


def by_argus(table: pd.DataFrame, k: int) -> Lost:
    """The optimum of τ-ARGUS for the table alone. It counts cells that are not 0."""
    protect = import_module("pytauargus").protect  # not in the lock: see above

    groups = table[table["group"].ne(TOTAL)]
    codes = {
        name: {one: f"{name[0]}{n:03d}" for n, one in enumerate(groups[name].unique())}
        for name in ("group", "option")
    }
    respondents = [
        {"group": codes["group"][group], "option": codes["option"][option], "one": 1.0}
        for group, option, count in zip(
            groups["group"], groups["option"], groups["count"], strict=True
        )
        for _ in range(int(count))
    ]
    with tempfile.TemporaryDirectory() as folder:
        made = protect(
            pd.DataFrame(respondents), ["group", "option"], response="one",
            safety_rules=f"FREQ({k},{100 * (k - 1) // k})", suppress="OPT(1)",
            workdir=folder,
        ).tables[0]  # fmt: skip
        cells, told = made.dataframe(), pd.Series(made.safe()).astype(str)
    lost = cells[told.eq(MASK).to_numpy()]
    totals = lost["group"].eq("Total") | lost["option"].eq("Total")
    return Lost(len(lost), int(totals.sum()))


def by_release(table: pd.DataFrame) -> Lost:
    """The same of ours, which has all that is published together to keep."""
    lost = table[~table["shown"]]
    return Lost(int(lost["true"].gt(0).sum()), int(lost["group"].eq(TOTAL).sum()))


def main(survey: str) -> None:
    cleaned = clean(read_source(survey, Project.find()))
    estimates = merge_scales(analyse(cleaned), cleaned.codebook, intervals=False)
    released = release(analyse(cleaned), cleaned.codebook).rows
    keys = ["question", "item", "option", "challenge", "group", "statistic"]
    # A scale is told merged, and so given to both.
    true = estimates.set_index(keys)["count"].to_dict()
    told = [tuple(row) for row in released[keys].to_numpy()]
    rows = released.assign(true=[true.get(key) for key in told])
    argus, ours, number = Lost(0, 0), Lost(0, 0), 0
    for table in tables(estimates, cleaned.codebook):
        groups = table[table["group"].ne(TOTAL)].groupby("group")
        if not groups["count"].sum().eq(groups["answered"].max()).all():
            continue  # several answers each: no table of respondents
        first, item = table.iloc[0], table["item"].iloc[0]
        here = rows["question"].eq(first["question"]) & rows["item"].eq(item)
        own = rows[here & rows["statistic"].eq("share") & rows["challenge"].eq(TOTAL)]
        one, other = by_argus(table, cleaned.codebook.disclosure.k), by_release(own)
        argus = Lost(*(a + b for a, b in zip(argus, one, strict=True)))
        ours = Lost(*(a + b for a, b in zip(ours, other, strict=True)))
        number += 1
        print(f"{first['question']} {item}: τ-ARGUS {one.cells}, release {other.cells}")
    print(f"{number} tables; τ-ARGUS {argus}; release {ours}")


if __name__ == "__main__":
    main(sys.argv[1])
