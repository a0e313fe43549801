"""Without fork: one process runs many notebooks, and none sees another."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from support.notebooks import write_notebook, write_project

from helpers.batch import engine
from helpers.batch.engine import Job, processes, run_notebook, workers
from helpers.core.errors import NotebookError, RunError

PARAMETERS = 'survey: str = "a"'


@pytest.fixture(scope="module", autouse=True)
def _close_engine() -> Iterator[None]:
    yield
    engine.close()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("spawn") / "projekt {1}", "a")


def job(project: Path, *cells: str, name: str = "1_clean", **options: Any) -> Job:
    notebook = write_notebook(project / "nb" / f"{name}.ipynb", PARAMETERS, *cells)
    executed = project / "data" / "processed" / "a" / "notebooks" / f"{name}.ipynb"
    options = {"parameters": {"survey": "a"}, "engine": "spawn"} | options
    return Job(notebook=notebook, project=project, executed=executed, **options)


def shown(executed: Path) -> str:
    """What the last cell gave."""
    cell = nbformat.read(executed, as_version=4).cells[-1]
    return str(cell.outputs[0]["data"]["text/plain"])


def pids() -> set[int]:
    free = processes.workers()._free
    return {worker.process.pid for worker in free if worker.may_be_asked}


WHO = "import os\nos.getpid()"
LEAKS = {
    "variables": ("left = 1", "'left' not in globals()"),
    "__main__": (
        "import __main__\n__main__.left = 1",
        "import __main__\nnot hasattr(__main__, 'left')",
    ),
    "builtins": (
        "import builtins\nbuiltins.left = 1",
        "import builtins\nnot hasattr(builtins, 'left')",
    ),
    "folder": (
        "import os\nos.chdir('/')",
        "from pathlib import Path\nPath('1_clean.ipynb').exists()",
    ),
    "environment": (
        "import os\nos.environ['LEFT'] = '1'; os.environ.pop('PATH')",
        "import os\n'LEFT' not in os.environ and 'PATH' in os.environ",
    ),
    "umask": (
        "import os\nos.umask(0o070)",
        "import os\nmask = os.umask(0o22)\nmask != 0o070",
    ),
    "locale": (
        "import locale\nlocale.setlocale(locale.LC_NUMERIC, 'C.UTF-8')",
        "import locale\nlocale.setlocale(locale.LC_NUMERIC) != 'C.UTF-8'",
    ),
    "sys": (
        "import sys\nsys.path.insert(0, '/left'); sys.setrecursionlimit(4444)",
        "import sys\n'/left' not in sys.path and sys.getrecursionlimit() != 4444",
    ),
    "signals": (
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)",
        "import signal\nsignal.getsignal(signal.SIGTERM) == signal.SIG_DFL",
    ),
    "decimals": (
        "import decimal\ndecimal.getcontext().prec = 3",
        "import decimal\ndecimal.getcontext().prec == 28",
    ),
    "filters": (
        "import warnings\nwarnings.simplefilter('error', UserWarning)",
        "import warnings\nall(one[:3] != ('error', None, UserWarning) for one in "
        "warnings.filters)",
    ),
    "logging": (
        "import logging\nlogging.getLogger('a').setLevel(10)\nlogging.disable(50)\n"
        "logging.getLogger().addHandler(logging.NullHandler())",
        "import logging\nlogging.getLogger('a').level == 0 and "
        "logging.root.manager.disable == 0 and not logging.root.handlers",
    ),
    "random": (
        "import random, numpy\nrandom.seed(1); numpy.random.seed(1)",
        "import random\nrandom.Random(20240205).random() == random.random()",
    ),
    "matplotlib": (
        "import matplotlib.pyplot as plt\nplt.rcParams['font.size'] = 33\nplt.figure()",
        "import matplotlib.pyplot as plt\n"
        "plt.rcParams['font.size'] == 10 and not plt.get_fignums()",
    ),
    "pandas": (
        "import pandas\npandas.set_option('display.max_rows', 3)",
        "import pandas\npandas.get_option('display.max_rows') == 60",
    ),
    "numpy": (
        "import numpy\nnumpy.set_printoptions(precision=2); numpy.seterr(all='raise')",
        "import numpy\nnumpy.get_printoptions()['precision'] == 8 and "
        "numpy.geterr()['over'] == 'warn'",
    ),
    "helpers": (
        "import helpers.core.project as project\nproject.left = 1\n"
        "project.Project.surveys = None\nproject.FORMAT = -1",
        "import helpers.core.project as project\nnot hasattr(project, 'left') and "
        "project.Project.surveys is not None and project.FORMAT != -1",
    ),
    "her own modules": (
        "from pathlib import Path\nPath('beside.py').write_text('number = 1')\n"
        "import sys\nsys.path.insert(0, str(Path.cwd()))\n"
        "import beside\nPath('beside.py').write_text('number = 22')",
        "import sys\nsys.path.insert(0, '.')\nimport beside\nbeside.number == 22",
    ),
}


def test_a_notebook_leaves_nothing_for_the_next(project: Path) -> None:
    """All at once, in the process that then runs the next; each is tried by itself."""
    dirty = [cell for cell, _ in LEAKS.values()]
    dirty.insert(0, dirty.pop(list(LEAKS).index("her own modules")))  # writes beside
    first = job(project, WHO, *dirty, WHO)
    run_notebook(first)
    before = shown(first.executed)
    checks = "\n".join(
        f"def check(name={name!r}):\n"
        + "".join(f"    {line}\n" for line in check.splitlines()[:-1])
        + f"    return {check.splitlines()[-1]}\n"
        + f"clean[{name!r}] = check()"
        for name, (_, check) in LEAKS.items()
    )
    second = job(project, f"clean = {{}}\n{checks}\n[n for n in clean if not clean[n]]")
    run_notebook(second)
    assert shown(second.executed) == "[]"
    third = job(project, WHO)
    run_notebook(third)
    assert shown(third.executed) == before, "it was another process"


BY_ITSELF = {"random", "her own modules", "folder", "variables", "logging"}
"""Those whose check needs the notebook's own start."""


