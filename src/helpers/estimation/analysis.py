"""A cleaned survey → every number that could be printed, with its uncertainty: the
whole of step 2."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.cleaning.cleaned import Cleaned
from helpers.estimation.answers import asked, challenge_answers, skipped, unsure
from helpers.estimation.contrasts import answer_contrasts, contrast_estimates
from helpers.estimation.estimates import estimate
from helpers.estimation.intervals import with_intervals
from helpers.estimation.network import network_estimates
from helpers.estimation.nonresponse import nonresponse_estimates
from helpers.estimation.population import Population, in_frame, survey_population
from helpers.estimation.ranks import rank_estimates
from helpers.estimation.sides import OtherSide, side_estimates
from helpers.estimation.themes import theme_estimates
from helpers.estimation.ties import tie_estimates
from helpers.estimation.waves import Earlier, changes, trends
from helpers.survey.codebook import TOTAL


def analyse(
    cleaned: Cleaned,
    *,
    challenge: str = TOTAL,
    earlier: Earlier | None = None,
    other_side: OtherSide | None = None,
) -> pd.DataFrame:
    """The estimates of the survey, or among those that collaborate in `challenge`; of
    the whole survey also how each department differs from the others, its network, what
    the organisations say of it themselves (`other_side`), and what changed since the
    `earlier` wave.

    Where there is a frame only its units count: an answer from outside it belongs to
    no department's total. Raises CodebookError for an unknown challenge.
    """
    population = survey_population(cleaned)
    inside = in_frame(cleaned, population)
    counts = estimate(inside, challenge=challenge)
    unknown = _unknown(inside, challenge, population)
    tables = [with_intervals(counts, cleaned.codebook, population, unknown=unknown)]
    tables.append(rank_estimates(inside, population, challenge=challenge))
    if challenge == TOTAL:
        tables.append(contrast_estimates(inside, population))
        tables.append(
            answer_contrasts(tables[0], cleaned.codebook, population, unknown)
        )
        tables.append(nonresponse_estimates(inside, population, earlier))
        tables.append(theme_estimates(inside))
        tables.append(tie_estimates(inside))
        tables.append(network_estimates(inside))
        if other_side is not None:
            tables.append(side_estimates(inside, other_side))
        if earlier is not None:
            tables.append(changes(earlier.cleaned, cleaned, earlier.crosswalk))
            tables.append(trends([*earlier.before, earlier.cleaned, cleaned]))
    filled = [table for table in tables if len(table)]
    if not filled:  # every question is one of free text
        return tables[0]
    return pd.concat(filled, ignore_index=True)


def _unknown(
    cleaned: Cleaned, challenge: str, population: Population
) -> pd.DataFrame | None:
    """Question × department: how many responses may or may not belong to what its table
    is about. Of a challenge: who does not say whether it collaborates there, or says
    "vet ej". Of a routed question, whoever did not get it although no answer says that
    it should not: the filter question was left blank, or answered "vet ej"."""
    if not population.known:
        return None
    responses, codebook = cleaned.responses, cleaned.codebook
    may = np.zeros(len(responses), bool)
    members = ~may
    if challenge != TOTAL:
        forms, given, _ = challenge_answers(responses, codebook, challenge)
        may = ~given | unsure(responses, codebook, challenge)
        members = forms["any"].to_numpy()
    departments = responses["group"].astype(str)
    found = {}
    for question in codebook.counted:
        item = codebook.items(question)[0]
        maybe = may
        if question.asked_if and item.state in responses:
            got = asked(responses, item) | skipped(responses, codebook, question)
            maybe = may | (members & ~got)
        found[question.id] = departments[maybe].value_counts()
    table = pd.DataFrame(found).T.reindex(columns=list(population.departments))
    return table.fillna(0.0)
