"""A notebook hurts only itself, and comes out the same whatever runs it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from support.notebooks import write_notebook, write_project

from helpers.batch import engine
from helpers.batch.engine import ENGINES, Job, run_notebook, warm
from helpers.batch.engine.messages import Crashed, listen
from helpers.batch.engine.parameters import check_parameters
from helpers.batch.engine.shell import LEFT_OUT, STREAM_LIMIT
from helpers.core.errors import NotebookError, ParameterError, RunError

PARAMETERS = 'survey: str = "a"  # the survey\nn: int = 3'
needs_fork = pytest.mark.skipif(
    engine.default_engine() != "warm", reason="here notebooks run in kernels only"
)


@pytest.fixture(scope="module", autouse=True)
def _close_engine() -> Iterator[None]:
    yield
    engine.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "projekt {1}", "a")


def job(project: Path, *cells: str, **options: Any) -> Job:
    """A job for a notebook of these cells, with survey=a and n=4."""
    notebook = write_notebook(project / "nb" / "1_toy.ipynb", PARAMETERS, *cells)
    executed = project / "data" / "processed" / "a" / "notebooks" / "1_toy.ipynb"
    options = {"parameters": {"survey": "a", "n": 4}, "engine": "warm"} | options
    return Job(notebook=notebook, project=project, executed=executed, **options)


def outputs(executed: Path) -> list[Any]:
    """What each code cell shows, without what may differ between two runs."""
    shown = []
    for cell in nbformat.read(executed, as_version=4).cells:
        if cell.cell_type == "code":
            for output in cell.outputs:
                output.pop("traceback", None)
            shown.append((cell.execution_count, cell.outputs))
    return shown


RICH_CELLS = (
    "print('före', survey, n)\nn + 1",
    "from IPython.display import HTML, Markdown, clear_output, display\n"
    "display(HTML('<b>å</b>'))\nprint('mitt i')\nprint('mer')\nHTML('<i>y</i>')",
    "class Chapter:\n"
    "    def _repr_mimebundle_(self, include=None, exclude=None):\n"
    "        return {'text/html': '<h2>K</h2>', 'text/plain': 'K',\n"
    "                'application/vnd.kartlaggning.page+json': {'title': 'T'}}\n"
    "Chapter()",
    "# markdown\nProsa",
    # In a kernel, the order between the two streams of one cell is left to chance.
    "import sys\nprint('fel', file=sys.stderr)",
    "print('ut')\n'tyst';",
    "display(1, display_id='x')\ndisplay(2, display_id='x', update=True)",
    "print('bort')\nclear_output()\nprint('kvar')",
    "print('bort')\nclear_output(wait=True)\nprint('kvar')",
    "",
    "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "import matplotlib.pyplot as plt\n_, axes = plt.subplots(figsize=(1, 1))\n"
    "drawn = axes.plot([1, 2])",
    "import random, numpy\n[random.random(), numpy.random.rand()][0] * 0",
    "sum({'å': 1, 'ä': 2}.values())\n_",
    "import asyncio\nawait asyncio.sleep(0)\n'väntade'",
    "print('x' * (STREAM + 7))\nprint('mer')".replace("STREAM", str(STREAM_LIMIT)),
)


@needs_fork
def test_the_same_outputs_whatever_runs_it(project: Path) -> None:
    shown = {}
    for name in ENGINES:
        asked = job(project, *RICH_CELLS, "1 / 0", "'aldrig'", engine=name)
        with pytest.raises(NotebookError, match="ZeroDivisionError"):
            run_notebook(asked)
        shown[name] = outputs(asked.executed)
    for name in ENGINES:
        assert json.dumps(shown[name], indent=1) == json.dumps(
            shown["kernel"], indent=1
        )
    assert len(shown["warm"]) == len(RICH_CELLS) + 3  # with the injected parameters
    printed = shown["warm"][-3][1][0].text
    assert printed.endswith(LEFT_OUT)
    assert len(printed) == STREAM_LIMIT + len(LEFT_OUT)


@pytest.mark.parametrize("name", ENGINES)
def test_a_notebook_runs_in_its_folder_and_tells_what_it_wrote(
    project: Path, name: str
) -> None:
    asked = job(
        project,
        "from pathlib import Path\nassert (Path.cwd() / '1_toy.ipynb').exists()",
        "from helpers.core.project import Project, write_text\n"
        "project = Project.find()",
        "write_text(project.processed(survey) / 'tal.txt', str(n))",
        engine=name,
    )
    written = run_notebook(asked)
    found = project / "data" / "processed" / "a" / "tal.txt"
    assert found.read_text() == "4"
    digest = "4b227777d4dd1fc61c6f884f48641d02b4d121d3fd328cb08b5531fcacdabf8a"
    assert written == {"data/processed/a/tal.txt": digest}
    left = sorted(path.name for path in asked.executed.parent.iterdir())
    assert left == [".1_toy.written", "1_toy.ipynb"]


@pytest.fixture(params=ENGINES)
def runner(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def failure(asked: Job) -> str:
    with pytest.raises(NotebookError) as caught:
        run_notebook(asked)
    assert asked.executed.is_file()
    assert "Öppna data/processed/a/notebooks/1_toy.ipynb." in str(caught.value)
    return str(caught.value)


def test_our_own_error_keeps_its_swedish_problems(project: Path, runner: str) -> None:
    said = failure(
        job(
            project,
            "from helpers.core.errors import CleaningError, Problem",
            "raise CleaningError([Problem('Ett fel.', file='svar.xlsx', row=3),"
            " Problem('Ett till.')])",
            engine=runner,
        )
    )
    assert "svar.xlsx, rad 3: Ett fel.\nEtt till.\n" in said
    assert "Notebooken 1_toy stannade i cell [4]." in said
    cells = nbformat.read(job(project).executed, as_version=4).cells
    error = next(o for c in cells for o in c.get("outputs", []) if "ename" in o)
    assert "Traceback" not in "\n".join(error.traceback)
    assert "An Exception" not in "".join(cell.source for cell in cells)
    assert "Här stannade notebooken" in "".join(cell.source for cell in cells)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("raise OSError(28, 'No space left on device')", "Disken är full"),
        ("open('/proc/version', 'w')", "får inte läsas eller skrivas"),
        ("import finns_inte", "Paketet finns_inte finns inte i miljön"),
        ("import sys\nsys.exit()", "avslutade notebooken i förtid"),
        ("import sys\nsys.exit(1)", "SystemExit: 1"),
        ("%finnsinte", "cell [3]"),
        ("import os\nos._exit(3)", "i förtid (kod 3)"),
        ("import os\nos.kill(os.getpid(), 9)", "(signal 9)"),
        ("import ctypes\nctypes.string_at(0)", "(signal 11)"),
        ("def (", "SyntaxError"),
    ],
)
@needs_fork
def test_each_failure_is_told_plainly_and_kept(
    project: Path, cell: str, said: str
) -> None:
    if os.geteuid() == 0 and "/proc" in cell:
        cell = "raise PermissionError(13, 'Permission denied', '/proc/version')"
    asked = job(project, cell, "'aldrig'")
    assert said in failure(asked)
    assert "stannade i cell [3]" in failure(asked)
    *_, stopped, never = outputs(asked.executed)
    assert stopped[0] == 3
    assert stopped[1]
    assert never == (None, [])


def test_a_kernel_that_dies_is_told(project: Path) -> None:
    said = failure(job(project, "import os\nos._exit(3)", engine="kernel"))
    assert "avslutades eller kraschade" in said
    assert "stannade i cell [3]" in said


# The alarm that the engine set for the whole limit, brought forward, so that the test
# does not depend on how soon a busy machine comes to the cell.
SOON = (
    "import signal, time\nleft, _ = signal.getitimer(signal.ITIMER_REAL)\n"
    "assert 0 < left <= 90, left\nold = signal.setitimer(signal.ITIMER_REAL, 0.3)"
)


@needs_fork
@pytest.mark.parametrize(
    "cell",
    [
        "time.sleep(600)",
        "while True:\n    try:\n        time.sleep(1)\n"
        "    except Exception:\n        pass",
    ],
)
def test_a_cell_that_hangs_is_ended_where_it_hangs(project: Path, cell: str) -> None:
    said = failure(job(project, "print('kvar')", f"{SOON}\n{cell}", limit=90.0))
    assert "Tidsgränsen, 90 sekunder, är nådd." in said
    assert "cell [4]" in said
    assert outputs(job(project).executed)[2][1][0].text == "kvar\n"


@needs_fork
def test_a_hang_that_python_cannot_interrupt_is_killed(project: Path) -> None:
    """Five seconds after its limit, which leaves a busy machine time to get there."""
    deaf = "import signal, time\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)"
    said = failure(job(project, deaf, "time.sleep(600)", limit=8.5))
    assert "Tidsgränsen, 8.5 sekunder, är nådd." in said
    assert "cell [4]" in said


@pytest.mark.slow
def test_a_kernel_that_hangs_is_ended(project: Path) -> None:
    said = failure(
        job(project, "import time\ntime.sleep(60)", limit=20.0, engine="kernel")
    )
    assert "Tidsgränsen" in said


@needs_fork
def test_notebooks_do_not_share_state(project: Path) -> None:
    first = job(project, "import helpers\nhelpers.left = 1\nimport os\nos.chdir('/')")
    run_notebook(first)
    second = job(
        project,
        "import helpers\nassert not hasattr(helpers, 'left')",
        "import random, numpy\nprint(random.random(), numpy.random.rand())",
    )
    run_notebook(second)
    once = outputs(second.executed)
    run_notebook(second)
    assert outputs(second.executed) == once


@needs_fork
def test_the_others_go_on_when_one_is_killed(project: Path) -> None:
    told: dict[str, str] = {}

    def run(name: str, cell: str) -> None:
        folder = project / name
        notebook = write_notebook(folder / "nb.ipynb", PARAMETERS, cell)
        asked = Job(notebook=notebook, project=project, executed=folder / "x.ipynb")
        try:
            run_notebook(asked)
            told[name] = "klar"
        except NotebookError as error:
            told[name] = str(error)

    cells = {
        "a": "import time\ntime.sleep(1)",
        "b": "import os\nos.kill(os.getpid(), 9)",
        "c": "import time\ntime.sleep(1)",
    }
    threads = [threading.Thread(target=run, args=item) for item in cells.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told["a"] == told["c"] == "klar"
    assert "signal 9" in told["b"]


@needs_fork
def test_the_warm_parent_forks_from_a_single_thread(project: Path) -> None:
    run_notebook(job(project, "1"))
    parent = engine.processes.warm_parent().process.pid
    assert len(list(Path(f"/proc/{parent}/task").iterdir())) == 1


@needs_fork
def test_the_first_notebook_does_not_wait_for_what_the_others_need(
    project: Path,
) -> None:
    engine.close()
    ask = (
        "import sys\n[name in sys.modules for name in ('pandas', 'matplotlib.pyplot')]"
    )
    first = job(project, ask)
    named = first.notebook.with_name("1_clean.ipynb")
    run_notebook(replace(first, notebook=first.notebook.rename(named)))
    begun = engine.processes.warm_parent().process.pid
    assert _result(first) == "[True, False]"
    run_notebook(job(project, ask))
    assert _result(first) == "[True, True]"
    assert engine.processes.warm_parent().process.pid == begun
    assert len(list(Path(f"/proc/{begun}/task").iterdir())) == 1


@pytest.mark.parametrize(
    ("name", "page", "needed"),
    [
        ("1_clean", "", 0),
        ("2_analyse", "", 1),
        ("3_release", "", 2),
        ("5_summary", "sammanfattning.html", None),
        ("2_analyse", "sida.html", None),
        ("my_own", "", None),
    ],
)
def test_a_job_waits_for_the_imports_of_its_own_notebook(
    tmp_path: Path, name: str, page: str, needed: int | None
) -> None:
    left = list(warm.preparations())
    own = Job(
        notebook=tmp_path / f"{name}.ipynb",
        project=tmp_path,
        executed=tmp_path / "executed.ipynb",
        parameters={},
        html=tmp_path / page if page else None,
        engine="warm",
    )
    assert warm.needed_by(own, left) == left[:needed]
    assert warm.needed_by(own, []) == []


def _result(done: Job) -> str:
    """What the last cell's last line gave."""
    return str(outputs(done.executed)[-1][1][0].data["text/plain"])


