"""One thing to decide, and what becomes of the answer: lines in decisions/, which can
be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from helpers.cleaning.quotes import stands_in
from helpers.core.errors import DecisionError
from helpers.survey.decisions import Made, decide

Line = Mapping[str, object]


@dataclass(frozen=True)
class Choice:
    """One answer: what it says, and the line that it becomes (none: not now). `alike`:
    the lines of the other responses where the same stands."""

    label: str
    decision: Line = field(default_factory=dict)
    alike: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Open:
    """One thing to decide. `proposal` is the place of the proposed choice. `typed` is
    the column that she may fill in with her own words, of the first choice."""

    file: str
    asked: str
    choices: tuple[Choice, ...]
    proposal: int = 0
    why: str = ""
    typed: str = ""


NOT_NOW = Choice("Hoppa över")


def left(waiting: Sequence[Open], one: Open, choice: Choice) -> list[Open]:
    """What still waits when `one` has got `choice`: a name that is one organisation is
    no other."""
    rest = [other for other in waiting if other is not one]
    if one.file != "names" or choice is not one.choices[0]:
        return rest
    return [other for other in rest if _name(other) != _name(one)]


def _name(one: Open) -> tuple[object, object]:
    decision = one.choices[0].decision
    return decision.get("kind"), decision.get("written", id(one))


def settle(
    folder: Path, open: Open, choice: Choice, *, who: str = "", typed: str = ""
) -> Made | None:
    """Writes the choice to decisions/; None when it says not now. What it gives can be
    taken back (`survey.decisions.take_back`).

    Raises DecisionError for a file that cannot be written, and for a quote that is not
    the respondent's own words.
    """
    if not choice.decision:
        return None
    more = {"who": who, "date": dt.date.today().isoformat()}
    if typed and open.typed:
        if open.file == "quotes" and not stands_in(typed, str(choice.decision["text"])):
            raise DecisionError(
                "Citatet ska vara den svarandes egna ord.",
                todo="Det du utelämnar markerar du med […].",
            )
        more[open.typed] = typed
    lines = [{**line, **more} for line in (choice.decision, *choice.alike)]
    return decide(folder, open.file, *lines)
