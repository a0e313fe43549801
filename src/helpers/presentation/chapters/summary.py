"""The summary: what a politician reads in two minutes."""

from __future__ import annotations

from helpers.disclosure.released import Released
from helpers.estimation.schema import COLLABORATES
from helpers.presentation import figures, prose, text
from helpers.presentation.chapters.chapter import (
    Chapter,
    Findings,
    KeyPanel,
    Note,
    Part,
    Terms,
    own,
)
from helpers.presentation.findings import peak, response, survey, wishes
from helpers.presentation.findings.headlines import headlines
from helpers.presentation.findings.keys import key_figures
from helpers.presentation.locale import phrase
from helpers.presentation.manuscript import Report
from helpers.survey.codebook import TOTAL


def summary(report: Report) -> Chapter:
    """1. Sammanfattning: the strongest findings, a sentence or two each, the key
    figures, and last what they all rest on."""
    findings = strongest(report)
    panel = KeyPanel(
        tuple(
            prose.key_figure(one, report.released.codebook)
            for one in key_figures(report.released, report.waves)
        )
    )
    return Chapter.of(
        "sammanfattning",
        phrase("Sammanfattning"),
        [
            Findings(tuple(findings)) if findings else None,
            panel if panel.figures else None,
            Note(frame(report.released)),
            own(report.texts, "summary"),
        ],
    )


def strongest(report: Report) -> list[str]:
    """At most six, the most important first (findings/headlines.py)."""
    codebook = report.released.codebook
    found = headlines(report.released, report.waves)
    return [sentence for one in found if (sentence := prose.headline(one, codebook))]


def frame(released: Released) -> str:
    """What every number of a page rests on."""
    codebook, facts = released.codebook, released.facts
    noun = text.respondents(codebook)
    found = response.responded(released)
    whole = (
        ""
        if found.asked is None
        else phrase(" av {asked}", asked=text.number(found.asked))
    )
    rate = "" if found.rate is None else f" ({text.percent_words(found.rate)})"
    many = noun.one if found.answered == 1 else noun.many
    sentence = phrase(
        "Bygger på svar från {answered}{whole} {many}{rate}",
        answered=text.number(found.answered),
        whole=whole,
        many=many,
        rate=rate,
    )
    when = text.period_of(codebook, facts.period)
    sentence += phrase(", lämnade {period}.", period=when) if when else "."
    if words := not_asked(released):
        sentence += f" {words}"
    if any(map(text.weighted, text.shown_rows(released.select(group=TOTAL)))):
        sentence += phrase(
            " Andelar för alla är vägda efter {one}.", one=text.groups(codebook).one
        )
    careful = prose.sentence(survey.caution(released), codebook)
    return f"{sentence} {careful}".strip()


def not_asked(released: Released) -> str:
    """How many of those who answered were not asked of the challenges, and count."""
    codebook = released.codebook
    source = codebook.challenges and codebook.challenges.source.question
    if not source:
        return ""
    implied = survey.implied_none(released, source)
    words = prose.implied_words(implied, codebook)
    return f"{text.upper_first(words)}." if words else ""


def groups_and_challenges(released: Released, key: str) -> Part | None:
    """The picture of who collaborates within what; None without groups."""
    named = list(released.codebook.challenge_labels)
    rows = released.select(statistic=COLLABORATES, form=TOTAL, challenge=named)
    groups = rows.select(group=[one for one in rows.values("group") if one != TOTAL])
    if not len(groups):
        return None
    title = prose.say(peak(groups), released.codebook)
    return figures.matrix(groups, key, rows="group", columns="challenge", title=title)


def overview(report: Report) -> Chapter:
    """The picture of the summary: group × challenge."""
    released = report.released
    codebook = released.codebook
    figure = groups_and_challenges(released, "sammanfattning-grupp")
    doing = text.doing(codebook)
    heading = phrase(
        "{many} och {many_2}",
        many=text.upper_first(text.groups(codebook).many),
        many_2=doing.area.many,
    )
    return Chapter.of("oversikt", heading, [figure])


def challenges_in_short(report: Report) -> Chapter:
    """All challenges in one picture, and two sentences on each."""
    released = report.released
    codebook = released.codebook
    heading = phrase(
        "{the_many} i korthet",
        the_many=text.upper_first(text.doing(codebook).area.the_many),
    )
    in_short = tuple(
        (codebook.challenge(challenge).label, " ".join(sentences))
        for challenge in codebook.challenge_labels
        if (sentences := _in_short(report, challenge))
    )
    if not in_short:
        return Chapter("utmaningar-kort", heading, ())
    forms = released.select(
        statistic=COLLABORATES,
        challenge=list(codebook.challenge_labels),
        group=TOTAL,
        form=list(codebook.forms),
    )
    parts: list[Part | None] = [
        figures.small_multiples(forms, "kort-former", panels="challenge", by="form")
        if len(forms)
        else None,
        Terms(in_short),
    ]
    return Chapter.of("utmaningar-kort", heading, parts)


def _in_short(report: Report, challenge: str) -> list[str]:
    """How many are in it, and what a reader can act on: who want more, else with how
    many it is done."""
    released = report.released
    found = (
        survey.extent(released, challenge),
        wishes.wanting(released, challenge)
        or survey.organisations(released, challenge)
        or survey.concentration(released, challenge),
    )
    sentences = (
        prose.sentence(one, released.codebook, prose.Voice.SHORT) for one in found
    )
    return [one for one in sentences if one]


def proposals(report: Report) -> Chapter:
    """Her own conclusions, where a reader of nothing else finds them."""
    own_text = own(report.texts, "conclusions")
    return Chapter.of("slutsatser", phrase("Slutsatser och förslag"), [own_text])
