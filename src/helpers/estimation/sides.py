"""A tie seen from both sides: what units name, and what the organisations themselves
name in a survey of their own (form B).

A pair that one side names is confirmed or not only where the other side answered:
nonrespondents are missing. Pairs are of departments and organisations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from helpers.cleaning.cleaned import Cleaned, read_cleaned
from helpers.cleaning.names import match_names
from helpers.cleaning.spelling import normalise
from helpers.core.project import Project
from helpers.estimation.counting import Groups
from helpers.estimation.population import in_frame, survey_population
from helpers.estimation.schema import KEYS, Values, table
from helpers.survey.codebook import NO_GROUP, TOTAL, read_parsed
from helpers.survey.decisions import read_decisions
from helpers.survey.sources import read_register

PAIRS = (
    "group",
    "organisation",
    "by_department",
    "by_organisation",
    "organisation_answered",
    "department_answered",
)
BOTH, OURS, THEIRS = "sides_both", "sides_department", "sides_organisation"
UNKNOWN, ANSWERED, ELSEWHERE = "sides_unknown", "sides_answered", "sides_elsewhere"
PROTECTED_THERE = "protected_there"
"""Method of what was asked of the organisations as a protected question."""


@dataclass(frozen=True)
class OtherSide:
    """What the organisations have answered.

    `answered`: those that did, by the names that the units' register has for them.
    `ties`: organisation, and `named` as their survey's own register has it.
    """

    answered: tuple[str, ...]
    ties: pd.DataFrame
    is_protected: bool = False


def read_other_side(survey: str, project: Project | None = None) -> OtherSide | None:
    """The organisations' own survey, as 1_clean wrote it; None where survey.yml names
    none (`other_side`). Raises ProjectError when 1_clean has not."""
    project = project or Project.find()
    name = read_parsed(project.processed(survey)).other_side
    if name is None:
        return None
    decisions = read_decisions(project.raw(survey)).names
    return other_side(
        read_cleaned(name, project),
        read_register(survey, project),
        decisions[decisions["kind"] == "organisation"],
    )


def other_side(
    theirs: Cleaned, register: pd.DataFrame, decisions: pd.DataFrame
) -> OtherSide:
    """`theirs`: the organisations' survey. `register` and `decisions`: of the units'
    survey, so that an organisation has one name whoever writes it."""
    inside = in_frame(theirs, survey_population(theirs))
    units = inside.responses["unit"].astype("str")
    found = match_names(units, register, decisions)
    names = dict(zip(found["written"], found["name"], strict=True))
    ties = inside.ties
    return OtherSide(
        tuple(dict.fromkeys(names.values())),
        pd.DataFrame(
            {
                "organisation": ties["unit"].astype("str").map(names),
                "named": ties["organisation"].astype("str"),
            }
        )
        .dropna()
        .drop_duplicates(ignore_index=True),
        any(inside.codebook.protected(one.id) for one in inside.codebook.ties),
    )


def side_estimates(cleaned: Cleaned, other: OtherSide) -> pd.DataFrame:
    """The ties of each question of `cleaned` joined with the `other` side's, in the
    estimates' columns; for all and by department.

    Pairs that either side names, each once (`asked`: all of them): `BOTH` (named by
    both: the agreement), `OURS` and `THEIRS` (by one alone), of those where both
    answered (`answered`); `UNKNOWN`, where the side that does not name has not
    answered, of all. `ANSWERED`: organisations named that have answered, of those
    named. `ELSEWHERE`: names that organisations give and that are no department or
    unit here. `cleaned`: only units of the frame, where there is one.
    """
    groups = Groups.of(cleaned.responses, cleaned.codebook)
    departments = cleaned.responses["group"].astype("str").unique()
    placed = _placed(cleaned, other.ties)
    known = placed["group"] != ""
    elsewhere = placed.loc[~known, "named"].map(normalise).nunique()
    rows: list[Values] = []
    for question in cleaned.codebook.ties:
        ours = cleaned.ties[cleaned.ties["question"] == question.id]
        spelt = _spelt_as(ours["organisation"])
        joined = both_sides(
            ours,
            placed[known].assign(organisation=placed["organisation"].map(spelt)),
            departments=departments,
            organisations=list(map(spelt, other.answered)),
        )
        key = dict.fromkeys(KEYS, TOTAL) | {"question": question.id}
        for label in groups.labels:
            part = joined if label == TOTAL else joined[joined["group"] == label]
            rows += [key | {"group": label} | row for row in _counted(part)]
        count = {"count": elsewhere, "answered": len(other.answered)}
        rows.append(key | {"statistic": ELSEWHERE, "estimate": elsewhere} | count)
    method = PROTECTED_THERE if other.is_protected else ""
    return table((row | {"method": method} for row in rows), cleaned.survey)


def _counted(joined: pd.DataFrame) -> Iterator[Values]:
    ours, theirs = joined["by_department"], joined["by_organisation"]
    both = joined["organisation_answered"] & joined["department_answered"]
    named = joined[ours].drop_duplicates("organisation")
    counts = {
        BOTH: (int((both & ours & theirs).sum()), int(both.sum())),
        OURS: (int((both & ~theirs).sum()), int(both.sum())),
        THEIRS: (int((both & ~ours).sum()), int(both.sum())),
        UNKNOWN: (int((~both).sum()), len(joined)),
        ANSWERED: (int(named["organisation_answered"].sum()), len(named)),
    }
    for statistic, (count, of) in counts.items():
        yield {
            "statistic": statistic,
            "count": count,
            "answered": of,
            "asked": len(named) if statistic == ANSWERED else len(joined),
            "estimate": count / of if of else np.nan,
        }


def _placed(cleaned: Cleaned, ties: pd.DataFrame) -> pd.DataFrame:
    """`ties` with the department (`group`) that is named, or whose unit is; "" where
    it is neither."""
    frame, answers = cleaned.population, cleaned.responses
    place = dict(zip(frame["unit"], frame["department"], strict=True))
    place |= dict(zip(answers["unit"], answers["group"].astype("str"), strict=True))
    labels = Groups.of(answers, cleaned.codebook).labels[1:]
    place |= dict(zip(labels, labels, strict=True))
    known = {normalise(name): group for name, group in place.items() if name}
    group = ties["named"].map(lambda name: known.get(normalise(name), ""))
    return ties.assign(group=group.astype("str").replace(NO_GROUP, ""))


def _spelt_as(names: pd.Series) -> Any:
    """How `names` spell an organisation that the register does not have."""
    known = {normalise(name): name for name in names.unique()}
    return lambda name: known.get(normalise(name), name)


def both_sides(
    ties: pd.DataFrame,
    organisation_ties: pd.DataFrame,
    *,
    departments: Sequence[str],
    organisations: Sequence[str],
) -> pd.DataFrame:
    """The departments' ties joined with the organisations' own.

    `organisation_ties`: organisation and group (the department that it names).
    `departments`, `organisations`: those that answered their form, naming anybody or
    not. One row a pair that either side names: `PAIRS`. A side that did not answer
    contradicts nothing.
    """
    ours, theirs = (
        table.loc[~table["group"].isin(["", NO_GROUP]), ["group", "organisation"]]
        .dropna()
        .astype("str")
        .drop_duplicates()
        for table in (ties, organisation_ties)
    )
    joined = ours.merge(
        theirs, on=["group", "organisation"], how="outer", indicator="side"
    )
    joined["by_department"] = joined["side"] != "right_only"
    joined["by_organisation"] = joined["side"] != "left_only"
    joined["organisation_answered"] = joined["organisation"].isin(list(organisations))
    joined["department_answered"] = joined["group"].isin(list(departments))
    joined = joined.sort_values(["group", "organisation"], ignore_index=True)
    return joined[list(PAIRS)]
