"""typer's help and its complaints in Swedish."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from helpers.core.errors import nearest
from helpers.core.language import ENGLISH

IN_SWEDISH = {
    "Usage:": "Så skrivs det:",
    "[OPTIONS] COMMAND [ARGS]...": "KOMMANDO [VAL]",
    "[OPTIONS]": "[VAL]",
    "Arguments:": "Argument:",
    "Options:": "Val:",
    "Commands:": "Kommandon:",
    "Show this message and exit.": "Visar den här hjälpen.",
    "[default: ": "[förvalt: ",
    "[required]": "[måste anges]",
    "Install completion for the current shell.": "Kompletterar med tabb i terminalen.",
    "Show completion for the current shell, to copy it or customize the "
    "installation.": "Visar vad --install-completion skulle lägga in.",
}
EXAMPLES = {
    "init": ("kartlaggning init enkater",),
    "new": (
        "kartlaggning new svar.xlsx",
        "kartlaggning new svar.xlsx --survey malmo-2026 --against malmo-2024",
    ),
    "check": ("kartlaggning check exempel-2024",),
    "run": (
        "kartlaggning run",
        "kartlaggning run exempel-2024",
        "kartlaggning run exempel-2024 --pdf --docx",
        "kartlaggning run exempel-2024 --language en",
        "kartlaggning run --only clean --quiet",
    ),
    "status": ("kartlaggning status", "kartlaggning status exempel-2024"),
    "missing": ("kartlaggning missing exempel-2024",),
    "review": (
        'kartlaggning review exempel-2024 --by "Ulla Ek"',
        "kartlaggning review exempel-2024 --list",
    ),
    "audit": ("kartlaggning audit exempel-2024",),
    "publish": (
        "kartlaggning publish exempel-2024",
        'kartlaggning publish exempel-2024 --note "Tre sena svar är med"',
        "kartlaggning publish exempel-2024 --archive",
    ),
    "seen": (
        "kartlaggning seen exempel-2024",
        "kartlaggning seen exempel-2024 --all --by Ulla",
    ),
    "approve": (
        "kartlaggning approve exempel-2024",
        "kartlaggning approve exempel-2024 --by Anna",
        'kartlaggning approve exempel-2024 --by Anna --refuse "diagram 3 saknar bas"',
    ),
    "papers": ("kartlaggning papers exempel-2024",),
    "handout": ("kartlaggning handout exempel-2024",),
    "dispose": ("kartlaggning dispose exempel-2024 --by Ulla",),
    "lab": ("kartlaggning lab", "kartlaggning lab --own exempel-2024"),
    "app": ("kartlaggning app",),
}
QUOTED = 'Har ett namn mellanslag: sätt citattecken (") om det.'
EXIT_CODES = """\
Slutkoder:
  0    allt gick bra
  1    ett steg misslyckades, eller en kontroll hittade fel
  2    kommandot är felskrivet
  3    det gick inte att börja (inget projekt, en annan körning pågår)
  130  avbrutet med Ctrl-C
"""


LONGEST_HELP = 500  # signs
_RANGE = re.compile(r" *\[\d+<=x<=\d+\]")  # of a port: no Swedish, and no help
_TYPE = re.compile(r" <(?:str|path|list\[str\]|int|float|minutes|workers)>")
# As typer writes an argument: {ENKÄT}, and [[FRÅGA]…]... where there may be several.
_NAMED = re.compile(r"\{([^\W\d]+)\}|\[(\[[^\W\d]+\]…)\]\.\.\.")


class _Swedish:
    """typer has no Swedish of its own for the frame of its help."""

    def get_help(self, context: Any) -> str:
        text = super().get_help(context)  # type: ignore[misc]
        for english, swedish in IN_SWEDISH.items():
            text = re.sub(_anyhow(english), swedish, text)
        text = _TYPE.sub(lambda found: " " * len(found[0]), _RANGE.sub("", text))
        text = _NAMED.sub(lambda found: found[1] or found[2], text)
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
    def get_short_help_str(self, limit: int = 0) -> str:
        """All of it, on two lines where it needs them: no end is cut off."""
        return super().get_short_help_str(LONGEST_HELP)

    def parse_args(self, context: Any, args: list[str]) -> list[str]:
        """As typer, but no option takes the next one for its value (`--by --yes`)."""
        options = {name: one for one in self.params for name in one.opts}
        for name, after in pairwise(args):
            takes = not getattr(options.get(name), "is_flag", True)
            if takes and (after in options or after in context.help_option_names):
                raise NotUsable(
                    f"Valet {name} behöver ett värde; {after} är ett annat val."
                )
        return super().parse_args(context, args)


class SwedishGroup(_Swedish, TyperGroup):
    pass


class NotUsable(typer.BadParameter):
    """A value that cannot be used, and in Swedish why."""

    def __str__(self) -> str:
        return self.message


def minutes_of(text: str) -> float:
    """
    >>> minutes_of("0,5")
    0.5
    """
    try:
        minutes = float(str(text).replace(",", "."))  # the default is a number
    except ValueError:
        minutes = 0
    if not 0.01 <= minutes < float("inf"):
        raise NotUsable("Skriv minuter, till exempel 30 eller 0,5.")
    return minutes


def language_of(text: str) -> str:
    """
    >>> language_of("en")
    'en'
    """
    if text != ENGLISH:
        raise NotUsable("Skriv en: engelska är det enda språket utöver svenska.")
    return text


def workers_of(text: str) -> int:
    """
    >>> workers_of("2")
    2
    """
    if not text.isdecimal() or int(text) < 1:
        raise NotUsable("Skriv ett heltal som är minst 1.")
    return int(text)


def miswritten(error: Any) -> str:
    """What typer found, in Swedish where it is known which."""
    message = str(error)
    if isinstance(error, NotUsable) and error.param is None:
        return message
    if found := re.search(r"Option '(.*?)' requires", message):
        return f"Valet {found[1]} behöver ett värde."
    if option := getattr(error, "option_name", None):
        context = getattr(error, "ctx", None)
        early = isinstance(context and context.command, TyperGroup)
        hint = (
            f" Val skrivs efter kommandot: kartlaggning run {option} …" if early else ""
        )
        return f"Valet {option} finns inte{' här' if early else ''}.{hint}"
    if found := re.search(r"No such command '(.*?)'", message):
        return (
            f"Kommandot ”{found[1]}” finns inte. {nearest(found[1], EXAMPLES)}".strip()
        )
    if found := re.search(r"unexpected extra argument\S* \((.*)\)$", message):
        return f"”{found[1]}” är ett ord för mycket. {QUOTED}"
    if getattr(error, "param", None) is not None and "Missing" in message:
        return f"{error.param.metavar or error.param.name} saknas."
    if getattr(error, "param", None) is not None:
        names = "/".join(error.param.opts)
        why = message if isinstance(error, NotUsable) else ""
        return f"Värdet för {names} går inte att använda. {why}".strip()
    return "Kommandot är felskrivet."
