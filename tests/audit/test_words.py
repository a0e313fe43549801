"""A respondent's own words and personal data are found in the published files."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.audit.words import word_problems
from helpers.core.project import Project
from helpers.survey.sources import Source, read_source

SURVEY = """
title: Prov
exports: [{file: svar.csv}]
group: department
contact: {name: Enkäten, email: enkat@storstad.example}
questions:
  - {id: department, column: Förvaltning, type: single, options: [Norr, Söder]}
  - {id: role, column: Roll, type: single, options: [Chef, Annan],
     recode: {"Rektor på Lillskolan": Chef}}
  - {id: area, column: Område, type: single, options: [Vård, Vårt eget lilla område],
     declared: [Vård]}
  - {id: text, column: Fritext, type: text}
  - {id: vart_eget_lilla, column: Vårt eget lilla hjälpmedel, type: text}
"""
ROWS = [
    "Norr;Chef;Vård;Det är svårt att hitta tid",
    "Norr;Rektor på Lillskolan;Vård;Eget lilla",
    "Söder;Annan;Vårt eget lilla område;Samverkan",
    "Söder;Annan;Vård;Nej",
    *["Söder;Annan;Vård;Inget särskilt att tillägga"] * 3,
]


@pytest.fixture
def source(tmp_path: Path) -> Source:
    folder = tmp_path / "data" / "raw" / "prov"
    folder.mkdir(parents=True)
    (folder / "survey.yml").write_text(SURVEY, encoding="utf-8")
    lines = ["Förvaltning;Roll;Område;Fritext;Vårt eget lilla hjälpmedel", *ROWS]
    (folder / "svar.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_source("prov", Project(tmp_path))


def said(source: Source, name: str, content: str) -> str:
    files = {name: content.encode()}
    return "\n".join(map(str, word_problems(files, source)))


KEYS = "survey;question;item;option;challenge;form;group;statistic;count\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("data/alla-tal.csv", KEYS + "prov;role;all;Rektor på Lillskolan;all;all;all;"),
        ("kodbok.yml", "recode:\n  Rektor på Lillskolan: Chef\n"),
        ("a.html", "<table><tr><th>Rektor  på Lillskolan</th></tr></table>"),
        ("a.html", "<blockquote>Det är svårt att hitta tid</blockquote>"),
        ("a.html", "<p>Det är svårt att hitta tid.</p>"),
        ("a.html", "<svg><text>Vårt eget lilla område</text></svg>"),
        ("a.html", '<p title="Rektor på Lillskolan">x</p>'),
        ("a.html", "<!-- Rektor på Lillskolan -->"),
        ("data/alla-tal.csv", KEYS + "prov;text;all;Samverkan;all;all;all;share;1"),
        ("forvaltning-rektor-pa-lillskolan.html", "<p>x</p>"),
        ("a.html", "<svg><text>Annat</text><text>Samverkan</text></svg>"),
        ("a.json", '{"Rektor på Lillskolan": 1}'),
        ("a.json", '{"enum": ["Nej"]}'),
    ],
)
def test_what_hardly_anybody_answered_is_found(
    source: Source, name: str, content: str
) -> None:
    assert "som högst 2 har svarat" in said(source, name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<table><tr><th>Chef</th><th>Norr</th><th>Vård</th></tr></table>"),
        ("a.html", "<h2>Samverkan</h2><p>Inget särskilt att tillägga</p>"),
        ("a.html", "<p>Skriv till enkat@storstad.example.</p>"),
        ("data/alla-tal.csv", KEYS + "prov;role;all;Chef;all;all;all;share;7012345678"),
        (
            "a.html",
            "<svg><text>Annan</text><text>Samverkan</text></svg>"
            "<table><tr><th>Annan Samverkan</th></tr></table>",
        ),
        ("data/vart-eget-lilla.csv", "Svar;Antal\n"),
        ("data/datapackage.json", '{"enum": ["ja", "nej"]}'),
        ("manifest.json", '{"a.html": "3605201466' + "ab" * 27 + '"}'),
    ],
)
def test_what_may_be_said_is_let_through(
    source: Source, name: str, content: str
) -> None:
    assert said(source, name, content) == ""


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("prov;role;all;19121212-1212;all;all;all;share;9", "personnummer"),
        ("prov;role;all;ulla.ek@storstad.example;all;all;all;share;9", "e-postadress"),
        ("prov;role;040-34 10 00;x;all;all;all;share;9", "telefonnummer"),
    ],
)
def test_personal_data_in_a_label_is_found(
    source: Source, content: str, kind: str
) -> None:
    assert f"Här står {kind}" in said(source, "data/alla-tal.csv", KEYS + content)


@pytest.mark.parametrize(("more", "many"), [("", 2), (", personal: false", 0)])
def test_personal_data_in_a_grid_of_columns_may_not_be_counted(
    tmp_path: Path, more: str, many: int
) -> None:
    folder = tmp_path / "data" / "raw" / "prov"
    folder.mkdir(parents=True)
    (folder / "survey.yml").write_text(
        "title: Prov\nexports: [{file: svar.csv}]\nquestions:\n  - {id: tel, "
        f"type: grid, cell: number, rows: {{a: Kontakt 1, b: Kontakt 2}}{more}}}\n",
        encoding="utf-8",
    )
    rows = [f"070-{1234560 + n};0701{234560 + n}" for n in range(9)]
    text = "\n".join(["Kontakt 1;Kontakt 2", *rows]) + "\n"
    (folder / "svar.csv").write_text(text, encoding="utf-8")
    problems = word_problems({}, read_source("prov", Project(tmp_path)))
    assert len([p for p in problems if "telefonnummer" in p.found]) == many


def test_an_order_of_what_many_say_is_nobodys_own_words(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "raw" / "prov"
    folder.mkdir(parents=True)
    asked = "questions: [{id: r, type: text, column: R}]"
    yml = f"title: P\nexports: [{{file: svar.csv}}]\n{asked}\n"
    (folder / "survey.yml").write_text(yml, encoding="utf-8")
    orders = ["Pengar;Lokaler;Tid"] * 4 + ["Lokaler;Tid;Pengar", "Tid;Vår egen båt"]
    rows = "\n".join(f'"{order}"' for order in ["R", *orders])
    (folder / "svar.csv").write_text(f"{rows}\n", encoding="utf-8")
    source = read_source("prov", Project(tmp_path))
    assert said(source, "a.html", "<p>Lokaler; Tid; Pengar</p>") == ""
    assert "båt" in said(source, "a.html", "<p>Tid; Vår egen båt</p>")


RANKED = """
title: Prov
exports: [{file: svar.csv}]
questions:
  - {id: why, column: Varför, type: ranking, separator: ",", declared: cells,
     options: [Tid, Pengar, Lokaler]}