@pytest.mark.parametrize("name", sorted(LEAKS.keys() - BY_ITSELF))
def test_each_leak_would_be_seen(name: str) -> None:
    """The check says no right after the change, in this very process' copy."""
    import subprocess

    dirty, check = LEAKS[name]
    *lines, last = check.splitlines()
    program = "\n".join([dirty, *lines, "import os", f"os._exit(7 if ({last}) else 0)"])
    done = subprocess.run([sys.executable, "-c", program], check=False, timeout=60)
    assert done.returncode != 7


def test_a_worker_that_has_run_hers_runs_no_other(project: Path) -> None:
    own = job(project, WHO, name="my_own")
    run_notebook(own)
    assert int(shown(own.executed)) not in pids()


def test_a_worker_whose_notebook_left_a_thread_is_replaced(project: Path) -> None:
    thread = "import threading, time\nthreading.Thread(target=time.sleep, args=[60],"
    busy = job(project, f"{thread} daemon=True).start()", WHO)
    run_notebook(busy)
    assert int(shown(busy.executed)) not in pids()


def test_a_worker_is_replaced_after_so_many(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "MOST_NOTEBOOKS", 1)
    last = job(project, WHO)
    run_notebook(last)
    assert int(shown(last.executed)) not in pids()


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("import os\nos._exit(3)", "i förtid (kod 3)"),
        ("import os\nos.kill(os.getpid(), 9)", "(signal 9)"),
        ("input()", "EOFError"),
        ("import os\nos.write(1, b'x')\nprint('{}')\n1 / 0", "ZeroDivisionError"),
        ("import sys\nsys.exit()", "avslutade notebooken i förtid"),
        ("raise OSError(28, 'No space left on device')", "Disken är full"),
    ],
)
def test_a_failure_hurts_its_own_notebook_alone(
    project: Path, cell: str, said: str
) -> None:
    asked = job(project, cell)
    with pytest.raises(NotebookError, match="cell \\[3\\]") as caught:
        run_notebook(asked)
    assert said in str(caught.value)
    assert asked.executed.is_file()
    after = job(project, WHO)
    run_notebook(after)


def test_a_cell_that_hangs_is_ended_when_its_time_is_up(project: Path) -> None:
    processes.workers().begin(1)
    asked = job(project, "import time\ntime.sleep(600)", limit=10.0)
    with pytest.raises(NotebookError, match="Tidsgränsen, 10 sekunder, är nådd"):
        run_notebook(asked)


def test_one_that_cannot_start_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.close()
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/bin/false")
        with pytest.raises(RunError, match="kunde inte starta"):
            run_notebook(job(project, "1"))
    run_notebook(job(project, "1"))


def test_it_ends_when_whoever_asked_is_gone(project: Path) -> None:
    run_notebook(job(project, "1"))
    worker = processes.workers()._free[0]
    assert worker.process.stdin is not None
    worker.process.stdin.close()
    assert worker.process.wait(timeout=20) == 0
