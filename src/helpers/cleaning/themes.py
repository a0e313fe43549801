"""Free text → themes: by the words of the secretary's codebook of themes, or coded by
hand. The texts themselves go no further than this.

decisions/themes.csv has a theme a line with the words that it is found by (`lokal*`
finds what begins so), of one question or, where none is named, of every question of
free text. decisions/coded.csv has what a person has read: a line a text and theme, an
empty theme where the text has none. Where a question is coded by hand that goes before
the words; the first coder counts, and with a second their agreement is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from helpers.cleaning.decided import Known
from helpers.cleaning.quotes import read_texts, text_questions
from helpers.cleaning.rows import Rows
from helpers.core.errors import Problem, nearest
from helpers.core.wording import fold
from helpers.survey.codebook import Codebook, FreeText
from helpers.survey.identity import At
from helpers.survey.sources import Source

THEMES = ("response", "question", "theme", "who")
"""A line a text and theme; an empty theme: the text was read and has none. `response`
is the row's place among the kept ones, from 1; `who` is empty where words found it."""


@dataclass(frozen=True)
class Themes:
    """`found`: THEMES; `problems` stop the step, `notes` are told."""

    found: pd.DataFrame
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def pattern(words: str) -> re.Pattern[str]:
    """What `words` finds: any of them, whole words; `lokal*` finds what begins so, and
    "eget hus" in quotation marks is found as it stands.

    >>> bool(pattern("lokal*").search("Lokalerna är för små"))
    True
    >>> bool(pattern("lokal").search("Lokalerna är för små"))
    False
    """
    terms = [a or b for a, b in re.findall(r'["”]([^"”]+)["”]|([^\s,;]+)', words)]
    made = [
        rf"\b{re.escape(term.rstrip('*'))}" + (r"\w*" if term.endswith("*") else r"\b")
        for term in map(fold, terms)
        if term.strip("*")
    ]
    return re.compile("|".join(made) or r"(?!)", re.IGNORECASE)


def read_themes(read: Rows, responses: pd.DataFrame, source: Source) -> Themes:
    """The themes of every text of the kept rows."""
    book, words, coded = (
        source.codebook,
        source.decisions.themes,
        source.decisions.coded,
    )
    empty = pd.DataFrame({name: pd.Series(dtype="str") for name in THEMES})
    empty["response"] = empty["response"].astype("int64")
    if words.empty and coded.empty:
        return Themes(empty)
    problems = [*_unknown(words, book, "themes"), *_unknown(coded, book, "coded")]
    if problems:
        return Themes(empty, problems)
    texts = read_texts(read.kept, responses, book)
    place = {one: n for n, one in enumerate(read.kept[At.RESPONSE], start=1)}
    texts["place"] = texts["response"].map(place)
    by_hand, notes = _by_hand(coded, texts, Known(read.every))
    hands = {question for _, question, _, _ in by_hand}
    lines = by_hand + [
        line for line in _by_words(words, texts, book) if line[1] not in hands
    ]
    found = pd.DataFrame(lines, columns=list(THEMES)).drop_duplicates()
    found = found.astype({"response": "int64", "question": str, "theme": str})
    return Themes(found.astype({"who": str}).reset_index(drop=True), [], notes)


def _unknown(lines: pd.DataFrame, book: Codebook, name: str) -> Iterator[Problem]:
    known = {question.id for question in text_questions(book)}
    for line in lines.to_dict("records"):
        asked = line["question"]
        if asked not in known and (asked or name == "coded"):
            yield Problem(
                f"Det finns ingen textfråga ”{asked}”.",
                nearest(asked, known),
                file=f"decisions/{name}.csv",
                row=int(line["line"]),
            )


def _by_words(
    words: pd.DataFrame, texts: pd.DataFrame, book: Codebook
) -> Iterator[tuple[int, str, str, str]]:
    if words.empty:
        return
    asked = [
        question.id for question in book.questions if isinstance(question, FreeText)
    ]
    every = set(words["question"])
    for question, own in texts.groupby("question", sort=False):
        if question not in asked or not ({"", question} & every):
            continue
        for place in own["place"]:
            yield int(place), str(question), "", ""
        for line in words.to_dict("records"):
            if line["question"] not in ("", question):
                continue
            looked_for = pattern(line["words"])
            for place, text in zip(own["place"], own["text"], strict=True):
                if looked_for.search(text):
                    yield int(place), str(question), line["theme"], ""


def _by_hand(
    coded: pd.DataFrame, texts: pd.DataFrame, known: Known
) -> tuple[list[tuple[int, str, str, str]], list[str]]:
    """What coders say of texts that are there, and what is told of the others."""
    there = {
        (one, question): int(place)
        for one, question, place in zip(
            texts["response"], texts["question"], texts["place"], strict=True
        )
    }
    lines, nowhere = [], 0
    for line in coded.to_dict("records"):
        hits = [
            there[one, line["question"]]
            for one in known.responses(line)
            if (one, line["question"]) in there
        ]
        nowhere += not hits
        lines += [(at, line["question"], line["theme"], line["who"]) for at in hits]
    notes = []
    if nowhere:
        notes.append(
            f"coded.csv: {nowhere} rader gäller texter som inte finns bland svaren."
        )
    for question in dict.fromkeys(line[1] for line in lines):
        first = next(line[3] for line in lines if line[1] == question)
        read = {at for at, asked, _, who in lines if (asked, who) == (question, first)}
        left = int((texts["question"] == question).sum()) - len(read)
        if left:
            notes.append(
                f"coded.csv: {left} svar på frågan {question} är inte lästa av "
                f"{first}, och räknas inte med bland temana."
            )
    return lines, notes
