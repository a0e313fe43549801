"""Who was asked what: how many were asked a question, which is printed with it, tells
how many gave the answers that lead there.

The form says who is asked ("if yes, go to 7"). An answer after a filter question that
was left blank counts, so that blanks are how far the two numbers may lie apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from helpers.audit.claim import SHARE, Cell, Claim
from helpers.audit.judged import AMOUNTS
from helpers.survey.codebook import TOTAL, Codebook

ROUTED = "routed"
ASKED = "asked"
"""The statistic of how many were asked a question."""
OF_ITS_OWN = (SHARE, "nonresponse", *AMOUNTS)
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
    """Who was asked `later` gave one of `answers` to the filter: at most `below` were
    asked who did not, and at most `above` were not asked who did."""

    later: str
    below: float
    above: float
    answers: frozenset[str]


def asked_cell(later: str, place: Cell) -> Cell:
    """How many were asked `later` among those of a place."""
    return Cell(later, challenge=place.challenge, group=place.group, statistic=ASKED)


def bounds(
    codebook: Codebook, place: Cell, asked: Mapping[Place, AskedAndBlank]
) -> Iterator[Bound]:
    """What later questions tell of the answers to the one at `place`."""
    id = place.question
    filtering = codebook.question(id)
    items = codebook.items(filtering)
    if place.statistic != SHARE or place.form != TOTAL or items[0].row != place.item:
        return
    for later in codebook.questions:
        answers = later.asked_if.get(id)
        if not answers:
            continue
        leads = set(answers)
        implied = later.implied_none
        if implied.keys() == later.asked_if.keys() == {id}:
            # Who need not answer, or knew not already here, is counted as asked.
            leads |= {*implied[id], *filtering.dont_know_options}
            implied = {}
        outside = _not_through(id, later, codebook, place, asked)
        others = later.asked_if.keys() - {id}
        before = all(filtering.asked_if.get(o) == later.asked_if[o] for o in others)
        # Who was asked it got past the filter questions before it, or left them blank.
        blanks = sum(blank_of(asked, o, place) for o in others)
        below = np.inf if implied else outside + blanks
        above = blanks if before else np.inf
        yield Bound(later.id, below, above, frozenset(leads))


def asked_further(
    codebook: Codebook, later: str, place: Cell, asked: Mapping[Place, AskedAndBlank]
) -> Iterator[tuple[str, float]]:
    """(a question that `later` leads to, at most how many more were asked that one):
    who left a filter before both of them blank may have been asked the last alone."""
    before = sum(blank_of(asked, one, place) for one in _filters_of(codebook, later))
    for further in codebook.questions:
        if later in further.asked_if and not further.implied_none:
            yield further.id, before


def _filters_of(codebook: Codebook, id: str) -> set[str]:
    """The filter questions before a question, and those before them."""
    found: set[str] = set()
    waiting = [id]
    while waiting:
        own = codebook.question(waiting.pop()).asked_if.keys() - found
        found |= own
        waiting += sorted(own)
    return found


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
        return blank_of(asked, id, place)
    everybody = [
        one.asked
        for (_, challenge, group), one in asked.items()
        if (challenge, group) == (place.challenge, place.group)
    ]
    own = asked.get((id, place.challenge, place.group))
    return np.inf if own is None else max(everybody) - (own.asked - own.blank)


def blank_of(asked: Mapping[Place, AskedAndBlank], id: str, place: Cell) -> float:
    """How many left a question blank in a place, or more: at most those that the other
    groups leave of all. inf: nobody knows."""
    own = _blank_in(asked, (id, place.challenge, place.group))
    if own < np.inf or place.group == TOTAL:
        return own
    others = [
        _blank_in(asked, one)
        for one in asked
        if one[:2] == (id, place.challenge) and one[2] not in (TOTAL, place.group)
    ]
    in_all = _blank_in(asked, (id, place.challenge, TOTAL))
    return in_all - sum(blank for blank in others if blank < np.inf)


def _blank_in(asked: Mapping[Place, AskedAndBlank], place: Place) -> float:
    known = asked.get(place)
    return np.inf if known is None or np.isnan(known.blank) else known.blank
