"""Secondary suppression: what would let a suppressed number be computed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.disclosure.constraints import blocks
from helpers.disclosure.constraints.cells import counts_of
from helpers.disclosure.constraints.versions import few_changed
from helpers.disclosure.protection import protect
from helpers.disclosure.rules import PLACE, PRIMARY, Rule, protected_rows
from helpers.disclosure.scales import merged_scales
from helpers.estimation.schema import SHARES, Protection, protected_by
from helpers.survey.codebook import Codebook


def late_answers(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    versions: Sequence[pd.DataFrame],
) -> pd.Series:
    """Hide, too, what fewer than k late or corrected answers make different."""
    reasons = reasons.copy()
    protected = protected_rows(rows, codebook)
    for table in versions:
        before = dict(iter(table.groupby(["question", "item", "statistic"])))
        now = rows[protected].groupby(["question", "item", "statistic"], sort=False)
        for key, own in now:
            if key not in before:
                continue
            now_counts, then = counts_of(own), counts_of(before[key])
            for place in few_changed(now_counts, then, Rule.of(codebook)):
                for entry in now_counts[place].values():
                    reasons[entry.row] = reasons[entry.row] or "few_changed"
    return reasons


def secondary_reasons(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    versions: Sequence[pd.DataFrame],
) -> pd.Series:
    """Hide, too, what would let a hidden row be computed."""
    printed = rows[reasons.ne("not_crossed")]
    protected = protected_rows(printed, codebook)
    counted = printed[protected & printed["statistic"].isin(SHARES)]
    reasons = reasons.copy()
    settled = _as_published(counted, reasons, versions)
    questions = counted.loc[~counted["question"].isin(settled), "question"]
    hidden = set(reasons.index[reasons.ne("")])
    for block in blocks(
        printed,
        codebook,
        questions.unique(),
        merged=merged_scales(codebook),
        earlier=versions,
    ):
        own = frozenset((hidden | block.again) & block.rows)
        hidden |= protect(block.system, own).suppressed
    more = sorted(row for row in hidden if reasons[row] == "")
    reasons[more] = "complement"
    return reasons


def _as_published(
    counted: pd.DataFrame, reasons: pd.Series, versions: Sequence[pd.DataFrame]
) -> set[str]:
    """The questions that the latest version told already, just as they are: what was
    hidden then is hidden again, in `reasons`, and need not be proved anew."""
    if not versions:
        return set()
    keys = [*PLACE, "option", "statistic"]
    then = versions[-1].set_index(keys)[["count", "base", "shown", "reason"]]
    both = counted[keys].join(then, on=keys)
    same = both["shown"].eq(True) & both["count"].eq(counted["count"])
    same |= both["shown"].eq(False) & (
        both["reason"].isin(PRIMARY) | reasons[counted.index].eq("")
    )
    same &= both["base"].eq(counted["answered"])
    same &= both["shown"].eq(False) | reasons[counted.index].eq("")
    told = same.groupby(counted["question"]).all()
    settled = set(told.index[told])
    again = both[counted["question"].isin(settled) & both["shown"].eq(False)]
    reasons[again.index] = again["reason"]
    return settled


def never_shown(
    rows: pd.DataFrame, codebook: Codebook, reasons: pd.Series
) -> pd.Series:
    """Hide what is never shown of a protected question."""
    never = rows["statistic"].isin(protected_by(Protection.NEVER))
    never &= protected_rows(rows, codebook) & reasons.eq("")
    return reasons.mask(never, "depends")
