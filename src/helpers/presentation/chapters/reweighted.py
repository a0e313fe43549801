"""What other weights than the departments' would make of the main shares."""

from __future__ import annotations

from helpers.disclosure.released import Released
from helpers.estimation.reweighting import (
    BY_LATE,
    BY_PROPENSITY,
    BY_WEIGHT,
    REWEIGHTINGS,
)
from helpers.estimation.schema import COLLABORATES, Row
from helpers.presentation import tables, tabulation, text
from helpers.presentation.chapters.chapter import Paragraph, Part
from helpers.presentation.locale import message, phrase
from helpers.survey.codebook import TOTAL

HEADINGS = {
    BY_WEIGHT: message("Med exportens vikter"),
    BY_PROPENSITY: message("Efter benägenhet att svara"),
    BY_LATE: message("Sena svar för bortfallet"),
}
AUXILIARIES = {"size": message("storlek"), "earlier": message("svaret förra gången")}


def reweighted_parts(released: Released) -> list[Part]:
    """A line on each set of weights, and a table of what they change."""
    rows = released.select(statistic=[*REWEIGHTINGS, COLLABORATES], group=TOTAL)
    cells = tabulation.by_keys(rows.select(form=TOTAL), "challenge", "statistic")
    names = [
        name
        for name in REWEIGHTINGS
        if any(one == name and row.shown for (_, one), row in cells.items())
    ]
    if not names:
        return []
    values = [TOTAL, *released.codebook.challenge_labels]
    body: list[list[tables.Value]] = []
    for value in values:
        whole = cells.get((value, COLLABORATES))
        if whole is None or not _is_shown(whole):
            continue
        line: list[tables.Value] = [
            _label(released, value),
            whole.count / whole.answered,
            whole.estimate,
        ]
        for name in names:
            row = cells.get((value, name))
            known = row is not None and _is_shown(row)
            line += (
                [row.estimate, row.estimate - whole.estimate]
                if row and known
                else [
                    None,
                    None,
                ]
            )
        body.append(line)
    if not body:
        return []
    columns = [
        tables.Column(phrase("Andel")),
        tables.Column(phrase("Ovägd"), "percent"),
        tables.Column(phrase("I rapporten"), "percent"),
    ]
    for name in names:
        heading = phrase(HEADINGS[name])
        columns.append(tables.Column(heading, "percent"))
        columns.append(
            tables.Column(
                phrase("Ändring, {headings}", headings=text.lower_first(heading)),
                "points",
            )
        )
    sentence = " ".join(_explained(released, name) for name in names)
    return [
        Paragraph(
            phrase(
                "Andelarna i rapporten är vägda efter {one}. {words}",
                one=text.groups(released.codebook).one,
                words=sentence,
            )
        ),
        tables.Table(
            "bortfall-vikter",
            phrase(
                "Andelen som {verb}, med andra vikter än rapportens",
                verb=text.doing(released.codebook).verb,
            ),
            columns,
            body,
            note=phrase("Ändring i procentenheter, räknad före avrundning."),
        ),
    ]


def _is_shown(row: Row) -> bool:
    return text.state(row) is text.State.SHOWN and row.answered > 0


def _label(released: Released, value: str) -> str:
    if value != TOTAL:
        return text.label_of(released, "challenge", value)
    area = text.doing(released.codebook).area
    return phrase(
        "Minst {word} {one}", word=text.word(1, neuter=area.neuter), one=area.one
    )


def _explained(released: Released, name: str) -> str:
    noun = text.respondents(released.codebook)
    group = text.groups(released.codebook).one
    if name == BY_WEIGHT:
        return phrase(
            "Exporten har egna vikter. De är uppräknade så att varje {group} "
            "väger som sin del av alla tillfrågade.",
            group=group,
        )
    if name == BY_LATE:
        return phrase(
            "De {many} i varje {group} som svarade sist får stå för dem som inte "
            "har svarat.",
            many=noun.many,
            group=group,
        )
    wanted = released.codebook.propensity
    by = [phrase(words) for one, words in AUXILIARIES.items() if one in wanted]
    return phrase(
        "Benägenheten att svara är skattad efter {listed} (logistisk "
        "regression), och varje svar väger mer ju ovanligare det är att sådana "
        "svarar.",
        listed=text.listed([group, *by]),
    )
