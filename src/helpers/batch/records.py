"""What every step was made of and what it made: whether it must run again, and why.

A record lies in data/processed/<survey>/steps/ and is written when its step has
succeeded, last of all. Nothing else says that a step is done.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from helpers.batch.step import Step
from helpers.core.project import (
    SHARED,
    Project,
    listed_files,
    read_sealed,
    write_sealed,
)

NEVER = "har inte körts"
CHANGED = "är inte som den gjordes"
Hashes = dict[str, str]


@dataclass(frozen=True)
class Record:
    """The contents (SHA-256) that a step was made of and of the files it made.

    `obsolete` are files in outputs/ that it made once and no longer makes; they are
    removed when the whole survey is up to date, so that its pages stay whole till then.
    """

    made_of: Hashes
    outputs: Hashes
    seconds: float = 0.0
    obsolete: list[str] = field(default_factory=list)


def record_path(project: Project, survey: str, name: str) -> Path:
    return project.processed(survey) / "steps" / f"{name}.json"


def read_record(project: Project, step: Step) -> Record | None:
    """The step's record; None when it has not succeeded yet, and where the record is
    damaged, another step's or of another version of the program."""
    return _read(project, step.survey, step.name)


def _read(project: Project, survey: str, name: str) -> Record | None:
    written = read_sealed(record_path(project, survey, name))
    if written is None or (written.get("survey"), written.get("step")) != (
        survey,
        name,
    ):
        return None
    record = Record(**{field: written[field] for field in Record.__dataclass_fields__})
    known = all(project.made(file) for file in (*record.outputs, *record.obsolete))
    return record if known else None


def ingredients(
    project: Project, step: Step, before: Iterable[Hashes], known: Hashes
) -> Hashes:
    """Everything that decides what a step makes, by a name a person understands.

    `before` are the outputs of the steps it needs; `known` remembers the hashes of
    files over one run.
    """
    made_of = {
        "src/helpers": code_hash(),
        "requirements.lock": lock_hash(),
        "Python": platform.python_version(),
        f"notebooks/{step.notebook.name}": _notebook(step, known),
        "parametrar": json.dumps(dict(step.parameters), ensure_ascii=False),
    }
    if step.beside:
        made_of["filer bredvid sidan"] = ", ".join(step.beside)
    for path in step.reads:
        made_of[path.relative_to(project.root).as_posix()] = _remembered(path, known)
    for outputs in before:
        made_of.update(outputs)
    return made_of


def why_stale(project: Project, record: Record | None, made_of: Hashes) -> list[str]:
    """The reasons for a step to run again, in Swedish; none when it need not."""
    if record is None:
        return [NEVER]
    old = record.made_of
    reasons = [
        *(
            f"{name} har ändrats"
            for name in made_of
            if made_of[name] != old.get(name) and name in old
        ),
        *(f"{name} är ny" for name in made_of if name not in old),
        *(f"{name} är borta" for name in old if name not in made_of),
    ]
    for name, digest in record.outputs.items():
        path = project.made(name)
        if path is None or not path.is_file():
            reasons.append(f"{name} saknas")
        elif sha256(path) != digest:
            reasons.append(f"{name} {CHANGED}")
    return reasons


def keep(
    project: Project, step: Step, made_of: Hashes, outputs: Hashes, seconds: float
) -> None:
    """Records that a step has succeeded, and removes the internal files that it no
    longer makes, which a later step could otherwise take for its own."""
    old = read_record(project, step)
    earlier = {*old.outputs, *old.obsolete} - {*outputs} if old else set()
    obsolete = {name for name in earlier if name.startswith("outputs/")}
    remove_files(project, earlier - obsolete)
    record = Record(made_of, outputs, round(seconds, 3), sorted(obsolete))
    whose = {"survey": step.survey, "step": step.name}
    path = record_path(project, step.survey, step.name)
    write_sealed(path, asdict(record) | whose)


def remove_files(project: Project, names: Iterable[str]) -> None:
    """Removes files that a record or a manifest names, when they lie where runs write;
    and the folders that this leaves empty."""
    for name in names:
        path = project.made(name)
        if path is None:
            continue
        path.unlink(missing_ok=True)
        if path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()