@needs_fork
def test_the_warm_parent_keeps_no_file_open(project: Path) -> None:
    """Its children would read from each other's places in it."""
    run_notebook(job(project, "1"))
    parent = engine.processes.warm_parent().process.pid
    handles = [path.readlink() for path in Path(f"/proc/{parent}/fd").iterdir()]
    files = [one for one in handles if one.exists() and one.is_file()]
    assert handles
    assert not files


@needs_fork
def test_a_new_warm_parent_comes_when_the_old_one_was_killed(project: Path) -> None:
    engine.processes.warm_parent().process.kill()
    engine.processes.warm_parent().process.wait()
    run_notebook(job(project, "1"))


@needs_fork
def test_a_warm_parent_that_cannot_start_is_told_and_another_is_tried(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.close()
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", shutil.which("false"))
        engine.begin_to_warm()
        with pytest.raises(RunError, match="kunde inte starta"):
            run_notebook(job(project, "1"))
    run_notebook(job(project, "1"))


@needs_fork
def test_a_parent_that_is_not_yet_warm_can_be_ended(project: Path) -> None:
    engine.close()
    engine.begin_to_warm()
    begun = engine.processes._parent
    assert begun is not None
    engine.close()
    assert begun.process.returncode == -signal.SIGKILL
    engine.begin_to_warm()
    started = engine.processes._parent
    run_notebook(job(project, "1"))
    assert engine.processes._parent is started, "it was not waited for"


def notebook_with(source: str) -> Any:
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})
    return nbformat.v4.new_notebook(cells=[cell])


