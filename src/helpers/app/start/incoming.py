"""A file that she drops on the page: a new survey, its next wave, or late answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from helpers.app.describing.history import in_the_form
from helpers.app.describing.taken import Read, read_survey
from helpers.app.start.board import DESCRIBE, RUN
from helpers.app.start.reports import next_version
from helpers.core.errors import ExportError, Problem, ProjectError
from helpers.core.project import Project, write_bytes
from helpers.core.watch import LONGEST, within
from helpers.core.wording import fold
from helpers.drafting.draft import new_survey
from helpers.drafting.draft.crosswalk import FILE as CROSSWALK
from helpers.exports import Export, read_export
from helpers.survey.codebook import (
    Codebook,
    Edit,
    change_codebook,
    read_codebook,
    unseen,
)
from helpers.survey.fieldwork import late_answers

NEW, LATE, WAVE = "ny", "sena", "omgång"
LEAST_SHARED = 0.5  # of the survey's columns: fewer, and a file is of something else


@dataclass(frozen=True)
class Incoming:
    """What became of a file: the survey that it belongs to, and what it was taken for:
    Swedish lines under their headings. `next`: the step of the page to go on to."""

    survey: str
    told: dict[str, list[str]]
    next: int = DESCRIBE


def plain_name(name: str) -> str:
    """The name of a file alone, wherever the browser says that it lay.

    >>> plain_name("C:\\\\Hämtat\\\\svar(1-90).xlsx"), plain_name("../../svar.csv")
    ('svar(1-90).xlsx', 'svar.csv')
    """
    return PurePath(name.replace("\\", "/")).name


def take_in(
    project: Project,
    name: str,
    content: bytes,
    *,
    survey: str = "",
    against: str = "",
    codes: tuple[str, bytes] | None = None,
) -> Incoming:
    """A new survey of the file; `against` is the wave before, `codes` the name and
    content of a list of what codes mean. Raises what `new` does."""
    with project.put_aside() as folder:
        path = folder / _checked(name)
        path.write_bytes(content)
        listed = None
        if codes is not None:
            listed = folder / f"koder-{_checked(codes[0])}"
            listed.write_bytes(codes[1])
        made = new_survey(project, path, survey or None, against or None, codes=listed)
    named = {q.id: q.name for q in read_codebook(made.folder).questions}
    return Incoming(
        made.survey,
        {
            "Så tolkades filen": made.understood,
            "Bara du kan säga": [
                in_the_form(one) for one in made.to_decide if CROSSWALK not in one
            ],
            "Frågor att se efter extra noga": [
                _named(one, named) for one in made.doubts
            ],
            "Ändrat sedan den förra omgången": [
                _named(one, named) for one in made.changed
            ],
            "Nästa steg": [
                "Fyll i det som bara du kan veta, och gå igenom frågorna en i taget. "
                "Det du inte ändrar står som det är.",
            ],
        },
    )


def _named(text: str, names: Mapping[str, str]) -> str:
    """A line that begins with a question's id, with its name instead."""
    id, colon, rest = text.partition(": ")
    return in_the_form(f"{names[id]}: {rest}" if colon and id in names else text)


def take_in_late(project: Project, survey: str, name: str, content: bytes) -> Incoming:
    """A later export of a survey, put under `exports` after those that are there; one
    with the name of a file that is there replaces it only where it is the same."""
    folder, file = project.raw(survey), _checked(name)
    codebook = read_codebook(folder)
    place = folder / file
    if place.exists() and place.read_bytes() != content:
        raise ProjectError(
            f"I enkäten {survey} ligger redan en annan fil som heter ”{file}”.",
            todo="Byt namn på den nya filen och välj den igen. Inget är ändrat.",
        )
    with project.put_aside() as trial, within(LONGEST, file):
        path = trial / file
        path.write_bytes(content)
        export = read_export(path)
    _same_survey(export, codebook, survey)
    write_bytes(place, content)
    listed = [one.model_dump(exclude_unset=True) for one in codebook.exports]
    changes = next_version(codebook, survey, project)
    if file not in {one["file"] for one in listed}:
        changes.append(Edit(("exports",), [*listed, {"file": file}]))
    change_codebook(folder, changes)
    read = read_survey(survey, project)
    now = read.codebook
    sections = {
        "Sena svar": [
            f"{len(export.responses)} svar lästes ur {file}.",
            *_compared(read),
            "Det du har bestämt följer med: rättelser, namn och svar åt sidan.",
        ],
        "Går inte ihop med beskrivningen än": [
            in_the_form(str(one)) for one in read.problems
        ],
        "Nästa steg": _onward(codebook, now, read),
    }
    return Incoming(survey, sections, DESCRIBE if read.problems or unseen(now) else RUN)


def _same_survey(export: Export, codebook: Codebook, survey: str) -> None:
    """Raises ExportError for a file that is of something else."""
    asked = {fold(name) for q in codebook.questions for name in q.columns_used}
    there = asked & {fold(column.name) for column in export.columns}
    if len(there) < LEAST_SHARED * len(asked):
        raise ExportError(
            Problem(
                f"Filen har {len(there)} av de {len(asked)} kolumner som {survey} "
                "beskriver. Den verkar vara svar på något annat.",
                "Är det en ny enkät, eller en ny omgång: välj det under ”Filen är”. "
                "Inget är ändrat.",
                file=export.file,
            )
        )


def _compared(read: Read) -> list[str]:
    """What each later file adds to and changes in the one before it."""
    if read.responses is None:
        return []
    every = read.responses.rows.every
    return [
        f"{one.found} {one.todo}" for one in late_answers(read.source.exports, every)
    ]


def _onward(before: Codebook, now: Codebook, read: Read) -> list[str]:
    """What to do when late answers have been read."""
    sentences = [
        "Kör, så att rapporterna räknas om. Avgör sedan det som har tillkommit."
    ]
    if read.problems:
        sentences.insert(0, "Rätta först det som inte går ihop, i steget Beskriv.")
    if now.version != before.version:
        sentences.append(
            f"Version {before.version} är publicerad. Det här blir version "
            f"{now.version}: när du publicerar den skriver du vad som är ändrat."
        )
    if now.status == "final":
        sentences.append(
            "Enkäten är markerad som slutlig. Kommer det fler svar: ta bort krysset i "
            "steget Publicera."
        )
    return sentences


def _checked(name: str) -> str:
    file = plain_name(name)
    if not file or file.startswith("."):
        raise ExportError(Problem("Filen har inget namn.", "Välj en annan fil."))
    return file
