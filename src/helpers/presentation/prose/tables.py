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
    Against,
    Changes,
    Combined,
    Majority,
    Measure,
    Peak,
    Presence,
    Prevailing,
    Ranking,
    ShareOf,
    Spread,
    Spreading,
    UpperHalf,
)
from helpers.presentation.swedish import (
    NBSP,
    Noun,
    counted,
    counted_of,
    doing,
    each,
    fraction,
    groups,
    listed,
    lower_first,
    number,
    out_of,
    percent_words,
    points,
    quoted,
    respondents,
    the_group,
    upper_first,
    word,
)
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
    return out_of(one.count, one.answered) if few else percent_words(one.share)


def _together(rows: Sequence[Measure], codebook: Codebook) -> str:
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
    said = [_named(one, finding.by, codebook) for one in leaders]
    if not leaders:
        return ""
    if finding.alone:
        return f"{share(leaders[0], codebook)} har svarat {said[0]}"
    most = _most(finding)
    if len(leaders) == 1:
        most = single if most == "Vanligast" else most
        told = f"{most} är {said[0]} ({share(leaders[0], codebook)})"
        after = finding.following
        if after is None or not after.count:
            return told
        name = _named(after, finding.by, codebook)
        return f"{told}, följt av {name} ({share(after, codebook)})"
    if len(leaders) <= 3:
        return f"{most} är {listed(said)} ({_together(leaders, codebook)})"
    none = "Inget svar skiljer ut sig"
    none = "I övrigt skiljer inget svar ut sig" if beside else none
    return (
        f"{none}: {said[0]} och {said[1]} anges oftast "
        f"({_together(leaders[:2], codebook)})"
    )


def _most(finding: Ranking) -> str:
    # A suppressed number may be larger than those that can be seen.
    most = "Vanligast av det som redovisas" if finding.partial else "Vanligast"
    return f"{most} i övrigt" if finding.none is not None else most


