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

from helpers.audit import documents
from helpers.audit.documents import BROKEN, Texts, xml_texts

KEY_COLUMNS = ("question", "item", "option", "challenge", "form", "group")
ATTRIBUTES = ("alt", "title", "aria-label", "content", "value", "summary", "label")
"""Attributes whose words are read, looked at or read aloud; and every data-*."""
MOST_PAGES = 64  # that are kept as they were read

_PREFIX = re.compile(r"^@prefix", re.MULTILINE)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NOISE = re.compile(r"<(style|script)\b[^>]*>(.*?)</\1", re.DOTALL | re.IGNORECASE)
_REMARK = re.compile(r"/\*(.*?)\*/", re.DOTALL)
_PRINTED = re.compile(r"[\s\u00ad\u2010\u2022-]+")
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


def labels_of(
    name: str, content: bytes, beside: Mapping[str, bytes] | None = None
) -> Iterator[Label]:
    """The texts of a file, each once, by its kind. `beside` are the files around it:
    of a PDF whose page is there only what the page does not say in the same words,
    since a table that is read off paper has lost its columns."""
    kind = Path(name).suffix.lower()
    reader = READERS.get(kind)
    page = (beside or {}).get(f"{name[: -len(kind)]}.html") if kind == ".pdf" else None
    already = _all_said(page) if page is not None else ""
    if reader is not None:
        seen: set[tuple[str, bool]] = set()
        for text, of_data in reader(content):
            text = " ".join(text.split())
            if text and (text, of_data) not in seen and _letters(text) not in already:
                seen.add((text, of_data))
                yield Label(name, text, of_data)


@lru_cache(maxsize=MOST_PAGES)
def _all_said(page: bytes) -> str:
    """Everything on a page in its order, and what its attributes say, a line each."""
    read = page_of(page)
    texts = [str(tag[key]) for key in ATTRIBUTES for tag in read.select(f"[{key}]")]
    return "\n".join(map(_letters, [read.get_text(), *texts]))


def _letters(text: str) -> str:
    """Without what printing adds or leaves out: spaces, hyphens, the dots of lists."""
    return _PRINTED.sub("", text)


def csv_rows(content: bytes) -> list[list[str]]:
    """The rows of a table that have anything in them; of a file that is no csv, each
    line with what stands between the semicolons."""
    text = content.decode("utf-8-sig", errors="replace").replace("\r", "\n")
    try:
        return [row for row in csv.reader(io.StringIO(text), delimiter=";") if row]
    except csv.Error:  # a cell of more than 131,072 signs
        return [line.split(";") for line in text.splitlines() if line]


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
    for text in hidden_in(content):
        yield text, False


def hidden_in(content: bytes) -> Iterator[str]:
    """What is said in the style sheets and scripts of a page, which nobody sees: their
    comments, and the texts that they hold."""
    page = content.decode("utf-8", errors="replace")
    for _, inside in _NOISE.findall(page):
        for text in (*_REMARK.findall(inside), *_QUOTED.findall(inside)):
            if not text.startswith("data:"):  # a typeface
                yield text


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
SHOWN = {"ja", "nej"}
"""What the column `shown` of the table of all numbers may hold, which its description
lists: as it is written there, and so not "Nej"."""


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
            yield _HASH.sub("", found), found not in SHOWN
        elif isinstance(found, list):
            waiting += found
        elif isinstance(found, dict):
            keys = [key.lstrip("@$") for key in found]
            yield from ((key, key not in FORMAT) for key in keys)
            waiting += found.values()


def _turtle(content: bytes) -> Texts:
    """Each line, and whatever is quoted."""
    text = _PREFIX.sub("", content.decode("utf-8", errors="replace"))
    for line in text.splitlines():
        yield _HASH.sub("", line), False
    for quoted in _QUOTED.findall(text):
        yield _HASH.sub("", quoted.replace('\\"', '"')), True


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


def _zip(content: bytes) -> Texts:
    """The names of the files of a zip, its comments, and the texts of each file."""
    try:
        made = zipfile.ZipFile(io.BytesIO(content))
        members = [(one, made.read(one)) for one in made.infolist()]
    except (*BROKEN, RuntimeError):  # RuntimeError: it has a password
        return
    files = {one.filename: inside for one, inside in members}
    yield made.comment.decode("utf-8", errors="replace"), False
    for one, inside in members:
        yield one.filename, False
        yield one.comment.decode("utf-8", errors="replace"), False
        for label in labels_of(one.filename, inside, files):
            yield label.text, label.of_data


READERS: Mapping[str, Callable[[bytes], Texts]] = {
    ".csv": _csv,
    ".html": _html,
    ".json": _json,
    ".zip": _zip,
    ".ttl": _turtle,
    **dict.fromkeys((".xml", ".svg"), xml_texts),
    **dict.fromkeys((".yml", ".txt", ".md", ".css", ".js"), _lines),
    **documents.READERS,
}
"""How each kind of file is read; what is of another kind is not let through."""
