"""A new wave's questions against the last one's: the same, reworded, new or gone.

The same wording keeps its id, so that its numbers are compared. A wording that is only
close gets an id of its own and `compares_with`: whether it may be compared is for a
person to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from helpers.core.wording import called_before, fold
from helpers.drafting import scales
from helpers.drafting.recognition import Drafted
from helpers.survey.codebook import AnyQuestion, Codebook, Grid, Multiple, Single

CLOSE = 75  # of 100
SAME_OPTION = 88
SAME_WORDS, SAME_SHARE = 60, 0.8
MANY_ROWS = 3  # so many rows in common are no chance
_HINT = re.compile(
    r"\((?:select|check|choose|välj|ange|kryssa|flera|multiple|one|pick)[^)]*\)"
    r"|(?:välj|kryssa|select|check|choose) [^.?!]*[.?!]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Match:
    """`id`: the earlier question's where the wording is the `same`; else the one that
    it is close to. `changes`: what is not as it was, in Swedish."""

    earlier: AnyQuestion
    same: bool
    changes: tuple[str, ...] = ()


def moved(matches: Mapping[int, Match], earlier: Codebook) -> list[str]:
    """Ids of the earlier questions that are now asked in another order: the fewest that
    can be moved so that all the others follow each other as before."""
    order = {question.id: place for place, question in enumerate(earlier.questions)}
    asked = [order[matches[place].earlier.id] for place in sorted(matches)]
    ending: list[list[int]] = []  # for each length, the run in order that ends first
    for at in asked:
        length = bisect_left([run[-1] for run in ending], at)
        ending[length : length + 1] = [[*(ending[length - 1] if length else []), at]]
    stay = set(ending[-1]) if ending else set()
    return [earlier.questions[at].id for at in asked if at not in stay]


def same_form(wording: str) -> str:
    """The wording as it is compared: no number, hint, case or punctuation.

    >>> same_form("4. Hur ofta möts ni? (välj ett)") == same_form("Hur ofta möts ni")
    True
    """
    text = re.sub(r"^(?:[A-Za-z]?\d{1,3}[.):]?\d*[.)]?\s+)", "", fold(wording))
    text = re.sub(r"[\W_]+", " ", _HINT.sub("", text).casefold())
    return text.strip()


def match_questions(
    questions: Sequence[Drafted], earlier: Codebook
) -> tuple[dict[int, Match], list[AnyQuestion]]:
    """(place in `questions` → its match, the earlier questions that have none).

    Each earlier question is matched once: first the same wordings, then the closest.
    """
    before = [q for q in earlier.questions if not q.personal]
    wordings = [same_form(question.wording) for question in before]
    pairs = []
    for place, drafted in enumerate(questions):
        form = same_form(drafted.wording)
        for number, question in enumerate(before):
            score = _likeness(form, wordings[number], drafted, question)
            rows = 0.0
            if isinstance(question, Grid) and drafted.type == "grid":
                rows = _same_rows(drafted, question)
            score = max(score, rows)
            if score >= CLOSE and (form or rows >= CLOSE or score == 100.0):
                pairs.append((-score, place, number))
    matched: dict[int, Match] = {}
    taken: set[int] = set()
    for score, place, number in sorted(pairs):
        if place in matched or number in taken:
            continue
        taken.add(number)
        same = score == -100 and _kind(questions[place]) == _kind(before[number])
        changes = tuple(_changes(questions[place], before[number], same))
        matched[place] = Match(before[number], same, changes)
    gone = [question for n, question in enumerate(before) if n not in taken]
    return matched, gone


def _same_rows(drafted: Drafted, question: Grid) -> float:
    """How alike two grids are by their rows: 100 where the export does not say what was
    asked, and rows and options are those of then."""
    now = {same_form(label) for label in row_labels(drafted.keys).values()}
    before = {same_form(label) for label in labels_of_rows(question).values()}
    share = len(now & before) / max(1, len(now | before))
    if share < 0.5:
        return 0.0
    options, known = options_of(drafted), question.all_options
    alike = len(paired_options(options, known)) / max(1, len(options))
    if alike < SAME_SHARE:  # the same statements, on another scale
        several = len(now & before) >= MANY_ROWS and share >= SAME_SHARE
        return float(CLOSE) if several else 0.0
    return 100.0 if drafted.wordless else min(99.0, 50 + 50 * share)


def _likeness(
    form: str, wording: str, drafted: Drafted, question: AnyQuestion
) -> float:
    """100 for the same; less by the letters and words; nothing across kinds."""
    if form == wording:
        return 100.0
    choices = {"single", "multiple", "grid"}
    kinds = {drafted.type, question.type}
    if len(kinds) > 1 and not kinds <= choices:
        return 0.0
    likeness = max(fuzz.ratio(form, wording), fuzz.token_sort_ratio(form, wording))
    # "Hur ofta har ni dialog?" with "i genomsnitt" put in, and the same answers to it.
    words = fuzz.token_set_ratio(form, wording)
    alike = _same_options(drafted, question)
    if words >= SAME_WORDS and alike >= SAME_SHARE:
        likeness = max(likeness, 0.5 * words + 50 * alike)
    return min(99.0, likeness)


def _same_options(drafted: Drafted, question: AnyQuestion) -> float:
    """The share of options that both have; 0 where they are few or yes and no."""
    now, before = options_of(drafted), list(question.all_options)
    if min(len(now), len(before)) < 3 or scales.is_yes_no(now):
        return 0.0
    return len(paired_options(now, before)) / max(len(now), len(before))


def _kind(question: Drafted | AnyQuestion) -> str:
    cell = (
        question.keys.get("cell")
        if isinstance(question, Drafted)
        else getattr(question, "cell", None)
    )
    return f"{question.type} {cell or ''}".strip()


# ---------------------------------------------------------------- what changed


def _changes(drafted: Drafted, question: AnyQuestion, same: bool) -> Iterator[str]:
    if not same and not drafted.wordless:
        yield f"frågan löd ”{question.wording}”"
    if _kind(drafted) != _kind(question):
        yield f"frågetypen var {_kind(question)} och är {_kind(drafted)}"
    if not isinstance(question, Single | Multiple | Grid):
        return
    now, before = options_of(drafted), question.all_options
    paired = paired_options(now, before)
    added = [option for option in now if option not in paired]
    removed = [option for option in before if option not in paired.values()]
    alike = called_before(now, before)
    written = [f"”{old}” → ”{new}”" for new, old in alike.items() if new != old]
    reworded = [
        f"”{old}” → ”{new}”"
        for new, old in paired.items()
        if new != old and alike.get(new) != old
    ]
    if added:
        yield f"nya svarsalternativ: {_quoted(added)}"
    if removed:
        yield f"svarsalternativ som inte valts eller tagits bort: {_quoted(removed)}"
    if reworded:
        yield f"ändrade svarsalternativ: {', '.join(reworded)}"
    if written:
        yield (
            "svarsalternativ som skrivs annorlunda men räknas som desamma: "
            f"{', '.join(written)}"
        )
    if _reversed(drafted, question):
        yield "skalan stod i omvänd ordning i kodboken"
    if isinstance(question, Grid) and drafted.type == "grid":
        yield from _rows(drafted, question)


def _rows(drafted: Drafted, question: Grid) -> Iterator[str]:
    now = set(row_labels(drafted.keys).values())
    before = set(labels_of_rows(question).values())
    if added := sorted(now - before):
        yield f"nya rader: {_quoted(added)}"
    if removed := sorted(before - now):
        yield f"rader som tagits bort: {_quoted(removed)}"


def options_of(drafted: Drafted) -> list[str]:
    """The options of a drafted question, those of its scale too."""
    keys = drafted.keys
    listed = list(keys.get("options", ())) or list(keys.get("columns", ()))
    if drafted.scale is not None and not listed:
        listed = [*drafted.scale.options, *drafted.scale.dont_know]
    other = keys.get("other")
    return listed + ([other] if isinstance(other, str) and other not in listed else [])


def row_labels(keys: Mapping[str, object]) -> dict[str, str]:
    """Row id → its label: the one given, else its header."""
    rows, labels = keys.get("rows", {}), keys.get("row_labels", {})
    assert isinstance(rows, dict)
    assert isinstance(labels, dict)
    headers = {id: at if isinstance(at, str) else id for id, at in rows.items()}
    return {**headers, **{id: label for id, label in labels.items() if id in rows}}


def labels_of_rows(question: Grid) -> dict[str, str]:
    """Row id → its label: the one given, else its header, in an earlier wave's grid."""
    headers = {
        id: at if isinstance(at, str) else id for id, at in question.rows.items()
    }
    return headers | dict(question.row_labels)


def paired_options(now: Sequence[str], before: Sequence[str]) -> dict[str, str]:
    """New option → the earlier one that it is, perhaps with a letter changed."""
    forms = {same_form(option): option for option in reversed(before)}
    paired = {o: forms[same_form(o)] for o in now if same_form(o) in forms}
    left = [option for option in before if option not in paired.values()]
    for option in now:
        if option in paired or not left:
            continue
        best = max(left, key=lambda old: fuzz.ratio(same_form(option), same_form(old)))
        if fuzz.ratio(same_form(option), same_form(best)) >= SAME_OPTION:
            paired[option] = best
            left.remove(best)
    return {option: old for option in now if (old := paired.get(option)) is not None}


def _reversed(drafted: Drafted, question: Single | Multiple | Grid) -> bool:
    """Whether the codebook of then lists the scale from high to low."""
    known = scales.recognise(question.all_options)
    listed = [o for o in question.all_options if o not in question.dont_know_options]
    return (
        drafted.ordered is not None
        and known is not None
        and len(listed) > 2
        and listed == list(known.options)[::-1]
    )


def _quoted(texts: Sequence[str]) -> str:
    return ", ".join(f"”{text}”" for text in texts)
