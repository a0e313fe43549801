"""The describing form: one question at a time, or all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from html import escape

import ipywidgets as widgets

from helpers.app.describing.departments import wave_before
from helpers.app.describing.history import History, in_the_form
from helpers.app.describing.taken import Read, Taken, read_survey
from helpers.app.start.controls import (
    button,
    chooser,
    faults,
    guarded,
    html,
    paragraph,
    plainly,
    row,
    status,
    tick,
)
from helpers.app.start.departments import Departments
from helpers.app.start.picture import Pictures
from helpers.app.start.question import QuestionForm
from helpers.app.start.whole import WholeSurvey
from helpers.core.errors import KartlaggningError
from helpers.core.project import Project
from helpers.survey.codebook import Edit

ABOUT, EVERY = "", "*"


class DescribingForm(widgets.VBox):
    """`who` gives the name of the one who describes. What she changes is in survey.yml
    at once."""

    def __init__(self, survey: str, project: Project, who: Callable[[], str]) -> None:
        self.survey, self.project, self.who = survey, project, who
        self.history = History(project.raw(survey))
        self.read: Read = read_survey(survey, project)
        self.taken: list[Taken] = self.read.taken()
        self.pictures = Pictures(self.read.source)
        self.earlier = wave_before(survey, project)
        self.asked: QuestionForm | None = None
        self._quiet = False
        self.at = chooser("Visa", [("Om enkäten", ABOUT)], ABOUT)
        self.waiting = tick("Bara frågor som väntar", False)
        self.message, self.body = html(), widgets.VBox()
        self.undo = button("Ångra", self.take_back, self.message)
        self.before = button("Föregående", lambda: self.step(-1), self.message)
        self.after = button("Nästa", lambda: self.step(1), self.message)
        self.fine = button("Stämmer, nästa fråga", self.agree, self.message, main=True)
        self.at.observe(self._unless_quiet(self.turn), names="value")
        self.waiting.observe(self._unless_quiet(self.draw), names="value")
        super().__init__(
            [
                row(self.at, self.waiting),
                self.body,
                row(self.fine, self.before, self.after, self.undo),
                self.message,
            ]
        )
        self.draw()

    # ---------------------------------------------------------------- where she is

    @property
    def shown(self) -> list[str]:
        """What can be chosen: the survey as a whole, the questions, all of them."""
        only = self.waiting.value
        ids = [one.question.id for one in self.taken if one.waits or not only]
        return [ABOUT, *ids, EVERY]

    @property
    def left(self) -> int:
        return sum(one.waits for one in self.taken)

    def step(self, by: int) -> None:
        shown = self.shown
        place = shown.index(self.at.value) if self.at.value in shown else 0
        self.at.value = shown[max(0, min(len(shown) - 1, place + by))]

    def turn(self) -> None:
        """Another question: what was said of the last one goes."""
        self.message.value = ""
        self.draw()

    def _named(self, id: str) -> str:
        if id == ABOUT:
            return "Om enkäten"
        if id == EVERY:
            return f"Alla frågor på en gång ({self.left} väntar)"
        place = next(n for n, one in enumerate(self.taken) if one.question.id == id)
        one = self.taken[place]
        mark = "väntar" if one.waits else "klar"
        return f"{place + 1}. {one.question.name} ({mark})"

    # ---------------------------------------------------------------- drawing

    def draw(self) -> None:
        shown, now = self.shown, str(self.at.value)
        if now not in shown:
            now = shown[1] if len(shown) > 2 else EVERY
        self._quiet = True
        self.at.options = [(self._named(id), id) for id in shown]
        self.at.value = now
        self._quiet = False
        self.undo.disabled = not self.history.last
        self.undo.description = (
            f"Ångra: {self.history.last}" if self.history.last else "Ångra"
        )
        last = now == EVERY
        self.fine.description = "Alla stämmer" if last else "Stämmer, nästa fråga"
        self.fine.layout.display = "none" if now == ABOUT else ""
        self.before.disabled, self.after.disabled = now == ABOUT, last
        if now not in (ABOUT, EVERY):
            self._question(now)
            return
        self.asked = None
        if last:
            self.body.children = [html(self._every())]
        elif not self._is_about():
            about = WholeSurvey(lambda: self.read, self.change, self.message)
            departments = Departments(lambda: self.read, self.project)
            self.body.children = [widgets.VBox([about, departments])]

    def _is_about(self) -> bool:
        """Whether what is said of the whole survey stands there, as it is now."""
        [there] = self.body.children or (None,)
        about = there.children[0] if isinstance(there, widgets.VBox) else None
        return isinstance(about, WholeSurvey) and about.fits(self.read)

    def _every(self) -> str:
        """All questions in a table: what each was taken for."""
        lines = "".join(
            f"<tr><td>{n}</td><td>{escape(one.question.name)}</td>"
            f"<td>{escape(one.kind)}</td><td>{escape(_brief(one))}</td>"
            f"<td>{escape(self._state(one))}</td></tr>"
            for n, one in enumerate(self.taken, start=1)
        )
        heads = ("Nr", "Fråga", "Tolkas som", "Svar", "Läge")
        top = "".join(f'<th scope="col">{head}</th>' for head in heads)
        return (
            "<h2>Alla frågor på en gång</h2><p>Läs raderna. Stämmer de: tryck på "
            "”Alla stämmer”. Annars: välj frågan i listan och rätta den. Vad datorn "
            "undrar över går du igenom för sig.</p>"
            "<div class='tabell-ram' tabindex='0' role='region' "
            f"aria-label='Alla frågor'><table><thead><tr>{top}</tr></thead>"
            f"<tbody>{lines}</tbody></table></div>"
        )

    def _state(self, one: Taken) -> str:
        if not one.waits:
            return "genomgången"
        return "väntar, datorn undrar" if self._doubted(one) else "väntar"

    def _doubted(self, one: Taken) -> bool:
        """Whether it is to be looked at by itself: the draft asks, or was answered in
        another reading."""
        doubts = self.history.doubts(one.question.id)
        return one.changed or bool(one.unknown) or bool(doubts)

    def _question(self, id: str) -> None:
        """Shows a question: in the controls that are there, where they fit."""
        one = next(one for one in self.taken if one.question.id == id)
        doubts, picture = self.history.doubts(id), self._picture(id)
        if self.asked is None or not self.asked.fits(one):
            self.asked = QuestionForm(
                one, lambda: self.read, self.change, self.message, self.earlier
            )
        self.asked.show(one, doubts, picture)
        if self.body.children != (self.asked,):
            self.body.children = [self.asked]

    def _picture(self, id: str) -> str:
        try:
            found = self.pictures.of(id)
        except KartlaggningError as error:
            return faults(error)
        if not found:
            return paragraph("Frågan får ingen figur.")
        more = paragraph("Körningen kan behöva utesluta fler tal.")
        return f"<h3>Så blir figuren, preliminärt</h3>{found}{more}"

    # ---------------------------------------------------------------- what is done

    def change(self, sentence: str, found: Iterable[Edit]) -> None:
        """Writes changes and shows the survey as it is now read."""
        try:
            if not self.history.change(sentence, found, of=self.read.codebook):
                return
            self.reload()
        except Exception as error:
            self._fail(error)
            return
        self.message.value = status(f"Sparat: {sentence}.") + self._wrong()

    def _fail(self, error: Exception) -> None:
        """Tells what went wrong, and shows what survey.yml says now."""
        self.asked, self.body.children = None, []
        with suppress(KartlaggningError, OSError):
            self.reload()
        self.message.value = in_the_form(plainly(error))

    def _wrong(self) -> str:
        """The answers that do not fit what survey.yml says, as HTML."""
        return in_the_form(faults(self.read.problems))

    def agree(self) -> None:
        """She has seen the question (or all that wait), and goes on."""
        now = str(self.at.value)
        shown = next((one for one in self.taken if one.question.id == now), None)
        if shown is not None and shown.unknown:
            self.message.value = status("Välj först vad svaren räknas som.")
            return
        ids = (
            [now]
            if now != EVERY
            else [
                one.question.id
                for one in self.taken
                if one.waits and not self._doubted(one)
            ]
        )
        try:
            if ids:
                self.history.seen(self.read.codebook, ids, self.who())
        except Exception as error:
            self._fail(error)
            return
        self.reload(to=self._next(now))
        self.message.value = status(self._what_is_left())

    def _what_is_left(self) -> str:
        """What is left after an answer."""
        left = self.left
        if not left:
            return "Sparat. Alla frågor är genomgångna: gå vidare till Kör."
        noun = "En fråga" if left == 1 else f"{left} frågor"
        return f"Sparat. {noun} väntar."

    def _next(self, now: str) -> str:
        """The next question that waits; after all at once, the first that the draft
        asks about. The list of all when none does."""
        ids = [one.question.id for one in self.taken]
        waiting = [one for one in self.taken if one.waits and one.question.id != now]
        if now == EVERY:
            waiting = [one for one in waiting if self._doubted(one)]
        place = ids.index(now) if now in ids else -1
        names = [one.question.id for one in waiting]
        later = [id for id in names if ids.index(id) > place]
        return (later or names or [EVERY])[0]

    def take_back(self) -> None:
        try:
            undone = self.history.undo()
            self.asked, self.body.children = None, []  # what was typed goes too
            self.reload()
        except Exception as error:
            self._fail(error)
            return
        self.message.value = status(f"Ångrat: {undone}.")

    def reload(self, to: str | None = None) -> None:
        """Reads the survey again, as survey.yml says now."""
        self.read = read_survey(self.survey, self.project)
        self.taken = self.read.taken()
        self.pictures = Pictures(self.read.source)
        if to is not None:
            self._quiet = True
            self.at.options = [(self._named(id), id) for id in [*self.shown, to]]
            self.at.value = to
            self._quiet = False
        self.draw()
        self.message.value = self._wrong()

    # ---------------------------------------------------------------- inside

    def _unless_quiet(self, act: Callable[[], None]) -> Callable[[object], None]:
        safe = guarded(act, self.message)
        return lambda _: None if self._quiet else safe()


def _brief(one: Taken) -> str:
    """The options with their counts on one line, or what else is known."""
    if one.options:
        shown = [
            o.label if o.count is None else f"{o.label}: {o.count}" for o in one.options
        ]
        return "; ".join(shown)
    return " ".join(one.in_words)
