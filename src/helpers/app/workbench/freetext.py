"""Free text as the secretary reads it: keyword in context, themes counted, personal
data marked. Internal: texts come straight from the exports and are kept nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

import pandas as pd

from helpers.cleaning import rows
from helpers.cleaning.privacy import KINDS, find_personal
from helpers.cleaning.quotes import read_texts
from helpers.cleaning.responses import read_responses
from helpers.cleaning.themes import pattern
from helpers.core.wording import fold
from helpers.survey.codebook import Multiple, Single
from helpers.survey.decisions import read_small_table, write_small_csv
from helpers.survey.identity import At
from helpers.survey.sources import Source

THEMES = "themes.csv"
AROUND = 70
"""Characters on each side of a hit."""


def read_free_texts(source: Source) -> pd.DataFrame:
    """Every text of the rows that count: `quotes.TEXTS`."""
    coded = read_responses(source)
    kept, source = coded.rows.kept, coded.source
    own = read_texts(kept, coded.answers.responses, source.codebook)
    return pd.concat([own, *_other_texts(kept, source)], ignore_index=True)


def _other_texts(kept: pd.DataFrame, source: Source) -> Iterator[pd.DataFrame]:
    """What was written beside a question's options; nobody was asked for leave."""
    for key, question in other_questions(source).items():
        there = rows.given(kept[question.other_column], source.codebook)
        part = pd.DataFrame(
            {
                "question": key,
                "file": kept[At.FILE],
                "row": kept[At.ROW],
                "id": kept[At.ID],
                "text": kept[question.other_column].fillna("").map(fold),
                "allowed": False,
            }
        )
        yield part[there]


def other_questions(source: Source) -> dict[str, Single | Multiple]:
    """The questions with a column of their own for what is not among the options."""
    return {
        f"{question.id} (annat)": question
        for question in source.codebook.questions
        if isinstance(question, Single | Multiple) and question.other_column
    }


# ---------------------------------------------------------------- searching


def in_context(text: str, words: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Each hit with what stands before and after it.

    >>> list(in_context("Vi saknar lokaler.", pattern("lokal*")))
    [('Vi saknar ', 'lokaler', '.')]
    """
    for hit in words.finditer(text):
        before = text[max(0, hit.start() - AROUND) : hit.start()]
        after = text[hit.end() : hit.end() + AROUND]
        cut = "…" if hit.start() > AROUND else ""
        more = "…" if hit.end() + AROUND < len(text) else ""
        yield f"{cut}{before}", hit.group(), f"{after}{more}"


def marked(text: str, words: re.Pattern[str] | None = None) -> str:
    """The text as HTML: hits marked, and what looks like personal data marked as such.

    >>> marked("Ring <Fatima>")
    'Ring &lt;<mark class="personuppgift" title="möjligt personnamn">Fatima</mark>&gt;'
    """
    spans = [
        (found.start, found.end, "personuppgift", KINDS[found.kind])
        for found in find_personal(text)
    ]
    for hit in words.finditer(text) if words else ():
        if not any(hit.start() < end and start < hit.end() for start, end, *_ in spans):
            spans.append((hit.start(), hit.end(), "traff", ""))
    made, at = [], 0
    for start, end, css, what in sorted(spans):
        title = f' title="{what}"' if what else ""
        made.append(escape(text[at:start]))
        made.append(f'<mark class="{css}"{title}>{escape(text[start:end])}</mark>')
        at = end
    return "".join([*made, escape(text[at:])])


# ---------------------------------------------------------------- themes


def parse_themes(written: str) -> dict[str, str]:
    """A theme a line, `theme: word, word*` → theme → words.

    >>> parse_themes("Lokaler: lokal*, hus")
    {'Lokaler': 'lokal*, hus'}
    """
    parts = (line.partition(":") for line in written.splitlines())
    return {fold(a): fold(b) for a, colon, b in parts if colon and fold(a) and fold(b)}


def count_themes(texts: pd.Series, themes: Mapping[str, str]) -> pd.DataFrame:
    """In how many texts each theme's words stand: `theme`, `texts`, `hits`, `share`.

    A text counts once a theme, however often its words stand there.

    >>> texts = pd.Series(["en lokal, en lokal", "tid"])
    >>> count_themes(texts, {"Lokaler": "lokal*"}).to_dict("records")
    [{'theme': 'Lokaler', 'texts': 1, 'hits': 2, 'share': 0.5}]
    """
    counted = []
    for theme, words in themes.items():
        looked_for = pattern(words)
        hits = texts.map(lambda text, found=looked_for: len(found.findall(text)))
        some = int((hits > 0).sum())
        share = some / len(texts) if len(texts) else float("nan")
        counted.append((theme, some, int(hits.sum()), share))
    return pd.DataFrame(counted, columns=["theme", "texts", "hits", "share"])


def read_themes(folder: Path) -> dict[str, str]:
    """decisions/themes.csv of a survey's folder; none when there is no such file."""
    path = folder / "decisions" / THEMES
    if not path.is_file():
        return {}
    table = read_small_table(path)
    if not {"theme", "words"} <= set(table.columns):
        return {}
    return dict(zip(table["theme"], table["words"], strict=True))


def write_themes(folder: Path, themes: Mapping[str, str]) -> None:
    """Her themes with their words; of which question each is stays as it was."""
    path = folder / "decisions" / THEMES
    asked: dict[str, str] = {}
    if path.is_file():
        before = read_small_table(path)
        if {"theme", "question"} <= set(before.columns):
            asked = dict(zip(before["theme"], before["question"], strict=True))
    lines = [(theme, words, asked.get(theme, "")) for theme, words in themes.items()]
    write_small_csv(path, ("theme", "words", "question"), lines)


# ---------------------------------------------------------------- a first proposal

FEWEST_TEXTS = 3
"""A word that fewer wrote is proposed as no theme."""
MOST_PROPOSED = 8
LETTERS, STEM = 5, 6
_COMMON = """
alla aldrig annan annat andra andras bara behöver behövs bland blir borde denna deras
dessa detta efter eller enligt finns flera från fram första genom gärna gånger hade hela
hittar ibland ingen inget innan inom inte kanske kunna kunnat kunde ligger länge med
mellan mest många mycket måste nästa något några ofta också olika redan samma samtidigt
sedan senare själva skulle under utan vara varit varje verkligen vilka vilket viktigt
väldigt våra vårt även över bättre bästa större tillsammans
"""
COMMON = frozenset(_COMMON.split())


def propose_themes(texts: pd.Series) -> dict[str, str]:
    """A first codebook: the words that most texts share, by how they begin, each for
    her to name, join or cross out. No word of fewer than `FEWEST_TEXTS` texts.

    >>> texts = pd.Series(["Fler lokaler", "Billig lokal", "Lokalen är liten", "Tid"])
    >>> propose_themes(texts)
    {'Lokal': 'lokal*'}
    """
    written: dict[str, set[int]] = {}
    forms: dict[str, list[str]] = {}
    for at, text in enumerate(texts):
        for word in re.findall(rf"[^\W\d_]{{{LETTERS},}}", fold(text).casefold()):
            if word in COMMON:
                continue
            stem = word[:STEM] if len(word) > STEM + 1 else word[:LETTERS]
            written.setdefault(stem, set()).add(at)
            forms.setdefault(stem, []).append(word)
    often = [stem for stem, which in written.items() if len(which) >= FEWEST_TEXTS]
    often.sort(key=lambda stem: (-len(written[stem]), stem))
    return {
        min(forms[stem], key=len).capitalize(): f"{stem}*"
        for stem in often[:MOST_PROPOSED]
    }
