"""What an English page says, in the words that the audit reads: numbers, fractions and
the words around them, outside quotation marks. Labels stay as they are.

The rules are the audit's own, and know nothing of the catalogue that made the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bs4 import BeautifulSoup, NavigableString, Tag

ENGLISH = "en"
_ONES = "zero one two three four five six seven eight nine ten eleven twelve"
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_IN_SWEDISH = "noll en två tre fyra fem sex sju åtta nio tio elva tolv"


def _number_words() -> dict[str, str]:
    """
    >>> _number_words()["two"], _number_words()["forty-two"], _number_words()["ten"]
    ('två', '42', 'tio')
    """
    ones = _ONES.split()
    words = dict(zip(ones, _IN_SWEDISH.split(), strict=True))
    words |= {word: str(n) for n, word in enumerate(_TEENS.split(), start=13)}
    for tens, word in enumerate(_TENS.split(), start=2):
        words[word] = str(10 * tens)
        words |= {f"{word}-{ones[n]}": str(10 * tens + n) for n in range(1, 10)}
    return words


_WORDS = _number_words()
_ORDINALS = "andra tredje fjärde femte sjätte sjunde åttonde nionde tionde"
_NTH = dict(zip(_ONES.split()[2:11], _ORDINALS.split(), strict=True))
_PARTS = {"third": "tredjedel", "quarter": "fjärdedel", "fifth": "femtedel"}
_word = "|".join(sorted(_WORDS, key=lambda word: -len(word)))
_number = rf"(?:\d[\d,\u00a0]*|{_word})"
_QUOTED = re.compile('(“[^”]*”|"[^"]*")')
Said = Callable[[re.Match[str]], str] | str


def _numeral(text: str) -> str:
    return _WORDS.get(text.casefold(), text)


def _of(found: re.Match[str]) -> str:
    return f"{_numeral(found[1])} av {_numeral(found[2])}"


# In any place of a sentence; what is said of a number.
_NUMBERS: tuple[tuple[str, Said], ...] = (
    (r"(?<=\d),(?=\d{3}(?!\d))", "\u00a0"),
    (r"(?<=\d)\.(?=\d)", ","),
    (r"(?<=\d)% confidence", "-procentigt konfidens"),
    (r"(?<=\d) per cent\b", " procent"),
    (rf"\b({_word}) per cent\b", lambda m: f"{_numeral(m[1])} procent"),
    (rf"\bone in ({'|'.join(_NTH)})\b", lambda m: f"var {_NTH[m[1].casefold()]}"),
    (rf"\b({_number}) in ({_number})\b(?=\s+[a-z])", _of),
    (r"\bhalf\b", "hälften"),
    (
        rf"\b({_number})[ -]({'|'.join(_PARTS)})(s?)\b",
        lambda m: f"{_numeral(m[1])} {_PARTS[m[2].casefold()]}{'ar' if m[3] else ''}",
    ),
    (
        rf"\bnone of (?:the )?({_number})\b",
        lambda m: f"0 av {_numeral(m[1])}",
    ),
    (rf"\b({_number}) of (?:the |all )?({_number})\b", _of),
    (rf"(?<=\()all ({_number})(?=\))", lambda m: f"{m[1]} av {m[1]}"),
    (rf"\bonly ({_number})\b", lambda m: f"bara {_numeral(m[1])}"),
    (r"\ba single\b", "en enda"),
)
# Small words of a sentence, which may be labels where they have a capital.
_SMALL: tuple[tuple[str, str], ...] = (
    (r"\b(?:more|fewer|less) than\b", "mer än"),
    (r"\bjust over\b|\bover\b", "drygt"),
    (r"\b(?:just )?under\b", "knappt"),
    (r"\bat least\b", "minst"),
    (r"\bat most\b", "högst"),
    (r"\bothers?\b", "andra"),
    (r"(?<!at )\ball\b", "alla"),
    (r"\bmore\b", "fler"),
    (r"\bless\b", "mindre"),
    (r"\bnone?\b", "ingen"),
    (r"\btime\b", "gång"),
    (r"\boften\b", "ofta"),
)
# Beside what stands in quotation marks.
_BESIDE: tuple[tuple[str, Said], ...] = (
    (
        r"\b(?:among|to) those that answered (anything but )?$",
        lambda m: f"bland dem som svarat {'annat än ' if m[1] else ''}",
    ),
    (r"^ or $", " eller "),
    (r"^ to $", " på "),
    (r" on $", " om "),
)


def _small(rule: str) -> str:
    """Without a capital, or with one at the beginning of a sentence: "No units"."""
    first = re.sub(r"\\b([a-z])", lambda m: rf"\b(?i:{m[1]})", rule)
    return rf"(?:{rule})|(?:{first})(?= [a-z])"


_RULES: list[tuple[re.Pattern[str], Said]] = [
    *((re.compile(rule, re.IGNORECASE), swedish) for rule, swedish in _NUMBERS),
    *((re.compile(_small(rule)), swedish) for rule, swedish in _SMALL),
    *((re.compile(rule, re.IGNORECASE), swedish) for rule, swedish in _BESIDE),
]
_HEADS = {
    "number": "antal",
    "respondents": "svarande",
    "share": "andel",
    "asked": "tillfrågade",
    "all": "alla",
    "not shown": "redovisas inte",
    "no answers": "inga svar",
    "not asked": "frågan ställdes inte",
    "not stated": "Ej angivet",
}
_HEAD_END = re.compile(r"^(.*), (number|respondents|share)$", re.IGNORECASE | re.DOTALL)


def as_read(text: str, labels: re.Pattern[str] = _QUOTED) -> str:
    """The text with its numbers as the audit reads them; `labels` stay as they are, and
    so does what stands in quotation marks.

    >>> as_read("Just over one in four units answered “One in four” (26%)")
    'drygt var fjärde units answered “One in four” (26%)'
    >>> as_read("none of the six, 1,234 of 2,000 and 0.5%").replace("\\u00a0", " ")
    '0 av sex, 1 234 av 2 000 and 0,5%'
    """
    pieces, at = [], 0
    for found in labels.finditer(text):
        pieces += [_plainly(text[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*pieces, _plainly(text[at:])])


def _plainly(part: str) -> str:
    for pattern, words in _RULES:
        part = pattern.sub(words, part)
    return part


def labels_of(known: Iterable[str]) -> re.Pattern[str]:
    """What stands in quotation marks, and the labels of several words."""
    several = sorted((one for one in known if " " in one), key=len, reverse=True)
    either = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in several)
    return re.compile(
        rf"{_QUOTED.pattern}|(?<!\w)(?:{either or '(?!)'})(?!\w)", re.IGNORECASE
    )


def head_as_read(text: str, labels: re.Pattern[str] = _QUOTED) -> str:
    """A cell of a table, or the end of a header.

    >>> head_as_read("Dialogue, respondents"), head_as_read("All residents")
    ('Dialogue, svarande', 'All residents')
    """
    plain = " ".join(text.split())
    if match := _HEAD_END.fullmatch(plain):
        return f"{match[1]}, {_HEADS[match[2].casefold()]}"
    known = _HEADS.get(plain.casefold())
    if known:
        return known
    if re.search(r"\d", plain) and "%" in plain:
        return as_read(text, labels)
    return _plain(text)


def _plain(text: str) -> str:
    """ "3 of 7", "1,234"."""
    figures = re.fullmatch(r"[\d,.\s\u00a0]+(?:of[\d,.\s\u00a0]+)?", text.strip())
    return as_read(text).replace("of", "av") if figures else text


def read_as_swedish(page: BeautifulSoup, known: Iterable[str]) -> None:
    """An English page in place, as the audit reads it: its text, and what stands in the
    attributes that are read aloud. `known` are the survey's labels."""
    labels = labels_of(known)
    for text in list(page.find_all(string=True)):
        around = text.parent
        if around is None or type(text) is not NavigableString or not text.strip():
            continue
        if around.name in ("style", "script"):
            continue
        inside = around.find_parent(["th", "td"]) or around
        cell = isinstance(inside, Tag) and inside.name in ("th", "td")
        swedish = (head_as_read if cell else as_read)(str(text), labels)
        if swedish != text:
            text.replace_with(swedish)
    for tag in page.find_all(True):
        for name in ("alt", "title", "aria-label", "content", "summary"):
            if name in tag.attrs:
                tag[name] = as_read(str(tag[name]), labels)
