"""Commands that open something to work in: app, lab."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from helpers.app.arguments import (
    Folder,
    app,
    known_surveys,
)
from helpers.app.console import (
    find,
    say,
)
from helpers.app.swedish_help import (
    Command,
)

if TYPE_CHECKING:
    from helpers.core.project import Project


SETTINGS = Path(__file__).parents[1] / "workbench" / "jupyter"
"""What JupyterLab is told: it asks nobody about news."""
NEVER = "jupyterlab.handlers.announcements.NeverCheckForUpdate"


@app.command("app", cls=Command)
def serve_app(
    port: Annotated[
        int,
        typer.Option(
            min=0,
            max=65535,
            metavar="PORT",
            help="Annars en ledig.",
            show_default=False,
        ),
    ] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Öppnar ingen webbläsare.")
    ] = False,
    project_dir: Folder = None,
) -> None:
    """Öppnar appen: från fil till färdiga rapporter, utan kod."""
    from helpers.app.start.serving import serve

    serve(find(project_dir), port=port, open_browser=not no_browser)


@app.command(cls=Command)
def lab(
    own: Annotated[
        str | None,
        typer.Option(
            metavar="ENKÄT",
            help="Öppnar din egen kopia av own_analysis, i enkätens mapp.",
            autocompletion=known_surveys,
        ),
    ] = None,
    project_dir: Folder = None,
) -> None:
    """Öppnar notebooks i JupyterLab."""
    import os

    from helpers.app.own.copy import own_notebook
    from helpers.app.start.reports import REPORTS

    project = find(project_dir)
    opened = own_notebook(own, project) if own else project.notebooks
    paths = [str(SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    served = opened.is_relative_to(project.root)  # the project is what Lab shows
    environment = os.environ | {
        "KARTLAGGNING_PROJECT": str(project.root),
        REPORTS: "/files/outputs" if served else "",
        "JUPYTER_CONFIG_PATH": os.pathsep.join(path for path in paths if path),
    }
    command = [sys.executable, "-m", "jupyterlab", *_opening(opened, project)]
    if not served:
        kept = project.root / "data" / "raw"
        say(
            f"JupyterLab visar notebooks i {opened}. Enkäternas egna filer ligger i "
            f"{kept}: kartlaggning lab --own ENKÄT visar dem."
        )
    # It would ask the web for news and for newer versions of itself.
    command += ["--LabApp.news_url=None", f"--LabApp.check_for_updates_class={NEVER}"]
    raise typer.Exit(subprocess.call(command, env=environment))


def _opening(opened: Path, project: Project) -> list[str]:
    """What JupyterLab shows: the whole project, so that survey.yml, decisions and the
    notebooks of a run can be opened, and at first `opened`."""
    if not opened.is_relative_to(project.root):
        return [str(opened)]  # the checkout's notebooks, of a project elsewhere
    place = quote(opened.relative_to(project.root).as_posix())
    return [
        f"--ServerApp.root_dir={project.root}",
        f"--LabApp.default_url=/lab/tree/{place}",
    ]
