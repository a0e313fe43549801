"""Several columns → one question: ticks, grids, and the partners that are named.

Each finder takes a group of columns and gives the question and the columns that it
leaves over, or None where the columns are something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from helpers.cleaning.coding import parse_number
from helpers.drafting import scales
from helpers.drafting.recognition.grouping import field_of, is_block, patterned
from helpers.drafting.recognition.options import apart, put_codes, put_options
from helpers.drafting.recognition.profiles import (
    LONGEST_OPTION,
    Drafted,
    Profile,
    labels_of,
    natural,
    stem_of,
    union,
)
from helpers.drafting.recognition.words import shared_words, slugs
from helpers.exports import Column

CodesOf = Callable[[Column], Mapping[str, str]]
Parts = tuple[Drafted, list[Profile]]

_AT_MOST = re.compile(
    r"(?:högst|max(?:imalt)?|upp till|at most|up to|(?:choose|select|pick|name)"
    r"(?: the)?(?: top| up to)?|top|välj)\s+"
    r"(?P<number>\d|två|tre|fyra|fem|two|three|four|five)\b",
    re.IGNORECASE,
)
_WORDS = {"två": 2, "tre": 3, "fyra": 4, "fem": 5}
_WORDS |= {"two": 2, "three": 3, "four": 4, "five": 5}


def find_parts(group: list[Profile], codes_of: CodesOf) -> Parts | None:
    """The question that the columns make up, and the columns that are no part of it."""
    if is_block(group) and (found := _ties(group)):
        return found
    for find in (_nested, _ticks, _scaled, _numbers):
        if found := find(group, codes_of):
            return found
    return None


def most_allowed(wording: str) -> dict[str, int]:
    """How many options the question lets one choose, where it says so.

    >>> most_allowed("Vad hindrar samverkan? Välj högst tre."), most_allowed("Vad?")
    ({'max': 3}, {})
    """
    match = _AT_MOST.search(wording)
    if match is None:
        return {}
    word = match["number"].casefold()
    number = _WORDS.get(word) or int(word)
    return {"max": number} if number > 1 else {}


# ---------------------------------------------------------------- ticks


def _ticks(group: list[Profile], codes_of: CodesOf) -> Parts | None:
    """A column an option: multiple choice, with other-text perhaps."""
    yes = [profile for profile in group if profile.tick is not None]
    over = [profile for profile in group if profile.tick is None]
    if len(yes) < 2 or len(yes) < 0.6 * len(group) or not any(p.filled for p in yes):
        return None
    labels = labels_of(yes)
    if sum(label.endswith("?") for label in labels) > 0.5 * len(labels):
        return None  # questions of yes or no, under one heading
    words = {text for profile in yes for text in profile.tick or ()}
    words |= {"0"} if _zero_is_a_tick(yes) else set()
    for profile, label in zip(yes, labels, strict=True):
        if profile.tick == set() and profile.part != label:
            words |= {*profile.texts[:1]}  # its own label, which another has too
    columns = [profile.column for profile in yes]
    keys: dict[str, Any] = {
        "type": "multiple",
        "columns": {o: c.name for o, c in zip(labels, columns, strict=True)},
        "ticked": sorted(words, key=natural) or ["1"],
    }
    others = [profile for profile in over if scales.is_other(profile.part)]
    listed = [label for label in labels if scales.is_other(label)]
    if others:
        # "Annat" and "Annat, ange vad" are one option: a tick, and what was meant.
        label = others[0].part.strip("[]")
        keys["other"] = listed[0] if len(listed) == 1 else label
        keys["other_column"] = others[0].column.name
        columns.append(others[0].column)
        over.remove(others[0])
    elif len(listed) == 1:
        keys["other"] = listed[0]
    wording = stem_of(group)
    keys |= apart(labels, multiple=True) | most_allowed(wording)
    return Drafted(keys, columns, wording), over


def _zero_is_a_tick(columns: Sequence[Profile]) -> bool:
    """Whether each option has a code of its own, and one of them the code 0: there the
    options not ticked are blank, and 0 does not say so."""
    alone = [profile.texts for profile in columns if len(profile.texts) == 1]
    codes = {texts[0] for texts in alone}
    several = sum(code.isdecimal() for code in codes - {"0"}) > 1
    others = any(len(profile.texts) > 1 for profile in columns)
    return "0" in codes and several and not others


def _nested(group: list[Profile], codes_of: CodesOf) -> Parts | None:
    """A column for each option of each row: 3.1.1, 3.1.2 … or "Arbete | Dialog"."""
    rows: dict[str, dict[str, Profile]] = {}
    labels: dict[str, str] = {}
    over: list[Profile] = []
    dashed = _all_combined(group)
    for profile in group:
        place = _row_and_option(profile, dashed=dashed)
        if place is None or place[2] in rows.get(place[0], ()):
            over.append(profile)
            continue
        key, row, option = place
        rows.setdefault(key, {})[option] = profile
        labels[key] = row
    cells = [profile for row in rows.values() for profile in row.values()]
    if len(rows) < 2 or min(map(len, rows.values())) < 2 or len(over) > len(rows):
        return None
    if any(p.tick is None for p in cells) or not any(p.filled for p in cells):
        return None
    ids = slugs(labels.values())
    options = list(dict.fromkeys(option for row in rows.values() for option in row))
    words = {text for profile in cells for text in profile.tick or ()}
    keys: dict[str, Any] = {
        "type": "grid",
        "cell": "multiple",
        "rows": {
            id: {option: profile.column.name for option, profile in row.items()}
            for id, row in zip(ids, rows.values(), strict=True)
        },
        "row_labels": dict(zip(ids, labels.values(), strict=True)),
        "ticked": sorted(words, key=natural) or ["1"],
        "options": options,
        **apart(options, multiple=True),
    }
    return Drafted(keys, [profile.column for profile in cells], stem_of(group)), over


def _all_combined(group: Sequence[Profile]) -> bool:
    """Whether the options are "GitHub - Free", "GitHub - Paid", "GitLab - Free" …: each
    row with each option."""
    parts = [profile.column.option.rpartition(" - ") for profile in group]
    rows, options = {row for row, _, _ in parts}, {option for _, _, option in parts}
    if not all(mark for _, mark, _ in parts) or min(len(rows), len(options)) < 2:
        return False
    return len({*parts}) == len(parts) == len(rows) * len(options)


def _row_and_option(
    profile: Profile, *, dashed: bool = False
) -> tuple[str, str, str] | None:
    """(key of the row, its label, option) of a column in a grid of ticks."""
    if dashed:
        row, _, option = profile.column.option.rpartition(" - ")
        return row, row, option
    if " | " in profile.column.option:
        row, _, option = profile.column.option.partition(" | ")
        return row, row, option
    match = re.match(r"(\d{1,3}\.\d{1,3})\.\d{1,3}\.?[\s:)]+(.*)", profile.column.name)
    if match is None:
        return None
    row, mark, option = match[2].rpartition(" - ")
    return (match[1], row, option) if mark else None


# ---------------------------------------------------------------- grids


def _scaled(group: list[Profile], codes_of: CodesOf) -> Parts | None:
    """A row a column, all answered with the same options."""
    members = [profile for profile in group if not scales.is_other(profile.part)]
    filled = [profile for profile in members if profile.filled]
    if len(filled) < 2 or _tool_knows(members):
        return None
    texts = union(filled)
    if not 2 <= len(texts) <= 12 or max(map(len, texts)) > LONGEST_OPTION:
        return None
    if not _overlapping(filled, texts):
        return None
    if _amounts(filled, texts):
        return None
    drafted = grid(members, stem_of(group))
    given = filled[0].column.scale
    codes = _codes_of_cells(filled, codes_of, texts)
    if not codes and _only_rows_are_known(filled, codes_of):
        put_codes(drafted, texts)
    else:
        put_options(drafted, texts, codes, given=given)
    return drafted, [profile for profile in group if profile not in members]


def _amounts(group: Sequence[Profile], texts: Sequence[str]) -> bool:
    """Whether bare numbers count something, and are neither a scale nor codes."""
    if scales.recognise(texts) or not all(map(is_number, group)):
        return False
    asked = re.search(r"hur många|antal|how many|number of", stem_of(group), re.I)
    return "0" in texts or asked is not None


def _tool_knows(members: Sequence[Profile]) -> bool:
    """Whether the tool itself says which columns are rows, and these are none."""
    columns = [profile.column for profile in members]
    return any(c.question != c.name for c in columns) and not all(
        c.option for c in columns
    )


def grid(members: Sequence[Profile], wording: str) -> Drafted:
    """A grid with a row for each column; what their labels share is the question."""
    labels = labels_of(members)
    shared, labels = shared_words(labels) if len(labels) > 1 else ("", labels)
    ids = slugs(labels)
    columns = [profile.column for profile in members]
    keys: dict[str, Any] = {
        "type": "grid",
        "cell": "single",
        "rows": {id: column.name for id, column in zip(ids, columns, strict=True)},
    }
    if labels != [column.name for column in columns]:
        keys["row_labels"] = dict(zip(ids, labels, strict=True))
    return Drafted(keys, columns, " ".join(x for x in (wording, shared) if x))


def _overlapping(group: Sequence[Profile], texts: Sequence[str]) -> bool:
    """Whether the columns draw on the same options, not each on its own."""
    shares = [len(profile.texts) / len(texts) for profile in group]
    repeated = sum(profile.filled for profile in group) >= 2 * len(texts)
    shared = sum(len(profile.texts) for profile in group) >= 1.3 * len(texts)
    enough = sum(shares) / len(shares) >= (0.5 if len(texts) > 3 else 0.4)
    return repeated and shared and enough


def _codes_of_cells(
    group: Sequence[Profile], codes_of: CodesOf, texts: Sequence[str]
) -> Mapping[str, str]:
    """What the codes of a grid mean; not when the list names the grid's rows."""
    codes = codes_of(group[0].column)
    if _only_rows_are_known(group, codes_of) or not all(
        text in codes for text in texts
    ):
        return {}
    return codes


