"""What a reader of the numbers must know of each question."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pandas as pd

from helpers.cleaning.answers import NOT_ASKED, Answers
from helpers.cleaning.routing import STRAY
from helpers.core.errors import Problem
from helpers.survey.codebook import FILE, AnyQuestion, Codebook, Grid, Optioned

MUCH_OTHER = 1 / 3
MANY_BLANKS = 0.25
FAR_APART = 100
ENOUGH = 20  # answers of a row, to say what its scale is


def notices(
    answers: Answers, book: Codebook, absent: Collection[str] = ()
) -> Iterator[Problem]:
    """What must be known of each question, but those `absent` from the exports."""
    for question in book.questions:
        kind = question.type in ("text", "ties") or question.id in absent
        if question.personal or question.consent or kind:
            continue
        yield from one_option(question, answers, book)
        yield from much_other(question, answers, book)
        yield from unlike_rows(question, answers, book)
        yield from small_base(question, answers, book)
        yield from against_route(question, answers, book)
        yield from values_set_aside(question, answers, book)
        yield from far_apart(question, answers, book)


def _states(question: AnyQuestion, answers: Answers, book: Codebook) -> pd.DataFrame:
    """Per response and item, how it was answered."""
    items = book.items(question)
    return answers.responses[[item.state for item in items]].astype(object)


def _percent(part: float, of: float) -> str:
    return f"{part / of:.0%}".replace("%", " %")


def one_option(
    question: AnyQuestion, answers: Answers, book: Codebook
) -> Iterator[Problem]:
    """A question with one option has no share: all who answered it gave it."""
    options = question.all_options
    if not isinstance(question, Optioned) or question.counted or len(options) != 1:
        return
    many = int(
        _states(question, answers, book).isin(["answered", "dont_know"]).sum().max()
    )
    yield Problem(
        f"Frågan {question.id} har bara ett svarsalternativ, ”{options[0]}” ({many} "
        "svar). Den blir ingen andel i rapporten.",
        "Är kolumnen ett kryss i en flervalsfråga? Saknas alternativ i options?",
        file=FILE,
    )


def much_other(
    question: AnyQuestion, answers: Answers, book: Codebook
) -> Iterator[Problem]:
    """More than a third whose answer is the other option."""
    if not isinstance(question, Optioned) or question.other_option is None:
        return
    for item in book.items(question):
        if item.kind not in ("single", "multiple"):
            continue
        given = (answers.responses[item.state] == "answered").sum()
        table = answers.responses
        hits = (
            table[item.key] == question.other_option
            if item.kind == "single"
            else table[item.tick(question.other_option)]
        ).sum()
        if given and hits > MUCH_OTHER * given:
            yield Problem(
                f"Frågan {item.key}: {hits} av {given} svar ({_percent(hits, given)}) "
                f"räknas som ”{question.other_option}”.",
                "Saknas svarsalternativ i options?",
                file=FILE,
            )


def unlike_rows(
    question: AnyQuestion, answers: Answers, book: Codebook
) -> Iterator[Problem]:
    """Rows of a grid on a number scale that never use its upper part, beside rows that
    do: perhaps they were asked on a shorter scale."""
    if not isinstance(question, Grid) or question.cell != "single":
        return
    steps = [int(o) for o in question.scale_options if o.isdecimal()]
    if len(steps) < 6 or len(steps) != len(question.scale_options):
        return
    tops = {}
    for item in book.items(question):
        given = pd.to_numeric(answers.responses[item.key].astype(object), "coerce")
        if given.notna().sum() >= ENOUGH:
            tops[item.key] = int(given.max())
    short = {key: top for key, top in tops.items() if top <= 0.75 * max(steps)}
    if short and max(tops.values()) == max(steps):
        listed = ", ".join(f"{key} (högst {top})" for key, top in short.items())
        yield Problem(
            f"Frågan {question.id} har en skala till {max(steps)}, men några rader "
            f"används bara till en del av den: {listed}.",
            "Frågades de på en kortare skala? Gör dem till ett eget rutnät.",
            file=FILE,
        )


def small_base(
    question: AnyQuestion, answers: Answers, book: Codebook
) -> Iterator[Problem]:
    """A base that is smaller than the number who saw the question; where nobody knows
    how many did, that is asked instead (`routing`)."""
    if question.asked == "unknown":
        return
    states = _states(question, answers, book)
    asked = int((~states.isin(["not_asked", "implied_none"])).sum().sum())
    keys = {item.key: item.state for item in book.items(question)}
    for value in answers.set_aside:  # written, though it cannot be used
        if value.question in keys:
            states.loc[value.row, keys[value.question]] = "answered"
    blank = int((states == "blank").sum().sum())
    if asked and blank > MANY_BLANKS * asked:
        rows = states.shape[1]
        each = f" i snitt per rad av {rows}" if rows > 1 else ""
        yield Problem(
            f"Frågan {question.id}: {round((asked - blank) / rows)} av "
            f"{round(asked / rows)} som fick frågan har svarat{each}; "
            f"{_percent(blank, asked)} lämnade den tom.",
            _about_route(question),
            file=FILE,
        )


def _about_route(question: AnyQuestion) -> str:
    if question.asked_if:
        return "Stämmer asked_if med formuläret?"
    if question.asked == "all":
        return "Fick verkligen alla frågan (asked: all)?"
    return "Ställdes den bara till några? Ange det med asked_if."


def against_route(
    question: AnyQuestion, answers: Answers, book: Codebook
) -> Iterator[Problem]:
    """Many who by `asked_if` did not get the question, and answered it all the same."""
    if not question.asked_if:
        return
    keys = {item.key for item in book.items(question)}
    aside = (v for v in answers.set_aside if v.reason == NOT_ASKED)
    stray = len({value.row for value in aside if value.question in keys})
    states = _states(question, answers, book)
    contradicting = int(states.isin(["not_asked", "implied_none"]).all(axis=1).sum())
    # "Vet ej" to the filter leaves unknown who was asked; those set aside were not.
    outside = max(contradicting, stray)
    if stray > STRAY * outside:
        yield Problem(
            f"Frågan {question.id}: {stray} av {outside} som enligt asked_if inte fick "
            f"frågan har svarat på den ({_percent(stray, outside)}).",
            "Stämmer asked_if med formuläret? Svaren räknas inte.",
            file=FILE,
        )


def values_set_aside(
    question: AnyQuestion, answers: Answers, book: Codebook
) -> Iterator[Problem]:
    """Values that could not be used, with their share of what was written."""
    keys = {item.key for item in book.items(question)}
    aside = [value for value in answers.set_aside if value.question in keys]
    if not aside:
        return
    states = _states(question, answers, book)
    given = int(states.isin(["answered", "dont_know"]).sum().sum()) + len(aside)
    reasons = ", ".join(sorted({value.reason for value in aside}))
    yield Problem(
        f"Frågan {question.id}: {len(aside)} av {given} värden "
        f"({_percent(len(aside), given)}) är ställda åt sidan: {reasons}.",
        "Avgör dem med kartlaggning review.",
        file=FILE,
    )


def far_apart(
    question: AnyQuestion, answers: Answers, book: Codebook
) -> Iterator[Problem]:
    """A largest number a hundred times the next: a slip of the pen, or one answer that
    decides every mean and sum."""
    for item in book.items(question):
        if item.kind != "number" or item.key not in answers.responses:
            continue
        given = pd.to_numeric(answers.responses[item.key]).dropna().abs()
        largest = given[given > 0].drop_duplicates().nlargest(2).tolist()
        if len(largest) == 2 and largest[0] >= FAR_APART * largest[1]:
            yield Problem(
                f"Frågan {item.key}: det största svaret, {_whole(largest[0])}, är "
                f"minst {FAR_APART} gånger större än det näst största, "
                f"{_whole(largest[1])}. "
                "Medelvärdet och summan säger mest om det svaret.",
                "Är det fel: rätta det i decisions/corrections.csv, eller sätt between "
                "i survey.yml.",
                file=FILE,
            )


def _whole(number: float) -> str:
    return f"{number:,.0f}".replace(",", " ")
