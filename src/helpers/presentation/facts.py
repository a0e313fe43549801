"""What a report says about the survey itself: who was asked, what was kept, by whom.

Facts are plain values (they travel as JSON with Released). No response, no name of a
respondent, no contact of a unit is among them.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from helpers.cleaning.cleaned import Cleaned
from helpers.estimation.population import Population, in_frame, survey_population
from helpers.estimation.waves import Earlier, comparison
from helpers.presentation import text
from helpers.survey.codebook import NO_GROUP, Codebook
from helpers.survey.decisions import yes


def survey_facts(
    cleaned: Cleaned, register: pd.DataFrame, *, earlier: Earlier | None = None
) -> dict[str, Any]:
    """`register`: organisations.csv; only names it lets be published are listed.
    `earlier`: the wave before, where there is one."""
    book = cleaned.codebook
    population = survey_population(cleaned)
    period = (
        text.period(book.fieldwork.start, book.fieldwork.end) if book.fieldwork else ""
    )
    return {
        "survey": cleaned.survey,
        "wave": "" if book.wave is None else str(book.wave),
        "version": book.version,
        "period": period,
        "rows_read": cleaned.read,
        "kept": cleaned.kept,
        "set_aside": cleaned.set_aside,
        "values_set_aside": cleaned.values_set_aside,
        "response": _response(population, cleaned),
        "quotes": [
            {"question": row.question, "text": row.text}
            for row in cleaned.quotes.itertuples()
        ],
        "organisations": organisations(
            in_frame(cleaned, population).ties, register, book
        ),
        "comparison": comparison(earlier, cleaned) if earlier else None,
    }


def _response(population: Population, cleaned: Cleaned) -> dict[str, Any]:
    known = population.known
    table = population.by_department()
    departments = [
        {
            "department": row.department,
            "population": int(row.population) if known else None,
            "answered": int(row.answered),
            "response_rate": _finite(row.response_rate),
            "status": row.status,
        }
        for row in table.itertuples()
    ]
    if not known:
        answered = cleaned.responses["group"].value_counts()
        for department in departments:
            department["answered"] = int(answered[department["department"]])
    return {
        "known": known,
        "asked": int(population.sizes.sum()) if known else None,
        "answered": int(population.answered.sum()) if known else cleaned.kept,
        "svarsandel": _finite(population.response_rate),
        "rates": {
            name: _finite(getattr(population.rates, name))
            for name in ("rr1", "rr2", "rr3", "rr4", "rr5", "rr6")
        },
        "departments": departments,
        "not_covered": list(population.not_covered),
        "collapsed": population.collapsed,
        "outside": len(population.outside),
    }


LONG_STANDING = 5
"""A tie that began so many years before the answers is called long-standing."""


def organisations(
    ties: pd.DataFrame, register: pd.DataFrame, codebook: Codebook
) -> dict[str, Any]:
    """Organisations named by those in the frame, those whose names may stand in a
    report, and by challenge what the register knows of but nobody names.

    Where naming is protected only the number is told: a name with the units that gave
    it would be an answer.
    """
    said: dict[str, Any] = {
        "named": int(ties["organisation"].nunique()) if len(ties) else 0,
        "listed": [],
        "not_named": {},
        "started": {},
    }
    if any(codebook.protected(question.id) for question in codebook.ties):
        return said
    may = {
        row["name"]: row["type"]
        for row in register.to_dict("records")
        if yes(row["publish"])
    }
    if len(ties):
        said["listed"] = [
            {"name": name, "type": may[name], **_naming(rows, codebook)}
            for name, rows in _by_organisation(ties, codebook).items()
            if name in may
        ]
        said["listed"].sort(
            key=lambda one: (-len(one["groups"]), -one["units"], one["name"])
        )
        said["started"] = _started(ties, codebook)
    if codebook.ties:
        said["not_named"] = _not_named(ties, register, codebook)
    return said


Tie = dict[str, Any]


def _by_organisation(ties: pd.DataFrame, codebook: Codebook) -> dict[str, list[Tie]]:
    """Organisation → the ties that name it. Hundreds of them with a few ties each: as
    tables they would take a hundred times as long."""
    forms = [form for form in codebook.forms if form in ties]
    columns = ties[["organisation", "response", "challenge", "group", *forms]]
    found: dict[str, list[Tie]] = {}
    for tie in columns.to_dict("records"):
        found.setdefault(tie["organisation"], []).append(tie)
    return found


def _naming(ties: list[Tie], codebook: Codebook) -> dict[str, Any]:
    """Who names one organisation: in all, and within each challenge in which forms."""
    inside = {
        challenge: [tie for tie in ties if tie["challenge"] == challenge]
        for challenge in codebook.challenge_labels
    }
    return {
        **_namers(ties),
        "challenges": {
            challenge: {
                **_namers(part),
                "forms": [
                    form for form in codebook.forms if any(tie[form] for tie in part)
                ],
            }
            for challenge, part in inside.items()
            if part
        },
    }


def _namers(ties: list[Tie]) -> dict[str, Any]:
    groups = {str(tie["group"]) for tie in ties} - {NO_GROUP, "nan"}
    return {"units": len({tie["response"] for tie in ties}), "groups": sorted(groups)}


def _not_named(
    ties: pd.DataFrame, register: pd.DataFrame, codebook: Codebook
) -> dict[str, list[str]]:
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
    return {id: sorted(names) for id, names in missing.items() if names}


def _started(ties: pd.DataFrame, codebook: Codebook) -> dict[str, dict[str, int]]:
    """Challenge → of the ties whose first year is told (`known`), how many began in
    `year` or before."""
    if "since" not in ties or codebook.fieldwork is None:
        return {}
    year = codebook.fieldwork.end.year - LONG_STANDING
    found = {}
    for challenge in codebook.challenge_labels:
        inside = ties[ties["challenge"] == challenge]
        pairs = inside.drop_duplicates(["response", "organisation"])
        since = pairs["since"].dropna()
        if len(since):
            found[challenge] = {
                "year": year,
                "known": len(since),
                "before": int((since <= year).sum()),
            }
    return found


def _finite(number: float) -> float | None:
    return None if number is None or math.isnan(number) else float(number)
