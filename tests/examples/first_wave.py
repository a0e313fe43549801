"""The first wave, 2020: a few questions to every third unit, in a plain table.

Small on purpose: it is there so that a series has three waves. Its answers lead to
those of 2022, most of them alike.
"""

from __future__ import annotations

import csv
from io import StringIO

from examples import questionnaire as q
from examples.answers import Circle, response_of
from examples.city import Unit, frame
from examples.decisions import small_csv
from examples.dice import Dice

WAVE = 2020
FILE = "svar-2020.csv"
HEADERS = (
    "Vilken förvaltning tillhör ni?",
    "Vilken enhet svarar ni för?",
    "Har ni samverkat med idéburen sektor de senaste 12 månaderna?",
    *(f"På vilka sätt samverkar ni inom {label}?" for label in q.CHALLENGES.values()),
)
ANSWERS = 0.7  # of the units
GROWN = 0.3  # of what a unit does in 2022, so much had not begun
ENDED = 0.04  # of what it does not do, so much was done in 2020


def asked() -> list[Unit]:
    return frame(2022)[::3]


def population() -> bytes:
    return small_csv(
        ("unit", "department"),
        ((unit.name, unit.department_in(2022)) for unit in asked()),
    )


def answers() -> bytes:
    """The export: semicolons between columns, and between options within quotes."""
    table = StringIO()
    writer = csv.writer(table, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    circle = Circle()
    for unit in asked():
        dice = Dice("first wave", unit.name)
        if not dice.chance(ANSWERS):
            continue
        later = response_of(unit, 2022, circle).answers["ways"]
        ways = {id: _ways(later, id, dice) for id in q.CHALLENGES}
        does = any(ways.values())
        said = dice.pick(q.YES) if does else dice.pick(q.COLLABORATES[2:])
        cells = [
            ";".join(ways[id] or (q.NO_FORM,)) if does else "" for id in q.CHALLENGES
        ]
        writer.writerow([unit.department_in(2022), unit.name, said, *cells])
    return ("\ufeff" + table.getvalue()).encode("utf-8")


def _ways(later: object, challenge: str, dice: Dice) -> tuple[str, ...]:
    """The forms of a challenge in 2020, from those of 2022."""
    did = (later[challenge] if isinstance(later, dict) else None) or ()
    return tuple(
        form
        for form in q.FORMS.values()
        if dice.chance(1 - GROWN if form in did else ENDED)
    )
