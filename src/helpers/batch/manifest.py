"""outputs/ as a whole: each survey's manifest, the list of everything, no leftovers."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.batch.open_data import write_open_data
from helpers.batch.outline import Outline
from helpers.batch.records import (
    Hashes,
    Record,
    all_records,
    code_hash,
    record_path,
    remove_files,
    sha256,
)
from helpers.batch.step import Step
from helpers.core.errors import KartlaggningError
from helpers.core.outputs import MANIFEST, outputs_of
from helpers.core.placing import inside
from helpers.core.project import (
    Project,
    json_text,
    read_own,
    read_sealed,
    write_json,
    write_sealed,
    write_text,
)
from helpers.survey.series import wave_order

if TYPE_CHECKING:
    from helpers.presentation.pages.dress import Dress

MANIFEST_KEYS = {
    "title": str, "version": str, "period": str, "fictitious": bool,
    "preliminary": bool, "draft": bool, "outputs": dict, "pages": list,
}  # fmt: skip
"""What the list of all reports needs of a manifest."""


def finish_survey(
    project: Project, outline: Outline, survey: str, made: Mapping[Step, Hashes]
) -> None:
    """When all steps of a survey are up to date: removes what no step makes any more,
    and writes its manifest. `made` holds what each step has made.

    The manifest comes last: while outputs/ does not agree with it, a run was not
    finished. A file that we never made is left alone.
    """
    start = f"outputs/{survey}/"
    hashes = {name: digest for files in made.values() for name, digest in files.items()}
    described = write_open_data(project, survey, hashes)
    now = {*hashes, *(start + name for name in described)}
    recorded = all_records(project, survey)
    remove_files(project, _ever_made(project, survey, recorded.values()) - now)
    folder = project.outputs(survey)
    outputs = described | {
        name.removeprefix(start): digest
        for name, digest in hashes.items()
        if name.startswith(start)
    }
    content = {
        "survey": survey,
        "title": outline.title,
        "version": outline.version,
        "period": outline.period,
        "fictitious": outline.fictitious,
        "draft": outline.draft,
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
    _write_if_changed(folder / MANIFEST, content)
    for name in recorded.keys() - {step.name for step in made}:
        record_path(project, survey, name).unlink()


def _ever_made(project: Project, survey: str, recorded: Iterable[Record]) -> set[str]:
    """The files of this and earlier runs, as far as the records and the manifest go."""
    names = {name for one in recorded for name in (*one.outputs, *one.obsolete)}
    known = outputs_of(project.outputs(survey)) or {}
    return names | {f"outputs/{survey}/{name}" for name in known}


def _write_if_changed(path: Path, content: object) -> None:
    """Also when it says the same in other bytes."""
    if not path.is_file() or path.read_bytes() != json_text(content).encode():
        write_json(path, content)


def _rows(project: Project, survey: str) -> dict[str, Any]:
    """Rows read, kept, and set aside by reason, as cleaning counted them."""
    log = read_own(project.processed(survey) / "cleaning.json") or {}
    return {name: log[name] for name in ("read", "kept", "set_aside") if name in log}


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
    manifest = read_sealed(kept) or {}
    drawn = sha256(page) if page.is_file() else ""
    if manifest.get("made_of") == made_of and manifest.get("page") == drawn:
        return
    from helpers.presentation.pages.index import render_index

    # What earlier code wrote is written anew by its survey's next run.
    surveys = [one for one in map(_whole_manifest, manifests) if one is not None]
    surveys.sort(key=lambda one: (one["title"], one["survey"]))
    # The newest wave first: most readers look for that.
    surveys.sort(key=lambda one: wave_order(one["wave"]), reverse=True)
    entries = [_entry(one, project) for one in surveys]
    dress = _common([_dress(one["survey"], project) for one in surveys])
    write_text(page, render_index(entries, dress=dress))
    write_sealed(kept, {"made_of": made_of, "page": sha256(page)})


def _dress(survey: str, project: Project) -> Dress:
    """The look of a survey's pages; none where its codebook or profile is gone."""
    from helpers.presentation.pages.dress import PLAIN
    from helpers.presentation.pages.profile import read_dress
    from helpers.survey.codebook import read_parsed

    try:
        codebook = read_parsed(project.processed(survey) / "released")
        dress = read_dress(project.raw(survey), codebook)
        return replace(dress, word=None, powerpoint=None)  # no matter to a page
    except (KartlaggningError, ValueError, OSError):  # its own run tells
        return PLAIN


def _common(dresses: list[Dress]) -> Dress:
    """The look of those that have one, when it is one; else the list has none."""
    from helpers.presentation.pages.dress import PLAIN

    own = {dress for dress in dresses if dress != PLAIN}
    return own.pop() if len(own) == 1 else PLAIN


def _whole_manifest(path: Path) -> dict[str, Any] | None:
    """A survey's manifest, when it is whole and that survey's."""
    record = read_own(path)
    if record is None or record.get("survey") != path.parent.name:
        return None
    whole = all(
        isinstance(record.get(key), kind) for key, kind in MANIFEST_KEYS.items()
    )
    pages = record["pages"] if whole else []
    named = all({"file", "shelf", "label"} <= {*one} for one in pages)
    return record if whole and named and "wave" in record else None


def _entry(record: dict[str, Any], project: Project) -> Any:
    """A survey of the list: its pages, each with its documents, then its numbers."""
    from helpers.presentation.pages.index import File, IndexEntry, Told, told_by

    survey = record["survey"]

    def file(label: str, name: str, shelf: str = "") -> File:
        size = (project.outputs(survey) / name).stat().st_size
        return File(label, f"{survey}/{name}", size, shelf)

    def is_made(name: str) -> bool:
        path = inside(project.outputs(survey), name)
        return name in record["outputs"] and path is not None and path.is_file()

    reports = [
        file(page["label"], page["file"].replace(".html", end), page["shelf"])
        for page in record["pages"]
        for end in (".html", ".pdf", ".docx", ".pptx", ".zip")
        if is_made(page["file"].replace(".html", end))
    ]
    files = [file(label, name) for name, label in NUMBERS.items() if is_made(name)]
    facts = Told()
    if is_made(SUMMARY):
        page = project.outputs(survey) / SUMMARY
        facts = told_by(page.read_text(encoding="utf-8"))
    return IndexEntry(
        survey,
        record["title"],
        reports=tuple(reports),
        files=tuple(files),
        period=record["period"],
        version=record["version"],
        fictitious=record["fictitious"],
        draft=record["draft"],
        preliminary=record["preliminary"],
        told=facts,
    )


SUMMARY = "sammanfattning.html"
NUMBERS = {"tabeller.xlsx": "Svaren i tabeller", "data/alla-tal.csv": "Alla tal"}
