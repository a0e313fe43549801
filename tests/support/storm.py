"""A storm: kill -9 at random moments, and nothing may be half or lost.

Every round changes the input, starts a run, kills all of it at a random moment, looks
at outputs/ (each file whole: as before the change or as after it), lets a second run
finish, and compares every byte with an undisturbed run.

The storm is one process that has imported everything and forks the runs, driver and
warm parent, so that a round takes a second and not ten. With --engine spawn the
notebooks are run as where there is no fork, by workers that stay; the first of them,
as many as a run has, are forked too.

    python tests/support/storm.py PROJECT NOTEBOOKS SURVEY KILLS
        [--in FILE] [--without-rename] [--engine spawn]

With --in the moment is not random: a notebook that stops while it writes FILE, as long
as PROJECT/hold exists, is killed there.
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import socket
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import psutil

import helpers.core.project
from helpers.batch import runner, steps
from helpers.batch.engine import processes, warm, worker, workers
from helpers.core.project import Project

SEED = 20240205
WORKERS = 2
Contents = dict[str, bytes]


def contents(folder: Path) -> Contents:
    """Every visible file's bytes; hidden ones are on their way."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


class Forked:
    """A warm parent that was forked instead of started."""

    returncode = None

    def poll(self) -> None:
        return None

    def wait(self) -> None:
        return None


class ForkedWorker:
    """A worker that was forked instead of started, in a session of its own as a started
    one; it is not killed with its run, but has to notice that nobody is left."""

    def __init__(self) -> None:
        asked, ask = os.pipe()
        answered, answer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            os.dup2(asked, 0)
            os.dup2(answer, 1)
            os.closerange(3, 1000)  # those of the other workers too
            try:
                worker.main()
            finally:
                os._exit(1)
        os.close(asked)
        os.close(answer)
        self.stdin = os.fdopen(ask, "w", encoding="utf-8")
        self.stdout = os.fdopen(answered, encoding="utf-8")
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self) -> int:
        while self.poll() is None:
            time.sleep(0.01)
        return self.returncode or 0


def fork_workers(count: int) -> None:
    """The first workers that are asked for, forked while there is only one thread."""
    spare = [workers.Worker(ForkedWorker(), io.BytesIO()) for _ in range(count)]
    started = workers.Worker.start

    def start(environment: dict[str, str]) -> workers.Worker:
        return spare.pop() if spare else started(environment)

    workers.Worker.start = start


def drive(project: Project, survey: str, engine: str) -> NoReturn:
    """In a fork: the run, in a session of its own so that all of it can be killed."""
    os.setsid()
    plan = steps.plan(project, [survey])
    if engine == "warm":
        fork_parent()
    else:
        fork_workers(WORKERS)
    results = runner.run(project, plan, workers=WORKERS, engine=engine)
    os._exit(int(any(result.bad for result in results.values())))


def fork_parent() -> None:
    """The parent of the notebooks' processes, forked instead of started."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork() == 0:
        ours.close()
        warm.serve(theirs)
        os._exit(0)
    theirs.close()
    processes._parent = processes.WarmParent(ours, Forked())


def start(project: Project, survey: str, engine: str) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            drive(project, survey, engine)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(9)
    return pid


def finish(project: Project, survey: str, engine: str) -> None:
    _, status = os.waitpid(start(project, survey, engine), 0)
    assert os.waitstatus_to_exitcode(status) == 0, "an undisturbed run failed"


def change(project: Project, survey: str, version: int) -> None:
    """The survey in one of two versions: its title, which every page shows."""
    source = project.root / "data" / "raw" / survey / "survey.yml"
    lines = source.read_text(encoding="utf-8").splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith("title:"))
    lines[place] = f'title: "Stormen {version}"'
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")


@contextmanager
def without_rename(path: Path) -> Iterator[Path]:
    """What whole_file would be if it wrote straight to the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    yield path
    if log := os.environ.get(helpers.core.project.WRITTEN):
        with Path(log).open("a", encoding="utf-8") as written:
            written.write(json.dumps(str(path.resolve())) + "\n")


