"""What pages say in other languages than Swedish, from message catalogues (gettext).

A catalogue is data: `<language>/LC_MESSAGES/pages.po`, read as it is by Babel. The
Swedish words are its keys. What a catalogue lacks is an error, never Swedish among the
words of another language.
"""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SWEDISH = "sv"
ENGLISH = "en"


@cache
def catalogue(language: str) -> GNUTranslations:
    """The messages of a language; with the plural rule that its catalogue states."""
    folder = files("helpers.presentation.locale") / language / "LC_MESSAGES"
    source = io.BytesIO((folder / "pages.po").read_bytes())
    compiled = io.BytesIO()
    write_mo(compiled, read_po(source, locale=language, abort_invalid=True))
    compiled.seek(0)
    found = GNUTranslations(compiled)
    found.add_fallback(_Nothing())
    return found


class _Nothing(GNUTranslations):
    """Asked for what a catalogue lacks."""

    def gettext(self, message: str) -> str:
        raise LookupError(f"no catalogue has the message {message!r}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise LookupError(f"no catalogue has the message {msgid1!r}")


def said(language: str, message: str, /, **values: object) -> str:
    """The message in this language, its places filled.

    >>> said("sv", "Version"), said("en", "Hoppa till innehållet")
    ('Version', 'Skip to content')
    """
    words = message if language == SWEDISH else catalogue(language).gettext(message)
    return words.format(**values) if values else words


def counted(language: str, one: str, many: str, n: int, /, **values: object) -> str:
    """The message for `n` things, by the language's own rule.

    >>> counted("en", "en enhet", "enheter", 1), counted("en", "en enhet", "enheter", 3)
    ('unit', 'units')
    """
    words = catalogue(language).ngettext(one, many, n)
    return words.format(**values) if values else words
