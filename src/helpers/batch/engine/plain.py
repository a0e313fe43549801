"""What went wrong in a cell, in plain Swedish."""

from __future__ import annotations

import builtins
import re
import textwrap
import traceback
from pathlib import Path

import helpers.core.errors
from helpers.core.errors import KartlaggningError, Problem

LONGEST = 300  # characters of a foreign message; the notebook has all of it


class TimeLimit(BaseException):
    """The notebook's time is up. Not an Exception: no helper may swallow it."""


PLAIN = (
    ("OSError", r"\[Errno 28\]", "Disken är full. Gör plats och kör igen."),
    (
        "OSError",
        r"\[Errno (?:27|122)\]",
        "Filen blir större än vad som får sparas här (en kvot eller en gräns). Gör "
        "plats, eller be den som sköter datorn om mer.",
    ),
    (
        "FileNotFoundError",
        r"\[Errno 2\].*?(?:'(.*)')?$",
        "Filen eller mappen finns inte, eller försvann under tiden ({}).",
    ),
    (
        "IsADirectoryError",
        r"\[Errno 21\].*?(?:'(.*)')?$",
        "Här ligger en mapp där det ska ligga en fil ({}).",
    ),
    (
        "NotADirectoryError",
        r"\[Errno 20\].*?(?:'(.*)')?$",
        "Här ligger en fil där det ska ligga en mapp ({}).",
    ),
    (
        "OSError",
        r"\[Errno 30\].*?(?:'(.*)')?$",
        "Mappen går bara att läsa, inte att skriva i ({}).",
    ),
    (
        "PermissionError",
        r"\[Errno 13\].*?(?:'(.*)')?$",
        "Filen eller mappen får inte läsas eller skrivas ({}). Är den öppen i Excel?",
    ),
    ("MemoryError", "", "Datorns minne tog slut."),
    (
        "ModuleNotFoundError",
        r"No module named '(.*)'",
        "Paketet {} finns inte i miljön. Installera om enligt README.",
    ),
)


_OF_FILES = {
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, OSError)
}


def problems_of(ename: str, evalue: str) -> list[Problem]:
    """An exception in plain Swedish. Our own already are: one problem a line."""
    ours = getattr(helpers.core.errors, ename, None)
    if isinstance(ours, type) and issubclass(ours, KartlaggningError):
        return [Problem(line) for line in evalue.splitlines() if line.strip()]
    if ename == TimeLimit.__name__:
        return [Problem(evalue)]
    for name, pattern, sentence in PLAIN:
        if ename == name and (found := re.search(pattern, evalue)):
            return [Problem(sentence.format(*found.groups()))]
    if ename in _OF_FILES:
        place = re.search(r"'(.*)'$", evalue)
        named = f" ({place[1]})" if place else ""
        return [Problem(f"Filen eller mappen kunde inte läsas eller skrivas{named}.")]
    said = textwrap.shorten(evalue, LONGEST, placeholder=" …")
    return [Problem(f"{ename}: {said}".strip().rstrip(":"))]


def fault(error: BaseException) -> Problem:
    """A fault of the program itself, with where to look for it."""
    *_, place = traceback.extract_tb(error.__traceback__)
    return Problem(
        f"Programfel: {type(error).__name__}: {error}.",
        f"Rapportera det ({Path(place.filename).name}, rad {place.lineno}).",
    )
