"""The approval page: what a second person reads, and what that person says."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import ipywidgets as widgets

from helpers.app.describing.history import in_the_form
from helpers.app.start.controls import (
    button,
    heading,
    html,
    paragraph,
    row,
    status,
    text,
)
from helpers.app.start.related import Accordion
from helpers.batch.approval import LOG, approve, same_person
from helpers.batch.approval_page import (
    INTERNAL,
    Section,
    to_approve,
    write_approval_page,
)
from helpers.core.errors import DisclosureError
from helpers.core.project import Project

MOST_ROWS = 400
"""Rows of a table that the app shows; the page in data/processed has them all."""


class Approving(widgets.VBox):
    """What the output checker reads, and a yes or a no with words. `publisher` gives
    the name of the one who publishes; `after` hears what was said."""

    def __init__(
        self,
        survey: str,
        project: Project,
        publisher: Callable[[], str],
        after: Callable[[str], None],
    ) -> None:
        self.survey, self.project = survey, project
        self.publisher, self.after = publisher, after
        self.message = html()
        self.who = text("Granskarens namn", "", "en annan än den som publicerar")
        self.words = text("Varför du nekar", "", "behövs bara om du nekar")
        page = write_approval_page(survey, project).relative_to(project.root)
        read = {
            section.title: ([html(_shown(section, page.as_posix()))], False)
            for section in to_approve(survey, project)
        }
        super().__init__(
            [
                heading("Granskning av en annan person"),
                html(
                    paragraph(
                        "Enkäten kräver att två personer står bakom det som lämnas ut. "
                        "Granskaren läser rapporterna i steget Läs och det som står "
                        "här, och godkänner eller nekar."
                    )
                    + paragraph(INTERNAL)
                ),
                Accordion(read),
                self.who,
                self.words,
                row(
                    button("Godkänn", self.approve, self.message),
                    button("Neka", self.refuse, self.message),
                ),
                self.message,
            ]
        )

    def approve(self) -> None:
        self._say(None)

    def refuse(self) -> None:
        self._say(str(self.words.value))

    def _say(self, refused: str | None) -> None:
        who = str(self.who.value).strip()
        try:
            if who and same_person(who, self.publisher()):
                raise DisclosureError(
                    f"{who} står överst som den som publicerar.",
                    todo="Granskaren ska vara en annan person, och skriva sitt namn.",
                )
            verdict = approve(self.survey, self.project, who=who, refused=refused)
        except DisclosureError as error:
            items = "".join(
                f"<li>{escape(in_the_form(str(e)))}</li>" for e in error.problems
            )
            self.message.value = f'<ul class="fel" role="alert">{items}</ul>'
            return
        place = f"data/raw/{self.survey}/{LOG}"
        self.after(status(f"Filerna är {verdict.in_words}. Antecknat i {place}."))


def _shown(section: Section, page: str) -> str:
    """A part of the page; a long table is cut, and says where the rest stands."""
    head, *rows = section.html.split("<tr>")
    more = len(rows) - 1 - MOST_ROWS
    if more <= 0:
        return section.html
    shown = "<tr>".join([head, *rows[: MOST_ROWS + 1]]) + "</tbody></table></div>"
    return shown + paragraph(f"Och {more} rader till: hela tabellen står i {page}.")
