"""Who is missing: what an earlier wave, and the order of the answers, say of those who
did not answer.

No interval knows whether nonrespondents are like those who answered. What the survey
holds already can be asked: did those that collaborated then answer more often now, do
those that answered last collaborate less, and what becomes of the share if the answers
are weighted by it? Formulas in docs/methods.md.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.cleaning.cleaned import ORDER, Cleaned
from helpers.estimation.answers import collaboration, unsure
from helpers.estimation.population import Population
from helpers.estimation.reweighting import reweighted_estimates
from helpers.estimation.schema import KEYS, table
from helpers.estimation.waves import Earlier
from helpers.estimation.waves.units import MatchedWaves, beside, eligible, unit_key
from helpers.survey.codebook import TOTAL

RESPONDED, BY_ORDER, REWEIGHTED = "responded", "collaborates_by_order", "reweighted"
THEN_YES, THEN_NO, THEN_NOTHING = "then_yes", "then_no", "then_nothing"
"""What is known of a unit from the earlier wave: it collaborated, it did not, or
nothing (it did not answer, or was not asked)."""
CLASSES = (THEN_YES, THEN_NO, THEN_NOTHING)
QUARTERS = 4
FEWEST = 40
"""Fewer answers are not divided into quarters."""
ROUNDS = 100


def nonresponse_estimates(
    cleaned: Cleaned, population: Population, earlier: Earlier | None
) -> pd.DataFrame:
    """Of the whole survey: `RESPONDED`, how many of each of `CLASSES` answered
    (`option`); `BY_ORDER`, the share that collaborates in each quarter of the answers
    in the order they were given (`option` "1" to "4"); `REWEIGHTED`, that share of all
    when answers are weighted by department and class both. `cleaned`: only units of
    the frame. Also the shares by other weights (`reweighting`). Without challenges
    there are no rows, without a frame only those by the export's weights.
    """
    codebook = cleaned.codebook
    if codebook.challenges is None:
        return table([], cleaned.survey)
    if not population.known:
        other = reweighted_estimates(cleaned, population, None)
        return table(other, cleaned.survey)
    key = dict.fromkeys(KEYS, TOTAL) | {"question": codebook.challenges.source.question}
    does, given, _ = collaboration(cleaned.responses, codebook, TOTAL)
    some, known = does["any"].to_numpy(), np.asarray(given, bool)
    rows = list(_by_order(some, known, cleaned.responses.get(ORDER)))
    classes = None
    if earlier is not None:
        waves = beside(earlier.cleaned, cleaned, earlier.crosswalk)
        if waves.framed:
            classes = _classes(waves)
            rows += _by_class(cleaned, population, classes, some, known)
    other = reweighted_estimates(cleaned, population, classes)
    return table([*({**key, **row} for row in rows), *other], cleaned.survey)


def _share(statistic: str, option: str, count: float, of: float) -> dict[str, object]:
    base = {"count": count, "answered": of, "asked": of}
    share = count / of if of else float("nan")
    return {"statistic": statistic, "option": option, "estimate": share} | base


def _by_order(
    some: NDArray[np.bool_], known: NDArray[np.bool_], order: pd.Series | None
) -> Iterator[dict[str, object]]:
    """Nothing where the export does not say when every answer was given: rows may be
    sorted by anything."""
    if order is None or order.isna().any() or known.sum() < FEWEST:
        return
    some = some[np.argsort(order.to_numpy(), kind="stable")]
    known = known[np.argsort(order.to_numpy(), kind="stable")]
    some = some[known]
    for number, part in enumerate(np.array_split(some, QUARTERS), start=1):
        yield _share(BY_ORDER, str(number), float(part.sum()), len(part))


def _classes(waves: MatchedWaves) -> pd.Series:
    """Unit of the later frame → its class."""
    now = eligible(waves.frames[1])
    classes = pd.Series(THEN_NOTHING, index=now.index)
    responses, codebook = waves.earlier.responses, waves.earlier.codebook
    does, given, _ = collaboration(responses, codebook, TOTAL)
    # "Vet ej" to every challenge is neither a yes nor a no.
    unsaid = [unsure(responses, codebook, id) for id in codebook.challenge_labels]
    given = np.asarray(given, bool) & (does["any"].to_numpy() | ~np.all(unsaid, axis=0))
    units = responses["unit"].fillna("").astype(str).map(unit_key)
    earlier = pd.Series(
        np.where(does["any"], THEN_YES, THEN_NO), index=pd.Index(units, dtype=object)
    )[given]
    earlier = earlier[~earlier.index.duplicated(keep=False)]
    both = classes.index.intersection(earlier.index)
    classes[both] = earlier[both]
    return classes


def _by_class(
    cleaned: Cleaned,
    population: Population,
    classes: pd.Series,
    some: NDArray[np.bool_],
    known: NDArray[np.bool_],
) -> Iterator[dict[str, object]]:
    units = pd.Index(cleaned.responses["unit"].astype(str).map(unit_key), dtype=object)
    sizes = classes.value_counts().reindex(list(CLASSES), fill_value=0)
    of_units = classes.reindex(units).to_numpy(object)
    answered = pd.Series(of_units).value_counts().reindex(list(CLASSES), fill_value=0)
    for one in CLASSES:
        yield _share(RESPONDED, one, float(answered[one]), float(sizes[one]))
    departments = cleaned.responses["group"].astype(str).to_numpy(object)
    frame = eligible(population)
    covered = frame.isin(pd.unique(departments[known])).to_numpy()
    weights = raked(
        [departments[known], of_units[known]],
        [frame[covered].value_counts(), classes[covered].value_counts()],
    )
    if weights is not None:
        share = float((weights * some[known]).sum() / weights.sum())
        count = float(some[known].sum())
        row = _share(REWEIGHTED, TOTAL, count, int(known.sum()))
        yield row | {"estimate": share}


def raked(labels: list[NDArray], totals: list[pd.Series]) -> NDArray[np.float64] | None:
    """Weights of the answers such that each of several labels has its total in the
    frame; None where a label has a total and no answer, or they do not settle.

    Source: Deville, Särndal & Sautory (1993), JASA 88 ("raking ratio").

    >>> raked([np.array(["a", "a", "b"])], [pd.Series({"a": 10, "b": 5})]).tolist()
    [5.0, 5.0, 5.0]
    """
    codes = []
    for own, total in zip(labels, totals, strict=True):
        places = total.index.get_indexer(pd.Index(own))
        if (places < 0).any() or len(np.unique(places)) < int((total > 0).sum()):
            return None
        codes.append(places)
    weights = np.ones(len(labels[0]))
    for _ in range(ROUNDS):
        before = weights.copy()
        for places, total in zip(codes, totals, strict=True):
            sums = np.bincount(places, weights, minlength=len(total))
            wanted = total.to_numpy(float)
            scale = np.divide(wanted, sums, out=np.zeros_like(sums), where=sums > 0)
            weights = weights * scale[places]
        if np.allclose(weights, before, rtol=1e-9):
            return weights
    return None
