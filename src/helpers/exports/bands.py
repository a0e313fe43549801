"""Bands that Excel made dates of: "1-10" opened in Excel is the tenth of January.

In a file such a cell is a serial number or an ISO date, which nothing tells from a
number or a date but the other answers of the column: where they are bands it is put
back, and told. "10-Jan" says itself what it is; it stays, for survey.yml to recode.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import pandas as pd

from helpers.core.wording import fold
from helpers.exports.contract import ExportColumn
from helpers.exports.sheet import listed

_BAND = re.compile(
    r"\d+(\s?[-–]\s?\d+|\s?\+)|[<>]\s?\d+|"
    r"(mer|fler|more|över|over|mindre|färre|less|fewer|under|upp till|up to)\b.*\d.*",
    re.IGNORECASE,
)
MOST_DIFFERENT = 20  # options of a question with bands
_SERIAL = re.compile(r"[345]\d{4}")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)( 00:00:00)?")
_DAY_ZERO = dt.date(1899, 12, 30)


def dated_bands(
    responses: pd.DataFrame, columns: Sequence[ExportColumn]
) -> tuple[pd.DataFrame, list[str]]:
    """The responses with bands put back, and a doubt for each column that has them."""
    doubts = []
    for column in columns:
        if column.meta:
            continue
        cells = responses[column.name]
        texts = {text: fold(text) for text in cells.dropna().unique()}
        bands = sum(_BAND.fullmatch(label) is not None for label in texts.values())
        if not bands or len(texts) > MOST_DIFFERENT:
            continue
        bands_of = {text: _band(label) for text, label in texts.items()}
        back = {text: band for text, (band, _) in bands_of.items() if band}
        years = {year for band, year in bands_of.values() if band}
        # Excel takes the year in which the file was opened.
        if not back or len(years) > 1 or len(texts) > 2 * (bands + len(back)):
            continue
        responses = responses.copy(deep=False)
        responses[column.name] = cells.replace(back)
        pairs = listed([f"”{text}” lästes som ”{band}”" for text, band in back.items()])
        doubts.append(
            f"Kolumn {column.letter} (”{column.name[:60]}”): Excel har gjort datum av "
            f"svarsalternativ. {pairs}. Stämmer det?"
        )
    return responses, doubts


def _band(text: str) -> tuple[str, int]:
    """The band that a date was, and the date's year; ("", 0) where it is no date.

    >>> _band("43475"), _band("2019-10-01"), _band("17")
    (('1-10', 2019), ('1-10', 2019), ('', 0))
    """
    if _SERIAL.fullmatch(text):
        date = _DAY_ZERO + dt.timedelta(days=int(text))
        year, one, other = date.year, date.month, date.day
    elif match := _ISO.fullmatch(text):
        year, one, other = int(match[1]), int(match[2]), int(match[3])
    else:
        return "", 0
    band = f"{min(one, other)}-{max(one, other)}"
    return (band, year) if one and one != other else ("", 0)
