"""The wave before, and what a report says of the comparison itself."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.cleaning.cleaned import Cleaned, read_cleaned
from helpers.core.project import Project
from helpers.estimation.facts import Break, ComparisonFacts
from helpers.estimation.waves.comparable import (
    collaboration_pairs,
    counterpart,
    pairs,
)
from helpers.estimation.waves.units import MatchedWaves, beside, unit_breaks
from helpers.survey.series import earlier_waves
from helpers.survey.sources import read_crosswalk


@dataclass(frozen=True)
class Earlier:
    """The wave before: its answers, and what became of its departments; and the waves
    `before` it, the first first."""

    cleaned: Cleaned
    crosswalk: pd.DataFrame
    before: tuple[Cleaned, ...] = ()


def read_earlier(survey: str, project: Project | None = None) -> Earlier | None:
    """The wave before `survey` in its series, as 1_clean wrote it; None where there is
    none. Raises ProjectError when 1_clean has not."""
    project = project or Project.find()
    before = earlier_waves(survey, project)
    if not before:
        return None
    *first, nearest = (read_cleaned(wave, project) for wave in before)
    return Earlier(nearest, read_crosswalk(survey, project), tuple(first))


def breaks(
    earlier: Cleaned, later: Cleaned, crosswalk: pd.DataFrame | None = None
) -> list[Break]:
    """What is not compared between the waves and why, and what is compared with a
    reservation."""
    return _breaks(beside(earlier, later, crosswalk))


def _breaks(waves: MatchedWaves) -> list[Break]:
    books = waves.earlier.codebook, waves.later.codebook
    alike, found = pairs(*books)
    _, _, differ = collaboration_pairs(*books, alike)
    return [*found, *differ, *unit_breaks(waves)]


def comparison(earlier: Earlier, later: Cleaned) -> ComparisonFacts:
    """What a report says about the comparison itself."""
    waves = beside(earlier.cleaned, later, earlier.crosswalk)
    book = earlier.cleaned.codebook
    alike, _ = pairs(book, later.codebook)
    return ComparisonFacts(
        survey=earlier.cleaned.survey,
        wave=book.title if book.wave is None else str(book.wave),
        matched=int(waves.matched.sum()),
        common=len(waves.common) if waves.framed else None,
        questions={pair.later.question.id: pair.earlier.question.id for pair in alike},
        protected=tuple(
            question.id
            for question in later.codebook.questions
            if (before := counterpart(question, book)) is not None
            and book.protected(before.id)
        ),
        followed=tuple(
            question.id
            for question in later.codebook.questions
            if (before := counterpart(question, book)) is not None
            and book.follows_protected(before.id)
        ),
        called_before={
            pair.later.question.id: renamed
            for pair in alike
            if (renamed := pair.renamed)
        },
        breaks=tuple(_breaks(waves)),
    )
