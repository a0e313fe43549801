"""A scale of numbers: its steps are those the header names, or all between the ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from helpers.drafting import scales
from helpers.drafting.hypotheses.number import ASKS_HOW_MUCH
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis
from helpers.drafting.recognition.options import are_choices
from helpers.drafting.recognition.profiles import Drafted, Keys, Profile
from helpers.drafting.scales.numerals import (
    Named,
    ends_doubted,
    ends_in,
    usual_ends,
    words_at_ends,
)

_ASKS = re.compile(
    r"hur (nöjd|bra|väl|viktig|sannolikt|troligt|trygg|svår|lätt|stor betydelse)|skala"
    r"|i vilken (grad|utsträckning|mån)|betyg|rekommendera|instäm|stämmer|tycker"
    r"|\bscale\b|\brate\b|rating|satisf|how (likely|well|good|important|easy|much do)"
    r"|recommend|agree|to what extent|score|quality|kvalitet|trivsel",
    re.IGNORECASE,
)
_RATED = re.compile(r"skala|scale|\brate\b|betyg(sätt)?", re.IGNORECASE)
_RECOMMEND = re.compile(r"rekommendera|recommend|anbefal", re.IGNORECASE)
OUTSIDE = frozenset(
    {"0", "8", "9", "88", "97", "98", "99", "77", "-9", "-99", "-1", "-8"}
)


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    named = ends_in(profile.wording)
    if not profile.category or (not on_a_scale(profile.wording) and _counts(profile)):
        return
    found = on_scale([profile], named, about)
    if found is None:
        return
    ordered, todo = found
    keys: Keys = {"type": "single", "column": profile.column.name}
    if ordered.recode:
        keys["recode"] = ordered.recode
    drafted = Drafted(keys, [profile.column], todo=todo, ordered=ordered)
    if ends := high_first(profile.wording):
        keys["reversed"] = True
        todo.append(f"1 är ”{ends[0]}” och högst är ”{ends[1]}”: är reversed rätt?")
    asked = named is not None or _ASKS.search(profile.wording) is not None
    says = f"skala {ordered.options[0]}–{ordered.options[-1]}"
    evidence = Evidence.HEADER if asked else Evidence.CELLS
    if on_a_scale(profile.wording):
        yield Hypothesis("skala", drafted, evidence, 1.0, says)
        return
    # Without a word in the header they may be codes, most so where ends are missing.
    whole = not todo and len(profile.texts) >= len(ordered.options)
    codes = not whole or are_choices(profile.wording, profile.counts)
    fit = 0.8 if asked else 0.45 if codes else 0.6
    yield Hypothesis("skala", drafted, evidence, fit, says)


def high_first(wording: str) -> tuple[str, str] | None:
    """The words at the ends of a scale whose lowest number stands for the most.

    >>> high_first("Nöjd? 1 = mycket nöjd, 5 = mycket missnöjd")
    ('mycket nöjd', 'mycket missnöjd')
    >>> high_first("Nöjd? 1 = mycket missnöjd, 5 = mycket nöjd") is None
    True
    """
    ends = words_at_ends(wording)
    ordered = scales.recognise(ends) if ends else None
    return ends if ordered is not None and ordered.options != ends else None


def on_a_scale(wording: str) -> bool:
    """Whether the question says that it is answered on a scale, and names its ends."""
    return ends_in(wording) is not None and _RATED.search(wording) is not None


def _counts(profile: Profile) -> bool:
    return ASKS_HOW_MUCH.search(profile.wording) is not None


def on_scale(
    group: Sequence[Profile], named: Named | None, about: About
) -> tuple[scales.Ordered, list[str]] | None:
    """The scale that the numbers of the columns are on, and what to ask about it."""
    texts = {text for profile in group for text in profile.counts}
    outside = sorted(texts & OUTSIDE, key=int) if named is None else []
    if named is not None:
        steps = {str(n) for n in range(named[0] or 0, named[1] + 1)}
        outside = sorted(texts - steps)
        if len(outside) > 2 or not all(text in OUTSIDE for text in outside):
            return None
    elif not _inside(texts - {*outside}):
        return None
    else:
        outside = _far(texts, outside)
    inside = sorted(int(text) for text in texts - {*outside} if text.isdecimal())
    if len(inside) < 2 or (named is None and len(inside) < 3) or inside[-1] > 10:
        return None
    if len(inside) + len(outside) < len(texts):
        return None
    low, high, sure = _ends_of(inside, named, group, about)
    if named is None and len(inside) * 2 < high - low + 1:
        return None  # few of the steps: codes
    options = tuple(str(number) for number in range(low, high + 1))
    todo = [] if sure else [ends_doubted(low, high)]
    nothing = [text for text in outside if text.startswith("-")]
    unsure = [text for text in outside if text not in nothing]
    if nothing:
        sentence = " och ".join(nothing)
        todo.append(f"{sentence} räknas som inget svar (recode): rätt?")
    if unsure:
        sentence = " och ".join(unsure)
        todo.append(f"{sentence} står utanför skalan: är det ”vet ej”?")
    family = f"numbers_{low}_{high}"
    recode = dict.fromkeys(nothing, "")
    return scales.Ordered(family, options, tuple(unsure), recode=recode), todo


def _inside(texts: set[str]) -> bool:
    return all(text.isdecimal() and int(text) <= 10 for text in texts)


def _far(texts: set[str], codes: Sequence[str]) -> list[str]:
    """The codes that lie outside the other numbers, with a gap: 9 beside 1–5."""
    rest = [int(text) for text in texts if text not in codes and text.isdecimal()]
    if not rest:
        return []
    return [
        code
        for code in codes
        if int(code) < 0
        or int(code) > 10
        or (int(code) > max(rest) + 2 and len(rest) > 3)
    ]


def _ends_of(
    inside: Sequence[int],
    named: Named | None,
    group: Sequence[Profile],
    about: About,
) -> tuple[int, int, bool]:
    """(lowest step, highest step, whether they are sure)."""
    if named is not None:
        return usual_ends(inside, named)
    if _RECOMMEND.search(group[0].wording) and inside[-1] > 7:
        forms = about.tool == "microsoft_forms"  # whose question of this kind is 0–10
        return 0, 10, forms or inside[0] == 0
    return usual_ends(inside, None)
