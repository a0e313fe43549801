"""A ranking: options in the order that the respondent put them.

In one cell ("Tid;Pengar;Lokaler;"), with a column for each place ("Rank 1": what was
put there), or a column for each option with the place that it was given.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from helpers.cleaning.coding.ranking import place_of
from helpers.core.wording import fold
from helpers.drafting import scales
from helpers.drafting.hypotheses.value_labels import labels_in_order
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis, counts_said
from helpers.drafting.recognition.options import put_codes
from helpers.drafting.recognition.profiles import (
    LONGEST_OPTION,
    MOST_OPTIONS,
    Drafted,
    Keys,
    Profile,
    distinct_labels,
    most_common,
    union,
)
from helpers.drafting.recognition.words import shared_words

KIND = "rangordning"
_ASKED = re.compile(
    r"rangordn|ranka\b|rangera|\brank(ing|ed)?\b|i (prioriterings|turordning|ordning)"
    r"|prioritetsordning|i prioriterad ordning|order of (importance|preference)"
    r"|viktigast först",
    re.IGNORECASE,
)
_PRIORITISE = re.compile(r"prioriter|viktigast|\bstörst|most important", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:.*\b)?(?:rank|plats|rang|prio(?:ritet)?|val|choice|place|mention|nämnd|nämnt)"
    r"\W?\s*\d{1,2}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:.*\b)?(?:\d{1,2}(?::?[ae]|st|nd|rd|th)\b.*"
    r"|(?:första|andra|tredje|fjärde|femte|first|second|third|fourth|fifth)\b.*"
    r"|(?:näst |tredje |fjärde )?viktigast\w*)",
    re.IGNORECASE,
)
_LOWEST = re.compile(
    r"\b1\s*(?:=|är|–|-|:|\()\s*(?:det |den )?(?:mest|viktig|först|högst|bäst|störst"
    r"|most|best|first|top|highest)|med 1 som",
    re.IGNORECASE,
)
_HIGHEST = re.compile(
    r"\b(?:[3-9]|1\d)\s*(?:=|är|–|-|:|\()\s*(?:det |den )?(?:mest|viktigast|först|högst"
    r"|bäst|störst|most|best|first|top|highest)"
    r"|\b1\s*(?:=|är|–|-|:|\()\s*(?:det |den )?(?:minst|sämst|lägst|oviktig"
    r"|least|worst|last)",
    re.IGNORECASE,
)
MENTIONED = re.compile(r"mention|nämnd|nämnt", re.IGNORECASE)
AS_MENTIONED = (
    "svaren står i den ordning de nämndes och läses som rangordning: är det först "
    "nämnda det viktigaste? Annars: type: multiple med mentions i stället för places"
)
FIRST_IS_ONE = frozenset({"qualtrics", "surveymonkey", "limesurvey"})
"""Tools whose own ranking gives 1 to what was put first."""
ONE_CELL_OF_NAMES = frozenset({"kobo", "odk"})
"""Tools that write a ranking as the names of the options, in order, between spaces."""
WHICH_FIRST = "rangordning: är 1 det som kom först? Annars: highest_first: true"
FEWEST_OPTIONS = 3
SEPARATORS = (";", "|", ",", "\n", ">")
Orders = Counter[tuple[str, ...]]


def asks(wording: str) -> bool:
    """Whether the question says that the answers are in order.

    >>> asks("Rangordna hindren"), asks("Vilka frågor bör prioriteras?")
    (True, False)
    """
    return _ASKED.search(wording) is not None


# ---------------------------------------------------------------- in one cell


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    asked = asks(profile.wording)
    names = (" ",) if about.tool in ONE_CELL_OF_NAMES else ()
    for separator in (*SEPARATORS, *names):
        orders = _orders(profile, separator)
        first = ranked(profile, separator) or _ranked_in_part(orders, asked)
        if first:
            yield _in_a_cell(profile, separator, orders, first, asked)
            return


def _in_a_cell(
    profile: Profile,
    separator: str,
    orders: Orders,
    first: Counter[str],
    asked: bool,
) -> Hypothesis:
    written = Counter[str]()
    for order, times in orders.items():
        for part in order:
            written[part] += times
    options = most_common(written)
    longest = max(map(len, orders))
    keys: Keys = {
        "type": "ranking",
        "column": profile.column.name,
        "separator": separator,
        "options": sorted(options, key=lambda one: (-first[one], options.index(one))),
    }
    if longest < len(options):
        keys["max"] = longest
    drafted = Drafted(keys, [profile.column], profile.wording)
    if all(option.isdecimal() for option in options):
        put_codes(drafted, options)
    else:
        keys["declared"] = "cells"
    whole = bool(ranked(profile, separator))
    evidence = Evidence.HEADER if asked else Evidence.CELLS
    says = f"rangordning (först kom {counts_said(first)})"
    return Hypothesis(KIND, drafted, evidence, 1.0 if asked or whole else 0.9, says)


def _orders(profile: Profile, separator: str) -> Orders:
    """The lists of the cells, each with how many gave it."""
    orders: Orders = Counter()
    if separator != "\n" and not profile.most(lambda text: separator in text, 0.9):
        return orders
    for written, times in profile.counts.items():
        parts = profile.lines.get(written) if separator == "\n" else None
        listed = parts or written.split(separator)
        orders[tuple(fold(part) for part in listed if fold(part))] += times
    return orders


def ranked(profile: Profile, separator: str) -> Counter[str]:
    """How often each option came first; empty where the cells are no rankings.

    A cell that ranks holds the same three options or more as all other cells, and they
    come in different orders.
    """
    orders = _orders(profile, separator)
    sets = Counter[frozenset[str]]()
    for order, times in orders.items():
        sets[frozenset(order)] += times
    (whole, times) = sets.most_common(1)[0] if sets else (frozenset(), 0)
    enough = len(whole) >= FEWEST_OPTIONS and times >= 0.9 * profile.filled
    if not enough or len(orders) < 2 or profile.filled < 5:
        return Counter()
    return _first({o: n for o, n in orders.items() if frozenset(o) == whole})


def _ranked_in_part(orders: Orders, asked: bool) -> Counter[str]:
    """The same, where some of the options were ranked: as many in every cell, or the
    question says so. Parts that always come in one order are ticks, as the form lists
    them."""
    lists = {o: n for o, n in orders.items() if o and len({*o}) == len(o)}
    options = {part for order in lists for part in order}
    given = sum(lists.values())
    several = sum(n for o, n in lists.items() if len(o) > 1)
    if given < 5 or given < orders.total() or not 3 <= len(options) <= MOST_OPTIONS:
        return Counter()
    if several < 0.8 * given or max(map(len, options)) > LONGEST_OPTION:
        return Counter()
    if given < 2 * len(options) or (not asked and len({len(o) for o in lists}) > 1):
        return Counter()
    return _first(lists) if _in_several_orders(lists) else Counter()


def _in_several_orders(lists: Mapping[tuple[str, ...], int]) -> bool:
    """Whether most pairs that stand together come in one order and in the other."""
    before = Counter[tuple[str, str]]()
    for order, times in lists.items():
        for pair in combinations(order, 2):
            before[pair] += times
    pairs = {frozenset(pair) for pair in before if len({*pair}) == 2}
    often = [tuple(sorted(pair)) for pair in pairs if sum(_both(before, pair)) >= 4]
    turned = [pair for pair in often if min(_both(before, frozenset(pair))) > 0]
    return bool(often) and 2 * len(turned) >= len(often)


def _both(before: Counter[tuple[str, str]], pair: frozenset[str]) -> tuple[int, int]:
    one, other = sorted(pair)
    return before[one, other], before[other, one]


def _first(orders: Mapping[tuple[str, ...], int]) -> Counter[str]:
    first: Counter[str] = Counter()
    for order, count in orders.items():
        first[order[0]] += count
    return first


# ---------------------------------------------------------------- over columns


def propose_over_columns(group: Group, about: About) -> Iterator[Hypothesis]:
    """A column a place, or a column an option with the place that it was given."""
    members = [profile for profile in group.profiles if profile.filled]
    over = [profile for profile in group.profiles if not profile.filled]
    if len(members) < 2:
        return
    mentions = all(profile.column.role == "mention" for profile in members)
    if in_order(group) or (mentions and asks(group.wording)):
        yield from _by_place(group, about)
        return
    declared = all(profile.column.role == "rank" for profile in members)
    texts = [text for text in union(members) if not scales.is_not_applicable(text)]
    if not all(map(place_of, texts)) or not (declared or placed(members)):
        return
    drafted = _by_option(group, members)
    if _HIGHEST.search(group.wording):
        drafted.keys["highest_first"] = True
    elif not (declared or about.tool in FIRST_IS_ONE or _LOWEST.search(group.wording)):
        drafted.todo.append(WHICH_FIRST)
    evidence = Evidence.TOOL if declared else max(Evidence.HEADER, group.bound)
    yield Hypothesis(KIND, drafted, evidence, 0.95, KIND, over)


def in_order(group: Group) -> bool:
    """Whether the columns are called Rank 1, Rank 2 …, or first choice, second choice;
    and hold what was put there."""
    filled = [profile for profile in group.profiles if profile.filled]
    labels = [*group.labels]
    if len(labels) < 2 or len({*union(filled)}) < 2:
        return False
    if all(_NUMBERED.fullmatch(label) for label in labels):
        return True
    if [*labels] == [str(place) for place in range(1, len(labels) + 1)]:
        asked = asks(group.wording) or _PRIORITISE.search(group.wording)
        return bool(asked) and not _are_places(filled)  # "Prioritera hindren - 1"
    return all(map(_NAMED.fullmatch, labels)) and not _are_places(filled)


def _are_places(filled: Sequence[Profile]) -> bool:
    """Whether each response has each of the numbers 1 to n once: places, and the labels
    are options that are called so."""
    return all(t.isdecimal() for t in union(filled)) and placed([*filled])


def _by_place(group: Group, about: About) -> Iterator[Hypothesis]:
    filled = [profile for profile in group.profiles if profile.filled]
    counts = Counter[str]()
    for profile in filled:
        counts.update(profile.counts)
    given = max((labels_in_order(profile) for profile in filled), key=len, default=[])
    codes = about.codes_of(filled[0].column)
    options = most_common(counts)
    if not 2 <= len(options) <= MOST_OPTIONS or not once_each(filled):
        return
    keys: Keys = {
        "type": "ranking",
        "places": [profile.column.name for profile in group.profiles],
    }
    drafted = Drafted(keys, [p.column for p in group.profiles], group.wording)
    if given and {*options} <= {*given}:
        keys["options"] = given
    elif codes and {*options} <= {*codes}:
        keys |= {"options": [*codes.values()], "recode": dict(codes)}
    elif all(option.isdecimal() for option in options):
        put_codes(drafted, options)
    else:
        keys |= {"options": options, "declared": "cells"}
    declared = all(p.column.role in ("rank", "mention") for p in group.profiles)
    declared = declared or bool(given)  # of value labels that the columns share
    evidence = Evidence.FILE if declared else max(Evidence.HEADER, group.bound)
    if MENTIONED.search(" ".join([group.wording, *group.labels])):
        drafted.todo.append(AS_MENTIONED)
    shown = counts_said(filled[0].counts)
    yield Hypothesis(KIND, drafted, evidence, 0.97, f"rangordning (först kom {shown})")


def once_each(filled: Sequence[Profile]) -> bool:
    """Whether hardly any response has the same text at two places."""
    number = {text.casefold(): at for at, text in enumerate(union(filled))}
    table = np.array(
        [
            np.array([number[text.casefold()] for text in p.distinct] + [-1])[p.place]
            for p in filled
        ]
    )
    ordered = np.sort(table, axis=0)
    twice = ((ordered[1:] == ordered[:-1]) & (ordered[1:] >= 0)).any(axis=0)
    return bool(twice.sum() <= 0.1 * max(1, int((table >= 0).any(axis=0).sum())))


def _by_option(group: Group, members: Sequence[Profile]) -> Drafted:
    shared, labels = shared_words([group.label(profile) for profile in members])
    labels = distinct_labels(labels, members)
    columns = [profile.column for profile in members]
    keys: Keys = {
        "type": "ranking",
        "columns": {label: c.name for label, c in zip(labels, columns, strict=True)},
    }
    nothing = [text for text in union(members) if scales.is_not_applicable(text)]
    if nothing:
        keys["recode"] = dict.fromkeys(nothing, "")
    return Drafted(keys, columns, " ".join(x for x in (group.wording, shared) if x))


def placed(members: Sequence[Profile]) -> bool:
    """Whether nearly each response gives the columns the places 1, 2 … once each; some
    may be left without."""
    if len(members) < FEWEST_OPTIONS:
        return False
    table = np.array(
        [
            np.array([place_of(text) for text in profile.distinct] + [0])[profile.place]
            for profile in members
        ]
    )
    given = (table > 0).sum(axis=0)
    answered = given > 0
    if answered.sum() < 5 or table.max() > len(members):
        return False
    ordered = np.sort(table, axis=0)
    whole = (ordered.max(axis=0) == given) & ~(
        (ordered[1:] == ordered[:-1]) & (ordered[1:] > 0)
    ).any(axis=0)
    several = (given >= 2).sum() >= 0.9 * answered.sum()
    return bool(whole[answered].mean() >= 0.95 and several and table.max() >= 3)
