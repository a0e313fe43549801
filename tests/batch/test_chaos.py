"""Kill -9 at any moment: outputs are whole, and the next run loses nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from support.notebooks import TOY_NOTEBOOKS, write_toy_notebooks, write_toy_survey

from helpers.batch import engine
from helpers.core.project import CHECKOUT

STORM = Path(__file__).parents[1] / "support" / "storm.py"
pytestmark = pytest.mark.skipif(
    engine.default_engine() != "warm", reason="the storm forks"
)

# The release writes the title slowly, and its file takes a good part of the run; with
# a file `hold` it stops half-way.
SLOW_RELEASE = (
    *TOY_NOTEBOOKS["3_release"][:2],
    "from helpers.survey.codebook import read_codebook\n"
    "title = read_codebook(project.raw(survey)).title",
    "write_text(project.processed(survey) / 'released' / 'all.txt', title)",
    "import time\n"
    "with whole_file(project.outputs(survey) / 'data' / 'tal.csv') as part:\n"
    "    with part.open('w') as file:\n"
    "        for number in range(40):\n"
    "            print(title, number, file=file, flush=True)\n"
    "            held = number == 20 and (project.root / 'hold').exists()\n"
    "            time.sleep(600 if held else 0.01)",
)


def storm(
    folder: Path, notebooks: Path, survey: str, kills: int, *options: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, STORM, folder, notebooks, survey, str(kills), *options]
    return subprocess.run(command, capture_output=True, text=True)


def toy_storm(folder: Path, *words: Any) -> subprocess.CompletedProcess[str]:
    write_toy_survey(folder, "x", challenges=("a",))
    notebooks = write_toy_notebooks(folder / "nb", **{"3_release": SLOW_RELEASE})
    return storm(folder, notebooks, "x", *words)


def test_ten_kills_leave_nothing_half_and_lose_nothing(tmp_path: Path) -> None:
    """`make chaos` tries a hundred, on the example."""
    told = toy_storm(tmp_path, 10)
    assert told.returncode == 0, told.stderr
    assert "10 kills" in told.stdout


def test_a_file_that_is_being_written_is_not_seen_until_it_is_whole(
    tmp_path: Path,
) -> None:
    told = toy_storm(tmp_path, 2, "--in", "tal.csv")
    assert told.returncode == 0, told.stderr


def test_the_storm_finds_files_that_are_not_written_whole(tmp_path: Path) -> None:
    told = toy_storm(tmp_path, 2, "--in", "tal.csv", "--without-rename")
    assert told.returncode != 0
    assert "tal.csv is neither old nor new" in told.stderr


@pytest.mark.slow
def test_kills_where_there_is_no_fork_leave_nothing_half(tmp_path: Path) -> None:
    told = toy_storm(tmp_path, 20, "--engine", "spawn")
    assert told.returncode == 0, told.stderr


@pytest.mark.slow
def test_a_hundred_kills_on_the_example(tmp_path: Path) -> None:
    """KILLS=… takes another number."""
    raw = CHECKOUT / "data" / "raw"
    for survey in ("exempel-2022", "exempel-2024"):
        shutil.copytree(raw / survey, tmp_path / "data" / "raw" / survey)
    kills = int(os.environ.get("KILLS", "100"))
    told = storm(tmp_path, CHECKOUT / "notebooks", "exempel-2024", kills)
    assert told.returncode == 0, told.stderr
    print(told.stdout)


def test_nobody_survives_a_killed_run(tmp_path: Path) -> None:
    """A notebook that lived on could write into the next run."""
    write_toy_survey(tmp_path, "x")
    pids = "import os, time\nwrite_text(project.processed(survey) / 'pids',"
    pids += " f'{os.getpid()} {os.getppid()}')\ntime.sleep(600)"
    slow = (*TOY_NOTEBOOKS["1_clean"], pids)
    notebooks = write_toy_notebooks(tmp_path / "nb", **{"1_clean": slow})
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from helpers.batch import runner, steps\n"
        "from helpers.core.project import Project\n"
        "Project.notebooks = property(lambda self: Path(sys.argv[2]))\n"
        "project = Project(Path(sys.argv[1]))\n"
        "runner.run(project, steps.plan(project))"
    )
    driver = subprocess.Popen([sys.executable, "-c", script, tmp_path, notebooks])
    told = tmp_path / "data/processed/x/pids"
    for _ in range(1800):
        if told.exists():
            break
        time.sleep(0.1)
    driver.send_signal(signal.SIGKILL)
    driver.wait()
    pids_told = told.read_text().split()
    assert len(pids_told) == 2
    for _ in range(600):  # the notebook itself would have lived ten times as long
        if not any(map(lives, pids_told)):
            break
        time.sleep(0.1)
    assert not [pid for pid in pids_told if lives(pid)]


def lives(pid: str) -> bool:
    """Whether the process is there, and not merely unburied."""
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()
