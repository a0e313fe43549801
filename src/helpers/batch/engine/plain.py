"""What went wrong in a cell, in plain Swedish."""

from __future__ import annotations

import re
import textwrap

import helpers.core.errors
from helpers.core.errors import KartlaggningError, Problem

LONGEST = 300  # characters of a foreign message; the notebook has all of it


class TimeLimit(BaseException):
    """The notebook's time is up. Not an Exception: no helper may swallow it."""


PLAIN = (
    ("OSError", r"\[Errno 28\]", "Disken är full. Gör plats och kör igen."),
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
    said = textwrap.shorten(evalue, LONGEST, placeholder=" …")
    return [Problem(f"{ename}: {said}".strip().rstrip(":"))]
