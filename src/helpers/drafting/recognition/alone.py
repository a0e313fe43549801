"""One column → one question, by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from helpers.cleaning.coding import parse_number
from helpers.cleaning.privacy import find_personal, likely_personal
from helpers.drafting import scales
from helpers.drafting.recognition.joined import ONE_COLUMN_EACH, find_joined
from helpers.drafting.recognition.options import put_options
from helpers.drafting.recognition.parts import is_number, unit_of
from helpers.drafting.recognition.profiles import (
    LONGEST_OPTION,
    MOST_OPTIONS,
    Drafted,
    Profile,
)
from helpers.exports.codelist import unknown_code

_KEY = re.compile(
    r"(kolumn [a-z]{1,3}|unnamed.*|index|row|rad|nr|#|(.*\b)?id|.*nummer|löpnr"
    r"|respondent\w*|svar|case|serial|seq\w*)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(ange|please provide|skriv|your|ditt|er).{0,30}\b(agency|organisation(ens)?"
    r"|förening(ens)?|company)('s)? (name|namn)"
    r"|namnet på (er|din) (organisation|förening)"
    r"|\b(postal|zip|post) ?codes?\b|postnummer|postadress|hemadress",
    re.IGNORECASE,
)
_ROBOT = re.compile(r"not a robot|inte (är )?en robot|captcha", re.IGNORECASE)
_HOW_MANY = re.compile(r"hur många|\bantal\b|how many|number of", re.IGNORECASE)
_AMOUNT = re.compile(
    r"hur (många|mycket|stor)|antal|how (many|much)|number of|belopp|kronor|\bkr\b"
    r"|sek\b|procent|percent(age)?|%|amount|budget|years? of|duration",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(
    r"något (mer|annat)|övrigt|kommentar|anything else|comments?\b|synpunkt|exempel"
    r"|beskriv|berätta|describe|explain|varför|\bwhy\b|underlättar",
    re.IGNORECASE,
)
_STEPS = re.compile(
    r"(?<!\d)(?P<low>[01])\s*(?:-|–|till|to)\s*(?P<high>[4-9]|10)(?!\d)"
)
BESIDE = frozenset({"0", "8", "9", "88", "98", "99"})
MANY_TIMES = 10  # so many answers to each different text are not people's own words
_DATES = (
    ("", r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?"),
    ("%Y", r"(19|20)\d\d"),
    ("%Y/%m/%d", r"\d{4}/\d{1,2}/\d{1,2}"),
    ("%d/%m/%Y", r"\d{1,2}/\d{1,2}/\d{4}"),
    ("%m/%d/%Y", r"\d{1,2}/\d{1,2}/\d{4}"),
    ("%d.%m.%Y", r"\d{1,2}\.\d{1,2}\.\d{4}"),
    ("%Y%m%d", r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"),
    ("%Y-%m", r"(19|20)\d\d-(0[1-9]|1[0-2])"),
)


def of_no_use(profile: Profile) -> str:
    """Why a column is no question ("inga svar", "löpnummer" …), or ""."""
    if not profile.filled:
        return "inga svar"
    if _ROBOT.search(profile.wording):
        return "kontroll mot robotar"
    unique = len(profile.counts) == profile.filled > 5
    if not unique:
        return ""
    if profile.most(str.isdecimal, 1.0):
        numbers = sorted(int(text) for text in profile.counts)
        running = len(numbers) > 19 and numbers[-1] - numbers[0] < 1.5 * len(numbers)
        if _KEY.fullmatch(profile.column.name) or running:
            return "löpnummer"
    key = re.compile(r"R_\w{10,}|[0-9a-f-]{32,36}", re.IGNORECASE)
    return "verktygets nyckel" if profile.most(key.fullmatch) else ""


def find_alone(
    profile: Profile, tool: str, codes: Mapping[str, str], other: str
) -> Drafted:
    """What the column asks. What is none of the kinds is a text."""
    column = profile.column
    text = Drafted({"type": "text", "column": column.name}, [column], profile.wording)
    sample = [t for t in profile.texts[:200] for _ in range(min(3, profile.count(t)))]
    if likely_personal(profile.wording, sample) or _asks_who(profile):
        text.keys["personal"] = True
        text.todo.append("troligen personuppgift: läses inte in. Stämmer det?")
        return text
    drafted = (
        _coded(profile, codes)
        or _date(profile)
        or find_joined(profile, tool, other)
        or _scale_of_numbers(profile)
        or _number(profile)
        or (None if _typed(profile, tool) else _single(profile, other))
        or text
    )
    if _holds_personal(drafted):
        drafted = text
    if profile.tick and len(profile.texts) == 1 < profile.filled:
        drafted = text  # all who ticked have ticked: there is no share in that
        drafted.todo.append("bara kryss: hör kolumnen till en fråga intill?")
    drafted.wording = profile.wording
    if column.option:
        drafted.wording = f"{column.question} [{column.option}]".strip()
    return drafted


def _asks_who(profile: Profile) -> bool:
    """Whether it is asked which organisation, or what address, answers."""
    return bool(_WHO.search(profile.wording)) and len(profile.texts) > MOST_OPTIONS


def _holds_personal(drafted: Drafted) -> bool:
    """Whether somebody's number or address would become an option."""
    listed = drafted.keys.get("options", ())
    return any(f.kind != "name" for option in listed for f in find_personal(option))


