"""Rankings in words: what was put first, and the best mean place."""

from __future__ import annotations

from helpers.presentation.findings.ranks import BestPlace, PutFirst
from helpers.presentation.nouns import listed, quoted
from helpers.presentation.prose.tables import Voice, brief, say, share, together
from helpers.presentation.swedish import number, rounded
from helpers.survey.codebook import Codebook

MOST = 3


@say.register
def _first(finding: PutFirst, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    """ "Flest satte ”Tid” först (41 procent), följt av ”Pengar” (30 procent)"."""
    first = finding.first
    if not first.leaders:
        return ""
    names = [quoted(one.label) for one in first.leaders]
    if first.alone:
        return f"{share(first.leaders[0], codebook)} satte {names[0]} först"
    most = "Av det som redovisas satte flest" if first.partial else "Flest satte"
    if len(names) == 1:
        said = f"{most} {names[0]} först ({share(first.leaders[0], codebook)})"
        after = first.following
        if after is None or not after.count:
            return said
        return f"{said}, följt av {quoted(after.label)} ({share(after, codebook)})"
    if len(names) <= MOST:
        shares = together(first.leaders, codebook)
        return f"{most} {listed(names, 'eller')} först ({shares}), utan säker skillnad"
    shares = together(first.leaders[:2], codebook)
    return (
        f"Inget alternativ skiljer ut sig: {names[0]} och {names[1]} sattes oftast "
        f"först ({shares})"
    )


@brief.register
def _first_in_brief(finding: PutFirst, codebook: Codebook) -> str:
    names = [quoted(one.label) for one in finding.first.leaders]
    if not names or finding.first.alone or len(names) > MOST:
        return ""
    most = (
        "av det som redovisas satte flest" if finding.first.partial else "flest satte"
    )
    return f"{most} {listed(names, 'eller')} först"


@say.register
def _best(finding: BestPlace, codebook: Codebook, voice: Voice = Voice.FULL) -> str:
    """ "Bäst medelplats har ”Tid”: 1,6 (mellan 1,4 och 1,8)"."""
    label, mean, placed, ends = finding.best[0]
    whom = f"bland de {number(placed)} som rangordnade det"
    if len(finding.best) == finding.of:
        return "Medelplatserna skiljer sig inte säkert åt"
    if len(finding.best) > MOST:
        several = "utan säker skillnad mot flera andra"
        return f"{quoted(label)} har bäst medelplats, {several}"
    if len(finding.best) > 1:
        names = listed([quoted(one[0]) for one in finding.best])
        means = " respektive ".join(number(one[1], 1) for one in finding.best)
        return f"Bäst medelplats har {names} ({means}), utan säker skillnad"
    if ends is None:
        return f"Bäst medelplats har {quoted(label)}: {number(mean, 1)}, {whom}"
    low = number(rounded(ends[0], 1, towards="down"), 1)
    high = number(rounded(ends[1], 1, towards="up"), 1)
    said = f"{number(mean, 1)} (osäkerhetsintervall {low} till {high})"
    return f"Bäst medelplats har {quoted(label)}: {said}, {whom}"
