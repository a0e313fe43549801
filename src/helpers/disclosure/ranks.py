"""Mean places of a protected ranking: what may be told of them.

A mean times its base is the sum of places, a whole number: with how many put the option
first, it tells how many put it last where there are three places. So a mean is shown
only of all together, where everybody who answered placed the option, and where each
place of each option could be told by itself: whatever follows from the means might then
have been printed. All options or none, since the places of all sum to a known number.
It is the mean without weights, which only the table of all goes into.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.disclosure.public import has_secret_base
from helpers.disclosure.renamed import EarlierVersion
from helpers.disclosure.rounding import EXACT
from helpers.disclosure.rules import protected_rows
from helpers.estimation.schema import SHARE, Protection, protected_by
from helpers.survey.codebook import TOTAL, Codebook

PLACES = protected_by(Protection.PLACES)
SIZES = "fewest_at_place"
SCALE = 10  # a mean place is printed with one decimal


def mean_places(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    versions: Sequence[EarlierVersion] = (),
) -> pd.Series:
    """`reasons`, with those of the means of protected rankings."""
    reasons = reasons.copy()
    means = rows[protected_rows(rows, codebook) & rows["statistic"].isin(PLACES)]
    whole = means["challenge"].eq(TOTAL) & means["group"].eq(TOTAL)
    fine = means.index[~whole]
    reasons[fine] = reasons[fine].mask(reasons[fine].eq(""), "not_crossed")
    for id, own in means[whole].groupby("question", sort=False):
        of_all = rows["question"].eq(id) & rows["challenge"].eq(TOTAL)
        of_all &= rows["group"].eq(TOTAL)
        safe = _safe(rows[of_all], own, codebook, reasons)
        if not safe or any(_told_otherwise(own, one.table) for one in versions):
            reasons[own.index] = reasons[own.index].replace("", "secondary")
    return reasons


def _safe(
    of_all: pd.DataFrame, means: pd.DataFrame, codebook: Codebook, reasons: pd.Series
) -> bool:
    """Whether each place of each option could be told, and all first places are."""
    sizes = of_all[of_all["statistic"].eq(SIZES)]
    first = of_all[of_all["statistic"].eq(SHARE)]
    return bool(
        reasons[first.index].eq("").all()
        and len(sizes) == len(means)
        and sizes["count"].ge(codebook.disclosure.k).all()
        and means["answered"].ge(codebook.disclosure.small_group).all()
        and means["count"].eq(means["answered"]).all()
    )


def _told_otherwise(means: pd.DataFrame, then: pd.DataFrame) -> bool:
    """Whether an earlier version told other means: the difference is the places that
    the late answers gave, who may all have given the same, or a correction."""
    keys = ["question", "option", "challenge", "group", "statistic"]
    published = then[then["shown"].eq(True)].set_index(keys)
    earlier = published[["base"]].assign(before=published["estimate"])
    both = means[[*keys, "answered", "estimate"]].join(earlier, on=keys)
    known = both["before"].notna()
    same = both["answered"].eq(both["base"]) & both["estimate"].eq(both["before"])
    # A new name is no new option: some mean of then is of none that is told now.
    return bool((known & ~same).any() or (known.any() and not known.all()))


def unweighted_places(rows: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """`rows` with the means of protected rankings as they may be told; and, of all, of
    those that a protected question leads to: weights would tell who was asked."""
    rows = rows.copy()
    secret = rows["question"].map(
        {id: has_secret_base(codebook, id, TOTAL) for id in rows["question"].unique()}
    )
    means = rows["group"].eq(TOTAL) & secret.astype(bool)
    means |= protected_rows(rows, codebook)
    means &= rows["statistic"].isin(PLACES)
    keys = ["question", "option", "challenge", "group"]
    plain = rows[rows["statistic"].eq(SIZES)].set_index(keys)["estimate"]
    own = rows.loc[means, keys].join(plain, on=keys)["estimate"]
    rows.loc[means, "estimate"] = _printed(own)
    rows.loc[means, ["low", "high"]] = np.nan
    rows["method"] = rows["method"].mask(means, "")
    return rows


def _printed(means: pd.Series) -> pd.Series:
    """As the report prints them, halves up."""
    return np.floor(means * SCALE + 0.5 + EXACT) / SCALE
