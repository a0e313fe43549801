"""Answers on an ordered scale: stacked bars around the middle of the scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.disclosure.released import Released, told_scale
from helpers.estimation.schema import Row
from helpers.presentation import findings, prose, tabulation, text
from helpers.presentation.figures import look
from helpers.presentation.figures.canvas import INK, Canvas
from helpers.presentation.figures.figure import (
    MOST_BARS,
    Figure,
    LeftOut,
    assemble,
    crowded,
    described,
    left_out,
)
from helpers.presentation.figures.grids import matrix
from helpers.presentation.figures.lettering import width_of
from helpers.presentation.locale import phrase
from helpers.presentation.tables import SUPPRESSED_SIGN
from helpers.presentation.text import State, state
from helpers.survey.codebook import TOTAL


@dataclass(frozen=True)
class ScaleRow:
    """One item's answers: a released row for each step of the scale, low to high."""

    label: str
    steps: Sequence[Row]
    unsure: Sequence[Row]

    @property
    def shown(self) -> list[Any]:
        return [row for row in self.steps if state(row) is State.SHOWN]

    @property
    def answered(self) -> float:
        """The base, the same for every step; 0 where no step is shown."""
        return float(self.shown[0].answered) if self.shown else 0.0

    @property
    def visible(self) -> range:
        """The steps that can be drawn: from the middle outwards, as far as they are
        shown on each side. What lies beyond a suppressed step would tell its size by
        where it begins."""
        known = [state(row) is State.SHOWN for row in self.steps]
        half = len(known) // 2
        if len(known) % 2 and not known[half]:
            return range(0)
        first, last = half, half + len(known) % 2
        while first > 0 and known[first - 1]:
            first -= 1
        while last < len(known) and known[last]:
            last += 1
        return range(first, last)

    @property
    def left(self) -> float:
        """How far left of the middle the first piece begins, as a share."""
        half = len(self.steps) // 2
        left = sum(self.steps[n].estimate for n in self.visible if n < half)
        middle = self.steps[half].estimate / 2 if len(self.steps) % 2 else 0.0
        return float(left + middle)

    @property
    def right(self) -> float:
        return float(sum(self.steps[n].estimate for n in self.visible) - self.left)

    @property
    def unsure_words(self) -> str:
        """How many percent do not know; nothing where it was no option."""
        if not self.unsure:
            return ""
        if any(state(row) is not State.SHOWN for row in self.unsure):
            return SUPPRESSED_SIGN
        return text.percent(sum(row.estimate for row in self.unsure))


def scales(
    released: Released, key: str, *, by: str = "item", title: str = ""
) -> Figure | LeftOut:
    """Diverging stacked bars: one bar for each value of `by`, its pieces the steps of
    the questions' scale, the middle step centred; "vet ej" in a column of its own.

    A scale of more than five steps has more colours than the eye separates, and is
    drawn as a grid of numbers.
    """
    options = _options(released)
    if len(options) not in look.LIKERT:
        return matrix(released, key, rows=by, columns="option", title=title)
    cells = tabulation.by_keys(released, by, "option")
    unsure = [o for o in tabulation.order(released, "option") if o not in options]
    names = [v for v in tabulation.order(released, by) if v != TOTAL]
    names = names or tabulation.order(released, by)
    items = [
        ScaleRow(
            text.label_of(released, by, name)
            if name != TOTAL
            else phrase("Alla svarande"),
            [cells[name, option] for option in options],
            [cells[name, option] for option in unsure if (name, option) in cells],
        )
        for name in names
        if all((name, option) in cells for option in options)
    ]
    few = released.codebook.disclosure.percent_from
    if not any(item.answered >= few and item.visible for item in items):
        return left_out(
            released,
            key,
            why=_why(items),
            table=tabulation.crosstab(released, key, rows=by, columns="option")
            if text.shown_rows(released)
            else None,
        )
    kept = items[:MOST_BARS]
    found = findings.unexplained(released) or findings.upper_half(released, by=by)
    finding = title or prose.say(found, released.codebook)
    return assemble(
        released,
        key,
        lambda narrow: _draw(kept, options, few, narrow),
        title=finding,
        alt=described(
            phrase("Staplade liggande staplar kring skalans mitt"),
            phrase(
                "hur svaren fördelar sig på skalan {options}",
                options=text.listed(options),
            ),
            finding,
        ),
        table=tabulation.crosstab(released, key, rows=by, columns="option"),
        note=" ".join(
            filter(None, [crowded(len(kept), len(items), phrase("rader")), _cut(kept)])
        ),
    )


