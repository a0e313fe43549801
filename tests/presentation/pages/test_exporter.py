"""Notebooks in, pages out: what is shown, what is left out, what is refused."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import get_exporter
from nbformat import v4
from support.specimen import (
    PAGE,
    chapter,
    code_cell,
    export,
    html_output,
    notebook,
    page_cell,
)

from helpers.core.errors import NotebookError
from helpers.presentation.pages.exporter import ReportExporter

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode("ascii")


def main_of(html: str) -> BeautifulSoup:
    main = BeautifulSoup(html, "html.parser").main
    assert main is not None
    return main


def test_it_is_registered_with_nbconvert() -> None:
    assert get_exporter("kartlaggning") is ReportExporter


def test_every_kind_of_output_appears() -> None:
    shown = main_of(
        export(
            code_cell(html_output("<p>från display</p>")),
            code_cell(html_output("<p>från sista raden</p>", "execute_result")),
            code_cell(v4.new_output("display_data", {"text/markdown": "*från* text"})),
            code_cell(v4.new_output("display_data", {"image/svg+xml": "<svg></svg>"})),
            code_cell(
                v4.new_output(
                    "display_data",
                    {"image/png": PIXEL},
                    metadata={"image/png": {"alt": "En bild av en punkt"}},
                )
            ),
            v4.new_markdown_cell("Från en textcell."),
        )
    )
    words = shown.get_text()
    for said in ("från display", "från sista raden", "från text", "Från en textcell."):
        assert said in words
    assert shown.svg is not None
    assert shown.img is not None
    assert shown.img["alt"] == "En bild av en punkt"
    assert shown.img["src"].startswith("data:image/png;base64,")


def test_a_list_of_lines_is_read_as_one_text(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    nbformat.write(notebook("<p>första\nandra</p>"), path)
    html, _ = ReportExporter().from_filename(str(path))
    assert "första\nandra" in html


def test_code_streams_and_internal_cells_are_left_out() -> None:
    internal = v4.new_markdown_cell("Hemlig anteckning")
    internal.metadata["tags"] = ["intern"]
    html = export(
        internal,
        code_cell(html_output("<p>hemlig tabell</p>"), tags=("intern",)),
        code_cell(v4.new_output("stream", name="stdout", text="hemlig utskrift")),
        code_cell(v4.new_output("stream", name="stderr", text="hemlig varning")),
        code_cell(v4.new_output("execute_result", {"text/plain": "hemligt värde"})),
        v4.new_raw_cell("hemlig rå cell"),
        "<p>öppet</p>",
    )
    assert "öppet" in html
    assert "hemlig" not in html.lower()
    for chrome in ("In [", "Out[", "jp-", "prompt", "<script", "highlight"):
        assert chrome not in html


def test_the_given_notebook_is_left_as_it_was() -> None:
    nb = notebook()
    before = nbformat.writes(nb)
    ReportExporter().from_notebook_node(nb)
    assert nbformat.writes(nb) == before


def failing() -> nbformat.NotebookNode:
    error = v4.new_output(
        "error", ename="KeyError", evalue="'andel'", traceback=["hemlig rad"]
    )
    return code_cell(error)


def test_a_notebook_with_an_error_is_refused_with_all_that_is_wrong() -> None:
    picture = v4.new_output("display_data", {"image/png": PIXEL})
    nb = notebook("<p>a</p>", failing(), code_cell(picture), page=None)
    with pytest.raises(NotebookError) as caught:
        ReportExporter().from_notebook_node(nb)
    found = [problem.found for problem in caught.value.problems]
    assert len(found) == 3
    assert "Cell 2 slutade i ett fel: KeyError: 'andel'" in found[0]
    assert "Cell 3 visar en bild utan alternativtext" in found[1]
    assert "visar 0 sidor" in found[2]
    assert "hemlig rad" not in str(caught.value)


def test_an_error_in_an_internal_cell_is_an_error() -> None:
    cell = failing()
    cell.metadata["tags"] = ["intern"]
    with pytest.raises(NotebookError, match="KeyError"):
        export(cell)


def test_two_pages_are_one_too_many() -> None:
    with pytest.raises(NotebookError, match="visar 2 sidor"):
        export(page_cell(PAGE), "<p>a</p>")


def test_the_other_pages_are_linked_shelf_by_shelf_and_its_own_is_marked() -> None:
    links = (
        ("", "Sammanfattning", "sammanfattning.html"),
        ("Förvaltningsblad", "Kultur", "forvaltning-kultur.html"),
        ("Förvaltningsblad", "Miljö", "forvaltning-miljo.html"),
        ("", "Alla kartläggningar", "../index.html"),
    )
    html = export("<p>a</p>", links=links, file="forvaltning-kultur.html")
    nav = BeautifulSoup(html, "html.parser").select_one("nav.syskon")
    assert [link["href"] for link in nav.select("a")] == [
        link[2] for link in (links[0], links[3], *links[1:3])
    ]
    assert nav.select_one("li summary").get_text() == "Förvaltningsblad (2)"
    assert nav.select_one("[aria-current=page]").get_text() == "Kultur"


def test_fictitious_is_said_on_the_page_and_on_paper() -> None:
    html = export("<p>a</p>", fictitious=True)
    assert BeautifulSoup(html, "html.parser").header.get_text().count("Fiktiva svar")
    assert '@top-right { content: "Fiktiva svar' in html
    assert "Fiktiva svar" not in export("<p>a</p>", fictitious=False)


def test_preliminary_is_said_while_answers_come_in() -> None:
    assert "Preliminär" in export("<p>a</p>", status="open")
    assert "Preliminär" not in export("<p>a</p>", status="final")


def test_the_same_notebook_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    """Another folder, time zone, locale and seed of the hash, and a second later."""
    nbformat.write(notebook(), tmp_path / "a.ipynb")
    code = (
        "import sys; from helpers.presentation.pages.exporter import ReportExporter;"
        "html, _ = ReportExporter().from_filename(sys.argv[1]);"
        "sys.stdout.buffer.write(html.encode())"
    )

    def once(zone: str, locale: str, seed: str, folder: Path) -> bytes:
        changes = {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        return subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "a.ipynb")],
            env={**os.environ, **changes},
            cwd=folder,
            capture_output=True,
            check=True,
        ).stdout

    first = once("UTC", "C.UTF-8", "1", tmp_path)
    time.sleep(1.1)
    second = once("Asia/Tokyo", "C", "2", Path("/"))
    assert first == second
    assert str(tmp_path).encode() not in first


def test_a_page_is_small() -> None:
    assert len(export(chapter("a", "A"))) < 100_000
