from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from support.surveys import NAME, survey

from helpers.cleaning.answers import NOT_ASKED
from helpers.cleaning.cleaned import TABLES, Listing
from helpers.cleaning.step import Cleaned, clean, read_cleaned, write_cleaned
from helpers.core.errors import ProjectError
from helpers.core.project import Project
from helpers.survey.sources import read_source

YAML = """\
unit: {question: unit}
tests: {Enhet: [test]}
group: department
challenges:
  items: {work: {label: "Arbete"}}
  from: {question: ways, options: {work: ["Dialog"]}}
questions:
  - {id: unit, type: text, column: Enhet}
  - {id: department, type: single, column: Förvaltning, options: [Kultur, Skola, Vård]}
  - {id: ways, type: multiple, column: Sätt, options: [Dialog, Stöd], separator: ","}
  - {id: paid, type: number, column: Kronor, between: [0, 1000000]}
  - {id: day, type: date, column: Dag}
  - {id: words, type: text, column: Ord, asked_if: {department: Kultur}}
  - {id: who, type: text, column: Vem är du?, personal: true}
  - {id: partner, type: ties, blocks: 1, fields: {name: Partner}}
"""
PEOPLE = ("eva@exempel.invalid", "Sagoman", "192.0.2.7", "kontakt@exempel.invalid")
ANSWERS = """\
ID;Email;IP Address;Enhet;Förvaltning;Sätt;Kronor;Dag;Ord;Vem är du?;Partner;Mer
1;eva@exempel.invalid;192.0.2.7;Badet;Kultur;Dialog,Stöd;10,5;2024-02-05;å;Sagoman;Eken;
2;eva@exempel.invalid;192.0.2.7;Åskolan;Skola;Stöd;-5;;hemligt;Sagoman;;
3;eva@exempel.invalid;192.0.2.7;test;Skola;;;;;Sagoman;;1
"""
FILES = {
    "population.csv": "unit;department;disposition;contact\n"
    "Badet;Kultur;;kontakt@exempel.invalid\nLekis;Skola;;\n"
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return survey(tmp_path, YAML, ANSWERS, files=FILES)


@pytest.fixture
def cleaned(project: Project) -> Cleaned:
    return clean(read_source(NAME, project))


def test_what_is_written_is_what_is_read(cleaned: Cleaned, project: Project) -> None:
    write_cleaned(cleaned, project)
    again = read_cleaned(NAME, project)
    for name in TABLES:
        assert_frame_equal(getattr(again, name), getattr(cleaned, name))
    assert (again.read, again.kept) == (3, 2)
    assert again.notes == cleaned.notes
    assert again.set_aside == cleaned.set_aside == {"testsvar": 1}
    # Groups that nobody answered keep their place.
    labels = ["Kultur", "Skola", "Vård", "Ej angivet"]
    assert list(again.responses["group"].cat.categories) == labels


def test_the_same_answers_give_the_same_bytes(
    cleaned: Cleaned, project: Project
) -> None:
    def written() -> dict[str, bytes]:
        write_cleaned(cleaned, project)
        folder = project.processed(NAME)
        return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}

    assert written() == written()


def test_nothing_that_is_written_names_a_person(
    cleaned: Cleaned, project: Project
) -> None:
    write_cleaned(cleaned, project)
    files = [path for path in project.processed(NAME).rglob("*") if path.is_file()]
    assert len(files) == len(TABLES) + 4
    for file in files:
        # Parquet is compressed: what its columns hold is read, and its bytes too.
        text = file.read_bytes().decode("latin-1")
        if file.suffix == ".parquet":
            text += pd.read_parquet(file).to_csv()
        for trace in PEOPLE:
            assert trace not in text, file.name


def test_free_text_set_aside_is_not_shown_in_the_log(
    cleaned: Cleaned, project: Project
) -> None:
    write_cleaned(cleaned, project)
    log = (project.processed(NAME) / "rensningslogg.csv").read_text("utf-8-sig")
    assert "hemligt" not in log
    assert f"svar.csv;3;I;ett värde;{NOT_ASKED};words;(fritext)" in log


def test_the_log_is_a_csv_that_excel_opens_and_does_not_run(
    cleaned: Cleaned, project: Project
) -> None:
    write_cleaned(cleaned, project)
    raw = (project.processed(NAME) / "rensningslogg.csv").read_bytes()
    assert raw.startswith(
        b"\xef\xbb\xbfFil;Rad;Kolumn;Vad;Sk\xc3\xa4l;Fr\xc3\xa5ga;Stod\r\n"
    )
    lines = raw.decode("utf-8-sig").splitlines()[1:]
    assert lines == [
        "svar.csv;3;G;ett värde;orimligt värde;paid;'-5",
        f"svar.csv;3;I;ett värde;{NOT_ASKED};words;(fritext)",
        "svar.csv;4;;hela raden;testsvar;;",
    ]


def test_the_log_in_words_gives_the_account(cleaned: Cleaned, project: Project) -> None:
    write_cleaned(cleaned, project)
    log = (project.processed(NAME) / "rensningslogg.md").read_text("utf-8")
    assert "3 rader lästes: 2 är kvar som svar och 1 är ställda åt sidan." in log
    assert "- testsvar: 1" in log
    assert "- orimligt värde: 1" in log
    assert "- Mer" in log  # a column that survey.yml does not describe


def test_the_counts_for_the_manifest(cleaned: Cleaned, project: Project) -> None:
    write_cleaned(cleaned, project)
    said = json.loads((project.processed(NAME) / "cleaning.json").read_text("utf-8"))
    assert (said["read"], said["kept"]) == (3, 2)
    assert said["set_aside"] == {"testsvar": 1}
    assert sum(said["values_set_aside"].values()) == 2


def test_tables_for_the_notebook_have_swedish_headings(cleaned: Cleaned) -> None:
    overview = cleaned.overview()["Antal"]
    assert overview["Rader i exporten"] == 3
    assert overview["Rad åt sidan: testsvar"] == 1
    assert overview["Värde åt sidan: orimligt värde"] == 1
    assert list(cleaned.set_aside_table())[:3] == ["Fil", "Rad", "Kolumn"]
    uses = cleaned.columns_table().set_index("Kolumn")["Används till"]
    assert uses["Email"] == "verktygets egen"
    assert uses["Vem är du?"] == "personuppgift"
    assert uses["Mer"] == "obeskriven"
    assert list(cleaned.notes_table()) == ["Att veta"]
    assert isinstance(cleaned.set_aside_table().head(1), Listing)


def test_a_listing_is_shown_whole_and_its_markup_is_text() -> None:
    said = [f"<b>{'lång ' * 40}{number}</b>" for number in range(200)]
    html = Listing({"Att veta": said})._repr_html_()
    assert html.count("<tr") == 201
    assert html.count(f"&lt;b&gt;{'lång ' * 40}") == 200
    assert "<b>" not in html


def test_a_survey_that_is_not_cleaned_says_what_to_run(project: Project) -> None:
    with pytest.raises(ProjectError, match="kartlaggning run"):
        read_cleaned(NAME, project)
