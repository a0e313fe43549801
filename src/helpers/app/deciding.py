"""`kartlaggning review`: one open decision after the other, in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from helpers.app.console import agreed, say, tell_problems, typed
from helpers.core.errors import DisclosureError, KartlaggningError

if TYPE_CHECKING:
    from helpers.cleaning.choices import Choice, Open
    from helpers.survey.decisions import Made

STOP, LATER, UNDO = "s", "h", "å"


class _Step(NamedTuple):
    """What was written, and where the walk stood before."""

    made: Made
    waiting: list[Open]
    asked: int


def walk(folder: Path, waiting: list[Open], who: str) -> int:
    """Asks of each; the number of lines written. Ends at "s" or an empty input."""
    from helpers.cleaning.choices import left, settle
    from helpers.survey.decisions import take_back

    made: list[_Step] = []
    asked = 1
    while waiting:
        one = waiting[0]
        _show(one, f"{asked} av {asked + len(waiting) - 1}", undo=bool(made))
        chosen = _chosen(one, undo=bool(made))
        if chosen == STOP:
            break
        try:
            if chosen == UNDO:
                take_back(made[-1].made)
                waiting, asked = made.pop()[1:]
            elif chosen == LATER:
                waiting, asked = waiting[1:], asked + 1
            elif isinstance(chosen, tuple):
                choice, typed = chosen
                written = settle(folder, one, choice, who=who, typed=typed)
                if written is not None:
                    made.append(_Step(written, waiting, asked))
                waiting, asked = left(waiting, one, choice), asked + 1
        except KartlaggningError as error:
            tell_problems(error.problems)
    return sum(step.made.lines for step in made)


def agree(what: list[str], *, yes: bool) -> str:
    """Tells what there is to know before publishing, and asks. What is kept of it in
    the ledger. Raises DisclosureError where the answer is no."""
    for line in what:
        say(f"Att veta: {line}")
    if not yes and not agreed("Publicera?"):
        raise DisclosureError(
            "Inget publicerades.", todo="Svara ja på frågan, eller skriv --yes."
        )
    how = "--yes" if yes else "ja på frågan"
    return " ".join([f"Godkänt med {how}.", *what])


def _show(one: Open, place: str, *, undo: bool) -> None:
    say(f"\n{place}. {one.asked}")
    if one.why:
        say(one.why)
    for number, choice in enumerate(one.choices, start=1):
        mark = "  (förslag)" if number == one.proposal + 1 else ""
        say(f"  {number}. {choice.label}{mark}")
    back = f"    {UNDO}. Ångra det förra" if undo else ""
    say(f"  {LATER}. Hoppa över{back}    {STOP}. Sluta")


def _chosen(one: Open, *, undo: bool) -> tuple[Choice, str] | str:
    """The choice, and her own words where it takes some; or STOP, LATER, UNDO."""
    while True:
        answer = typed(f"Välj [{one.proposal + 1}]: ")
        word = (STOP if answer is None else answer).casefold()
        if word in (STOP, LATER) or (undo and word == UNDO):
            return word
        answer = answer or str(one.proposal + 1)
        if answer not in map(str, range(1, len(one.choices) + 1)):
            say(f"Skriv en siffra mellan 1 och {len(one.choices)}, {LATER} eller s.")
            continue
        choice = one.choices[int(answer) - 1]
        if not one.typed or choice is not one.choices[0]:
            return choice, ""
        stands = str(choice.decision[one.typed])
        own = typed("Enter tar det som det står, eller skriv: " if stands else "Rätt: ")
        return (choice, own or "") if own or stands else LATER
