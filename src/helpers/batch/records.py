"""What every step was made of and what it made: whether it must run again, and why.

A record lies in data/processed/<survey>/steps/ and is written when its step has
succeeded, last of all. Nothing else says that a step is done.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.core.project import CHECKOUT, Project, read_json, write_json

if TYPE_CHECKING:
    from helpers.batch.steps import Step

NEVER = "har inte körts"
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
    """The step's record, or None when it has not succeeded yet."""
    path = record_path(project, step.survey, step.name)
    return Record(**read_json(path)) if path.is_file() else None


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
        f"notebooks/{step.notebook.name}": _remembered(step.notebook, known),
        "parametrar": json.dumps(dict(step.parameters), ensure_ascii=False),
    }
    for path in step.reads:
        made_of[path.relative_to(project.root).as_posix()] = _remembered(path, known)
    for outputs in before:
        made_of.update(outputs)
    return made_of


def why_stale(record: Record | None, made_of: Hashes, root: Path) -> list[str]:
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
        path = root / name
        if not path.is_file():
            reasons.append(f"{name} saknas")
        elif sha256(path) != digest:
            reasons.append(f"{name} är inte som den gjordes")
    return reasons


def keep(
    project: Project, step: Step, made_of: Hashes, outputs: Hashes, seconds: float
) -> None:
    """Records that a step has succeeded, and removes the internal files that it no
    longer makes, which a later step could otherwise take for its own."""
    old = read_record(project, step)
    earlier = {*old.outputs, *old.obsolete} - {*outputs} if old else set()
    obsolete = {name for name in earlier if name.startswith("outputs/")}
    for name in earlier - obsolete:
        (project.root / name).unlink(missing_ok=True)
    record = Record(made_of, outputs, round(seconds, 3), sorted(obsolete))
    write_json(record_path(project, step.survey, step.name), asdict(record))


def all_records(project: Project, survey: str) -> dict[str, Record]:
    """The survey's records by the name of the step, also of steps it has no more."""
    folder = project.processed(survey) / "steps"
    return {
        path.stem: Record(**read_json(path)) for path in sorted(folder.glob("*.json"))
    }


def drop_former_steps(project: Project, survey: str, names: Iterable[str]) -> None:
    """Removes the internal files of steps that the survey has no more (a challenge that
    left survey.yml), before a step reads them. `names` are the steps it has."""
    kept = set(names)
    recorded = all_records(project, survey)
    claimed = {
        file for name in kept & recorded.keys() for file in recorded[name].outputs
    }
    for name in recorded.keys() - kept:
        for file in recorded[name].outputs:
            if file.startswith("data/processed/") and file not in claimed:
                (project.root / file).unlink(missing_ok=True)


def drop_unfinished(project: Project, survey: str) -> None:
    """Removes what notebooks that never finished have written beside the records, by
    the lists they left; only for who is alone in the project."""
    recorded = all_records(project, survey).values()
    claimed = {
        file for record in recorded for file in (*record.outputs, *record.obsolete)
    }
    for journal in sorted((project.processed(survey) / "notebooks").glob(".*.written")):
        for line in journal.read_text("utf-8").splitlines():
            path = Path(line)
            inside = path.is_relative_to(project.root)
            if inside and path.relative_to(project.root).as_posix() not in claimed:
                path.unlink(missing_ok=True)
        journal.unlink()


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remembered(path: Path, known: Hashes) -> str:
    if str(path) not in known:
        known[str(path)] = sha256(path)
    return known[str(path)]


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
    lock = CHECKOUT / "requirements.lock"
    return sha256(lock) if lock.is_file() else ""
