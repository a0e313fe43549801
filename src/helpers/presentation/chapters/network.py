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
from helpers.presentation.manuscript import Report
from helpers.survey.codebook import TOTAL, Codebook, Ties

MAY_SAY = {
    "network": "De nämnda partnerna kan beskrivas",
    "caution": "Med försiktighet",
    "named_only": "Bara vilka som nämns",
}
"""What a department's response rate allows (network.claim), in a cell."""


def network(report: Report) -> Chapter:
    """9. Nätverket: the picture of groups and the organisations that several name, what
    each group's answers allow, and the measures, with their censoring said."""
    released, texts = report.released, report.texts
    heading = released.codebook.chapter_titles["network"]
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
            said = prose.sentence(unsure, released.codebook, prose.Voice.SHORT)
            parts.append(Paragraph(said))
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
    return (
        f"De svarande har namngett {text.number(named)} samarbeten. "
        f"Var och en kunde nämna högst {text.word(most)}, och de som inte svarat har "
        "inte kunnat nämna någon. Den som inte nämns kan ändå ha samarbeten: listan är "
        "inte fullständig, och alla tal här är tal om dem som nämns."
    )


def _sharing(rows: Released) -> Iterator[Part]:
    """How many groups share organisations, and whether two do so more than chance."""
    noun = text.groups(rows.codebook)
    found = text.shown_rows(rows.select(statistic="departments_sharing", group=TOTAL))
    if not found:
        return
    row = found[0]
    sharing, of = int(row.estimate), int(row.asked)
    whom = f"{text.word(sharing)} av de {text.word(of)} {noun.many}"
    if sharing == of:
        whom = f"alla {text.word(of)} {noun.many}"
    said = (
        f"{text.upper_first(whom)} som har nämnt någon nämner minst en organisation "
        "som också en annan nämner."
    )
    pairs = text.shown_rows(rows.select(statistic=PAIR))
    more = [pair for pair in pairs if pair.method == MORE]
    if any(pair.method == UNTESTED for pair in pairs):
        yield Paragraph(said)
    elif more:
        names = [
            f"{pair.group} och {pair.option} ({text.number(pair.count)})"
            for pair in more
        ]
        yield Paragraph(
            f"{said} Fler gemensamma organisationer än vad slumpen kan förklara har "
            f"{text.listed(names)}."
        )
    elif pairs:
        yield Paragraph(
            f"{said} Inget par av {noun.many} har fler gemensamma organisationer än "
            "vad slumpen kan förklara."
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
        f"Organisationer som två {noun.many} båda nämner",
        [
            tables.Column(text.upper_first(noun.one)),
            tables.Column(f"Annan {noun.one}"),
            tables.Column("Gemensamma organisationer", "count"),
            tables.Column("Fler än slumpen ger"),
        ],
        [
            [
                pair.group,
                pair.option,
                pair.count,
                {MORE: "Ja", UNTESTED: None}.get(pair.method, "Nej"),
            ]
            for pair in ranked
        ],
        note=(
            "Prövat mot slumpade nätverk där var och en nämner lika många och nämns "
            "lika ofta, korrigerat för antalet par (Holm)."
        ),
    )
    yield Fold(f"Visa par av {noun.many}", table)


def _tie_table(rows: Released) -> Iterator[Part]:
    """What each group names, and what its response rate allows to be said of it."""
    cells = tabulation.by_keys(rows, "group", "statistic")
    names = {name: STATISTICS[name].label for name in ("ties", "organisations")}
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
        may = MAY_SAY[claim(float("nan") if rate is None else rate)]
        # Nothing is claimed of a group that nobody answered for, or that is none.
        told = may if rate else None
        body.append([group, *counts, *([rate, told] if response.known else [])])
    noun = text.groups(rows.codebook)
    columns = [
        tables.Column(text.upper_first(noun.one)),
        *(tables.Column(name, "count") for name in names.values()),
    ]
    if response.known:
        columns += [
            tables.Column("Svarsandel", "percent"),
            tables.Column("Svaren räcker till"),
        ]
    yield tables.Table(
        "natverk-grupp", f"Namngivna samarbeten per {noun.one}", columns, body
    )
    if response.known:
        yield Note(
            "Med minst 80 procents svarsandel kan nätverket beskrivas, med minst 65 "
            "med försiktighet. Under det går det bara att säga vilka som nämns."
        )


ASKED = "Organisationerna har också svarat på vilka de samverkar med, i en egen enkät."
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
                f"{ASKED} Hur svaren stämmer överens redovisas inte, för de är "
                "skyddade."
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
        f"{ASKED} Av de {text.number(answered.answered)} organisationer som {units} "
        f"nämner har {text.number(answered.count)} svarat. Tillsammans nämner de två "
        f"sidorna {text.number(both.asked)} par av {noun.one} och organisation."
    )
    if both.answered:
        few = codebook.disclosure.percent_from
        share = f" ({text.percent(both.estimate)})" if both.answered >= few else ""
        yield (
            f"I {text.number(both.answered)} av paren har båda sidor svarat: "
            f"{text.number(both.count)} nämns av båda{share}, "
            f"{text.number(ours.count)} bara av {units} och "
            f"{text.number(theirs.count)} bara av organisationerna."
        )
    if unknown.count:
        yield (
            f"I {text.number(unknown.count)} av paren har den ena sidan inte svarat, "
            "och där går det inte att veta om den hade nämnt den andra."
        )


def _sides_hedged(found: dict[str, Row], codebook: Codebook) -> Iterator[str]:
    noun = text.groups(codebook)
    ours, theirs = found[sides.OURS], found[sides.THEIRS]
    elsewhere = found[sides.ELSEWHERE]
    if ours.count or theirs.count:
        yield (
            "Att bara den ena sidan nämner ett samarbete betyder inte att det saknas: "
            "var och en kunde nämna ett begränsat antal, och inom en "
            f"{noun.one} kan de som inte har svarat ha samarbetet."
        )
    if elsewhere.count:
        yield (
            f"{text.upper_first(text.word(int(elsewhere.count), neuter=True))} av "
            f"namnen som organisationerna uppger är varken en {noun.one} eller en "
            "enhet här, och är inte med."
        )


def _pairs(row: Row) -> float | None:
    """How many pairs; unknown where there are some and a side answered in none."""
    return None if row.asked and not row.answered else row.count


def _side_table(rows: Released, key: str) -> tables.Table:
    units, noun = text.respondents(rows.codebook).the_many, text.groups(rows.codebook)
    heads = (
        "Båda nämner",
        f"Bara {units}",
        "Bara organisationen",
        "Ena sidan har inte svarat",
    )
    cells = {(row.group, row.statistic): row for row in rows}
    groups = [group for group in tabulation.order(rows, "group") if group != TOTAL]
    return tables.Table(
        key,
        f"Par av {noun.one} och organisation, sedda från två sidor",
        [
            tables.Column(text.upper_first(noun.one)),
            *(tables.Column(head, "count") for head in heads),
        ],
        [[group, *(_pairs(cells[group, one]) for one in SIDES)] for group in groups],
        note="Den sida som inte har svarat varken bekräftar eller motsäger.",
    )


def _count(rows: Released, statistic: str) -> float | None:
    found = rows.select(statistic=statistic, group=TOTAL, shown=True)
    return next((float(row.count) for row in found), None)
