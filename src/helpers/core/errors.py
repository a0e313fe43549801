"""Every error a person can meet, each saying what was found and what to do.

The tree::

    KartlaggningError
    ├── ProjectError       no project here, no such survey, a folder one cannot write
    ├── CodebookError      survey.yml cannot be read or contradicts itself
    ├── ExportError        a survey tool's file cannot be read
    ├── CleaningError      the answers do not fit the codebook
    ├── PopulationError    population.csv (the frame) contradicts itself
    ├── DecisionError      a file in decisions/ names something that is not there
    ├── DisclosureError    something unsafe would be published, or the ledger is broken
    ├── ParameterError     a notebook was given a parameter it does not declare
    ├── NotebookError      a notebook failed; names the cell and the file to open
    ├── RunError           the batch cannot start or go on
    └── CommandError       a command was written wrongly

Messages are Swedish, for the secretary. An error carries *all* the problems that were
found, never only the first one.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where it is, what was found, what to do.

    `row` and `column` are as the secretary sees them in Excel: rows count from 1,
    columns are letters.

    >>> print(Problem("Svaret ”Kanske” finns inte i kodboken.", "Lägg till det.",
    ...               file="svar.xlsx", row=12, column="C"))
    svar.xlsx, rad 12, kolumn C: Svaret ”Kanske” finns inte i kodboken. Lägg till det.
    """

    found: str
    todo: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""

    @property
    def where(self) -> str:
        parts = [
            self.file,
            f"rad {self.row}" if self.row is not None else "",
            f"kolumn {self.column}" if self.column else "",
        ]
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        sentence = " ".join(part for part in (self.found, self.todo) if part)
        return f"{self.where}: {sentence}" if self.where else sentence


class KartlaggningError(Exception):
    """A problem, or several, that a person can do something about.

    Takes one sentence (and `todo`), or the problems themselves.

    >>> str(ProjectError("Här finns inget projekt.", todo="Byt mapp."))
    'Här finns inget projekt. Byt mapp.'
    """

    def __init__(
        self, problems: str | Problem | Iterable[Problem], *, todo: str = ""
    ) -> None:
        if isinstance(problems, str):
            problems = Problem(problems, todo)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def _render_traceback_(self) -> list[str]:
        # Jupyter asks for this: the secretary sees the problems, not our code.
        return [f"{type(self).__name__}:", *map(str, self.problems)]

    def __reduce__(self) -> tuple[type, tuple[tuple[Problem, ...]]]:
        # Errors cross process borders (the runner's workers) with all their problems.
        return type(self), (self.problems,)


class ProjectError(KartlaggningError):
    """There is no project or survey here, or a folder cannot be written."""


class CodebookError(KartlaggningError):
    """survey.yml cannot be read or contradicts itself."""


class ExportError(KartlaggningError):
    """A survey tool's file cannot be read."""


class CleaningError(KartlaggningError):
    """The answers do not fit the codebook."""


class PopulationError(KartlaggningError):
    """population.csv (the frame) contradicts itself."""


class DecisionError(KartlaggningError):
    """A file in decisions/ names something that is not there."""


class DisclosureError(KartlaggningError):
    """Something unsafe would be published, or the ledger is broken."""


class ParameterError(KartlaggningError):
    """A notebook was given a parameter that it does not declare."""


class NotebookError(KartlaggningError):
    """A notebook failed."""


class RunError(KartlaggningError):
    """The batch cannot start or go on."""


class CommandError(KartlaggningError):
    """A command was written wrongly."""


def nearest(name: str, known: Iterable[str]) -> str:
    """A Swedish question naming the nearest of `known`, or nothing when none is near.

    >>> nearest("youth_helth", ["youth_health", "work"])
    'Menade du ”youth_health”?'
    """
    known = [str(one) for one in known]
    folded = {one.casefold(): one for one in reversed(known)}
    found = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return f"Menade du ”{folded[found[0]]}”?" if found else ""