def while_writing(project: Project, name: str, began: int, pid: int) -> None:
    """Returns when the file, or what will become it, is being written."""
    while not any(
        path.stat().st_mtime_ns >= began and path.stat().st_size
        for path in project.outputs().rglob(f"*{name}*")
    ):
        options = os.WEXITED | os.WNOHANG | os.WNOWAIT
        assert not os.waitid(os.P_PID, pid, options), f"{name} was never written"
        time.sleep(0.02)


def storm(
    project: Project, survey: str, kills: int, within: str = "", engine: str = "warm"
) -> None:
    """Raises AssertionError for the first file that is neither old nor new."""
    hold = project.root / "hold"
    moments = random.Random(SEED)
    after: dict[int, Contents] = {}
    longest = 0.0
    for version in (0, 1):
        change(project, survey, version)
        began = time.monotonic()
        finish(project, survey, engine)
        longest = time.monotonic() - began
        after[version] = contents(project.outputs())
    assert after[0] != after[1], "the change must show"
    killed = number = 0
    while killed < kills:
        number += 1
        version = (number + 1) % 2  # another than the last
        change(project, survey, version)
        moment = moments.uniform(0, longest)
        if within:
            hold.touch()
            pid = start(project, survey, engine)
            while_writing(project, within, hold.stat().st_mtime_ns, pid)
        else:
            pid = start(project, survey, engine)
            time.sleep(moment)
        kill(pid)
        hold.unlink(missing_ok=True)
        _, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status):
            killed += 1
        else:  # it had ended: the machine is less busy than when it was measured
            longest = (longest + moment) / 2
            assert number < 4 * kills + 10, f"only {killed} of {number} runs were hit"
        nobody_is_left(number)
        for name, found in contents(project.outputs()).items():
            versions = [one.get(name) for one in after.values()]
            assert found in versions, f"round {number}: {name} is neither old nor new"
        finish(project, survey, engine)
        assert contents(project.outputs()) == after[version], f"round {number}: bytes"
        left = [path.name for path in project.root.rglob(".*.part*")]
        assert not left, f"round {number}: {left}"
        if number % 10 == 0:
            print(f"{killed} of {kills} kills", file=sys.stderr, flush=True)
    print(f"{kills} kills in {number} runs, each within {longest:.1f} s")


def kill(pid: int) -> None:
    """The whole session, or only its leader when it has not become one yet."""
    if os.getpgid(pid) == pid:
        os.killpg(pid, signal.SIGKILL)
    else:
        os.kill(pid, signal.SIGKILL)


def nobody_is_left(number: int) -> None:
    """Workers in sessions of their own were not killed: they notice it themselves."""
    me = psutil.Process()
    for _ in range(600):
        others = [one for one in psutil.process_iter(["cmdline"]) if one != me]
        if all(one.info["cmdline"] != me.cmdline() for one in others):
            return
        time.sleep(0.1)
    raise AssertionError(f"round {number}: a process lives on")


def main(arguments: list[str]) -> None:
    if "--without-rename" in arguments:
        arguments.remove("--without-rename")
        helpers.core.project.whole_file = without_rename
    within = ""
    if "--in" in arguments:
        place = arguments.index("--in")
        _, within = arguments[place : place + 2]
        del arguments[place : place + 2]
    engine = "warm"
    if "--engine" in arguments:
        place = arguments.index("--engine")
        _, engine = arguments[place : place + 2]
        del arguments[place : place + 2]
    root, notebooks, survey, kills = arguments
    folder = Path(notebooks).resolve()  # each notebook is run in it
    Project.notebooks = property(lambda self: folder)
    os.environ |= processes.environment()
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    warm.warm_up()
    project = Project(Path(root).resolve())
    shutil.rmtree(project.outputs(), ignore_errors=True)
    storm(project, survey, int(kills), within, engine)


if __name__ == "__main__":
    main(sys.argv[1:])