def _options(released: Released) -> list[str]:
    """The steps of the scale, low to high, as they are told: each, or merged."""
    codebook = text.only_released(released).codebook
    for id in released.values("question"):
        question = codebook.by_id.get(id)
        if question and (found := told_scale(question, released.values("option"))):
            return found
    return []


def _why(items: Sequence[ScaleRow]) -> str:
    if items and all(len(item.shown) == len(item.steps) for item in items):
        return phrase("för få svar för att räkna i procent; tabellen har antalen")
    return ""


def _cut(items: Sequence[ScaleRow]) -> str:
    """What the dot at the end of a bar means, where there is one."""
    if all(len(item.shown) == len(item.steps) for item in items):
        return ""
    return phrase(
        "{suppressed_sign} = svaren här bortom redovisas inte.",
        suppressed_sign=SUPPRESSED_SIGN,
    )


def _draw(
    items: Sequence[ScaleRow], options: Sequence[str], few: int, narrow: bool
) -> Canvas:
    colours = look.LIKERT[len(options)]
    unsure = any(item.unsure for item in items)
    entries = list(zip(colours, options, strict=True))
    layout = look.RowLayout(
        [item.label for item in items],
        narrow,
        values=[width_of(phrase("vet ej"), look.SMALL) + 12] if unsure else [],
        mark=26,
    )
    head = look.legend(None, 0, 0, layout.width, entries) + (18 if unsure else 6)
    layout = look.RowLayout(
        layout.labels, narrow, values=layout.values, mark=26, head=head
    )
    canvas = Canvas(layout.width, layout.height)
    look.legend(canvas, 0, 0, layout.width, entries)
    if unsure:
        canvas.text(
            layout.width,
            head - 6,
            phrase("vet ej"),
            size=look.SMALL,
            colour=look.QUIET,
            anchor="end",
        )
    drawn = [item for item in items if item.answered >= few and item.visible]
    most_left = max(item.left for item in drawn)
    # Room for the dots at the ends of bars that are cut.
    unit = (layout.right - layout.left - 24) / (
        most_left + max(item.right for item in drawn)
    )
    middle = layout.left + 12 + most_left * unit
    canvas.line([(middle, head), (middle, layout.bottom - 4)], look.AXIS, dashes=(2, 3))
    for n, item in enumerate(items):
        layout.label(canvas, n)
        y = layout.y(n)
        if item not in drawn:
            words = _silence(item)
            low = y + 0.34 * look.SIZE
            canvas.text(layout.left, low, words, size=look.SMALL, colour=look.QUIET)
            continue
        x = middle - item.left * unit
        if item.visible.start > 0:
            _dot(canvas, x - 3, y, "end")
        for step in item.visible:
            part = float(item.steps[step].estimate)
            _piece(canvas, x, y, part, unit, colours[step])
            x += part * unit
        if item.visible.stop < len(item.steps):
            _dot(canvas, x + 3, y, "start")
        if item.unsure:
            layout.value(canvas, n, 0, item.unsure_words, quiet=True)
    return canvas


def _silence(item: ScaleRow) -> str:
    """Why an item has no bar."""
    if item.answered:
        suppressed = len(item.shown) < len(item.steps)
        answered = phrase("{answered} svarande", answered=text.number(item.answered))
        return State.SUPPRESSED.words if suppressed else answered
    return state(item.steps[0]).words


def _dot(canvas: Canvas, x: float, y: float, anchor: str) -> None:
    canvas.text(
        x,
        y + 0.34 * look.SIZE,
        SUPPRESSED_SIGN,
        size=look.SIZE,
        weight=look.BOLD,
        colour=INK,
        anchor=anchor,
    )


def _piece(
    canvas: Canvas, x: float, y: float, part: float, unit: float, colour: str
) -> None:
    if part <= 0:
        return
    edge = look.AXIS if look.contrast(colour, look.PAPER) < 3 else "none"
    canvas.rect(x, y - 13, part * unit, 26, colour, stroke=edge)
    written = text.percent(part)
    if width_of(written, look.SMALL, look.BOLD) + 8 <= part * unit:
        canvas.text(
            x + part * unit / 2,
            y + 0.34 * look.SMALL,
            written,
            size=look.SMALL,
            weight=look.BOLD,
            colour=look.ink_on(colour),
            anchor="middle",
        )
