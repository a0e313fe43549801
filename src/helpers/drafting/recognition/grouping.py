"""Which neighbouring columns are parts of one question, and what each part is called.

The file's own word comes first (a multiple-response set, a question that a tool names),
then the form of the headers: "3.1. Lokal", "Stöd: Lokal", "Lokal:Stöd", "Stöd/Lokal",
"Stöd (choice=Lokal)", "Q2.1_1", "3. R." beside "3. Python.", and last columns that hold
nothing but their own headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.drafting import scales
from helpers.drafting.recognition.judge import Evidence
from helpers.drafting.recognition.profiles import Profile, distinct_labels
from helpers.drafting.recognition.words import asked_first

_NUMBERED = re.compile(
    r"(?:(?:Fråga|Spørgsmål|Spørsmål|Question|Frage|Kysymys|[FQ])\.?\s?)?"
    r"(?P<number>\d{1,3}(?:[._]\d{1,3}){1,3})\.?[\s:)]+(?=\S)"
)
_NUMERAL = re.compile(r"(?P<number>[A-Za-z]{0,5}\.?\s?\d{1,3})[a-z]?\s?[.):]\s+(?=\S)")
_CHOICE = re.compile(r"\A(?P<stem>.+?)\s*\(choice=(?P<part>.+)\)")
_ASIDE = re.compile(  # not "Hur nöjd? (1-5)", whose numbers are the scale's ends
    r"\A(?P<stem>.{3,}?[?:.]|(?:\S+\s+){2,}?\S+)\s*\((?P<part>(?![\d\W]+\))[^()]+(?:\([^()]*\))?)\)"
)
_BRACKET = re.compile(r"\A(?P<stem>.{3,}?)\s*\[(?P<part>[^\[\]]+)\]")
_CODE = re.compile(
    r"(?P<stem>[^\W\d_]+[\w.]*?)(?P<mark>___|_|\.)(?P<part>(?:\d+_TEXT|other_TEXT)"
    r"|[^\W_]+)"
)
_BLOCK_CODE = re.compile(r"(?P<stem>[A-Za-z]+\d+\.\d+)(?P<part>_\w+)?")
_PLACE = re.compile(  # "Hinder, plats 1", "Prioritet 2"
    r"\A(?P<stem>.*?)\b"
    r"(?P<part>(?:rank|plats|rang|prio(?:ritet)?|val|choice)\W?\s?\d{1,2})\)?",
    re.IGNORECASE,
)
_MOST = re.compile(  # "Största hinder 1", "Viktigaste skäl 2"
    r"\A(?P<stem>.*\b(?:störst|viktigast|främst|most|main|biggest)\w*\b\D*?)\s+"
    r"(?P<part>[1-9])",
    re.IGNORECASE,
)
_BETWEEN = (
    *(": ", "::", ":", " - ", " – ", " — ", " / ", "/", " | ", ". ", " → ", " > "),
    *(" >> ", "?_", "?...", "?…", "?#"),
)
_QUESTION_NUMBER = re.compile(r"Fråga \d+")  # what is said of it where nothing else is
_OTHER_MARKS = re.compile(
    r"\A(?P<label>.*?)\s*(?:[-–:]\s*(?:write[ -]in|text|other|comment)|_TEXT|\[text\])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Group:
    """Columns that may be one question: `labels` what each is about, `wording` what was
    asked ("" where the file does not say), `bound` what says that they belong together,
    `copy` a column that holds their ticks once more, `beside` one with own words."""

    profiles: tuple[Profile, ...]
    labels: tuple[str, ...]
    wording: str
    bound: Evidence
    copy: Profile | None = None
    beside: Profile | None = None

    def label(self, profile: Profile) -> str:
        found = zip(self.profiles, self.labels, strict=True)
        return next(label for one, label in found if one is profile)


@dataclass(frozen=True)
class _Split:
    """A header as what it shares with its neighbours (`key`) and a part. `wording` is
    what was asked, where the shared words are a question."""

    key: str
    part: str
    wording: str = ""
    bound: Evidence = Evidence.HEADER


def alone(profile: Profile, beside: Profile | None = None) -> Group:
    """A group of one column, with the own words written `beside` it."""
    wording = profile.wording
    return Group((profile,), (wording,), wording, Evidence.HEADER, beside=beside)


def groups(profiles: Sequence[Profile]) -> Iterator[Group]:
    """The columns in their order, those that may belong together in one group."""
    codes = [_BLOCK_CODE.fullmatch(profile.header) for profile in profiles]
    in_blocks = any(match and match["part"] for match in codes)
    splits = [_splits(profile, in_blocks=in_blocks) for profile in profiles]
    start = 0
    waiting: Profile | None = None  # a lone column that may be the next run's copy
    while start < len(profiles):
        run = _longest(splits, start)
        copy = None
        if len(run) > 1 and waiting is not None and _is_copy(waiting, run[0]):
            copy, waiting = waiting, None
        if waiting is not None:
            yield alone(waiting)
            waiting = None
        if len(run) > 1:
            yield _group(profiles[start : start + len(run)], run, copy)
        else:
            waiting = profiles[start]
        start += max(1, len(run))
    if waiting is not None:
        yield alone(waiting)


def _group(
    members: Sequence[Profile], run: Sequence[_Split], copy: Profile | None
) -> Group:
    parts, wording = [split.part for split in run], run[0].wording
    if (not wording and not run[0].key) or _QUESTION_NUMBER.fullmatch(wording):
        asked, parts = asked_first(parts)
        wording = asked or wording
    labels = distinct_labels(parts, members)
    return Group(tuple(members), tuple(labels), wording, run[0].bound, copy)


def _longest(splits: Sequence[list[_Split]], start: int) -> list[_Split]:
    """The run from `start` that shares a key: one with words before one without, then
    the longest, then the longest stem."""
    best: list[_Split] = []
    for split in splits[start]:
        run = [split]
        for others in splits[start + 1 :]:
            same = next((other for other in others if other.key == split.key), None)
            if same is None:
                break
            run.append(same)
            if not split.key and means_other(same.part):
                break  # Typeform's "Other" ends a question
        if len(run) > 1 and (not best or _rank(run) > _rank(best)):
            best = run
    return best


def _rank(run: Sequence[_Split]) -> tuple[bool, int, int, int]:
    first = run[0]
    return (bool(first.key), int(first.bound), len(run), len(first.key))


def _is_copy(profile: Profile, split: _Split) -> bool:
    """Whether a column has the stem of the run after it as its whole header (Kobo)."""
    return profile.column.role == "copy" or _key(profile.header) == split.key


def _key(stem: str) -> str:
    return re.sub(r"[\s:.?]+", " ", stem).strip().casefold()


# ---------------------------------------------------------------- one header


def _splits(profile: Profile, *, in_blocks: bool) -> list[_Split]:
    column = profile.column
    question = column.question if column.question != column.name else ""
    if column.group:
        return [
            _Split(f"group {column.group}", _part(profile), question, Evidence.FILE)
        ]
    if column.option or question or "[" in column.code:
        # The tool knows the parts of its headers. A question and its other-text have
        # the same question, and so may two questions that only their codes set apart.
        coded = re.fullmatch(r"([A-Za-z]+[\d.#]*\d)_\w+", column.code)
        base = coded[1] if coded else column.code.split("[")[0]
        # LimeSurvey: a grid without a question of its own is called by its code.
        wording = "" if column.question == base else column.question
        key = f"tool {base} {column.question}"
        whole = _Split(key, _part(profile), wording, Evidence.TOOL)
        numbered = re.fullmatch(r"([^\W\d]+?)\d{1,2}", column.code)  # stod1, stod2
        stem = base if coded else numbered[1] if numbered else ""
        return [whole, *_of_label(question, stem)] if stem and question else [whole]
    return [
        *_of_words(profile),
        *_of_code(profile, in_blocks=in_blocks),
        *_bare(profile),
    ]


def _of_label(label: str, base: str) -> Iterator[_Split]:
    """Labels of coded columns that are a question and a part (SPSS: q6_1, "Vilka
    former? - Dialog")."""
    for mark in _BETWEEN:
        for head, tail in _cut(label, mark):
            if len(head) > 2:
                key = f"tool {base} {_key(head)}"
                yield _Split(key, tail, head, Evidence.TOOL)


def _part(profile: Profile) -> str:
    """What the tool calls the column; without the digits that Excel gives a header that
    a table has already ("Law19", where "Law" is ticked)."""
    option, label = profile.column.option, profile.own_label
    if not option or re.fullmatch(re.escape(label) + r"\d{1,4}", option, re.IGNORECASE):
        return label or option or profile.column.name
    return option


def _of_words(profile: Profile) -> Iterator[_Split]:
    """What the header's own words and marks set apart."""
    header = profile.header
    section = profile.column.name[: len(profile.column.name) - len(header)]
    for pattern in (_NUMBERED, _NUMERAL):
        if match := pattern.match(header):
            number = (
                re.split("[._]", match["number"])[0]
                if pattern is _NUMBERED
                else match["number"]
            )
            plain = re.search(r"\d+", number)
            sentence = f"Fråga {plain[0]}" if plain else ""
            yield _Split(f"{section}number {number}", header[match.end() :], sentence)
    for pattern in (_CHOICE, _BRACKET, _ASIDE):
        if match := pattern.fullmatch(header):
            yield _Split(_key(section + match["stem"]), match["part"], match["stem"])
    if match := _PLACE.fullmatch(header):
        stem = match["stem"].rstrip(" \t\n\u00a0,:(–-")
        yield _Split(f"place {section}{_key(stem)}", match["part"], stem)
    if match := _MOST.fullmatch(header):
        yield _Split(
            f"most {section}{_key(match['stem'])}", match["part"], match["stem"]
        )
    for mark in _BETWEEN:
        for head, tail in _cut(header, mark):
            if len(head) > 2:
                yield _Split(_key(section + head), tail, head)
            if mark.strip() == ":" and len(tail) > 2:  # Alchemer: "Lokal:Vilket stöd?"
                yield _Split(_key(section + tail), head, tail)
    # pandas: "Ta ställning_Vi litar på er"; R, which makes full stops of all marks.
    for mark, within in (("_", " "), ("..", ".")):
        head, _, tail = header.rpartition(mark)
        if within in head and tail and (mark == "_" or " " not in header):
            sentence = re.sub(r"\.+", " ", tail).strip() if mark == ".." else tail
            yield _Split(_key(section + head), sentence, head)
    if (label := profile.own_label) and label.casefold() != header.casefold():
        stem = re.sub(re.escape(label), "", header, flags=re.IGNORECASE).strip(
            " :/-–.(["
        )
        if stem and not stem.isdigit():
            yield _Split(_key(section + stem), label, stem)


def _cut(header: str, mark: str) -> Iterator[tuple[str, str]]:
    """(before, after) the first mark and the last, where both are something."""
    cuts = (header.partition(mark), header.rpartition(mark))
    for before, _, after in dict.fromkeys(cuts):
        before, after = before.strip(), after.strip()
        before += "?" * (mark.startswith("?") and before != "")
        if before and after:
            yield before, after


def _of_code(profile: Profile, *, in_blocks: bool) -> Iterator[_Split]:
    """Headers that are codes: Q2.1_1, stod___2, q5.3. In a file whose questions are
    numbered within blocks, Q2.5 is a question and no part of Q2."""
    match = None if ".." in profile.header else _CODE.fullmatch(profile.header)
    block = in_blocks and _BLOCK_CODE.fullmatch(profile.header)
    if match and not (block and not block["part"]):
        part = match["part"]
        label = profile.affirmed[0] if _labels_itself(profile) else part
        yield _Split(f"code {match['stem'].casefold()}", label)


def _labels_itself(profile: Profile) -> bool:
    """Whether a coded column has one text, and that is words: the option's label."""
    return len(profile.affirmed) == 1 and profile.tick is None


def _bare(profile: Profile) -> Iterator[_Split]:
    """Headers that are options and nothing more (Typeform; hand-made tables)."""
    header = profile.column.name
    if header.endswith("?"):
        return
    label = profile.own_label
    numbered = re.fullmatch(
        rf"(\d{{1,3}}[.)]\s*)?{re.escape(label)}(\d{{1,4}})?", header, re.IGNORECASE
    )
    if label and numbered:
        yield _Split("", label)
    elif means_other(header):
        yield _Split("", header)
    elif profile.tick and 0 < profile.ticked.sum() < len(profile.ticked):
        if {*profile.tick} & {"ja", "yes", "Ja", "Yes", "JA", "YES"}:
            return  # a question of its own, answered by yes or no
        yield _Split("", header)


def means_other(label: str) -> bool:
    """Whether a part of a question is own words to its option "Annat".

    >>> means_other("Annat - Write In"), means_other("3_TEXT"), means_other("Lokal")
    (True, True, False)
    """
    if scales.is_other(label.strip("[]")):
        return True
    match = _OTHER_MARKS.fullmatch(label)
    return match is not None and (scales.is_other(match["label"]) or "_TEXT" in label)
