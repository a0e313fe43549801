"""Tables of organisations: those that are named, and those of the register that nobody
names; for the annex and for the workbook."""

from __future__ import annotations

from helpers.disclosure.released import Released
from helpers.presentation import tables, text
from helpers.presentation.findings import survey
from helpers.presentation.locale import phrase


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
        phrase(
            "Organisationer som nämns, och av hur många {respondents}",
            respondents=respondents,
        ),
        [
            tables.Column(phrase("Organisation")),
            tables.Column(phrase("Slag")),
            tables.Column(text.upper_first(noun.many)),
            tables.Column(phrase("Svarande"), "count"),
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


def not_named_table(released: Released) -> tables.Table | None:
    """Every organisation that the register places in a challenge and that nobody names
    within it, with where else it is named."""
    labels = released.codebook.challenge_labels
    missing: dict[str, list[str]] = {}
    for challenge in labels:
        for name in survey.not_named(released, challenge):
            missing.setdefault(name, []).append(labels[challenge])
    if not missing:
        return None
    elsewhere = {
        one.name: [labels[id] for id in one.challenges if id in labels]
        for one in released.facts.organisations.listed
    }
    area = text.doing(released.codebook).area
    return tables.Table(
        "organisationer-ej-namnda",
        phrase("Organisationer i registret som ingen nämner inom sitt område"),
        [
            tables.Column(phrase("Organisation")),
            tables.Column(
                phrase(
                    "{one} i registret där den inte nämns",
                    one=text.upper_first(area.one),
                )
            ),
            tables.Column(phrase("Nämns i stället inom")),
        ],
        [
            [name, "; ".join(missing[name]), "; ".join(elsewhere.get(name, [])) or None]
            for name in sorted(missing)
        ],
    )
