"""SurveyMonkey: a row of questions, blank-filled to the right, and a row of options.

Some have a title or a row of codes above, some a row of codes below.
"""

from __future__ import annotations

import re

from helpers.exports.columns import reading_of
from helpers.exports.contract import Reading, Sheet
from helpers.exports.headers import NO_OPTION, find_top

TOOL = "surveymonkey"
NAME = "SurveyMonkey"
_OWN = {
    "respondent id": "id",
    "respondent-id": "id",
    "respondentens id": "id",
    "svarande-id": "id",
    "collector id": "collector",
    "collector": "collector",
    "insamlar-id": "collector",
    "insamlare": "collector",
    "start date": "start",
    "date created": "start",
    "startdatum": "start",
    "datum skapat": "start",
    "end date": "end",
    "date modified": "modified",
    "slutdatum": "end",
    "ändringsdatum": "modified",
    "ip address": "ip",
    "ip-adress": "ip",
    "email address": "email",
    "e-postadress": "email",
    "first name": "name",
    "last name": "name",
    "förnamn": "name",
    "efternamn": "name",
    "custom data 1": "token",
    "anpassade data 1": "token",
    "custom data": "token",
    "sequence #": "technical",
    "minutes": "duration",
    "language": "language",
    "språk": "language",
}
_IDS = {re.sub(r"\W", "", name) for name, kind in _OWN.items() if kind == "id"}
_OTHERS = {name for name, kind in _OWN.items() if kind in {"collector", "start", "ip"}}
_DEEPEST = 4


def detect(sheet: Sheet) -> str:
    place = _questions(sheet)
    if place is not None:
        header = [name.casefold() for name in sheet.row(place)]
        if _OTHERS & set(header):
            return f"kolumnerna {_own_headings(sheet, place)} finns"
        if NO_OPTION & {name.casefold() for name in sheet.row(place + 1)}:
            return "under frågorna står en rad med ”Response”"
    return _by_form(sheet)


def _by_form(sheet: Sheet) -> str:
    """Without an id: a second row of headers, with SurveyMonkey's own words."""
    if sheet.reading is not None:
        return ""
    top = find_top(sheet)
    words = [name for name in top.options if name.casefold() in NO_OPTION]
    return f"under frågorna står en rad med ”{words[0]}”" if words else ""


def _own_headings(sheet: Sheet, place: int) -> str:
    own = [name for name in sheet.row(place) if name.casefold() in _OWN]
    return ", ".join(own[:3])


def _questions(sheet: Sheet) -> int | None:
    """Which row has the questions: the one that has "Respondent ID"."""
    for place in range(min(_DEEPEST, len(sheet.cells))):
        if any(map(_is_id, sheet.row(place))):
            return place
    return None


def _is_id(name: str) -> bool:
    """Whether a header says "Respondent ID", however it is spaced."""
    return re.sub(r"[\W_]", "", name.casefold()) in _IDS


def read(sheet: Sheet) -> Reading:
    place = _questions(sheet)
    header = sheet.row(place or 0)
    id = next((i for i, name in enumerate(header) if _is_id(name)), None)
    top = find_top(sheet, place, id)
    meta = [
        "id" if _is_id(asked) else _OWN.get(asked.casefold(), "")
        for asked in top.questions
    ]
    return reading_of(top, meta)
