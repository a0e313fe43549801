"""What a page would fetch or run, and styles that hide where the focus is."""

from __future__ import annotations

import re

from bs4 import Tag

from helpers.audit.pages.parsed import Found, Parsed, where

_FETCHING = ("src", "srcset", "data", "poster", "background", "action", "formaction")
_CSS_FETCH = re.compile(r"@import|url\((?!\s*[\"']?(?:data:|#))[^)]*\)", re.IGNORECASE)


def external(page: Parsed) -> Found:
    for tag in page.tags:
        for name, value in tag.attrs.items():
            if _fetches(tag, name, str(value).strip()):
                yield where(tag), f"Adressen ”{str(value)[:60]}” skulle hämtas utifrån."
    for style in page.named("style"):
        for found in _CSS_FETCH.finditer(style.get_text()):
            yield "<style>", f"Stilen hämtar något utifrån: {found[0][:60]}"


def _fetches(tag: Tag, name: str, value: str) -> bool:
    if name in _FETCHING:
        return not value.startswith("data:image/")
    if name in ("href", "xlink:href") and tag.name != "a":
        return not value.startswith(("#", "data:image/"))
    return "url(" in value.lower() and _CSS_FETCH.search(value) is not None


_RUNNING = ("javascript:", "vbscript:")


def script(page: Parsed) -> Found:
    for tag in page.named("script", "iframe", "object", "embed", "form", "base"):
        yield where(tag), f"<{tag.name}> får inte finnas i en rapport."
    for tag in page.tags:
        for name, value in tag.attrs.items():
            address = re.sub(r"[\s\x00-\x1f]", "", str(value)).lower()
            if name.startswith("on") or address.startswith(_RUNNING):
                yield where(tag), f"Attributet {name} skulle köra något."
    for tag in page.named("meta"):
        if str(tag.get("http-equiv", "")).strip().lower() == "refresh":
            yield where(tag), "Sidan får inte skicka läsaren vidare."


_NO_OUTLINE = re.compile(r"outline(?:-width|-style)?\s*:\s*(?:none|0(?![.\d]))", re.I)


def focus(page: Parsed) -> Found:
    styles = [("<style>", style.get_text()) for style in page.named("style")]
    styles += [(where(tag), str(tag["style"])) for tag in page.select("[style]")]
    for place, style in styles:
        if _NO_OUTLINE.search(style):
            yield place, "Stilen tar bort markeringen av det som har fokus."
