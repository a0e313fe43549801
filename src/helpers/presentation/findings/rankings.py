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
    Ranking,
    Unexplained,
    UpperHalf,
    distinguishable,
)
from helpers.presentation.text.cells import (
    State,
    coarse,
    dont_know,
    label_of,
    none_of,
    only_released,
    shown_rows,
    state,
)
from helpers.presentation.text.cells import other as other_options
from helpers.presentation.text.cells import unexplained as codes_of
from helpers.survey.apart import is_other
from helpers.survey.codebook import TOTAL

VAGUE = 0.3
"""A confidence interval wider than this says too little for a fraction in words."""


def measured(released: Released, row: Row, by: str) -> Measure:
    key = row.key(by)
    return Measure.of(row, key=key, label=label_of(released, by, key))


def ranking(released: Released, *, by: str = "option") -> Ranking | None:
    """Which values of `by` are commonest, with those not distinguishable from the
    largest. "Vet ej" is set beside, and so are "inga hinder", which names no hindrance,
    and "annat", which names nothing.
    """
    rows = _substantial(released, by)
    other = _other(released, by)
    nothing = none_of(released) if by == "option" else frozenset()
    rest = [one for one in rows if one.key in nothing]
    rows = [one for one in rows if one not in rest]
    if not rows and not rest:
        return _only_beside(released, by, other)
    none = rest[0] if rest and (not rows or rest[0].share > rows[0].share) else None
    unsure = _unsure(released, by, [*rows, *rest])
    if not rows:
        return Ranking(by, (), none=none, unsure=unsure, other=other)
    top = rows[0]
    if other is not None and len(rows) > 1 and other.share <= rows[1].share:
        other = None
    partial = _could_be_larger(released, by)
    leaders = (top, *(one for one in rows[1:] if not distinguishable(top, one)))
    return Ranking(
        by,
        leaders,
        following=_second(rows) if len(leaders) == 1 else None,
        partial=partial,
        none=none,
        unsure=unsure,
        other=other if other is not None and other.count else None,
        alone=len(rows) == 1,
        nobody=top.count == 0 and not partial,
        several=_is_multiple(released),
        alike=1 < len(leaders) == len(rows) and not partial,
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


def _only_beside(released: Released, by: str, other: Measure | None) -> Ranking | None:
    """Where nothing but "vet ej" and "annat" is shown."""
    unsure = _unsure(released, by, [])
    if unsure is None and other is None:
        return None
    return Ranking(by, (), unsure=unsure, other=other)


def unexplained(released: Released) -> Unexplained | None:
    """That the answers of the table's question are codes without words, where they are:
    then nothing else is to be said of them."""
    codes = codes_of(released)
    return Unexplained("option", tuple(codes)) if codes else None


def half(released: Released) -> Half | None:
    """The half of one question's scale that more than half of the answers lie in; None
    where there is no scale, a step is not shown, or neither half has so many."""
    ids = only_released(released).values("question")
    question = released.codebook.by_id.get(ids[0]) if len(ids) == 1 else None
    if question is not None and question.guessed_steps:
        return None
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
    other = _other(released, "option")
    if not rows or rows[0].count == 0:
        return ranking(released)
    if other is not None and other.share >= rows[0].share:
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
    labels = [
        measured(released, row, by)
        for row in shown_rows(released)
        if row.key(by) in options
    ]
    most = max(labels, key=lambda one: one.share, default=None)
    if most is None or most.share <= max((one.share for one in rows), default=-1):
        return None
    return most


def _other(released: Released, by: str) -> Measure | None:
    """ "Annat", by itself; of two such the larger."""
    beside = others(released, by)
    labels = [
        measured(released, row, by)
        for row in shown_rows(released)
        if row.key(by) in beside
    ]
    return max(labels, key=lambda one: one.share, default=None)


def others(released: Released, by: str) -> frozenset[str]:
    """The values of `by` that name nothing: "annat", of options, forms, challenges."""
    if by == "option":
        return other_options(released)
    if by not in ("form", "challenge"):
        return frozenset()
    return frozenset(
        value
        for value in released.values(by)
        if is_other(label_of(released, by, value))
    )


def _substantial(released: Released, by: str) -> list[Measure]:
    """What is worth a word, commonest first: shown, no total, no "vet ej", no "annat".
    The order of equals is that of the questionnaire."""
    beside = dont_know(released) | others(released, by) | {TOTAL}
    rows = [
        measured(released, row, by)
        for row in shown_rows(released)
        if row.key(by) not in beside
    ]
    return sorted(rows, key=lambda one: -one.share)


def _could_be_larger(released: Released, by: str) -> bool:
    """Whether a suppressed row could be the largest.

    Where everyone counts once (a single answer, a combination) the suppressed rows
    share what the shown ones leave, which the reader can see as well as we.
    """
    unsure = dont_know(released) | none_of(released) | others(released, by) | {TOTAL}
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

    def at(end: str) -> tuple[tuple[str, ...], float]:
        """All that print the same percentage as the end."""
        same = [name for name in sums if round(sums[name], 2) == round(sums[end], 2)]
        return tuple(label_of(released, by, name) for name in same), sums[end]

    return UpperHalf(
        by,
        tuple(options),
        at(ranked[0]),
        at(ranked[-1]) if len(ranked) > 1 else None,
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
