"""A papermill engine that runs the cells in an IPython shell in this very process.

What a Jupyter kernel would have sent over its sockets is written straight into the
notebook: streams, displays, results and errors, in the same form. (A test compares the
two.)
"""

from __future__ import annotations

import contextlib
import io
import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager
from traitlets import Type
from traitlets.config import Config

from helpers.batch.engine.job import Tell

STREAM_LIMIT = 1_000_000  # characters a cell may print before the rest is left out
LEFT_OUT = "\n… resten av utskriften är utelämnad, den är för lång …\n"


class Outputs:
    """The outputs of the cell that is running, in order."""

    def __init__(self) -> None:
        self.cell: list[NotebookNode] = []
        self.named: dict[str, list[NotebookNode]] = {}
        self.clear_next = False
        self.printing: NotebookNode | None = None  # what is still added to
        self.printed: list[str] = []
        self.room = STREAM_LIMIT

    def begin(self, cell_outputs: list[NotebookNode]) -> None:
        self.cell = cell_outputs
        self.clear_next = False
        self.room = STREAM_LIMIT

    def end(self) -> None:
        """Settles what was printed: joined once, since cells print in small pieces."""
        if self.printing is not None:
            self.printing.text = "".join(self.printed)
        self.printing, self.printed = None, []

    def add(self, output: NotebookNode, display_id: str | None = None) -> None:
        self.end()
        if self.clear_next:
            self.cell.clear()
            self.clear_next = False
        if display_id:
            self.named.setdefault(display_id, []).append(output)
        self.cell.append(output)

    def stream(self, name: str, text: str) -> None:
        if self.room <= 0:
            return
        if self.printing is None or self.printing.name != name or self.clear_next:
            output = new_output("stream", name=name, text="")
            self.add(output)
            self.printing = output
        self.printed.append(shortened(text, self.room))
        self.room -= len(text)

    def update(self, display_id: str, data: dict, metadata: dict) -> None:
        for output in self.named.get(display_id, []):
            output.data, output.metadata = data, metadata

    def clear(self, *, wait: bool) -> None:
        self.end()
        if wait:
            self.clear_next = True
        else:
            self.cell.clear()


def shortened(text: str, room: int) -> str:
    """`text`, or what there is room for and a note that the rest was left out.

    >>> shortened("lång text", 4)
    'lång\\n… resten av utskriften är utelämnad, den är för lång …\\n'
    """
    return text if len(text) <= room else text[:room] + LEFT_OUT


class _Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a running cell."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self.outputs, self.name = outputs, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if text:
            self.outputs.stream(self.name, text)
        return len(text)


class _Display(DisplayPublisher):
    shell: NotebookShell

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: Any = False,
        **options: object,
    ) -> None:
        self._validate_data(data, metadata)
        named: Any = (transient or {}).get("display_id")
        if update:
            self.shell.outputs.update(named, data, metadata or {})
        else:
            output = new_output("display_data", data=data, metadata=metadata or {})
            self.shell.outputs.add(output, named)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear(wait=wait)


class _Result(DisplayHook):
    shell: NotebookShell

    def write_output_prompt(self) -> None:
        """The number stands in the output itself."""

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        self.shell.outputs.add(
            new_output(
                "execute_result",
                data=format_dict,
                metadata=md_dict or {},
                execution_count=self.prompt_count,
            )
        )

    def finish_displayhook(self) -> None:
        self._is_active = False


class NotebookShell(InteractiveShell):
    """An IPython shell whose outputs land in a notebook's cell."""

    displayhook_class = Type(_Result)
    display_pub_class = Type(_Display)

    def __init__(self, **options: object) -> None:
        self.outputs = Outputs()
        config = Config()
        config.HistoryManager.enabled = False  # no database, no thread
        super().__init__(config=config, **options)

    def _showtraceback(self, etype: type, evalue: Any, stb: list[str]) -> None:
        error = new_output(
            "error", ename=etype.__name__, evalue=str(evalue), traceback=stb
        )
        self.outputs.add(error)

    def run(self, cell: NotebookNode) -> bool:
        """Runs a cell, its outputs going into it. True when all of it succeeded."""
        cell.outputs = []
        self.outputs.begin(cell.outputs)
        cell.execution_count = self.execution_count
        with (
            contextlib.redirect_stdout(_Stream(self.outputs, "stdout")),
            contextlib.redirect_stderr(_Stream(self.outputs, "stderr")),
        ):
            result = self.run_cell(cell.source, store_history=True)
        self.outputs.end()
        return bool(result.success)


def _tell_cells(manager: NotebookExecutionManager, tell: Tell) -> None:
    """Tells which cell begins: if the process ends in it, nobody else knows. A cell's
    number is the one that Jupyter shows in brackets."""
    papermills_own = manager.cell_start
    count = 0

    def cell_start(cell: NotebookNode, *arguments: object, **options: object) -> None:
        nonlocal count
        if cell.cell_type == "code" and cell.source.strip():
            count += 1
            tell({"cell": count})
        papermills_own(cell, *arguments, **options)

    manager.cell_start = cell_start


def _shell() -> NotebookShell:
    """That of this process. Where one has run before it, figures come to this one."""
    if NotebookShell.initialized():
        return NotebookShell.instance()
    shell = NotebookShell.instance()
    inline = sys.modules.get("matplotlib_inline.backend_inline")
    if inline is not None:
        inline._enable_matplotlib_integration()
    return shell


class ShellEngine(Engine):
    """`papermill.execute_notebook(…, engine_name="warm")`, or "spawn"."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        tell: Tell,
        **_: object,
    ) -> None:
        shell = _shell()
        _tell_cells(nb_man, tell)
        for index, cell in enumerate(nb_man.nb.cells):
            if cell.cell_type != "code" or not cell.source.strip():
                continue
            nb_man.cell_start(cell, index)
            succeeded = shell.run(cell)
            if not succeeded:
                nb_man.cell_exception(cell, cell_index=index)
            nb_man.cell_complete(cell, cell_index=index)
            if not succeeded:
                return


class KernelEngine(NBClientEngine):
    """`papermill.execute_notebook(…, engine_name="kernel")`: an ordinary kernel."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        tell: Tell,
        **options: object,
    ) -> None:
        _tell_cells(nb_man, tell)
        super().execute_managed_notebook(nb_man, kernel_name, **options)
        for cell in nb_man.nb.cells:
            if cell.cell_type == "code":
                cell.outputs = _limited(cell.outputs)


def _limited(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """A kernel's outputs, the pieces of a stream put together (nbclient's own way takes
    hours on a long line) and with as much print as the shell would have kept."""
    outputs_again = Outputs()
    for output in outputs:
        if output.output_type == "stream":
            outputs_again.stream(output.name, output.text)
        else:
            outputs_again.add(output)
    outputs_again.end()
    return outputs_again.cell
