"""The ledger: what was published of a survey, a table for each version.

`data/raw/<survey>/published/` is written by `publishing.publish` alone and never
changed: later versions are judged by it. The first line of a file holds a checksum of
the rest and of the version before, so that an edit by hand is noticed.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.core.errors import DisclosureError, Problem
from helpers.core.project import Project, write_bytes
from helpers.disclosure.released import Released
from helpers.estimation.schema import KEYS, NUMBERS
from helpers.survey.series import earlier_waves

FOLDER = "published"


@dataclass(frozen=True)
class Published:
    """One version of the ledger. `table`: its rows, as Released.for_ledger."""

    version: str
    note: str
    table: pd.DataFrame
    checksum: str


def read_ledger(survey: str, project: Project | None = None) -> list[Published]:
    """Every published version of the survey, the earliest first.

    Raises DisclosureError, with all problems, when a file was changed by hand, is
    missing in the chain or is no ledger.
    """
    folder = (project or Project.find()).raw(survey) / FOLDER
    problems: list[Problem] = []
    entries: dict[str, tuple[Published, str]] = {}  # by the checksum before it
    for path in sorted(folder.glob("*.csv")):
        try:
            entry, before = _read_entry(path)
        except ValueError as error:
            problems.append(
                Problem(
                    f"Filen går inte att lita på: {error}",
                    "Liggaren får aldrig ändras för hand. Lägg tillbaka filen som den "
                    "var, till exempel från en säkerhetskopia.",
                    file=f"{FOLDER}/{path.name}",
                )
            )
            continue
        if before in entries:
            other = entries[before][0].version
            problems.append(
                Problem(
                    f"Version {other} och {entry.version} följer på samma version.",
                    "Ta bort den som aldrig lämnades ut.",
                    file=f"{FOLDER}/{path.name}",
                )
            )
        entries[before] = entry, path.name
    chain: list[Published] = []
    while (last := chain[-1].checksum if chain else "") in entries:
        chain.append(entries.pop(last)[0])
    if entries and not problems:
        problems += [
            Problem(
                "Versionen före den här saknas i liggaren.",
                f"Lägg tillbaka filen i data/raw/{survey}/{FOLDER}/.",
                file=f"{FOLDER}/{name}",
            )
            for _, name in entries.values()
        ]
    if problems:
        raise DisclosureError(problems)
    return chain


def ledger_problems(survey: str, project: Project | None = None) -> list[Problem]:
    """What is wrong with the survey's ledger; none where it can be trusted."""
    try:
        read_ledger(survey, project)
    except DisclosureError as error:
        return list(error.problems)
    return []


def already_public(survey: str, project: Project | None = None) -> list[pd.DataFrame]:
    """The tables that `disclosure.release` must reckon with: the earlier versions of
    the survey, and what was last released of the other waves of its series."""
    project = project or Project.find()
    tables = [entry.table for entry in read_ledger(survey, project)]
    for other in earlier_waves(survey, project):
        folder = project.processed(other) / "released"
        if (folder / "estimates.parquet").is_file():
            tables.append(Released.read(folder).for_ledger())
        else:
            tables += [entry.table for entry in read_ledger(other, project)[-1:]]
    return tables


def write_entry(
    folder: Path,
    released: Released,
    *,
    note: str = "",
    agreed: str = "",
    before: Published | None = None,
) -> None:
    """Adds a version to the ledger in `folder`, all or nothing. `agreed`: what was told
    before, and how it was said to go on. Raises DisclosureError when the version is
    there already."""
    version = released.codebook.version
    path = folder / f"{version}.csv"
    if path.exists():
        raise DisclosureError(f"Version {version} står redan i liggaren.")
    body = _table_csv(released.for_ledger())
    head = {
        "version": version,
        "note": note,
        "before": before.checksum if before else "",
    }
    if agreed:
        head["agreed"] = agreed
    head["checksum"] = _checksum(head, body)
    line = "# " + json.dumps(head, ensure_ascii=False, sort_keys=True) + "\n"
    write_bytes(path, line.encode() + body)


def _read_entry(path: Path) -> tuple[Published, str]:
    """A version, and the checksum of the one before. ValueError: why it cannot be."""
    line, _, body = path.read_bytes().partition(b"\n")
    try:
        head = json.loads(line.decode("utf-8").removeprefix("# "))
        said = head.pop("checksum")
        version, note, before = (
            str(head[key]) for key in ("version", "note", "before")
        )
    except (ValueError, KeyError, UnicodeDecodeError, AttributeError) as error:
        raise ValueError("den första raden är inte liggarens.") from error
    if said != _checksum(head, body):
        raise ValueError("innehållet har ändrats sedan den publicerades.")
    if version != path.stem:
        raise ValueError(f"den heter {path.name} men är version {version}.")
    table = pd.read_csv(
        io.BytesIO(body),
        sep=";",
        dtype=dict.fromkeys([*KEYS, "method", "reason"], "str"),
        keep_default_na=False,
        na_values={name: [""] for name in (*NUMBERS, "base")},
    )
    table["shown"] = table["shown"].eq("ja")
    return Published(version, note, table, said), before


def _checksum(head: Mapping[str, str], body: bytes) -> str:
    said = json.dumps(head, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(said + b"\n" + body).hexdigest()


def _table_csv(table: pd.DataFrame) -> bytes:
    table = table.assign(shown=table["shown"].map({True: "ja", False: "nej"}))
    text = table.to_csv(sep=";", index=False, float_format="%.12g", lineterminator="\n")
    return text.encode("utf-8")
