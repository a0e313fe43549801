"""What a chapter says before its figures: two to five sentences, then her own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from helpers.presentation import prose
from helpers.presentation.chapters.chapter import Paragraph, Part, own
from helpers.presentation.findings import survey
from helpers.presentation.findings.headlines import (
    Headline,
    Topic,
    answered,
    headlines,
    of_hindrances,
)
from helpers.presentation.findings.waves import shifts
from helpers.presentation.manuscript import Report

MOST = 4
"""So many findings open a chapter; each has its own figure below."""


def lead(report: Report, chapter: str, found: Iterable[object] = ()) -> list[Part]:
    """`found` and what the chapter's questions found, in the short voice, with what has
    moved most since the wave before; then her text `texts/<chapter>.md`."""
    codebook = report.released.codebook
    findings = [*found, *_of_questions(report, chapter)]
    sentences = [
        sentence
        for one in findings
        if (sentence := prose.sentence(one, codebook, prose.Voice.SHORT))
    ]
    kept = [*sentences[:MOST], *_moved(report, chapter)]
    parts: list[Part] = [Paragraph(" ".join(kept))] if kept else []
    own_text = own(report.texts, chapter)
    return [*parts, own_text] if own_text else parts


def of_topics(report: Report, *topics: Topic) -> list[object]:
    """The findings of some of the summary's topics."""
    found: list[Headline] = headlines(report.released, report.waves)
    return [one for line in found if line.topic in topics for one in line.findings]


def _of_questions(report: Report, chapter: str) -> Iterator[object]:
    codebook = report.released.codebook
    source = codebook.challenges and codebook.challenges.source.question
    hindrance = codebook.hindrance_question
    for question in survey.chapter_questions(codebook, chapter):
        if question.id in (source, codebook.group):
            continue
        if hindrance is not None and question.id == hindrance.id:
            yield of_hindrances(report.released)
        else:
            yield answered(report.released, question)


def _moved(report: Report, chapter: str) -> list[str]:
    waves = report.waves
    if waves is None or chapter == "background":
        return []
    codebook = report.released.codebook
    names = {one.name for one in survey.chapter_questions(codebook, chapter)}
    moved = [one for one in shifts(waves) if one.question in names][:1]
    return [prose.sentence(one, codebook, prose.Voice.SHORT) for one in moved]
