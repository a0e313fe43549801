"""The describing files of a survey's open data, made when all its steps are done.

They tell of every csv, so no single step can make them. They are made again only when
something that they tell of has changed.
"""

from __future__ import annotations

from helpers.batch.records import Hashes, code_hash, sha256
from helpers.core.project import (
    Project,
    read_own,
    read_sealed,
    write_bytes,
    write_sealed,
)

NUMBERS = "data/alla-tal.csv"


def write_open_data(project: Project, survey: str, made: Hashes) -> Hashes:
    """Writes the describing files, by what the steps have `made`; returns their hashes
    by their names from outputs/<survey>/. None where no numbers are released."""
    folder = project.outputs(survey)
    if f"outputs/{survey}/{NUMBERS}" not in made:
        return {}
    kept = project.processed(survey) / "open_data.json"
    made_of = {**made, "": code_hash()}
    record = read_sealed(kept) or {}
    files: Hashes = record.get("files", {})
    whole = all(_digest(project, survey, name) == files[name] for name in files)
    if record.get("made_of") == made_of and whole:
        return files
    contents = _contents(project, survey, made)
    for name, content in contents.items():
        write_bytes(folder / name, content)
    files = {name: sha256(folder / name) for name in contents}
    write_sealed(kept, {"made_of": made_of, "files": files})
    return files


def _digest(project: Project, survey: str, name: str) -> str:
    path = project.outputs(survey) / name
    return sha256(path) if path.is_file() else ""


def _contents(project: Project, survey: str, made: Hashes) -> dict[str, bytes]:
    # Only here: a run with nothing to do must not wait for pandas.
    from helpers.presentation.manuscript import TOLD
    from helpers.presentation.open_data.files import open_data
    from helpers.survey.codebook import read_parsed

    start = f"outputs/{survey}/"
    folder = f"data/processed/{survey}/{TOLD}/"
    files = {
        name.removeprefix(start): (project.root / name).read_bytes()
        for name in made
        if name.startswith(start)
    }
    tables = [read_own(project.root / name) for name in made if name.startswith(folder)]
    codebook = read_parsed(project.processed(survey) / "released")
    return open_data(survey, codebook, [one for one in tables if one], files)
