"""A page as the rules see it, and how they name a place in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bs4 import BeautifulSoup, NavigableString, Tag

LANGUAGE, ENGLISH = "sv", "en"
_IN_ENGLISH = {"sida-english", "sida-indepth"}  # classes of the page's body
_SILENT = ("style", "script", "code", "pre")
_OF_SURVEY = {"fraga", "citat"}


class Text(NamedTuple):
    """A text, its element, and whether it quotes the survey or a person."""

    tag: Tag
    words: str
    quoted: bool


@dataclass(frozen=True)
class Parsed:
    """A page as its rules see it: all its elements, and those with an identity."""

    soup: BeautifulSoup
    tags: list[Tag]
    by_id: dict[str, Tag]

    @classmethod
    def of(cls, html: str) -> Parsed:
        soup = BeautifulSoup(html, "html.parser", multi_valued_attributes=None)
        tags = soup.find_all(True)
        return cls(soup, tags, {str(tag["id"]): tag for tag in tags if tag.get("id")})

    @property
    def language(self) -> str:
        html = self.soup.html
        return str(html.get("lang", "")) if html else ""

    @property
    def in_english(self) -> bool:
        """Whether the page is the summary or the report in English."""
        body = self.soup.body
        classes = str(body.get("class", "")).split() if body is not None else []
        return not _IN_ENGLISH.isdisjoint(classes)

    def named(self, *names: str) -> list[Tag]:
        """The elements of these names, in the order of the page."""
        return [tag for tag in self.tags if tag.name in names]

    @cached_property
    def texts(self) -> list[Text]:
        """Every text that is in the page's own language and no code, in order."""
        return list(_texts(self.soup, ENGLISH if self.in_english else LANGUAGE))

    def select(self, selector: str) -> list[Tag]:
        return self.soup.select(selector)


Found = Iterator[tuple[str, str]]  # where, what was found
Check = Callable[[Parsed], Found]


def where(tag: Tag) -> str:
    """Where `tag` stands, for a person: the nearest identity, its name, its words."""
    named = tag if tag.get("id") else tag.find_parent(id=True)
    words = " ".join(tag.get_text().split())[:40]
    place = f"#{named['id']} " if named is not None else ""
    return f"{place}<{tag.name}>" + (f" ”{words}”" if words else "")


def name_of(page: Parsed, tag: Tag) -> str:
    if tag.get("aria-labelledby"):
        return pointed_at(page, str(tag["aria-labelledby"]))
    if tag.get("aria-label"):
        return str(tag["aria-label"]).strip()
    title = tag.find("title", recursive=False)
    return title.get_text(strip=True) if isinstance(title, Tag) else ""


def pointed_at(page: Parsed, ids: str) -> str:
    targets = [page.by_id.get(one) for one in ids.split()]
    return " ".join(tag.get_text(" ", strip=True) for tag in targets if tag).strip()


def _texts(tag: Tag, language: str, *, quoted: bool = False) -> Iterator[Text]:
    if tag.name in _SILENT or _foreign(tag, language):
        return
    quoted = quoted or tag.name in ("q", "blockquote")
    quoted = quoted or not _OF_SURVEY.isdisjoint(str(tag.get("class", "")).split())
    for child in tag.children:
        if isinstance(child, Tag):
            yield from _texts(child, language, quoted=quoted)
        elif type(child) is NavigableString and child.strip():
            yield Text(tag, str(child), quoted)


def _foreign(tag: Tag, language: str) -> bool:
    """Whether a part of the page says that it is in another language."""
    declared = str(tag.get("lang", language))
    return tag.name != "html" and not declared.startswith(language)
