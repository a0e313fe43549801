"""Each department against all the others together: who collaborates more, or less, and
which answers it gives more seldom or more often.

What a report calls a difference ("skiljer sig") is decided here, for all departments,
challenges and forms at once: whoever looks at sixty rows finds three that seem to
differ. Formulas and sources at length in docs/methods.md.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from helpers.cleaning.cleaned import Cleaned
from helpers.estimation.answers import collaboration
from helpers.estimation.differences import (
    Difference,
    adjust_p_values,
    difference_from_the_others,
)
from helpers.estimation.inference import Array
from helpers.estimation.intervals import GroupCells
from helpers.estimation.population import Population
from helpers.estimation.schema import (
    AGAINST,
    ANSWER_AGAINST,
    KEYS,
    MOVER,
    MOVER_SURE,
    SHARE,
    Values,
    table,
)
from helpers.estimation.shrinkage import shrunken_shares
from helpers.survey.codebook import TOTAL, Codebook

ALPHA = 0.05


def contrast_estimates(cleaned: Cleaned, population: Population) -> pd.DataFrame:
    """The statistic `AGAINST`: a department's share that collaborates minus that of all
    the others together, within each challenge (any form), in each form (any challenge),
    and at all. `answered`: the department's answers, `asked`: the others'.

    `method` is `MOVER_SURE` where the interval excludes 0 and the p, corrected over
    every row (Benjamini and Hochberg), is below 0.05. Below `percent_from` answers
    there is no interval. And `shrunken`: the share drawn towards the other departments'
    (`shrunken_shares`), by which they are ordered. `cleaned`: only units of the frame;
    without one, or with fewer than two departments, there are no rows.
    """
    codebook = cleaned.codebook
    if not _comparable(cleaned, population):
        return table([], cleaned.survey)
    places = list(_cells(cleaned, population))
    x, n = (np.stack([cell[part] for _, *cell in places]) for part in (0, 1))
    found = difference_from_the_others(x, n, population.sizes)
    steady = shrunken_shares(x, n, population.sizes)
    shown = (n >= codebook.disclosure.percent_from) & ~np.isnan(found.low)
    sure = claimed(found, shown)
    rows = [
        {**key, "group": department, "statistic": AGAINST}
        | {
            "answered": n[row, h],
            "asked": n[row].sum() - n[row, h],
            "population": population.sizes[h],
            "estimate": found.estimate[row, h],
            "low": found.low[row, h] if shown[row, h] else np.nan,
            "high": found.high[row, h] if shown[row, h] else np.nan,
            "method": MOVER_SURE if sure[row, h] else MOVER,
        }
        for row, (key, *_) in enumerate(places)
        for h, department in enumerate(population.departments)
    ]
    rows += [
        {**key, "group": department, "statistic": "shrunken"}
        | {"answered": n[row, h], "asked": n[row, h], "estimate": steady[row, h]}
        | {"population": population.sizes[h], "count": x[row, h]}
        for row, (key, *_) in enumerate(places)
        for h, department in enumerate(population.departments)
        if key["form"] == TOTAL
    ]
    return table(rows, cleaned.survey)


def answer_contrasts(
    estimates: pd.DataFrame,
    codebook: Codebook,
    population: Population,
    unknown: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The statistic `ANSWER_AGAINST`: the same of each answer to each open question, of
    `estimates` with intervals (`with_intervals`, as `unknown`). A family of its own for
    the correction: whoever reads a sheet looks at all of its answers.

    No rows of a question that is protected, or follows one that is, nor of that which
    divides into departments, or tells the forms (`contrast_estimates`).
    """
    if codebook.group is None or len(population.departments) < 2:
        return table([], "")
    open_ones = {
        question.id
        for question in codebook.counted
        if question.id != codebook.group
        and question.asked != "unknown"
        and not codebook.asks_of_forms(question.id)
        and not codebook.protected(question.id)
        and not codebook.follows_protected(question.id)
    }
    which = estimates["statistic"].eq(SHARE) & estimates["question"].isin(open_ones)
    shares = estimates[which & estimates["form"].eq(TOTAL)]
    if not population.known or shares.empty:
        return table([], "")
    cells = GroupCells(shares, list(population.departments))
    x, d, n = cells.counts(codebook, population, unknown)
    found = difference_from_the_others(x, n, population.sizes, domain=d)
    shown = (d >= codebook.disclosure.percent_from) & ~np.isnan(found.low)
    sure = claimed(found, shown)
    keys = cells.keys.to_dict("records")
    rows: list[Values] = [
        {**keys[row], "group": population.departments[h], "statistic": ANSWER_AGAINST}
        | {
            "answered": d[row, h],
            "asked": d[row].sum() - d[row, h],
            "population": population.sizes[h],
            "estimate": found.estimate[row, h],
            "low": found.low[row, h],
            "high": found.high[row, h],
            "method": MOVER_SURE if sure[row, h] else MOVER,
        }
        for row, h in zip(*np.nonzero(shown), strict=True)
    ]
    return table(rows, str(estimates["survey"].iloc[0]))


def _comparable(cleaned: Cleaned, population: Population) -> bool:
    divided = cleaned.codebook.group is not None and len(population.departments) > 1
    return divided and population.known and cleaned.codebook.challenges is not None


def _cells(
    cleaned: Cleaned, population: Population
) -> Iterator[tuple[Values, Array, Array]]:
    """(key, how many collaborate, how many answered), per department, of each claim."""
    codebook, responses = cleaned.codebook, cleaned.responses
    assert codebook.challenges is not None
    codes = pd.Index(population.departments).get_indexer(
        pd.Index(responses["group"].astype(str))
    )

    def counted(which: np.ndarray) -> Array:
        inside = codes[which & (codes >= 0)]
        return np.bincount(inside, minlength=len(population.departments)).astype(float)

    question = {"question": codebook.challenges.source.question}
    for challenge in (TOTAL, *codebook.challenge_labels):
        forms, given, _ = collaboration(responses, codebook, challenge)
        among = codebook.forms if challenge == TOTAL else ()
        for form in (TOTAL, *(id for id in among if id in forms)):
            does = forms["any" if form == TOTAL else form].to_numpy() & given
            key = dict.fromkeys(KEYS, TOTAL) | question
            yield (
                key | {"challenge": challenge, "form": form},
                counted(does),
                counted(given),
            )


def claimed(found: Difference, shown: np.ndarray) -> np.ndarray:
    """Which differences may be called one: they stand when corrected for all of `shown`
    (bools of their shape)."""
    p = adjust_p_values(np.where(shown, found.p, np.nan), method="bh")
    return shown & (p < ALPHA) & ((found.low > 0) | (found.high < 0))
