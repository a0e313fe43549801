"""Words as people and survey tools write them, folded to one form for comparison."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

# Written by some tools where a person sees a space or nothing at all.
_ENTITIES = {"&nbsp;": " ", "&nbsp": " ", "\ufeff": "", "\u200b": "", "\xad": ""}


def fold(text: str) -> str:
    """`text` in NFC, with every run of white space (new lines, no-break spaces,
    `&nbsp`) as one space and none at the ends.

    >>> fold("Vilken  förvaltning\\n tillhör\\u00a0ni? ")
    'Vilken förvaltning tillhör ni?'
    """
    for written, character in _ENTITIES.items():
        if written in text:
            text = text.replace(written, character)
    return " ".join(unicodedata.normalize("NFC", text).split())


_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
# Not + < > # % & or /, which tell C from C++ and "< 5" from "> 5".
_PUNCTUATION = re.compile(r"[.,;:!?…'\"`´\u2018-\u201f\u00ab\u00bb()\[\]\s]+")


def same_words(text: str) -> str:
    """The form in which two options are the same one: the case of letters, spaces,
    which dash and punctuation say nothing.

    >>> same_words("IT – Drift och support.") == same_words("it-drift  och support")
    True
    >>> same_words("< 5") == same_words("> 5"), same_words("C++") == same_words("C")
    (False, False)
    """
    joined = _DASHES.sub("-", fold(text).casefold())
    return _PUNCTUATION.sub(" ", joined).strip()


def called_before(now: Sequence[str], before: Sequence[str]) -> dict[str, str]:
    """Each text of `now` that stands in `before` → what it was called there: itself, or
    the only one of the same words.

    >>> called_before(["It", "HR"], ["IT", "Ekonomi"])
    {'It': 'IT'}
    """
    exact = {text: text for text in now if text in before}
    there, here = (
        Counter(same_words(text) for text in texts if text not in exact)
        for texts in (before, now)
    )
    written = {same_words(text): text for text in before if text not in exact}
    alike = {
        text: written[form]
        for text in now
        if text not in exact and there[form := same_words(text)] == here[form] == 1
    }
    return exact | alike


def in_sentence(label: str, language: str = "sv") -> str:
    """A label inside a Swedish sentence: with a small letter where that is safe. An
    abbreviation, a name of two words and what is not Swedish stay as they are.

    >>> in_sentence("Bidrag och stöd"), in_sentence("IOP"), in_sentence("Röda Korset")
    ('bidrag och stöd', 'IOP', 'Röda Korset')
    >>> in_sentence("I expect it to increase", "en")
    'I expect it to increase'
    """
    first, _, rest = label.partition(" ")
    named = rest[:1].isupper() and rest[1:2].islower()
    if language != "sv" or first[1:2].isupper() or named:
        return label
    return label[:1].lower() + label[1:]
