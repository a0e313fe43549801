"""The same graph on a Dask cluster: a real scheduler, two workers, one is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.notebooks import TOY_NOTEBOOKS, write_toy_notebooks, write_toy_survey

from helpers.batch import runner, steps
from helpers.batch.runner import DONE, FAILED, FRESH
from helpers.core.errors import RunError
from helpers.core.project import Project

distributed = pytest.importorskip("distributed")

SURVEYS = [f"enkat-{number}" for number in range(4)]
# Every notebook says when it begins, and takes its time.
LOG = (
    "import os, time\nfrom pathlib import Path\n"
    "log = Path('..') / 'log.txt'\nname = survey + '/' + NAME\n"
    "with log.open('a') as file:\n"
    "    print(name, os.getppid(), file=file, flush=True)\n"
    "time.sleep(0.5)"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    for survey in SURVEYS:
        write_toy_survey(tmp_path, survey)
    logged = {}
    for book, cells in TOY_NOTEBOOKS.items():
        name = f"'{book}'" + (" + '-' + challenge" if book == "2_analyse" else "")
        logged[book] = (*cells, LOG.replace("NAME", name))
    folder = write_toy_notebooks(tmp_path / "notebooks", **logged)
    monkeypatch.setattr(Project, "notebooks", property(lambda self: folder))
    return Project(tmp_path)


DASK = (sys.executable, "-m", "dask")


def _scheduler(known: Path, port: str) -> list[str]:
    where = ["--host", "127.0.0.1", "--port", port, "--scheduler-file", str(known)]
    return [*DASK, "scheduler", "--no-dashboard", *where]


def _worker(known: Path) -> list[str]:
    here = ["--no-nanny", "--no-dashboard", "--local-directory", str(known.parent)]
    return [*DASK, "worker", "--scheduler-file", str(known), "--nthreads", "1", *here]


def started(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler's address and two workers of one thread, on loopback."""
    known = tmp_path / "scheduler.json"
    processes = [started(_scheduler(known, "0"))]
    while not known.exists():
        time.sleep(0.1)
    processes += [started(_worker(known)) for _ in range(2)]
    with distributed.Client(scheduler_file=str(known)) as client:
        client.wait_for_workers(2, timeout=180)
        address = client.scheduler.address
    yield address, processes
    for process in processes:
        process.kill()
        process.wait()


def log(project: Project) -> list[tuple[str, str]]:
    """The steps that began, in order, each with the warm parent it ran under."""
    lines = (project.root / "log.txt").read_text().splitlines()
    return [(step, parent) for step, parent in map(str.split, lines)]


def test_a_killed_worker_costs_only_what_it_was_doing(
    project: Project, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, (_, *workers) = cluster
    plan = steps.plan(project)
    told: list[str] = []
    before: set[str] = set()

    def tell(result: runner.Result) -> None:
        told.append(result.step.id)
        if len(told) == 8:
            before.update(told)
            workers[0].send_signal(signal.SIGKILL)

    results = runner.run(project, plan, scheduler=address, tell=tell)
    assert {result.state for result in results.values()} == {DONE}
    for survey in SURVEYS:
        assert (project.outputs(survey) / "fordjupad.html").is_file()
        assert (project.outputs(survey) / "manifest.json").is_file()
    assert sorted(told) == sorted(step.id for step in plan.steps), "told twice"
    begun = log(project)
    times = Counter(step for step, _ in begun)
    assert set(times) == set(told)
    again = {step for step, count in times.items() if count > 1}
    # The killed worker had one step under way, and at the most one more ended whose
    # answer had not yet left it: those are run again, and nothing else is.
    assert not again & before, "what the driver knew to be done was done again"
    assert sum(times.values()) <= len(plan.steps) + 2
    first = dict(reversed(begun))
    assert len({first[step] for step in again}) <= 1, "not only the killed worker's"
    fresh = runner.run(project, plan, scheduler=address)
    assert {result.state for result in fresh.values()} == {FRESH}
    assert len(log(project)) == len(begun)


def test_a_failed_notebook_is_told_from_a_cluster_as_from_here(
    project: Project, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    cells = (*TOY_NOTEBOOKS["1_clean"], "assert survey != 'enkat-0'")
    write_toy_notebooks(project.notebooks, **{"1_clean": cells})
    results = runner.run(project, steps.plan(project), scheduler=cluster[0])
    assert results["enkat-0/1_clean"].state == FAILED
    assert "AssertionError" in str(results["enkat-0/1_clean"].problems[0])
    assert results["enkat-1/4_report"].state == DONE


@pytest.mark.slow  # it waits for what does not come
def test_a_lost_scheduler_ends_the_run_in_one_line(
    project: Project, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, (scheduler, *_) = cluster
    lost: list[float] = []

    def tell(result: runner.Result) -> None:
        if not lost:
            lost.append(time.monotonic())
            scheduler.kill()

    with pytest.raises(RunError) as told:
        runner.run(project, steps.plan(project), scheduler=address, tell=tell)
    assert time.monotonic() - lost[0] < 30
    [problem] = told.value.problems
    assert "kör igen" in str(problem)
    assert "\n" not in str(problem)
    here = runner.run(project, steps.plan(project), workers=2)
    assert {result.state for result in here.values()} <= {DONE, FRESH}


@pytest.mark.slow  # it waits for what does not come
def test_a_scheduler_that_comes_back_is_asked_once_more(
    project: Project,
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    tmp_path: Path,
) -> None:
    address, processes = cluster
    told: list[str] = []

    def tell(result: runner.Result) -> None:
        told.append(result.step.id)
        if len(told) == 2:
            for process in processes:
                process.kill()
                process.wait()
            known = tmp_path / "again.json"
            port = address.rpartition(":")[2]
            processes.append(started(_scheduler(known, port)))
            while not known.exists():
                time.sleep(0.1)
            processes.extend(started(_worker(known)) for _ in range(2))

    results = runner.run(project, steps.plan(project), scheduler=address, tell=tell)
    assert {result.state for result in results.values()} <= {DONE, FRESH}
    assert sorted(told) == sorted(results), "told twice, or not at all"
