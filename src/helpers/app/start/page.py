"""start.ipynb: from a file to published reports, one step at a time, without code."""

from __future__ import annotations

import os
from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as widgets
from IPython.display import Javascript, display

from helpers.app.start.board import (
    DECIDE,
    DESCRIBE,
    FILE,
    PUBLISH,
    READ,
    RUN,
    STEPS,
    Card,
    cards,
)
from helpers.app.start.controls import (
    button,
    chooser,
    faults,
    guarded,
    heading,
    html,
    listed,
    paragraph,
    plainly,
    row,
    status,
    text,
)
from helpers.app.start.form import DescribingForm
from helpers.app.start.incoming import LATE, NEW, WAVE, Incoming, take_in, take_in_late
from helpers.app.start.outcome import OutcomeBox, Publishing, Running
from helpers.app.start.reports import HOME, REPORTS
from helpers.app.workbench import review_decisions
from helpers.core.errors import KartlaggningError
from helpers.core.project import Project
from helpers.presentation.pages.lab import lab_style
from helpers.survey.codebook import read_codebook

STYLE = """<style>
.kartlaggning-start a { color: #0b4a6f; text-decoration: underline; }
.kartlaggning-start .widget-html-content { line-height: 1.5; }
.kartlaggning-start .jupyter-widget-Collapse-header,
.kartlaggning-start .jupyter-widget-Collapse-open > .jupyter-widget-Collapse-header
{ color: #1b1f23; }
.kartlaggning-start h2 { margin: 1rem 0 0.5rem; }
.kartlaggning-start p, .kartlaggning-start ul { margin: 0.4rem 0; }
.kartlaggning-start .widget-inline-hbox { height: auto; align-items: center; }
.kartlaggning-start .widget-inline-hbox .widget-label
{ white-space: normal; overflow: visible; height: auto; line-height: 1.3; }
.kartlaggning-start .widget-inline-hbox :is(input[type=text], select:not([multiple]))
{ min-height: 1.75rem; }
@media (max-width: 40rem) {
  .kartlaggning-start .widget-inline-hbox:not(.widget-checkbox)
  { flex-direction: column; align-items: stretch; }
  .kartlaggning-start .widget-inline-hbox:not(.widget-checkbox) .widget-label
  { width: auto !important; text-align: left; padding-top: 0.3rem; }
  .kartlaggning-start .widget-inline-hbox :is(input, select) { flex: none; }
}
</style>"""
DROP = Path(__file__).parent / "jupyter/voila/templates/kartlaggning/drop.js"
"""What makes a file that is dropped on a button chosen."""
ACCEPTED = ".xlsx,.xls,.csv,.ods,.sav,.tsv,.txt,.zip"


def start(survey: str = "", project: Project | None = None) -> widgets.Widget:
    """The page, open at `survey` where one is named; show it as the last thing of a
    cell. Where there is no project: why."""
    try:
        page = Start(project or Project.find())
    except KartlaggningError as error:
        return html(faults(error))
    if survey:
        page.choose(survey)
    if os.environ.get(REPORTS) != HOME:  # the app has it in its own page
        display(Javascript(DROP.read_text(encoding="utf-8")))
    return page


