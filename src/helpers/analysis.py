"""A cleaned survey → its estimates with their uncertainty: the whole of step 2."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from helpers.cleaned import Cleaned
from helpers.codebook import NO_GROUP, TOTAL
from helpers.estimates import challenge_answers, estimate
from helpers.intervals import with_intervals
from helpers.population import Population


def analyse(cleaned: Cleaned, *, challenge: str = TOTAL) -> pd.DataFrame:
    """The estimates of the survey, or among those that collaborate in `challenge`.

    Where there is a frame only its units count: an answer from outside it belongs to
    no department's total. Raises CodebookError for an unknown challenge.
    """
    population = survey_population(cleaned)
    inside = in_frame(cleaned, population)
    counts = estimate(inside, challenge=challenge)
    unknown = _unknown_members(inside, challenge, population)
    return with_intervals(counts, cleaned.codebook, population, unknown=unknown)


def survey_population(cleaned: Cleaned) -> Population:
    """The frame with what became of each unit, or a population without a frame."""
    groups = [g for g in cleaned.responses["group"].cat.categories if g != NO_GROUP]
    frame = cleaned.population
    if frame.empty:
        return Population.without_frame(groups)
    return Population.from_frame(
        frame[["unit", "department", "disposition"]], cleaned.responses["unit"]
    )


def in_frame(cleaned: Cleaned, population: Population) -> Cleaned:
    """The survey without responses from outside the frame, where there is one."""
    if not population.known:
        return cleaned
    outside = population.outside
    return replace(
        cleaned,
        responses=cleaned.responses[~cleaned.responses["unit"].isin(outside)],
        ties=cleaned.ties[~cleaned.ties["unit"].isin(outside)],
    )


def _unknown_members(
    cleaned: Cleaned, challenge: str, population: Population
) -> np.ndarray | None:
    """Per department, the responses that do not say whether they collaborate in
    `challenge`; none for the whole survey."""
    if challenge == TOTAL or not population.known:
        return None
    responses = cleaned.responses
    _, given, _ = challenge_answers(responses, cleaned.codebook, challenge)
    silent = responses.loc[~given, "group"].astype(str).value_counts()
    return silent.reindex(population.departments, fill_value=0).to_numpy(float)
