"""Neighbours that are asked in the same way → a grid.

Microsoft Forms loses the question above a Likert grid, and has no grid of multiple
choice: what is left are columns side by side with the same options.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from helpers.drafting import scales
from helpers.drafting.recognition.judge import WHAT_IS_IT
from helpers.drafting.recognition.options import are_choices
from helpers.drafting.recognition.profiles import Drafted, Keys
from helpers.drafting.recognition.words import shared_words, slugs

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
    if first.type == "single":
        return _same_stem(run, drafted) and _one_scale(run, drafted)
    if first.keys.get("other") or drafted.keys.get("other"):
        return False
    if first.type == "multiple":
        same = ("separator", "options", "recode")
        return "column" in first.keys and all(
            sorted(first.keys.get(key, ())) == sorted(drafted.keys.get(key, ()))
            for key in same
        )
    return False


def _headings(run: Sequence[Drafted], drafted: Drafted) -> bool:
    """Numbers under headers that are no questions: what is counted stood above them."""
    units = {one.keys.get("unit") for one in (*run, drafted)}
    asked = any(one.wording.endswith("?") for one in (*run, drafted))
    recoded = [one.keys.get("recode", {}) for one in (*run, drafted)]
    return not asked and len(units) == 1 and all(one == recoded[0] for one in recoded)


def _same_stem(run: Sequence[Drafted], drafted: Drafted) -> bool:
    """Whether coded headers begin alike: op1, op2 and ls1 are two questions."""
    coded = [re.fullmatch(r"([^\W\d]+?)_?\d{1,2}[a-z]?", _code(one)) for one in run]
    stems = {match[1] for match in coded if match}
    last = re.fullmatch(r"([^\W\d]+?)_?\d{1,2}[a-z]?", _code(drafted))
    several = len(run) > len(stems) and all(coded)
    return not several or (last is not None and last[1] in stems)


def _code(drafted: Drafted) -> str:
    column = drafted.columns[0]
    return column.code or column.name


def _one_scale(run: Sequence[Drafted], drafted: Drafted) -> bool:
    """Whether the options of them all are one scale (not yes or no, not amounts)."""
    every = [*run, drafted]
    if any(are_choices(_asks(one), listed(one)) for one in every):
        return False  # the codes of each mean something of its own
    if any({*one.keys.get("recode", {})} for one in every):
        return False
    if any(_numeric(one) for one in every):
        return len({_steps(one) for one in every}) == 1
    given = [tuple(one.columns[0].scale) for one in every]
    if all(given) and not any(scales.is_yes_no(one) for one in given):
        return len({*given}) == 1
    options = list(dict.fromkeys(o for one in every for o in listed(one)))
    whole = scales.recognise(options)
    if whole is None or whole.family in ("affirmation", "bands", "duration"):
        return False
    each = [{option.casefold() for option in listed(one)} for one in every]
    widest = max(each, key=len)
    enough = all(len(one & widest) >= 0.5 * len(widest) for one in each)
    return enough and all(one <= widest or whole.likert for one in each)


def _asks(drafted: Drafted) -> str:
    return drafted.columns[0].question or drafted.columns[0].name


def _numeric(drafted: Drafted) -> bool:
    ordered = drafted.ordered
    return ordered is not None and ordered.family.startswith("numbers_")


def _steps(drafted: Drafted) -> tuple[str, ...]:
    ordered = drafted.ordered
    return ordered.options if ordered is not None else ()


def listed(drafted: Drafted) -> list[str]:
    """The options of a single choice, those of its scale too."""
    if "options" in drafted.keys:
        return list(drafted.keys["options"])
    ordered = drafted.ordered
    return [*ordered.options, *ordered.dont_know] if ordered else []


def _as_grid(run: Sequence[Drafted]) -> Drafted:
    first = run[0]
    columns = [column for drafted in run for column in drafted.columns]
    stem, labels = shared_words(_labels(run))
    labels = labels if stem else _without_digit(labels)
    ids = slugs(labels)
    keys: Keys = {
        "type": "grid",
        "cell": first.type,
        "rows": {id: column.name for id, column in zip(ids, columns, strict=True)},
    }
    if labels != [column.name for column in columns]:
        keys["row_labels"] = dict(zip(ids, labels, strict=True))
    # That they are asked alike says what each of them is.
    asked = (t for one in run for t in one.todo if not t.startswith(WHAT_IS_IT))
    todo = list(dict.fromkeys(asked))
    drafted = Drafted(keys, columns, stem, todo)
    _options_of(drafted, run)
    return drafted


def _labels(run: Sequence[Drafted]) -> list[str]:
    """What each row is about: its option where the question is the same for all."""
    columns = [drafted.columns[0] for drafted in run]
    one_question = len({column.question for column in columns}) < len(columns)
    if one_question and all(column.option for column in columns):
        return [column.option for column in columns]
    return [column.question or column.name for column in columns]


def _options_of(drafted: Drafted, run: Sequence[Drafted]) -> None:
    keys, first = drafted.keys, run[0]
    if first.type == "single":
        options = list(dict.fromkeys(o for one in run for o in listed(one)))
        if _numeric(first):
            drafted.ordered = first.ordered
        else:
            drafted.ordered = scales.recognise(options)
        ordered = drafted.ordered
        if first.columns[0].scale and "options" in first.keys:
            keys["options"] = first.keys["options"]
            drafted.ordered = None
            if "dont_know" in first.keys:
                keys["dont_know"] = first.keys["dont_know"]
        elif ordered is not None and not ordered.likert:
            keys["options"] = [*ordered.options, *ordered.dont_know]
            if ordered.dont_know:
                keys["dont_know"] = list(ordered.dont_know)
        if others := [one.keys["other"] for one in run if "other" in one.keys]:
            keys["other"] = others[0]
    alike = ("separator", "options", "dont_know", "none_of", "max", "unit", "recode")
    for key in alike:
        if first.type != "single" and key in first.keys:
            keys[key] = first.keys[key]


def _without_digit(labels: list[str]) -> list[str]:
    """Microsoft Forms writes "Arbete2" where "Arbete" is asked in another question."""
    for digit in "23456789":
        if all(re.fullmatch(rf".*\D{digit}", label) for label in labels):
            return [label[:-1] for label in labels]
    return labels
