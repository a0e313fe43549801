"""How a page is built: language, headings, landmarks, links and tables."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from helpers.audit.pages.parsed import ENGLISH, LANGUAGE, Found, Parsed, name_of, where
from helpers.survey.codebook import FICTITIOUS

FICTITIOUS_IN_ENGLISH = "Fictitious answers"


def language(page: Parsed) -> Found:
    declared, due = page.language, ENGLISH if page.in_english else LANGUAGE
    if declared != due:
        yield "<html>", f"Sidans språk är ”{declared}”; det ska vara ”{due}”."
    for tag in page.tags:
        if tag.get("lang") is not None and not re.fullmatch(
            r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", str(tag["lang"])
        ):
            yield where(tag), f"”{tag['lang']}” är ingen språkkod."


def title(page: Parsed) -> Found:
    title = page.soup.head.title if page.soup.head else None
    if title is None or not title.get_text(strip=True):
        yield "<head>", "Sidan saknar titel."


def policy(page: Parsed) -> Found:
    policies = page.select("meta[http-equiv='Content-Security-Policy']")
    if not any("default-src 'none'" in str(one.get("content")) for one in policies):
        yield "<head>", "Sidan saknar sin säkerhetspolicy (CSP)."


def caption(page: Parsed) -> Found:
    for table in page.named("table"):
        caption = table.find("caption", recursive=False)
        if caption is None or not caption.get_text(strip=True):
            yield where(table), "Tabellen saknar rubrik (caption)."


def scope(page: Parsed) -> Found:
    scopes = ("col", "row", "colgroup", "rowgroup")
    for table in page.named("table"):
        headers = table.select("th")
        if not headers:
            yield where(table), "Tabellen har inga rubrikceller (th)."
        for header in headers:
            if header.get("scope") not in scopes:
                yield where(header), "Rubrikcellen saknar scope."


def empty_header(page: Parsed) -> Found:
    for header in page.named("th"):
        if not header.get_text(strip=True):
            yield where(header), "Rubrikcellen är tom."


FRAME = re.compile(r"\btabell-ram\b")
FITS = 3
"""A table of so many columns fits on a phone and never scrolls."""


def table_region(page: Parsed) -> Found:
    seen: set[str] = set()
    for table in page.select("main table"):
        frame = table.find_parent(class_=FRAME)
        if frame is None:
            yield where(table), "Tabellen saknar en ram som kan rullas i sidled."
        elif len(table.select("thead th")) <= FITS:
            continue
        elif frame.get("tabindex") != "0" or frame.get("role") != "group":
            yield where(table), "Tabellens ram kan inte nås med tangentbordet."
        elif not name_of(page, frame):
            yield where(table), "Tabellens ram saknar namn."
        elif name_of(page, frame) in seen:
            yield where(table), "Tabellens ram heter som en annan tabells."
        seen.add(name_of(page, frame) if frame is not None else "")


_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


def one_h1(page: Parsed) -> Found:
    number = len(page.named("h1"))
    if number != 1:
        yield "<body>", f"Sidan har {number} huvudrubriker (h1); den ska ha en."


def heading_jump(page: Parsed) -> Found:
    above = 0
    for heading in page.named(*_HEADINGS):
        level = int(heading.name[1])
        if level > above + 1:
            yield where(heading), f"Rubriknivån hoppar från {above} till {level}."
        if not heading.get_text(strip=True):
            yield where(heading), "Rubriken är tom."
        above = level


def landmarks(page: Parsed) -> Found:
    for name in ("header", "main", "footer"):
        number = len(page.named(name))
        if number != 1:
            yield "<body>", f"Sidan har {number} {name}; den ska ha en."


def duplicate_id(page: Parsed) -> Found:
    seen = set()
    for tag in page.tags:
        if not tag.get("id"):
            continue
        if tag["id"] in seen:
            yield where(tag), f"Identiteten ”{tag['id']}” finns flera gånger."
        seen.add(tag["id"])


_POINTERS = ("aria-labelledby", "aria-describedby", "headers", "for")


def dead_anchor(page: Parsed) -> Found:
    known = page.by_id
    for tag in page.tags:
        for name, value in tag.attrs.items():
            for target in _targets(name, str(value)):
                if target not in known:
                    yield where(tag), f"”#{target}” ({name}) leder ingenstans."


def _targets(name: str, value: str) -> list[str]:
    if name in _POINTERS:
        return value.split()
    if name in ("href", "xlink:href") and value.startswith("#"):
        return [unquote(value[1:])]
    return re.findall(r"url\(\s*[\"']?#([^\"')]+)", value)


def empty_link(page: Parsed) -> Found:
    for link in page.named("a"):
        if not link.get_text(strip=True) and not link.get("aria-label"):
            yield where(link), "Länken har ingen text."
        if not link.get("href"):
            yield where(link), "Länken leder ingenstans."


def fictitious(page: Parsed) -> Found:
    mark = page.soup.select_one(".markning")
    due = FICTITIOUS_IN_ENGLISH if page.in_english else FICTITIOUS
    if mark is None or due not in (page.soup.header or page.soup).get_text():
        yield "<header>", f"Sidan säger inte ”{due}”."
    if not any(due in style.get_text() for style in page.named("style")):
        yield "<style>", f"Den utskrivna sidan säger inte ”{due}”."


def dead_files(page: Parsed, folder: Path) -> Found:
    for link in page.select("a[href]"):
        address = str(link["href"])
        if re.match(r"[a-z][a-z0-9+.-]*:|#|//", address, re.IGNORECASE):
            continue
        name = unquote(address.partition("#")[0].partition("?")[0])
        if name and not (folder / name).exists():
            yield where(link), f"Filen ”{name}” finns inte."
