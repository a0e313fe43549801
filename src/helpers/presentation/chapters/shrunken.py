"""The groups in the order of their shares, steadied where few have answered."""

from __future__ import annotations

from helpers.disclosure.released import Released
from helpers.presentation import tables, text
from helpers.presentation.chapters.chapter import Fold, Part
from helpers.presentation.locale import phrase
from helpers.survey.codebook import TOTAL


def shrunken_parts(released: Released) -> list[Part]:
    """A folded table: each group's share that collaborates at all, as it is and
    steadied, in the latter's order. Groups of few answers stand last, by name."""
    few = released.codebook.disclosure.percent_from
    rows = text.shown_rows(released.select(statistic="shrunken", challenge=TOTAL))
    known = [row for row in rows if row.estimate == row.estimate]
    if not known:
        return []
    ranked = [row for row in known if row.answered >= few]
    ranked.sort(key=lambda row: (-row.estimate, row.group))
    rest = sorted((row for row in known if row.answered < few), key=lambda r: r.group)
    noun, verb = text.groups(released.codebook), text.doing(released.codebook).verb
    body: list[list[tables.Value]] = [
        [
            row.group,
            row.answered,
            tables.Share(
                row.count,
                row.answered,
                row.count / row.answered if row.answered >= few else None,
            ),
            row.estimate,
        ]
        for row in [*ranked, *rest]
    ]
    table = tables.Table(
        "omfattning-utjamnad",
        phrase("Andel som {verb} i varje {one}, utjämnad", verb=verb, one=noun.one),
        [
            tables.Column(text.upper_first(noun.one)),
            tables.Column(phrase("Svarande"), "count"),
            tables.Column(phrase("Andel av de svarande"), "share"),
            tables.Column(phrase("Utjämnad andel"), "percent"),
        ],
        body,
        note=(
            phrase(
                "Den utjämnade andelen dras mot de andra {the_many}, mer ju färre "
                "som har svarat. Den visar ordningen, inte vilka som säkert skiljer "
                "sig. {many} med färre än {few} svarande står sist, utan rangordning.",
                the_many=noun.the_many,
                many=text.upper_first(noun.many),
                few=text.word(few),
            )
        ),
    )
    return [
        Fold(
            phrase("Visa {the_many} i ordning, utjämnat", the_many=noun.the_many), table
        )
    ]
