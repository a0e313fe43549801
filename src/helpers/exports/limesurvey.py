"""LimeSurvey: a csv whose headers are codes, codes with texts, or texts."""

from __future__ import annotations

import re
from collections.abc import Collection

from helpers.exports.contract import ExportColumn, Reading, Sheet
from helpers.exports.metadata import KINDS
from helpers.exports.sheet import letter, unique

TOOL = "limesurvey"
NAME = "LimeSurvey"
_OWN = {
    "id": "id",
    "submitdate": "end",
    "lastpage": "status",
    "startlanguage": "language",
    "seed": "technical",
    "token": "token",
    "startdate": "start",
    "datestamp": "modified",
    "ipaddr": "ip",
    "refurl": "link",
    "interviewtime": "duration",
}
_TEXTS = {
    "response id": "id",
    "date submitted": "end",
    "last page": "status",
    "start language": "language",
    "seed": "technical",
    "access code": "token",
    "date started": "start",
    "date last action": "modified",
    "ip address": "ip",
    "referrer url": "link",
    "total time": "duration",
    "svars-id": "id",
    "datum för inskickat svar": "end",
    "datum inskickat": "end",
    "sista sida": "status",
    "sista sidan": "status",
    "startspråk": "language",
    "startdatum": "start",
    "senaste händelse": "modified",
    "senaste åtgärd": "modified",
    "ip-adress": "ip",
    "hänvisande url": "link",
}
_NAME = r"[A-Za-z][A-Za-z0-9_]*"
_WITH_TEXT = re.compile(rf"(?P<code>{_NAME}(\[[^\]]+\])*(\[[^\]]+\])?)\. ?(?P<text>.*)")
_CODE_ONLY = re.compile(
    rf"(?P<code>{_NAME})(?P<part>\[[^\]]+\]|_(SQ|other|comment)\w*)*"
)
_PARTS = re.compile(r"\[([^\[\]]*)\]")
_TIMES = re.compile(r"(group|question) ?time(:|\w*)", re.IGNORECASE)
_TIME_OF = re.compile(rf"(?P<code>{_NAME})Time")


def detect(sheet: Sheet) -> str:
    header = sheet.row(0)
    own = [name for name in header[:12] if _meta(name)]
    sure = {"submitdate", "lastpage", "startlanguage"}
    if len([n for n in own if _code(n).casefold() in sure]) >= 2:
        return f"kolumnerna {', '.join(_code(name) for name in own[:3])} finns"
    if len({_TEXTS[n.casefold()] for n in own if n.casefold() in _TEXTS}) >= 3:
        return f"kolumnerna {', '.join(own[:3])} finns"
    coded = [n for n in header if re.match(rf"{_NAME}\[[^\]]+\]\. ?\S*", n)]
    if len(coded) >= max(3, 0.2 * len(header)):
        return f"{len(coded)} rubriker har formen ”{coded[0].split('. ')[0]}. Fråga”"
    bare = [n for n in header if re.fullmatch(rf"{_NAME}\[[A-Za-z0-9_]+\]", n)]
    if len(bare) >= max(3, 0.2 * len(header)):
        return f"{len(bare)} rubriker har formen ”{bare[0]}”"
    return ""


def read(sheet: Sheet) -> Reading:
    header = sheet.row(0)
    columns = []
    codes = {_code(name).split("[")[0] for name in header}
    for place, (name, raw) in enumerate(zip(unique(header), header, strict=True)):
        code, question, option = parts(raw)
        columns.append(
            ExportColumn(
                name,
                letter(place),
                question=question,
                option=option,
                code=code,
                meta=_meta(raw) or _time_of(raw, codes),
            )
        )
    return Reading(columns, mask="'")


def _time_of(header: str, codes: Collection[str]) -> str:
    """ "duration" for "G1Q1Time", the seconds spent on the question G1Q1."""
    match = _TIME_OF.fullmatch(_code(header))
    return "duration" * bool(match and match["code"] in codes)


def parts(header: str) -> tuple[str, str, str]:
    """(code, question, option) of a header; several levels of option by " | ".

    >>> parts("Q6[SQ001_SQ002]. Hur? [Arbete][Dialog]")
    ('Q6[SQ001_SQ002]', 'Hur?', 'Arbete | Dialog')
    >>> parts("Q1[other]"), parts("Vilket stöd? [Lokal]")
    (('Q1[other]', '', 'other'), ('', 'Vilket stöd?', 'Lokal'))
    """
    match = _WITH_TEXT.fullmatch(header)
    if match:
        question, option = _split(match["text"])
        if not question:  # a grid without a text of its own
            question = match["code"].split("[")[0]
        return match["code"], question, option
    if re.fullmatch(rf"{_NAME}(\[[A-Za-z0-9_]+\])+", header):
        return header, "", " | ".join(_PARTS.findall(header))
    if _CODE_ONLY.fullmatch(header) and " " not in header:
        base, _, part = header.partition("_")
        return header, "", part if base else ""
    question, option = _split(header)
    return "", question, option


def _split(text: str) -> tuple[str, str]:
    """The question, and the options in square brackets after it."""
    rest = text.strip()
    options: list[str] = []
    while rest.endswith("]"):
        depth = 0
        for place in range(len(rest) - 1, -1, -1):
            depth += (rest[place] == "]") - (rest[place] == "[")
            if depth == 0:
                break
        if depth:
            break
        options.insert(0, rest[place + 1 : -1].strip())
        rest = rest[:place].rstrip()
    return rest, " | ".join(option for option in options if option)


def _code(header: str) -> str:
    return header.split(". ")[0]


def _meta(header: str) -> str:
    code = _code(header)
    if code.casefold() in _OWN and (code == header or ". " in header):
        return _OWN[code.casefold()]
    if _TIMES.fullmatch(code) or _TIMES.match(header):
        return "duration"
    return _TEXTS.get(header.casefold(), "") if header.casefold() in KINDS else ""
