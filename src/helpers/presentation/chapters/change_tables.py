"""Tables of two waves: then, now and the change, with how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.disclosure.released import Released
from helpers.estimation.schema import SHARE, Row
from helpers.presentation import tabulation, text
from helpers.presentation.findings import significant
from helpers.presentation.findings.waves import TwoWaves
from helpers.presentation.locale import phrase
from helpers.presentation.tables import ChangeSpan, Column, Table, Value
from helpers.presentation.text import State, state

TOLD = [SHARE, "change_all", "change"]


# --- tables of change ----------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A share in both waves, and its changes; None where a row is not there."""

    label: str
    before: Row | None
    after: Row | None
    of_all: Row | None
    change: Row | None


def change_table(
    waves: TwoWaves, key: str, caption: str, heading: str, lines: Sequence[Line]
) -> list[Table]:
    """Both shares, the difference and the change; columns that would be empty are left
    out."""
    body: list[list[Value]] = [
        [
            line.label,
            _share(waves.then, line.before),
            _share(waves.now, line.after),
            _points(line.of_all),
            _points(line.change),
            _interval(line.change),
            _verdict(line.change),
        ]
        for line in lines
    ]
    if not any(not isinstance(cell, State | None) for row in body for cell in row[1:]):
        return []
    columns = [
        Column(text.upper_first(heading)),
        Column(waves.before, "share", with_base=True),
        Column(waves.after, "share", with_base=True),
        Column(phrase("Skillnad, alla svarande"), "points"),
        Column(phrase("Förändring, båda listorna"), "points"),
        Column(phrase("Intervall"), "change"),
        Column(phrase("Säkerställd")),
    ]
    keep = [
        n
        for n in range(len(columns))
        if n < 3 or any(not isinstance(row[n], State | None) for row in body)
    ]
    note = phrase("Skillnad och förändring i procentenheter, avrundade var för sig.")
    if keep[3:] == [3]:  # no change stands in the table
        note = phrase("Skillnad i procentenheter, räknad före avrundning.")
    elif len(keep) == 3:
        note = ""
    return [
        Table(
            key,
            phrase(
                "{caption}, {before} och {after}",
                caption=caption,
                before=waves.before,
                after=waves.after,
            ),
            [columns[n] for n in keep],
            [[row[n] for n in keep] for row in body],
            note=note,
        )
    ]


def _share(released: Released, row: Row | None) -> Value:
    return None if row is None else tabulation.share_of(released, row)


def _points(row: Row | None) -> Value:
    if row is None or (row.shown and pd.isna(row.estimate)):
        return None
    return float(row.estimate) if state(row) is State.SHOWN else state(row)


def _interval(row: Row | None) -> Value:
    if row is None or state(row) is not State.SHOWN or not text.has_interval(row):
        return None
    return ChangeSpan(row.low, row.high)


def _verdict(row: Row | None) -> Value:
    if row is None or _interval(row) is None:
        return None
    return phrase("Ja") if significant(row) else phrase("Nej")
