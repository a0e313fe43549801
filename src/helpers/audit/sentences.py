"""Claims of pages: their tables, and every sentence that a reader finds in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from copy import copy
from dataclasses import replace

from bs4 import BeautifulSoup, Comment, Tag

from helpers.audit.claim import EARLIER, Cell, Claim
from helpers.audit.english import ENGLISH, read_as_swedish
from helpers.audit.names import Names, folded
from helpers.audit.tables import OTHERS, cells_of, percent, table_claims

ABOUT = 0.05
"""How far "knappt två av tre" may be from two thirds."""

_ONES = "noll en två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton"
_TEENS = "sexton sjutton arton nitton"
_TENS = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio"


def _number_words() -> dict[str, int]:
    """
    >>> _number_words()["femton"], _number_words()["fyrtiotvå"], _number_words()["ett"]
    (15, 42, 1)
    """
    words = {word: n for n, word in enumerate(f"{_ONES} {_TEENS}".split())}
    ones = {**{word: n for word, n in words.items() if 0 < n < 10}, "ett": 1}
    for tens, word in enumerate(_TENS.split(), start=2):
        words[word] = 10 * tens
        words |= {f"{word}{one}": 10 * tens + n for one, n in ones.items()}
    return words | {"ett": 1, "hundra": 100, "etthundra": 100}


_WORDS = _number_words()
_ORDINALS = "andra tredje fjärde femte sjätte sjunde åttonde nionde tionde"
_NTH = {word: n for n, word in enumerate(_ORDINALS.split(), start=2)}
_PARTS = {"tredjedel": 3, "fjärdedel": 4, "femtedel": 5, "sjättedel": 6, "tiondel": 10}
_either = "|".join(sorted(_WORDS, key=lambda word: (-len(word), word)))
_COUNT_WORD = rf"(?:\d[\d ]*|{_either})"
_SAID = re.compile(
    rf"(?<!\w)(?P<count>{_COUNT_WORD}) (?:av|of|/) (?P<base>{_COUNT_WORD})(?!\w)"
    rf"|(?<!\w)(?P<percent>\d+(?:,\d+)?|{_either}) ?(?:%|procent(?!enhet))"
    rf"|(?<!\w)var(?:t)? (?P<nth>{'|'.join(_NTH)})(?!\w)"
    rf"|(?<!\w)(?P<half>hälften|varannan|vartannat)(?!\w)"
    rf"|(?<!\w)(?P<parts>{_COUNT_WORD}) (?P<of>{'|'.join(_PARTS)})(?:ar)?(?!\w)"
    rf"|(?<!\w)(?P<only>en|ett|(?:bara|endast|blott) {_COUNT_WORD})(?: enda)(?!\w)"
    rf"|(?<!\w)(?:bara|endast|blott) (?P<few>{_COUNT_WORD})(?!\w)(?! (?:av|/) )"
    r"|(?<!\w)(?P<every>samtliga|alla|ingen|inga)"
    r"(?: (?:som (?:har )?svarat|svarande|enheter?|verksamheter))? (?:i|på|inom|från) "
    # "2 av dem", but not "i två av dem": that is said of challenges.
    rf"|(?<!\w)(?<!\bi )(?<!\binom )(?P<them>{_COUNT_WORD}) "
    r"(?:av (?:dem|dessa|de som|de svarande)|of (?:them|these|those))(?!\w)"
)
_NOBODY = ("ingen", "inga")
_LIMIT = re.compile(
    r"(?:mer|fler|mindre|färre) än $|(?:över|under|minst|högst|drygt|knappt) $"
)
_NEAR_END = re.compile(
    r"(?:(?P<below><|under)|>|över) ?$"
)  # "< 1 %", "över 99 procent"
_OPTION = '[”"][^”"]*[”"]'
_ASKED = re.compile(
    rf"(?:bland|till) dem som svarat (?:annat än )?{_OPTION}"
    rf"(?:(?:,| eller) {_OPTION})* på {_OPTION}",
    re.IGNORECASE,
)
AMOUNT = "amount"  # the statistic of a sum that is said in words, whatever it is
_AMOUNT = re.compile(r"(?<![\w,])(\d[\d ]*(?:,\d+)?) ?(?:kronor|kr|tkr|mkr)\b")
LARGEST_RATIO = 12  # "fyra av femton" is a count; "två av tre" a share
NEAR = 1e-3
_LOOSE = 0.5  # "mer än hälften": it is said of the cell, and no more of how many
ATTRIBUTES = ("alt", "title", "aria-label", "content", "value", "summary", "label")
"""Attributes whose words are read, looked at or read aloud; and every data-*."""


def page_claims(page: BeautifulSoup, file: str, names: Names) -> Iterator[Claim]:
    """Claims of a page: its tables, and every sentence of its text, titles,
    descriptions, attributes and comments. On a group's own page what is said of nobody
    else is said of it."""
    if page.html is not None and page.html.get("lang") == ENGLISH:
        page = copy(page)
        read_as_swedish(page, names.of)
    group = _whose(page, names)
    tables = page("table")
    for table in tables:
        about = f"{_around(table)} | {group}"
        yield from table_claims(_html_rows(table), file, about, names)
        yield from _beside([table, *table.find_all(True)], file, about, names)
    inside = {id(tag) for table in tables for tag in [table, *table.find_all(True)]}
    tags = [page, *page.find_all(True)]
    outside = [tag for tag in tags if id(tag) not in inside]
    headings: dict[int, str] = {}
    before = ""
    for part in outside:
        if not _is_text(part):
            continue
        place = id(part.parent)
        around = headings[place] = headings.get(place) or _around(part)
        for sentence in names.sentences(_text_without(part, _is_table)):
            # A group may be called "Alla (grupp)": its own name speaks of no others.
            rest = re.sub(re.escape(group), "", sentence, flags=re.IGNORECASE)
            about = around if OTHERS.search(rest) else f"{around} | {group}"
            yield from sentence_claims(sentence, file, about, names, before)
            before = sentence
    yield from _beside(outside, file, group, names)


def _beside(
    tags: Sequence[Tag], file: str, about: str, names: Names
) -> Iterator[Claim]:
    """Claims of what is not seen at first: attributes and comments of `tags`."""
    for tag in tags:
        for name, value in tag.attrs.items():
            if name in ATTRIBUTES or name.startswith("data-"):
                yield from sentence_claims(
                    str(value), file, about, names, anywhere=True
                )
            elif name == "style" and (width := _WIDTH.search(str(value))):
                beside = (
                    f"{_text(tag.find_parent(['tr', 'li', 'p']) or tag)} {width[1]} %"
                )
                yield from sentence_claims(
                    beside, file, f"{about} | {_around(tag)}", names
                )
        for child in tag.children:
            if isinstance(child, Comment):
                yield from sentence_claims(
                    str(child), file, about, names, anywhere=True
                )


_WIDTH = re.compile(r"(?:^|;)\s*width:\s*(\d+(?:\.\d+)?)%")


def _whose(page: BeautifulSoup, names: Names) -> str:
    """The group that a page is about, by its heading; "" when it is about all."""
    heading = _text(page.h1) if page.h1 else ""
    groups = [label for label in names.mentioned(heading) if names.is_group(label)]
    return groups[0] if len(groups) == 1 else ""


def _is_text(tag: Tag) -> bool:
    """The innermost blocks of text."""
    blocks = [
        "p",
        "li",
        "title",
        "desc",
        "strong",
        "h1",
        "h2",
        "h3",
        "h4",
        "dd",
        "dt",
        "text",
    ]
    return tag.name in blocks and tag.find(blocks) is None


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).replace("\u00a0", " ").split())


def _text_without(tag: Tag, unwanted: Callable[[Tag], bool]) -> str:
    """The text of a part of a page, but for the unwanted tags."""
    if tag.find(unwanted) is None:
        return _text(tag)
    tag = copy(tag)
    for other in tag.find_all(unwanted):
        other.extract()
    return _text(tag)


def _is_table(tag: Tag) -> bool:
    return tag.name == "table"


def _is_mute(tag: Tag) -> bool:
    """Whether a part is drawn, and no text that is read aloud."""
    return tag.get("aria-hidden") == "true"


def _html_rows(table: Tag) -> list[list[str]]:
    return [
        [_text_without(cell, _is_mute) for cell in line(["th", "td"])]
        for line in table("tr")
    ]


def _around(tag: Tag) -> str:
    """What stands over a part of a page: its caption, its figure, its headings."""
    parts = []
    if tag.name == "table" and tag.caption:
        parts.append(_text(tag.caption))
    figure = tag.find_parent("figure")
    if figure is not None:
        question = figure.find(class_="fraga")
        parts += [_text(question)] if question else []
    section = tag.find_parent("section")
    while section is not None:
        heading = section.find(["h2", "h3"])
        parts += [_text(heading)] if heading else []
        section = section.find_parent("section")
    return " | ".join(parts)


def sentence_claims(
    sentence: str,
    file: str,
    about: str,
    names: Names,
    before: str = "",
    *,
    anywhere: bool = False,
) -> Iterator[Claim]:
    """Claims of one sentence: each number belongs to the option in brackets after it,
    else to the option, and the row of a grid, that stands nearest before it, else
    nearest after it. Whom a routed question was put to is no answer to it. Who "2 av
    dem" are, and what is said of them, may stand in the sentence `before`."""
    sentence = _ASKED.sub("", sentence)
    plain = folded(sentence)
    yield from _amounts(sentence, file, about, names)
    numbers = [m for m in _SAID.finditer(plain) if names.says_one(plain, m)]
    if not numbers:
        return
    mentioned = names.mentioned(sentence)
    if any(match["them"] for match in numbers):
        mentioned |= _carried(mentioned, before, names)
    kinds = {label: {kind for kind, _ in names.of[label]} for label in mentioned}
    groups = [label for label in mentioned if names.is_group(label)]
    # A group's name is an option too, of the question that divides the report.
    options = [
        (start, label)
        for label, starts in mentioned.items()
        for start in starts
        if "option" in kinds[label] and label not in groups
    ]
    items = [
        (start, label)
        for label, starts in mentioned.items()
        for start in starts
        if kinds[label] == {"item"}
    ]
    context = set(names.mentioned(about)) | (
        set(mentioned) - {label for _, label in options}
    )
    for match in numbers:
        # "10 %" on an axis is no answer "10": an option's name is not its own number.
        named = [one for one in options if not match.start() <= one[0] < match.end()]
        if match["every"] and not any(
            plain.startswith(folded(group), match.end()) for group in groups
        ):
            continue  # "alla i" something else than a group
        label = _in_brackets(plain, match, named) or _nearest(named, match.start())
        if label is None:
            continue
        of = _after_om(plain, match, items) or _nearest(items, match.start())
        others = {item for _, item in items} - {of}
        around = context - others
        year = _YEAR.match(plain, match.end()) or _AFTER.search(plain[: match.start()])
        for cell in cells_of([label, *groups[:1]], around, names, anywhere=anywhere):
            if year and year[1] != str(names.codebook.wave) and not match["count"]:
                cell = cell._replace(statistic=EARLIER)
            where = f"meningen ”{sentence[:120]}”"
            yield _with_number(match, plain, Claim(cell, file, where))


