"""9. Nätverket: who is named, by how many, and what the answers allow to be said."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.disclosure.released import Released
from helpers.estimation import sides
from helpers.estimation.network import MORE, PAIR, UNTESTED, claim
from helpers.estimation.schema import STATISTICS, Row, named
from helpers.presentation import figures, prose, tables, tabulation, text
from helpers.presentation.chapters.chapter import (
    Chapter,
    Fold,
    Note,
    Paragraph,
    Part,
    own,
)
from helpers.presentation.chapters.heading import headed
from helpers.presentation.chapters.ties import tie_parts
from helpers.presentation.findings import survey
from helpers.presentation.locale import message, phrase
from helpers.presentation.manuscript import Report
from helpers.survey.codebook import TOTAL, Codebook, Ties

MAY_SAY = {
    "network": message("De nämnda partnerna kan beskrivas"),
    "caution": message("Med försiktighet"),
    "named_only": message("Bara vilka som nämns"),
}
"""What a department's response rate allows (network.claim), in a cell."""


def network(report: Report) -> Chapter:
    """9. Nätverket: the picture of groups and the organisations that several name, what
    each group's answers allow, and the measures, with their censoring said."""
    released, texts = report.released, report.texts
    heading = text.chapter_title(released.codebook, "network")
    asked = [q for q in released.codebook.questions if isinstance(q, Ties)]
    if not asked:
        return Chapter("natverk", heading, ())
    rows = released.select(challenge=TOTAL, form=TOTAL, question=[q.id for q in asked])
    parts: list[Part | None] = []
    if _count(rows, "organisations"):
        heading = headed(heading, survey.organisations(released), released.codebook)
        parts.append(Paragraph(_censoring(rows, asked)))
        unsure = survey.organisations(released)
        if unsure is not None and unsure.unconfirmed:
            sentence = prose.sentence(unsure, released.codebook, prose.Voice.SHORT)
            parts.append(Paragraph(sentence))
        if released.codebook.group and len(asked) == 1:
            picture = figures.network(rows, "natverk")
            parts.append(picture)
            if isinstance(picture, figures.Figure):
                parts.append(figures.named_by(rows, "natverk-antal"))
            parts += _sharing(rows)
    parts += _tie_table(rows.select(statistic=["ties", "organisations"]))
    parts += tie_parts(released)
    parts += _both_sides(rows)
    return Chapter.of(
        "natverk", heading, [own(texts, "network"), *parts] if parts else []
    )


def _censoring(rows: Released, asked: list[Ties]) -> str:
    """What the numbers are numbers of: named by those who answered, so many at most."""
    most = max(question.blocks for question in asked)
    named = _count(rows, "ties") or 0
    return phrase(
        "De svarande har namngett {named} samarbeten. Var och en kunde nämna "
        "högst {most}, och de som inte svarat har inte kunnat nämna någon. Den "
        "som inte nämns kan ändå ha samarbeten: listan är inte fullständig, och "
        "alla tal här är tal om dem som nämns.",
        named=text.number(named),
        most=text.word(most),
    )


def _sharing(rows: Released) -> Iterator[Part]:
    """How many groups share organisations, and whether two do so more than chance."""
    noun = text.groups(rows.codebook)
    found = text.shown_rows(rows.select(statistic="departments_sharing", group=TOTAL))
    if not found:
        return
    row = found[0]
    sharing, of = int(row.estimate), int(row.asked)
    whom = phrase(
        "{sharing} av de {of} {many}",
        sharing=text.word(sharing),
        of=text.word(of),
        many=noun.many,
    )
    if sharing == of:
        whom = phrase("alla {of} {many}", of=text.word(of), many=noun.many)
    sentence = phrase(
        "{whom} som har nämnt någon nämner minst en organisation som också en "
        "annan nämner.",
        whom=text.upper_first(whom),
    )
    pairs = text.shown_rows(rows.select(statistic=PAIR))
    more = [pair for pair in pairs if pair.method == MORE]
    if any(pair.method == UNTESTED for pair in pairs):
        yield Paragraph(sentence)
    elif more:
        names = [
            phrase(
                "{group} och {option} ({count})",
                group=pair.group,
                option=pair.option,
                count=text.number(pair.count),
            )
            for pair in more
        ]
        yield Paragraph(
            phrase(
                "{words} Fler gemensamma organisationer än vad slumpen kan förklara "
                "har {names}.",
                words=sentence,
                names=text.listed(names),
            )
        )
    elif pairs:
        yield Paragraph(
            phrase(
                "{words} Inget par av {many} har fler gemensamma organisationer än "
                "vad slumpen kan förklara.",
                words=sentence,
                many=noun.many,
            )
        )
    if more:  # else all rows would say the same
        yield from _pair_table(rows, pairs)


