"""The command line: `kartlaggning`. Messages are Swedish; imports are late, so that a
command that has nothing to do answers at once.

Exit codes: 0 all is well · 1 a step failed, or a check found an error · 2 the command
was written wrongly · 3 it could not begin (no project, another run going on, a folder
that cannot be written) · 130 interrupted with Ctrl-C.
"""

from __future__ import annotations

import io
import sys

import typer

import helpers.app.commands  # noqa: F401  # registers them
from helpers.app.arguments import (
    CANNOT_BEGIN,
    FAILED,
    INTERRUPTED,
    MISWRITTEN,
    app,
)
from helpers.app.console import (
    console,
    hush,
    tell_problems,
)
from helpers.app.swedish_help import (
    miswritten,
)
from helpers.core.errors import (
    CommandError,
    KartlaggningError,
    Problem,
    ProjectError,
    RunError,
)

__all__ = ["CANNOT_BEGIN", "FAILED", "INTERRUPTED", "MISWRITTEN", "app", "main"]

# typer's newer versions have a click of their own.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def main() -> None:
    """Runs the command; a problem is told without a traceback."""
    hush(False)
    for stream in (sys.stdout, sys.stderr):
        # A file or a pipe in Windows may have no sign for ” or →.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except UsageError as error:
        tell_problems([Problem(miswritten(error), "Se kartlaggning --help.")])
        code = MISWRITTEN
    except CommandError as error:
        tell_problems(error.problems)
        code = MISWRITTEN
    except (ProjectError, RunError) as error:
        tell_problems(error.problems)
        code = CANNOT_BEGIN
    except KartlaggningError as error:
        tell_problems(error.problems)
        code = FAILED
    except Exception as error:
        tell_problems(_in_swedish(error))
        code = CANNOT_BEGIN if isinstance(error, OSError) else FAILED
    if code == INTERRUPTED:
        console(error=True).print("Avbrutet. Kör igen så fortsätter det.")
    sys.exit(code)


def _in_swedish(error: Exception) -> list[Problem]:
    """What a file that cannot be read or written, or a fault of our own, is to her."""
    from helpers.batch.engine.plain import fault, problems_of

    if isinstance(error, OSError):
        return problems_of(type(error).__name__, str(error))
    return [fault(error)]


if __name__ == "__main__":
    main()
