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


FITS = {"ryms": 38.0, "ryms-brett": 47.0}
"""What screens of 44 and 72 rem (report.css) leave for a table, in rem, and some."""
LETTER, PADDING, FIRST = 0.56, 1.6, 1.0  # rem, of report.css: none is too small


def class_of_width(frame: Tag) -> str:
    """On what screens the table of a frame surely fits; "" where on none."""
    width = _least_width(frame)
    return next((css for css, most in FITS.items() if width <= most), "")


def _least_width(frame: Tag) -> float:
    """How narrow a table can be, in rem: the longest word of each column, or the whole
    of what is never broken."""
    turned = bool(tags_of_class(frame, "upprat", "table"))
    widths: dict[int, float] = {}
    for line in frame.find_all("tr"):
        for n, cell in enumerate(line.find_all(["th", "td"], recursive=False)):
            words = cell.get_text(" ", strip=True)
            if "tal" not in cell.get_attribute_list("class") or cell.name == "th":
                words = max(words.split(), key=len, default="")
            if turned and cell.find_parent("thead") is not None:
                words = ""  # its heads stand upright
            widths[n] = max(widths.get(n, 0.0), LETTER * len(words))
    return FIRST + sum(width + PADDING for width in widths.values())
