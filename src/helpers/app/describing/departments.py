"""What became of the departments of the wave before: crosswalk.csv, a row each."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.core.errors import KartlaggningError
from helpers.core.project import Project
from helpers.core.wording import called_before
from helpers.drafting.draft.crosswalk import likely_pairs
from helpers.survey.codebook import Codebook, Optioned, read_codebook
from helpers.survey.decisions import write_small_csv
from helpers.survey.series import earlier_waves
from helpers.survey.sources import read_crosswalk

FROM_TO = ("from", "to")


@dataclass(frozen=True)
class Department:
    """One that the wave before had and this one has not. `now`: what it became, as
    crosswalk.csv says, or "". `likely`: what is proposed, and why."""

    name: str
    now: str
    likely: str = ""


def wave_before(survey: str, project: Project) -> Codebook | None:
    """The codebook of the nearest earlier wave; None where there is none that can be
    read."""
    for before in reversed(earlier_waves(survey, project)):
        try:
            return read_codebook(project.raw(before))
        except KartlaggningError:
            return None
    return None


def departed(
    survey: str, project: Project, codebook: Codebook, earlier: Codebook
) -> list[Department]:
    """The departments of the wave before that are gone."""
    now, then = (options_of(book, book.group) for book in (codebook, earlier))
    if not now:
        return []
    already = read_crosswalk(survey, project)
    known = dict(zip(already["from"], already["to"], strict=True))
    called = called_before(now, then)
    gone = [one for one in then if one not in called.values()]
    new = [one for one in now if one not in called]
    return [
        Department(
            pair.before,
            known.get(pair.before, ""),
            f"{pair.now}: {pair.because}" if pair.now else "",
        )
        for pair in likely_pairs(gone, new)
    ]


def options_of(codebook: Codebook, group: str | None) -> list[str]:
    question = codebook.question(group) if group else None
    return list(question.all_options) if isinstance(question, Optioned) else []


def became(survey: str, project: Project, department: str, now: str) -> None:
    """Writes what a department became; "" takes the row away. Other rows stay."""
    table = read_crosswalk(survey, project)
    rows = [
        [str(row["from"]), str(row["to"])]
        for row in table.to_dict("records")
        if row["from"] != department
    ]
    if now:
        rows.append([department, now])
    write_small_csv(project.raw(survey) / "crosswalk.csv", FROM_TO, rows)
