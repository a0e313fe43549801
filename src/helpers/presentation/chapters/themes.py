"""What those who answered in their own words wrote about: themes, counted."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.disclosure.released import Released
from helpers.estimation.themes import AGREEMENT, THEME
from helpers.presentation import tables, text
from helpers.presentation.chapters.chapter import Note, Part, Subheading
from helpers.presentation.locale import message, phrase
from helpers.survey.codebook import FreeText


def theme_parts(released: Released, chapter: str) -> Iterator[Part]:
    """A table of themes for each question of free text in the chapter."""
    for question in released.codebook.questions:
        if question.chapter == chapter and isinstance(question, FreeText):
            yield from _of_question(released, question)


def _of_question(released: Released, question: FreeText) -> Iterator[Part]:
    rows = released.select(question=question.id, statistic=THEME)
    shown = sorted(text.shown_rows(rows), key=lambda row: -row.count)
    if not shown:
        return
    noun = text.respondents(released.codebook)
    read = int(shown[0].answered)
    kappas = {
        row.option: row.estimate
        for row in text.shown_rows(
            released.select(question=question.id, statistic=AGREEMENT)
        )
    }
    few = released.codebook.disclosure.percent_from
    columns = [tables.Column(phrase("Tema")), tables.Column(phrase("Antal"), "count")]
    if read >= few:
        columns.append(tables.Column(phrase("Andel"), "percent"))
        columns.append(tables.Column(phrase("Intervall"), "interval"))
    if kappas:
        columns.append(tables.Column(phrase("Samstämmighet (kappa)"), "number", 2))
    body: list[list[tables.Value]] = []
    for row in shown:
        line: list[tables.Value] = [row.option, row.count]
        if read >= few:
            span = tables.Span(row.low, row.high) if text.has_interval(row) else None
            line += [row.estimate, span]
        if kappas:
            kappa = kappas.get(row.option)
            line.append(kappa if kappa == kappa else None)
        body.append(line)
    left = len(rows) - len(shown)
    sentences = [
        phrase(
            "Bas: de {read} {many} som skrev något. Ett svar kan höra till flera "
            "teman, eller inget. Intervallet gäller om de som skrev liknar dem som "
            "kunde ha skrivit.",
            read=text.number(read),
            many=noun.many,
        )
    ]
    if kappas:
        sentences.append(
            phrase(
                "Två personer har kodat svaren var för sig; kappa är 1 om de är helt "
                "överens och 0 om de är det så ofta som slumpen ger."
            )
        )
    if left:
        sentence = (
            message("{left} tema som få skrev om visas inte.")
            if left == 1
            else message("{left} teman som få skrev om visas inte.")
        )
        many = text.upper_first(text.word(left, neuter=True))
        sentences.append(phrase(sentence, left=many))
    yield Subheading(phrase("{name}: vad svaren handlar om", name=question.name))
    yield tables.Table(
        f"teman-{question.id.replace('_', '-')}",
        phrase("Teman i svaren på {wording}", wording=text.quoted(question.wording)),
        columns,
        body,
    )
    yield Note(" ".join(sentences))
