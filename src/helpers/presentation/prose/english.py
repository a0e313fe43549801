"""Findings in English, for the summary `in-english.html`: every sentence is a message
of the catalogue (`presentation/locale/en`), every name the survey's own English form.

A finding that has no English words here, or names something that survey.yml has no
English for, is not told in Swedish instead: `english` raises NoEnglish.

Long: one short function for each kind of finding, all of one language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial, singledispatch

from helpers.presentation import locale
from helpers.presentation.english import (
    interval,
    listed,
    number,
    percent,
    quoted,
)
from helpers.presentation.findings.gaps import Gaps
from helpers.presentation.findings.headlines import Answered
from helpers.presentation.findings.ranks import PutFirst
from helpers.presentation.findings.response import Response
from helpers.presentation.findings.survey import (
    Collaborating,
    ExtentChanges,
    Leading,
    UsedForms,
)
from helpers.presentation.findings.values import Half, Majority, Measure, Ranking
from helpers.presentation.findings.waves import Shift
from helpers.presentation.findings.wishes import Hindrances, MostWanted
from helpers.presentation.locale import ENGLISH
from helpers.survey.codebook import AnyQuestion, Codebook, NoEnglish, english_name

translate = partial(locale.translate, ENGLISH)
counted = partial(locale.counted, ENGLISH)
MOST = 3
"""More than this that are not distinguishable from the largest are counted."""


@singledispatch
def english(finding: object, codebook: Codebook) -> str:
    """The finding as whole sentences."""
    raise NoEnglish(type(finding).__name__)


def units(codebook: Codebook, n: float) -> str:
    """Those who answered: "unit", "units"."""
    kinds = {
        "public_unit": ("en enhet", "enheter"),
        "organisation": ("en organisation", "organisationer"),
        "person": ("en person", "personer"),
    }
    return counted(*kinds[codebook.respondent], int(n))


def share(one: Measure, codebook: Codebook) -> str:
    """ "41%", "about 40%" where it is rounded to more than one, and counts alone where
    few have answered: "3 of 7"."""
    if one.answered < codebook.disclosure.percent_from or one.share != one.share:
        return _of(one)
    return _near(one.share, coarse=one.coarse)


def _near(share: float, *, coarse: bool) -> str:
    written = percent(share)
    return translate("ungefär {share}", share=written) if coarse else written


def share_of(one: Measure, codebook: Codebook) -> str:
    """ "41%, 146 of 355, 95 per cent confidence interval 36–46%"."""
    sentence = based(one, codebook)
    if one.interval and one.answered >= codebook.disclosure.percent_from:
        ends = interval(*one.interval)
        sentence += (
            f" ({translate('95-procentigt konfidensintervall {ends}', ends=ends)})"
        )
    return sentence


def based(one: Measure, codebook: Codebook) -> str:
    """ "41%, 146 of 355"."""
    said_so = share(one, codebook)
    return said_so if said_so == _of(one) else f"{said_so}, {_of(one)}"


def _who(one: Measure, codebook: Codebook, asked: bool = False) -> str:
    """Of whom a sentence is, with what it rests on: "41% of the units that answered
    (146 of 355)"; of a question that not all got, those that were asked."""
    whom = units(codebook, 2)
    if asked:
        whom = translate("som fick frågan")
    values = {"whom": whom, "of": _of(one), "share": share(one, codebook)}
    if values["share"] == values["of"]:
        return translate("{of} av de {whom} som svarat", **values)
    if one.weighted:
        # Of those who answered it is another share: this one is of all in their groups.
        return translate(
            "{share} av {whom} i grupper som svarat ({of}, vägt)", **values
        )
    return translate("{share} av de {whom} som svarat ({of})", **values)


def _of(one: Measure) -> str:
    values = {"count": number(one.count), "base": number(one.answered)}
    return translate("{count} av {base}", **values)


def _names(found: Sequence[Measure], codebook: Codebook) -> str:
    return listed([quoted(english_name(one.label, codebook)) for one in found])


def _bases(found: Sequence[Measure], codebook: Codebook) -> str:
    return "; ".join(based(one, codebook) for one in found)


# --- how much, in which forms ---------------------------------------------------------


@english.register
def _response(finding: Response, codebook: Codebook) -> str:
    answered = number(finding.answered)
    if finding.asked is None:
        return translate(
            "{answered} {units} har svarat.",
            answered=answered,
            units=units(codebook, finding.answered),
        )
    rate = percent(finding.rate or finding.answered / finding.asked)
    return translate(
        "{answered} av {asked} {units} svarade ({rate}).",
        answered=answered,
        asked=number(finding.asked),
        units=units(codebook, finding.asked),
        rate=rate,
    )


