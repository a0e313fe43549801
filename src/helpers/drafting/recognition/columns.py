"""Columns that are no question, by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.core.wording import fold
from helpers.drafting.recognition.profiles import Profile
from helpers.exports import Export

_KEY = re.compile(
    r"(kolumn [a-z]{1,3}|unnamed.*|index|row|rad|nr|#|(.*\b)?id|.*nummer|löpnr"
    r"|respondent\w*|svar|case|serial|seq\w*)",
    re.IGNORECASE,
)
_FINISHED = re.compile(
    r"(response |svars?)?status|(survey |form )?complete(d|\?)?|finished|färdig"
    r"|avslutad|slutförd|besvarad|reached end|response type",
    re.IGNORECASE,
)
DONE = frozenset(
    {"complete", "completed", "finished", "1", "true", "yes", "ja"}
    | {"färdig", "klar", "avslutad", "slutförd"}
)
_DEGREES = re.compile(r"-?\d{1,3}[.,]\d{3,}|-?\d{6,7}([.,]\d+)?")  # or in metres
_ROBOT = re.compile(r"not a robot|inte (är )?en robot|captcha", re.IGNORECASE)
_TOOLS_KEY = re.compile(r"R_\w{10,}|[0-9a-f-]{32,36}", re.IGNORECASE)


def of_no_use(profile: Profile) -> str:
    """Why a column is no question ("inga svar", "löpnummer" …), or ""."""
    if not profile.filled:
        return "inga svar"
    if profile.column.name.casefold() in ("x", "y") and profile.most(
        _DEGREES.fullmatch
    ):
        return "koordinater"
    if _ROBOT.search(profile.wording):
        return "kontroll mot robotar"
    unique = len(profile.counts) == profile.filled > 5
    if not unique:
        # Rows pasted in twice have their numbers twice.
        most = len(profile.counts) >= 0.75 * profile.filled > 7
        numbered = most and profile.most(str.isdecimal, 1.0)
        key = _KEY.fullmatch(profile.column.name)
        return "löpnummer" if numbered and key else ""
    if profile.most(str.isdecimal, 1.0) and not profile.column.format:
        numbers = sorted(int(text) for text in profile.counts)
        running = len(numbers) > 19 and numbers[-1] - numbers[0] < 1.5 * len(numbers)
        if _KEY.fullmatch(profile.column.name) or running:
            return "löpnummer"
    return "verktygets nyckel" if profile.most(_TOOLS_KEY.fullmatch) else ""


def status_columns(export: Export) -> Iterator[str]:
    """Columns that say whether an answer was finished, by their headers and texts."""
    for column in export.columns:
        header = column.name if not column.question else column.question
        if column.meta not in ("", "status") or not _FINISHED.fullmatch(header.strip()):
            continue
        cells = export.responses[column.name].dropna()
        texts = {fold(str(text)).casefold() for text in cells.unique()}
        if 2 <= len(texts) <= 5 and texts & DONE:
            yield column.name
