"""Mean places of a protected ranking: shown whole or not at all, and attacked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from support.estimate_rows import codebook, share

from helpers.audit.claims import tidy_claims
from helpers.audit.judged import judged
from helpers.audit.ranks import FOLLOWS, OF_ALL
from helpers.disclosure.release import release
from helpers.disclosure.released import Released
from helpers.estimation.ranks import fewest_at

OPTIONS = ["Tid", "Pengar", "Lokaler"]
QUESTION = {"id": "why", "column": "why", "type": "ranking", "options": OPTIONS}
BOOK = codebook(QUESTION)
SAFE = ([20, 10, 10], [10, 20, 10], [10, 10, 20])  # option × place, 40 answered


def estimates(table: Sequence[Sequence[int]], answered: int = 40) -> pd.DataFrame:
    rows = []
    for option, places in zip(OPTIONS, table, strict=True):
        placed = sum(places)
        mean = sum(n * at for at, n in enumerate(places, 1)) / placed
        same = share("why", option, placed, answered, estimate=mean)
        rows += [
            share("why", option, places[0], answered),
            same | {"statistic": "mean_rank", "low": mean - 0.2, "high": mean + 0.2},
            same | {"statistic": "fewest_at_place", "count": fewest_at(places)},
        ]
    return pd.DataFrame(rows)


def means(released: Released) -> pd.DataFrame:
    rows = released.rows
    return rows[rows["statistic"].eq("mean_rank")].set_index("option")


def test_means_are_shown_where_every_place_could_be() -> None:
    found = release(estimates(SAFE), BOOK)
    assert dict(means(found)["estimate"]) == {"Tid": 1.8, "Pengar": 2.0, "Lokaler": 2.3}
    assert means(found)["low"].isna().all()  # its width would tell of the places
    assert "fewest_at_place" not in set(found.rows["statistic"])


@pytest.mark.parametrize(
    ("table", "answered"),
    [
        # Two put Lokaler second: with 10 first and the mean it follows.
        (([20, 18, 2], [10, 20, 10], [10, 2, 28]), 40),
        # Not all placed Tid: how many is protected.
        (([20, 10, 9], [10, 20, 10], [10, 10, 20]), 40),
        # All put Tid second.
        (([0, 40, 0], [20, 0, 20], [20, 0, 20]), 40),
    ],
)
def test_no_mean_is_shown_where_one_place_tells_of_few(table, answered) -> None:
    assert not means(release(estimates(table, answered), BOOK))["shown"].any()


def test_an_open_ranking_shows_them_with_their_intervals() -> None:
    book = codebook(QUESTION | {"disclosure": "open"})
    found = means(release(estimates(([38, 2, 0], [1, 20, 19], [1, 18, 21])), book))
    assert found["shown"].all()
    assert found["low"].notna().all()


def test_none_by_group_of_a_protected_one() -> None:
    rows = pd.concat([estimates(SAFE), estimates(SAFE).assign(group="Norr")])
    rows = rows[~(rows["group"].eq("Norr") & rows["statistic"].eq("fewest_at_place"))]
    shown = release(rows, BOOK).rows.query("statistic == 'mean_rank' and shown")
    assert set(shown["group"]) == {"all"}


def test_one_late_answer_is_not_told_by_the_difference() -> None:
    before = release(estimates(SAFE), BOOK).for_ledger()
    # Corrected: three who put Pengar second and Lokaler third changed them about.
    again = estimates(([20, 10, 10], [10, 17, 13], [10, 13, 17]))
    assert means(release(estimates(SAFE), BOOK, earlier=[before]))["shown"].all()
    assert not means(release(again, BOOK, earlier=[before]))["shown"].any()


def claims_of(table: Sequence[Sequence[int]], **place: str) -> list[tuple[object, str]]:
    """What the audit says of a file in which nothing was suppressed."""
    rows = estimates(table).assign(shown="ja", reason="", **place)
    rows = rows[rows["statistic"].ne("fewest_at_place")]
    cells = rows.map(lambda v: "" if v is np.nan else str(v).replace(".", ","))
    lines = [list(rows.columns), *cells.to_numpy().tolist()]
    return list(judged(tidy_claims(lines, "data/alla-tal.csv"), BOOK))


def test_the_audit_reckons_the_places_itself() -> None:
    assert claims_of(SAFE) == []
    ((cell, why), *_) = claims_of(([20, 18, 2], [10, 20, 10], [10, 2, 28]))
    assert cell.statistic == "mean_rank"
    assert why.startswith(FOLLOWS)


def test_the_audit_lets_no_mean_by_group_pass() -> None:
    found = {why for _, why in claims_of(SAFE, group="Norr")}
    assert found == {OF_ALL}
