"""What lies in a survey's folder, and what of it nobody reads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path

from helpers.core.errors import Problem, nearest
from helpers.core.project import OWN
from helpers.core.suffixes import TEXTS, WORKBOOKS
from helpers.exports import workbooks
from helpers.survey.codebook import CHAPTERS, FILE, Codebook
from helpers.survey.decisions import COLUMNS
from helpers.survey.misplaced import files_in

TABLES = ("population", "organisations", "crosswalk")
"""The tables kept by hand: a csv each, or a workbook."""
FOLDERS = ("decisions", "texts", "published", "profile", "approval", OWN)
OWN_TEXTS = {
    "about": "om rapporten",
    "mission": "uppdraget",
    "method": "metod",
    "conclusions": "slutsatser",
    "comparison": "jämförelse",
    "summary": "sammanfattning",
    "appendix": "bilaga",
    "challenges": "utmaningarna",
    "departments": "förvaltningarna",
    "easy": "lättläst",
    "english": "på engelska",
} | CHAPTERS
"""The texts that a report has room for in texts/, beside one a challenge, and what one
would call them in Swedish."""
THEMES = "themes"
HANDOUT = "handout"  # what is blacked out when the answers are handed out
_VERSION = re.compile(r"\d+\.csv")


def table_path(folder: Path, name: str) -> Path:
    """The file of one of TABLES: its csv, or else its workbook."""
    for suffix in (".csv", ".xlsx", ".ods", ".xls"):
        if (path := folder / f"{name}{suffix}").is_file():
            return path
    return folder / f"{name}.csv"


def unread_files(folder: Path, book: Codebook) -> Iterator[Problem]:
    """What lies in a survey's folder and is read by nothing, and what may be meant."""
    listed = {described.file for described in book.exports}
    yield from _unread_sheets(folder, book)
    for path in files_in(folder):
        if path.name in listed or path.name == FILE:
            continue
        if path.is_dir():
            if path.name not in FOLDERS:
                yield _unread(f"{path.name}/", "Mappen", FOLDERS, path.name)
            continue
        yield from _unread_file(path, listed)
    yield from _unread_texts(folder / "texts", book)
    names = [f"{name}.csv" for name in (*COLUMNS, THEMES, HANDOUT)]
    for path in files_in(folder / "decisions"):
        if path.name not in names:
            yield _unread(f"decisions/{path.name}", "Filen", names, path.name)
    for path in files_in(folder / "published"):
        if not _VERSION.fullmatch(path.name):
            yield Problem(
                "Filen är ingen publicerad version, och läses inte.",
                "Mappen skrivs av kartlaggning publish. Flytta filen.",
                file=f"published/{path.name}",
            )


def _unread_sheets(folder: Path, book: Codebook) -> Iterator[Problem]:
    """A sheet with the headers of one that is read: the answers of one department, or
    of another year, which only she can tell."""
    read = [(one.file, one.sheet) for one in book.exports if one.sheet is not None]
    for file in dict.fromkeys(file for file, _ in read):
        names = [sheet for of, sheet in read if of == file]
        for other in workbooks.sheets_alike(folder / file, names[0]):
            if other not in names:
                yield Problem(
                    f"Bladet läses inte, fast rubrikerna är desamma som i ”{names[0]}”."
                    " Hör svaren till enkäten?",
                    f'I så fall, i exports: {{file: {file}, sheet: "{other}"}}.',
                    file=f"{file}, bladet ”{other}”",
                )


def _unread(file: str, noun: str, known: Collection[str], name: str) -> Problem:
    return Problem(
        f"{noun} läses inte.",
        nearest(name, known) or f"Här läses: {', '.join(known)}.",
        file=file,
    )


def _unread_file(path: Path, listed: Collection[str]) -> Iterator[Problem]:
    """A file beside survey.yml that is no export listed there."""
    suffix = path.suffix.lower()
    if path.stem.lower() in TABLES and suffix in TEXTS | WORKBOOKS:
        used = table_path(path.parent, path.stem)
        if used != path:
            yield Problem(
                f"Filen läses inte, för att {used.name} också finns.",
                "Behåll den ena.",
                file=path.name,
            )
        return
    likeliest = nearest(path.stem, [*TABLES, *FOLDERS])
    if path.name.lower().startswith(FILE) or path.stem.lower() == "survey":
        todo = f"Menade du ”{FILE}”? Windows kan dölja slutet på namnet."
    elif likeliest:
        todo = likeliest
    elif suffix in TEXTS | WORKBOOKS | {".sav", ".zsav", ".gz"}:
        todo = (
            "Är det en export, till exempel sena svar: lägg till den under exports i "
            f"survey.yml. Där står: {', '.join(sorted(listed))}."
        )
    else:
        todo = "Hör den inte hit: flytta den."
    yield Problem("Filen läses inte.", todo, file=path.name)


def _unread_texts(folder: Path, book: Codebook) -> Iterator[Problem]:
    called = OWN_TEXTS | book.challenge_labels
    english = {word.casefold(): name for name, word in called.items()}
    for path in files_in(folder):
        if path.suffix == ".md" and path.stem in called:
            continue
        known = [f"{name}.md" for name in called]
        swedish = get_close_matches(path.stem.casefold(), english, n=1)
        likeliest = (
            f"Menade du ”{english[swedish[0]]}.md”?"
            if swedish
            else nearest(path.name, known)
        )
        yield Problem(
            "Texten används inte i någon rapport.",
            likeliest or f"En text heter som sitt kapitel: {', '.join(known)}.",
            file=f"texts/{path.name}",
        )
