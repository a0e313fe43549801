"""Two keys against each other: a grid of numbers, and combinations of forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from helpers.disclosure.released import Released
from helpers.estimation.schema import Row
from helpers.presentation import findings, prose, tabulation, text
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
from helpers.presentation.figures.told import MOST_TOLD
from helpers.presentation.locale import phrase
from helpers.presentation.tables import SUPPRESSED_SIGN
from helpers.presentation.text import State, state
from helpers.survey.codebook import NO_GROUP, TOTAL

MOST_COLUMNS = 8


def matrix(
    released: Released,
    key: str,
    *,
    rows: str = "group",
    columns: str = "challenge",
    title: str = "",
) -> Figure | LeftOut:
    """A cell for each pair of `rows` and `columns`, darker where the share is larger,
    with its percentage, or "3 av 7" where few have answered; beside each row how many
    answered. Groups stand with the largest first, as far as all their cells are shown.

    Three states that are never mixed up: nobody, "inga svar" and "redovisas inte".
    """
    if not text.shown_rows(released):
        return left_out(released, key)
    cells = tabulation.by_keys(released, rows, columns)
    downs = tabulation.order(released, rows)
    acrosses = tabulation.order(released, columns)
    if len(acrosses) > MOST_COLUMNS >= len(downs):
        rows, columns, downs, acrosses = columns, rows, acrosses, downs
        cells = {(down, across): row for (across, down), row in cells.items()}
    few = released.codebook.disclosure.percent_from
    if rows == "group":
        downs = _largest_first(downs, acrosses, cells)
    table = tabulation.crosstab(
        released, key, rows=rows, columns=columns, order_of=downs
    )
    if len(downs) > 2 * MOST_BARS or len(acrosses) > MOST_COLUMNS:
        size = phrase(
            "{downs} × {acrosses} rutor går inte att läsa i en figur",
            downs=len(downs),
            acrosses=len(acrosses),
        )
        return left_out(released, key, why=size, table=table)
    texts = {k: text.cell(row, percent_from=few) for k, row in cells.items()}
    find = findings.prevailing if columns == "option" else findings.presence
    found = findings.unexplained(released) or find(released, rows=rows, by=columns)
    finding = title or prose.say(found, released.codebook)
    labels = {value: text.label_of(released, rows, value) for value in downs}
    names = {
        value: _with_base(label, [cells.get((value, one)) for one in acrosses])
        for value, label in labels.items()
    }
    heads = {value: text.label_of(released, columns, value) for value in acrosses}
    noun, other = (
        prose.noun_of(released.codebook, column).one for column in (rows, columns)
    )
    return assemble(
        released,
        key,
        lambda narrow: _draw(cells, texts, names, heads, narrow),
        title=finding,
        alt=described(
            phrase("Rutnät med siffror, mörkare där andelen är större,"),
            phrase(
                "andelen per {noun} (rader) och {other} (kolumner: {list})",
                noun=noun,
                other=other,
                list=text.listed(list(heads.values())),
            ),
            finding,
            _told_cells(cells, texts, labels, heads, few),
        ),
        table=table,
        note=_states_note(texts.values()),
    )


def _largest_first(
    downs: Sequence[str],
    acrosses: Sequence[str],
    cells: Mapping[tuple[str, ...], Row],
) -> list[str]:
    """Rows by their mean share; those with a cell that is not shown keep their order
    after these, so that their place tells nothing of it."""

    def mean(name: str) -> float:
        line = [cells.get((name, across)) for across in acrosses]
        if any(row is None or state(row) is not State.SHOWN for row in line):
            return -1.0
        return float(sum(row.estimate for row in line if row is not None) / len(line))

    inner = [name for name in downs if name not in (TOTAL, NO_GROUP)]
    last = [name for name in downs if name in (TOTAL, NO_GROUP)]
    return [*sorted(inner, key=lambda name: -mean(name)), *last]


def _with_base(label: str, line: Sequence[Any]) -> str:
    """A row's name with how many answered: "Stadskontoret (12–13)"."""
    bases = sorted(
        {
            int(row.answered)
            for row in line
            if row is not None and state(row) is State.SHOWN
        }
    )
    if not bases:
        return label
    ends = list(dict.fromkeys([bases[0], bases[-1]]))
    return f"{label} ({text.DASH.join(text.number(end) for end in ends)})"


def _told_cells(
    cells: Mapping[tuple[str, ...], Row],
    texts: Mapping[tuple[str, ...], str],
    labels: Mapping[str, str],
    heads: Mapping[str, str],
    few: int,
) -> list[str]:
    shown = [
        key for key, row in cells.items() if state(row) is State.SHOWN and row.count
    ]
    if len(cells) <= MOST_TOLD:
        whole = [f"{labels[a]}, {heads[b]}: {texts[a, b]}" for a, b in cells]
        return ["; ".join(whole)]
    enough = [key for key in shown if cells[key].answered >= few]
    ranked = sorted(enough, key=lambda key: -cells[key].estimate)
    first = findings.first_ones(ranked, 3, lambda key: round(cells[key].estimate, 2))
    if len(ranked) < 3 or not first:
        return []
    most = text.listed([f"{labels[a]}, {heads[b]} {texts[a, b]}" for a, b in first])
    return [
        phrase("Störst andel: {most}", most=most),
        phrase("Alla siffror står i tabellen under figuren"),
    ]


