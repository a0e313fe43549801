"""What is handed out: reports, tables and codebook as a zip, and a line in the ledger.

Only after the audit has found nothing. The same outputs give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.audit.attack import audit
from helpers.audit.files import RUN_AGAIN
from helpers.audit.words import word_problems
from helpers.batch.approval import approval_of, approval_problems
from helpers.batch.runner import alone
from helpers.cleaning.responses import read_responses
from helpers.core.errors import DisclosureError, Problem
from helpers.core.outputs import outputs_of
from helpers.core.project import PUBLISHED, RESERVED, Project, write_bytes
from helpers.disclosure.ledger import (
    FOLDER,
    HEAD,
    Published,
    head_line,
    ledger_problems,
    read_ledger,
    write_entry,
)
from helpers.disclosure.released import Released
from helpers.survey.codebook import (
    FILE,
    AnyQuestion,
    Codebook,
    Optioned,
    read_codebook,
    round_trip,
    unseen_problems,
)
from helpers.survey.sources import read_source

CHECKSUMS = "KONTROLLSUMMOR.txt"
CODEBOOK = "kodbok.yml"
VERSION_NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]{0,30})?[A-Za-z0-9]")
PUBLIC = (
    *("title", "subtitle", "language", "series", "wave", "status", "version"),
    *("fictitious", "source", "fieldwork", "respondent", "group", "disclosure"),
    *("scales", "challenges", "forms", "chapters", "contact"),
)
"""What the codebook that is handed out says of the survey."""
ASKED = (
    *("id", "type", "text", "label", "lang", "chapter", "column", "columns", "rows"),
    *("row_labels", "cell", "options", "scale", "dont_know", "none_of", "max", "unit"),
    *("blocks", "fields", "asked_if", "implied_none", "disclosure", "reversed"),
    "compares_with",
)
"""What it says of a question."""
# A zip with a moment in it would never be the same twice.
NO_CLOCK = (1980, 1, 1, 0, 0, 0)


def publish(
    survey: str,
    project: Project | None = None,
    *,
    note: str = "",
    agreed: str = "",
    by: str = "",
) -> Path:
    """The survey's reports, tables and codebook as one zip; a line in the ledger.

    The version is that of survey.yml. A second version must say, in `note`, what is
    different; a version is never published twice. `agreed` is kept in the ledger: what
    the person was told before, and with `approval: two` who published and who approved;
    `by` publishes. Returns the zip's path,
    outputs/publicerat/<survey>-<version>.zip: the same outputs give the same bytes.

    Raises DisclosureError, with all problems, when somebody has yet to look at how a
    question is read, when the audit finds anything, when outputs/ are not from the last
    run, or when the ledger says no. Then nothing is written.
    """
    project = project or Project.find()
    raw = project.raw(survey)
    with alone(project):
        released = Released.read(project.processed(survey) / "released")
        ledger = read_ledger(survey, project)
        version = released.codebook.version
        problems = refusals(survey, project, note=note, by=by)
        if problems := problems or audit(survey, project):
            raise DisclosureError(problems)
        if read_codebook(raw).approval == "two":
            approved = approval_of(survey, project, by)
            assert approved is not None  # or it was refused above
            agreed = f"{agreed} Publicerad av {by}, {approved.in_words}.".strip()
        path = project.outputs() / PUBLISHED / f"{survey}-{version}.zip"
        before = ledger[-1] if ledger else None
        salt = _salt(raw, released.codebook)
        head = head_line(released, note=note, agreed=agreed, before=before, salt=salt)
        files = _contents(survey, project, released, head)
        added = {name: files[name] for name in (CODEBOOK, CHECKSUMS, HEAD)}
        if problems := word_problems(added, read_source(survey, project)):
            raise DisclosureError(problems)
        write_bytes(path, _zip(files))
        write_entry(
            raw / FOLDER, released, note=note, agreed=agreed, before=before, salt=salt
        )
        return path


def _salt(raw: Path, codebook: Codebook) -> str:
    """Of the answers as they came: the same for the same, and unknown outside."""
    made = hashlib.sha256()
    for described in codebook.exports:
        made.update((raw / described.file).read_bytes())
    return made.hexdigest()


def refusals(
    survey: str, project: Project, *, note: str = "", by: str = ""
) -> list[Problem]:
    """What stops a publication before the audit has to look: a question that nobody has
    seen, an approval that is not given, a version published before or without a note,
    an old run, a ledger that cannot be trusted. Raises ProjectError where the answers
    have been disposed of."""
    project.needs_answers(survey)
    codebook = read_codebook(project.raw(survey))
    released = Released.read(project.processed(survey) / "released")
    ledger = read_ledger(survey, project)
    return [
        *unseen_problems(codebook, survey),
        *approval_problems(survey, project, by),
        *ledger_problems(survey, project),
        *_version_problems(codebook.version, note, ledger),
        *_codebook_problems(codebook, released, survey, project),
    ]


def _version_problems(
    version: str, note: str, ledger: list[Published]
) -> list[Problem]:
    if not VERSION_NAME.fullmatch(version) or RESERVED.fullmatch(version):
        return [
            Problem(
                f"”{version}” kan inte vara ett versionsnummer.",
                "Skriv till exempel version: 1 eller 1.1.",
                file=FILE,
            )
        ]
    if version in {entry.version for entry in ledger}:
        return [
            Problem(
                f"Version {version} är redan publicerad och skrivs aldrig över.",
                "Skriv en ny version i survey.yml, kör om och publicera den med en "
                "anteckning om vad som är ändrat.",
                file=FILE,
            )
        ]
    if ledger and not note.strip():
        return [
            Problem(
                f"Version {version} kommer efter version {ledger[-1].version}, men det "
                "står inte vad som är ändrat.",
                'Publicera med --note "…", till exempel ”Rättat antal i tabell 3”.',
            )
        ]
    return []


def _codebook_problems(
    codebook: Codebook, released: Released, survey: str, project: Project
) -> list[Problem]:
    """Whether the numbers are those of what survey.yml describes now, as it stands or
    as 1_clean makes it safe for the answers."""
    if codebook == released.codebook:
        return []
    safe = read_responses(read_source(survey, project)).source.codebook
    if safe == released.codebook:
        return []
    return [
        Problem("Kodboken har ändrats sedan rapporterna gjordes.", RUN_AGAIN, file=FILE)
    ]


def _contents(
    survey: str, project: Project, released: Released, head: str
) -> dict[str, bytes]:
    """What is handed out, by name: every output, the codebook, the ledger's head, and
    checksums."""
    folder = project.outputs(survey)
    names = sorted(outputs_of(folder) or {})
    files = {name: (folder / name).read_bytes() for name in names}
    files[CODEBOOK] = public_codebook(released.codebook)
    files[HEAD] = head.encode()
    sums = [
        f"{hashlib.sha256(files[name]).hexdigest()}  {name}" for name in sorted(files)
    ]
    files[CHECKSUMS] = ("\n".join(sums) + "\n").encode()
    return files


def public_codebook(codebook: Codebook) -> bytes:
    """The questions, their wording and the options of the form: what was asked, and
    nothing that was answered or how answers were read."""
    keys = codebook.model_dump(by_alias=True, exclude_unset=True, mode="json")
    content = {key: keys[key] for key in PUBLIC if key in keys}
    content["questions"] = [
        _asked(question, keys)
        for question, keys in zip(codebook.questions, keys["questions"], strict=True)
    ]
    text = io.StringIO()
    round_trip().dump(content, text)
    return text.getvalue().encode("utf-8")


def _asked(question: AnyQuestion, keys: Mapping[str, Any]) -> dict[str, Any]:
    """A question as it was asked, without options that were only seen in answers."""
    content = {key: keys[key] for key in ASKED if key in keys}
    if isinstance(question, Optioned) and "options" in content:
        known = set(question.declared_options)
        content["options"] = [one for one in content["options"] if one in known]
    return content


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, NO_CLOCK)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            made.writestr(entry, files[name])
    return out.getvalue()
