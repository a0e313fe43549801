"""What ties a question to others: who was asked it, what the wave before called it, and
which questions are one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import ipywidgets as widgets

from helpers.app.describing import changes, joining
from helpers.app.describing.taken import Read, Taken
from helpers.app.start.controls import button, chooser, html, paragraph
from helpers.cleaning.asking_whom import led_by
from helpers.presentation.nouns import listed
from helpers.survey.codebook import (
    OVER_ZERO,
    AnyQuestion,
    Codebook,
    Edit,
    Multiple,
    Number,
    Single,
)

On = Callable[[widgets.Widget, str, Callable[..., Iterable[Edit]]], None]
Changed = Callable[[str, Iterable[Edit]], None]
Parts = Mapping[str, tuple[Sequence[widgets.Widget], bool]]
"""Heading → (what stands under it, whether it is open)."""
MOST_ROWS = 6
SOME, UNSAID, ALL, UNKNOWN = "some", "", "all", "unknown"
WIDE = {"width": "min(calc(100% - 4px), 46rem)"}


class Accordion(widgets.VBox):
    """Parts that are seldom needed, each folded under its heading. Those that say
    something already are open."""

    def __init__(self, parts: Parts) -> None:
        folded = []
        for heading, (inside, is_open) in parts.items():
            one = widgets.Accordion([widgets.VBox(list(inside))])
            one.set_title(0, heading)
            one.selected_index = 0 if is_open else None
            folded.append(one)
        super().__init__(folded)


def routed(one: Taken, read: Callable[[], Read], on: On) -> Parts:
    """Who was asked: those that gave some answer to an earlier question; and whose
    answer is known to be none although they were not."""
    book, id = read().codebook, one.question.id
    place = changes.place_of(book, id)
    answer = _whom(one, read, on)
    earlier = [
        (f"”{option}” på {q.name}"[:80], f"{q.id}\n{option}")
        for q in book.questions[:place]
        if isinstance(q, Single | Multiple)
        for option in q.all_options
    ]
    numbers = [
        (f"mer än noll på {q.name}"[:80], f"{q.id}\n{OVER_ZERO}")
        for q in book.questions[:place]
        if isinstance(q, Number)
    ]
    unsure = bool(read().unasked(id))
    if not earlier and not numbers:
        return {"Fick alla frågan?": (answer, unsure)}
    asked = _several(
        "Ställdes bara till dem som svarat",
        [*earlier, *numbers],
        one.question.asked_if,
    )
    none = _several(
        "Inget, utan att frågas, är svaret för dem som svarat",
        earlier,
        one.question.implied_none,
    )

    def route(key: str) -> Callable[[Iterable[str]], list[Edit]]:
        def chosen(ticked: Iterable[str]) -> list[Edit]:
            book, answers = read().codebook, _by_id(ticked)
            known = [Edit(changes.at(book, id, "asked"))] if answers else []
            return [*changes.one_key(book, id, key, answers), *known]

        return chosen

    on(asked, "vilka som fick frågan", route("asked_if"))
    on(none, "vilka som inte behövde frågas", route("implied_none"))
    some = bool(one.question.asked_if or one.question.implied_none)
    shown = html(
        paragraph(
            "Markera flera med Ctrl. Den som svarat ”Nej, vi samverkar inte” och "
            "därför inte fått frågan vilka: markera det svaret i den nedre listan, så "
            "räknas det som inget av alternativen."
        )
    )
    heading = "Bara några fick frågan" if some else "Fick alla frågan?"
    return {heading: ([*answer, asked, none, shown], some or unsure)}


def _whom(one: Taken, read: Callable[[], Read], on: On) -> list[widgets.Widget]:
    """All, those that the blanks speak for, or nobody knows; some others are marked in
    the lists below it."""
    question, book = one.question, read().codebook
    block = read().unasked(question.id)
    clear = block[0].clear if block else []
    routes = {str(n): route for n, route in enumerate(clear)}
    ways = [
        (
            f"Bara de som svarat {led_by(route.asked_if, book)}: {route.led} av "
            f"{route.inside} svarade, av andra {route.stray} av {route.outside}",
            key,
        )
        for key, route in routes.items()
    ]
    alike = [one.question for one in block[1:]]
    some = bool(question.asked_if or question.implied_none)
    now = SOME if some else question.asked or UNSAID
    options = [
        *([("Bara några, som listorna visar", SOME)] if some else []),
        *([("Inget sagt: alla, om svaren inte talar emot", UNSAID)] * (now == UNSAID)),
        ("Alla fick frågan", ALL),
        *ways,
        ("Det är inte känt vilka som fick den", UNKNOWN),
    ]
    made = chooser("Frågan gick till", options, now)

    def chosen(value: str) -> list[Edit]:
        if value not in (*routes, ALL, UNKNOWN):
            return []
        book, route = read().codebook, routes.get(value)
        return [
            edit
            for id in (question.id, *alike)
            for edit in changes.whom(
                book,
                id,
                asked=None if route else value,
                asked_if=route.asked_if if route else None,
            )
        ]

    on(made, "vilka som fick frågan", chosen)
    if not alike:
        return [made]
    names = listed([f"”{book.question(id).name}”" for id in alike])
    sentence = f"Samma svar ges för dem som är tomma hos samma: {names}."
    return [made, html(paragraph(sentence))]


def _several(
    label: str, options: Sequence[tuple[str, str]], now: Mapping[str, Iterable[str]]
) -> widgets.SelectMultiple:
    chosen = [f"{key}\n{option}" for key, answers in now.items() for option in answers]
    return widgets.SelectMultiple(
        options=[*options],
        value=[one for one in chosen if one in {key for _, key in options}],
        description=label,
        rows=min(MOST_ROWS, max(2, len(options))),
        layout=WIDE,
        style={"description_width": "11rem"},
    )


def _by_id(values: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value in values:
        key, option = value.split("\n", 1)
        found.setdefault(key, []).append(option)
    return found


def compared(
    one: Taken, read: Callable[[], Read], earlier: Codebook | None, on: On
) -> Parts:
    """Which question of the wave before it is compared with."""
    if earlier is None or earlier.wave is None:
        return {}
    wave, question = str(earlier.wave), one.question
    same = earlier.by_id.get(question.id)
    usual = f"samma fråga: {same.name}" if same else "ingen: frågan är ny"
    others = [(q.name, q.id) for q in earlier.questions if q.id != question.id]
    now = question.compares_with.get(wave, "")
    made = chooser(f"I {wave} var det", [(usual, ""), *others], now)
    on(
        made,
        f"jämförelsen med {wave}",
        lambda v: changes.one_key(
            read().codebook, question.id, "compares_with", {wave: v} if v else {}
        ),
    )
    return {f"Jämförs med {wave}": ([made], bool(now))}


def joined(
    one: Taken, read: Callable[[], Read], changed: Changed, message: widgets.HTML
) -> Parts:
    """Questions of one column each that are rows of one question, or partners."""
    book, question = read().codebook, one.question
    others = joining.alike(book, question.id)
    if not others:
        return {}
    made = widgets.SelectMultiple(
        options=[(other.name, other.id) for other in others],
        value=[],
        description="Hör ihop med",
        rows=min(MOST_ROWS, max(2, len(others))),
        layout=WIDE,
        style={"description_width": "11rem"},
    )

    def join() -> None:
        ids = _in_order(book.questions, {question.id, *made.value})
        changed("frågor som hör ihop", joining.together(read().codebook, ids))

    shown = html(paragraph(joining.MADE[question.type]))
    return {
        "Är det en del av en större fråga?": (
            [made, shown, button("De hör ihop", join, message)], False
        )
    }  # fmt: skip


def _in_order(questions: Iterable[AnyQuestion], ids: set[str]) -> list[str]:
    return [question.id for question in questions if question.id in ids]
