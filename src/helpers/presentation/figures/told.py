"""What is told of a picture's values to who does not see it."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.presentation.findings import first_ones
from helpers.presentation.locale import phrase
from helpers.presentation.tables import SHARE, Share, Table, Value
from helpers.presentation.text import State, listed, quoted

MOST_TOLD = 8
"""So many values are told to who does not see the picture; of more, the largest."""


def told_values(table: Table) -> str:
    """All that a small picture shows, row by row; empty where it is more than a few."""
    wanted = [n for n, one in enumerate(table.columns) if one.label == phrase(SHARE)]
    wanted = wanted or [
        n for n, one in enumerate(table.columns) if one.kind in ("share", "percent")
    ]
    if not wanted:
        return ""
    if len(table.rows) > MOST_TOLD or len(wanted) * len(table.rows) > 2 * MOST_TOLD:
        return _told_largest(table, wanted)
    sentences = []
    for row in table.rows:
        parts = [
            (f"{_name(table.columns[n].label)} " if len(wanted) > 1 else "")
            + table.columns[n].written(row[n])
            for n in wanted
        ]
        sentences.append(f"{table.columns[0].written(row[0])}: {', '.join(parts)}")
    return "; ".join(sentences)


def _told_largest(table: Table, wanted: Sequence[int]) -> str:
    """Of a large picture: the largest of each row of a few, or the three largest rows.
    Nothing is said where a number that is not shown could be larger."""
    name, rows = table.columns[0], table.rows
    if any(row[n] is State.SUPPRESSED for row in rows for n in wanted):
        return ""
    sentences = []
    if len(wanted) > 1:
        if len(rows) > MOST_TOLD:
            return ""
        for row in rows:
            found = {n: size for n in wanted if (size := _size(row[n])) is not None}
            ranked = sorted(found, key=lambda n: -found[n])
            most = first_ones(ranked, 1, found.__getitem__)
            if not most:
                continue  # nothing, or several as large
            value = table.columns[most[0]].written(row[most[0]])
            sentences.append(
                phrase(
                    "{label}: mest {step}, {value}",
                    label=name.written(row[0]),
                    step=listed([_name(table.columns[n].label) for n in most]),
                    value=value,
                )
            )
        return "; ".join(sentences)
    [n] = wanted
    known = [row for row in rows if _size(row[n]) is not None]
    largest = sorted(known, key=lambda row: -(_size(row[n]) or 0.0))
    for row in first_ones(largest, 3, lambda row: round(_size(row[n]) or 0.0, 2)):
        label = _name(name.written(row[0]))
        sentences.append(f"{label} {table.columns[n].written(row[n])}")
    return phrase("Störst: {words}", words="; ".join(sentences)) if sentences else ""


def _name(label: str) -> str:
    """A label before a number; in quotation marks where it has figures of its own, for
    "3 33 %" is read as one number.

    >>> _name("Stämmer helt"), _name("4 eller 5")
    ('Stämmer helt', '”4 eller 5”')
    """
    return quoted(label) if any(sign.isdigit() for sign in label) else label


def _size(value: Value) -> float | None:
    if isinstance(value, Share):
        return value.estimate
    return float(value) if isinstance(value, int | float) else None