def _carried(
    mentioned: Collection[str], before: str, names: Names
) -> dict[str, list[int]]:
    """The labels of the sentence before, of the kinds that a sentence names none of;
    their places are before its own."""

    def kinds(label: str) -> set[str]:
        return {"group"} if names.is_group(label) else {k for k, _ in names.of[label]}

    own = {kind for label in mentioned for kind in kinds(label)}
    return {
        label: [start - len(before) - 1 for start in starts]
        for label, starts in names.mentioned(before).items()
        if not kinds(label) & own
    }


def _amounts(sentence: str, file: str, about: str, names: Names) -> Iterator[Claim]:
    """An amount of money, or in a question's own unit, of a group: a claim about the
    numbers of the question, whichever it is."""
    groups = [label for label in names.mentioned(sentence) if names.is_group(label)]
    asked = {
        key
        for label in names.mentioned(f"{about} | {sentence}")
        for kind, key in names.of[label]
        if kind == "question" and names.codebook.question(key).type == "number"
    }
    if len(groups) != 1 or len(asked) != 1:
        return
    if match := _AMOUNT.search(sentence.replace("\u00a0", " ")):
        group = names.as_group(groups[0])["group"]
        cell = Cell(asked.pop(), group=group, statistic=AMOUNT)
        where = f"meningen ”{sentence[:120]}”"
        yield Claim(cell, file, where, count=_in_figures(match[1].partition(",")[0]))


