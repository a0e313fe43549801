"""Two waves beside each other: which released number then is the same as one now, and
which answers have moved.

A change is statistically significant only when `released` says so (its own row, with an
interval). Where only the two shares are released, as of protected questions, they may
be told beside each other, and nothing is said of how sure the difference is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import pandas as pd

from helpers.disclosure.released import Released
from helpers.disclosure.rounding import step_of
from helpers.estimation.facts import ComparisonFacts
from helpers.estimation.schema import SHARE, Row
from helpers.presentation import text
from helpers.presentation.findings.differences import significant
from helpers.presentation.findings.survey import row_of
from helpers.presentation.findings.values import (
    Moved,
)
from helpers.survey.codebook import TOTAL, AnyQuestion

CLEAR = 2.58
"""A difference of two released shares is worth a sentence from so many standard errors
(99 percent, two-sided); it is still not called significant."""


@dataclass(frozen=True)
class TwoWaves:
    """Both waves' released numbers, and what is said of the comparison."""

    now: Released
    then: Released
    facts: ComparisonFacts

    @property
    def before(self) -> str:
        return self.facts.wave

    @property
    def after(self) -> str:
        book = self.now.codebook
        return book.title if book.wave is None else str(book.wave)

    def of(self, **keys: str | bool | list[str]) -> Released:
        """The changes of all who answered."""
        return self.now.select(group=TOTAL, **keys)

    def same(self, row: Row, *, group: str | None = None) -> Row | None:
        """The row of the wave before that is of the same as `row`, when it is shown and
        has answers; None where the question is not compared. `group` is what the group
        was called then."""
        asked = self.facts.questions
        if row.question not in asked:
            return None
        called = self.facts.called_before.get(row.question, {})
        rows = self.then.select(
            question=asked[row.question],
            statistic=row.statistic,
            item=row.item,
            option=called.get(row.option, row.option),
            challenge=row.challenge,
            form=row.form,
            group=row.group if group is None else group,
        )
        shown = text.shown_rows(rows)
        return shown[0] if len(shown) == 1 else None

    def change(self, row: Row) -> Row | None:
        """The released change of `row` (−1 to 1, with its interval), or None."""
        rows = self.now.select(
            question=row.question,
            statistic="change",
            item=row.item,
            option=row.option,
            challenge=row.challenge,
            form=row.form,
            group=row.group,
        )
        shown = [one for one in text.shown_rows(rows) if pd.notna(one.estimate)]
        return shown[0] if len(shown) == 1 else None


def compared(waves: TwoWaves) -> Iterator[tuple[AnyQuestion, str]]:
    """Each question that is compared, with its id then; not the one that the challenges
    come from, the background, or a permission to quote."""
    codebook = waves.now.codebook
    source = codebook.challenges and codebook.challenges.source.question
    asked = waves.facts.questions
    for question in codebook.counted:
        skipped = question.id in {source, *codebook.permissions}
        skipped |= bool(question.unexplained)
        if question.id in asked and not skipped and question.chapter != "background":
            yield question, asked[question.id]


@dataclass(frozen=True)
class Shift:
    """One answer in two waves, of all who answered: shares 0–1 then and now. `item` is
    the row of a grid, "" without one. `tested` is its significant change among those in
    both frames, None where no change is released of it.

    `clear` is how many standard errors the difference is (of two simple samples, which
    is wider than the truth: both waves ask nearly everybody).
    """

    question: str
    item: str
    option: str
    then: float
    now: float
    wave: str
    clear: float
    tested: Moved | None = None
    coarse: bool = False


def shifts(waves: TwoWaves) -> list[Shift]:
    """The answer that has moved most clearly of each question, the clearest first: a
    significant change, or of questions without a released change one that moved far.
    None where nobody was asked both times: others have answered, and nothing has moved.
    """
    if waves.facts.common == 0:
        return []
    found = [
        shift
        for question, _ in compared(waves)
        for row in text.shown_rows(
            waves.of(question=question.id, statistic=SHARE, challenge=TOTAL, form=TOTAL)
        )
        if (shift := _shift(waves, question, row)) is not None
    ]
    best: dict[str, Shift] = {}
    for one in sorted(found, key=lambda one: -one.clear):
        best.setdefault(one.question, one)
    return list(best.values())


def _shift(waves: TwoWaves, question: AnyQuestion, row: Row) -> Shift | None:
    unsure = {*question.unsure_options, *question.other_options}
    few = waves.now.codebook.disclosure.percent_from
    before = waves.same(row)
    if row.option in unsure or before is None:
        return None
    if min(row.answered, before.answered) < few:
        return None
    changed = waves.change(row)
    tested = None
    if changed is not None and text.has_interval(changed):
        if not significant(changed):
            return None  # it was looked at, and may be chance
        tested = Moved("", changed.estimate, changed.low, changed.high)
        half = (changed.high - changed.low) / 2
        clear = abs(changed.estimate) / (half / 1.96) if half else float("inf")
    else:
        clear = _standard_errors(row, before)
        if clear < CLEAR:
            return None
    items = {item.row: item.label for item in waves.now.codebook.items(question)}
    item = items.get(row.item, "") if len(items) > 1 else ""
    return Shift(
        question.name,
        item,
        row.option,
        float(before.estimate),
        float(row.estimate),
        waves.before,
        clear,
        tested,
        coarse=text.coarse(row) or text.coarse(before),
    )


def _standard_errors(row: Row, before: Row) -> float:
    both = row.answered + before.answered
    mean = (row.estimate * row.answered + before.estimate * before.answered) / both
    spread = mean * (1 - mean) * (1 / row.answered + 1 / before.answered)
    # What the rounding may have made of the difference is no part of it.
    rounding = sum(step_of(one.method) / 2 for one in (row, before) if text.coarse(one))
    moved = max(abs(row.estimate - before.estimate) - rounding, 0.0)
    return moved / sqrt(spread) if spread > 0 else 0.0


@dataclass(frozen=True)
class Switched:
    """⑩ Of those that answered both waves, how many began and how many stopped."""

    answered: int
    began: float
    stopped: float
    of_challenge: bool


def switched(released: Released, challenge: str = TOTAL) -> Switched | None:
    """⑩, the end: of those that answered both waves, how many began and stopped."""
    began, stopped = (
        row_of(
            released,
            statistic=statistic,
            challenge=challenge,
            form=TOTAL,
            option=TOTAL,
            group=TOTAL,
        )
        for statistic in ("started", "stopped")
    )
    if began is None or stopped is None:
        return None
    return Switched(int(began.answered), began.count, stopped.count, challenge != TOTAL)
