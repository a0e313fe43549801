"""A page as a Word document, to be edited: for the summary and the briefs."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import zipfile
from html import escape

from bs4 import BeautifulSoup, Tag

from helpers.core.errors import RunError
from helpers.presentation.pages.pdf import alt_text
from helpers.presentation.pages.picture import svg_to_png
from helpers.presentation.pages.plain_zip import packed

_HEADER = "word/header-kartlaggning.xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CAPTION = re.compile(
    rb'(<w:p><w:pPr><w:pStyle w:val="\w+" />)'
    rb"(</w:pPr>(?:(?!</w:p>).)*</w:p>\s*"
    rb'<w:p><w:pPr><w:pStyle w:val="\w+" /></w:pPr><w:r><w:drawing>)',
    re.DOTALL,
)
"""The paragraph before a picture: its title, which is to stand on the same page."""
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def html_to_docx(html: str) -> bytes:
    """The page `html` as a Word document in Swedish, with diagrams as pictures that
    keep their alternative texts. The same page gives the same bytes.

    Raises RunError when pandoc or the package that draws the pictures is missing.
    """
    soup = BeautifulSoup(html, "html.parser", multi_valued_attributes=None)
    title = soup.h1.get_text(strip=True) if soup.h1 else ""
    marks = [tag.get_text(strip=True) for tag in soup.select(".markning strong")]
    running = " ".join([f"{title}.", *marks]) if marks else title
    return _finished(_converted(_plain(soup), title), running)


def _plain(soup: BeautifulSoup) -> str:
    """The page's words and pictures in the few shapes that Word has. Its title is set
    by itself, and its footnotes are found by their roles."""
    unwanted = "style, nav, .hoppa, h1, summary, .underlag a, .fotnoter h2, svg.smal"
    for tag in soup.select(unwanted):
        tag.decompose()
    for svg in soup.select("svg"):
        svg.replace_with(_picture(soup, svg))
    for caption in soup.select("figcaption"):
        caption.name = "p"
    for line in soup.select(".fraga"):
        line.insert_before(soup.new_tag("br"))
    for cell in soup.select("th.tal, td.tal"):
        cell["style"] = "text-align: right"
    kept = [part for part in (soup.header, soup.main, soup.footer) if part is not None]
    for tag in soup.select(
        "figure, details, section.kapitel, .permalank, sup:has(a), dl > div"
    ):
        tag.unwrap()
    for part in kept:
        part.name = "div"  # given a <main>, pandoc drops all that lies outside it
    return "".join(str(part) for part in kept)


def _picture(soup: BeautifulSoup, svg: Tag) -> Tag:
    content = base64.b64encode(svg_to_png(str(svg))).decode("ascii")
    picture = soup.new_tag("img", src=f"data:image/png;base64,{content}")
    picture["alt"] = alt_text(svg)
    picture["width"] = "16cm"
    return picture


def _converted(html: str, title: str) -> bytes:
    try:
        import pypandoc

        pandoc = pypandoc.get_pandoc_path()
    except (ImportError, OSError) as error:
        raise RunError(
            "Word-filen kan inte göras, för pandoc saknas.",
            todo="HTML-rapporten är gjord. Installera paketet pypandoc_binary.",
        ) from error
    # In its sandbox pandoc reads no files and fetches nothing.
    command = [pandoc, "--sandbox", "--from=html", "--to=docx", "--output=-"]
    command += ["--metadata=lang:sv-SE", f"--metadata=title:{title}"]
    command.append("--shift-heading-level-by=-1")  # the title is no heading in Word
    done = subprocess.run(
        command,
        input=html.encode("utf-8"),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RunError(f"Pandoc kunde inte göra Word-filen: {said[-1] if said else ''}")
    return done.stdout


def _finished(docx: bytes, running: str) -> bytes:
    """`docx` with `running` at the top of each page, without the addresses that pandoc
    gives for pictures' descriptions, and without a clock."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = parts["word/document.xml"]
    document = re.sub(rb' descr="data:[^"]*"', b' descr=""', document)
    parts["word/document.xml"] = _CAPTION.sub(rb"\1<w:keepNext/>\2", document)
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = re.sub(
        rb"<dcterms:(created|modified).*?</dcterms:\1>", b"", core
    )
    _add_header(parts, running)
    return packed(parts, first="[Content_Types].xml")


def _add_header(parts: dict[str, bytes], running: str) -> None:
    parts[_HEADER] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:hdr xmlns:w="{_WORD}"><w:p><w:r><w:rPr><w:sz w:val="18"/></w:rPr>'
        f"<w:t>{escape(running)}</w:t></w:r></w:p></w:hdr>"
    ).encode()
    override = (
        f'<Override PartName="/{_HEADER}" ContentType="application/vnd.'
        'openxmlformats-officedocument.wordprocessingml.header+xml"/></Types>'
    )
    relation = (
        f'<Relationship Id="rIdSidhuvud" Type="{_RELATION}/header" '
        f'Target="{_HEADER.removeprefix("word/")}"/></Relationships>'
    )
    reference = (
        f'<w:sectPr><w:headerReference xmlns:r="{_RELATION}" w:type="default" '
        'r:id="rIdSidhuvud"/>'
    )
    for name, mark, text in (
        ("[Content_Types].xml", b"</Types>", override),
        ("word/_rels/document.xml.rels", b"</Relationships>", relation),
        ("word/document.xml", b"<w:sectPr>", reference),
    ):
        parts[name] = parts[name].replace(mark, text.encode("utf-8"))