def all_records(project: Project, survey: str) -> dict[str, Record]:
    """The survey's records by the name of the step, also of steps it has no more."""
    folder = project.processed(survey) / "steps"
    found = {
        path.stem: _read(project, survey, path.stem)
        for path in sorted(folder.glob("*.json"))
    }
    return {name: record for name, record in found.items() if record is not None}


def drop_damaged(project: Project, survey: str) -> list[str]:
    """Removes the records that cannot be read, and returns what they are called.

    With one goes everything that steps made in data/processed/<survey>, to be made
    again: what a step without a record left there could be taken for a later step's.
    """
    folder = project.processed(survey)
    damaged = [
        path
        for path in sorted((folder / "steps").glob("*.json"))
        if _read(project, survey, path.stem) is None
    ]
    for path in damaged:
        remove_tree(path)
    for path in folder.iterdir() if damaged else ():
        if path.name not in ("steps", "notebooks"):
            remove_tree(path)
    return [path.relative_to(project.root).as_posix() for path in damaged]


def remove_tree(path: Path) -> None:
    """Removes a file, a link, or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def drop_former_steps(project: Project, survey: str, names: Iterable[str]) -> None:
    """Removes the internal files of steps that the survey has no more (a challenge that
    left survey.yml), before a step reads them. `names` are the steps it has."""
    kept = set(names)
    recorded = all_records(project, survey)
    claimed = {
        file for name in kept & recorded.keys() for file in recorded[name].outputs
    }
    former = {
        file for name in recorded.keys() - kept for file in recorded[name].outputs
    }
    internal = {name for name in former if name.startswith("data/processed/")}
    remove_files(project, internal - claimed)


def drop_unfinished(project: Project, survey: str) -> None:
    """Removes what notebooks that never finished have written beside the records, by
    the lists they left; only for who is alone in the project."""
    recorded = all_records(project, survey).values()
    claimed = {
        file for record in recorded for file in (*record.outputs, *record.obsolete)
    }
    for journal in sorted((project.processed(survey) / "notebooks").glob(".*.written")):
        names = {project.made_name(path) for path in listed_files(journal)}
        remove_files(project, {name for name in names if name} - claimed)
        journal.unlink()


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remembered(path: Path, known: Hashes) -> str:
    if str(path) not in known:
        known[str(path)] = sha256(path)
    return known[str(path)]


def _notebook(step: Step, known: Hashes) -> str:
    """What of a notebook decides what a step makes: its cells, but not what it showed
    when somebody ran it by hand, nor the survey that it was left standing on."""
    given = re.compile(rf"\s*(?:{'|'.join(map(re.escape, step.parameters))})\s*[:=]")
    key = f"{step.notebook} {sorted(step.parameters)}"
    if key not in known:
        raw = step.notebook.read_bytes()
        try:
            cells = [
                _cell(
                    cell["cell_type"],
                    "".join(cell["source"]),
                    cell["metadata"].get("tags", []),
                    given,
                )
                for cell in json.loads(raw)["cells"]
            ]
        except (ValueError, KeyError, TypeError, AttributeError):
            known[key] = hashlib.sha256(raw).hexdigest()  # the run says what is wrong
        else:
            text = json.dumps(cells, ensure_ascii=False)
            known[key] = hashlib.sha256(text.encode()).hexdigest()
    return known[key]


def _cell(
    kind: str, text: str, tags: list[str], given: re.Pattern[str]
) -> list[object]:
    """A cell without the values that a run gives it anyhow."""
    if "parameters" in tags:
        text = "\n".join(line for line in text.split("\n") if not given.match(line))
    return [kind, tags, text]


@cache
def code_hash() -> str:
    """One hash of all of src/helpers: any change there may change any number."""
    folder = Path(__file__).parents[1]
    files: Mapping[str, str] = {
        path.relative_to(folder).as_posix(): sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


@cache
def lock_hash() -> str:
    lock = SHARED / "requirements.lock"
    return sha256(lock) if lock.is_file() else ""
