"""The caller's side: starts the processes of notebooks, and listens to them."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cache
from typing import IO

from helpers.batch.engine.job import Job, Message
from helpers.batch.engine.messages import READY, Crashed, listen
from helpers.batch.engine.workers import WorkerPool, could_not_start, kill
from helpers.core.errors import NotebookError, Problem, RunError


def run_notebook(job: Job) -> dict[str, str]:
    """Runs one notebook in a process of its own; any thread may ask.

    Returns the files it wrote, by path from the project, with their SHA-256. Raises
    ParameterError before anything has run, and NotebookError when it failed; then the
    notebook is kept with its error in `job.executed`.
    """
    try:
        return _ask(job)
    except Crashed as crash:
        why = _why(crash, job)
        if crash.exit != "gone" and not job.document:
            with contextlib.suppress(Crashed, NotebookError):
                _ask(replace(job, crash=(crash.cell, why), limit=60))
        raise NotebookError([Problem(why), job.stopped(crash.cell)]) from None


def _ask(job: Job) -> dict[str, str]:
    with _messages(job) as messages:
        return listen(messages)


def _messages(job: Job) -> AbstractContextManager[Iterator[Message]]:
    match job.engine:
        case "warm":
            return _warm(job)
        case "spawn":
            return workers().messages(job)
    return _cold(job)


def _why(crash: Crashed, job: Job) -> str:
    if crash.exit == "limit":
        return job.time_is_up
    if crash.exit in ("kernel", "gone"):
        return "Processen som cellerna kördes i avslutades eller kraschade."
    if crash.exit == -9:
        return "Processen stoppades utifrån (signal 9), oftast för att minnet tog slut."
    if isinstance(crash.exit, int) and crash.exit < 0:
        return f"Processen kraschade (signal {-crash.exit})."
    return f"Processen avslutades i förtid (kod {crash.exit})."


# The warm parent: one for each process that asks, started when first needed.


@dataclass
class WarmParent:
    """The program helpers.batch.engine.warm, and the socket by which it gets its jobs.
    Until it is warm, `log` has what it says."""

    control: socket.socket
    process: subprocess.Popen[bytes]
    log: IO[bytes] | None = None

    @classmethod
    def start(cls) -> WarmParent:
        """Starts it, and does not wait until it is warm."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        log = tempfile.TemporaryFile()  # noqa: SIM115  # closed when it is warm
        with theirs:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "helpers.batch.engine.warm",
                    str(theirs.fileno()),
                ],
                pass_fds=[theirs.fileno()],
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal reaches us only
            )
        return cls(ours, process, log)

    def wait_until_warm(self) -> None:
        """Raises RunError when it could not start."""
        if self.log is None:
            return
        with self.log as log:
            self.log = None
            if self.control.recv(len(READY)) == READY:
                return
            log.seek(0)
            lines = log.read().decode(errors="replace").strip().splitlines()
        raise could_not_start(lines)

    def connect(self, job: Job) -> socket.socket:
        ours, theirs = socket.socketpair()
        ours.sendall(job.to_json().encode() + b"\n")
        with theirs, contextlib.suppress(ConnectionError):
            socket.send_fds(self.control, [b"j"], [theirs.fileno()])
        return ours

    def close(self) -> None:
        if self.log is not None:  # it would not notice before it is warm
            self.log.close()
            self.process.kill()
        self.control.close()
        self.process.wait()


_parent: WarmParent | None = None
_running: set[subprocess.Popen[str]] = set()
_lock = threading.Lock()


def warm_parent() -> WarmParent:
    """This process's warm parent, started if there is none (or none any more)."""
    global _parent
    with _lock:
        if _parent is not None and _parent.log is None and _has_ended(_parent):
            _parent = None
        parent = _parent = _parent or _begun()
        try:
            parent.wait_until_warm()
        except RunError:
            _parent = None
            parent.close()
            raise
        return parent


def begin_to_warm(engine: str = "warm", count: int = 1) -> None:
    """Starts the warm parent, or `count` workers, for whoever knows that notebooks will
    run and has other things to do first."""
    global _parent
    if engine == "spawn":
        workers().begin(count)
        return
    with _lock:
        _parent = _parent or _begun()


@cache
def workers() -> WorkerPool:
    """This process's workers."""
    atexit.register(close)
    return WorkerPool(environment())


def _begun() -> WarmParent:
    atexit.register(close)  # it ends with us, and its time is counted as ours
    return WarmParent.start()


def _has_ended(parent: WarmParent) -> bool:
    ended = parent.process.poll() is not None
    if ended:
        parent.close()
    return ended


def close() -> None:
    """Ends the warm parent, the workers and every notebook that is still running."""
    global _parent
    workers().close()
    with _lock:
        if _parent is not None:
            _parent.close()
            _parent = None
        for process in _running:
            kill(process)


@contextlib.contextmanager
def _warm(job: Job) -> Iterator[Iterator[Message]]:
    def messages() -> Iterator[Message]:
        with contextlib.suppress(ConnectionError):  # the parent was killed: silence
            yield from map(json.loads, lines)

    with (
        warm_parent().connect(job) as connection,
        connection.makefile(encoding="utf-8") as lines,
    ):
        yield messages()


# An ordinary kernel: a new process for each notebook.


@contextlib.contextmanager
def _cold(job: Job) -> Iterator[Iterator[Message]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "helpers.batch.engine.cold"],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    _running.add(process)
    process.stdin.write(job.to_json() + "\n")
    process.stdin.close()
    out_of_time = threading.Event()

    def end() -> None:
        out_of_time.set()
        kill(process)

    timer = threading.Timer(job.limit, end)
    timer.start()

    lines = process.stdout

    def messages() -> Iterator[Message]:
        yield from map(json.loads, lines)
        code = process.wait()
        yield {"exit": "limit" if out_of_time.is_set() else code}

    try:
        yield messages()
    finally:
        timer.cancel()
        process.wait()
        _running.discard(process)
        process.stdout.close()


def environment() -> dict[str, str]:
    """What a notebook's process sees: one thread of linear algebra each, so that as
    many notebooks as there are cores do not stand in each other's way, and a fixed
    order of sets unless the caller tries another."""
    return {
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",  # the parent stays single
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    } | dict(os.environ)
