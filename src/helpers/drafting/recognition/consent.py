"""Questions that ask for consent: they are no results, and are never counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from helpers.cleaning.privacy import is_consent
from helpers.drafting.recognition.judge import counts_said
from helpers.drafting.recognition.profiles import Drafted, Profile, most_common
from helpers.survey.apart import NO

TODO = "samtycke: räknas och visas inte i rapporten (consent). Stämmer det?"
_KINDS = ("single", "multiple", "text")


def mark(drafted: Drafted, profiles: Mapping[str, Profile]) -> bool:
    """Marks a question of one column that asks for consent, and says so; whether it
    does. Who said no is told with the count: their answers are hers to decide about."""
    column = profiles.get(drafted.columns[0].name)
    if len(drafted.columns) != 1 or drafted.type not in _KINDS or column is None:
        return False
    recode = drafted.keys.get("recode", {})
    counts = Counter[str]()
    for text, times in column.counts.items():
        counts[recode.get(text, text)] += times
    answers = most_common(counts)
    wording = f"{drafted.wording} {column.column.option}".strip() or column.header
    if drafted.keys.get("personal") or not is_consent(wording, answers):
        return False
    sentence = f"{TODO} Svaren: {counts_said(counts)}"
    if len(answers) > 1:
        yes = next((a for a in answers if not _refuses(a)), answers[0])
        sentence += (
            ". Ska bara de som samtyckt räknas: complete: "
            f"{{column: ”{column.column.name}”, equals: ”{yes}”, partial: set_aside}}"
        )
    drafted.keys = {
        "type": "single",
        "column": column.column.name,
        "options": answers,
        "consent": True,
    } | ({"recode": recode} if recode else {})
    drafted.todo, drafted.told, drafted.ordered = [sentence], [], None
    return True


def _refuses(answer: str) -> bool:
    words = answer.casefold().replace("’", "'").split()
    first = words[0].strip(" ,.!") if words else ""
    return first in NO or any(w in ("not", "don't", "inte", "ej") for w in words)
