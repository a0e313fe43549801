"""Numbers, dates and lists as English print has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import babel.dates
import babel.numbers

from helpers.presentation.swedish import rounded

LOCALE = "en_GB"


def number(value: float | Decimal, decimals: int = 0) -> str:
    """
    >>> number(1234), number(0.84, 1)
    ('1,234', '0.8')
    """
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    exact = rounded(value, decimals)
    return str(babel.numbers.format_decimal(exact, format=pattern, locale=LOCALE))


def percent(share: float, *, towards: str = "nearest") -> str:
    """A share (0–1); what is neither none nor all is never printed as that.

    >>> percent(0.413), percent(0.002), percent(0.998), percent(1)
    ('41%', '<1%', '>99%', '100%')
    """
    whole = rounded(share * 100, 0, towards=towards)
    if towards == "nearest" and whole == 0 and share > 0:
        return "<1%"
    if towards == "nearest" and whole == 100 and share < 1:
        return ">99%"
    return f"{number(whole)}%"


def interval(low: float, high: float) -> str:
    """The limits of a share, outwards.

    >>> interval(0.294, 0.421)
    '29–43%'
    """
    ends = rounded(low * 100, 0, towards="down"), rounded(high * 100, 0, towards="up")
    return f"{number(ends[0])}–{number(ends[1])}%"


def date(day: dt.date) -> str:
    """
    >>> date(dt.date(2024, 3, 5))
    '5 March 2024'
    """
    return str(babel.dates.format_date(day, "d MMMM y", locale=LOCALE))


def listed(parts: Sequence[str]) -> str:
    """
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def quoted(words: str) -> str:
    return f"“{words}”"
