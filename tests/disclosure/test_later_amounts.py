"""Two versions of what is no count of units: sums, medians, themes, places, ties.

Their difference is what the late answers say, or how one was corrected.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from support.estimate_rows import codebook, share, single

from helpers.core.errors import DisclosureError
from helpers.disclosure.release import release
from helpers.disclosure.released import Released

K = {"k": 5, "small_group": 10}
NUMBER = {"id": "kr", "column": "kr", "type": "number"}
BOOK = codebook(
    NUMBER,
    {"id": "ord", "column": "ord", "type": "text"},
    single("grp", ["A", "B"], disclosure="open"),
    group="grp",
    disclosure=K,
)
EVEN = [10.0, 12, 9, 11, 10, 8, 13, 10]
Rows = list[dict[str, Any]]


def number(values: Sequence[float], group: str = "all", id: str = "kr") -> Rows:
    found = np.sort(np.array(values, float))[::-1]
    measures = {
        "mean": found.mean(),
        "median": np.median(found),
        "total": found.sum(),
        "dominance": found[2:].sum() / found[0],
    }
    n = len(values)
    return [
        share(id, "all", n, n, statistic=name, estimate=value, group=group)
        for name, value in measures.items()
    ]


def theme(count: int, base: int, name: str = "Tid") -> Rows:
    return [share("ord", name, count, base, statistic="theme")]


def told(then: Rows, now: Rows, book=BOOK) -> set[tuple[str, str]]:
    """What the second version shows: statistic and group."""
    before = release(pd.DataFrame(then), book)
    return seen(release(pd.DataFrame(now), book, earlier=[before.for_ledger()]))


def seen(released: Released) -> set[tuple[str, str]]:
    return {(row.statistic, row.group) for row in released if row.shown}


ALL = {("mean", "all"), ("median", "all"), ("total", "all")}


def test_the_same_answers_tell_the_same() -> None:
    assert told(number(EVEN), number(EVEN)) == ALL


def test_nor_do_its_digits_make_it_another() -> None:
    many = [1234.5678901234, 1300, 1250, 1280, 1333.3333333333, 1199]
    assert told(number(many), number(many)) == ALL


@pytest.mark.parametrize(
    "now",
    [
        [*EVEN[:-1], 25],  # one corrected his 10
        [*EVEN, 1, 1, 1, 1, 12],  # of five that came late one has nearly all
        [*EVEN, *EVEN],
    ],
)
def test_another_sum_is_not_told(now: list[float]) -> None:
    assert told(number(EVEN), number(now)) <= {("median", "all")}


def test_a_median_that_one_answer_moved_is_not_told() -> None:
    five = [1.0, 2, 3, 4, 5]
    assert ("median", "all") not in told(number(five), number([1.0, 2, 4, 4, 5]))
    assert ("median", "all") in told(number(five), number([*five, 9, 9, 9, 9, 9]))


def test_no_group_is_told_where_another_one_changed() -> None:
    """All of them together are the sum that the late answers would follow from."""
    a, b = EVEN, [20.0, 22, 19, 21, 20, 18]
    late = [9.0, 9, 9, 9, 30]
    then = [*number([*a, *b]), *number(a, "A"), *number(b, "B")]
    same = [*number([*a, *b]), *number(a, "A"), *number(b, "B")]
    changed = [*number([*a, *b, *late]), *number(a, "A"), *number([*b, *late], "B")]
    assert {("total", "A"), ("total", "B")} <= told(then, same)
    assert not {one for one in told(then, changed) if one[0] != "median"}


def test_groups_do_not_tell_the_sum_of_all_that_is_not_told() -> None:
    """The first version told of all alone: the groups' sum is that of all."""
    a, b = [*EVEN], [*EVEN]
    then = number([*a, *b])
    now = [*number([*a, *b, 9, 9, 9, 9, 30]), *number([*a, 9, 9], "A")]
    now += number([*b, 9, 9, 30], "B")
    assert not {one for one in told(then, now) if one[0] != "median"}


def test_what_those_in_no_group_have_is_not_told() -> None:
    """All minus the groups: of the five in none, one has nearly all."""
    none = [1.0, 1, 1, 1, 40]
    rows = [*number([*EVEN, *EVEN, *none]), *number(EVEN, "A"), *number(EVEN, "B")]
    assert ("total", "all") in seen(release(pd.DataFrame(rows), BOOK))
    assert not {
        (name, group)
        for name, group in seen(release(pd.DataFrame(rows), BOOK))
        if group != "all" and name != "median"
    }