"""


def test_the_order_of_options_is_nobody_s_words(tmp_path: Path) -> None:
    """One respondent's order is how the report lists the options; a word of his own in
    it is his."""
    folder = tmp_path / "data" / "raw" / "prov"
    folder.mkdir(parents=True)
    (folder / "survey.yml").write_text(RANKED, encoding="utf-8")
    orders = ["Tid,Lokaler,Pengar"] * 4 + ["Tid,Pengar,Lokaler", "Tid,Min egen chef"]
    lines = ["Varför;Ort", *(f"{order};Norr" for order in orders)]
    (folder / "svar.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    source = read_source("prov", Project(tmp_path))
    assert said(source, "a.html", "<td>Tid; Pengar; Lokaler</td>") == ""
    assert "Tid" in said(source, "a.html", "<td>Tid; Min egen chef</td>")
    assert "Min egen chef" in said(source, "a.html", "<p>Min egen chef</p>")


KOBO = """
title: Prov
exports: [{file: svar.csv}]
questions:
  - {id: ways, type: multiple, ticked: ["1"],
     columns: {Stöd: "Hur?/Stöd", Råd och tips: "Hur?/Råd och tips"}}
"""


def test_ticks_that_a_tool_joins_by_spaces_are_nobody_s_words(tmp_path: Path) -> None:
    """KoboToolbox has them once more before their columns; one ticked both."""
    folder = tmp_path / "data" / "raw" / "prov"
    folder.mkdir(parents=True)
    (folder / "survey.yml").write_text(KOBO, encoding="utf-8")
    own = "_id;_uuid;_submission_time;_validation_status"
    lines = [f"Hur?;Hur?/Stöd;Hur?/Råd och tips;Ort;{own}"]
    lines += [f"Stöd;1;0;Norr;{n};u{n};;" for n in range(5)]
    lines += [f"Råd och tips;0;1;Norr;{n};u{n};;" for n in range(5, 9)]
    lines += ["Stöd Råd och tips;1;1;Min chef på Lillskolan;9;u9;;"]
    (folder / "svar.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    source = read_source("prov", Project(tmp_path))
    assert said(source, "a.html", "<p>Stöd; Råd och tips</p>") == ""
    assert "Lillskolan" in said(source, "a.html", "<p>Min chef på Lillskolan</p>")
