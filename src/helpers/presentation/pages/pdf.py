"""A page as PDF: tagged, in Swedish, the same bytes every time.

No claim of PDF/UA is made, since nothing here tests all its rules: the file has the
tags, language, outline, alternative texts and header scopes that it asks for, and says
no more than that.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from bs4 import BeautifulSoup, Tag

from helpers.core.errors import RunError


def html_to_pdf(html: str) -> bytes:
    """The page `html` as a tagged PDF on A4. Nothing is fetched.

    Raises RunError when WeasyPrint, or Pango that it draws with, is missing.
    """
    weasyprint = _weasyprint()
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=("data",))
    document = weasyprint.HTML(string=_for_paper(html), url_fetcher=fetcher)
    with _own_temporary_folder():
        content = document.write_pdf(
            pdf_variant="pdf/ua-1",
            # The identifier is otherwise drawn by lot.
            pdf_identifier=hashlib.sha256(html.encode("utf-8")).digest()[:16],
        )
    return _mended(content)


@contextmanager
def _own_temporary_folder() -> Iterator[None]:
    """WeasyPrint puts the page's fonts in a folder, and removes it when Python ends of
    itself; a notebook's process does not."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="kartlaggning-pdf-") as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = before


def _weasyprint():  # type: ignore[no-untyped-def]  # an optional package
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # OSError: Pango's library is not there
        raise RunError(
            "PDF kan inte göras, för WeasyPrint eller Pango saknas.",
            todo="HTML-rapporten är gjord. Installera paketet weasyprint och "
            "programbiblioteket Pango (Debian: apt install libpango-1.0-0 "
            "libpangoft2-1.0-0) och kör igen.",
        ) from error
    # Its log tells, for each page, which rules of the style are for browsers only.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return weasyprint


def _for_paper(html: str) -> str:
    """Without links to files beside the page, which lead nowhere from a PDF; with a
    diagram's whole alternative text where WeasyPrint looks for it."""
    soup = BeautifulSoup(html, "html.parser", multi_valued_attributes=None)
    for link in soup.select("a[href]"):
        if not re.match(r"#|https?:|mailto:", str(link["href"])):
            if str(link["href"]).startswith("data/"):
                line = link.find_parent("li")
                link.decompose()
                if line is not None and not line.get_text(strip=True):
                    line.decompose()
            else:
                link.unwrap()
    for svg in soup.select("svg.smal"):
        svg.decompose()
    for svg in soup.select("svg"):
        title = svg.find("title", recursive=False)
        if isinstance(title, Tag):
            title.string = alt_text(svg)
    return str(soup)


def alt_text(svg: Tag) -> str:
    """What a reader who does not see the diagram is told: its title and description,
    or the description alone where that repeats the title.

    >>> svg = BeautifulSoup("<svg><title>Staplar</title><desc>A störst.</desc></svg>",
    ...                     "html.parser").svg
    >>> alt_text(svg)
    'Staplar. A störst.'
    """
    parts = [svg.find(name, recursive=False) for name in ("title", "desc")]
    said = [" ".join(part.get_text().split()) for part in parts if part is not None]
    if len(said) == 2 and said[0] in said[1]:
        said = said[1:]
    ended = [
        words if words.endswith((".", "!", "?")) else f"{words}." for words in said
    ]
    return " ".join(ended)


def _mended(content: bytes) -> bytes:
    """With the scope of header cells, which WeasyPrint leaves out, and without the
    claim of conformance that it puts in."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        for element in pdf.objects:
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/TH":
                in_head = element.P.P.get("/S") == "/THead"
                scope = pikepdf.Name.Column if in_head else pikepdf.Name.Row
                element.A["/Scope"] = scope
        with pdf.open_metadata(
            set_pikepdf_as_editor=False, update_docinfo=False
        ) as metadata:
            if "pdfuaid:part" in metadata:
                del metadata["pdfuaid:part"]
        mended = io.BytesIO()
        pdf.save(mended, deterministic_id=True)
    return mended.getvalue()
