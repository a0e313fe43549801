"""The headings of a page: named, numbered, linked and listed as its contents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from helpers.core.slugs import slug
from helpers.presentation.locale import phrase
from helpers.presentation.pages.tree import (
    HEADINGS,
    free_name,
    headings_of,
    new_tag,
    tags_under,
    tags_with_id,
)

# Classes are read as one string: a name is looked for inside it.
_UNNUMBERED = re.compile(r"\b(bilaga|fotnoter)\b")


def order_headings(main: Tag) -> None:
    """One h1, in the header; below it no level is skipped."""
    above = 1
    for heading in headings_of(main):
        above = min(max(int(heading.name[1]), 2), above + 1)
        heading.name = f"h{above}"


def name_headings(main: Tag) -> None:
    """Every heading of the contents can be linked to, by its chapter's identity or by
    one made of its words."""
    document = next(parent for parent in main.parents if parent.name == "[document]")
    taken = {str(tag["id"]) for tag in tags_with_id(document)}
    for heading in headings_of(main):
        if heading.get("id") or _chapter_of(heading) is not None:
            continue
        name = free_name(slug(heading.get_text(), empty="avsnitt", ascii=False), taken)
        heading["id"] = name
        taken.add(name)


def _chapter_of(heading: Tag) -> Tag | None:
    """The section with an identity that `heading` opens."""
    section = heading.parent
    if section is None or section.name != "section" or not section.get("id"):
        return None
    return section if section.find(HEADINGS) is heading else None


def _target(heading: Tag) -> str:
    chapter = _chapter_of(heading)
    return str(heading.get("id") or (chapter and chapter["id"]))


def number_chapters(soup: BeautifulSoup, main: Tag) -> None:
    for number, heading in enumerate(_chapters(main), start=1):
        _mark(soup, heading, str(number))
        chapter = heading.parent
        inside = [
            inner
            for section in _within(chapter, "section")
            if "kapitel" in section.get_attribute_list("class")
            for inner in _within(section, "h3")
        ]
        for place, inner in enumerate(inside, start=1):
            _mark(soup, inner, f"{number}.{place}")


def _within(tag: Tag | None, name: str) -> list[Tag]:
    """The tags directly within another. `select` would compile its own grammar for it,
    a seventh of a second."""
    return list(tag.find_all(name, recursive=False)) if tag else []


def _mark(soup: BeautifulSoup, heading: Tag, number: str) -> None:
    mark = new_tag(soup, "span")
    mark["class"] = "kapitelnummer"
    mark.string = number
    heading.insert(0, mark)
    heading.insert(1, " ")


def _chapters(main: Tag) -> Iterator[Tag]:
    for heading in main.find_all("h2"):
        if heading.find_parent(class_=_UNNUMBERED) is None:
            yield heading


def link_headings(soup: BeautifulSoup, main: Tag) -> None:
    """A heading is a link to itself, so that its address can be copied."""
    for heading in headings_of(main, "h2", "h3"):
        if heading.find("a"):
            continue
        link = new_tag(soup, "a", href=f"#{_target(heading)}")
        link["class"] = "permalank"
        link.extend(list(heading.contents))
        heading.append(link)


def list_contents(soup: BeautifulSoup, main: Tag) -> None:
    """The table of contents: beside the text on a wide screen, folded on a narrow one
    (the style shows one of the two, so that no reader meets both)."""
    headings = headings_of(main, "h2", "h3")
    if len([heading for heading in headings if heading.name == "h2"]) < 3:
        return
    folded = new_tag(soup, "nav", **{"aria-label": phrase("Innehållsförteckning")})
    folded["class"] = "innehall-kort"
    details, summary = soup.new_tag("details"), soup.new_tag("summary")
    summary.string = phrase("Innehåll")
    details.extend([summary, _outline(soup, headings)])
    folded.append(details)
    beside = new_tag(soup, "nav", **{"aria-labelledby": "innehall-rubrik"})
    beside["class"] = "innehall-lang"
    title = new_tag(soup, "p", id="innehall-rubrik")
    title.string = phrase("Innehåll")
    beside.extend([title, _outline(soup, headings)])
    main.insert_before(folded, "\n", beside, "\n")
    first = next((part for part in tags_under(main) if part.name == "section"), None)
    if first is not None:
        # On paper the findings come first, and the contents after them.
        paper = new_tag(soup, "nav", **{"aria-label": phrase("Innehåll på papper")})
        paper["class"] = "innehall-tryck"
        words = soup.new_tag("p")
        words.string = phrase("Innehåll")
        whole = [one for one in headings if _chapter_of(one) is not None]
        paper.extend([words, _outline(soup, whole)])
        first.insert_after(paper)


def _outline(soup: BeautifulSoup, headings: list[Tag]) -> Tag:
    outer = soup.new_tag("ol")
    chapter: Tag | None = None
    inner: Tag | None = None
    for heading in headings:
        item = soup.new_tag("li")
        link = new_tag(soup, "a", href=f"#{_target(heading)}")
        link.string = " ".join(heading.get_text().split())
        item.append(link)
        if heading.name == "h2" or chapter is None:
            outer.append(item)
            chapter, inner = item, None
            continue
        if inner is None:
            inner = soup.new_tag("ol")
            chapter.append(inner)
        inner.append(item)
    return outer
