"""The summary: what a politician reads in two minutes."""

from __future__ import annotations

from helpers.disclosure.released import Released
from helpers.presentation import figures, prose, text
from helpers.presentation.chapters import findings
from helpers.presentation.chapters.chapter import (
    Chapter,
    Chapters,
    Findings,
    Part,
    own,
)
from helpers.presentation.findings import ranking, single_answer
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
    opening = [findings.responded(released), findings.extent(released)]
    found = [
        findings.largest_challenge(released),
        findings.used_forms(released),
        findings.organisations(released, short=True),
        findings.all_gaps(released),
        findings.barriers(released),
        findings.most_wanted(released),
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
        for question in findings.chapter_questions(codebook, chapter):
            if question.type not in ("single", "multiple") or question.id == source:
                continue
            said = question_finding(released, question.id)
            if said:
                found.append(f"{question.name}: {text.lower_first(said)}.")
                break
    return found


def question_finding(released: Released, question: str) -> str:
    """The finding of one question, all groups together."""
    rows = released.select(
        question=question, statistic="share", challenge=TOTAL, group=TOTAL
    )
    single = released.codebook.question(question).type == "single"
    if not len(rows):
        return ""
    return prose.say(
        single_answer(rows) if single else ranking(rows), released.codebook
    )


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
    sentences = (
        findings.share(released, challenge),
        findings.concentration(released, challenge),
        findings.silent_groups(released, challenge, short=True),
        findings.organisations(released, challenge, short=True),
        findings.barriers(released, challenge, short=True),
        findings.wishes(released, challenge),
    )
    said = tuple(sentence for sentence in sentences if sentence)
    parts: list[Part | None] = [
        Findings(said, css="") if said else None,
        figures.shares(forms, key, by="form") if len(forms) else None,
    ]
    return Chapter.of(key, label, parts)