# ---------------------------------------------------------------- codes


def _coded(profile: Profile, codes: Mapping[str, str]) -> Drafted | None:
    """Codes with a list of what they mean, or a file's own labels."""
    column = profile.column
    drafted = Drafted({"type": "single", "column": column.name}, [column])
    if column.scale and all(text in column.scale for text in profile.texts):
        put_options(drafted, profile.texts, given=column.scale)
        return drafted
    known = [text for text in profile.texts if text in codes]
    if len(codes) < 2 or len(known) < max(1, 0.6 * len(profile.texts)):
        return None
    restored = {code: scales.unspoilt(label) or label for code, label in codes.items()}
    over = [text for text in profile.texts if text not in codes]
    put_options(drafted, profile.texts, restored | {o: unknown_code(o) for o in over})
    if all(label == unknown_code(code) for code, label in codes.items()):
        drafted.todo.append(
            "kodlistan ger en kod två betydelser; vad betyder koderna? Skriv i recode"
        )
    elif over:
        listed = ", ".join(over)
        drafted.todo.append(f"koden {listed} saknas i kodlistan; vad betyder den?")
    return drafted


# ---------------------------------------------------------------- dates, numbers


def _date(profile: Profile) -> Drafted | None:
    for form, pattern in _DATES:
        fits = re.compile(pattern).fullmatch
        if not profile.most(fits, 0.9):
            continue
        texts = pd.Series([text for text in profile.counts if fits(text)], dtype=object)
        read = pd.to_datetime(texts, format=form or "ISO8601", errors="coerce")
        rest = [text for text in profile.texts if not fits(text)]
        if read.isna().mean() > 0.05 or scales.recognise([*rest, *texts[:1]]):
            continue  # bands, some of which Excel has made dates of
        keys: dict[str, Any] = {"type": "date", "column": profile.column.name}
        return Drafted(keys | ({"format": form} if form else {}), [profile.column])
    return None


def _scale_of_numbers(profile: Profile) -> Drafted | None:
    """1 to 5, or 0 to 10: a scale, unless the question asks how many."""
    unsure = _beside_the_scale(profile)
    steps = [text for text in profile.texts if text != unsure]
    ordered = scales.recognise(steps, wording=profile.wording)
    if ordered is None or not ordered.family.startswith("numbers_"):
        return None
    keys = {"type": "single", "column": profile.column.name}
    drafted = Drafted(keys, [profile.column], ordered=ordered)
    if unsure:
        drafted.ordered = replace(ordered, dont_know=(unsure,))
        drafted.todo.append(f"{unsure} står utanför skalan: är det ”vet ej”?")
        return drafted
    if _HOW_MANY.search(profile.wording) or not profile.category:
        return None
    if ordered.doubt:
        drafted.todo.append(ordered.doubt)
    return drafted