@brief.register
def _ranking_in_brief(finding: Ranking, codebook: Codebook) -> str:
    if finding.none is not None:
        return _answers(finding.none, finding.by, codebook)
    names = [_named(one, finding.by, codebook) for one in finding.leaders]
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
    if finding.last is None:
        whom = respondents(codebook).the_many
        return f"{upper_first(percent_words(most))} av {whom} svarar {said}"
    least_name, least = finding.last
    if round(most, 2) == round(least, 2):
        return f"{upper_first(percent_words(most))} svarar {said} i alla delar"
    seen = ", av det som redovisas," if finding.partial else ""
    return (
        f"Andelen som svarar {said} går{seen} från {percent_words(least)} om "
        f"{small(least_name, codebook)} till {percent_words(most)} om "
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


# --- differences ---------------------------------------------------------------------


@say.register
def _spreading(
    finding: Spreading, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    noun, by = noun_of(codebook, finding.by), finding.by
    if finding.kind is Spread.NOBODY:
        return f"Ingen svarande i någon av {noun.the_many} har uppgett detta"
    low, high = finding.low, finding.high
    if low is None or high is None:
        raise ValueError(f"A spread of kind {finding.kind.name} needs both its ends.")
    if finding.kind is Spread.ONE:
        return f"{low.label}: {share(low, codebook)}"
    if finding.kind is Spread.FEW:
        return (
            f"Få svar i varje {noun.one}: från {share(low, codebook)} "
            f"till {share(high, codebook)}"
        )
    what = _share_of(finding.what, codebook)
    those = noun.the_many if finding.whole else f"de {noun.many} som kan jämföras"
    if finding.kind is Spread.EQUAL:
        return f"{what} är lika stor i {those} ({share(low, codebook)})"
    named = (
        f"från {percent_words(low.share)} ({_those_at(finding.at_low, by, codebook)}) "
        f"till {percent_words(high.share)} "
        f"({_those_at(finding.at_high, by, codebook)})"
    )
    if finding.kind is Spread.OF_ANSWERS:
        # A small group is drawn too, and its bar may be longer than the longest told.
        few = word(codebook.disclosure.percent_from)
        whom = f"{noun.many} med minst {few} svarande"
        among = whom if finding.small else "de svarande"
        return f"Bland {among} varierar {lower_first(what)} {named}"
    if finding.kind is Spread.ENDS:
        return f"{what} skiljer sig mellan {those}: {named}"
    if finding.kind is Spread.EXAMPLE:
        one, other = [_in_sentence(end, by, codebook) for end in (high, low)]
        return (
            f"{what} skiljer sig mellan {those}: till exempel "
            f"{percent_words(high.share)} ({one}) mot "
            f"{percent_words(low.share)} ({other})"
        )
    bare = percent_words(low.share).removesuffix(PERCENT)
    span = f"från {bare} till {percent_words(high.share)}"
    among = "" if finding.whole else f" bland {those}"
    return (
        f"{what} varierar{among} {span}; med så få svar per {noun.one} går det inte "
        "att säga säkert vilka som skiljer sig"
    )


def _those_at(ends: Sequence[Measure], by: str, codebook: Codebook) -> str:
    """Who has the percentage of an end: all who share it, or how many they are."""
    if len(ends) > 2:
        return f"{word(len(ends))} {noun_of(codebook, by).many}"
    return listed([_in_sentence(one, by, codebook) for one in ends])


def _in_sentence(one: Measure, by: str, codebook: Codebook) -> str:
    """A label inside a sentence, in quotes where it says little by itself."""
    return the_group(codebook, one.label) if by == "group" else one.label


def _share_of(what: ShareOf, codebook: Codebook) -> str:
    if what.collaborating:
        does = doing(codebook)
        inside = _inside(what, does.area) if does.area.neuter else ""
        return f"Andelen som {does.verb}{inside}"
    return f"Andelen som svarar {quoted(what.option)}" if what.option else "Andelen"


def _inside(what: ShareOf, area: Noun) -> str:
    """Within which areas: to work at all says nothing."""
    if what.by == "challenge":
        return f" inom ett {area.one}"
    if what.inside is None:
        return ""
    if not what.inside:
        return f" inom minst ett av {area.the_many}"
    return f" inom {quoted(what.inside)}"


@say.register
def _presence(finding: Presence, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    noun, other = noun_of(codebook, finding.rows), noun_of(codebook, finding.by)
    throughout = f"{_does('någon svarande', finding, codebook)} {within(finding.by)} "
    throughout += f"{each(neuter=other.neuter)} av {other.the_many}"
    if len(finding.everywhere) == len(finding.named):
        said = f"I alla {noun.many} {throughout}"
    elif finding.empty:
        # A suppressed cell may be one more.
        least = "minst " if finding.suppressed else ""
        many = counted_of(len(finding.empty), finding.answered)
        said = (
            f"I {least}{many} kombinationer av {noun.one} och {other.one} "
            f"{_does('ingen svarande', finding, codebook)}"
        )
    elif finding.everywhere:
        some = f"{word(len(finding.everywhere))} av {word(len(finding.named))}"
        said = f"I {some} {noun.many} {throughout}"
    else:
        said = f"Så fördelar sig svaren mellan {noun.the_many}"
    if finding.nonresponding:
        said += f"; från {counted(len(finding.nonresponding), noun)} saknas svar"
    return said


@say.register
def _peak(finding: Peak, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    where = finding.row
    if finding.rows == "group":
        where = the_group(codebook, finding.row)
    what = _in_sentence(finding.one, finding.by, codebook)
    base = f"{share(finding.one, codebook)} av {number(finding.one.answered)}"
    return f"Störst andel bland de svarande: {what} i {where} ({base})"


def _does(who: str, finding: Presence, codebook: Codebook) -> str:
    """What someone does in a cell, in inverted order: "samverkar någon svarande", or
    "uppger någon svarande detta" where the rows are of any other question."""
    if finding.collaborating:
        return f"{doing(codebook).verb} {who}"
    return f"uppger {who} detta"


@say.register
def _changes(finding: Changes, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    return changed(finding, codebook)


def changed(
    finding: Changes, codebook: Codebook, *, what: str = "Andelen", whereof: str = ""
) -> str:
    """`what` is the share that has changed; `whereof` where nothing has, if nothing
    has: "i någon av utmaningarna"."""
    when = ""
    if all(finding.waves):
        when = f" mellan {finding.waves[0]} och {finding.waves[1]}"
    if not finding.significant:
        of = f" av {lower_first(what)}" if whereof else ""
        return f"Ingen statistiskt säkerställd förändring{of}{whereof}{when}"
    said = []
    near = within(finding.by)
    for verb, sign in (("ökat", 1), ("minskat", -1)):
        part = [one for one in finding.significant if one.difference * sign > 0]
        names = listed([one.label for one in part])
        size = f" med {points(part[0].difference)}" if len(part) == 1 else ""
        if part:
            said.append(f"{verb} {near} {names}{size}")
    return f"{what} har {' och '.join(said)}{when}"


@say.register
def _against(finding: Against, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    name = the_group(codebook, finding.group)
    who = upper_first(name)
    if finding.answered is not None:
        few = f"för få svar ({number(finding.answered)})"
        return f"{who}: {few} för att jämföra i procent"
    if not finding.comparable:
        return f"Så svarade {name}, bredvid alla"
    others = f"de andra {groups(codebook).the_many}"
    is_done = ""
    if finding.by == "challenge":
        does = doing(codebook)
        is_done = f"{upper_first(does.noun)} inom "
    said: list[str] = []
    for more, labels in (
        ("vanligare", finding.above),
        ("ovanligare", finding.below),
    ):
        if labels:
            what = listed([quoted(label) for label in labels])
            before = lower_first(is_done) if said else is_done
            said.append(f"{before}{what} är {more}")
    if said:
        return f"{' och '.join(said)} i {name} än i {others}"
    return f"{who} skiljer sig inte statistiskt säkerställt från {others}"
