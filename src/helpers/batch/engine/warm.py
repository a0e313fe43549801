"""The warm parent: imports once, then forks a child for every notebook.

It runs as a program of its own (`python -m helpers.batch.engine.warm FD`), so that it
has a single thread whatever the caller has: a forked child inherits only the thread
that forked, and a lock held by any other would stay locked for ever. It therefore
reads no data either (parquet starts threads).

Every job comes over the control socket as the child's own socket, whose first line is
the job. The child answers there; when it has ended, the parent adds how.
"""

from __future__ import annotations

import ast
import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from helpers.batch.engine.job import Job, Message
from helpers.batch.engine.messages import READY, answer
from helpers.core.project import SHARED

PAUSE = 0.1  # seconds without a new job before the parent prepares for later ones
GRACE = 5.0  # seconds a notebook gets to end by itself when its time is up
PR_SET_PDEATHSIG = 1


def main(control: socket.socket) -> None:
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's to act on
    gc.disable()  # what is imported stays: looking for garbage in it takes a second
    import_first()
    control.send(READY)
    serve(control, preparations())


def warm_up() -> None:
    """All that is done once for every notebook."""
    import_first()
    for prepare in preparations().values():
        prepare()


def import_first() -> None:
    """What the notebook that a batch begins with needs, without starting a thread. It
    makes no page and no figure, and need not wait for two seconds of imports."""
    import_papermill()
    for name in NEEDED:
        importlib.import_module(name)
    for first in notebooks()[:1]:
        import_for(first)
    NotebookShell = importlib.import_module("helpers.batch.engine.shell").NotebookShell
    NotebookShell.instance()
    write_a_number()
    freeze()


Preparations = dict[str, Callable[[], None]]
"""What the notebooks after the first need, by the notebook's name, in their order; then
what all that make pages do. Nothing of it starts a thread."""
PAGES = "pages"


def preparations() -> Preparations:
    found: Preparations = {
        path.name: partial(import_for, path) for path in notebooks()[1:]
    }
    return found | {PAGES: prepare_pages}


def prepare_pages() -> None:
    importlib.import_module("matplotlib.pyplot")
    convert_a_page()
    freeze()


def needed_by(job: Job, left: Iterable[str]) -> list[str]:
    """Which of the preparations that are left a job cannot begin without: those of its
    notebook and the ones before it; all of them where it makes a page, and where nobody
    knows what it needs."""
    names = [path.name for path in notebooks()]
    if job.html or job.document or job.notebook.name not in names:
        return list(left)
    enough = names[: names.index(job.notebook.name) + 1]
    return [name for name in left if name in enough]


def freeze() -> None:
    """So that collecting garbage in a child does not copy the parent's pages."""
    gc.freeze()


def look_for_garbage_seldom() -> None:
    """Not at every seven hundredth object: hardly anything is garbage in a notebook
    that lives for a second."""
    gc.enable()
    gc.set_threshold(100_000, 20, 20)


NEEDED = (
    "pandas",
    "pyarrow.parquet",
    # What these import of themselves when a table is first read, shown or written.
    "IPython.core.logger",
    "pandas.core.arrays.arrow.extension_types",
    "pandas.io.formats.csvs",
    "pandas.io.formats.html",
    "pyarrow.dataset",
    "pyarrow.pandas_compat",
)


def import_name(name: str) -> None:
    """Imports a module, or the name of a module and what that needs."""
    module, _, attribute = name.rpartition(".")
    if not module or not hasattr(importlib.import_module(module), attribute):
        importlib.import_module(name)


def notebooks() -> list[Path]:
    """The batch's notebooks (those with a number), in their order."""
    return sorted((SHARED / "notebooks").glob("[0-9]*.ipynb"))


def import_for(notebook: Path) -> None:
    """Imports what a notebook does."""
    for name in sorted(imports_of(notebook)):
        # What cannot be imported is for the notebook that needs it to say.
        with contextlib.suppress(Exception):
            import_name(name)
    freeze()


