"""Columns that ask the same things of partner 1, partner 2 …"""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.cleaning.spelling import has_abbreviation
from helpers.drafting import scales
from helpers.drafting.recognition.profiles import Profile, union

_PARTNER = re.compile(
    r"partner|organisation|förening|samarbet|samverkan|aktör|collaborat", re.IGNORECASE
)
_NAMES = re.compile(
    r"(viktigaste|främsta|största|närmaste|main|most important|key)?\s*"
    r"(samarbets|samverkans)?partner(s|n|na)?\b|partner organi[sz]ation"
    r"|\b(vilken|vilka|hvilken|hvilke|which|what|welche\w*|minkä|mikä|mitkä)\W+"
    r"(\w+\W+){0,2}(förening|forening|organi[sz]ation|organisasjon|aktör|association"
    r"|verein|yhdisty|järjestö)\w*\W.{0,40}(sam|arbetar|har ni|work|partner"
    r"|collaborat|zusammen|yhteis|toimi)"
    r"|namn(et)? på (den |er |era )?(förening|organisation|partner|aktör)"
    r"|\b(nämn|namnge|lista|räkna upp|skriv|ange|list|name)\W+(\w+\W+){0,3}"
    r"(förening|organi[sz]ation|aktör|partner|association)"
    r"|which organi[sz]ations? (do|are) you (work|collaborat|partner)",
    re.IGNORECASE,
)
_HEADER_OF_NAMES = re.compile(
    r"((till|från|mottagande|namn på|to|from|name of) )?"
    r"(organi[sz]ation|förening|partner|aktör|association)(en|s)?( namn|s name)?"
    r"( (\d{1,2}|[A-H]))?",
    re.IGNORECASE,
)
_NOT_NAMES = re.compile(
    r"\b(typ|slag|sort|kategori|antal|hur|type|kind|how|number)\b", re.IGNORECASE
)
_FIELDS = (
    ("name", r"namn|organisation|förening|\bname\b|vilken|partner$"),
    ("challenge", r"utmaning|målområde|challenge|område|\barea\b"),
    ("form", r"\bform(en|er)?\b|på vilka sätt|ways?\b"),
    ("intensity", r"intensitet|hur nära|intensity|how close|grad av"),
    ("agreement", r"överenskommelse|avtal|agreement|contract"),
    ("since", r"startår|sedan|since|vilket år|start year|began"),
)
LONGEST_HEADER, LONGEST_NAME = 100, 60  # characters
OFTEN_NAMED = 0.8  # no more different names than this share of the rows
FEWEST_NAMES = 5  # so few different texts may be the options of a form


def blocks(profiles: Sequence[Profile]) -> list[list[Profile]]:
    """Each block's columns, partner by partner."""
    by_pattern: dict[str, dict[int, Profile]] = {}
    for profile in profiles:
        asked = _asked(profile)
        for match in re.finditer(r"(?<!\d)([1-9]\d?)(?!\d)", asked):
            pattern = patterned(asked, match[1])
            by_pattern.setdefault(pattern, {})[int(match[1])] = profile
    families: dict[tuple[str, int], list[dict[int, Profile]]] = {}
    for pattern, numbered in by_pattern.items():
        if _repeats(pattern, numbered):
            start = pattern.split("{n}")[0]
            families.setdefault((start, len(numbered)), []).append(numbered)
    return [block for family in families.values() if (block := _block(family))]


def _asked(profile: Profile) -> str:
    """The question, with the number of the block where that is an option of its own."""
    number = profile.column.option.strip(" []")
    return f"{profile.wording} {number}" if number.isdecimal() else profile.wording


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
    if len({id(member) for member in members}) < len(members):
        return []
    if len(family) == 1:
        return members if _only_names(members) else []
    return members if any(field_of(one[1]) == "name" for one in family) else []


def _only_names(members: Sequence[Profile]) -> bool:
    """Whether nothing but names is asked for: different texts, on no scale."""
    texts = union(members)
    named = all(field_of(member) == "name" for member in members)
    return named and len(texts) >= FEWEST_NAMES and _are_names(texts)


def _are_names(texts: Sequence[str]) -> bool:
    worded = sum(any(char.isalpha() for char in text) for text in texts)
    if scales.is_yes_no(texts):
        return False
    return worded >= 0.9 * len(texts) and scales.recognise(texts) is None


def is_names(profile: Profile) -> bool:
    """Whether a lone column asks for partners and people have written their names."""
    wording = profile.wording
    if len(wording) > LONGEST_HEADER or _NOT_NAMES.search(wording):
        return False
    short = profile.most(lambda text: len(text) <= LONGEST_NAME, 0.9)
    asked = _NAMES.search(wording) is not None
    # The names of few are names too, where it is asked who the partner is.
    one_of_more = re.search(r" (\d{1,2}|[A-H])$", wording) is not None
    clubs = any(map(has_abbreviation, profile.texts))
    few = FEWEST_NAMES if one_of_more or clubs else 2 * FEWEST_NAMES
    several = len(profile.texts) > (1 if asked else few)
    # A list with a row a tie names each organisation on several rows.
    repeats = len(profile.texts) <= OFTEN_NAMED * profile.filled
    listed = repeats and heads_names(wording)
    return (asked or listed) and short and several and _are_names(profile.texts)


def heads_names(wording: str) -> bool:
    """Whether a header is that of a column of organisations' names."""
    return _HEADER_OF_NAMES.fullmatch(wording) is not None


def field_of(profile: Profile) -> str:
    """What a column says of a partner: a field of ties, or ""."""
    rest = re.sub(r"^.*?\d+\s*[\]):.–-]*\s*", "", profile.wording)
    for name, pattern in _FIELDS:
        if re.search(pattern, rest or profile.wording, re.IGNORECASE):
            return name
    return "name" if not rest and _NAMES.search(profile.wording) else ""
