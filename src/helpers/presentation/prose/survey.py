"""Findings of a survey and of a challenge in Swedish, a sentence each.

Registered with `say`, which gives them without the last full stop; `sentence` sets it.

Long: every sentence stands with the words for all its places, to be translated.
"""

from __future__ import annotations

from collections.abc import Sequence

from helpers.presentation.findings import Measure
from helpers.presentation.findings.response import Response, ToRemind, Uncovered
from helpers.presentation.findings.survey import (
    Absence,
    Agreements,
    Collaborating,
    Concentration,
    Engaged,
    InForms,
    Leading,
    Named,
    UsedForms,
)
from helpers.presentation.findings.values import FEWEST_RANKED
from helpers.presentation.findings.waves import Switched
from helpers.presentation.locale import message, phrase
from helpers.presentation.nouns import (
    ORGANISATION,
    Noun,
    as_words,
    counted,
    doing,
    fraction,
    groups,
    listed,
    no,
    out_of,
    quoted,
    respondents,
    the_group,
    unnamed,
    upper_first,
    word,
)
from helpers.presentation.prose.caution import caution_note, implied_words
from helpers.presentation.prose.tables import (
    Voice,
    brief,
    commonest,
    say,
    share,
)
from helpers.presentation.swedish import (
    interval_in_prose,
    interval_words,
    number,
    percent_words,
)
from helpers.survey.codebook import Codebook

NAMED_TIE = Noun(
    message("namngivet samarbete"),
    message("namngivna samarbeten"),
    message("de namngivna samarbetena"),
    neuter=True,
)
VAGUE = 0.3
"""Of a wider interval only its ends are told."""


