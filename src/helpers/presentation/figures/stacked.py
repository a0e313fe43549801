"""One bar of answers a row, the answers that a reader looks for first and dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.disclosure.released import Released
from helpers.estimation.schema import Row
from helpers.presentation import tabulation, text
from helpers.presentation.figures.bars import unit_of
from helpers.presentation.figures.canvas import Canvas
from helpers.presentation.figures.figure import (
    Figure,
    LeftOut,
    assemble,
    described,
)
from helpers.presentation.figures.lettering import RISE, width_of
from helpers.presentation.figures.look import (
    AXIS,
    BAR,
    BOLD,
    DEEP,
    PAPER,
    SIZE,
    SMALL,
    RowLayout,
    contrast,
    ink_on,
    legend,
)
from helpers.presentation.figures.panels import small_multiples
from helpers.presentation.locale import phrase
from helpers.presentation.text import State, state

DARK = (DEEP, BAR, "#86b4d2")
PALE = ("#d9e2e8", "#eef1f3", "#c9ced2", "#dfe3e6")


@dataclass(frozen=True)
class StackedRow:
    """All answers of one row, those looked for first, and the share of these."""

    label: str
    parts: Sequence[tuple[str, Row]]
    wanted: float


def stacked(
    released: Released, key: str, *, wanted: Sequence[str], title: str
) -> Figure | LeftOut:
    """A bar for each row of a grid with one answer each, all as long; `wanted` are the
    answers that stand first, darkest, with their sum beside, the largest sum on top.

    Where an answer is suppressed, or few have answered, each row has a panel of bars
    instead: the others' lengths would tell the suppressed one's.
    """
    cells = tabulation.by_keys(released, "item", "option")
    options = tabulation.order(released, "option")
    pale = [option for option in options if option not in wanted]
    few = released.codebook.disclosure.percent_from
    whole = all(
        state(cell) is State.SHOWN and cell.answered >= few for cell in cells.values()
    )
    if not whole or len(wanted) > len(DARK) or len(pale) > len(PALE):
        return small_multiples(released, key, panels="item", by="option", title=title)
    colours = dict(zip([*wanted, *pale], [*DARK[: len(wanted)], *PALE], strict=False))
    rows = sorted(
        (
            StackedRow(
                text.label_of(released, "item", item),
                [(option, cells[item, option]) for option in colours],
                sum(cells[item, option].estimate for option in wanted),
            )
            for item in tabulation.order(released, "item")
        ),
        key=lambda row: -row.wanted,
    )
    named = text.listed([text.quoted(option) for option in wanted], "eller")
    description = "; ".join(f"{row.label} {text.percent(row.wanted)}" for row in rows)
    return assemble(
        released,
        key,
        lambda narrow: _draw(rows, colours, narrow),
        title=title,
        alt=described(
            phrase("Staplade liggande staplar, alla lika långa"),
            phrase(
                "hur svaren fördelar sig inom varje {released}",
                released=unit_of(released, "item"),
            ),
            title,
            [f"{named}: {description}"],
        ),
        table=tabulation.crosstab(released, key, rows="item", columns="option"),
        note=phrase("Till höger står andelen som svarat {named}.", named=named),
    )


def _draw(rows: Sequence[StackedRow], colours: dict[str, str], narrow: bool) -> Canvas:
    entries = [(colour, option) for option, colour in colours.items()]
    values = [max(width_of(text.percent(row.wanted), SIZE, BOLD) for row in rows) + 10]
    labels = [row.label for row in rows]
    layout = RowLayout(labels, narrow, values=values, mark=26)
    head = legend(None, 0, 0, layout.width, entries) + 6
    layout = RowLayout(labels, narrow, values=values, mark=26, head=head)
    canvas = Canvas(layout.width, layout.height)
    legend(canvas, 0, 0, layout.width, entries)
    for n, row in enumerate(rows):
        layout.label(canvas, n)
        layout.value(canvas, n, 0, text.percent(row.wanted))
        # Rounded shares may add up to a little more or less than everything.
        unit = (layout.right - layout.left) / sum(
            cell.estimate for _, cell in row.parts
        )
        x = layout.left
        for option, cell in row.parts:
            _piece(canvas, x, layout.y(n), cell.estimate * unit, cell, colours[option])
            x += cell.estimate * unit
    return canvas


def _piece(
    canvas: Canvas, x: float, y: float, width: float, cell: Row, colour: str
) -> None:
    if width <= 0:
        return
    edge = AXIS if contrast(colour, PAPER) < 3 else "none"
    canvas.rect(x, y - 13, width, 26, colour, stroke=edge)
    written = text.percent(cell.estimate)
    if width_of(written, SMALL) + 8 <= width:
        canvas.text(
            x + width / 2,
            y + RISE * SMALL,
            written,
            size=SMALL,
            colour=ink_on(colour),
            anchor="middle",
        )
