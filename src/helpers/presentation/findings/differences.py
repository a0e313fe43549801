"""How groups, challenges and waves differ in a table of released numbers.

Nothing is called a difference that the confidence intervals do not carry, also when
corrected for how many were compared at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from helpers.disclosure.released import Released
from helpers.estimation.differences import adjust_p_values, difference_p
from helpers.estimation.schema import COLLABORATES, SURE, Row
from helpers.presentation.findings.rankings import measured
from helpers.presentation.findings.values import (
    Against,
    Changes,
    Measure,
    Moved,
    Peak,
    Presence,
    ShareOf,
    Spread,
    Spreading,
    distinguishable,
)
from helpers.presentation.swedish import percent_words
from helpers.presentation.text.cells import (
    State,
    has_interval,
    label_of,
    only_released,
    shown_rows,
    state,
)
from helpers.survey.codebook import TOTAL

ALPHA = 0.05


def _corrected(pairs: Sequence[tuple[Measure, Measure]], *, method: str) -> list[float]:
    """The p of each pair's difference, corrected for their number: whoever looks at
    twelve groups at once finds two that seem to differ."""
    found = [difference_p(*_of(one), *_of(other)) for one, other in pairs]
    return [float(p) for p in adjust_p_values(found, method=method)]


def _of(one: Measure) -> tuple[float, tuple[float, float]]:
    """A share and its interval; a share without one is taken as it is."""
    return one.share, one.interval or (one.share, one.share)


def spread(released: Released, *, by: str = "group") -> Spreading | None:
    """How far the values of `by` lie from each other; a difference only when it is."""
    few = released.codebook.disclosure.percent_from
    rows = [
        measured(released, row, by)
        for row in shown_rows(released)
        if row.key(by) != TOTAL
    ]
    if not rows:
        return None
    what = _share_of(released, by)
    if len(rows) == 1:
        return Spreading(by, Spread.ONE, what, rows[0], rows[0])
    if all(one.count == 0 for one in rows):
        return Spreading(by, Spread.NOBODY, what)
    ordered = sorted(rows, key=lambda one: one.share)
    enough = [one for one in ordered if one.answered >= few]
    if len(enough) < 2:
        return Spreading(by, Spread.FEW, what, ordered[0], ordered[-1])
    low, high = enough[0], enough[-1]
    all_rows = sum(row.key(by) != TOTAL for row in released)
    kind, (low, high) = _kind(low, high, enough)
    return Spreading(
        by,
        kind,
        what,
        low,
        high,
        _at(low, enough),
        _at(high, enough),
        whole=len(enough) == all_rows,
        small=len(enough) < len(rows) == all_rows,
    )


def _kind(
    low: Measure, high: Measure, enough: Sequence[Measure]
) -> tuple[Spread, tuple[Measure, Measure]]:
    """What can be said of the ends, and which two to tell of."""
    if low.share == high.share:
        return Spread.EQUAL, (low, high)
    if not (low.interval and high.interval):
        return Spread.OF_ANSWERS, (low, high)
    pairs = list(combinations(reversed(enough), 2))  # the ends of the row come first
    p = dict(zip(pairs, _corrected(pairs, method="holm"), strict=True))
    if distinguishable(low, high) and p[high, low] < ALPHA:
        return Spread.ENDS, (low, high)
    sure = [pair for pair in pairs if distinguishable(*pair) and p[pair] < ALPHA]
    if sure:
        # The ends may be small groups, about which less is known than about these.
        more, less = max(sure, key=lambda pair: pair[0].share - pair[1].share)
        return Spread.EXAMPLE, (less, more)
    return Spread.UNSURE, (low, high)


def _at(end: Measure, rows: Sequence[Measure]) -> tuple[Measure, ...]:
    """All that print the same percentage as `end`."""
    rounded = percent_words(end.share)
    return tuple(one for one in rows if percent_words(one.share) == rounded)


def _share_of(released: Released, by: str) -> ShareOf:
    """What the shares are shares of, where the rows agree on it."""
    if set(released.values("statistic")) == {COLLABORATES}:
        challenges = set(released.values("challenge"))
        inside: str | None = None
        if len(challenges) == 1:
            one = challenges.pop()
            inside = "" if one == TOTAL else label_of(released, "challenge", one)
        return ShareOf(collaborating=True, by=by, inside=inside)
    options = set(released.values("option"))
    if len(options) == 1 and options != {TOTAL}:
        return ShareOf(option=options.pop(), by=by)
    return ShareOf(by=by)


def presence(
    released: Released, *, rows: str = "group", by: str = "challenge"
) -> Presence | None:
    """In how many cells of a table of groups × challenges (or forms) nobody does it."""
    cells = [
        row
        for row in only_released(released)
        if row.key(rows) != TOTAL and row.key(by) != TOTAL
    ]
    shown = [row for row in cells if state(row) is State.SHOWN]
    if not shown:
        return None
    lines: dict[str, list[Row]] = {}
    for row in cells:
        lines.setdefault(row.key(rows), []).append(row)
    challenges = released.codebook.challenges
    source = challenges.source.question if challenges else ""
    return Presence(
        by,
        rows,
        named=tuple(lines),
        empty=tuple((row.key(rows), row.key(by)) for row in shown if row.count == 0),
        answered=sum(state(row) in (State.SHOWN, State.SUPPRESSED) for row in cells),
        suppressed=sum(not row.shown for row in cells),
        everywhere=tuple(
            name
            for name, line in lines.items()
            if all(state(row) is State.SHOWN and row.count > 0 for row in line)
        ),
        nonresponding=tuple(
            name
            for name, line in lines.items()
            if all(state(row) is State.NO_ANSWERS for row in line)
        ),
        collaborating=set(released.values("question")) == {source},
    )


def peak(
    released: Released, *, rows: str = "group", by: str = "challenge"
) -> Peak | None:
    """The largest cell with enough answers for a percentage; None where two are as
    large, or a suppressed one may be larger."""
    few = released.codebook.disclosure.percent_from
    cells = [
        row
        for row in only_released(released)
        if row.key(rows) != TOTAL and row.key(by) != TOTAL
    ]
    enough = [row for row in cells if state(row) is State.SHOWN and row.answered >= few]
    if not enough or any(state(row) is State.SUPPRESSED for row in cells):
        return None
    top, *others = sorted(enough, key=lambda row: -row.estimate)
    if not top.count or (others and others[0].estimate == top.estimate):
        return None
    collaborating = set(released.values("statistic")) == {COLLABORATES}
    where = label_of(released, rows, top.key(rows))
    return Peak(by, rows, where, measured(released, top, by), collaborating)


def significant(row: Row) -> bool:
    """Whether a difference may be called one (methods.md): its interval excludes 0, and
    so it is when corrected for how many were compared."""
    return (
        state(row) is State.SHOWN
        and has_interval(row)
        and bool(row.low > 0 or row.high < 0)
        and row.method in SURE
    )


def changes(
    released: Released, *, by: str = "challenge", waves: tuple[str, str] = ("", "")
) -> Changes | None:
    """What has changed between two waves. Each row of `released` is a difference of
    shares (−1 to 1) with its interval."""
    rows = [row for row in shown_rows(released) if pd.notna(row.estimate)]
    if not rows:
        return None
    sure = sorted(filter(significant, rows), key=lambda row: -abs(row.estimate))
    moved = tuple(
        Moved(label_of(released, by, row.key(by)), row.estimate, row.low, row.high)
        for row in sure
    )
    return Changes(by, moved, waves)


def against(
    released: Released,
    *,
    group: str,
    by: str = "option",
    contrasts: Released | None = None,
) -> Against | None:
    """Where one group surely differs from the others, and where not.

    `released` has the shares of the group; `contrasts` its differences from all the
    others together (the statistic `AGAINST`), which alone may be called differences.
    """
    shown = shown_rows(released)
    own = [measured(released, row, by) for row in shown if row.group == group]
    if not own:
        return None
    few = released.codebook.disclosure.percent_from
    if all(one.answered < few for one in own):
        return Against(by, group, answered=max(one.answered for one in own))
    different = {
        row.key(by): row
        for row in shown_rows(contrasts or released.select(statistic=[]))
        if row.group == group and has_interval(row)
    }
    if not any(one.key in different for one in own):  # nothing is known of the others
        return Against(by, group, comparable=False)
    sure = [
        (one.label, different[one.key].estimate)
        for one in own
        if one.key in different and significant(different[one.key])
    ]
    above = tuple(label for label, difference in sure if difference > 0)
    below = tuple(label for label, difference in sure if difference < 0)
    return Against(by, group, above, below, sizes=tuple(sure))