def sentence(finding: object, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    """A finding as a whole sentence; an empty string for None."""
    words = say(finding, codebook, voice)
    return f"{words}." if words else ""


def none_or(count: float) -> str:
    return number(count) if count else phrase("ingen", context="av flera")


@say.register
def _response(finding: Response, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    noun = respondents(codebook)
    if finding.asked is None:
        return phrase(
            "{answered} har svarat",
            n=finding.answered,
            answered=upper_first(counted(finding.answered, noun)),
        )
    rate = "" if finding.rate is None else f" ({percent_words(finding.rate)})"
    answered = number(finding.answered)
    return phrase(
        "{answered} av {asked} {many} svarade{rate}",
        answered=answered,
        asked=number(finding.asked),
        many=noun.many,
        rate=rate,
    )


@brief.register
def _response_in_brief(finding: Response, codebook: Codebook) -> str:
    noun = respondents(codebook)
    if finding.asked is None:
        return say(finding, codebook)
    return phrase(
        "{answered} av {asked} {many}",
        answered=number(finding.answered),
        asked=number(finding.asked),
        many=noun.many,
    )


@say.register
def _uncovered(
    finding: Uncovered, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    names = [the_group(codebook, group) for group in finding.groups]
    return phrase("Från {names} saknas svar", names=listed(names))


@say.register
def _missing(finding: ToRemind, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    sentences = [
        f"{the_group(codebook, group)} ({out_of(missing, of)})"
        for group, missing, of in finding.groups
    ]
    return phrase(
        "Flest svar saknas från {words}: påminn dem först", words=listed(sentences)
    )


# --- who collaborates ----------------------------------------------------------------


def share_sentence(
    one: Measure,
    predicate: str,
    codebook: Codebook,
    *,
    beside: str = "",
    where: str = "",
    voice: Voice = Voice.FULL,
) -> str:
    """A sentence on one number, finding first, then what it rests on, and `beside`;
    `where` narrows the units that the share is of ("i de förvaltningar som svarat").
    The SHORT voice says the percentage alone:

    "Drygt hälften av verksamheterna har ett skriftligt avtal: 53 procent (189 av 355
    svarande; 95-procentigt konfidensintervall 49 till 58 procent)"
    """
    noun = respondents(codebook)
    few = one.answered < codebook.disclosure.percent_from or one.share != one.share
    if few or one.count in (0, one.answered):
        return _counted_sentence(one, predicate, noun) + beside
    basis = phrase("{out_of} svarande", out_of=out_of(one.count, one.answered))
    vague = one.interval is not None and one.width > VAGUE
    if voice is Voice.SHORT and not vague:
        sentence = f"{upper_first(fraction(one.share, noun))}{where} {predicate}"
        return f"{sentence} ({percent_words(one.share)}{beside})"
    if one.interval and vague:
        return phrase(
            "{interval_words} av {the_many}{where} {predicate} ({basis}{beside})",
            interval_words=upper_first(interval_words(*one.interval)),
            the_many=noun.the_many,
            where=where,
            predicate=predicate,
            basis=basis,
            beside=beside,
        )
    if one.weighted:
        # A reader who divides the one by the other must not think it is a mistake.
        basis += phrase("; vägt efter {one}", one=groups(codebook).one)
    if one.interval:
        ends = interval_in_prose(*one.interval)
        basis += phrase("; 95-procentigt konfidensintervall {ends}", ends=ends)
    return (
        f"{upper_first(fraction(one.share, noun))}{where} {predicate}: "
        f"{percent_words(one.share)} ({basis}{beside})"
    )


def _counted_sentence(one: Measure, predicate: str, noun: Noun) -> str:
    """Few answers, none or all of them: only counts, never more than was seen."""
    if one.count == 0:
        none = phrase("Inget") if noun.neuter else phrase("Ingen")
        base = out_of(one.count, one.answered)
        return phrase(
            "{none} svarande {one} uppger att den {predicate} ({base})",
            none=none,
            one=noun.one,
            many=noun.many,
            predicate=predicate,
            base=base,
        )
    if one.count == one.answered:
        if one.answered == 1:
            first = upper_first(word(1, neuter=noun.neuter))
            return phrase(
                "{first} {one} har svarat, och den {predicate}",
                first=first,
                one=noun.one,
                predicate=predicate,
            )
        if one.answered == 2:
            return phrase(
                "Båda de svarande {the_many} {predicate}",
                the_many=noun.the_many,
                many=noun.many,
                predicate=predicate,
            )
        return phrase(
            "Alla {answered} svarande {many} {predicate}",
            answered=word(one.answered),
            many=noun.many,
            predicate=predicate,
        )
    some = upper_first(word(int(one.count), neuter=noun.neuter))
    return phrase(
        "{some} av {answered} svarande {many} {predicate}",
        n=one.count,
        some=some,
        answered=word(one.answered),
        many=noun.many,
        predicate=predicate,
    )


@say.register
def _collaborating(
    finding: Collaborating, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    beside = []
    # Where it is short, the frame has said both; of a challenge, what stands before.
    if voice is Voice.FULL and not finding.challenge:
        beside.append(implied_words(finding.implied, codebook))
        beside.append(caution_note(finding.caution, codebook))
    if finding.sure is not None and (voice is Voice.FULL or not finding.challenge):
        ends = interval_words(*finding.sure)
        beside.append(phrase("utan antagande om dem som inte svarat {ends}", ends=ends))
    short = voice is Voice.SHORT and finding.challenge  # the frame has said it
    some = finding.caution is not None and finding.caution.groups and not short
    return share_sentence(
        finding.measure,
        _does_within(finding, codebook),
        codebook,
        beside="".join(f"; {words}" for words in beside if words),
        where=phrase(" i de {many} som svarat", many=groups(codebook).many)
        if some
        else "",
        voice=voice,
    )


def _does_within(finding: Collaborating, codebook: Codebook) -> str:
    does = doing(codebook)
    if not finding.challenge:
        one = word(1, neuter=does.area.neuter)
        return phrase(
            "{verb} inom minst {one} av {the_many}",
            verb=does.verb,
            one=one,
            the_many=does.area.the_many,
        )
    return phrase(
        "{verb} inom {challenge}", verb=does.verb, challenge=quoted(finding.challenge)
    )


@brief.register
def _collaborating_in_brief(finding: Collaborating, codebook: Codebook) -> str:
    one, does = finding.measure, doing(codebook)
    where = phrase(" här") if finding.challenge else ""
    predicate = f"{does.verb}{where}" if where else _does_within(finding, codebook)
    few = one.answered < codebook.disclosure.percent_from or one.share != one.share
    noun = respondents(codebook)
    if few or one.count in (0, one.answered):
        return _counted_sentence(one, predicate, noun)
    if one.interval and one.width > VAGUE:
        ends = upper_first(interval_words(*one.interval))
        return phrase(
            "{ends} av {the_many} {predicate}",
            ends=ends,
            the_many=noun.the_many,
            predicate=predicate,
        )
    return f"{upper_first(fraction(one.share, noun))} {predicate}"


@say.register
def _engaged(finding: Engaged, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    found = finding.collaborating
    one, noun = found.measure, respondents(codebook)
    who = {0: phrase("ingen av"), one.answered: phrase("alla")}.get(
        int(one.count), phrase("{count} av", count=number(one.count))
    )
    sentence = (
        f"{who} {number(one.answered)} {noun.many} {_does_within(found, codebook)}"
    )
    if voice is Voice.SHORT:  # how many answered, and who did not, stands below
        return upper_first(sentence)
    beside = [
        implied_words(found.implied, codebook),
        caution_note(found.caution, codebook),
    ]
    inside = "; ".join(filter(None, beside))
    inside = f" ({inside})" if inside else ""
    return f"{say(finding.response, codebook)}; {sentence}{inside}"


@say.register
def _leading(finding: Leading, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    return phrase(
        "Flest {verb} inom {list_leaders}",
        n=len(finding.leaders),
        verb=doing(codebook).verb,
        list_leaders=list_leaders(finding.leaders, codebook),
    )


def list_leaders(leaders: Sequence[Measure], codebook: Codebook) -> str:
    """The largest and those not distinguishable from it, which is said; of few answers
    not what nobody gave."""
    if leaders[0].answered < FEWEST_RANKED:
        leaders = [one for one in leaders if one.count] or leaders
    sentences = [f"{quoted(one.label)} ({share(one, codebook)})" for one in leaders]
    if len(sentences) == 1:
        return sentences[0]
    differ = (
        phrase("skillnaden mellan dem är inte statistiskt säkerställd")
        if len(sentences) == 2
        else phrase(
            "skillnaderna mellan de {words} är inte statistiskt säkerställda",
            words=word(len(sentences)),
        )
    )
    return f"{listed(sentences)}; {differ}"


@say.register
def _used_forms(
    finding: UsedForms, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    words = commonest(finding.ranking, codebook, single=phrase("Den vanligaste formen"))
    if finding.every is None:
        return words
    how = share(finding.every, codebook)
    if finding.of == 2:
        return phrase("{words}. Båda formerna uppges av {how}", words=words, how=how)
    return phrase(
        "{words}. Alla {of} formerna uppges av {how}",
        words=words,
        of=word(finding.of),
        how=how,
    )


@say.register
def _in_forms(finding: InForms, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    first, *more = finding.forms
    parts = [
        phrase(
            "{count} uppger {label}",
            count=none_or(first.count),
            label=as_words(first.label),
        )
    ]
    parts += [f"{none_or(one.count)} {as_words(one.label)}" for one in more]
    sentence = upper_first(listed(parts))
    if finding.every is None:
        return sentence
    count = len(codebook.forms)
    what = phrase("båda") if count == 2 else phrase("alla {count}", count=word(count))
    return phrase(
        "{words}; {every} uppger {what}",
        words=sentence,
        every=none_or(finding.every),
        what=what,
    )


# --- where, and with whom ------------------------------------------------------------


@say.register
def _named(finding: Named, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    whom = upper_first(respondents(codebook).the_many)
    sentence = phrase(
        "{whom} nämner {organisations}",
        whom=whom,
        organisations=counted(finding.organisations, ORGANISATION),
    )
    if finding.shared is not None:
        # Figures beside figures: "50 organisationer; 10 av dem nämns av minst två".
        plain = finding.organisations > 12 and finding.shared
        how = number(finding.shared) if plain else word(finding.shared)
        how = how if finding.shared else none_or(0)
        sentence += phrase(
            "; {how} av dem nämns av minst två {many}",
            how=how,
            many=groups(codebook).many,
        )
    most, fewest = finding.organisations + finding.unconfirmed, finding.fewest
    if not finding.unconfirmed and fewest is not None and fewest < most:
        # Without a register they are counted as they are written.
        sentence += phrase(
            ". Några av namnen liknar varandra; är de samma är organisationerna "
            "minst {fewest}",
            fewest=number(fewest),
        )
    if finding.unconfirmed:
        sentence += phrase(
            ". Därtill nämns {unconfirmed} namn som ingen har bekräftat",
            n=finding.unconfirmed,
            unconfirmed=number(finding.unconfirmed),
        )
        if finding.fewest is not None and finding.fewest < most:
            between = phrase(
                "mellan {fewest} och {most}",
                fewest=number(finding.fewest),
                most=number(most),
            )
            sentence += phrase(
                "; med dem är organisationerna {between}", between=between
            )
    if voice is Voice.SHORT:
        return sentence
    limit = phrase(": var och en kunde nämna högst {most}", most=word(finding.most))
    return phrase(
        "{words}. Listan är inte fullständig{limit}",
        words=sentence,
        limit=limit if finding.most else "",
    )


@brief.register
def _named_in_brief(finding: Named, codebook: Codebook) -> str:
    sentence = phrase(
        "{organisations} nämns",
        organisations=counted(finding.organisations, ORGANISATION),
    )
    if finding.shared:
        plain = finding.organisations > 12
        how = number(finding.shared) if plain else word(finding.shared)
        sentence += phrase(
            ", {how} av minst två {many}", how=how, many=groups(codebook).many
        )
    return upper_first(sentence)


@say.register
def _concentration(
    finding: Concentration, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    if unnamed(codebook):  # labels that say little by themselves
        names = listed([quoted(name) for name in finding.groups], "eller")
        where = phrase("någon av grupperna {names}", names=names)
    else:
        where = listed([the_group(codebook, name) for name in finding.groups], "eller")
    noun, does = respondents(codebook), doing(codebook).verb
    return phrase(
        "{together} av de {of} svarande {many} som {does} här finns i {where}",
        together=number(finding.together),
        of=number(finding.of),
        many=noun.many,
        does=does,
        where=where,
    )


@say.register
def _absence(finding: Absence, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    sentences = []
    noun, does = respondents(codebook), doing(codebook)
    none = no(noun)
    if len(finding.absent) == 1:
        [one] = finding.absent
        where = the_group(codebook, one.group)
        how = counted(one.answered, noun)
        if one.asked is not None:
            how = phrase(
                "{answered} av {asked}",
                answered=number(one.answered),
                asked=counted(one.asked, noun),
            )
        template = (
            message(
                "I {where} har {how} svarat. {none} av dem uppger att den {verb} här"
            )
            if one.answered > 1
            else message("I {where} har {how} svarat. Den {verb} inte här")
        )
        first = none.capitalize()
        sentences.append(
            phrase(template, where=where, how=how, none=first, verb=does.verb)
        )
    elif finding.absent:
        parts = [
            f"{the_group(codebook, one.group)} ({_seen(one.answered, one.asked)})"
            for one in finding.absent
        ]
        where = listed(parts, "eller")
        sentences.append(
            phrase(
                "{none} svarande i {where} uppger att den {verb} här",
                none=none.capitalize(),
                where=where,
                verb=does.verb,
            )
        )
    if finding.unknown and voice is Voice.FULL:
        sentences.append(say(Uncovered(finding.unknown), codebook))
    return ". ".join(sentences)


def _seen(answered: int, asked: int | None) -> str:
    sentence = out_of(0, answered)
    return (
        sentence
        if asked is None
        else phrase("{words}, {asked} tillfrågade", words=sentence, asked=number(asked))
    )


@say.register
def _agreements(
    finding: Agreements, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    sentence = ""
    if finding.ties is not None and finding.written is not None:
        sentence = phrase(
            "Av {ties} har {written} en skriftlig överenskommelse, ett "
            "partnerskap eller ett avtal",
            ties=counted(finding.ties, NAMED_TIE),
            written=none_or(finding.written),
        )
    if finding.dated is not None and finding.old is not None:
        of = out_of(finding.old, finding.dated)
        begun = phrase(
            "{of} med känt startår började {year} eller tidigare",
            of=of,
            year=finding.year,
        )
        sentence = (
            f"{sentence}; {begun}"
            if sentence
            else phrase("Av de namngivna samarbetena: {begun}", begun=begun)
        )
    return sentence


@say.register
def _switched(finding: Switched, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    noun, does = respondents(codebook), doing(codebook)
    one = word(1, neuter=does.area.neuter)
    where = (
        phrase("här")
        if finding.of_challenge
        else phrase("inom minst {one} {one_2}", one=one, one_2=does.area.one)
    )
    return phrase(
        "Bland {answered} som svarade på frågan båda gångerna har {began} börjat "
        "{infinitive} {where} och {stopped} slutat, enligt egna svar",
        answered=counted(finding.answered, noun),
        began=none_or(finding.began),
        infinitive=does.infinitive,
        where=where,
        stopped=none_or(finding.stopped),
    )
