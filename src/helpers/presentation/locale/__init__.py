"""What pages say in other languages than Swedish, from message catalogues (gettext).

A catalogue is data: `<language>/LC_MESSAGES/*.po`, read as they are by Babel. The
Swedish words are its keys. What a catalogue lacks is an error, never Swedish among the
words of another language.

Every sentence of a page is written as `phrase("{units} har svarat", units=…)`: in
Swedish it is what it says, in another language what its catalogue has for it. Which
language is one value of the context (`speaking`), and no argument of the functions
between. A sentence that is kept in a constant is marked by `message`, and becomes a
phrase where it is used.
"""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from helpers.core.errors import KartlaggningError
from helpers.core.language import ENGLISH, SWEDISH, in_swedish, speaking, spoken

__all__ = [
    "ENGLISH",
    "SWEDISH",
    "NoTranslation",
    "catalogue",
    "counted",
    "in_swedish",
    "message",
    "phrase",
    "speaking",
    "spoken",
    "translate",
]


class NoTranslation(KartlaggningError, LookupError):
    """A sentence that a catalogue lacks."""


def _lacking(message: str) -> NoTranslation:
    return NoTranslation(
        f"Sidan går inte att göra på det språket: ”{message}” saknar översättning.",
        todo="Felet är programmets, inte ditt. Gör sidan på svenska tills vidare, och "
        "anmäl meningen till den som förvaltar programmet.",
    )


def message(words: str) -> str:
    """Words of a page that stand in a constant: they become a `phrase` at their use."""
    return words


def phrase(
    template: str, /, *, n: float | None = None, context: str = "", **values: object
) -> str:
    """The sentence in the language that is written, its places filled. With `n` the
    catalogue may have one form for one thing and another for several; `context` tells
    apart what is called the same in Swedish (its `msgctxt`).

    >>> phrase("{units} har svarat", units="tre enheter")
    'tre enheter har svarat'
    """
    language = spoken()
    words = template
    if language != SWEDISH and template:
        found = catalogue(language)
        if n is not None:
            words = found.ngettext(template, template, int(n))
        elif context:
            words = found.pgettext(context, template)
        else:
            words = found.gettext(template)
    return words.format(**values) if values else words


@cache
def catalogue(language: str) -> GNUTranslations:
    """The messages of a language; with the plural rule that its catalogues state."""
    found: GNUTranslations = _Nothing()
    folder = files("helpers.presentation.locale") / language / "LC_MESSAGES"
    for path in sorted(folder.iterdir(), key=lambda path: path.name, reverse=True):
        if not path.name.endswith(".po"):
            continue
        source = io.BytesIO(path.read_bytes())
        compiled = io.BytesIO()
        write_mo(compiled, read_po(source, locale=language, abort_invalid=True))
        compiled.seek(0)
        one = GNUTranslations(compiled)
        one.add_fallback(found)
        found = one
    return found


class _Nothing(GNUTranslations):
    """Asked for what a catalogue lacks."""

    def gettext(self, message: str) -> str:
        raise _lacking(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise _lacking(msgid1)

    def pgettext(self, context: str, message: str) -> str:
        raise _lacking(message)


def translate(language: str, message: str, /, **values: object) -> str:
    """The message in this language, its places filled.

    >>> translate("sv", "Version"), translate("en", "Hoppa till innehållet")
    ('Version', 'Skip to content')
    """
    with speaking(language):
        return phrase(message, n=None, context="", **values)


def counted(language: str, one: str, many: str, n: int, /, **values: object) -> str:
    """The message for `n` things, by the language's own rule.

    >>> counted("en", "en enhet", "enheter", 1), counted("en", "en enhet", "enheter", 3)
    ('unit', 'units')
    """
    words = catalogue(language).ngettext(one, many, n)
    return words.format(**values) if values else words
