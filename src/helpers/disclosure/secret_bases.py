"""What tells who was asked a question that a protected one leads to, beside its own
tables: these are held by `constraints.routing`, cell by cell.

Whoever answers it in two waves gave the leading answer in both, so that the base of any
change is a transition of the protected question. Who wrote, or named somebody, was
asked. And where no to the protected question implies a 0, a sum tells who said yes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from helpers.disclosure.constraints.routing import ASKED, filters_of
from helpers.disclosure.public import has_secret_base
from helpers.disclosure.renamed import EarlierVersion
from helpers.disclosure.rules import AMOUNTS, Rule, is_protected
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
_TABLE = ["question", *_PLACE]


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


def late_bases(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    versions: Sequence[EarlierVersion],
) -> pd.Series:
    """`reasons`, with those of questions behind a protected one where their bases, now
    and in an earlier version, tell what few late answers to it were.

    Of n late answers d are in the base: so many gave the leading answer, if it may be
    left blank too. Where fewer than k did, or did not, nothing is told of the question
    wherever anything is new: a total less the others would tell the rest.
    """
    reasons, rule = reasons.copy(), Rule.of(codebook)
    shares = rows[rows["statistic"].eq(SHARE)]
    now = shares.groupby(_TABLE)["answered"].max()
    secret = [has_secret_base(codebook, *key[:2]) for key in now.index]
    now = now[secret]
    places = pd.MultiIndex.from_frame(rows[_TABLE])
    for version in versions:
        table = version.table
        shown = table[table["shown"].eq(True) & table["statistic"].eq(SHARE)]
        then = shown.groupby(_TABLE)["base"].max().reindex(now.index)
        more = now - then
        late = _replied(shares, "answered") - _replied(shown, "base")
        new = late.reindex(more.index.droplevel("question")).to_numpy()
        new = pd.Series(new, more.index).where(more.notna()).clip(lower=more.abs())
        changed = new > 0
        few = changed & ((more < rule.k) | (new - more < rule.k))
        for question in {key[0] for key in few.index[few]}:
            own = [key for key in changed.index[changed] if key[0] == question]
            hit = places.isin(own) & reasons.eq("")
            reasons = reasons.mask(hit, "few_changed")
    return reasons


def _replied(rows: pd.DataFrame, base: str) -> pd.Series:
    """How many answered anything, as the tables of a place tell."""
    return rows.groupby(_PLACE)[base].max()


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
