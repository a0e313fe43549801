"""What is asked of her about who was asked a question, in words: the counts that speak
for each answer, and how it is written in survey.yml."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence

from helpers.cleaning.routing import Route, Unasked, in_blocks
from helpers.core.errors import Problem
from helpers.core.wording import fold
from helpers.survey.codebook import FILE, OVER_ZERO, Codebook

QUESTION = "fick alla frågan?"
"""How each such TODO begins."""
MOST_OPTIONS = 3
LONGEST = 50


def asks(one: Unasked, book: Codebook) -> str:
    """What the draft asks of one question: the evidence, then the answers to choose
    among, as survey.yml has them."""
    routes = one.clear
    ways = "".join(f"bara några ({as_written(route)}), " for route in routes)
    some = ways or "bara några (asked_if), "
    return (
        f"{QUESTION} {evidence(one, book)} Svara: {some}alla (asked: all), eller "
        "okänt (asked: unknown, som nu)"
    )


def asks_alike(one: Unasked, first: Unasked) -> str:
    """The same of a question with the blanks of one that has been asked about."""
    return (
        f"{QUESTION} {one.answered} av {one.responses} har svarat, och den är tom hos "
        f"samma som {first.question}: svara som där"
    )


def problems(
    found: Mapping[str, Unasked],
    book: Codebook,
    written: Codebook,
    absent: Collection[str] = (),
) -> Iterator[Problem]:
    """What `check` and the log tell of the questions found, those with the same blanks
    together; but of those `absent` from the exports, and those that somebody has seen
    with `asked: unknown` in survey.yml (`written`)."""
    asks = [q.id for q in written.questions if q.asked is None or q.seen is None]
    found = {id: one for id, one in found.items() if id in asks}
    for first, *alike in in_blocks(found):
        if first.question in absent:
            continue
        beside = f" (så även {', '.join(one.question for one in alike)})"
        yield Problem(
            f"Frågan {first.question}{beside if alike else ''}: det är inte känt vilka "
            f"som fick den. {evidence(first, book)}",
            "Ange asked_if, asked: all eller asked: unknown. Till dess säger rapporten "
            "att det är okänt.",
            file=FILE,
        )


def evidence(one: Unasked, book: Codebook) -> str:
    """What speaks for routing, and what against it.

    >>> evidence(Unasked("a", 8, 40, broken_off=2), Codebook.model_construct(questions=[]))
    '8 av 40 har svarat (2 hade slutat svara före frågan). Inget tidigare svar förklarar vilka.'
    """  # noqa: E501
    ended = one.broken_off
    off = f" ({ended} hade slutat svara före frågan)" if ended else ""
    sentences = [f"{one.answered} av {one.responses} har svarat{off}."]
    sentences += [_follows(route, book) for route in one.routes]
    if not one.routes:
        same = f", men den är tom hos samma som {one.alike[0]}" if one.alike else ""
        sentences.append(f"Inget tidigare svar förklarar vilka{same}.")
    return " ".join(sentences)


def _follows(route: Route, book: Codebook) -> str:
    whom = led_by(route.asked_if, book)
    if route.is_clear:
        return (
            f"Den är besvarad av {route.led} av {route.inside} som svarat {whom}, och "
            f"av {route.stray} av {route.outside} andra."
        )
    return (
        f"Den är besvarad av {route.stray} av {route.outside} som inte svarat {whom}, "
        f"men bara av {route.led} av {route.inside} som gjort det."
    )


def led_by(asked_if: Mapping[str, Sequence[str]], book: Codebook) -> str:
    """ "”Ja” på q3", "mer än noll på q4", and so on of all that are needed."""
    return " och ".join(
        f"{_answers(id, answers, book)} på {id}" for id, answers in asked_if.items()
    )


def _answers(id: str, answers: Sequence[str], book: Codebook) -> str:
    if list(answers) == [OVER_ZERO]:
        return "mer än noll"
    rest = [one for one in book.question(id).all_options if one not in answers]
    fewer = 0 < len(rest) < len(answers) and len(answers) > MOST_OPTIONS
    shown = rest if fewer else list(answers)
    listed = [f"”{_short(one)}”" for one in shown[:MOST_OPTIONS]]
    more = len(shown) - MOST_OPTIONS
    options_listed = " eller ".join([*listed, *([f"{more} till"] if more > 0 else [])])
    return f"annat än {options_listed}" if fewer else options_listed


def _short(option: str) -> str:
    folded = fold(option)
    return folded if len(folded) <= LONGEST else folded[: LONGEST - 1] + "…"


def as_written(route: Route) -> str:
    """As survey.yml has it.

    >>> as_written(Route({"q3": ("Ja",)}, 9, 9, 9, 0))
    'asked_if: {q3: ["Ja"]}'
    """
    texts = (
        f"{id}: {json.dumps(list(answers), ensure_ascii=False)}"
        for id, answers in route.asked_if.items()
    )
    return f"asked_if: {{{', '.join(texts)}}}"
