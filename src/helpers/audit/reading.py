"""Every text in the published files, as a reader who looks everywhere finds it."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

KEY_COLUMNS = ("question", "item", "option", "challenge", "form", "group")
ATTRIBUTES = ("alt", "title", "aria-label", "content", "value", "summary", "label")
"""Attributes whose words are read, looked at or read aloud; and every data-*."""
BROKEN = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError)


MOST_PAGES = 64  # that are kept as they were read

_PREFIX = re.compile(r"^@prefix", re.MULTILINE)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_HASH = re.compile(r"\b[0-9a-f]{32,}\b")


class Label(NamedTuple):
    """A text in a published file. `of_data`: it stands where labels of the data do."""

    file: str
    text: str
    of_data: bool = False


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its name from there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def files_of_zip(path: Path) -> dict[str, bytes]:
    """Every file of a zip. Raises zipfile.BadZipFile for what is no whole zip."""
    with zipfile.ZipFile(path) as made:
        return {name: made.read(name) for name in sorted(made.namelist())}


def labels_of(name: str, content: bytes) -> Iterator[Label]:
    """The texts of a file, each once, by its kind."""
    kind = Path(name).suffix.lower()
    reader = READERS.get(kind)
    if reader is not None:
        seen: set[tuple[str, bool]] = set()
        for text, of_data in reader(content):
            text = " ".join(text.split())
            if text and (text, of_data) not in seen:
                seen.add((text, of_data))
                yield Label(name, text, of_data)


Texts = Iterator[tuple[str, bool]]


def csv_rows(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig", errors="replace")
    return [row for row in csv.reader(io.StringIO(text), delimiter=";") if row]


def _csv(content: bytes) -> Texts:
    rows = csv_rows(content)
    keys = [
        place
        for place, header in enumerate(rows[0] if rows else [])
        if header.removeprefix("\ufeff") in KEY_COLUMNS
    ]
    for row in rows:
        for place, cell in enumerate(row):
            yield cell.removeprefix("'"), place in keys or (not keys and place == 0)


def _workbook(content: bytes) -> Texts:
    """Cells, sheets' names and comments, and what charts say of themselves."""
    try:
        book = load_workbook(io.BytesIO(content))
        parts = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN:
        return
    for name in parts.namelist():
        if name.startswith(("xl/drawings/", "xl/charts/")) and name.endswith(".xml"):
            drawn = BeautifulSoup(parts.read(name), "xml")
            yield from ((str(tag["descr"]), False) for tag in drawn(descr=True))
            yield from ((tag.get_text(), True) for tag in drawn(["v", "t"]))
    for sheet in book.worksheets:
        yield sheet.title, True
        for line in sheet.iter_rows():
            for cell in line:
                if isinstance(cell.value, str):
                    yield cell.value, True
                if cell.comment:
                    yield str(cell.comment.text), False


@lru_cache(maxsize=MOST_PAGES)
def page_of(content: bytes) -> BeautifulSoup:
    """A page without style sheets and scripts. Several read it: nobody changes it."""
    page = BeautifulSoup(content.decode("utf-8", errors="replace"), "lxml")
    for noise in page(["style", "script"]):
        noise.decompose()
    return page


def _html(content: bytes) -> Texts:
    page = page_of(content)
    lines: set[int] = set()
    for label, parts in _labels_on_lines(page):
        lines |= {id(part) for part in parts}
        yield label, True
    for tag in page.find_all(True):
        if id(tag) in lines:
            continue
        data = tag.name in ("th", "td", "text", "blockquote", "q")
        if data or all(isinstance(child, NavigableString) for child in tag.children):
            yield tag.get_text(" ", strip=True), data
        for name, value in tag.attrs.items():
            if name in ATTRIBUTES or name.startswith("data-"):
                yield str(value), False
    for comment in page.find_all(string=lambda found: isinstance(found, Comment)):
        yield str(comment), False


def _labels_on_lines(page: BeautifulSoup) -> Iterator[tuple[str, list[Tag]]]:
    """Labels that a drawing has on several lines, each a text of its own: whole, as a
    table of the page says them, with their lines."""
    heads = {" ".join(head.get_text().split()) for head in page("th")}
    for first in page("text"):
        lines = [first]
        while isinstance(line := lines[-1].next_sibling, Tag) and line.name == "text":
            lines.append(line)
            label = " ".join(" ".join(one.get_text().split()) for one in lines)
            if label in heads:
                yield label, lines.copy()


