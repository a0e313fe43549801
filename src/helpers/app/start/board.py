"""Which surveys there are, and what waits in each."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.batch import runner, steps
from helpers.batch.runner import Result
from helpers.core.errors import KartlaggningError
from helpers.core.project import Project
from helpers.disclosure.ledger import FOLDER, read_ledger
from helpers.exports.sheet import counted
from helpers.survey.codebook import read_codebook, unseen

FILE, DESCRIBE, RUN, DECIDE, READ, PUBLISH = range(6)
STEPS = ("Enkät", "Beskriv", "Kör", "Avgör", "Läs", "Publicera")
"""The steps of the page, in order."""


@dataclass(frozen=True)
class Card:
    """One survey: its title, what waits (in Swedish, most urgent first) and the step
    that is the next to take. `broken`: why it cannot be read."""

    survey: str
    title: str
    waits: tuple[str, ...]
    next: int
    broken: str = ""


def cards(project: Project) -> list[Card]:
    """Every survey, the newest wave first; one that cannot be read says why."""
    plan = steps.plan(project)
    results = runner.status(project, plan)
    found = []
    for survey in project.surveys():
        if survey in plan.broken:
            why = str(plan.broken[survey].problems[0])
            found.append(Card(survey, survey, (), FILE, why))
            continue
        own = [one for one in results.values() if one.step.survey == survey]
        stale = any(not one.succeeded for one in own) and not _only_published(own)
        try:
            found.append(_card(survey, project, stale))
        except KartlaggningError as error:
            why = str(error.problems[0])
            found.append(Card(survey, survey, (), FILE, why))
    found.sort(key=lambda card: str(plan.outlines[card.survey].wave or "")
               if card.survey in plan.outlines else "", reverse=True)  # fmt: skip
    return found


def _only_published(results: list[Result]) -> bool:
    """Whether nothing has happened since the run but that it was published."""
    why = [reason for one in results for reason in one.why]
    return bool(why) and all(f"/{FOLDER}/" in reason for reason in why)


def _card(survey: str, project: Project, stale: bool) -> Card:
    codebook = read_codebook(project.raw(survey))
    waiting, versions = unseen(codebook), read_ledger(survey, project)
    waits, step = [], PUBLISH
    if waiting:
        noun = counted(len(waiting), "fråga", "frågor")
        waits.append(f"{noun} att gå igenom")
        step = DESCRIBE
    if stale:
        waits.append("rapporterna är inte gjorda efter den senaste ändringen")
        step = min(step, RUN)
    published = {entry.version for entry in versions}
    if codebook.version in published:
        waits.append(f"version {codebook.version} är publicerad")
        step = step if waiting or stale else READ
    elif not waits:
        waits.append(f"version {codebook.version} är klar att publicera")
    return Card(survey, codebook.title, tuple(waits), step)
