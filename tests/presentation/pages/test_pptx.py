"""The summary as a presentation: true to the page, editable, read aloud."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pptx
import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from pptx.presentation import Presentation
from pptx.shapes.graphfrm import GraphicFrame

from helpers.audit.reading import labels_of
from helpers.presentation.pages.pptx import LANGUAGE, html_to_pptx
from helpers.presentation.pages.slides import contents

TABLE = """\
<table><thead><tr><th>Utmaning</th><th>Svarande</th><th>Dialog</th></tr></thead>
<tbody><tr><th>Ungas hälsa</th><td>341</td><td>29 %</td></tr>
<tr><th>Stadsliv</th><td>346</td><td>{last}</td></tr></tbody></table>"""
PAGE = """\
<html><body><header><p class="markning"><strong>Fiktiva svar.</strong> Påhittade.</p>
<h1>Kartläggning 2024</h1><p class="ingress">Exempel</p></header>
<main><section class="kapitel"><h2>Sammanfattning</h2>
<ul><li>Dialog är vanligast.</li></ul>
<ul class="nyckeltal"><li><strong>65 %</strong> samverkar
<span class="forr">2022: 63 %.</span></li></ul>
<p class="not">Bygger på 351 svar.</p></section>
<section class="kapitel"><h2>Former</h2>
<figure><figcaption>Figur 1. <strong>Dialog är vanligast</strong>
<span class="fraga">På vilka sätt?</span></figcaption>
<svg><title>Staplar</title><desc>Ungas hälsa 29 %.</desc></svg>
<p class="underlag">Bas: 341. <a href="data/a.csv" download>Ladda ner</a></p>
<details>{table}</details></figure></section></main></body></html>"""


def page(last: str = "19 %") -> str:
    return PAGE.format(table=TABLE.format(last=last))


def show(html: str) -> Presentation:
    return pptx.Presentation(io.BytesIO(html_to_pptx(html)))


def frames(shown: Presentation) -> Iterator[GraphicFrame]:
    for slide in shown.slides:
        yield from (one for one in slide.shapes if isinstance(one, GraphicFrame))


def test_each_slide_has_its_own_title_first() -> None:
    shown = show(page())
    titles = [slide.shapes.title.text_frame.text for slide in shown.slides]
    assert titles == [
        "Kartläggning 2024",
        "Nyckeltal",
        "Sammanfattning",
        "Dialog är vanligast",
    ]
    for slide in shown.slides:
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id


def test_slides_with_the_same_title_are_told_apart() -> None:
    lines = "".join(f"<li>{'Ord ' * 60}{n}</li>" for n in range(7))
    html = f"<h1>T</h1><main><section class='kapitel'><h2>A</h2><ul>{lines}</ul>"
    titles = [one.title for one in contents(BeautifulSoup(html, "html.parser"))]
    assert titles == ["T", "A (1 av 3)", "A (2 av 3)", "A (3 av 3)"]


@pytest.mark.parametrize(
    ("lines", "portions"),
    [(7, [4, 3]), (13, [5, 4, 4]), (6, [6]), (1, [1])],
)
def test_no_line_is_left_alone_on_a_slide(lines: int, portions: list[int]) -> None:
    listed = "".join(f"<li>Punkt {n}</li>" for n in range(lines))
    html = f"<h1>T</h1><main><section class='kapitel'><h2>A</h2><ul>{listed}</ul>"
    _, *slides = contents(BeautifulSoup(html, "html.parser"))
    assert [len(one.lines) for one in slides] == portions


def test_a_chart_has_the_numbers_of_the_page_in_its_own_workbook() -> None:
    (frame,) = frames(show(page()))
    chart = frame.chart
    assert list(chart.plots[0].categories) == ["Ungas hälsa", "Stadsliv"]
    assert [(one.name, list(one.values)) for one in chart.plots[0].series] == [
        ("Dialog", [0.29, 0.19])
    ]
    book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert cells == [[None, "Dialog"], ["Ungas hälsa", 0.29], ["Stadsliv", 0.19]]


@pytest.mark.parametrize("last", ["2 av 9", "–", "•", "inga svar"])
def test_what_is_no_share_or_suppressed_stands_in_a_table_as_on_the_page(
    last: str,
) -> None:
    (frame,) = frames(show(page(last)))
    assert not frame.has_chart
    rows = [[cell.text for cell in row.cells] for row in frame.table.rows]
    assert rows[0] == ["Utmaning", "Svarande", "Dialog"]
    assert rows[2] == ["Stadsliv", "346", last]


def test_pictures_are_described_and_bases_stand_in_the_notes() -> None:
    shown = show(page())
    (frame,) = frames(shown)
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == (
        "Liggande staplar. Ungas hälsa: Dialog 29 %; Stadsliv: Dialog 19 %."
    )
    assert shown.slides[3].notes_slide.notes_text_frame.text == "Bas: 341."
    assert "351 svar" in shown.slides[2].notes_slide.notes_text_frame.text


def test_every_text_is_said_to_be_swedish() -> None:
    for slide in show(page()).slides:
        for run in slide._element.iter(f"{{{A}}}r"):
            assert run.find(f"{{{A}}}rPr").get("lang") == LANGUAGE


A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def test_a_long_title_has_room_above_what_stands_under_it() -> None:
    for letters in (40, 69, 100, 139, 200):
        html = page().replace("Kartläggning 2024", "Åäö " * (letters // 4))
        title = show(html).slides[0].shapes.title
        (size,) = {run.font.size for run in title.text_frame.paragraphs[0].runs}
        across = int(title.width / (0.6 * size))  # bold letters are so wide at most
        assert -(-letters // across) * 1.2 * size <= title.height


def test_the_presentation_is_the_same_bytes_each_time() -> None:
    made = html_to_pptx(page())
    assert made == html_to_pptx(page())
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert b"dcterms:created" not in parts.read("docProps/core.xml")


def test_the_audit_reads_slides_notes_descriptions_and_workbooks() -> None:
    texts = {label.text for label in labels_of("s.pptx", html_to_pptx(page()))}
    for said in ("Dialog är vanligast", "Bas: 341."):
        assert said in texts
    assert any(said.startswith("Liggande staplar. Ungas hälsa") for said in texts)
    assert {"Stadsliv", "Dialog"} <= texts


def test_the_summary_of_the_example_fits_a_meeting(all_reports: Path) -> None:
    folder = all_reports / "outputs" / "exempel-2024"
    html = (folder / "sammanfattning.html").read_text("utf-8")
    shown = show(html)
    assert 8 <= len(shown.slides) <= 15
    assert any(frame.has_chart for frame in frames(shown))
