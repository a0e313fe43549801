"""The describing form: one question at a time, or all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

import ipywidgets as widgets

from helpers.app.describing import changes
from helpers.app.describing.history import History
from helpers.app.describing.taken import Read, Taken, read_survey
from helpers.app.start.controls import (
    button,
    chooser,
    faults,
    heading,
    html,
    listed,
    paragraph,
    row,
    status,
    text,
    tick,
)
from helpers.app.start.options import OptionRow
from helpers.app.start.picture import Pictures
from helpers.app.start.whole import WholeSurvey
from helpers.core.errors import KartlaggningError
from helpers.core.project import Project
from helpers.drafting.alternatives import Alternative, alternatives
from helpers.survey.codebook import (
    CHAPTERS,
    Change,
    FreeText,
    Grid,
    Number,
    Optioned,
    Single,
)

ABOUT, EVERY = "", "*"
NOW, TEXT, LEFT_OUT = "nu", "fritext", "läses inte"
MOST_OTHERS = 6


class Form(widgets.VBox):
    """`who` gives the name of the one who describes. What she changes is in survey.yml
    at once."""

    def __init__(self, survey: str, project: Project, who: Callable[[], str]) -> None:
        self.survey, self.project, self.who = survey, project, who
        self.history = History(project.raw(survey))
        self.read: Read = read_survey(survey, project)
        self.taken: list[Taken] = self.read.taken()
        self.pictures = Pictures(self.read.source)
        self.rows: list[OptionRow] = []
        self._quiet = False
        self.at = chooser("Visa", [("Om enkäten", ABOUT)], ABOUT)
        self.waiting = tick("Bara frågor som väntar", False)
        self.said, self.body = html(), widgets.VBox()
        self.undo = button("Ångra", self.take_back)
        self.before = button("Föregående", lambda: self.step(-1))
        self.after = button("Nästa", lambda: self.step(1))
        self.fine = button("Stämmer, nästa fråga", self.agree, main=True)
        self.at.observe(self._unless_quiet(self.turn), names="value")
        self.waiting.observe(self._unless_quiet(self.draw), names="value")
        super().__init__(
            [
                row(self.at, self.waiting),
                self.body,
                row(self.fine, self.before, self.after, self.undo),
                self.said,
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
        self.said.value = ""
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
        if now == ABOUT:
            self.body.children = [WholeSurvey(self.read, self.change)]
        elif last:
            self.body.children = [html(self._every())]
        else:
            self.body.children = self._question(now)

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
        return one.changed or bool(self.history.doubts(one.question.id))

    def _question(self, id: str) -> list[widgets.Widget]:
        one = next(one for one in self.taken if one.question.id == id)
        question, book = one.question, self.read.codebook
        parts: list[widgets.Widget] = [
            heading(question.wording),
            html(self._taken_for(one)),
            self._reading(one),
            *self._options(one),
            *self._own_keys(one),
            html(self._picture(id)),
        ]
        wording = text("Frågan löd", question.text or "", question.wording)
        self._on(
            wording, "frågans text",
            lambda v: changes.one_key(book, id, "text", v or None),
        )  # fmt: skip
        label = text("Kort namn", question.label or "", "frivilligt; står i rapporten")
        self._on(
            label, "kort namn", lambda v: changes.one_key(book, id, "label", v or None)
        )
        chapter = chooser(
            "Kapitel", [(name, key) for key, name in CHAPTERS.items()], question.chapter
        )
        self._on(chapter, "kapitel", lambda v: changes.one_key(book, id, "chapter", v))
        shown = chooser(
            "Svaren är",
            [
                ("skyddade: små tal visas inte", "protected"),
                ("öppna: offentliga fakta, visas helt", "open"),
            ],
            question.disclosure,
        )
        self._on(
            shown, "öppen eller skyddad",
            lambda v: changes.one_key(book, id, "disclosure", v),
        )  # fmt: skip
        personal = tick("Personuppgift: läses aldrig in", question.personal)
        self._on(
            personal, "personuppgift",
            lambda v: changes.one_key(book, id, "personal", v),
        )  # fmt: skip
        return [
            *parts[:-1],
            wording,
            label,
            chapter,
            shown,
            personal,
            self._asked_if(one),
            parts[-1],
        ]

    def _taken_for(self, one: Taken) -> str:
        doubts = self.history.doubts(one.question.id)
        again = "Frågan är ändrad sedan den gicks igenom." if one.changed else ""
        found = [*one.said, again]
        if one.aside:
            examples = ", ".join(
                dict.fromkeys(f"”{what}”" for what, _ in one.aside[:6])
            )
            found.append(
                f"{len(one.aside)} svar räknas inte ({one.aside[0][1]}): {examples}. "
                "Dem avgör du i steget Avgör."
            )
        asked = (
            f"<p><strong>Datorn undrar:</strong></p>{listed(doubts)}" if doubts else ""
        )
        columns = "; ".join(one.question.columns_used[:3])
        more = " …" if len(one.question.columns_used) > 3 else ""
        return (
            paragraph(
                f"Tolkas som: {one.kind.lower()}. Läses ur: {columns}{more}", "utslag"
            )
            + listed(line for line in found if line)
            + asked
        )

    # ---------------------------------------------------------------- the reading

    def _reading(self, one: Taken) -> widgets.Dropdown:
        question, book = one.question, self.read.codebook
        others = alternatives(question, book, self.read.source.exports)
        kinds = {TEXT: "Fritext: räknas inte och publiceras inte"}
        known: dict[str, Alternative] = {}
        for n, other in enumerate(others):
            same = other.type == question.type and (
                (other.ordered is not None) == self._is_scale(question)
            )
            if not same and other.type != "text":
                known[str(n)] = other
        options = [(f"{one.kind}, som nu", NOW)]
        options += [(f"{o.says[:90]}: {o.why}", key) for key, o in known.items()]
        if len(question.columns_used) == 1 and question.type != "text":
            options.append((kinds[TEXT], TEXT))
        if not self._has_part(question.id):
            options.append(("Ingen fråga: kolumnen läses inte", LEFT_OUT))
        made = chooser("Frågan är", options, NOW)

        def chosen(value: str) -> list[Change]:
            if value == TEXT:
                return changes.as_text(book, question.id)
            if value == LEFT_OUT:
                return changes.left_out(book, question.id)
            if value in known:
                return changes.read_as(book, question.id, known[value])
            return []

        self._on(made, "vad frågan är", chosen)
        return made

    @staticmethod
    def _is_scale(question: object) -> bool:
        return isinstance(question, Optioned) and bool(question.scale_options)

    def _has_part(self, id: str) -> bool:
        """Whether the survey uses the question for something."""
        book = self.read.codebook
        unit = book.unit.question if book.unit else None
        return id in (book.group, unit, *book.permissions)

    # ---------------------------------------------------------------- options

    def _options(self, one: Taken) -> list[widgets.Widget]:
        question, book = one.question, self.read.codebook
        if not isinstance(question, Optioned) or not one.options:
            return []
        listed_now = changes.listed_options(book, question)
        while len(self.rows) < len(one.options):
            self.rows.append(OptionRow(self._move, self._mean))
        for option, line in zip(one.options, self.rows, strict=False):
            place = listed_now.index(option.label) if option.label in listed_now else -1
            count = "" if option.count is None else f": {option.count}"
            line.show(
                option,
                f"{escape(option.label)}{count}",
                movable=(place > 0, 0 <= place < len(listed_now) - 1),
            )
        parts: list[widgets.Widget] = [
            html("<h3>Svarsalternativ, i rapportens ordning</h3>")
        ]
        if isinstance(question, Single | Grid) and question.type != "multiple":
            scale = tick(
                "Alternativen är en skala, från lägst till högst",
                self._is_scale(question),
            )
            self._on(scale, "skala", lambda v: changes.ordered(book, question.id, v))
            parts.append(scale)
        parts += self.rows[: len(one.options)]
        if one.others:
            parts.append(html("<h3>Egna ord, räknas som ett annat svar</h3>"))
        for words, n in one.others[:MOST_OTHERS]:
            add = button(
                f"Gör ”{words[:40]}” ({n}) till alternativ", self._adding(words)
            )
            parts.append(add)
        return parts

    def _adding(self, words: str) -> Callable[[], None]:
        def add() -> None:
            id = str(self.at.value)
            self.change(
                "nytt alternativ", changes.an_option(self.read.codebook, id, words)
            )

        return add

    def _move(self, label: str, by: int) -> None:
        id = str(self.at.value)
        self.change("ordning", changes.moved(self.read.codebook, id, label, by))

    def _mean(self, label: str, to: str) -> None:
        id = str(self.at.value)
        self.change(
            "vad svaret betyder", changes.meaning(self.read.codebook, id, label, to)
        )

    # ---------------------------------------------------------------- other keys

    def _own_keys(self, one: Taken) -> list[widgets.Widget]:
        question, book, id = one.question, self.read.codebook, one.question.id
        if isinstance(question, FreeText):
            return self._quotes(question)
        if not isinstance(question, Number):
            return []
        unit = text("Enhet", question.unit, "till exempel kr eller tusen kr")
        self._on(unit, "enhet", lambda v: changes.one_key(book, id, "unit", v))
        low, high = (
            f"{end:g}" if question.between else ""
            for end in (question.between or (0.0, 0.0))
        )
        least = text("Minsta rimliga", low, "tomt: vad som helst")
        most = text("Största rimliga", high, "tomt: vad som helst")
        for one_end in (least, most):
            self._on(
                one_end, "rimliga tal",
                lambda _: changes.amounts(book, id, least.value, most.value),
            )  # fmt: skip
        return [unit, least, most]

    def _quotes(self, question: FreeText) -> list[widgets.Widget]:
        """Which question lets an answer be quoted, and by which answer."""
        book = self.read.codebook
        yes_no = [
            (q.name, q.id)
            for q in book.questions
            if isinstance(q, Single) and 1 < len(q.all_options) <= 4
        ]
        now = next(iter(question.quote_if), "")
        made = chooser("Får citeras om", [("får inte citeras", ""), *yes_no], now)

        def chosen(value: str) -> list[Change]:
            if not value:
                return changes.one_key(book, question.id, "quote_if", {})
            said = {value: [book.question(value).all_options[0]]}
            return changes.one_key(book, question.id, "quote_if", said)

        self._on(made, "citat", chosen)
        return [made]

    def _asked_if(self, one: Taken) -> widgets.Widget:
        """Who was asked: those that gave some answer to an earlier question."""
        book, id = self.read.codebook, one.question.id
        place = changes.place_of(book, id)
        earlier = [
            (f"”{option}” på {q.name}"[:80], f"{q.id}\n{option}")
            for q in book.questions[:place]
            if isinstance(q, Single)
            for option in q.all_options
        ]
        known = one.question.asked_if
        now = [
            f"{key}\n{option}" for key, options in known.items() for option in options
        ]
        made = widgets.SelectMultiple(
            options=[*earlier],
            value=[one for one in now if one in {key for _, key in earlier}],
            description="Ställdes bara till dem som svarat",
            rows=min(6, max(2, len(earlier))),
            layout={"width": "min(100%, 46rem)"},
            style={"description_width": "11rem"},
        )

        def chosen(values: Iterable[str]) -> list[Change]:
            found: dict[str, list[str]] = {}
            for value in values:
                key, option = value.split("\n", 1)
                found.setdefault(key, []).append(option)
            return changes.one_key(book, id, "asked_if", found)

        self._on(made, "vilka som fick frågan", chosen)
        inside = widgets.Accordion([made])
        inside.set_title(
            0, "Fick alla frågan?" if not now else "Bara några fick frågan"
        )
        inside.selected_index = 0 if now else None
        return inside

    def _picture(self, id: str) -> str:
        try:
            found = self.pictures.of(id)
        except KartlaggningError as error:
            return faults(error)
        if not found:
            return paragraph("Frågan får ingen figur.")
        return f"<h3>Så blir figuren, preliminärt</h3>{found}"

    # ---------------------------------------------------------------- what is done

    def change(self, said: str, found: Iterable[Change]) -> None:
        """Writes changes and shows the survey as it is now read."""
        try:
            if not self.history.change(said, found):
                return
            self.reload()
        except KartlaggningError as error:
            self.said.value = faults(error)
            self.draw()
            return
        self.said.value = status(f"Sparat: {said}.")

    def agree(self) -> None:
        """She has seen the question (or all that wait), and goes on."""
        now = str(self.at.value)
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
        except KartlaggningError as error:
            self.said.value = faults(error)
            return
        self.reload(to=self._next(now))
        self.said.value = status(self._told())

    def _told(self) -> str:
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
            said = self.history.undo()
            self.reload()
        except KartlaggningError as error:
            self.said.value = faults(error)
            return
        self.said.value = status(f"Ångrat: {said}.")

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
        self.said.value = faults(self.read.problems)

    # ---------------------------------------------------------------- inside

    def _on(
        self,
        control: widgets.Widget,
        said: str,
        found: Callable[..., Iterable[Change]],
    ) -> None:
        def heard(_: object) -> None:
            if self._quiet:
                return
            try:
                self.change(said, found(control.value))
            except KartlaggningError as error:
                self.said.value = faults(error)

        control.observe(heard, names="value")

    def _unless_quiet(self, act: Callable[[], None]) -> Callable[[object], None]:
        return lambda _: None if self._quiet else act()


def _brief(one: Taken) -> str:
    """The options with their counts on one line, or what else is known."""
    if one.options:
        shown = [
            o.label if o.count is None else f"{o.label}: {o.count}" for o in one.options
        ]
        return "; ".join(shown)
    return " ".join(one.said)
