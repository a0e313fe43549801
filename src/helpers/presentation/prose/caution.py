"""Whom a share is of, and how far to trust it: sentences that follow a finding."""

from __future__ import annotations

from helpers.presentation.findings.bases import Among, Caution, Filter, Implied, Routed
from helpers.presentation.locale import phrase
from helpers.presentation.nouns import (
    doing,
    groups,
    listed,
    lower_first,
    out_of,
    quoted,
    respondents,
    the_group,
)
from helpers.presentation.prose.tables import (
    Voice,
    brief,
    say,
)
from helpers.presentation.swedish import number, percent_words
from helpers.survey.codebook import OVER_ZERO, Codebook


def implied_words(implied: Implied | None, codebook: Codebook) -> str:
    """That some of the base were not asked, since an earlier answer says that they do
    not, or "vet ej"; an empty string where everybody was asked."""
    does = doing(codebook).verb
    if implied is None:
        return phrase(
            "den som svarat tidigare att den inte {does}, eller ”vet ej”, fick "
            "inte frågan men räknas med",
            does=does,
        )
    answers = (
        (implied.none, phrase("att de inte {does}", does=does)),
        (implied.unsure, phrase("”vet ej”")),
    )
    sentences = [f"{number(count)} {answer}" for count, answer in answers if count]
    if not sentences:
        return ""
    return phrase(
        "av de svarande uppgav {words} på en tidigare fråga, fick därför inte frågan "
        "men räknas med",
        words=listed(sentences),
    )


@say.register
def _caution(finding: Caution, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    noun, many = respondents(codebook), groups(codebook)
    sentences = []
    if finding.groups:
        names = listed([the_group(codebook, group) for group in finding.groups])
        of = out_of(finding.units, finding.asked)
        sentences.append(
            phrase(
                "Från {names} ({of} {many}) saknas svar helt, så andelar för alla "
                "gäller bara de {many_2} som svarat",
                names=names,
                of=of,
                many=noun.many,
                many_2=many.many,
            )
        )
    if finding.rate is not None:
        sentences.append(
            phrase(
                "Svarsandelen är låg ({rate}). Andelar för alla gäller bara om de "
                "som inte svarat liknar dem som svarat",
                rate=percent_words(finding.rate),
            )
        )
    return ". ".join(sentences)


MOST_IN_A_TITLE = 2
"""A filter of more options, or of several questions, is told under the picture."""


def whom_asked(finding: Routed | None, codebook: Codebook) -> str:
    """Who was asked a routed question, before what they answered: "Bland dem som svarat
    ”Ja” på ”Samverkar”"; empty where everybody was."""
    if finding is None:
        return ""
    if finding.unknown:
        return phrase("Bland dem som svarat på frågan")
    if finding.collaborating:
        return phrase("Bland dem som {verb}", verb=doing(codebook).verb)
    first, *more = finding.filters
    if more or len(first.options) > MOST_IN_A_TITLE:
        return phrase("Bland dem som fick frågan")
    return phrase("Bland dem som {let_through}", let_through=_let_through(first))


@brief.register
def _among_in_brief(finding: Among, codebook: Codebook) -> str:
    sentence = brief(finding.finding, codebook)
    whom = lower_first(whom_asked(finding.asked, codebook))
    return f"{sentence} ({whom})" if sentence else ""


def filter_words(finding: Routed | None) -> str:
    """The same in full, whatever it takes: "Frågan gick till dem som svarat …"."""
    if finding is None:
        return ""
    if finding.unknown:
        return phrase("Det är inte känt vilka som fick frågan")
    through = listed([_let_through(one) for one in finding.filters])
    return phrase("Frågan gick till dem som {through}", through=through)


def _let_through(one: Filter) -> str:
    if one.options == (OVER_ZERO,):
        return phrase("angett mer än noll på {question}", question=quoted(one.question))
    options = listed([quoted(option) for option in one.options], "eller")
    other = phrase("annat än ") if one.all_but else ""
    return phrase(
        "svarat {other}{options} på {question}",
        other=other,
        options=options,
        question=quoted(one.question),
    )


def caution_note(finding: Caution | None, codebook: Codebook) -> str:
    """The same in few words, beside one number or picture; empty without a caution."""
    if finding is None:
        return ""
    sentences = []
    if finding.groups:
        names = listed([the_group(codebook, group) for group in finding.groups])
        sentences.append(phrase("gäller inte {names}, som inte svarat", names=names))
    if finding.rate is not None:
        sentences.append(
            phrase("svarsandelen är låg ({rate})", rate=percent_words(finding.rate))
        )
    return "; ".join(sentences)
