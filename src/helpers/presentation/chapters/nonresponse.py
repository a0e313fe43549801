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
from helpers.survey.codebook import TOTAL


def nonresponse_parts(released: Released) -> list[Part]:
    """Who is missing, and what the share that collaborates would be without them."""
    said = [
        *_by_earlier_answer(released),
        *_by_order(released),
        *_reweighted(released),
        *_sensitivity(released),
    ]
    other = reweighted_parts(released)
    if not said and not other:
        return []
    return [Subheading("Vad bortfallet kan betyda"), *map(Paragraph, said), *other]


def _row(released: Released, statistic: str, option: str) -> Row | None:
    rows = text.shown_rows(released.select(statistic=statistic, option=option))
    return rows[0] if len(rows) == 1 else None


def _told(row: Row) -> str:
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
        f"Av de {noun.many} som uppgav {facts.wave} att de {verb} svarade "
        f"{_told(yes)} den här gången, av dem som uppgav att de inte {verb} "
        f"{_told(no)}. Skiljer sig de två visar andelen för alla fel, åt det håll där "
        "fler har svarat."
    )


def _by_order(released: Released) -> Iterator[str]:
    first, last = (_row(released, BY_ORDER, one) for one in ("1", str(QUARTERS)))
    if first is None or last is None:
        return
    verb = text.doing(released.codebook).verb
    yield (
        f"Av den fjärdedel som svarade först {verb} {_told(first)}, av den som svarade "
        f"sist {_told(last)}. De som svarar sist brukar likna dem som inte svarar alls."
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
    told = f"blir andelen som {verb} {new} i stället för {now}"
    if new == now:
        told = f"är andelen som {verb} fortfarande {now}"
    yield f"Vägs svaren också efter vad samma enheter svarade {facts.wave} {told}."


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
    said = (
        f"Om de {text.number(rest)} {noun.many} som inte svarat {verb} hälften så ofta "
        f"som de svarande är andelen av alla {text.percent_words(halved)}."
    )
    if share > 0.5 and 0 < needed < 1:
        said += (
            f" För att den ska vara under hälften måste färre än "
            f"{text.percent_words(needed)} av dem göra det."
        )
    yield said
