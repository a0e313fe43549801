"""The findings and key figures of a summary in Swedish."""

from __future__ import annotations

from dataclasses import replace

from helpers.core.wording import in_sentence
from helpers.presentation.findings import Half
from helpers.presentation.findings.gaps import Gap, Gaps
from helpers.presentation.findings.headlines import Answered, Headline
from helpers.presentation.findings.keys import KeyFigure, Kind
from helpers.presentation.findings.response import Uncovered
from helpers.presentation.findings.survey import ExtentChanges
from helpers.presentation.findings.waves import Shift
from helpers.presentation.nouns import (
    counted,
    doing,
    fraction,
    groups,
    listed,
    lower_first,
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
    said = [sentence(found, codebook, Voice.SHORT) for found in one.findings]
    return " ".join(words for words in said if words)


@say.register
def _answered(finding: Answered, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    said = say(finding.found, codebook, voice)
    whom = lower_first(whom_asked(finding.asked, codebook))
    name = f"{finding.question.name}, {whom}" if whom else finding.question.name
    few = f"; {number(finding.few)} har svarat på frågan" if finding.few else ""
    return f"{name}: {lower_first(said)}{few}" if said else ""


@say.register
def _half(finding: Half, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    what = listed([quoted(option) for option in finding.options], "eller")
    whom = upper_first(fraction(finding.one.share, respondents(codebook)))
    return f"{whom} svarar {what} ({share(finding.one, codebook)})"


@say.register
def _extent_changes(
    finding: ExtentChanges, codebook: Codebook, voice: Voice = Voice.FULL
) -> str:
    does = doing(codebook)
    found = finding.changes
    if found.significant:
        return changed(found, codebook, what=f"Andelen som {does.verb}")
    when = ""
    if all(found.waves):
        when = f" mellan {found.waves[0]} och {found.waves[1]}"
    return (
        f"Andelen som {does.verb} har inte förändrats statistiskt säkerställt inom "
        f"{'något' if does.area.neuter else 'någon'} {does.area.one}{when}"
    )


@brief.register
def _extent_changes_in_brief(finding: ExtentChanges, codebook: Codebook) -> str:
    """Without the waves, which the topic names."""
    found = replace(finding.changes, waves=("", ""))
    return say(ExtentChanges(found), codebook)


@say.register
def _shift(finding: Shift, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    asked = f"på frågan om {in_sentence(finding.question, codebook.language)}"
    if finding.item:
        asked = f"om {quoted(finding.item)} {asked}"
    whom = f"Andelen som svarar {quoted(finding.option)} {asked}"
    if finding.tested is None:
        way = "ökat" if finding.now > finding.then else "minskat"
        return (
            f"{whom} har {way} till "
            f"{about_percent(finding.now, coarse=finding.coarse)}, från "
            f"{percent_words(finding.then)} {finding.wave}; om skillnaden är "
            "statistiskt säkerställd redovisas inte"
        )
    tested = finding.tested
    way = "ökat" if tested.difference > 0 else "minskat"
    said = f"{whom} har {way} med {points(tested.difference)} sedan {finding.wave}"
    if voice is Voice.SHORT or tested.low is None or tested.high is None:
        return f"{said} (statistiskt säkerställt)"
    span = signed_interval(tested.low, tested.high)
    return f"{said} (95-procentigt konfidensintervall {span})"


# --- where nobody does it ------------------------------------------------------------


@say.register
def _gaps(finding: Gaps, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    said = []
    if 0 < len(finding.groups) <= FEW_GAPS:
        said += [_gap(one, codebook) for one in finding.groups]
    elif finding.groups:
        noun, does = groups(codebook), doing(codebook)
        least = "minst " if finding.suppressed else ""
        many = counted(len(finding.groups), noun)
        said.append(
            f"I {least}{many} finns {does.area.many} där ingen svarande {does.verb}"
        )
    if finding.unknown:
        said.append(say(Uncovered(finding.unknown), codebook))
    return ". ".join(said)


def _gap(gap: Gap, codebook: Codebook) -> str:
    does, noun = doing(codebook), respondents(codebook)
    where, of = the_group(codebook, gap.group), len(codebook.challenge_labels)
    areas = does.area
    if len(gap.challenges) == of > 1:
        within = f"{'något' if areas.neuter else 'någon'} {areas.one}"
    elif len(gap.challenges) <= 2:
        within = listed([quoted(label) for label in gap.challenges], "eller")
    else:
        within = f"{word(len(gap.challenges))} av {areas.the_many}"
    if gap.answered == 1:
        one = counted(1, noun)
        return f"I {where} har {one} svarat, som inte {does.verb} inom {within}"
    none = "inget" if noun.neuter else "ingen"
    return (
        f"I {where} {does.verb} {none} av de {word(gap.answered)} svarande inom "
        f"{within}"
    )


# --- key figures ---------------------------------------------------------------------


def key_figure(one: KeyFigure, codebook: Codebook) -> tuple[str, str, str]:
    """(the number, what it is, what it was): "67 %", "av verksamheterna samverkar …",
    "2022: 66 %. Ingen statistiskt säkerställd förändring."."""
    count = one.kind is Kind.ORGANISATIONS
    value = number(one.one.count) if count else percent(one.one.share)
    value = f"ca{NBSP}{value}" if one.one.coarse else value
    what = _what(one, codebook)
    if whom := lower_first(whom_asked(one.asked, codebook)):
        what = f"{what}, {whom}"
    return value, what, _then(one, count=count)


def _what(one: KeyFigure, codebook: Codebook) -> str:
    does, whom = doing(codebook), f"av {respondents(codebook).the_many}"
    labels = [small(label, codebook) for label in one.labels]
    if one.kind is Kind.COLLABORATES:
        least = f"minst {word(1, neuter=does.area.neuter)} av {does.area.the_many}"
        return f"{whom} {does.verb} inom {least}"
    if one.kind is Kind.FORM:
        return f"uppger {labels[0]}, den vanligaste formen"
    if one.kind is Kind.ORGANISATIONS:
        return "organisationer nämns"
    if one.kind is Kind.HINDRANCE:
        return f"anger {labels[0]} som hinder, det vanligaste av dem som redovisas"
    if one.kind is Kind.WISH:
        where = quoted(one.labels[0])
        return f"vill {does.infinitive} mer inom {where}, där flest vill det"
    answers = listed([quoted(label) for label in one.labels], "eller")
    return f"svarar {answers} om {lower_first(one.question)}"


def _then(one: KeyFigure, *, count: bool) -> str:
    if one.before is None:
        return ""
    said = f"{one.wave}: {number(one.before) if count else percent(one.before)}."
    if one.change is not None:
        way = "Ökning" if one.change.difference > 0 else "Minskning"
        size = points(one.change.difference)
        return f"{said} {way} med {size}, statistiskt säkerställd."
    if one.tested:
        return f"{said} Ingen statistiskt säkerställd förändring."
    return said.replace(" ", NBSP, 1)
