"""Each answer of the form as changes of survey.yml. Nothing is written here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from helpers.core.errors import CodebookError
from helpers.drafting.alternatives import Alternative
from helpers.drafting.recognition.words import slugs
from helpers.survey.codebook import (
    AnyQuestion,
    Codebook,
    Edit,
    FreeText,
    Grid,
    Multiple,
    Number,
    Optioned,
    Single,
    Value,
)

KEPT = frozenset(
    {"id", "text", "label", "lang", "chapter", "asked", "asked_if"}
    | {"implied_none", "disclosure", "personal", "consent", "compares_with", "seen"}
)
"""What a question keeps when its columns are read as something else."""


def place_of(codebook: Codebook, id: str) -> int:
    return [question.id for question in codebook.questions].index(id)


def at(codebook: Codebook, id: str, key: str) -> tuple[str | int, ...]:
    """The place of a question's key in survey.yml."""
    return ("questions", place_of(codebook, id), key)


def written_keys(codebook: Codebook, id: str) -> set[str]:
    """The keys that survey.yml has for the question."""
    question = codebook.question(id)
    return set(question.model_dump(exclude_unset=True, by_alias=True))


def read_as(codebook: Codebook, id: str, other: Alternative) -> list[Edit]:
    """The question's columns read in another way: its keys but KEPT are those of
    `other`, with a scale of its own where the options are one."""
    keys = dict(other.keys)
    found: list[Edit] = []
    if other.ordered is not None:
        keys.pop("options", None)
        keys.pop("dont_know", None)
        steps, aside = list(other.ordered.options), list(other.ordered.dont_know)
        scale, made = scale_for(codebook, id, steps, aside)
        keys["scale"] = scale
        found += made
    gone = written_keys(codebook, id) - KEPT - keys.keys()
    found += [Edit(at(codebook, id, key)) for key in sorted(gone)]
    return [*found, *(Edit(at(codebook, id, key), keys[key]) for key in keys)]


def as_text(codebook: Codebook, id: str) -> list[Edit]:
    """Read as free text: neither counted nor published. Of one column only."""
    [column] = codebook.question(id).columns_used[:1]
    text = Alternative("fritext", "", {"type": "text", "column": column})
    return read_as(codebook, id, text)


ASKED_KEYS = ("asked", "asked_if", "implied_none")


def whom(
    codebook: Codebook,
    id: str,
    *,
    asked: str | None = None,
    asked_if: Mapping[str, Sequence[str]] | None = None,
) -> list[Edit]:
    """Who was asked the question: all, nobody knows, or who answered so. What it said
    before goes."""
    routed = {key: list(answers) for key, answers in (asked_if or {}).items()}
    new: dict[str, Value] = {"asked": asked, "asked_if": routed or None}
    return [Edit(at(codebook, id, key), new.get(key)) for key in ASKED_KEYS]


def scale_for(
    codebook: Codebook, id: str, steps: Sequence[str], dont_know: Sequence[str]
) -> tuple[str, list[Edit]]:
    """A scale with these steps, low to high: one that is there, or a new one."""
    for name, scale in codebook.scales.items():
        same = (scale.options, scale.dont_know) == (list(steps), list(dont_know))
        if same and not scale.reversed:
            return name, []
    name, number = f"scale_{id}"[:60], 1
    while name in codebook.scales:
        number += 1
        name = f"scale_{id}"[:57] + f"_{number}"
    content: dict[str, Sequence[str]] = {"options": list(steps)}
    if dont_know:
        content["dont_know"] = list(dont_know)
    if codebook.scales:
        return name, [Edit(("scales", name), content)]
    return name, [Edit(("scales",), {name: content})]


def ordered(codebook: Codebook, id: str, yes: bool) -> list[Edit]:
    """The options made a scale from low to high, or plain options again."""
    question = codebook.question(id)
    if not isinstance(question, Single | Grid):
        return []
    aside, none_of = question.dont_know_options, question.none_options
    steps = [o for o in question.all_options if o not in aside and o not in none_of]
    if yes and question.scale is None:
        scale, made = scale_for(codebook, id, steps, aside)
        gone = written_keys(codebook, id) & {"options", "dont_know"}
        return [
            *made,
            *(Edit(at(codebook, id, key)) for key in sorted(gone)),
            Edit(at(codebook, id, "scale"), scale),
        ]
    if not yes and question.scale is not None:
        found = [Edit(at(codebook, id, "scale"))]
        found += one_key(codebook, id, "reversed", False)
        found.append(Edit(at(codebook, id, "options"), list(question.all_options)))
        if aside:
            found.append(Edit(at(codebook, id, "dont_know"), list(aside)))
        return found
    return []


def moved(codebook: Codebook, id: str, label: str, by: int) -> list[Edit]:
    """An option one step up (-1) or down (1): in the scale where the question uses one
    of its own, else in its options. A scale that others share is first copied."""
    question = codebook.question(id)
    if not isinstance(question, Optioned):
        return []
    listed = listed_options(codebook, question)
    if label not in listed:
        return []
    place = listed.index(label)
    to = place + by
    if not 0 <= to < len(listed):
        return []
    listed[place], listed[to] = listed[to], listed[place]
    return with_options(codebook, id, listed)


