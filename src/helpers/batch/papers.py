"""The papers around a survey, as internal drafts in data/processed/<survey>/papper/."""

from __future__ import annotations

from pathlib import Path

from helpers.core.errors import DisclosureError
from helpers.core.outputs import outputs_of
from helpers.core.project import Project, write_bytes, write_text
from helpers.disclosure.released import Released
from helpers.presentation import papers
from helpers.presentation.pages.docx import html_to_docx
from helpers.presentation.pages.profile import read_dress

FOLDER = "papper"
NOTE = "tjansteskrivelse.docx"
SUMMARY, INDEPTH = "sammanfattning.html", "fordjupad.html"


def write_papers(survey: str, project: Project | None = None) -> list[Path]:
    """Writes the drafts; returns their paths. Raises DisclosureError before a run, and
    RunError where pandoc is missing."""
    project = project or Project.find()
    project.needs_answers(survey)
    outputs = project.outputs(survey)
    made = outputs_of(outputs)
    if made is None or not {SUMMARY, INDEPTH} <= made.keys():
        raise DisclosureError(
            "Rapporterna är inte klara, så utkasten kan inte fyllas i.",
            todo="Kör: kartlaggning run.",
        )
    released = Released.read(project.processed(survey) / "released")
    book, facts = released.codebook, released.facts
    register = papers.transparency(book, facts, (outputs / INDEPTH).read_text("utf-8"))
    texts = {
        "registerforteckning.md": papers.register_entry(book),
        "information.md": papers.information(book),
        "tillganglighet.md": papers.accessibility(papers.endings(iter(made))),
        "aapor.md": papers.checklist(register),
    }
    note = papers.office_note(book, facts, (outputs / SUMMARY).read_text("utf-8"))
    word = html_to_docx(note, read_dress(project.raw(survey), book).word)
    folder = project.processed(survey) / FOLDER
    for name, content in texts.items():
        write_text(folder / name, content)
    write_bytes(folder / NOTE, word)
    return [folder / name for name in sorted([*texts, NOTE])]
