"""Pages of executed notebooks, and documents of pages."""

from __future__ import annotations

from functools import cache
from typing import Any

from nbformat import NotebookNode

from helpers.batch.engine.job import Job
from helpers.batch.engine.plain import problems_of
from helpers.core.errors import KartlaggningError, NotebookError, Problem


@cache
def exporter() -> Any:
    """One for all conversions: it compiles its templates once."""
    from helpers.presentation.pages.exporter import ReportExporter

    return ReportExporter()


def page_of(notebook: NotebookNode, job: Job) -> str:
    """The page. Raises NotebookError: what makes a page impossible is told like what
    makes a cell fail."""
    try:
        beside = {"documents": job.beside}
        page, _ = exporter().from_notebook_node(notebook, beside)
    except KartlaggningError as error:
        raise _no_page(job, list(error.problems)) from error
    except Exception as error:
        problems = problems_of(type(error).__name__, str(error))
        raise _no_page(job, problems) from error
    return str(page)


def document_of(html: str, job: Job) -> bytes:
    """The page as PDF, Word, PowerPoint or pictures, by how the document's name ends.

    Raises RunError when what that takes is not installed.
    """
    assert job.document is not None
    try:
        if job.document.suffix == ".pdf":
            from helpers.presentation.pages.pdf import html_to_pdf

            return html_to_pdf(html)
        if job.document.suffix == ".zip":
            from helpers.presentation.pages.picture import html_to_pictures

            return html_to_pictures(html)
        if job.document.suffix == ".pptx":
            from helpers.presentation.pages.pptx import html_to_pptx

            return html_to_pptx(html)
        from helpers.presentation.pages.docx import html_to_docx

        return html_to_docx(html)
    except KartlaggningError:
        raise
    except Exception as error:
        problems = problems_of(type(error).__name__, str(error))
        raise NotebookError([*problems, job.stopped(None)]) from error


def _no_page(job: Job, problems: list[Problem]) -> NotebookError:
    page = job.html.name if job.html else ""
    where = Problem(f"Sidan {page} kunde inte skapas.", f"Öppna {job.to_open}.")
    return NotebookError([*problems, where])
