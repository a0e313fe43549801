"""One column with several options in a cell, joined by `;`, `,` or `, `."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from helpers.cleaning.coding import Options, parse_number
from helpers.core.wording import fold
from helpers.drafting import scales
from helpers.drafting.recognition.options import apart, others_last
from helpers.drafting.recognition.parts import most_allowed
from helpers.drafting.recognition.profiles import (
    LONGEST_OPTION,
    MOST_OPTIONS,
    Drafted,
    Profile,
    merged_case,
    most_common,
)

SEPARATORS = (";", ", ", ",", " | ", "|")
# Tools that give each option a column of its own: a list in a cell is somebody's words.
ONE_COLUMN_EACH = frozenset({"limesurvey"})
_ONE_SPELLING = 0.98  # of what a form wrote; people spell in their own ways
_SEVERAL = re.compile(
    r"(all|alla|flera|fler|multiple|any) (that|som|svar|alternativ|of|svarsalternativ)"
    r"|check all|select all|kryssa|välj (alla|högst|flera|upp till|max)|flerval"
    r"|select as many|mark all|one or more|ett eller flera",
    re.IGNORECASE,
)


def find_joined(profile: Profile, tool: str, other: str) -> Drafted | None:
    """The column as multiple choice, or None. `other`: the word for other-text."""
    if tool in ONE_COLUMN_EACH:
        return None
    for separator in _likeliest(profile):
        counts = _parts(profile, separator, tool)
        options = _options(profile, counts) if counts else []
        if counts and options:
            return _drafted(profile, separator, others_last(options), other)
    return None


def _likeliest(profile: Profile) -> list[str]:
    """The separators, those that stand in most cells first."""
    cells = profile.counts
    within = {
        separator: sum(times for text, times in cells.items() if separator in text)
        for separator in SEPARATORS
    }
    # ", " before "," where they are as many: it is what the tool wrote.
    return sorted(SEPARATORS, key=lambda s: (-within[s], SEPARATORS.index(s)))


def _drafted(
    profile: Profile, separator: str, options: list[str], other: str
) -> Drafted:
    keys: dict[str, Any] = {
        "type": "multiple",
        "column": profile.column.name,
        "separator": separator,
        "options": options,
        **apart(options, multiple=True),
        **most_allowed(profile.wording),
    }
    known = Options(options, {})
    own = {
        part
        for text in profile.counts
        for part, option in known.split(text, separator)
        if option is None
    }
    listed = [option for option in options if scales.is_other(option)]
    if own or listed:
        keys["other"] = listed[0] if listed else other
    drafted = Drafted(keys, [profile.column], profile.wording)
    if own:
        said = "egen formulering" if len(own) == 1 else "egna formuleringar"
        drafted.todo.append(f"{len(own)} {said} räknas som ”{keys['other']}”; rätt?")
    return drafted


def _options(profile: Profile, counts: Counter[str]) -> list[str]:
    """The parts that are options: those that come back, when they are most of all, and
    that are always spelled alike where they are not very common."""
    merged = merged_case(counts)
    few = profile.filled < 30 and merged.total() < 60
    least = 1 if few else max(2, profile.filled // 100)
    common = [
        text
        for text in most_common(counts)
        if merged[text] >= least
        and len(text) <= LONGEST_OPTION
        and (few or _of_the_form(counts[text], merged[text], profile.filled))
    ][:MOST_OPTIONS]
    covered = sum(merged[text] for text in common)
    return common if len(common) > 1 and covered >= 0.6 * merged.total() else []


def _of_the_form(alike: int, times: int, filled: int) -> bool:
    """Whether a part is the form's option: "Stata", "STATA" and "stata" were typed. One
    that many have may have been spelled in two ways by a form that was changed."""
    return alike >= _ONE_SPELLING * times or times * 10 >= filled


def _parts(profile: Profile, separator: str, tool: str) -> Counter[str] | None:
    """How often each part of the cells occurs; None where the cells are no lists."""
    joint, cells = separator.strip(), profile.counts
    with_joint = sum(times for text, times in cells.items() if joint in text)
    if not with_joint:
        return None
    ended = joint == ";" and profile.most(lambda text: text.endswith(";"), 0.9)
    if joint != ";" and tool == "microsoft_forms":
        return None
    if profile.most(lambda text: parse_number(text) is not None, 0.5):
        return None
    lists = {
        text: [fold(part) for part in text.split(joint) if fold(part)] for text in cells
    }
    if joint == ",":
        lists = reunited(lists, cells)
    counts: Counter[str] = Counter()
    for text, parts in lists.items():
        counts.update(dict.fromkeys(parts, cells[text]))
    if ended or _SEVERAL.search(profile.wording):
        return counts
    # In lists the same options come in many combinations; in sentences they do not.
    combined = sum(len(parts) > 1 for parts in lists.values())
    different = len(merged_case(counts))
    repeated = different * 2 <= counts.total()
    many = with_joint >= 0.1 * profile.filled
    lists_indeed = combined >= 3 and len(lists) > different and many and repeated
    return counts if lists_indeed else None


def reunited(lists: dict[str, list[str]], cells: Counter[str]) -> dict[str, list[str]]:
    """Options that hold the comma themselves, put together again.

    Parts belong together inside a parenthesis, and where neither stands without the
    other and the second begins in lower case (or both are common).

    >>> cells = Counter({"Lokal, Råd, stöd": 3, "Råd, stöd": 4, "Lokal": 2})
    >>> lists = {text: text.split(", ") for text in cells}
    >>> reunited(lists, cells)["Lokal, Råd, stöd"]
    ['Lokal', 'Råd, stöd']
    """
    lists = {text: _balanced(parts) for text, parts in lists.items()}
    while glued := _glued(lists, cells):
        lists = {text: _glue(parts, glued) for text, parts in lists.items()}
    return lists


def _glued(lists: dict[str, list[str]], cells: Counter[str]) -> set[tuple[str, str]]:
    """The pairs of parts that always come together, in this order."""
    alone: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text, parts in lists.items():
        alone.update(dict.fromkeys(parts, cells[text]))
        pairs.update(dict.fromkeys(pairwise(parts), cells[text]))
    return {
        (one, other)
        for (one, other), times in pairs.items()
        if times >= 0.98 * max(alone[one], alone[other])
        and times >= (3 if other[:1].islower() else 25)
    }


def _glue(parts: Sequence[str], glued: set[tuple[str, str]]) -> list[str]:
    found: list[str] = []
    last = ""
    for part in parts:
        if found and (last, part) in glued:
            found[-1] += f", {part}"
        else:
            found.append(part)
        last = part
    return found


def _balanced(parts: Sequence[str]) -> list[str]:
    """Parts joined while a parenthesis is open; as they stood if it never closes."""
    found: list[str] = []
    depth = 0
    for part in parts:
        if depth > 0:
            found[-1] += f", {part}"
        else:
            found.append(part)
        depth = max(0, depth + part.count("(") - part.count(")"))
    return found if depth == 0 else list(parts)
