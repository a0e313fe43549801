"""Combinations of forms: how many ties have just these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from helpers.disclosure.released import Released
from helpers.estimation.counting import NO_FORM
from helpers.presentation import findings, prose, tables, tabulation, text
from helpers.presentation.figures import look
from helpers.presentation.figures.canvas import INK, PAPER, Canvas
from helpers.presentation.figures.figure import (
    MOST_BARS,
    Figure,
    LeftOut,
    assemble,
    described,
    left_out,
)
from helpers.presentation.figures.lettering import LINE, width_of, wrapped
from helpers.presentation.locale import phrase
from helpers.presentation.text import State, state
from helpers.survey.codebook import TOTAL

# --- combinations --------------------------------------------------------------------


def combinations(
    released: Released, key: str, *, by: str = "form", title: str = ""
) -> Figure | LeftOut:
    """How many do what together: a matrix of the parts, and a bar for each combination.

    One row of `released` a combination; the parts are joined by "+" in the column `by`
    ("dialog+support"), and "none" is none of them.
    """
    rows = {
        k[0]: row
        for k, row in tabulation.by_keys(released, by).items()
        if k[0] != TOTAL
    }
    shown = [k for k, row in rows.items() if state(row) is State.SHOWN]
    if not shown:
        return left_out(released, key)
    suppressed = [k for k in rows if k not in shown]
    shown.sort(key=lambda k: (-rows[k].estimate, -rows[k].count))
    ordered = [*shown, *suppressed][:MOST_BARS]
    parts = _parts(released, by, rows)
    finding = title or prose.say(findings.combined(released, by=by), released.codebook)
    labels = {part: text.label_of(released, by, part) for part in parts}
    forms = text.listed([text.as_words(label) for label in labels.values()])
    names = {k: combination_label(k, labels) for k in rows}
    body: list[list[tables.Value]] = [
        [
            names[k],
            *(phrase("ja" if part in k.split("+") else "nej") for part in parts),
            tabulation.share_of(released, rows[k]),
        ]
        for k in ordered
    ]
    table = tables.Table(
        key,
        phrase("Kombinationer av {forms}", forms=forms),
        [
            phrase("Kombination"),
            *labels.values(),
            tables.Column(phrase("Andel"), "share", with_base=True),
        ],
        body,
    )
    few = released.codebook.disclosure.percent_from
    return assemble(
        released,
        key,
        lambda narrow: _draw_combinations(rows, ordered, labels, names, few, narrow),
        title=finding,
        alt=described(
            phrase("Kombinationsdiagram"),
            phrase(
                "hur många som gör vad, en rad för varje kombination av {forms}",
                forms=forms,
            ),
            finding,
        ),
        table=table,
    )


def _parts(released: Released, by: str, rows: Mapping[str, Any]) -> list[str]:
    named = {part for name in rows for part in name.split("+")} - {NO_FORM}
    known = list(released.codebook.form_labels) if by == "form" else []
    return [p for p in known if p in named] + sorted(named - set(known))


def combination_label(name: str, labels: Mapping[str, str]) -> str:
    """A combination in words: "Dialog och bidrag och stöd" would be read wrongly, so
    the parts are joined by a plus.

    >>> combination_label("a+b", {"a": "Dialog", "b": "Bidrag", "c": "Projekt"})
    'Dialog + bidrag'
    >>> combination_label("none", {"a": "Dialog"})
    'Ingen av dem'
    """
    if name == NO_FORM:
        return phrase("Ingen av dem")
    parts = [labels[part] for part in labels if part in name.split("+")]
    if len(parts) == len(labels) > 1:
        return phrase("Alla {parts}", parts=text.word(len(parts)))
    if len(parts) == 1:
        return phrase("Enbart {parts}", parts=text.as_words(parts[0]))
    return " + ".join([parts[0], *map(text.lower_first, parts[1:])])


def _draw_combinations(
    rows: Mapping[str, Any],
    ordered: Sequence[str],
    labels: Mapping[str, str],
    texts: Mapping[str, str],
    few: int,
    narrow: bool,
) -> Canvas:
    width = look.NARROW if narrow else look.WIDE
    column = 78.0 if narrow else 112.0
    size = 12.0 if narrow else look.SMALL
    tops = [wrapped(label, column - 8, size, look.BOLD) for label in labels.values()]
    head = max(map(len, tops)) * LINE * size + 8
    step = 34.0
    left = column * len(labels) + 10
    values = {k: text.cell(rows[k], percent_from=few) for k in ordered}
    drawn = [name for name in ordered if state(rows[name]) is State.SHOWN]
    numbers = max(width_of(values[name], look.SIZE, look.BOLD) for name in drawn)
    right = width - numbers - 10
    limit = look.nice_limit(max(rows[k].estimate for k in drawn))
    canvas = Canvas(width, head + step * len(ordered) + 4)
    for n, lines in enumerate(tops):
        top = head - 8 - len(lines) * LINE * size
        x = (n + 0.5) * column
        canvas.paragraph(
            x, top, lines, size=size, weight=look.BOLD, colour=INK, anchor="middle"
        )
    for m, name in enumerate(ordered):
        y = head + (m + 0.5) * step
        if m % 2 == 0:
            canvas.rect(0, y - step / 2, width, step, look.FAINT)
        inside = [n for n, part in enumerate(labels) if part in name.split("+")]
        if len(inside) > 1:
            ends = [((n + 0.5) * column, y) for n in (inside[0], inside[-1])]
            canvas.line(ends, look.DEEP, width=2.5)
        for n in range(len(labels)):
            x = (n + 0.5) * column
            if n in inside:
                canvas.dot(x, y, 7.5, look.DEEP)
            else:
                canvas.dot(x, y, 6.5, PAPER, stroke=look.AXIS, line=1.25)
        if name not in drawn:
            canvas.text(
                left + 6,
                y + 0.34 * look.SIZE,
                values[name],
                size=look.SMALL,
                colour=look.QUIET,
            )
            continue
        canvas.rect(
            left, y - 9, rows[name].estimate / limit * (right - left), 18, look.BAR
        )
        canvas.text(
            width,
            y + 0.34 * look.SIZE,
            values[name],
            size=look.SIZE,
            weight=look.BOLD,
            colour=INK,
            anchor="end",
        )
    canvas.line([(left, head), (left, head + step * len(ordered))], look.AXIS)
    return canvas
