"""What a number format of Excel shows."""

from __future__ import annotations

import re

from helpers.exports.contract import Format


def shown_by(id: int, code: str) -> Format:
    """What a number format of Excel shows, by its built-in number or its code.

    >>> shown_by(9, ""), shown_by(164, "[h]:mm"), shown_by(165, '#,##0 "kr"')
    ('percent', 'duration', 'money')
    >>> shown_by(166, "yyyy-mm-dd"), shown_by(167, "0.00"), shown_by(21, "")
    ('date', '', 'time')
    """
    if id in (9, 10):
        return "percent"
    if id == 46:
        return "duration"
    if 14 <= id <= 17:
        return "date"
    if id == 22:
        return "moment"
    if id in (18, 19, 20, 21, 45, 47):
        return "time"
    if id in (5, 6, 7, 8, 42, 44):
        return "money"
    code = code.split(";")[0]
    if re.search(r"\[(h+|m+|s+)\]", code, re.IGNORECASE):
        return "duration"
    if re.search(r'"?\b(kr|sek|eur|usd)\b|[€$£](?!-)|\[\$[^-\]]', code, re.IGNORECASE):
        return "money"
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code)
    if "%" in bare:
        return "percent"
    day, hour = re.search("[yd]", bare, re.IGNORECASE), re.search("h", bare)
    if day and hour:
        return "moment"
    return "date" if day else "time" if hour else ""