def _pair_table(rows: Released, pairs: list) -> Iterator[Part]:
    if not pairs:
        return
    noun = text.groups(rows.codebook)
    ranked = sorted(pairs, key=lambda pair: (-pair.count, pair.group, pair.option))
    table = tables.Table(
        "natverk-par",
        phrase("Organisationer som två {many} båda nämner", many=noun.many),
        [
            tables.Column(text.upper_first(noun.one)),
            tables.Column(phrase("Annan {one}", one=noun.one)),
            tables.Column(phrase("Gemensamma organisationer"), "count"),
            tables.Column(phrase("Fler än slumpen ger")),
        ],
        [
            [
                pair.group,
                pair.option,
                pair.count,
                {MORE: phrase("Ja"), UNTESTED: None}.get(pair.method, phrase("Nej")),
            ]
            for pair in ranked
        ],
        note=(
            phrase(
                "Prövat mot slumpade nätverk där var och en nämner lika många och "
                "nämns lika ofta, korrigerat för antalet par (Holm)."
            )
        ),
    )
    yield Fold(phrase("Visa par av {many}", many=noun.many), table)


def _tie_table(rows: Released) -> Iterator[Part]:
    """What each group names, and what its response rate allows to be said of it."""
    cells = tabulation.by_keys(rows, "group", "statistic")
    names = {name: phrase(STATISTICS[name].label) for name in ("ties", "organisations")}
    groups = [g for g in tabulation.order(rows, "group") if g != TOTAL]
    if not groups:
        return
    response = rows.facts.response
    rates = {one.department: one.response_rate for one in response.departments}
    body: list[list] = []
    for group in groups:
        found = [cells[group, statistic] for statistic in names]
        counts = [
            cell.count if text.state(cell) is text.State.SHOWN else text.state(cell)
            for cell in found
        ]
        rate = rates.get(group)
        may = phrase(MAY_SAY[claim(float("nan") if rate is None else rate)])
        # Nothing is claimed of a group that nobody answered for, or that is none.
        sentence = may if rate else None
        body.append([group, *counts, *([rate, sentence] if response.known else [])])
    noun = text.groups(rows.codebook)
    columns = [
        tables.Column(text.upper_first(noun.one)),
        *(tables.Column(name, "count") for name in names.values()),
    ]
    if response.known:
        columns += [
            tables.Column(phrase("Svarsandel"), "percent"),
            tables.Column(phrase("Svaren räcker till")),
        ]
    yield tables.Table(
        "natverk-grupp",
        phrase("Namngivna samarbeten per {one}", one=noun.one),
        columns,
        body,
    )
    if response.known:
        yield Note(
            phrase(
                "Med minst 80 procents svarsandel kan nätverket beskrivas, med minst "
                "65 med försiktighet. Under det går det bara att säga vilka som nämns."
            )
        )


ASKED = message(
    "Organisationerna har också svarat på vilka de samverkar med, i en egen enkät."
)
SIDES = (sides.BOTH, sides.OURS, sides.THEIRS, sides.UNKNOWN)


