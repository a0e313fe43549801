"""SurveyMonkey: a row of questions, blank-filled to the right, and a row of options.

Some have a title or a row of codes above, some a row of codes below.
"""

from __future__ import annotations

import re

from helpers.exports.contract import Column, Reading, Sheet
from helpers.exports.sheet import letter, unique

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
_IDS = {name for name, kind in _OWN.items() if kind == "id"}
_OTHERS = {name for name, kind in _OWN.items() if kind in {"collector", "start", "ip"}}
# What stands where a question has no options of its own.
NO_OPTION = {"response", "open-ended response", "svar", "öppet svar", "öppna svar"}
_CODE = re.compile(r"[A-Za-z]{1,12}\d*(_\w+)?|q\d\w*", re.IGNORECASE)
_DEEPEST = 4


def detect(sheet: Sheet) -> str:
    place = _questions(sheet)
    if place is None:
        return ""
    header = [name.casefold() for name in sheet.row(place)]
    if _OTHERS & set(header):
        return f"kolumnerna {_said(sheet, place)} finns"
    if NO_OPTION & {name.casefold() for name in sheet.row(place + 1)}:
        return "under frågorna står en rad med ”Response”"
    return ""


def _said(sheet: Sheet, place: int) -> str:
    own = [name for name in sheet.row(place) if name.casefold() in _OWN]
    return ", ".join(own[:3])


def _questions(sheet: Sheet) -> int | None:
    """Which row has the questions: the one that has "Respondent ID"."""
    for place in range(min(_DEEPEST, len(sheet.cells))):
        if _IDS & {name.casefold() for name in sheet.row(place)}:
            return place
    return None


def read(sheet: Sheet) -> Reading:
    place = _questions(sheet) or 0
    questions = sheet.row(place)
    id = next((i for i, n in enumerate(questions) if n.casefold() in _IDS), 0)
    headers, notes = place + 1, []
    options = [""] * len(questions)
    if _is_header(sheet, headers, id, questions):
        options = sheet.row(headers)
        headers += 1
        notes.append("Två rubrikrader: frågor, och under dem svarsalternativ.")
    codes = [""] * len(questions)
    if place and _are_codes(sheet.row(place - 1)):
        codes = sheet.row(place - 1)
        notes.append("Ovanför frågorna står en rad med koder.")
    elif _is_header(sheet, headers, id, questions) and _are_codes(sheet.row(headers)):
        codes = sheet.row(headers)
        headers += 1
        notes.append("Under rubrikerna står en rad med koder.")
    columns = _columns(questions, options, codes)
    return Reading(columns, headers=headers, notes=tuple(notes))


def _is_header(sheet: Sheet, place: int, id: int, questions: list[str]) -> bool:
    """Whether a row is no answer: nothing but its header stands under the id."""
    row = sheet.row(place)
    if not row or place >= _DEEPEST + 2:
        return False
    return row[id] in ("", questions[id]) and any(row)


def _are_codes(row: list[str]) -> bool:
    given = [cell for cell in row if cell]
    like = [cell for cell in given if _CODE.fullmatch(cell) and len(cell) <= 16]
    return len(given) > 1 and len(like) >= 0.9 * len(given) and len(set(given)) > 1


def _columns(
    questions: list[str], options: list[str], codes: list[str]
) -> list[Column]:
    named, parts = [], []
    question = ""
    for place, (asked, option) in enumerate(zip(questions, options, strict=True)):
        meta = _OWN.get(asked.casefold(), "")
        # A new question, or the next option of the one that stands to the left.
        question = asked or (question if option else "")
        if option.casefold() in NO_OPTION or option == question or meta:
            option = ""
        parts.append((question, option, codes[place], meta))
        # A sheet cut or moved may leave an option without its question.
        named.append(f"{question} [{option}]".strip() if option else question)
    return [
        Column(name, letter(i), question=q, option=o, code=c, meta=m)
        for i, (name, (q, o, c, m)) in enumerate(zip(unique(named), parts, strict=True))
    ]
