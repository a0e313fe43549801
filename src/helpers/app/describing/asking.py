"""`kartlaggning review`: the questions that nobody has seen, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.app.console import say, tell_problems, typed
from helpers.app.describing.history import History
from helpers.app.describing.taken import Taken, read_survey
from helpers.core.errors import KartlaggningError
from helpers.core.project import Project

YES, NO, STOP = "j", "n", "s"


def walk_questions(survey: str, project: Project, who: str) -> int:
    """Tells what each question is taken for and asks whether it is right; how many now
    have been seen. Ends at "s" or an empty input."""
    history = History(project.raw(survey))
    seen = 0
    read = read_survey(survey, project)
    waiting = [one for one in read.taken() if one.waits]
    for place, one in enumerate(waiting, start=1):
        say(f"\nFråga {place} av {len(waiting)} att gå igenom: {one.question.name}")
        for line in lines_about(one, history.doubts(one.question.id)):
            say(f"  {line}")
        answer = (typed("Stämmer det? [j]a, [n]ej, [s]luta: ") or STOP).casefold()
        if answer.startswith(STOP):
            break
        if not answer.startswith(YES):
            say("  Rätta den i kartlaggning app, eller i survey.yml.")
            continue
        try:
            history.seen(history.codebook, [one.question.id], who)
            seen += 1
        except KartlaggningError as error:
            tell_problems(error.problems)
            break
    return seen


def lines_about(one: Taken, doubts: list[str]) -> Iterator[str]:
    """What a question is taken for, a line each."""
    columns = "; ".join(one.question.columns_used[:3])
    more = " …" if len(one.question.columns_used) > 3 else ""
    yield f"Tolkas som: {one.kind.lower()}. Läses ur: {columns}{more}"
    yield from one.in_words
    for option in one.options:
        count = "" if option.count is None else f": {option.count}"
        means = " (vet ej)" if option.dont_know else ""
        means += " (inget av de andra)" if option.none_of else ""
        yield f"- {option.label}{count}{means}"
    if one.changed:
        yield "Frågan är ändrad sedan den gicks igenom."
    if one.aside:
        yield f"{len(one.aside)} svar räknas inte: {one.aside[0][1]}."
    yield from (f"Datorn undrar: {doubt}" for doubt in doubts)
