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


_PLACE = r"(?:.*'([^']*)')?"
"""The last file that a message names: the one that was to be written."""
PLAIN = (
    # Windows numbers its own errors, whatever the kind of the exception.
    ("", r"\[WinError 112\]", "Disken är full. Gör plats och kör igen."),
    (
        "",
        rf"\[WinError (?:5|32|33|1224)\]{_PLACE}",
        "Filen används av ett annat program ({}). Stäng den i Excel, eller vänta tills "
        "synkningen är klar, och kör igen.",
    ),
    (
        "",
        rf"\[WinError (?:3|206)\]{_PLACE}",
        "Mappen finns inte, eller så är sökvägen för lång för Windows ({}). Flytta "
        "projektet till en kort sökväg, till exempel C:\\kartlaggning.",
    ),
    (
        "",
        rf"\[WinError (?:21|53|55|64)\]{_PLACE}",
        "Disken eller nätverksmappen svarar inte ({}). Är den ansluten?",
    ),
    ("OSError", r"\[Errno 28\]", "Disken är full. Gör plats och kör igen."),
    (
        "OSError",
        r"\[Errno (?:27|122)\]",
        "Filen blir större än vad som får sparas här (en kvot eller en gräns). Gör "
        "plats, eller be den som sköter datorn om mer.",
    ),
    (
        "FileNotFoundError",
        rf"\[Errno 2\]{_PLACE}",
        "Filen eller mappen finns inte, eller försvann under tiden ({}).",
    ),
    (
        "IsADirectoryError",
        rf"\[Errno 21\]{_PLACE}",
        "Här ligger en mapp där det ska ligga en fil ({}).",
    ),
    (
        "NotADirectoryError",
        rf"\[Errno 20\]{_PLACE}",
        "Här ligger en fil där det ska ligga en mapp ({}).",
    ),
    (
        "OSError",
        rf"\[Errno (?:36|63)\]{_PLACE}",
        "Namnet är längre än vad disken tar emot ({}). Ge filen ett kortare namn.",
    ),
    (
        "OSError",
        rf"\[Errno (?:40|62)\]{_PLACE}",
        "Länken leder tillbaka till sig själv ({}). Ta bort den, och lägg filen där.",
    ),
    (
        "OSError",
        rf"\[Errno 30\]{_PLACE}",
        "Mappen går bara att läsa, inte att skriva i ({}).",
    ),
    (
        "PermissionError",
        rf"\[Errno 13\]{_PLACE}",
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
        if name in (ename, "") and (found := re.search(pattern, evalue)):
            places = [_shown(place) for place in found.groups()]
            return [Problem(sentence.format(*places).replace(" ()", ""))]
    if ename in _OF_FILES:
        place = re.search(_PLACE, evalue)
        named = f" ({_shown(place[1])})" if place and place[1] else ""
        return [Problem(f"Filen eller mappen kunde inte läsas eller skrivas{named}.")]
    message = textwrap.shorten(evalue, LONGEST, placeholder=" …")
    return [Problem(f"{ename}: {message}".strip().rstrip(":"))]


def _shown(place: str | None) -> str:
    """A file as she knows it, not by the name that it has while it is written.

    >>> _shown("outputs/x/.tabeller.xlsx.ab12.part")
    'outputs/x/tabeller.xlsx'
    """
    plain = (place or "").replace("\\\\", "\\")  # as Python quotes a path of Windows
    return re.sub(r"(^|[\\/])\.([^\\/]+)\.\w+\.part$", r"\1\2", plain)


def fault(error: BaseException) -> Problem:
    """A fault of the program itself, with where to look for it."""
    *_, place = traceback.extract_tb(error.__traceback__)
    return Problem(
        f"Programfel: {type(error).__name__}: {error}.",
        f"Rapportera det ({Path(place.filename).name}, rad {place.lineno}).",
    )
