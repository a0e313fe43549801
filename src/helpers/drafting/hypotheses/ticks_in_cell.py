"""Several options in one cell: what separates them, and which parts are options."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from helpers.cleaning.coding import parse_number
from helpers.core.wording import fold
from helpers.drafting import scales
from helpers.drafting.hypotheses.rank import ranked
from helpers.drafting.hypotheses.single import ONE_COLUMN_EACH
from helpers.drafting.recognition.grouping import Group
from helpers.drafting.recognition.judge import About, Evidence, Hypothesis, counts_said
from helpers.drafting.recognition.options import (
    one_writing,
    others_last,
    own_words_said,
    put_codes,
    special,
)
from helpers.drafting.recognition.profiles import (
    FEWEST_GAVE,
    LONGEST_OPTION,
    MOST_OPTIONS,
    Drafted,
    Keys,
    Profile,
    merged_case,
    most_common,
)

TYPED = (
    "+",
    "&",
    "•",
    "/",
    "–",
)  # by hand: only where nearly each part is an answer too
SEPARATORS = (";#", ";", "\n", ", ", ",", " | ", "|", *TYPED, " ")
JSON = "[, ]"  # a list in brackets, whatever it is joined by
BETWEEN = {JSON: ", "}  # how survey.yml writes it
Lists = dict[str, list[str]]

_ONE_SPELLING = 0.98  # of what a form wrote; people spell in their own ways
_EXPLAINED = 0.7  # of the combined answers must be made of parts that recur
_SEVERAL = re.compile(
    r"(all|alla|flera|fler|multiple|any) (that|som|svar|alternativ|of|svarsalternativ)"
    r"|check all|select all|kryssa|välj (alla|högst|flera|upp till|max)|flerval"
    r"|select as many|mark all|one or more|ett eller flera|choose (all|up to)",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:högst|max(?:imalt)?|upp till|at most|up to|(?:choose|select|pick|name)"
    r"(?: the)?(?: top| up to)?|top|välj)\s+"
    r"(?P<number>\d|två|tre|fyra|fem|two|three|four|five)\b",
    re.IGNORECASE,
)
_WORDS = {"två": 2, "tre": 3, "fyra": 4, "fem": 5}
_WORDS |= {"two": 2, "three": 3, "four": 4, "five": 5}


def propose(group: Group, about: About) -> Iterator[Hypothesis]:
    (profile,) = group.profiles
    if about.tool in ONE_COLUMN_EACH and not profile.column.separator:
        return
    given = profile.column.separator
    for separator in (given,) if given else _likeliest(profile):
        if separator != JSON and ranked(profile, separator.strip() or separator):
            return
        lists = lists_of(profile, separator)
        fit = _fit(profile, lists, separator, about) if lists else 0.0
        counts = _counted(lists, profile.counts)
        options, own = _options(profile, counts) if fit else ([], [])
        if len(options) < 2:
            continue
        drafted = _drafted(profile, separator, options, own, about)
        if separator not in (JSON, "\n", " "):
            drafted.todo += _perhaps_one(lists, profile.counts)
        several = asks_for_several(group.wording)
        evidence = Evidence.HEADER if several else Evidence.CELLS
        evidence = Evidence.TOOL if given else evidence
        says = f"flera svar i cellen ({counts_said(counts)})"
        yield Hypothesis("flera svar", drafted, evidence, fit, says)
        return


def asks_for_several(wording: str) -> bool:
    return _SEVERAL.search(wording) is not None


def most_allowed(wording: str) -> dict[str, int]:
    """How many options the question lets one choose, where it says so.

    >>> most_allowed("Vad hindrar samverkan? Välj högst tre."), most_allowed("Vad?")
    ({'max': 3}, {})
    """
    match = _AT_MOST.search(wording)
    if match is None:
        return {}
    word = match["number"].casefold()
    number = _WORDS.get(word) or int(word)
    return {"max": number} if number > 1 else {}


# ---------------------------------------------------------------- cells → lists


def _likeliest(profile: Profile) -> list[str]:
    """The separators that occur, those that stand in most cells first."""
    if profile.most(lambda text: json_list(text) is not None, 0.9):
        return [JSON]
    within = {mark: _with(profile, mark) for mark in SEPARATORS}
    found = [mark for mark in SEPARATORS if within[mark]]
    # ", " before "," where they are as many: it is what the tool wrote. A space stands
    # in nearly every text, and comes last.
    return sorted(
        found,
        key=lambda mark: (
            mark == " ",
            mark in TYPED,
            -within[mark],
            SEPARATORS.index(mark),
        ),
    )


def json_list(text: str) -> list[str] | None:
    """The texts of a list as web forms store it, or None.

    >>> json_list('["Dialog", "Råd, stöd"]'), json_list("Dialog, Råd")
    (['Dialog', 'Råd, stöd'], None)
    """
    if not (text.startswith("[") and text.endswith("]")):
        return None
    try:
        parts = json.loads(text)
    except ValueError:
        return None
    return [fold(part) for part in parts if isinstance(part, str) and fold(part)]


def _with(profile: Profile, mark: str) -> int:
    if mark == "\n":
        return sum(profile.counts[text] for text in profile.lines)
    return sum(times for text, times in profile.counts.items() if mark in text)


def lists_of(profile: Profile, separator: str) -> Lists:
    """The parts of each cell. Options that hold the separator are put together."""
    joint = separator.strip() or separator
    if separator == JSON:
        return {text: json_list(text) or [] for text in profile.counts}
    if separator == "\n":
        return {t: [*profile.lines.get(t, (t,))] for t in profile.counts}
    lists = {
        text: [fold(part).lstrip("#" * (joint == ";#")) for part in text.split(joint)]
        for text in profile.counts
    }
    lists = {text: [part for part in parts if part] for text, parts in lists.items()}
    if separator == " ":
        return lists
    glue = f"{joint} " if joint in (",", ";") else f" {joint} "
    if joint in TYPED and not any(glue in text for text in profile.counts):
        glue = joint
    return reunited(lists, profile.counts, glue)


def reunited(lists: Lists, cells: Mapping[str, int], glue: str = ", ") -> Lists:
    """Options that hold the separator themselves, put together again.

    Parts belong together inside a parenthesis, and where neither stands without the
    other and the second begins in lower case (or both are common).

    >>> cells = Counter({"Lokal, Råd, stöd": 3, "Råd, stöd": 4, "Lokal": 2})
    >>> lists = {text: text.split(", ") for text in cells}
    >>> reunited(lists, cells)["Lokal, Råd, stöd"]
    ['Lokal', 'Råd, stöd']
    """
    lists = {text: _balanced(parts, glue) for text, parts in lists.items()}
    while glued := _glued(lists, cells):
        lists = {text: _glue(parts, glued, glue) for text, parts in lists.items()}
    return lists


def _glued(lists: Lists, cells: Mapping[str, int]) -> set[tuple[str, str]]:
    """The pairs of parts that are surely one option."""
    return {
        pair
        for pair, times in _together(lists, cells)
        if times >= (FEWEST_GAVE if pair[1][:1].islower() else 25)
    }


def _together(
    lists: Lists, cells: Mapping[str, int]
) -> Iterator[tuple[tuple[str, str], int]]:
    """The pairs of parts that always come together, in this order, and how often."""
    alone: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text, parts in lists.items():
        alone.update(dict.fromkeys(parts, cells[text]))
        pairs.update(dict.fromkeys(pairwise(parts), cells[text]))
    for (one, other), times in pairs.items():
        always = times >= 0.98 * max(alone[one], alone[other])
        if always and not one.isdecimal():
            yield (one, other), times


def _perhaps_one(lists: Lists, cells: Mapping[str, int]) -> list[str]:
    """What to ask about parts that always come together, and may be one option."""
    return [
        f"”{one}” och ”{other}” valdes alltid tillsammans ({times} gånger): är de ett "
        "svarsalternativ? Skriv det då i options som det står i formuläret"
        for (one, other), times in _together(lists, cells)
        if times >= FEWEST_GAVE
    ]


def _glue(parts: Sequence[str], glued: set[tuple[str, str]], glue: str) -> list[str]:
    found: list[str] = []
    last = ""
    for part in parts:
        if found and (last, part) in glued:
            found[-1] += f"{glue}{part}"
        else:
            found.append(part)
        last = part
    return found


def _balanced(parts: Sequence[str], glue: str) -> list[str]:
    """Parts joined while a parenthesis is open; as they stood if it never closes."""
    found: list[str] = []
    depth = 0
    for part in parts:
        if depth > 0:
            found[-1] += f"{glue}{part}"
        else:
            found.append(part)
        depth = max(0, depth + part.count("(") - part.count(")"))
    return found if depth == 0 else list(parts)


def _counted(lists: Lists, cells: Mapping[str, int]) -> Counter[str]:
    """How many answers have each part."""
    counts: Counter[str] = Counter()
    for text, parts in lists.items():
        counts.update(dict.fromkeys(parts, cells[text]))
    return counts


# ---------------------------------------------------------------- are they lists?


def _fit(profile: Profile, lists: Lists, separator: str, about: About) -> float:
    """How well the cells agree with being lists, 0 where they are none."""
    if separator == JSON:
        return 1.0
    combined = {text: parts for text, parts in lists.items() if len(parts) > 1}
    ended = separator.startswith(";") and profile.most(lambda t: t.endswith(";"), 0.9)
    if ended and profile.column.separator in ("", ";"):
        return 1.0
    if not combined:
        return 0.0
    if separator.strip() != ";" and about.tool == "microsoft_forms":
        return 0.0
    if all(part.isdecimal() for parts in lists.values() for part in parts):
        return _fit_of_codes(profile, lists, combined)
    if profile.most(lambda text: parse_number(text) is not None, 0.5):
        return 0.0
    if profile.column.separator:
        return 1.0
    holders: Counter[str] = Counter()  # part → how many different cells have it
    for parts in lists.values():
        holders.update({*parts})
    recurring = sum(
        profile.counts[text]
        for text, parts in combined.items()
        if all(holders[part] > 1 for part in parts)
    )
    explained = recurring / sum(profile.counts[text] for text in combined)
    counts = _counted(lists, profile.counts)
    repeated = len(merged_case(counts)) * 2 <= counts.total()
    loose = separator in (" ", *TYPED)
    if asks_for_several(profile.wording) and not loose:
        return 0.9 if repeated or explained >= _EXPLAINED else 0.0
    if loose and not _words_alone(profile, lists, counts):
        return 0.0
    if len(combined) < 2 or not repeated or explained < _EXPLAINED:
        of_many = _fit_of_many(profile, lists, combined, counts) if repeated else 0.0
        return of_many or (0.75 if _of_whole_answers(lists, profile) else 0.0)
    return 0.75 + 0.25 * explained


def _fit_of_many(
    profile: Profile, lists: Lists, combined: Lists, counts: Counter[str]
) -> float:
    """In lists the same options come in many combinations; in sentences they do not."""
    times = sum(profile.counts[text] for text in combined)
    many = len(combined) >= 3 and times >= 0.1 * profile.filled
    return 0.85 if many and len(lists) > len(merged_case(counts)) else 0.0


def _of_whole_answers(lists: Lists, profile: Profile) -> bool:
    """Whether cells are made of nothing but what others gave as their whole answer:
    "Tid, Pengar" beside "Tid" and "Pengar". It may be an option all the same."""
    whole = {parts[0] for parts in lists.values() if len(parts) == 1}
    made = sum(
        profile.counts[text]
        for text, parts in lists.items()
        if len(parts) > 1 and whole >= {*parts}
    )
    return made >= max(FEWEST_GAVE, 0.05 * profile.filled)


def _fit_of_codes(profile: Profile, lists: Lists, combined: Lists) -> float:
    """Codes: "1,3" beside "1,2,3". Two of them may be a number with a decimal comma."""
    rising = all(
        [*map(int, parts)] == sorted({*map(int, parts)}) for parts in combined.values()
    )
    codes = {part for parts in lists.values() for part in parts}
    if not rising or len(codes) > MOST_OPTIONS:
        return 0.0
    longer = any(len(parts) > 2 for parts in combined.values())
    return 0.95 if longer else 0.85


def _words_alone(profile: Profile, lists: Lists, counts: Counter[str]) -> bool:
    """Whether parts between such marks are options: nearly each is a whole answer."""
    whole = {parts[0] for parts in lists.values() if len(parts) == 1}
    covered = sum(counts[part] for part in whole)
    ordered = scales.recognise(profile.texts)
    return covered >= 0.9 * counts.total() and len(whole) > 1 and ordered is None


# ---------------------------------------------------------------- the question


def _options(profile: Profile, counts: Counter[str]) -> tuple[list[str], list[str]]:
    """(options, own words): options are the parts that several gave, when they are most
    of all, and that are spelled alike where they are not very common."""
    merged = merged_case(counts)
    least = max(FEWEST_GAVE, profile.filled // 100)
    small = least == FEWEST_GAVE
    ranked_parts = most_common(counts)
    common = [
        text
        for text in ranked_parts
        if (
            merged[text] >= least
            or scales.is_other(text)
            or (small and scales.is_none(text))
        )
        and len(text) <= LONGEST_OPTION
        and _of_the_form(counts[text], merged[text], profile.filled)
    ][:MOST_OPTIONS]
    covered = sum(merged[text] for text in common)
    if len(common) < 2 or covered < 0.6 * merged.total():
        return [], []
    return others_last(common), [text for text in ranked_parts if text not in common]


def _of_the_form(alike: int, times: int, filled: int) -> bool:
    """Whether a part is the form's option: "Stata", "STATA" and "stata" were typed. One
    that many have may have been spelled in two ways by a form that was changed."""
    return alike >= _ONE_SPELLING * times or times * 10 >= filled


def _drafted(
    profile: Profile, separator: str, options: list[str], own: list[str], about: About
) -> Drafted:
    alike = {
        text: best
        for text, best in one_writing(Counter(dict.fromkeys(options, 1))).items()
        if text in options
    }
    options = [option for option in options if option not in alike]
    keys: Keys = {
        "type": "multiple",
        "column": profile.column.name,
        "separator": BETWEEN.get(separator, separator),
        "options": options,
        **special(options, multiple=True),
        **most_allowed(profile.wording),
    }
    if alike:
        keys["recode"] = alike
    drafted = Drafted(keys, [profile.column], profile.wording)
    listed = [option for option in options if scales.is_other(option)]
    if own or listed:
        keys["other"] = listed[0] if listed else about.other
    if own:
        drafted.todo.append(own_words_said(own, str(keys["other"])))
    if all(option.isdecimal() for option in options):
        put_codes(drafted, options)
    return drafted
