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
from helpers.presentation.locale import in_swedish, message, phrase
from helpers.presentation.nouns import (
    Noun,
    called,
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
    Voice,
    noun_of,
    say,
    share,
    within,
)
from helpers.presentation.swedish import number, per_cent, percent_words, points, signed
from helpers.survey.codebook import Codebook

# --- differences ---------------------------------------------------------------------


@say.register
def _spreading(
    finding: Spreading, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    noun, by = noun_of(codebook, finding.by), finding.by
    if finding.kind is Spread.NOBODY:
        return phrase(
            "Ingen svarande i någon av {the_many} har uppgett detta",
            the_many=noun.the_many,
        )
    low, high = finding.low, finding.high
    if low is None or high is None:
        raise ValueError(f"A spread of kind {finding.kind.name} needs both its ends.")
    if finding.kind is Spread.ONE:
        return f"{low.label}: {share(low, codebook)}"
    if finding.kind is Spread.FEW:
        return phrase(
            "Få svar i varje {one}: från {share} till {share_2}",
            one=noun.one,
            share=share(low, codebook),
            share_2=share(high, codebook),
        )
    what = _share_of(finding.what, codebook)
    those = (
        noun.the_many
        if finding.whole
        else phrase("de {many} som kan jämföras", many=noun.many)
    )
    if finding.kind is Spread.EQUAL:
        return phrase(
            "{what} är lika stor i {those} ({share})",
            what=what,
            those=those,
            share=share(low, codebook),
        )
    named = phrase(
        "från {share} ({those_at}) till {share_2} ({those_at_2})",
        share=percent_words(low.share),
        those_at=_those_at(finding.at_low, by, codebook),
        share_2=percent_words(high.share),
        those_at_2=_those_at(finding.at_high, by, codebook),
    )
    if finding.kind is Spread.OF_ANSWERS:
        # A small group is drawn too, and its bar may be longer than the longest told.
        few = word(codebook.disclosure.percent_from)
        whom = phrase("{many} med minst {few} svarande", many=noun.many, few=few)
        among = whom if finding.small else phrase("de svarande")
        return phrase(
            "Bland {among} varierar {what} {named}",
            among=among,
            what=lower_first(what),
            named=named,
        )
    if finding.kind is Spread.ENDS:
        return phrase(
            "{what} skiljer sig mellan {those}: {named}",
            what=what,
            those=those,
            named=named,
        )
    if finding.kind is Spread.EXAMPLE:
        one, other = [_in_sentence(end, by, codebook) for end in (high, low)]
        return phrase(
            "{what} skiljer sig mellan {those}: till exempel {share} ({one}) mot "
            "{share_2} ({other})",
            what=what,
            those=those,
            share=percent_words(high.share),
            one=one,
            share_2=percent_words(low.share),
            other=other,
        )
    bare = percent_words(low.share)
    bare = bare.removesuffix(per_cent()) if in_swedish() else bare
    span = phrase(
        "från {bare} till {share}", bare=bare, share=percent_words(high.share)
    )
    among = "" if finding.whole else phrase(" bland {those}", those=those)
    return phrase(
        "{what} varierar{among} {span}; med så få svar per {one} går det inte "
        "att säga säkert vilka som skiljer sig",
        what=what,
        among=among,
        span=span,
        one=noun.one,
    )


def _those_at(ends: Sequence[Measure], by: str, codebook: Codebook) -> str:
    """Who has the percentage of an end: all who share it, or how many they are."""
    if len(ends) > 2:
        many = noun_of(codebook, by).many
        return phrase("{count} {many}", count=word(len(ends)), many=many)
    return listed([_in_sentence(one, by, codebook) for one in ends])


def _in_sentence(one: Measure, by: str, codebook: Codebook) -> str:
    """A label inside a sentence, in quotes where it says little by itself."""
    return the_group(codebook, one.label) if by == "group" else called(one.label)


def _share_of(what: ShareOf, codebook: Codebook) -> str:
    if what.collaborating:
        does = doing(codebook)
        inside = _inside(what, does.area) if does.area.neuter else ""
        return phrase("Andelen som {verb}{inside}", verb=does.verb, inside=inside)
    return (
        phrase("Andelen som svarar {option}", option=quoted(what.option))
        if what.option
        else phrase("Andelen")
    )


def _inside(what: ShareOf, area: Noun) -> str:
    """Within which areas: to work at all says nothing."""
    if what.by == "challenge":
        return phrase(" inom ett {one}", one=area.one)
    if what.inside is None:
        return ""
    if not what.inside:
        return phrase(" inom minst ett av {the_many}", the_many=area.the_many)
    return phrase(" inom {inside}", inside=quoted(what.inside))


@say.register
def _presence(finding: Presence, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    noun, other = noun_of(codebook, finding.rows), noun_of(codebook, finding.by)
    throughout = phrase(
        "{does} {within} {each} av {the_many}",
        does=_does(_SOMEBODY, finding, codebook),
        within=within(finding.by),
        each=each(neuter=other.neuter),
        the_many=other.the_many,
    )
    if len(finding.everywhere) == len(finding.named):
        sentence = phrase(
            "I alla {many} {throughout}", many=noun.many, throughout=throughout
        )
    elif finding.empty:
        # A suppressed cell may be one more.
        least = phrase("minst ") if finding.suppressed else ""
        many = counted_of(len(finding.empty), finding.answered)
        sentence = phrase(
            "I {least}{many} kombinationer av {one} och {one_2} {does}",
            least=least,
            many=many,
            one=noun.one,
            one_2=other.one,
            does=_does(_NOBODY, finding, codebook),
        )
    elif finding.everywhere:
        some = phrase(
            "{everywhere} av {named}",
            everywhere=word(len(finding.everywhere)),
            named=word(len(finding.named)),
        )
        sentence = phrase(
            "I {some} {many} {throughout}",
            some=some,
            many=noun.many,
            throughout=throughout,
        )
    else:
        sentence = phrase(
            "Så fördelar sig svaren mellan {the_many}", the_many=noun.the_many
        )
    if finding.nonresponding:
        sentence += phrase(
            "; från {nonresponding} saknas svar",
            nonresponding=counted(len(finding.nonresponding), noun),
        )
    return sentence


@say.register
def _peak(finding: Peak, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    where = called(finding.row)
    if finding.rows == "group":
        where = the_group(codebook, finding.row)
    what = _in_sentence(finding.one, finding.by, codebook)
    base = phrase(
        "{share} av {answered}",
        share=share(finding.one, codebook),
        answered=number(finding.one.answered),
    )
    return phrase(
        "Störst andel bland de svarande: {what} i {where} ({base})",
        what=what,
        where=where,
        base=base,
    )


_SOMEBODY = (message("{verb} någon svarande"), message("uppger någon svarande detta"))
_NOBODY = (
    message("uppger ingen svarande att den {verb}"),
    message("uppger ingen svarande detta"),
)


def _does(who: tuple[str, str], finding: Presence, codebook: Codebook) -> str:
    """What someone does in a cell, in inverted order: "samverkar någon svarande", or
    "uppger någon svarande detta" where the rows are of any other question."""
    does, reports = who
    if finding.collaborating:
        return phrase(does, verb=doing(codebook).verb)
    return phrase(reports)


@say.register
def _changes(finding: Changes, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    return changed(finding, codebook)


def changed(
    finding: Changes, codebook: Codebook, *, what: str = "", whereof: str = ""
) -> str:
    """`what` is the share that has changed; `whereof` where nothing has, if nothing
    has: "i någon av utmaningarna"."""
    when, what = "", what or phrase("Andelen")
    if all(finding.waves):
        when = phrase(
            " mellan {waves} och {waves_2}",
            waves=finding.waves[0],
            waves_2=finding.waves[1],
        )
    if not finding.significant:
        of = phrase(" av {what}", what=lower_first(what)) if whereof else ""
        return phrase(
            "Ingen statistiskt säkerställd förändring{of}{whereof}{when}",
            of=of,
            whereof=whereof,
            when=when,
        )
    sentences = []
    near = within(finding.by)
    for verb, sign in ((phrase("ökat"), 1), (phrase("minskat"), -1)):
        part = [one for one in finding.significant if one.difference * sign > 0]
        names = listed([called(one.label) for one in part])
        size = (
            phrase(" med {difference}", difference=points(part[0].difference))
            if len(part) == 1
            else ""
        )
        if part:
            sentences.append(f"{verb} {near} {names}{size}")
    both = phrase(" och ").join(sentences)
    if not when:  # a heading, with the waves named before it
        return phrase("{what} har {words}", what=what, words=both)
    return phrase(
        "{what} har {words}{when} (bland dem i båda listorna)",
        what=what,
        words=both,
        when=when,
    )


@say.register
def _against(finding: Against, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    name = the_group(codebook, finding.group)
    who = upper_first(name)
    if finding.answered is not None:
        few = phrase("för få svar ({answered})", answered=number(finding.answered))
        return phrase("{who}: {few} för att jämföra i procent", who=who, few=few)
    if not finding.comparable:
        return phrase("Så svarade {name}, bredvid alla", name=name)
    others = phrase(
        "de andra {the_many}",
        the_many=groups(codebook).the_many,
        many=groups(codebook).many,
    )
    is_done = ""
    if finding.by == "challenge":
        does = doing(codebook)
        is_done = phrase("{noun} inom ", noun=upper_first(does.noun))
    sentences: list[str] = []
    sizes = {label: signed(size) for label, size in finding.sizes}
    for more, labels in (
        (phrase("vanligare"), finding.above),
        (phrase("ovanligare"), finding.below),
    ):
        if labels:
            what = listed([f"{quoted(label)} ({sizes[label]})" for label in labels])
            before = lower_first(is_done) if sentences else is_done
            sentences.append(
                phrase(
                    "{before}{what} är {more}",
                    n=1 if is_done else len(labels),
                    before=before,
                    what=what,
                    more=more,
                )
            )
    if sentences:
        return phrase(
            "{words} i {name} än i {others} (skillnad i procentenheter)",
            words=phrase(" och ").join(sentences),
            name=name,
            others=others,
        )
    return phrase(
        "{who} skiljer sig inte statistiskt säkerställt från {others}",
        who=who,
        others=others,
    )
