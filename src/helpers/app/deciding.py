"""`kartlaggning review`: one open decision after the other, in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from helpers.app.console import say, tell_problems
from helpers.core.errors import KartlaggningError

if TYPE_CHECKING:
    from helpers.cleaning.review import Choice, Open


def walk(folder: Path, waiting: list[Open], who: str) -> int:
    """Asks of each; the number of decisions written. Ends at "s" or an empty input."""
    from helpers.cleaning.review import left, settle

    written, asked = 0, 0
    while waiting:
        asked += 1
        one, *rest = waiting
        say(f"\n{asked} av {asked + len(rest)}. {one.asked}")
        if one.why:
            say(one.why)
        for place, choice in enumerate(one.choices, start=1):
            mark = "  (förslag)" if place == one.proposal + 1 else ""
            say(f"  {place}. {choice.label}{mark}")
        say("  h. Hoppa över    s. Sluta")
        chosen = _chosen(one)
        if chosen is None:
            break
        choice, own = chosen
        try:
            written += settle(folder, one, choice, who=who, typed=own)
        except KartlaggningError as error:
            tell_problems(error.problems)
            continue
        waiting = left(waiting, one, choice)
    return written


def _chosen(one: Open) -> tuple[Choice, str] | None:
    """The choice, and her own words where it takes some; None when she stops."""
    from helpers.cleaning.review import NOT_NOW

    while True:
        answer = _typed(f"Välj [{one.proposal + 1}]: ")
        if answer is None or answer.casefold() == "s":
            return None
        if answer.casefold() == "h":
            return NOT_NOW, ""
        answer = answer or str(one.proposal + 1)
        if answer not in map(str, range(1, len(one.choices) + 1)):
            say(f"Skriv en siffra mellan 1 och {len(one.choices)}, h eller s.")
            continue
        choice = one.choices[int(answer) - 1]
        if not one.typed or choice is not one.choices[0]:
            return choice, ""
        stands = str(choice.decision[one.typed])
        own = _typed("Ändra texten, eller Enter: " if stands else "Rätt värde: ")
        return (choice, own or "") if own or stands else (NOT_NOW, "")


def _typed(asked: str) -> str | None:
    """What she types; None when there is no more to read."""
    try:
        return input(asked).strip()
    except EOFError:
        return None
