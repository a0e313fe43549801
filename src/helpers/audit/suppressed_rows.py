"""What a table of all numbers says in the rows of numbers that are suppressed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openpyxl.utils import get_column_letter

from helpers.audit.claim import KEYS
from helpers.audit.claims import is_tidy
from helpers.audit.reading import csv_rows
from helpers.core.errors import Problem

REASONS = ("few_answers", "not_crossed", "depends", "regrouped", "protected")
"""Reasons that may be published: they tell of bases and rules. Which numbers are small,
and which only keep those, is one reason, since it tells more of both."""
MAY_SAY = ("survey", *KEYS, "shown", "reason")


def suppressed_row_problems(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Everything but whose number it is, and a reason that tells no more, in a row that
    is not shown: a method may say that a difference excludes 0. Each column once."""
    for name, content in files.items():
        rows = csv_rows(content) if name.endswith(".csv") else []
        if not rows or not is_tidy(rows[0]):
            continue
        first: dict[int, int] = {}
        for number, values in enumerate(rows[1:], 2):
            row = dict(zip(rows[0], values, strict=False))
            if row.get("shown", "ja") == "ja":
                continue
            for place, (column, value) in enumerate(row.items(), 1):
                tells = value not in REASONS if column == "reason" else value
                if tells and (column == "reason" or column not in MAY_SAY):
                    first.setdefault(place, number)
        for place, number in sorted(first.items()):
            yield Problem(
                f"Raden visas inte, men kolumnen {rows[0][place - 1]} säger något om "
                "talet.",
                "Det är ett fel i programmet. Publicera inte, och rapportera felet.",
                file=name,
                row=number,
                column=get_column_letter(place),
            )
