"""Rankings: the mean place of each option, among those that placed it.

How many put an option first is a share as of any single choice (`estimates`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.cleaning.cleaned import Cleaned
from helpers.estimation.answers import answered, asked, collaborates
from helpers.estimation.counting import Groups
from helpers.estimation.intervals import asked_of_all
from helpers.estimation.means import stratified_mean
from helpers.estimation.population import Population
from helpers.estimation.schema import KEYS, MEAN_PLACE, Values, table
from helpers.survey.codebook import TOTAL, Item, RankOrder


def rank_estimates(
    cleaned: Cleaned, population: Population, *, challenge: str = TOTAL
) -> pd.DataFrame:
    """`mean_rank` of each option, of all and by group. `count`: how many placed the
    option, the base of the mean; `answered`: how many answered the question. Who did
    not place an option says nothing of it: its mean is not told by them.

    And `fewest_at_place`, for disclosure control: how few of all gave the option one
    and the same place, or another than one and the same; its `estimate` is the mean
    without weights. `cleaned`: only units of the frame, where there is one.
    """
    responses, codebook = cleaned.responses, cleaned.codebook
    if challenge != TOTAL:
        responses = responses[collaborates(responses, codebook, challenge)]
    groups = Groups.of(responses, codebook)
    rows: list[Values] = []
    for question in codebook.counted:
        if not isinstance(question, RankOrder):
            continue
        (item,) = codebook.items(question)
        if item.state not in responses:
            continue
        of_all = asked_of_all(question) and challenge == TOTAL
        for option in question.all_options:
            ranked = Ranked.of(responses, item, option, groups)
            same = dict.fromkeys(KEYS, TOTAL) | {
                "question": question.id,
                "option": option,
                "challenge": challenge,
            }
            few = codebook.disclosure.percent_from
            own = _rows(ranked, groups, population, of_all=of_all, few=few)
            rows += [same | row for row in own]
    return table(rows, cleaned.survey)


@dataclass(frozen=True)
class Ranked:
    """The places of one option, of all and by group: how many `placed` it, the `total`
    of their places and of the `squares`; how many `answered`, and were `asked`.
    `fewest`: `fewest_at` of all."""

    placed: np.ndarray
    total: np.ndarray
    squares: np.ndarray
    answered: np.ndarray
    asked: np.ndarray
    fewest: float

    @classmethod
    def of(
        cls, responses: pd.DataFrame, item: Item, option: str, groups: Groups
    ) -> Ranked:
        places = responses[item.place(option)].to_numpy(float)
        at = {
            place: groups.count(places == place)
            for place in np.unique(places[~np.isnan(places)])
        }
        none = np.zeros(len(groups.labels))
        return cls(
            placed=sum(at.values(), none),
            total=sum((place * n for place, n in at.items()), none),
            squares=sum((place**2 * n for place, n in at.items()), none),
            answered=groups.count(answered(responses, item)),
            asked=groups.count(asked(responses, item)),
            fewest=fewest_at([n[0] for n in at.values()]),
        )


def fewest_at(counts: Sequence[float]) -> float:
    """The smallest number that stands at a place, or elsewhere than there: who is told
    of it is one of so few. 0 where all stand at one place.

    >>> fewest_at([12, 7, 6]), fewest_at([20, 2]), fewest_at([9])
    (6.0, 2.0, 0.0)
    """
    whole = sum(counts)
    return float(min((min(n, whole - n) for n in counts), default=0.0))


def _rows(
    ranked: Ranked, groups: Groups, population: Population, *, of_all: bool, few: int
) -> Iterator[Values]:
    with np.errstate(invalid="ignore", divide="ignore"):
        means = ranked.total / ranked.placed
    yield {
        "group": TOTAL,
        "statistic": "fewest_at_place",
        "count": ranked.fewest,
        "answered": ranked.answered[0],
        "asked": ranked.asked[0],
        "estimate": means[0],
    }
    weighted = _weighted(ranked, groups, population, of_all=of_all)
    for at, label in enumerate(groups.labels):
        row: Values = {
            "group": label,
            "statistic": "mean_rank",
            "count": ranked.placed[at],
            "answered": ranked.answered[at],
            "asked": ranked.asked[at],
            "estimate": means[at],
        }
        if label in weighted and ranked.placed[at]:
            estimate, low, high = weighted[label]
            row |= {"estimate": estimate, "method": MEAN_PLACE}
            if ranked.placed[at] >= few:
                row |= {"low": low, "high": high}
        yield row


def _weighted(
    ranked: Ranked, groups: Groups, population: Population, *, of_all: bool
) -> dict[str, tuple[float, float, float]]:
    """(mean, low, high) of all and of each department of the frame, cut at the places
    that there are; {} without a frame."""
    if not population.known or len(groups.labels) == 1:
        return {}
    strata = [groups.labels.index(one) for one in population.departments]
    t, q, d = (x[strata] for x in (ranked.total, ranked.squares, ranked.placed))
    # Who was asked and left it blank may have placed it; who skipped it has not.
    blank = (ranked.asked - ranked.answered)[strata]
    n = np.maximum(population.answered - blank, ranked.answered[strata])
    n = ranked.answered[strata] if of_all else n
    N = np.array(population.sizes, float)
    city = stratified_mean(t, q, d, n, N)
    each = stratified_mean(*(x[:, None] for x in (t, q, d, n, N)))
    found = {}
    for at, name in enumerate([TOTAL, *population.departments]):
        own = each if at else city
        mean, low, high = (float(np.atleast_1d(x)[max(at - 1, 0)]) for x in own)
        found[name] = mean, low, high
    return found
