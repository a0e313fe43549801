"""Words in another language say so, for a screen reader to pronounce them.

A survey asked in English has English options in Swedish tables and sentences. A page
knows them as its `foreign` phrases; here they are found where they stand: as the whole
of an element, in quotation marks, or after the colon of "Frågan: …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bs4 import BeautifulSoup, NavigableString, Tag

from helpers.presentation.kinds import PageKind
from helpers.survey.codebook import Codebook

SWEDISH = "sv"
IN_ENGLISH = tuple(
    ("en", kind.label) for kind in (PageKind.ENGLISH, PageKind.INDEPTH_ENGLISH)
)
"""The names of the pages in English, in the lists of Swedish pages."""
_QUOTED = re.compile(r"(?<=[”“])[^”]+(?=”)|(?<=Frågan: ).+", re.DOTALL)


def foreign(codebook: Codebook) -> Iterator[tuple[str, str]]:
    """(language, phrase) for each wording, option and row of a question that was not
    asked in Swedish; numbers have no language."""
    seen = {*codebook.challenge_labels.values(), *codebook.form_labels.values()}
    for question in codebook.questions:
        language = question.lang or codebook.language
        if language == SWEDISH:
            continue
        phrases = [question.text or ""]
        phrases += question.all_options
        phrases += [item.label for item in codebook.items(question.id)]
        for phrase in map(_plain, phrases):
            ours = phrase in seen or phrase == question.label
            if not ours and re.search(r"[^\W\d_]{2}", phrase):
                seen.add(phrase)
                yield language, phrase


def mark(soup: BeautifulSoup, phrases: Mapping[str, str]) -> None:
    """`lang` on everything in `soup` that is one of `phrases` (phrase → language)."""
    known = {_folded(phrase): language for phrase, language in phrases.items()}
    for text in soup.find_all(string=True):
        around = text.parent
        if around is None or type(text) is not NavigableString or not text.strip():
            continue
        if around.find_parent(["svg", "style"]) or around.name in ("svg", "style"):
            continue
        if language := _whole(text, known):
            if around.get_text() == text and around.name != "a":
                around["lang"] = language
            else:
                text.replace_with(_marked(soup, text, language))
        else:
            _mark_parts(soup, text, known)


def _mark_parts(
    soup: BeautifulSoup, text: NavigableString, known: Mapping[str, str]
) -> None:
    pieces: list[NavigableString | Tag] = []
    at = 0
    for found in _QUOTED.finditer(text):
        if language := known.get(_folded(found[0])):
            pieces.append(NavigableString(text[at : found.start()]))
            pieces.append(_marked(soup, found[0], language))
            at = found.end()
    if pieces:
        text.replace_with(*pieces, NavigableString(text[at:]))


def _whole(text: str, known: Mapping[str, str]) -> str:
    """The language of a text that is one phrase, or a row and its option: "a: b"."""
    folded = _folded(text)
    if folded in known:
        return known[folded]
    row, colon, option = folded.rpartition(": ")
    return known[row] if colon and row in known and option in known else ""


def _marked(soup: BeautifulSoup, words: str, language: str) -> Tag:
    span = soup.new_tag("span", attrs={"lang": language})
    span.string = words
    return span


def _plain(phrase: str) -> str:
    return " ".join(phrase.split())


def _folded(phrase: str) -> str:
    return _plain(phrase).casefold()
