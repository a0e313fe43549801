"""The main findings in easy Swedish, by the advice of MTM (Myndigheten för tillgängliga
medier): short sentences, one thought in each, numbers as words.
"""

from __future__ import annotations

from collections.abc import Iterator

from helpers.presentation.findings.gaps import Gaps
from helpers.presentation.findings.headlines import Headline, Topic
from helpers.presentation.findings.response import Response
from helpers.presentation.findings.survey import Collaborating, ExtentChanges, UsedForms
from helpers.presentation.findings.values import Measure
from helpers.presentation.findings.wishes import Hindrances, MostWanted
from helpers.presentation.nouns import (
    doing,
    listed,
    quoted,
    respondents,
    the_group,
    word,
)
from helpers.presentation.prose.tables import small
from helpers.presentation.swedish import number
from helpers.survey.codebook import Codebook

TEN = 10


def tenths(share: float) -> int:
    """A share as so many of ten.

    >>> tenths(0.65), tenths(0.04)
    (7, 0)
    """
    return int(share * TEN + 0.5)


def of_ten(share: float) -> str:
    """
    >>> of_ten(0.65), of_ten(0.02), of_ten(0.99)
    ('Ungefär sju av tio', 'Nästan ingen', 'Nästan alla')
    """
    near = {0: "Nästan ingen", TEN: "Nästan alla"}
    return near.get(tenths(share), f"Ungefär {word(tenths(share))} av tio")


def what_was_asked(response: Response, codebook: Codebook) -> list[str]:
    """Who was asked, who answered, and what is not known for that reason."""
    noun = respondents(codebook)
    if response.asked is None:
        return [f"{number(response.answered)} {noun.many} har svarat på våra frågor."]
    nonrespondents = response.asked - response.answered
    sentences = [
        f"Vi har frågat {number(response.asked)} {noun.many}.",
        f"{number(response.answered)} av dem svarade.",
    ]
    if nonrespondents:
        sentences += [
            f"{number(nonrespondents)} svarade inte.",
            "Vi vet inte vad de hade sagt.",
        ]
    return sentences


def easy(one: Headline, codebook: Codebook) -> Iterator[tuple[list[str], int]]:
    """The findings of a headline as short sentences, each with the tenths that a row of
    dots shows (0: no dots). Findings without easy words are left out."""
    for found in one.findings:
        if isinstance(found, Collaborating):
            yield _extent(found, codebook)
        elif isinstance(found, UsedForms):
            yield _form(found, codebook)
        elif isinstance(found, ExtentChanges):
            yield _change(found), 0
        elif isinstance(found, Gaps) and found.unknown:
            yield _unknown(found, codebook), 0
        elif isinstance(found, Hindrances) and found.leads and not found.partial:
            yield _hindrance(found, codebook)
        elif isinstance(found, MostWanted) and len(found.leaders) == 1:
            yield _wish(found, codebook)


TOLD = (Topic.EXTENT, Topic.CHANGE, Topic.GAPS, Topic.HINDRANCES, Topic.WISHES)
"""The topics that have easy words."""


def _few(one: Measure, codebook: Codebook) -> bool:
    return one.answered < codebook.disclosure.percent_from or one.share != one.share


def _extent(found: Collaborating, codebook: Codebook) -> tuple[list[str], int]:
    one, does = found.measure, doing(codebook)
    sentences = []
    if does.verb == "samverkar":
        sentences.append("Att samverka är att göra något ihop.")
    if _few(one, codebook):
        count, base = int(one.count), int(one.answered)
        return [*sentences, f"{number(count)} av {number(base)} {does.verb}."], 0
    return [*sentences, f"{of_ten(one.share)} {does.verb}."], tenths(one.share)


def _form(found: UsedForms, codebook: Codebook) -> tuple[list[str], int]:
    top = found.ranking.top
    if top is None or len(found.ranking.leaders) > 1 or _few(top, codebook):
        return [], 0
    sentences = [
        f"Det vanligaste sättet är {small(top.label, codebook)}.",
        f"{of_ten(top.share)} gör så.",
    ]
    return sentences, tenths(top.share)


def _change(found: ExtentChanges) -> list[str]:
    wave = found.changes.waves[0]
    if found.changes.significant:
        return [f"Det har ändrats sedan {wave}."] if wave else []
    when = f" {wave}" if wave else " förra gången"
    # No sure change is not the same as no change.
    return [f"Vi frågade om samma sak{when}.", "Vi ser ingen säker skillnad nu."]


def _unknown(found: Gaps, codebook: Codebook) -> list[str]:
    names = listed([the_group(codebook, group) for group in found.unknown])
    return [f"Från {names} har vi inga svar.", "Där vet vi ingenting."]


def _hindrance(found: Hindrances, codebook: Codebook) -> tuple[list[str], int]:
    one = found.first
    if _few(one, codebook):
        return [], 0
    sentences = [
        f"Det vanligaste hindret är {small(one.label, codebook)}.",
        f"{of_ten(one.share)} säger det.",
    ]
    return sentences, tenths(one.share)


def _wish(found: MostWanted, codebook: Codebook) -> tuple[list[str], int]:
    [one] = found.leaders
    if _few(one, codebook):
        return [], 0
    sentences = [
        f"Flest vill göra mer inom {quoted(one.label)}.",
        f"{of_ten(one.share)} vill det.",
    ]
    return sentences, tenths(one.share)
