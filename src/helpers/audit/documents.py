"""The texts of Word files, presentations, workbooks, PDFs and pictures: what is seen in
them, and what is stored beside it (properties, notes, comments, attachments)."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from bs4 import BeautifulSoup, Comment, Tag
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    TextStringObject,
)

Texts = Iterable[tuple[str, bool]]
"""Texts, and whether each stands where labels of the data do."""

BROKEN = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError)
WRAPPED = 0.7  # of a page's longest line: a shorter line is the last of its paragraph
MOST_PDFS = 64  # whose texts are kept
DESCRIBED = ("descr", "title", "name", "alt")
"""Attributes of drawings and of their parts that hold somebody's words."""

logging.getLogger("pypdf").setLevel(logging.ERROR)


def _parts(content: bytes) -> zipfile.ZipFile | None:
    """The parts of an Office file; None for what is none, which says nothing."""
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except BROKEN:
        return None


def xml_texts(content: bytes) -> Texts:
    """The text of each element that has no others in it; attributes and comments."""
    document = BeautifulSoup(content, "xml")
    for tag in document.find_all(True):
        if not tag.find(True):
            yield tag.get_text(), True
        for value in tag.attrs.values():
            yield str(value), False
    for comment in document.find_all(string=lambda found: isinstance(found, Comment)):
        yield str(comment), False


def _properties(parts: zipfile.ZipFile) -> Texts:
    """Title, author, comments and own properties, each for itself."""
    for name in parts.namelist():
        if name.startswith(("docProps/", "customXml/")) and name.endswith(".xml"):
            yield from ((text, False) for text, _ in xml_texts(parts.read(name)))


def workbook_texts(content: bytes) -> Texts:
    """Cells, sheets' names, defined names, comments, headers and properties, and what
    charts say of themselves."""
    parts = _parts(content)
    try:
        book = load_workbook(io.BytesIO(content))
    except BROKEN:
        return
    assert parts is not None
    yield from _properties(parts)
    for name in parts.namelist():
        if name.startswith(("xl/drawings/", "xl/charts/")) and name.endswith(".xml"):
            drawn = BeautifulSoup(parts.read(name), "xml")
            yield from ((str(tag["descr"]), False) for tag in drawn(descr=True))
            yield from ((tag.get_text(), True) for tag in drawn(["v", "t"]))
    for name, defined in book.defined_names.items():
        yield name, False
        yield str(defined.value), False
    for sheet in book.worksheets:
        yield sheet.title, True
        for around in (sheet.oddHeader, sheet.oddFooter):
            for part in (around.left, around.center, around.right):
                yield str(part.text or ""), False
        for rule in sheet.data_validations.dataValidation:
            for text in (rule.formula1, rule.prompt, rule.error):
                yield str(text or ""), False
        for line in sheet.iter_rows():
            for cell in line:
                if isinstance(cell.value, str):
                    yield cell.value, True
                if cell.comment:
                    yield str(cell.comment.text), False


def word_texts(content: bytes) -> Texts:
    """The paragraphs of a Word file, its notes and comments, headers and properties."""
    yield from _paragraphs(content, ["p"])


def slide_texts(content: bytes) -> Texts:
    """The paragraphs of a presentation and of its notes, its charts' labels, their
    alternative texts, and the workbooks inside the charts."""
    yield from _paragraphs(content, ["p", "v"])


def _paragraphs(content: bytes, tags: list[str]) -> Texts:
    parts = _parts(content)
    if parts is None:
        return
    yield from _properties(parts)
    for name in parts.namelist():
        own = READERS.get(PurePosixPath(name).suffix.lower())
        if own is not None:
            yield from own(parts.read(name))
        elif name.endswith(".xml") and not name.startswith(("docProps/", "customXml/")):
            document = BeautifulSoup(parts.read(name), "xml")
            for paragraph in document.find_all(tags) or [document]:
                yield paragraph.get_text(), paragraph.name == "v"
            for word in DESCRIBED:
                for tag in document.select(f"[{word}]"):
                    yield str(tag[word]), False


