"""outputs/ as a whole: each survey's manifest, the list of everything, no leftovers."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.batch.records import (
    Hashes,
    Record,
    all_records,
    code_hash,
    record_path,
    sha256,
)
from helpers.core.project import Project, read_json, write_json, write_text
from helpers.survey.series import wave_order

if TYPE_CHECKING:
    from helpers.batch.steps import Outline, Step

MANIFEST = "manifest.json"


def finish_survey(
    project: Project, outline: Outline, survey: str, made: Mapping[Step, Hashes]
) -> None:
    """When all steps of a survey are up to date: removes what no step makes any more,
    and writes its manifest. `made` holds what each step has made.

    The manifest comes last: while outputs/ does not agree with it, a run was not
    finished. A file that we never made is left alone.
    """
    now = {name for files in made.values() for name in files}
    recorded = all_records(project, survey)
    remove(project, _ever_made(project, survey, recorded.values()) - now)
    folder = project.outputs(survey)
    start = f"outputs/{survey}/"
    outputs = {
        name.removeprefix(start): digest
        for files in made.values()
        for name, digest in files.items()
        if name.startswith(start)
    }
    content = {
        "survey": survey,
        "title": outline.title,
        "version": outline.version,
        "period": outline.period,
        "fictitious": outline.fictitious,
        "preliminary": outline.status == "open",
        "rows": _rows(project, survey),
        "outputs": outputs,
        "wave": outline.wave,
        "pages": [
            {"file": step.html, "shelf": step.shelf, "label": step.label}
            for step in made
            if step.label
        ],
        "packages": packages(),
        "python": platform.python_version(),
    }
    write_if_changed(folder / MANIFEST, content)
    for name in recorded.keys() - {step.name for step in made}:
        record_path(project, survey, name).unlink()


def _ever_made(project: Project, survey: str, recorded: Iterable[Record]) -> set[str]:
    """The files of this and earlier runs, as far as the records and the manifest go."""
    names = {name for one in recorded for name in (*one.outputs, *one.obsolete)}
    manifest = project.outputs(survey) / MANIFEST
    if manifest.is_file():
        names |= {f"outputs/{survey}/{name}" for name in read_json(manifest)["outputs"]}
    return names


def remove(project: Project, names: Iterable[str]) -> None:
    """Removes files by their names from the project, and folders this leaves empty."""
    for name in names:
        path = project.root / name
        path.unlink(missing_ok=True)
        if path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()


def write_if_changed(path: Path, content: Any) -> None:
    if not path.is_file() or read_json(path) != content:
        write_json(path, content)


def _rows(project: Project, survey: str) -> dict[str, Any]:
    """Rows read, kept, and set aside by reason, as cleaning counted them."""
    counts = project.processed(survey) / "cleaning.json"
    if not counts.is_file():
        return {}
    said = read_json(counts)
    return {name: said[name] for name in ("read", "kept", "set_aside") if name in said}


@cache
def packages() -> dict[str, str]:
    """The versions of the packages that the project asks for itself."""
    asked = metadata.requires("kartlaggning") or []
    names = [re.split(r"[^\w.-]", one)[0] for one in asked if "extra ==" not in one]
    return {name: metadata.version(name) for name in sorted(names)}


def write_index(project: Project) -> None:
    """outputs/index.html: every survey that has a manifest, with its reports and
    files. Nothing is drawn when no manifest, and none of our code, has changed."""
    page = project.outputs() / "index.html"
    manifests = sorted(project.outputs().glob(f"*/{MANIFEST}"))
    made_of = {path.parent.name: sha256(path) for path in manifests} | {"": code_hash()}
    kept = project.root / "data" / "processed" / "index.json"
    if all(path.is_file() for path in (page, kept)) and read_json(kept) == {
        "made_of": made_of,
        "page": sha256(page),
    }:
        return
    from helpers.presentation.pages.index import render_index

    # What earlier code wrote is written anew by its survey's next run.
    said = [one for one in map(read_json, manifests) if "wave" in one]
    said.sort(key=lambda one: (one["title"], one["survey"]))
    # The newest wave first: most readers look for that.
    said.sort(key=lambda one: wave_order(one["wave"]), reverse=True)
    write_text(page, render_index([_entry(one, project) for one in said]))
    write_json(kept, {"made_of": made_of, "page": sha256(page)})


def _entry(said: dict[str, Any], project: Project) -> Any:
    """A survey of the list: its pages, each with its documents, then its numbers."""
    from helpers.presentation.pages.index import Entry, File

    survey = said["survey"]

    def file(label: str, name: str, shelf: str = "") -> File:
        size = (project.outputs(survey) / name).stat().st_size
        return File(label, f"{survey}/{name}", size, shelf)

    reports = [
        file(page["label"], page["file"].replace(".html", end), page["shelf"])
        for page in said["pages"]
        for end in (".html", ".pdf", ".docx", ".zip")
        if page["file"].replace(".html", end) in said["outputs"]
    ]
    files = [
        file(label, name) for name, label in NUMBERS.items() if name in said["outputs"]
    ]
    return Entry(
        survey,
        said["title"],
        reports=tuple(reports),
        files=tuple(files),
        period=said["period"],
        version=said["version"],
        fictitious=said["fictitious"],
        preliminary=said["preliminary"],
    )


NUMBERS = {"tabeller.xlsx": "Svaren i tabeller", "data/alla-tal.csv": "Alla tal"}
