"""Change between waves, where it would tell what a wave suppressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from helpers.disclosure.rules import CHANGES, TRANSITIONS, Rule, protected_rows
from helpers.estimation.facts import ComparisonFacts
from helpers.estimation.schema import SHARE
from helpers.survey.codebook import TOTAL, Codebook


def between_waves(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    before: Sequence[pd.DataFrame],
    comparison: ComparisonFacts | None,
) -> pd.Series:
    """Hide changes that would tell a share which is not shown in its wave, more of one
    than is printed of it, or how few changed their answer.

    The units that answered both waves are some of each wave's: what a wave has besides
    them must be safe too. Where a cell is not, the whole table of transitions goes, so
    that none of it follows from the rest. `comparison` has what the wave before called
    an option.
    """
    names = comparison.called_before if comparison else {}
    rule = Rule.of(codebook)
    reasons = reasons.copy()
    protected = protected_rows(rows, codebook) & rows["group"].eq(TOTAL)
    two_waves = rows["statistic"].isin([*TRANSITIONS, *CHANGES])
    now = _shares_of_all(rows[reasons.eq("")])
    shown = [table[table["shown"].astype(bool)] for table in before]
    then = _shares_of_all(pd.concat(shown)) if shown else {}
    for (id, item), table in rows[protected & two_waves].groupby(["question", "item"]):
        asked = [id, *codebook.question(id).compares_with.values()]
        printed = next((then[q, item] for q in asked if (q, item) in then), {})
        called = names.get(id, {})
        options = codebook.question(id).all_options
        earlier = {o: printed[b] for o in options if (b := called.get(o, o)) in printed}
        later = now.get((id, item), {})
        unsafe = _few_moved(table, earlier, later, rule)
        for row in table.itertuples():
            # Who collaborates (no option) is told by several options at once.
            may = row.option not in unsafe and row.option != TOTAL
            if row.statistic != "transition":
                may &= row.statistic in (*TRANSITIONS, "change_matched")
                may &= row.option in earlier and row.option in later
            if reasons[row.Index] == "" and not may:
                reasons[row.Index] = "depends"
    return reasons


def _few_moved(
    table: pd.DataFrame,
    earlier: Mapping[str, Any],
    later: Mapping[str, Any],
    rule: Rule,
) -> set[str]:
    """The options of an item of which it cannot be told how many changed to or from."""
    moved = table[table["statistic"].isin(TRANSITIONS)]
    unsafe = {
        row.option for row in moved.itertuples() if rule.reason(row.count, row.answered)
    }
    for row in table[table["statistic"].eq("change_matched")].itertuples():
        # How many began and how many stopped follow from their sum and difference.
        difference = row.estimate * row.answered
        for x in ((row.count + difference) / 2, (row.count - difference) / 2):
            if rule.reason(round(x), row.answered):
                unsafe.add(row.option)
        if _is_rest_known(row, earlier.get(row.option), later.get(row.option), rule):
            unsafe.add(row.option)
    transitions = moved[moved["statistic"].eq("transition")]
    if transitions.empty:
        return unsafe
    ways = transitions["option"].str.partition(" → ")
    for whole, matched in ((earlier, ways[0]), (later, ways[2])):
        # A margin of the table would limit a share that is not shown.
        unsafe |= set(matched) - set(whole)
        for option, row in whole.items():
            count = transitions.loc[matched.eq(option), "count"].sum()
            base = transitions["answered"].iloc[0]
            if rule.reason(row.count - count, row.answered - base):
                unsafe.add(option)
    # Of one choice all or nothing; the ticks of several stand each by itself.
    return set(table["option"]) if unsafe else unsafe


def _is_rest_known(change: Any, then: Any, now: Any, rule: Rule) -> bool:
    """Whether it can be told what those answered who answered one of the waves only.

    `change`: how many of those who answered both changed; `then` and `now`: each wave's
    share. Who kept the option (`stay`) is not told, and is all that hides the rest.
    """
    began = round((change.count + change.estimate * change.answered) / 2)
    sides = [(then, change.count - began), (now, began)]
    known = [
        (side.count - moved, side.answered - change.answered)
        for side, moved in sides
        if side is not None
    ]
    stay = change.answered - change.count
    least = max([0.0, *(count - rest for count, rest in known)])
    most = min([stay, *(count for count, _ in known)])
    for count, rest in known:
        values = np.arange(count - most, count - least + 1)
        needed = max((rule.width(value, rest) for value in values), default=0.0)
        if rest > 0 and most - least < needed:
            return True
    return False


def _shares_of_all(rows: pd.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    """By question and item, the shown shares of all who answered, by option."""
    whole = rows["group"].eq(TOTAL) & rows["challenge"].eq(TOTAL)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows[whole & rows["statistic"].eq(SHARE)].itertuples():
        found.setdefault((row.question, row.item), {})[row.option] = row
    return found
