"""What a test may expect, derived from the answers and never from cleaning.

Counts are of the rows that ought to be kept, with the answers as they were meant.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from examples import questionnaire as q
from examples.city import frame
from examples.defects import Plant
from examples.fieldwork import KEPT, Row, misspelt

SINGLES = (
    *("department", "role", "collaborates", "organisations", "dialog_frequency"),
    *("dialog_stage", "purchases", "support_length", "effect", "malmoandan", "publish"),
)
MULTIPLES = ("dialog_kinds", "support_kinds", "followup", "target_groups", "barriers")
GRIDS = ("ways", "principles", "needs")


def truth(
    wave: int, rows: Sequence[Row], plants: Sequence[Plant], confirmed: set[str]
) -> dict[str, Any]:
    """Everything that can be said of one survey, as JSON.

    `confirmed`: the misspellings that decisions/names.csv says are the same.
    """
    kept = [row for row in rows if row.fate == KEPT]
    fates = Counter(row.fate for row in rows)
    return {
        "files": dict(Counter(row.file for row in rows)),
        "raw_rows": len(rows),
        "kept": len(kept),
        "set_aside": {fate: fates[fate] for fate in sorted(fates) if fate != KEPT},
        "rows_set_aside": [
            {"file": row.file, "row": row.excel_row, "why": row.fate}
            for row in rows
            if row.fate != KEPT
        ],
        "late": _late(rows),
        "frame": _frame(wave, kept),
        "single": {question: _single(kept, question) for question in SINGLES},
        "multiple": {question: _multiple(kept, question) for question in MULTIPLES},
        "grid": {question: _grid(kept, question) for question in GRIDS},
        "paid": _money(kept),
        "projects": _projects(kept),
        "collaborates_by_department": _by_department(kept),
        "ties": _ties(wave, kept),
        "written_units": {
            row.typed_unit: row.response.unit.name for row in kept if row.typed_unit
        },
        "unconfirmed": _unconfirmed(kept, confirmed),
        "planted": [_plant(plant) for plant in plants],
    }


def column_letter(position: int) -> str:
    """Excel's name of a column: 0 is A, 26 is AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def _late(rows: Sequence[Row]) -> dict[str, Any]:
    """How the later file differs from the earlier one, by the tool's own number."""
    late = [row for row in rows if row.late]
    earlier = {row.id for row in rows if not row.late}
    if not late:
        return {}
    first, again = min(row.id for row in late), {row.id for row in late}
    gone = [row for row in rows if row.id >= first and row.id not in again]
    return {
        "new": sum(row.id not in earlier for row in late),
        "changed": sorted(row.id for row in late if row.changed),
        "unchanged": sum(row.id in earlier and not row.changed for row in late),
        "gone": sorted(row.id for row in gone),
    }


def _frame(wave: int, kept: Sequence[Row]) -> dict[str, Any]:
    asked = Counter(unit.department_in(wave) for unit in frame(wave))
    inside = {unit.name for unit in frame(wave)}
    units = [row.response.unit for row in kept]
    answered = Counter(u.department_in(wave) for u in units if u.name in inside)
    dispositions = Counter(unit.disposition(wave) for unit in frame(wave))
    return {
        "units": sum(asked.values()),
        "answered": sum(answered.values()),
        "outside": sorted(unit.name for unit in units if unit.name not in inside),
        "asked_by_department": dict(asked),
        "answered_by_department": {name: answered[name] for name in asked},
        "dispositions": {key: dispositions[key] for key in sorted(dispositions)},
    }


def _counts(given: Iterable[Any]) -> dict[str, Any]:
    found = Counter(given)
    return {key: found[key] for key in sorted(found)}


def _answers(kept: Sequence[Row], question: str) -> list[Any]:
    return [row.response.answers.get(question) for row in kept]


def _single(kept: Sequence[Row], question: str) -> dict[str, Any]:
    given = [one for one in _answers(kept, question) if one not in (None, q.NOT_ASKED)]
    return {"answered": len(given), "options": _counts(given)}


def _multiple(kept: Sequence[Row], question: str) -> dict[str, Any]:
    given = [one for one in _answers(kept, question) if isinstance(one, tuple)]
    return {"answered": len(given), "options": _counts(o for one in given for o in one)}


def _grid(kept: Sequence[Row], question: str) -> dict[str, Any]:
    grids = [one for one in _answers(kept, question) if isinstance(one, dict)]
    rows = list(q.PRINCIPLES if question == "principles" else q.CHALLENGES)
    found = {}
    for row in rows:
        given = [grid.get(row) for grid in grids if grid.get(row) is not None]
        ticks = [one if isinstance(one, tuple) else (one,) for one in given]
        found[row] = {
            "answered": len(given),
            "options": _counts(option for one in ticks for option in one),
        }
    return found


def _money(kept: Sequence[Row]) -> dict[str, Any]:
    paid = [one for one in _answers(kept, "paid") if isinstance(one, int | float)]
    return {"answered": len(paid), "total": sum(paid)}


def _projects(kept: Sequence[Row]) -> dict[str, Any]:
    grids = [one for one in _answers(kept, "projects") if isinstance(one, dict)]
    found = {}
    for row in q.CHALLENGES:
        given = [grid[row] for grid in grids if grid.get(row) is not None]
        found[row] = {"answered": len(given), "total": sum(given)}
    return found


def _by_department(kept: Sequence[Row]) -> dict[str, dict[str, int]]:
    found: dict[str, list[str]] = {}
    for row in kept:
        answers = row.response.answers
        found.setdefault(answers["department"], []).append(answers["collaborates"])
    return {name: _counts(found[name]) for name in sorted(found)}


def _ties(wave: int, kept: Sequence[Row]) -> dict[str, Any]:
    """Partners named, and ties: a unit and an organisation within a challenge. The
    form of 2022 asked for the most important challenge only."""
    partners = [partner for row in kept for partner in row.response.partners]
    fields = [p["challenge"][:1] if wave == 2022 else p["challenge"] for p in partners]
    named = Counter(partner["name"] for partner in partners)
    return {
        "partners": len(partners),
        "ties": sum(map(len, fields)),
        "by_challenge": _counts(id for one in fields for id in one),
        "organisations": len(named),
        "most_named": dict(
            sorted(named.items(), key=lambda one: (-one[1], one[0]))[:10]
        ),
        "written": dict(sorted({(p["written"], p["name"]) for p in partners})),
    }


def _unconfirmed(kept: Sequence[Row], confirmed: set[str]) -> dict[str, Any]:
    """Misspelt names that nobody has decided about: they stay as written."""
    units = {row.typed_unit for row in kept if misspelt(row)}
    partners = [partner for row in kept for partner in row.response.partners]
    named = {one["written"] for one in partners if one["way"] == "typo"}
    apart = {
        one["written"] if one["written"] in named - confirmed else one["name"]
        for one in partners
    }
    return {
        "units": sorted(units - confirmed),
        "organisations": sorted(named - confirmed),
        "organisations_until_confirmed": len(apart),
    }


def _plant(plant: Plant) -> dict[str, Any]:
    headers = list(plant.row.cells)
    raw = plant.raw.isoformat(" ") if isinstance(plant.raw, dt.datetime) else plant.raw
    return {
        "defect": plant.defect,
        "file": plant.row.file,
        "row": plant.row.excel_row,
        "header": " ".join(plant.header.split()),
        "column": column_letter(headers.index(plant.header)),
        "question": plant.question,
        "raw": raw,
        "meant": plant.meant,
    }
