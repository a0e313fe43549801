"""The ledger: what was published of a survey, a table for each version.

`data/raw/<survey>/published/` is written by `publishing.publish` alone and never
changed: later versions are judged by it. The first line of a file holds a checksum of
the rest and of the version before, so that an edit by hand is noticed. The last of them
also stands in data/raw/liggare.json and in each zip, so that an end that is gone is
noticed too. Nobody can try suppressed numbers against it: the answers are in the sum
(`salt`).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from helpers.core.errors import DisclosureError, Problem
from helpers.core.project import (
    HEADS,
    PUBLISHED,
    Project,
    read_own,
    write_bytes,
    write_json,
)
from helpers.disclosure.released import Released
from helpers.estimation.schema import KEYS, NUMBERS
from helpers.survey.series import earlier_waves

FOLDER = "published"
HEAD = "LIGGARE.txt"
"""In a zip: the checksum of the version that it is."""
CALLED_NOW = {"complement": "secondary"}
"""Reasons of ledgers that an earlier program wrote, as this one calls them."""


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
            # A folder that was renamed has the same answers: they are this survey's.
            entry = replace(entry, table=entry.table.assign(survey=survey))
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
    if not problems:
        problems += _end_gone(survey, folder, chain)
    if problems:
        raise DisclosureError(problems)
    return chain


def _end_gone(
    survey: str, folder: Path, chain: Sequence[Published]
) -> Iterator[Problem]:
    """Whether a version was published after those that are here."""
    kept = folder.parent.parent / HEADS
    if not kept.exists():
        return
    heads = read_own(kept)
    if heads is None:
        yield Problem(
            "Filen är skadad. Den säger vilken version av varje enkät som är den "
            "senaste publicerade.",
            "Lägg tillbaka den från en säkerhetskopia.",
            file=f"data/raw/{HEADS}",
        )
        return
    last = heads.get(survey)
    known = {entry.checksum for entry in chain}
    if isinstance(last, dict) and last.get("checksum") not in known:
        version = last.get("version")
        yield Problem(
            f"Version {version} är publicerad men saknas i liggaren.",
            f"Lägg tillbaka data/raw/{survey}/{FOLDER}/{version}.csv från en "
            "säkerhetskopia. Utan den går det inte att pröva vad två versioner säger "
            "tillsammans.",
            file=f"{FOLDER}/{version}.csv",
        )


def ledger_problems(survey: str, project: Project | None = None) -> list[Problem]:
    """What is wrong with the survey's ledger, and with the zips of its versions; none
    where it can be trusted."""
    project = project or Project.find()
    try:
        chain = read_ledger(survey, project)
    except DisclosureError as error:
        return list(error.problems)
    problems = []
    for entry in chain:
        path = project.outputs() / PUBLISHED / f"{survey}-{entry.version}.zip"
        head = _head_in(path)
        if head and head != entry.checksum:
            found = "Zip-filen hör inte till den version som står i liggaren."
            todo = "Någon av dem är utbytt. Lägg tillbaka båda från en säkerhetskopia."
            problems.append(Problem(found, todo, file=path.name))
    return problems


def _head_in(path: Path) -> str:
    """The checksum that a published zip says, "" where it says none."""
    try:
        with zipfile.ZipFile(path) as made:
            return made.read(HEAD).decode().split()[-1]
    except (OSError, KeyError, IndexError, ValueError, zipfile.BadZipFile):
        return ""  # none yet, of before the head was there, or told by the audit


def already_public(survey: str, project: Project | None = None) -> list[pd.DataFrame]:
    """The tables that `disclosure.release` must reckon with: the earlier versions of
    the survey, and what was last released of the other waves of its series."""
    project = project or Project.find()
    tables = [entry.table for entry in read_ledger(survey, project)]
    for other in earlier_waves(survey, project, disposed=True):
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
    salt: str = "",
) -> None:
    """Adds a version to the ledger in `folder`, all or nothing. `agreed`: what was told
    before, and how it was said to go on. `salt`: what nobody outside can know. Raises
    DisclosureError when the version is there already."""
    version = released.codebook.version
    path = folder / f"{version}.csv"
    if path.exists():
        raise DisclosureError(f"Version {version} står redan i liggaren.")
    body = _table_csv(released.for_ledger())
    head = _head(released, body, note, agreed, before, salt)
    line = "# " + json.dumps(head, ensure_ascii=False, sort_keys=True) + "\n"
    write_bytes(path, line.encode() + body)
    kept = folder.parent.parent / HEADS
    last = {"version": version, "checksum": head["checksum"]}
    write_json(kept, (read_own(kept) or {}) | {folder.parent.name: last})


def head_line(
    released: Released, *, note: str, agreed: str, before: Published | None, salt: str
) -> str:
    """What HEAD says in the zip of the entry that `write_entry` writes of the same."""
    body = _table_csv(released.for_ledger())
    checksum = _head(released, body, note, agreed, before, salt)["checksum"]
    return f"Version {released.codebook.version} i liggaren: {checksum}\n"


def _head(
    released: Released,
    body: bytes,
    note: str,
    agreed: str,
    before: Published | None,
    salt: str,
) -> dict[str, str]:
    head = {
        "version": released.codebook.version,
        "note": note,
        "before": before.checksum if before else "",
    }
    head |= {"agreed": agreed} if agreed else {}
    head |= {"salt": salt} if salt else {}
    return head | {"checksum": _checksum(head, body)}


def _read_entry(path: Path) -> tuple[Published, str]:
    """A version, and the checksum of the one before. ValueError: why it cannot be."""
    line, _, body = path.read_bytes().partition(b"\n")
    try:
        head = json.loads(line.decode("utf-8").removeprefix("# "))
        checksum = head.pop("checksum")
        version, note, before = (
            str(head[key]) for key in ("version", "note", "before")
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError("den första raden är inte liggarens.") from error
    if checksum != _checksum(head, body):
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
    table["reason"] = table["reason"].replace(CALLED_NOW)
    return Published(version, note, table, checksum), before


def _checksum(head: Mapping[str, str], body: bytes) -> str:
    content = json.dumps(head, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(content + b"\n" + body).hexdigest()


def _table_csv(table: pd.DataFrame) -> bytes:
    table = table.assign(shown=table["shown"].map({True: "ja", False: "nej"}))
    text = table.to_csv(sep=";", index=False, float_format="%.12g", lineterminator="\n")
    return text.encode("utf-8")
