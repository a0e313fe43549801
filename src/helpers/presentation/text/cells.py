"""One released number in words: its state, a cell, a sentence.

A number that is not shown is passed over: a sentence on it is an empty string, and the
caller prints none. Where a cell must hold something, `cell` gives its state in words.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

import pandas as pd

from helpers.core.errors import DisclosureError
from helpers.disclosure.released import Released
from helpers.presentation.swedish import (
    NBSP,
    Noun,
    fraction,
    groups,
    interval_in_prose,
    interval_words,
    number,
    out_of,
    outward,
    percent,
    percent_words,
    respondents,
    upper_first,
    word,
)
from helpers.survey.codebook import TOTAL


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
    SUPPRESSED = "redovisas inte"
    NO_ANSWERS = "inga svar"
    NOT_ASKED = "frågan ställdes inte"


def state(row: Any) -> State:
    """The state of one row of `Released.rows`."""
    if not row.shown:
        return State.SUPPRESSED
    if row.answered == 0:
        # A group of whom none was asked may as well be one from which none answered.
        nobody = row.asked == 0 and row.group == TOTAL
        return State.NOT_ASKED if nobody else State.NO_ANSWERS
    return State.SHOWN


def cell(row: Any, *, percent_from: int = 0) -> str:
    """One row as it stands in a small space: "62 %", "3 av 7" or its state in words.

    `percent_from` is the least number of answers that gives a percentage.
    """
    found = state(row)
    if found is not State.SHOWN:
        return found.value
    if row.answered < percent_from or pd.isna(row.estimate):
        return out_of(row.count, row.answered)
    return percent(row.estimate)


def count_cell(row: Any) -> str:
    """One row as a count: "0 av 12", or its state in words."""
    found = state(row)
    if found is not State.SHOWN:
        return found.value
    return out_of(row.count, row.answered)


def shown_rows(released: Released) -> list[Any]:
    """The rows that may be printed and have answers, as namedtuples."""
    return [row for row in only_released(released) if state(row) is State.SHOWN]


def has_interval(row: Any) -> bool:
    return pd.notna(row.low) and pd.notna(row.high)


def weighted(row: Any) -> bool:
    """Whether the share is visibly another than count divided by answered: it is
    weighted to the frame (methods.md), and a reader with a calculator must be told."""
    of_units = row.statistic in ("share", "collaborates", "combination")
    if state(row) is not State.SHOWN or not of_units or pd.isna(row.estimate):
        return False
    return percent(row.count / row.answered) != percent(row.estimate)


def weighting_note(released: Released) -> str:
    """The sentence under figures and tables with a weighted share; else nothing."""
    few = released.codebook.disclosure.percent_from
    shares = [row for row in shown_rows(released) if row.answered >= few]
    if not any(weighted(row) for row in shares):
        return ""
    group = groups(released.codebook).one
    return f"Andelar för alla är vägda efter {group}."


def share_words(row: Any, *, percent_from: int = 0) -> str:
    """One row in prose: "62 procent", "3 av 7", "ingen av 12", "alla 12", or nothing
    when it is not shown."""
    if state(row) is not State.SHOWN:
        return ""
    known = not has_interval(row)
    if row.answered < percent_from or pd.isna(row.estimate):
        if row.count == 0:
            return f"ingen av {number(row.answered)}"
        if row.count == row.answered:
            return f"alla {number(row.answered)}" if row.answered > 1 else "1 av 1"
        return out_of(row.count, row.answered)
    if known and row.count == row.answered:
        return f"alla {number(row.answered)}"
    return percent_words(row.estimate)


def share_sentence(
    released: Released, predicate: str, *, noun: Noun | None = None
) -> str:
    """A whole sentence on the one row of `released`, finding first, then what it rests
    on; nothing when the number is not shown.

    "Drygt hälften av verksamheterna har ett skriftligt avtal: 53 procent (189 av 355
    svarande; intervall 49 till 58 procent)."
    """
    row = only_released(released).one()
    codebook = released.codebook
    noun = noun or respondents(codebook)
    if state(row) is not State.SHOWN:
        return ""
    few = row.answered < codebook.disclosure.percent_from or pd.isna(row.estimate)
    if few or row.count in (0, row.answered):
        return _counted_sentence(row, predicate, noun)
    if has_interval(row) and row.high - row.low > 0.3:
        return (
            f"{upper_first(interval_words(row.low, row.high))} av {noun.the_many} "
            f"{predicate} ({out_of(row.count, row.answered)} svarande)."
        )
    basis = f"{out_of(row.count, row.answered)} svarande"
    if weighted(row):
        # A reader who divides the one by the other must not think it is a mistake.
        basis += f"; vägt efter {groups(codebook).one}"
    if has_interval(row):
        basis += f"; intervall {interval_in_prose(row.low, row.high)}"
    return (
        f"{upper_first(fraction(row.estimate, noun))} {predicate}: "
        f"{percent_words(row.estimate)} ({basis})."
    )


def _counted_sentence(row: Any, predicate: str, noun: Noun) -> str:
    """Few answers, none or all of them: only counts, never more than was seen."""
    if row.count == 0:
        none = "Inget" if noun.neuter else "Ingen"
        return f"{none} svarande {noun.one} {predicate} ({count_cell(row)})."
    if row.count == row.answered:
        if row.answered == 1:
            one = upper_first(word(1, neuter=noun.neuter))
            return f"{one} {noun.one} har svarat, och den {predicate}."
        if row.answered == 2:
            return f"Båda de svarande {noun.the_many} {predicate}."
        return f"Alla {word(int(row.answered))} svarande {noun.many} {predicate}."
    said = word(int(row.count), neuter=noun.neuter)
    return (
        f"{upper_first(said)} av {word(int(row.answered))} svarande {noun.many} "
        f"{predicate}."
    )


def certain_bounds(released: Released) -> str:
    """What is certain without any assumption about those who did not answer
    (methods.md), for the one row of `released`; nothing without bounds."""
    row = only_released(released).one()
    if state(row) is not State.SHOWN or pd.isna(row.certain_low):
        return ""
    if (
        not has_interval(row)
        or row.answered < released.codebook.disclosure.percent_from
    ):
        return ""
    low, high = outward(row.certain_low, row.certain_high)
    where = groups(released.codebook).one
    return (
        "Intervallet gäller om de som inte svarat liknar de svarande i samma "
        f"{where}. Utan det antagandet ligger andelen mellan {low} och "
        f"{high}{NBSP}procent."
    )


def label_of(released: Released, column: str, value: str) -> str:
    """What a key of the estimates is called in the report.

    `column` is the column of the estimates that holds `value`: challenge, form, item…
    A combination of forms is written with a plus: `dialog+support`.
    """
    codebook = released.codebook
    if value == TOTAL:
        return "Alla"
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
    found: set[str] = set()
    for id in released.values("question"):
        question = released.codebook.by_id.get(id)
        found.update(getattr(question, "none_of", ()))
    return frozenset(found)


def dont_know(released: Released) -> frozenset[str]:
    """The options of the table's questions that mean "vet ej"."""
    found: set[str] = set()
    for id in only_released(released).values("question"):
        question = released.codebook.by_id.get(id)
        found.update(getattr(question, "dont_know_options", ()))
    return frozenset(found)
