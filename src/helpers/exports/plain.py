"""A plain table, whatever made it: titles, one header row or several, answers."""

from __future__ import annotations

from helpers.exports import metadata
from helpers.exports.columns import reading_of
from helpers.exports.contract import Reading, Sheet
from helpers.exports.headers import find_top

TOOL = "plain"
NAME = "en vanlig tabell"


def detect(sheet: Sheet) -> str:
    return "inget enkätverktygs egna kolumner känns igen"


def read(sheet: Sheet) -> Reading:
    top = find_top(sheet)
    return reading_of(top, [_meta(question) for question in top.questions])


def _meta(header: str) -> str:
    kind = metadata.kind_of(header)
    return "" if header.casefold() in metadata.AMBIGUOUS else kind
