"""What stands on a page and should not: slots, TeX, missing values, decimal points."""

from __future__ import annotations

import re

from helpers.audit.pages.parsed import Check, Found, Parsed, where

# Words that go before a number that is no decimal number: "avsnitt 2.1", "kl. 10.30".
_LABELLED = re.compile(
    r"(?:version|v\.?|kapitel|avsnitt|fråga|bilaga|tabell|figur|punkt|licens|licence|"
    r"license|BY|BY-SA|WCAG|kl\.?|klockan|dnr)[\s\u00a0]*$",
    re.IGNORECASE,
)
_DECIMAL_POINT = re.compile(r"(?<![\w.,/-])[-−]?\d+\.\d+(?![\w./]|-\d)")
_CHAPTER = re.compile(r"^\d+\.\d+ ")
_CONTENTS = re.compile(r"^innehall-")
_TEX = re.compile(
    r"\\[A-Za-z]+\{|\\[(\[]|\$\$|\\(?:frac|sum|alpha|beta|sigma|times|cdot|leq|geq|hat)\b"
    r"|\$[^$\s][^$]*[\\^_{}][^$]*\$"
)
# "None of the above" is what an option may be called; "None av 12" is not.
_MISSING = re.compile(
    r"(?<![\w-])(?:nan|NaN|NaT|undefined|<NA>|"
    r"(?:None|null|inf)(?=\W*$|\s+(?:av|procent)\b|\s*%))(?![\w-])"
)
_PROMPT = re.compile(
    r"\b(?:In|Out)\s?\[[\d* ]*\]:?|Traceback \(most recent|<[\w.]+ object at"
)
_SLOT = re.compile(
    r"\{[a-zåäö_][\wåäö.:]*\}|\b(?:TODO|XXX|FIXME)\b|lorem ipsum", re.IGNORECASE
)


_DECIMAL_COMMA = re.compile(r"(?<![\w.,])[-−]?\d+,\d{1,2}(?![\d,])")
_OURS = re.compile(
    r"(?<![\w-])(?:och|att|som|inte|är|för|från|till|med|av|på|om|har|det|den|de|ett"
    r"|eller|men|vid|alla|inga|ingen|svarande|andelen|redovisas|varje|mellan|efter)"
    r"(?![\w-])",
    re.IGNORECASE,
)
MOST_SWEDISH = 2  # a name of an association may have so many, a sentence has more


def decimal_point(page: Parsed) -> Found:
    if page.in_english:
        yield from _decimal_comma(page)
        return
    for tag, text, quoted in page.texts:
        if quoted or not _DECIMAL_POINT.search(text):
            continue
        if str(tag.get("class")) == "kapitelnummer":
            continue
        if tag.find_parent("nav", class_=_CONTENTS):  # "12.1 Kultur" is a chapter
            text = _CHAPTER.sub("", text)
        for found in _DECIMAL_POINT.finditer(text):
            if not _LABELLED.search(text[: found.start()]):
                yield where(tag), f"”{found[0]}” har decimalpunkt; det ska vara komma."


def _decimal_comma(page: Parsed) -> Found:
    for tag, text, quoted in page.texts:
        for found in _DECIMAL_COMMA.finditer("" if quoted else text):
            yield where(tag), f"”{found[0]}” har decimalkomma; det ska vara punkt."


def swedish_words(page: Parsed) -> Found:
    """Sentences in Swedish on a page in English, but for what says its language."""
    if not page.in_english:
        return
    for tag, text, _ in page.texts:
        found = {one.casefold() for one in _OURS.findall(text)}
        if len(found) > MOST_SWEDISH:
            words = ", ".join(sorted(found)[:4])
            yield where(tag), f"Sidan är på engelska, men här står svenska: {words}."


def pattern_of(
    words: str, pattern: re.Pattern[str], *, in_quotes: bool = True
) -> Check:
    def check(page: Parsed) -> Found:
        for tag, text, quoted in page.texts:
            for found in pattern.finditer("" if quoted and not in_quotes else text):
                yield where(tag), f"”{found[0]}”: {words}"

    return check


def chrome(page: Parsed) -> Found:
    names = re.compile(r"(?:^|\s)(?:jp-|prompt|ansi-|dataframe|output_|cell_)")
    for tag in page.tags:
        if names.search(str(tag.get("class", ""))):
            yield where(tag), f"Klassen ”{tag['class']}” hör till anteckningsboken."
    yield from pattern_of("hör till anteckningsboken.", _PROMPT)(page)


tex = pattern_of("TeX som inte har blivit formel.", _TEX, in_quotes=False)
missing_value = pattern_of("ett saknat värde har blivit text.", _MISSING)
slot = pattern_of("text som inte har fyllts i.", _SLOT, in_quotes=False)