@english.register
def _collaborating(finding: Collaborating, codebook: Codebook) -> str:
    one, many = finding.measure, len(codebook.challenge_labels)
    values = {"who": _who(one, codebook)}
    if finding.challenge:
        where = quoted(english_name(finding.challenge, codebook))
        sentence = translate(
            "{who} samverkar inom {where}.",
            where=where,
            **values,
        )
    elif many == 1:
        sentence = translate("{who} samverkar.", **values)
    else:
        sentence = translate(
            "{who} samverkar inom minst en av {many} utmaningar.",
            many=number(many),
            **values,
        )
    if one.interval and one.answered >= codebook.disclosure.percent_from:
        ends = interval(*one.interval)
        sentence += " " + translate(
            "95-procentigt konfidensintervall: {ends}.", ends=ends
        )
    if finding.sure is not None:
        sentence += " " + translate(
            "Utan antagande om dem som inte svarat: {ends}.",
            ends=interval(*finding.sure),
        )
    return sentence


@english.register
def _leading(finding: Leading, codebook: Codebook) -> str:
    return _largest(
        finding.leaders,
        codebook,
        "Flest samverkar inom {names} ({bases}).",
        "Flest samverkar inom {names} ({bases}), utan säker skillnad.",
    )


@english.register
def _forms(finding: UsedForms, codebook: Codebook) -> str:
    found = finding.ranking
    if found.nobody or not found.leaders or found.other is not None:
        raise NoEnglish("UsedForms")
    if found.partial:
        return translate(
            "Den vanligaste formen av det som redovisas: {names} ({bases}).",
            names=_names(found.leaders, codebook),
            bases=_bases(found.leaders, codebook),
        )
    return _largest(
        found.leaders,
        codebook,
        "Den vanligaste formen är {names} ({bases}).",
        "De vanligaste formerna är {names} ({bases}), utan säker skillnad.",
    )


def _largest(
    leaders: Sequence[Measure], codebook: Codebook, one: str, several: str
) -> str:
    if len(leaders) > MOST:
        raise NoEnglish("so many leaders")
    values = {"names": _names(leaders, codebook), "bases": _bases(leaders, codebook)}
    return translate(one if len(leaders) == 1 else several, **values)


# --- what has changed -----------------------------------------------------------------


@english.register
def _changes(finding: ExtentChanges, codebook: Codebook) -> str:
    found = finding.changes
    wave = found.waves[0]
    if not found.significant:
        return translate(
            "Ingen statistiskt säkerställd förändring sedan {wave} av andelen som "
            "samverkar inom någon utmaning.",
            wave=wave,
        )
    sentences = []
    for one in found.significant:
        message = (
            "Andelen som samverkar inom {where} har ökat med {points} procentenheter "
            "sedan {wave} (statistiskt säkerställt, bland dem i båda listorna)."
            if one.difference > 0
            else "Andelen som samverkar inom {where} har minskat med {points} "
            "procentenheter sedan {wave} (statistiskt säkerställt, bland dem i båda "
            "listorna)."
        )
        where = quoted(english_name(one.label, codebook))
        points = number(abs(one.difference) * 100)
        sentences.append(translate(message, where=where, points=points, wave=wave))
    return " ".join(sentences)


@english.register
def _shift(finding: Shift, codebook: Codebook) -> str:
    about = quoted(english_name(finding.question, codebook))
    if finding.item:
        about = f"{about} – {quoted(english_name(finding.item, codebook))}"
    values = {"option": quoted(english_name(finding.option, codebook)), "about": about}
    values |= {"wave": finding.wave}
    if finding.tested is None:
        return translate(
            "{about}: {now} svarar {option}, mot {then} {wave}; om skillnaden är "
            "statistiskt säkerställd redovisas inte.",
            now=_near(finding.now, coarse=finding.coarse),
            then=_near(finding.then, coarse=finding.coarse),
            **values,
        )
    points = number(abs(finding.tested.difference) * 100)
    message = (
        "{about}: andelen som svarar {option} har ökat med {points} procentenheter "
        "sedan {wave} (statistiskt säkerställt, bland dem i båda listorna)."
        if finding.tested.difference > 0
        else "{about}: andelen som svarar {option} har minskat med {points} "
        "procentenheter sedan {wave} (statistiskt säkerställt, bland dem i båda "
        "listorna)."
    )
    return translate(message, points=points, **values)


# --- where nobody does it -------------------------------------------------------------


@english.register
def _gaps(finding: Gaps, codebook: Codebook) -> str:
    sentences = []
    if len(finding.groups) > MOST:
        least = finding.suppressed > 0
        message = (
            "I minst {many} grupper finns utmaningar där ingen svarande uppger det."
            if least
            else "I {many} grupper finns utmaningar där ingen svarande uppger det."
        )
        sentences.append(translate(message, many=number(len(finding.groups))))
    else:
        sentences += [
            counted(
                "{group}: den enda svarande uppger inte samverkan inom {where}.",
                "{group}: ingen av {base} svarande uppger samverkan inom {where}.",
                gap.answered,
                group=english_name(gap.group, codebook, _divides(codebook)),
                base=number(gap.answered),
                where=listed(
                    [quoted(english_name(x, codebook)) for x in gap.challenges]
                ),
            )
            for gap in finding.groups
        ]
    if finding.unknown:
        groups = [
            english_name(one, codebook, _divides(codebook)) for one in finding.unknown
        ]
        sentences.append(
            translate(
                "Från {groups} saknas svar: där vet vi inget.", groups=listed(groups)
            )
        )
    return " ".join(sentences)


