"""The annex of organisations: one table of all that may be named, those of the register
that nobody names, and measures for those who compare with other networks."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from helpers.disclosure.released import Released
from helpers.estimation.schema import STATISTICS
from helpers.presentation import tables, text
from helpers.presentation.chapters.chapter import Fold, Paragraph, Part, Subheading
from helpers.presentation.findings import survey
from helpers.survey.codebook import TOTAL, Ties

MEASURES = {
    "density": (
        "percent",
        "andel av alla tänkbara par av svarande och organisation som nämns",
    ),
    "mean_degree": ("number", "bland dem som nämner någon"),
    "mean_organisation_degree": ("number", "i medeltal"),
    "cr3": ("percent", "av alla omnämnanden"),
    "hhi": ("share", "1 om en enda nämns, nära 0 om många nämns lika"),
    "gini": ("share", "0 om alla nämns lika ofta"),
    "centralisation": ("share", "1 om alla nämner samma enda"),
    "chao1": ("count", "om alla fått nämna fler (Chao1)"),
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
        yield Subheading("Organisationer", id="organisationer")
        yield from parts


def organisation_table(released: Released) -> tables.Table | None:
    """Each organisation that may be named: who names it, and within what. A number is
    how many of the respondents name it there."""
    listed = released.facts.organisations.listed
    if not listed:
        return None
    noun = text.groups(released.codebook)
    respondents = text.respondents(released.codebook).many
    labels = released.codebook.challenge_labels
    agreed = released.codebook.short_names
    return tables.Table(
        "organisationer",
        f"Organisationer som nämns, och av hur många {respondents}",
        [
            tables.Column("Organisation"),
            tables.Column("Slag"),
            tables.Column(text.upper_first(noun.many)),
            tables.Column("Svarande", "count"),
            *(tables.Column(label, "count") for label in labels.values()),
        ],
        [
            [
                one.name,
                one.type or None,
                text.short_groups(one.naming.groups, agreed) or None,
                one.naming.units,
                *(
                    one.challenges[id].units if id in one.challenges else None
                    for id in labels
                ),
            ]
            for one in listed
        ],
    )


def _listed(released: Released) -> Iterator[Part]:
    facts = released.facts.organisations
    table = organisation_table(released)
    if table is None:
        return
    unnamed = facts.named - len(facts.listed)
    if unnamed:
        many = text.upper_first(text.counted(unnamed, text.ORGANISATION))
        yield Paragraph(
            f"{many} av de {text.number(facts.named)} som nämns får inte namnges "
            "och står inte i tabellen."
        )
    said = text.counted(len(table.rows), text.ORGANISATION)
    yield Fold(f"Visa {said}", table)


def _not_named(released: Released) -> Iterator[Part]:
    """Every organisation that the register places in a challenge and that nobody names
    within it, with where else it is named."""
    labels = released.codebook.challenge_labels
    missing: dict[str, list[str]] = {}
    for challenge in labels:
        for name in survey.not_named(released, challenge):
            missing.setdefault(name, []).append(labels[challenge])
    if not missing:
        return
    elsewhere = {
        one.name: [labels[id] for id in one.challenges if id in labels]
        for one in released.facts.organisations.listed
    }
    area = text.doing(released.codebook).area
    table = tables.Table(
        "organisationer-ej-namnda",
        "Organisationer i registret som ingen nämner inom sitt område",
        [
            tables.Column("Organisation"),
            tables.Column(
                f"{text.upper_first(area.one)} i registret där den inte nämns"
            ),
            tables.Column("Nämns i stället inom"),
        ],
        [
            [name, "; ".join(missing[name]), "; ".join(elsewhere.get(name, [])) or None]
            for name in sorted(missing)
        ],
    )
    said = text.counted(len(missing), text.ORGANISATION)
    yield Fold(f"Visa {said} i registret som inte nämns", table)


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
        body.append([STATISTICS[statistic].label, written, meaning])
    if not body:
        return
    yield Fold(
        "Visa mått på nätverket",
        tables.Table(
            "natverk-matt",
            "Mått på nätverket av svarande och organisationer",
            [tables.Column("Mått"), tables.Column("Värde"), tables.Column("Betyder")],
            body,
            note="Alla mått gäller dem som nämns, med högst så många svar som "
            "formuläret ger plats för.",
        ),
    )
