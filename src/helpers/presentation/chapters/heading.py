"""Headings that say what was found."""

from __future__ import annotations

from helpers.presentation import prose, text
from helpers.survey.codebook import Codebook

LONGEST_HEADING = 125
"""A longer finding stands under the heading, in its figure's title."""


def headed(topic: str, finding: object, codebook: Codebook) -> str:
    """The topic that the chapter is looked up by, then what it found, without its
    numbers: "Hinder: tid och ekonomi". The figure below has the whole finding."""
    return heading(topic, prose.brief(finding, codebook))


def heading(topic: str, found: str) -> str:
    """The topic alone, where nothing was found or it is too long.

    >>> heading("Dialog", "Vanligast är ”Nätverk”")
    'Dialog: vanligast är ”Nätverk”'
    """
    sentence = f"{topic}: {text.lower_first(found)}"
    return sentence if found and len(sentence) <= LONGEST_HEADING else topic
