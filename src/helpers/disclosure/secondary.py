"""Secondary suppression: what would let a suppressed number be computed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from helpers.disclosure.constraints import blocks
from helpers.disclosure.constraints.cells import Regrouped, counts_of
from helpers.disclosure.constraints.versions import few_changed
from helpers.disclosure.protection import protect
from helpers.disclosure.public import has_secret_base
from helpers.disclosure.renamed import EarlierVersion
from helpers.disclosure.rounding import STEP, STEPS, step_of
from helpers.disclosure.rules import PLACE, PRIMARY, Rule, is_protected, protected_rows
from helpers.disclosure.scales import merged_scales
from helpers.estimation.schema import SHARE, SHARES, Protection, protected_by
from helpers.survey.codebook import TOTAL, Codebook

ITEM = ["question", "item", "statistic"]
NEARLY = 0.1
"""How much dearer chance may make a cell: so near, two are equally dear."""


def late_answers(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    versions: Sequence[EarlierVersion],
) -> pd.Series:
    """Hide, too, what fewer than k late or corrected answers make different."""
    reasons = reasons.copy()
    protected = protected_rows(rows, codebook)
    for version in versions:
        before = dict(iter(version.table.groupby(["question", "item", "statistic"])))
        now = rows[protected].groupby(["question", "item", "statistic"], sort=False)
        for key, own in now:
            if key not in before:
                continue
            now_counts, then = counts_of(own), counts_of(before[key])
            for place in few_changed(
                now_counts, then, Rule.of(codebook), version.regrouped
            ):
                for entry in now_counts[place].values():
                    reasons[entry.row] = reasons[entry.row] or "few_changed"
        alone = protected & rows["group"].isin(list(version.unmatched))
        reasons = reasons.mask(alone & reasons.eq(""), "regrouped")
    return reasons


def secondary_reasons(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    versions: Sequence[EarlierVersion],
) -> tuple[pd.Series, pd.Series]:
    """`reasons` with those of secondary suppression; and what weighted shares must be
    rounded to, by row, where whole percent would tell too much."""
    printed = rows[reasons.ne("not_crossed")]
    protected = protected_rows(printed, codebook)
    counted = printed[protected & printed["statistic"].isin(SHARES)]
    reasons, steps = reasons.copy(), pd.Series(STEP, rows.index)
    settled = _as_published(counted, reasons, steps, versions)
    _led_on_as_published(printed, codebook, reasons, settled, versions)
    questions = counted.loc[~counted["question"].isin(settled), "question"]
    suppressed = set(reasons.index[reasons.ne("")])
    drawn = _drawn_by(rows)
    kept = without_leaks(versions, codebook)
    # What a version gave away is kept from here on as if it had not: it may be
    # withdrawn, and is in nobody's way. Then with all that was told.
    for past in [kept, versions] if kept is not versions else [versions]:
        for block in blocks(
            printed,
            codebook,
            questions.unique(),
            merged=merged_scales(codebook),
            earlier=past,
            crossed=_crossed(rows, codebook, protected_rows(rows, codebook)),
        ):
            own = frozenset((suppressed | block.again) & block.rows)
            size = len(block.system.cost)
            cost = block.system.cost * (1 + NEARLY * drawn.random(size))
            system = replace(block.system, cost=cost)
            found = protect(system, own, all_or_none=past is kept)
            if found.exposed and past is kept:
                # Before a number is left that can be computed, all of them go.
                suppressed |= block.rows
            suppressed |= found.suppressed
            for cell, coarser in found.rounded.items():
                row = block.shares[cell]
                steps[row] = max(steps[row], STEPS[coarser])
    more = sorted(row for row in suppressed if reasons[row] == "")
    reasons[more] = "secondary"
    return reasons, steps


def _crossed(
    rows: pd.DataFrame, codebook: Codebook, protected: pd.Series
) -> pd.DataFrame:
    """The shares by challenge and group at once, where it is public which of a group
    are within a challenge."""
    source = codebook.challenges and codebook.challenges.source.question
    open_source = bool(source) and not is_protected(codebook, str(source))
    both = rows["challenge"].ne(TOTAL) & rows["group"].ne(TOTAL) & open_source
    return rows[both & protected & rows["statistic"].eq(SHARE)]


def without_leaks(
    versions: Sequence[EarlierVersion], codebook: Codebook
) -> Sequence[EarlierVersion]:
    """`versions` without the tables that told, beside one before them, what fewer than
    k answers were that came or were corrected; the same ones where none did."""
    rule, found, any_leaked = Rule.of(codebook), list(versions[:1]), False
    for number, version in enumerate(versions[1:], start=1):
        now = dict(iter(version.table.groupby(ITEM)))
        leaked = {
            key
            for before in versions[:number]
            for key, own in before.table.groupby(ITEM)
            if key in now and _told_few(now[key], own, rule, before.regrouped)
        }
        leaked = {key for key in leaked if is_protected(codebook, str(key[0]))}
        of = pd.MultiIndex.from_frame(version.table[ITEM])
        kept = version.table[~of.isin(leaked)] if leaked else version.table
        found.append(replace(version, table=kept))
        any_leaked |= bool(leaked)
    return found if any_leaked else versions


def _told_few(
    now: pd.DataFrame, then: pd.DataFrame, rule: Rule, regrouped: Regrouped
) -> bool:
    """Whether a published table shows a place where few answers differ from another."""
    if now["statistic"].iloc[0] not in SHARES:
        return False
    counts = counts_of(now)
    few = few_changed(counts, counts_of(then), rule, regrouped)
    return any(not np.isnan(e.count) for place in few for e in counts[place].values())


def _drawn_by(rows: pd.DataFrame) -> np.random.Generator:
    """Chance that is the same for the same answers, and that nobody can repeat who does
    not have all of them: which of equally dear cells is suppressed would else tell
    whoever runs the program on every table there could be."""
    # Whole numbers: the last bits of others, and of what is no number, may differ.
    counts = np.rint(np.nan_to_num(rows["count"].to_numpy(float), nan=-1.0))
    return np.random.default_rng(list(hashlib.sha256(counts.tobytes()).digest()))


def _as_published(
    counted: pd.DataFrame,
    reasons: pd.Series,
    steps: pd.Series,
    versions: Sequence[EarlierVersion],
) -> set[str]:
    """The questions that the latest version told already, just as they are: what was
    suppressed then is again, in `reasons`, as coarse in `steps`; no new proof."""
    if not versions:
        return set()
    keys = [*PLACE, "option", "statistic"]
    columns = ["count", "base", "shown", "reason", "method"]
    then = versions[-1].table.set_index(keys)[columns]
    both = counted[keys].join(then, on=keys)
    same = both["shown"].eq(True) & both["count"].eq(counted["count"])
    same |= both["shown"].eq(False) & (
        both["reason"].isin(PRIMARY) | reasons[counted.index].eq("")
    )
    same &= both["base"].eq(counted["answered"])
    same &= both["shown"].eq(False) | reasons[counted.index].eq("")
    unchanged = same.groupby(counted["question"]).all()
    settled = set(unchanged.index[unchanged])
    suppressed_again = both[counted["question"].isin(settled) & both["shown"].eq(False)]
    reasons[suppressed_again.index] = suppressed_again["reason"]
    for row, method in both.loc[counted["question"].isin(settled), "method"].items():
        steps[row] = step_of(str(method))
    return settled


def _led_on_as_published(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    settled: set[str],
    versions: Sequence[EarlierVersion],
) -> None:
    """What the latest version suppressed of the questions that `settled` ones lead to,
    since their bases are answers to these, is suppressed again, in `reasons`."""
    if not settled:
        return
    keys = [*PLACE, "option", "statistic"]
    then = versions[-1].table
    suppressed = then[then["shown"].eq(False)].set_index(keys)["reason"]
    secret = [
        has_secret_base(codebook, question, challenge)
        for question, challenge in zip(rows["question"], rows["challenge"], strict=True)
    ]
    repeated = rows[secret][keys].join(suppressed, on=keys)["reason"].dropna()
    repeated = repeated[reasons[repeated.index].eq("")]
    reasons[repeated.index] = repeated


def never_shown(
    rows: pd.DataFrame, codebook: Codebook, reasons: pd.Series
) -> pd.Series:
    """Hide what is never shown of a protected question."""
    never = rows["statistic"].isin(protected_by(Protection.NEVER))
    never &= protected_rows(rows, codebook) & reasons.eq("")
    return reasons.mask(never, "depends")