def _with_number(match: re.Match[str], plain: str, claim: Claim) -> Claim:
    """The claim with what a number in a sentence says: a count, or about a share."""
    if match["percent"]:
        if match["percent"] in _WORDS:
            return replace(claim, share=_WORDS[match["percent"]] / 100, half=ABOUT)
        near_end = _NEAR_END.search(plain[: match.start()])
        limit = (near_end["below"] and "<") or ">" if near_end else ""
        share, half = percent(match["percent"], limit)
        return replace(claim, share=share, half=half)
    if match["every"]:
        return replace(claim, share=float(match["every"] not in _NOBODY), half=NEAR)
    if said := match["only"] or match["few"] or match["them"]:
        words = said if match["them"] else said.split()[-1]
        return replace(claim, count=_in_figures(words))
    if match["count"]:
        count, base = (_in_figures(match[part]) for part in ("count", "base"))
        if match["base"] not in _WORDS or base > LARGEST_RATIO:
            return replace(claim, count=count, base=base)
        share = count / base  # "knappt två av tre" is no count
    elif match["nth"] or match["half"]:
        share = 1 / _NTH[match["nth"]] if match["nth"] else 0.5
    else:
        share = _in_figures(match["parts"]) / _PARTS[match["of"]]
    limited = _LIMIT.search(plain[: match.start()]) is not None
    return replace(claim, share=share, half=_LOOSE if limited else ABOUT)


