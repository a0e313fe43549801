"""Words of a draft: ids from headers, the language, and texts as YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable

from helpers.core.slugs import ascii_words
from helpers.exports.sheet import shared_start

_SMALL = """
och eller i på av för till med det den de ni er du din ditt era vi en ett att som är
har hur vad vilka vilken vilket när var om inom under från kan ska inte så mest
the a an of and or in on to for with your you do does is are what which how when where
at by that have has been be please this it as if we our any all apply select check not
"""
# What YAML, of one version or another, reads as something else than a text.
RESERVED = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
_ENGLISH = """
the of and your you do does what which how many often please select is are to in have
yes no not other with for none don't know
"""
_SWEDISH = """
och ni er på vilka vilken vilket hur många ofta är av för till med som att ja nej inte
ej annat inga inget vet eller den det
"""


def language(texts: Iterable[str]) -> str:
    """sv or en, by the small words.

    >>> language(["Hur ofta samverkar ni?"]), language(["How often do you meet?"])
    ('sv', 'en')
    """
    swedish_words, english_words = set(_SWEDISH.split()), set(_ENGLISH.split())
    swedish = english = 0
    for text in texts:
        for word in re.findall(r"[^\W\d_]+", text.casefold()):
            swedish += (word in swedish_words) + bool(set(word) & set("åäö"))
            english += word in english_words
    return "en" if english > swedish else "sv"


def id_of(text: str, *, words: int = 4) -> str:
    """An id made of the words that carry meaning.

    >>> id_of("Hur ofta för ni dialog?"), id_of("17. How many employees?")
    ('ofta_dialog', 'many_employees')
    >>> id_of("FALSE"), id_of("Nej")
    ('q_false', 'nej')
    """
    found = ascii_words(text)
    small = ascii_words(_SMALL)
    kept = [word for word in found if word not in small and not word.isdecimal()]
    made = "_".join((kept or found)[:words])[:40].strip("_")
    plain = made[:1].isalpha() and made not in RESERVED
    return made if plain else f"q_{made}".strip("_")


def slugs(texts: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """An id for each, all different and none of those `taken`.

    >>> slugs(["Dialog", "Dialog?", "Stöd"])
    ['dialog', 'dialog_2', 'stod']
    """
    used, found = set(taken), []
    for text in texts:
        id = base = id_of(text)
        number = 2
        while id in used:
            id, number = f"{base}_{number}", number + 1
        used.add(id)
        found.append(id)
    return found


def quoted(text: str) -> str:
    """A text as YAML's double-quoted scalar.

    >>> quoted("Samverkar ni?")
    '"Samverkar ni?"'
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(map(_visible, escaped)) + '"'


def _visible(char: str) -> str:
    return char if char.isprintable() else f"\\U{ord(char):08x}"


def shared_words(texts: list[str]) -> tuple[str, list[str]]:
    """What the texts share with "…" where they differ, and what differs.

    >>> shared_words(["Samverkar ni inom kultur?", "Samverkar ni inom fritid?"])
    ('Samverkar ni inom …', ['kultur', 'fritid'])
    >>> shared_words(["Kultur", "Fritid"])
    ('', ['Kultur', 'Fritid'])
    """
    words = [text.split(" ") for text in texts]
    start = end = 0
    while all(len(w) > start + 1 and w[start] == words[0][start] for w in words):
        start += 1
    while all(
        len(w) > start + end + 1 and w[-1 - end] == words[0][-1 - end] for w in words
    ):
        end += 1
    if start + end < 3:
        return "", texts
    head, tail = words[0][:start], words[0][len(words[0]) - end :]
    differing = [" ".join(w[start : len(w) - end]).rstrip("?:. ") for w in words]
    if len(set(differing)) < len(differing):
        return "", texts
    return " ".join([*head, "…", *tail]), differing


def _whole(part: str) -> str:
    """Without a bracket at its end that was opened before it.

    >>> _whole("Lokal)"), _whole("Fika (kaffe, te)")
    ('Lokal', 'Fika (kaffe, te)')
    """
    for opened, closed in (("(", ")"), ("[", "]")):
        while part.endswith(closed) and part.count(closed) > part.count(opened):
            part = part[:-1].rstrip()
    return part


def asked_first(texts: list[str]) -> tuple[str, list[str]]:
    """The question that all the texts begin with, and what follows it in each.

    >>> asked_first(["Hur samverkar ni? Lokal", "Hur samverkar ni? Lån"])
    ('Hur samverkar ni?', ['Lokal', 'Lån'])
    >>> asked_first(["Lokal", "Lån"])
    ('', ['Lokal', 'Lån'])
    """
    head = re.sub(r"[^\W_]+$", "", shared_start(texts))
    asked = head.rstrip(" ->:|/_(–—[")
    parts = [_whole(text[len(head) :].strip()) for text in texts]
    bare = [re.sub(r"^\d{1,3}[\]).:]\s*", "", part) for part in parts]
    parts = bare if len({*bare}) == len(bare) else parts
    if not all(parts) or ("?" not in asked and len(asked.split()) < 3):
        return "", texts
    return asked, parts
