"""What hinders and what is wished for, in Swedish: a sentence a finding."""

from __future__ import annotations

from helpers.presentation.findings.wishes import (
    Hindrances,
    MostWanted,
    Wanting,
)
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
    among = f"bland dem som {does.verb} här" if finding.of_challenge else ""
    if finding.partial:
        among = f"{among}, av det som redovisas," if among else "av det som redovisas"
    parts = [
        f"{small(one.label, codebook)} ({share(one, codebook)})"
        for one in finding.options
    ]
    if finding.leads:
        name, more = small(finding.first.label, codebook), parts[1:]
        said = f"{name} är det vanligaste hindret"
        if among:
            said = f"{among} är {name} det vanligaste hindret"
        said += f" ({share(finding.first, codebook)})"
        said += f", följt av {listed(more)}" if more else ""
    else:
        whom = f" {among}" if among else ""
        said = f"de vanligaste hindren{whom} är {listed(parts)}"
    said = upper_first(said)
    if finding.unsure:
        said += ". Fler hinder är ungefär lika vanliga"
    if not finding.of_challenge or voice is Voice.SHORT:
        return said
    return f"{said}. {not_of_each('hinder', codebook)}"


def not_of_each(topic: str, codebook: Codebook) -> str:
    """That a question was about all that they do, not of one challenge."""
    does = doing(codebook)
    each = f"varje {does.area.one} för sig"
    return f"Frågan om {topic} gällde all {does.noun}, inte {each}"


@brief.register
def _hindrances_in_brief(finding: Hindrances, codebook: Codebook) -> str:
    return listed([small(one.label, codebook) for one in finding.options])


@say.register
def _wanting(finding: Wanting, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    noun, does = respondents(codebook), doing(codebook)
    said = (
        f"{none_or(finding.count)} av {number(finding.answered)} {noun.many} vill "
        f"{does.infinitive} mer här"
    )
    if voice is Voice.FULL:
        said += f" ({listed([quoted(option) for option in finding.options], 'eller')})"
    if finding.outside is not None:
        outside = none_or(finding.outside)
        said += f". Av dem svarar {outside} att de inte {does.verb} här i dag"
    return upper_first(said)


@say.register
def _most_wanted(
    finding: MostWanted, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    verb = doing(codebook).infinitive
    said = f"Flest vill {verb} mer inom {list_leaders(finding.leaders, codebook)}"
    if len(finding.leaders) > MOST_NAMED:
        first = finding.leaders[0]
        said = (
            f"Flest vill {verb} mer inom {quoted(first.label)} "
            f"({share(first, codebook)}), men skillnaderna mot flera andra är inte "
            "statistiskt säkerställda"
        )
    if voice is Voice.SHORT:
        return said
    what = listed([quoted(option) for option in finding.options], "eller")
    return f"{said}. De har svarat {what}"


@brief.register
def _most_wanted_in_brief(finding: MostWanted, codebook: Codebook) -> str:
    if len(finding.leaders) > 1:  # none is surely the largest
        return ""
    verb = doing(codebook).infinitive
    return f"Flest vill {verb} mer inom {quoted(finding.leaders[0].label)}"
