"""Who was asked what: how many were asked a question, which is printed with it, tells
how many gave the answers that lead there.

The form says who is asked ("if yes, go to 7"). An answer after a filter question that
was left blank counts, so that blanks are how far the two numbers may lie apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from helpers.audit.claim import Cell, Claim
from helpers.audit.judged import AMOUNTS
from helpers.survey.codebook import TOTAL, Codebook

ROUTED = "routed"
OF_ITS_OWN = ("share", "nonresponse", *AMOUNTS)
"""Statistics whose `asked` is how many were asked the question."""


class AskedAndBlank(NamedTuple):
    """How many were asked a question, and how many of them left it blank."""

    asked: float
    blank: float


Place = tuple[str, str, str]  # question, challenge, group


def asked_of(claims: Iterable[Claim]) -> dict[Place, AskedAndBlank]:
    """What a version prints of how many were asked each question."""
    found: dict[Place, AskedAndBlank] = {}
    for claim in claims:
        cell = claim.cell
        if claim.asked is None or cell.statistic not in OF_ITS_OWN or claim.suppressed:
            continue
        blank = np.nan if claim.base is None else claim.asked - claim.base
        if cell.statistic == "nonresponse":
            blank = np.nan if claim.count is None else claim.count
        place = cell.question, cell.challenge, cell.group
        known = found.get(place)
        if known is None or known.asked < claim.asked:
            found[place] = AskedAndBlank(claim.asked, blank)
    return found


class Bound(NamedTuple):
    """How many gave an answer that leads on lie between `low` and `high`: at most as
    many as the options of `some` were given, no fewer than each of `each`, where
    `alone` are those who gave an answer that does not and so no other."""

    low: float
    high: float
    answers: frozenset[str]


def bounds(
    codebook: Codebook, place: Cell, asked: Mapping[Place, AskedAndBlank]
) -> Iterator[Bound]:
    """What later questions tell of the answers to the one at `place`."""
    id = place.question
    filtering = codebook.question(id)
    items = codebook.items(filtering)
    if place.statistic != "share" or place.form != TOTAL or items[0].row != place.item:
        return
    for later in codebook.questions:
        answers = later.asked_if.get(id)
        known = asked.get((later.id, place.challenge, place.group))
        if not answers or known is None:
            continue
        leads = set(answers)
        implied = later.implied_none
        if implied.keys() == later.asked_if.keys() == {id}:
            # Who need not answer, or knew not already here, is counted as asked.
            leads |= {*implied[id], *filtering.dont_know_options}
            implied = {}
        apart = _not_through(id, later, codebook, place, asked)
        others = later.asked_if.keys() - {id}
        before = all(filtering.asked_if.get(o) == later.asked_if[o] for o in others)
        # Who was asked it got past the filter questions before it, or left them blank.
        blanks = sum(_blank(asked, o, place) for o in others)
        low = -np.inf if implied else known.asked - apart - blanks
        high = known.asked + blanks if before else np.inf
        yield Bound(low, high, frozenset(leads))


def _not_through(
    id: str,
    later: Any,
    codebook: Codebook,
    place: Cell,
    asked: Mapping[Place, AskedAndBlank],
) -> float:
    """How many may have answered the later question without an answer to `id`."""
    filtering = codebook.question(id)
    if filtering.asked_if.keys() <= later.asked_if.keys():
        return _blank(asked, id, place)
    everybody = [
        one.asked
        for (_, challenge, group), one in asked.items()
        if (challenge, group) == (place.challenge, place.group)
    ]
    own = asked.get((id, place.challenge, place.group))
    return np.inf if own is None else max(everybody) - (own.asked - own.blank)


def _blank(asked: Mapping[Place, AskedAndBlank], id: str, place: Cell) -> float:
    known = asked.get((id, place.challenge, place.group))
    return np.inf if known is None or np.isnan(known.blank) else known.blank