def _beside_the_scale(profile: Profile) -> str:
    """The one code outside the scale that a question names: 9 of "Hur nöjd? (1–5)"."""
    named = _STEPS.search(profile.wording)
    if named is None or not profile.category:
        return ""
    steps = {str(n) for n in range(int(named["low"]), int(named["high"]) + 1)}
    over = [text for text in profile.texts if text not in steps]
    found = len(over) == 1 and over[0] in BESIDE and len(profile.texts) > 3
    return over[0] if found and scales.recognise([*steps]) else ""


def _number(profile: Profile) -> Drafted | None:
    if not is_number(profile):
        return None
    whole = profile.most(lambda text: float(parse_number(text) or 0).is_integer(), 1.0)
    counts = _AMOUNT.search(profile.wording) or "0" in profile.counts
    if whole and not counts and len(profile.texts) < 8:
        return None  # codes of something
    if profile.most(lambda text: text.startswith("0") and len(text) > 1, 0.5):
        return None  # postcodes and the like
    keys: dict[str, Any] = {"type": "number", "column": profile.column.name}
    if unit := unit_of(profile):
        keys["unit"] = unit
    return Drafted(keys | ({"whole": True} if whole else {}), [profile.column])


# ---------------------------------------------------------------- one option


def _single(profile: Profile, other: str) -> Drafted | None:
    """One of a few options; rare texts beside them are other-text."""
    if not profile.category or _sentences(profile):
        return None
    texts = [text for text in profile.texts if text.casefold() != "-oth-"]
    common = texts
    if len(texts) > 12 or any(len(text) > LONGEST_OPTION for text in texts):
        # Fewer than five are not shown anyway: they are clearer among the others.
        least = max(5 if profile.filled >= 100 else 2, -(-profile.filled // 200))
        common = [
            text
            for text in texts[:MOST_OPTIONS]
            if profile.count(text) >= least and len(text) <= LONGEST_OPTION
        ]
    own = [text for text in texts if text not in common]
    covered = sum(profile.count(text) for text in common)
    if not common or covered < 0.6 * profile.filled or (own and len(common) < 2):
        return None
    drafted = Drafted(
        {"type": "single", "column": profile.column.name}, [profile.column]
    )
    put_options(drafted, common)
    listed = [text for text in common if scales.is_other(text)]
    if own or listed or len(texts) < len(profile.texts):
        drafted.keys["other"] = listed[0] if listed else other
    if len(texts) < len(profile.texts):  # LimeSurvey's word for an option of one's own
        drafted.keys.setdefault("recode", {})["-oth-"] = drafted.keys["other"]
    if own:
        said = "ovanligt svar" if len(own) == 1 else "ovanliga svar"
        drafted.todo.append(
            f"{len(own)} {said} räknas som ”{drafted.keys['other']}”; rätt?"
        )
    return drafted


def _typed(profile: Profile, tool: str) -> bool:
    """Whether people wrote the answers themselves, in a tool that keeps what they write
    apart from its options: "Zenodo" and "zenodo"."""
    return tool in ONE_COLUMN_EACH and len(profile.texts) < len(profile.counts)


def _sentences(profile: Profile) -> bool:
    """Whether people have answered in their own words, some of them the same ones."""
    long = [text for text in profile.texts if len(text) > 20]
    ended = [text for text in profile.texts if text.endswith((".", "!"))]
    asked = _OWN_WORDS.search(profile.wording) is not None
    if profile.filled >= MANY_TIMES * len(profile.texts):
        return False  # sentences that the form offered
    if asked and len(long) > 0.5 * len(profile.texts):
        return True
    return len(profile.texts) > 2 and len(ended) > 0.5 * len(profile.texts)
