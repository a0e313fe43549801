"""The coordinators' page: who has answered, and the challenges side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from helpers.disclosure.released import Released
from helpers.estimation.schema import COLLABORATES, Row
from helpers.presentation import prose, tables, tabulation, text
from helpers.presentation.chapters.chapter import (
    Chapter,
    Findings,
    Note,
    Paragraph,
    Part,
)
from helpers.presentation.chapters.summary import not_asked
from helpers.presentation.findings import survey, wishes
from helpers.presentation.findings.response import missing, responded, uncovered
from helpers.presentation.findings.waves import TwoWaves
from helpers.presentation.locale import phrase
from helpers.presentation.manuscript import Report
from helpers.presentation.tables import Column, Value
from helpers.presentation.text import State, state
from helpers.survey.codebook import TOTAL, Codebook


def response_status(report: Report) -> Chapter:
    """How many have answered so far, in all and group by group."""
    released = report.released
    response, codebook = released.facts.response, released.codebook
    found = (
        responded(released),
        survey.caution(released) or uncovered(released),
    )
    sentences = tuple(prose.sentence(one, codebook) for one in found if one is not None)
    box = Findings(sentences)
    reminder = prose.sentence(missing(released), codebook)
    parts: list[Part | None] = [
        box,
        Paragraph(reminder) if reminder else None,
        response_table(released),
    ]
    if response.known and codebook.status == "open":
        parts.append(Note(phrase("Enkäten är inte stängd: fler kan svara.")))
    return Chapter.of("svarslage", phrase("Svarsläget"), parts)


def response_table(released: Released) -> tables.Table | None:
    """The groups in the codebook's order, with how many were asked and answered."""
    response, codebook = released.facts.response, released.codebook
    if not response.departments:
        return None
    noun = text.groups(codebook)
    first = _place(codebook)
    listed = sorted(
        response.departments,
        key=lambda one: first.get(one.department, len(first)),
    )
    columns = [
        Column(tabulation.heading(released, "group")),
        Column(phrase("Svarande"), "count"),
    ]
    rows: list[list[Value]] = [[one.department, one.answered] for one in listed]
    if response.known:
        columns.insert(1, Column(phrase("Tillfrågade"), "count"))
        columns.append(Column(phrase("Svarsandel"), "percent"))
        for row, one in zip(rows, listed, strict=True):
            row.insert(1, one.population)
            row.append(one.response_rate)
    rows += [line for line in [_of_no_group(released, len(columns))] if line]
    return tables.Table(
        "svarande", phrase("Svarande per {one}", one=noun.one), columns, rows
    )


def _of_no_group(released: Released, width: int) -> list[Value]:
    """Those that told no group, where nobody has a list to look them up in."""
    response = released.facts.response
    missing = response.answered - sum(d.answered for d in response.departments)
    if response.known or missing <= 0:
        return []
    return [phrase("Ej angivet"), missing, *[None] * (width - 2)]


def _place(codebook: Codebook) -> dict[str, int]:
    question = codebook.question(codebook.group) if codebook.group else None
    return {name: n for n, name in enumerate(question.all_options if question else ())}


def side_by_side(report: Report) -> Chapter:
    """A line a challenge: how many are in it, in which forms, with whom, and where
    nobody is."""
    released = report.released
    codebook = released.codebook
    doing = text.doing(codebook)
    lines = [
        (id, whole)
        for id in codebook.challenge_labels
        if (whole := _whole(released, id)) is not None
    ]
    heading = phrase(
        "{the_many} sida vid sida", the_many=text.upper_first(doing.area.the_many)
    )
    if not lines:
        return Chapter("sida-vid-sida", heading, ())
    columns = list(_columns(released))
    if report.waves is not None:
        columns.insert(1, _before(report.waves))
    table = tables.Table(
        "sida-vid-sida",
        phrase("{the_many} i siffror", the_many=text.upper_first(doing.area.the_many)),
        [Column(text.upper_first(doing.area.one)), *(column for column, _ in columns)],
        [
            [codebook.challenge_labels[id], *(value(id) for _, value in columns)]
            for id, _ in lines
        ],
        note=_counting(columns, codebook),
    )
    sentence = prose.sentence(survey.largest_challenge(released), codebook)
    careful = prose.sentence(survey.caution(released), codebook)
    # Once for all challenges: in the bracket of each it was read five times.
    rests = f"{not_asked(released)} {careful}".strip()
    before = [Paragraph(one) for one in (sentence, rests) if one]
    return Chapter.of("sida-vid-sida", heading, [*before, table])


def _counting(columns: Sequence[tuple[Column, object]], codebook: Codebook) -> str:
    if not any(column.kind == "count" for column, _ in columns):
        return ""
    many = text.respondents(codebook).many
    sentence = phrase("Formerna och ”Vill ha mer” är antal svarande")
    return f"{sentence} {many}."


def _whole(released: Released, challenge: str, form: str = TOTAL) -> Row | None:
    rows = released.select(
        statistic=COLLABORATES, challenge=challenge, form=form, group=TOTAL
    )
    return rows.one() if len(rows) == 1 else None


def _share(released: Released, challenge: str) -> Value:
    whole = _whole(released, challenge)
    return None if whole is None else tabulation.share_of(released, whole)


def _columns(released: Released) -> Iterator[tuple[Column, Callable[[str], Value]]]:
    """Each column with what it says of a challenge; only those the survey asked for."""
    codebook = released.codebook
    yield (
        Column(text.upper_first(text.doing(codebook).verb), "share"),
        lambda id: _share(released, id),
    )
    for form, label in codebook.form_labels.items():
        yield Column(label, "count"), partial(_count, released, form=form)
    if codebook.ties:
        yield (
            Column(phrase("Organisationer som nämns"), "count"),
            lambda id: _named(released, id),
        )
    if codebook.needs_question is not None:
        yield Column(phrase("Vill ha mer"), "count"), lambda id: _more(released, id)
    if any(_without(released, id) for id in codebook.challenge_labels):
        noun = text.groups(codebook)
        yield (
            Column(
                phrase(
                    "{many} där ingen svarande uppger det",
                    many=text.upper_first(noun.many),
                    verb=text.doing(codebook).verb,
                )
            ),
            lambda id: _without(released, id),
        )


def _before(waves: TwoWaves) -> tuple[Column, Callable[[str], Value]]:
    """How many were in a challenge in the wave before."""

    def value(challenge: str) -> Value:
        now = _whole(waves.now, challenge)
        then = None if now is None else waves.same(now)
        return None if then is None else tabulation.share_of(waves.then, then)

    return Column(waves.before, "share"), value


def _count(released: Released, challenge: str, form: str) -> Value:
    row = _whole(released, challenge, form)
    if row is None:
        return None
    found = state(row)
    return row.count if found is State.SHOWN else found


def _named(released: Released, challenge: str) -> Value:
    row = survey.row_of(
        released,
        statistic="organisations",
        challenge=challenge,
        form=TOTAL,
        group=TOTAL,
    )
    return None if row is None else row.count


def _more(released: Released, challenge: str) -> Value:
    found = wishes.wanting(released, challenge)
    return State.SUPPRESSED if found is None else found.count


def _without(released: Released, challenge: str) -> Value:
    absence = survey.absence(released, challenge)
    if not absence or not absence.absent:
        return None
    agreed = released.codebook.short_names
    return text.short_groups([one.group for one in absence.absent], agreed)
