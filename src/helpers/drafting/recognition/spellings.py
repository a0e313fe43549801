"""Options that may be one and the same, written in several ways.

What differs only by case, spaces or punctuation is counted as one, and that is told.
The rest (two languages, an abbreviation, a plural, a slip of the pen) is asked about
with the counts, and counted apart until she has said so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from rapidfuzz.distance import OSA

from helpers.core.wording import same_words
from helpers.drafting import scales
from helpers.drafting.recognition.profiles import MOST_OPTIONS, Drafted, Profile
from helpers.survey.apart import NO, YES

_MEANINGS = (
    YES,
    NO,
    frozenset({"man", "male", "m", "män", "men", "kille", "pojke", "mies", "mann"})
    | {"mand", "männlich", "herr", "hane"},
    frozenset({"kvinna", "female", "f", "k", "kv", "woman", "women", "kvinnor", "tjej"})
    | {"flicka", "nainen", "kvinne", "kvinde", "weiblich", "frau"},
    frozenset({"vet ej", "vet inte", "vet ikke", "veit ikke", "ved ikke", "don t know"})
    | {"dont know", "do not know", "n/a", "na", "n a", "idk", "weiß nicht", "en tiedä"},
    frozenset({"ingen", "inget", "inga", "none", "nothing", "ingenting", "inga alls"}),
    frozenset({"icke-binär", "ickebinär", "non-binary", "nonbinary", "ikke-binær"}),
)
SHORT, LONG = 5, 9  # letters: one slip of the pen from the first, two from the second
MOST_TOLD = 4
MOST_COMPARED = 60  # different texts; more are people's own words


def tell_and_ask(drafted: Drafted, profiles: Mapping[str, Profile]) -> None:
    """Puts what is counted as one, and what may be, on a question whose options are
    known from its cells alone."""
    counts = _counts(drafted, profiles)
    if not counts or len(counts) > MOST_COMPARED:
        return
    one = sorted(_written_alike(counts), key=lambda texts: -counts[texts[0]])
    for texts in one[:MOST_TOLD]:
        drafted.told.append(
            f"{_listed(texts, counts)} räknas som ett: de skiljer sig bara i stor "
            "bokstav, mellanslag eller skiljetecken"
        )
    of_one = _as_one(counts)
    steps = scales.recognise([*of_one], wording=drafted.wording)
    if steps is not None and steps.likert:
        return  # "instämmer" and "instämmer helt" are two steps
    options = {*drafted.keys.get("options", ())}
    for texts in groups(of_one):
        kept = [text for text in texts if text in options]
        if not kept:
            continue  # own words beside each other are neither counted nor told
        recode = ", ".join(
            f"”{text}”: ”{kept[0]}”" for text in texts if text != kept[0]
        )
        drafted.todo.append(
            f"är {_listed(texts, of_one)} samma svar? Slå då ihop dem: recode {recode}"
        )


def groups(counts: Mapping[str, int]) -> list[list[str]]:
    """Texts that may be one and the same, the commonest of each group first.

    >>> groups({"Male": 9, "M": 2, "Kvinna": 7, "Man": 1})
    [['Male', 'M', 'Man']]
    >>> groups({"Kultur och fritid": 9, "Kultur och friitd": 1, "Skola": 4})
    [['Kultur och fritid', 'Kultur och friitd']]
    >>> groups({"Norra": 4, "Södra": 3, "Enhet 1": 2, "Enhet 2": 5})
    []
    """
    ranked = sorted(counts, key=lambda text: (-counts[text], text))
    found: dict[str, list[str]] = {}
    first = {text: text for text in ranked}
    for one, other in combinations(ranked, 2):
        if first[other] == other and first[one] != other and may_be_one(one, other):
            first[other] = first[one]
    for text in ranked:
        found.setdefault(first[text], []).append(text)
    return [texts for texts in found.values() if len(texts) > 1]


def may_be_one(one: str, other: str) -> bool:
    """Whether two options may be the same answer.

    >>> may_be_one("Ja", "Yes"), may_be_one("N/A", "Vet ej"), may_be_one("Ja", "Nej")
    (True, True, False)
    >>> may_be_one("Adm.", "Administration"), may_be_one("SBK", "Stads- bygg-kontoret")
    (True, True)
    >>> may_be_one("Ökat", "Ökar"), may_be_one("Åk 1", "Åk 2")
    (False, False)
    """
    return (
        _same_meaning(one, other)
        or _same_letters(one, other)
        or _short_for(one, other)
        or _short_for(other, one)
        or _slip(one, other)
    )


def _same_meaning(one: str, other: str) -> bool:
    plain = {same_words(one), same_words(other)}
    if any(plain <= words for words in _MEANINGS):
        return True
    return scales.is_other(one) and scales.is_other(other)


def _same_letters(one: str, other: str) -> bool:
    """Whether they differ by spaces and hyphens within the words alone."""
    a, b = (re.sub(r"[\W_]", "", text.casefold()) for text in (one, other))
    return a == b and any(map(str.isalpha, a)) and one != other


def _short_for(short: str, long: str) -> bool:
    """Whether one is the beginning of the other with a full stop, or its initials."""
    stem, words = short.rstrip("."), re.findall(r"[^\W\d_]+", long)
    if short.endswith(".") and 2 <= len(stem) < len(long) and stem.isalpha():
        return long.casefold().startswith(stem.casefold())
    initials = "".join(word[0] for word in words if word.casefold() not in _SMALL)
    return 2 < len(stem) == len(initials) and stem.casefold() == initials.casefold()


_SMALL = frozenset({"och", "and", "of", "for", "för", "i", "the", "samt", "und", "og"})


def _slip(one: str, other: str) -> bool:
    """Whether one word of them differs by a letter or two, or by an ending."""
    a, b = same_words(one).split(), same_words(other).split()
    if len(a) != len(b):
        return False
    differ = [pair for pair in zip(a, b, strict=True) if pair[0] != pair[1]]
    if len(differ) != 1:
        return False
    [(x, y)] = differ
    shortest = min(len(x), len(y))
    if shortest < SHORT or x[0] != y[0] or not (x + y).isalpha():
        return False
    slips = 2 if shortest >= LONG else 1
    return _stem(x) == _stem(y) or OSA.distance(x, y) <= slips


_ENDING = re.compile(
    r"(?<=\w{4})(arna|erna|orna|ar|er|or|en|et|na|ies|es|s|n|t|a|e|y)$"
)


def _stem(word: str) -> str:
    """
    >>> _stem("föreningar") == _stem("förening"), _stem("skola") == _stem("skolor")
    (True, True)
    """
    return _ENDING.sub("", word)


# ---------------------------------------------------------------- what was written


def _counts(drafted: Drafted, profiles: Mapping[str, Profile]) -> Counter[str]:
    """Every text that was given as an option; none where the file lists them."""
    keys = drafted.keys
    column = profiles.get(str(keys.get("column", "")))
    listed = drafted.type in ("single", "multiple") and column is not None
    if not listed or column is None or column.column.values or keys.get("personal"):
        return Counter()
    if {*keys.get("recode", {}).values()} - {*column.counts, ""}:
        return Counter()  # codes, which a list explains
    if drafted.type == "single":
        return column.counts
    separator = keys.get("separator")
    if not separator:
        return Counter()
    known = {same_words(option) for option in keys.get("options", ())}
    counts: Counter[str] = Counter()
    for text, times in column.counts.items():
        for part in text.split(separator):
            if part.strip() and same_words(part) in known:
                counts[part.strip()] += times
    return counts


def _written_alike(counts: Counter[str]) -> Iterator[list[str]]:
    forms: dict[str, list[str]] = {}
    for text in counts:
        if form := same_words(text):
            forms.setdefault(form, []).append(text)
    for texts in forms.values():
        if len(texts) > 1:
            yield sorted(texts, key=lambda text: (-counts[text], text))


def _as_one(counts: Counter[str]) -> dict[str, int]:
    """The commonest writing of each → how many gave any of them."""
    first = {same_words(text): text for text in counts}
    for texts in _written_alike(counts):
        first[same_words(texts[0])] = texts[0]
    found: Counter[str] = Counter()
    for text, times in counts.items():
        found[first[same_words(text)]] += times
    return dict(found)


def _listed(texts: Sequence[str], counts: Mapping[str, int]) -> str:
    """ "”Male” (40), ”M” (12) och ”Man” (3)"."""
    parts = [f"”{text}” ({counts[text]})" for text in texts[:MOST_OPTIONS]]
    return f"{', '.join(parts[:-1])} och {parts[-1]}"
