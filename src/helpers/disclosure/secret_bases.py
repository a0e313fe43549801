"""What tells who was asked a question that a protected one leads to, beside its own
tables: these are held by `constraints.routing`, cell by cell.

Whoever answers it in two waves gave the leading answer in both, so that the base of any
change is a transition of the protected question. Who wrote, or named somebody, was
asked. And where no to the protected question implies a 0, a sum tells who said yes.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from helpers.disclosure.constraints.routing import ASKED, filters_of
from helpers.disclosure.public import has_secret_base
from helpers.disclosure.rules import AMOUNTS, is_protected
from helpers.estimation.facts import ComparisonFacts
from helpers.estimation.schema import SHARE, Protection, named, protected_by
from helpers.survey.codebook import TOTAL, Codebook

TWO_WAVES = (
    *named(subject="change"),
    *named(subject="trend"),
    *named(subject="tie_change"),
    *("responded", "reweighted", "by_propensity"),
)
"""Statistics that rest on what the same units answered in another wave."""
HELD = (*ASKED, *protected_by(Protection.INTERNAL), *TWO_WAVES)
NUMBERS = (*AMOUNTS, "median", "largest_times_next")
_PLACE = ["challenge", "form", "group"]


def secret_bases(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    comparison: ComparisonFacts | None,
) -> pd.Series:
    """`reasons`, with those of what rests on who was asked, where that is hidden."""
    reasons = reasons.copy()
    opened, followed = _then(codebook, comparison)
    for id in rows["question"].unique():
        if id not in codebook.by_id:
            continue
        own = rows["question"].eq(id) & reasons.eq("")
        secret = has_secret_base(codebook, id, TOTAL)
        if secret or id in opened or id in followed:
            between_waves = own & rows["statistic"].isin(TWO_WAVES)
            reasons = reasons.mask(between_waves, "depends")
        if secret:
            before = filters_of(codebook, id)
            other = own & ~rows["statistic"].isin(HELD)
            reasons = reasons.mask(_not_told(rows, reasons, before, other), "depends")
        implied = codebook.by_id[id].implied_none
        numbers = own & rows["statistic"].isin(NUMBERS)
        if implied and numbers.any():
            hidden = _not_told(rows, reasons, implied, numbers)
            # A group's sum is that of all without the other groups'.
            if hidden[rows["group"].ne(TOTAL)].any():
                hidden |= numbers & rows["group"].ne(TOTAL)
            reasons = reasons.mask(hidden, "depends")
    return reasons


def _then(
    codebook: Codebook, comparison: ComparisonFacts | None
) -> tuple[set[str], set[str]]:
    """The questions that are open now and were protected in the wave before: with what
    is told now, a change would tell what was suppressed then. And those that followed a
    protected one then."""
    if comparison is None:
        return set(), set()
    opened = {id for id in comparison.protected if not is_protected(codebook, id)}
    return opened, set(comparison.followed)


def _not_told(
    rows: pd.DataFrame, reasons: pd.Series, before: Collection[str], which: pd.Series
) -> pd.Series:
    """Of the rows `which`, those in places where some share of the questions `before`
    is not shown, or where they have none."""
    shares = rows["statistic"].eq(SHARE) & rows["question"].isin(before)
    keys = [rows.loc[shares, name] for name in _PLACE]
    shown = reasons[shares].eq("").groupby(keys).all()
    places = pd.MultiIndex.from_frame(rows[_PLACE])
    is_shown = pd.Series(shown.reindex(places, fill_value=False).to_numpy(), rows.index)
    return which & ~is_shown
