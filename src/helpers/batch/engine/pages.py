"""Pages of executed notebooks, and documents of pages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode

from helpers.batch.engine.job import Job
from helpers.batch.engine.plain import problems_of
from helpers.core.errors import KartlaggningError, NotebookError, Problem
from helpers.core.project import Project

if TYPE_CHECKING:
    from helpers.presentation.pages.dress import Dress


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

            return html_to_pptx(html, _dress(job))
        from helpers.presentation.pages.docx import html_to_docx

        return html_to_docx(html, _dress(job).word)
    except KartlaggningError:
        raise
    except Exception as error:
        problems = problems_of(type(error).__name__, str(error))
        raise NotebookError([*problems, job.stopped(None)]) from error


def _dress(job: Job) -> Dress:
    """The look of the survey whose page it is."""
    from helpers.presentation.pages.dress import PLAIN
    from helpers.presentation.pages.profile import FOLDER, read_dress
    from helpers.survey.codebook import read_parsed

    assert job.html is not None
    project, survey = Project(job.project), job.html.parent.name
    if not (project.root / "data" / "raw" / survey / FOLDER).is_dir():
        return PLAIN
    codebook = read_parsed(project.processed(survey) / "released")
    return read_dress(project.raw(survey), codebook)


def _no_page(job: Job, problems: list[Problem]) -> NotebookError:
    page = job.html.name if job.html else ""
    where = Problem(f"Sidan {page} kunde inte skapas.", f"Öppna {job.to_open}.")
    return NotebookError([*problems, where])
