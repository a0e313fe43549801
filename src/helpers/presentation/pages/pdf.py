"""A page as PDF: for everybody (PDF/UA-1) and for the archive (PDF/A-2a) at once.

WeasyPrint writes the one or the other. Here it writes PDF/A, and what it leaves out of
both is mended: lists whose items are grouped, links within links, the scope of headers,
the claim of the other standard. A validator tries both on every document of the
examples (tests/validators).
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from helpers.core.errors import RunError

if TYPE_CHECKING:
    import pikepdf


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
            pdf_variant="pdf/a-2a",
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
    texts = [" ".join(part.get_text().split()) for part in parts if part is not None]
    if len(texts) == 2 and texts[0] in texts[1]:
        texts = texts[1:]
    ended = [
        words if words.endswith((".", "!", "?")) else f"{words}." for words in texts
    ]
    return " ".join(ended)


def _mended(content: bytes) -> bytes:
    """With what PDF/UA and PDF/A ask for and WeasyPrint does not write."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        for element in pdf.objects:
            if not isinstance(element, pikepdf.Dictionary):
                continue
            if element.get("/S") == "/TH":
                in_head = element.P.P.get("/S") == "/THead"
                scope = pikepdf.Name.Column if in_head else pikepdf.Name.Row
                element.A["/Scope"] = scope
            elif element.get("/S") == "/L":
                _ungroup(element)
        _no_link_in_a_link(pdf)
        _claim_both(pdf)
        for stream in pdf.objects:
            if isinstance(stream, pikepdf.Stream):
                _end_otherwise(stream)
        mended = _saved(pdf, pikepdf.ObjectStreamMode.preserve)
        if b"\r\nendstream" in mended:  # one that saving has made ends so
            mended = _saved(pdf, pikepdf.ObjectStreamMode.disable)
    return mended


def _saved(pdf: pikepdf.Pdf, mode: pikepdf.ObjectStreamMode) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=mode)
    return out.getvalue()


def _end_otherwise(stream: pikepdf.Stream) -> None:
    """What is drawn or written that, packed, ends as a line does, with a line more, and
    a typeface with four bytes after its last table: a reader that looks for the end
    would else find it one byte too early."""
    if stream.read_raw_bytes().endswith(b"\r"):
        content = stream.read_bytes()
        if stream.get("/Subtype") == "/Form" or content.isascii():
            stream.write(content + b"\n")
        elif "/Length1" in stream:
            stream.write(content + b"\0\0\0\1")
            stream.Length1 = len(content) + 4


def _ungroup(made_list: pikepdf.Object) -> None:
    """The items of a list that are grouped (dl > div), as the list's own."""
    import pikepdf

    kept = []
    for child in made_list.K:
        if child.get("/S") == "/Div":
            for item in child.K:
                item.P = made_list
                kept.append(item)
        else:
            kept.append(child)
    made_list.K = pikepdf.Array(kept)


def _no_link_in_a_link(pdf: pikepdf.Pdf) -> None:
    """Without the links that WeasyPrint draws once more over a part of another's text:
    what is written before it by the style."""
    import pikepdf

    numbers = iter(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = {
        int(number): owner for number, owner in zip(numbers, numbers, strict=True)
    }
    for page in pdf.pages:
        kept = []
        for link in page.get("/Annots", ()):
            owner = owners.get(int(link.get("/StructParent", -1)))
            if owner is None or owner.S == "/Link":
                kept.append(link)
            else:
                kids = [kid for kid in owner.K if not _is_object(kid, link)]
                owner.K = pikepdf.Array(kids)
        if "/Annots" in page:
            page.Annots = pikepdf.Array(kept)


def _is_object(kid: pikepdf.Object, link: pikepdf.Object) -> bool:
    import pikepdf

    is_reference = isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"
    return is_reference and kid.Obj.objgen == link.objgen


_UA = "http://www.aiim.org/pdfua/ns/id/"
_A = "http://www.aiim.org/pdfa/ns"
# PDF/A wants every property defined that it does not know itself.
_CLAIM = f"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="{_UA}" pdfuaid:part="1"/>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="{_A}/extension/"\
 xmlns:pdfaSchema="{_A}/schema#" xmlns:pdfaProperty="{_A}/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>{_UA}</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


def _claim_both(pdf: pikepdf.Pdf) -> None:
    """The metadata, which say that it is PDF/A, say PDF/UA too, and are not packed."""
    metadata = pdf.Root.Metadata.read_bytes()
    stream = pdf.make_stream(metadata.replace(b"</rdf:RDF>", _CLAIM.encode()))
    stream.Type, stream.Subtype = pdf.Root.Metadata.Type, pdf.Root.Metadata.Subtype
    pdf.Root.Metadata = stream
