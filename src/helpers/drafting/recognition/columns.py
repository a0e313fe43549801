"""Columns that are no question, by what stands in them."""

from __future__ import annotations

import re

from helpers.drafting.recognition.profiles import Profile

_KEY = re.compile(
    r"(kolumn [a-z]{1,3}|unnamed.*|index|row|rad|nr|#|(.*\b)?id|.*nummer|löpnr"
    r"|respondent\w*|svar|case|serial|seq\w*)",
    re.IGNORECASE,
)
_ROBOT = re.compile(r"not a robot|inte (är )?en robot|captcha", re.IGNORECASE)
_TOOLS_KEY = re.compile(r"R_\w{10,}|[0-9a-f-]{32,36}", re.IGNORECASE)


def of_no_use(profile: Profile) -> str:
    """Why a column is no question ("inga svar", "löpnummer" …), or ""."""
    if not profile.filled:
        return "inga svar"
    if _ROBOT.search(profile.wording):
        return "kontroll mot robotar"
    unique = len(profile.counts) == profile.filled > 5
    if not unique:
        return ""
    if profile.most(str.isdecimal, 1.0) and not profile.column.format:
        numbers = sorted(int(text) for text in profile.counts)
        running = len(numbers) > 19 and numbers[-1] - numbers[0] < 1.5 * len(numbers)
        if _KEY.fullmatch(profile.column.name) or running:
            return "löpnummer"
    return "verktygets nyckel" if profile.most(_TOOLS_KEY.fullmatch) else ""
