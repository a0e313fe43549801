"""estimates → Released: what may be published, and why the rest is held back.

A question is *open* (a fact about public units, published whole) or *protected*. Of a
protected question:

- scales are merged to low, middle and high by group, and for all too where an end of
  the scale would be held back; no table divides the answers on challenge and group at
  once (not_crossed);
- fewer than `k` answered: that row of a table is not shown (few_answers);
- fewer than `k` in a cell, or outside it: not shown (small_cell); nobody or everybody
  in the cell: not shown in a group smaller than `small_group`;
- fewer than `k` answers differ from an earlier version: not shown (few_changed);
- what would let one of these be computed is not shown either (complement), see
  `relations` and `protection`;
- sums and means need more: no respondent may stand for almost all of one (dominance);
- change between waves is shown for all together, in units that answered both, and only
  where no few who changed their answer can be told (depends). Weighted changes are not
  shown at all: each would tell more of the two shares than their rounding does, and so
  of what is hidden by group. The two shares themselves are, each as in its own wave;
- of who is named, only what is told by `ties` and `organisations` (depends).

Count, percent, interval and bounds of a row are one thing and are hidden together.
Weighted numbers are rounded as they are printed: a decimal more would tell what is
hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from helpers.core.errors import DisclosureError, Problem
from helpers.disclosure.protection import protect
from helpers.disclosure.relations import (
    EXACT,
    OWN_REASONS,
    SAME,
    Rule,
    blocks,
    counts_of,
    few_changed,
    rounding,
)
from helpers.disclosure.released import PRELIMINARY, Released, merged_options
from helpers.estimation import sides
from helpers.estimation.inference import (
    certain_bounds,
    hypergeometric_interval,
    stratified_proportion,
)
from helpers.estimation.intervals import asked_of_all
from helpers.estimation.schema import (
    CITY,
    DECIMALS,
    EXACT_SHARE,
    KEYS,
    NUMBERS,
    SHARES,
    Protection,
    named,
    protected_by,
    undeclared,
)
from helpers.survey.codebook import TOTAL, Codebook

AMOUNTS = protected_by(Protection.AMOUNT)
SUMS = (
    *named(protection=Protection.BASE, adds_up=True),
    *named(protection=Protection.AMOUNT, adds_up=True),
)
"""Statistics of which a group's is that of all without the other groups'."""
TRANSITIONS, CHANGES = protected_by(Protection.MOVE), protected_by(Protection.CHANGE)
P_PERCENT = 0.10
PLACE = ["question", "item", "challenge", "form", "group"]
INTERVAL = ["low", "high", "certain_low", "certain_high"]


def release(
    estimates: pd.DataFrame,
    codebook: Codebook,
    *,
    facts: Mapping[str, Any],
    earlier: Sequence[pd.DataFrame] = (),
) -> Released:
    """What may be published of `estimates`, one row a number.

    `facts` are numbers about the survey itself (rows read, kept, set aside). `earlier`
    are tables already published, as `Released.for_ledger` gives them: earlier versions
    of this survey, and what was released of the other waves of its series.

    Raises DisclosureError when the codebook's thresholds cannot protect anybody, when
    rows occur twice, and for a statistic that nobody has said how to protect.
    """
    check_settings(codebook)
    rows = estimates.reset_index(drop=True)
    _check_declared(rows)
    _check_once(rows)
    survey = set(rows["survey"])
    versions = [table for table in earlier if survey & set(table["survey"])]
    rows = merge_scales(rows, codebook, versions)
    before = [table for table in earlier if not survey & set(table["survey"])]
    reasons = own_reasons(rows, codebook)
    reasons = _changed(rows, codebook, reasons, versions)
    reasons = _complement(rows, codebook, reasons, versions)
    reasons = _between_waves(rows, codebook, reasons, before, facts)
    reasons = _protected_before(rows, codebook, reasons, facts)
    reasons = _amounts(rows, codebook, reasons)
    reasons = _never(rows, codebook, reasons)
    return _hide(_as_printed(rows, codebook), reasons, codebook, facts)


def preliminary(estimates: pd.DataFrame, codebook: Codebook) -> Released:
    """What each row alone would let be shown, for the workbench: internal, and not what
    may be published.

    Only the primary rule. What `release` hides besides, since it could be computed from
    the rest, from an earlier version or another wave, is shown here.
    """
    check_settings(codebook)
    _check_declared(estimates)
    rows = merge_scales(estimates.reset_index(drop=True), codebook)
    reasons, facts = own_reasons(rows, codebook), {PRELIMINARY: True}
    return _hide(_as_printed(rows, codebook), reasons, codebook, facts)


# --- settings and input ----------------------------------------------------------


def check_settings(codebook: Codebook) -> None:
    """Raises DisclosureError for settings that promise protection and give none."""
    problems = []
    protected = [q.id for q in codebook.questions if codebook.protected(q.id)]
    if codebook.disclosure.k < 2 and protected:
        problems.append(
            Problem(
                "disclosure → k är 1, och då skyddas ingen.",
                "Sätt k till minst 3 (vanligast är 5), eller skriv disclosure: open på "
                "de frågor vars svar är offentliga.",
                file="survey.yml",
            )
        )
    group = codebook.group and codebook.question(codebook.group)
    said = group and "disclosure" in group.model_fields_set
    if group and said and group.disclosure == "protected":
        problems.append(
            Problem(
                f"Frågan {group.id} delar in rapporten (group) men är skyddad "
                "(disclosure: protected). Varje tabell skulle visa hur många som "
                "svarat vad på den.",
                "Skriv disclosure: open på den, eller ta bort group.",
                file="survey.yml",
            )
        )
    if problems:
        raise DisclosureError(problems)


def is_protected(codebook: Codebook, question: str) -> bool:
    """Whether numbers of `question` are held to the thresholds.

    The question that divides the report into groups is not: how many answered in each
    group is the base of every table. What is no question (response rates) is a fact
    about the survey.
    """
    if question not in codebook.by_id or question == codebook.group:
        return False
    return codebook.protected(question)


def protected_rows(rows: pd.DataFrame, codebook: Codebook) -> pd.Series:
    """For each row, whether the thresholds hold for it."""
    known = {id: is_protected(codebook, id) for id in rows["question"].unique()}
    about = rows["statistic"].isin(protected_by(Protection.NONE, Protection.INTERNAL))
    protected = rows["question"].map(known).astype(bool)
    return (protected | rows["method"].eq(sides.PROTECTED_THERE)) & ~about


def _check_declared(rows: pd.DataFrame) -> None:
    """Nothing is shown by default: of an unknown number nobody has said whether a
    single respondent's answer can be read from it."""
    problems = []
    for name in undeclared(rows["statistic"]):
        questions = rows.loc[rows["statistic"].eq(name), "question"].unique()
        problems.append(
            Problem(
                f"Måttet ”{name}” (frågan {', '.join(questions)}) är okänt för "
                "röjandekontrollen: det står ingenstans hur det ska skyddas. Inget "
                "har publicerats.",
                "Det är ett fel i programmet: måttet måste stå i STATISTICS i "
                "estimation/schema.py innan det får räknas.",
            )
        )
    if problems:
        raise DisclosureError(problems)


