"""A cleaned survey → every number that could be printed, with its uncertainty: the
whole of step 2."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.cleaning.cleaned import Cleaned
from helpers.estimation.estimates import challenge_answers, estimate
from helpers.estimation.intervals import with_intervals
from helpers.estimation.network import network_estimates
from helpers.estimation.population import Population, in_frame, survey_population
from helpers.estimation.sides import OtherSide, side_estimates
from helpers.estimation.waves import Earlier, changes
from helpers.survey.codebook import TOTAL


def analyse(
    cleaned: Cleaned,
    *,
    challenge: str = TOTAL,
    earlier: Earlier | None = None,
    other_side: OtherSide | None = None,
) -> pd.DataFrame:
    """The estimates of the survey, or among those that collaborate in `challenge`; of
    the whole survey also its network, what the organisations say of it themselves
    (`other_side`), and what changed since the `earlier` wave.

    Where there is a frame only its units count: an answer from outside it belongs to
    no department's total. Raises CodebookError for an unknown challenge.
    """
    population = survey_population(cleaned)
    inside = in_frame(cleaned, population)
    counts = estimate(inside, challenge=challenge)
    unknown = _unknown_members(inside, challenge, population)
    tables = [with_intervals(counts, cleaned.codebook, population, unknown=unknown)]
    if challenge == TOTAL:
        tables.append(network_estimates(inside))
        if other_side is not None:
            tables.append(side_estimates(inside, other_side))
        if earlier is not None:
            tables.append(changes(earlier.cleaned, cleaned, earlier.crosswalk))
    filled = [table for table in tables if len(table)]
    if not filled:  # every question is one of free text
        return tables[0]
    return pd.concat(filled, ignore_index=True)


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
