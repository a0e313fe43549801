"""Words as people and survey tools write them, folded to one form for comparison."""

from __future__ import annotations

import re
import unicodedata

# Written by some tools where a person sees a space or nothing at all.
_ENTITIES = {"&nbsp;": " ", "&nbsp": " ", "\ufeff": "", "\u200b": ""}


# What makes a spreadsheet run a text as a formula, full-width signs too.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


LONGEST_FILE_PART = 60


def fold(text: str) -> str:
    """`text` in NFC, with every run of white space (new lines, no-break spaces,
    `&nbsp`) as one space and none at the ends.

    >>> fold("Vilken  förvaltning\\n tillhör\\u00a0ni? ")
    'Vilken förvaltning tillhör ni?'
    """
    for written, meant in _ENTITIES.items():
        if written in text:
            text = text.replace(written, meant)
    return " ".join(unicodedata.normalize("NFC", text).split())


def neutral(words: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what could be a formula.

    >>> neutral("=1+1"), neutral("  =1+1"), neutral("Kultur")
    ("'=1+1", "'  =1+1", 'Kultur')
    """
    if words.lstrip(" \u00a0").startswith(FORMULA_STARTS):
        return f"'{words}"
    return words


def file_part(label: str) -> str:
    """A label as part of a file's name or an identity: a–z, digits and hyphens.

    >>> file_part("Miljö- och hälsoförvaltningen"), file_part("1–5"), file_part("–")
    ('miljo-och-halsoforvaltningen', '1-5', 'namnlos')
    """
    plain = unicodedata.normalize("NFKD", label.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    kept = re.sub(r"[^a-z0-9]+", "-", letters)[:LONGEST_FILE_PART]
    return kept.strip("-") or "namnlos"
