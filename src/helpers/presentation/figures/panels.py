"""Small multiples: a panel of bars for each group, all on one scale."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.disclosure.released import Released
from helpers.estimation.schema import Row
from helpers.presentation import findings, prose, tabulation, text
from helpers.presentation.figures import look
from helpers.presentation.figures.bars import unit_of
from helpers.presentation.figures.canvas import INK, Canvas
from helpers.presentation.figures.figure import (
    MOST_BARS,
    Figure,
    LeftOut,
    assemble,
    described,
    left_out,
)
from helpers.presentation.figures.grids import matrix
from helpers.presentation.figures.lettering import LINE, width_of, wrapped
from helpers.presentation.locale import phrase
from helpers.presentation.text import State, state
from helpers.survey.codebook import TOTAL

# --- small multiples -----------------------------------------------------------------


def small_multiples(
    released: Released,
    key: str,
    *,
    panels: str = "challenge",
    by: str = "form",
    title: str = "",
) -> Figure | LeftOut:
    """One small bar chart for each value of `panels`, all on one scale; more bars than
    can be read become a grid of numbers."""
    cells = tabulation.by_keys(released, panels, by)
    if len(cells) > MOST_BARS:
        return matrix(released, key, rows=panels, columns=by, title=title)
    if not text.shown_rows(released):
        return left_out(released, key)
    names = [v for v in tabulation.order(released, panels) if v != TOTAL]
    inner = [v for v in tabulation.order(released, by) if v != TOTAL]
    found = findings.unexplained(released) or findings.prevailing(
        released, rows=panels, by=by
    )
    finding = title or prose.say(found, released.codebook)
    grid = {
        (name, value): cells[name, value]
        for name in names
        for value in inner
        if (name, value) in cells
    }
    labels = {name: text.label_of(released, panels, name) for name in names}
    rows = {value: text.label_of(released, by, value) for value in inner}
    few = released.codebook.disclosure.percent_from
    return assemble(
        released,
        key,
        lambda narrow: _draw_panels(grid, labels, rows, few, narrow),
        title=finding,
        alt=described(
            phrase(
                "{names} små stapeldiagram",
                names=text.upper_first(text.word(len(names))),
            ),
            phrase(
                "andelen per {released}, ett för varje {released_2}",
                released=unit_of(released, by),
                released_2=unit_of(released, panels),
            ),
            finding,
        ),
        table=tabulation.crosstab(released, key, rows=panels, columns=by),
    )


def _draw_panels(
    cells: dict[tuple[str, str], Row],
    panels: dict[str, str],
    rows: dict[str, str],
    few: int,
    narrow: bool,
) -> Canvas:
    across = 1 if narrow else min(3, len(panels))
    width = look.NARROW if narrow else look.WIDE
    gutter = 28.0
    each = (width - gutter * (across - 1)) / across
    heads = {
        n: wrapped(label, each, look.SIZE, look.BOLD) for n, label in panels.items()
    }
    head = max(len(lines) for lines in heads.values()) * 19.0 + 4
    written = {key: text.cell(cell, percent_from=few) for key, cell in cells.items()}
    names = {
        value: wrapped(label, each - _widest(written, value) - 10, look.SMALL)
        for value, label in rows.items()
    }
    tall = head + sum(_panel_row(lines) for lines in names.values()) + 12
    down = -(-len(panels) // across)
    canvas = Canvas(width, down * tall)
    for n, (panel, lines) in enumerate(heads.items()):
        left, top = (n % across) * (each + gutter), (n // across) * tall
        canvas.paragraph(left, top, lines, size=look.SIZE, weight=look.BOLD, colour=INK)
        canvas.line([(left, top + head), (left + each, top + head)], look.GRID)
        y = top + head + 4
        for value, label in names.items():
            if (panel, value) in cells:
                _panel_bar(
                    canvas,
                    (left, y, each),
                    label,
                    cells[panel, value],
                    written[panel, value],
                )
            y += _panel_row(label)
    return canvas


def _widest(written: dict[tuple[str, str], str], value: str) -> float:
    return max(
        width_of(words, look.SMALL, look.BOLD)
        for (_, name), words in written.items()
        if name == value
    )


def _panel_row(lines: Sequence[str]) -> float:
    return len(lines) * LINE * look.SMALL + 22


def _panel_bar(
    canvas: Canvas,
    place: tuple[float, float, float],
    label: Sequence[str],
    cell: Row,
    written: str,
) -> None:
    """A label, its value to the right, and the bar below; `place` is left, top, width.
    The pale track is the whole: 100 percent."""
    left, top, each = place
    quiet = state(cell) is not State.SHOWN
    bottom = canvas.paragraph(left, top, label, size=look.SMALL, colour=INK)
    canvas.text(
        left + each,
        top + ((len(label) - 1) * LINE + 0.8) * look.SMALL,
        written,
        size=look.SMALL,
        colour=look.QUIET if quiet else INK,
        weight=400 if quiet else look.BOLD,
        anchor="end",
    )
    canvas.rect(left, bottom + 2, each, 9, look.FAINT)
    if not quiet and cell.estimate > 0:
        canvas.rect(left, bottom + 2, cell.estimate * each, 9, look.BAR)
