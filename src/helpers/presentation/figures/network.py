"""Who is named by whom: the organisations that most groups name, and which groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.disclosure.released import Released
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
from helpers.survey.codebook import TOTAL

MOST_ROWS = 25
"""So many organisations can be read in one picture; the table has them all."""


@dataclass(frozen=True)
class DrawnOrganisation:
    """An organisation whose name may be published, and the groups that name it."""

    name: str
    kind: str
    units: int
    groups: tuple[str, ...]


def network(released: Released, key: str, *, title: str = "") -> Figure | LeftOut:
    """A row for each organisation that at least two groups name, those that most name
    first, and a filled dot under each group that names it.

    `released` holds the rows of the questions that ask for partners; the organisations
    come from its facts, which list only names that may be published.
    """
    facts = text.only_released(released).facts.organisations
    named = [
        DrawnOrganisation(one.name, one.type, one.naming.units, one.naming.groups)
        for one in facts.listed
    ]
    shared = [one for one in named if len(one.groups) >= 2]
    noun = text.groups(released.codebook)
    if not shared:
        why = phrase(
            "ingen organisation som får namnges nämns av minst två {many}",
            many=noun.many,
        )
        return left_out(released, key, why=why)
    found = {group for one in named for group in one.groups}
    known = [
        g for g in tabulation.order(released, "group") if g in found and g != TOTAL
    ]
    groups = known + sorted(found - set(known))
    shared.sort(key=lambda one: (-len(one.groups), -one.units, one.name))
    drawn = shared[:MOST_ROWS]
    agreed = released.codebook.short_names
    columns = {group: text.short_group(group, agreed) for group in groups}
    finding = title or _finding(released, named, shared, facts.named)
    first = findings.first_ones(drawn, 3, lambda one: len(one.groups))
    most = text.listed([f"{one.name} ({len(one.groups)})" for one in first])
    return assemble(
        released,
        key,
        lambda narrow: _draw(columns, drawn, narrow),
        title=finding,
        alt=described(
            phrase("Punktmatris"),
            phrase(
                "organisationer (rader) och vilka {many} som nämner dem (kolumner)",
                many=noun.many,
            ),
            finding,
            [phrase("Flest {many} nämner {most}", many=noun.many, most=most)]
            if first
            else [],
        ),
        table=_table(released, key, named),
        note=_note(facts.named - len(named))
        + crowded(len(drawn), len(shared), phrase("organisationer som flera nämner")),
        base=_base(released),
    )


def named_by(released: Released, key: str) -> Figure | LeftOut:
    """Bars: how many organisations are named by one group, by two, by three …, of those
    whose names may be published."""
    facts = text.only_released(released).facts.organisations
    noun = text.groups(released.codebook)
    found = Counter(len(one.naming.groups) for one in facts.listed)
    found.pop(0, None)
    if len(found) < 2:
        return left_out(released, key, why=phrase("inga organisationer att jämföra"))
    bars = {
        text.upper_first(text.counted(n, noun)): found.get(n, 0)
        for n in range(1, max(found) + 1)
    }
    alone, one = text.number(found.get(1, 0)), text.word(1, neuter=noun.neuter)
    of = text.counted(sum(found.values()), text.ORGANISATION)
    title = phrase(
        "{alone} av {of} som får namnges nämns av bara {one} {one_2}",
        alone=alone,
        of=of,
        one=one,
        one_2=noun.one,
    )
    table = tables.Table(
        key,
        phrase("Organisationer, efter hur många {many} som nämner dem", many=noun.many),
        [phrase("Nämns av"), tables.Column(phrase("Organisationer"), "count")],
        [[label, count] for label, count in bars.items()],
    )
    description = "; ".join(f"{label} {count}" for label, count in bars.items())
    return assemble(
        released,
        key,
        lambda narrow: _draw_counts(bars, narrow),
        title=title,
        alt=described(
            phrase("Liggande stapeldiagram"),
            phrase(
                "hur många organisationer som nämns av {one} {one_2}, av två och så på",
                one=one,
                one_2=noun.one,
            ),
            title,
            [description],
        ),
        table=table,
        note=_note(facts.named - len(facts.listed)),
        base=_base(released),
    )


def _draw_counts(bars: Mapping[str, int], narrow: bool) -> Canvas:
    widest = max(
        width_of(text.number(count), look.SIZE, look.BOLD) for count in bars.values()
    )
    layout = look.RowLayout(list(bars), narrow, values=[widest + 10])
    canvas = Canvas(layout.width, layout.height)
    x = layout.scale(max(bars.values()))
    for n, count in enumerate(bars.values()):
        layout.label(canvas, n)
        if count:
            canvas.rect(
                layout.left, layout.y(n) - 9, x(count) - layout.left, 18, look.BAR
            )
        layout.value(canvas, n, 0, text.number(count))
    layout.axis(canvas)
    return canvas


def _base(released: Released) -> str:
    """The units that name anyone: nonrespondents are missing, not unconnected."""
    rows = released.select(statistic="ties", challenge=TOTAL, form=TOTAL, group=TOTAL)
    answered = sum(int(row.answered) for row in text.shown_rows(rows))
    noun = text.respondents(released.codebook)
    return (
        phrase("{answered} som har nämnt någon", answered=text.counted(answered, noun))
        if answered
        else ""
    )


def _finding(
    released: Released,
    named: Sequence[DrawnOrganisation],
    shared: Sequence[DrawnOrganisation],
    total: int,
) -> str:
    """How many are named, and how many by two groups or more, names or not."""
    noun = text.groups(released.codebook)
    counted = text.upper_first(text.counted(total, text.ORGANISATION))
    rows = released.select(
        statistic="organisations_shared", challenge=TOTAL, form=TOTAL, group=TOTAL
    )
    shown = text.shown_rows(rows)
    several = int(shown[0].count) if len(shown) == 1 else len(shared)
    return phrase(
        "{counted} nämns, {several} av minst två {many}",
        counted=counted,
        several=text.word(several),
        many=noun.many,
    )


def _note(unnamed: int) -> str:
    if unnamed <= 0:
        return ""
    words = text.upper_first(text.counted(unnamed, text.ORGANISATION))
    return phrase("{words} till nämns, men namnen publiceras inte.", words=words)


def _table(
    released: Released, key: str, named: Sequence[DrawnOrganisation]
) -> tables.Table:
    noun = text.groups(released.codebook)
    return tables.Table(
        key,
        phrase("Organisationer som nämns"),
        [
            phrase("Organisation"),
            phrase("Slag"),
            text.upper_first(noun.many),
            tables.Column(phrase("Svarande som nämner den"), "count"),
        ],
        [
            [o.name, o.kind or None, text.listed(o.groups) or None, o.units]
            for o in named
        ],
    )


def _draw(
    columns: Mapping[str, str], rows: Sequence[DrawnOrganisation], narrow: bool
) -> Canvas:
    """`columns`: group → what it is called over its column."""
    width = look.NARROW if narrow else look.WIDE
    size = 12.0 if narrow else look.SMALL
    room = 0.38 * width if narrow else 0.36 * width
    head = max(width_of(name, size) for name in columns.values()) + 10
    lines = [wrapped(one.name, room - 10, size, lines=2) for one in rows]
    step = max(26.0, max(map(len, lines)) * LINE * size + 8)
    last = 24.0
    each = (width - room - last) / len(columns)
    canvas = Canvas(width, head + step * len(rows) + 4)
    for n, name in enumerate(columns.values()):
        x = room + (n + 0.5) * each + 0.34 * size
        canvas.text(x, head - 8, name, size=size, colour=INK, turned=True)
    for m, one in enumerate(rows):
        y = head + (m + 0.5) * step
        if m % 2 == 0:
            canvas.rect(0, y - step / 2, width, step, look.FAINT)
        canvas.beside(0, y, lines[m], size=size, colour=INK)
        for n, group in enumerate(columns):
            x = room + (n + 0.5) * each
            if group in one.groups:
                canvas.dot(x, y, 5.5, look.DEEP)
            else:
                canvas.dot(x, y, 2.0, look.PAPER, stroke=look.AXIS)
        canvas.text(
            width - 2,
            y + 0.34 * look.SIZE,
            text.number(len(one.groups)),
            size=size,
            weight=look.BOLD,
            colour=INK,
            anchor="end",
        )
    return canvas
