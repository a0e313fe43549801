"""Findings of differences in Swedish: of groups, of waves, against the whole."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.presentation.findings import (
    Against,
    Changes,
    Measure,
    Peak,
    Presence,
    ShareOf,
    Spread,
    Spreading,
)
from helpers.presentation.nouns import (
    Noun,
    counted,
    counted_of,
    doing,
    each,
    groups,
    listed,
    lower_first,
    quoted,
    the_group,
    upper_first,
    word,
)
from helpers.presentation.prose.tables import (
    PERCENT,
    Voice,
    noun_of,
    say,
    share,
    within,
)
from helpers.presentation.swedish import number, percent_words, points
from helpers.survey.codebook import Codebook

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
