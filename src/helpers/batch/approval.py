"""Approval by two: nobody hands out what nobody else has looked at.

With `approval: two` in survey.yml `publish` asks who publishes (`--by`), and wants the
approval of another person for exactly the files that lie in outputs/. The output
checker reads the approval page, approves or refuses with words, and a line is written
in `approval/log.csv`. A run that changes a file makes the approval fall.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.audit.files import file_problems
from helpers.core.errors import DisclosureError, Problem
from helpers.core.outputs import outputs_of
from helpers.core.project import Project, write_bytes
from helpers.core.spreadsheets import neutral
from helpers.core.wording import same_words
from helpers.survey.codebook import FILE, read_codebook
from helpers.survey.decisions import read_small_table

LOG = "approval/log.csv"
COLUMNS = ("version", "outputs", "who", "date", "verdict", "words")
APPROVED, REFUSED = "godkänd", "nekad"


@dataclass(frozen=True)
class Verdict:
    """What an output checker has said of the files with the digest `outputs`."""

    version: str
    outputs: str
    who: str
    date: str
    verdict: str
    words: str = ""

    @property
    def in_words(self) -> str:
        return f"{self.verdict} av {self.who} {self.date}"


def digest_of(survey: str, project: Project) -> str:
    """Of every file of outputs/<survey>, by the last run's manifest. Raises
    DisclosureError where there is none."""
    outputs = outputs_of(project.outputs(survey))
    if outputs is None:
        raise DisclosureError(
            "Det finns inga färdiga rapporter att godkänna.",
            todo="Kör: kartlaggning run.",
        )
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(outputs.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def read_verdicts(folder: Path) -> list[Verdict]:
    """Every verdict of a survey's folder, the first one first. Raises DecisionError."""
    path = folder / LOG
    if not path.is_file():
        return []
    lines = read_small_table(path).to_dict("records")
    return [
        Verdict(*(str(line.get(name, "")).removeprefix("'") for name in COLUMNS))
        for line in lines
    ]


def approve(
    survey: str,
    project: Project | None = None,
    *,
    who: str,
    refused: str | None = None,
    today: dt.date | None = None,
) -> Verdict:
    """Writes that `who` approves the files that lie in outputs/<survey>, or, with
    `refused`, why not.

    Raises DisclosureError where nobody is named, a refusal has no words, a file was
    changed after the run, or the same person has approved the same files already.
    """
    project = project or Project.find()
    folder = project.raw(survey)
    if not who.strip():
        raise DisclosureError("Skriv vem som har granskat: --by NAMN.")
    if refused is not None and not refused.strip():
        raise DisclosureError("Skriv varför du nekar: --refuse ORD.")
    outputs, verdicts = digest_of(survey, project), read_verdicts(folder)
    if refused is None and (changed := [*file_problems(project.outputs(survey))]):
        raise DisclosureError(changed)  # nobody signs what no run has made
    for one in verdicts:
        same = same_person(one.who, who) and one.outputs == outputs
        if same and one.verdict == APPROVED and refused is None:
            raise DisclosureError(
                f"{one.who} har redan godkänt de här filerna, {one.date}.",
                todo="Godkännandet ska vara en annan persons än den som publicerar.",
            )
    verdict = Verdict(
        read_codebook(folder).version,
        outputs,
        who.strip(),
        f"{today or dt.date.today()}",
        APPROVED if refused is None else REFUSED,
        (refused or "").strip(),
    )
    write_bytes(folder / LOG, _log([*verdicts, verdict]))
    return verdict


def _log(verdicts: list[Verdict]) -> bytes:
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for one in verdicts:
        lines.writerow([neutral(getattr(one, name)) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def same_person(one: str, other: str) -> bool:
    """Whether two names are of one person, as far as letters, spaces and order say.

    >>> same_person("Ann Ek", "EK,  Ann"), same_person("Ann Ek", "Ann Al")
    (True, False)
    """
    first, second = (sorted(same_words(name).split()) for name in (one, other))
    return first == second


def approval_of(survey: str, project: Project, by: str) -> Verdict | None:
    """The last verdict on the files in outputs/ by another than `by`; None where
    nobody else has said anything of just these. A refusal stands until the one who
    refused approves: nobody is asked past it."""
    outputs = digest_of(survey, project)
    last: list[Verdict] = []
    for one in read_verdicts(project.raw(survey)):
        if one.outputs == outputs and not same_person(one.who, by):
            last = [*(v for v in last if not same_person(v.who, one.who)), one]
    found = [one for one in last if one.verdict == REFUSED] or last
    return found[-1] if found else None


def approval_problems(survey: str, project: Project, by: str) -> Iterator[Problem]:
    """What stops a publication that must be approved by two; none where survey.yml does
    not ask for it."""
    if read_codebook(project.raw(survey)).approval != "two":
        return
    if not by.strip():
        yield Problem(
            "survey.yml kräver två personer (approval: two), men det står inte vem som "
            "publicerar.",
            "Skriv ditt namn överst i appen, eller: kartlaggning publish "
            f"{survey} --by NAMN.",
            file=FILE,
        )
        return
    found = approval_of(survey, project, by)
    if found is None:
        yield Problem(
            f"Ingen annan än {by.strip()} har godkänt filerna som ligger i outputs/.",
            "Låt en annan person läsa och godkänna, i appen eller med kartlaggning "
            f"approve {survey}.",
            file=LOG,
        )
    elif found.verdict == REFUSED:
        yield Problem(
            f"Publiceringen är {found.in_words}: ”{found.words}”.",
            "Rätta det som är fel, kör om, och be om en ny granskning. Är inget fel "
            "kan den som nekade godkänna i stället.",
            file=LOG,
        )
