"""Findings of tables in Swedish: the title of a picture, the heading of a chapter.

`say` gives a clause that begins with a capital and has no full stop; `brief` the same
without its numbers, for a heading. None says nothing.

Long: every sentence stands with the words for all its places, to be translated.
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
    Ranking,
    UpperHalf,
)
from helpers.presentation.findings.values import FEWEST_RANKED, first_ones
from helpers.presentation.locale import in_swedish, message, phrase
from helpers.presentation.nouns import (
    Noun,
    counted,
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
from helpers.presentation.swedish import number, per_cent, percent_words
from helpers.survey.codebook import Codebook

FORM = Noun(message("form"), message("former"), message("formerna"))
OPTION = Noun(
    message("svarsalternativ"),
    message("svarsalternativ"),
    message("svarsalternativen"),
    neuter=True,
)
ITEM = Noun(message("fråga"), message("frågor"), message("frågorna"))


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
        return phrase("ingen av {answered}", answered=number(one.answered))
    if one.count == one.answered:
        return (
            phrase("alla {answered}", answered=number(one.answered))
            if one.answered > 1
            else phrase("1 av 1")
        )
    if few:
        return out_of(one.count, one.answered)
    return about_percent(one.share, coarse=one.coarse)


def about_percent(share: float, *, coarse: bool) -> str:
    """ "62 procent", or "ungefär 60 procent" where it is rounded to more than one."""
    sentence = percent_words(share)
    return phrase("ungefär {share}", share=sentence) if coarse else sentence


def together(rows: Sequence[Measure], codebook: Codebook) -> str:
    """Several shares: "48 respektive 41 procent", "12 procent vardera"."""
    sentences = [share(one, codebook) for one in rows]
    if len(set(sentences)) == 1:
        return phrase("{words} vardera", words=sentences[0])
    sign = per_cent()
    if all(words.endswith(sign) for words in sentences):
        sentences = [words.removesuffix(sign) for words in sentences[:-1]] + sentences[
            -1:
        ]
    return phrase(
        "{words} respektive {words_2}",
        words=", ".join(sentences[:-1]),
        words_2=sentences[-1],
    )


def noun_of(codebook: Codebook, column: str) -> Noun:
    """What the values of a column are called."""
    known = {
        "challenge": doing(codebook).area,
        "form": FORM.spoken,
        "option": OPTION.spoken,
        "item": ITEM.spoken,
    }
    return known.get(column) or groups(codebook)


def _named(one: Measure, by: str, codebook: Codebook) -> str:
    return quoted(one.label) if by == "option" else small(one.label, codebook)


def small(label: str, codebook: Codebook) -> str:
    """A label inside a sentence, with a small letter where that is safe; in quotation
    marks where the sentence is in another language than Swedish."""
    if not in_swedish():
        return quoted(label)
    return in_sentence(label, codebook.language)


def all_of(count: int, noun: Noun) -> str:
    """ "alla fem frågor", "båda frågorna"."""
    if count == 2:
        return phrase("båda {the_many}", the_many=noun.the_many, many=noun.many)
    return phrase("alla {count} {many}", count=word(count), many=noun.many)


def within(by: str) -> str:
    if by == "challenge":
        return phrase("inom")
    near = by in ("group", "form", "item")
    return phrase("i", context="grupp eller form") if near else phrase("för")


# --- rankings ------------------------------------------------------------------------


@say.register
def _ranking(finding: Ranking, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    return commonest(finding, codebook)


def commonest(finding: Ranking, codebook: Codebook, *, single: str = "") -> str:
    """A ranking in words; `single` begins it where one is commonest of all."""
    sentences = []
    if finding.none is not None:
        sentences.append(_answers(finding.none, finding.by, codebook))
    if finding.other is not None and finding.other_leads:
        sentences.append(_answers(finding.other, finding.by, codebook))
    if leaders := _leaders(finding, codebook, single):
        sentences.append(leaders)
    if finding.other is not None and not finding.other_leads:
        sentences.append(_answers(finding.other, finding.by, codebook))
    if finding.unsure is not None:
        sentences.append(_answers(finding.unsure, finding.by, codebook))
    return upper_first("; ".join([*sentences[:1], *map(lower_first, sentences[1:])]))


def _answers(one: Measure, by: str, codebook: Codebook) -> str:
    return phrase(
        "{share} svarar {named}",
        share=share(one, codebook),
        named=_named(one, by, codebook),
    )


def _leaders(finding: Ranking, codebook: Codebook, single: str) -> str:
    """What is commonest, the largest first."""
    leaders = finding.leaders
    beside = finding.none is not None or finding.other_leads
    if finding.nobody and leaders:
        return "" if beside else phrase("Inget av svarsalternativen har valts")
    if not leaders:
        return ""
    names = _all_named(leaders, finding, codebook)
    if finding.alone:
        return phrase(
            "{share} har svarat {words}",
            share=share(leaders[0], codebook),
            words=names[0],
        )
    most = _most(finding)
    if len(leaders) == 1:
        plain = not finding.partial and finding.none is None
        most = single if single and plain else most
        sentence = phrase(
            "{most} är {words} ({share})",
            most=most,
            words=names[0],
            share=share(leaders[0], codebook),
        )
        after = finding.following
        if after is None or not after.count:
            return sentence
        [name] = _all_named([after], finding, codebook)
        return phrase(
            "{told}, följt av {name} ({share})",
            told=sentence,
            name=name,
            share=share(after, codebook),
        )
    if _are_few(finding):
        return _each_counted(finding, codebook)
    if len(leaders) <= 3 and finding.alike:
        return phrase(
            "{alike} ({together})",
            alike=_alike(names, finding),
            together=together(leaders, codebook),
        )
    if len(leaders) <= 3:
        return phrase(
            "{most} är {words} ({together})",
            n=len(names),
            most=most,
            words=listed(names),
            together=together(leaders, codebook),
        )
    near = phrase("Flera av de andra svaren") if beside else phrase("Flera svar")
    if not _are_near(leaders):
        near = phrase("Inget av de andra svaren") if beside else phrase("Inget svar")
        return phrase(
            "{near} är säkert vanligast; främst anges {words} och {words_2} "
            "({together})",
            near=near,
            words=names[0],
            words_2=names[1],
            together=together(leaders[:2], codebook),
        )
    return phrase(
        "{near} är ungefär lika vanliga, främst {words} och {words_2} ({together})",
        near=near,
        words=names[0],
        words_2=names[1],
        together=together(leaders[:2], codebook),
    )


def _are_few(finding: Ranking) -> bool:
    """Whether there are several leaders only since the answers are too few to rank."""
    leaders = finding.leaders
    return len(leaders) > 1 and leaders[0].answered < FEWEST_RANKED


def _each_counted(finding: Ranking, codebook: Codebook) -> str:
    """ "4 av 7 anger tid och 3 av 7 anger ekonomi": few answers, and nobody's order."""
    given = [one for one in finding.leaders if one.count]
    some = first_ones(given, 3, lambda one: one.share)
    if not some:
        return phrase("De få svaren är spridda")
    names = _all_named(some, finding, codebook)
    return listed(
        [
            phrase("{share} anger {named}", share=share(one, codebook), named=name)
            for one, name in zip(some, names, strict=True)
        ]
    )


