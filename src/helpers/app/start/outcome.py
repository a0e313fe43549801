"""The later steps of the page: run, read, publish."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from threading import Thread

import ipywidgets as widgets

from helpers.app.describing.history import in_the_form
from helpers.app.start import reports
from helpers.app.start.approving import Approving
from helpers.app.start.controls import (
    button,
    faults,
    gathered,
    guarded,
    heading,
    html,
    listed,
    paragraph,
    plainly,
    row,
    status,
    text,
    tick,
)
from helpers.app.start.running import Progress, run_survey
from helpers.batch.approval import LOG
from helpers.batch.before_publishing import to_know
from helpers.batch.publishing import publish, refusals
from helpers.core.errors import KartlaggningError, Problem
from helpers.core.outputs import outputs_of
from helpers.core.project import Project
from helpers.disclosure.ledger import read_ledger
from helpers.survey.codebook import (
    Codebook,
    Edit,
    change_codebook,
    read_codebook,
)


class Running(widgets.VBox):
    """A run with its progress. `thread` is the one that waits for it."""

    def __init__(self, survey: str, project: Project) -> None:
        self.survey, self.project = survey, project
        self.message = html()
        self.go = button("Kör", self.run, self.message, main=True)
        self.bar = widgets.IntProgress(
            min=0, max=1, description="Hur långt", style={"description_width": "5rem"}
        )
        self.bar.layout.display = "none"
        self.thread: Thread | None = None
        super().__init__(
            [
                heading("Gör rapporterna"),
                html(
                    paragraph(
                        "Datorn rensar svaren, räknar, prövar vad som får visas och "
                        "skriver rapporterna. Det tar oftast några minuter."
                    )
                ),
                self.go,
                self.bar,
                self.message,
            ]
        )

    def run(self) -> None:
        self.go.disabled = True
        self.bar.layout.display = ""
        self.message.value = status("Kör …")
        self.thread = Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            progress, code = run_survey(self.survey, self.project, self._tell)
            wrong = progress.outcome(code)
        except Exception as error:  # a thread's error is told nowhere else
            self.go.disabled = False
            self.message.value = plainly(error)
            return
        self.go.disabled = False
        if wrong:
            self.message.value = (
                f'<div role="alert">{paragraph("Körningen blev inte klar:")}'
                f"{listed(map(in_the_form, wrong), 'fel')}</div>"
            )
            return
        sentence, _ = reports.set_aside(self.survey, self.project)
        self.message.value = status(f"Klart. {sentence}")

    def _tell(self, progress: Progress) -> None:
        self.bar.max = max(1, progress.steps)
        self.bar.value = min(progress.ended, progress.steps)
        if progress.ended:
            self.message.value = status(progress.in_words)


class OutcomeBox(widgets.VBox):
    """The reports, and what was set aside on the way to them."""

    def __init__(self, survey: str, project: Project) -> None:
        found = reports.pages(survey, project)
        lines = "".join(f"<li>{_link(page, survey)}</li>" for page in found)
        sentence, table = reports.set_aside(survey, project)
        nothing = paragraph("Inga rapporter än. Gå till Kör.")
        parts: list[widgets.Widget] = [
            heading("Läs rapporterna"),
            html(f"<ul>{lines}</ul>" if lines else nothing),
        ]
        if sentence:
            parts += [heading("Ställt åt sidan (internt)"), html(paragraph(sentence))]
        if table:
            inside = html(
                "<div class='tabell-ram' tabindex='0' role='region' "
                f"aria-label='Ställt åt sidan'>{table}</div>"
            )
            parts.append(inside)
        super().__init__(parts)


def _link(page: reports.ReportLink, survey: str) -> str:
    if not page.address:
        return f"{escape(page.label)}: outputs/{escape(survey)}/{escape(page.file)}"
    return (
        f'<a href="{escape(page.address)}" target="_blank" rel="noopener">'
        f"{escape(page.label)}</a>"
    )


class Publishing(widgets.VBox):
    """What there is to know, a yes, and the zip. `again` leads to the run, `first` to
    the next file: buttons of the page. `who` publishes."""

    def __init__(
        self,
        survey: str,
        project: Project,
        again: widgets.Button,
        first: widgets.Button,
        who: Callable[[], str] = str,
    ) -> None:
        self.who = who
        self.survey, self.project, self.again = survey, project, again
        self.to_know: list[str] = []
        self.title, self.know, self.message = html(), html(), html()
        final, draw = (
            guarded(self._final, self.message),
            guarded(self.draw, self.message),
        )
        self.final = tick("Inga fler svar kommer: rapporten är slutlig", False)
        self.final.value = read_codebook(project.raw(survey)).status == "final"
        self.final.observe(lambda _: final(), names="value")
        self.note = text("Vad är ändrat", "", "sedan den förra versionen")
        self.note.observe(lambda _: draw(), names="value")
        self.read = tick("Jag har läst rapporten från början till slut", False)
        self.read.observe(lambda _: self._ready(), names="value")
        self.go = button("Publicera", self.publish, self.message, main=True)
        self.newer = button("Börja på nästa version", self._next, self.message)
        self.after = row(first, self.newer)
        self.checker = widgets.VBox()
        super().__init__(
            [
                self.title,
                self.final,
                self.note,
                self.know,
                self.checker,
                self.again,
                self.read,
                self.go,
                self.message,
                self.after,
            ]
        )
        self.draw()

    def draw(self) -> None:
        """What stops it, else what there is to know before it is done."""
        book = read_codebook(self.project.raw(self.survey))
        published = {one.version for one in read_ledger(self.survey, self.project)}
        done = book.version in published
        self.title.value = f"<h2>Publicera version {escape(book.version)}</h2>"
        _show(self.note, bool(published) and not done)
        for part in (self.final, self.read, self.go):
            _show(part, not done)
        _show(self.after, done)
        _show(self.again, False)
        self.checker.children = ()
        if done:
            self.know.value = paragraph(
                f"Version {book.version} är publicerad och ändras aldrig. Kommer det "
                "sena svar, eller en ny omgång: välj filen i steg 1. Ska något annat "
                "ändras: börja på nästa version."
            )
            return
        stops = self._before()
        if not any(one.file != LOG for one in stops):  # else the files will change
            self.checker.children = self._by_two(book)

    def _by_two(self, book: Codebook) -> tuple[widgets.Widget, ...]:
        """The approval page, where survey.yml asks for it and there are reports."""
        made = outputs_of(self.project.outputs(self.survey)) is not None
        if book.approval != "two" or not made:
            return ()
        return (Approving(self.survey, self.project, self.who, self._heard),)

    def _heard(self, message: str) -> None:
        """What the output checker said: another list of what stops it."""
        self.draw()
        self.message.value = message

    def _before(self) -> list[Problem]:
        """Tells what stops it, or what there is to know; what stops it."""
        try:
            stops = refusals(
                self.survey, self.project, note=self.note.value, by=self.who()
            )
            self.to_know = [] if stops else to_know(self.survey, self.project)
        except KartlaggningError as error:
            stops, self.to_know = list(error.problems), []
        self.to_know = [in_the_form(one) for one in self.to_know]
        if stops:
            lines = [in_the_form(one) for one in gathered(stops)]
            self.know.value = paragraph("Går inte att publicera än:") + listed(lines)
        elif self.to_know:
            self.know.value = "<h3>Att veta innan du publicerar</h3>" + listed(
                self.to_know
            )
        else:
            self.know.value = paragraph("Inget väntar.")
        _show(self.again, any("kartlaggning run" in str(one) for one in stops))
        self.read.disabled = bool(stops)
        self._ready()
        return stops

    def _ready(self) -> None:
        self.go.disabled = self.read.disabled or not self.read.value

    def publish(self) -> None:
        agreed = " ".join(["Godkänt i appen: rapporten är läst.", *self.to_know])
        self.go.disabled = True
        self.message.value = status("Prövar och samlar filerna …")
        try:
            path = publish(
                self.survey,
                self.project,
                note=self.note.value,
                agreed=agreed,
                by=self.who(),
            )
        except KartlaggningError as error:
            lines = [in_the_form(one) for one in gathered(error.problems)]
            self.message.value = (
                f'<div role="alert">{paragraph("Gick inte att publicera:")}'
                f"{listed(lines, 'fel')}</div>"
            )
            _show(self.again, True)
            return
        where = path.relative_to(self.project.root).as_posix()
        link = reports.address("publicerat", path.name)
        name = (
            f'<a href="{escape(link)}">{escape(where)}</a>' if link else escape(where)
        )
        self.message.value = (
            f'<p role="status">Publicerat: {name}. Versionen står nu i liggaren, '
            f"data/raw/{escape(self.survey)}/published/. Spara den.</p>"
        )
        self.draw()

    def _final(self) -> None:
        word = "final" if self.final.value else "open"
        self._change([Edit(("status",), word)])

    def _next(self) -> None:
        book = read_codebook(self.project.raw(self.survey))
        self._change(reports.next_version(book, self.survey, self.project))

    def _change(self, changes: list[Edit]) -> None:
        try:
            change_codebook(self.project.raw(self.survey), changes)
        except KartlaggningError as error:
            self.message.value = faults(error)
            return
        self.draw()
        self.message.value = status("Sparat. Kör igen, så att rapporterna säger det.")
        _show(self.again, True)


def _show(part: widgets.Widget, yes: bool) -> None:
    part.layout.display = "" if yes else "none"
