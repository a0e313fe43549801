"""Weights of the answers that survey.yml asks for and nothing could be made of."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.core.errors import Problem
from helpers.survey.codebook.faults import line_of
from helpers.survey.codebook.model import FILE, Codebook


def contradictions(codebook: Codebook, content: object) -> Iterator[Problem]:
    """What `weight` and `propensity` may not say together with the rest."""
    if codebook.propensity and codebook.unit is None:
        yield Problem(
            "propensity räknar på vilka enheter som svarat, men det står inte vilken "
            "fråga som säger enheten.",
            "Skriv unit: {question: …}, eller ta bort propensity.",
            file=FILE,
            row=line_of(content, ["propensity"]),
        )
    if "earlier" in codebook.propensity and codebook.series is None:
        yield Problem(
            "propensity: earlier är vad enheten svarade förra gången, men enkäten hör "
            "inte till någon serie.",
            "Skriv series och wave, eller ta bort earlier.",
            file=FILE,
            row=line_of(content, ["propensity"]),
        )
    read = {one for question in codebook.questions for one in question.columns_used}
    if codebook.weight is not None and codebook.weight.column in read:
        yield Problem(
            f"Kolumnen ”{codebook.weight.column}” är både vikt (weight) och svar på "
            "en fråga.",
            "Ta bort frågan: en vikt är inget svar.",
            file=FILE,
            row=line_of(content, ["weight"]),
        )
