"""What is commonest in a table of released numbers.

Every function takes `Released` and gives a value, or None where nothing can be said.
Nothing is claimed that a suppressed number could overturn.
"""

from __future__ import annotations

from collections.abc import Sequence

from helpers.disclosure.released import Released, told_scale
from helpers.estimation.schema import Row
from helpers.presentation.findings.ranks import PutFirst, is_ranked
from helpers.presentation.findings.values import (
    Combined,
    Half,
    Majority,
    Measure,
    Prevailing,
    Ranking,
    UpperHalf,
    distinguishable,
)
from helpers.presentation.text.cells import (
    State,
    coarse,
    dont_know,
    item_kinds,
    label_of,
    none_of,
    only_released,
    shown_rows,
    state,
)
from helpers.survey.codebook import TOTAL

VAGUE = 0.3
"""A confidence interval wider than this says too little for a fraction in words."""


def measured(released: Released, row: Row, by: str) -> Measure:
    key = row.key(by)
    return Measure.of(row, key=key, label=label_of(released, by, key))


def ranking(released: Released, *, by: str = "option") -> Ranking | None:
    """Which values of `by` are commonest, with those not distinguishable from the
    largest. "Vet ej" is set beside, and so is "inga hinder", which names no hindrance.
    """
    rows = _substantial(released, by)
    nothing = none_of(released) if by == "option" else frozenset()
    rest = [one for one in rows if one.key in nothing]
    rows = [one for one in rows if one not in rest]
    if not rows and not rest:
        return _only_unsure(released, by)
    none = rest[0] if rest and (not rows or rest[0].share > rows[0].share) else None
    unsure = _unsure(released, by, [*rows, *rest])
    if not rows:
        return Ranking(by, (), none=none, unsure=unsure)
    top = rows[0]
    partial = _could_be_larger(released, by)
    leaders = (top, *(one for one in rows[1:] if not distinguishable(top, one)))
    return Ranking(
        by,
        leaders,
        following=_second(rows) if len(leaders) == 1 else None,
        partial=partial,
        none=none,
        unsure=unsure,
        alone=len(rows) == 1,
        nobody=top.count == 0 and not partial,
        several=_is_multiple(released),
    )


def _is_multiple(released: Released) -> bool:
    known = released.codebook.by_id
    asked = [known[id] for id in released.values("question") if id in known]
    return bool(asked) and all(question.type == "multiple" for question in asked)


def _second(rows: Sequence[Measure]) -> Measure | None:
    """What comes after the commonest, where it surely does."""
    if len(rows) < 2 or (len(rows) > 2 and not distinguishable(rows[1], rows[2])):
        return None
    return rows[1]


def _only_unsure(released: Released, by: str) -> Ranking | None:
    """Where nothing but "vet ej" is shown."""
    unsure = _unsure(released, by, [])
    return None if unsure is None else Ranking(by, (), unsure=unsure)


def half(released: Released) -> Half | None:
    """The half of one question's scale that more than half of the answers lie in; None
    where there is no scale, a step is not shown, or neither half has so many."""
    ids = only_released(released).values("question")
    question = released.codebook.by_id.get(ids[0]) if len(ids) == 1 else None
    scale = told_scale(question, released.values("option")) if question else []
    rows = {row.option: row for row in shown_rows(released) if row.option in scale}
    if len(scale) < 4 or len(rows) < len(scale):
        return None
    size = len(scale) // 2
    for options in (scale[:size], scale[-size:]):
        parts = [rows[option] for option in options]
        share = sum(part.estimate for part in parts)
        if share > 0.5 and parts[0].answered >= _few(released):
            count, answered = sum(part.count for part in parts), parts[0].answered
            return Half(
                "option",
                tuple(options),
                Measure(
                    *(options[0], options[0], count, int(answered), float(share)),
                    coarse=any(map(coarse, parts)),
                ),
            )
    return None


def _few(released: Released) -> int:
    return released.codebook.disclosure.percent_from