NEAR = 0.1
"""Shares further apart are not called alike, though chance may part them."""


def _are_near(leaders: Sequence[Measure]) -> bool:
    return leaders[0].share - leaders[-1].share <= NEAR


def _alike(names: Sequence[str], finding: Ranking) -> str:
    """All that there is to choose between, where none is surely the commonest."""
    if _are_near(finding.leaders):
        return phrase("{names} är ungefär lika vanliga", names=listed(names))
    if len(names) == 2:
        return phrase(
            "skillnaden mellan {names} är inte statistiskt säkerställd",
            names=listed(names),
        )
    return phrase(
        "skillnaderna mellan {names} är inte statistiskt säkerställda",
        names=listed(names),
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
    most = (
        phrase("Vanligast av det som redovisas")
        if finding.partial
        else phrase("Vanligast")
    )
    beside = finding.none is not None or finding.other_leads
    return phrase("{most} i övrigt", most=most) if beside else most


def _whom(one: Measure, by: str, codebook: Codebook) -> str:
    """ "Drygt var tredje verksamhet svarar ”Vet ej”"; a few in numbers."""
    if one.answered < codebook.disclosure.percent_from:
        return _answers(one, by, codebook)
    whom = lower_first(fraction(one.share, respondents(codebook)))
    return phrase("{whom} svarar {label}", whom=whom, label=quoted(one.label))


@brief.register
def _ranking_in_brief(finding: Ranking, codebook: Codebook) -> str:
    if finding.none is not None:
        return _whom(finding.none, finding.by, codebook)
    names = _all_named(finding.leaders, finding, codebook)
    if finding.nobody or finding.alone or not names:
        return say(finding, codebook)
    if finding.other is not None and finding.other_leads:
        return _whom(finding.other, finding.by, codebook)
    if _are_few(finding):
        return say(finding, codebook)
    if len(names) <= 3 and finding.alike:
        return _alike(names, finding)
    if len(names) <= 3:
        return phrase(
            "{most} är {names}",
            n=len(names),
            most=lower_first(_most(finding)),
            names=listed(names),
        )
    return phrase(
        "{names} och {names_2} anges oftast", names=names[0], names_2=names[1]
    )


@say.register
def _majority(finding: Majority, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    top, noun = finding.top, respondents(codebook)
    if top.count == top.answered:
        return phrase(
            "Alla {answered} svarande svarar {label}",
            answered=number(top.answered),
            label=quoted(top.label),
        )
    sentence = phrase(
        "{fraction} svarar {label} ({share})",
        fraction=upper_first(fraction(top.share, noun)),
        label=quoted(top.label),
        share=share(top, codebook),
    )
    if finding.unsure is None:
        return sentence
    return f"{sentence}; {_answers(finding.unsure, finding.by, codebook)}"


@say.register
def _upper_half(
    finding: UpperHalf, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    sentence = listed([quoted(option) for option in finding.options], "eller")
    names, most = finding.first
    highest = about_percent(most, coarse=finding.coarse)
    if finding.last is None:
        whom = respondents(codebook).the_many
        return phrase(
            "{highest} av {whom} svarar {words}",
            highest=upper_first(highest),
            whom=whom,
            words=sentence,
        )
    least_names, least = finding.last
    if round(most, 2) == round(least, 2):
        return phrase(
            "{highest} svarar {words} i alla delar",
            highest=upper_first(highest),
            words=sentence,
        )
    seen = phrase(", av det som redovisas,") if finding.partial else ""
    lowest = about_percent(least, coarse=finding.coarse)
    return phrase(
        "Andelen som svarar {words} går{seen} från {lowest} om {least_name} till "
        "{highest} om {name}",
        words=sentence,
        seen=seen,
        lowest=lowest,
        least_name=_some(least_names, codebook),
        highest=highest,
        name=_some(names, codebook),
    )


def _some(names: Sequence[str], codebook: Codebook) -> str:
    """The first of equals, and how many more there are."""
    some = [small(name, codebook) for name in names[:MOST_EQUAL]]
    if (more := len(names) - len(some)) > 0:
        some.append(phrase("{more} till", more=word(more)))
    return listed(some)


MOST_EQUAL = 3


@say.register
def _combined(finding: Combined, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    if finding.nobody:
        return phrase("Ingen svarande har uppgett någon av formerna")
    every = phrase("alla {of}", of=word(finding.of))
    sentences = []
    if finding.top is not None:
        names = [small(label, codebook) for label in finding.parts]
        what = listed(names)
        if len(names) == 1:
            what = phrase("enbart {what}", what=what)
        if len(names) == finding.of > 1:
            what = every
        most = (
            phrase("Vanligast av det som redovisas")
            if finding.partial
            else phrase("Vanligast")
        )
        if finding.none is not None:
            sentences.append(
                phrase(
                    "{share} uppger ingen av formerna",
                    share=share(finding.none, codebook),
                )
            )
            most = phrase("{most} bland övriga", most=lower_first(most))
        sentences.append(
            phrase(
                "{most} är {what} ({share})",
                most=most,
                what=what,
                share=share(finding.top, codebook),
            )
        )
    if finding.every is not None:
        many = counted(int(finding.every.count), respondents(codebook))
        sentences.append(phrase("{many} gör {every}", many=many, every=every))
    return upper_first("; ".join(sentences)) or phrase(
        "Flera kombinationer är lika vanliga"
    )
