"""The summary in English: the findings of the Swedish summary, from the same values."""

from __future__ import annotations

from helpers.presentation import text
from helpers.presentation.chapters.chapter import (
    Chapter,
    Findings,
    Linked,
    Note,
    Paragraph,
    Part,
    Terms,
    own,
)
from helpers.presentation.english import number
from helpers.presentation.findings import response, survey
from helpers.presentation.findings.headlines import headlines
from helpers.presentation.manuscript import Report
from helpers.presentation.prose import english as words
from helpers.survey.codebook import TOTAL, NoEnglish, english_name


def english_summary(report: Report) -> Chapter:
    """What was found; how many findings have no English yet."""
    codebook = report.released.codebook
    sentences, left = list[str](), 0
    for one in headlines(report.released, report.waves):
        sentence, without = words.english_of(one.findings, codebook)
        sentences += [sentence] if sentence else []
        left += len(without)
    more = None
    if left:
        more = Note(
            words.counted(
                "En iakttagelse till står i den svenska sammanfattningen, men inte "
                "här.",
                "{many} iakttagelser till står i den svenska sammanfattningen, men "
                "inte här.",
                left,
                many=number(left),
            )
        )
    parts: list[Part | None] = [Findings(tuple(sentences)) if sentences else None, more]
    return Chapter.of("sammanfattning", words.translate("Sammanfattning"), parts)


def english_challenges(report: Report) -> Chapter:
    """How many collaborate within each challenge that has an English name."""
    released, codebook = report.released, report.released.codebook
    rows: list[tuple[str, str]] = []
    for id, label in codebook.challenge_labels.items():
        found = survey.extent(released, id)
        try:
            share = None if found is None else words.share_of(found.measure, codebook)
            rows += [(english_name(label, codebook), share)] if share else []
        except NoEnglish:
            continue  # the summary above tells that names are missing
    heading = words.translate("Utmaningarna")
    return Chapter.of("utmaningar", heading, [Terms(tuple(rows)) if rows else None])


def english_about(report: Report) -> Chapter:
    """Who answered, what the numbers rest on, her own text, and where more is told."""
    released, codebook = report.released, report.released.codebook
    weighted = any(map(text.weighted, text.shown_rows(released.select(group=TOTAL))))
    low = survey.caution(released) is not None
    sentences = [
        words.english(response.responded(released), codebook),
        *words.frame(codebook, weighted=weighted, low=low),
    ]
    return Chapter.of(
        "om",
        words.translate("Så har vi gjort"),
        [
            Paragraph(" ".join(sentences)),
            own(report.texts, "english"),
            Linked(
                words.translate("Mer står på svenska, i"),
                words.translate("sammanfattningen"),
                "sammanfattning.html",
            ),
        ],
    )
