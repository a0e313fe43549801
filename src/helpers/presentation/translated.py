"""A report in another language: the names of survey.yml by its key `english`, and her
texts from texts/en. What lacks a name or a text is told at once, before a page is made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from helpers.core.errors import KartlaggningError, Problem
from helpers.core.language import ENGLISH, SWEDISH, speaking
from helpers.disclosure.released import Released, either, merged_options
from helpers.estimation.facts import facts_as_json, facts_from_json
from helpers.estimation.themes import THEME
from helpers.estimation.ties import AGREEMENT, INTENSITY, TIE_SHARE
from helpers.presentation.locale import phrase
from helpers.survey.codebook import (
    OTHER,
    AnyQuestion,
    Codebook,
    NoEnglish,
    Optioned,
    english_name,
    read_codebook,
)
from helpers.survey.codebook.editing import Edit, change_codebook

ARROW, PLUS = " → ", " + "
MOST_TOLD = 40
"""So many names that lack English are told one by one."""
KEYS_KEPT = ("english", "renamed", "exports", "missing", "tests", "ignore", "seen")
"""What of survey.yml says how answers are read: nothing of it is printed."""


def in_english(
    released: Released, *others: Mapping[str, str], whole: bool = True
) -> Released:
    """The numbers under the English names of survey.yml. `others` are names of other
    waves; an earlier wave is not `whole`: of it only what this wave has too is shown.

    Raises KartlaggningError with all names that lack English.
    """
    codebook = released.codebook
    known: dict[str, str] = {OTHER: phrase(OTHER)}
    for names in (*others, codebook.english):
        known |= names
    known |= _merged(codebook, known)
    if whole:
        check_names([*names_lacking(codebook), *_lacking_of_rows(released, known)])
    content = json.loads(codebook.model_dump_json(by_alias=True, exclude_unset=True))
    kept = {name: content[name] for name in KEYS_KEPT if name in content}
    made = _renamed(content, known.get) | kept
    for question in made["questions"]:
        # The wording has seldom an English form of its own: then its short name stands.
        name = question.get("label") or question.get("text")
        asked = codebook.question(question["id"])
        if asked.language == SWEDISH and question.get("text") not in known.values():
            question["text"] = name
        if isinstance(asked, Optioned) and asked.other_option == OTHER:
            question["other"] = known[OTHER]
    facts = facts_as_json(released.facts)
    quotes = facts["quotes"]
    facts = _renamed(facts, known.get) | {"quotes": quotes}
    return released.called(
        Codebook.model_validate_json(json.dumps(made, default=str)),
        facts_from_json(facts),
        lambda one: _label(one, known),
    )


def names_lacking(codebook: Codebook) -> Iterator[str]:
    """The names that a page shows and survey.yml has no English for. Of a survey that
    was asked in English a name is English where it is made of words of its questions;
    another may be our own, in Swedish."""
    titles = [codebook.title, codebook.subtitle, str(codebook.next_wave)]
    titles += [*codebook.challenge_labels.values(), *codebook.form_labels.values()]
    titles += [*codebook.chapters.values(), *(one.title for one in codebook.extra)]
    for words in (codebook.nouns.unit, codebook.nouns.group):
        titles += [words.one, words.many] if words else []
    asked = _words(" ".join(_asked_in_english(codebook)))
    for question in codebook.questions:
        titles += [question.name, *(one.label for one in codebook.items(question.id))]
    for name in titles:
        if name and not _words(name) <= asked:
            yield from _without(name, codebook)
    for question in codebook.questions:
        for option in [] if question.personal else question.all_options:
            yield from _without(option, codebook, question)


def _without(
    name: str, codebook: Codebook, question: AnyQuestion | None = None
) -> Iterator[str]:
    try:
        english_name(name, codebook, question)
    except NoEnglish:
        yield name


def _asked_in_english(codebook: Codebook) -> Iterator[str]:
    """What respondents were asked in English: wordings, rows and options."""
    for question in codebook.questions:
        if question.language == ENGLISH:
            # The wording may be the short name itself; the headers were asked.
            yield question.text or ""
            yield from question.columns_used
            yield from question.all_options


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", name.casefold()))


def _lacking_of_rows(released: Released, known: Mapping[str, str]) -> Iterator[str]:
    """Themes, and what organisations are: not of survey.yml, but of her other files."""
    for row in released.select(statistic=[THEME, TIE_SHARE]):
        worded = row.statistic == THEME or row.item in (INTENSITY, AGREEMENT)
        asked = released.codebook.question(row.question)
        if worded and asked.language == SWEDISH and row.option not in known:
            yield row.option
    for one in released.facts.organisations.listed:
        if one.type and one.type not in known:
            yield one.type


def check_names(lacking: Iterable[str]) -> None:
    """Raises KartlaggningError with the names that lack English."""
    if found := list(dict.fromkeys(lacking)):
        raise KartlaggningError(_problem(found))


def _problem(names: list[str]) -> Problem:
    shown = ", ".join(f"”{name}”" for name in names[:MOST_TOLD])
    more = len(names) - MOST_TOLD
    also = f" och {more} till" if more > 0 else ""
    return Problem(
        f"Rapporten går inte att göra på engelska: {len(names)} namn saknar engelska: "
        f"{shown}{also}.",
        "Skriv dem under english: i survey.yml, ett på varje rad: "
        f'"{names[0]}": "…". Kör sedan igen.',
        file="survey.yml",
    )


def _merged(codebook: Codebook, known: Mapping[str, str]) -> dict[str, str]:
    """The names of options that are shown as one: "Bra eller mycket bra"."""
    found = {}
    for question in codebook.questions:
        with speaking(SWEDISH):
            merged = merged_options(question)
        for label, parts in merged.items():
            # As `told_scale` will say it of the English options.
            translations = [known.get(one, one) for one in parts]
            found[label] = either(translations, question.language)
    return found


def _label(label: str, known: Mapping[str, str]) -> str:
    """A group, an option, or two of them: "Ja → Nej"."""
    if label in known or ARROW not in label:
        return known.get(label, label)
    return ARROW.join(known.get(part, part) for part in label.split(ARROW))


def _renamed(content: Any, name: Callable[[str, str], str]) -> Any:
    """Every string of a JSON value, keys too, as it is called."""
    if isinstance(content, str):
        return name(content, content)
    if isinstance(content, Mapping):
        return {name(key, key): _renamed(one, name) for key, one in content.items()}
    if isinstance(content, list | tuple):
        return [_renamed(one, name) for one in content]
    return content


def english_problems(folder: Path) -> list[Problem]:
    """All that data/raw/<survey> lacks for a report in English."""
    codebook = read_codebook(folder)
    problems: list[Problem] = []
    try:
        check_names(names_lacking(codebook))
    except KartlaggningError as error:
        problems += error.problems
    try:
        english_texts(folder, codebook)
    except KartlaggningError as error:
        problems += error.problems
    return [replace(one, file=f"{folder.name}/{one.file}") for one in problems]


def ask_for_english(folder: Path) -> bool:
    """Writes in survey.yml that a fördjupad report in English is wanted; whether it was
    not before."""
    if ENGLISH in read_codebook(folder).also_in:
        return False
    change_codebook(folder, [Edit(("also_in",), [ENGLISH])])
    return True


def english_texts(folder: Path, codebook: Codebook) -> str:
    """Where in data/raw/<survey> her texts for an English page are: texts/en, or texts
    where the survey itself is in English. Raises KartlaggningError where one has no
    English."""
    mine, english = folder / "texts", folder / "texts" / ENGLISH
    if codebook.language == ENGLISH and not english.is_dir():
        return "texts"
    lacking = [
        path.name
        for path in sorted(mine.glob("*.md"))
        if path.stem != "english" and not (english / path.name).is_file()
    ]
    if lacking:
        raise KartlaggningError(
            Problem(
                f"texts/{name} finns inte på engelska.",
                f"Skriv den på engelska i texts/en/{name}.",
                file=f"texts/{name}",
            )
            for name in lacking
        )
    return f"texts/{ENGLISH}"