def listed_options(codebook: Codebook, question: AnyQuestion) -> list[str]:
    """The options whose order is hers: without those that always stand last."""
    if not isinstance(question, Optioned):
        return []
    scale = codebook.scales.get(question.scale or "")
    if scale is not None and not question.options:
        return list(scale.options)
    if question.options:
        return list(question.options)
    last = [*question.dont_know_options, *question.none_options, question.other_option]
    return [o for o in question.all_options if o not in last]


def with_options(codebook: Codebook, id: str, listed: Sequence[str]) -> list[Edit]:
    """These options in this order."""
    question = codebook.question(id)
    if isinstance(question, Optioned) and question.scale and not question.options:
        shared = [
            other.id
            for other in codebook.questions
            if isinstance(other, Optioned) and other.scale == question.scale
        ]
        scale = codebook.scales[question.scale]
        if len(shared) == 1:
            return [Edit(("scales", question.scale, "options"), list(listed))]
        name, made = scale_for(codebook, id, listed, scale.dont_know)
        return [*made, Edit(at(codebook, id, "scale"), name)]
    if isinstance(question, Single | Multiple) and question.columns:
        columns = {o: question.columns[o] for o in listed if o in question.columns}
        return [Edit(at(codebook, id, "columns"), columns)]
    return [Edit(at(codebook, id, "options"), list(listed))]


NEW, FREE = "*nytt", "*fritt"
USUAL, DONT_KNOW, NONE_OF = "svar", "vet ej", "inget av dem"
MEANINGS = (USUAL, DONT_KNOW, NONE_OF)


def meaning(codebook: Codebook, id: str, label: str, to: str) -> list[Edit]:
    """What an option means: a usual answer, don't know, or none of the others."""
    question = codebook.question(id)
    if not isinstance(question, Optioned):
        return []
    found: list[Edit] = []
    none_of = _with(question.none_options, label, to == NONE_OF)
    if none_of != question.none_options:
        found.append(Edit(at(codebook, id, "none_of"), none_of or None))
    dont_know = _with(question.dont_know_options, label, to == DONT_KNOW)
    if dont_know == question.dont_know_options:
        return found
    scale = codebook.scales.get(question.scale or "")
    if scale is None:
        return [*found, Edit(at(codebook, id, "dont_know"), dont_know or None)]
    steps = _with(listed_options(codebook, question), label, to != DONT_KNOW)
    name, made = scale_for(codebook, id, steps, dont_know)
    own = written_keys(codebook, id) & {"options", "dont_know"}
    gone = [Edit(at(codebook, id, key)) for key in sorted(own)]
    return [*found, *made, *gone, Edit(at(codebook, id, "scale"), name)]


def _with(listed: Sequence[str], label: str, there: bool) -> list[str]:
    """The list with the label in it, or without."""
    if there:
        return [*listed] if label in listed else [*listed, label]
    return [one for one in listed if one != label]


def an_option(codebook: Codebook, id: str, words: str) -> list[Edit]:
    """What some wrote as their own words made an option of the form."""
    question = codebook.question(id)
    listed = listed_options(codebook, question)
    if not words or words in listed:
        return []
    return with_options(codebook, id, [*listed, words])


def one_key(codebook: Codebook, id: str, key: str, value: Value) -> list[Edit]:
    """One key of a question; what is usual is not written at all."""
    question = codebook.question(id)
    if question.model_dump()[key] == value:
        return []
    field = type(question).model_fields[key]
    usual = field.get_default(call_default_factory=True)
    empty = value in ("", [], {}) or value == usual
    if empty and key not in written_keys(codebook, id):
        return []
    return [Edit(at(codebook, id, key), None if empty else value)]


def meant_by(codebook: Codebook, id: str, written: str, option: str) -> list[Edit]:
    """What stands in the file counted as an option of the form, or with FREE as the
    question's free one, or with NEW as an option of its own."""
    question = codebook.question(id)
    if option == NEW:
        return an_option(codebook, id, written)
    if option == FREE:
        return one_key(codebook, id, "other", True)
    if not isinstance(question, Optioned) or option not in question.all_options:
        return []
    return one_key(codebook, id, "recode", {**question.recode, written: option})


def reversed_scale(codebook: Codebook, id: str, yes: bool) -> list[Edit]:
    """The listed steps read from high to low. A scale that others share may be listed
    so already."""
    question = codebook.question(id)
    scale = codebook.scales.get(getattr(question, "scale", None) or "")
    if scale is None:
        return []
    return one_key(codebook, id, "reversed", yes != scale.reversed)


