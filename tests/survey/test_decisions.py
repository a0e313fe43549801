from __future__ import annotations

from pathlib import Path

import pytest

from helpers.core.errors import DecisionError
from helpers.survey.decisions import COLUMNS, read_decisions, read_small_table, yes


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / "decisions" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def test_no_folder_is_no_decisions(tmp_path: Path) -> None:
    decisions = read_decisions(tmp_path)
    for name, columns in COLUMNS.items():
        table = getattr(decisions, name)
        assert table.empty
        assert list(table.columns) == [*columns, "line"]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_as_excel_saves_it(tmp_path: Path, separator: str, encoding: str) -> None:
    text = "Unit;Question;From;To\r\nEnheten för å;paid;10;1 0\r\n"
    raw = text.replace(";", separator).encode(encoding)
    table = read_decisions(write(tmp_path, "corrections.csv", raw).parents[1])
    [row] = table.corrections.to_dict("records")
    assert (row["unit"], row["from"], row["to"]) == ("Enheten för å", "10", "1 0")
    assert (row["reason"], row["line"]) == ("", 2)


def test_the_line_is_the_row_in_excel(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'a;b\n\n"två\nrader";x\n;\n1;2\n')
    table = read_small_table(path)
    assert list(table["line"]) == [3, 5]
    assert list(table["a"]) == ["två rader", "1"]


def test_every_row_that_does_not_fit_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "rows.csv", "file;row;keep\na;2;ja;för sent\nb;3;nej;;\nc;4")
    with pytest.raises(DecisionError) as caught:
        read_decisions(path.parents[1])
    [problem] = caught.value.problems
    assert str(problem).startswith("decisions/rows.csv, rad 2: Raden har 4 celler")


def test_a_column_twice_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "a;A\n1;2\n")
    with pytest.raises(DecisionError, match="Två kolumner heter ”a”"):
        read_small_table(path)


def test_all_that_is_wrong_in_all_files(tmp_path: Path) -> None:
    write(tmp_path, "rows.csv", "file;row;kep\na;2;ja\n")
    write(
        tmp_path,
        "names.csv",
        "kind;written;name;same\nunit;a;b;jo\nunit;c;d;\n",
    )
    with pytest.raises(DecisionError) as caught:
        read_decisions(tmp_path)
    said = str(caught.value)
    assert "decisions/rows.csv, rad 1: Kolumnen ”keep” saknas. Menade du ”kep”?" in said
    assert "decisions/names.csv, rad 2: ”jo” i kolumnen same" in said
    assert len(caught.value.problems) == 2  # an empty one is not yet decided


@pytest.mark.parametrize(
    ("word", "meant"),
    [("ja", True), ("JA", True), ("Nej", False), ("kanske", None), ("", None)],
)
def test_ja_and_nej(word: str, meant: bool | None) -> None:
    assert yes(word) is meant


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_kept_by_hand_is_read_however_excel_saved_it(
    tmp_path: Path, ending: str, encoding: str
) -> None:
    path = tmp_path / "population.csv"
    text = ending.join(["unit;department", "Förskolan Ek;Norr", "Skolan;Söder", ""])
    path.write_bytes(text.encode(encoding))
    table = read_small_table(path)
    assert table["unit"].tolist() == ["Förskolan Ek", "Skolan"]
    assert table["line"].tolist() == [2, 3]
