"""Intervals that tell more than what is published beside them.

The interval of a weighted share of all rests on Σ x(n - x) over the departments, of
which some may be suppressed: with the true ones in it, it leaves few tables. So it may
be made of published numbers alone (docs/methods.md): the suppressed departments stand
as if they were alike, with the rate and the share that give the published totals.
Whoever has the pages can make that one again, and it tells nothing; another is refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from helpers.audit.claim import SHARE, Cell, Claim
from helpers.audit.judged import is_protected
from helpers.audit.puzzle import SHARES
from helpers.estimation.inference import stratified_proportion
from helpers.estimation.intervals import asked_of_all
from helpers.survey.codebook import NO_GROUP, TOTAL, Codebook

NEAR = 1e-6
Sizes = Mapping[str, tuple[float, float]]
PERCENT = 100  # intervals are rounded outwards to whole percent


def intervals_of_more(
    claims: Iterable[Claim], codebook: Codebook, known: Sizes = MappingProxyType({})
) -> Iterator[Cell]:
    """The protected shares of all whose printed interval is not that of the published
    numbers, or cannot be made again. `claims` are those of the table of all numbers;
    `known`: how many answered and were asked in each department, where that is printed
    elsewhere."""
    claims = [claim for claim in claims if claim.cell.statistic in SHARES]
    shown = [claim for claim in claims if not claim.suppressed and claim.population]
    sizes = {claim.cell.group: (np.nan, np.nan) for claim in claims}
    sizes |= known
    for claim in shown:
        if claim.cell.challenge == TOTAL:
            replied, size = sizes[claim.cell.group]
            more = np.fmax([replied, size], _size(claim))
            sizes[claim.cell.group] = float(more[0]), float(more[1])
    for name in (TOTAL, NO_GROUP):
        sizes.pop(name, None)
    by_cell = {claim.cell: claim for claim in shown}
    for claim in shown:
        cell = claim.cell
        if cell.group != TOTAL or not is_protected(codebook, cell.question):
            continue
        parts = [by_cell.get(cell._replace(group=group)) for group in sizes]
        of_all = _is_of_all(cell, codebook)
        if None in parts and not _is_public(claim, parts, [*sizes.values()], of_all):
            yield cell


def _size(claim: Claim) -> list[float]:
    """How many were asked, and how many there are, NaN where it is not said."""
    numbers = (claim.asked, claim.population)
    return [np.nan if number is None else number for number in numbers]


def _is_public(
    claim: Claim,
    parts: Sequence[Claim | None],
    sizes: Sequence[tuple[float, float]],
    of_all: bool,
) -> bool:
    """Whether the printed interval is that of the published numbers."""
    if claim.ends is None or claim.certain is None:
        return True  # no interval, no news
    numbers = (claim.share, claim.base, claim.asked)
    if None in numbers or np.isnan(sizes).any():
        return False
    low, high = _ends(claim, parts, sizes, of_all)
    least, most = claim.certain
    low, high = np.fmax(low, least), np.fmin(high, most)  # whatever there is of both
    below = {math.floor(low * PERCENT + way) for way in (-NEAR, NEAR)}
    above = {math.ceil(high * PERCENT + way) for way in (-NEAR, NEAR)}
    ends = [round(end * PERCENT, 6) for end in claim.ends]
    return ends[0] in below and ends[1] in above


def _is_of_all(cell: Cell, codebook: Codebook) -> bool:
    """Whether every unit has an answer, or would have."""
    asked = asked_of_all(codebook.question(cell.question))
    return cell.statistic != SHARE or (asked and cell.challenge == TOTAL)


def _ends(
    claim: Claim,
    parts: Sequence[Claim | None],
    sizes: Sequence[tuple[float, float]],
    of_all: bool,
) -> tuple[float, float]:
    """The interval with the suppressed departments alike."""
    share, base, asked = claim.share or 0.0, claim.base or 0.0, claim.asked or 0.0
    known = [part for part in parts if part is not None]
    blanks = sum((part.asked or 0) - (part.base or 0) for part in known)
    rest = max(base - sum(part.base or 0 for part in known), 0.0)
    unsaid = max(asked - base - blanks, 0.0)
    open_to = sum(
        (replied for part, (replied, _) in zip(parts, sizes, strict=True) if not part),
        start=0.0,
    )
    x, n, d = [], [], []
    for part, (replied, size) in zip(parts, sizes, strict=True):
        own = replied / open_to if part is None and open_to else 0.0
        blank = unsaid * own if part is None else (part.asked or 0) - (part.base or 0)
        least = 0.0 if part is None else part.base or 0.0
        n.append(min(max(replied - blank, least), size))
        d.append(min(rest * own, n[-1]) if part is None else least)
        x.append(np.nan if part is None else part.count or 0.0)
    counts, answered, domain = np.array(x), np.array(d if of_all else n), np.array(d)
    size_of = np.array([size for _, size in sizes])
    weight = np.divide(size_of, answered, out=np.zeros_like(domain), where=answered > 0)
    secret = np.isnan(counts)
    left = share * (weight @ domain) - weight[~secret] @ counts[~secret]
    alike = left / max(weight[secret] @ domain[secret], 1e-9)
    counts[secret] = min(max(alike, 0.0), 1.0) * domain[secret]
    found = stratified_proportion(counts, answered, size_of, domain=domain)
    return float(found.low), float(found.high)
