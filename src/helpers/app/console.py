"""What the command line says to a person, and the project it is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from helpers.core.errors import Problem

if TYPE_CHECKING:
    from rich.console import Console

    from helpers.core.project import Project


def hush(quiet: bool) -> bool:
    global _quiet
    _quiet = quiet
    return quiet


_quiet = False


def find(folder: Path | None) -> Project:
    from helpers.core.project import Project

    return Project.find(folder)


def console(*, error: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=error, soft_wrap=True, quiet=_quiet and not error)


def tell_problems(
    problems: list[Problem] | tuple[Problem, ...],
    kind: str = "Fel",
    *,
    error: bool = True,
) -> None:
    """One line a problem, as it stands: nothing in it is markup."""
    colour = "red" if error else "yellow"
    for problem in problems:
        out = console(error=error)
        out.print(f"[bold {colour}]{kind}:[/]", end=" ")
        out.print(str(problem), markup=False, highlight=False)


def tell_misplaced(project: Project) -> None:
    """A line for each thing in data/raw that is no survey."""
    from helpers.survey.misplaced import misplaced

    if not _quiet:
        tell_problems([*misplaced(project)], "Varning", error=False)


def say(words: str) -> None:
    console().print(words, markup=False, highlight=False)


def typed(asked: str) -> str | None:
    """What she types; None when there is no more to read."""
    try:
        return input(asked).strip()
    except EOFError:
        return None


def agreed(asked: str) -> bool:
    """Whether she says yes to what cannot be undone; nothing typed is no."""
    answer = typed(f"{asked} Det går inte att ta tillbaka. Skriv ja: ")
    return (answer or "").casefold() in ("ja", "j")