def single_answer(released: Released) -> Half | Majority | PutFirst | Ranking | None:
    """The commonest answer to a question with one answer each: by itself where it is
    clearly the largest, the half of the scale that holds most of the answers where no
    step does so, else the ranking. Of a ranking, what was put first."""
    if is_ranked(released):
        first = ranking(released)
        return None if first is None else PutFirst("option", first)
    found = _commonest(released)
    most = found.top.share if isinstance(found, Majority) else 0.0
    return found if most > 0.5 else half(released) or found


def _commonest(released: Released) -> Majority | Ranking | None:
    rows = _substantial(released, "option")
    if not rows or rows[0].count == 0:
        return ranking(released)
    top, few = rows[0], released.codebook.disclosure.percent_from
    tied = len(rows) > 1 and not distinguishable(top, rows[1])
    partial = _could_be_larger(released, "option")
    if tied or top.width > VAGUE or top.answered < few or top.share < 0.3 or partial:
        return ranking(released)
    return Majority("option", top, unsure=_unsure(released, "option", rows))


def _unsure(released: Released, by: str, rows: Sequence[Measure]) -> Measure | None:
    """ "Vet ej", where more say so than any of `rows`."""
    options = dont_know(released)
    told = [
        measured(released, row, by)
        for row in shown_rows(released)
        if row.key(by) in options
    ]
    most = max(told, key=lambda one: one.share, default=None)
    if most is None or most.share <= max((one.share for one in rows), default=-1):
        return None
    return most


def _substantial(released: Released, by: str) -> list[Measure]:
    """What is worth a word, commonest first: shown, no total, no "vet ej". The order of
    equals is that of the questionnaire."""
    unsure = dont_know(released)
    rows = [
        measured(released, row, by)
        for row in shown_rows(released)
        if row.key(by) not in unsure and row.key(by) != TOTAL
    ]
    return sorted(rows, key=lambda one: -one.share)


def _could_be_larger(released: Released, by: str) -> bool:
    """Whether a suppressed row could be the largest.

    Where everyone counts once (a single answer, a combination) the suppressed rows
    share what the shown ones leave, which the reader can see as well as we.
    """
    unsure = dont_know(released) | none_of(released) | {TOTAL}
    rows: list[Row] = [row for row in only_released(released) if row.key(by) != TOTAL]
    suppressed = [row for row in rows if state(row) is State.SUPPRESSED]
    if all(row.key(by) in unsure for row in suppressed):
        return False
    shown = [row for row in rows if state(row) is State.SHOWN]
    if not _exclusive(released, by):
        return True
    left = 1 - sum(row.estimate for row in shown)
    top = max(row.estimate for row in shown if row.key(by) not in unsure)
    return bool(left >= top)


def _exclusive(released: Released, by: str) -> bool:
    """Whether the rows divide the answered among them."""
    codebook = released.codebook
    if released.values("statistic") == ["combination"]:
        return True
    ids = released.values("question")
    if by != "option" or len(ids) != 1 or len(released.values("item")) != 1:
        return False
    question = codebook.by_id.get(ids[0])
    items = codebook.items(question) if question is not None else []
    return bool(items) and items[0].kind == "single"


def prevailing(
    released: Released, *, rows: str = "challenge", by: str = "form"
) -> Prevailing | None:
    """Which value of `by` is largest in most of the `rows`."""
    leads: dict[str, int] = {}
    sure: dict[str, int] = {}
    seen = 0
    table: dict[str, list[Row]] = {}
    for row in only_released(released):
        if row.key(rows) != TOTAL and row.key(by) != TOTAL:
            table.setdefault(row.key(rows), []).append(row)
    exclusive = _one_answer_each(released)
    for cells in table.values():
        if not _largest_is_seen(cells, exclusive=exclusive):
            continue
        seen += 1
        shown = [cell for cell in cells if state(cell) is State.SHOWN]
        top = max(shown, key=lambda cell: cell.estimate)
        equal = any(cell.estimate == top.estimate for cell in shown if cell is not top)
        if not top.count or equal:
            continue
        value = top.key(by)
        leads[value] = leads.get(value, 0) + 1
        others = [Measure.of(cell) for cell in shown if cell is not top]
        if all(distinguishable(Measure.of(top), other) for other in others):
            sure[value] = sure.get(value, 0) + 1
    ours = set(table) <= set(released.codebook.challenge_labels)
    of_challenges = rows == "item" and ours
    if not leads:
        return Prevailing(by, rows, "", 0, seen, len(table), of_challenges)
    most = max(leads, key=lambda value: leads[value])
    label = label_of(released, by, most)
    told = leads[most], seen, len(table), of_challenges, sure.get(most, 0)
    return Prevailing(by, rows, label, *told)


