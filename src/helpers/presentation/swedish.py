"""Numbers, shares and dates in print and in plain words, in the language that is
written (`locale.speaking`).

Numbers are written as in Swedish print (Babel, `sv_SE`): `1 234` with a no-break space,
`12 %` in tables and pictures, "12 procent" in prose, a difference in "procentenheter";
in English as `1,234`, `12%` and "percentage points". One rule for decimals holds
everywhere (`DECIMALS`).
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache

import babel.dates
import babel.numbers

from helpers.estimation.schema import DECIMALS
from helpers.presentation.locale import ENGLISH, SWEDISH, phrase, spoken

LOCALES = {SWEDISH: "sv_SE", ENGLISH: "en_GB"}
NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "–"


# --- numbers ---------------------------------------------------------------------


def rounded(
    value: float | Decimal, decimals: int = 0, *, towards: str = "nearest"
) -> Decimal:
    """`value` at `decimals`, halves away from zero as in Excel and on paper.

    `towards` is "nearest", "down" or "up"; the last two are for the ends of an
    interval, which must still hold what it held before it was rounded.

    >>> rounded(2.5), rounded(0.145, 2), rounded(28.9999999999999, towards="down")
    (Decimal('3'), Decimal('0.15'), Decimal('29'))
    """
    step = Decimal(1).scaleb(-decimals)
    exact = Decimal(digits(value)) if isinstance(value, float) else Decimal(value)
    mode = {"nearest": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING}
    return exact.quantize(step, rounding=mode[towards])


def digits(value: float) -> str:
    """A computed number without the noise of its last digits: twelve tell it, and
    fifteen a sum of kronor, which is to keep its öre and its units.

    >>> digits(0.1 + 0.2), digits(2000000220460.98)
    ('0.3', '2000000220460.98')
    """
    return f"{value:.15g}" if abs(value) >= 1e6 else f"{value:.12g}"


def number(value: float | Decimal, decimals: int = 0) -> str:
    """A number in Swedish print.

    >>> number(1234567).replace(NBSP, "_"), number(2.5, 1), number(-3)
    ('1_234_567', '2,5', '−3')
    """
    return _printed(str(rounded(value, decimals)), decimals, LOCALES[spoken()])


@lru_cache(maxsize=20_000)  # a report writes the same few hundred numbers many times
def _printed(value: str, decimals: int, locale: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    written = babel.numbers.format_decimal(
        Decimal(value), format=pattern, locale=locale
    )
    return written.replace("-", MINUS)


def percent(share: float, decimals: int = DECIMALS) -> str:
    """A share (0–1) as percent with the sign, for tables and pictures.

    A share that is neither nothing nor everything never rounds to it.

    >>> [percent(x).replace(NBSP, "_") for x in (0.123, 0.002, 0, 0.998, 1)]
    ['12_%', '<_1_%', '0_%', '>_99_%', '100_%']
    """
    near = (phrase("<\u00a0"), phrase(">\u00a0"))
    return _percent(share, decimals, phrase("\u00a0%"), near)


def percent_words(share: float, decimals: int = DECIMALS) -> str:
    """A share (0–1) as percent for prose.

    >>> [percent_words(x).replace(NBSP, " ") for x in (0.123, 0.002, 0.998)]
    ['12 procent', 'under 1 procent', 'över 99 procent']
    """
    near = (phrase("under "), phrase("över "))
    return _percent(share, decimals, per_cent(), near)


def per_cent() -> str:
    """What stands after the number of a percentage in prose."""
    return phrase("\u00a0procent")


def _percent(share: float, decimals: int, sign: str, near_ends: tuple[str, str]) -> str:
    value, step = rounded(share * 100, decimals), Decimal(1).scaleb(-decimals)
    if value <= 0 < share:
        return f"{near_ends[0]}{number(step, decimals)}{sign}"
    if value >= 100 and share < 1:
        return f"{near_ends[1]}{number(100 - step, decimals)}{sign}"
    return f"{number(value, decimals)}{sign}"


def outward(low: float, high: float, decimals: int = DECIMALS) -> tuple[str, str]:
    """The ends of an interval of shares in percent, rounded outwards, without sign.

    >>> outward(0.294, 0.421)
    ('29', '43')

    Where everybody has answered the share is exact, and rounded as any share:

    >>> outward(1 / 3, 1 / 3)
    ('33', '33')
    """
    if f"{low:.12g}" == f"{high:.12g}":
        exact = number(rounded(low * 100, decimals), decimals)
        return exact, exact
    down = rounded(low * 100, decimals, towards="down")
    up = rounded(high * 100, decimals, towards="up")
    return number(down, decimals), number(up, decimals)


def interval(low: float, high: float, decimals: int = DECIMALS) -> str:
    """An interval of shares for tables and pictures.

    >>> interval(0.294, 0.421).replace(NBSP, "_")
    '29–43_%'
    """
    low_text, high_text = outward(low, high, decimals)
    if low_text == high_text:
        return low_text + phrase("\u00a0%")
    return f"{low_text}{DASH}{high_text}" + phrase("\u00a0%")


def interval_in_prose(low: float, high: float) -> str:
    """An interval of shares in a sentence.

    >>> interval_in_prose(0.634, 0.705).replace(NBSP, " ")
    '63 till 71 procent'
    """
    ends = phrase("\u00a0till\u00a0").join(dict.fromkeys(outward(low, high)))
    return ends + per_cent()


def interval_words(low: float, high: float, decimals: int = DECIMALS) -> str:
    """An interval of shares for prose.

    >>> interval_words(0.294, 0.421).replace(NBSP, " ")
    'mellan 29 och 43 procent'
    """
    low_text, high_text = outward(low, high, decimals)
    if low_text == high_text:
        return low_text + per_cent()
    return phrase("mellan {low} och {high}\u00a0procent", low=low_text, high=high_text)


def points(difference: float, decimals: int = DECIMALS) -> str:
    """The size of a difference between two shares; the sign is for the words around.

    >>> points(-0.08).replace(NBSP, " "), points(0.01).replace(NBSP, " ")
    ('8 procentenheter', '1 procentenhet')
    """
    value = abs(rounded(difference * 100, decimals))
    if value == 0 and difference:
        return phrase("mindre än 1\u00a0procentenhet")
    unit = phrase("procentenhet") if value == 1 else phrase("procentenheter")
    return f"{number(value, decimals)}{NBSP}{unit}"


def signed(difference: float, decimals: int = DECIMALS) -> str:
    """A difference between two shares (−1 to 1) in percentage points with its sign, for
    tables whose header has the unit.

    >>> signed(0.071), signed(-0.08), signed(0.004), signed(-0.001)
    ('+7', '−8', '0', '0')
    """
    value = rounded(difference * 100, decimals)
    if value == 0:
        return number(0, decimals)
    return f"{'+' if value > 0 else ''}{number(value, decimals)}"


def signed_interval(low: float, high: float, decimals: int = DECIMALS) -> str:
    """The interval of such a difference, rounded outwards.

    >>> signed_interval(-0.021, 0.104)
    '−3 till +11'
    """
    down = rounded(low * 100, decimals, towards="down") / 100
    up = rounded(high * 100, decimals, towards="up") / 100
    return phrase("{low} till {high}", low=signed(float(down)), high=signed(float(up)))


def kronor(amount: float) -> str:
    """
    >>> kronor(1250000).replace(NBSP, " ")
    '1 250 000 kr'
    """
    return phrase("{amount}\u00a0kr", amount=number(amount))


# --- dates -----------------------------------------------------------------------


def _date(day: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(day[:10]) if isinstance(day, str) else day


def date(day: dt.date | str) -> str:
    """The day stays with its month where a line breaks.

    >>> date("2024-02-05").replace(NBSP, "_")
    '5_februari 2024'
    """
    return babel.dates.format_date(
        _date(day), f"d{NBSP}MMMM y", locale=LOCALES[spoken()]
    )


def period(first: dt.date | str, last: dt.date | str) -> str:
    """Two days as a period, without saying the month or the year twice.

    >>> period("2024-02-05", "2024-03-15").replace(NBSP, "_")
    '5_februari–15_mars 2024'
    >>> period("2024-02-05", "2024-02-23").replace(NBSP, "_")
    '5–23_februari 2024'
    >>> period("2023-12-01", "2024-01-12").replace(NBSP, "_")
    '1_december 2023–12_januari 2024'
    """
    first, last = _date(first), _date(last)
    if first == last:
        return date(last)
    shape = f"d{NBSP}MMMM y"
    if first.year == last.year:
        shape = "d" if first.month == last.month else f"d{NBSP}MMMM"
    start = babel.dates.format_date(first, shape, locale=LOCALES[spoken()])
    return f"{start}{DASH}{date(last)}"
