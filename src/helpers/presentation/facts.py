"""What a report says about the survey itself: who was asked, what was kept, by whom.

The values are `estimation.facts`; here they are counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import pandas as pd

from helpers.cleaning.cleaned import Cleaned
from helpers.estimation.facts import (
    DepartmentResponse,
    Facts,
    LongStanding,
    Naming,
    Organisation,
    OrganisationFacts,
    Quotation,
    ResponseFacts,
)
from helpers.estimation.organisations import confirmed
from helpers.estimation.population import Population, in_frame, survey_population
from helpers.estimation.waves import Earlier, comparison
from helpers.presentation import text
from helpers.survey.codebook import NO_GROUP, Codebook
from helpers.survey.decisions import yes


def survey_facts(
    cleaned: Cleaned, register: pd.DataFrame, *, earlier: Earlier | None = None
) -> Facts:
    """`register`: organisations.csv; only names it lets be published are listed.
    `earlier`: the wave before, where there is one."""
    book = cleaned.codebook
    population = survey_population(cleaned)
    period = (
        text.period(book.fieldwork.start, book.fieldwork.end) if book.fieldwork else ""
    )
    quotes = cleaned.quotes
    return Facts(
        survey=cleaned.survey,
        wave="" if book.wave is None else str(book.wave),
        version=book.version,
        period=period,
        rows_read=cleaned.read,
        kept=cleaned.kept,
        set_aside=cleaned.set_aside,
        values_set_aside=cleaned.values_set_aside,
        response=_response(population, cleaned),
        quotes=tuple(map(Quotation, quotes["question"], quotes["text"])),
        organisations=organisations(in_frame(cleaned, population).ties, register, book),
        comparison=comparison(earlier, cleaned) if earlier else None,
    )


def _response(population: Population, cleaned: Cleaned) -> ResponseFacts:
    known = population.known
    table = population.by_department()
    answered = table.set_index("department")["answered"]
    if not known:
        answered = cleaned.responses["group"].value_counts()
    departments = [
        DepartmentResponse(
            department=row["department"],
            answered=int(answered[row["department"]]),
            population=int(row["population"]) if known else None,
            response_rate=_finite(row["response_rate"]),
            status=row["status"],
        )
        for row in table.to_dict("records")
    ]
    return ResponseFacts(
        known=known,
        asked=int(population.sizes.sum()) if known else None,
        answered=int(population.answered.sum()) if known else cleaned.kept,
        response_rate=_finite(population.response_rate),
        rates={name: _finite(rate) for name, rate in asdict(population.rates).items()},
        departments=tuple(departments),
        not_covered=tuple(population.not_covered),
        collapsed=population.collapsed,
        outside=len(population.outside),
    )


LONG_STANDING = 5
"""A tie that began so many years before the answers is called long-standing."""


def organisations(
    ties: pd.DataFrame, register: pd.DataFrame, codebook: Codebook
) -> OrganisationFacts:
    """Organisations named by those in the frame, those whose names may stand in a
    report, and by challenge what the register knows of but nobody names.

    Where naming is protected, or a protected question decides who is asked, only the
    number is told: a name with the units that gave it would be an answer.
    """
    named = int(ties.loc[confirmed(ties), "organisation"].nunique())
    if any(
        codebook.protected(question.id) or codebook.follows_protected(question.id)
        for question in codebook.ties
    ):
        return OrganisationFacts(named)
    may = {
        row["name"]: row["type"]
        for row in register.to_dict("records")
        if yes(row["publish"])
    }
    listed = [
        Organisation(name, may[name], _naming(rows), _by_challenge(rows, codebook))
        for name, rows in _by_organisation(ties, codebook).items()
        if name in may
    ]
    return OrganisationFacts(
        named,
        tuple(sorted(listed, key=_most_named_first)),
        _not_named(ties, register, codebook) if codebook.ties else {},
        _started(ties, codebook),
    )


def _most_named_first(one: Organisation) -> tuple[int, int, str]:
    return (-len(one.naming.groups), -one.naming.units, one.name)


Tie = dict[str, Any]


def _by_organisation(ties: pd.DataFrame, codebook: Codebook) -> dict[str, list[Tie]]:
    """Organisation → the ties that name it. Hundreds of them with a few ties each: as
    tables they would take a hundred times as long."""
    if not len(ties):
        return {}
    forms = [form for form in codebook.forms if form in ties]
    columns = ties[["organisation", "response", "challenge", "group", *forms]]
    found: dict[str, list[Tie]] = {}
    for tie in columns.to_dict("records"):
        found.setdefault(tie["organisation"], []).append(tie)
    return found


def _by_challenge(ties: list[Tie], codebook: Codebook) -> dict[str, Naming]:
    """Who names one organisation within each challenge, and in which forms."""
    inside = {
        challenge: [tie for tie in ties if tie["challenge"] == challenge]
        for challenge in codebook.challenge_labels
    }
    return {
        challenge: _naming(
            part, [form for form in codebook.forms if any(tie[form] for tie in part)]
        )
        for challenge, part in inside.items()
        if part
    }


def _naming(ties: list[Tie], forms: Iterable[str] = ()) -> Naming:
    groups = {str(tie["group"]) for tie in ties} - {NO_GROUP, "nan"}
    units = len({tie["response"] for tie in ties})
    return Naming(units, tuple(sorted(groups)), tuple(forms))


def _not_named(
    ties: pd.DataFrame, register: pd.DataFrame, codebook: Codebook
) -> dict[str, tuple[str, ...]]:
    """Challenge → organisations that the register places there, that may be published
    and that nobody names within it."""
    missing: dict[str, list[str]] = {id: [] for id in codebook.challenge_labels}
    named = (
        set(zip(ties["organisation"], ties["challenge"], strict=True))
        if len(ties)
        else set()
    )
    for row in register.to_dict("records"):
        places = {part.strip() for part in row.get("challenges", "").split(";")}
        if not yes(row["publish"]):
            continue
        for challenge in missing:
            if challenge in places and (row["name"], challenge) not in named:
                missing[challenge].append(row["name"])
    return {id: tuple(sorted(names)) for id, names in missing.items() if names}


def _started(ties: pd.DataFrame, codebook: Codebook) -> dict[str, LongStanding]:
    """By challenge."""
    if "since" not in ties or codebook.fieldwork is None:
        return {}
    year = codebook.fieldwork.end.year - LONG_STANDING
    found = {}
    for challenge in codebook.challenge_labels:
        inside = ties[ties["challenge"] == challenge]
        pairs = inside.drop_duplicates(["response", "organisation"])
        since = pairs["since"].dropna()
        if len(since):
            found[challenge] = LongStanding(
                year, len(since), int((since <= year).sum())
            )
    return found


def _finite(number: float) -> float | None:
    return None if number is None or math.isnan(number) else float(number)
