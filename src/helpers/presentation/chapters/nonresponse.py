"""What nonresponse may mean for the numbers: asked of what the survey holds already."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.disclosure.released import Released
from helpers.estimation.nonresponse import (
    BY_ORDER,
    QUARTERS,
    RESPONDED,
    REWEIGHTED,
    THEN_NO,
    THEN_YES,
)
from helpers.estimation.schema import Row
from helpers.presentation import text
from helpers.presentation.chapters.chapter import Paragraph, Part, Subheading
from helpers.presentation.chapters.reweighted import reweighted_parts
from helpers.presentation.findings import survey
from helpers.presentation.locale import phrase
from helpers.survey.codebook import TOTAL


def nonresponse_parts(released: Released) -> list[Part]:
    """Who is missing, and what the share that collaborates would be without them."""
    sentences = [
        *_by_earlier_answer(released),
        *_by_order(released),
        *_reweighted(released),
        *_sensitivity(released),
    ]
    other = reweighted_parts(released)
    if not sentences and not other:
        return []
    return [
        Subheading(phrase("Vad bortfallet kan betyda")),
        *map(Paragraph, sentences),
        *other,
    ]


def _row(released: Released, statistic: str, option: str) -> Row | None:
    rows = text.shown_rows(released.select(statistic=statistic, option=option))
    return rows[0] if len(rows) == 1 else None


def _share_words(row: Row) -> str:
    counts = text.out_of(row.count, row.answered)
    return f"{text.percent_words(row.estimate)} ({counts})"


def _by_earlier_answer(released: Released) -> Iterator[str]:
    yes, no = (_row(released, RESPONDED, one) for one in (THEN_YES, THEN_NO))
    facts = released.facts.comparison
    few = released.codebook.disclosure.percent_from
    if (
        yes is None
        or no is None
        or facts is None
        or min(yes.answered, no.answered) < few
    ):
        return
    noun, verb = text.respondents(released.codebook), text.doing(released.codebook).verb
    yield (
        phrase(
            "Av de {many} som uppgav {wave} att de {verb} svarade {told} den här "
            "gången, av dem som uppgav att de inte {verb} {told_2}. Är det första "
            "talet högre blir andelen för alla för hög, är det lägre för låg.",
            many=noun.many,
            wave=facts.wave,
            verb=verb,
            told=_share_words(yes),
            told_2=_share_words(no),
        )
    )


def _by_order(released: Released) -> Iterator[str]:
    first, last = (_row(released, BY_ORDER, one) for one in ("1", str(QUARTERS)))
    if first is None or last is None:
        return
    verb = text.doing(released.codebook).verb
    yield (
        phrase(
            "Av den fjärdedel som svarade först {verb} {told}, av den som svarade "
            "sist {told_2}. De som svarar sist brukar likna dem som inte svarar alls.",
            verb=verb,
            told=_share_words(first),
            told_2=_share_words(last),
        )
    )


def _reweighted(released: Released) -> Iterator[str]:
    row, whole = (
        _row(released, REWEIGHTED, TOTAL),
        survey.collaborates(released, TOTAL),
    )
    facts = released.facts.comparison
    if row is None or whole is None or facts is None or not facts.matched:
        return
    verb = text.doing(released.codebook).verb
    new, now = text.percent_words(row.estimate), text.percent_words(whole.estimate)
    sentence = phrase(
        "blir andelen som {verb} {new} i stället för {now}", verb=verb, new=new, now=now
    )
    if new == now:
        sentence = phrase("är andelen som {verb} fortfarande {now}", verb=verb, now=now)
    yield phrase(
        "Vägs svaren också efter vad samma enheter svarade {wave} {told}.",
        wave=facts.wave,
        told=sentence,
    )


def _sensitivity(released: Released) -> Iterator[str]:
    """What the share of all is if those who did not answer do it half as often, and
    what they would have to do for it to be on the other side of a half."""
    row = survey.collaborates(released, TOTAL)
    asked = released.facts.response.asked
    few = released.codebook.disclosure.percent_from
    if row is None or not asked or row.answered < few or row.answered >= asked:
        return
    rest = asked - row.answered
    share = row.count / row.answered
    halved = (row.count + rest * share / 2) / asked
    needed = (asked / 2 - row.count) / rest
    noun, verb = text.respondents(released.codebook), text.doing(released.codebook).verb
    sentence = phrase(
        "Om de {rest} {many} som inte svarat på frågan {verb} hälften så ofta som "
        "de svarande är andelen av alla {halved}.",
        rest=text.number(rest),
        many=noun.many,
        verb=verb,
        halved=text.percent_words(halved),
    )
    if share > 0.5 and 0 < needed < 1:
        sentence += phrase(
            " För att den ska vara under hälften måste färre än {needed} av dem "
            "göra det.",
            needed=text.percent_words(needed),
        )
    yield sentence