def _check_once(rows: pd.DataFrame) -> None:
    twice = rows[rows.duplicated(KEYS)]
    if len(twice):
        first = twice.iloc[0]
        raise DisclosureError(
            f"Raden {first['question']}, {first['option']}, {first['group']} står två "
            "gånger i estimates.",
            todo="Kör om från 1_clean. Blir det likadant är det ett fel i programmet.",
        )


# --- scales ----------------------------------------------------------------------


def merge_scales(
    rows: pd.DataFrame,
    codebook: Codebook,
    versions: Sequence[pd.DataFrame] = (),
    *,
    intervals: bool = True,
) -> pd.DataFrame:
    """`rows` with the options of protected scales merged where groups are concerned;
    and for all, where some option would otherwise be held back with another.

    A merged row stands where the first of its options stood; its share and interval are
    those of the merged count. Whoever only counts needs no `intervals`.
    """
    merged = _merged(codebook)
    labels = {
        (question, option): label
        for question, parts in merged.items()
        for label, options in parts.items()
        if len(options) > 1
        for option in options
    }
    scales = rows[rows["statistic"].eq("share") & rows["question"].isin(list(merged))]
    answers = zip(scales["question"].tolist(), scales["option"].tolist(), strict=True)
    label = pd.Series([labels.get(one) for one in answers], scales.index, dtype="str")
    scales, label = scales[label.notna()], label[label.notna()]
    by_group = scales["group"].ne(TOTAL) & scales["challenge"].eq(TOTAL)
    coarse = _coarse(scales, codebook, versions)
    of_all = scales["group"].eq(TOTAL) & scales["question"].isin(coarse)
    own = scales.assign(option=label)[by_group | of_all]
    if own.empty:
        return rows
    together = own.groupby([*PLACE, "option"], sort=False)
    made = own.loc[together["count"].head(1).index]
    for column in ("count", "estimate"):
        made[column] = together[column].transform("sum", min_count=1)[made.index]
    if intervals:
        made = _with_intervals(made, rows, codebook)
    kept = pd.concat([rows.drop(own.index), made[rows.columns]])
    return kept.sort_index(kind="stable").reset_index(drop=True)


