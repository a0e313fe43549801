"""What has changed since the wave before: three changes kept apart, and the breaks.

Long: every sentence stands with the words for all its places, to be translated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from helpers.disclosure.released import Released
from helpers.estimation.schema import COLLABORATES, STATISTICS, Row, named
from helpers.presentation import figures, prose, tabulation, text
from helpers.presentation.chapters.breaks import NOT_ASKED, break_text
from helpers.presentation.chapters.change_tables import TOLD, Line, change_table
from helpers.presentation.chapters.changed_answers import (
    MOST_IN_SHORT,
    changes_of_questions,
    surest_changes,
)
from helpers.presentation.chapters.chapter import (
    Chapter,
    Findings,
    Fold,
    Note,
    Paragraph,
    Part,
    Subheading,
    own,
)
from helpers.presentation.chapters.heading import headed
from helpers.presentation.chapters.trends import trend_parts
from helpers.presentation.findings.headlines import extent_changes
from helpers.presentation.findings.waves import TwoWaves, shifts, switched
from helpers.presentation.locale import phrase
from helpers.presentation.manuscript import Report
from helpers.presentation.tables import Column, Table, Value
from helpers.presentation.text import State, state
from helpers.survey.codebook import TOTAL

MOST_NEW = 8  # questions that were not asked then, told one by one


def comparison(report: Report) -> Chapter:
    """14. Jämförelse med förra mätningen: among all, among the units of both frames,
    and of those that answered both; then what cannot be compared."""
    waves = report.waves
    if waves is None:
        return Chapter("jamforelse", phrase("Jämförelse med förra mätningen"), ())
    found = _in_short(waves)
    parts: list[Part | None] = [
        Findings(tuple(found), css="") if found else None,
        own(report.texts, "comparison"),
        *map(Paragraph, _introduction(waves)),
        *_challenges(waves),
        *trend_parts(waves.now),
        *surest_changes(waves),
        *changes_of_questions(waves),
        *_frame(waves),
        *_ties(waves),
        *_breaks(waves),
    ]
    return Chapter.of("jamforelse", _heading(waves), parts)


def changes_in_short(report: Report) -> Chapter:
    """The same for the summary: some sentences."""
    waves = report.waves
    if waves is None:
        return Chapter("forandring", phrase("Förändring"), ())
    sentences = _in_short(waves)
    notes = []
    common, asked = waves.facts.common, waves.now.facts.response.asked
    if common and asked and common < asked:
        notes.append(
            phrase(
                "I båda listorna fanns {common} av de {asked} som fick enkäten "
                "{after}.",
                common=text.number(common),
                asked=text.number(asked),
                after=waves.after,
            )
        )
    if any(not one.compared for one in waves.facts.breaks):
        notes.append(
            phrase(
                "Allt går inte att jämföra med {before}. Vad som inte jämförs, och "
                "varför, står i den fördjupade rapporten.",
                before=waves.before,
            )
        )
    note = Note(" ".join(notes)) if notes else None
    box = Findings(tuple(sentences), css="") if sentences else None
    heading = phrase("Förändring sedan {before}", before=waves.before)
    return Chapter.of("forandring", heading, [box, note] if box else [])


def _in_short(waves: TwoWaves) -> list[str]:
    """What has changed most, a sentence each."""
    found = (
        extent_changes(waves),
        *shifts(waves)[:MOST_IN_SHORT],
        switched(waves.now),
    )
    codebook = waves.now.codebook
    return [sentence for one in found if (sentence := prose.sentence(one, codebook))]


def _heading(waves: TwoWaves) -> str:
    topic = phrase("Jämförelse med {before}", before=waves.before)
    return headed(topic, extent_changes(waves), waves.now.codebook)


def _introduction(waves: TwoWaves) -> Iterator[str]:
    noun = text.respondents(waves.now.codebook)
    matched, common = waves.facts.matched, waves.facts.common
    sentence = phrase("Kartläggningen gjordes också {before}.", before=waves.before)
    if matched:
        who = text.upper_first(text.counted(matched, noun))
        sentence += phrase(" {who} svarade båda gångerna", who=who)
        if common:
            sentence += phrase(
                ", och {common} fanns med i båda listorna över dem som fick enkäten",
                common=text.number(common),
            )
        sentence += "."
        asked = waves.now.facts.response.asked
        if common and asked and common < asked:
            sentence += phrase(
                " Det är {common} av dem som fick enkäten {after}. Om de övriga "
                "går det inte att säga något.",
                common=text.percent_words(common / asked),
                after=waves.after,
            )
    yield sentence
    if common:
        yield (
            phrase(
                "Tre saker hålls isär. Skillnaden mellan alla som svarade kan bero på "
                "att andra har frågats eller svarat. Förändringen bland dem som fanns "
                "med i båda listorna är den som säger om något har ändrats; den har "
                "ett intervall. Och bland dem som svarade båda gångerna kan vi räkna "
                "hur många som har ändrat sitt svar. Statistiskt säkerställd kallas en "
                "förändring bara när intervallet inte rymmer noll, också när "
                "prövningen tar hänsyn till hur många jämförelser som görs (Holm för "
                "utmaningarna, Benjamini–Hochberg för resten)."
            )
        )
    elif matched:
        yield (
            phrase(
                "Två saker hålls isär. Skillnaden mellan alla som svarade kan bero på "
                "att andra har svarat. Bland dem som svarade båda gångerna kan vi "
                "räkna hur många som har ändrat sitt svar. Det finns ingen lista över "
                "vilka som fick enkäten båda gångerna, så vi kan inte säga om något "
                "har ändrats bland dem som inte svarade."
            )
        )
    elif common == 0:
        yield (
            phrase(
                "Ingen som fick enkäten {after} fanns med i listan över dem som fick "
                "den {before}. En skillnad är alltså mellan olika svarande, och säger "
                "inte att någon har ändrat sig.",
                after=waves.after,
                before=waves.before,
            )
        )
    else:
        yield (
            phrase(
                "Det går inte att se vilka som svarade båda gångerna. En skillnad kan "
                "därför bero på att andra har svarat, och säger inte att någon har "
                "ändrat sig."
            )
        )


# --- challenges ----------------------------------------------------------------------


def _collaboration(waves: TwoWaves, **keys: str | bool | list[str]) -> Released:
    """The rows of who collaborates, with their changes."""
    source = waves.now.codebook.challenges
    if source is None:
        return waves.now.select(question=[])
    rows = waves.of(question=source.source.question, item=TOTAL, option=TOTAL)
    return rows.select(statistic=[COLLABORATES, *TOLD[1:]], **keys)


def _main_finding(waves: TwoWaves) -> str:
    return prose.sentence(extent_changes(waves), waves.now.codebook)


def _challenges(waves: TwoWaves) -> Iterator[Part]:
    """The challenges and the forms: picture, tables, and who has begun or stopped."""
    codebook = waves.now.codebook
    labels = list(codebook.challenge_labels)
    of_all = _collaboration(waves, form=TOTAL)
    if not len(of_all.select(statistic=TOLD[1:])):
        return
    doing = text.doing(codebook)
    now, then = (
        one.select(
            statistic=COLLABORATES,
            form=TOTAL,
            group=TOTAL,
            challenge=[*labels, TOTAL],
        )
        for one in (waves.now, waves.then)
    )
    # Where no unit can be followed there is a difference, and no change to tell of.
    finding = _main_finding(waves).rstrip(".") or (
        phrase(
            "Andelen som {verb} {before} och {after}, bland dem som svarade då",
            verb=doing.verb,
            before=waves.before,
            after=waves.after,
        )
    )
    yield figures.slope(
        then.select(challenge=labels),
        now.select(challenge=labels),
        "forandring-utmaningar",
        by="challenge",
        changes=of_all.select(statistic="change", challenge=labels),
        title=finding,
    )
    yield from change_table(
        waves,
        "forandring-utmaningar-tal",
        phrase(
            "Andel som {verb} inom varje {one}", verb=doing.verb, one=doing.area.one
        ),
        doing.area.one,
        _keyed(waves, of_all, "challenge", [*labels, TOTAL], form=TOTAL),
    )
    forms = list(codebook.forms)
    of_forms = _collaboration(waves, challenge=TOTAL, form=forms)
    if forms and len(of_forms.select(statistic=TOLD[1:])):
        yield from change_table(
            waves,
            "forandring-former-tal",
            phrase("Andel i varje form, oavsett {one}", one=doing.area.one),
            "form",
            _keyed(waves, of_forms, "form", forms, challenge=TOTAL),
        )
    yield from _moved_table(waves, [*labels, TOTAL])


def _keyed(
    waves: TwoWaves, rows: Released, by: str, values: Sequence[str], **keys: str
) -> list[Line]:
    cells = tabulation.by_keys(rows, by, "statistic")
    before = waves.then.select(statistic=COLLABORATES, group=TOTAL, **keys)
    old = {row.key(by): row for row in before}
    return [
        Line(
            _label(waves.now, by, value),
            old.get(value),
            cells.get((value, COLLABORATES)),
            cells.get((value, "change_all")),
            cells.get((value, "change")),
        )
        for value in values
        if (value, "change_all") in cells
    ]


def _label(released: Released, by: str, value: str) -> str:
    if by == "challenge" and value == TOTAL:
        area = text.doing(released.codebook).area
        return phrase(
            "Minst {word} {one}", word=text.word(1, neuter=area.neuter), one=area.one
        )
    return text.label_of(released, by, value)


def _moved_table(waves: TwoWaves, values: Sequence[str]) -> Iterator[Part]:
    """Who began and who stopped, of those that answered both."""
    rows = waves.of(option=TOTAL, form=TOTAL, statistic=["started", "stopped"])
    cells = tabulation.by_keys(rows, "challenge", "statistic")
    body: list[list[Value]] = []
    for value in values:
        pair = [cells.get((value, name)) for name in ("started", "stopped")]
        began, stopped = pair
        if began is None or stopped is None:
            continue
        if not all(state(row) is State.SHOWN for row in (began, stopped)):
            continue
        label = _label(waves.now, "challenge", value)
        body.append([label, began.answered, began.count, stopped.count])
    if not body:
        return
    area, noun = (
        text.doing(waves.now.codebook).area,
        text.respondents(waves.now.codebook),
    )
    yield Table(
        "forandring-samma",
        phrase(
            "Samma {many} {before} och {after}",
            many=noun.many,
            before=waves.before,
            after=waves.after,
        ),
        [
            Column(text.upper_first(area.one)),
            Column(phrase("Svarade båda gångerna"), "count"),
            Column(phrase("Har börjat sedan {before}", before=waves.before), "count"),
            Column(phrase("Har slutat sedan {before}", before=waves.before), "count"),
        ],
        body,
        note=phrase("Börjat och slutat betyder vad de uppger i enkäten."),
    )


# --- the frame, the ties and the breaks ----------------------------------------------


def _by_group(
    waves: TwoWaves, key: str, caption: str, summary: str, names: dict[str, str]
) -> Iterator[Part]:
    """A fold with counts by group and of all; none where every count is 0."""
    rows = waves.now.select(statistic=list(names))
    if not len(rows):
        return
    cells = tabulation.by_keys(rows, "group", "statistic")
    groups = tabulation.order(rows, "group")
    # A column of nothing but zeros says one thing, and is left out.
    names = {
        name: label
        for name, label in names.items()
        if any(_count(cells.get((group, name))) not in (0, None) for group in groups)
    }
    if not names:
        return
    body: list[list[Value]] = []
    for group in groups:
        found = [cells.get((group, name)) for name in names]
        if any(row is not None for row in found):
            label = text.label_of(waves.now, "group", group)
            body.append([label, *(_count(row) for row in found)])
    noun = text.groups(waves.now.codebook).one
    columns = [Column(text.upper_first(noun))]
    columns += [Column(label, "count") for label in names.values()]
    yield Fold(summary, Table(key, caption, columns, body))


def _count(row: Row | None) -> Value:
    if row is None:
        return None
    # Nobody asked is no state of a frame: a count of nothing is 0.
    return float(row.count) if row.shown and pd.notna(row.count) else state(row)


def _frame(waves: TwoWaves) -> Iterator[Part]:
    noun = text.respondents(waves.now.codebook)
    one = text.groups(waves.now.codebook).one
    if waves.facts.common is not None:
        yield Subheading(phrase("De som fick enkäten"))
    yield from _by_group(
        waves,
        "forandring-listan",
        phrase(
            "{many} i listorna {before} och {after}",
            many=text.upper_first(noun.many),
            before=waves.before,
            after=waves.after,
        ),
        phrase("Visa vilka {many} som är nya eller borta", many=noun.many),
        {
            **{name: phrase(STATISTICS[name].label) for name in named(subject="frame")},
            "frame_moved": phrase("Har bytt {one}", one=one),
        },
    )


def _ties_sentence(waves: TwoWaves) -> str:
    rows = {
        row.statistic: row
        for row in text.shown_rows(
            waves.of(statistic=["ties_new", "ties_kept", "ties_no_longer_named"])
        )
    }
    if len(rows) != 3 or len(waves.now.codebook.ties) != 1:
        return ""
    kept, new, gone = (
        text.number(rows[f"ties_{name}"].count)
        for name in ("kept", "new", "no_longer_named")
    )
    noun = text.respondents(waves.now.codebook)
    return phrase(
        "De {answered} {many} som svarade båda gångerna nämner {kept} samarbeten "
        "både {before} och {after}; {new} är nya och {gone} nämns inte längre.",
        answered=text.number(rows["ties_kept"].answered),
        many=noun.many,
        kept=kept,
        before=waves.before,
        after=waves.after,
        new=new,
        gone=gone,
    )


def _ties(waves: TwoWaves) -> Iterator[Part]:
    sentence = _ties_sentence(waves)
    if not sentence:
        return
    most = max(question.blocks for question in waves.now.codebook.ties)
    yield Subheading(phrase("Namngivna samarbeten"))
    yield Paragraph(
        phrase(
            "{words} Att ett samarbete inte nämns längre betyder inte att det har "
            "upphört: var och en kunde nämna högst {most}.",
            words=sentence,
            most=text.word(most),
        )
    )
    yield from _by_group(
        waves,
        "forandring-samarbeten",
        phrase(
            "Namngivna samarbeten {before} och {after}",
            before=waves.before,
            after=waves.after,
        ),
        phrase("Visa samarbetena per {one}", one=text.groups(waves.now.codebook).one),
        {
            name: phrase(STATISTICS[name].label)
            for name in ("ties_kept", "ties_new", "ties_no_longer_named")
        },
    )


def _breaks(waves: TwoWaves) -> Iterator[Part]:
    for heading, is_compared in (
        (phrase("Jämförs med förbehåll"), True),
        (phrase("Det här jämförs inte"), False),
    ):
        breaks = [one for one in waves.facts.breaks if one.compared == is_compared]
        new = [break_text(one) for one in breaks if one.code == NOT_ASKED]
        many = len(new) > MOST_NEW  # a list of them all would hide the rest
        wanted = [
            break_text(one) for one in breaks if not (many and one.code == NOT_ASKED)
        ]
        if wanted or new:
            yield Subheading(heading)
        if wanted:
            yield Findings(tuple(wanted), css="")
        if many:
            count = text.number(len(new))
            yield Fold(
                phrase(
                    "Visa de {count} frågor som inte ställdes förra gången", count=count
                ),
                Findings(tuple(new), css=""),
            )
