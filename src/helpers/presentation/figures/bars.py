"""Bars: shares with their intervals, counts, and small multiples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.disclosure.released import Released
from helpers.estimation.schema import Row
from helpers.presentation import findings, prose, tables, tabulation, text
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
from helpers.presentation.figures.told import MOST_TOLD
from helpers.presentation.findings.ranks import is_ranked
from helpers.presentation.locale import phrase
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
    rows = tabulation.by_keys(released, by)
    unsure = (
        text.dont_know(released) | text.none_of(released)
        if by == "option"
        else frozenset()
    )
    bars = [
        Bar(text.label_of(released, by, value), rows[(value,)], value in unsure)
        for value in tabulation.order(released, by)
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
    table: tables.Table | None = None,
) -> Figure | LeftOut:
    """Shares as lying bars, each with its interval: one row of `released` a bar.

    `by` is the column that differs between the rows. `sort` puts the largest first; by
    default only where the options have no order of their own (multiple choice,
    rankings). `table`: the figure's, where it says more than the shares.
    """
    text.only_released(released)
    if sort is None:
        sort = by == "option" and (_unordered(released) or is_ranked(released))
    bars = bars_of(released, by, sort=sort)
    shown = [bar for bar in bars if bar.state is State.SHOWN]
    if not shown:
        return left_out(released, key)
    kept = bars if len(bars) <= MOST_BARS else bars[: MOST_BARS - 1]
    finding = title or _finding(released, by)
    # All of a few, the largest of many; never the first of them as they were asked.
    named_bars = shown
    if len(shown) > MOST_TOLD:
        ranked = sorted(shown, key=lambda bar: -bar.row.estimate)
        named_bars = findings.first_ones(
            ranked, 3, lambda bar: round(bar.row.estimate, 2)
        )
    named = "; ".join(_bar_in_words(released, bar) for bar in named_bars)
    which = (
        phrase("Störst")
        if len(named_bars) < len(shown)
        else phrase("Staplarna uppifrån")
    )
    return assemble(
        released,
        key,
        lambda narrow: _draw_shares(released, kept, narrow),
        title=finding,
        alt=described(
            phrase("Liggande stapeldiagram"),
            _what_of(released, by),
            finding,
            [f"{which}: {named}"] if named_bars else [],
        ),
        table=table or tabulation.topline(released, key, by=by),
        note=thin_lines(released, bars)
        + crowded(len(kept), len(bars), "svarsalternativ"),
    )


def _draw_shares(released: Released, bars: Sequence[Bar], narrow: bool) -> Canvas:
    few = released.codebook.disclosure.percent_from
    shown = [bar for bar in bars if bar.state is State.SHOWN]
    spans = [bar for bar in shown if _spans(bar, few)]
    highest = max([bar.row.estimate for bar in shown] + [bar.row.high for bar in spans])
    limit = look.nice_limit(highest)
    # No percentage anywhere, not even along the axis, where few have answered.
    enough = any(bar.row.answered >= few for bar in shown)
    values = [max(width_of(_value(bar, few), look.SIZE, look.BOLD) for bar in bars)]
    if spans:
        values.append(
            14 + max(width_of(_interval(bar, few), look.SIZE) for bar in bars)
        )
    first_apart = [n for n, bar in enumerate(bars) if bar.apart and n][:1]
    layout = look.RowLayout(
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
            layout.in_place(canvas, n, bar.state.words)
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
    colour = look.UNSURE if bar.apart else look.BAR
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
    return text.item_kinds(released) == {"multiple"}


def _finding(released: Released, by: str) -> str:
    found: findings.Finding | None
    if codes := findings.unexplained(released):
        found = codes
    elif by != "option":
        found = findings.spread(released, by=by)
    elif _unordered(released):
        found = findings.ranking(released)
    else:
        found = findings.single_answer(released)
    sentence = prose.say(found, released.codebook)
    ids = released.values("question") if by == "option" else []
    if not sentence or len(ids) != 1:
        return sentence
    # A title is read without the question: whose "Nej" it is stands first.
    name = text.label_of(released, "question", ids[0])
    whom = prose.whom_asked(findings.routed(released), released.codebook)
    return prose.about(name, whom, sentence)


def _what_of(released: Released, by: str) -> str:
    if by == "option" and is_ranked(released):
        return phrase(
            "andelen svarande som satte vart och ett av svarsalternativen först"
        )
    return phrase("andelen svarande per {released}", released=unit_of(released, by))


def unit_of(released: Released, by: str) -> str:
    return {
        "option": phrase("svarsalternativ"),
        "group": text.groups(released.codebook).one,
        "challenge": phrase("utmaning"),
        "form": phrase("form av samverkan"),
        "item": phrase("delfråga"),
    }.get(by, by)


def _bar_in_words(released: Released, bar: Bar) -> str:
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
        phrase("Antal {many}", many=noun.many),
        [tabulation.heading(released, by), tables.Column(phrase("Antal"), "count")],
        [[bar.label, _count(bar) if bar in shown else bar.state] for bar in bars],
    )
    return assemble(
        released,
        key,
        lambda narrow: _draw_counts(kept, narrow),
        title=title,
        alt=described(
            phrase("Liggande stapeldiagram"),
            phrase(
                "antalet {many} per {released}",
                many=noun.many,
                released=unit_of(released, by),
            ),
            title,
        ),
        table=table,
        note=crowded(len(kept), len(bars), phrase("rader")),
    )


def _count(bar: Bar) -> float:
    if bar.state is State.SUPPRESSED:
        return float("nan")
    return bar.row.estimate if pd.isna(bar.row.count) else bar.row.count


def _draw_counts(bars: Sequence[Bar], narrow: bool) -> Canvas:
    values = [_count(bar) for bar in bars]
    known = [value for value in values if not pd.isna(value)]
    limit = look.nice_count(max([*known, 1]))
    column = max(width_of(text.number(value), look.SIZE, look.BOLD) for value in known)
    layout = look.RowLayout(
        [bar.label for bar in bars], narrow, values=[column], foot=22
    )
    canvas = Canvas(layout.width, layout.height)
    x = layout.scale(limit)
    layout.grid(canvas, [(x(v), text.number(v)) for v in (0, limit / 2, limit)])
    for n, (bar, value) in enumerate(zip(bars, values, strict=True)):
        layout.label(canvas, n)
        y = layout.y(n)
        if pd.isna(value):
            layout.in_place(canvas, n, bar.state.words)
            continue
        canvas.rect(layout.left, y - 9, x(value) - layout.left, 18, look.BAR)
        layout.value(canvas, n, 0, text.number(value))
    layout.axis(canvas)
    return canvas