def _states_note(texts: Any) -> str:
    """What the states that occur mean."""
    found = set(texts)
    notes = []
    if State.NO_ANSWERS.words in found:
        notes.append(phrase("Inga svar: ingen har svarat, så det är inte känt"))
    if State.SUPPRESSED.words in found:
        notes.append(phrase("Redovisas inte (·): siffran skyddas"))
    return " ".join(f"{note}." for note in notes)


def _draw(
    cells: Mapping[tuple[str, ...], Row],
    texts: Mapping[tuple[str, ...], str],
    names: Mapping[str, str],
    heads: Mapping[str, str],
    narrow: bool,
) -> Canvas:
    width = look.NARROW if narrow else look.WIDE
    label = (
        0.0
        if narrow
        else min(
            0.34 * width,
            12 + max(width_of(name, look.SIZE, look.BOLD) for name in names.values()),
        )
    )
    each = (width - label - 2) / len(heads)
    size = look.SMALL if narrow else look.SIZE
    top_size = 12.0 if narrow else look.SMALL
    tops = {
        v: wrapped(name, each - 6, top_size, look.BOLD) for v, name in heads.items()
    }
    head = max(len(lines) for lines in tops.values()) * LINE * top_size + 8
    room = width if narrow else label - 12
    lines = {v: wrapped(name, room, look.SIZE) for v, name in names.items()}
    tall = {
        v: (len(x) * LINE * look.SIZE + 36 if narrow else max(34, len(x) * 19 + 6))
        for v, x in lines.items()
    }
    gap = 10.0 if TOTAL in names and len(names) > 1 else 0.0
    canvas = Canvas(width, head + sum(tall.values()) + gap + 2 + LEGEND)
    for n, heading in enumerate(tops.values()):
        x = label + (n + 0.5) * each
        y = head - 8 - len(heading) * LINE * top_size
        canvas.paragraph(
            x, y, heading, size=top_size, weight=look.BOLD, colour=INK, anchor="middle"
        )
    y = head
    for value in names:
        y += gap if value == TOTAL else 0.0
        top, height = y, tall[value]
        if narrow:
            canvas.paragraph(0, y + 2, lines[value], size=look.SIZE, colour=INK)
            top = y + len(lines[value]) * LINE * look.SIZE + 4
            height = 30.0
        else:
            middle, words = top + height / 2, lines[value]
            canvas.beside(
                label - 12, middle, words, size=look.SIZE, colour=INK, anchor="end"
            )
        for n, column in enumerate(heads):
            place = (label + n * each, top, each, height)
            row = cells.get((value, column))
            _cell(canvas, place, row, texts.get((value, column), ""), size)
        y += tall[value]
    _legend(canvas, label, y + LEGEND - 10)
    return canvas


LEGEND = 34.0
"""How much room the key to the colours takes."""


def _legend(canvas: Canvas, left: float, y: float) -> None:
    """What the colours mean: a row of them from nobody to all."""
    canvas.text(left, y, phrase("Ingen"), size=12.0, colour=look.QUIET)
    x = left + width_of(phrase("Ingen"), 12.0) + 6
    for step in range(11):
        ends = [(x, y - 4), (x + 14, y - 4)]
        canvas.line(ends, look.shade(step / 10), width=12)
        x += 14
    canvas.text(x + 6, y, phrase("Alla"), size=12.0, colour=look.QUIET)


def _cell(
    canvas: Canvas,
    place: tuple[float, float, float, float],
    row: Row | None,
    text_in: str,
    size: float,
) -> None:
    """A filled cell for a share; an empty frame for none; a pale one without number."""
    x, y, width, height = place
    box = (x + 1.5, y + 1.5, width - 3, height - 3)
    if row is None:
        return
    known = state(row) is State.SHOWN
    if not known:
        canvas.rect(*box, look.FAINT)
        colour, weight = look.QUIET, 400
        if width_of(text_in, size) > width - 6:
            size = 12.0
        if width_of(text_in, size) > width - 6:
            text_in, size = SUPPRESSED_SIGN, 2 * look.SIZE
    elif row.count == 0:
        canvas.rect(*box, PAPER, stroke=look.AXIS)
        colour, weight = INK, 400
    else:
        fill = look.shade(row.estimate)
        canvas.rect(*box, fill)
        colour, weight = look.ink_on(fill), look.BOLD
    canvas.text(
        x + width / 2,
        y + height / 2 + 0.34 * size,
        text_in,
        size=size,
        weight=weight,
        colour=colour,
        anchor="middle",
    )
