"""Personal data: looked for in all columns, before any are taken for one question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.cleaning.privacy import personal_columns
from helpers.drafting.hypotheses import text
from helpers.drafting.recognition.profiles import MOST_OPTIONS, Drafted, Profile

_WHO = re.compile(
    r"(ange|please provide|skriv|your|ditt|er).{0,30}\b(agency|organisation(ens)?"
    r"|förening(ens)?|company)('s)? (name|namn)"
    r"|namnet på (er|din) (organisation|förening)",
    re.IGNORECASE,
)
TODO = "troligen personuppgift: läses inte in. Stämmer det?"
MOST_SAMPLED = 200  # different texts of a column that are looked at


def kinds(profiles: Sequence[Profile]) -> dict[str, str]:
    """Column → kind of personal data, of those that seem to hold any. A column is
    judged by its question, and by its part of it where it shares that with others."""
    headers: dict[str, Profile] = {}
    for profile in profiles:
        option = profile.column.option
        header = f"{profile.wording} [{option}]" if option else profile.wording
        headers[profile.column.name if header in headers else header] = profile
    found = personal_columns({header: _sample(one) for header, one in headers.items()})
    return {headers[header].column.name: kind for header, kind in found.items()}


def _sample(profile: Profile) -> list[str]:
    texts = profile.texts[:MOST_SAMPLED]
    return [text for text in texts for _ in range(min(3, profile.count(text)))]


def drafted(profile: Profile, kind: str) -> Drafted | None:
    """The column as personal data of the `kind` that `kinds` gave, or None where it
    seems to hold none."""
    who = bool(_WHO.search(profile.wording)) and len(profile.texts) > MOST_OPTIONS
    if not kind and not who:
        return None
    found = text.drafted(profile, TODO)
    found.keys["personal"] = True
    return found
