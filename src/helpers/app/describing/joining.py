"""Questions of one column each, made one question: rows of a grid, or partners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from helpers.app.describing.changes import (
    KEPT,
    at,
    numbered,
    partners_of,
    place_of,
    scale_for,
    written_keys,
)
from helpers.core.errors import CodebookError
from helpers.drafting.recognition.words import slugs
from helpers.survey.codebook import (
    AnyQuestion,
    Codebook,
    Edit,
    FreeText,
    Multiple,
    Optioned,
    Single,
    Value,
)

MADE = {
    "single": "De blir rader i en fråga, med samma svarsalternativ.",
    "multiple": "De blir rader i en fråga, med samma svarsalternativ.",
    "text": "Är det namn på dem ni samverkar med blir de en fråga om partner.",
}
SHORTEST = 12  # letters: a shorter beginning says nothing of what was asked


def alike(codebook: Codebook, id: str) -> list[AnyQuestion]:
    """The other questions of one column that could be one with it: of its kind, with
    some option in common. Those that the survey uses for something are left alone."""
    question = codebook.question(id)
    if not _is_loose(codebook, question):
        return []
    return [
        other
        for other in codebook.questions
        if other.id != id
        and other.type == question.type
        and _is_loose(codebook, other)
        and _share(question, other)
    ]


def _is_loose(codebook: Codebook, question: AnyQuestion) -> bool:
    unit = codebook.unit.question if codebook.unit else None
    routes = [
        id
        for other in codebook.questions
        for id in (*other.asked_if, *other.implied_none)
    ]
    used = {codebook.group, unit, *codebook.permissions, *routes}
    one = isinstance(question, Single | Multiple | FreeText) and bool(question.column)
    return one and question.id not in used and not question.personal


def _share(one: AnyQuestion, other: AnyQuestion) -> bool:
    if isinstance(one, FreeText) and isinstance(other, FreeText):
        return True
    if not isinstance(one, Optioned) or not isinstance(other, Optioned):
        return False
    aside = {o for q in (one, other) for o in (*q.dont_know_options, *q.none_options)}
    return bool({*one.all_options} & {*other.all_options} - aside)


def together(codebook: Codebook, ids: Sequence[str]) -> list[Edit]:
    """The questions made one, at the place of the first of them and with its id. Raises
    CodebookError where fewer than two are chosen, or they do not fit."""
    questions = [codebook.question(id) for id in ids]
    if len(questions) < 2:
        raise CodebookError(
            "Bara en fråga är vald.", todo="Markera de frågor som hör ihop med den."
        )
    if all(isinstance(one, FreeText) for one in questions):
        if numbered([one.columns_used[0] for one in questions]) is None:
            raise CodebookError(
                "Kolumnernas rubriker skiljer sig åt med mer än ett nummer, 1, 2, 3 …",
                todo="Markera bara de kolumner som är numrerade efter varandra.",
            )
        return partners_of(codebook, ids)
    return _grid(codebook, [q for q in questions if isinstance(q, Single | Multiple)])


def _grid(codebook: Codebook, rows: Sequence[Single | Multiple]) -> list[Edit]:
    first, *others = sorted(rows, key=lambda one: place_of(codebook, one.id))
    ordered = [first, *others]
    columns = [str(one.column) for one in ordered]
    beginning = _beginning(columns)
    labels = [column[len(beginning) :].strip() or column for column in columns]
    row_ids = slugs(labels)
    keys: dict[str, Value] = {
        "type": "grid",
        "cell": first.type,
        "rows": dict(zip(row_ids, columns, strict=True)),
        "row_labels": dict(zip(row_ids, labels, strict=True)),
    }
    if beginning:
        keys["text"] = f"{beginning.rstrip(' :–-')} …"
    else:
        keys["label"] = f"Fråga {place_of(codebook, first.id) + 1}"
    if recode := {code: to for one in ordered for code, to in one.recode.items()}:
        keys["recode"] = recode
    if isinstance(first, Multiple) and first.separator:
        keys["separator"] = first.separator
    scales = {one.scale for one in ordered}
    made: list[Edit] = []
    dont_know = _joined(one.dont_know_options for one in ordered)
    if len(scales) == 1 and first.scale:
        keys["scale"] = first.scale
    elif all(one.scale for one in ordered):
        steps = _joined(one.scale_options for one in ordered)
        keys["scale"], made = scale_for(codebook, first.id, steps, dont_know)
    else:
        keys["options"] = _joined(one.all_options for one in ordered)
        keys |= {"dont_know": dont_know} if dont_know else {}
        none_of = _joined(one.none_options for one in ordered)
        keys |= {"none_of": none_of} if none_of else {}
    gone = written_keys(codebook, first.id) - (KEPT - {"text", "label"}) - keys.keys()
    return [
        *made,
        *(Edit(at(codebook, first.id, key)) for key in sorted(gone)),
        *(Edit(at(codebook, first.id, key), value) for key, value in keys.items()),
        *(Edit(("questions", place_of(codebook, o.id))) for o in reversed(others)),
    ]


def _joined(lists: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(one for texts in lists for one in texts))


def _beginning(columns: Sequence[str]) -> str:
    """What all headers begin with, whole words; "" where it is too short to be asked.

    >>> _beginning(["Hur viktigt är det? Möten", "Hur viktigt är det? Lokaler"])
    'Hur viktigt är det? '
    """
    first, last = min(columns), max(columns)  # what these two share, all of them do
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    shared = first[: sum(1 for _ in same)]
    whole = shared[: shared.rfind(" ") + 1]
    return whole if len(whole) >= SHORTEST else ""
