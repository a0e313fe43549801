"""The challenges one by one, and the groups beside each other."""

from __future__ import annotations

from helpers.disclosure.released import Released
from helpers.estimation.schema import AGAINST, COLLABORATES
from helpers.presentation import figures, prose, tables, tabulation, text
from helpers.presentation.chapters.brief import by_form
from helpers.presentation.chapters.chapter import (
    Chapter,
    Chapters,
    Findings,
    Note,
    Paragraph,
    Part,
    Subheading,
    own,
)
from helpers.presentation.chapters.coordination import side_by_side
from helpers.presentation.chapters.heading import headed
from helpers.presentation.findings import against, first_ones, survey, wishes
from helpers.presentation.findings.waves import switched
from helpers.presentation.locale import phrase
from helpers.presentation.manuscript import Report
from helpers.survey.codebook import NO_GROUP, TOTAL


def challenge_profile(report: Report, challenge: str) -> Chapter:
    """12. One challenge: who collaborates, in which forms, with which barriers."""
    released, texts = report.released, report.texts
    codebook = released.codebook
    label = codebook.challenge(challenge).label
    key = f"utmaning-{challenge.replace('_', '-')}"
    rows = released.select(statistic=COLLABORATES, challenge=challenge)
    if not len(rows):
        return Chapter(key, label, ())
    share = survey.extent(released, challenge)
    sentences = tuple(
        sentence
        for one, voice in (
            (share, prose.Voice.FULL),
            (survey.forms(released, challenge), prose.Voice.FULL),
            (survey.concentration(released, challenge), prose.Voice.FULL),
            (survey.absence(released, challenge), prose.Voice.SHORT),
            (survey.agreements(released, challenge), prose.Voice.FULL),
            (wishes.wanting(released, challenge), prose.Voice.FULL),
            (switched(released, challenge), prose.Voice.FULL),
        )
        if (sentence := prose.sentence(one, codebook, voice))
    )
    parts: list[Part | None] = [Findings(sentences, css="") if sentences else None]
    parts += by_form(released, challenge, f"{key}-form")
    parts += _named(released, challenge)
    parts.append(own(texts, challenge))
    return Chapter.of(key, headed(label, share, codebook), parts)


MOST_NAMED = 5


def _named(released: Released, challenge: str) -> list[Part]:
    """With whom: how many organisations, and those that most name. The table of all
    stands in the annex."""
    sentence = prose.sentence(
        survey.organisations(released, challenge), released.codebook
    )
    if not sentence:
        return []
    noun = text.groups(released.codebook)
    named = survey.listed_in(released, challenge)
    most = [
        f"{one.name} ({len(naming.groups)})"
        for one, naming in first_ones(named, MOST_NAMED, lambda o: len(o[1].groups))
        if len(naming.groups) >= 2
    ]
    if most:
        sentence += phrase(
            " Flest {many} nämner {most}.", many=noun.many, most=text.listed(most)
        )
    return [Paragraph(sentence)]


def challenges(report: Report) -> Chapters:
    """12. The challenges side by side, then 12.1–12.n: a profile of each, in the
    codebook's order."""
    doing = text.doing(report.released.codebook)
    beside = side_by_side(report)
    heading = text.upper_first(doing.area.the_many)
    profiles = (
        challenge_profile(report, challenge)
        for challenge in report.released.codebook.challenge_labels
    )
    parts = [own(report.texts, "challenges"), *beside.parts]
    return Chapters(tuple(profiles), Chapter.of("utmaningar", heading, parts))


def departments(report: Report) -> Chapter:
    """13. Each group beside all: how many of it do anything, how, and within what."""
    released = report.released
    codebook = released.codebook
    rows = released.select(statistic=COLLABORATES, challenge=TOTAL, form=TOTAL)
    noun, doing = text.groups(codebook), text.doing(codebook)
    heading = text.upper_first(noun.the_many)
    groups = [g for g in tabulation.order(rows, "group") if g not in (TOTAL, NO_GROUP)]
    if not groups:
        return Chapter("grupper", heading, ())
    whole = phrase("inom minst {word} av", word=text.word(1, neuter=doing.area.neuter))
    picture = figures.dots(rows.select(group=[*groups, TOTAL]), "grupper-andel")
    named = list(codebook.challenge_labels)
    inside = released.select(statistic=COLLABORATES, form=TOTAL, challenge=named)
    contrasts = released.select(statistic=AGAINST, form=TOTAL)
    unlike = [
        f"{prose.say(one, codebook)}."
        for group in groups
        if (one := against(inside, group=group, by="challenge", contrasts=contrasts))
        and one.differs
    ]
    return Chapter.of(
        "grupper",
        heading,
        [
            Paragraph(
                phrase(
                    "Figuren visar andelen i varje {one} som {verb} {whole} "
                    "{the_many}, mot andelen för alla. Varje {one} har ett eget blad "
                    "med alla sina svar.",
                    one=noun.one,
                    verb=doing.verb,
                    whole=whole,
                    the_many=doing.area.the_many,
                )
            ),
            own(report.texts, "departments"),
            picture,
            _group_table(released, groups),
            *_differences(unlike),
        ],
    )


def _differences(unlike: list[str]) -> list[Part]:
    if not unlike:
        return []
    return [
        Subheading(phrase("Statistiskt säkerställda skillnader")),
        Findings(tuple(unlike), css=""),
        Note(
            phrase(
                "Andra skillnader nämns inte: de kan bero på vilka som svarade, eller "
                "bygger på för få svar."
            )
        ),
    ]


def _group_table(released: Released, groups: list[str]) -> tables.Table:
    codebook = released.codebook
    noun, doing = text.groups(codebook), text.doing(codebook)
    found = released.select(statistic=COLLABORATES)
    cells = tabulation.by_keys(found, "group", "challenge", "form")
    forms = codebook.form_labels
    named = list(codebook.challenge_labels)

    def share(group: str, form: str) -> tables.Value:
        row = cells.get((group, TOTAL, form))
        return None if row is None else tabulation.share_of(released, row)

    def reach(group: str) -> tables.Value:
        mine = [cells.get((group, challenge, TOTAL)) for challenge in named]
        shown = [row for row in mine if row is not None and row.shown]
        if len(shown) < len(mine):
            return text.State.SUPPRESSED
        if all(row.answered == 0 for row in shown):
            return text.State.NO_ANSWERS
        return sum(row.count > 0 for row in shown)

    several = text.upper_first(doing.area.many)
    return tables.Table(
        "grupper",
        phrase(
            "{the_many}s {noun}",
            the_many=text.upper_first(noun.the_many),
            noun=doing.noun,
        ),
        [
            tables.Column(text.upper_first(noun.one)),
            tables.Column(text.upper_first(doing.verb), "share", with_base=True),
            *(tables.Column(x, "share", with_base=True) for x in forms.values()),
            tables.Column(
                phrase("{several} med {noun}", several=several, noun=doing.noun),
                "count",
            ),
        ],
        [
            [
                group,
                share(group, TOTAL),
                *(share(group, f) for f in forms),
                reach(group),
            ]
            for group in groups
        ],
    )
