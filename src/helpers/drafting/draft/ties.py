"""The challenges that partners are named for, and which fields of ties can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.core.wording import fold
from helpers.drafting.draft.asked import Asked, forms_of
from helpers.drafting.recognition import Drafted, Recognised
from helpers.drafting.rewording import row_labels
from helpers.exports import Export, ExportColumn


def challenge_grid(
    asked: Asked, export: Export, found: Recognised
) -> tuple[str, Drafted] | None:
    """The grid whose rows are the challenges: it says so, or its rows are what the
    partners' challenges are called."""
    named = _partner_texts("challenge", asked, export, found)
    for id, drafted in asked.of_type("grid"):
        if drafted.keys.get("cell") != "multiple" or not forms_of(drafted):
            continue
        labels = {label.casefold() for label in row_labels(drafted.keys).values()}
        says = re.search(r"utmaning|challenge", drafted.wording, re.IGNORECASE)
        if (named and named <= labels) or (says and not named):
            return id, drafted
    return None


def place_fields(
    asked: Asked, grid: tuple[str, Drafted] | None, export: Export, found: Recognised
) -> Iterator[tuple[ExportColumn, str]]:
    """Puts the partners' challenge and form where there are challenges and forms; else
    gives the columns that are not read, with the reason."""
    forms: set[str] = set()
    if grid is not None:
        forms = {option.casefold() for option in forms_of(grid[1]).values()}
    for _, drafted in asked.of_type("ties"):
        for name, pattern in list(drafted.later.items()):
            known = name == "challenge" or (
                _partner_texts("form", asked, export, found) <= forms
            )
            if grid is not None and known:
                drafted.keys["fields"][name] = pattern
                del drafted.later[name]
        if drafted.later:
            listed = ", ".join(
                f'{name}: "{pattern}"' for name, pattern in drafted.later.items()
            )
            drafted.todo.append(f"läs också de här kolumnerna, i fields? {listed}")
        for pattern in drafted.later.values():
            for number in range(1, drafted.keys["blocks"] + 1):
                column = export.column(pattern.replace("{n}", str(number)))
                yield column, "kräver challenges och forms"


def _partner_texts(
    field: str, asked: Asked, export: Export, found: Recognised
) -> set[str]:
    """What stands in a field of the first partner, case folded."""
    for _, drafted in asked.of_type("ties"):
        if column := drafted.later.get(field, "").replace("{n}", "1"):
            cells = export.responses[column].dropna().unique()
            gone = {*found.missing, *found.not_shown}
            parts = {fold(part) for cell in cells for part in str(cell).split(";")}
            return {part.casefold() for part in parts - gone if part}
    return set()
