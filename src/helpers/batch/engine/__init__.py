"""One notebook, run by papermill in a process of its own.

::

    run_notebook(Job)                  here, in any thread or Dask worker   processes.py
      └─ warm parent                   a program that has imported          warm.py
           └─ child, forked            fresh state, one notebook            execution.py
                └─ papermill           the cells in an IPython shell        shell.py

Without fork (Windows, macOS), or with `engine="spawn"`, one of a few workers that have
imported everything runs it, and is put back as it was (workers.py, worker.py,
clean.py). With `engine="kernel"` it gets a new process and a Jupyter kernel. Any way, a
cell that raises, ends the process, hangs or prints without end hurts only its own
notebook, and the files of a notebook that failed stay as they were.
"""

from helpers.batch.engine.job import ENGINES, Job, default_engine
from helpers.batch.engine.processes import (
    begin_to_warm,
    close,
    run_notebook,
    warm_parent,
)

__all__ = [
    "ENGINES",
    "Job",
    "begin_to_warm",
    "close",
    "default_engine",
    "run_notebook",
    "warm_parent",
]
