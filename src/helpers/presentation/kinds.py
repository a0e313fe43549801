"""The kinds of page that a survey's reports are."""

from __future__ import annotations

from enum import StrEnum


class PageKind(StrEnum):
    """A kind of page. Its value begins the name of the page's file, and so is Swedish;
    `label` is what the page is called.

    >>> PageKind.BRIEF, PageKind("underlag").label
    (<PageKind.BRIEF: 'underlag'>, 'Underlag för värdparet')
    """

    label: str

    INDEPTH = "fordjupad", "Fördjupad rapport"
    SUMMARY = "sammanfattning", "Sammanfattning"
    BRIEF = "underlag", "Underlag för värdparet"
    DEPARTMENT = "forvaltning", "Förvaltningsblad"
    GROUP = "grupp", "Gruppblad"
    OVERVIEW = "oversikt", "Översikt för samordnarna"
    EASY = "lattlast", "Lättläst"
    ENGLISH = "english", "In English"
    INDEPTH_ENGLISH = "indepth", "In-depth report in English"
    INDEX = "index", "Alla rapporter"

    def __new__(cls, value: str, label: str = "") -> PageKind:
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.label = label
        return kind
