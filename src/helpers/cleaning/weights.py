"""The export's own weights, where survey.yml says that a column has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from helpers.cleaning.coding.number import parse_number
from helpers.cleaning.rows import Rows
from helpers.core.errors import Problem
from helpers.survey.codebook import Codebook
from helpers.survey.identity import At

EXTREME = 10
"""A weight this many times the middle one is told."""


@dataclass(frozen=True)
class Weights:
    """`values`: a weight a kept row, None without such a column. `problems` stop the
    step; `notes` are what she should know."""

    values: pd.Series | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_weights(read: Rows, book: Codebook) -> Weights:
    """The weight of every kept row. One that is missing, no number or below 0 is a
    problem: an answer without a weight counts for nobody knows how many. One that is 0,
    or far from the others, is told."""
    if book.weight is None:
        return Weights()
    kept, column = read.kept, book.weight.column
    cells = kept[column].astype(object)
    texts = cells.where(cells.notna(), "").astype(str).str.strip()
    numbers = texts.map(parse_number)
    values = pd.to_numeric(numbers, errors="coerce").astype(float)
    wrong = values.isna() | (values < 0)
    problems = [
        Problem(
            _why(texts[row]),
            "Rätta vikten i exporten, ställ svaret åt sidan i decisions/rows.csv, "
            "eller ta bort weight ur survey.yml.",
            file=str(kept.at[row, At.FILE]),
            row=int(kept.at[row, At.ROW]),
            column=read.stacked.letters.get((str(kept.at[row, At.FILE]), column), ""),
        )
        for row in kept.index[wrong]
    ]
    if not problems and len(values) and not (values > 0).any():
        problems.append(
            Problem(
                f"Alla vikter i kolumnen ”{column}” är 0.",
                "Då väger inget svar något. Är det rätt kolumn?",
                file="survey.yml",
            )
        )
    return Weights(values, problems, [] if problems else _notes(values, column))


def _why(text: str) -> str:
    if not text:
        return "Vikten saknas."
    if parse_number(text) is None:
        return f"Vikten ”{text}” är inget tal."
    return f"Vikten {text} är mindre än 0."


def _notes(values: pd.Series, column: str) -> list[str]:
    notes = []
    if zero := int((values == 0).sum()):
        notes.append(
            f"weight: {zero} svar har vikten 0 i kolumnen ”{column}” och räknas inte "
            "i de vägda andelarna."
        )
    middle = values[values > 0].median()
    if extreme := int((values > EXTREME * middle).sum()):
        most = f"{values.max():g}".replace(".", ",")
        notes.append(
            f"weight: {extreme} svar väger mer än {EXTREME} gånger så mycket som det "
            f"mittersta (det största {most}). Några få svar avgör då de vägda "
            "andelarna. Är vikterna rätt?"
        )
    return notes


def without_basis(
    kept: pd.DataFrame, population: pd.DataFrame, book: Codebook
) -> Iterator[str]:
    """What propensity asks for and the files do not say."""
    if book.propensity and population.empty:
        yield (
            "propensity: det finns ingen population.csv, så ingen vet vilka som inte "
            "har svarat. Svaren vägs inte så."
        )
        return
    if "size" in book.propensity:
        lacking = int((population["size"] == "").sum())
        if lacking:
            yield (
                f"propensity: size saknas för {lacking} av {len(population)} enheter i "
                "population.csv. De räknas som en egen storlek."
            )
    if "time" in book.propensity and kept[At.MOMENT].fillna("").eq("").any():
        yield (
            "propensity: exporten säger inte när alla svar gavs, så sena svar kan inte "
            "stå för bortfallet (time)."
        )
