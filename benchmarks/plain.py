"""The limit: the same numbers and pages by a plain script, on as many processes.

No papermill, no kernel, no records: the chain of `helpers.method`, then the code cells
of every notebook that makes a page, compiled and run; what they show becomes the same
page. Run as a program of its own, so that its imports are counted too.

    python benchmarks/plain.py PROJECT SURVEY PROCESSES
"""

from __future__ import annotations

import ast
import json
import multiprocessing
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def source_of(notebook: str, parameters: dict[str, str]) -> ast.Module:
    """The notebook as one module that collects what its cells show in `shown`."""
    body: list[ast.stmt] = []
    for cell in json.loads((ROOT / "notebooks" / notebook).read_text())["cells"]:
        if cell["cell_type"] != "code":
            continue
        statements = ast.parse("".join(cell["source"])).body
        if statements and isinstance(statements[-1], ast.Expr):
            last = statements[-1]
            shown = ast.parse("shown.append(None)").body[0]
            shown.value.args = [last.value]  # type: ignore[attr-defined]
            statements[-1] = shown
        body += statements
        if "parameters" in cell["metadata"].get("tags", []):
            for name, value in parameters.items():
                body += ast.parse(f"{name} = {value!r}").body
    return ast.fix_missing_locations(ast.Module(body, []))


def run_step(step: tuple[str, dict[str, str], str]) -> None:
    notebook, parameters, html = step
    module = source_of(notebook, parameters)
    shown: list[Any] = []
    exec(compile(module, notebook, "exec"), {"shown": shown, "__name__": "__main__"})
    if html:
        write_page(shown, Path(html))


def write_page(shown: list[Any], path: Path) -> None:
    """The page, by the same exporter, without a notebook having run."""
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    from helpers.batch.engine.pages import exporter
    from helpers.core.project import write_text

    cells = []
    for one in shown:
        if one is not None and hasattr(one, "_repr_mimebundle_"):
            data = one._repr_mimebundle_()
            output = new_output("execute_result", data=data, execution_count=1)
            cells.append(new_code_cell(outputs=[output]))
    page, _ = exporter().from_notebook_node(new_notebook(cells=cells))
    write_text(path, page)


def main(root: str, survey: str, processes: int) -> None:
    os.environ["KARTLAGGNING_PROJECT"] = root
    from helpers import method
    from helpers.batch import steps
    from helpers.batch.engine import warm
    from helpers.core.project import Project
    from helpers.presentation.outputs import write_released

    project = Project(Path(root).resolve())
    report = method.report(survey, project)
    for released in filter(None, (report.earlier, report.released)):
        write_released(released, released.facts.survey, project)
    for notebook in warm.notebooks():
        warm.import_for(notebook)  # once, before the pool forks
    pages = [
        (
            step.notebook.name,
            dict(step.parameters),
            str(project.outputs(survey) / step.html),
        )
        for step in steps.plan(project, [survey]).steps
        if step.html and step.survey == survey
    ]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        pool.map(run_step, pages, chunksize=1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