def _merged(codebook: Codebook) -> dict[str, dict[str, tuple[str, ...]]]:
    """By question, how its scale is merged."""
    return {
        question.id: merged
        for question in codebook.questions
        if is_protected(codebook, question.id) and (merged := merged_options(question))
    }


def _coarse(
    rows: pd.DataFrame, codebook: Codebook, versions: Sequence[pd.DataFrame]
) -> set[str]:
    """The questions whose scale is merged for all: those of which too few chose one of
    the options to be merged. A later version is as fine as the one before it, or the
    two together would tell more than either."""
    rule = Rule(codebook.disclosure.k, codebook.disclosure.small_group)
    of_all = rows[rows["group"].eq(TOTAL) & rows["challenge"].eq(TOTAL)]
    numbers = of_all[["count", "answered", "population"]].to_numpy(dtype=float)
    few = [rule.reason(*cell) == "small_cell" for cell in numbers]
    coarse = set(of_all["question"][few])
    if versions:
        then = versions[-1]
        told = then[then["group"].eq(TOTAL) & then["statistic"].eq("share")]
        merged = _merged(codebook)
        for question, table in told.groupby("question"):
            if set(table["option"]) <= set(merged.get(str(question), ())):
                coarse.add(str(question))
            else:
                coarse.discard(str(question))
    return coarse


