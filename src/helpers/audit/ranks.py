"""What the mean place of an option tells of how many gave it each place.

Written from docs/methods.md and not from `disclosure`: a mean times its base is the sum
of places, and with how many put the option first it limits how many put it anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil, floor

from helpers.audit.claim import Cell, Claim
from helpers.survey.codebook import TOTAL, Codebook, RankOrder

PLACES = ("mean_rank",)
"""The mean place of an option in a ranking."""
OF_ALL = "medelplatser av en skyddad fråga visas bara för alla tillsammans"
NOT_ALL = "alla som svarat har inte rangordnat alternativet: antalet är skyddat"
FOLLOWS = "medelplatsen visar att få har gett alternativet plats"


def unsafe_places(
    protected: Iterable[Claim], codebook: Codebook
) -> Iterator[tuple[Cell, str]]:
    """(cell, why) for each mean place of a protected ranking that tells too much;
    `protected`: all shown claims of protected questions."""
    claims = list(protected)
    first = {
        (c.cell.question, c.cell.option): c.count
        for c in claims
        if c.cell == Cell(c.cell.question, option=c.cell.option) and c.count is not None
    }
    for claim in claims:
        cell = claim.cell
        if cell.statistic not in PLACES:
            continue
        question = codebook.by_id.get(cell.question)
        if (cell.group, cell.challenge) != (TOTAL, TOTAL):
            yield cell, OF_ALL
        elif claim.count != claim.base:
            yield cell, NOT_ALL
        elif isinstance(question, RankOrder) and claim.share and claim.base:
            known = first.get((cell.question, cell.option))
            places = _unsafe(claim, known, question.lowest_place, codebook.disclosure.k)
            if places:
                yield cell, f"{FOLLOWS} {places}"


def _unsafe(claim: Claim, first: float | None, last: int, k: int) -> int:
    """The first place that surely is given by few, or by nearly all; 0: none."""
    n, share = int(claim.base or 0), claim.share or 0.0
    half = max(claim.half, 0.05 if round(share, 1) == round(share, 9) else 0.0)
    least, most = ceil((share - half) * n - 1e-6), floor((share + half) * n + 1e-6)
    begin = 1 if first is None else 2
    people = n if first is None else n - int(first)
    spent = 0 if first is None else int(first)
    for place in range(begin, last + 1):
        others = [p for p in range(begin, last + 1) if p != place]
        possible = [
            many
            for many in range(people + 1)
            if _fits(many * place + spent, people - many, others, least, most)
        ]
        if possible and not any(many == 0 or k <= many <= n - k for many in possible):
            return place
    return 0


def _fits(sum_: int, rest: int, others: list[int], least: int, most: int) -> bool:
    """Whether `rest` more, at the places of `others`, can bring the sum there."""
    if not rest or not others:
        return not rest and least <= sum_ <= most
    return sum_ + rest * min(others) <= most and sum_ + rest * max(others) >= least
