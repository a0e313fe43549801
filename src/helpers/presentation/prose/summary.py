"""The findings and key figures of a summary in Swedish."""

from __future__ import annotations

from dataclasses import replace

from helpers.presentation.findings import Half
from helpers.presentation.findings.gaps import Gap, Gaps
from helpers.presentation.findings.headlines import Answered, Headline
from helpers.presentation.findings.keys import KeyFigure, Kind
from helpers.presentation.findings.response import Uncovered
from helpers.presentation.findings.survey import ExtentChanges
from helpers.presentation.findings.waves import Shift
from helpers.presentation.locale import phrase
from helpers.presentation.nouns import (
    any_of,
    as_words,
    counted,
    doing,
    fraction,
    groups,
    listed,
    lower_first,
    no,
    out_of,
    quoted,
    respondents,
    the_group,
    upper_first,
    word,
)
from helpers.presentation.prose.caution import whom_asked
from helpers.presentation.prose.differences import changed
from helpers.presentation.prose.survey import sentence
from helpers.presentation.prose.tables import (
    Voice,
    about_percent,
    brief,
    say,
    share,
    small,
)
from helpers.presentation.swedish import (
    NBSP,
    number,
    percent,
    percent_words,
    points,
    signed_interval,
)
from helpers.survey.codebook import Codebook

FEW_GAPS = 3
"""So many groups with gaps are named one by one."""


def headline(one: Headline, codebook: Codebook) -> str:
    """All that is told together, as whole sentences."""
    sentences = [sentence(found, codebook, Voice.SHORT) for found in one.findings]
    return " ".join(words for words in sentences if words)


