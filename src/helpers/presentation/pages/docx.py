"""A page as a Word document, to be edited: for the summary and the briefs."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import zipfile
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from helpers.core.errors import RunError
from helpers.presentation.pages.pdf import alt_text
from helpers.presentation.pages.picture import svg_to_png
from helpers.presentation.pages.plain_zip import packed

_HEADER = "word/header-kartlaggning.xml"
_FOOTER = "word/footer-kartlaggning.xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CAPTION = re.compile(
    rb'(<w:p><w:pPr><w:pStyle w:val="\w+" />)'
    rb"(</w:pPr>(?:(?!</w:p>).)*</w:p>\s*"
    rb'<w:p><w:pPr><w:pStyle w:val="\w+" /></w:pPr><w:r><w:drawing>)',
    re.DOTALL,
)
"""The paragraph before a picture: its title, which is to stand on the same page."""
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def html_to_docx(html: str, template: Path | None = None) -> bytes:
    """The page `html` as a Word document in Swedish, with diagrams as pictures that
    keep their alternative texts, in the styles of `template` and with what runs at the
    top and foot of its pages. The same page gives the same bytes.

    Raises RunError when pandoc or the package that draws the pictures is missing.
    """
    soup = BeautifulSoup(html, "html.parser", multi_valued_attributes=None)
    title = soup.h1.get_text(strip=True) if soup.h1 else ""
    marks = [tag.get_text(strip=True) for tag in soup.select(".markning strong")]
    running = " ".join([f"{title}.", *marks]) if marks else title
    plain = _plain(soup)
    widths = [column_widths(table) for table in soup.select("table")]
    return _finished(_converted(plain, title, template), running, widths)


def _plain(soup: BeautifulSoup) -> str:
    """The page's words and pictures in the few shapes that Word has. Its title is set
    by itself, and its footnotes are found by their roles."""
    unwanted = "style, nav, .hoppa, h1, summary, .underlag a, .fotnoter h2, svg.smal"
    unwanted += ", .logotyp"  # a template has its own
    unwanted += ", .filer, .mindre"  # of the page on screen, or said at its top
    for tag in soup.select(unwanted):
        tag.decompose()
    for fold in soup.select("details:not(.tryck)"):
        fold.decompose()  # what is looked up stays on the page, as on paper
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


def _converted(html: str, title: str, template: Path | None) -> bytes:
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
    if template is not None:
        command.append(f"--reference-doc={template}")
    done = subprocess.run(
        command,
        input=html.encode("utf-8"),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RunError(
            f"Pandoc kunde inte göra Word-filen: {lines[-1] if lines else ''}"
        )
    return done.stdout


PAGE_WIDTH = 9070  # twentieths of a point: 16 cm of an A4 sheet
_TABLE = re.compile(
    rb'<w:tblW [^>]*/>(?:<w:tblLayout [^>]*/>)?(<w:tblLook [^>]*?)w:firstColumn="0"'
    rb'([^>]*?)w:val="0020"([^>]*/>.*?)<w:tblGrid>.*?</w:tblGrid>',
    re.DOTALL,
)


def column_widths(table: Tag) -> list[int]:
    """How wide each column is to be: as its longest word needs at least, and the rest
    shared by how much the columns hold. They fill the width of the page.

    >>> html = "<table><tr><td>a</td><td>långt ord</td></tr></table>"
    >>> first, second = column_widths(BeautifulSoup(html, "html.parser").table)
    >>> first < second, first + second
    (True, 9070)
    """
    if table.get("id") == "tabell-plan":  # room to write
        return [PAGE_WIDTH * 3 // 10, PAGE_WIDTH - PAGE_WIDTH * 3 // 10]
    rows = [line.find_all(["th", "td"]) for line in table.find_all("tr")]
    count = max((len(row) for row in rows), default=1)
    words, whole = [3] * count, [3] * count
    for row in rows:
        for n, cell in enumerate(row):
            text = cell.get_text(" ", strip=True)
            words[n] = max([words[n], *map(len, text.split())])
            whole[n] = max(whole[n], min(len(text), 60))
    spare = max(PAGE_WIDTH // 100 - sum(words), 0)
    shares = [w + spare * h / sum(whole) for w, h in zip(words, whole, strict=True)]
    made = [int(PAGE_WIDTH * one / sum(shares)) for one in shares]
    made[-1] += PAGE_WIDTH - sum(made)
    return made


def _laid_out(document: bytes, widths: list[list[int]]) -> bytes:
    """Tables with set widths, rules between their rows, and a header column."""
    waiting = iter(widths)
    edge = b'w:val="single" w:sz="4" w:space="0" w:color="B5B1A6"/>'
    sides = b"".join(b"<w:%s %s" % (side, edge) for side in _SIDES)
    rules = b"<w:tblBorders>" + sides + b"</w:tblBorders>"

    def laid(found: re.Match[bytes]) -> bytes:
        columns = next(waiting, [])
        grid = b"".join(b'<w:gridCol w:w="%d"/>' % width for width in columns)
        return (
            b'<w:tblW w:type="dxa" w:w="%d"/>%s<w:tblLayout w:type="fixed"/>'
            b'%sw:firstColumn="1"%sw:val="00A0"%s<w:tblGrid>%s</w:tblGrid>'
        ) % (PAGE_WIDTH, rules, found[1], found[2], found[3], grid)

    return _TABLE.sub(laid, document)


A4 = (
    b'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" '
    b'w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/>'
)
"""The sheet of a document whose template says none: PAGE_WIDTH between the margins."""
_SIDES = (b"top", b"bottom", b"insideH", b"insideV")


def _finished(docx: bytes, running: str, widths: list[list[int]]) -> bytes:
    """`docx` with `running` at the top of each page and its number at the foot, its
    tables laid out, without the addresses that pandoc gives for pictures' descriptions,
    and without a clock."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = parts["word/document.xml"]
    document = re.sub(rb' descr="data:[^"]*"', b' descr=""', document)
    document = _CAPTION.sub(rb"\1<w:keepNext/>\2", document)
    parts["word/document.xml"] = _laid_out(document, widths)
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = re.sub(
        rb"<dcterms:(created|modified).*?</dcterms:\1>", b"", core
    )
    if b"<w:headerReference" not in parts["word/document.xml"]:
        _add_header(parts, running)
    if b"<w:pgSz" not in parts["word/document.xml"]:  # Word would take US Letter
        parts["word/document.xml"] = parts["word/document.xml"].replace(
            b"</w:sectPr>", A4 + b"</w:sectPr>"
        )
    return packed(parts, first="[Content_Types].xml")


