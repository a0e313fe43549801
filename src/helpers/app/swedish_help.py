"""typer's help and its complaints in Swedish."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

IN_SWEDISH = {
    "Usage:": "Så skrivs det:",
    "[OPTIONS] COMMAND [ARGS]...": "KOMMANDO [VAL]",
    "[OPTIONS]": "[VAL]",
    "[[ENKÄT]…]...": "[ENKÄT]…",
    "{FIL}": "FIL",
    " <path>": "",
    "Arguments:": "Argument:",
    "Options:": "Val:",
    "Commands:": "Kommandon:",
    "Show this message and exit.": "Visar den här hjälpen.",
    "[default: ": "[förvalt: ",
    "[required]": "[måste anges]",
    " <list[str]>": "",
    "Install completion for the current shell.": "Kompletterar med tabb i terminalen.",
    "Show completion for the current shell, to copy it or customize the "
    "installation.": "Visar vad --install-completion skulle lägga in.",
}
EXAMPLES = {
    "new": (
        "kartlaggning new svar.xlsx",
        "kartlaggning new svar.xlsx --survey malmo-2026 --against malmo-2024",
    ),
    "check": ("kartlaggning check exempel-2024",),
    "run": (
        "kartlaggning run",
        "kartlaggning run exempel-2024",
        "kartlaggning run exempel-2024 --pdf --docx",
        "kartlaggning run --only clean --quiet",
    ),
    "status": ("kartlaggning status", "kartlaggning status exempel-2024"),
    "missing": ("kartlaggning missing exempel-2024",),
    "review": (
        "kartlaggning review exempel-2024 --who ”Ulla Ek”",
        "kartlaggning review exempel-2024 --list",
    ),
    "audit": ("kartlaggning audit exempel-2024",),
    "publish": (
        "kartlaggning publish exempel-2024",
        "kartlaggning publish exempel-2024 --note ”Tre sena svar är med”",
    ),
    "seen": (
        "kartlaggning seen exempel-2024",
        "kartlaggning seen exempel-2024 --all --by Ulla",
    ),
    "handout": ("kartlaggning handout exempel-2024",),
    "dispose": ("kartlaggning dispose exempel-2024 --by ”Ulla Ek”",),
    "lab": ("kartlaggning lab", "kartlaggning lab --own exempel-2024"),
}
EXIT_CODES = """\
Slutkoder:
  0    allt gick bra
  1    ett steg misslyckades, eller en kontroll hittade fel
  2    kommandot är felskrivet
  3    det gick inte att börja (inget projekt, en annan körning pågår)
  130  avbrutet med Ctrl-C
"""


class _Swedish:
    """typer has no Swedish of its own for the frame of its help."""

    def get_help(self, context: Any) -> str:
        text = super().get_help(context)  # type: ignore[misc]
        for english, swedish in IN_SWEDISH.items():
            text = re.sub(_anyhow(english), swedish, text)
        examples = EXAMPLES.get(self.name or "")  # type: ignore[attr-defined]
        if examples:
            lines = "".join(f"  {line}\n" for line in examples)
            text = f"{text}\n\nExempel:\n{lines}"
        elif isinstance(self, TyperGroup):
            text = f"{text}\n\n{EXIT_CODES}"
        return str(text).rstrip() + "\n"


def _anyhow(words: str) -> str:
    """A pattern for `words`, broken over lines or not."""
    return (
        r"\s+".join(map(re.escape, words.split(" ")))
        if words.strip() == words
        else (re.escape(words))
    )


class Command(_Swedish, TyperCommand):
    pass


class Group(_Swedish, TyperGroup):
    pass


def miswritten(error: Any) -> str:
    """What typer found, in Swedish where it is known which."""
    said = str(error)
    if option := getattr(error, "option_name", None):
        return f"Valet {option} finns inte."
    if found := re.search(r"No such command '(.*?)'", said):
        return f"Kommandot ”{found[1]}” finns inte."
    if getattr(error, "param", None) is not None and "Missing" in said:
        return f"{error.param.metavar or error.param.name} saknas."
    if getattr(error, "param", None) is not None:
        names = "/".join(error.param.opts)
        return f"Värdet för {names} går inte att använda ({said})."
    return f"Kommandot är felskrivet ({said})."
