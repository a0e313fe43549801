"""Dots with intervals: groups beside each other, one group against all, two waves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeGuard

from helpers.disclosure.released import Released
from helpers.estimation.schema import Row
from helpers.presentation import findings, prose, tables, tabulation, text
from helpers.presentation.figures import look
from helpers.presentation.figures.canvas import INK, PAPER, Canvas
from helpers.presentation.figures.figure import (
    MOST_BARS,
    Figure,
    LeftOut,
    assemble,
    crowded,
    described,
    left_out,
    thin_lines,
)
from helpers.presentation.figures.lettering import LINE, width_of, wrapped
from helpers.presentation.locale import phrase
from helpers.presentation.text import State, state
from helpers.survey.codebook import TOTAL


@dataclass(frozen=True)
class Dot:
    """A released row with its label, and the row of all it is set against."""

    label: str
    row: Row
    whole: Row | None = None

    @property
    def shown(self) -> bool:
        return state(self.row) is State.SHOWN


def dots(
    released: Released, key: str, *, by: str = "group", title: str = ""
) -> Figure | LeftOut:
    """Shares as dots with their intervals, one row of `released` a dot, in the
    codebook's order (groups are never ranked by their point estimates). The row of all,
    where there is one, is an upright line."""
    rows = tabulation.by_keys(released, by)
    whole = rows.get((TOTAL,))
    made = [
        Dot(text.label_of(released, by, value), rows[(value,)])
        for value in tabulation.order(released, by)
        if value != TOTAL
    ]
    if not any(dot.shown for dot in made):
        return left_out(released, key)
    kept = made[: 2 * MOST_BARS]
    finding = title or prose.say(findings.spread(released, by=by), released.codebook)
    few = released.codebook.disclosure.percent_from
    known = whole is not None and state(whole) is State.SHOWN
    noun = prose.noun_of(released.codebook, by).one
    return assemble(
        released,
        key,
        lambda narrow: _draw_dots(kept, whole if known else None, few, narrow),
        title=finding,
        alt=described(
            _kind(made),
            phrase(
                "andelen per {noun}{phrase}",
                noun=noun,
                phrase=phrase(", med en linje för alla") if known else "",
            ),
            finding,
        ),
        table=tabulation.topline(released, key, by=by),
        note=thin_lines(released, made)
        + crowded(len(kept), len(made), phrase("rader")),
    )


def against(
    released: Released,
    key: str,
    *,
    group: str,
    by: str = "option",
    contrasts: Released | None = None,
    title: str = "",
) -> Figure | LeftOut:
    """One group's shares (dots with intervals) beside everybody's (upright marks).

    `released` has the rows of `group` and those of all, one a value of `by`;
    `contrasts` what differs between the group and the others.
    """
    cells = tabulation.by_keys(released, "group", by)
    made = [
        Dot(
            text.label_of(released, by, value),
            cells[group, value],
            cells.get((TOTAL, value)),
        )
        for value in tabulation.order(released, by)
        if (group, value) in cells
    ]
    if not any(dot.shown for dot in made):
        return left_out(released.select(group=group), key)
    kept = made[:MOST_BARS]
    finding = title or prose.say(
        findings.against(released, group=group, by=by, contrasts=contrasts),
        released.codebook,
    )
    who = text.upper_first(text.the_group(released.codebook, group))
    few = released.codebook.disclosure.percent_from
    return assemble(
        released,
        key,
        lambda narrow: _draw_dots(kept, None, few, narrow, legend_of=who),
        title=finding,
        alt=described(
            _kind(made),
            phrase("{who} (punkter) mot alla svarande (streck)", who=who),
            finding,
        ),
        table=tabulation.crosstab(
            released.select(group=[group, TOTAL]), key, rows=by, columns="group"
        ),
        note=thin_lines(released, made)
        + crowded(len(kept), len(made), phrase("rader")),
    )


def _kind(made: Sequence[Dot]) -> str:
    """What the picture is: intervals only where somebody's size is known."""
    spans = any(dot.shown and text.has_interval(dot.row) for dot in made)
    return phrase("Punktdiagram med intervall") if spans else phrase("Punktdiagram")


