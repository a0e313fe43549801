"""Deleting the answers when a decision says so (gallra), with a protocol that stays.

`retention` in survey.yml names the decision and the day. What goes: the exports, every
other file of the survey's folder that is not listed under KEPT, and all of
data/processed/<survey>/. What stays: how the survey was described, her own texts, the
ledger of what was published, the reports in outputs/, and the protocol.

The protocol is written first, so that a disposal that was interrupted is finished by
the next call.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.batch.handout import marks
from helpers.batch.runner import alone
from helpers.core.errors import CodebookError, DisclosureError, Problem
from helpers.core.project import DISPOSED, Project, write_bytes
from helpers.exports.sheet import counted
from helpers.survey.codebook import FILE, Codebook, read_codebook
from helpers.survey.sources import read_source

KEPT = (FILE, DISPOSED, "texts", "published", "profile", "approval")
TABLES = ("organisations", "crosswalk")  # in any format: they name no respondent
SHORTEST = 5  # signs of a personal text that are looked for in what is kept


@dataclass(frozen=True)
class Disposal:
    """What a disposal would delete: files of data/raw/<survey>, and a folder."""

    survey: str
    decision: str
    date: dt.date
    files: tuple[Path, ...]
    processed: Path

    @property
    def derived(self) -> int:
        """The number of files in data/processed/<survey>."""
        return sum(path.is_file() for path in self.processed.rglob("*"))


def disposal(
    survey: str,
    project: Project | None = None,
    *,
    who: str,
    today: dt.date | None = None,
) -> Disposal:
    """What `dispose` would delete today.

    Raises DisclosureError where nobody is named, survey.yml has no decision, its day
    has not come, or what stays holds personal data that stands in the answers; with all
    problems.
    """
    if not who.strip():
        raise DisclosureError("Skriv vem som gallrar: --by NAMN.")
    project = project or Project.find()
    folder = project.raw(survey)
    codebook = read_codebook(folder)
    retention = codebook.retention
    if retention is None:
        raise DisclosureError(
            Problem(
                "Det finns inget beslut om gallring.",
                "Skriv i survey.yml, när beslutet är fattat: retention: {decision: "
                "diarienummer, date: dagen då svaren får gallras}.",
                file=FILE,
            )
        )
    now = today or dt.date.today()
    problems = []
    if retention.date > now:
        problems.append(
            Problem(
                f"Svaren får gallras {retention.date:%Y-%m-%d}, och dit är det "
                f"{_days((retention.date - now).days)}.",
                "Vänta, eller ändra date om beslutet är ändrat.",
                file=FILE,
            )
        )
    files = tuple(sorted(_answers(folder)))
    if all((folder / described.file).is_file() for described in codebook.exports):
        problems += _left_behind(survey, project, files)
    if problems:
        raise DisclosureError(problems)
    return Disposal(
        survey, retention.decision, retention.date, files, project.processed(survey)
    )


def _answers(folder: Path) -> Iterator[Path]:
    """Every file of the survey's folder that is not kept."""
    for path in folder.iterdir():
        stays = path.name in KEPT or path.stem.casefold() in TABLES
        if not stays:
            yield from [path] if path.is_file() else _files_in(path)


def _files_in(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())


def _left_behind(
    survey: str, project: Project, files: tuple[Path, ...]
) -> Iterator[Problem]:
    """Personal texts of the answers that also stand in a file that stays."""
    folder = project.raw(survey)
    source = read_source(survey, project)
    cells = {
        (export.file, int(str(row)), column.letter): str(value)
        for export in source.exports
        for column in export.columns
        for row, value in export.responses[column.name].dropna().items()
    }
    personal = {
        cells[one.file, one.row, one.column].strip()
        for one in marks(source)
        if (one.file, one.row, one.column) in cells
    }
    for path in sorted(set(_files_in(folder)) - set(files)):
        text = path.read_text("utf-8", errors="replace")
        lines = text.splitlines()
        for name in sorted(personal):
            if len(name) >= SHORTEST and name in text:
                row = next((n for n, line in enumerate(lines, 1) if name in line), None)
                yield Problem(
                    f"Filen blir kvar, men i den står ”{name}”, som i svaren ser ut "
                    "som en personuppgift.",
                    "Ta bort det ur filen först.",
                    file=path.relative_to(folder).as_posix(),
                    row=row,
                )


def dispose(
    survey: str,
    project: Project | None = None,
    *,
    who: str,
    today: dt.date | None = None,
) -> Path:
    """Deletes the answers and what was made of them; returns the protocol's path.

    `who` is written in the protocol. Raises as `disposal`; then nothing is deleted.
    """
    project = project or Project.find()
    with alone(project):
        found = disposal(survey, project, who=who, today=today)
        folder = project.raw(survey)
        protocol = folder / DISPOSED
        if not protocol.is_file():
            day = today or dt.date.today()
            write_bytes(protocol, _protocol(found, folder, who.strip(), day))
        for path in found.files:
            path.unlink(missing_ok=True)
        for path in sorted(folder.iterdir()):
            if path.is_dir() and path.name not in KEPT:
                shutil.rmtree(path)
        if found.processed.is_dir():
            shutil.rmtree(found.processed)
        return protocol


def _protocol(found: Disposal, folder: Path, who: str, day: dt.date) -> bytes:
    """What was deleted, a line a file: names and checksums, none of the content."""
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lines.writerow(("date", "who", "decision", "file", "bytes", "sha256"))
    for path in found.files:
        content = path.read_bytes() if path.is_file() else b""
        name = path.relative_to(folder).as_posix()
        digest = hashlib.sha256(content).hexdigest()
        lines.writerow((day, who, found.decision, name, len(content), digest))
    made = f"data/processed/{found.survey}/ ({found.derived} filer)"
    lines.writerow((day, who, found.decision, made, "", ""))
    return out.getvalue().encode("utf-8-sig")


def reminders(
    project: Project, *, today: dt.date | None = None, soon: int = 30
) -> list[str]:
    """What `status` says of retention, a sentence each: answers whose day has come or
    comes within `soon` days, and surveys whose answers are gone."""
    now = today or dt.date.today()
    sentences = []
    for survey in project.surveys():
        book = _readable(project.raw(survey))
        if book is None or book.retention is None:
            continue
        days = (book.retention.date - now).days
        if days <= 0:
            sentences.append(
                f"{survey}: svaren ska gallras sedan {book.retention.date:%Y-%m-%d} "
                f"({book.retention.decision}): kartlaggning dispose {survey}"
            )
        elif days <= soon:
            sentences.append(f"{survey}: svaren ska gallras om {_days(days)}.")
    sentences += [
        f"{survey}: svaren är gallrade, se data/raw/{survey}/{DISPOSED}."
        for survey in project.disposed()
    ]
    return sentences


def _days(number: int) -> str:
    return counted(number, "dag", "dagar")


def _readable(folder: Path) -> Codebook | None:
    """The codebook; None where it is faulty, which `status` tells elsewhere."""
    try:
        return read_codebook(folder)
    except CodebookError:
        return None
