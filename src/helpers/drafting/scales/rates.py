"""How often, with a unit of time: "minst en gång i veckan", "2–3 times a month"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from helpers.drafting.scales import lexicon
from helpers.drafting.scales.words import NUMBERS, plain, tokens

Times = tuple[float, float]  # a year, from and to

_UNITS = {
    365.0: """dag|dagen|dagar|dygn|dygnet|day|days|døgnet|dage|tag|tage|päivä|päivässä
        |päivää|dagligen|daglig|dagligt|daily|täglich|päivittäin""",
    52.0: """vecka|veckan|veckor|week|weeks|uke|uken|uka|uge|ugen|uger|woche|viikko
        |viikossa|veckovis|weekly|ukentlig|ugentlig|ugentligt|wöchentlich
        |viikoittain|varjevecka|viikkoa""",
    12.0: """månad|månaden|månader|month|months|måned|måneden|måneder|monat|monate
        |kuukausi|kuukaudessa|månadsvis|monthly|månedlig|månedligt|monatlich
        |kuukausittain""",
    4.0: """kvartal|kvartalet|quarter|kvartalsvis|quarterly|vierteljährlich|quartal
        |neljännesvuosittain""",
    2.0: "halvårsvis|halvår|halvåret|termin|terminen|halbjahr|puolivuosi",
    1.0: """år|året|year|years|jahr|jahre|vuosi|vuodessa|årligen|årlig|årligt|yearly
        |annually|jährlich|vuosittain|12månader|12months""",
}
_YEARLY = {
    word: rate for rate, words in _UNITS.items() for word in re.split(r"[\s|]+", words)
}
_ONE_WORD = re.compile(
    r"(dagl|veckov|daily|weekly|monthly|yearly|annually|quarterly|månadsv|årlig|kvartals|halvårs"
    r"|ukentlig|ugentlig|månedlig|.*lich$|.*itt[aä]in$)"
)

# What stands in a text instead of a count; several is more than one and not so many
# that it is the next unit: "several times a month" is less than once a week.
_COUNTS: tuple[tuple[str, Times], ...] = (
    (r"(ett )?(några|par|few) (gånger|times)|noen ganger|nogle gange|a few times"
     r"|couple of times|muutaman kerran|ein paar mal|par ganger|par gange", (1.4, 3.0)),
    (r"(flera|multiple|several|many|flere|useita|monta|många) "
     r"(gånger|times|ganger|gange|kertoja|kertaa)|mehrmals|more than once"
     r"|mer än en gång|mere end en gang|mer enn en gang|useammin kuin kerran"
     r"|oftare än en gång|öfter als einmal|mehr als einmal", (1.4, 3.0)),
    (r"en till två gånger|(en|one|once) (eller|or) (två gånger|twice)", (1.05, 2.0)),
    (r"någon (enstaka )?gång|noen gang|enstaka gånger?|en eller flera gånger"
     r"|once or more|en eller annen gang|nogen gang|about once", (1.0, 1.3)),
    (r"(en|1|én|ett|one) (gång|gang|time)|once|einmal|kerran|en gång", (1.0, 1.0)),
    (r"twice|zweimal|kahdesti|kaksi kertaa", (2.0, 2.0)),
    (r"dreimal", (3.0, 3.0)),
)  # fmt: skip
_MANY = re.compile(
    r"(?P<low>\d+|[^\W\d_]+)(?:\s*(?:-|–|till|to|or|eller|bis|tot|til)\s*"
    r"(?P<high>\d+|[^\W\d_]+))?\s+(?:gånger|gång|times|time|ganger|gange|mal|kertaa|dagar"
    r"|days|dager|dage|tage|päivää|päivänä)\b"
)
_EACH = re.compile(
    r"\b(varje|every|each|hver|hvert|jede[nrsm]?|joka|var|once a|per|pr|a)\b"
)
_EVERY_OTHER = re.compile(
    r"\b(varannan|vartannat|every other|every two|every second|annenhver|hver anden"
    r"|hver annen|alle zwei|joka toinen)\b"
)
_EVERY_FEW = re.compile(r"\b(every few|var tredje|every third)\b")
_BELOW = re.compile(
    r"^(mer sällan|mindre ofta|mindre|färre|less often|less frequently|less|fewer"
    r"|rarer|sjeldnere|sjældnere|mindre|seltener|weniger|harvemmin|vähemmän)"
    r"( än| than| enn| end| als| kuin)\b"
)
_ABOVE = re.compile(
    r"^(oftare|mer|fler|more often|more frequently|more|oftere|flere|mere|häufiger"
    r"|öfter|mehr|useammin|enemmän)( än| than| enn| end| als| kuin)\b"
)
_LEAST = re.compile(
    r"^(minst|åtminstone|at least|mindst|mindestens|vähintään|i minst)\b"
)
_ALMOST = re.compile(r"\b(nästan|almost|nearly|nesten|næsten|fast|lähes|melkein)\b")
_BETWEEN = re.compile(r"^(?:mellan|between|mellom|mellem)\b(.+)\b(?:och|and|og)\b(.+)$")
_RARER = re.compile(
    r"(ännu )?(mer sällan|mindre ofta)( än så)?|less often( than that)?"
    r"|less frequently|more rarely|sjeldnere|mere sjældent|sjældnere|seltener|harvemmin"
)
_HARDLY = re.compile(
    r"nästan aldrig|nästan aldri|nesten aldri|næsten aldrig|almost never|hardly ever"
    r"|fast nie|so gut wie nie|tuskin koskaan|ei juuri koskaan"
)
# Without a unit, beside steps that have one: more than never, and no more.
_NOW_AND_THEN = re.compile(
    r"(någon|en) enstaka gång|enstaka (gånger|tillfällen)"
    r"|vid (något )?enstaka tillfällen?"
    r"|sällan|rarely|seldom|sjelden|sjældent|selten|harvoin"
)
_OR_OFTENER = re.compile(
    r"( eller| or| oder| tai)?,? (oftare|more often|more|more frequently|oftere|öfter"
    r"|häufiger|useammin)$"
)
_OR_RARER = re.compile(
    r" (eller|or|oder|tai) (mer sällan|mindre ofta|färre|less often|less"
    r"|less frequently|sjeldnere|sjældnere|seltener|harvemmin)$"
)
_OFTENER = re.compile(
    r"oftare( än så)?|more often|more frequently|oftere|häufiger|useammin"
)
_PERIOD = re.compile(r"\b(de )?(senaste|last|past|siste|seneste|letzten) ")


def ranked(labels: Sequence[str]) -> list[int] | None:
    """The places of `labels` from seldom to often, or None where one is no frequency.

    >>> ranked(["Varje vecka", "Aldrig", "Några gånger per år", "Mer sällan"])
    [1, 3, 2, 0]
    """
    read = [_read(plain(label)) for label in labels]
    rates = [one for one in read if one is not None]
    if len(rates) < len(labels) or sum(0 < low < _MOST for low, _ in rates) < 2:
        return None
    order = sorted(range(len(rates)), key=lambda place: rates[place])
    for one, other in pairwise(order):
        if rates[one][1] >= rates[other][0]:
            return None
    return order


def is_rate(label: str) -> bool:
    """
    >>> is_rate("Varje vecka"), is_rate("Ibland")
    (True, False)
    """
    return _read(plain(label)) is not None


_MOST = 1e6
_SELDOM = (1e-6, 1e-5)  # "mer sällan": more than never, less than all that is named


@lru_cache(maxsize=65536)
def _read(text: str) -> Times | None:
    """Times a year, or None. A limit stands just beside what it is a limit of."""
    if _RARER.fullmatch(text) or _NOW_AND_THEN.fullmatch(text):
        return _SELDOM
    if match := _OR_OFTENER.search(text):
        rate = _rate(text[: match.start()].strip())
        return _floor(rate) if rate else None
    if match := _OR_RARER.search(text):
        rate = _rate(text[: match.start()].strip())
        return (_SELDOM[1] * 2, rate[1]) if rate else None
    if _OFTENER.fullmatch(text):
        return (_MOST, _MOST)
    if _never(text):
        return (-1.0, -1.0)
    if _HARDLY.fullmatch(text):
        return (1e-8, 1e-7)
    if match := _BETWEEN.match(text):
        parts = [_rate(part.strip()) for part in match.groups()]
        low, high = sorted(part[0] if part else -1.0 for part in parts)
        return (low * 1.1, high * 0.9) if low > 0 else None
    for pattern, of in ((_BELOW, _below), (_ABOVE, _above), (_LEAST, _floor)):
        if match := pattern.match(text):
            rate = _rate(text[match.end() :].strip())
            return of(rate) if rate else None
    return _rate(text)


def _below(rate: Times) -> Times:
    return (_SELDOM[1] * 2, rate[0] * 0.99)


def _above(rate: Times) -> Times:
    return (rate[1] * 1.01, rate[1] * 1.3)


def _floor(rate: Times) -> Times:
    return (rate[0], rate[0])


_NEVER = frozenset(
    phrase
    for text in (
        lexicon.DIMENSIONS["how_often"]["-1.2 -1.2"],
        lexicon.DEGREES["not_at_all"],
    )
    for phrase in lexicon.alternatives(text)
)
_NOT_ONCE = re.compile(
    r"(ingen|inga|ikke noen|ikke nogen) (gång|gang)\b"
    r"|(never|aldrig|aldri|not) (during|in|under|de|the|i)\b"
)
_WE = {"vi", "jag", "we", "i", "wir", "ich", "jeg", "minä"}
_NOT = {"inte", "ej", "aldrig", "not", "never", "ikke", "aldri", "nicht", "nie", "dont"}


def _never(text: str) -> bool:
    """Never, also as "vi träffas inte" and "ingen gång de senaste 12 månaderna"."""
    words = tokens(text)
    said_of_us = 1 < len(words) <= 3 and words[0] in _WE and bool(_NOT & {*words[1:]})
    return text in _NEVER or bool(_NOT_ONCE.match(text)) or said_of_us


def _rate(text: str) -> Times | None:
    per_year = _unit(text)
    if per_year is None:
        return None
    if _EVERY_OTHER.search(text):
        return (per_year / 2, per_year / 2)
    if _EVERY_FEW.search(text):
        return (per_year / 5, per_year / 2.1)
    low, high = _count(text) or (0.0, 0.0)
    if not low:
        if not _EACH.search(text) and not _ONE_WORD.match(text.split()[-1]):
            return None
        low = high = 1.0
    if _ALMOST.search(text):
        low, high = low * 0.7, low * 0.95
    return (low * per_year, high * per_year)


def _unit(text: str) -> float | None:
    """How many of the unit that is named last go in a year."""
    text = re.sub(r"\b12 (månad|month|måned)\w*", "12månader", text)
    text = _PERIOD.sub("", text)
    found = [_YEARLY[word] for word in re.findall(r"\w+", text) if word in _YEARLY]
    return found[-1] if found else None


def _count(text: str) -> Times | None:
    if re.search(r"12månader|\b12 (månad|month|måned)", text):
        text = re.sub(r"\b12\b", "", text)
    for pattern, times in _COUNTS:
        if re.search(rf"\b(?:{pattern})\b", text):
            return times
    match = _MANY.search(text)
    if match is None:
        return None
    ends = [_number(word) for word in match.groups() if word]
    if None in ends:
        return None
    known = [end for end in ends if end is not None]
    return min(known), max(known)


def _number(word: str) -> float | None:
    return float(word) if word.isdecimal() else NUMBERS.get(word)
