"""The annex of organisations: one table of all that may be named, those of the register
that nobody names, and measures for those who compare with other networks."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from helpers.disclosure.released import Released
from helpers.estimation.schema import STATISTICS
from helpers.presentation import tables, text
from helpers.presentation.chapters.chapter import Fold, Paragraph, Part, Subheading
from helpers.presentation.locale import message, phrase
from helpers.presentation.organisations import not_named_table, organisation_table
from helpers.survey.codebook import TOTAL, Ties

MEASURES = {
    "density": (
        "percent",
        message("andel av alla tänkbara par av svarande och organisation som nämns"),
    ),
    "mean_degree": ("number", message("bland dem som nämner någon")),
    "mean_organisation_degree": ("number", message("i medeltal")),
    "cr3": ("percent", message("av alla omnämnanden")),
    "hhi": ("share", message("1 om en enda nämns, nära 0 om många nämns lika")),
    "gini": ("share", message("0 om alla nämns lika ofta")),
    "centralisation": ("share", message("1 om alla nämner samma enda")),
    "chao1": ("count", message("om alla fått nämna fler (Chao1)")),
}
"""How each is written, and what it means."""


def organisation_parts(released: Released) -> Iterator[Part]:
    """All that is known of the organisations; nothing where none was asked for."""
    asked = [q.id for q in released.codebook.questions if isinstance(q, Ties)]
    if not asked:
        return
    parts = [*_listed(released), *_not_named(released)]
    rows = released.select(challenge=TOTAL, form=TOTAL, question=asked)
    parts += _measures(rows)
    if parts:
        yield Subheading(phrase("Organisationer"), id="organisationer")
        yield from parts


def _listed(released: Released) -> Iterator[Part]:
    facts = released.facts.organisations
    table = organisation_table(released)
    if table is None:
        return
    unnamed = facts.named - len(facts.listed)
    if unnamed:
        yield Paragraph(
            phrase(
                "Av {named} som nämns får {unnamed} inte namnges; de står inte i "
                "tabellen.",
                named=text.counted(facts.named, text.ORGANISATION),
                unnamed=text.number(unnamed),
            )
        )
    sentence = text.counted(len(table.rows), text.ORGANISATION)
    yield Fold(phrase("Visa {words}", words=sentence), table)


def _not_named(released: Released) -> Iterator[Part]:
    table = not_named_table(released)
    if table is not None:
        sentence = text.counted(len(table.rows), text.ORGANISATION)
        yield Fold(
            phrase("Visa {words} i registret som inte nämns", words=sentence), table
        )


def _measures(rows: Released) -> Iterator[Part]:
    """The annex of the chapter: measures for those who compare with other networks."""
    found = {
        row.statistic: row
        for row in text.shown_rows(rows.select(statistic=list(MEASURES), group=TOTAL))
        if pd.notna(row.estimate)
    }
    body = []
    for statistic, (kind, meaning) in MEASURES.items():
        if statistic not in found:
            continue
        value = found[statistic].estimate
        written = {
            "percent": lambda x: text.percent(x),
            "number": lambda x: text.number(x, 1),
            "share": lambda x: text.number(x, 2),
            "count": lambda x: text.number(x),
        }[kind](value)
        body.append([phrase(STATISTICS[statistic].label), written, phrase(meaning)])
    if not body:
        return
    yield Fold(
        phrase("Visa mått på nätverket"),
        tables.Table(
            "natverk-matt",
            phrase("Mått på nätverket av svarande och organisationer"),
            [
                tables.Column(phrase("Mått")),
                tables.Column(phrase("Värde")),
                tables.Column(phrase("Betyder")),
            ],
            body,
            note=phrase(
                "Alla mått gäller dem som nämns, med högst så många svar som "
                "formuläret ger plats för."
            ),
        ),
    )
