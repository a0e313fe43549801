"""The order that options have of themselves: Likert scales, frequencies, bands.

Swedish and English. Low before high, always: a report that shows "Helt" before "Inte
alls" turns a finding around. What is not recognised is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from helpers.core.wording import fold

# Each family from low to high; words on one line mean the same step.
_FAMILIES = {
    "agreement": """
        strongly disagree | disagree strongly | completely disagree | totally disagree
            | stämmer inte alls | instämmer inte alls | håller inte alls med
            | tar helt avstånd | stämmer mycket dåligt | instämmer absolut inte
        disagree | stämmer dåligt | instämmer inte | håller inte med
            | instämmer till liten del | stämmer ganska dåligt | stämmer inte
        slightly disagree | somewhat disagree | tar delvis avstånd | instämmer knappast
            | håller delvis inte med
        neither agree or disagree | neither agree nor disagree | neutral | undecided
            | varken eller | varken instämmer eller tar avstånd | stämmer varken eller
            | varken bra eller dåligt
        slightly agree | somewhat agree | instämmer delvis | stämmer delvis
            | håller delvis med | stämmer ganska bra | instämmer till viss del
        agree | instämmer | stämmer | stämmer bra | håller med | stämmer i stort sett
            | instämmer i stort sett
        strongly agree | agree strongly | completely agree | totally agree
            | stämmer helt | instämmer helt | håller helt med | stämmer mycket bra
            | stämmer precis | instämmer helt och hållet
        """,
    "extent": """
        not at all | inte alls | ingen alls | not | none at all | not critical
        very little | to a very small extent | i mycket liten grad
            | i mycket liten utsträckning | not much
        slightly | a little | to a small extent | i liten grad | i ringa grad | lite
            | i låg grad | i liten utsträckning | minimal | low | låg | liten
        somewhat | to some extent | moderately | delvis | i viss grad | i någon mån
            | till viss del | i viss mån | moderate | medium | medel
            | i viss utsträckning | i någon grad
        very much | to a great extent | to a large extent | considerably | i hög grad
            | i stor utsträckning | till stor del | mycket | high | hög | stor
            | in high degree | a lot
        extremely | to a very great extent | i mycket hög grad | very high
            | mycket hög | i mycket stor utsträckning | a great deal
        completely | fully | helt | helt och hållet | fullt ut | i allra högsta grad
        """,
    "frequency": """
        never | aldrig
        hardly ever | almost never | nästan aldrig | mer sällan | less often
        less than once a year | mindre än en gång per år
        rarely | seldom | sällan
        yearly | annually | once a year | någon gång per år | en gång per år
            | varje år | någon gång om året | årligen
        twice a year | några gånger per år | flera gånger per år | varje halvår
            | a few times a year | ett par gånger per år
        quarterly | every quarter | varje kvartal | någon gång per kvartal
        less than once a month | mindre än en gång i månaden
            | mindre än en gång per månad
        occasionally | sometimes | ibland | då och då | emellanåt
            | vid enstaka tillfällen
        monthly | once a month | varje månad | någon gång per månad | månadsvis
            | en gång i månaden | någon gång i månaden
            | between once a week and once a month
        two or three times a month | varannan vecka | biweekly | every two weeks
        weekly | once a week | varje vecka | någon gång per vecka | veckovis
            | en gång i veckan | någon gång i veckan
            | between once a day and once a week
            | multiple times a month
        several times a week | flera gånger i veckan | flera gånger per vecka
            | multiple times a week
        daily | once a day | every day | dagligen | varje dag | once or more per day
        multiple times a day | more than once a day | several times a day
            | flera gånger om dagen | continuously | hourly | varje timme
        often | frequently | ofta | regularly | regelbundet
        usually | very often | most of the time | mycket ofta | för det mesta | oftast
        always | alltid | constantly
        """,
    "satisfaction": """
        very dissatisfied | very unsatisfied | mycket missnöjd | helt missnöjd
        dissatisfied | unsatisfied | missnöjd | ganska missnöjd | somewhat dissatisfied
        neither satisfied nor dissatisfied | neutral | varken nöjd eller missnöjd
            | varken eller
        satisfied | somewhat satisfied | nöjd | ganska nöjd
        very satisfied | mycket nöjd | helt nöjd
        """,
    "quality": """
        very poor | very bad | mycket dålig | mycket dåligt | terrible
        poor | bad | dålig | dåligt | ganska dålig | ganska dåligt
        fair | average | neutral | acceptable | varken bra eller dålig
            | varken bra eller dåligt | varken eller | okej | godtagbar
        good | bra | god | ganska bra | gott
        very good | mycket bra | mycket god | mycket gott
        excellent | utmärkt | utmärkt bra
        """,
    "effect": """
        very negatively | very negative | mycket negativt | mycket negativ
            | strongly negative
        negatively | negative | negativt | negativ | ganska negativt
            | somewhat negative
        neither | no impact | no effect | neutral | neutralt | varken eller
            | ingen påverkan | varken positivt eller negativt
        positively | positive | positivt | positiv | ganska positivt
            | somewhat positive
        very positively | very positive | mycket positivt | mycket positiv
            | strongly positive
        """,
    "importance": """
        not at all important | not important | unimportant | helt oviktigt | oviktigt
            | inte alls viktigt | inte viktigt
        slightly important | less important | mindre viktigt | inte så viktigt
        somewhat important | moderately important | ganska viktigt | neutral
        important | viktigt
        very important | mycket viktigt
        extremely important | essential | helt avgörande | avgörande
        """,
    "likelihood": """
        very unlikely | highly unlikely | extremely unlikely | mycket osannolikt
            | very likely to decrease
        unlikely | somewhat unlikely | osannolikt | ganska osannolikt
            | somewhat likely to decrease | not likely
        neutral | neither likely nor unlikely | varken eller | possibly | kanske
            | likely to stay the same
        likely | somewhat likely | sannolikt | troligt | ganska troligt
            | ganska sannolikt | somewhat likely to increase
        very likely | highly likely | extremely likely | mycket sannolikt
            | mycket troligt | very likely to increase
        """,
    "change": """
        stop | plan to stop | avsluta | upphöra
        decrease a lot | much less | minska mycket | decrease significantly
        decrease | less | minska | lower | minskat | fewer
        stay the same | no change | unchanged | oförändrat | samma som nu | same
            | remain the same | oförändrad | i samma omfattning
        increase | more | öka | higher | ökat
        increase a lot | much more | öka mycket | increase significantly
        start | starta nytt | starta
        """,
    "familiarity": """
        not at all familiar | not familiar | inte alls | känner inte alls till
            | känner inte till | never heard of
        slightly familiar | heard of | har hört talas om den | har hört talas om
            | känner till lite | känner till namnet
        somewhat familiar | moderately familiar | känner till delvis
            | känner till något
        familiar | ganska väl | känner till ganska väl | känner till väl | känner till
        very familiar | mycket väl | känner till mycket väl | extremely familiar
        """,
    "experience": """
        none | no experience | ingen
        novice | nybörjare | newbie
        beginner | basic | grundläggande
        intermediate | medel | mellan
        advanced | avancerad | proficient
        expert | specialist
        """,
    "duration": """
        hours | timmar
        days | dagar
        weeks | veckor
        months | månader
        years | år
        """,
    "affirmation": """
        no | nej | definitely not
        partly | delvis | in part | to some extent
        yes | ja | definitely
        """,
}

DONT_KNOW = re.compile(
    r"(jag |vi |i )?(vet (ej|inte)|don['’´]?t know|do not know|not sure|unsure"
    r"|osäkert?|kan (ej|inte) (svara|bedöma|ta ställning)( på frågan)?|känner inte till"
    r"|ingen (åsikt|uppfattning)|har ingen (åsikt|uppfattning)|no opinion"
    r"|vill (ej|inte) svara|prefer not to (say|answer)|rather not say|decline to answer"
    r"|not applicable|n/?a|ej (aktuellt|relevant|tillämpligt|tillämpbart)"
    r"|inte (aktuellt|relevant|tillämpligt)|uppgift saknas"
    r"|(i )?(don['’´]?t know|do not know|vet (ej|inte)) (or|eller|/) (not applicable"
    r"|prefer not to answer|ej aktuellt|inte aktuellt|unsure|not sure|n/?a)"
    r"|(i )?don['’´]?t know what .+ is|(i )?don['’´]?t (use|have) .{1,40})\.?",
    re.IGNORECASE,
)
UNKNOWN = re.compile(
    r"(jag |vi |i )?(vet (ej|inte)|don['’´]?t know|do not know|not sure|unsure|osäkert?"
    r"|kan (ej|inte) (svara|bedöma|ta ställning)( på frågan)?"
    r"|ingen (åsikt|uppfattning)|har ingen (åsikt|uppfattning)|no opinion"
    r"|vill (ej|inte) svara|prefer not to (say|answer)|rather not say"
    r"|decline to answer|uppgift saknas"
    r"|(i )?(don['’´]?t know|do not know|vet (ej|inte)) ?(or|eller|/) ?.{1,25})\.?",
    re.IGNORECASE,
)
NONE_OF = re.compile(
    r"(ingen|inget|inga)( (av|dialog|stöd|hinder|samverkan|former?|bidrag|ovanstående"
    r"|dessa|alternativ|åtgärder?)\b.*)?|samverkar (inte|ej)|none( of (the|these).*)?"
    r"|nothing|no barriers|no obstacles|not involved.*|none at all|inget särskilt"
    r"|no processes.*|nothing of the above|(vi )?har inga?.*",
    re.IGNORECASE,
)
OTHER = re.compile(
    r"(annat|annan|annet|andra|övrigt|övriga|other|others|something else|något annat)"
    r"\b\W*(\(?(ange|specify|please|vad|nämligen|vilken|vilket|skriv|beskriv|explain"
    r"|define|describe|text).*)?"
    r"|-oth-|\[?other\]?|other \(.*\)|annat \(.*\)|annat[:,].*|other[:,-].*",
    re.IGNORECASE,
)
MOST_STEPS = 15  # bands of income may be as many; no scale is
YES = frozenset({"ja", "yes", "true", "sant", "y", "j"})
NO = frozenset({"nej", "no", "false", "falskt", "n"})


@dataclass(frozen=True)
class Ordered:
    """Options in their own order, low to high, "vet ej" apart.

    `family` is what kind of order ("frequency", "numbers", …); `likert` whether it is a
    scale and not bands of a size.
    """

    family: str
    options: tuple[str, ...]
    dont_know: tuple[str, ...] = ()
    likert: bool = True
    recode: dict[str, str] = field(default_factory=dict)


def _steps() -> dict[str, dict[str, int]]:
    families: dict[str, dict[str, int]] = {}
    for family, text in _FAMILIES.items():
        joined = re.sub(r"\n\s+\|", " |", text)
        lines = [line for line in joined.splitlines() if line.strip()]
        families[family] = {
            fold(word): step
            for step, line in enumerate(lines)
            for word in line.split("|")
        }
    return families


_STEPS = _steps()


def is_dont_know(option: str) -> bool:
    """Whether an option says that one cannot answer.

    >>> is_dont_know("Vet ej"), is_dont_know("I don't know"), is_dont_know("Aldrig")
    (True, True, False)
    """
    return UNKNOWN.fullmatch(fold(option)) is not None


def is_other(option: str) -> bool:
    """
    >>> is_other("Other (please specify)"), is_other("Annat, nämligen")
    (True, True)
    >>> is_other("Andra kommuner"), is_other("Other vendors")
    (False, False)
    """
    return OTHER.fullmatch(fold(option)) is not None


def is_none(option: str) -> bool:
    """
    >>> is_none("Inga hinder"), is_none("Ingen dialog"), is_none("Ingenjör")
    (True, True, False)
    """
    return NONE_OF.fullmatch(fold(option)) is not None


def recognise(options: Iterable[str]) -> Ordered | None:
    """The order of `options`, or None where they have none that is known.

    >>> recognise(["Ofta", "Aldrig", "Vet ej", "Ibland"]).options
    ('Aldrig', 'Ibland', 'Ofta')
    >>> recognise(["Fler än 25", "3–5", "1–2", "6–25"]).options
    ('1–2', '3–5', '6–25', 'Fler än 25')
    >>> recognise(["Kultur", "Fritid"]) is None
    True
    """
    every = list(dict.fromkeys(options))
    unsure = tuple(option for option in every if is_dont_know(option))
    rest = [option for option in every if option not in unsure]
    if not 2 <= len(rest) <= MOST_STEPS:
        return None
    for find in (_family, _numbers, _bands, _keywords, _explained, _family_and_one):
        found = find(rest)
        if found is not None:
            return Ordered(
                found.family, found.options, unsure, found.likert, found.recode
            )
    return None


def _plain(option: str) -> str:
    return fold(option).casefold().strip(" .!?*")


def _family(options: Sequence[str]) -> Ordered | None:
    words = [_plain(option) for option in options]
    for family, steps in _STEPS.items():
        if all(word in steps for word in words):
            ranks = [steps[word] for word in words]
            if len(set(ranks)) == len(ranks):
                return _in_order(family, options, ranks)
    return None


def _family_and_one(options: Sequence[str]) -> Ordered | None:
    """A family and one option beside it, which stands last: "Inte aktuellt"."""
    for odd in options:
        rest = [option for option in options if option != odd]
        found = _family(rest) if len(rest) > 2 else None
        if found is not None:
            return Ordered(found.family, (*found.options, odd), (), likert=False)
    return None


_ASIDE = re.compile(r"\s+(?:--?|[–—])\s+|:\s+|\s*\(")


def _explained(options: Sequence[str]) -> Ordered | None:
    """Words of a family, most with what they mean: "Varje vecka – minst en gång"."""
    words = {_ASIDE.split(option, maxsplit=1)[0]: option for option in options}
    alone = sum(word == option for word, option in words.items())
    if len(words) < len(options) or alone > 1:
        return None
    found = _family([*words]) or _family_and_one([*words])
    if found is None or found.family == "affirmation":
        return None
    return Ordered(
        found.family, tuple(words[w] for w in found.options), (), found.likert
    )


def _in_order(
    family: str,
    options: Sequence[str],
    ranks: Sequence[float],
    *,
    likert: bool = True,
    recode: dict[str, str] | None = None,
) -> Ordered:
    ordered = [o for _, _, o in sorted(zip(ranks, range(len(ranks)), options))]  # noqa: B905
    yes_no = family == "affirmation"
    return Ordered(family, tuple(ordered), (), likert and not yes_no, recode or {})


_ANCHORED = re.compile(r"(?P<number>\d{1,3})(?:\s*[-–=:.(]\s*\D.*|\s+\D.*)?")


def _numbers(options: Sequence[str]) -> Ordered | None:
    """1 to 5 or 0 to 10, the ends perhaps with words: "1 (None at all)"."""
    matches = [_ANCHORED.fullmatch(fold(option)) for option in options]
    if len(options) < 3 or not all(matches):
        return None
    numbers = [int(match["number"]) for match in matches if match]
    low, high = min(numbers), max(numbers)
    if len(set(numbers)) < len(numbers) or high > 10 or high - low - len(numbers) > 2:
        return None
    words = sum(not fold(option).isdecimal() for option in options)
    usual = (low in (1, 2) and high in (5, 7, 10)) or (low, high) == (0, 10)
    # Bare numbers may be codes; with words at the ends, or at each, they are not.
    anchored = low in (0, 1) and (1 <= words <= 3 or words == len(numbers))
    if not anchored and (words or not usual):
        return None
    return _in_order(f"numbers_{min(low, 1)}_{high}", options, numbers)


_AMOUNT = r"[$€£]?\s?\d{1,3}(?:[ .,\u00a0]\d{3})+|[$€£]?\s?\d+(?:[.,]\d+)?"
_BELOW = r"(?:under|less than|fewer than|färre än|mindre än|up to|upp till|högst|max|<)"
_ABOVE = (
    r"(?:over|över|more than|greater than|mer än|fler än|at least|minst|från|>|from)"
)
_BAND = re.compile(
    rf"(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE}))?\s*(?P<low>{_AMOUNT})\s*%?"
    rf"(?:\s*(?:-|–|—|to|till|and|och)\s*(?P<high>{_AMOUNT})\s*%?)?"
    r"\s*(?P<more>\+|or more|eller fler|eller mer|and over|and more|or above"
    r"|eller längre|or older|eller äldre)?"
    r"\s*(?P<unit>[^\W\d_][\w%\s.()/-]{0,40})?",
    re.IGNORECASE,
)
_UNIT_SIZE = {
    **dict.fromkeys(("minut", "minuter", "minute", "minutes"), 1 / 1440),
    **dict.fromkeys(("timme", "timmar", "hour", "hours"), 1 / 24),
    **dict.fromkeys(("dag", "dagar", "day", "days"), 1.0),
    **dict.fromkeys(("vecka", "veckor", "week", "weeks"), 7.0),
    **dict.fromkeys(("månad", "månader", "month", "months"), 30.4),
    **dict.fromkeys(("år", "year", "years"), 365.0),
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan", "feb", "mar mars", "apr", "may maj", "jun juni", "jul juli"),
            *("aug", "sep sept", "oct okt", "nov", "dec"),
        ),
        start=1,
    )
    for name in names.split()
}
_SPOILT = re.compile(
    r"(?P<day>\d{1,2})[- ](?P<month>[A-Za-z]{3,4})"
    r"|(?P<word>[A-Za-z]{3,4})[- ](?P<number>\d{1,2})"
    r"|\d{4}-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)"
)


def unspoilt(option: str) -> str:
    """The band that a spreadsheet made a date of, or "".

    >>> unspoilt("05-Jan"), unspoilt("20-nov"), unspoilt("2024-05-01"), unspoilt("Ofta")
    ('1–5', '11–20', '1–5', '')
    """
    match = _SPOILT.fullmatch(fold(option))
    if match is None:
        return ""
    if match["iso_month"]:
        parts = int(match["iso_month"]), int(match["iso_day"])
    else:
        month = _MONTHS.get((match["month"] or match["word"]).casefold())
        if month is None:
            return ""
        parts = month, int(match["day"] or match["number"])
    low, high = sorted(parts)
    return f"{low}–{high}" if low < high else ""


def _bands(options: Sequence[str]) -> Ordered | None:
    """Sizes: "1–2", "11 to 49", "Under 10", "20,000 or more", "6-12 months"."""
    recode = _restored(options)
    if len(recode) == len(options):
        return None  # nothing but dates: that they were bands is not known
    restored = list(dict.fromkeys(recode.get(option, option) for option in options))
    matches = [_matched(option) for option in restored]
    units = {unit for unit in map(_unit, matches) if unit is not None}
    # "25 to 34 years" and "65 or older": one unit, or none, is no matter.
    ranks = [
        _band(match, (_unit(match) or 1.0) if len(units) > 1 else 1.0)
        if match
        else None
        for match in matches
    ]
    known = [rank for rank in ranks if rank is not None]
    if len(known) < max(2, len(restored) - 1) or len(set(known)) < len(known):
        return None
    wide = [
        m for m in matches if m and (m["high"] or m["below"] or m["above"] or m["more"])
    ]
    if not wide:
        return None  # numbers, not bands of them
    # One that is no number ("none", "i am retired") stands first or last.
    ranks = [_odd(o) if r is None else r for o, r in zip(restored, ranks, strict=True)]
    filled = [rank if rank is not None else (float("inf"), 0.0) for rank in ranks]
    order = sorted(range(len(filled)), key=lambda place: (filled[place], place))
    return Ordered(
        "bands", tuple(restored[place] for place in order), (), False, recode
    )


def _restored(options: Sequence[str]) -> dict[str, str]:
    """Spoilt band → band, as another answer has it written where one has."""
    whole = {re.sub(r"\D+", "–", option): option for option in options}
    bands = {option: unspoilt(option) for option in options}
    return {option: whole.get(band, band) for option, band in bands.items() if band}


def _odd(option: str) -> tuple[float, float]:
    zero = re.match(r"(ingen|inga|inget|none|zero|no )", fold(option), re.IGNORECASE)
    return (float("-inf"), 0.0) if zero else (float("inf"), 0.0)


def _matched(option: str) -> re.Match[str] | None:
    return _BAND.fullmatch(re.sub(r"\(.*?\)", "", fold(option)).strip())


def _unit(match: re.Match[str] | None) -> float | None:
    """How many days the unit is, where it is one of time."""
    words = (match["unit"] or "").casefold().split() if match else []
    return next((_UNIT_SIZE[word] for word in words if word in _UNIT_SIZE), None)


def _band(match: re.Match[str], size: float) -> tuple[float, float]:
    low = _amount(match["low"]) * size
    high = _amount(match["high"]) * size if match["high"] else low
    if match["below"]:
        return (float("-inf") if not match["high"] else low, low)
    if match["above"] or match["more"]:
        return (low, float("inf"))
    return (low, high)


def _amount(text: str) -> float:
    text = text.lstrip("$€£ \u00a0")
    if re.fullmatch(r"\d{1,3}(?:[ .,\u00a0]\d{3})+", text):
        return float(re.sub(r"\D", "", text))
    return float(text.replace(",", "."))


def _keywords(options: Sequence[str]) -> Ordered | None:
    """Sentences that each hold one word of a family: "I expect it to increase"."""
    words = [_plain(option) for option in options]
    for family, steps in _STEPS.items():
        if family in ("affirmation", "extent", "duration", "experience"):
            continue
        ranks = [_rank_within(word, steps) for word in words]
        known = [rank for rank in ranks if rank is not None]
        if len(known) == len(options) and len(set(known)) == len(known):
            return _in_order(family, options, known)
    return None


def _rank_within(text: str, steps: dict[str, int]) -> int | None:
    """The step whose words the text begins with, else holds."""
    within = [word for word in steps if word in text and _whole(word).search(text)]
    starts = [word for word in within if _whole(word).match(text)]
    longest = max(starts or within, key=len, default=None)
    return None if longest is None else steps[longest]


@cache
def _whole(word: str) -> re.Pattern[str]:
    """The word, and no part of one."""
    return re.compile(rf"\b{re.escape(word)}\b")


def yes_first(options: Sequence[str]) -> list[str]:
    """Yes before no, whatever stands between; "vet ej" last.

    >>> yes_first(["Nej", "Vet ej", "Ja, ibland", "Ja"])
    ['Ja, ibland', 'Ja', 'Nej', 'Vet ej']
    """

    def rank(option: str) -> int:
        first = re.split(r"\W", _plain(option))[0]
        if is_dont_know(option):
            return 3
        return 0 if first in YES else 2 if first in NO else 1

    return sorted(options, key=rank)


def is_yes_no(options: Iterable[str]) -> bool:
    firsts = {re.split(r"\W", _plain(o))[0] for o in options if not is_dont_know(o)}
    return bool(firsts & YES) and bool(firsts & NO)
