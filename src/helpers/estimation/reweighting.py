"""What other weights would make of the shares that collaborate: the export's own, and
those of response propensities. Formulas in docs/methods.md.

The report's shares stay those weighted by department, whose intervals are a finite
population's; these stand beside them, and say how much hangs on that choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.cleaning.cleaned import ORDER, WEIGHT, Cleaned
from helpers.estimation.answers import collaboration
from helpers.estimation.population import Population
from helpers.estimation.schema import KEYS, Values
from helpers.estimation.waves.units import eligible, unit_key
from helpers.survey.codebook import TOTAL

BY_WEIGHT, BY_PROPENSITY = "by_weight", "by_propensity"
BY_LATE = "by_late"
REWEIGHTINGS = (BY_WEIGHT, BY_PROPENSITY, BY_LATE)
LATE = 0.75
"""Answers after so large a part of all are late."""
ROUNDS, RIDGE, LEAST = 100, 1e-9, 0.02
"""Newton's steps; what keeps them from running away; the smallest propensity that an
answer is weighted by: a smaller one would let a single answer decide."""

Weights = NDArray[np.float64]


def reweighted_estimates(
    cleaned: Cleaned, population: Population, classes: pd.Series | None
) -> Iterator[Values]:
    """The share that collaborates, in any challenge and in each, by the weights that
    survey.yml asks for. `cleaned`: only units of the frame, if there is one;
    `classes`: what each unit said in the wave before (`nonresponse`), if anything."""
    codebook = cleaned.codebook
    if codebook.challenges is None:
        return
    found = dict(_weights(cleaned, population, classes))
    source = codebook.challenges.source.question
    departments = cleaned.responses["group"].astype(str).to_numpy(object)
    for challenge in (TOTAL, *codebook.challenge_labels):
        does, given, _ = collaboration(cleaned.responses, codebook, challenge)
        some, known = does["any"].to_numpy(), np.asarray(given, bool)
        for statistic, weights in found.items():
            own = calibrated(weights[known], departments[known], population)
            if not own.sum() > 0:
                continue
            yield dict.fromkeys(KEYS, TOTAL) | {
                "question": source,
                "challenge": challenge,
                "statistic": statistic,
                "count": float(some[known].sum()),
                "answered": float(known.sum()),
                "asked": float(known.sum()),
                "estimate": float((own * some[known]).sum() / own.sum()),
            }


def calibrated(
    weights: Weights, departments: NDArray[np.object_], population: Population
) -> Weights:
    """The weights with each department's sum as in the frame; as they are without one.
    A department all of whose weights are 0 is not covered."""
    if not population.known:
        return weights
    codes = pd.Index(population.departments).get_indexer(pd.Index(departments))
    sums = np.bincount(codes, weights, minlength=len(population.departments))
    scale = np.divide(population.sizes, sums, out=np.zeros_like(sums), where=sums > 0)
    return np.asarray(weights * scale[codes], float)


def _weights(
    cleaned: Cleaned, population: Population, classes: pd.Series | None
) -> Iterator[tuple[str, Weights]]:
    """Of each kind that can be had, a weight a response."""
    responses, wanted = cleaned.responses, cleaned.codebook.propensity
    if WEIGHT in responses:
        yield BY_WEIGHT, responses[WEIGHT].to_numpy(float)
    if not population.known or not wanted:
        return
    frame = eligible(population)
    units = pd.Index(responses["unit"].astype(str).map(unit_key), dtype=object)
    labels = [frame]
    if "size" in wanted:
        size = population.units.set_index(population.units["unit"].map(unit_key))
        labels.append(size["size"].reindex(frame.index))
    if "earlier" in wanted and classes is not None:
        labels.append(classes.reindex(frame.index))
    if len(labels) > 1:
        covered = frame.isin(frame[frame.index.isin(units)].unique())
        labels = [one[covered] for one in labels]
        p = propensities(labels, labels[0].index.isin(units))
        of_unit = pd.Series(1 / np.maximum(p, LEAST), index=labels[0].index)
        yield BY_PROPENSITY, of_unit.reindex(units).to_numpy(float)
    order = responses.get(ORDER)
    if "time" in wanted and order is not None and order.notna().all():
        yield BY_LATE, _late(responses, order.to_numpy(float), population)


def propensities(
    labels: Sequence[pd.Series], answered: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """The probability that each unit of the frame answers, by logistic regression on
    all `labels` (main effects), fitted by maximum likelihood (Newton's steps).

    Source: Rosenbaum & Rubin (1983), Biometrika 70; for nonresponse Little (1986),
    International Statistical Review 54.

    >>> one = pd.Series(["a", "a", "a", "a", "b", "b"])
    >>> answered = np.array([1, 0, 0, 0, 1, 0], bool)
    >>> propensities([one], answered).round(3).tolist()
    [0.25, 0.25, 0.25, 0.25, 0.5, 0.5]
    """
    parts = [pd.get_dummies(one.astype(str), drop_first=True) for one in labels]
    X = np.column_stack([np.ones(len(answered)), *(part.to_numpy() for part in parts)])
    X, y = X.astype(float), answered.astype(float)
    beta = np.zeros(X.shape[1])
    for _ in range(ROUNDS):
        # Where a whole class answers its coefficient has no end; its p is near 1 long
        # before that.
        p = 1 / (1 + np.exp(-np.clip(X @ beta, -30, 30)))
        hessian = X.T @ (X * (p * (1 - p))[:, None]) + RIDGE * np.eye(len(beta))
        step = np.linalg.solve(hessian, X.T @ (y - p) - RIDGE * beta)
        beta += np.clip(step, -5, 5)
        if np.abs(step).max() < 1e-10:
            break
    return np.asarray(1 / (1 + np.exp(-np.clip(X @ beta, -30, 30))), float)


def _late(
    responses: pd.DataFrame, order: NDArray[np.float64], population: Population
) -> Weights:
    """Who answered early stands for itself; of each department the late answers stand
    for those that did not answer. Without late ones all do alike."""
    late = pd.Series(order).rank().to_numpy() > LATE * len(order)
    codes = pd.Index(population.departments).get_indexer(
        pd.Index(responses["group"].astype(str))
    )
    many = len(population.departments)
    slow = np.bincount(codes[late], minlength=many).astype(float)
    rest = population.sizes - np.bincount(codes, minlength=many)
    each = np.divide(rest, slow, out=np.zeros_like(slow), where=slow > 0)
    return np.where(late, 1 + each[codes], 1.0)