def _lines(content: bytes) -> Texts:
    """Each line, and each quoted or listed part of it (kodbok.yml, a manifest)."""
    for line in content.decode("utf-8", errors="replace").splitlines():
        line = _HASH.sub("", line)
        yield line, False
        for part in re.split(r"[\"'\[\]{},]|: |^\s*- ", line):
            yield part, True


_FORMAT = """
base categories columns constraints context contributors created datatype dc:description
dc:license dc:publisher dc:title decimalChar delimiter description dialect encoding enum
falseValues fields format header homepage id label language licenses lineTerminator
mediatype missingValues name null path primaryKey quoteChar resources roles schema
tableSchema tables title titles trueValues type url value version
"""
FORMAT = frozenset(_FORMAT.split())
"""Keys of Data Package and CSVW (their specifications), which a respondent may write
too: "encoding" is then no answer. Any other key is."""


def _json(content: bytes) -> Texts:
    """Every key and value; as lines where it is no JSON."""
    try:
        waiting = [json.loads(content)]
    except (ValueError, RecursionError):
        yield from _lines(content)
        return
    while waiting:
        found = waiting.pop(0)
        if isinstance(found, str):
            yield _HASH.sub("", found), True
        elif isinstance(found, list):
            waiting += found
        elif isinstance(found, dict):
            keys = [key.lstrip("@$") for key in found]
            yield from ((key, key not in FORMAT) for key in keys)
            waiting += found.values()


def _xml(content: bytes) -> Texts:
    """The text of each element that has no others in it, and every attribute."""
    for tag in BeautifulSoup(content, "xml").find_all(True):
        if not tag.find(True):
            yield tag.get_text(), True
        for value in tag.attrs.values():
            yield str(value), False


def _turtle(content: bytes) -> Texts:
    """Each line, and whatever is quoted."""
    text = _PREFIX.sub("", content.decode("utf-8", errors="replace"))
    for line in text.splitlines():
        yield _HASH.sub("", line), False
    for quoted in _QUOTED.findall(text):
        yield _HASH.sub("", quoted.replace('\\"', '"')), True


def _word(content: bytes) -> Texts:
    """The paragraphs of a Word file, its notes and its properties."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN:
        return
    for name in parts.namelist():
        if name.endswith(".xml"):
            document = BeautifulSoup(parts.read(name), "xml")
            for paragraph in document.find_all("p") or [document]:
                yield paragraph.get_text(), False


def title_of(name: str, content: bytes) -> str:
    """The title that a Word file or a presentation says it has; "" where it has none,
    or is another kind of file."""
    if not name.endswith((".docx", ".pptx")):
        return ""
    try:
        core = zipfile.ZipFile(io.BytesIO(content)).read("docProps/core.xml")
    except BROKEN:
        return ""
    title = BeautifulSoup(core, "xml").find("title")
    return title.get_text() if title else ""


def _slides(content: bytes) -> Texts:
    """The paragraphs of a presentation and of its notes, its charts' labels, their
    alternative texts, and the workbooks inside the charts."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN:
        return
    for name in parts.namelist():
        if name.endswith(".xlsx"):
            yield from _workbook(parts.read(name))
        elif name.endswith(".xml"):
            document = BeautifulSoup(parts.read(name), "xml")
            for paragraph in document.find_all(["p", "v"]) or [document]:
                yield paragraph.get_text(), paragraph.name == "v"
            for tag in document.find_all(descr=True):
                yield str(tag["descr"]), False


READERS: Mapping[str, Callable[[bytes], Texts]] = {
    ".csv": _csv,
    ".xlsx": _workbook,
    ".html": _html,
    ".docx": _word,
    ".pptx": _slides,
    ".json": _json,
    ".ttl": _turtle,
    **dict.fromkeys((".xml", ".svg"), _xml),
    **dict.fromkeys((".yml", ".txt", ".md"), _lines),
}
"""How each kind of file is read. PDF and pictures are made from the pages by the run;
their bytes are held against its manifest (files.py)."""