def row_label(codebook: Codebook, id: str, row: str, label: str) -> list[Edit]:
    """A short name of a row of a grid; "" for its own words."""
    question = codebook.question(id)
    if not isinstance(question, Grid) or question.row_labels.get(row, "") == label:
        return []
    others = {key: shown for key, shown in question.row_labels.items() if key != row}
    named = {**others, row: label} if label else others
    return one_key(codebook, id, "row_labels", named)


def left_out(codebook: Codebook, id: str) -> list[Edit]:
    """The question's columns not read at all: they are listed under `ignore`."""
    columns = codebook.question(id).columns_used
    return [
        Edit(("ignore",), [*codebook.ignore, *columns]),
        Edit(("questions", place_of(codebook, id))),
    ]


# ---------------------------------------------------------------- the whole survey


def challenges_of(codebook: Codebook, id: str) -> list[Edit]:
    """The challenges taken from a question; "" takes them away.

    The rows of a grid are challenges, and those of its options that are usual answers
    become forms of collaboration. The usual options of a multiple-response question are
    challenges, and there are no forms.
    """
    gone = [Edit(("forms",))] if codebook.forms else []
    if not id:
        return [*gone, Edit(("challenges",))] if codebook.challenges else []
    question = codebook.question(id)
    if isinstance(question, Grid):
        rows = {item.row: item.label for item in codebook.items(question)}
        forms = _forms(question) if question.cell == "multiple" else gone
        return [_challenges(rows, {"question": id}), *forms]
    if isinstance(question, Multiple):
        usual = _usual(question)
        named = dict(zip(slugs(usual), usual, strict=True))
        options = {key: [label] for key, label in named.items()}
        source: dict[str, Value] = {"question": id, "options": options}
        return [_challenges(named, source), *gone]
    return []


def _challenges(labels: Mapping[str, str], source: Mapping[str, Value]) -> Edit:
    items = {key: {"label": label} for key, label in labels.items()}
    return Edit(("challenges",), {"items": items, "from": source})


def _forms(grid: Grid) -> list[Edit]:
    usual = _usual(grid)
    ids = slugs(usual)
    forms = {
        key: {"label": label, "option": label}
        for key, label in zip(ids, usual, strict=True)
    }
    return [Edit(("forms",), forms)]


def _usual(question: Grid | Multiple) -> list[str]:
    """The options that are neither don't know, none of the others nor own words."""
    aside = [*question.dont_know_options, *question.none_options, question.other_option]
    return [option for option in question.all_options if option not in aside]


def partners_of(codebook: Codebook, ids: Sequence[str]) -> list[Edit]:
    """Text questions that each name one organisation, made one question of partners."""
    texts = [codebook.question(id) for id in ids]
    columns = [q.column for q in texts if isinstance(q, FreeText)]
    pattern = numbered(columns)
    if len(columns) != len(ids) or len(columns) < 2 or pattern is None:
        return []
    first, *others = sorted(place_of(codebook, id) for id in ids)
    wording = pattern.replace("{n}", "").strip()
    return [
        Edit(("questions", first, "type"), "ties"),
        Edit(("questions", first, "column")),
        Edit(("questions", first, "text"), wording),
        Edit(("questions", first, "blocks"), len(columns)),
        Edit(("questions", first, "fields"), {"name": pattern}),
        *(Edit(("questions", place)) for place in reversed(others)),
    ]


def numbered(columns: Sequence[str]) -> str | None:
    """The header that all of them are but for their number, {n} in its place.

    >>> numbered(["Partner 1", "Partner 2"])
    'Partner {n}'
    """
    for place in range(len(columns[0]) if columns else 0):
        if columns[0][place] != "1":
            continue
        pattern = columns[0][:place] + "{n}" + columns[0][place + 1 :]
        if [pattern.replace("{n}", str(n)) for n in range(1, len(columns) + 1)] == [
            *columns
        ]:
            return pattern
    return None


def amounts(codebook: Codebook, id: str, low: str, high: str) -> list[Edit]:
    """The least and the largest number that can be right; neither: any."""
    question = codebook.question(id)
    if not isinstance(question, Number | Grid):
        return []
    if not low and not high:
        written = "between" in written_keys(codebook, id)
        return [Edit(at(codebook, id, "between"))] if written else []
    ends = (low or "0", high or "1000000000000")
    between = [_number(end) for end in ends]
    plain = [int(one) if one == int(one) else one for one in between]
    now = list(question.between) if question.between else None
    return [] if now == between else [Edit(at(codebook, id, "between"), plain)]


def most(codebook: Codebook, id: str, written: str) -> list[Edit]:
    """How many options one could choose; "" for all of them."""
    wanted = int(_number(written)) if written.strip() else None
    if getattr(codebook.question(id), "max", None) == wanted:
        return []
    return [Edit(at(codebook, id, "max"), wanted)]


def _number(written: str) -> float:
    """A number as one writes it in Swedish. Raises CodebookError for anything else."""
    plain = "".join(written.split()).replace(",", ".")
    try:
        found = float(plain)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise CodebookError(f"”{written}” är inget tal.", todo="Skriv bara siffror.")
    return found
