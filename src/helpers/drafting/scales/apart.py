"""Yes before no, and options that are no step of a scale (`survey.apart`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from helpers.drafting.scales.words import tokens
from helpers.survey.apart import NO, YES, is_dont_know


def yes_first(options: Sequence[str]) -> list[str]:
    """Yes before no, whatever stands between; "vet ej" last.

    >>> yes_first(["Nej", "Vet ej", "Ja, ibland", "Ja"])
    ['Ja, ibland', 'Ja', 'Nej', 'Vet ej']
    """

    def rank(option: str) -> int:
        first = _first_word(option)
        if is_dont_know(option):
            return 3
        return 0 if first in YES else 2 if first in NO else 1

    return sorted(options, key=rank)


def is_yes_no(options: Iterable[str]) -> bool:
    """Whether some options begin with yes and others with no.

    >>> is_yes_no(["Ja, ibland", "Nej"]), is_yes_no(["Ja, ibland", "Ja, ofta"])
    (True, False)
    """
    firsts = {_first_word(option) for option in options if not is_dont_know(option)}
    return bool(firsts & YES) and bool(firsts & NO)


def _first_word(option: str) -> str:
    return next(iter(tokens(option)), "")
