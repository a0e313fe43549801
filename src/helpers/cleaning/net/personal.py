"""Columns that are counted, and look like personal data."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from helpers.cleaning.privacy import KINDS, personal_columns
from helpers.core.errors import Problem
from helpers.survey.codebook import FILE, Codebook

MOST_SAMPLED = 200  # different texts of a column that are looked at


def personal_data(rows: pd.DataFrame, book: Codebook) -> Iterator[Problem]:
    """A problem for each counted column of `rows` that seems to hold personal data."""
    counted = {
        item.column: item.question.id
        for item in book.all_items()
        if item.column is not None and item.column in rows and item.question.counted
    }
    table = {
        column: [str(text) for text in rows[column].dropna().unique()[:MOST_SAMPLED]]
        for column in counted
    }
    for column, kind in personal_columns(table).items():
        yield Problem(
            f"Frågan {counted[column]}: kolumnen ”{column}” ser ut att hålla "
            f"{KINDS[kind]}, men räknas i rapporten.",
            "Är det personuppgifter: skriv personal: true, så läses de inte in.",
            file=FILE,
        )