def _add_header(parts: dict[str, bytes], running: str) -> None:
    """What runs at the top of each page, and "Sida 2 av 4" at its foot."""
    page = "".join(
        f'<w:r>{_SMALL}<w:t xml:space="preserve">{words}</w:t></w:r>'
        f'<w:fldSimple w:instr="{field}"><w:r>{_SMALL}<w:t>1</w:t></w:r></w:fldSimple>'
        for words, field in (("Sida ", "PAGE"), (" av ", "NUMPAGES"))
    )
    paragraph = f"<w:r>{_SMALL}<w:t>{escape(running)}</w:t></w:r>"
    for kind, tag, name, inside in (
        ("footer", "ftr", _FOOTER, page),
        ("header", "hdr", _HEADER, paragraph),  # last, so that it stands first
    ):
        parts[name] = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f'<w:{tag} xmlns:w="{_WORD}"><w:p>{inside}</w:p></w:{tag}>'
        ).encode()
        override = (
            f'<Override PartName="/{name}" ContentType="application/vnd.'
            f'openxmlformats-officedocument.wordprocessingml.{kind}+xml"/></Types>'
        )
        relation = (
            f'<Relationship Id="rId{tag}" Type="{_RELATION}/{kind}" '
            f'Target="{name.removeprefix("word/")}"/></Relationships>'
        )
        reference = (
            f'<w:sectPr><w:{kind}Reference xmlns:r="{_RELATION}" w:type="default" '
            f'r:id="rId{tag}"/>'
        )
        for place, mark, text in (
            ("[Content_Types].xml", b"</Types>", override),
            ("word/_rels/document.xml.rels", b"</Relationships>", relation),
            ("word/document.xml", b"<w:sectPr>", reference),
        ):
            parts[place] = parts[place].replace(mark, text.encode("utf-8"))


_SMALL = '<w:rPr><w:sz w:val="18"/></w:rPr>'
