"""The pages of one survey: their files, and what links between them say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from helpers.core.slugs import slug
from helpers.presentation.kinds import PageKind

INDEX = "../index.html"
BRIEFS = "Underlag för värdparen"
"""What the shelf of all briefs is called."""


@dataclass(frozen=True)
class Sibling:
    """A page of a survey. `about` is the challenge's id or the group that it is on,
    `shelf` the heading that it stands under in lists (none: by itself), `label` what a
    link to it says there."""

    kind: PageKind
    file: str
    label: str
    about: str = ""
    shelf: str = ""

    @property
    def name(self) -> str:
        """What its file's name says after the kind.

        >>> Sibling(PageKind.GROUP, "grupp-1-5.html", "1–5").name
        '1-5'
        """
        return self.file.removesuffix(".html").removeprefix(f"{self.kind}-")


def pages(
    challenges: Mapping[str, str],
    groups: Mapping[str, str],
    *,
    sheet: PageKind,
    english: bool = False,
    indepth: bool = False,
) -> Iterator[Sibling]:
    """All pages, in the order in which a newcomer reads them.

    `challenges` are labels by id, `groups` titles by the group's name, and `sheet` the
    kind of the groups' pages. `english`: survey.yml has its title in English;
    `indepth`: it asks for the fördjupad report in English.

    >>> made = pages({"work": "Arbete"}, {"1–5": "1–5"}, sheet=PageKind.GROUP)
    >>> [page.file for page in made]
    ['sammanfattning.html', 'fordjupad.html', 'oversikt.html', 'lattlast.html', \
'underlag-work.html', 'grupp-1-5.html']
    """
    of_all = PageKind.SUMMARY, PageKind.INDEPTH, PageKind.OVERVIEW, PageKind.EASY
    for kind in of_all:
        yield Sibling(kind, f"{kind}.html", kind.label)
    if english:
        kind = PageKind.ENGLISH
        yield Sibling(kind, "in-english.html", kind.label)
    if indepth:
        kind = PageKind.INDEPTH_ENGLISH
        yield Sibling(kind, "fordjupad-en.html", kind.label)
    for id, label in challenges.items():
        file = f"{PageKind.BRIEF}-{id}.html"
        yield Sibling(PageKind.BRIEF, file, label, id, BRIEFS)
    taken: dict[str, int] = {}
    for group, title in groups.items():
        name = slug(group)
        taken[name] = taken.get(name, 0) + 1
        number = f"-{taken[name]}" if taken[name] > 1 else ""
        file = f"{sheet}-{name}{number}.html"
        yield Sibling(sheet, file, title, group, sheet.label)
