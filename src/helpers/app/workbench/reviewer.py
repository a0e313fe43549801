"""review.ipynb: what waits for a decision, one thing at a time."""

from __future__ import annotations

from collections import Counter
from html import escape

import ipywidgets as widgets

from helpers.app.workbench.explorer import LABELS, WIDE, problem_list
from helpers.cleaning.choices import NOT_NOW, Choice, Open, left, settle
from helpers.cleaning.review import FILES, open_decisions, summary
from helpers.core.errors import KartlaggningError
from helpers.core.project import Project
from helpers.presentation.pages.lab import lab_style
from helpers.survey.decisions import Made, take_back
from helpers.survey.sources import read_source

ALL = ""


def review_decisions(survey: str, project: Project | None = None) -> Reviewer:
    """The open decisions of a survey; show it as the last thing of a cell."""
    return Reviewer(survey, project or Project.find())


class Reviewer(widgets.VBox):
    """One question, its choices as buttons, the proposed one first in colour."""

    def __init__(self, survey: str, project: Project) -> None:
        self.survey, self.folder = survey, project.raw(survey)
        self.waiting = open_decisions(read_source(survey, project))
        self.at, self._quiet = 0, False
        self.made: list[tuple[Made, list[Open]]] = []
        self.top = widgets.HTML()
        self.kind = widgets.Dropdown(
            description="Visa", options=self._kinds(), layout=WIDE, style=LABELS
        )
        self.who = widgets.Text(
            description="Vem avgör", placeholder="ditt namn", layout=WIDE, style=LABELS
        )
        self.asked, self.message = widgets.HTML(), widgets.HTML()
        self.typed = widgets.Textarea(
            layout=widgets.Layout(width="min(100%, 44rem)", height="4rem")
        )
        self.buttons = widgets.HBox()
        self.undo = widgets.Button(
            description="Ångra det senaste", layout={"width": "max-content"}
        )
        self.undo.on_click(lambda _: self.take_back())
        self.kind.observe(lambda _: self._first(), names="value")
        super().__init__(
            [
                self.top,
                self.kind,
                self.who,
                self.asked,
                self.typed,
                self.buttons,
                self.undo,
                self.message,
            ]
        )
        self.add_class("kartlaggning-bank")
        self.draw()

    @property
    def shown(self) -> list[Open]:
        return [one for one in self.waiting if self.kind.value in (ALL, one.file)]

    @property
    def current(self) -> Open | None:
        shown = self.shown
        return shown[self.at] if self.at < len(shown) else None

    def _kinds(self) -> list[tuple[str, str]]:
        """What can be shown, with how much of it waits."""
        counts = Counter(one.file for one in self.waiting)
        return [
            ("Allt", ALL),
            *((f"{label} ({counts[file]})", file) for file, label in FILES.items()),
        ]

    def _recount(self) -> None:
        """How much waits now, with the same kind chosen."""
        self.top.value = f"{lab_style()}<p>{escape(summary(self.waiting))}</p>"
        if self.kind.options != (now := tuple(self._kinds())):
            self._quiet, chosen = True, self.kind.value
            self.kind.options = now
            self.kind.value, self._quiet = chosen, False

    def _first(self) -> None:
        if self._quiet:
            return
        self.at = 0
        self.draw()

    def draw(self) -> None:
        self._recount()
        one = self.current
        self.undo.disabled = not self.made
        if one is None:
            self.asked.value = "<p>Inget mer att avgöra här.</p>"
            self.typed.layout.display = "none"
            self.buttons.children = ()
            return
        why = f"<p>{escape(one.why)}</p>" if one.why else ""
        self.asked.value = (
            f"<p>{self.at + 1} av {len(self.shown)}</p>"
            f"<p><strong>{escape(one.asked)}</strong></p>{why}"
        )
        given = one.choices[0].decision.get(one.typed, "") if one.typed else ""
        self.typed.value = str(given)
        self.typed.layout.display = "" if one.typed else "none"
        choices = [*one.choices, NOT_NOW]
        self.buttons.children = tuple(
            self._button(choice, proposed=place == one.proposal)
            for place, choice in enumerate(choices)
        )

    def _button(self, choice: Choice, *, proposed: bool) -> widgets.Button:
        button = widgets.Button(
            description=choice.label,
            tooltip="Förslag" if proposed else "",
            button_style="primary" if proposed else "",
            layout={"width": "auto", "max_width": "100%"},
        )
        button.on_click(lambda _: self.choose(choice))
        return button

    def choose(self, choice: Choice) -> None:
        """Writes the choice, and goes on."""
        one = self.current
        if one is None:
            return
        own = self.typed.value.strip() if choice is one.choices[0] else ""
        try:
            made = settle(
                self.folder, one, choice, who=self.who.value.strip(), typed=own
            )
        except KartlaggningError as error:
            self.message.value = problem_list(error)
            return
        if made is None:
            self.at += 1
        else:
            self.made.append((made, self.waiting))
            self.waiting = left(self.waiting, one, choice)
        self._tell()
        self.draw()

    def take_back(self) -> None:
        """Undoes the last decision that was made here."""
        if not self.made:
            return
        made, waiting = self.made[-1]
        try:
            take_back(made)
        except KartlaggningError as error:
            self.message.value = problem_list(error)
            return
        self.made.pop()
        self.waiting, self.at = waiting, 0
        self._tell()
        self.draw()

    def _tell(self) -> None:
        lines = sum(made.lines for made, _ in self.made)
        self.message.value = (
            f"<p>Sparade rader: {lines}, i data/raw/{escape(self.survey)}/decisions/. "
            "Gäller från nästa körning.</p>"
            if lines
            else ""
        )