def _one_answer_each(released: Released) -> bool:
    """Whether each row of the table divides those who answered it among its cells."""
    return item_kinds(released) == {"single"} and set(released.values("statistic")) == {
        "share"
    }


def _largest_is_seen(cells: Sequence[Row], *, exclusive: bool) -> bool:
    """Whether the largest of a row's cells is shown: all are, or one of the shown is
    larger than what is left to the suppressed ones where cells share a whole."""
    states = {state(cell) for cell in cells}
    if states == {State.SHOWN}:
        return True
    if states != {State.SHOWN, State.SUPPRESSED}:
        return False  # nobody was asked, or answered
    shown = [cell for cell in cells if state(cell) is State.SHOWN]
    left = 1 - sum(cell.estimate for cell in shown)
    return exclusive and max(cell.estimate for cell in shown) > left


def upper_half(released: Released, *, by: str = "item") -> UpperHalf | None:
    """For which item most answer on the upper half of the scale, and for which fewest,
    of the items whose shares are all shown."""
    few = released.codebook.disclosure.percent_from
    options = _upper_options(released)
    sums: dict[str, float] = {}
    for name in only_released(released).values(by):
        rows = [row for row in released.select(**{by: name}) if row.option in options]
        whole = 0 < len(rows) == len(options)
        if whole and all(state(r) is State.SHOWN and r.answered >= few for r in rows):
            sums[name] = sum(r.estimate for r in rows)
    if not sums:
        return None
    ranked = sorted(sums, key=lambda name: -sums[name])
    first, last = ranked[0], ranked[-1]
    return UpperHalf(
        by,
        tuple(options),
        (label_of(released, by, first), sums[first]),
        (label_of(released, by, last), sums[last]) if len(ranked) > 1 else None,
        partial=len(sums) < len(released.values(by)),
        coarse=any(coarse(r) for r in shown_rows(released) if r.option in options),
    )


def _upper_options(released: Released) -> list[str]:
    """The options above the scale's middle."""
    for id in only_released(released).values("question"):
        question = released.codebook.by_id.get(id)
        if question is None:
            continue
        if options := told_scale(question, released.values("option")):
            return options[(len(options) + 1) // 2 :]
    return []


def combined(released: Released, *, by: str = "form") -> Combined | None:
    """The commonest combination of forms, and how many do them all."""
    rows = [
        measured(released, row, by)
        for row in shown_rows(released)
        if row.key(by) != TOTAL
    ]
    some = [one for one in rows if one.key != "none"]
    if not some:
        return None
    parts = {part for one in rows for part in one.key.split("+")} - {"none"}
    top = max(some, key=lambda one: one.share)
    if top.count == 0:
        return Combined(by, None, (), len(parts), nobody=True)
    equal = any(one.share == top.share for one in some if one is not top)
    every = next((one for one in some if len(one.key.split("+")) == len(parts)), None)
    none = next((one for one in rows if one.key == "none"), None)
    if equal or none is None or none.share <= top.share:
        none = None
    hides = none is not None or every is top or len(parts) < 2
    return Combined(
        by,
        None if equal else top,
        tuple(label_of(released, by, part) for part in top.key.split("+")),
        len(parts),
        partial=not equal and _could_be_larger(released, by),
        none=none,
        every=None if hides else every,
    )
