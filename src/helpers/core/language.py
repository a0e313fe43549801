"""The language that is written: one value of the context, Swedish unless said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SWEDISH = "sv"
ENGLISH = "en"

_LANGUAGE: ContextVar[str] = ContextVar("language", default=SWEDISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is written inside is written in `language`.

    >>> with speaking(ENGLISH):
    ...     spoken()
    'en'
    """
    before = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


def spoken() -> str:
    """The language that is written now.

    >>> spoken()
    'sv'
    """
    return _LANGUAGE.get()


def in_swedish() -> bool:
    return spoken() == SWEDISH
