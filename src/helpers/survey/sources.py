"""Everything that lies in data/raw/<survey>/, read and not touched."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from helpers.core.errors import (
    CodebookError,
    ExportError,
    KartlaggningError,
    PopulationError,
    Problem,
)
from helpers.core.placing import inside
from helpers.core.project import Project
from helpers.exports import Export, read_export
from helpers.survey import frame
from helpers.survey.codebook import Codebook, read_codebook, unlike_sides
from helpers.survey.decisions import Decisions, read_decisions, read_small_table
from helpers.survey.folder import table_path

POPULATION = frame.COLUMNS
REGISTER = ("name", "aliases", "type", "challenges", "publish")


@dataclass(frozen=True)
class Source:
    """A survey's own files. `population`, `register` and `crosswalk` may be empty."""

    survey: str
    codebook: Codebook
    exports: list[Export]
    decisions: Decisions
    population: pd.DataFrame
    register: pd.DataFrame
    crosswalk: pd.DataFrame


def read_source(survey: str, project: Project | None = None) -> Source:
    """Reads data/raw/<survey>/. Raises every problem of every file at once."""
    project = project or Project.find()
    folder = project.raw(survey)
    codebook = read_codebook(folder)
    problems = _other_side(codebook, project)
    exports: list[Export] = []
    for described in codebook.exports:
        try:
            exports.append(
                read_export(
                    export_path(folder, described.file),
                    sheet=described.sheet,
                    tool=described.tool,
                    encoding=described.encoding,
                    delimiter=described.delimiter,
                )
            )
        except KartlaggningError as error:
            problems += error.problems
    decisions = None
    try:
        decisions = read_decisions(folder)
    except KartlaggningError as error:
        problems += error.problems
    tables = {}
    for name, columns in (
        ("population", POPULATION),
        ("organisations", REGISTER),
        ("crosswalk", ("from", "to")),
    ):
        try:
            tables[name] = _optional(table_path(folder, name), columns)
        except KartlaggningError as error:
            problems += error.problems
    listed = table_path(folder, "population")
    if listed.is_file() and "population" in tables:
        text = frame.text_columns(tables["population"], listed.name)
        problems += frame.frame_problems(text, file=listed.name)
    if problems or decisions is None:
        raise ExportError(problems)
    return Source(
        survey,
        codebook,
        exports,
        decisions,
        tables["population"],
        tables["organisations"],
        tables["crosswalk"],
    )


def _other_side(codebook: Codebook, project: Project) -> list[Problem]:
    """Why the survey that other_side names cannot be joined with this one."""
    if codebook.other_side is None:
        return []
    try:
        theirs = read_codebook(project.raw(codebook.other_side))
    except CodebookError as error:
        return [
            replace(one, file=f"{codebook.other_side}/{one.file}")
            for one in error.problems
        ]
    except KartlaggningError as error:
        return [
            replace(one, found=f"other_side: {one.found}", file="survey.yml")
            for one in error.problems
        ]
    return list(unlike_sides(codebook, theirs))


def read_register(survey: str, project: Project | None = None) -> pd.DataFrame:
    """organisations.csv (REGISTER and what else it has); empty when there is none."""
    folder = (project or Project.find()).raw(survey)
    return _optional(table_path(folder, "organisations"), REGISTER)


def read_crosswalk(survey: str, project: Project | None = None) -> pd.DataFrame:
    """crosswalk.csv: from, to (departments of the wave before and what became of them);
    empty when there is none."""
    folder = (project or Project.find()).raw(survey)
    return _optional(table_path(folder, "crosswalk"), ("from", "to"))


def export_path(folder: Path, name: str) -> Path:
    """The export `name` in the survey's own folder, and nowhere else."""
    path = _as_stored(folder / name)
    if Path(name).name != name or inside(folder, path.name) is None:
        raise ExportError(
            Problem(
                f"”{name}” ligger inte i enkätens mapp.",
                "Lägg exporten i samma mapp som survey.yml och skriv bara filnamnet.",
                file="survey.yml",
            )
        )
    if not path.is_file():
        there = sorted(
            file.name
            for file in folder.iterdir()
            if file.suffix.lower() in {".csv", ".xlsx", ".xls", ".ods", ".sav", ".tsv"}
        )
        todo = (
            f"I mappen ligger: {', '.join(there)}. Ändra namnet under exports."
            if there
            else "Lägg den fil som enkätverktyget gav i mappen."
        )
        raise ExportError(
            Problem(
                f"Exporten ”{name}” finns inte i data/raw/{folder.name}.",
                todo,
                file="survey.yml",
            )
        )
    return path


def _as_stored(path: Path) -> Path:
    """The file whose name is the same text: å may be stored as one sign or as two."""
    if path.is_file():
        return path
    name = unicodedata.normalize("NFC", path.name)
    for file in sorted(path.parent.iterdir()) if path.parent.is_dir() else []:
        if unicodedata.normalize("NFC", file.name) == name:
            return file
    return path


def _optional(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    """A table with these columns first; empty when there is no such file."""
    if not path.is_file():
        return pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
    table = read_small_table(path)
    needed = columns[:2] if columns[0] != "name" else columns[:1]
    missing = [name for name in needed if name not in table]
    if missing:
        raise PopulationError(
            [
                Problem(
                    f"Kolumnen ”{name}” saknas.",
                    f"Filen ska ha kolumnerna {', '.join(columns)}.",
                    file=path.name,
                    row=1,
                )
                for name in missing
            ]
        )
    for name in columns:
        if name not in table:
            table[name] = ""
    return table
