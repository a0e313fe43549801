"""What is published together, against every way in which it could have been answered.

Respondents are counted by what is public of them (group, challenge, whether late) and
by their answer. Every table of counts that agrees with all that is shown is enumerated;
the rule of methods.md must hold among them.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from support.estimate_rows import codebook, share, single

from helpers.disclosure.release import release
from helpers.disclosure.released import Released
from helpers.disclosure.rules import primary_reasons

OPTIONS = ["Ja", "Nej", "Vet ej"]
BOOK = codebook(
    single("group", ["A", "B"], disclosure="open"),
    single("role", OPTIONS),
    group="group",
    disclosure={"k": 3, "small_group": 4},
)

# A class of respondents: what is public of each of them.
Class = tuple[str, ...]
Counts = dict[tuple[Class, str], int]


def rows(counts: Counts, tables: dict[str, tuple[str, ...]], **place) -> list[dict]:
    """Shares of `role` in each table: key value → the classes that are in it."""
    made = []
    for value, classes in tables.items():
        answered = sum(n for (one, _), n in counts.items() if one in classes)
        for option in OPTIONS:
            count = sum(counts.get((one, option), 0) for one in classes)
            if answered:
                where = {next(iter(place), "group"): value}
                made.append(share("role", option, count, answered, **where))
    return made


def every_answer(truth: Counts) -> dict[tuple[Class, str], np.ndarray]:
    """Every way to answer with as many in each class: a column a class and option."""
    classes = list(dict.fromkeys(one for one, _ in truth))
    ways = []
    for one in classes:
        size = sum(n for (other, _), n in truth.items() if other == one)
        split = product(range(size + 1), repeat=len(OPTIONS))
        ways.append(np.array([found for found in split if sum(found) == size]))
    places = np.indices([len(way) for way in ways]).reshape(len(ways), -1)
    return {
        (one, option): way[place, number]
        for one, way, place in zip(classes, ways, places, strict=True)
        for number, option in enumerate(OPTIONS)
    }


def assert_rule(truth: Counts, published, tables, earlier=()) -> None:
    """Holds the rule among all that could have been answered.

    `published`: (classes, option, count) for everything that is public; `tables`: the
    classes of each table to protect; of `earlier` ones only the width can be held,
    because what they hid is not known when a later version is made.
    """
    answers = every_answer(truth)

    def counts(classes, option):
        return sum(answers[one, option] for one in classes)

    fits = np.ones(len(next(iter(answers.values()))), dtype=bool)
    for classes, option, count in published:
        fits &= counts(classes, option) == count
    assert fits.any()
    k, small = BOOK.disclosure.k, BOOK.disclosure.small_group
    for classes in (*tables, *earlier):
        base = sum(n for (one, _), n in truth.items() if one in classes)
        for option in OPTIONS:
            value = sum(truth.get((one, option), 0) for one in classes)
            seen = counts(classes, option)[fits]
            low, high = seen.min(), seen.max()
            if needs(value, base, k, small):
                said = (classes, option, value, base, low, high)
                assert high - low >= min(k - 1, base), said
                if classes in tables:
                    assert low < value or value == 0, said
                    assert high > value or value == base, said


def needs(value: int, base: int, k: int, small: int) -> bool:
    """The rule in words, written again."""
    if base == 0:
        return False
    if base < k or 0 < value < k or 0 < base - value < k:
        return True
    return value in (0, base) and base < small


def shown(got: Released, classes_of) -> list[tuple]:
    return [
        (classes_of(row), row.option, row.count)
        for row in got.rows.itertuples()
        if row.shown and row.question == "role"
    ]


def counts_of(classes: list[Class]) -> st.SearchStrategy[Counts]:
    keys = [(one, option) for one in classes for option in OPTIONS]
    return (
        st.lists(st.integers(0, 4), min_size=len(keys), max_size=len(keys))
        .map(lambda found: dict(zip(keys, found, strict=True)))
        .filter(lambda counts: sum(counts.values()) <= 14)
    )


@settings(deadline=None, max_examples=30)
@given(counts_of([("A",), ("B",)]))
def test_groups_and_all(truth):
    a, b = ("A",), ("B",)
    tables = {"all": (a, b), "A": (a,), "B": (b,)}
    if not any(truth.values()):
        return
    got = release(pd.DataFrame(rows(truth, tables)), BOOK)
    public = shown(got, lambda row: tables[row.group])
    assert_rule(truth, public, tables.values())


@settings(deadline=None, max_examples=30)
@given(counts_of([("A",), ("none",)]))
def test_all_minus_a_group_that_is_not_shown(truth):
    # "none": those who did not say which group they belong to, with no row of theirs.
    a, none = ("A",), ("none",)
    tables = {"all": (a, none), "A": (a,)}
    if not any(truth.values()):
        return
    got = release(pd.DataFrame(rows(truth, tables)), BOOK)
    public = shown(got, lambda row: tables[row.group])
    assert_rule(truth, public, [*tables.values(), (none,)])


@settings(deadline=None, max_examples=30)
@given(counts_of([("in",), ("out",)]))
def test_a_challenge_and_all_minus_it(truth):
    inside, out = ("in",), ("out",)
    tables = {"all": (inside, out), "work": (inside,)}
    if not any(truth.values()):
        return
    table = pd.DataFrame(rows(truth, tables, challenge=""))
    got = release(table, BOOK)
    public = shown(got, lambda row: tables[row.challenge])
    assert_rule(truth, public, [*tables.values(), (out,)])


@settings(deadline=None, max_examples=30)
@given(counts_of([("A", "early"), ("B", "early"), ("A", "late")]))
def test_a_version_with_late_answers(truth):
    ae, be, al = ("A", "early"), ("B", "early"), ("A", "late")
    before = {"all": (ae, be), "A": (ae,), "B": (be,)}
    after = {"all": (ae, be, al), "A": (ae, al), "B": (be,)}
    early = {key: n for key, n in truth.items() if key[0] != al}
    if not any(early.values()):
        return
    first = release(pd.DataFrame(rows(early, before)), BOOK)
    second = release(
        pd.DataFrame(rows(truth, after)), BOOK, earlier=[first.for_ledger()]
    )
    public = [
        *shown(first, lambda row: before[row.group]),
        *shown(second, lambda row: after[row.group]),
    ]
    assert_rule(truth, public, after.values(), earlier=[*before.values(), (al,)])


def test_rows_that_need_nothing_are_all_shown():
    counts = {(("A",), o): 10 for o in OPTIONS} | {(("B",), o): 10 for o in OPTIONS}
    tables = {"all": (("A",), ("B",)), "A": (("A",),), "B": (("B",),)}
    table = pd.DataFrame(rows(counts, tables))
    assert (primary_reasons(table, BOOK) == "").all()
    assert release(table, BOOK).rows["shown"].all()
