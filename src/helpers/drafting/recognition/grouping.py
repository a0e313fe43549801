"""Which neighbouring columns are parts of one question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from helpers.drafting.recognition.profiles import (
    CODED,
    NUMBERED,
    STEM,
    Profile,
    section_of,
)

_PARTNER = re.compile(
    r"partner|organisation|förening|samarbet|samverkan|aktör|collaborat", re.IGNORECASE
)
_FIELDS = (
    ("name", r"namn|organisation|förening|\bname\b|vilken|partner$"),
    ("challenge", r"utmaning|målområde|challenge|område|\barea\b"),
    ("form", r"\bform(en|er)?\b|på vilka sätt|ways?\b"),
    ("intensity", r"intensitet|hur nära|intensity|how close|grad av"),
    ("agreement", r"överenskommelse|avtal|agreement|contract"),
    ("since", r"startår|sedan|since|vilket år|start year|began"),
)


def groups(profiles: Sequence[Profile]) -> Iterator[list[Profile]]:
    """The columns, those that belong together in one list."""
    blocks = _blocks(profiles)
    in_block = {id(profile) for block in blocks for profile in block}
    yield from blocks
    rest = [profile for profile in profiles if id(profile) not in in_block]
    for key, members in groupby(rest, key=_parent):
        group = list(members)
        if key and len(group) > 1:
            yield group
        else:
            yield from ([profile] for profile in group)


def _parent(profile: Profile) -> str:
    """What a column shares with its neighbours when it is a part of a question."""
    column = profile.column
    if "[" in column.code:
        return f"code {column.code.split('[')[0]} {column.question}"
    if column.option or column.question != column.name:
        # The tool knows the parts of its headers. A question and its other-text have
        # the same question, and so may two questions that only their codes tell apart.
        coded = re.fullmatch(r"([A-Za-z]+\d+)_\w+", column.code)
        base = coded[1] if coded else column.code
        return f"tool {base} {column.question}"
    section = section_of(column.name)
    if match := NUMBERED.match(profile.header):
        return f"number {section}{match['number'].split('.')[0]}."
    if match := STEM.match(profile.header):
        return f"stem {section}{match['stem']}"
    match = CODED.fullmatch(column.name)
    return f"coded {match['stem']}" if match else ""


# ---------------------------------------------------------------- partner 1, 2, 3


def _blocks(profiles: Sequence[Profile]) -> list[list[Profile]]:
    """Columns that ask the same things of partner 1, partner 2 …"""
    by_pattern: dict[str, dict[int, Profile]] = {}
    for profile in profiles:
        for match in re.finditer(r"(?<!\d)([1-9]\d?)(?!\d)", profile.wording):
            pattern = patterned(profile.wording, match[1])
            by_pattern.setdefault(pattern, {})[int(match[1])] = profile
    families: dict[tuple[str, int], list[dict[int, Profile]]] = {}
    for pattern, numbered in by_pattern.items():
        if _repeats(pattern, numbered):
            start = pattern.split("{n}")[0]
            families.setdefault((start, len(numbered)), []).append(numbered)
    return [block for family in families.values() if (block := _block(family))]


def patterned(text: str, number: str) -> str:
    """The text with {n} for the number.

    >>> patterned("Q16a1. Partner 1: namn", "1")
    'Q16a{n}. Partner {n}: namn'
    """
    return re.sub(rf"(?<!\d){number}(?!\d)", "{n}", text)


def _repeats(pattern: str, numbered: dict[int, Profile]) -> bool:
    in_order = sorted(numbered) == list(range(1, len(numbered) + 1))
    return (
        len(numbered) > 1
        and in_order
        and _PARTNER.search(pattern) is not None
        and not any(one.filled and one.tick is not None for one in numbered.values())
    )


def _block(family: Sequence[dict[int, Profile]]) -> list[Profile]:
    members = [one[number] for number in sorted(family[0]) for one in family]
    named = any(field_of(one[1]) == "name" for one in family)
    different = len({id(member) for member in members}) == len(members)
    return members if len(family) > 1 and named and different else []


def is_block(group: Sequence[Profile]) -> bool:
    return len({field_of(profile) for profile in group} - {""}) > 1


def field_of(profile: Profile) -> str:
    """What a column says of a partner: a field of ties, or ""."""
    rest = re.sub(r"^.*?\d+\s*[:.–-]?\s*", "", profile.wording)
    for name, pattern in _FIELDS:
        if re.search(pattern, rest or profile.wording, re.IGNORECASE):
            return name
    return ""