def _both_sides(rows: Released) -> Iterator[Part]:
    """What the organisations say themselves, where they have been asked (form B): the
    pairs that both name, that one of two names, and of which nothing can be said."""
    own = rows.select(statistic=list(named(subject="sides")))
    for question in own.values("question"):
        part = own.select(question=question)
        found = {row.statistic: row for row in part.select(group=TOTAL)}
        if not found[sides.BOTH].shown:
            yield Paragraph(
                phrase(
                    "{asked} Hur svaren stämmer överens redovisas inte, för de är "
                    "skyddade.",
                    asked=phrase(ASKED),
                )
            )
            continue
        yield Paragraph(" ".join(_sides_said(found, rows.codebook)))
        if hedged := " ".join(_sides_hedged(found, rows.codebook)):
            yield Paragraph(hedged)
        if found[sides.BOTH].asked:
            yield _side_table(part, f"natverk-sidor-{question}".replace("_", "-"))


def _sides_said(found: dict[str, Row], codebook: Codebook) -> Iterator[str]:
    both, ours, theirs, unknown = (found[name] for name in SIDES)
    answered = found[sides.ANSWERED]
    units, noun = text.respondents(codebook).the_many, text.groups(codebook)
    yield (
        phrase(
            "{asked} Av de {answered} organisationer som {units} nämner har {count} "
            "svarat. Tillsammans nämner de två sidorna {asked_2} par av {one} och "
            "organisation.",
            asked=phrase(ASKED),
            answered=text.number(answered.answered),
            units=units,
            count=text.number(answered.count),
            asked_2=text.number(both.asked),
            one=noun.one,
        )
    )
    if both.answered:
        few = codebook.disclosure.percent_from
        share = f" ({text.percent(both.estimate)})" if both.answered >= few else ""
        yield (
            phrase(
                "I {answered} av paren har båda sidor svarat: {count} nämns av "
                "båda{share}, {count_2} bara av {units} och {count_3} bara av "
                "organisationerna.",
                answered=text.number(both.answered),
                count=text.number(both.count),
                share=share,
                count_2=text.number(ours.count),
                units=units,
                count_3=text.number(theirs.count),
            )
        )
    if unknown.count:
        yield (
            phrase(
                "I {count} av paren har den ena sidan inte svarat, och där går det "
                "inte att veta om den hade nämnt den andra.",
                count=text.number(unknown.count),
            )
        )


def _sides_hedged(found: dict[str, Row], codebook: Codebook) -> Iterator[str]:
    noun = text.groups(codebook)
    ours, theirs = found[sides.OURS], found[sides.THEIRS]
    elsewhere = found[sides.ELSEWHERE]
    if ours.count or theirs.count:
        yield (
            phrase(
                "Att bara den ena sidan nämner ett samarbete betyder inte att det "
                "saknas: var och en kunde nämna ett begränsat antal, och inom en "
                "{one} kan de som inte har svarat ha samarbetet.",
                one=noun.one,
            )
        )
    if elsewhere.count:
        yield (
            phrase(
                "{count} av namnen som organisationerna uppger är varken en {one} "
                "eller en enhet här, och är inte med.",
                count=text.upper_first(text.word(int(elsewhere.count), neuter=True)),
                one=noun.one,
            )
        )


def _pairs(row: Row) -> float | None:
    """How many pairs; unknown where there are some and a side answered in none."""
    return None if row.asked and not row.answered else row.count


def _side_table(rows: Released, key: str) -> tables.Table:
    units, noun = text.respondents(rows.codebook).the_many, text.groups(rows.codebook)
    heads = (
        phrase("Båda nämner"),
        phrase("Bara {units}", units=units),
        phrase("Bara organisationen"),
        phrase("Ena sidan har inte svarat"),
    )
    cells = {(row.group, row.statistic): row for row in rows}
    groups = [group for group in tabulation.order(rows, "group") if group != TOTAL]
    return tables.Table(
        key,
        phrase("Par av {one} och organisation, sedda från två sidor", one=noun.one),
        [
            tables.Column(text.upper_first(noun.one)),
            *(tables.Column(head, "count") for head in heads),
        ],
        [[group, *(_pairs(cells[group, one]) for one in SIDES)] for group in groups],
        note=phrase("Den sida som inte har svarat varken bekräftar eller motsäger."),
    )


def _count(rows: Released, statistic: str) -> float | None:
    found = rows.select(statistic=statistic, group=TOTAL, shown=True)
    return next((float(row.count) for row in found), None)
