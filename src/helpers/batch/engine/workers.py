"""The caller's side of worker.py: processes that run one notebook after the other."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import psutil

from helpers.batch.engine.job import Job, Message
from helpers.core.errors import RunError

MOST_NOTEBOOKS = 50
"""So many run in one process; then it is replaced, with whatever it has gathered."""


@dataclass
class Worker:
    """The program helpers.batch.engine.worker. Until it is ready, `log` has what it
    says; `done` are the notebooks it has run."""

    process: subprocess.Popen[str]
    log: IO[bytes] | None
    done: int = 0

    @classmethod
    def start(cls, environment: dict[str, str]) -> Worker:
        """Starts it, and does not wait until it is ready."""
        log = tempfile.TemporaryFile()  # noqa: SIM115  # closed when it is ready
        process = subprocess.Popen(
            [sys.executable, "-m", "helpers.batch.engine.worker"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C in the terminal reaches us only
            creationflags=_OWN_GROUP,
        )
        return cls(process, log)

    def wait_until_ready(self) -> None:
        """Raises RunError when it could not start."""
        if self.log is None:
            return
        with self.log as log:
            self.log = None
            if self._next() is not None:
                return
            log.seek(0)
            lines = log.read().decode(errors="replace").strip().splitlines()
        raise could_not_start(lines)

    def messages(self, job: Job) -> Iterator[Message]:
        """Asks for a job; what it answers, and how it ended if it did."""
        assert self.process.stdin is not None
        self.done += 1
        out_of_time = threading.Event()

        def end() -> None:
            out_of_time.set()
            kill(self.process)

        timer = threading.Timer(job.limit, end)
        timer.daemon = True
        timer.start()
        try:
            with contextlib.suppress(OSError):  # it has ended: told below
                self.process.stdin.write(job.to_json() + "\n")
                self.process.stdin.flush()
            while (message := self._next()) is not None and "free" not in message:
                yield message
        finally:
            timer.cancel()
        if message is None:
            code = self.process.wait()
            yield {"exit": "limit" if out_of_time.is_set() else code}
        elif not message["free"] or self.done >= MOST_NOTEBOOKS:
            self.close()

    def _next(self) -> Message | None:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        return json.loads(line) if line.endswith("\n") else None

    @property
    def may_be_asked(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        kill(self.process)
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.log):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


if sys.platform == "win32":
    _OWN_GROUP = subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _OWN_GROUP = 0


class WorkerPool:
    """Those that wait for a job, and those that have one. Any thread may ask."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self._lock = threading.Lock()
        self._free: list[Worker] = []
        self._busy: list[Worker] = []

    def begin(self, count: int) -> None:
        """Starts as many as will be needed, and does not wait for them."""
        with self._lock:
            while len(self._free) + len(self._busy) < count:
                self._free.append(Worker.start(self.environment))

    @contextlib.contextmanager
    def messages(self, job: Job) -> Iterator[Iterator[Message]]:
        """What is told of a job, by a worker of its own as long as it lasts."""
        worker = self._take()
        try:
            worker.wait_until_ready()
            messages = worker.messages(job)
            try:
                yield messages
            except Exception:
                raise
            except BaseException:  # Ctrl-C: nobody waits for it
                kill(worker.process)
                raise
            finally:
                for _ in messages:
                    pass  # until it is free again
        finally:
            with self._lock:
                self._busy.remove(worker)
                if worker.may_be_asked:
                    self._free.append(worker)
                else:
                    worker.close()

    def _take(self) -> Worker:
        with self._lock:
            alive = [worker for worker in self._free if worker.may_be_asked]
            # The one that has run most has prepared most.
            alive.sort(key=lambda worker: worker.done)
            worker = alive.pop() if alive else Worker.start(self.environment)
            self._free = alive
            self._busy.append(worker)
            return worker

    def close(self) -> None:
        """Ends them all, in the middle of what they do."""
        with self._lock:
            for worker in self._busy:
                kill(worker.process)
            for worker in self._free:
                worker.close()
            self._free = []


def could_not_start(lines: list[str]) -> RunError:
    """`lines`: what the process left."""
    return RunError(
        "Processen som notebooks körs i kunde inte starta "
        f"({lines[-1] if lines else 'inget felmeddelande'}).",
        todo="Installera om miljön enligt README.",
    )


def kill(process: subprocess.Popen[str]) -> None:
    """The process and what it has started, such as a kernel, which notices nothing
    while a cell holds it."""
    with contextlib.suppress(psutil.NoSuchProcess):
        started = psutil.Process(process.pid)
        for one in [*started.children(recursive=True), started]:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
