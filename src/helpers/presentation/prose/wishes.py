"""What hinders and what is wished for, in Swedish: a sentence a finding."""

from __future__ import annotations

from helpers.presentation.findings.wishes import (
    Hindrances,
    MostWanted,
    Wanting,
)
from helpers.presentation.locale import phrase
from helpers.presentation.nouns import doing, listed, quoted, respondents, upper_first
from helpers.presentation.prose.survey import list_leaders, none_or
from helpers.presentation.prose.tables import (
    Voice,
    brief,
    say,
    share,
    small,
)
from helpers.presentation.swedish import number
from helpers.survey.codebook import Codebook

MOST_NAMED = 3
"""Of more that are not distinguishable from the largest only that is named."""

# --- hindrances and needs ------------------------------------------------------------


@say.register
def _hindrances(
    finding: Hindrances, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    does = doing(codebook)
    among = (
        phrase("bland dem som {verb} här", verb=does.verb)
        if finding.of_challenge
        else ""
    )
    if finding.partial:
        among = (
            phrase("{among}, av det som redovisas,", among=among)
            if among
            else phrase("av det som redovisas")
        )
    parts = [
        f"{small(one.label, codebook)} ({share(one, codebook)})"
        for one in finding.options
    ]
    if finding.leads:
        name, more = small(finding.first.label, codebook), parts[1:]
        sentence = phrase("{name} är det vanligaste hindret", name=name)
        if among:
            sentence = phrase(
                "{among} är {name} det vanligaste hindret", among=among, name=name
            )
        sentence += f" ({share(finding.first, codebook)})"
        sentence += phrase(", följt av {more}", more=listed(more)) if more else ""
    else:
        whom = f" {among}" if among else ""
        sentence = phrase(
            "de vanligaste hindren{whom} är {parts}", whom=whom, parts=listed(parts)
        )
    sentence = upper_first(sentence)
    if finding.unsure:
        sentence += phrase(". Fler hinder är ungefär lika vanliga")
    if finding.other is not None:
        other = finding.other
        sentence += phrase(
            ". {share} svarar {option}",
            share=upper_first(share(other, codebook)),
            option=quoted(other.label),
        )
    if not finding.of_challenge or voice is Voice.SHORT:
        return sentence
    return f"{sentence}. {not_of_each(phrase('hinder'), codebook)}"


def not_of_each(topic: str, codebook: Codebook) -> str:
    """That a question was about all that they do, not of one challenge."""
    does = doing(codebook)
    each = phrase("varje {one} för sig", one=does.area.one)
    return phrase(
        "Frågan om {topic} gällde all {noun}, inte {each}",
        topic=topic,
        noun=does.noun,
        each=each,
    )


@brief.register
def _hindrances_in_brief(finding: Hindrances, codebook: Codebook) -> str:
    return listed([small(one.label, codebook) for one in finding.options])


@say.register
def _wanting(finding: Wanting, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    noun, does = respondents(codebook), doing(codebook)
    sentence = phrase(
        "{count} av {answered} {many} vill {infinitive} mer här",
        count=none_or(finding.count),
        answered=number(finding.answered),
        many=noun.many,
        infinitive=does.infinitive,
    )
    if voice is Voice.FULL:
        sentence += (
            f" ({listed([quoted(option) for option in finding.options], 'eller')})"
        )
    if finding.outside is not None:
        outside = none_or(finding.outside)
        sentence += phrase(
            ". Av dem svarar {outside} att de inte {verb} här i dag",
            outside=outside,
            verb=does.verb,
        )
    return upper_first(sentence)


@say.register
def _most_wanted(
    finding: MostWanted, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    verb = doing(codebook).infinitive
    sentence = phrase(
        "Flest vill {verb} mer inom {list_leaders}",
        n=len(finding.leaders),
        verb=verb,
        list_leaders=list_leaders(finding.leaders, codebook),
    )
    if len(finding.leaders) > MOST_NAMED:
        first = finding.leaders[0]
        sentence = phrase(
            "Flest vill {verb} mer inom {label} ({share}), men skillnaderna mot "
            "flera andra är inte statistiskt säkerställda",
            verb=verb,
            label=quoted(first.label),
            share=share(first, codebook),
        )
    if voice is Voice.SHORT:
        return sentence
    what = listed([quoted(option) for option in finding.options], "eller")
    return phrase("{words}. De har svarat {what}", words=sentence, what=what)


@brief.register
def _most_wanted_in_brief(finding: MostWanted, codebook: Codebook) -> str:
    if len(finding.leaders) > 1:  # none is surely the largest
        return ""
    verb = doing(codebook).infinitive
    return phrase(
        "Flest vill {verb} mer inom {label}",
        verb=verb,
        label=quoted(finding.leaders[0].label),
    )
