"""Shares over two waves or more: a line each, through a dot for every wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from helpers.disclosure.released import Released
from helpers.estimation.schema import Row
from helpers.presentation import findings, prose, tables, tabulation, text
from helpers.presentation.figures import look
from helpers.presentation.figures.canvas import INK, Canvas
from helpers.presentation.figures.figure import (
    Figure,
    LeftOut,
    assemble,
    crowded,
    described,
    left_out,
)
from helpers.presentation.figures.lettering import LINE, width_of, wrapped
from helpers.presentation.locale import phrase
from helpers.presentation.text import State, state
from helpers.survey.codebook import TOTAL

MOST_LINES = 12
GAP = 30.0  # between a point and its label, for a line where they part
HEAD = 34.0


@dataclass(frozen=True)
class Course:
    """A share in every wave, the earliest first; `sure`: its change is no chance."""

    label: str
    rows: tuple[Row, ...]
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
    courses = [
        Course(
            text.label_of(after, by, value),
            (early[(value,)], late[(value,)]),
            (value,) in moved and findings.significant(moved[(value,)]),
        )
        for value in both
        if value != TOTAL or len(both) == 1
    ]
    drawn = _drawable(courses, few)
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
                course.label,
                tabulation.share_of(before, course.rows[0]),
                tabulation.share_of(after, course.rows[1]),
            ]
            for course in courses
        ],
    )
    made = assemble(
        after,
        key,
        lambda narrow: _draw(drawn, waves, narrow),
        title=finding,
        alt=described(
            phrase("Linjediagram med två tidpunkter"),
            phrase(
                "andelarna {waves} och {waves_2}, en linje för var och en av {drawn}",
                waves=waves[0],
                waves_2=waves[1],
                drawn=text.listed([course.label for course in drawn]),
            ),
            finding,
        ),
        table=table,
        note=crowded(len(drawn), len(courses), phrase("rader")),
    )
    return replace(made, period=text.listed(waves))


def _wave(released: Released) -> str:
    wave = released.codebook.wave
    return str(wave) if wave is not None else released.codebook.title


def trend(
    shares: Released, slopes: Released, key: str, *, title: str
) -> Figure | LeftOut:
    """A line for each challenge of `shares` (a row a wave, told by `form`) that is
    shown in all waves; dark where the slope in `slopes` is significant."""
    cells = tabulation.by_keys(shares, "challenge", "form")
    waves = list(dict.fromkeys(row.form for row in shares))
    moved = tabulation.by_keys(slopes, "challenge")
    few = shares.codebook.disclosure.percent_from
    courses = [
        Course(
            text.label_of(shares, "challenge", one),
            tuple(cells[one, wave] for wave in waves),
            (one,) in moved and findings.significant(moved[(one,)]),
        )
        for one in tabulation.order(shares, "challenge")
        if all((one, wave) in cells for wave in waves)
    ]
    drawn = _drawable(courses, few)
    if not drawn:
        return left_out(shares, key)
    named = text.listed([course.label for course in drawn])
    made = assemble(
        shares,
        key,
        lambda narrow: _draw(drawn, waves, narrow),
        title=title,
        alt=described(
            phrase("Linjediagram med {waves} tidpunkter", waves=text.word(len(waves))),
            phrase(
                "andelarna {waves}, en linje för var och en av {named}",
                waves=text.listed(waves),
                named=named,
            ),
            title,
        ),
        table=_table(shares, key, courses, waves),
        note=(
            phrase(
                "Mörka linjer: säkerställd förändring över alla omgångar. Bara de "
                "som fanns med i listorna alla gånger räknas, så andelarna är andra "
                "än för alla svarande.{crowded}",
                crowded=crowded(len(drawn), len(courses), phrase("rader")),
            )
        ),
    )
    return replace(made, period=text.listed(waves))


def _drawable(courses: Sequence[Course], few: int) -> list[Course]:
    """The first of those that are shown in every wave, as percentages."""
    return [
        course
        for course in courses
        if all(state(r) is State.SHOWN and r.answered >= few for r in course.rows)
    ][:MOST_LINES]


def _table(
    shares: Released, key: str, courses: Sequence[Course], waves: Sequence[str]
) -> tables.Table:
    return tables.Table(
        key,
        phrase(
            "Andelar i varje omgång, bland dem som fanns med i listorna alla gånger"
        ),
        [
            tabulation.heading(shares, "challenge"),
            *(tables.Column(wave, "share", with_base=True) for wave in waves),
        ],
        [
            [course.label, *(tabulation.share_of(shares, row) for row in course.rows)]
            for course in courses
        ],
    )


def _places(waves: Sequence[str], left: float, right: float) -> list[float]:
    """Where each wave stands: by its year where all are years, else evenly."""
    years = all(wave.isdecimal() for wave in waves)
    times = [float(wave) if years else float(n) for n, wave in enumerate(waves)]
    whole = times[-1] - times[0] or 1.0
    return [left + (time - times[0]) / whole * (right - left) for time in times]


def _draw(courses: Sequence[Course], waves: Sequence[str], narrow: bool) -> Canvas:
    """A line for each; its label stands after it, and before it too where two waves
    leave room."""
    width = look.NARROW if narrow else look.WIDE
    size = look.SMALL if narrow else look.SIZE
    two = len(waves) == 2
    value = width_of("100 %", size, look.BOLD)
    side = (0.44 if narrow else 0.36) * width
    lines = [wrapped(one.label, side - GAP - value - 8, size) for one in courses]
    least = max(map(len, lines)) * LINE * size + 6
    tall = max(len(courses) * least * 1.15, 280)
    canvas = Canvas(width, HEAD + tall)
    xs = _places(waves, side if two and not narrow else value + GAP, width - side)
    top, bottom = HEAD + least / 2, HEAD + tall - least / 2
    every = [row.estimate for one in courses for row in one.rows]
    # Slopes are compared, not lengths: the scale need not begin at nothing.
    low, span = min(every), max(max(every) - min(every), 0.1)

    def y(row: Row) -> float:
        return bottom - (row.estimate - low) / span * (bottom - top)

    plain: dict[str, Any] = {"size": size, "colour": INK}
    bold = plain | {"weight": look.BOLD}
    anchors = ("end", "start") if two else ("middle",) * len(waves)
    for x, wave, anchor in zip(xs, waves, anchors, strict=True):
        canvas.text(x, 16, wave, anchor=anchor, **bold)
        canvas.line([(x, HEAD - 8), (x, HEAD + tall)], look.GRID)
    starts = look.spread([y(one.rows[0]) for one in courses], least, top, bottom)
    ends = look.spread([y(one.rows[-1]) for one in courses], least, top, bottom)
    for n, one in sorted(enumerate(courses), key=lambda each: each[1].sure):
        points = [(x, y(row)) for x, row in zip(xs, one.rows, strict=True)]
        colour = look.DEEP if one.sure else look.UNSURE
        canvas.line(points, colour, width=3 if one.sure else 2)
        for point in points[1:-1]:
            canvas.dot(*point, 4.5, colour)
        for at, place, way in ((0, starts[n], -1), (-1, ends[n], 1)):
            canvas.dot(*points[at], 4.5, colour)
            x, anchor = points[at][0] + way * GAP, "end" if way < 0 else "start"
            canvas.line([points[at], (x - way * 5, place)], look.AXIS, width=0.75)
            share = text.percent(one.rows[at].estimate)
            canvas.text(x, place + 0.34 * size, share, anchor=anchor, **bold)
            if way > 0 or (two and not narrow):
                beside = x + way * (value + 8)
                canvas.beside(beside, place, lines[n], anchor=anchor, **plain)
    return canvas
