"""A label as words: what the files of this folder read before they look for meaning."""

from __future__ import annotations

import re
from functools import lru_cache

from helpers.core.wording import fold

NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "noll zero null nul nolla",
            "en ett one én et ein eine einen einem einer yksi yhden",
            "två two to zwei kaksi kahden",
            "tre three drei kolme kolmen",
            "fyra four fire vier neljä neljän",
            "fem five fünf viisi viiden",
            "sex six seks sechs kuusi kuuden",
            "sju seven syv sju sieben seitsemän",
            "åtta eight åtte otte acht kahdeksan",
            "nio nine ni neun yhdeksän",
            "tio ten ti zehn kymmenen",
            "elva eleven elleve elf yksitoista",
            "tolv twelve zwölf kaksitoista",
        )
    )
    for word in words.split()
} | {"femton": 15, "tjugo": 20, "twenty": 20, "femtio": 50, "fifty": 50, "hundra": 100}
"""Number words of the six languages, those that bands and frequencies are told in."""

_NUMBERED = re.compile(r"(?P<number>\d{1,3})\s*(?:[.):=–—-]|\s-)\s*(?=[^\W\d_])")


_PARTED = re.compile(
    r"\b(?P<not>inte|ej|not|ikke)\b (?P<of>.+) "
    r"(?P<all>alls|at all|i det hele tatt|i det hele taget)\W*$"
)


_NONE_OF_IT = re.compile(
    r"^(?P<none>ingen|inget|inga|no)\b (?P<of>.+) (?:alls|at all|i det hele tatt)\W*$"
)


@lru_cache(maxsize=65536)
def plain(label: str) -> str:
    """A label in small letters, without what means nothing: full stops, quotation
    marks, apostrophes, and what a parenthesis explains.

    >>> plain("Mycket viktigt!"), plain("I don’t agree"), plain("Ofta (varje vecka)")
    ('mycket viktigt', 'i dont agree', 'ofta')
    """
    text = fold(label).casefold()
    text = re.sub(r"['’´`]", "", text)
    bare = re.sub(r"\s*[(\[].*?[)\]]", "", text).strip()
    bare = _NONE_OF_IT.sub(r"\g<none> \g<of>", bare)
    bare = _PARTED.sub(r"\g<not> \g<all> \g<of>", bare)
    return (bare or text).strip(' .,!?*"”“:;()[]')


def tokens(label: str) -> tuple[str, ...]:
    """
    >>> tokens("Teils/teils"), tokens("Ja, absolut")
    (('teils', 'teils'), ('ja', 'absolut'))
    """
    return tuple(re.findall(r"\w+", plain(label)))


def numbered(label: str, *, loose: bool = False) -> tuple[int, str] | None:
    """The number that a label begins with, and the rest: "1 = Inte alls", "5 Helt"; a
    letter of a list ("b) Ibland") is its number.

    `loose`: also where only a space stands between them.

    >>> numbered("1 = Inte alls"), numbered("5"), numbered("2-3 gånger")
    ((1, 'Inte alls'), None, None)
    >>> numbered("5 Helt"), numbered("5 Helt", loose=True)
    (None, (5, 'Helt'))
    """
    text = fold(label)
    match = _NUMBERED.match(text)
    if match:
        return int(match["number"]), text[match.end() :]
    if match := re.fullmatch(r"([a-h])\s?[).]\s+([^\W\d_].*)", text, re.IGNORECASE):
        return ord(match[1].casefold()) - ord("a") + 1, match[2]
    match = re.fullmatch(r"(\d{1,3})\s*\((\D.*)\)\.?", text)
    if match is None and loose:
        match = re.fullmatch(r"(\d{1,2})\s+([^\W\d_].*)", text)
    return (int(match[1]), match[2]) if match else None
