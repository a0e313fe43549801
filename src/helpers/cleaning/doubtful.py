"""Answers that count and look odd: a note of each, for a person to look at."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers.survey.codebook import Grid, Item, Multiple
from helpers.survey.identity import At

FAR_ABOVE = 100
"""A number so many times the next largest is pointed out."""


def far_above(
    item: Item, columns: Mapping[str, pd.Series], rows: pd.DataFrame
) -> list[str]:
    """A note where one number is so much larger than the next that it is likely to be a
    slip, and makes up the mean. It counts until somebody corrects it."""
    if item.kind != "number":
        return []
    values = columns[item.key].astype(float).abs().dropna().sort_values()
    if len(values) < 2 or not values.iloc[-1] >= FAR_ABOVE * values.iloc[-2] > 0:
        return []
    largest, second = (f"{v:,.0f}".replace(",", " ") for v in values.iloc[[-1, -2]])
    at = rows.loc[values.index[-1]]
    return [
        f"{at[At.FILE]}, rad {at[At.ROW]}: svaret på ”{item.question.name}” är "
        f"{largest}, minst {FAR_ABOVE} gånger det näst största ({second}). Det räknas "
        "i summa och medelvärde. Är det fel: rätta det i decisions/corrections.csv."
    ]


def too_many(item: Item, columns: Mapping[str, pd.Series]) -> list[str]:
    """A note where more options were ticked than the form allowed. They all count."""
    question = item.question
    most = question.max if isinstance(question, Multiple | Grid) else None
    if most is None or item.kind != "multiple":
        return []
    options = question.all_options
    ticks = sum(columns[item.tick(option)].astype(int) for option in options)
    over = int((ticks > most).sum())
    if not over:
        return []
    return [f"{over} svar på {item.key} har fler än {most} kryss; alla räknas."]
