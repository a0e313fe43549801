"""A row a column, all answered with the same options, or all with numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from helpers.drafting.hypotheses import scale
from helpers.drafting.hypotheses.number import (
    ASKS_HOW_MUCH,
    is_number,
    put_no_answer,
    unit_of,
)
from helpers.drafting.hypotheses.value_labels import labels_in_order, without_codes
from helpers.drafting.recognition.grouping import Group, means_other
from helpers.drafting.recognition.judge import (
    About,
    CodesOf,
    Evidence,
    Hypothesis,
    counts_said,
)
from helpers.drafting.recognition.options import (
    are_choices,
    options_and_own,
    own_words_said,
    put_codes,
    put_options,
)
from helpers.drafting.recognition.profiles import (
    LONGEST_OPTION,
    TICKS,
    Drafted,
    Keys,
    Profile,
    summed,
    union,
)
from helpers.drafting.recognition.words import shared_words, slugs
from helpers.drafting.scales.numerals import ends_in
from helpers.survey.apart import YES

MOST_TEXTS = 12
_NO_ROWS = frozenset({"option", "mention", "rank"})


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    yield from _scaled(group, about)
    yield from _numbers(group)


def grid_of(members: Sequence[Profile], group: Group) -> Drafted:
    """A grid with a row for each column; what their labels share is the question."""
    labels = [group.label(profile) for profile in members]
    shared, labels = shared_words(labels) if len(labels) > 1 else ("", labels)
    ids = slugs(labels)
    columns = [profile.column for profile in members]
    keys: Keys = {
        "type": "grid",
        "cell": "single",
        "rows": {id: column.name for id, column in zip(ids, columns, strict=True)},
    }
    if labels != [column.name for column in columns]:
        keys["row_labels"] = dict(zip(ids, labels, strict=True))
    wording = " ".join(x for x in (group.wording, shared) if x)
    return Drafted(keys, columns, wording)


def _scaled(group: Group, about: About) -> Iterator[Hypothesis]:
    """The same options in all columns."""
    members = [p for p in group.profiles if not means_other(group.label(p))]
    filled = [profile for profile in members if profile.filled]
    if any(profile.column.role in _NO_ROWS for profile in members):
        return  # the file says that they are options, or what was mentioned
    if len(filled) < 2 or _tool_knows(members):
        return
    if all(profile.tick is not None for profile in filled) and not _says_yes(filled):
        return  # ticks, and words that say no
    texts = union(filled)
    if max(map(len, texts)) > LONGEST_OPTION or not _overlapping(filled, texts):
        return
    if all(map(is_number, filled)) and _asks_how_much(group) and not _chosen(filled):
        return
    drafted = grid_of(members, group)
    if not _put_options(drafted, filled, group, about):
        return
    over = [profile for profile in group.profiles if profile not in members]
    says = f"rutnät ({counts_said(summed(filled))})"
    declared = all(labels_in_order(profile) for profile in filled)
    evidence = Evidence.FILE if declared else group.bound
    yield Hypothesis("rutnät", drafted, evidence, 0.7, says, over)


def _put_options(
    drafted: Drafted, filled: Sequence[Profile], group: Group, about: About
) -> bool:
    """Puts the options of the cells; False where they are no options of one grid."""
    texts = union(filled)
    listed = [labels_in_order(profile) for profile in filled]
    if all(one and one == listed[0] for one in listed):
        given = without_codes(drafted, listed[0])
        put_options(drafted, [text for text in texts if text in given], given=given)
        return True
    codes = _codes_of_cells(filled, group, about.codes_of, texts)
    if codes:
        put_options(drafted, texts, codes)
        return True
    if _only_rows_are_known(filled, group, about.codes_of):
        put_codes(drafted, texts)
        return len(texts) <= MOST_TEXTS
    named = ends_in(group.wording)
    found = scale.on_scale(filled, named, about)
    if found is not None:
        drafted.ordered, todo = found
        if drafted.ordered.recode:
            drafted.keys["recode"] = drafted.ordered.recode
        drafted.todo += todo
        return True
    counts = summed(filled)
    options, own = options_and_own(counts, known=about.common)
    if not 2 <= len(options) <= MOST_TEXTS:
        return False
    put_options(drafted, options)
    if own:
        drafted.keys["other"] = about.other
        drafted.todo.append(own_words_said(own, about.other))
    return True


def _asks_how_much(group: Group) -> bool:
    labels = [group.wording, *group.labels]
    return any(ASKS_HOW_MUCH.search(text) for text in labels)


def _chosen(filled: Sequence[Profile]) -> bool:
    texts = union(filled)
    return all(are_choices(profile.wording, texts) for profile in filled)


def _tool_knows(members: Sequence[Profile]) -> bool:
    """Whether the tool itself says which columns are rows, and these are none."""
    columns = [profile.column for profile in members]
    return any(c.question != c.name for c in columns) and not all(
        c.option for c in columns
    )


def _overlapping(group: Sequence[Profile], texts: Sequence[str]) -> bool:
    """Whether the columns draw on the same options, not each on its own."""
    if all(map(is_number, group)) and scale_bound(group):
        return True
    shares = [len(profile.texts) / len(texts) for profile in group]
    repeated = sum(profile.filled for profile in group) >= 2 * len(texts)
    shared = sum(len(profile.texts) for profile in group) >= 1.3 * len(texts)
    enough = sum(shares) / len(shares) >= (0.5 if len(texts) > 3 else 0.4)
    return repeated and shared and enough


def _says_yes(group: Sequence[Profile]) -> bool:
    """Whether the file has labels for yes and no, which are answers both: "Selected"
    and "Not selected" are a tick and none."""
    yes = {text.casefold() for profile in group for text in profile.affirmed}
    return scale_bound(group) and not yes & (TICKS - YES)


def scale_bound(group: Sequence[Profile]) -> bool:
    """Whether all columns have the same labels from the file."""
    listed = [labels_in_order(profile) for profile in group]
    return all(one and one == listed[0] for one in listed)


def _codes_of_cells(
    filled: Sequence[Profile], group: Group, codes_of: CodesOf, texts: Sequence[str]
) -> Mapping[str, str]:
    """What the codes of a grid mean; not when the list names the grid's rows."""
    codes = codes_of(filled[0].column)
    if _only_rows_are_known(filled, group, codes_of) or not all(
        text in codes for text in texts
    ):
        return {}
    return codes


