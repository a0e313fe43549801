"""PDF and Word: what a reader of them is given, and that it is the same every time."""

from __future__ import annotations

import base64
import io
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from bs4 import BeautifulSoup
from PIL import Image
from support.printed import printed_text
from support.specimen import PAGE, chapter, export, figure, svg

from helpers.core.errors import RunError
from helpers.presentation.pages.docx import html_to_docx
from helpers.presentation.pages.layout import stylesheet
from helpers.presentation.pages.pdf import (
    _end_otherwise,
    _for_paper,
    alt_text,
    html_to_pdf,
)
from helpers.presentation.pages.picture import html_to_pictures, svg_to_png

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALT = (
    "Liggande staplar. Fyra förvaltningar jämförs; "
    "arbetsmarknads- och socialförvaltningen har flest."
)


@pytest.fixture(scope="module")
def pdf(specimen: str) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(html_to_pdf(specimen))) as opened:
        yield opened


@pytest.fixture(scope="module")
def docx() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(html_to_docx(export(kind="sammanfattning"))))


def elements(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    return [
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary)
        and one.get("/Type") == "/StructElem"
        and one.get("/S") == kind
    ]


def test_a_list_on_paper_has_no_line_left_empty_by_a_link_taken_out() -> None:
    lines = (
        '<ul><li><a href="data/a.csv">A</a></li><li><a href="b.xlsx">B</a></li></ul>'
    )
    assert _for_paper(lines) == "<ul><li>B</li></ul>"


def test_a_quoted_answer_in_another_language_is_not_cut_inside_a_word() -> None:
    # A title for every place on the line where the quotation can begin.
    answer = '(gruppen ”<span lang="en">Over 100</span>”)'
    said = "".join(
        f"<figcaption><strong>från {'i ' * n}{answer}</strong></figcaption>"
        for n in range(5, 75)
    )
    page = f'<html lang="sv"><style>{stylesheet()}</style><body>{said}</body></html>'
    words = " ".join(printed_text(html_to_pdf(page))).split()
    assert words.count("”Over") == 70


def test_an_alternative_text_says_its_finding_once() -> None:
    drawn = "<svg><title>A störst</title><desc>Staplar. A störst.</desc></svg>"
    parsed = BeautifulSoup(drawn, "html.parser").svg
    assert parsed is not None
    assert alt_text(parsed) == "Staplar. A störst."


# --- PDF


def test_the_pdf_is_tagged_and_in_swedish(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "sv"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo.Title).startswith(PAGE.title)
    for kind in ("/H1", "/H2", "/P", "/L", "/Table", "/TR", "/Figure", "/Caption"):
        assert elements(pdf, kind), kind


def test_the_pdf_has_an_outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        (top,) = outline.root[:1]
        assert top.title == PAGE.title
        assert [item.title for item in top.children][:2] == [
            "1 Sammanfattning",
            "2 Om rapporten",
        ]


def test_every_figure_of_the_pdf_has_its_alternative_text(pdf: pikepdf.Pdf) -> None:
    assert [str(one.Alt) for one in elements(pdf, "/Figure")] == [ALT, ALT]


def test_every_header_cell_of_the_pdf_has_its_scope(pdf: pikepdf.Pdf) -> None:
    scopes = [str(one.A.Scope) for one in elements(pdf, "/TH")]
    # One table of 9 columns; those of figures are looked up on the page.
    assert scopes.count("/Column") == 9
    assert scopes.count("/Row") == 4
    assert len(scopes) == 13


def test_the_pdf_claims_what_the_validators_try(pdf: pikepdf.Pdf) -> None:
    """tests/validators tries every rule of both; its metadata must not be packed."""
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
    assert "/Filter" not in pdf.Root.Metadata


def test_items_of_a_list_are_its_own_in_the_pdf(pdf: pikepdf.Pdf) -> None:
    lists = elements(pdf, "/L")
    kinds = {str(kid.S) for one in lists for kid in one.K}
    assert lists
    assert kinds <= {"/L", "/LI", "/Caption"}


