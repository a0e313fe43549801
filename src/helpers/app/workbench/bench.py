"""A survey on the bench: its numbers before the run has decided which may be shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from helpers.batch import runner, steps
from helpers.cleaning.cleaned import read_cleaned
from helpers.cleaning.step import clean
from helpers.core.project import Project
from helpers.disclosure.release import preliminary
from helpers.disclosure.released import Released
from helpers.disclosure.scales import merge_scales
from helpers.estimation.analysis import analyse
from helpers.estimation.estimates import read_estimates
from helpers.estimation.schema import KEYS, NUMBERS
from helpers.presentation.chapters.extra import cut_rows
from helpers.survey.codebook import TOTAL, Codebook, Extra
from helpers.survey.sources import read_source


@dataclass(frozen=True)
class Bench:
    """`numbers`: every number of the survey, internal, a row each with `KEYS` and
    `NUMBERS`. `released`: the same rows as the last run shows them, when that is
    `decided`, else as the primary rule alone would."""

    survey: str
    codebook: Codebook
    numbers: pd.DataFrame
    released: Released
    decided: bool = False
    _of: dict[str, tuple[Released, pd.DataFrame]] = field(default_factory=dict)

    def of(self, question: str) -> tuple[Released, pd.DataFrame]:
        """`released` and `numbers` of one question: a change of group or challenge
        then looks through hundreds of rows, not tens of thousands."""
        if question not in self._of:
            own = self.numbers[self.numbers["question"] == question]
            self._of[question] = self.released.select(question=question), own
        return self._of[question]

    def rows(self, cut: Extra) -> pd.DataFrame:
        """The rows of a cut with their internal numbers, `shown` and `reason`."""
        released, numbers = self.of(cut.question)
        judged = cut_rows(released, cut).rows[[*KEYS, "shown", "reason"]]
        return judged.merge(numbers, on=KEYS, how="left", validate="one_to_one")


def open_bench(survey: str, project: Project | None = None) -> Bench:
    """The survey's numbers: those of the last run while its answers, its codebook and
    the code are the same, else counted now (and kept nowhere).

    Raises every problem of the survey's files at once.
    """
    project = project or Project.find()
    if is_counted(survey, project):
        estimates = read_estimates(survey, project)
        codebook = read_cleaned(survey, project).codebook
    else:
        cleaned = clean(read_source(survey, project))
        codebook = cleaned.codebook
        parts = [TOTAL, *codebook.challenge_labels]
        counted = [analyse(cleaned, challenge=challenge) for challenge in parts]
        estimates = pd.concat(counted, ignore_index=True)
    bench = bench_of(survey, codebook, estimates)
    if is_done(survey, project, "1_clean", "2_analyse", "3_release"):
        folder = project.processed(survey) / "released"
        bench = replace(bench, released=Released.read(folder), decided=True)
    return bench


def bench_of(survey: str, codebook: Codebook, estimates: pd.DataFrame) -> Bench:
    """`estimates`: those of the whole survey and of every challenge."""
    merged = merge_scales(estimates.reset_index(drop=True), codebook)
    numbers = merged[[*KEYS, *NUMBERS]]
    return Bench(survey, codebook, numbers, preliminary(estimates, codebook))


def is_counted(survey: str, project: Project) -> bool:
    """Whether the last run's cleaning and counting are up to date."""
    return is_done(survey, project, "1_clean", "2_analyse")


def is_done(survey: str, project: Project, *books: str) -> bool:
    """Whether all steps of these notebooks are up to date."""
    plan = steps.plan(project, [survey])
    found = runner.status(project, plan)
    needed = [
        step.id
        for step in plan.by_survey.get(survey, [])
        if step.notebook.stem in books
    ]
    return bool(needed) and all(found[id].succeeded for id in needed)


def waves_of(survey: str, project: Project) -> dict[str, list[str]]:
    """Every series (or survey that is in none) → its surveys, the latest first."""
    outlines = steps.plan(project).outlines
    found: dict[str, list[str]] = {}
    for name, outline in outlines.items():
        found.setdefault(outline.series or name, []).append(name)
    for names in found.values():
        names.sort(key=lambda name: str(outlines[name].wave or ""), reverse=True)
    return found
