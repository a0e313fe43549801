"""How the named ties are: close, agreed, old, in several forms."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.disclosure.released import Released
from helpers.estimation.schema import Row
from helpers.estimation.ties import (
    AGE,
    AGREEMENT,
    FORMS,
    INTENSITY,
    QUALITIES,
    TIE_SHARE,
)
from helpers.presentation import tables, tabulation, text
from helpers.presentation.chapters.chapter import Fold, Paragraph, Part, Subheading
from helpers.presentation.locale import message, phrase
from helpers.presentation.text import State, state
from helpers.survey.codebook import TOTAL

NAMES = {
    INTENSITY: message("Hur nära"),
    AGREEMENT: message("Överenskommelse"),
    AGE: message("Ålder"),
    FORMS: message("Antal former"),
}
_AGES = {
    "0-2": message("högst två år"),
    "3-5": message("tre till fem år"),
    "6-10": message("sex till tio år"),
    "11-": message("mer än tio år"),
}


def tie_parts(released: Released) -> Iterator[Part]:
    """A sentence a quality, and the shares of all, by challenge and by group."""
    for question in released.codebook.ties:
        rows = released.select(question=question.id, statistic=TIE_SHARE)
        whole = rows.select(challenge=TOTAL, group=TOTAL)
        if not text.shown_rows(whole):
            continue
        yield Subheading(phrase("Hur samarbetena är"))
        yield Paragraph(" ".join(_sentences(whole)))
        labels = released.codebook.challenge_labels
        key = f"samarbeten-{question.id.replace('_', '-')}"
        area = text.doing(released.codebook).area.one
        if labels:
            by = rows.select(group=TOTAL)
            table = _table(by, f"{key}-utmaning", "challenge", [TOTAL, *labels])
            yield Fold(phrase("Visa hur samarbetena är, per {area}", area=area), table)
        groups = [one for one in tabulation.order(rows, "group") if one != TOTAL]
        if groups:
            by = rows.select(challenge=TOTAL)
            table = _table(by, f"{key}-grupp", "group", [TOTAL, *groups])
            noun = text.groups(released.codebook).one
            yield Fold(phrase("Visa hur samarbetena är, per {noun}", noun=noun), table)


def _value(quality: str, option: str) -> str:
    if quality == AGE:
        return phrase(_AGES[option])
    if quality == FORMS:
        number = int(option)
        form = phrase("form") if number == 1 else phrase("former")
        return f"{text.word(number)} {form}"
    return option


def _sentences(rows: Released) -> Iterator[str]:
    """The commonest value of each quality: a count of what is named, and so no claim of
    any other ties."""
    for quality in QUALITIES:
        found = text.shown_rows(rows.select(item=quality))
        if not found:
            continue
        top = max(found, key=lambda row: row.count)
        if not top.count or sum(row.count == top.count for row in found) > 1:
            continue
        share = text.percent_words(top.estimate)
        many = text.out_of(top.count, top.answered)
        value = _value(quality, top.option)
        value = text.quoted(value) if quality in (INTENSITY, AGREEMENT) else value
        yield phrase(
            "{names}: vanligast är {value} ({share}, {many} samarbeten).",
            names=phrase(NAMES[quality]),
            value=value,
            share=share,
            many=many,
        )


def _table(rows: Released, key: str, by: str, across: list[str]) -> tables.Table:
    cells = tabulation.by_keys(rows, "item", "option", by)
    lines = dict.fromkeys((row.item, row.option) for row in rows)
    columns = [
        tables.Column(phrase("Samarbetena")),
        *(
            tables.Column(text.label_of(rows, by, one), "share", with_base=True)
            for one in across
        ),
    ]
    few = rows.codebook.disclosure.percent_from
    body: list[list[tables.Value]] = [
        [
            f"{phrase(NAMES[quality])}: {_value(quality, option)}",
            *(_cell(cells.get((quality, option, one)), few) for one in across),
        ]
        for quality, option in lines
    ]
    return tables.Table(
        key,
        phrase("Hur de namngivna samarbetena är"),
        columns,
        body,
        note=phrase("Andel av de samarbeten som nämns och där det är besvarat."),
    )


def _cell(row: Row | None, few: int) -> tables.Value:
    if row is None:
        return None
    found = state(row)
    if found is not State.SHOWN:
        return State.NO_ANSWERS if found is State.NOT_ASKED else found
    return tables.Share(
        row.count, row.answered, row.estimate if row.answered >= few else None
    )
