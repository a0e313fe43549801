"""The summary: what a politician reads in two minutes."""

from __future__ import annotations

from helpers.disclosure.released import Released
from helpers.presentation import figures, prose, text
from helpers.presentation.chapters.chapter import (
    Chapter,
    Chapters,
    Findings,
    Part,
    own,
)
from helpers.presentation.findings import (
    Majority,
    Ranking,
    bases,
    ranking,
    single_answer,
    survey,
)
from helpers.presentation.manuscript import Report
from helpers.survey.codebook import TOTAL

MOST_SENTENCES = 8
RESULTS = ("extent", "dialog", "support", "joint", "quality", "results")


def summary(report: Report) -> Chapter:
    """1. Sammanfattning: the strongest findings, a sentence each."""
    sentences = strongest(report.released)
    box = Findings(tuple(sentences)) if sentences else None
    return Chapter.of(
        "sammanfattning", "Sammanfattning", [box, own(report.texts, "summary")]
    )


def strongest(released: Released) -> list[str]:
    """At most eight sentences. Where the survey asks of collaboration these are about
    it; else the first findings of its own questions fill the place."""
    codebook = released.codebook

    def said(found: object) -> str:
        return prose.sentence(found, codebook, prose.Voice.SHORT)

    opening = [
        said(survey.responded(released)),
        said(survey.caution(released)),
        said(survey.extent(released)),
    ]
    found = [
        said(survey.largest_challenge(released)),
        said(survey.used_forms(released)),
        said(survey.organisations(released)),
        said(survey.all_gaps(released)),
        said(survey.hindrances(released)),
        said(survey.most_wanted(released)),
    ]
    found = [sentence for sentence in found if sentence]
    room = MOST_SENTENCES - 2 - len(found)
    if room > 2:  # little of the above was asked
        found += _of_questions(released)[:room]
    return [sentence for sentence in [*opening, *found] if sentence]


def _of_questions(released: Released) -> list[str]:
    """What each chapter's first question that has a finding says."""
    found = []
    codebook = released.codebook
    source = codebook.challenges and codebook.challenges.source.question
    for chapter in RESULTS:
        for question in survey.chapter_questions(codebook, chapter):
            if question.type not in ("single", "multiple") or question.id == source:
                continue
            one = question_finding(released, question.id)
            if one is not None and not _constant(one):
                said = text.lower_first(prose.say(one, codebook))
                asked = bases.routed(released.select(question=question.id))
                whom = text.lower_first(prose.whom_asked(asked, codebook))
                name = f"{question.name}, {whom}" if whom else question.name
                found.append(f"{name}: {said}.")
                break
    return found


def _constant(found: Majority | Ranking) -> bool:
    """Whether everybody gave the same answer: a status or a consent, no finding."""
    top = found.top
    return top is None or top.count == top.answered


def question_finding(released: Released, question: str) -> Majority | Ranking | None:
    """The finding of one question, all groups together."""
    rows = released.select(
        question=question, statistic="share", challenge=TOTAL, group=TOTAL
    )
    single = released.codebook.question(question).type == "single"
    if not len(rows):
        return None
    return single_answer(rows) if single else ranking(rows)


def overview(report: Report) -> Chapter:
    """The picture of the summary: group × challenge."""
    released = report.released
    codebook = released.codebook
    rows = released.select(
        statistic="collaborates", form=TOTAL, challenge=list(codebook.challenge_labels)
    )
    groups = [group for group in rows.values("group") if group != TOTAL]
    if not groups:
        return Chapter("oversikt", "Översikt", ())
    doing = text.doing(codebook)
    return Chapter.of(
        "oversikt",
        f"{text.upper_first(text.groups(codebook).many)} och {doing.area.many}",
        [
            figures.matrix(
                rows.select(group=groups),
                "sammanfattning-grupp",
                rows="group",
                columns="challenge",
            )
        ],
    )


def challenges_in_short(report: Report) -> Chapters:
    """Half a page for each challenge."""
    return Chapters(
        tuple(
            _in_short(report, challenge)
            for challenge in report.released.codebook.challenge_labels
        )
    )


def _in_short(report: Report, challenge: str) -> Chapter:
    released = report.released
    codebook = released.codebook
    label = codebook.challenge(challenge).label
    key = f"kort-{challenge.replace('_', '-')}"
    if not len(released.select(statistic="collaborates", challenge=challenge)):
        return Chapter(key, label, ())
    forms = released.select(
        statistic="collaborates",
        challenge=challenge,
        group=TOTAL,
        form=list(codebook.forms),
    )
    found = (
        survey.extent(released, challenge),
        survey.concentration(released, challenge),
        survey.absence(released, challenge),
        survey.organisations(released, challenge),
        survey.hindrances(released, challenge),
        survey.wanting(released, challenge),
    )
    said = tuple(
        sentence
        for one in found
        if (sentence := prose.sentence(one, codebook, prose.Voice.SHORT))
    )
    parts: list[Part | None] = [
        Findings(said, css="") if said else None,
        figures.shares(forms, key, by="form") if len(forms) else None,
    ]
    return Chapter.of(key, label, parts)