def _only_rows_are_known(
    filled: Sequence[Profile], group: Group, codes_of: CodesOf
) -> bool:
    """Whether a list has codes for the grid's rows, so that what stands in its cells
    are codes too, which nothing explains: 5 may be "vet ej"."""
    rows = {group.label(profile).casefold() for profile in filled}
    labels = codes_of(filled[0].column).values()
    return sum(label.casefold() in rows for label in labels) > 1


def _numbers(group: Group) -> Iterator[Hypothesis]:
    filled = [profile for profile in group.profiles if profile.filled]
    if len(filled) < 2 or not all(is_number(profile) for profile in filled):
        return
    if all(profile.tick is not None for profile in filled):
        return  # ticks, written as codes
    if _chosen(filled):
        return
    drafted = grid_of(group.profiles, group)
    drafted.keys["cell"] = "number"
    if unit := unit_of(filled[0]):
        drafted.keys["unit"] = unit
    put_no_answer(drafted, filled)
    texts = union(filled)
    if all(re.fullmatch(r"[1-9]\d{4}", text) for text in texts):
        drafted.todo.append("femsiffriga tal: är det postnummer? Då personal: true")
    whole = all(re.fullmatch(r"\d+", text) for text in texts)
    few = whole and len(texts) < MOST_TEXTS and "0" not in texts
    asked = _asks_how_much(group)
    fit = 0.9 if asked or len(texts) > MOST_TEXTS else 0.2 if few else 0.6
    says = f"tal ({counts_said(summed(filled))})"
    yield Hypothesis("rutnät av tal", drafted, group.bound, fit, says)
