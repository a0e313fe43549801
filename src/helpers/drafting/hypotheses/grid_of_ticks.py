"""A column for each option of each row of a grid: 3.1.1, 3.1.2 …; "Arbete | Dialog"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.drafting import scales
from helpers.drafting.hypotheses.ticks_in_cell import asks_for_several
from helpers.drafting.hypotheses.ticks_over_columns import answers_each, says_one
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Hypothesis
from helpers.drafting.recognition.options import special
from helpers.drafting.recognition.profiles import Drafted, Keys, Profile, natural
from helpers.drafting.recognition.words import slugs

MOST_ROWS_OVER = 1  # columns beside the grid that a question may have
Rows = dict[str, dict[str, Profile]]


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    """A column for each option of each row."""
    nested = rows_and_options(group)
    if nested is None:
        return
    rows, labels, over = nested
    cells = [profile for row in rows.values() for profile in row.values()]
    ids = slugs(labels.values())
    options = list(dict.fromkeys(option for row in rows.values() for option in row))
    words = {word for profile in cells for word in profile.tick or ()}
    words |= {
        p.affirmed[0] for row in rows.values() for p in row.values() if p.affirmed
    }
    words -= {*options}
    one = one_each(rows, group.wording)
    keys: Keys = {
        "type": "grid",
        "cell": "single" if one else "multiple",
        "rows": {
            id: {option: profile.column.name for option, profile in row.items()}
            for id, row in zip(ids, rows.values(), strict=True)
        },
        "row_labels": dict(zip(ids, labels.values(), strict=True)),
        "ticked": sorted(words, key=natural) or ["1"],
        "options": options,
        **special(options, multiple=not one),
    }
    drafted = Drafted(keys, [p.column for p in cells], group.wording)
    if one and (ordered := scales.recognise(options)) is not None:
        keys["options"] = [*ordered.options, *ordered.dont_know]
    yield Hypothesis("rutnät av kryss", drafted, group.bound, 1.0, over=over)


def rows_and_options(
    group: Group,
) -> tuple[Rows, dict[str, str], list[Profile]] | None:
    """(row → option → column, row → its label, columns left over), or None."""
    rows: Rows = {}
    labels: dict[str, str] = {}
    over: list[Profile] = []
    dashed = _all_combined(group)
    for profile in group.profiles:
        place = _row_and_option(profile, dashed=dashed)
        if place is None or place[2] in rows.get(place[0], ()):
            over.append(profile)
            continue
        key, row, option = place
        rows.setdefault(key, {})[option] = profile
        labels[key] = row
    if len(rows) < 2 or min(map(len, rows.values())) < 2 or len(over) > len(rows):
        return None
    cells = [profile for row in rows.values() for profile in row.values()]
    if not any(profile.filled for profile in cells):
        return None
    for each in rows.values():
        if any(p.tick is None and p.affirmed != [option] for option, p in each.items()):
            return None
    return rows, labels, over


def one_each(rows: Rows, wording: str) -> bool:
    """Whether every row of the grid has one answer."""
    if asks_for_several(wording):
        return False
    most = max(answers_each([*row.values()]).max(initial=0) for row in rows.values())
    answered = sum(int(p.ticked.sum()) for row in rows.values() for p in row.values())
    options = {option for row in rows.values() for option in row}
    ordered = scales.recognise(options) is not None
    enough = answered >= 10 * len(rows)
    return most <= 1 and (says_one(wording) or (ordered and enough))


def _all_combined(group: Group) -> bool:
    """Whether the options are "GitHub - Free", "GitHub - Paid", "GitLab - Free" …: each
    row with each option, but for one or two that have been added."""
    parts = [profile.column.option.rpartition(" - ") for profile in group.profiles]
    parts = [part for part in parts if part[1]]
    rows, options = {row for row, _, _ in parts}, {option for _, _, option in parts}
    if len(group.profiles) - len(parts) > MOST_ROWS_OVER:
        return False
    if min(len(rows), len(options)) < 2:
        return False
    return len({*parts}) == len(parts) == len(rows) * len(options)


def _row_and_option(
    profile: Profile, *, dashed: bool = False
) -> tuple[str, str, str] | None:
    """(key of the row, its label, option) of a column in a grid of ticks."""
    option = profile.column.option
    if dashed and " - " in option:
        row, _, option = option.rpartition(" - ")
        return row, row, option
    if " | " in option:
        row, _, option = option.partition(" | ")
        return row, row, option
    match = re.match(r"(\d{1,3}\.\d{1,3})\.\d{1,3}\.?[\s:)]+(.*)", profile.column.name)
    if match is None:
        return None
    row, mark, option = match[2].rpartition(" - ")
    return (match[1], row, option) if mark else None
