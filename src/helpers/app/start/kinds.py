"""What only some kinds of question can say: amounts, how many one may choose, rows."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from helpers.app.describing import changes
from helpers.app.start.controls import LABELS, WIDE, chooser, text, tick
from helpers.app.start.related import MOST_ROWS, Accordion, On
from helpers.survey.codebook import (
    AnyQuestion,
    Codebook,
    Edit,
    FreeText,
    Grid,
    Multiple,
    Number,
    RankOrder,
    Single,
)

Book = Callable[[], Codebook]
LONGEST_LABEL = 60


def own_keys(question: AnyQuestion, book: Book, on: On) -> list[widgets.Widget]:
    """The controls of the question's kind. `on` is told of each, what it changes in
    words, and how its value becomes changes of survey.yml."""
    match question:
        case FreeText():
            return [_quotes(question, book, on)]
        case RankOrder() if question.columns:
            return [_most(question, book, on), _highest(question, book, on)]
        case Multiple() | RankOrder():
            return [_most(question, book, on)]
        case Number():
            return [*_amounts(question, book, on), _whole(question, book, on)]
        case Grid():
            return _grid(question, book, on)
        case _:
            return []


def _grid(question: Grid, book: Book, on: On) -> list[widgets.Widget]:
    parts: list[widgets.Widget] = []
    if question.cell == "number":
        parts = _amounts(question, book, on)
    elif question.cell == "multiple":
        parts = [_most(question, book, on)]
    elif question.rows.keys() & book().challenge_labels.keys():
        parts = [_wants_more(question, book, on)]
    rows = Accordion({"Radernas korta namn": (_rows(question, book, on), False)})
    return [*parts, rows]


def _wants_more(question: Grid, book: Book, on: On) -> widgets.Widget:
    options = question.all_options
    made = widgets.SelectMultiple(
        options=options,
        value=[one for one in question.wants_more if one in options],
        description="Svar som betyder att mer behövs",
        rows=min(MOST_ROWS, len(options)),
        layout=WIDE,
        style=LABELS,
    )
    on(
        made, "vilka svar som betyder att mer behövs",
        lambda v: changes.one_key(book(), question.id, "wants_more", list(v)),
    )  # fmt: skip
    return made


def _rows(question: Grid, book: Book, on: On) -> list[widgets.Widget]:
    parts = []
    for item in book().items(question):
        where = question.rows[item.row]
        asked = where if isinstance(where, str) else item.row
        now = question.row_labels.get(item.row, "")
        line = text(asked[-LONGEST_LABEL:], now, item.label)
        on(
            line, "en rads namn",
            lambda v, row=item.row: changes.row_label(book(), question.id, row, v),
        )  # fmt: skip
        parts.append(line)
    return parts


def _amounts(question: Number | Grid, book: Book, on: On) -> list[widgets.Widget]:
    unit = text("Enhet", question.unit, "till exempel kr eller tusen kr")
    on(unit, "enhet", lambda v: changes.one_key(book(), question.id, "unit", v))
    low, high = (
        f"{end:g}" if question.between else ""
        for end in (question.between or (0.0, 0.0))
    )
    least = text("Minsta rimliga", low, "tomt: vad som helst")
    most = text("Största rimliga", high, "tomt: vad som helst")
    for one_end in (least, most):
        on(
            one_end, "rimliga tal",
            lambda _: changes.amounts(book(), question.id, least.value, most.value),
        )  # fmt: skip
    return [unit, least, most]


def _whole(question: Number, book: Book, on: On) -> widgets.Widget:
    made = tick("Bara hela tal", question.whole)
    on(made, "hela tal", lambda v: changes.one_key(book(), question.id, "whole", v))
    return made


def _most(question: Multiple | RankOrder | Grid, book: Book, on: On) -> widgets.Widget:
    most = text("Så många fick väljas", str(question.max or ""), "tomt: alla")
    on(
        most, "hur många som fick väljas",
        lambda v: changes.most(book(), question.id, v),
    )  # fmt: skip
    return most


def _highest(question: RankOrder, book: Book, on: On) -> widgets.Widget:
    made = tick("Det högsta talet är första plats", question.highest_first)
    on(
        made, "vad talen betyder",
        lambda v: changes.one_key(book(), question.id, "highest_first", v),
    )  # fmt: skip
    return made


def _quotes(question: FreeText, book: Book, on: On) -> widgets.Widget:
    """Which question lets an answer be quoted, and by which answer."""
    yes_no = [
        (q.name, q.id)
        for q in book().questions
        if isinstance(q, Single) and 1 < len(q.all_options) <= 4
    ]
    now = next(iter(question.quote_if), "")
    made = chooser("Får citeras om", [("får inte citeras", ""), *yes_no], now)

    def chosen(value: str) -> list[Edit]:
        if not value:
            return changes.one_key(book(), question.id, "quote_if", {})
        leave = {value: [book().question(value).all_options[0]]}
        return changes.one_key(book(), question.id, "quote_if", leave)

    on(made, "citat", chosen)
    return made
