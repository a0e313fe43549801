"""Years as options: the periods that they are counted in.

>>> inside(["1999 eller tidigare", "2000–2009", "2010 eller senare"])["2004"]
'2000–2009'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

FIRST, LAST = 1800, 2100  # years that can be right
MOST_PERIODS = 8
_WIDTHS = (1, 2, 5, 10, 20, 25, 50, 100)
_PERIOD = re.compile(
    r"(?P<low>\d{4})(?:\s*[-–]\s*(?P<high>\d{4})|(?P<early> eller tidigare| or earlier)"
    r"|(?P<late> eller senare| or later))?"
)


def inside(options: Iterable[str]) -> dict[str, str]:
    """Year → the option that it lies in. An option that is no period has none."""
    found: dict[str, str] = {}
    for option in options:
        if match := _PERIOD.fullmatch(option):
            low, high = int(match["low"]), int(match["high"] or match["low"])
            low = FIRST if match["early"] else low
            high = LAST if match["late"] else high
            found |= {str(year): option for year in range(low, high + 1)}
    return found


def overlapping(options: Sequence[str]) -> tuple[str, str] | None:
    """Two periods that have a year in common, or None."""
    for place, one in enumerate(options):
        for other in options[place + 1 :]:
            if inside([one]).keys() & inside([other]).keys():
                return one, other
    return None


def of_years(years: Sequence[int], *, english: bool = False) -> list[str]:
    """At most MOST_PERIODS periods for the years, equally long, in order: the first has
    all that came before, the last all that come after.

    >>> of_years([1962, *range(1990, 2024)])
    ['1994 eller tidigare', '1995–1999', '2000–2004', '2005–2009', '2010–2014', \
'2015–2019', '2020 eller senare']
    """
    ranked = sorted(years)
    low, high = ranked[len(ranked) // 20], ranked[-1]  # a few may be long before
    width = next(
        w for w in _WIDTHS if high // w - low // w < MOST_PERIODS or w == _WIDTHS[-1]
    )
    starts = range(low // width * width, high + 1, width)
    ends = ("or earlier", "or later") if english else ("eller tidigare", "eller senare")
    periods = [
        f"{start}–{start + width - 1}" if width > 1 else str(start) for start in starts
    ]
    periods[0] = f"{starts[0] + width - 1} {ends[0]}"
    periods[-1] = f"{starts[-1]} {ends[1]}"
    return periods
