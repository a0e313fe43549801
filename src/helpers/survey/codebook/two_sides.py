"""Why one survey cannot be the other side of another."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.core.errors import Problem
from helpers.survey.codebook.model import FILE, Codebook


def unlike_sides(units: Codebook, organisations: Codebook) -> Iterator[Problem]:
    """Why the survey that other_side names cannot be the other side of `units`."""
    name = units.other_side
    if organisations.respondent != "organisation":
        yield Problem(
            f"other_side: enkäten {name} är inte besvarad av organisationer "
            f"(respondent: {organisations.respondent}).",
            f"Skriv respondent: organisation i {name}, eller välj en annan enkät.",
            file=FILE,
        )
    if organisations.unit is None or not organisations.ties:
        yield Problem(
            f"other_side: enkäten {name} säger inte vem som svarar (unit) och vilka "
            "de samverkar med (ties).",
            f"Beskriv båda i {name}.",
            file=FILE,
        )
    if units.series is not None and units.series == organisations.series:
        yield Problem(
            f"other_side: enkäten {name} hör till samma serie ({units.series}) och "
            "skulle jämföras som en tidigare eller senare omgång.",
            f"Ge {name} en egen series.",
            file=FILE,
        )
    waves = [units.wave, organisations.wave]
    if None not in waves and str(waves[0]) != str(waves[1]):
        yield Problem(
            f"other_side: enkäten {name} är av en annan omgång ({waves[1]}, inte "
            f"{waves[0]}).",
            "Ange samma wave, eller välj den andra sidan av samma omgång.",
            file=FILE,
        )
