"""Bands of sizes: "1–2", "Under 10 000 kr", "20 eller fler", "6-12 months."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from helpers.core.wording import fold
from helpers.drafting.scales.words import NUMBERS, plain

Band = tuple[float, float]

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

_NUMBER = r"(?:\d{1,3}(?:[ .,']\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
_TIMES = {  # what an amount is written in → times as much
    word: times
    for times, words in {
        1e3: "tkr tusen thousand tusind k t tuhat tuhatta tsd kb",
        1e6: "mkr miljoner miljon mnkr million millions mio milj m mb",
        1e9: "miljarder miljard billion billions mdr gb",
        1e12: "tb",
    }.items()
    for word in words.split()
}
_DAYS = {
    word: days
    for days, words in {
        1 / 1440: "minut minuter minute minutes minutter min minuten",
        1 / 24: "timme timmar tim hour hours time timer h stunde stunden tunti tuntia",
        1.0: "dag dagar day days dager dage tag tage päivää",
        7.0: "vecka veckor week weeks uke uker uge uger woche wochen viikkoa",
        365 / 12: """månad månader mån month months måned måneder monat monate monaten
            kuukautta""",
        365.0: "år years year jahr jahre jahren vuosi vuotta årig åriga årigt yrs",
    }.items()
    for word in words.split()
}


def _any(words: str) -> str:
    """A pattern for the phrases of a text, the longest first."""
    phrases = sorted((" ".join(w.split()) for w in words.split("|")), key=len)
    return "|".join(map(re.escape, reversed(phrases)))


_BELOW = _any("""
    under | below | före | before | prior to
    | less than | fewer than | färre än | mindre än | lägre än | < | unter
    | kortare tid än
    | kortare än | yngre än | younger than | mindre enn | færre enn | mindre end
    | færre end | yngre enn | yngre end | weniger als | jünger als | vähemmän kuin
    | alle
""")
_TO = _any("""
    up to | next | within | inom | upp till
    | högst | at most | max | maximalt | inntil | op til | bis zu | bis
    | höchstens | enintään | ≤ | <=
""")
_ABOVE = _any("""
    over | över | above | more than | greater than | mer än | fler än | högre än | >
    | längre tid än
    | längre än | äldre än | longer than | older than | mer enn | flere enn | eldre enn
    | mere end | flere end | ældre end | mehr als | über | älter als | länger als
    | lengre enn | længere end | yli | enemmän kuin
""")
_FROM = _any(
    "at least | minst | från | from | mindst | mindestens | ab | vähintään | ≥ | >="
)
_MORE = _any("""
    + | or more | or later | eller senare | och senare | eller senere
    | or over | or older | or above | or longer | and over | and more | plus
    | and above | and older | eller fler | eller mer | eller mera | eller längre
    | eller äldre | eller över | eller högre | eller större | och över | och äldre
    | och uppåt | och mer | och fler | eller flere | eller eldre | eller lenger
    | eller mere | eller ældre | eller længere | eller større | og over | og eldre
    | oder mehr | oder älter | und mehr | oder länger | und älter | tai enemmän
    | tai vanhempi | ja yli
""")
_FEWER = _any("""
    or less | or fewer | or under | or younger | or below | and under | eller färre
    | eller mindre | eller yngre | eller under | eller kortare | eller lägre | och yngre
    | eller færre | oder weniger | oder jünger | tai vähemmän | tai nuorempi
