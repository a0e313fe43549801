"""Dots with intervals: groups beside each other, one group against the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from helpers.disclosure.released import Released
from helpers.estimation.schema import Row
from helpers.presentation import findings, prose, tabulation, text
from helpers.presentation.figures import look
from helpers.presentation.figures.canvas import PAPER, Canvas
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
from helpers.presentation.figures.lettering import width_of
from helpers.presentation.locale import phrase
from helpers.presentation.tables import Column
from helpers.presentation.text import State, state
from helpers.survey.codebook import TOTAL


@dataclass(frozen=True)
class Dot:
    """A released row with its label, and the share that it is set against."""

    label: str
    row: Row
    beside: float | None = None

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
    found = findings.unexplained(released) or findings.spread(released, by=by)
    finding = title or prose.say(found, released.codebook)
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
    """One group's shares (dots with intervals) beside those of the others together
    (upright marks), or of all, where the others' are not known.

    `released` has the rows of `group` and those of all, one a value of `by`;
    `contrasts` what differs between the group and the others.
    """
    cells = tabulation.by_keys(released, "group", by)
    own = {
        value: cells[group, value]
        for value in tabulation.order(released, by)
        if (group, value) in cells
    }
    apart = {
        row.key(by): row.estimate
        for row in text.shown_rows(contrasts or released.select(statistic=[]))
        if row.group == group
    }
    others = all(value in apart for value, row in own.items() if _known(row))
    beside = {
        value: row.estimate - apart[value] if others else _share(cells, TOTAL, value)
        for value, row in own.items()
        if _known(row) or not others
    }
    made = [
        Dot(text.label_of(released, by, value), row, beside.get(value))
        for value, row in own.items()
    ]
    if not any(dot.shown for dot in made):
        return left_out(released.select(group=group), key)
    kept = made[:MOST_BARS]
    found = findings.unexplained(released) or findings.against(
        released, group=group, by=by, contrasts=contrasts
    )
    finding = title or prose.say(found, released.codebook)
    who = text.upper_first(text.the_group(released.codebook, group))
    few = released.codebook.disclosure.percent_from
    whose = phrase("Alla svarande")
    table = tabulation.crosstab(
        released.select(group=[group, TOTAL]), key, rows=by, columns="group"
    )
    if others:
        whose = phrase(
            "De andra {groups}", groups=text.groups(released.codebook).the_many
        )
        beside_own = tabulation.crosstab(
            released.select(group=group), key, rows=by, columns="group"
        )
        table = beside_own.with_column(
            Column(whose, "percent"), [dot.beside for dot in made]
        )
    return assemble(
        released,
        key,
        lambda narrow: _draw_dots(kept, None, few, narrow, legend_of=(who, whose)),
        title=finding,
        alt=described(
            _kind(made),
            phrase(
                "{who} (punkter) mot {whose} (streck)",
                who=who,
                whose=text.lower_first(whose),
            ),
            finding,
        ),
        table=table,
        note=thin_lines(released, made)
        + crowded(len(kept), len(made), phrase("rader")),
    )


def _share(cells: Mapping[tuple[str, ...], Row], *key: str) -> float | None:
    row = cells.get(key)
    return row.estimate if _known(row) else None


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
    legend_of: tuple[str, str] | None = None,
) -> Canvas:
    shown = [dot for dot in made if dot.shown]
    spans = [d for d in shown if d.row.answered >= few and text.has_interval(d.row)]
    beside = [dot.beside for dot in made if dot.beside is not None]
    beside += [whole.estimate] if whole is not None else []
    limit = look.nice_limit(
        max(
            [dot.row.estimate for dot in shown]
            + [dot.row.high for dot in spans]
            + beside
        )
    )
    enough = any(dot.row.answered >= few for dot in shown) or bool(beside)
    sentences = [text.cell(dot.row, percent_from=few) for dot in made]
    values = [
        max(
            width_of(words, look.SIZE, look.BOLD if dot.shown else 400)
            for words, dot in zip(sentences, made, strict=True)
        )
    ]
    width = look.NARROW if narrow else look.WIDE
    entries = list(zip((look.DEEP, look.ACCENT), legend_of or (), strict=False))
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
        if dot.beside is not None:
            at = x(dot.beside)
            canvas.line([(at, y - 10), (at, y + 10)], look.ACCENT, width=3)
        # Beside the marks: those of all would be drawn through the words.
        layout.value(canvas, n, 0, sentences[n], quiet=not dot.shown)
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
    sentence = phrase("Alla {share}", share=share)
    half = width_of(sentence, look.SMALL, look.BOLD) / 2
    at = min(max(x, layout.left + half), layout.width - half)
    canvas.text(
        at,
        13,
        sentence,
        size=look.SMALL,
        weight=look.BOLD,
        colour=look.ACCENT,
        anchor="middle",
    )


def _known(row: Row | None) -> TypeGuard[Row]:
    return row is not None and state(row) is State.SHOWN
