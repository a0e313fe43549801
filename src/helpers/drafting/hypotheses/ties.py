"""Organisations that the respondent names: partner 1, 2, 3, with what is said of each.

Names are drafted as ties also where nothing else is asked of the partners: then no
organisation is named in a report without the register.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from helpers.drafting import scales
from helpers.drafting.hypotheses.number import is_number
from helpers.drafting.recognition.blocks import field_of, is_names, patterned
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis
from helpers.drafting.recognition.profiles import Drafted, Keys, Profile, union
from helpers.exports import ExportColumn

WORDING = "Viktiga samarbetspartner"
MOST_BLOCKS = 50


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    """One column of partners' names."""
    (profile,) = group.profiles
    if not is_names(profile) or is_number(profile):
        return
    keys: Keys = {
        "type": "ties",
        "blocks": 1,
        "fields": {"name": profile.column.name},
    }
    drafted = Drafted(keys, [profile.column], profile.wording)
    drafted.todo.append("är det namn på organisationer? De skrivs bara ut med register")
    yield Hypothesis("partner", drafted, Evidence.HEADER, 0.95)


def propose_blocks(group: Group, about: About) -> Iterator[Hypothesis]:
    """Columns that ask the same of partner 1, partner 2 …"""
    by_field: dict[str, list[Profile]] = {}
    for profile in group.profiles:
        by_field.setdefault(field_of(profile), []).append(profile)
    if group.bound != Evidence.TOOL or "name" not in by_field or group.wording:
        return  # columns with one question above them are no partners by number
    if any(one.filled and one.tick is not None for one in by_field["name"]):
        return
    over = by_field.pop("", [])
    blocks = len(by_field["name"])
    fields: dict[str, str] = {}
    later: dict[str, str] = {}
    columns: list[ExportColumn] = []
    for name, members in by_field.items():
        pattern = _header_pattern(members)
        if pattern is None or len(members) != blocks or blocks > MOST_BLOCKS:
            over += members
            continue
        columns += [member.column for member in members]
        if name in ("challenge", "form"):  # they need challenges and forms
            later[name] = pattern
        else:
            fields[name] = pattern
    if "name" not in fields:
        return
    keys: Keys = {"type": "ties", "blocks": blocks, "fields": fields}
    drafted = Drafted(keys, columns, WORDING, later=later)
    _put_options(drafted, by_field)
    yield Hypothesis("partner", drafted, Evidence.FILE, 1.0, over=over)


def _put_options(drafted: Drafted, by_field: Mapping[str, Sequence[Profile]]) -> None:
    options, unsure = {}, []
    for name in ("intensity", "agreement"):
        texts = union(by_field[name]) if name in drafted.keys["fields"] else []
        if not 1 < len(texts) <= 12:
            continue
        ordered = scales.recognise(texts)
        unsure += [text for text in texts if scales.is_dont_know(text)]
        listed = ordered.options if ordered else texts
        options[name] = [text for text in listed if text not in unsure]
        if ordered is None and name == "intensity":
            drafted.todo.append(
                "i vilken ordning är svaren om intensitet? Skriv dem från låg till hög"
            )
    if options:
        drafted.keys["options"] = options
    if unsure:
        drafted.keys["dont_know"] = list(dict.fromkeys(unsure))


def _header_pattern(members: Sequence[Profile]) -> str | None:
    """The headers with {n} for the number of the block."""
    names = [member.column.name for member in members]
    pattern = patterned(names[0], "1")
    fits = all(pattern.replace("{n}", str(n)) == x for n, x in enumerate(names, 1))
    return pattern if fits and "{n}" in pattern else None
