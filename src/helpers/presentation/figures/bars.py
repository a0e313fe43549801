"""Bars: shares with their intervals, counts, and small multiples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.disclosure.released import Released
from helpers.estimation.schema import Row
from helpers.presentation import findings, prose, tables, text
from helpers.presentation.figures.canvas import (
    INK,
    LINE,
    PAPER,
    Canvas,
    width_of,
    wrapped,
)
from helpers.presentation.figures.figure import (
    MOST_BARS,
    MOST_TOLD,
    Figure,
    LeftOut,
    assemble,
    crowded,
    described,
    left_out,
    thin_lines,
)
from helpers.presentation.figures.grids import matrix
from helpers.presentation.figures.look import (
    BAR,
    BOLD,
    FAINT,
    GRID,
    NARROW,
    QUIET,
    SIZE,
    SMALL,
    UNSURE,
    WIDE,
    RowLayout,
    nice_count,
    nice_limit,
)
from helpers.presentation.text import State, state
from helpers.survey.codebook import TOTAL


@dataclass(frozen=True)
class Bar:
    """One bar: a released row with its label; `apart` are "inget" and "vet ej"."""

    label: str
    row: Row
    apart: bool = False

    @property
    def state(self) -> State:
        return state(self.row)


def bars_of(released: Released, by: str, *, sort: bool) -> list[Bar]:
    """The rows as bars. Those that are not shown keep the questionnaire's order after
    the sorted ones: their place must not tell their size. "Vet ej" stands last."""
    rows = tables.by_keys(released, by)
    unsure = (
        text.dont_know(released) | text.none_of(released)
        if by == "option"
        else frozenset()
    )
    bars = [
        Bar(text.label_of(released, by, value), rows[(value,)], value in unsure)
        for value in tables.order(released, by)
        if value != TOTAL or len(rows) == 1
    ]
    if sort:
        bars.sort(
            key=lambda bar: (
                -bar.row.estimate if bar.state is State.SHOWN else float("inf")
            )
        )
    last = text.dont_know(released)
    return sorted(bars, key=lambda bar: (bar.apart, bar.row.option in last))


def shares(
    released: Released,
    key: str,
    *,
    by: str = "option",
    sort: bool | None = None,
    title: str = "",
) -> Figure | LeftOut:
    """Shares as lying bars, each with its interval: one row of `released` a bar.

    `by` is the column that differs between the rows. `sort` puts the largest first; by
    default only where the options have no order of their own (multiple choice).
    """
    text.only_released(released)
    if sort is None:
        sort = by == "option" and _unordered(released)
    bars = bars_of(released, by, sort=sort)
    shown = [bar for bar in bars if bar.state is State.SHOWN]
    if not shown:
        return left_out(released, key)
    kept = bars if len(bars) <= MOST_BARS else bars[: MOST_BARS - 1]
    finding = title or _finding(released, by)
    # All of a few, the largest of many; never the first of them as they were asked.
    told = shown
    if len(shown) > MOST_TOLD:
        told = sorted(shown, key=lambda bar: -bar.row.estimate)[:3]
    named = "; ".join(_said(released, bar) for bar in told)
    which = "Störst" if len(told) < len(shown) else "Staplarna uppifrån"
    return assemble(
        released,
        key,
        lambda narrow: _draw_shares(released, kept, narrow),
        title=finding,
        alt=described(
            "Liggande stapeldiagram",
            f"andelen svarande per {_unit_of(released, by)}",
            finding,
            [f"{which}: {named}"],
        ),
        table=tables.topline(released, key, by=by),
        note=thin_lines(released, bars)
        + crowded(len(kept), len(bars), "svarsalternativ"),
    )


def _draw_shares(released: Released, bars: Sequence[Bar], narrow: bool) -> Canvas:
    few = released.codebook.disclosure.percent_from
    shown = [bar for bar in bars if bar.state is State.SHOWN]
    spans = [bar for bar in shown if _spans(bar, few)]
    highest = max([bar.row.estimate for bar in shown] + [bar.row.high for bar in spans])
    limit = nice_limit(highest)
    # No percentage anywhere, not even along the axis, where few have answered.
    enough = any(bar.row.answered >= few for bar in shown)
    values = [max(width_of(_value(bar, few), SIZE, BOLD) for bar in bars)]
    if spans:
        values.append(14 + max(width_of(_interval(bar, few), SIZE) for bar in bars))
    first_apart = [n for n, bar in enumerate(bars) if bar.apart and n][:1]
    layout = RowLayout(
        [bar.label for bar in bars],
        narrow,
        values=values,
        gap_before=first_apart,
        foot=22 if enough else 0,
    )
    canvas = Canvas(layout.width, layout.height)
    x = layout.scale(limit)
    if enough:
        ticks = [(x(v), text.percent(v)) for v in (0.0, limit / 2, limit)]
        layout.grid(canvas, ticks)
    for n, bar in enumerate(bars):
        layout.label(canvas, n)
        y = layout.y(n)
        if bar.state is not State.SHOWN:
            canvas.text(
                layout.left + 4,
                y + 0.34 * SIZE,
                bar.state.value,
                size=SMALL,
                colour=QUIET,
            )
            continue
        _bar(canvas, layout.left, y, x(bar.row.estimate), bar, few)
        if _spans(bar, few):
            canvas.whisker(x(bar.row.low), x(bar.row.high), y)
        layout.value(canvas, n, 0, _value(bar, few))
        layout.value(canvas, n, 1, _interval(bar, few), quiet=True) if spans else None
    layout.axis(canvas)
    return canvas


def _bar(
    canvas: Canvas, left: float, y: float, right: float, bar: Bar, few: int
) -> None:
    """Filled, or hollow where the answers are too few for a percentage."""
    colour = UNSURE if bar.apart else BAR
    if bar.row.answered < few:
        canvas.rect(left, y - 8, right - left, 16, PAPER, stroke=colour, line=1.5)
    else:
        canvas.rect(left, y - 9, right - left, 18, colour)


def _spans(bar: Bar, few: int) -> bool:
    return (
        bar.state is State.SHOWN
        and bar.row.answered >= few
        and text.has_interval(bar.row)
    )


def _value(bar: Bar, few: int) -> str:
    return text.cell(bar.row, percent_from=few) if bar.state is State.SHOWN else ""


def _interval(bar: Bar, few: int) -> str:
    return text.interval(bar.row.low, bar.row.high) if _spans(bar, few) else ""


def _unordered(released: Released) -> bool:
    """Whether every question in the table lets the respondent tick several options."""
    codebook = released.codebook
    kinds = {
        item.kind
        for id in released.values("question")
        if id in codebook.by_id
        for item in codebook.items(id)
    }
    return kinds == {"multiple"}


def _finding(released: Released, by: str) -> str:
    found: findings.Finding | None
    if by != "option":
        found = findings.spread(released, by=by)
    elif _unordered(released):
        found = findings.ranking(released)
    else:
        found = findings.single_answer(released)
    said = prose.say(found, released.codebook)
    ids = released.values("question") if by == "option" else []
    if not said or len(ids) != 1:
        return said
    # A title is read without the question: whose "Nej" it is stands first.
    name = text.label_of(released, "question", ids[0])
    whom = prose.whom_asked(findings.routed(released), released.codebook)
    about = f"{name}, {text.lower_first(whom)}" if whom else name
    return f"{about}: {text.lower_first(said)}"


def _unit_of(released: Released, by: str) -> str:
    return {
        "option": "svarsalternativ",
        "group": text.groups(released.codebook).one,
        "challenge": "utmaning",
        "form": "form av samverkan",
        "item": "delfråga",
    }.get(by, by)


def _said(released: Released, bar: Bar) -> str:
    few = released.codebook.disclosure.percent_from
    label = bar.label  # "0 28 %" cannot be read aloud; "”0” 28 %" can
    if any(sign.isdigit() for sign in label):
        label = text.quoted(label)
    return f"{label} {text.cell(bar.row, percent_from=few)}"


# --- counts --------------------------------------------------------------------------


def counts(
    released: Released,
    key: str,
    *,
    title: str,
    noun: text.Noun,
    by: str = "option",
    sort: bool = False,
) -> Figure | LeftOut:
    """Numbers of things as lying bars: `noun` says what is counted. The finding must be
    given: only the chapter knows what the counts mean."""
    bars = bars_of(released, by, sort=False)
    shown = [bar for bar in bars if not pd.isna(_count(bar))]
    if not shown:
        return left_out(released, key)
    if sort:
        bars.sort(key=lambda bar: -_count(bar) if bar in shown else float("inf"))
    kept = bars if len(bars) <= MOST_BARS else bars[: MOST_BARS - 1]
    table = tables.Table(
        key,
        f"Antal {noun.many}",
        [tables.heading(released, by), tables.Column("Antal", "count")],
        [[bar.label, _count(bar) if bar in shown else bar.state] for bar in bars],
    )
    return assemble(
        released,
        key,
        lambda narrow: _draw_counts(kept, narrow),
        title=title,
        alt=described(
            "Liggande stapeldiagram",
            f"antalet {noun.many} per {_unit_of(released, by)}",
            title,
        ),
        table=table,
        note=crowded(len(kept), len(bars), "rader"),
    )


def _count(bar: Bar) -> float:
    if bar.state is State.SUPPRESSED:
        return float("nan")
    return bar.row.estimate if pd.isna(bar.row.count) else bar.row.count


def _draw_counts(bars: Sequence[Bar], narrow: bool) -> Canvas:
    values = [_count(bar) for bar in bars]
    known = [value for value in values if not pd.isna(value)]
    limit = nice_count(max([*known, 1]))
    column = max(width_of(text.number(value), SIZE, BOLD) for value in known)
    layout = RowLayout([bar.label for bar in bars], narrow, values=[column], foot=22)
    canvas = Canvas(layout.width, layout.height)
    x = layout.scale(limit)
    layout.grid(canvas, [(x(v), text.number(v)) for v in (0, limit / 2, limit)])
    for n, (bar, value) in enumerate(zip(bars, values, strict=True)):
        layout.label(canvas, n)
        y = layout.y(n)
        if pd.isna(value):
            canvas.text(
                layout.left + 4,
                y + 0.34 * SIZE,
                bar.state.value,
                size=SMALL,
                colour=QUIET,
            )
            continue
        canvas.rect(layout.left, y - 9, x(value) - layout.left, 18, BAR)
        layout.value(canvas, n, 0, text.number(value))
    layout.axis(canvas)
    return canvas


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
    cells = tables.by_keys(released, panels, by)
    if len(cells) > MOST_BARS:
        return matrix(released, key, rows=panels, columns=by, title=title)
    if not text.shown_rows(released):
        return left_out(released, key)
    names = [v for v in tables.order(released, panels) if v != TOTAL]
    inner = [v for v in tables.order(released, by) if v != TOTAL]
    finding = title or prose.say(
        findings.prevailing(released, rows=panels, by=by), released.codebook
    )
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
            f"{len(names)} små stapeldiagram",
            f"andelen per {_unit_of(released, by)}, ett för varje "
            f"{_unit_of(released, panels)}",
            finding,
        ),
        table=tables.crosstab(released, key, rows=panels, columns=by),
    )


def _draw_panels(
    cells: dict[tuple[str, str], Row],
    panels: dict[str, str],
    rows: dict[str, str],
    few: int,
    narrow: bool,
) -> Canvas:
    across = 1 if narrow else min(3, len(panels))
    width = NARROW if narrow else WIDE
    gutter = 28.0
    each = (width - gutter * (across - 1)) / across
    heads = {n: wrapped(label, each, SIZE, BOLD) for n, label in panels.items()}
    head = max(len(lines) for lines in heads.values()) * 19.0 + 4
    written = {key: text.cell(cell, percent_from=few) for key, cell in cells.items()}
    names = {
        value: wrapped(label, each - _widest(written, value) - 10, SMALL)
        for value, label in rows.items()
    }
    tall = head + sum(_panel_row(lines) for lines in names.values()) + 12
    down = -(-len(panels) // across)
    canvas = Canvas(width, down * tall)
    for n, (panel, lines) in enumerate(heads.items()):
        left, top = (n % across) * (each + gutter), (n // across) * tall
        canvas.paragraph(left, top, lines, size=SIZE, weight=BOLD, colour=INK)
        canvas.line([(left, top + head), (left + each, top + head)], GRID)
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
        width_of(words, SMALL, BOLD)
        for (_, name), words in written.items()
        if name == value
    )


def _panel_row(lines: Sequence[str]) -> float:
    return len(lines) * LINE * SMALL + 22


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
    bottom = canvas.paragraph(left, top, label, size=SMALL, colour=INK)
    canvas.text(
        left + each,
        top + ((len(label) - 1) * LINE + 0.8) * SMALL,
        written,
        size=SMALL,
        colour=QUIET if quiet else INK,
        weight=400 if quiet else BOLD,
        anchor="end",
    )
    canvas.rect(left, bottom + 2, each, 9, FAINT)
    if not quiet and cell.estimate > 0:
        canvas.rect(left, bottom + 2, cell.estimate * each, 9, BAR)
