"""One released number in words: its state, and what a cell holds.

A number that is not shown is passed over, or has its state in words.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

import pandas as pd

from helpers.core.errors import DisclosureError
from helpers.disclosure.released import Released
from helpers.disclosure.rounding import STEP, step_of
from helpers.estimation.schema import COLLABORATES, SHARE, Row
from helpers.presentation.locale import in_swedish, message, phrase
from helpers.presentation.nouns import groups, listed, out_of
from helpers.presentation.swedish import number, percent, period
from helpers.survey.codebook import NO_GROUP, TOTAL, Codebook, Question


def only_released(table: Any) -> Released:
    """`table`, when it is Released. Raises DisclosureError for anything else: a number
    that has not passed the disclosure control is not printed or drawn."""
    if not isinstance(table, Released):
        raise DisclosureError(
            "Bara siffror som har granskats för röjande får visas, inte "
            f"{type(table).__name__}.",
            todo="Läs dem med Released.read() efter steget 3_release.",
        )
    return table


class State(Enum):
    """What can be said of a number. Never mixed up: a white spot must not be read as
    "does nothing"."""

    SHOWN = ""
    SUPPRESSED = message("redovisas inte")
    NO_ANSWERS = message("inga svar")
    NOT_ASKED = message("frågan ställdes inte")

    @property
    def words(self) -> str:
        return phrase(self.value)


def state(row: Row) -> State:
    """The state of one row of `Released.rows`."""
    if not row.shown:
        return State.SUPPRESSED
    if row.answered == 0:
        # A group of whom none was asked may as well be one from which none answered.
        nobody = row.asked == 0 and row.group == TOTAL
        return State.NOT_ASKED if nobody else State.NO_ANSWERS
    return State.SHOWN


def cell(row: Row, *, percent_from: int = 0) -> str:
    """One row as it stands in a small space: "62 %", "3 av 7" or its state in words.

    `percent_from` is the least number of answers that gives a percentage.
    """
    found = state(row)
    if found is not State.SHOWN:
        return found.words
    if row.answered < percent_from or pd.isna(row.estimate):
        return out_of(row.count, row.answered)
    return percent(row.estimate)


def shown_rows(released: Released) -> list[Row]:
    """The rows that may be printed and have answers, as namedtuples."""
    return [row for row in only_released(released) if state(row) is State.SHOWN]


def item_kinds(released: Released) -> set[str]:
    """The kinds of the table's questions and their rows: single, multiple …"""
    codebook = released.codebook
    return {
        item.kind
        for id in released.values("question")
        if id in codebook.by_id
        for item in codebook.items(id)
    }


def has_interval(row: Row) -> bool:
    return pd.notna(row.low) and pd.notna(row.high)


def weighted(row: Row) -> bool:
    """Whether the share is another than count divided by answered: it is
    weighted to the frame (methods.md), and a reader with a calculator must be told."""
    of_units = row.statistic in (SHARE, COLLABORATES, "combination")
    if state(row) is not State.SHOWN or not of_units or pd.isna(row.estimate):
        return False
    rounded = step_of(row.method) / 2 + 1e-9  # no weight, if it may be rounding alone
    return bool(abs(row.count / row.answered - row.estimate) > rounded)


def weighting_note(released: Released) -> str:
    """The sentence under figures and tables with a weighted share; else nothing."""
    few = released.codebook.disclosure.percent_from
    shares = [row for row in shown_rows(released) if row.answered >= few]
    if not any(weighted(row) for row in shares):
        return ""
    group = groups(released.codebook).one
    return phrase("Andelar för alla är vägda efter {group}.", group=group)


def rounding_note(released: Released) -> str:
    """The sentence under figures and tables with shares that are rounded to more than a
    percent; else nothing."""
    steps = sorted({step_of(row.method) for row in shown_rows(released) if coarse(row)})
    if not steps:
        return ""
    near = listed([number(100 * step) for step in steps], "eller")
    return phrase(
        "En del andelar för alla är avrundade till närmaste {near} procent, för "
        "att skydda de svarande.",
        near=near,
    )


def coarse(row: Row) -> bool:
    """Whether a share is rounded to more than a percent: it is told as "ungefär"."""
    return step_of(row.method) > STEP


def period_of(codebook: Codebook, written: str) -> str:
    """When the answers were given, as the facts tell it in Swedish; "" if unknown."""
    if in_swedish() or codebook.fieldwork is None:
        return written
    return period(codebook.fieldwork.start, codebook.fieldwork.end)


def chapter_title(codebook: Codebook, chapter: str) -> str:
    """A chapter's heading: survey.yml's own, else the usual one."""
    own = codebook.chapters.get(chapter)
    return own or phrase(codebook.chapter_titles[chapter])


def label_of(released: Released, column: str, value: str) -> str:
    """What a key of the estimates is called in the report.

    `column` is the column of the estimates that holds `value`: challenge, form, item…
    A combination of forms is written with a plus: `dialog+support`.
    """
    codebook = released.codebook
    if value == TOTAL:
        return phrase("Alla")
    if value == NO_GROUP:
        return phrase(NO_GROUP)
    if column == "challenge":
        return codebook.challenge_labels.get(value, value)
    if column == "form":
        parts = [codebook.form_labels.get(part, part) for part in value.split("+")]
        return " + ".join(parts)
    if column == "question":
        question = codebook.by_id.get(value)
        return question.name if question else value
    if column == "item":
        return _item_labels(released).get(value, value)
    return value


def _item_labels(released: Released) -> dict[str, str]:
    codebook = released.codebook
    return {
        item.row: item.label
        for id in released.values("question")
        if id in codebook.by_id
        for item in codebook.items(id)
    }


def none_of(released: Released) -> frozenset[str]:
    """The options that mean none of the others: "Inga hinder"."""
    return _options(released, lambda question: question.nothing_options)


def dont_know(released: Released) -> frozenset[str]:
    """The options of the table's questions that say nothing of what was asked: "vet
    ej", "ej aktuellt"."""
    return _options(released, lambda question: question.unsure_options)


def other(released: Released) -> frozenset[str]:
    """The options that stand for what the others do not name: "Annat"."""
    return _options(released, lambda question: question.other_options)


def unexplained(released: Released) -> list[str]:
    """The options of the table's only question, where they are codes without words."""
    ids = only_released(released).values("question")
    question = released.codebook.by_id.get(ids[0]) if len(ids) == 1 else None
    return [] if question is None else question.unexplained


def _options(
    released: Released, kind: Callable[[Question], list[str]]
) -> frozenset[str]:
    known = released.codebook.by_id
    asked = [known[i] for i in only_released(released).values("question") if i in known]
    return frozenset(option for question in asked for option in kind(question))
