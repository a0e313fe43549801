"""What an open question tells of the protected filter question that leads to it.

Who was asked it are those who gave certain answers to the filter, department by
department. Its weighted share is therefore a sum of the filter's suppressed counts: of
the tables that agree with all that is printed of the filter, few agree with it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from helpers.audit.claim import Cell, Claim

Key = tuple[str, Cell]  # a version's name and a cell


class FollowUp(NamedTuple):
    """A sum of counts, with their coefficients, lies between `low` and `high`. `own`:
    the counts of the open question, which are no secret themselves, none above `most`.
    `is_weighted`: it rests on how answers are weighted."""

    terms: Mapping[Key, float]
    low: float
    high: float
    own: Sequence[Key]
    most: float
    is_weighted: bool = False


def told_by_followups(
    later: str,
    version: str,
    claims: Iterable[Claim],
    asked: Mapping[str, Key],
    weights: Mapping[str, float],
) -> Iterator[FollowUp]:
    """What the open question `later` tells of how many were asked it in each group.

    `asked` is group → that number in the programme; `weights` how many of the
    population one answer in a group stands for. Blank answers to the open question make
    its share another sum, so that nothing is said of those.
    """
    for claim in claims:
        cell = claim.cell
        whole = Cell(later, cell.item, cell.option)
        if cell == whole and claim.asked is not None and claim.asked == claim.base:
            yield from _of_one(claim, version, asked, weights)


def _of_one(
    claim: Claim,
    version: str,
    domain: Mapping[str, Key],
    weights: Mapping[str, float],
) -> Iterator[FollowUp]:
    """One answer to the open question: its counts by group, count and share."""
    counts = {group: (version, claim.cell._replace(group=group)) for group in domain}
    own = list(counts.values())
    most = claim.base if claim.count is None else claim.count
    if most is None:
        return
    for group, key in domain.items():
        yield FollowUp({counts[group]: 1.0, key: -1.0}, -np.inf, 0.0, own, most)
    if claim.count is not None:
        yield FollowUp(dict.fromkeys(own, 1.0), claim.count, claim.count, own, most)
    if claim.share is None or not domain.keys() <= weights.keys():
        return
    plain = (claim.count or 0.0) / (claim.base or np.inf)
    if claim.count is not None and abs(plain - claim.share) <= claim.half:
        return  # the share of those who answered, which no weights are in
    for share, low, high in (
        (claim.share - claim.half, 0.0, np.inf),
        (claim.share + claim.half, -np.inf, 0.0),
    ):
        terms = {counts[group]: weights[group] for group in domain}
        terms |= {key: -share * weights[group] for group, key in domain.items()}
        yield FollowUp(terms, low, high, own, most, is_weighted=True)
