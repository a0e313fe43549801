"""Which answers have changed since the wave before: the questions, and the surest."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.core.wording import in_sentence
from helpers.disclosure.released import Released
from helpers.estimation.schema import SHARE, Row
from helpers.presentation import tabulation, text
from helpers.presentation.chapters.change_tables import TOLD, Line, change_table
from helpers.presentation.chapters.chapter import (
    Findings,
    Fold,
    Note,
    Part,
    Subheading,
)
from helpers.presentation.findings import significant
from helpers.presentation.findings.waves import TwoWaves, compared
from helpers.presentation.locale import in_swedish, phrase
from helpers.presentation.tables import Column, Table
from helpers.survey.codebook import TOTAL, AnyQuestion, Codebook

MOST_SURE = 8
"""So many sure changes are told in sentences; the tables have them all."""
MOST_IN_SHORT = 2
MOST_MOVES = 6
"""Options of a question whose moves between two waves fit in a table."""


# --- question by question ------------------------------------------------------------


def changes_of_questions(waves: TwoWaves) -> Iterator[Part]:
    made: list[Part] = []
    for question, then in compared(waves):
        made += _question_tables(waves, question, then)
    if made:
        yield Subheading(phrase("Fråga för fråga"))
        protected = any(
            waves.now.codebook.protected(question.id) for question, _ in compared(waves)
        )
        if protected:
            yield Note(
                phrase(
                    "För skyddade frågor visas bara de två andelarna: förändringen "
                    "skulle kunna röja svar som inte redovisas."
                )
            )
        yield from made


def _question_tables(
    waves: TwoWaves, question: AnyQuestion, then: str
) -> Iterator[Part]:
    key = f"forandring-{question.id.replace('_', '-')}"
    rows = waves.of(question=question.id, challenge=TOTAL, form=TOTAL)
    changes = rows.select(statistic=TOLD)
    cells = tabulation.by_keys(changes, "item", "option", "statistic")
    before = waves.then.select(
        question=then, challenge=TOTAL, form=TOTAL, group=TOTAL, statistic=SHARE
    )
    old = tabulation.by_keys(before, "item", "option")
    called = waves.facts.called_before.get(question.id, {})
    items = {item.row: item.label for item in waves.now.codebook.items(question)}
    lines = [
        Line(
            f"{items[item]}: {option}" if len(items) > 1 else option,
            old.get((item, called.get(option, option))),
            cells.get((item, option, SHARE)),
            cells.get((item, option, "change_all")),
            cells.get((item, option, "change")),
        )
        for item in items
        # As this wave shows them: a protected scale may have its ends merged.
        for option in tabulation.order(
            changes.select(item=item, statistic=SHARE), "option"
        )
        if (item, option, "change_all") in cells
        or (item, called.get(option, option)) in old
    ]
    for table in change_table(waves, key, question.name, phrase("svar"), lines):
        yield Fold(phrase("Visa {name}", name=text.quoted(question.name)), table)
    if len(items) == 1:
        yield from _moves(waves, question, rows, key)


def _moves(
    waves: TwoWaves, question: AnyQuestion, rows: Released, key: str
) -> Iterator[Part]:
    """From which answer to which, of those that answered both times."""
    moves = rows.select(statistic="transition")
    shown = {row.option: row for row in text.shown_rows(moves)}
    options = list(question.all_options)
    if not shown or len(shown) < len(moves) or len(options) > MOST_MOVES:
        return
    base = next(iter(shown.values())).answered
    table = Table(
        f"{key}-samma",
        phrase(
            "{name}: svaret {before} (rader) och {after} (kolumner)",
            name=question.name,
            before=waves.before,
            after=waves.after,
        ),
        [
            Column(phrase("Svar {before}", before=waves.before)),
            *(Column(option, "count") for option in options),
        ],
        [
            [one, *(shown[f"{one} → {other}"].count for other in options)]
            for one in options
        ],
        note=phrase(
            "Bas: {base} som svarade på frågan båda gångerna.", base=text.number(base)
        ),
    )
    sentence = phrase(
        "Visa hur samma {many} svarade", many=text.respondents(waves.now.codebook).many
    )
    asked = _asked(question)
    yield Fold(f"{sentence}: {asked}", table)


# --- what is sure --------------------------------------------------------------------


def surest_changes(waves: TwoWaves) -> Iterator[Part]:
    sentences = _sure_sentences(waves, most=MOST_SURE)
    if sentences:
        yield Subheading(phrase("Statistiskt säkerställda förändringar i övrigt"))
        yield Findings(tuple(sentences), css="")


def _sure_sentences(waves: TwoWaves, *, most: int) -> list[str]:
    """The surest changes besides those of the challenges, the largest first."""
    asked = {question.id for question, _ in compared(waves)}
    rows = waves.of(statistic="change")
    found = [
        row
        for row in rows
        if significant(row)
        and (row.question in asked or (row.form != TOTAL and row.challenge != TOTAL))
    ]
    found.sort(key=lambda row: -abs(row.estimate))
    sentences = [_sure_sentence(waves, row) for row in found[:most]]
    if len(found) > most > MOST_IN_SHORT:
        sentences.append(
            phrase(
                "{found} till: se nedan.",
                found=text.upper_first(text.word(len(found) - most)),
            )
        )
    return sentences


def _sure_sentence(waves: TwoWaves, row: Row) -> str:
    way = phrase("ökat") if row.estimate > 0 else phrase("minskat")
    span = text.signed_interval(row.low, row.high)
    return phrase(
        "Andelen {what} har {way} med {estimate} (95-procentigt "
        "konfidensintervall {span}).",
        what=_what(waves.now.codebook, row),
        way=way,
        estimate=text.points(row.estimate),
        span=span,
    )


def _asked(question: AnyQuestion) -> str:
    if not in_swedish():
        return text.quoted(question.name)
    return in_sentence(question.name, question.language)


def _what(codebook: Codebook, row: Row) -> str:
    if row.option == TOTAL:
        form = codebook.form_labels.get(row.form, row.form)
        inside = text.quoted(codebook.challenge_labels[row.challenge])
        return phrase(
            "som uppger {form} inom {inside}",
            form=text.as_words(form),
            inside=inside,
        )
    question = codebook.question(row.question)
    labels = {item.row: item.label for item in codebook.items(question)}
    item = (
        ""
        if row.item == TOTAL
        else phrase(" om {labels}", labels=text.quoted(labels[row.item]))
    )
    asked = _asked(question)
    return phrase(
        "som svarar {option}{item} på frågan om {asked}",
        option=text.quoted(row.option),
        item=item,
        asked=asked,
    )
