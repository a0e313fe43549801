"""What happens inside a notebook's own process: check, run, export, write."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from helpers.batch.engine.job import Job, Tell, journal_of
from helpers.batch.engine.pages import document_of, page_of
from helpers.batch.engine.parameters import check_parameters
from helpers.batch.engine.plain import TimeLimit, problems_of
from helpers.batch.engine.shell import KernelEngine, ShellEngine
from helpers.batch.records import sha256
from helpers.core.errors import NotebookError, Problem
from helpers.core.placing import make_folder
from helpers.core.project import (
    WRITTEN,
    Project,
    listed_files,
    write_bytes,
    write_text,
)

papermill_engines.register("warm", ShellEngine)
papermill_engines.register("spawn", ShellEngine)
papermill_engines.register("kernel", KernelEngine)


PAPERMILL_MARK = "papermill-error-cell-tag"
SEED = 20240205
PYTHON_KERNEL = {"kernel_name": "python3", "language": "python"}


def execute(job: Job, tell: Tell) -> dict[str, str]:
    """Runs the notebook, keeps it executed, exports it, and returns the files it wrote
    (relative to the project) with their SHA-256.

    `tell` is called with each cell that begins. Raises ParameterError, NotebookError.
    """
    source = load_notebook_node(str(job.notebook))
    path = f"{job.notebook.parent.name}/{job.notebook.name}"
    check_parameters(source, job.parameters, path)
    _same_for_everyone(job)
    notebook = _run_cells(job, tell)
    write_text(job.executed, nbformat.writes(notebook))
    if job.html:
        write_text(job.html, page_of(notebook, job))
    return _written(job)


def convert(job: Job) -> dict[str, str]:
    """Makes the PDF or Word file of a page that is there, and returns it with its
    SHA-256. Raises NotebookError, or RunError when what it takes is not installed."""
    assert job.html is not None
    assert job.document is not None
    _same_for_everyone(job)
    with _alarm(job):
        content = document_of(job.html.read_text("utf-8"), job)
    if content:  # a page without figures has no zip of them
        write_bytes(job.document, content)
    return _written(job)


def _same_for_everyone(job: Job) -> None:
    """Nothing of the process that the notebook happens to run in shows in it."""
    import numpy

    random.seed(SEED)
    numpy.random.seed(SEED)
    os.environ["KARTLAGGNING_PROJECT"] = str(job.project)
    make_folder(job.executed.parent)
    os.environ[WRITTEN] = str(journal_of(job.executed))
    os.chdir(job.notebook.parent)


def _run_cells(job: Job, tell: Tell) -> Any:
    """The executed notebook. Raises NotebookError when a cell failed, after keeping the
    notebook with its error."""
    temporary = job.executed.with_name(f".{job.name}.part.ipynb")
    try:
        with _alarm(job):
            notebook = papermill.execute_notebook(
                _plain(job.notebook),
                _plain(temporary),
                job.parameters,
                engine_name=job.engine,
                **PYTHON_KERNEL,
                progress_bar=False,
                request_save_on_cell_execute=False,
                cwd=str(job.notebook.parent),
                tell=tell,
            )
    except PapermillExecutionError as error:
        failed = load_notebook_node(str(temporary))
        _keep_failed(failed, job)
        problems = problems_of(error.ename, error.evalue)
        raise NotebookError([*problems, job.stopped(error.exec_count)]) from None
    finally:
        temporary.unlink(missing_ok=True)
    if number := _unfinished(notebook):
        # sys.exit() in a cell: papermill takes that for a success.
        write_text(job.executed, nbformat.writes(notebook))
        why = Problem("Cellen avslutade notebooken i förtid (sys.exit).")
        raise NotebookError([why, job.stopped(number)])
    return notebook


def _plain(path: Path) -> str:
    """papermill takes braces in a path for parameters."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _unfinished(notebook: NotebookNode) -> int:
    """The number of the cell after which cells were left out; 0 when none was."""
    last = 0
    for cell in notebook.cells:
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        if cell.execution_count is None:
            return last
        last = cell.execution_count
        if any(output.output_type == "error" for output in cell.outputs):
            return last
    return 0


def _keep_failed(notebook: NotebookNode, job: Job) -> None:
    """Keeps the notebook with its error; papermill's English marks become Swedish."""
    marks = [c for c in notebook.cells if PAPERMILL_MARK in c.metadata.get("tags", [])]
    sentences = (
        "**Notebooken stannade. [Gå till cellen där det hände](#stannade)**",
        '<span id="stannade"></span>**Här stannade notebooken:**',
    )
    for mark, sentence in zip(marks, sentences, strict=False):
        mark.source = sentence
    write_text(job.executed, nbformat.writes(notebook))


def keep_crashed(job: Job) -> None:
    """Keeps a notebook whose process ended: its cells with the parameters it was given,
    and at the cell that ran, why it ended."""
    assert job.crash is not None
    number, why = job.crash
    source = load_notebook_node(str(job.notebook))
    notebook = parameterize_notebook(source, job.parameters, **PYTHON_KERNEL)
    cells = [c for c in notebook.cells if c.cell_type == "code" and c.source.strip()]
    for cell in cells:
        cell.outputs, cell.execution_count = [], None
    if 0 < number <= len(cells):
        cells[number - 1].execution_count = number
        cells[number - 1].outputs = [
            nbformat.v4.new_output(
                "error", ename="NotebookError", evalue=why, traceback=[why]
            )
        ]
    make_folder(job.executed.parent)
    write_text(job.executed, nbformat.writes(notebook))


@contextmanager
def _alarm(job: Job) -> Iterator[None]:
    """Raises TimeLimit in the running cell when its notebook's time is up. Without
    fork there is no such alarm everywhere: the caller ends the process."""

    def ring(*_: object) -> None:
        raise TimeLimit(job.time_is_up)

    if job.engine == "warm":
        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, job.limit)
    try:
        yield
    finally:
        if job.engine == "warm":
            signal.setitimer(signal.ITIMER_REAL, 0)


def _written(job: Job) -> dict[str, str]:
    """The files that the journal lists and that still exist, with their SHA-256."""
    project = Project(job.project)
    found = {}
    for path in sorted({*listed_files(journal_of(job.executed))}):
        name = project.made_name(path)
        if name and path.is_file() and path != job.executed.resolve():
            found[name] = sha256(path)
    return found