def imports_of(notebook: Path) -> set[str]:
    """The modules that a notebook imports, and the names it takes from them."""
    names: set[str] = set()
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and "import" in source:
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Import):
                    names |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    names |= {f"{node.module}.{one.name}" for one in node.names}
                    names.add(node.module)
    return names


def convert_a_page() -> None:
    """The first conversion compiles the templates, reads the fonts and lists the
    entities of HTML, half a second."""
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    from helpers.batch.engine.pages import exporter
    from helpers.presentation.pages.page import Page

    page, text = Page("Sida")._repr_mimebundle_(), {"text/html": "<p>&nbsp;&alpha;"}
    shown = [new_output("display_data", data=data) for data in (page, text)]
    exporter().from_notebook_node(new_notebook(cells=[new_code_cell(outputs=shown)]))


def write_a_number() -> None:
    """Reads the Swedish locale before the processes fork. Not the figures' typeface:
    its file stays open, and forked processes would share its position."""
    from helpers.presentation.swedish import number

    number(1234.5, 1)


def import_papermill() -> None:
    """Without two seconds for a grammar of web addresses, which nobody here checks."""
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    importlib.import_module("nbconvert")
    importlib.import_module("helpers.batch.engine.execution")
    del sys.modules["rfc3987_syntax"]


class Child(NamedTuple):
    """A forked process, when its time is up, and where it answers."""

    pid: int
    end: float
    connection: socket.socket


def serve(control: socket.socket, later: Preparations | None = None) -> None:
    """Forks a child for each job until the caller is gone; then ends them all. What is
    to be prepared `later` is: when a job needs it, or, one thing at a time, when no job
    comes for the moment."""
    left = dict(later or {})
    children: dict[int, Child] = {}  # by a handle that can be waited for
    while True:
        now = monotonic()
        wait = min((max(0.0, one.end - now) for one in children.values()), default=None)
        if left and children:
            wait = PAUSE if wait is None else min(wait, PAUSE)
        ready, _, _ = select.select([control.fileno(), *children], [], [], wait)
        if left and not ready:
            left.pop(next(iter(left)))()
        for handle in [one for one in ready if one in children]:
            child = children.pop(handle)
            _, status = os.waitpid(child.pid, 0)
            _say(child.connection, {"exit": os.waitstatus_to_exitcode(status)})
            os.close(handle)
        for handle, child in children.items():
            if child.end <= monotonic():
                _say(child.connection, {"exit": "limit"})
                _kill(child.pid)
                children[handle] = child._replace(end=child.end + GRACE)
        if control.fileno() in ready:
            _, handles, _, _ = socket.recv_fds(control, 1, 1)
            if not handles:
                break
            connection = socket.socket(fileno=handles[0])
            job = _job(connection)
            for name in needed_by(job, left):
                left.pop(name)()
            child = _fork(job, connection, control)
            children[os.pidfd_open(child.pid)] = child
    for child in children.values():
        _kill(child.pid)


def _job(connection: socket.socket) -> Job:
    with connection.makefile(encoding="utf-8") as lines:
        return Job.from_json(lines.readline())


def _fork(job: Job, connection: socket.socket, control: socket.socket) -> Child:
    pid = os.fork()
    if pid == 0:
        control.close()
        _child(job, connection)
    return Child(pid, monotonic() + job.limit + GRACE, connection)


def _kill(pid: int) -> None:
    """The child and what it has started, or only the child when it is brand new."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(pid, signal.SIGKILL)


def _say(connection: socket.socket, message: Message) -> None:
    try:
        connection.sendall(json.dumps(message).encode() + b"\n")
    except OSError:
        return  # the caller has heard enough and closed


def _child(job: Job, connection: socket.socket) -> None:
    """Never returns: the child must not go on in the parent's loop."""
    code = 1
    try:
        os.setpgid(0, 0)
        die_with_parent()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        look_for_garbage_seldom()
        for stream, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
            os.dup2(os.open(os.devnull, mode), stream)
        answer(job, lambda message: _say(connection, message))
        code = 0
    finally:
        os._exit(code)


def die_with_parent() -> None:
    """Linux ends this process when its parent ends: whoever lives on after a killed run
    could write into the next one."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
    os._exit(0)  # taking hundreds of modules apart would take a while
