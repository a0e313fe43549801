"""The frame: every unit that was asked, what became of it, and how far answers reach.

`population.csv` has one row a unit: `unit`, `department`, and, when known,
`disposition` and `contact` (checked in `frame`). Here it is joined to the units that
answered, and gives response rates, the strata and weights of the estimates, and
the list of those still missing. Typed unit names are matched to the frame's elsewhere
(`names`).

A survey without a frame has a Population too: its sizes are unknown (NaN), so every
interval that needs them comes out as none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.cleaning.cleaned import Cleaned
from helpers.core.errors import PopulationError, Problem
from helpers.estimation.inference import Array, collapse_strata
from helpers.survey.codebook import NO_GROUP
from helpers.survey.frame import (
    COLUMNS,
    DISPOSITIONS,
    FILE,
    frame_problems,
    text_columns,
    unit_key,
)

OUTCOMES = (
    "complete",
    "partial",
    "refused",
    "noncontact",
    "other",
    "unknown",
    "ineligible",
)


@dataclass(frozen=True)
class ResponseRates:
    """AAPOR's six response rates, 0-1; NaN where there is nothing to divide by.

    `rr2` is the *svarsandel* of the reports. `e`: the share of units of unknown
    eligibility that is taken to be eligible (rr3, rr4).
    """

    rr1: float
    rr2: float
    rr3: float
    rr4: float
    rr5: float
    rr6: float
    e: float


def response_rates(
    *,
    complete: int,
    partial: int,
    refused: int,
    noncontact: int,
    other: int,
    unknown: int,
    ineligible: int = 0,
    e: float | None = None,
) -> ResponseRates:
    """The six rates from the number of units of each disposition.

    Odd rates count complete answers only, even ones partial answers too. Units of
    unknown eligibility count wholly (1, 2), by the share `e` (3, 4), or not (5, 6).
    `e` is estimated from the units whose eligibility is known unless given.

    Source: AAPOR (2023), Standard Definitions, 10th edition.

    >>> rates = response_rates(complete=300, partial=40, refused=60, noncontact=80,
    ...                        other=10, unknown=10, e=0.8)
    >>> round(rates.rr2, 3), round(rates.rr4, 3), round(rates.rr6, 3)
    (0.68, 0.683, 0.694)
    """
    known = complete + partial + refused + noncontact + other
    if e is None:
        e = known / (known + ineligible) if known + ineligible else float("nan")

    def rate(answers: int, of: float) -> float:
        return answers / of if of > 0 else float("nan")

    either = complete + partial
    # Where nothing is unknown, e does not matter and may be unknown itself.
    perhaps = e * unknown if unknown else 0.0
    return ResponseRates(
        rr1=rate(complete, known + unknown),
        rr2=rate(either, known + unknown),
        rr3=rate(complete, known + perhaps),
        rr4=rate(either, known + perhaps),
        rr5=rate(complete, known),
        rr6=rate(either, known),
        e=e,
    )


@dataclass(frozen=True)
class Population:
    """The units of the frame with their outcome, and the departments as strata.

    `units`: one row a unit in the frame's order: unit, department, disposition (a key
    of AAPOR, the frame's word), contact, outcome (one of OUTCOMES), answered (its
    answers are kept). `departments`: in report order. `outside`: units that answered
    but are not in the frame: listed, and no part of what is estimated.
    `known`: there is a frame.
    """

    units: pd.DataFrame
    departments: tuple[str, ...]
    outside: tuple[str, ...] = ()
    known: bool = True

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        answered: Iterable[str],
        *,
        partial: Iterable[str] = (),
        departments: Sequence[str] | None = None,
        file: str = FILE,
    ) -> Population:
        """The population of a frame (columns `COLUMNS`, the last two optional).

        `answered`: units whose answers are kept, by the frame's names; `partial`: those
        that answered in part. `departments`: their order, and the only ones allowed;
        else alphabetical. Case and spacing of unit names do not matter.

        Raises PopulationError with every problem: a column missing, an empty name, a
        unit twice, an unknown department or disposition, an ineligible unit that
        answered.
        """
        frame = text_columns(frame, file)
        answered = list(dict.fromkeys(str(unit).strip() for unit in answered))
        replied = {unit_key(unit) for unit in answered}
        part = {unit_key(unit) for unit in partial}
        problems = [
            *frame_problems(frame, departments, file),
            *_answered_though_ineligible(frame, replied | part, file),
        ]
        if problems:
            raise PopulationError(sorted(problems, key=lambda one: one.row or 0))
        keys = frame["unit"].map(unit_key)
        disposition = frame["disposition"].str.casefold().map(DISPOSITIONS)
        outcome = disposition.where(~keys.isin(replied), "complete")
        outcome = outcome.where(~keys.isin(part), "partial")
        units = frame.assign(
            disposition=disposition, outcome=outcome, answered=keys.isin(replied)
        ).reset_index(drop=True)
        order = (
            departments if departments is not None else sorted(set(units.department))
        )
        present = set(units["department"])
        in_frame = set(keys)
        return cls(
            units=units,
            departments=tuple(name for name in order if name in present),
            outside=tuple(
                sorted(unit for unit in answered if unit_key(unit) not in in_frame)
            ),
        )

    @classmethod
    def without_frame(cls, departments: Sequence[str] = ()) -> Population:
        """No list of who was asked: nothing may be said of those who did not answer.

        >>> Population.without_frame(["A", "B"]).sizes
        array([nan, nan])
        """
        empty = pd.DataFrame(
            {name: pd.Series(dtype=str) for name in (*COLUMNS, "outcome")}
        ).assign(answered=pd.Series(dtype=bool))
        return cls(units=empty, departments=tuple(departments), known=False)

    # --- the strata -------------------------------------------------------------------

    @cached_property
    def sizes(self) -> Array:
        """N per department, ineligible units not counted; NaN without a frame.

        Units whose eligibility is unknown count: leaving them out would claim more.
        """
        if not self.known:
            return np.full(len(self.departments), np.nan)
        return self._count(self.units["outcome"] != "ineligible")

    @cached_property
    def answered(self) -> Array:
        """n per department: units of the frame whose answers are kept."""
        return self._count(self.units["answered"])

    @property
    def weights(self) -> Array:
        """N/n per department; NaN where nobody answered."""
        n = self.answered
        with np.errstate(divide="ignore"):
            return np.where(n > 0, self.sizes / np.where(n > 0, n, 1), np.nan)

    @property
    def not_covered(self) -> tuple[str, ...]:
        """Departments where nobody answered: no estimate speaks for them."""
        if not self.known:
            return ()
        return self._names((self.answered == 0) & (self.sizes > 0))

    @property
    def certain(self) -> tuple[str, ...]:
        """Departments where every unit answered: nothing is uncertain there."""
        return self._names((self.answered == self.sizes) & (self.sizes > 0))

    @property
    def collapsed(self) -> dict[str, str]:
        """Departments with one answer of several, and whose spread they borrow."""
        if not self.known:
            return {}
        onto = collapse_strata(self.answered, self.sizes)
        return {
            self.departments[one]: self.departments[other]
            for one, other in enumerate(onto)
            if one != other
        }

    def _count(self, which: pd.Series) -> Array:
        counted = self.units.loc[which, "department"].value_counts()
        array = counted.reindex(self.departments, fill_value=0).to_numpy(float)
        array.flags.writeable = False  # it is remembered
        return array

    def _names(self, which: NDArray[np.bool_]) -> tuple[str, ...]:
        return tuple(np.array(self.departments, object)[which])

    # --- response ---------------------------------------------------------------------

    @property
    def rates(self) -> ResponseRates:
        """RR1-RR6 of the whole frame; all NaN without one."""
        return self._rates(self.units["outcome"])

    @property
    def response_rate(self) -> float:
        """The *svarsandel*: RR2, complete and partial answers over all eligible."""
        return self.rates.rr2

    def by_department(self) -> pd.DataFrame:
        """One row a department: population (N), answered (n), each outcome's number,
        response_rate (RR2), weight (N/n), and `status`: covered, not_covered, certain
        or collapsed.
        """
        outcomes = {
            name: self._count(self.units["outcome"] == name).astype(int)
            for name in OUTCOMES
        }
        status = dict.fromkeys(self.departments, "covered" if self.known else "")
        status |= dict.fromkeys(self.not_covered, "not_covered")
        status |= dict.fromkeys(self.certain, "certain")
        status |= dict.fromkeys(self.collapsed, "collapsed")
        grouped = dict(list(self.units.groupby("department")["outcome"]))
        nothing = self.units["outcome"].iloc[:0]
        return pd.DataFrame(
            {
                "department": list(self.departments),
                "population": self.sizes,
                "answered": self.answered.astype(int),
                **outcomes,
                "response_rate": [
                    self._rates(grouped.get(name, nothing)).rr2
                    for name in self.departments
                ],
                "weight": self.weights,
                "status": [status[name] for name in self.departments],
            }
        )

    def missing(self) -> pd.DataFrame:
        """The eligible units that have not answered in full, by department, with
        contact: unit, department, contact, outcome. Internal: names people.
        """
        waiting = self.units[~self.units["outcome"].isin(["complete", "ineligible"])]
        rank = {name: at for at, name in enumerate(self.departments)}
        return (
            waiting.assign(_rank=waiting["department"].map(rank))
            .sort_values(["_rank", "unit"], kind="stable")
            .loc[:, ["department", "unit", "contact", "outcome"]]
            .reset_index(drop=True)
        )

    def _rates(self, outcome: pd.Series) -> ResponseRates:
        number = outcome.value_counts().reindex(list(OUTCOMES), fill_value=0)
        return response_rates(**{str(name): int(n) for name, n in number.items()})


# --- of a cleaned survey --------------------------------------------------------------


def survey_population(cleaned: Cleaned) -> Population:
    """The frame with what became of each unit, or a population without a frame."""
    groups = [g for g in cleaned.responses["group"].cat.categories if g != NO_GROUP]
    frame = cleaned.population
    if frame.empty:
        return Population.without_frame(groups)
    return Population.from_frame(
        frame[["unit", "department", "disposition", "size"]],
        cleaned.responses["unit"],
        partial=frame.loc[frame["partial"], "unit"],
    )


def in_frame(cleaned: Cleaned, population: Population) -> Cleaned:
    """The survey without responses from outside the frame, where there is one."""
    if not population.known:
        return cleaned
    outside = population.outside
    return replace(
        cleaned,
        responses=cleaned.responses[~cleaned.responses["unit"].isin(outside)],
        ties=cleaned.ties[~cleaned.ties["unit"].isin(outside)],
    )


def _answered_though_ineligible(
    frame: pd.DataFrame, replied: set[str], file: str
) -> list[Problem]:
    ineligible = frame["disposition"].str.casefold().map(DISPOSITIONS) == "ineligible"
    answered = frame["unit"].map(unit_key).isin(replied)
    return [
        Problem(
            f"”{unit}” står som utanför målgruppen men har svarat.",
            "Ta bort ordet i kolumnen disposition, eller ta bort svaret i "
            "decisions/rows.csv.",
            file=file,
            row=int(str(row)),
        )
        for row, unit in frame.loc[ineligible & answered, "unit"].items()
    ]
