"""The insides of diagrams, kept apart while a page is put together.

They are most of a page's bytes, and nothing in them is numbered, linked or moved: to
parse them twice only takes time (two thirds of it, for an in-depth report).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_INSIDE = re.compile(
    r'(<g aria-hidden="true"[^>]*>)((?:(?!<svg\b|</svg>).)*)</svg>', re.S
)
# What has an identity, or points at one, must be seen when identities are made unique.
_LINKED = re.compile(r'\sid="|url\(|href="')


@dataclass
class Drawings:
    """
    >>> drawings = Drawings()
    >>> apart = drawings.set_aside('<svg><g aria-hidden="true"><path></path></g></svg>')
    >>> apart
    '<svg><g aria-hidden="true"><!--0--></g></svg>'
    >>> drawings.put_back(apart)
    '<svg><g aria-hidden="true"><path></path></g></svg>'
    """

    _kept: list[str] = field(default_factory=list)

    def set_aside(self, html: str) -> str:
        """`html` (cleaned, so that it has no comments) with a mark for each drawing."""
        return _INSIDE.sub(self._mark, html)

    def put_back(self, html: str) -> str:
        return re.sub(r"<!--(\d+)-->", lambda mark: self._kept[int(mark[1])], html)

    def _mark(self, found: re.Match[str]) -> str:
        inside, closed, after = found[2].rpartition("</g>")
        if not closed or _LINKED.search(inside):
            return found[0]
        self._kept.append(inside)
        return f"{found[1]}<!--{len(self._kept) - 1}-->{closed}{after}</svg>"
