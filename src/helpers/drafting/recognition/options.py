"""The options of a question: which texts are options, and in what order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from helpers.cleaning.privacy import find_personal
from helpers.core.wording import same_words
from helpers.drafting import scales
from helpers.drafting.recognition.profiles import (
    FEWEST_GAVE,
    MOST_OPTIONS,
    Drafted,
    natural,
)
from helpers.survey.apart import NO, YES, is_code

_CODED = re.compile(r"(?P<letters>[A-Z]{0,2})\d{1,3}")
MOST_QUOTED, LONGEST_QUOTED = 5, 40
MOST_RARE = 10  # texts that few gave and that may yet be steps of a scale

UNKNOWN_ORDER = (
    "ser ut som en skala, men ordningen är inte känd: skriv alternativen från lågt"
    " till högt"
)
_CHOSEN = re.compile(
    r"\b(select|choose|pick|tick|check) one\b|one per row"
    r"|\b(välj|kryssa)( bara| endast)? ett\b(?! (hel)?tal)|ett (svars)?alternativ\b",
    re.IGNORECASE,
)


def put_options(
    drafted: Drafted,
    texts: Sequence[str],
    codes: Mapping[str, str] | None = None,
    *,
    given: Sequence[str] = (),
) -> None:
    """Options in their own order: the file's (`given`, or the list of `codes`), that of
    a scale, or the commonest first."""
    keys = drafted.keys
    if codes:
        keys["recode"] = {text: codes[text] for text in texts if text in codes}
        over = [text for text in texts if text not in codes]
        given = texts = [*dict.fromkeys(codes.values()), *over]
    declared = {str(place): label for place, label in enumerate(given)}
    ordered = scales.recognise(texts, codes=declared, wording=drafted.wording)
    drafted.ordered = ordered
    if ordered is not None and ordered.doubt:
        drafted.todo.append(ordered.doubt)
    if ordered is not None and ordered.likert:
        return
    if given and {*texts} <= {*given}:
        keys["options"] = list(given)
    elif ordered is not None and ordered.family == "affirmation":
        keys["options"] = [*reversed(ordered.options), *ordered.dont_know]
    elif ordered is not None:
        keys["options"] = [*ordered.options, *ordered.dont_know]
        if ordered.recode:
            keys["recode"] = {**keys.get("recode", {}), **ordered.recode}
            drafted.todo.append("Excel har gjort datum av svar; stämmer recode?")
    elif scales.is_yes_no(texts):
        keys["options"] = scales.yes_first(texts)
        if len(texts) > 3 and scales.seems_ordered(texts):
            drafted.todo.append(UNKNOWN_ORDER)
    elif are_codes(texts):
        put_codes(drafted, texts)
    else:
        keys["options"] = others_last(in_number_order(texts))
        keys["declared"] = "cells"
        if are_grades(texts):
            keys["options"] = sorted(texts)
        signs = not any(char.isalpha() for text in texts for char in text)
        if signs or are_grades(texts) or scales.seems_ordered(texts):
            drafted.todo.append(UNKNOWN_ORDER)
    keys |= special(keys["options"])


def are_codes(texts: Sequence[str]) -> bool:
    """Whether options are numbers, or a letter or two and a number, and no words.

    >>> are_codes(["2", "1"]), are_codes(["AO01", "AO02"]), are_codes(["A1", "Chef"])
    (True, True, False)
    """
    coded = [_CODED.fullmatch(text) for text in texts]
    letters = {match["letters"] for match in coded if match}
    return len(texts) > 1 and all(coded) and len(letters) == 1


def are_choices(wording: str, cells: Collection[str]) -> bool:
    """Whether numbers are options that somebody chose among: their mean says nothing.

    >>> are_choices("How many employees? (select one)", ["1", "2", "7"])
    True
    >>> are_choices("Hur många anställda?", ["1", "2", "7"])
    False
    >>> are_choices("Hur många? Välj ett heltal", ["1", "2", "7"])
    False
    """
    return (
        len(cells) > 1
        and _CHOSEN.search(wording) is not None
        and all(cell.isdecimal() and int(cell) <= MOST_OPTIONS for cell in cells)
    )


def in_number_order(texts: Sequence[str]) -> Sequence[str]:
    """By their numbers where nothing else sets them apart, a year before the rest.

    >>> in_number_order(["Årskurs 10", "Årskurs 2"]), in_number_order(["B", "A"])
    (['Årskurs 2', 'Årskurs 10'], ['B', 'A'])
    >>> in_number_order(["Q1 2026", "Q4 2025", "Q2 2025"])
    ['Q2 2025', 'Q4 2025', 'Q1 2026']
    """
    numbers = [re.findall(r"\d+", text) for text in texts]
    words = {re.sub(r"\d+", "0", text) for text in texts}
    if len(words) > 1 or not all(numbers) or not re.search(r"[^\W\d]", texts[0]):
        return texts

    def rank(text: str) -> list[int]:
        found = re.findall(r"\d+", text)
        return [int(one) for one in sorted(found, key=lambda one: len(one) != 4)]

    return sorted(texts, key=rank)


_GRADES = frozenset("ABCDEF")


def are_grades(texts: Sequence[str]) -> bool:
    """Whether options are letters beside each other, three or more of A to F.

    >>> are_grades(["C", "A", "B"]), are_grades(["K", "M"])
    (True, False)
    """
    letters = sorted({*texts})
    beside = len(letters) > 2 and ord(letters[-1][0]) - ord(letters[0][0]) < len(
        letters
    )
    return {*letters} <= _GRADES and beside


def put_codes(drafted: Drafted, texts: Sequence[str]) -> None:
    """Codes that nobody has explained, as options in the order of their numbers."""
    numbers = {text: text.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for text in texts}
    drafted.keys["options"] = sorted(texts, key=lambda text: natural(numbers[text]))
    ask_of_codes(drafted, texts)


UNEXPLAINED = "vad betyder"


def ask_of_codes(drafted: Drafted, texts: Collection[str]) -> None:
    what = "siffrorna" if all(map(str.isdecimal, texts)) else "koderna"
    drafted.todo.append(
        f"{UNEXPLAINED} {what}? Skriv det i recode, eller explained: true om de säger "
        "sig själva. Tills dess sägs inget om svaren i rapporten"
    )


def ask_of_other_codes(drafted: Drafted) -> None:
    """Asks about options that are codes, however they came to be options."""
    keys = drafted.keys
    listed = keys.get("options") or [*keys.get("columns", ())]
    beside = {*keys.get("dont_know", ()), *keys.get("none_of", ()), keys.get("other")}
    named = [
        o for o in listed if o not in beside and (is_code(o) or not is_declared(o))
    ]
    asked = any(todo.startswith(UNEXPLAINED) for todo in drafted.todo)
    of_steps = drafted.ordered is not None and drafted.ordered.likert
    numbers = keys.get("cell") == "number" or of_steps or keys.get("personal")
    if named and not asked and not numbers and all(map(is_code, named)):
        ask_of_codes(drafted, named)


_OF_A_FORMAT = re.compile(r"[\[{\"'(].*|.*[\]}\"']", re.DOTALL)
_PLACED = re.compile(r"(\d{1,2})\s?[.):]\s+(.+)", re.DOTALL)


def ask_of_strange_options(drafted: Drafted) -> None:
    """Asks about options that are pieces of a computer's list, and about ticks that
    each have a number: the same option in several places of a ranking."""
    listed = drafted.keys.get("options", ())
    marked = sum(
        _OF_A_FORMAT.fullmatch(o) is not None and any(c in o for c in '[]{}"')
        for o in listed
    )
    if marked and 2 * marked >= len(listed):
        drafted.todo.append(
            'alternativen har ett dataformats tecken ([ ] { } "): exportera med '
            "svaren i klartext, eller gör om dem med recode"
        )
    placed = [match for o in listed if (match := _PLACED.fullmatch(o))]
    again = Counter(match[2] for match in placed)
    if len(placed) > 3 and len(placed) == len(listed) and max(again.values()) > 1:
        drafted.todo.append(
            "samma alternativ står med flera nummer: är det en rangordning? Ta då bort "
            "numren i filen, så läses den som en"
        )


def others_last(texts: Iterable[str]) -> list[str]:
    """Other, then "vet ej", after the rest."""
    listed = list(texts)
    unsure = scales.unsure_among(listed)
    return sorted(
        listed,
        key=lambda text: 2 if text in unsure else int(scales.is_other(text)),
    )


def special(options: Iterable[str], *, multiple: bool = False) -> dict[str, list[str]]:
    """Which options say "vet ej", and (multiple choice) which say none of the rest."""
    listed = list(options)
    unsure = scales.unsure_among(listed)
    none = [o for o in listed if _says_none(o) and o not in unsure]
    found = {"dont_know": unsure} if unsure else {}
    return found | ({"none_of": none} if none and multiple else {})


def _says_none(option: str) -> bool:
    return scales.is_none(option) or scales.is_not_applicable(option)


# ---------------------------------------------------------------- one writing each


def one_writing(counts: Counter[str]) -> dict[str, str]:
    """Text → the writing it is counted as, where options differ only by a dash, a full
    stop or a soft hyphen: the commonest of them.

    >>> one_writing(Counter({"1-2": 3, "1–2": 9, "Ja": 4}))
    {'1-2': '1–2'}
    """
    forms: dict[str, list[str]] = {}
    for text in counts:
        forms.setdefault(same_words(text.replace("\u00ad", "")), []).append(text)
    alike: dict[str, str] = {}
    for form, texts in forms.items():
        if form and len({text.casefold() for text in texts}) > 1:
            best = max(texts, key=lambda t: ("\u00ad" not in t, counts[t], t))
            alike |= {text: best for text in texts if text != best}
    return alike


# ---------------------------------------------------------------- own words


def is_declared(text: str) -> bool:
    """Whether a text is an option whoever gave it: yes and no, don't know, other, none,
    a code."""
    plain = text.casefold().strip(" .!")
    return (
        plain in YES | NO
        or scales.is_dont_know(text)
        or scales.is_other(text)
        or scales.is_none(text)
        or text.isdecimal()
        or scales.is_not_applicable(text)
    )


def options_and_own(
    counts: Mapping[str, int],
    least: int = FEWEST_GAVE,
    known: Collection[str] = (),
) -> tuple[list[str], list[str]]:
    """(options, own words): a text that fewer than `least` gave is no option, unless it
    is a step of the scale that the others are on, says yes, no or don't know, or is one
    of the `known` (case folded), which several gave in another column.

    >>> options_and_own({"Chef": 9, "Handläggare": 4, "Vikarie på Almskolan": 1})
    (['Chef', 'Handläggare'], ['Vikarie på Almskolan'])
    >>> options_and_own({"Chef": 9, "Handläggare": 4, "2012": 1})
    (['Chef', 'Handläggare'], ['2012'])
    """
    ranked = sorted(counts, key=lambda text: (-counts[text], text))
    # A code stands among codes; one number among words is somebody's own answer.
    given = [text for text in ranked if counts[text] >= least]
    coded = not given or any(text.isdecimal() for text in given)
    common = [
        text
        for text in ranked
        if counts[text] >= least
        or (is_declared(text) and (coded or not text.isdecimal()))
        or text.casefold() in known
    ]
    kept = set(common)
    rare = [text for text in ranked if text not in kept]
    if len(rare) > MOST_RARE:
        return common, rare  # people's own words: no scale has so many steps
    steps = scales.recognise(ranked)
    if steps is not None and steps.of_steps:
        return ranked, []
    steps_too = [text for text in rare if _on_the_scale(text, common)]
    own = [text for text in rare if text not in steps_too]
    return [text for text in ranked if text not in own], own


def _on_the_scale(text: str, common: Sequence[str]) -> bool:
    """Whether the text is a step of the scale that the common ones, or all of them but
    one ("Ej aktuellt"), are on."""
    for odd in (None, *common):
        rest = [option for option in common if option != odd]
        whole = scales.recognise([*rest, text]) if len(rest) > 1 else None
        if whole is not None and whole.of_steps:
            return True
    return False


def own_words_said(own: Sequence[str], other: str) -> str:
    """The question to her about texts that are counted as own words."""
    shown = [
        f"”{text[:LONGEST_QUOTED]}{'…' if len(text) > LONGEST_QUOTED else ''}”"
        for text in own[:MOST_QUOTED]
        if not find_personal(text)
    ]
    listed = f" ({', '.join(shown)}{' …' if len(own) > len(shown) else ''})" * bool(
        shown
    )
    words = "ovanligt svar" if len(own) == 1 else "ovanliga svar"
    return (
        f"{len(own)} {words}{listed} räknas som ”{other}”; skriv dem i options om de "
        "står i formuläret"
    )
