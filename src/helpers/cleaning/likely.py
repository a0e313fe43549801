"""What a value that could not be used probably means: rightly, or not at all."""

from __future__ import annotations

import re

from helpers.core.wording import fold

_ABOUT = r"(?:ca|cirka|c:?a|ungefär|omkring|runt|kring|uppskattningsvis|typ|~|≈)\.?\s*"
_NUMBER = r"\d{1,3}(?:[ .,]\d{3})+|\d+(?:[.,]\d+)?"
_LIKELY = re.compile(rf"(?:{_ABOUT})?({_NUMBER})\s*(.*)", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}([ .,])\d{3}(?:\1\d{3})*")
_SCALES = {
    **dict.fromkeys(("tkr", "kkr", "tusen", "tusental", "k", "tsek", "ksek"), 10**3),
    **dict.fromkeys(("mkr", "mnkr", "msek", "milj", "miljon", "miljoner"), 10**6),
    **dict.fromkeys(("mdkr", "mdr", "miljard", "miljarder"), 10**9),
}
_OF_MONEY = {"kr", "kronor", "krona", "sek", ":-"}
_IN_THOUSANDS = re.compile(
    rf"\b(?:{'|'.join(word for word in _SCALES if word != 'k')})\b|\btals\b"
)
_WORDS = re.compile(r":-|[^\W\d_]+")


def likely_number(text: str, *, asked: str = "", unit: str = "") -> str:
    """The number that a text says in words that are all understood, as it would be
    typed; "" where one is not (another currency, "per månad", "minst", two numbers).

    `asked` is the question, whose own words may stand after the number; `unit` that of
    the answers. A question that asks in thousands is not helped with "5 tkr".

    >>> likely_number("cirka 40 000 kr", unit="kr"), likely_number("3 eller 4")
    ('40000', '')
    >>> likely_number("2,5 mkr"), likely_number("EUR 500"), likely_number("5 kr/mån")
    ('2500000', '', '')
    >>> likely_number("12 föreningar", asked="Hur många föreningar stödjer ni?")
    '12'
    """
    found = _LIKELY.fullmatch(fold(text).casefold())
    if found is None:
        return ""
    stands, after = found[1], found[2]
    words = _WORDS.findall(after)
    if "".join(words) != re.sub(r"[\s.]", "", after):
        return ""  # something stands there that is no word: a slash, a sign
    scales = [_SCALES[word] for word in words if word in _SCALES]
    known = {*_SCALES, *_OF_MONEY, "st", "stycken", *_WORDS.findall(unit.casefold())}
    known |= set(_WORDS.findall(asked.casefold()))
    if not known.issuperset(words) or len(scales) > 1:
        return ""
    if scales and _IN_THOUSANDS.search(f"{asked} {unit}".casefold()):
        return ""
    money = unit.casefold() in _OF_MONEY or bool(_OF_MONEY.intersection(words))
    number = _amount(stands, money=money, scaled=bool(scales))
    if number is None:
        return ""
    return f"{number * (scales or [1])[0]:.12g}".replace(".", ",")


def _amount(stands: str, *, money: bool, scaled: bool) -> float | None:
    """The number as Swedes write it; None where a sign may mean decimals or thousands
    ("1,500" of what is no money, or before "mkr")."""
    if grouped := _THOUSANDS.fullmatch(stands):
        if grouped[1] != " " and (scaled or not money):
            return None
        return float(re.sub(r"[ .,]", "", stands))
    plain = stands.replace(",", ".")
    return float(plain) if plain.count(".") < 2 and " " not in plain else None
