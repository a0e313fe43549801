"""An executed notebook becomes a report: `jupyter nbconvert --to kartlaggning`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any

from markupsafe import escape
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from helpers.core.errors import NotebookError, Problem
from helpers.presentation.markdown import markdown
from helpers.presentation.pages.drawings import Drawings
from helpers.presentation.pages.dress import repainted
from helpers.presentation.pages.layout import assemble
from helpers.presentation.pages.page import MIMETYPE, Page
from helpers.presentation.pages.sanitise import clean

INTERNAL = "intern"
"""The tag of cells that speak to the secretary and are left out of the report."""

SHOWN = ["text/html", "image/svg+xml", "text/markdown", "image/png", "image/jpeg"]


class ReportExporter(TemplateExporter):
    """Exports what an executed notebook shows as one accessible, self-contained page.

    The notebook's `Page` gives title and facts. Code, prompts, streams and cells tagged
    `intern` are left out. Raises NotebookError, naming all of it, when a cell ended in
    an error, when there is not exactly one `Page`, and when a picture has no alt text:
    such a page is never made.
    """

    export_from_notebook = "Kartläggning"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "kartlaggning"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(files("helpers.presentation.pages") / "templates")]

    @property
    def default_config(self) -> Any:
        config = super().default_config
        config.NbConvertBase.display_data_priority = SHOWN
        return config

    def default_filters(self) -> Iterator[tuple[str, Callable[..., str]]]:
        yield from super().default_filters()
        yield "clean", self._clean
        yield "prose", markdown
        yield "picture", _picture

    def from_notebook_node(  # type: ignore[override]
        self,
        nb: NotebookNode,
        resources: dict[str, Any] | None = None,
        **arguments: object,
    ) -> tuple[str, dict[str, Any]]:
        problems = [*_failures(nb), *_nameless_pictures(nb)]
        pages = list(_pages(nb))
        if len(pages) != 1:
            problems.append(
                Problem(
                    f"Anteckningsboken visar {len(pages)} sidor (Page); det ska vara "
                    "en, i den första kodcellen.",
                    "Visa Page(…) en gång.",
                )
            )
        if problems:
            raise NotebookError(problems)
        # What the runner makes of this page besides; the notebook cannot know it.
        documents = (resources or {}).get("documents", ())
        self._drawings = Drawings()
        body, resources = super().from_notebook_node(
            _public(nb), resources, **arguments
        )
        if "<svg" not in body:  # there is no picture to have as a file
            documents = [kind for kind in documents if kind != "zip"]
        page = replace(pages[0], documents=tuple(documents))
        html = self._drawings.put_back(assemble(page, body))
        return repainted(html, page.main, page.accent), resources

    def _clean(self, fragment: str) -> str:
        return self._drawings.set_aside(clean(fragment))


def _pages(nb: NotebookNode) -> Iterator[Page]:
    for _, output in _outputs(nb):
        if MIMETYPE in output.get("data", {}):
            yield Page.from_dict(output.data[MIMETYPE])


def _outputs(nb: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """(cell's number counted from 1 among all cells, output)."""
    for number, cell in enumerate(nb.cells, start=1):
        if not _internal(cell):
            for output in cell.get("outputs", []):
                yield number, output


def _internal(cell: NotebookNode) -> bool:
    return INTERNAL in cell.metadata.get("tags", [])


def _public(nb: NotebookNode) -> NotebookNode:
    """The notebook without what is internal and without its page, which becomes the
    header; the one that was given stays as it is."""
    cells = []
    for cell in nb.cells:
        if _internal(cell):
            continue
        if cell.cell_type == "code":
            shown = [output for output in cell.outputs if _shown(output)]
            cell = NotebookNode({**cell, "outputs": shown})
        cells.append(cell)
    return NotebookNode({**nb, "cells": cells})


def _shown(output: NotebookNode) -> bool:
    """Whether it is for readers: no stream, no page, no bare value of Python."""
    data = output.get("data", {})
    return MIMETYPE not in data and any(kind in data for kind in SHOWN)


def _failures(nb: NotebookNode) -> Iterator[Problem]:
    for number, cell in enumerate(nb.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                yield Problem(
                    f"Cell {number} slutade i ett fel: {output.ename}: {output.evalue}",
                    "Rätta felet och kör anteckningsboken igen.",
                )


def _nameless_pictures(nb: NotebookNode) -> Iterator[Problem]:
    for number, output in _outputs(nb):
        kind = next((kind for kind in SHOWN if kind in output.get("data", {})), "")
        if kind in ("image/png", "image/jpeg") and not _alt(output, kind):
            yield Problem(
                f"Cell {number} visar en bild utan alternativtext.",
                "Visa den som en Figure, med titel, alternativtext och tabell.",
            )


def _alt(output: NotebookNode, kind: str) -> str:
    metadata = output.get("metadata", {})
    return str(metadata.get(kind, {}).get("alt") or metadata.get("alt", ""))


def _picture(output: NotebookNode, kind: str) -> str:
    content = "".join(output.data[kind].split())
    return clean(
        f'<div class="diagram"><img src="data:{kind};base64,{content}" '
        f'alt="{escape(_alt(output, kind))}"></div>'
    )