def _divides(codebook: Codebook) -> AnyQuestion | None:
    return codebook.question(codebook.group) if codebook.group else None


# --- what hinders, what is wanted -----------------------------------------------------


@english.register
def _hindrances(finding: Hindrances, codebook: Codebook) -> str:
    question = codebook.hindrance_question
    if finding.of_challenge or question is None or finding.other is not None:
        raise NoEnglish("of one challenge")
    about = quoted(_asked(question, codebook))
    options = [english_name(one.label, codebook, question) for one in finding.options]
    named = [
        f"{quoted(option)} ({based(one, codebook)})"
        for option, one in zip(options, finding.options, strict=True)
    ]
    message = (
        "{about}, de vanligaste av dem som redovisas: {hindrances}."
        if finding.partial
        else "{about}, de vanligaste: {hindrances}."
    )
    more = translate("Fler hinder är ungefär lika vanliga.") if finding.unsure else ""
    return f"{translate(message, about=about, hindrances=listed(named))} {more}".strip()


@english.register
def _wanted(finding: MostWanted, codebook: Codebook) -> str:
    return _largest(
        finding.leaders,
        codebook,
        "Flest vill göra mer inom {names} ({bases}).",
        "Flest vill göra mer inom {names} ({bases}), utan säker skillnad.",
    )


# --- one question ---------------------------------------------------------------------


def _is_routed(finding: Answered) -> bool:
    return finding.asked is not None and not finding.asked.unknown


@english.register
def _answered(finding: Answered, codebook: Codebook) -> str:
    question = finding.question
    about = quoted(_asked(question, codebook))
    found = finding.found
    if isinstance(found, Half):
        options = [quoted(english_name(o, codebook, question)) for o in found.options]
        return translate(
            "{about}: {who} uppger {options}.",
            about=about,
            who=_who(found.one, codebook, asked=_is_routed(finding)),
            options=f" {translate('eller')} ".join(options),
        )
    if isinstance(found, Majority):
        return _one_answer(about, [found.top], question, codebook, first=False)
    if isinstance(found, PutFirst) and not (found.first.partial or found.first.other):
        return _one_answer(about, found.first.leaders, question, codebook, first=True)
    if isinstance(found, Ranking) and not (found.partial or found.none or found.other):
        return _one_answer(about, found.leaders, question, codebook, first=False)
    raise NoEnglish(type(found).__name__)


def _asked(question: AnyQuestion, codebook: Codebook) -> str:
    try:
        return english_name(question.name, codebook)
    except NoEnglish:
        return english_name(question.wording, codebook, question)


def _one_answer(
    about: str,
    leaders: Sequence[Measure],
    question: AnyQuestion,
    codebook: Codebook,
    *,
    first: bool,
) -> str:
    if not leaders or len(leaders) > MOST:
        raise NoEnglish("no leader")
    values = {
        "about": about,
        "names": listed(
            [quoted(english_name(x.key, codebook, question)) for x in leaders]
        ),
        "bases": _bases(leaders, codebook),
    }
    if first:
        message = "{about}: flest satte {names} först ({bases})."
        tied = "{about}: flest satte {names} först ({bases}), utan säker skillnad."
    else:
        message = "{about}: vanligast är {names} ({bases})."
        tied = "{about}: vanligast är {names} ({bases}), utan säker skillnad."
    return translate(message if len(leaders) == 1 else tied, **values)


def english_of(
    findings: Sequence[object], codebook: Codebook
) -> tuple[str, list[object]]:
    """What is told of `findings` together, and those without English."""
    sentences, left = list[str](), list[object]()
    for found in findings:
        try:
            sentences.append(english(found, codebook))
        except NoEnglish:
            left.append(found)
    return " ".join(sentences), left


def frame(codebook: Codebook, *, weighted: bool, low: bool) -> Iterator[str]:
    """What every number of the page rests on."""
    if weighted and codebook.group:
        yield translate("Andelar för alla är vägda efter grupp.")
    if low:
        yield translate(
            "Många har inte svarat, eller så saknas svar från någon grupp: andelarna "
            "för alla är osäkrare än intervallen visar."
        )
    yield translate(
        "En siffra som kan visa vad enskilda har svarat redovisas inte. Alla siffror "
        "är desamma som i de svenska rapporterna."
    )