def test_a_misspelt_parameter_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(ParameterError) as caught:
        check_parameters(
            notebook_with('survey: str = "a"\nchallenge: str = "all"'),
            {"survey": "a", "chalenge": "work"},
            "2_analyse.ipynb",
        )
    assert "”chalenge”. Menade du ”challenge”?" in str(caught.value)


@pytest.mark.parametrize(
    ("declared", "value", "wrong"),
    [
        ("n: int = 3", 4, False),
        ("n: int = 3", "4", True),
        ("n: int = 3", True, True),
        ("n: float = 3", 4, False),
        ("n: bool = True", False, False),
        ("n: bool = True", 1, True),
        ("n: str = 'a'", 4, True),
        ("n = 3", "4", True),
        ("n = -3", 4, False),
        ("n = 3.5", 4, False),
        ("n = 3.5", "4", True),
        ("n = True", 1, True),
        ("n = 'a'", 1, True),
        ("n = None", 1, False),
    ],
)
def test_a_value_of_another_type_is_an_error(
    declared: str, value: Any, wrong: bool
) -> None:
    if not wrong:
        check_parameters(notebook_with(declared), {"n": value})
        return
    with pytest.raises(ParameterError, match=f"men fick {value!r}"):
        check_parameters(notebook_with(declared), {"n": value})


def test_a_parameter_error_stops_before_anything_runs(project: Path) -> None:
    asked = job(project, "1", parameters={"survey": 3, "m": 1})
    with pytest.raises(ParameterError) as caught:
        run_notebook(asked)
    assert len(caught.value.problems) == 2
    assert str(caught.value).startswith("nb/1_toy.ipynb: "), "the file to open"
    assert not asked.executed.exists()


def test_a_page_comes_whole_and_the_old_one_stays_when_it_fails(project: Path) -> None:
    html = project / "outputs" / "a" / "fordjupad.html"
    show = "from helpers.presentation.pages.page import Page\nPage('Rubrik')"
    written = run_notebook(job(project, show, html=html))
    page = html.read_bytes()
    assert b"Rubrik" in page
    assert list(written) == ["outputs/a/fordjupad.html"]
    failure(job(project, show, "1 / 0", html=html))
    assert html.read_bytes() == page
    assert "Sidan fordjupad.html kunde inte skapas" in failure(job(project, html=html))
    assert html.read_bytes() == page


def test_silence_is_a_crash() -> None:
    with pytest.raises(Crashed) as caught:
        listen([{"cell": 2}])
    assert (caught.value.cell, caught.value.exit) == (2, "gone")