def _only_rows_are_known(group: Sequence[Profile], codes_of: CodesOf) -> bool:
    """Whether a list has codes for the grid's rows, so that what stands in its cells
    are codes too, which nothing explains: 5 may be "vet ej"."""
    rows = {profile.part.casefold() for profile in group}
    labels = codes_of(group[0].column).values()
    return sum(label.casefold() in rows for label in labels) > 1


def _numbers(group: list[Profile], codes_of: CodesOf) -> Parts | None:
    filled = [profile for profile in group if profile.filled]
    if len(filled) < 2 or not all(is_number(profile) for profile in filled):
        return None
    drafted = grid(group, stem_of(group))
    drafted.keys["cell"] = "number"
    if unit := unit_of(filled[0]):
        drafted.keys["unit"] = unit
    return drafted, []


def is_number(profile: Profile) -> bool:
    return profile.most(lambda text: parse_number(text) is not None, 0.9)


def unit_of(profile: Profile) -> str:
    said = f"{profile.wording} {' '.join(profile.texts[:20])}"
    if re.search(r"\bkr\b|kronor|\bSEK\b|:-", said, re.IGNORECASE):
        return "kr"
    return "%" if re.search(r"%|procent|percent", said, re.IGNORECASE) else ""


# ---------------------------------------------------------------- partners


