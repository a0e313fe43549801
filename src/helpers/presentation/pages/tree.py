"""Finding and making tags in a page: what Beautiful Soup does more slowly.

A page is walked some twenty times, and its own ways of choosing (select, find_all with
a list) take ten times as long as these."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


def tags_under(root: Tag) -> Iterator[Tag]:
    """Every tag under `root`, as the page stands now."""
    return (one for one in list(root.descendants) if isinstance(one, Tag))


def tags_with_id(root: Tag) -> list[Tag]:
    return [tag for tag in tags_under(root) if "id" in tag.attrs]


def tags_of_class(root: Tag, css: str, name: str = "") -> list[Tag]:
    return [
        tag
        for tag in tags_under(root)
        if css in str(tag.attrs.get("class", "")).split()
        and (not name or tag.name == name)
    ]


def headings_of(root: Tag, *levels: str) -> list[Tag]:
    return [tag for tag in tags_under(root) if tag.name in (levels or HEADINGS)]


def free_name(name: str, taken: set[str]) -> str:
    """`name`, or `name-2`, `name-3` … when it is taken.

    >>> free_name("figur", {"figur", "figur-2"})
    'figur-3'
    """
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    return candidate


def new_tag(soup: BeautifulSoup, name: str, **attributes: str) -> Tag:
    return soup.new_tag(name, attrs=attributes)