def test_a_number_renamed_between_versions_is_asked_about() -> None:
    book = codebook({**NUMBER, "id": "kronor"}, disclosure=K)
    then = release(pd.DataFrame(number(EVEN)), codebook(NUMBER, disclosure=K))
    now = pd.DataFrame(number([*EVEN, 12], id="kronor"))
    with pytest.raises(DisclosureError, match="kronor"):
        release(now, book, earlier=[then.for_ledger()])


@pytest.mark.parametrize("mean", [0.2, 0.4, 9.7, 10.0])
def test_nearly_all_at_the_end_of_what_can_be_answered(mean: float) -> None:
    """A mean of 9.7 of 12 answers from 0 to 10: all but three at most said 10."""
    book = codebook({**NUMBER, "between": [0, 10]}, disclosure=K)
    rows = [
        share("kr", "all", 12, 12, statistic=name, estimate=value)
        for name, value in (("mean", mean), ("total", 12 * mean), ("dominance", 1.0))
    ]
    assert not seen(release(pd.DataFrame(rows), book))
    assert seen(release(pd.DataFrame(rows), codebook(NUMBER, disclosure=K)))


@pytest.mark.parametrize(
    ("count", "base"),
    [
        (15, 25),  # all five that came late wrote of it
        (15, 27),  # all but two of seven
        (10, 25),  # none of five
        (11, 20),  # one was coded anew
    ],
)
def test_what_late_texts_are_about_is_not_told(count: int, base: int) -> None:
    assert not told(theme(10, 20), theme(count, base))


def test_a_theme_is_told_again_where_enough_wrote_since() -> None:
    assert told(theme(10, 20), theme(10, 20)) == {("theme", "all")}
    assert told(theme(10, 20), theme(16, 34)) == {("theme", "all")}


def test_a_theme_by_another_name_is_no_other_theme() -> None:
    assert not told(theme(10, 20), theme(15, 25, "Tidsbrist"))
    assert told(theme(10, 20), theme(16, 34, "Tidsbrist")) == {("theme", "all")}


def test_many_that_one_named_are_not_told() -> None:
    """One late response names six organisations: more than k of them."""
    book = codebook(
        {"id": "vilka", "type": "ties", "blocks": 6, "fields": {"name": "V{n}"}},
        disclosure=K,
    )

    def ties(count: int, answered: int) -> Rows:
        return [
            share(
                "vilka", "all", count, answered, statistic="ties", estimate=float(count)
            )
        ]

    assert told(ties(40, 20), ties(40, 20), book) == {("ties", "all")}
    assert not told(ties(40, 20), ties(46, 21), book)
    assert told(ties(40, 20), ties(52, 26), book) == {("ties", "all")}


def test_all_or_none_in_writing_is_not_told() -> None:
    book = codebook(
        {"id": "vilka", "type": "ties", "blocks": 6, "fields": {"name": "V{n}"}},
        disclosure=K,
    )

    def written(count: int) -> Rows:
        ties = share("vilka", "all", 40, 20, statistic="ties", estimate=40.0)
        return [ties, share("vilka", "all", count, 40, statistic="ties_written")]

    shown = [seen(release(pd.DataFrame(written(n)), book)) for n in (0, 2, 20, 38, 40)]
    assert [("ties_written", "all") in one for one in shown] == [
        False, False, True, False, False,
    ]  # fmt: skip


PLACES = ([20, 10, 10], [10, 20, 10], [10, 10, 20])


def ranking(table: Sequence[Sequence[int]]) -> Rows:
    rows = []
    for option, places in zip(("Tid", "Pengar", "Lokaler"), table, strict=True):
        n = sum(places)
        mean = sum(many * at for at, many in enumerate(places, 1)) / n
        few = min(min(many, n - many) for many in places)
        same = share("why", option, n, n, estimate=mean)
        rows += [
            share("why", option, places[0], n),
            same | {"statistic": "mean_rank"},
            same | {"statistic": "fewest_at_place", "count": few},
        ]
    return rows


def test_late_mean_places_are_not_told() -> None:
    """The fifteen that came late all put Lokaler last; the first places of all three
    could be told."""
    options = ["Tid", "Pengar", "Lokaler"]
    book = codebook(
        {"id": "why", "column": "why", "type": "ranking", "options": options},
        disclosure={"k": 5, "small_group": 5},
    )
    late = ([27, 18, 10], [18, 27, 10], [10, 10, 35])
    assert ("mean_rank", "all") in told(ranking(PLACES), ranking(PLACES), book)
    assert ("mean_rank", "all") not in told(ranking(PLACES), ranking(late), book)
