"""The numbers as open data: found from the catalogue alone, with nothing answered."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from lxml import etree
from support.estimate_rows import codebook, single
from support.released_rows import released, row

from helpers.audit.reading import labels_of
from helpers.batch.open_data import write_open_data
from helpers.core.errors import CodebookError
from helpers.core.project import CHECKOUT, Project
from helpers.presentation.open_data.ddi import SPACE, ddi_codebook
from helpers.presentation.open_data.described import Described, described_again, english
from helpers.presentation.outputs import write_released

OPEN = {"base_url": "https://data.prov.example/enkat", "contact": "data@prov.example"}
CITY = {"organisation": "Provstad"}
DDI = CHECKOUT / "tests" / "validators" / "ddi-codebook.xsd"


def in_file(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file, delimiter=";"))


def test_the_catalogue_alone_leads_to_every_file_and_its_columns(
    example_report: Path,
) -> None:
    """As a portal's harvester: it has one address, and follows what stands there."""
    folder = example_report.parent
    text = (folder / "data" / "dcat.ttl").read_text("utf-8")
    start = re.findall(r"<(\S+)#datamangd>\s+a dcat:Dataset", text)[0]
    found = set()
    for block in text.split("\n\n"):
        if "a dcat:Distribution" not in block:
            continue
        name = re.findall(r"downloadURL <(\S+)>", block)[0].removeprefix(start)
        found.add(name)
        size = re.findall(r'byteSize "(\d+)"', block)[0]
        assert (folder / name).stat().st_size == int(size)
        if name.endswith(".csv"):
            schema = re.findall(r"conformsTo <(\S+)>", block)[0].removeprefix(start)
            tables = json.loads((folder / schema).read_text("utf-8"))["tables"]
            (told,) = [one for one in tables if f"data/{one['url']}" == name]
            columns = told["tableSchema"]["columns"]
            assert [one["titles"] for one in columns] == in_file(folder / name)
            assert all(len(one["dc:description"]) == 2 for one in columns)
    there = {p.relative_to(folder).as_posix() for p in (folder / "data").iterdir()}
    assert found == {*there, "tabeller.xlsx"} - {"data/dcat.ttl"}


def test_the_package_and_the_key_have_every_column(example_report: Path) -> None:
    data = example_report.parent / "data"
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    told = {one["path"]: one["schema"]["fields"] for one in package["resources"]}
    with (data / "kolumner.csv").open(encoding="utf-8-sig", newline="") as file:
        key = [
            (one["fil"], one["kolumn"]) for one in csv.DictReader(file, delimiter=";")
        ]
    assert {path.name for path in data.glob("*.csv")} == told.keys()
    for name, fields in told.items():
        header = in_file(data / name)
        assert [one["name"] for one in fields] == header
        assert [column for file, column in key if file == name] == header
    numbers = {one["name"]: one for one in told["alla-tal.csv"]}
    with (data / "alla-tal.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    for name in ("statistic", "reason"):
        said = {one[name] for one in rows} - {""}
        assert said <= {*numbers[name]["constraints"]["enum"]}
    titles = [one["title"] for one in package["resources"]]
    assert len(set(titles)) == len(titles)


def test_the_codebook_follows_the_rules_of_ddi(example_report: Path) -> None:
    root = etree.parse(example_report.parent / "data" / "kodbok-ddi.xml").getroot()
    etree.XMLSchema(file=DDI).assertValid(root)
    variables = root.findall(f".//{{{SPACE}}}var")
    assert len({one.get("ID") for one in variables}) == len(variables) > 20


def test_the_codebook_has_nothing_that_was_answered() -> None:
    own, seen = "Rektor Karin Ek", "Bara en har skrivit detta"
    book = codebook(
        single("role", ["Chef", "Annan"], recode={own: "Chef"}),
        single("area", ["Vård", seen], declared=["Vård"]),
    )
    text = ddi_codebook("prov", book).decode()
    assert all(word in text for word in ("Chef", "Annan", "Vård"))
    assert [word for word in (own, seen, "svar.csv") if word in text] == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"base_url": "data/enkat"}, "ingen adress"),
        ({"base_url": "https://data.se/a b"}, "ingen adress"),
        ({"contact": "ring oss"}, "ingen e-postadress"),
        ({"theme": "CIVIC"}, "går inte som theme"),
        ({"licence": "MIT"}, "går inte som licence"),
    ],
)
def test_what_a_portal_could_not_use_is_refused(said, found) -> None:
    with pytest.raises(CodebookError, match=found):
        codebook(single("role", ["A", "B"]), open_data=OPEN | said, contact=CITY)


def test_open_data_needs_somebody_who_publishes() -> None:
    with pytest.raises(CodebookError, match="saknar utgivare"):
        codebook(single("role", ["A", "B"]), open_data=OPEN)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("datapackage.json", '{"title": ["Ann, Bo och jag"]}'),
        ("dcat.ttl", '<a#b>\n    dcterms:title "Ann, Bo och jag"@sv .\n'),
        ("kodbok-ddi.xml", "<a><labl>Ann, Bo och jag</labl></a>"),
        ("csv-metadata.json", '{"Ann, Bo och jag": 1}'),
    ],
)
def test_the_audit_reads_whole_texts_where_labels_stand(name, content) -> None:
    labels = list(labels_of(name, content.encode()))
    assert ("Ann, Bo och jag", True) in {(one.text, one.of_data) for one in labels}


def test_a_key_of_the_format_is_nobody_s_answer_but_any_other_may_be() -> None:
    found = labels_of("datapackage.json", b'{"encoding": 1, "J\xc3\xa4gare": 2}')
    assert {(one.text, one.of_data) for one in found} == {
        ("encoding", False),
        ("Jägare", True),
    }


def test_what_a_step_said_is_read_back() -> None:
    said = Described.as_json(described_again(TOLD))
    assert said == TOLD
    assert asdict(described_again(TOLD))["fields"][1]["type"] == "integer"


TOLD = {
    "file": "hinder.csv", "title": "Hinder", "asked": "Vad hindrar?",
    "columns": [["Svarsalternativ", "string"], ["Dialog, antal", "integer"]],
}  # fmt: skip


def test_english_keeps_what_the_survey_called_it() -> None:
    assert english("Dialog, antal") == "Dialog, number"
    assert english("Samverkan med oss") == "Samverkan med oss"


def test_they_are_made_again_when_something_has_changed(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    project = Project(tmp_path)
    write_released(released([row(count=3, answered=12)]), "liten", project)
    made = {
        path.relative_to(tmp_path).as_posix(): "0"
        for folder in (project.outputs("liten"), project.processed("liten"))
        for path in folder.rglob("*")
        if path.is_file()
    }
    first = write_open_data(project, "liten", made)
    assert "data/datapackage.json" in first
    assert "data/dcat.ttl" not in first  # nobody has said where it will lie
    path = project.outputs("liten") / "data" / "datapackage.json"
    before, at = path.read_bytes(), path.stat().st_mtime_ns
    assert write_open_data(project, "liten", made) == first
    assert path.stat().st_mtime_ns == at
    path.write_bytes(b"{}")
    assert write_open_data(project, "liten", made) == first
    assert path.read_bytes() == before
    assert write_open_data(project, "liten", {"outputs/liten/a.html": "0"}) == {}