def _with_intervals(
    merged: pd.DataFrame, rows: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """Intervals of merged counts, where there were such before."""
    merged = merged.copy()
    count, answered, size = merged["count"], merged["answered"], merged["population"]
    exact = merged["method"].eq(EXACT_SHARE) & answered.gt(0)
    shown = merged["low"].notna()
    cells = [column[exact].to_numpy(dtype=float) for column in (count, answered, size)]
    merged[INTERVAL] = np.nan
    merged.loc[exact, ["low", "high"]] = np.transpose(hypergeometric_interval(*cells))
    bounds = np.transpose(certain_bounds(*cells))
    merged.loc[exact, ["certain_low", "certain_high"]] = bounds
    everyone = rows[rows["statistic"].eq("share") & rows["challenge"].eq(TOTAL)]
    replied = everyone.groupby("group")["asked"].max()
    city = merged["method"].eq(CITY) & merged["challenge"].eq(TOTAL) & answered.gt(0)
    strata = merged[merged["group"].ne(TOTAL) & size.gt(0)]
    by_cell = dict(iter(strata.groupby(["question", "item", "option"])))
    for row in merged[city].itertuples():
        groups = by_cell.get((row.question, row.item, row.option))
        if groups is None:
            continue
        x, d, asked, N = groups[
            ["count", "answered", "asked", "population"]
        ].T.to_numpy()
        n = np.maximum(replied[groups["group"]].to_numpy() - (asked - d), d)
        if asked_of_all(codebook.question(row.question)):
            n = d
        whole = stratified_proportion(x, n, N, domain=d)
        if abs(whole.estimate - row.estimate) < EXACT:  # weighted so, and not otherwise
            merged.loc[row.Index, INTERVAL] = [
                getattr(whole, name) for name in INTERVAL
            ]
    merged.loc[~shown, ["low", "high"]] = np.nan  # too few answers for an interval
    return merged


# --- each row by itself ----------------------------------------------------------


def own_reasons(rows: pd.DataFrame, codebook: Codebook) -> pd.Series:
    """For each row, why it alone may not be shown, "" where it may."""
    limits = codebook.disclosure
    rule = Rule(limits.k, limits.small_group)
    protected = protected_rows(rows, codebook)
    source = codebook.challenges and codebook.challenges.source.question
    crossed = rows["challenge"].ne(TOTAL) & rows["group"].ne(TOTAL)
    domain = crossed & ~rows["statistic"].isin(["collaborates", "combination"])
    two_waves = rows["statistic"].isin([*TRANSITIONS, *CHANGES])
    change = protected & two_waves & rows["group"].ne(TOTAL)
    # The base of a challenge's table is how many collaborate within it.
    everywhere = bool(source) and is_protected(codebook, str(source))
    fine = (domain & (protected | everywhere)) | change
    reasons = np.where(fine, "not_crossed", "")
    reasons = reasons.astype(object)
    counted = rows["statistic"].isin([*SHARES, *TRANSITIONS])
    numbers = rows[["count", "answered", "population"]].to_numpy(dtype=float)
    for row in np.flatnonzero(protected & (reasons == "")):
        count, answered, size = numbers[row]
        if counted[row]:
            reasons[row] = rule.reason(count, answered, size)
        elif 0 < answered < rule.k:
            reasons[row] = "few_answers"
    return pd.Series(reasons, index=rows.index, dtype="str")


def _changed(
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
            for place in few_changed(now_counts, then, codebook.disclosure.k):
                for entry in now_counts[place].values():
                    reasons[entry.row] = reasons[entry.row] or "few_changed"
    return reasons


# --- all rows together -----------------------------------------------------------


def _complement(
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
        merged=_merged(codebook),
        earlier=versions,
    ):
        own = frozenset((hidden | block.again) & block.rows)
        hidden |= protect(block.system, own).hidden
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
        both["reason"].isin(OWN_REASONS) | reasons[counted.index].eq("")
    )
    same &= both["base"].eq(counted["answered"])
    same &= both["shown"].eq(False) | reasons[counted.index].eq("")
    told = same.groupby(counted["question"]).all()
    settled = set(told.index[told])
    again = both[counted["question"].isin(settled) & both["shown"].eq(False)]
    reasons[again.index] = again["reason"]
    return settled


# --- two waves -------------------------------------------------------------------


def _between_waves(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    before: Sequence[pd.DataFrame],
    facts: Mapping[str, Any],
) -> pd.Series:
    """Hide changes that would tell a share which is not shown in its wave, more of one
    than is printed of it, or how few changed their answer.

    The units that answered both waves are some of each wave's: what a wave has besides
    them must be safe too. Where a cell is not, the whole table of transitions goes, so
    that none of it follows from the rest. `facts` have what the wave before called an
    option.
    """
    names = (facts.get("comparison") or {}).get("turned", {})
    rule = Rule(codebook.disclosure.k, codebook.disclosure.small_group)
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
        options = getattr(codebook.question(id), "all_options", [])
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


def _protected_before(
    rows: pd.DataFrame,
    codebook: Codebook,
    reasons: pd.Series,
    facts: Mapping[str, Any],
) -> pd.Series:
    """Hide change in a question that is open now but was protected in the wave before:
    with what is told now, it would tell what was hidden then."""
    then = (facts.get("comparison") or {}).get("protected", ())
    opened = [id for id in then if not is_protected(codebook, id)]
    two_waves = rows["statistic"].isin(
        [*TRANSITIONS, *CHANGES, *named(subject="tie_change")]
    )
    told = two_waves & rows["question"].isin(opened) & reasons.eq("")
    return reasons.mask(told, "depends")


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


def _shares_of_all(rows: pd.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    """By question and item, the shown shares of all who answered, by option."""
    whole = rows["group"].eq(TOTAL) & rows["challenge"].eq(TOTAL)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows[whole & rows["statistic"].eq("share")].itertuples():
        found.setdefault((row.question, row.item), {})[row.option] = row
    return found


# --- sums and means --------------------------------------------------------------


def _amounts(rows: pd.DataFrame, codebook: Codebook, reasons: pd.Series) -> pd.Series:
    """Sums and means of a protected number: none where one respondent makes up almost
    all of it (the p-percent rule), nor where it follows from the others."""
    reasons = reasons.copy()
    protected = protected_rows(rows, codebook)
    dominance = rows[rows["statistic"].eq("dominance")]
    safe = _places(dominance[dominance["estimate"].ge(P_PERCENT)])
    amounts = rows[protected & rows["statistic"].isin(AMOUNTS) & rows["answered"].gt(0)]
    for row, place in zip(amounts.index, _keys(amounts), strict=True):
        if reasons[row] == "" and place not in safe:
            reasons[row] = "dominance"
    sums = rows[protected & rows["statistic"].isin(SUMS)]
    for _, table in sums.groupby(["question", "item", "statistic"], sort=False):
        _sums_by_group(table, reasons, codebook.disclosure.k)
    # A mean times its base is the sum; written agreements are some of the ties.
    for told, by in (("mean", "total"), ("total", "mean"), ("ties_written", "ties")):
        teller = rows[protected & rows["statistic"].eq(by) & reasons.ne("")]
        hidden = _places(teller)
        own = rows[protected & rows["statistic"].eq(told)]
        for row, place in zip(own.index, _keys(own), strict=True):
            if place in hidden and reasons[row] == "":
                reasons[row] = "complement"
    return reasons


def _sums_by_group(table: pd.DataFrame, reasons: pd.Series, k: int) -> None:
    """A hidden group's sum is all minus the others: another must be hidden with it, and
    be large enough to hide it. A challenge's is, too, where all but it are few."""
    whole = table[table["challenge"].eq(TOTAL) & table["group"].eq(TOTAL)]
    base = whole["answered"].sum()
    for row in table[table["challenge"].ne(TOTAL)].itertuples():
        if 0 < base - row.answered < k and reasons[row.Index] == "":
            reasons[row.Index] = "complement"
    by_group = table[table["group"].ne(TOTAL)]
    for _, groups in by_group.groupby(["challenge", "form"], sort=False):
        hidden = groups[reasons[groups.index].ne("")]
        few_besides = 0 < base - groups["answered"].sum() < k
        alone = len(hidden) == 1 or few_besides
        needed = P_PERCENT * hidden["estimate"].sum()
        shown = groups.drop(hidden.index).sort_values("estimate", kind="stable")
        for row in shown.itertuples():
            if not (alone or needed > 0):
                break
            reasons[row.Index] = "complement"
            needed -= row.estimate
            alone = False


def _keys(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    return list(map(tuple, rows[PLACE].to_numpy()))


def _places(rows: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(_keys(rows))


def _never(rows: pd.DataFrame, codebook: Codebook, reasons: pd.Series) -> pd.Series:
    """Hide what is never shown of a protected question."""
    never = rows["statistic"].isin(protected_by(Protection.NEVER))
    never &= protected_rows(rows, codebook) & reasons.eq("")
    return reasons.mask(never, "depends")


# --- as they are printed ---------------------------------------------------------


def _as_printed(rows: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Protected numbers that counts do not tell, at the decimals of the report."""
    rows = rows[~rows["statistic"].isin(protected_by(Protection.INTERNAL))]
    protected = protected_rows(rows, codebook)
    counted = rows["statistic"].isin(SHARES)
    weighted = (rows["estimate"] - rows["count"] / rows["answered"]).abs() > SAME
    shares = protected & counted & weighted
    rows = rows.copy()
    rows.loc[shares, "estimate"] = rows.loc[shares, "estimate"].map(printed_share)
    scale = 10.0 ** (2 + DECIMALS)
    for low, high in (("low", "high"), ("certain_low", "certain_high")):
        rows.loc[shares, low] = np.floor(rows.loc[shares, low] * scale + EXACT) / scale
        rows.loc[shares, high] = np.ceil(rows.loc[shares, high] * scale - EXACT) / scale
    changes = protected & rows["statistic"].isin(CHANGES)
    for column in ("estimate", "low", "high"):
        rows.loc[changes, column] = rows.loc[changes, column].round(2 + DECIMALS)
    # How many changed belongs to the matched units' row, which may be hidden.
    rows.loc[changes & rows["statistic"].ne("change_matched"), "count"] = np.nan
    medians = protected & rows["statistic"].eq("median")
    rows.loc[medians, "estimate"] = rows.loc[medians, "estimate"].map(
        lambda value: float(f"{value:.2g}"), na_action="ignore"
    )
    return rows


def printed_share(share: float) -> float:
    """A weighted share as it is printed, which is all that may be published of it.

    >>> printed_share(0.12345), printed_share(0.002), printed_share(1.0)
    (0.12, 0.004, 1.0)
    """
    if np.isnan(share) or share in (0.0, 1.0):
        return share
    low, high = rounding(share)
    if low == 0:
        return 0.8 * high  # under the smallest that is printed, but not nothing
    if high == 1:
        return 1 - 0.8 * (1 - low)
    return round((low + high) / 2, 2 + DECIMALS)


def _hide(
    rows: pd.DataFrame,
    reasons: pd.Series,
    codebook: Codebook,
    facts: Mapping[str, Any],
) -> Released:
    """`rows` without the numbers of those that have a reason."""
    reasons = reasons[rows.index]
    shown, bases = reasons.eq(""), rows["answered"]
    rows = rows.assign(shown=shown, reason=reasons)
    rows[NUMBERS] = rows[NUMBERS].astype("float64").where(shown)
    return Released._of(rows, codebook, facts, bases)
