"""What a batch costs, against the ways it could be done instead.

    python benchmarks/batch.py [--quick] [--only ways examples surveys responses]
        [--rounds 3] [--surveys 1 10 100] [--responses 1000 56000 1000000]

`ways`: one survey of exempel-2024 by (naive) papermill's and nbconvert's commands, one
after the other; (plain) the same code as a script on as many processes; and ours: cold,
warm, and with nothing to do. `examples`: `make report` of what lies in data/raw, from
nothing and again. `surveys`: 1, 10 and 100 small made-up surveys of 200 responses and
12 questions. `responses`: 1,000, 56,000 and 1,000,000 responses to 60 questions, from
csv to report.

Rounds are interleaved and the median is told, with the peak memory of all processes
together (proportional set size, shared pages once). What takes minutes, 100 surveys and
1,000,000 responses, is done once. Each part is written to benchmarks/batch.json when it
is done, over what was there of it, and docs/performance.md, performance.svg and
scaling.md are written from that; with --quick nothing is. Beside the seconds stand the
processor seconds, which say more where others use the machine too, and how loaded it
was.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from surveys import copy_example, make_small_survey, make_survey
from told import FASTER, LOAD, MARGINAL, PARTS, ROUNDS, SHARE, SLOWER, WORK, tell

from helpers.batch import steps
from helpers.core.project import Project

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "batch.json"
RAW = HERE.parent / "data" / "raw"
ONCE = {"surveys": 100, "responses": 1_000_000}  # so many, and more, are done once
KARTLAGGNING = [sys.executable, "-m", "helpers.app.cli"]
SURVEY = "exempel"
CORES = len(os.sched_getaffinity(0))


class Memory:
    """The peak memory of a process and all it starts, in MB, looked at twice a
    second (adding up shared pages costs a hundredth of one)."""

    def __init__(self, pid: int) -> None:
        self.root, self.peak, self.driver = psutil.Process(pid), 0.0, 0.0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()

    def _watch(self) -> None:
        while not self.ended.wait(0.5):
            total = 0.0
            try:
                self.driver = max(self.driver, self.root.memory_info().rss / 1e6)
                everyone = [self.root, *self.root.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            for process in everyone:
                try:
                    total += process.memory_full_info().pss / 1e6
                except psutil.Error:  # it ended meanwhile
                    continue
            self.peak = max(self.peak, total)

    def stop(self) -> None:
        self.ended.set()
        self.thread.join()


def measured(command: list[str], root: Path) -> dict[str, float]:
    """Seconds, CPU seconds and peak MB of a command that must succeed."""
    environment = os.environ | {"KARTLAGGNING_PROJECT": str(root)}
    before = os.times()
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    memory = Memory(process.pid)
    _, error = process.communicate()
    seconds = time.perf_counter() - began
    memory.stop()
    if process.returncode:
        raise SystemExit(f"{command} failed:\n{error.decode()[-2000:]}")
    after = os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    return {
        "seconds": seconds,
        "cpu": spent,
        "peak_mb": memory.peak,
        "driver_mb": memory.driver,
    }


def clear(root: Path) -> None:
    shutil.rmtree(root / "data" / "processed", ignore_errors=True)
    shutil.rmtree(root / "outputs", ignore_errors=True)


# ---------------------------------------------------------------- the ways


def naive(root: Path) -> dict[str, float]:
    """Two commands for each notebook, one notebook after the other."""
    project = Project(root)
    clear(root)
    total: dict[str, float] = {}
    for step in steps.plan(project, [SURVEY]).steps:
        executed = project.processed(SURVEY) / "notebooks" / f"{step.name}.ipynb"
        executed.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "papermill", str(step.notebook), str(executed)]
        command += ["--cwd", str(step.notebook.parent), "-k", "python3"]
        for name, value in step.parameters.items():
            command += ["-r", name, value]
        add(total, measured(command, root))
        if step.html:
            page = project.outputs(SURVEY) / step.html
            command = [sys.executable, "-m", "nbconvert", "--to", "kartlaggning"]
            command += [str(executed), "--output", str(page.with_suffix(""))]
            add(total, measured(command, root))
    return total


def add(total: dict[str, float], one: dict[str, float]) -> None:
    for name in ("seconds", "cpu"):
        total[name] = total.get(name, 0) + one[name]
    for name in ("peak_mb", "driver_mb"):
        total[name] = max(total.get(name, 0), one[name])


def plain(root: Path) -> dict[str, float]:
    clear(root)
    script = [sys.executable, str(HERE / "plain.py"), str(root), SURVEY, str(CORES)]
    return measured(script, root)


def cold(root: Path) -> dict[str, float]:
    clear(root)
    return measured([*KARTLAGGNING, "run", SURVEY], root)


def noop(root: Path) -> dict[str, float]:
    return measured([*KARTLAGGNING, "run", SURVEY], root)


WARM = """
import sys, time
from pathlib import Path
from helpers.batch import runner
from helpers.batch import steps
from helpers.core.project import Project
project = Project(Path(sys.argv[1]))
plan = steps.plan(project, [sys.argv[2]])
runner.run(project, plan, force=True)
began = time.perf_counter()
runner.run(project, plan, force=True)
print(time.perf_counter() - began)
"""


def warm(root: Path) -> dict[str, float]:
    """The second run of a process whose warm parent is already there."""
    command = [sys.executable, "-c", WARM, str(root), SURVEY]
    return {"seconds": float(subprocess.check_output(command, text=True))}


WAYS: dict[str, Callable[[Path], dict[str, float]]] = {
    "naive": naive,
    "plain": plain,
    "cold": cold,
    "no-op": noop,
    "warm": warm,
}


def ways(rounds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        copy_example(root, SURVEY)
        told: dict[str, list[dict[str, float]]] = {name: [] for name in WAYS}
        for number in range(rounds):
            for name, way in WAYS.items():
                told[name].append(way(root))
                say(f"round {number + 1}, {name}: {told[name][-1]['seconds']:.1f} s")
        plan = steps.plan(Project(root), [SURVEY])
    result: dict[str, Any] = {name: medians(runs) for name, runs in told.items()}
    result["notebooks"], result[ROUNDS] = len(plan.steps), rounds
    result[WORK] = result["naive"]["cpu"] / result["cold"]["cpu"]
    result[FASTER] = result["naive"]["seconds"] / result["cold"]["seconds"]
    result[SLOWER] = result["cold"]["seconds"] / result["plain"]["seconds"]
    return result


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {
        name: round(statistics.median(run[name] for run in runs), 2) for name in runs[0]
    }


# ---------------------------------------------------------------- how it grows


def examples(rounds: int) -> dict[str, Any]:
    """The examples that lie in data/raw, all their pages, from nothing and again."""
    told: dict[str, list[dict[str, float]]] = {"cold": [], "no-op": []}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for survey in sorted(RAW.glob("exempel-*")):
            shutil.copytree(survey, root / "data" / "raw" / survey.name)
        for _ in range(rounds):
            clear(root)
            for name in told:
                told[name].append(measured([*KARTLAGGNING, "run"], root))
                say(f"examples, {name}: {told[name][-1]['seconds']:.1f} s")
        count = len(steps.plan(Project(root)).steps)
    result: dict[str, Any] = {name: medians(runs) for name, runs in told.items()}
    return result | {"notebooks": count, ROUNDS: rounds}


def surveys(counts: list[int], rounds: int) -> dict[str, Any]:
    """A cold run of many small surveys, and one with nothing to do."""
    told: dict[str, list[dict[str, float]]] = {}
    for count in in_rounds(counts, rounds, ONCE["surveys"]):
        with tempfile.TemporaryDirectory() as folder:
            for number in range(count):
                make_small_survey(Path(folder), f"enkat-{number:03}", number)
            run = measured([*KARTLAGGNING, "run"], Path(folder))
            again = measured([*KARTLAGGNING, "run"], Path(folder))
            plan = steps.plan(Project(Path(folder)))
        run["no-op"], run["notebooks"] = again["seconds"], len(plan.steps)
        told.setdefault(str(count), []).append(run)
        say(f"{count} surveys: {run['seconds']:.1f} s, then {run['no-op']:.1f} s")
    result: dict[str, Any] = {count: medians(runs) for count, runs in told.items()}
    first, second, last = (counts * 3)[0], counts[len(counts) // 2], counts[-1]
    if second > first:
        for name in ("seconds", "cpu"):
            one, some, all_of_them = (
                result[str(count)][name] for count in (first, second, last)
            )
            marginal = (some - one) / (second - first)
            result[MARGINAL[name]] = round(marginal, 2)
            result[SHARE[name]] = round(all_of_them / (last * marginal), 2)
    return result | {ROUNDS: rounds}


def in_rounds(counts: list[int], rounds: int, once: int) -> list[int]:
    """The counts in interleaved rounds, the large ones once, last."""
    often = [count for count in counts if count < once]
    return often * rounds + [count for count in counts if count >= once]


def responses(counts: list[int], rounds: int) -> dict[str, Any]:
    """From csv to report, 60 questions, one survey."""
    told: dict[str, list[dict[str, float]]] = {}
    by_step: dict[str, dict[str, float]] = {}
    for count in in_rounds(counts, rounds, ONCE["responses"]):
        with tempfile.TemporaryDirectory() as folder:
            make_survey(Path(folder), "stor", count)
            run = measured([*KARTLAGGNING, "run", "--limit", "240"], Path(folder))
            records = sorted(Path(folder).glob("data/processed/stor/steps/*.json"))
            by_step[str(count)] = {
                one.stem: json.loads(one.read_text())["seconds"] for one in records
            }
        told.setdefault(str(count), []).append(run)
        say(f"{count} responses: {run['seconds']:.1f} s, {run['peak_mb']:.0f} MB")
    result: dict[str, Any] = {
        count: medians(runs) | {"steps": by_step[count]} for count, runs in told.items()
    }
    return result | {ROUNDS: rounds}


# ---------------------------------------------------------------- what is told


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round, small sizes")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=PARTS, choices=PARTS)
    parser.add_argument("--surveys", nargs="*", type=int, default=[1, 10, 100])
    parser.add_argument(
        "--responses", nargs="*", type=int, default=[1000, 56_000, 1_000_000]
    )
    asked = parser.parse_args()
    if asked.quick:
        asked.rounds, asked.surveys, asked.responses = 1, [1, 3], [1000]
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "ways": lambda: ways(asked.rounds),
        "examples": lambda: examples(asked.rounds),
        "surveys": lambda: surveys(asked.surveys, asked.rounds),
        "responses": lambda: responses(asked.responses, asked.rounds),
    }
    for name in asked.only:
        part = parts[name]() | {LOAD: round(os.getloadavg()[2], 1)}
        print(json.dumps({name: part}, indent=2, ensure_ascii=False))
        if not asked.quick:
            keep(name, part)


def keep(name: str, part: dict[str, Any]) -> None:
    """Writes the part beside those that were measured before, and tells all."""
    found = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    found[name] = part
    result = {one: found[one] for one in PARTS if one in found}
    result["machine"] = {
        "cores": CORES,
        "python": platform.python_version(),
        "system": platform.system(),
    }
    text = json.dumps(result, indent=2, ensure_ascii=False) + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    tell(result)


if __name__ == "__main__":
    main()