def _ties(group: Sequence[Profile]) -> Parts | None:
    """The block as one question of ties, and the columns that it leaves over."""
    by_field: dict[str, list[Profile]] = {}
    for profile in group:
        by_field.setdefault(field_of(profile), []).append(profile)
    over = by_field.pop("", [])
    blocks = len(by_field.get("name", ()))
    fields: dict[str, str] = {}
    later: dict[str, str] = {}
    columns: list[Column] = []
    for name, members in by_field.items():
        pattern = _header_pattern(members)
        if pattern is None or len(members) != blocks:
            over += members
            continue
        columns += [member.column for member in members]
        if name in ("challenge", "form"):  # they need challenges and forms
            later[name] = pattern
        else:
            fields[name] = pattern
    if "name" not in fields:
        return None
    keys: dict[str, Any] = {"type": "ties", "blocks": blocks, "fields": fields}
    keys |= _tie_options(by_field, fields)
    return Drafted(keys, columns, "Viktiga samarbetspartner", later=later), over


def _tie_options(
    by_field: Mapping[str, Sequence[Profile]], fields: Mapping[str, str]
) -> dict[str, Any]:
    options, unsure = {}, []
    for name in ("intensity", "agreement"):
        texts = union(by_field[name]) if name in fields else []
        if 1 < len(texts) <= 12:
            ordered = scales.recognise(texts)
            unsure += [text for text in texts if scales.is_dont_know(text)]
            listed = ordered.options if ordered else texts
            options[name] = [text for text in listed if text not in unsure]
    keys: dict[str, Any] = {"options": options} if options else {}
    return keys | ({"dont_know": list(dict.fromkeys(unsure))} if unsure else {})


def _header_pattern(members: Sequence[Profile]) -> str | None:
    """The headers with {n} for the number of the block."""
    names = [member.column.name for member in members]
    pattern = patterned(names[0], "1")
    fits = all(pattern.replace("{n}", str(n)) == x for n, x in enumerate(names, 1))
    return pattern if fits and "{n}" in pattern else None
