"""A text as part of a file's name, an address or an identity."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ł": "l"})


def slug(
    text: str, *, joint: str = "-", empty: str = "namnlos", ascii: bool = True
) -> str:
    """The words of `text` in small letters, joined by `joint`: at most 60 signs.

    `empty` is what a text without letters and digits becomes. With `ascii` the letters
    are a–z only; without, those of every language stay.

    >>> slug("Miljö- och hälsoförvaltningen"), slug("1–5"), slug("–")
    ('miljo-och-halsoforvaltningen', '1-5', 'namnlos')
    >>> slug("Sju av tio – främst dialog!", ascii=False)
    'sju-av-tio-främst-dialog'
    """
    words = ascii_words(text) if ascii else re.findall(r"\w+", text.casefold())
    return joint.join(words)[:LONGEST].strip(joint) or empty


def ascii_words(text: str) -> list[str]:
    """
    >>> ascii_words("Är Ærø en ö?")
    ['ar', 'aero', 'en', 'o']
    """
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return re.findall(r"[a-z0-9]+", plain)
