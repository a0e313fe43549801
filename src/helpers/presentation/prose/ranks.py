"""Rankings in words: what was put first, and the best mean place."""

from __future__ import annotations

from helpers.presentation.findings import Ranking
from helpers.presentation.findings.ranks import BestPlace, PutFirst
from helpers.presentation.locale import phrase
from helpers.presentation.nouns import listed, quoted
from helpers.presentation.prose.tables import Voice, brief, say, share, together
from helpers.presentation.swedish import number, rounded
from helpers.survey.codebook import Codebook

MOST = 3


@say.register
def _first(finding: PutFirst, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    """ "Flest satte ”Tid” först (41 procent), följt av ”Pengar” (30 procent)"."""
    first, beside = finding.first, ""
    if first.other is not None:  # it names nothing
        other = first.other
        beside = phrase(
            "; {share} satte {option} först",
            share=share(other, codebook),
            option=quoted(other.label),
        )
    sentence = _put_first(first, codebook)
    return f"{sentence}{beside}" if sentence else ""


def _put_first(first: Ranking, codebook: Codebook) -> str:
    if not first.leaders:
        return ""
    names = [quoted(one.label) for one in first.leaders]
    if first.alone:
        return phrase(
            "{share} satte {names} först",
            share=share(first.leaders[0], codebook),
            names=names[0],
        )
    most = (
        phrase("Av det som redovisas satte flest")
        if first.partial
        else phrase("Flest satte")
    )
    if len(names) == 1:
        sentence = phrase(
            "{most} {names} först ({share})",
            most=most,
            names=names[0],
            share=share(first.leaders[0], codebook),
        )
        after = first.following
        if after is None or not after.count:
            return sentence
        return phrase(
            "{words}, följt av {label} ({share})",
            words=sentence,
            label=quoted(after.label),
            share=share(after, codebook),
        )
    if len(names) <= MOST:
        shares = together(first.leaders, codebook)
        return phrase(
            "{most} {names} först ({shares}), utan säker skillnad",
            most=most,
            names=listed(names, "eller"),
            shares=shares,
        )
    shares = together(first.leaders[:2], codebook)
    return phrase(
        "Inget alternativ skiljer ut sig: {names} och {names_2} sattes oftast "
        "först ({shares})",
        names=names[0],
        names_2=names[1],
        shares=shares,
    )


@brief.register
def _first_in_brief(finding: PutFirst, codebook: Codebook) -> str:
    names = [quoted(one.label) for one in finding.first.leaders]
    if not names or finding.first.alone or len(names) > MOST:
        return ""
    most = (
        phrase("av det som redovisas satte flest")
        if finding.first.partial
        else phrase("flest satte")
    )
    return phrase("{most} {names} först", most=most, names=listed(names, "eller"))


@say.register
def _best(finding: BestPlace, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    """ "Bäst medelplats har ”Tid”: 1,6 (mellan 1,4 och 1,8)"."""
    label, mean, placed, ends = finding.best[0]
    whom = phrase("bland de {placed} som rangordnade det", placed=number(placed))
    if len(finding.best) == finding.of:
        return phrase("Medelplatserna skiljer sig inte säkert åt")
    if len(finding.best) > MOST:
        several = phrase("utan säker skillnad mot flera andra")
        return phrase(
            "{label} har bäst medelplats, {several}",
            label=quoted(label),
            several=several,
        )
    if len(finding.best) > 1:
        names = listed([quoted(one[0]) for one in finding.best])
        means = phrase(" respektive ").join(number(one[1], 1) for one in finding.best)
        return phrase(
            "Bäst medelplats har {names} ({means}), utan säker skillnad",
            names=names,
            means=means,
        )
    if ends is None:
        return phrase(
            "Bäst medelplats har {label}: {mean}, {whom}",
            label=quoted(label),
            mean=number(mean, 1),
            whom=whom,
        )
    low = number(rounded(ends[0], 1, towards="down"), 1)
    high = number(rounded(ends[1], 1, towards="up"), 1)
    sentence = phrase(
        "{mean} (osäkerhetsintervall {low} till {high})",
        mean=number(mean, 1),
        low=low,
        high=high,
    )
    return phrase(
        "Bäst medelplats har {label}: {words}, {whom}",
        label=quoted(label),
        words=sentence,
        whom=whom,
    )
