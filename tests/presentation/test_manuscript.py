"""Her texts: the slots for numbers, and what a report is written from."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from presentation.test_chapters import FACTS, table, tie
from support.released_rows import row

from helpers.core.errors import KartlaggningError
from helpers.presentation.chapters import Chapter
from helpers.presentation.manuscript import (
    NONE,
    SLOTS,
    Manuscript,
    Report,
    slots,
    text_problems,
)
from helpers.presentation.tables import Column, Table


def test_slots_say_released_numbers_as_the_report_does() -> None:
    ties = tie("ties", 1200, challenge="all")
    said = slots(table(ties))
    assert said["asked"] == "60"
    assert said["svarsandel"].replace("\u00a0", " ") == "58 procent"
    assert said["departments"] == "fyra"
    assert said["ties"] == "1\u00a0200"


def test_a_hidden_number_fills_no_slot() -> None:
    hidden = row("partner", statistic="ties", hidden="small_cell")
    assert slots(table(hidden))["ties"] == NONE


def test_kept_are_those_that_the_numbers_rest_on() -> None:
    """One of the 36 kept answers is from outside the frame."""
    assert slots(table())["kept"] == "35"


def test_without_a_frame_nothing_is_asked_or_answered_in_percent() -> None:
    response = FACTS["response"] | {
        "known": False,
        "asked": None,
        "response_rate": None,
        "answered": 36,
        "collapsed": {},
        "outside": 0,
    }
    said = slots(table(facts=FACTS | {"response": response}))
    assert (said["asked"], said["svarsandel"], said["kept"]) == (NONE, NONE, "36")


def test_texts_are_read_by_chapter_and_their_slots_filled(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    text = "Den gick till { asked } enheter. {{asked}} står kvar."
    (tmp_path / "texts" / "method.md").write_text(text, encoding="utf-8")
    assert dict(Manuscript(tmp_path, slots(table()))) == {
        "method": "Den gick till 60 enheter. {{asked}} står kvar."
    }


def test_all_unknown_slots_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.md").write_text("{askd}\n\n{kept}\n{x}", "utf-8")
    (tmp_path / "texts" / "b.md").write_text("x\n{nonsens}", encoding="utf-8")
    (tmp_path / "texts" / "c.md").write_bytes("Färgrikt".encode("cp1252"))
    (tmp_path / "texts" / "en").mkdir()
    (tmp_path / "texts" / "en" / "a.md").write_text("{asked} of {alll}", "utf-8")
    said = [str(problem) for problem in text_problems(tmp_path)]
    assert [one.partition(":")[0] for one in said] == [
        "texts/a.md, rad 1",
        "texts/a.md, rad 4",
        "texts/b.md, rad 2",
        "texts/c.md",
        "texts/en/a.md, rad 1",
    ]
    assert "”{askd}” är inget tal" in said[0]
    assert "UTF-8" in said[3]


def test_a_slip_in_one_text_stops_that_text_alone(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.md").write_text("{askd} {x}", encoding="utf-8")
    (tmp_path / "texts" / "b.md").write_text("{kept}", encoding="utf-8")
    texts = Manuscript(tmp_path, slots(table()))
    assert texts["b"].isdigit()
    assert texts.get("c") is None
    with pytest.raises(KartlaggningError) as caught:
        texts["a"]
    assert len(caught.value.problems) == 2


def test_the_slots_are_those_that_check_knows_before_any_numbers() -> None:
    assert tuple(slots(table())) == SLOTS


def test_a_report_takes_released_numbers_only() -> None:
    with pytest.raises(TypeError, match="released"):
        Report(pd.DataFrame(), {})  # type: ignore[arg-type]


def test_figures_leave_their_numbers_beside_the_page(tmp_path: Path) -> None:
    class Shown(Chapter):
        def figures(self):  # type: ignore[no-untyped-def]
            shares = Table(
                "bild", "Hinder", ("Svar", Column("Antal", "count")), [("A", 1)]
            )
            yield (
                "Omfattning: två av tre",
                SimpleNamespace(
                    key="bild", csv=shares.to_csv(), table=shares, question="Vad?"
                ),
            )

    data, told = tmp_path / "data", tmp_path / "tables"
    report = Report(table(), {}, data, told)
    report.show(lambda _: Shown("x", "X", ()))
    assert (data / "bild.csv").read_bytes().decode(
        "utf-8-sig"
    ) == "Svar;Antal\r\nA;1\r\n"
    assert json.loads((told / "bild.json").read_text("utf-8")) == {
        "file": "bild.csv",
        "title": "Hinder: Omfattning",
        "asked": "Vad?",
        "columns": [["Svar", "string"], ["Antal", "integer"]],
    }