class Start(widgets.VBox):
    """Buttons for the steps, and the one that is open. `survey`: the one that she works
    with; "" before she has chosen."""

    def __init__(self, project: Project) -> None:
        self.project, self.survey, self.step = project, "", FILE
        self.forms: dict[str, DescribingForm] = {}
        self.where, self.message, self.panel = html(), html(), widgets.VBox()
        self.name = text("Ditt namn", "", "står vid dina beslut")
        self.steps = [
            button(f"{n}. {label}", self._opening(n - 1), self.message)
            for n, label in enumerate(STEPS, start=1)
        ]
        style = html(lab_style() + STYLE)
        steps = row(*self.steps)
        super().__init__(
            [style, self.name, steps, self.where, self.message, self.panel]
        )
        self.add_class("kartlaggning-bank")
        self.add_class("kartlaggning-start")
        self.go_to(FILE)

    # ---------------------------------------------------------------- steps

    def go_to(self, step: int, sentence: str = "") -> None:
        """Shows a step; what cannot be shown is told, and she stays where she is."""
        try:
            panel = self._panels()[step]()
        except KartlaggningError as error:
            self.message.value = faults(error)
            return
        self.step, self.panel.children = step, panel
        self.message.value = sentence
        for n, one in enumerate(self.steps):
            one.button_style = "primary" if n == step else ""
            one.disabled = n != FILE and not self.survey
        now = f"Enkät: {self.survey}" if self.survey else "Ingen enkät är vald."
        self.where.value = paragraph(f"Steg {step + 1} av {len(STEPS)}. {now}")

    def choose(self, survey: str, step: int = DESCRIBE) -> None:
        self.survey = survey
        if not self.name.value:
            self.name.value = _last_name(survey, self.project)
        self.go_to(step)

    def _opening(self, step: int) -> Callable[[], None]:
        return lambda: self.go_to(step)

    def _panels(self) -> dict[int, Callable[[], list[widgets.Widget]]]:
        return {
            FILE: self._surveys,
            DESCRIBE: self._describe,
            RUN: self._run,
            DECIDE: self._decide,
            READ: self._read,
            PUBLISH: self._publish,
        }

    def _onward(self, step: int, label: str = "") -> widgets.Button:
        words = label or f"Gå vidare: {STEPS[step]}"
        return button(words, self._opening(step), self.message)

    # ---------------------------------------------------------------- panels

    def _surveys(self) -> list[widgets.Widget]:
        known = cards(self.project)
        parts: list[widgets.Widget] = [heading("Ny fil från enkätverktyget")]
        there = [card.survey for card in known]
        parts.append(FileDrop(self.project, there, self._came, self.survey))
        parts.append(heading("Enkäter som finns"))
        if not known:
            parts.append(html(paragraph("Inga ännu. Välj en fil här ovanför.")))
        for card in known:
            parts.append(self._card(card))
        return parts

    def _card(self, card: Card) -> widgets.Widget:
        waits = f"Går inte att läsa: {card.broken}" if card.broken else ""
        sentence = waits or f"{'; '.join(card.waits)}."
        words = html(
            f"<p><strong>{escape(card.title)}</strong> ({escape(card.survey)})<br>"
            f"{escape(sentence[0].upper() + sentence[1:])}</p>"
        )
        if card.broken:
            return words
        go = button(
            f"Öppna {card.survey}",
            lambda: self.choose(card.survey, card.next),
            self.message,
        )
        return widgets.VBox([words, go])

    def _came(self, came: Incoming) -> None:
        """A file has been read: what it was taken for, and the way on."""
        self.survey = came.survey
        self.forms.pop(came.survey, None)
        self.go_to(FILE)
        items = "".join(
            f"<h3>{escape(head)}</h3>{listed(lines)}"
            for head, lines in came.told.items()
            if lines
        )
        self.panel.children = [
            heading(f"{came.survey} är inläst"), html(items), self._onward(came.next)
        ]  # fmt: skip

    def _describe(self) -> list[widgets.Widget]:
        form = self.forms.get(self.survey)
        if form is None:
            form = DescribingForm(
                self.survey, self.project, lambda: str(self.name.value)
            )
            self.forms[self.survey] = form
        else:
            form.reload()
        return [form, self._onward(RUN)]

    def _run(self) -> list[widgets.Widget]:
        return [Running(self.survey, self.project), self._onward(DECIDE)]

    def _decide(self) -> list[widgets.Widget]:
        reviewer = review_decisions(self.survey, self.project)
        reviewer.who.value = self.name.value
        return [
            heading("Avgör det som väntar"),
            html(
                paragraph(
                    "En sak i taget, med ett förslag. Varje beslut sparas direkt och "
                    "gäller från nästa körning: gå tillbaka till Kör när du är klar."
                )
            ),
            reviewer,
            row(self._onward(RUN), self._onward(READ)),
        ]

    def _read(self) -> list[widgets.Widget]:
        return [OutcomeBox(self.survey, self.project), self._onward(PUBLISH)]

    def _publish(self) -> list[widgets.Widget]:
        again = self._onward(RUN, "Gå tillbaka: Kör")
        first = self._onward(FILE, "Ny fil: sena svar eller nästa omgång")
        return [
            Publishing(
                self.survey, self.project, again, first, lambda: str(self.name.value)
            )
        ]


class FileDrop(widgets.VBox):
    """A file chosen or dropped on the button. `came` hears what became of it; `now` is
    the survey that she works with."""

    def __init__(
        self,
        project: Project,
        surveys: list[str],
        came: Callable[[Incoming], None],
        now: str = "",
    ) -> None:
        self.project, self.came = project, came
        kinds = [("en ny enkät", NEW)]
        if surveys:
            kinds += [
                ("sena svar till en enkät", LATE),
                ("nästa omgång av en enkät", WAVE),
            ]
        self.kind = chooser("Filen är", kinds, NEW)
        known = [(one, one) for one in surveys] or [("–", "")]
        first = now if now in surveys else known[0][1]
        self.of = chooser("Vilken enkät", known, first)
        self.called = text("Kort namn", "", "frivilligt, till exempel samverkan-2026")
        self.file = widgets.FileUpload(
            accept=ACCEPTED,
            multiple=False,
            description="Välj fil",
            layout={"width": "max-content"},
        )
        self.codes = widgets.FileUpload(
            accept=ACCEPTED,
            multiple=False,
            description="Kodlista, om det finns en",
            layout={"width": "max-content"},
        )
        self.message = html()
        self.kind.observe(lambda _: self._show(), names="value")
        take = guarded(self._take, self.message)
        self.file.observe(lambda _: take(), names="value")
        hint = html(
            paragraph(
                "Du kan också släppa filen på knappen. Filen kopieras; originalet rörs "
                "inte."
            )
        )
        super().__init__(
            [self.kind, self.of, self.called, self.codes, self.file, hint, self.message]
        )
        self._show()

    def _show(self) -> None:
        self.of.layout.display = "none" if self.kind.value == NEW else ""
        hidden = "none" if self.kind.value == LATE else ""
        self.called.layout.display = self.codes.layout.display = hidden

    def _take(self) -> None:
        if not self.file.value:
            return
        [chosen] = self.file.value
        self.message.value = status(f"Läser {chosen['name']} …")
        try:
            came = self._read(str(chosen["name"]), bytes(chosen["content"]))
        except Exception as error:
            self.message.value = plainly(error)
            self.file.value = ()
            return
        self.came(came)

    def _read(self, name: str, content: bytes) -> Incoming:
        if self.kind.value == LATE:
            return take_in_late(self.project, self.of.value, name, content)
        against = self.of.value if self.kind.value == WAVE else ""
        codes = [(str(one["name"]), bytes(one["content"])) for one in self.codes.value]
        return take_in(
            self.project, name, content,
            survey=self.called.value.strip(), against=against,
            codes=codes[0] if codes else None,
        )  # fmt: skip


def _last_name(survey: str, project: Project) -> str:
    """Who went through the survey last: most often the one who does so again."""
    try:
        questions = read_codebook(project.raw(survey)).questions
    except KartlaggningError:
        return ""
    seen = [q.seen for q in questions if q.seen is not None]
    return max(seen, key=lambda one: one.date).by if seen else ""
