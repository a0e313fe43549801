"""A number a cell, as people and spreadsheets write it."""

from __future__ import annotations

import math
import re

import pandas as pd

from helpers.cleaning.coding.cells import (
    NOT_A_NUMBER,
    OUT_OF_RANGE,
    Cells,
    Coded,
    nowhere,
)
from helpers.core.wording import fold

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?")
_COMMAS = re.compile(r"[-+]?\d{1,3}(,\d{3})+")
_GROUPED = re.compile(r"(?<=\d)['’](?=\d{3}(?!\d))")
_UNITS = re.compile(
    r"(kronor|kr|sek|:-|%|procent|st|stycken|år|personer|pers|medlemmar|anställda"
    r"|föreningar|möten|gånger|ggr)\.?$",
    re.IGNORECASE,
)


def code_number(
    cells: Cells,
    *,
    between: tuple[float, float] | None,
    whole: bool,
    recode: dict[str, str],
    money: bool = False,
) -> Coded:
    """A number a cell, as Swedes and spreadsheets write them."""
    recoded = {text.casefold(): value for text, value in recode.items()}
    numbers: list[float] = []
    aside = []
    used = set(cells.used())
    for code, text in enumerate(cells.texts):
        read = recoded.get(text.casefold(), text)
        number = parse_number(read, money=money)
        reason = _why_not(number, between, whole) if read else ""
        numbers.append(float("nan") if reason or number is None else number)
        if reason and code in used:
            aside += [(row, reason, text) for row in cells.rows(code)]
    value = pd.Series(cells.spread(numbers, float("nan")).astype(float), cells.index)
    return Coded({"": value}, value.notna(), nowhere(cells.index), aside)


def _why_not(
    number: float | None, between: tuple[float, float] | None, whole: bool
) -> str:
    if number is None:
        return NOT_A_NUMBER
    outside = between is not None and not between[0] <= number <= between[1]
    return OUT_OF_RANGE if outside or (whole and number != int(number)) else ""


def parse_number(text: str, *, money: bool = False) -> float | None:
    """The number a cell says, or None. Decimal comma, spaces in thousands, units.

    With `money`, "1.250" and "1,250" are twelve hundred and fifty: kronor have no
    three decimals.

    >>> parse_number("1 250 000 kr"), parse_number("12,5 %"), parse_number("ca 10")
    (1250000.0, 12.5, None)
    >>> parse_number("1.250"), parse_number("1.250", money=True)
    (1.25, 1250.0)
    """
    text = _UNITS.sub("", fold(text).replace("−", "-")).strip()
    text = _GROUPED.sub("", text).replace(" ", "")  # 40' is forty thousand, not 40
    several = text.count(".") > 1 or ("." in text and "," in text)
    if _THOUSANDS.fullmatch(text) and (money or several):
        text = text.replace(".", "")
    if money and _COMMAS.fullmatch(text):
        text = text.replace(",", "")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    elif "," in text and re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    number = float(text) if _NUMBER.fullmatch(text) else math.inf
    return number if math.isfinite(number) else None
