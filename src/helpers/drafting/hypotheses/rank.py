"""A ranking: every option in every answer, in the order that the respondent put them.

survey.yml has no question of ranks. Ranks in one cell are told with what came first and
read as text; a column for each place or option is a grid.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np

from helpers.core.wording import fold
from helpers.drafting.hypotheses import text
from helpers.drafting.hypotheses.grid import grid_of
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis, counts_said
from helpers.drafting.recognition.options import put_options
from helpers.drafting.recognition.profiles import Profile, union

_ASKED = re.compile(r"rangordna|ranka|prioritera|\brank|i ordning", re.IGNORECASE)
FEWEST_OPTIONS = 3


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    for separator in (";", "|", ",", "\n", ">"):
        first = ranked(profile, separator)
        if first:
            counts = counts_said(first)
            found = text.drafted(
                profile,
                f"rangordning: först kom {counts}. Den räknas inte än; rätt att läsa "
                "den som fritext?",
            )
            evidence = (
                Evidence.HEADER if _ASKED.search(profile.wording) else Evidence.CELLS
            )
            yield Hypothesis("rangordning", found, evidence, 1.0)
            return


def ranked(profile: Profile, separator: str) -> Counter[str]:
    """How often each option came first; empty where the cells are no rankings.

    A cell that ranks holds the same three options or more as all other cells, and they
    come in different orders.
    """
    if separator != "\n" and not profile.most(lambda text: separator in text, 0.9):
        return Counter()
    orders: Counter[tuple[str, ...]] = Counter()
    for written, times in profile.counts.items():
        parts = profile.lines.get(written) if separator == "\n" else None
        listed = parts or written.split(separator)
        orders[tuple(fold(part) for part in listed if fold(part))] += times
    sets = Counter[frozenset[str]]()
    for order, times in orders.items():
        sets[frozenset(order)] += times
    (whole, times) = sets.most_common(1)[0] if sets else (frozenset(), 0)
    enough = len(whole) >= FEWEST_OPTIONS and times >= 0.9 * profile.filled
    if not enough or len(orders) < 2 or profile.filled < 5:
        return Counter()
    first: Counter[str] = Counter()
    for order, count in orders.items():
        if frozenset(order) == whole:
            first[order[0]] += count
    return first


def propose_over_columns(group: Group, about: About) -> Iterator[Hypothesis]:
    """A column a place ("Rank 1": what was put there), or a column an option with the
    place it was given: a grid either way."""
    members = [profile for profile in group.profiles if profile.filled]
    told = all(profile.column.role == "rank" for profile in members)
    if len(members) < 2 or not (told or _places(group) or _permuted(members)):
        return
    found = grid_of(members, group)
    texts = union(members)
    if all(text.isdecimal() for text in texts):
        found.keys["options"] = [str(n) for n in range(1, max(map(int, texts)) + 1)]
        found.todo.append("rangordning: är 1 det som kom först?")
    else:
        put_options(found, texts)
    evidence = Evidence.TOOL if told else Evidence.HEADER
    over = [profile for profile in group.profiles if not profile.filled]
    yield Hypothesis("rangordning", found, evidence, 0.95, "rangordning", over)


def _places(group: Group) -> bool:
    """Whether the columns are called Rank 1, Rank 2 … or Plats 1, Plats 2."""
    named = [re.fullmatch(r"(rank|plats|rang) ?\d+", x, re.I) for x in group.labels]
    return all(named)


def _permuted(members: list[Profile]) -> bool:
    """Whether each response gives the columns places from 1 to their number."""
    places = {str(number) for number in range(1, len(members) + 1)}
    if len(members) < FEWEST_OPTIONS or any({*p.texts} - places for p in members):
        return False
    asked = np.all([profile.place >= 0 for profile in members], axis=0)
    if asked.sum() < 5:
        return False
    table = np.array(
        [
            np.array([int(text) for text in profile.distinct])[profile.place[asked]]
            for profile in members
        ]
    )
    return bool(
        (np.sort(table, axis=0) == np.arange(1, len(members) + 1)[:, None]).all()
    )
