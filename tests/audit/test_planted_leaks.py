"""A suppressed number is found wherever in the published files it is planted.

A small made survey: of Norr's 20 answers 2 say Lokaler, which is too few to show. Each
plant writes it, or what tells it, in another place.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from audit.test_attack import GROUPS, OPTIONS, TRUE
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DictionaryObject, NameObject, StreamObject
from support.estimate_rows import codebook, share, single

from helpers.audit import audit_files
from helpers.audit.reading import labels_of
from helpers.disclosure.release import release
from helpers.disclosure.released import Released
from helpers.presentation.outputs import numbers_csv

BOOK = codebook(
    single("department", GROUPS, disclosure="open"),
    single("barrier", OPTIONS, label="Hinder", text="Vad hindrar mest?"),
    single("role", ["Chef", "Handläggare"], label="Roll"),
    {"id": "paid", "column": "Utbetalt", "type": "number", "unit": "kr"},
    group="department",
)
PAGE = (
    '<html lang="sv"><head><title>Rapport</title></head><body><h1>Rapport</h1><main>'
    '<section id="hinder"><h2>Hinder</h2>{}</section></main></body></html>'
)


def answers() -> pd.DataFrame:
    """The hindrances by department, and what one of them was paid."""
    everyone = list(np.sum(list(TRUE.values()), axis=0))
    rows = [
        share("barrier", option, found[number], sum(found), group=group)
        for group, found in {"all": everyone, **TRUE}.items()
        for number, option in enumerate(OPTIONS)
    ]
    sizes = {"all": sum(everyone), **{group: sum(n) for group, n in TRUE.items()}}
    rows += [share("department", group, sizes[group], sizes["all"]) for group in GROUPS]
    money = {"count": np.nan, "statistic": "mean", "estimate": 132000.0}
    rows += [share("paid", "all", 0, 3, group="Norr") | money]
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def released() -> Released:
    return release(answers(), BOOK)


@pytest.fixture
def folder(tmp_path: Path, released: Released) -> Path:
    """outputs/<survey>: the page, its table, all numbers and the workbook."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "alla-tal.csv").write_bytes(numbers_csv(released))
    (tmp_path / "fordjupad.html").write_text(
        PAGE.format("<p>Enkäten gick till alla.</p>"), encoding="utf-8"
    )
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "1 Hinder"
    sheet.append(["Hinder per förvaltning"])
    sheet.append([])
    sheet.append(["department", "Svarande", "Lokaler, antal", "Lokaler, andel"])
    sheet.append(["Norr", 20, "·", "·"])
    sheet.append(["Söder", 21, 6, "29 %"])
    book.save(tmp_path / "tabeller.xlsx")
    return tmp_path


def said(folder: Path) -> str:
    return "\n".join(map(str, audit_files(folder, BOOK)))


def test_nothing_is_said_of_what_was_released(folder: Path, released: Released) -> None:
    rows = released.rows.set_index(["question", "option", "group"])
    assert not rows.loc[("barrier", "Lokaler", "Norr"), "shown"]
    assert said(folder) == ""


Plant = Callable[[Path], None]


def page(html: str, *, name: str = "fordjupad.html", whole: str = PAGE) -> Plant:
    def plant(folder: Path) -> None:
        (folder / name).write_text(whole.format(html), encoding="utf-8")

    return plant


def file(name: str, content: str) -> Plant:
    def plant(folder: Path) -> None:
        (folder / name).write_text(content, encoding="utf-8")

    return plant


def row(**changed: str) -> Plant:
    """Another row of the table of all numbers for Norr's Lokaler."""

    def plant(folder: Path) -> None:
        path = folder / "data" / "alla-tal.csv"
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
        for one in rows:
            if (one["option"], one["group"]) == ("Lokaler", "Norr"):
                one.update(changed)
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(out.getvalue(), encoding="utf-8-sig")

    return plant


def workbook(change: Callable[[openpyxl.Workbook], None]) -> Plant:
    def plant(folder: Path) -> None:
        book = openpyxl.load_workbook(folder / "tabeller.xlsx")
        change(book)
        book.save(folder / "tabeller.xlsx")

    return plant


def set_cells(**values: object) -> Plant:
    return workbook(
        lambda book: [book.active.__setitem__(*one) for one in values.items()] and None
    )


