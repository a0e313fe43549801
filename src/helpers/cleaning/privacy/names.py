"""First names in a text, of the people who live in Sweden, in small letters too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources

LISTS = ("first_names.txt", "first_names_of_many.txt")
SHORTEST_SMALL = 3  # letters of a name that is written without a capital


def _first_names() -> tuple[frozenset[str], frozenset[str]]:
    """Names, and names that are also words: as the first list that has one says."""
    folder = resources.files("helpers.cleaning.privacy")
    is_word: dict[str, bool] = {}
    for name in LISTS:
        for line in folder.joinpath(name).read_text("utf-8").splitlines():
            if not line.startswith("#"):
                is_word.setdefault(line.removeprefix("* "), line.startswith("* "))
    words = frozenset(name for name, word in is_word.items() if word)
    return frozenset(is_word) - words, words


_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_TITLE = re.compile(r"\b(?:herr|fru|fröken|doktor|dr|mr|mrs|ms)\.? $", re.IGNORECASE)
_POST = re.compile(
    r"(?:chef|rektor|handläggare|ordförande|samordnare|lärare|kurator|sekreterare"
    r"|assistent|pedagog|kollega|granne)(?:en|n)? $",
    re.IGNORECASE,
)
"""Before two words with capitals, whose names no list need have."""
_TOLD = re.compile(
    r"\b(?:fråga|frågade|hälsa|tacka|tack till|kontakta|kontaktade|heter"
    r"|(?:prata|pratat|tala|talat|träffa|träffat|möte) med) $",
    re.IGNORECASE,
)
"""Before somebody's name, where a word that is a name too is meant as one."""
_WHO = re.compile(
    r"\b(?:det|den) (?:är|var|blev|brukar vara|ska vara) $", re.IGNORECASE
)
_PARTICLE = re.compile(r"(?:al|el|ad|as|ul|ben|bin|abu)-")
_SURNAME = re.compile(r"[^\W\d_]{2,}(?:sson|sdotter)s?")


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Where in `text` a first name stands, with the surname after it.

    A name that is also a word ("Per", "Max") counts before another capitalised word,
    and within a sentence.

    >>> text = "Samtal med fatima, och med Per i tisdags. Per år ges stöd."
    >>> [text[start:end] for start, end in find_names(text)]
    ['fatima', 'Per']
    >>> text = "Vår chef Zlatana Pihlgren svarar aldrig"
    >>> [text[start:end] for start, end in find_names(text)]
    ['Zlatana Pihlgren']
    """
    words = list(_WORD.finditer(text))
    for place, match in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else None
        surname = following if following and _joined(text, match, following) else None
        if _is_name(text, match, surname is not None):
            yield match.start(), (surname or match).end()


_PLAIN = str.maketrans({"ł": "l", "ı": "i", "ø": "ö", "æ": "ä", "đ": "d"})


@cache
def _without_accents(name: str) -> str:
    """As the lists also have it: małgorzata, malgorzata. Not without å, ä and ö."""
    if name.isascii():
        return name
    parts = (
        sign if sign in "åäö" else unicodedata.normalize("NFKD", sign)[0]
        for sign in name.translate(_PLAIN)
    )
    return "".join(parts)


FIRST_NAMES, NAMES_THAT_ARE_WORDS = _first_names()


def _joined(text: str, match: re.Match[str], following: re.Match[str]) -> bool:
    """Whether the next word is a capitalised one, or "al-Khatib", a space away."""
    between, word = text[match.end() : following.start()], following.group()
    return between == " " and (word[0].isupper() or bool(_PARTICLE.match(word)))


def _is_name(text: str, match: re.Match[str], surname: bool) -> bool:
    word = match.group()
    first = re.split(r"[-'’]", word, maxsplit=1)[0]
    small = first.casefold()
    if small not in FIRST_NAMES:
        small = _without_accents(small)
    of_it = small.removesuffix("s")  # the genitive: Annas, Lukass
    before = text[max(0, match.start() - 24) : match.start()]
    if not word[0].isupper():
        who = _WHO.search(before) and text.startswith(" som ", match.end())
        if (who or _TOLD.search(before)) and {small, of_it} & NAMES_THAT_ARE_WORDS:
            return True
        forms = {small} if len(small) >= SHORTEST_SMALL else set()
        forms |= {of_it} if len(of_it) > SHORTEST_SMALL and small != "klass" else set()
        return bool(forms & FIRST_NAMES)
    if {small, of_it} & FIRST_NAMES or _SURNAME.fullmatch(word):
        return True
    if _TITLE.search(before) or (surname and _POST.search(before)):
        return True
    within = len(before) > 1 and before[-1] == " " and before[-2].islower()
    return bool({small, of_it} & NAMES_THAT_ARE_WORDS) and (surname or within)