@say.register
def _answered(finding: Answered, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    sentence = say(finding.found, codebook, voice)
    whom = whom_asked(finding.asked, codebook)
    few = (
        phrase("; {few} har svarat på frågan", few=number(finding.few))
        if finding.few
        else ""
    )
    name = finding.question.name
    return f"{about(name, whom, sentence)}{few}" if sentence else ""


def about(name: str, whom: str, sentence: str) -> str:
    """The sentence after the question it answers: no colon after a question mark."""
    if not name.endswith("?"):
        name = f"{name}, {lower_first(whom)}" if whom else name
        return f"{name}: {lower_first(sentence)}"
    answer = f"{whom}: {lower_first(sentence)}" if whom else sentence
    return f"{name} {upper_first(answer)}"


@say.register
def _half(finding: Half, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    what = listed([quoted(option) for option in finding.options], "eller")
    if finding.one.count == finding.one.answered:
        answered = number(finding.one.answered)
        return phrase(
            "Alla {answered} svarande svarar {label}", answered=answered, label=what
        )
    whom = upper_first(fraction(finding.one.share, respondents(codebook)))
    return phrase(
        "{whom} svarar {what} ({share})",
        whom=whom,
        what=what,
        share=share(finding.one, codebook),
    )


@say.register
def _extent_changes(
    finding: ExtentChanges, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    does = doing(codebook)
    found = finding.changes
    if found.significant:
        return changed(
            found, codebook, what=phrase("Andelen som {verb}", verb=does.verb)
        )
    when = ""
    if all(found.waves):
        when = phrase(
            " mellan {waves} och {waves_2}",
            waves=found.waves[0],
            waves_2=found.waves[1],
        )
    return phrase(
        "Andelen som {verb} har inte förändrats statistiskt säkerställt inom "
        "{any}{when}",
        verb=does.verb,
        any=any_of(does.area),
        when=when,
    )


@brief.register
def _extent_changes_in_brief(finding: ExtentChanges, codebook: Codebook) -> str:
    """Without the waves, which the topic names."""
    found = replace(finding.changes, waves=("", ""))
    return say(ExtentChanges(found), codebook)


@say.register
def _shift(finding: Shift, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    about = small(finding.question, codebook)
    asked = phrase("på frågan om {question}", question=about)
    if finding.item:
        asked = phrase("om {item} {asked}", item=quoted(finding.item), asked=asked)
    whom = phrase(
        "Andelen som svarar {option} {asked}",
        option=quoted(finding.option),
        asked=asked,
    )
    if finding.tested is None:
        way = phrase("ökat") if finding.now > finding.then else phrase("minskat")
        return phrase(
            "{whom} har {way} till {about_percent}, från {then} {wave}; om "
            "skillnaden är statistiskt säkerställd redovisas inte",
            whom=whom,
            way=way,
            about_percent=about_percent(finding.now, coarse=finding.coarse),
            then=percent_words(finding.then),
            wave=finding.wave,
        )
    tested = finding.tested
    way = phrase("ökat") if tested.difference > 0 else phrase("minskat")
    sentence = phrase(
        "{whom} har {way} med {difference} sedan {wave}",
        whom=whom,
        way=way,
        difference=points(tested.difference),
        wave=finding.wave,
    )
    if voice is Voice.SHORT or tested.low is None or tested.high is None:
        return phrase(
            "{words} (statistiskt säkerställt, bland dem i båda listorna)",
            words=sentence,
        )
    span = signed_interval(tested.low, tested.high)
    return phrase(
        "{words} (95-procentigt konfidensintervall {span})", words=sentence, span=span
    )


# --- where nobody does it ------------------------------------------------------------


@say.register
def _gaps(finding: Gaps, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    sentences = []
    if 0 < len(finding.groups) <= FEW_GAPS:
        sentences += [_gap(one, codebook) for one in finding.groups]
    elif finding.groups:
        noun, does = groups(codebook), doing(codebook)
        least = phrase("minst ") if finding.suppressed else ""
        many = counted(len(finding.groups), noun)
        sentences.append(
            phrase(
                "I {least}{many} finns {many_2} där ingen svarande uppger att den "
                "{verb}",
                least=least,
                many=many,
                many_2=does.area.many,
                verb=does.verb,
            )
        )
    if finding.unknown:
        sentences.append(say(Uncovered(finding.unknown), codebook))
    return ". ".join(sentences)


def _gap(gap: Gap, codebook: Codebook) -> str:
    does, noun = doing(codebook), respondents(codebook)
    where, of = the_group(codebook, gap.group), len(codebook.challenge_labels)
    areas = does.area
    if len(gap.challenges) == of > 1:
        within = any_of(areas)
    elif len(gap.challenges) <= 2:
        within = listed([quoted(label) for label in gap.challenges], "eller")
    else:
        within = phrase(
            "{challenges} av {the_many}",
            challenges=word(len(gap.challenges)),
            the_many=areas.the_many,
        )
    if gap.answered == 1:
        one = counted(1, noun)
        return phrase(
            "I {where} har {one} svarat, som inte uppger att den {verb} inom {within}",
            where=where,
            one=one,
            verb=does.verb,
            within=within,
        )
    none = no(noun)
    return phrase(
        "I {where} uppger {none} av de {answered} svarande att de {verb} inom {within}",
        where=where,
        verb=does.verb,
        none=none,
        answered=word(gap.answered),
        within=within,
    )


# --- key figures ---------------------------------------------------------------------


def key_figure(one: KeyFigure, codebook: Codebook) -> tuple[str, str, str]:
    """(the number, what it is, what it was): "67 %", "av verksamheterna samverkar …",
    "2022: 66 %. Ingen statistiskt säkerställd förändring.". All and nobody are those
    that answered: "36 av 36"."""
    count = one.kind is Kind.ORGANISATIONS
    value = number(one.one.count) if count else percent(one.one.share)
    if one.of_answers:
        value = out_of(one.one.count, one.one.answered)
    value = phrase("ca\u00a0{value}", value=value) if one.one.coarse else value
    what = _what(one, codebook)
    if whom := lower_first(whom_asked(one.asked, codebook)):
        what = f"{what}, {whom}"
    return value, what, _then(one, count=count)


def _what(one: KeyFigure, codebook: Codebook) -> str:
    does, noun = doing(codebook), respondents(codebook)
    whom = phrase("av {the_many}", the_many=noun.the_many)
    if one.of_answers:
        whom = phrase("svarande {many}", many=noun.many)
    labels = [small(label, codebook) for label in one.labels]
    if one.kind is Kind.COLLABORATES:
        least = phrase(
            "minst {word} av {the_many}",
            word=word(1, neuter=does.area.neuter),
            the_many=does.area.the_many,
        )
        return phrase(
            "{whom} {verb} inom {least}", whom=whom, verb=does.verb, least=least
        )
    if one.kind is Kind.FORM:
        return phrase("uppger {labels}, den vanligaste formen", labels=labels[0])
    if one.kind is Kind.ORGANISATIONS:
        if one.one.count == 1:
            return phrase("organisation nämns")
        return phrase("organisationer nämns")
    if one.kind is Kind.HINDRANCE:
        return phrase(
            "anger {labels} som hinder, det vanligaste av dem som redovisas",
            labels=labels[0],
        )
    if one.kind is Kind.WISH:
        where = quoted(one.labels[0])
        return phrase(
            "vill {infinitive} mer inom {where}, där flest vill det",
            infinitive=does.infinitive,
            where=where,
        )
    answers = listed([quoted(label) for label in one.labels], "eller")
    return phrase(
        "svarar {answers} om {question}",
        answers=answers,
        question=as_words(one.question),
    )


def _then(one: KeyFigure, *, count: bool) -> str:
    if one.before is None:
        return ""
    sentence = f"{one.wave}: {number(one.before) if count else percent(one.before)}."
    if one.change is not None:
        way = phrase("Ökning") if one.change.difference > 0 else phrase("Minskning")
        size = points(one.change.difference)
        return phrase(
            "{words} {way} med {size} bland dem i båda listorna, statistiskt "
            "säkerställd.",
            words=sentence,
            way=way,
            size=size,
        )
    if one.tested:
        return phrase(
            "{words} Ingen statistiskt säkerställd förändring.", words=sentence
        )
    return sentence.replace(" ", NBSP, 1)