def tables_of(content: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    """The tables of a Word file or a presentation, each with what is said before it."""
    parts = _parts(content)
    for name in parts.namelist() if parts else ():
        if parts is not None and name.endswith(".xml"):
            for table in BeautifulSoup(parts.read(name), "xml").find_all("tbl"):
                before = table.find_previous("p")
                before_it = before.get_text() if before else ""
                rows = [_cells(row) for row in table.find_all("tr")]
                yield before_it, [row for row in rows if row]


def _cells(row: Tag) -> list[str]:
    return [" ".join(cell.get_text(" ").split()) for cell in row.find_all("tc")]


def workbooks_in(content: bytes) -> Iterator[bytes]:
    """The workbooks behind the charts of a Word file or a presentation."""
    parts = _parts(content)
    for name in parts.namelist() if parts else ():
        if parts is not None and name.endswith(".xlsx"):
            yield parts.read(name)


@lru_cache(maxsize=MOST_PDFS)
def pdf_texts(content: bytes) -> Texts:
    """The lines and paragraphs of a PDF, its properties, bookmarks, notes, fields,
    alternative texts and attachments. Read once: it takes long, and several ask."""
    return tuple(_pdf_texts(content))


def _pdf_texts(content: bytes) -> Texts:
    try:
        pdf = PdfReader(io.BytesIO(content))
        pages = [page.extract_text() for page in pdf.pages]
        stored = list(_strings(pdf))
        metadata = pdf.xmp_metadata
        attached = [one for files in pdf.attachments.values() for one in files]
        names = list(pdf.attachments)
    except (PyPdfError, *BROKEN):
        return
    drawn = [[line for line in page.splitlines() if line.strip()] for page in pages]
    around = _around(drawn)
    for lines in drawn:
        yield from ((line, False) for line in lines)
        inside = [line for line in lines if _numberless(line) not in around]
        yield from ((paragraph, False) for paragraph in _joined(inside))
    yield from ((text, False) for text in stored)
    if metadata is not None and metadata.stream is not None:
        yield from ((t, False) for t, _ in xml_texts(metadata.stream.get_data()))
    yield from ((name, False) for name in names)
    for one in attached:
        for line in one.decode("utf-8", errors="replace").splitlines():
            yield line, False


def _around(pages: Sequence[Sequence[str]]) -> set[str]:
    """The lines at the top and the foot, which are no part of a paragraph: those of
    every page, whatever number stands in them."""
    if len(pages) < 2:
        return set()
    return set.intersection(*({_numberless(line) for line in page} for page in pages))


def _numberless(line: str) -> str:
    return "".join(sign for sign in line if not sign.isdigit())


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Paragraphs of several lines: a line that is short, or ends a sentence, is the
    last of its own."""
    lines = list(lines)
    full = WRAPPED * max(map(len, lines), default=0)
    paragraph: list[str] = []
    for line in lines:
        paragraph.append(line.strip())
        if len(line) < full or line.rstrip().endswith((".", "!", "?", ":")):
            if len(paragraph) > 1:
                yield " ".join(paragraph)
            paragraph = []
    if len(paragraph) > 1:
        yield " ".join(paragraph)


def _strings(pdf: PdfReader) -> Iterator[str]:
    """Every text that the objects of a PDF hold besides what is drawn: properties,
    bookmarks, notes, names of fields, alternative texts."""
    for number in range(1, len(pdf.xref_objStm) + sum(map(len, pdf.xref.values())) + 1):
        found = pdf.get_object(IndirectObject(number, 0, pdf))
        waiting = [found]
        while waiting:
            one = waiting.pop()
            if isinstance(one, TextStringObject):
                yield str(one)
            elif isinstance(one, DictionaryObject):
                waiting += one.values()
            elif isinstance(one, ArrayObject):
                waiting += one
    if pdf.metadata:
        yield from (str(value) for value in pdf.metadata.values())


def picture_texts(content: bytes) -> Texts:
    """What is stored with a picture: its text chunks, and EXIF."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            stored = [*picture.info.values(), *picture.getexif().values()]
    except (UnidentifiedImageError, *BROKEN):
        return
    for value in stored:
        if isinstance(value, bytes):
            value = value.decode("utf-8", errors="replace")
        if isinstance(value, str):
            yield value, False


READERS: dict[str, Callable[[bytes], Texts]] = {
    ".xlsx": workbook_texts,
    ".docx": word_texts,
    ".pptx": slide_texts,
    ".pdf": pdf_texts,
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif"), picture_texts),
}