def hidden_sheet(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("Underlag")
    sheet.append(["Hinder"])
    sheet.append(["department", "Lokaler, antal"])
    sheet.append(["Norr", 2])
    sheet.sheet_state = "hidden"


def comment(book: openpyxl.Workbook) -> None:
    book.active["A4"].comment = Comment("Lokaler: 2 av 20 i Norr", "x")


def office(name: str, part: str, said: str = "Lokaler i Norr: 2 av 20") -> Plant:
    """A Word file or a presentation with one part, which says it."""
    xml = "<w:x xmlns:w='x'><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:x>"

    def plant(folder: Path) -> None:
        with zipfile.ZipFile(folder / name, "w") as made:
            made.writestr(part, said if "<" in said else xml.format(said))

    return plant


def inside(name: str, part: str) -> Plant:
    """The workbook of a chart, which has the number in a cell."""

    def plant(folder: Path) -> None:
        book = openpyxl.Workbook()
        for line in (["Hinder"], ["department", "Lokaler, antal"], ["Norr", 2]):
            book.active.append(line)
        written = io.BytesIO()
        book.save(written)
        with zipfile.ZipFile(folder / name, "w") as made:
            made.writestr(part, written.getvalue())

    return plant


WORD_TABLE = (
    "<w:x xmlns:w='x'><w:p><w:t>Hinder</w:t></w:p><w:tbl>"
    "<w:tr><w:tc><w:t>department</w:t></w:tc><w:tc><w:t>Lokaler</w:t></w:tc></w:tr>"
    "<w:tr><w:tc><w:t>Norr</w:t></w:tc><w:tc><w:t>2 av 20</w:t></w:tc></w:tr>"
    "</w:tbl></w:x>"
)


def pdf(change: Callable[[PdfWriter], object], *lines: str) -> Plant:
    """A PDF of one page, of which `change` makes something else."""

    def plant(folder: Path) -> None:
        written = PdfWriter()
        drawn = written.add_blank_page(300, 300)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        fonts = DictionaryObject({NameObject("/F1"): font})
        drawn[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        said = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        stream = StreamObject()
        stream.set_data(f"BT /F1 12 Tf 10 250 Td {said}ET".encode("latin-1"))
        drawn[NameObject("/Contents")] = written._add_object(stream)
        change(written)
        written.write(folder / "sammanfattning.pdf")

    return plant


def printed(html: str, *lines: str) -> Plant:
    """A page, and a PDF beside it with `lines`."""

    def plant(folder: Path) -> None:
        page(html, name="sammanfattning.html")(folder)
        pdf(lambda _: None, *lines)(folder)

    return plant


ENGLISH = PAGE.replace('"sv"><head>', '"en"><head>').replace(
    "<body>", '<body class="sida-english">'
)


def without_row(folder: Path) -> None:
    """Norr has no row for Lokaler: nobody there gave it, or somebody did."""
    path = folder / "data" / "alla-tal.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines if "Lokaler" not in line or "Norr" not in line]
    assert len(kept) == len(lines) - 1
    path.write_text("\n".join(kept), encoding="utf-8-sig")


def own_page(folder: Path) -> None:
    """Söder has a page, and Norr has none."""
    own = PAGE.replace("<h1>Rapport</h1>", "<h1>Söder</h1>").format("")
    (folder / "forvaltning-soder.html").write_text(own, encoding="utf-8")


def picture(folder: Path) -> None:
    said = PngInfo()
    said.add_text("Comment", "Lokaler i Norr: 2 av 20")
    Image.new("RGB", (2, 2)).save(folder / "bild.png", pnginfo=said)


def exif(folder: Path) -> None:
    image = Image.new("RGB", (2, 2))
    told = image.getexif()
    told[0x010E] = "Lokaler i Norr: 2 av 20"
    image.save(folder / "bild.png", exif=told)


def zipped(name: str = "a.txt", content: str = "", comment: str = "") -> Plant:
    def plant(folder: Path) -> None:
        with zipfile.ZipFile(folder / "figurer.zip", "w") as made:
            made.writestr(name, content)
            made.comment = comment.encode()

    return plant


def named(book: openpyxl.Workbook) -> None:
    book.defined_names["Norr"] = DefinedName("Norr", attr_text='"Lokaler: 2 av 20"')


def properties(book: openpyxl.Workbook) -> None:
    book.properties.description = "Lokaler i Norr: 2 av 20"


def header(book: openpyxl.Workbook) -> None:
    book.active.oddHeader.center.text = "Lokaler i Norr: 2 av 20"


def svg(inside: str) -> str:
    return (
        '<figure><figcaption><span class="fraga">Vad hindrar mest?</span></figcaption>'
        f"<svg><title>Staplar</title>{inside}</svg></figure>"
    )


def bars(width: int) -> str:
    """Three departments' bars, of which Norr's is not shown; but it has one."""
    rows = [("Söder", 86, "29 %"), ("Väster", 84, "28 %"), ("Norr", width, "·")]
    marks = [
        f'<text x="10" y="{20 + 30 * at}">{name}</text>'
        f'<text x="300" y="{20 + 30 * at}">{words}</text>'
        f'<rect x="100" y="{8 + 30 * at}" width="{wide}" height="16" fill="#4a8fbf"/>'
        for at, (name, wide, words) in enumerate(rows)
    ]
    return svg("".join(marks[: 3 if width else 2]))


TABLE = "<table><tr><th>department</th><th>Lokaler</th></tr>{}</table>"
CROSSED = (
    "<table><tr><th>Roll</th><th>Tid</th><th>Pengar</th></tr><tr><th>Chef</th><td>9"
    "</td><td>8</td></tr><tr><th>Handläggare</th><td>7</td><td>9</td></tr></table>"
)
HIDDEN_ROWS = "".join(
    f"<tr><th>{group}</th><td>·</td></tr>" for group in ("Söder", "Öster", "Norr")
)

PLANTS: dict[str, Plant] = {
    "a cell of a table": page(TABLE.format("<tr><th>Norr</th><td>2 av 20</td></tr>")),
    "a table that is folded": page(
        "<details><summary>Mer</summary>"
        + TABLE.format("<tr><th>Norr</th><td>10 %</td></tr>")
        + "</details>"
    ),
    "a sentence in figures": page("<p>I Norr säger 2 av 20 ”Lokaler”.</p>"),
    "a sentence in percent": page("<p>I Norr säger 10 procent ”Lokaler”.</p>"),
    "number words": page("<p>I Norr säger två av tjugo ”Lokaler”.</p>"),
    "percent in words": page("<p>I Norr säger tio procent ”Lokaler”.</p>"),
    "about every tenth": page("<p>I Norr säger drygt var tionde ”Lokaler”.</p>"),
    "a part of them": page("<p>I Norr säger knappt en tiondel ”Lokaler”.</p>"),
    "about every fourth": page("<p>Drygt var fjärde i Norr säger ”Lokaler”.</p>"),
    "more number words": page("<p>I Norr säger två av arton ”Lokaler”.</p>"),
    "everybody": page("<p>Samtliga i Norr säger ”Lokaler”.</p>"),
    "nobody": page("<p>”Lokaler” säger ingen svarande i Norr.</p>"),
    "some of them": page("<p>I Norr har 20 svarat. 2 av dem säger ”Lokaler”.</p>"),
    "some of them, of the option before": page(
        "<p>”Lokaler” är ovanligt i Norr. Bara två av dem som svarat säger det.</p>"
    ),
    "some of them, of another paragraph": page(
        "<p>I Norr har 20 svarat.</p><p>Två av dem säger ”Lokaler”.</p>"
    ),
    "some of them, in one sentence": page(
        "<p>2 av de svarande i Norr säger ”Lokaler”.</p>"
    ),
    "some of them, in Word": office(
        "a.docx",
        "word/document.xml",
        "I Norr har 20 svarat. 2 av dem säger ”Lokaler”.",
    ),
    "a single one": page("<p>”Lokaler” säger bara två i Norr.</p>"),
    "only one": page("<p>”Lokaler” säger en enda i Norr.</p>"),
    "all but the department": page("<p>Alla utom Norr: ”Lokaler” 21 av 72.</p>"),
    "its own page": page(
        "<p>Det säger 2 av 20 ”Lokaler” om.</p>",
        name="forvaltning-norr.html",
        whole=PAGE.replace("<h1>Rapport</h1>", "<h1>Norr</h1>"),
    ),
    "an svg's description": page(svg("<desc>I Norr är Lokaler 2 av 20.</desc>")),
    "an svg's text": page(svg("<text>Lokaler i Norr: 2 av 20</text>")),
    "a bar's width": page(bars(30)),
    "a comment": page("<!-- Lokaler i Norr: 2 av 20 --><p>Text.</p>"),
    "a title": page('<p title="Lokaler i Norr: 2 av 20">Text.</p>'),
    "a data attribute": page('<p data-x="Lokaler i Norr: 2 av 20">Text.</p>'),
    "a style": page(
        '<p>Lokaler, Norr <span style="width: 10%"></span></p>'
    ),
    "a meta": page(
        "",
        whole=PAGE.replace(
            "<head>", '<head><meta name="x" content="Lokaler i Norr: 2 av 20">'
        ),
    ),
    "an alt text": page('<img alt="Lokaler i Norr: 2 av 20">'),
    "an order": page(TABLE.format(HIDDEN_ROWS)),
    "a list in order": page(
        "<p>Lokaler, störst först:</p><ol><li>Söder</li><li>Öster</li><li>Norr</li>"
        "</ol>"
    ),
    "a single amount": page("<p>Utbetalt i Norr var 132 000 kronor.</p>"),
    "two protected questions crossed": page(CROSSED),
    "the count in the table of numbers": row(count="2"),
    "the row in the table of numbers": row(
        count="2", answered="20", estimate="0,1", shown="ja"
    ),
    "the method of a suppressed number": row(method="mover_sure"),
    "why it is suppressed": row(reason="small_cell"),
    "a csv by department": file(
        "data/barrier.csv", 'department;Svarande;"Lokaler, antal"\r\nNorr;20;2\r\n'
    ),
    "a free row of a csv": file(
        "data/annat.csv", "Rad;Antal;Av\r\nLokaler i Norr;2;20\r\n"
    ),
    "a hidden sheet": workbook(hidden_sheet),
    "a workbook's count beside its sign": set_cells(C4=2),
    "a workbook's share beside its sign": set_cells(D4="10 %"),
    "a workbook's comment": workbook(comment),
    "a workbook's defined name": workbook(named),
    "a workbook's properties": workbook(properties),
    "a workbook's header": workbook(header),
    "Word": office("a.docx", "word/document.xml"),
    "a table in Word": office("a.docx", "word/document.xml", WORD_TABLE),
    "a comment in Word": office("a.docx", "word/comments.xml"),
    "a header in Word": office("a.docx", "word/header1.xml"),
    "Word's properties": office(
        "a.docx",
        "docProps/core.xml",
        "<c><title>x</title><description>Lokaler i Norr: 2 av 20</description></c>",
    ),
    "Word's alternative text": office(
        "a.docx", "word/document.xml", "<d><docPr descr='Lokaler i Norr: 2 av 20'/></d>"
    ),
    "a slide": office("a.pptx", "ppt/slides/slide1.xml"),
    "a slide's notes": office("a.pptx", "ppt/notesSlides/notesSlide1.xml"),
    "a chart's workbook": inside("a.pptx", "ppt/embeddings/book.xlsx"),
    "a PDF": pdf(lambda _: None, "Lokaler i Norr: 2 av 20"),
    "a PDF's sentence on two lines": pdf(
        lambda _: None,
        "Av dem som har svarat i Norr uppger",
        "2 av 20 hinder: Lokaler.",
    ),
    "a PDF that says more than its page": printed(
        "<p>Av dem som har svarat i Norr uppger</p><p>6 av 21 hinder.</p>",
        "Av dem som har svarat i Norr uppger",
        "2 av 20 hinder: Lokaler.",
    ),
    "a PDF's properties": pdf(
        lambda made: made.add_metadata({"/Subject": "Lokaler i Norr: 2 av 20"})
    ),
    "a PDF's bookmark": pdf(
        lambda made: made.add_outline_item("Lokaler i Norr: 2 av 20", page_number=0)
    ),
    "a PDF's note": pdf(
        lambda made: made.add_annotation(
            0, Text(rect=(0, 0, 9, 9), text="Lokaler i Norr: 2 av 20")
        )

    ),
    "a PDF's attachment": pdf(
        lambda made: made.add_attachment("a.txt", b"Lokaler i Norr: 2 av 20")
    ),
    "a picture's text": picture,
    "a picture's EXIF": exif,
    "a zip's file": zipped(content="Lokaler i Norr: 2 av 20"),
    "a zip's file name": zipped(name="Lokaler i Norr 2 av 20.txt"),
    "a zip's comment": zipped(comment="Lokaler i Norr: 2 av 20"),
    "an svg file": file("a.svg", "<svg><title>Lokaler i Norr: 2 av 20</title></svg>"),
    "an svg file's comment": file("a.svg", "<svg><!--Lokaler i Norr: 2 av 20--></svg>"),
    "a description of the data": file(
        "datapackage.json", '{"description": "Lokaler i Norr: 2 av 20"}'
    ),
    "a catalogue": file("dcat.ttl", '<a> dcterms:title "Lokaler i Norr: 2 av 20" .'),
    "an archive's codebook": file(
        "ddi.xml", "<c><notes>Lokaler i Norr: 2 av 20</notes></c>"
    ),
    "a script": page("<script>const x = 'a', y = \"Lokaler i Norr: 2 av 20\"</script>"),
    "a style sheet's comment": page("<style>/* Lokaler i Norr: 2 av 20 */</style>"),
    "a file of an unknown kind": file("a.ods", "?"),
    "a row that is not there": without_row,
    "a page that is not there": own_page,
    "the page in English": page(
        "<p>In Norr, 2 of 20 say “Lokaler”.</p>", name="in-english.html", whole=ENGLISH
    ),
    "number words in English": page(
        "<p>Two of the twenty in Norr say “Lokaler”.</p>",
        name="fordjupad-en.html",
        whole=ENGLISH,
    ),
    "an alt text in English": page(
        '<img alt="Lokaler in Norr: 2 of 20">', name="in-english.html", whole=ENGLISH
    ),
    "the easy page": page(
        "<p>Vi frågade folk i Norr.</p><p>2 av 20 i Norr säger Lokaler.</p>",
        name="lattlast.html",
    ),
    "a label for the screen reader": page(
        '<div aria-label="Lokaler i Norr: 2 av 20"></div>'
    ),
    "an archive's METS": zipped(
        "mets.xml", '<mets LABEL="x"><note>Lokaler i Norr: 2 av 20</note></mets>'
    ),
    "the manifest": file(
        "manifest.json", '{"outputs": {}, "note": "Lokaler i Norr: 2 av 20"}'
    ),
    "a text file": file("las-mig.txt", "Lokaler i Norr: 2 av 20\n"),
}  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS.keys())
def test_a_planted_leak_is_found(folder: Path, plant: Plant) -> None:
    plant(folder)
    assert said(folder) != ""


@pytest.mark.parametrize(
    "harmless",
    [
        bars(0),
        TABLE.format("<tr><th>Norr</th><td>·</td></tr>"),
        "<p>I Söder säger 6 av 21 ”Lokaler”.</p>",
        "<p>Mer än hälften av alla svarade.</p>",
        "<p>Alla i kommunen fick frågan om ”Lokaler”, och Norr svarade först.</p>",
        "<ol><li>Norr</li><li>Söder</li><li>Väster</li></ol>",
        '<p style="width: 40%">Text.</p>',
    ],
)
def test_what_tells_nothing_is_let_through(folder: Path, harmless: str) -> None:
    page(harmless)(folder)
    assert said(folder) == ""


def test_a_table_that_was_printed_is_read_on_its_page(folder: Path) -> None:
    """Off paper its columns are gone, and numbers side by side look like another."""
    cells = "".join(f"<td>{n}</td>" for n in ("101", "95"))
    row = f"<tr><th>Lokaler i samverkan</th>{cells}<td>Norrköping</td></tr>"
    drawn = ("Lokaler i sam-", "verkan 101 95 Norrk\366ping")
    printed(f"<table>{row}</table>", *drawn)(folder)
    files = {path.name: path.read_bytes() for path in folder.glob("sammanfattning.*")}
    told = {one.text for one in labels_of("sammanfattning.pdf", files[PDF], files)}
    assert not [one for one in told if "101" in one or "Lokaler" in one]
    alone = {one.text for one in labels_of("sammanfattning.pdf", files[PDF])}
    assert "verkan 101 95 Norrköping" in alone


PDF = "sammanfattning.pdf"
