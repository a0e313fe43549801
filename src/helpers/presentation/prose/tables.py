"""Findings of tables in Swedish: the title of a picture, the heading of a chapter.

`say` gives a clause that begins with a capital and has no full stop; `brief` the same
without its numbers, for a heading. None says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from functools import singledispatch

from helpers.core.wording import in_sentence
from helpers.presentation.findings import (
    Combined,
    Majority,
    Measure,
    Prevailing,
    Ranking,
    UpperHalf,
)
from helpers.presentation.nouns import (
    Noun,
    counted,
    counted_of,
    doing,
    fraction,
    groups,
    listed,
    lower_first,
    out_of,
    quoted,
    respondents,
    upper_first,
    word,
)
from helpers.presentation.swedish import NBSP, number, percent_words
from helpers.survey.codebook import Codebook

PERCENT = f"{NBSP}procent"


class Voice(Enum):
    """How much is told: SHORT leaves out what a page has said already."""

    FULL = auto()
    SHORT = auto()


@singledispatch
def say(finding: object, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    """The finding as a clause; an empty string for None."""
    if finding is None:
        return ""
    raise TypeError(f"There are no words for {type(finding).__name__}.")


@singledispatch
def brief(finding: object, codebook: Codebook) -> str:
    """The finding without its numbers; an empty string where nothing is left."""
    return ""


# --- words for one number ------------------------------------------------------------


def share(one: Measure, codebook: Codebook) -> str:
    """ "62 procent", "3 av 7", "ingen av 12" or "alla 12"."""
    few = one.answered < codebook.disclosure.percent_from or one.share != one.share
    if few and one.count == 0:
        return f"ingen av {number(one.answered)}"
    if one.count == one.answered:
        return f"alla {number(one.answered)}" if one.answered > 1 else "1 av 1"
    if few:
        return out_of(one.count, one.answered)
    return about_percent(one.share, coarse=one.coarse)


def about_percent(share: float, *, coarse: bool) -> str:
    """ "62 procent", or "ungefär 60 procent" where it is rounded to more than one."""
    return f"{'ungefär ' if coarse else ''}{percent_words(share)}"


def together(rows: Sequence[Measure], codebook: Codebook) -> str:
    """Several shares: "48 respektive 41 procent", "12 procent vardera"."""
    said = [share(one, codebook) for one in rows]
    if len(set(said)) == 1:
        return f"{said[0]} vardera"
    if all(words.endswith(PERCENT) for words in said):
        said = [words.removesuffix(PERCENT) for words in said[:-1]] + said[-1:]
    return f"{', '.join(said[:-1])} respektive {said[-1]}"


def noun_of(codebook: Codebook, column: str) -> Noun:
    """What the values of a column are called."""
    known = {
        "challenge": doing(codebook).area,
        "form": Noun("form", "former", "formerna"),
        "option": Noun("svarsalternativ", "svarsalternativ", "svarsalternativen", True),
        "item": Noun("fråga", "frågor", "frågorna"),
    }
    return known.get(column) or groups(codebook)


def _named(one: Measure, by: str, codebook: Codebook) -> str:
    return quoted(one.label) if by == "option" else small(one.label, codebook)


def small(label: str, codebook: Codebook) -> str:
    """A label inside a sentence, with a small letter where that is safe."""
    return in_sentence(label, codebook.language)


def all_of(count: int, noun: Noun) -> str:
    """ "alla fem frågor", "båda frågorna"."""
    if count == 2:
        return f"båda {noun.the_many}"
    return f"alla {word(count)} {noun.many}"


def within(by: str) -> str:
    near = {"challenge": "inom", "group": "i", "form": "i", "item": "i"}
    return near.get(by, "för")


# --- rankings ------------------------------------------------------------------------


@say.register
def _ranking(finding: Ranking, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    return commonest(finding, codebook)


def commonest(
    finding: Ranking, codebook: Codebook, *, single: str = "Vanligast"
) -> str:
    """A ranking in words; `single` begins it where one is commonest of all."""
    said = []
    if finding.none is not None:
        said.append(_answers(finding.none, finding.by, codebook))
    if leaders := _leaders(finding, codebook, single):
        said.append(leaders)
    if finding.unsure is not None:
        said.append(_answers(finding.unsure, finding.by, codebook))
    return upper_first("; ".join([*said[:1], *map(lower_first, said[1:])]))


def _answers(one: Measure, by: str, codebook: Codebook) -> str:
    return f"{share(one, codebook)} svarar {_named(one, by, codebook)}"


def _leaders(finding: Ranking, codebook: Codebook, single: str) -> str:
    """What is commonest, the largest first."""
    leaders, beside = finding.leaders, finding.none is not None
    if finding.nobody and leaders:
        return "" if beside else "Inget av svarsalternativen har valts"
    if not leaders:
        return ""
    said = _all_named(leaders, finding, codebook)
    if finding.alone:
        return f"{share(leaders[0], codebook)} har svarat {said[0]}"
    most = _most(finding)
    if len(leaders) == 1:
        most = single if most == "Vanligast" else most
        told = f"{most} är {said[0]} ({share(leaders[0], codebook)})"
        after = finding.following
        if after is None or not after.count:
            return told
        [name] = _all_named([after], finding, codebook)
        return f"{told}, följt av {name} ({share(after, codebook)})"
    if len(leaders) <= 3:
        return f"{most} är {listed(said)} ({together(leaders, codebook)})"
    near = "Flera av de andra svaren" if beside else "Flera svar"
    return (
        f"{near} är ungefär lika vanliga, främst {said[0]} och {said[1]} "
        f"({together(leaders[:2], codebook)})"
    )


def _all_named(
    some: Sequence[Measure], finding: Ranking, codebook: Codebook
) -> list[str]:
    """Their names, without quotation marks where all that is ranked are a few words of
    Swedish each: "barn och unga", but "”Ja, regelbundet”"."""
    ranked = [*finding.leaders, *([finding.following] if finding.following else [])]
    plain = finding.several and all(
        len(one.label.split()) <= FEW_WORDS
        and one.label[:1].isalpha()
        and not set(one.label) & set(",;:.?!")
        and small(one.label, codebook)[:1].islower()
        for one in ranked
    )
    by = "" if plain else finding.by
    return [_named(one, by, codebook) for one in some]


FEW_WORDS = 3


def _most(finding: Ranking) -> str:
    # A suppressed number may be larger than those that can be seen.
    most = "Vanligast av det som redovisas" if finding.partial else "Vanligast"
    return f"{most} i övrigt" if finding.none is not None else most


@brief.register
def _ranking_in_brief(finding: Ranking, codebook: Codebook) -> str:
    if finding.none is not None:
        few = finding.none.answered < codebook.disclosure.percent_from
        if few:
            return _answers(finding.none, finding.by, codebook)
        whom = fraction(finding.none.share, respondents(codebook))
        return f"{lower_first(whom)} svarar {quoted(finding.none.label)}"
    names = _all_named(finding.leaders, finding, codebook)
    if finding.nobody or finding.alone or not names:
        return say(finding, codebook)
    if len(names) <= 3:
        return f"{lower_first(_most(finding))} är {listed(names)}"
    return f"{names[0]} och {names[1]} anges oftast"


@say.register
def _majority(finding: Majority, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    top, noun = finding.top, respondents(codebook)
    if top.count == top.answered:
        return f"Alla {number(top.answered)} svarande svarar {quoted(top.label)}"
    said = (
        f"{upper_first(fraction(top.share, noun))} svarar "
        f"{quoted(top.label)} ({share(top, codebook)})"
    )
    if finding.unsure is None:
        return said
    return f"{said}; {_answers(finding.unsure, finding.by, codebook)}"


@say.register
def _prevailing(
    finding: Prevailing, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    noun = noun_of(codebook, finding.rows)
    if finding.of_challenges:
        noun = doing(codebook).area
    if not finding.label or 2 * finding.leads < finding.seen:
        # In so few rows it is not what the table shows.
        return f"Så fördelar sig svaren mellan {noun.the_many}"
    shown = "" if finding.seen == finding.of else " där det går att se"
    where = (
        f"{all_of(finding.seen, noun)}{shown}"
        if finding.leads == finding.seen
        else f"{counted_of(finding.leads, finding.seen)} {noun.many}{shown}"
    )
    said = quoted(finding.label) if finding.by == "option" else finding.label
    told = f"{said} är vanligast {within(finding.rows)} {where}"
    if finding.sure == finding.leads:
        return told
    if not finding.sure:
        return f"{told}, men utan statistiskt säkerställd skillnad"
    return f"{told}, i {word(finding.sure)} av dem statistiskt säkerställt"


@say.register
def _upper_half(
    finding: UpperHalf, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    said = listed([quoted(option) for option in finding.options], "eller")
    name, most = finding.first
    highest = about_percent(most, coarse=finding.coarse)
    if finding.last is None:
        whom = respondents(codebook).the_many
        return f"{upper_first(highest)} av {whom} svarar {said}"
    least_name, least = finding.last
    if round(most, 2) == round(least, 2):
        return f"{upper_first(highest)} svarar {said} i alla delar"
    seen = ", av det som redovisas," if finding.partial else ""
    lowest = about_percent(least, coarse=finding.coarse)
    return (
        f"Andelen som svarar {said} går{seen} från {lowest} om "
        f"{small(least_name, codebook)} till {highest} om "
        f"{small(name, codebook)}"
    )


@say.register
def _combined(finding: Combined, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    if finding.nobody:
        return "Ingen svarande har uppgett någon av formerna"
    every = f"alla {word(finding.of)}"
    said = []
    if finding.top is not None:
        names = [small(label, codebook) for label in finding.parts]
        what = f"{'enbart ' if len(names) == 1 else ''}{listed(names)}"
        if len(names) == finding.of > 1:
            what = every
        most = "Vanligast av det som redovisas" if finding.partial else "Vanligast"
        if finding.none is not None:
            said.append(f"{share(finding.none, codebook)} uppger ingen av formerna")
            most = f"{lower_first(most)} bland övriga"
        said.append(f"{most} är {what} ({share(finding.top, codebook)})")
    if finding.every is not None:
        many = counted(int(finding.every.count), respondents(codebook))
        said.append(f"{many} gör {every}")
    return upper_first("; ".join(said)) or "Flera kombinationer är lika vanliga"
