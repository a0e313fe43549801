"""The lines of JSON between a notebook's process and whoever asked for it.

``{"cell": 3}`` cell 3 begins · ``{"outputs": {file: sha256}}`` it succeeded ·
``{"error": class, "problems": […]}`` it failed · ``{"exit": code}`` the process ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from helpers.batch.engine.job import Job, Message, Tell
from helpers.batch.engine.plain import fault, problems_of
from helpers.core.errors import KartlaggningError, Problem

READY = b"warm"
ERRORS = {one.__name__: one for one in KartlaggningError.__subclasses__()}


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


def listen(messages: Iterable[Message]) -> dict[str, str]:
    """In the caller: the outputs, once they are there. Raises what the notebook's
    process raised, or Crashed."""
    cell = 0
    for message in messages:
        if "cell" in message:
            cell = message["cell"]
        elif "outputs" in message:
            return message["outputs"]
        elif "error" in message:
            problems = [Problem(**one) for one in message["problems"]]
            raise ERRORS[message["error"]](problems)
        elif "exit" in message:
            raise Crashed(cell, message["exit"])
    raise Crashed(cell, "gone")
