"""Who is named by whom: groups and the organisations that several of them name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.disclosure.released import Released
from helpers.presentation import tables, text
from helpers.presentation.figures.canvas import INK, LINE, Canvas, wrapped
from helpers.presentation.figures.figure import (
    Figure,
    LeftOut,
    assemble,
    described,
    left_out,
)
from helpers.presentation.figures.look import (
    BOLD,
    DEEP,
    NARROW,
    QUIET,
    SMALL,
    UNSURE,
    WIDE,
)
from helpers.survey.codebook import TOTAL

LABELS = {False: 32, True: 18}
"""How many organisations have room for their name, on a wide and a narrow sheet."""


@dataclass(frozen=True)
class Named:
    """An organisation whose name may be published, and the groups that name it."""

    name: str
    kind: str
    units: int
    groups: tuple[str, ...]


def network(released: Released, key: str, *, title: str = "") -> Figure | LeftOut:
    """Groups to the left, the organisations that at least two of them name to the
    right, a line for each naming. Those named by one group only are counted beside it.

    `released` holds the rows of the questions that ask for partners; the organisations
    come from its facts, which list only names that may be published.
    """
    facts = text.only_released(released).facts.organisations
    named = [
        Named(one.name, one.type, one.naming.units, one.naming.groups)
        for one in facts.listed
    ]
    shared = [one for one in named if len(one.groups) >= 2]
    noun = text.groups(released.codebook)
    if not shared:
        why = f"ingen organisation som får namnges nämns av minst två {noun.many}"
        return left_out(released, key, why=why)
    found = {group for one in named for group in one.groups}
    known = [g for g in tables.order(released, "group") if g in found and g != TOTAL]
    groups = known + sorted(found - set(known))
    own = {g: sum(one.groups == (g,) for one in named) for g in groups}
    finding = title or _finding(released, named, shared, facts.named)
    return assemble(
        released,
        key,
        lambda narrow: _draw(groups, shared, own, narrow),
        title=finding,
        alt=described(
            "Nätverksbild",
            f"{noun.many} till vänster och de organisationer som minst två av dem "
            "nämner till höger, med en linje för varje omnämnande",
            finding,
            [f"Flest {noun.many} nämner {text.listed([o.name for o in shared[:3]])}"],
        ),
        table=_table(released, key, named),
        note=_note(facts.named - len(named)),
        base=_base(released),
    )


def _base(released: Released) -> str:
    """The units that name anyone: nonrespondents are missing, not unconnected."""
    rows = released.select(statistic="ties", challenge=TOTAL, form=TOTAL, group=TOTAL)
    answered = sum(int(row.answered) for row in text.shown_rows(rows))
    noun = text.respondents(released.codebook)
    return f"{text.counted(answered, noun)} som har nämnt någon" if answered else ""


def _finding(
    released: Released, named: Sequence[Named], shared: Sequence[Named], total: int
) -> str:
    """How many are named, and how many by two groups or more, names or not."""
    noun = text.groups(released.codebook)
    counted = text.upper_first(text.counted(total, text.ORGANISATION))
    rows = released.select(
        statistic="organisations_shared", challenge=TOTAL, form=TOTAL, group=TOTAL
    )
    shown = text.shown_rows(rows)
    several = int(shown[0].count) if len(shown) == 1 else len(shared)
    return f"{counted} nämns, {text.word(several)} av minst två {noun.many}"


def _note(unnamed: int) -> str:
    if unnamed <= 0:
        return ""
    said = text.upper_first(text.counted(unnamed, text.ORGANISATION))
    return f"{said} till nämns, men namnen publiceras inte."


def _table(released: Released, key: str, named: Sequence[Named]) -> tables.Table:
    noun = text.groups(released.codebook)
    return tables.Table(
        key,
        "Organisationer som nämns",
        [
            "Organisation",
            "Slag",
            text.upper_first(noun.many),
            tables.Column("Svarande som nämner den", "count"),
        ],
        [
            [o.name, o.kind or None, text.listed(o.groups) or None, o.units]
            for o in named
        ],
    )


def arranged(
    groups: Sequence[str], shared: Sequence[Named]
) -> tuple[list[str], list[Named]]:
    """Both sides in an order with few crossings: each is moved to the middle of what it
    is tied to, in turns. The same input gives the same order.

    >>> a, b = Named("a", "", 1, ("x", "z")), Named("b", "", 1, ("y", "w"))
    >>> arranged(["x", "y", "z", "w"], [a, b])[0]
    ['x', 'z', 'y', 'w']
    """
    left, right = list(groups), sorted(shared, key=lambda one: one.name)
    for _ in range(8):
        place = {group: n for n, group in enumerate(left)}
        right.sort(
            key=lambda one: (
                sum(place[g] for g in one.groups) / len(one.groups),
                one.name,
            )
        )
        ranks: dict[str, list[int]] = {group: [] for group in left}
        for n, one in enumerate(right):
            for group in one.groups:
                ranks[group].append(n)
        left.sort(
            key=lambda g: (
                sum(ranks[g]) / len(ranks[g]) if ranks[g] else len(right),
                place[g],
            )
        )
    return left, right


def _draw(
    groups: Sequence[str],
    shared: Sequence[Named],
    own: dict[str, int],
    narrow: bool,
) -> Canvas:
    width = NARROW if narrow else WIDE
    size = 12.0 if narrow else SMALL
    left, right = arranged(groups, shared)
    most = sorted(shared, key=lambda o: (-len(o.groups), -o.units, o.name))
    labelled = {one.name for one in most[: LABELS[narrow]]}
    room = 0.36 * width
    start, end = room, width - room
    lines = {
        one.name: wrapped(one.name, room - 16, size, lines=2)
        for one in right
        if one.name in labelled
    }
    tall = {
        one.name: len(lines[one.name]) * LINE * size + 5 if one.name in lines else 3.5
        for one in right
    }
    group_lines = {g: _group_lines(g, own[g], room - 14, size) for g in left}
    needed = sum(len(a + b) * LINE * size + 10 for a, b in group_lines.values())
    height = max(sum(tall.values()), needed) + 4
    canvas = Canvas(width, height)
    spare = (height - sum(tall.values())) / (len(right) + 1)
    at_right, y = {}, spare
    for one in right:
        at_right[one.name] = y + tall[one.name] / 2
        y += tall[one.name] + spare
    at_left = _evenly(left, group_lines, size, height)
    for group in left:
        tied = [one.name for one in right if group in one.groups]
        for names, colour in (
            ([name for name in tied if name not in labelled], UNSURE + "70"),
            ([name for name in tied if name in labelled], DEEP + "90"),
        ):
            ends = [(end, at_right[name]) for name in names]
            canvas.fan((start, at_left[group]), ends, colour)
    for group in left:
        canvas.dot(start, at_left[group], 5, INK)
        name, own_count = group_lines[group]
        words: dict[str, Any] = {"size": size, "anchor": "end"}
        # The count stands below the name, and both around the dot.
        middle = at_left[group] - len(own_count) * LINE * size / 2
        canvas.beside(start - 12, middle, name, weight=BOLD, colour=INK, **words)
        below = middle + (len(name) + 1) / 2 * LINE * size
        canvas.beside(start - 12, below, own_count, colour=QUIET, **words)
    for one in right:
        y = at_right[one.name]
        if one.name not in labelled:
            canvas.dot(end, y, 1.75, UNSURE)
            continue
        canvas.dot(end, y, min(3 + len(one.groups) / 2, 8), DEEP)
        canvas.beside(end + 13, y, lines[one.name], size=size, colour=INK)
    return canvas


def _group_lines(
    group: str, own: int, room: float, size: float
) -> tuple[list[str], list[str]]:
    """The group's name, and how many organisations only it names."""
    count = [f"+ {text.number(own)} egna"] if own else []
    return wrapped(group, room, size, BOLD), count


def _evenly(
    left: Sequence[str],
    lines: dict[str, tuple[list[str], list[str]]],
    size: float,
    height: float,
) -> dict[str, float]:
    """The middles of the groups, with the same space between all."""
    tall = {g: len(lines[g][0] + lines[g][1]) * LINE * size for g in left}
    spare = (height - sum(tall.values())) / len(left)
    made, y = {}, 0.0
    for group in left:
        made[group] = y + (tall[group] + spare) / 2
        y += tall[group] + spare
    return made
