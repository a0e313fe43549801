"""The lines of JSON between a notebook's process and whoever asked for it.

``{"cell": 3}`` cell 3 begins · ``{"outputs": {file: sha256}}`` it succeeded ·
``{"error": class, "problems": […]}`` it failed · ``{"exit": code}`` the process ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

import helpers.core.errors
from helpers.batch.engine.job import Job
from helpers.batch.engine.plain import fault, problems_of
from helpers.core.errors import KartlaggningError, Problem

READY = b"warm"
Tell = Callable[[dict], None]


class Crashed(Exception):
    """The process ended in `cell` without saying why; `exit` is its code, minus the
    signal that ended it, "limit", "kernel" (which died alone) or "gone" (with all)."""

    def __init__(self, cell: int, exit: int | str) -> None:
        super().__init__(cell, exit)
        self.cell, self.exit = cell, exit


def answer(job: Job, tell: Tell) -> None:
    """In the notebook's process: does the job, and tells how it went."""
    from nbclient.exceptions import DeadKernelError

    from helpers.batch.engine import execution

    try:
        if job.crash:
            execution.keep_crashed(job)
            tell({"outputs": {}})
        elif job.document:
            tell({"outputs": execution.convert(job)})
        else:
            tell({"outputs": execution.execute(job, tell)})
    except KartlaggningError as error:
        problems = [asdict(problem) for problem in error.problems]
        tell({"error": type(error).__name__, "problems": problems})
    except DeadKernelError:
        tell({"exit": "kernel"})
    except OSError as error:
        problems = [
            asdict(problem) for problem in problems_of(type(error).__name__, str(error))
        ]
        tell({"error": "NotebookError", "problems": problems})
    except Exception as error:
        tell({"error": "NotebookError", "problems": [asdict(fault(error))]})


def listen(messages: Iterable[dict[str, Any]]) -> dict[str, str]:
    """In the caller: the outputs, once they are there. Raises what the notebook's
    process raised, or Crashed."""
    cell = 0
    for message in messages:
        match message:
            case {"cell": int(cell)}:
                pass
            case {"outputs": outputs}:
                return dict(outputs)
            case {"error": name, "problems": problems}:
                error = getattr(helpers.core.errors, name)
                raise error([Problem(**problem) for problem in problems])
            case {"exit": code}:
                raise Crashed(cell, code)
    raise Crashed(cell, "gone")
