"""A number: how many, how much, a share, an amount of money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from helpers.cleaning.coding import parse_number
from helpers.drafting import scales
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis
from helpers.drafting.recognition.options import are_choices
from helpers.drafting.recognition.profiles import Drafted, Keys, Profile

FEW = 8  # so few different whole numbers may as well be codes or a scale
MOST_WORDS = 0.1  # of the cells may hold something else than a number
ASKS_HOW_MUCH = re.compile(
    r"hur (många|mycket|stor|gammal|gamla|länge|lång)|\bantal|how (many|much|old|long)"
    r"|number of|belopp|kronor|\bkr\b|tkr|mkr|sek\b|procent|percent(age)?|%|amount"
    r"|budget|years? of|\bålder\b|\bage\b|kostnad|utbetal|årsarbet|timmar|hours"
    r"|dagar|minuter|hvor mange|kuinka monta|wie ?viele",
    re.IGNORECASE,
)
# Codes for "no answer" that tools and statisticians use.
_NO_ANSWER = (
    *(-9, -99, -999, -8, -88, -77, -7, -1),
    *(77, 88, 97, 98, 99, 777, 888, 997, 998, 999),
)
_THOUSANDS = re.compile(
    r"(tkr|tusen(tals)? kr|mkr|miljoner|\d\s?k\b|\d'(?!\d))", re.IGNORECASE
)
_PAY = re.compile(r"\blön|inkomst|salary|income|wage", re.IGNORECASE)
_FIVE_DIGITS = re.compile(r"[1-9]\d{4}")
_POSTCODE = re.compile(r"0\d+")
_OF_A_PERSON = re.compile(r"\+?[1-9]\d{7,12}")  # a telephone, an id: no amount
_THREE_DECIMALS = re.compile(r"\d{1,3}[.,]\d{3}")
_RUN_OF_CODES = re.compile(r"1?2?3?4?5?6?7?8?9?")


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    parsed = {text: parse_number(text) for text in profile.counts}
    known = {text: number for text, number in parsed.items() if number is not None}
    share = sum(profile.counts[text] for text in known) / max(1, profile.filled)
    if share < 0.5 or profile.most(_POSTCODE.match, 0.5):
        return
    asked = ASKS_HOW_MUCH.search(profile.wording) is not None
    declared = profile.column.format in ("percent", "money", "duration")
    if share < 1 - MOST_WORDS and not (asked or declared):
        return
    if share < 1 and _bands(profile):
        return
    if profile.category and are_choices(profile.wording, known):
        return
    if not asked and not declared and profile.most(_OF_A_PERSON.fullmatch, 0.9):
        return
    whole = all(number.is_integer() for number in known.values())
    few = whole and len(profile.texts) < FEW
    if few and {*known.values()} <= {0, 1} and not asked:
        return  # yes and no
    drafted = _drafted(profile, known, whole=whole)
    if share < 1:
        _tell_words(drafted, profile, known)
    if whole and not asked and all(1850 <= number <= 2050 for number in known.values()):
        drafted.todo.append(
            "är det årtal? Skriv dem utan decimaler, så blir de perioder"
        )
    money = asked or declared or _PAY.search(profile.wording) is not None
    if not money and profile.most(_FIVE_DIGITS.fullmatch, 0.95):
        drafted.todo.append("femsiffriga tal: är det postnummer? Då personal: true")
    evidence = (
        Evidence.FILE if declared else Evidence.HEADER if asked else Evidence.CELLS
    )
    fit = 0.8 * share
    if evidence == Evidence.CELLS and few:
        fit = 0.55 if "0" in profile.counts or len(profile.texts) > 5 else 0.4
    ends = f"{min(known.values()):g}–{max(known.values()):g}"
    yield Hypothesis("tal", drafted, evidence, fit, f"tal ({ends})")


def _bands(profile: Profile) -> bool:
    """Whether the numbers are steps among bands: 1, 2, 3–5, 6–9, 10+."""
    ordered = scales.recognise(profile.texts)
    return ordered is not None and ordered.family == "bands"


def _drafted(profile: Profile, known: dict[str, float], *, whole: bool) -> Drafted:
    keys: Keys = {"type": "number", "column": profile.column.name}
    if unit := unit_of(profile):
        keys["unit"] = unit
    drafted = Drafted(keys | ({"whole": True} if whole else {}), [profile.column])
    put_no_answer(drafted, [profile])
    if any(_THOUSANDS.search(text) for text in [profile.wording, *profile.counts]):
        drafted.todo.append("är beloppen i tusental eller miljoner? Skriv det i unit")
    drafted.todo += _doubts(profile, known, str(keys.get("unit", "")))
    return drafted


def _doubts(profile: Profile, known: dict[str, float], unit: str) -> Iterator[str]:
    """What the numbers may be other than what they seem."""
    if unit != "kr" and profile.most(_THREE_DECIMALS.fullmatch, 0.9):
        example = next(iter(known))
        yield f"är ”{example}” tusental eller decimaler? Här läses {known[example]:g}"
    shares = [n for n in known.values() if 0 < n < 1]
    if unit == "%" and shares and max(known.values()) > 1 and len(shares) > 2:
        yield f"en del är delar av 1 ({min(shares):g}), andra procent: gör dem lika"
    several = sum(len(text) > 2 for text in known)
    if several > 2 and all(map(_RUN_OF_CODES.fullmatch, known)):
        example = next(text for text in known if len(text) > 2)
        yield f"är det koder i följd (”{example}” = {', '.join(example)})?"


def put_no_answer(drafted: Drafted, group: Sequence[Profile]) -> None:
    """Codes far outside the other numbers that often stand for no answer are not
    counted, and are asked about."""
    counts: dict[str, float] = {}
    for profile in group:
        for text in profile.counts:
            number = parse_number(text)
            if number is not None:
                counts[text] = number
    codes = no_answer_codes(counts)
    if codes:
        recode = drafted.keys.setdefault("recode", {})
        recode |= dict.fromkeys(codes, "")
        listed = ", ".join(codes)
        drafted.todo.append(f"betyder {listed} inget svar? Det räknas så (recode)")


def no_answer_codes(numbers: dict[str, float]) -> list[str]:
    """Which texts stand for no answer, by where their numbers lie.

    >>> no_answer_codes({"3": 3.0, "12": 12.0, "7": 7.0, "-9": -9.0})
    ['-9']
    >>> no_answer_codes({"80": 80.0, "99": 99.0, "120": 120.0})
    []
    """
    rest = [n for n in numbers.values() if n not in _NO_ANSWER]
    if not rest:
        return []
    low, high = min(rest), max(rest)
    found = [
        text
        for text, number in numbers.items()
        if number in _NO_ANSWER
        and ((number < 0 <= low) or (number > max(20, 3 * high)))
    ]
    return sorted(found)


def no_answer_among_words(texts: Sequence[str]) -> list[str]:
    """Codes for no answer where all the other answers are words.

    >>> no_answer_among_words(["Ja", "-99", "Nej"]), no_answer_among_words(["1", "-99"])
    (['-99'], [])
    """
    codes = {text for text in texts if text in map(str, _NO_ANSWER)}
    words = [text for text in texts if text not in codes]
    worded = all(any(char.isalpha() for char in text) for text in words)
    return sorted(codes) if len(words) > 1 and worded else []


def _tell_words(drafted: Drafted, profile: Profile, known: dict[str, float]) -> None:
    words = [text for text in profile.texts if text not in known]
    gone = sum(profile.counts[text] for text in profile.counts if text not in known)
    shown = ", ".join(f"”{text[:30]}”" for text in words[:4])
    drafted.todo.append(
        f"{gone} av {profile.filled} svar är inget tal ({shown}) och räknas inte. "
        "Gör om dem med recode, eller ändra frågans typ"
    )


def is_number(profile: Profile) -> bool:
    return profile.most(lambda text: parse_number(text) is not None, 0.9)


def unit_of(profile: Profile) -> str:
    """kr or %, where the header or most cells say so."""
    if profile.column.format == "percent":
        return "%"
    if profile.column.format == "money":
        return "kr"
    money = re.compile(r"\bt?kr\b|kronor|\bSEK\b|\d\s?:-", re.IGNORECASE)
    percent = re.compile(r"\bprocent\b|\bpercent\b|\(%\)|\bandel\b", re.IGNORECASE)
    if money.search(profile.wording) or profile.most(money.search, 0.5):
        return "kr"
    ended = profile.most(lambda text: text.endswith("%"), 0.5)
    return "%" if percent.search(profile.wording) or ended else ""
