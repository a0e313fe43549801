"""The command line itself, and the arguments that its commands share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from helpers.app.console import (
    hush,
)
from helpers.app.swedish_help import (
    SwedishGroup,
)
from helpers.core.errors import (
    ProjectError,
)

FAILED, MISWRITTEN, CANNOT_BEGIN, INTERRUPTED = 1, 2, 3, 130
app = typer.Typer(
    cls=SwedishGroup,
    help="Från enkätsvar till publicerade rapporter om samverkan.",
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def known_surveys(incomplete: str) -> Iterator[str]:
    """The surveys that a name begun with `incomplete` may be, for the tab key."""
    from helpers.core.project import Project

    try:
        names = Project.find().surveys()
    except ProjectError:
        return
    yield from (name for name in names if name.startswith(incomplete))


Surveys = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ENKÄT]…",
        help="Enkäternas namn; alla när ingen anges.",
        autocompletion=known_surveys,
    ),
]
Survey = Annotated[
    str,
    typer.Argument(
        metavar="ENKÄT",
        help="Enkätens mapp i data/raw.",
        autocompletion=known_surveys,
    ),
]
Quiet = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", callback=hush, help="Säger bara det som har gått fel."
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--project-dir", metavar="MAPP", help="Mappen som innehåller data/raw."
    ),
]