def test_the_pdf_says_fictitious_on_every_page(pdf: pikepdf.Pdf) -> None:
    written = io.BytesIO()
    pdf.save(written)
    pages = printed_text(written.getvalue())
    assert len(pages) == len(pdf.pages)
    assert all("Fiktiva svar" in page.splitlines()[0] for page in pages)
    whole = "".join(pages)
    assert "Ladda ner" not in whole  # leads nowhere from a PDF
    assert whole.count("Svarade") == 1  # folded tables are looked up on the page


def test_the_pdf_is_the_same_bytes_each_time_and_leaves_nothing(
    specimen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a notebook's process, which ends without Python's own tidying."""
    from weasyprint.text.fonts import FontConfiguration

    first = html_to_pdf(specimen)
    time.sleep(1.1)
    monkeypatch.setattr(FontConfiguration, "__del__", lambda _: None)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert html_to_pdf(specimen) == first
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_read_or_fetched_for_the_pdf(specimen: str, tmp_path: Path) -> None:
    """A picture on the disk would be drawn; only one inside the page may be."""
    picture = svg_to_png(svg("a"))
    (tmp_path / "a.png").write_bytes(picture)
    inside = "data:image/png;base64," + base64.b64encode(picture).decode("ascii")

    def pictures(source: str) -> int:
        planted = f'<p><img src="{source}" alt="En bild"></p></main>'
        pdf = html_to_pdf(specimen.replace("</main>", planted))
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return sum(
                isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
                for one in opened.objects
            )

    assert pictures(inside) >= 1  # and its mask
    assert pictures((tmp_path / "a.png").as_uri()) == 0


def test_without_pango_one_line_says_what_to_install(
    specimen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [one for one in sys.modules if one.startswith("weasyprint")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(RunError) as caught:
        html_to_pdf(specimen)
    assert "Pango" in str(caught.value)
    assert "\n" not in str(caught.value)


# --- Word


def test_word_opens_as_what_it_is(docx: zipfile.ZipFile) -> None:
    for name in docx.namelist():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(docx.read(name))
    body = ElementTree.fromstring(docx.read("word/document.xml"))
    (section,) = body.iter(f"{WORD}sectPr")
    assert section[0].tag == f"{WORD}headerReference"  # the order Word asks for
    size = section.find(f"{WORD}pgSz")  # A4; Word takes US Letter where none is said
    assert (size.get(f"{WORD}w"), size.get(f"{WORD}h")) == ("11906", "16838")
    assert [*section].index(size) == len(section) - 2  # before the margins, at the end


def test_word_numbers_its_pages_and_sets_its_columns(docx: zipfile.ZipFile) -> None:
    footer = docx.read("word/footer-kartlaggning.xml").decode("utf-8")
    assert "PAGE" in footer
    assert "NUMPAGES" in footer
    body = ElementTree.fromstring(docx.read("word/document.xml"))
    for table in body.iter(f"{WORD}tbl"):
        widths = [int(c.get(f"{WORD}w")) for c in table.iter(f"{WORD}gridCol")]
        assert sum(widths) == 9070
        assert len({*widths}) > 1
        assert table.find(f".//{WORD}tblLook").get(f"{WORD}firstColumn") == "1"
        assert table.find(f".//{WORD}tblBorders") is not None


def test_word_s_pictures_have_alternative_texts_and_no_addresses(
    docx: zipfile.ZipFile,
) -> None:
    document = docx.read("word/document.xml").decode("utf-8")
    assert document.count(f'descr="{ALT}"') == 2
    assert "base64" not in document
    assert [name for name in docx.namelist() if name.endswith(".png")]


def test_word_keeps_a_figure_s_title_on_the_page_of_its_picture(
    docx: zipfile.ZipFile,
) -> None:
    body = ElementTree.fromstring(docx.read("word/document.xml"))
    paragraphs = list(body.iter(f"{WORD}p"))
    pictures = [
        i for i, p in enumerate(paragraphs) if p.find(f".//{WORD}drawing") is not None
    ]
    assert pictures
    for i in pictures:
        assert paragraphs[i - 1].find(f"{WORD}pPr/{WORD}keepNext") is not None


def test_word_is_in_swedish_and_has_headings_and_footnotes(
    docx: zipfile.ZipFile,
) -> None:
    assert 'w:val="sv-SE"' in docx.read("word/styles.xml").decode("utf-8")
    document = docx.read("word/document.xml").decode("utf-8")
    for style in ("Title", "Heading1", "Heading2", "TableCaption"):
        assert f'<w:pStyle w:val="{style}"' in document, style
    assert document.count("<w:tblHeader") == 1
    assert "januari 2024" in docx.read("word/footnotes.xml").decode("utf-8")


def test_word_says_fictitious_at_its_top_and_on_every_page(
    docx: zipfile.ZipFile,
) -> None:
    document = docx.read("word/document.xml").decode("utf-8")
    assert "Siffrorna är påhittade" in document
    header = docx.read("word/header-kartlaggning.xml").decode("utf-8")
    assert PAGE.title in header
    assert "Fiktiva svar" in header


def test_word_is_the_same_bytes_each_time() -> None:
    html = export(chapter("a", "A", figure("x", "X")), kind="underlag")
    first = html_to_docx(html)
    time.sleep(2.1)  # a zip archive counts seconds in twos
    assert html_to_docx(html) == first


def test_a_picture_is_drawn_with_the_report_s_typeface() -> None:
    plain = svg_to_png(svg("a"))
    assert plain.startswith(b"\x89PNG")
    assert plain == svg_to_png(svg("a"))
    # Without its typeface the words would be missing, and the picture smaller.
    wordless = svg_to_png(svg("a").replace("<text", "<desc").replace("/text", "/desc"))
    assert len(plain) > 2 * len(wordless)


def test_every_diagram_of_a_page_becomes_a_picture_with_its_words(
    specimen: str,
) -> None:
    content = html_to_pictures(specimen)
    assert content == html_to_pictures(specimen)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert sorted(archive.namelist()) == [
            "figur-dialog.png",
            "figur-dialog.txt",
            "figur-omfattning.png",
            "figur-omfattning.txt",
        ]
        assert archive.read("figur-dialog.png").startswith(b"\x89PNG")
        said = archive.read("figur-dialog.txt").decode("utf-8-sig").splitlines()
        # The picture has its title above and what it rests on below.
        drawn = Image.open(io.BytesIO(archive.read("figur-dialog.png")))
    assert drawn.size[1] > 2 * 220 + 100
    assert drawn.size[0] > 2 * 640
    assert said[0].startswith("Figur ")
    assert said[1].startswith("Bas: ")
    assert said[2] == ALT
    assert "Ladda ner" not in "".join(said)
    assert html_to_pictures("<p>En sida utan figurer.</p>") == b""


@pytest.mark.parametrize("length", [None, 2])
def test_no_stream_of_a_pdf_ends_as_a_line_does(length: int | None) -> None:
    """Packed, the last byte is of the sum of all bytes: here 13, a carriage return."""
    content = b"A\xcb" if length else b"aVU"
    assert (1 + sum(content)) % 256 == 13
    with pikepdf.new() as pdf:
        stream = pikepdf.Stream(
            pdf, zlib.compress(content), Filter=pikepdf.Name.FlateDecode
        )
        if length:
            stream.Length1 = length
        pdf.Root.Tried = pdf.make_indirect(stream)
        _end_otherwise(stream)
        out = io.BytesIO()
        pdf.save(out)
    assert b"\r\nendstream" not in out.getvalue()
    with pikepdf.open(out) as pdf:
        made = pdf.Root.Tried
        assert made.read_bytes().startswith(content)
        assert made.get("/Length1", None) == (length and len(made.read_bytes()))
