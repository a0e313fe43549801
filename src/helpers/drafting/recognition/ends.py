"""Scales of numbers whose ends are a guess: the same for questions asked alike, and
marked, so that nothing is said of them until she has told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from helpers.core.wording import fold
from helpers.drafting.recognition.profiles import Drafted
from helpers.drafting.scales.numerals import WHICH_STEPS, ends_doubted, ends_in

FIRST_WORDS = 3  # that two questions asked alike begin with


def ask_of_ends(questions: Sequence[Drafted]) -> None:
    """Gives questions that begin alike the widest scale that is seen in any of them,
    where none names its ends; and marks (`declared: cells`) those that are a guess."""
    alike: dict[str, list[Drafted]] = {}
    for drafted in questions:
        if _numeric(drafted) and ends_in(drafted.wording) is None:
            words = re.findall(r"\w+", fold(drafted.wording).casefold())[:FIRST_WORDS]
            if len(words) == FIRST_WORDS:
                alike.setdefault(" ".join(words), []).append(drafted)
    for group in alike.values():
        _widened(group)
    for drafted in questions:
        if _numeric(drafted) and _is_asked(drafted.todo):
            drafted.keys["declared"] = "cells"


def _widened(group: Sequence[Drafted]) -> None:
    widest = max(group, key=lambda one: len(_steps(one)))
    for drafted in group:
        if {*_steps(drafted)} < {*_steps(widest)}:
            assert drafted.ordered is not None
            assert widest.ordered is not None
            low, high = (int(_steps(widest)[place]) for place in (0, -1))
            kept = [todo for todo in drafted.todo if not todo.startswith(WHICH_STEPS)]
            drafted.todo = [ends_doubted(low, high), *kept]
            drafted.ordered = replace(
                drafted.ordered,
                family=widest.ordered.family,
                options=widest.ordered.options,
            )


def _is_asked(todo: Iterable[str]) -> bool:
    return any(one.startswith(WHICH_STEPS) for one in todo)


def _numeric(drafted: Drafted) -> bool:
    return bool(_steps(drafted))


def _steps(drafted: Drafted) -> tuple[str, ...]:
    """The steps of a scale of numbers alone, or ()."""
    ordered = drafted.scale
    if ordered is None or not all(step.isdecimal() for step in ordered.options):
        return ()
    return ordered.options
