"""Shares over three waves or more: a line each, through a dot for every wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from helpers.disclosure.released import Released
from helpers.estimation.schema import Row
from helpers.presentation import findings, tables, tabulation, text
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

MOST_LINES = 12
GAP = 30.0  # between a point and its label, for a line where they part
HEAD = 34.0


@dataclass(frozen=True)
class Course:
    """A share in every wave, the earliest first; `sure` when its slope is no chance."""

    label: str
    rows: tuple[Row, ...]
    sure: bool


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
    drawn = [
        course
        for course in courses
        if all(state(r) is State.SHOWN and r.answered >= few for r in course.rows)
    ][:MOST_LINES]
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
    width = look.NARROW if narrow else look.WIDE
    size = look.SMALL if narrow else look.SIZE
    value = width_of("100 %", size, look.BOLD)
    side = (0.44 if narrow else 0.36) * width
    lines = [wrapped(one.label, side - GAP - value - 8, size) for one in courses]
    least = max(map(len, lines)) * LINE * size + 6
    tall = max(len(courses) * least * 1.15, 280)
    canvas = Canvas(width, HEAD + tall)
    xs = _places(waves, value + GAP, width - side)
    top, bottom = HEAD + least / 2, HEAD + tall - least / 2
    every = [row.estimate for one in courses for row in one.rows]
    # Slopes are compared, not lengths: the scale need not begin at nothing.
    low, span = min(every), max(max(every) - min(every), 0.1)

    def y(row: Row) -> float:
        return bottom - (row.estimate - low) / span * (bottom - top)

    for x, wave in zip(xs, waves, strict=True):
        how: dict[str, Any] = {"size": size, "weight": look.BOLD, "colour": INK}
        canvas.text(x, 16, wave, anchor="middle", **how)
        canvas.line([(x, HEAD - 8), (x, HEAD + tall)], look.GRID)
    starts = look.spread([y(one.rows[0]) for one in courses], least, top, bottom)
    ends = look.spread([y(one.rows[-1]) for one in courses], least, top, bottom)
    for n, one in sorted(enumerate(courses), key=lambda each: each[1].sure):
        points = [(x, y(row)) for x, row in zip(xs, one.rows, strict=True)]
        colour = look.DEEP if one.sure else look.UNSURE
        canvas.line(points, colour, width=3 if one.sure else 2)
        for point in points:
            canvas.dot(*point, 4.5, colour)
        for at, place, way in ((0, starts[n], -1), (-1, ends[n], 1)):
            x = points[at][0] + way * GAP
            canvas.line([points[at], (x - way * 5, place)], look.AXIS, width=0.75)
            share, anchor = text.percent(one.rows[at].estimate), _anchor(way)
            how = {"size": size, "weight": look.BOLD, "colour": INK, "anchor": anchor}
            canvas.text(x, place + 0.34 * size, share, **how)
        words: dict[str, Any] = {"size": size, "colour": INK, "anchor": "start"}
        canvas.beside(xs[-1] + GAP + value + 8, ends[n], lines[n], **words)
    return canvas


def _anchor(way: int) -> str:
    return "end" if way < 0 else "start"