""")
_BAND = re.compile(
    rf"(?:(?P<below>{_BELOW})|(?P<to>{_TO})|(?P<above>{_ABOVE})|(?P<from>{_FROM})"
    r"|mellan|between|mellom|mellem|zwischen)?\s*"
    rf"(?:[$€£]|sek|eur|usd)?\s*(?P<low>{_NUMBER})\s*(?P<early>[^\W\d]{{1,12}}|%)??\s*"
    r"(?:(?:-|–|—|−|to|till|til|bis|and|och|og|und|upp till|up to|men|but)\s*"
    r"(?:under|less than|färre än|mindre än)?\s*"
    rf"[$€£]?\s*(?P<high>{_NUMBER})\s*)?(?P<rest>[^\W\d_+%]?[^\d]{{0,50}})"
)
_AND_MORE = re.compile(rf"(?:^|\s|(?<=\w))(?:{_MORE})(?!\w)")
_OR_FEWER = re.compile(rf"(?:^|\s)(?:{_FEWER})(?!\w)")
_ZERO = re.compile(
    r"(ingen|inga|inget|none|zero|no|noll|nul|null|keine?|ei yhtään|ikke noen|intet"
    r"|aldrig|never|aldri|nie|ei koskaan)"
    r"(?P<of> \S+)?"
)
_BEFORE_HYPHEN = re.compile(r"(?<=\d)-(?=(?:[^\W\d_]+)$)")  # 18-åringar


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


def restored(options: Sequence[str]) -> dict[str, str]:
    """Spoilt band → band, as another answer has it written where one has."""
    whole = {re.sub(r"\D+", "–", option): option for option in options}
    bands = {option: unspoilt(option) for option in options}
    return {option: whole.get(band, band) for option, band in bands.items() if band}


def ranked(labels: Sequence[str]) -> list[int] | None:
    """The places of `labels` from small to large, or None where one is no band, one
    lies within another, or all are bare numbers (which may be codes).

    >>> ranked(["Fler än 25", "3–5", "1–2", "6–25", "Inga"])
    [4, 2, 1, 3, 0]
    >>> ranked(["All tid", "Mer än hälften", "Ingen", "Mindre än hälften"])
    [2, 3, 1, 0]
    """
    words = [plain(label) for label in labels]
    matches = [_matched(text) for text in words]
    units = {unit for m in matches if m and (unit := _days(m)) is not None}
    timed = len(units) > 1
    shares = any(_SHARED.search(text) for text in words)
    bands = [
        _band(match, timed=timed) if match else _none(text) or _all(text, of=shares)
        for match, text in zip(matches, words, strict=True)
    ]
    known = [band for band in bands if band is not None]
    if len(known) < len(labels) or not any(_is_wide(m) for m in matches if m):
        return None
    order = sorted(range(len(known)), key=lambda place: known[place])
    for one, other in pairwise(order):
        if known[one][1] > known[other][1] + 1e-6 or known[one] == known[other]:
            return None
    return order


def is_size(label: str) -> bool:
    """Whether a label is a band or a number of something.

    >>> is_size("1–5 anställda"), is_size("2 rum"), is_size("Kultur")
    (True, True, False)
    """
    return _matched(plain(label)) is not None


_SHARES = {  # a part of all, in words → percent
    word: percent
    for percent, words in {
        "25": """en fjärdedel|a quarter|one quarter|en fjerdedel|ein viertel|neljännes
            |neljäsosa""",
        "33": "en tredjedel|a third|one third|ein drittel|kolmasosa|kolmannes",
        "50": """hälften|half|halvparten|halvdelen|die hälfte|der hälfte|puolet|puolta
            |halva tiden|half of the time|half the time""",
        "67": "två tredjedelar|two thirds|to tredjedele|to tredjedeler|zwei drittel",
        "75": """tre fjärdedelar|three quarters|tre fjerdedele|tre fjerdedeler
            |drei viertel""",
    }.items()
    for word in (" ".join(one.split()) for one in words.split("|"))
}
_SHARED = re.compile(rf"\b({_any('|'.join(_SHARES))})\b")
_ABOUT = re.compile(
    r"^(ungefär|cirka|ca|omkring|runt|about|around|roughly|approximately|omtrent"
    r"|omkring|etwa|ungefähr|rund|noin)\.? "
)
_ALL = re.compile(
    r"(all|allt|alla|samtliga|hela|all of|alt|alle|alles|kaikki|koko)"
    r"( (the )?\S+)?"
)
_A = re.compile(r"\ban? (?=(?:year|month|week|day|hour|minute)\b)")
_WORDED = re.compile(r"\b(" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")\b")


@lru_cache(maxsize=65536)
def _matched(text: str) -> re.Match[str] | None:
    """A label as a band; number words are numbers where there are no digits."""
    text = _BEFORE_HYPHEN.sub(" ", text)
    if not re.search(r"\d", text):
        text = _SHARED.sub(lambda found: _SHARES[found[1]], _ABOUT.sub("", text))
        text = _WORDED.sub(lambda found: str(NUMBERS[found[1]]), text)
        text = _A.sub("1 ", text)
    return _BAND.fullmatch(text)


def _is_wide(match: re.Match[str]) -> bool:
    names = ("high", "below", "above", "to", "from")
    return any(match[name] for name in names) or bool(_open(match))


def _band(match: re.Match[str], *, timed: bool) -> Band | None:
    unit = _factor(match, timed=timed)
    band = match["early"] or ""
    early = _DAYS.get(band, 0.0) if timed else _TIMES.get(band, 1.0) if band else 0.0
    low = _amount(match["low"]) * (early or unit)
    high = _amount(match["high"]) * unit if match["high"] else low
    if match["below"] and not match["high"]:
        return (float("-inf"), low)
    if (match["to"] or _open(match) == "fewer") and not match["high"]:
        return (float("-inf"), low + 1e-9)
    if match["above"] or match["from"] or _open(match) == "more":
        return (low if not match["above"] else low + 1e-9, float("inf"))
    return (low, high) if low <= high else None


def _open(match: re.Match[str]) -> str:
    """more ("20 eller fler"), fewer ("20 eller färre") or ""."""
    if _AND_MORE.search(match["rest"]):
        return "more"
    return "fewer" if _OR_FEWER.search(match["rest"]) else ""


def _words(match: re.Match[str]) -> list[str]:
    return re.findall(r"[^\W\d_]+", f"{match['early'] or ''} {match['rest']}")


def _days(match: re.Match[str]) -> float | None:
    """How many days the unit is, where it is one of time."""
    return next((_DAYS[word] for word in _words(match) if word in _DAYS), None)


def _factor(match: re.Match[str], *, timed: bool) -> float:
    after = re.findall(r"[^\W\d_]+", match["rest"])
    if timed:
        # "25 to 34 years" and "65 or older": where units differ, each must be said.
        found = [_DAYS[word] for word in after if word in _DAYS]
        return found[0] if found else 1.0
    return next((_TIMES[word] for word in after if word in _TIMES), 1.0)


def _none(text: str) -> Band | None:
    match = _ZERO.fullmatch(text)
    return (float("-inf"), 0.0) if match else None


def _all(text: str, *, of: bool) -> Band | None:
    """Above every share, where the bands are shares (`of`): "all tid"."""
    return (float("inf"), float("inf")) if of and _ALL.fullmatch(text) else None


def _amount(text: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:[ .,']\d{3})+", text):
        return float(re.sub(r"\D", "", text))
    return float(text.replace(",", "."))
