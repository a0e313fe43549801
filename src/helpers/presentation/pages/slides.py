"""What the slides of a page hold: findings, figures, tables and notes, as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bs4 import BeautifulSoup, Tag

MOST_ROWS, MOST_SERIES = 12, 4  # of a chart that can be read from the back of a room
MOST_LETTERS = 850  # of the text of a slide
MOST_POINTS = 6  # lines of a slide
_PERCENT = re.compile(r"(\d+(?:,\d+)?) ?%")


@dataclass(frozen=True)
class Content:
    """One slide: a title, and either lines of text or a table of numbers.

    `rows`: the table with its header first, all text as on the page. `notes`: base
    and source.
    """

    title: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    small: str = ""
    figures: tuple[tuple[str, str], ...] = field(default=())  # (number, what it is)


def contents(soup: BeautifulSoup) -> list[Content]:
    """The slides of a page, in the page's order; no two have the same title."""
    slides = [_opening(soup)]
    for section in soup.select("main section.kapitel"):
        slides += _of_section(section)
    return _with_own_titles(slides)


def _opening(soup: BeautifulSoup) -> Content:
    marks = [_text(tag) for tag in soup.select(".markning")]
    under = [_text(tag) for tag in soup.select(".ingress")]
    title = _text(soup.h1) if soup.h1 else ""
    return Content(title, (*under, *marks))


def _of_section(section: Tag) -> Iterator[Content]:
    title = _text(section.h2) if section.h2 else ""
    notes = tuple(_text(tag) for tag in section.find_all("p", class_="not"))
    for key in section.select("ul.nyckeltal"):
        key_figures = [_key_figure(line) for line in key.find_all("li")]
        yield Content("Nyckeltal", figures=tuple(key_figures), notes=notes)
        key.extract()
    figures = [figure.extract() for figure in section.find_all("figure")]
    lines = _lines(section)
    for part in _parts(lines):
        yield Content(title, tuple(part), notes=notes)
    for figure in figures:
        slide = _of_figure(figure)
        if slide is not None:
            yield slide


def _key_figure(line: Tag) -> tuple[str, str]:
    number = line.find("strong")
    if not isinstance(number, Tag):
        return "", _text(line)
    figure, before = _text(number), line.find("span", class_="forr")
    then = _text(before) if isinstance(before, Tag) else ""
    words = _text(line).removeprefix(figure).removesuffix(then).strip()
    return figure, "\n".join(filter(None, [words, then]))


def _lines(section: Tag) -> list[str]:
    """The paragraphs, list items and terms of a section, one line each."""
    found: list[str] = []
    for tag in section.find_all(["p", "li", "dt", "dd", "h3"]):
        if tag.find_parent(["details", "table", "nav"]) or tag.find(["p", "li"]):
            continue
        if tag.get("class") == "not":
            continue
        words = _text(tag)
        if tag.name == "dd" and found:
            found[-1] = f"{found[-1]}: {words}"
        elif words:
            found.append(words)
    return found


def _parts(lines: Sequence[str]) -> list[Sequence[str]]:
    """The lines in portions that each have room on a slide: as few as can be, and
    equally many lines in each, or nearly, so that none stands alone."""
    filled: list[list[str]] = []
    for line in lines:
        if filled and _has_room([*filled[-1], line]):
            filled[-1].append(line)
        else:
            filled.append([line])
    number = len(filled)
    starts = [-(-part * len(lines) // max(number, 1)) for part in range(number + 1)]
    even = [lines[start:end] for start, end in pairwise(starts)]
    return even if all(map(_has_room, even)) else list(filled)


def _has_room(lines: Sequence[str]) -> bool:
    return len(lines) <= MOST_POINTS and sum(map(len, lines)) <= MOST_LETTERS


def _of_figure(figure: Tag) -> Content | None:
    table, caption = figure.find("table"), figure.find("figcaption")
    if not isinstance(table, Tag) or not isinstance(caption, Tag):
        return None
    finding = caption.find("strong")
    asked = caption.find(class_="fraga")
    rows = tuple(
        tuple(_text(cell) for cell in line(["th", "td"])) for line in table("tr")
    )
    notes = tuple(
        _text(tag) for tag in figure.find_all("p", class_=["underlag", "kalla"])
    )
    return Content(
        _text(finding) if isinstance(finding, Tag) else _text(caption),
        rows=rows,
        small=_text(asked) if isinstance(asked, Tag) else "",
        notes=notes,
    )


def _with_own_titles(slides: Sequence[Content]) -> list[Content]:
    """With "(2 av 3)" where several would have the same title: a title is what a slide
    is found by."""
    number = Counter(slide.title for slide in slides)
    seen: Counter[str] = Counter()
    made = []
    for slide in slides:
        seen[slide.title] += 1
        if number[slide.title] > 1:
            part = f"({seen[slide.title]} av {number[slide.title]})"
            slide = replace(slide, title=f"{slide.title} {part}")
        made.append(slide)
    return made


def _text(tag: Tag) -> str:
    unseen = {id(one) for one in tag.select("a[download], .hoppa")}
    words = [
        str(part)
        for part in tag.find_all(string=True)
        if not any(id(parent) in unseen for parent in part.parents)
    ]
    return " ".join("".join(words).split())


def chart_of(rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[float]]]:
    """(the columns drawn, their shares row by row) of a table that a chart can show:
    every cell of some columns a percentage; ([], []) for another.

    >>> chart_of([("", "Svarande", "Ja"), ("Norr", "20", "50 %")])
    (['Ja'], [[0.5]])
    >>> chart_of([("", "Ja"), ("Norr", "2 av 9")])
    ([], [])
    """
    head, *body = rows
    if not 1 <= len(body) <= MOST_ROWS:
        return [], []
    drawn = [
        place
        for place in range(1, len(head))
        if all(len(row) > place and _PERCENT.fullmatch(row[place]) for row in body)
    ]
    rest = [row[place] for row in body for place in range(1, len(head))]
    percent = sum("%" in cell for cell in rest)
    if not 1 <= len(drawn) <= MOST_SERIES or percent > len(drawn) * len(body):
        return [], []
    shares = [[_share(row[place]) for place in drawn] for row in body]
    return [head[place] for place in drawn], shares


def in_words(content: Content) -> str:
    """The slide's chart or table for who does not see it. The page's words for its
    figure will not do: it is drawn in another way there.

    >>> rows = (("", "Svarande", "Ja"), ("Norr", "20", "50 %"))
    >>> in_words(Content("Hälften svarar ja", rows=rows))
    'Liggande staplar. Norr: Ja 50 %.'
    >>> in_words(Content("Hälften svarar ja", rows=(("Ort", "Ja"), ("Norr", "2 av 9"))))
    'Tabell: Hälften svarar ja. Kolumner: Ort, Ja.'
    """
    head, *body = content.rows
    names, _ = chart_of(content.rows)
    if not names:
        columns = ", ".join(filter(None, head))
        return f"Tabell: {content.title.rstrip('.')}. Kolumner: {columns}."
    drawn = [place for place, name in enumerate(head) if place and name in names]
    bars = (
        f"{row[0]}: " + ", ".join(f"{head[place]} {row[place]}" for place in drawn)
        for row in body
    )
    return f"Liggande staplar. {'; '.join(bars)}."


def _share(percent: str) -> float:
    return float(percent.rstrip("% \u00a0").replace(",", ".")) / 100