def _draw_dots(
    made: Sequence[Dot],
    whole: Row | None,
    few: int,
    narrow: bool,
    *,
    legend_of: str = "",
) -> Canvas:
    shown = [dot for dot in made if dot.shown]
    spans = [d for d in shown if d.row.answered >= few and text.has_interval(d.row)]
    wholes = [dot.whole for dot in made if _known(dot.whole)]
    wholes += [whole] if whole is not None else []
    limit = look.nice_limit(
        max(
            [dot.row.estimate for dot in shown]
            + [dot.row.high for dot in spans]
            + [row.estimate for row in wholes]
        )
    )
    enough = any(dot.row.answered >= few for dot in shown) or bool(wholes)
    said = [text.cell(dot.row, percent_from=few) for dot in made]
    values = [
        max(
            width_of(words, look.SIZE, look.BOLD if dot.shown else 400)
            for words, dot in zip(said, made, strict=True)
        )
    ]
    width = look.NARROW if narrow else look.WIDE
    entries = (
        [(look.DEEP, legend_of), (look.ACCENT, phrase("Alla svarande"))]
        if legend_of
        else []
    )
    head = look.legend(None, 0, 0, width, entries) + 4 if entries else 0.0
    if whole is not None:
        head = 24.0
    layout = look.RowLayout(
        [dot.label for dot in made],
        narrow,
        values=values,
        head=head,
        foot=22 if enough else 0,
        inset=8,
    )
    canvas = Canvas(layout.width, layout.height)
    look.legend(canvas, 0, 0, width, entries)
    x = layout.scale(limit)
    if enough:
        layout.grid(canvas, [(x(v), text.percent(v)) for v in (0.0, limit / 2, limit)])
    if whole is not None:
        _whole_line(canvas, layout, x(whole.estimate), text.percent(whole.estimate))
    for n, dot in enumerate(made):
        layout.label(canvas, n)
        y = layout.y(n)
        if _known(dot.whole):
            at = x(dot.whole.estimate)
            canvas.line([(at, y - 10), (at, y + 10)], look.ACCENT, width=3)
        # Beside the marks: those of all would be drawn through the words.
        layout.value(canvas, n, 0, said[n], quiet=not dot.shown)
        if not dot.shown:
            continue
        at = x(dot.row.estimate)
        if dot in spans:
            canvas.whisker(x(dot.row.low), x(dot.row.high), y, look.DEEP)
        if dot.row.answered < few:
            canvas.dot(at, y, 5.5, PAPER, stroke=look.DEEP, line=2)
        else:
            canvas.dot(at, y, 6, look.DEEP)
    layout.axis(canvas)
    return canvas


def _whole_line(canvas: Canvas, layout: look.RowLayout, x: float, share: str) -> None:
    layout.upright(canvas, x, look.ACCENT, 2.0)
    said = phrase("Alla {share}", share=share)
    half = width_of(said, look.SMALL, look.BOLD) / 2
    at = min(max(x, layout.left + half), layout.width - half)
    canvas.text(
        at,
        13,
        said,
        size=look.SMALL,
        weight=look.BOLD,
        colour=look.ACCENT,
        anchor="middle",
    )


def _known(row: Row | None) -> TypeGuard[Row]:
    return row is not None and state(row) is State.SHOWN


# --- two waves -----------------------------------------------------------------------


@dataclass(frozen=True)
class DotPair:
    """The same share in two waves; `sure` when the change is no chance."""

    label: str
    before: Row
    after: Row
    sure: bool


