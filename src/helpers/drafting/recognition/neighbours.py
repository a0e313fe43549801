"""Neighbours that are asked in the same way → a grid.

Microsoft Forms loses the question above a Likert grid, and has no grid of multiple
choice: what is left are columns side by side with the same options.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from helpers.drafting import scales
from helpers.drafting.recognition.profiles import Drafted
from helpers.drafting.recognition.words import shared_words, slugs
from helpers.exports import Column

FEWEST = 3


def joined_alike(questions: Sequence[Drafted]) -> Iterator[Drafted]:
    """The questions, runs of at least three that are asked alike as grids."""
    run: list[Drafted] = []
    for drafted in questions:
        if run and not _alike(run, drafted):
            yield from _gathered(run)
            run = []
        run.append(drafted)
    yield from _gathered(run)


def _gathered(run: list[Drafted]) -> Iterator[Drafted]:
    if len(run) >= FEWEST:
        yield _as_grid(run)
    else:
        yield from run


def _alike(run: Sequence[Drafted], drafted: Drafted) -> bool:
    first = run[0]
    if drafted.type != first.type or any(len(d.columns) != 1 for d in (first, drafted)):
        return False
    if first.type == "number":
        return _headings(run, drafted)
    if first.keys.get("other") or drafted.keys.get("other"):
        return False
    if first.type == "multiple":
        same = ("separator", "options")
        return _together(first) and all(
            sorted(first.keys[key]) == sorted(drafted.keys[key]) for key in same
        )
    return first.type == "single" and _one_scale(run, drafted)


def _together(drafted: Drafted) -> bool:
    return "column" in drafted.keys


def _headings(run: Sequence[Drafted], drafted: Drafted) -> bool:
    """Numbers under headers that are no questions: what is counted stood above them."""
    return not any(one.wording.endswith("?") for one in (*run, drafted))


def _one_scale(run: Sequence[Drafted], drafted: Drafted) -> bool:
    """Whether the options of them all are one scale (not yes or no, not amounts)."""
    if run[0].keys.get("recode") or drafted.keys.get("recode"):
        return False
    options = list(dict.fromkeys(o for one in (*run, drafted) for o in listed(one)))
    whole = scales.recognise(options)
    if whole is None or whole.family in ("affirmation", "bands", "duration"):
        return False
    each = [{option.casefold() for option in listed(one)} for one in (*run, drafted)]
    widest = max(each, key=len)
    enough = all(len(one & widest) >= 0.5 * len(widest) for one in each)
    return enough and all(one <= widest or whole.likert for one in each)


def listed(drafted: Drafted) -> list[str]:
    """The options of a single choice, those of its scale too."""
    if "options" in drafted.keys:
        return list(drafted.keys["options"])
    ordered = drafted.ordered
    return [*ordered.options, *ordered.dont_know] if ordered else []


def _as_grid(run: Sequence[Drafted]) -> Drafted:
    first = run[0]
    columns = [column for drafted in run for column in drafted.columns]
    stem, labels = shared_words([column.question or column.name for column in columns])
    labels = labels if stem else _without_digit(labels)
    ids = slugs(labels)
    keys: dict[str, Any] = {
        "type": "grid",
        "cell": first.type,
        "rows": {id: column.name for id, column in zip(ids, columns, strict=True)},
    }
    if labels != [column.name for column in columns]:
        keys["row_labels"] = dict(zip(ids, labels, strict=True))
    drafted = Drafted(keys, columns, stem)
    _options_of(drafted, run)
    return drafted


def _options_of(drafted: Drafted, run: Sequence[Drafted]) -> None:
    keys, first = drafted.keys, run[0]
    if first.type == "single":
        options = list(dict.fromkeys(o for one in run for o in listed(one)))
        drafted.ordered = ordered = scales.recognise(options)
        if ordered is not None and not ordered.likert:
            keys["options"] = [*ordered.options, *ordered.dont_know]
            if ordered.dont_know:
                keys["dont_know"] = list(ordered.dont_know)
    for key in ("separator", "options", "dont_know", "none_of", "max", "unit"):
        if first.type != "single" and key in first.keys:
            keys[key] = first.keys[key]


def _without_digit(labels: list[str]) -> list[str]:
    """Microsoft Forms writes "Arbete2" where "Arbete" is asked in another question."""
    for digit in "23456789":
        if all(re.fullmatch(rf".*\D{digit}", label) for label in labels):
            return [label[:-1] for label in labels]
    return labels


def columns_of(questions: Sequence[Drafted]) -> list[Column]:
    return [column for drafted in questions for column in drafted.columns]
