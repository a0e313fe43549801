"""estimates → Released: what may be published, and why the rest is suppressed.

A question is *open* (a fact about public units, published whole) or *protected*. Of a
protected question:

- scales are merged to low, middle and high by group, and for all too where an end of
  the scale would be suppressed; no table divides the answers on challenge and group at
  once (not_crossed);
- fewer than `k` answered: that row of a table is not shown (few_answers);
- fewer than `k` in a cell, or outside it: not shown (small_cell); nobody or everybody
  in the cell: not shown in a group smaller than `small_group`;
- fewer than `k` answers differ from an earlier version: not shown (few_changed);
- what would let one of these be computed is not shown either (secondary), see
  `relations` and `protection`;
- sums and means need more: no respondent may stand for almost all of one (dominance);
- the mean places of a ranking are shown of all together, where each place of each
  option could be (`ranks`);
- change between waves is shown for all together, in units that answered both, and only
  where no few who changed their answer can be told (depends). Weighted changes are not
  shown at all: each would tell more of the two shares than their rounding does, and so
  of what is suppressed by group. The two shares are shown, each as in its own wave;
- of who is named, only what is told by `ties` and `organisations` (depends).

Count, percent, interval and bounds of a row are one thing and are suppressed together.
Weighted numbers are rounded as they are printed: a decimal more would tell what is
suppressed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.cleaning.net import words_of_few
from helpers.core.errors import DisclosureError
from helpers.disclosure.amounts import amounts
from helpers.disclosure.precision import as_printed
from helpers.disclosure.ranks import mean_places, unweighted_places
from helpers.disclosure.redivided import redivided
from helpers.disclosure.released import Released
from helpers.disclosure.renamed import in_names_of_now
from helpers.disclosure.rules import check_declared, check_settings, primary_reasons
from helpers.disclosure.scales import merge_scales
from helpers.disclosure.secondary import late_answers, never_shown, secondary_reasons
from helpers.disclosure.secret_bases import late_bases, secret_bases
from helpers.disclosure.themes import themes
from helpers.disclosure.two_waves import between_waves
from helpers.estimation.facts import NO_FACTS, Facts
from helpers.estimation.schema import KEYS, NUMBERS
from helpers.survey.codebook import Codebook


def release(
    estimates: pd.DataFrame,
    codebook: Codebook,
    *,
    facts: Facts = NO_FACTS,
    earlier: Sequence[pd.DataFrame] = (),
) -> Released:
    """What may be published of `estimates`, one row a number.

    `facts` are numbers about the survey itself (rows read, kept, set aside). `earlier`
    are tables already published, as `Released.for_ledger` gives them: earlier versions
    of this survey, and what was released of the other waves of its series.

    Raises DisclosureError when the codebook's thresholds cannot protect anybody, when
    rows occur twice, when an earlier version names things otherwise and `renamed` does
    not say how, and for a statistic that nobody has said how to protect.
    """
    check_settings(codebook)
    rows = estimates.reset_index(drop=True)
    check_declared(rows)
    if found := words_of_few(rows, codebook):
        raise DisclosureError(found)
    _check_once(rows)
    survey = set(rows["survey"])
    own = [table for table in earlier if survey & set(table["survey"])]
    versions = in_names_of_now(own, rows, codebook)
    rows = merge_scales(rows, codebook, [version.table for version in versions])
    rows = unweighted_places(rows, codebook)
    before = [table for table in earlier if not survey & set(table["survey"])]
    reasons = primary_reasons(rows, codebook)
    reasons = late_answers(rows, codebook, reasons, versions)
    reasons = redivided(rows, codebook, reasons, versions)
    reasons, steps = secondary_reasons(rows, codebook, reasons, versions)
    reasons = between_waves(rows, codebook, reasons, before, facts.comparison)
    reasons = late_bases(rows, codebook, reasons, versions)
    reasons = secret_bases(rows, codebook, reasons, facts.comparison)
    reasons = amounts(rows, codebook, reasons, versions)
    reasons = themes(rows, codebook, reasons, versions)
    reasons = mean_places(rows, codebook, reasons, versions)
    reasons = never_shown(rows, codebook, reasons)
    return suppress(
        as_printed(rows, codebook, reasons, steps), reasons, codebook, facts
    )


def preliminary(estimates: pd.DataFrame, codebook: Codebook) -> Released:
    """What each row alone would let be shown, for the workbench: internal, and not what
    may be published.

    Only the primary rule. What `release` hides besides, since it could be computed from
    the rest, from an earlier version or another wave, is shown here.
    """
    check_settings(codebook)
    check_declared(estimates)
    rows = merge_scales(estimates.reset_index(drop=True), codebook)
    rows, facts = unweighted_places(rows, codebook), Facts(preliminary=True)
    reasons = mean_places(rows, codebook, primary_reasons(rows, codebook))
    return suppress(as_printed(rows, codebook, reasons), reasons, codebook, facts)


def _check_once(rows: pd.DataFrame) -> None:
    twice = rows[rows.duplicated(KEYS)]
    if len(twice):
        first = twice.iloc[0]
        raise DisclosureError(
            f"Raden {first['question']}, {first['option']}, {first['group']} står två "
            "gånger i estimates.",
            todo="Kör om från 1_clean. Blir det likadant är det ett fel i programmet.",
        )


def suppress(
    rows: pd.DataFrame,
    reasons: pd.Series,
    codebook: Codebook,
    facts: Facts,
) -> Released:
    """`rows` without the numbers of those that have a reason, nor their method: it may
    say that a difference excludes 0."""
    reasons = reasons[rows.index]
    shown, bases = reasons.eq(""), rows["answered"]
    method = rows["method"].where(shown, "")
    rows = rows.assign(shown=shown, reason=reasons, method=method)
    rows[NUMBERS] = rows[NUMBERS].astype("float64").where(shown)
    # How many were asked is not said where nobody knows it.
    unknown = [one.id for one in codebook.questions if one.asked == "unknown"]
    rows.loc[rows["question"].isin(unknown), "asked"] = np.nan
    return Released._of(rows, codebook, facts, bases)
