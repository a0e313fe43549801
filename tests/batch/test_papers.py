"""The drafts are filled from the survey, and say what is missing."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from support.estimate_rows import codebook, single

from helpers.batch.papers import write_papers
from helpers.core.errors import DisclosureError
from helpers.core.project import Project
from helpers.disclosure.released import Released
from helpers.estimation.facts import Facts, ResponseFacts
from helpers.presentation import papers
from helpers.presentation.pages.docx import html_to_docx

FACTS = Facts(
    period="5–9 mars 2026", kept=40,
    response=ResponseFacts(known=True, answered=40, asked=90),
)  # fmt: skip
SUMMARY = (
    '<p class="markning"><strong>Fiktiva svar.</strong></p>'
    '<div class="sammanfattning"><ul>'
    + "".join(f"<li>Fynd {n} &amp; mer.</li>" for n in range(9))
    + "</ul></div>"
)
CITY = {"organisation": "Provstad", "name": "Ann Ek", "dnr": "P 1"}


def book(**more: object):
    return codebook(single("role", ["A", "B"]), contact=CITY, **more)


def test_the_in_depth_report_tells_all_of_aapors_items(example_report: Path) -> None:
    root = example_report.parents[2]
    released = Released.read(Project(root).processed("exempel-2024") / "released")
    told = papers.transparency(
        released.codebook, released.facts, example_report.read_text("utf-8")
    )
    assert [item for item, there in told if not there] == []
    assert len(told) == 11
    assert "11 av 11" in papers.checklist(told)


def test_what_is_missing_is_named() -> None:
    told = papers.transparency(codebook(single("r", ["A", "B"])), Facts(), "<p>x</p>")
    assert "0 av 11" in papers.checklist(told)
    assert "Saknas: " in papers.checklist(told)


def test_the_note_has_the_first_findings_and_is_word() -> None:
    note = papers.office_note(book(), FACTS, SUMMARY)
    for said in ("Provstad", "P 1", "Fynd 3 &amp; mer.", "40 av 90", "Fiktiva svar"):
        assert said in note
    assert "Fynd 4" not in note
    word = html_to_docx(note)
    with zipfile.ZipFile(io.BytesIO(word)) as made:
        assert "Förslag till beslut" in made.read("word/document.xml").decode()
    assert html_to_docx(note) == word


def test_the_texts_say_what_is_decided_and_what_is_not() -> None:
    assert "retention" in papers.register_entry(book())
    retention = {"decision": "KS 2026-14", "date": dt.date(2028, 1, 31)}
    decided = book(retention=retention, respondent="person")
    assert "gallras 2028-01-31 enligt beslut KS 2026-14" in papers.information(decided)
    assert "bara sammanlagt" in papers.information(decided)
    assert "färre än 5" in papers.information(book())


def test_only_what_there_is_was_tried() -> None:
    said = papers.accessibility({"html", "xlsx"})
    assert "- HTML" in said
    assert "PDF" not in said


def test_nothing_is_filled_in_before_a_run(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "raw" / "prov"
    folder.mkdir(parents=True)
    (folder / "survey.yml").write_text("title: x", "utf-8")
    with pytest.raises(DisclosureError, match="inte klara"):
        write_papers("prov", Project(tmp_path))
