"""One question of the describing form: what it is taken for, and all that can be said
of it. What only changes its words or order is shown in place, so that a keyboard stays
where it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

import ipywidgets as widgets

from helpers.app.describing import changes
from helpers.app.describing.taken import Read, Taken
from helpers.app.start.controls import (
    button,
    chooser,
    guarded,
    heading,
    html,
    listed,
    paragraph,
    text,
    tick,
)
from helpers.app.start.kinds import own_keys
from helpers.app.start.options import OptionRow
from helpers.app.start.related import Accordion, compared, joined, routed
from helpers.cleaning.answers import shown
from helpers.cleaning.review import CORRECTABLE
from helpers.drafting.alternatives import Alternative, alternatives
from helpers.survey.codebook import (
    CHAPTERS,
    Codebook,
    Edit,
    Grid,
    Multiple,
    Number,
    Optioned,
    Question,
    Single,
)

NOW, TEXT, LEFT_OUT = "nu", "fritext", "läses inte"
MOST_OTHERS = 6
BESIDE = "repeat(auto-fit, minmax(min(100%, 32rem), 1fr))"
"""The figure beside the question where there is room, else below it."""
Changed = Callable[[str, Iterable[Edit]], None]


class QuestionForm(widgets.GridBox):
    """`read` gives the survey as it is read now; `changed` hears of each answer, and
    `message` shows what went wrong. `earlier`: the wave before, where there is one."""

    def __init__(
        self,
        one: Taken,
        read: Callable[[], Read],
        changed: Changed,
        message: widgets.HTML,
        earlier: Codebook | None = None,
    ) -> None:
        self.read, self.changed, self.message = read, changed, message
        self.earlier = earlier
        self.id, self.shape = one.question.id, _shape(one)
        self.about, self.picture = html(), html()
        self.rows: list[OptionRow] = []
        super().__init__(
            [widgets.VBox(self._controls(one)), self.picture],
            layout={"grid_template_columns": BESIDE, "grid_gap": "0 2rem"},
        )

    @property
    def book(self) -> Codebook:
        return self.read().codebook

    def fits(self, one: Taken) -> bool:
        """Whether `show` can show it without other controls."""
        return (self.id, self.shape) == (one.question.id, _shape(one))

    def show(self, one: Taken, doubts: list[str], picture: str) -> None:
        """What the question is taken for now, and its figure."""
        self.about.value = taken_for(one, doubts)
        self.picture.value = picture
        movable = changes.listed_options(self.book, one.question)
        for option, line in zip(one.options, self.rows, strict=True):
            place = movable.index(option.label) if option.label in movable else -1
            count = "" if option.count is None else f": {option.count}"
            ends = (place > 0, 0 <= place < len(movable) - 1)
            line.show(option, f"{escape(option.label)}{count}", movable=ends)

    # ---------------------------------------------------------------- controls

    def _controls(self, one: Taken) -> list[widgets.Widget]:
        question, id = one.question, self.id
        left = [
            heading(question.wording),
            self.about,
            self._reading(one),
            *self._unknown(one),
            *self._options(one),
            *self._codes(question),
            *own_keys(question, lambda: self.book, self._on),
        ]
        wording = text("Frågan löd", question.text or "", question.wording)
        self._on(
            wording, "frågans text",
            lambda v: changes.one_key(self.book, id, "text", v or None),
        )  # fmt: skip
        label = text("Kort namn", question.label or "", "frivilligt; står i rapporten")
        self._on(
            label,
            "kort namn",
            lambda v: changes.one_key(self.book, id, "label", v or None),
        )
        chapter = chooser(
            "Kapitel", [(name, key) for key, name in CHAPTERS.items()], question.chapter
        )
        self._on(
            chapter, "kapitel", lambda v: changes.one_key(self.book, id, "chapter", v)
        )
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
            lambda v: changes.one_key(self.book, id, "disclosure", v),
        )  # fmt: skip
        personal = tick("Personuppgift: läses aldrig in", question.personal)
        self._on(
            personal, "personuppgift",
            lambda v: changes.one_key(self.book, id, "personal", v),
        )  # fmt: skip
        consent = tick("Samtycke att delta: visas aldrig", question.consent)
        self._on(
            consent, "samtycke",
            lambda v: changes.one_key(self.book, id, "consent", v),
        )  # fmt: skip
        more = Accordion(
            {
                **routed(one, self.read, self._on),
                **compared(one, self.read, self.earlier, self._on),
                **joined(one, self.read, self.changed, self.message),
            }
        )
        return [*left, wording, label, chapter, shown, personal, consent, more]

    # ---------------------------------------------------------------- the reading

    def _reading(self, one: Taken) -> widgets.Dropdown:
        question, book = one.question, self.book
        others = alternatives(question, book, self.read().source.exports)
        kinds = {TEXT: "Fritext: räknas inte och publiceras inte"}
        known: dict[str, Alternative] = {}
        for n, other in enumerate(others):
            same = other.type == question.type and (
                (other.ordered is not None) == _is_scale(question)
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

        def chosen(value: str) -> list[Edit]:
            if value == TEXT:
                return changes.as_text(self.book, question.id)
            if value == LEFT_OUT:
                return changes.left_out(self.book, question.id)
            if value in known:
                return changes.read_as(self.book, question.id, known[value])
            return []

        self._on(made, "vad frågan är", chosen)
        return made

    def _has_part(self, id: str) -> bool:
        """Whether the survey uses the question for something."""
        book = self.book
        unit = book.unit.question if book.unit else None
        return id in (book.group, unit, *book.permissions)

    # ---------------------------------------------------------------- options

    def _options(self, one: Taken) -> list[widgets.Widget]:
        question, id = one.question, self.id
        if not isinstance(question, Optioned) or not one.options:
            return []
        for _ in one.options:
            self.rows.append(OptionRow(self._move, self._mean, self.message))
        parts: list[widgets.Widget] = [
            html("<h3>Svarsalternativ, i rapportens ordning</h3>")
        ]
        if isinstance(question, Single | Grid):
            scale = tick(
                "Alternativen är en skala, från lägst till högst", _is_scale(question)
            )
            self._on(scale, "skala", lambda v: changes.ordered(self.book, id, v))
            parts.append(scale)
            if question.scale is not None:
                parts.append(self._reversed(question))
        parts += self.rows
        if one.others:
            parts.append(html("<h3>Egna ord, räknas som ett annat svar</h3>"))
        for words, n in one.others[:MOST_OTHERS]:
            label = f"Gör ”{words[:40]}” ({n}) till alternativ"
            parts.append(button(label, self._adding(words), self.message))
        return parts

    def _reversed(self, question: Single | Grid) -> widgets.Widget:
        shared = self.book.scales[question.scale or ""].reversed
        made = tick(
            "Omvänd fråga: det första alternativet är det högsta steget",
            question.reversed != shared,
        )
        self._on(
            made, "åt vilket håll skalan går",
            lambda v: changes.reversed_scale(self.book, self.id, v),
        )  # fmt: skip
        return made

    def _unknown(self, one: Taken) -> list[widgets.Widget]:
        """What stands in the file and is no option: what each counts as."""
        question, id = one.question, self.id
        if not one.unknown or not isinstance(question, Optioned):
            return []
        parts: list[widgets.Widget] = [
            html("<h3>Svar som inte är något alternativ</h3>")
        ]
        free = question.other_option is None and isinstance(question, Single | Multiple)
        own = [("ett eget alternativ", changes.NEW)]
        own += [("ett fritt svar: Annat", changes.FREE)] if free else []
        options = [(option, option) for option in question.all_options]
        for written, count in one.unknown[:MOST_OTHERS]:
            label = f"”{shown(written, names=False)}” ({count}) räknas som"
            made = chooser(label, [("välj …", ""), *own, *options], "")
            self._on(
                made, "vad ett svar räknas som",
                lambda v, written=written: changes.meant_by(self.book, id, written, v),
            )  # fmt: skip
            parts.append(made)
        if len(one.unknown) > MOST_OTHERS:
            more = len(one.unknown) - MOST_OTHERS
            parts.append(html(paragraph(f"Och {more} till, när de här är avgjorda.")))
        return parts

    def _adding(self, words: str) -> Callable[[], None]:
        return lambda: self.changed(
            "nytt alternativ", changes.an_option(self.book, self.id, words)
        )

    def _move(self, label: str, by: int) -> None:
        self.changed("ordning", changes.moved(self.book, self.id, label, by))

    def _mean(self, label: str, to: str) -> None:
        found = changes.meaning(self.book, self.id, label, to)
        self.changed("vad svaret betyder", found)

    def _codes(self, question: Question) -> list[widgets.Widget]:
        """Whether options that are codes need no words."""
        explained = isinstance(question, Optioned) and question.explained
        if not explained and not question.unexplained:
            return []
        codes = tick("Koderna säger själva vad de betyder", explained)
        self._on(
            codes, "koder",
            lambda v: changes.one_key(self.book, self.id, "explained", v),
        )  # fmt: skip
        return [codes]

    def _on(
        self,
        control: widgets.Widget,
        sentence: str,
        found: Callable[..., Iterable[Edit]],
    ) -> None:
        def heard(_: object) -> None:
            guarded(
                lambda: self.changed(sentence, found(control.value)), self.message
            )()

        control.observe(heard, names="value")


def taken_for(one: Taken, doubts: list[str]) -> str:
    """What a question is taken for, and what the draft asks, as HTML."""
    again = "Frågan är ändrad sedan den gicks igenom." if one.changed else ""
    found = [*one.in_words, again]
    if one.aside:
        examples = ", ".join(dict.fromkeys(f"”{what}”" for what, _ in one.aside[:6]))
        reason = one.aside[0][1]
        decided = " Dem avgör du i steget Avgör." if reason in CORRECTABLE else ""
        found.append(
            f"{len(one.aside)} svar räknas inte ({reason}): {examples}.{decided}"
        )
    asked = f"<p><strong>Datorn undrar:</strong></p>{listed(doubts)}" if doubts else ""
    columns = "; ".join(one.question.columns_used[:3])
    more = " …" if len(one.question.columns_used) > 3 else ""
    return (
        paragraph(
            f"Tolkas som: {one.kind.lower()}. Läses ur: {columns}{more}", "utslag"
        )
        + listed(line for line in found if line)
        + asked
    )


def _is_scale(question: object) -> bool:
    return isinstance(question, Optioned) and bool(question.scale_options)


def _shape(one: Taken) -> tuple[object, ...]:
    """What decides which controls a question has."""
    question = one.question
    scale, unit = _is_scale(question), isinstance(question, Number)
    cell = question.cell if isinstance(question, Grid) else ""
    codes = bool(question.unexplained)
    own = (question.type, cell, scale, unit, question.asked, codes)
    return (*own, len(one.options), one.others, one.unknown)
