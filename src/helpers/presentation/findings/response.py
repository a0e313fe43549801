"""How many answered, and which units are missing."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.disclosure.released import Released
from helpers.presentation.findings.values import first_ones

MOST_NAMED = 3


@dataclass(frozen=True)
class Response:
    """How many answered; `asked` and `rate` are None where nobody has a frame."""

    answered: int
    asked: int | None = None
    rate: float | None = None


@dataclass(frozen=True)
class Uncovered:
    """The groups that nobody has answered for."""

    groups: tuple[str, ...]


@dataclass(frozen=True)
class ToRemind:
    """Where most answers are missing: each group with how many of its `of` units have
    not answered, most first."""

    groups: tuple[tuple[str, int, int], ...]


# --- the survey ----------------------------------------------------------------------


def responded(released: Released) -> Response:
    facts = released.facts
    response = facts.response
    if not response.known:
        return Response(facts.kept)
    return Response(response.answered, response.asked, response.response_rate)


def missing(released: Released) -> ToRemind | None:
    """The groups to remind first, while answers still come in."""
    if released.codebook.status != "open":
        return None
    found = [
        (one.department, one.population - one.answered, one.population)
        for one in released.facts.response.departments
        if one.population is not None and one.population > one.answered
    ]
    ranked = sorted(found, key=lambda one: (-one[1], one[0]))
    most = first_ones(ranked, MOST_NAMED, lambda one: one[1])
    return ToRemind(tuple(most)) if most else None


def uncovered(released: Released) -> Uncovered | None:
    """⑤, the end: the groups that nobody has answered for."""
    groups = released.facts.response.not_covered
    return Uncovered(groups) if groups else None
