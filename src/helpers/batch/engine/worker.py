"""A process that imports once and runs one notebook after the other, without fork.

It runs as a program of its own (`python -m helpers.batch.engine.worker`): a job a line
on its standard input, the messages of messages.py on its standard output, and after
each job whether it may be asked again. It ends when its input does, in the middle of a
notebook too: whoever asked is gone.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from typing import IO

from helpers.batch.engine.clean import clean_process, close_shell, left_behind
from helpers.batch.engine.job import Job, Message, Tell
from helpers.batch.engine.messages import answer
from helpers.batch.engine.warm import (
    PAUSE,
    Preparations,
    die_with_parent,
    import_first,
    look_for_garbage_seldom,
    needed_by,
    notebooks,
    preparations,
)


def main() -> None:
    if sys.platform == "linux":
        die_with_parent()
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's to act on
    # What cells print must not get in among the messages, nor read the jobs.
    jobs = os.fdopen(os.dup(0), encoding="utf-8")
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    import_first()
    close_shell()
    for stream, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        os.dup2(os.open(os.devnull, mode), stream)
    look_for_garbage_seldom()
    serve(_lines(jobs), preparations(), out)


def _lines(jobs: IO[str]) -> queue.Queue[str]:
    """The jobs as they come."""
    found: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in jobs:
            found.put(line)
        os._exit(0)  # whatever runs: nobody is there to hear of it

    threading.Thread(target=read, daemon=True).start()
    return found


def serve(jobs: queue.Queue[str], left: Preparations, out: IO[str]) -> None:
    """Does job after job; what is `left` to prepare is when a job needs it, or, one
    thing at a time, when no job comes for the moment."""

    def tell(message: Message) -> None:
        print(json.dumps(message), file=out, flush=True)

    tell({"free": True})
    while True:
        try:
            line = jobs.get(timeout=PAUSE if left else None)
        except queue.Empty:
            left.pop(next(iter(left)))()
            continue
        job = Job.from_json(line)
        for name in needed_by(job, left):
            left.pop(name)()
        tell({"free": run(job, tell)})


def run(job: Job, tell: Tell) -> bool:
    """Does one job; returns whether the process is as it was before."""
    threads = set(threading.enumerate())
    with clean_process(job.notebook.parent):
        answer(job, tell)
    return _of_the_batch(job) and not left_behind(threads)


def _of_the_batch(job: Job) -> bool:
    """Not hers: what hers change of other packages cannot be known."""
    return job.notebook.name in {path.name for path in notebooks()}


if __name__ == "__main__":
    main()
