"""Qualtrics: rows of ids, of texts, and of `{"ImportId": …}` above the answers."""

from __future__ import annotations

import re
from itertools import groupby

from helpers.exports.contract import ExportColumn, Reading, Sheet
from helpers.exports.sheet import letter, shared_start, unique

TOOL = "qualtrics"
NAME = "Qualtrics"
_OWN = {
    "startdate": "start",
    "enddate": "end",
    "recordeddate": "modified",
    "status": "status",
    "progress": "status",
    "finished": "status",
    "ipaddress": "ip",
    "duration (in seconds)": "duration",
    "responseid": "id",
    "recipientlastname": "name",
    "recipientfirstname": "name",
    "recipientemail": "email",
    "externalreference": "token",
    "externaldatareference": "token",
    "locationlatitude": "place",
    "locationlongitude": "place",
    "distributionchannel": "collector",
    "userlanguage": "language",
    "q_recaptchascore": "technical",
    "q_totalduration": "duration",
}
_BASE = re.compile(r"(.+?)(_\d+)*(_TEXT)?")
# Qualtrics' own: the time on a page, scores, and a class made of the answer beside it.
_MADE = re.compile(
    r"(?P<duration>.+_(First Click|Last Click|Page Submit|Click Count))"
    r"|(?P<technical>SC\d+|.+_NPS_GROUP|.+_DO(_.+)?|Q_[A-Z][a-z]\w*)"
)
_CHOSEN = re.compile(r" - Selected Choice$", re.IGNORECASE)


def detect(sheet: Sheet) -> str:
    for place in (1, 2):
        if any(cell.startswith('{"ImportId"') for cell in sheet.row(place)):
            return f"rad {place + 1} har ImportId"
    own = [n for n in sheet.row(0) if n.casefold() in _OWN and n.casefold() != "status"]
    if "responseid" in {n.casefold() for n in own} and len(own) >= 3:
        return f"kolumnerna {', '.join(own[:3])} finns"
    return ""


def read(sheet: Sheet) -> Reading:
    ids, headers = sheet.row(0), 1
    texts = [""] * len(ids)
    if not _are_imports(sheet.row(1)):
        first = [name.casefold() for name in ids]
        place = first.index("responseid") if "responseid" in first else 0
        # Legacy exports have two rows, and an answer's id is never a sentence.
        if _are_imports(sheet.row(2)) or not sheet.row(1)[place].startswith("R_"):
            texts, headers = sheet.row(1), 2
    if _are_imports(sheet.row(headers)):
        headers += 1
    names = unique(ids)
    questions, options = _parts(names, texts)
    columns = [
        ExportColumn(
            name,
            letter(place),
            question=questions[place] or name,
            option=options[place],
            code=name,
            meta=_OWN.get(name.casefold(), "") or _made(name),
        )
        for place, name in enumerate(names)
    ]
    note = f"{headers} rubrikrader; kolumnerna heter som i den första."
    return Reading(columns, headers=headers, notes=(note,))


def _are_imports(row: list[str]) -> bool:
    return any(cell.startswith('{"ImportId"') for cell in row)


def _made(code: str) -> str:
    """
    >>> _made("Q5_Page Submit"), _made("SC0"), _made("Q7_NPS_GROUP"), _made("Q7_1")
    ('duration', 'technical', 'technical', '')
    """
    match = _MADE.fullmatch(code)
    return (match.lastgroup or "") if match else ""


def base(code: str) -> str:
    """The question that a column belongs to.

    >>> base("Q2_1"), base("Q2_4_TEXT"), base("Q10#1_2")
    ('Q2', 'Q2', 'Q10#1')
    """
    match = _BASE.fullmatch(code)
    return match[1] if match else code


def _parts(names: list[str], texts: list[str]) -> tuple[list[str], list[str]]:
    """Each column's question and option, from what its group's texts share."""
    questions, options = list(texts), [""] * len(texts)
    places = range(len(names))
    for _, group in groupby(places, key=lambda place: base(names[place])):
        members = list(group)
        if len(members) < 2:
            questions[members[0]] = _CHOSEN.sub("", texts[members[0]])
            continue
        stem = shared_start([texts[place] for place in members])
        stem = stem[: stem.rfind(" - ")] if " - " in stem else stem.rstrip(" -–")
        for place in members:
            rest = texts[place].removeprefix(stem).removeprefix(" - ")
            questions[place] = stem or texts[place]
            rest = rest.removeprefix("Selected Choice - ")
            options[place] = "" if rest == "Selected Choice" else rest
    return questions, options
