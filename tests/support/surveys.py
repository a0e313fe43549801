"""A survey of a few rows, written to a folder and read as any other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from helpers.cleaning.step import Cleaned, clean
from helpers.core.project import Project
from helpers.survey.codebook import Codebook, parse_codebook, round_trip
from helpers.survey.sources import read_source

NAME = "liten-2026"
# What every tiny survey.yml begins with.
HEAD = """\
title: "Liten enkät"
exports:
  - {file: svar.csv}
"""


def codebook(yaml: str, head: str = HEAD) -> Codebook:
    return parse_codebook(round_trip().load(head + yaml))


def survey(
    folder: Path,
    yaml: str,
    answers: str = "",
    *,
    head: str = HEAD,
    files: Mapping[str, str] | None = None,
) -> Project:
    """A project in `folder` with one survey: `head` + `yaml`, svar.csv, and `files`
    (path in the survey's folder → text)."""
    raw = folder / "data" / "raw" / NAME
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "survey.yml").write_text(head + yaml, encoding="utf-8")
    for name, text in ({"svar.csv": answers} | dict(files or {})).items():
        if text:
            (raw / name).parent.mkdir(exist_ok=True)
            (raw / name).write_text(text, encoding="utf-8")
    return Project(folder)


def cleaned(
    folder: Path,
    yaml: str,
    answers: str = "",
    *,
    head: str = HEAD,
    files: Mapping[str, str] | None = None,
) -> Cleaned:
    """The tiny survey, read and cleaned."""
    project = survey(folder, yaml, answers, head=head, files=files)
    return clean(read_source(NAME, project))