def _in_brackets(
    plain: str, number: re.Match[str], labels: Sequence[tuple[int, str]]
) -> str | None:
    """The label of "7 procent (Dialog)"."""
    return next(
        (
            label
            for start, label in labels
            if start > number.end()
            and re.fullmatch(r'[^(]{0,12}\("?', plain[number.end() : start])
        ),
        None,
    )


_AFTER = re.compile(r"(?<!\d)((?:19|20)\d\d): $")
_YEAR = re.compile(r" \(?((?:19|20)\d\d)(?!\d)")


def _after_om(
    plain: str, match: re.Match[str], labels: Sequence[tuple[int, str]]
) -> str | None:
    """The label of "… 47 procent om kvalitet": one that stands right after "om"."""
    om = _OM.match(plain, match.end())
    after = [label for place, label in labels if om and place == om.end()]
    return max(after, key=len) if after else None


_OM = re.compile(r' om "?')  # folded: every quotation mark is this one


def _nearest(labels: Sequence[tuple[int, str]], place: int) -> str | None:
    """The label that stands last before `place`, else first after it."""
    before = [label for label in labels if label[0] < place]
    return max(before)[1] if before else min(labels)[1] if labels else None


def _in_figures(text: str) -> float:
    plain = text.replace(" ", "")
    return float(_WORDS.get(plain, plain))