def slope(
    before: Released,
    after: Released,
    key: str,
    *,
    by: str = "challenge",
    changes: Released | None = None,
    title: str = "",
) -> Figure | LeftOut:
    """A line from each share in one wave to the same share in the next.

    `before` and `after` have one row for each value of `by`; `changes` has the
    differences with their intervals, and only a line whose interval excludes 0 is
    drawn as a change. Rows that are not shown in both waves are left to the table.
    """
    early, late = tabulation.by_keys(before, by), tabulation.by_keys(after, by)
    moved = tabulation.by_keys(changes, by) if changes is not None else {}
    few = after.codebook.disclosure.percent_from
    both = [value for value in tabulation.order(after, by) if (value,) in early]
    pairs = [
        DotPair(
            text.label_of(after, by, value),
            early[(value,)],
            late[(value,)],
            (value,) in moved and findings.significant(moved[(value,)]),
        )
        for value in both
        if value != TOTAL or len(both) == 1
    ]
    drawn = [
        pair
        for pair in pairs
        if _known(pair.before)
        and _known(pair.after)
        and min(pair.before.answered, pair.after.answered) >= few
    ]
    waves = (_wave(before), _wave(after))
    if not drawn:
        return left_out(after, key)
    finding = title or (
        prose.say(findings.changes(changes, by=by, waves=waves), changes.codebook)
        if changes is not None
        else phrase(
            "Så var det {waves} och {waves_2}", waves=waves[0], waves_2=waves[1]
        )
    )
    table = tables.Table(
        key,
        phrase("Andelar {waves} och {waves_2}", waves=waves[0], waves_2=waves[1]),
        [
            tabulation.heading(after, by),
            tables.Column(waves[0], "share", with_base=True),
            tables.Column(waves[1], "share", with_base=True),
        ],
        [
            [
                pair.label,
                tabulation.share_of(before, pair.before),
                tabulation.share_of(after, pair.after),
            ]
            for pair in pairs
        ],
    )
    made = assemble(
        after,
        key,
        lambda narrow: _draw_slope(drawn[:12], waves, narrow),
        title=finding,
        alt=described(
            phrase("Linjediagram med två tidpunkter"),
            phrase(
                "andelarna {waves} och {waves_2}, en linje för var och en av {drawn}",
                waves=waves[0],
                waves_2=waves[1],
                drawn=text.listed([pair.label for pair in drawn[:12]]),
            ),
            finding,
        ),
        table=table,
        note=crowded(min(len(drawn), 12), len(pairs), phrase("rader")),
    )
    return replace(made, period=text.listed(waves))


def _wave(released: Released) -> str:
    wave = released.codebook.wave
    return str(wave) if wave is not None else released.codebook.title


def _draw_slope(
    pairs: Sequence[DotPair], waves: tuple[str, str], narrow: bool
) -> Canvas:
    width = look.NARROW if narrow else look.WIDE
    size = look.SMALL if narrow else look.SIZE
    gap = 30.0  # between a point and its label, for a line where they part
    value = width_of("100 %", size, look.BOLD)
    side = (0.44 if narrow else 0.36) * width
    room = side - gap - value - 8
    lines = [wrapped(pair.label, room, size) for pair in pairs]
    least = max(map(len, lines)) * LINE * size + 6
    head = 34.0
    tall = max(len(pairs) * least * 1.15, 280)
    canvas = Canvas(width, head + tall)
    left, right = value + gap if narrow else side, width - side
    top, bottom = head + least / 2, head + tall - least / 2
    shares = [row.estimate for p in pairs for row in (p.before, p.after)]
    # Slopes are compared, not lengths: the scale need not begin at nothing.
    low, span = min(shares), max(max(shares) - min(shares), 0.1)

    def y(row: Row) -> float:
        return bottom - (row.estimate - low) / span * (bottom - top)

    for x, wave, anchor in ((left, waves[0], "end"), (right, waves[1], "start")):
        canvas.text(x, 16, wave, size=size, weight=look.BOLD, colour=INK, anchor=anchor)
        canvas.line([(x, head - 8), (x, head + tall)], look.GRID)
    starts = look.spread([y(pair.before) for pair in pairs], least, top, bottom)
    ends = look.spread([y(pair.after) for pair in pairs], least, top, bottom)
    for n, pair in sorted(enumerate(pairs), key=lambda one: one[1].sure):
        a, b = (left, y(pair.before)), (right, y(pair.after))
        colour = look.DEEP if pair.sure else look.UNSURE
        canvas.line([a, b], colour, width=3 if pair.sure else 2)
        for point, place, way in ((a, starts[n], -1), (b, ends[n], 1)):
            canvas.dot(*point, 4.5, colour)
            x = point[0] + way * gap
            canvas.line([point, (x - way * 5, place)], look.AXIS, width=0.75)
            row, anchor = (pair.before, "end") if way < 0 else (pair.after, "start")
            canvas.text(
                x,
                place + 0.34 * size,
                text.percent(row.estimate),
                size=size,
                weight=look.BOLD,
                colour=INK,
                anchor=anchor,
            )
            if way > 0 or not narrow:
                at = x + way * (value + 8)
                words: dict[str, Any] = {"size": size, "colour": INK, "anchor": anchor}
                canvas.beside(at, place, lines[n], **words)
    return canvas
