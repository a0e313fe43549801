"""A column an option: ticked or not, with own words to "Annat" perhaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from helpers.core.wording import fold
from helpers.drafting import scales
from helpers.drafting.hypotheses.ticks_in_cell import asks_for_several, most_allowed
from helpers.drafting.recognition.grouping import Group, means_other
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis, counts_said
from helpers.drafting.recognition.options import special
from helpers.drafting.recognition.profiles import Drafted, Keys, Profile, natural

_ONE = re.compile(
    r"select one|choose one|pick one|one per row|(välj|ange|kryssa)( bara| endast)? ett"
    r"|ett alternativ|ett svar|one answer|only one",
    re.IGNORECASE,
)


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    ticks = ticks_of(group)
    if ticks is None:
        return
    yes, labels = ticks
    over = [profile for profile in group.profiles if profile not in yes]
    several = asks_for_several(group.wording)
    codes = about.codes_of(yes[0].column)
    drafted = _drafted(group, yes, labels, over)
    over = [profile for profile in over if profile.column not in drafted.columns]
    if all(label.isdecimal() for label in labels) and not codes:
        drafted.todo.append("vad betyder siffrorna? Skriv det i columns")
    if group.bound == Evidence.HEADER and not group.wording:
        drafted.todo.append("hör kolumnerna ihop som en fråga?")
    counts = {
        label: int(profile.ticked.sum())
        for label, profile in zip(labels, yes, strict=True)
    }
    together = answers_each(yes).max(initial=0) > 1
    fit = 0.8 if several or together else 0.75
    says = f"flera svar, en kolumn var ({counts_said(counts)})"
    ignored = _copied(group)
    yield Hypothesis("flera svar", drafted, group.bound, fit, says, over, ignored)


def ticks_of(group: Group) -> tuple[list[Profile], list[str]] | None:
    """The columns of options and their labels; None where they are something else."""
    yes = [p for p in group.profiles if tick_of(group, p) is not None]
    if len(yes) < 2 or len(yes) < 0.6 * len(group.profiles):
        return None
    if not any(profile.filled for profile in yes):
        return None
    labels = [group.label(profile) for profile in yes]
    if sum(label.endswith("?") for label in labels) > 0.5 * len(labels):
        return None  # questions of yes or no, under one heading
    return yes, labels


def tick_of(group: Group, profile: Profile) -> set[str] | None:
    """What means a tick in the column: empty where it is the option's own label."""
    if profile.column.role not in ("", "option") or _comments(group, profile):
        return None
    if profile.tick is None and profile.affirmed == [group.label(profile)]:
        return set()
    return profile.tick


def _comments(group: Group, profile: Profile) -> bool:
    """Whether it is the text box of "Annat", in which nobody has written."""
    label = group.label(profile)
    return not profile.filled and means_other(label) and not scales.is_other(label)


def answers_each(columns: Sequence[Profile]) -> np.ndarray:
    """How many of the columns each row has ticked."""
    return np.sum([profile.ticked for profile in columns], axis=0)


def says_one(wording: str) -> bool:
    """
    >>> says_one("Kön (select one)"), says_one("Vilka hinder?")
    (True, False)
    """
    return _ONE.search(wording) is not None


def tick_words(group: Group, yes: Sequence[Profile]) -> list[str]:
    """The texts that mean a tick, "0" too where each option has a code of its own."""
    words = {word for profile in yes for word in tick_of(group, profile) or ()}
    words |= {"0"} if _zero_is_a_tick(yes) else set()
    for profile in yes:
        label = group.label(profile)
        tick = profile.affirmed[0] if profile.affirmed else ""
        own = tick_of(group, profile) == set() and tick
        if own and fold(tick).casefold() != label.casefold():
            words.add(tick)  # its own label, as the header does not write it
    return sorted(words, key=natural) or ["1"]


def _zero_is_a_tick(columns: Sequence[Profile]) -> bool:
    """Whether each option has a code of its own, and one of them the code 0: there the
    options not ticked are blank, and 0 does not say so."""
    single = [profile.texts for profile in columns if len(profile.texts) == 1]
    codes = {texts[0] for texts in single}
    several = sum(code.isdecimal() for code in codes - {"0"}) > 1
    others = any(len(profile.texts) > 1 for profile in columns)
    return "0" in codes and several and not others


def _drafted(
    group: Group, yes: Sequence[Profile], labels: Sequence[str], over: Sequence[Profile]
) -> Drafted:
    columns = [profile.column for profile in yes]
    keys: Keys = {
        "type": "multiple",
        "columns": {o: c.name for o, c in zip(labels, columns, strict=True)},
        "ticked": tick_words(group, yes),
    }
    others = [profile for profile in over if means_other(group.label(profile))]
    listed = [label for label in labels if scales.is_other(label.strip("[]"))]
    if others:
        # "Annat" and "Annat, ange vad" are one option: a tick, and what was meant.
        label = group.label(others[0]).strip("[]")
        keys["other"] = listed[0] if len(listed) == 1 else other_label(label)
        keys["other_column"] = others[0].column.name
        columns.append(others[0].column)
    elif len(listed) == 1:
        keys["other"] = listed[0]
    keys |= special(labels, multiple=True) | most_allowed(group.wording)
    return Drafted(keys, columns, group.wording)


def other_label(label: str) -> str:
    """
    >>> other_label("Annat - Write In"), other_label("Other (please specify)")
    ('Annat', 'Other (please specify)')
    """
    return re.sub(r"\s*[-–:]\s*(write[ -]in|text)$", "", label, flags=re.IGNORECASE)


def _copied(group: Group) -> list[tuple[Any, str]]:
    if group.copy is None:
        return []
    return [(group.copy.column, "samma kryss som i kolumnerna bredvid")]
