"""Headings that say what was found."""

from __future__ import annotations

import re

from helpers.presentation import text

LONGEST_HEADING = 110
"""A longer finding stands under the heading, in its figure's title."""
_DETAIL = re.compile(r"\s*\([^()]*\)|, följt av .*|; .*")


def headed(topic: str, finding: str) -> str:
    """The topic that the chapter is looked up by, then what it found; the numbers stand
    in the figure below, which has the whole finding for a title.

    >>> headed("Dialog", "Vanligast är ”Nätverk” (48 procent), följt av ”Möten”.")
    'Dialog: vanligast är ”Nätverk”'
    >>> headed("Hinder", "Vanligaste hinder: tid (162 av 338) och ekonomi (106).")
    'Hinder: tid och ekonomi'
    """
    kept = _DETAIL.sub("", finding.strip().rstrip("."))
    kept = kept.rpartition(": ")[2]
    said = f"{topic}: {text.lower_first(kept)}"
    return said if kept and len(said) <= LONGEST_HEADING else topic
