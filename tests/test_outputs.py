from __future__ import annotations

import csv
import io
from pathlib import Path

from presented import released, row

from helpers.outputs import ALL_NUMBERS, numbers_csv, write_released
from helpers.project import Project


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
    assert (line["shown"], line["reason"]) == ("nej", "small_cell")
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
