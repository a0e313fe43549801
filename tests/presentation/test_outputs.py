from __future__ import annotations

import csv
import io
from pathlib import Path

from support.released_rows import DEPARTMENTS, released, row

from helpers.core.project import Project
from helpers.presentation.outputs import (
    ALL_NUMBERS,
    numbers_csv,
    question_tables,
    write_released,
)
from helpers.presentation.text import State


def read(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_excel_in_swedish_can_open_it() -> None:
    content = numbers_csv(released([row(option="Tid", count=3, answered=12)]))
    assert content.startswith(b"\xef\xbb\xbf")
    (line,) = read(content)
    assert (line["option"], line["count"], line["answered"]) == ("Tid", "3", "12")
    assert "." not in line["estimate"]
    assert line["shown"] == "ja"


def test_a_hidden_row_has_its_reason_and_no_number() -> None:
    (line,) = read(numbers_csv(released([row(option="Tid", hidden="small_cell")])))
    assert (line["shown"], line["reason"]) == ("nej", "protected")
    numbers = ("count", "answered", "estimate", "low", "certain_high")
    assert [line[name] for name in numbers] == [""] * 5


def test_text_is_never_a_formula() -> None:
    (line,) = read(numbers_csv(released([row(option="=1+1", count=1, answered=12)])))
    assert line["option"] == "'=1+1"


def test_everything_is_written_where_it_belongs(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    project = Project(tmp_path)
    write_released(released([row(count=3, answered=12)]), "liten", project)
    written = {
        path.relative_to(tmp_path).as_posix()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    inside = "data/processed/liten/released"
    assert written >= {
        "outputs/liten/tabeller.xlsx",
        f"outputs/liten/data/{ALL_NUMBERS}",
        f"{inside}/estimates.parquet",
        f"{inside}/facts.json",
    }


def test_the_workbook_has_who_does_what_and_each_question_by_group() -> None:
    group, other = DEPARTMENTS[:2]
    rows = [
        row(option="Tid", count=30, answered=60),
        row(option="Tid", group=group, count=3, answered=12),
        row(option="Tid", group=other, hidden="small_cell"),
        row("ways", challenge="work", group=group, statistic="collaborates")
        | {"count": 4, "answered": 12, "estimate": 4 / 12},
    ]
    made = list(question_tables(released(rows)))
    assert [table.caption for table in made] == [
        "Samverkan per utmaning och förvaltning",
        "Hinder för samverkan",
        "Hinder för samverkan per förvaltning",
    ]
    columns, lines = made[2].plain()
    assert [column.label for column in columns] == [
        "Förvaltning",
        "Svarsalternativ",
        "Antal",
        "Svarande",
        "Andel",
    ]
    assert [group, "Tid", 3, 12, 0.25] in lines
    hidden = State.SUPPRESSED
    assert [other, "Tid", hidden, hidden, hidden] in lines
    for table in made:
        for said in (
            "Frågan: ",
            "Insamling: 5\u00a0februari–15\u00a0mars 2024.",
            "Källa: ",
        ):
            assert said in table.note


def test_a_question_whose_groups_are_all_hidden_has_no_table_of_them() -> None:
    rows = [
        row(option="Tid", count=30, answered=60),
        row(option="Tid", group=DEPARTMENTS[0], hidden="small_cell"),
    ]
    made = [table.caption for table in question_tables(released(rows))]
    assert made == ["Hinder för samverkan"]
