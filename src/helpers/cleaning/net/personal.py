"""Columns that are counted, and look like personal data: told when answers are cleaned,
and held against publishing by the audit."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from helpers.cleaning.privacy import KINDS, personal_columns
from helpers.core.errors import Problem
from helpers.survey.codebook import FILE, Codebook

MOST_SAMPLED = 200  # different texts of a column that are looked at


def personal_data(rows: pd.DataFrame, book: Codebook) -> Iterator[Problem]:
    """A problem for each counted column of `rows` that seems to hold personal data, but
    where survey.yml says that it does not (personal: false)."""
    counted = {
        column: question.id
        for question in book.questions
        if question.counted and "personal" not in question.model_fields_set
        for column in question.columns_used
        if column in rows
    }
    table = {
        column: [str(text) for text in rows[column].dropna().unique()[:MOST_SAMPLED]]
        for column in counted
    }
    for column, kind in personal_columns(table).items():
        yield Problem(
            f"Frågan {counted[column]}: kolumnen ”{column}” ser ut att hålla "
            f"{KINDS[kind]}, men räknas i rapporten.",
            "Är det personuppgifter: skriv personal: true, så läses de inte in. Är det "
            "inte det: skriv personal: false.",
            file=FILE,
        )
