"""What the names of survey.yml are called in English."""

from __future__ import annotations

import re
from collections.abc import Iterable

from helpers.survey.codebook.model import AnyQuestion, Codebook


class NoEnglish(LookupError):
    """A name of survey.yml has no English form."""


def english_name(
    words: str, codebook: Codebook, question: AnyQuestion | None = None
) -> str:
    """What a name of survey.yml is called in English, by its key `english`; an option
    of a question that was asked in English is English, and figures have no language.

    Raises NoEnglish.
    """
    if found := codebook.english.get(words):
        return found
    if question is not None and question.language == "en":
        return words
    if not re.search(r"[^\W\d_]", words):
        return words
    raise NoEnglish(words)


def without_english(codebook: Codebook) -> list[str]:
    """The names that nearly every English page needs and that survey.yml has no English
    for, in its order: title, challenges, forms, groups and hindrances."""
    wanted: dict[str, AnyQuestion | None] = {codebook.title: None}
    wanted |= dict.fromkeys(codebook.challenge_labels.values())
    wanted |= dict.fromkeys(codebook.form_labels.values())
    for question in codebook.counted:
        if question.id == codebook.group or question is codebook.hindrance_question:
            wanted |= dict.fromkeys(question.all_options, question)
        if question is codebook.hindrance_question:
            wanted |= {question.name: None}
    return list(_missing(wanted.items(), codebook))


def _missing(
    wanted: Iterable[tuple[str, AnyQuestion | None]], codebook: Codebook
) -> Iterable[str]:
    for words, question in wanted:
        try:
            english_name(words, codebook, question)
        except NoEnglish:
            yield words
