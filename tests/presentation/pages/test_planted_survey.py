"""A survey whose every word is an attack, run from raw files to opened reports.

The payloads stand in survey.yml (titles, contact, wordings, options, challenges, forms,
groups), in the export's headers and cells, in the register of organisations and in the
secretary's own texts. The reports are opened in Chromium with their policy taken out.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser
from presentation.pages.test_security import PAYLOADS
from presentation.pages.test_security import ran as what_ran
from support.projects import made_once, ran

SURVEY = "angrepp"
DECIDED = "2024-06-12"
GROUPS, FORMS, TIES = 3, 2, 3
RESPONSES = 40
CELLS = re.compile(r"'(?P<sheet>.+)'!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?")
ONE_LINE = [" ".join(payload.split()) for payload in PAYLOADS]
# The export is read by columns, so that no separator cuts a payload short.
OPTIONS = {payload: f"{n}. {payload}" for n, payload in enumerate(ONE_LINE)}


def some(start: int, many: int) -> str:
    """`many` payloads in a row, from the `start`th on."""
    return " ".join(ONE_LINE[(start + n) % len(ONE_LINE)] for n in range(many))


def labels(start: int, many: int) -> list[str]:
    return [f"{n} {some(start + 3 * n, 3)}" for n in range(many)]


def survey_yml() -> dict[str, Any]:
    fields = {
        name: f"P{{n}} {name} {ONE_LINE[place].replace('{', '').replace('}', '')}"
        for place, name in enumerate(("name", "challenge", "form"))
    }
    return {
        "title": f"T {some(0, 36)}",
        "subtitle": f"S {some(0, 36)}",
        "source": f"K {some(0, 36)}",
        "version": f"1 {some(0, 36)}"[:60],
        "status": "final",
        "decided": {"date": DECIDED, "by": some(0, 36)},
        "next_wave": some(0, 36),
        "contact": {
            "name": some(0, 36),
            "email": ONE_LINE[1],
            "organisation": some(0, 36),
            "accessibility_statement": "javascript:alert(1)",
            "dnr": some(0, 36),
        },
        "exports": [{"file": "svar.csv"}],
        "group": "department",
        "disclosure": {"k": 3, "small_group": 3, "percent_from": 10},
        "challenges": {
            "items": {f"c{n}": {"label": x} for n, x in enumerate(labels(0, 5))},
            "from": {
                "question": "does",
                "options": {f"c{n}": [ONE_LINE[n]] for n in range(5)},
            },
        },
        "forms": {
            f"f{n}": {"label": x, "option": x} for n, x in enumerate(labels(8, FORMS))
        },
        "questions": [
            {
                "id": "department",
                "type": "single",
                "column": f"D {some(0, 2)}",
                "label": "Förvaltning",
                "options": labels(0, GROUPS),
                "disclosure": "open",
            },
            {
                "id": "does",
                "type": "multiple",
                "text": f"W {some(0, 36)}",
                "label": f"L {some(0, 36)}",
                "columns": OPTIONS,
                "chapter": "extent",
                "disclosure": "open",
            },
            {
                "id": "thinks",
                "type": "single",
                "column": f"Q {some(4, 2)}",
                "text": f"W {some(0, 36)}",
                "options": [*ONE_LINE[:12]],
                "chapter": "barriers",
                "disclosure": "open",
            },
            {
                "id": "partner",
                "type": "ties",
                "blocks": TIES,
                "text": f"V {some(0, 36)}",
                "label": f"N {some(0, 36)}",
                "chapter": "network",
                "fields": fields,
                "disclosure": "open",
            },
        ],
    }


def write(folder: Path) -> None:
    """The survey's files, in `folder`."""
    book = survey_yml()
    folder.mkdir(parents=True)
    # All JSON is YAML, and no payload can break out of it.
    yaml = json.dumps(book).replace(f'"{DECIDED}"', DECIDED)  # a date has no quotes
    (folder / "survey.yml").write_text(yaml, encoding="utf-8")
    fields = book["questions"][3]["fields"]
    blocks = [
        {name: head.replace("{n}", str(n)) for name, head in fields.items()}
        for n in range(1, TIES + 1)
    ]
    single = [book["questions"][0]["column"], book["questions"][2]["column"]]
    heads = [*single, *OPTIONS.values()]
    heads += [head for block in blocks for head in block.values()]
    challenges = [one["label"] for one in book["challenges"]["items"].values()]
    forms = [one["label"] for one in book["forms"].values()]
    rows = []
    for n in range(RESPONSES):
        row = dict.fromkeys(heads, "")
        row[single[0]] = labels(0, GROUPS)[n % GROUPS]
        row[single[1]] = ONE_LINE[n % 12]
        for place, (option, head) in enumerate(OPTIONS.items()):
            row[head] = option if (n + place) % 2 else ""
        for b, block in enumerate(blocks):
            row[block["name"]] = ONE_LINE[(n // 2 + b) % len(ONE_LINE)]
            row[block["challenge"]] = challenges[(n + b) % 5]
            row[block["form"]] = forms[n % FORMS]
        rows.append(row)
    with (folder / "svar.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, heads, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)
    register = folder / "organisations.csv"
    with register.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow(["name", "aliases", "type", "challenges", "publish"])
        for n, payload in enumerate(ONE_LINE):
            writer.writerow([payload, "", some(n, 1), f"c{n % 5}", "ja"])
    (folder / "texts").mkdir()
    safe = [p.replace("{", "(").replace("}", ")") for p in PAYLOADS]
    for chapter in ("summary", "mission", "method", "conclusions", "c0"):
        path = folder / "texts" / f"{chapter}.md"
        path.write_text("\n\n".join([*safe, " ".join(safe)]), encoding="utf-8")


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """outputs/ of the survey, run whole."""

    def make(root: Path) -> None:
        write(root / "data" / "raw" / SURVEY)
        ran(root)

    return made_once(tmp_path_factory, "planted", make) / "outputs"


def test_thirty_payloads_stand_in_the_pages_as_text(planted: Path) -> None:
    from bs4 import BeautifulSoup

    path = planted / SURVEY / "fordjupad.html"
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    shown = " ".join(page.get_text(" ").split())
    assert sum(payload in shown for payload in ONE_LINE) >= 30
    assert len(list(planted.rglob("*.html"))) >= 12


def test_no_page_of_it_runs_or_fetches_anything(
    browser: Browser, planted: Path, tmp_path: Path
) -> None:
    for path in sorted(planted.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        assert what_ran(browser, html, tmp_path) == [], path.name


def test_its_files_hold_no_formula_and_are_whole(planted: Path) -> None:
    files = sorted(planted.rglob("*.csv"))
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8-sig")
        for row in csv.reader(io.StringIO(text), delimiter=";"):
            assert not any(cell.startswith(("=", "+", "@", "\t")) for cell in row), path
    with zipfile.ZipFile(planted / SURVEY / "tabeller.xlsx") as book:
        roots = {
            name: ElementTree.fromstring(book.read(name))
            for name in book.namelist()
            if name.endswith(".xml")
        }
    tabs = [e for e in roots["xl/workbook.xml"].iter() if e.tag.endswith("}sheet")]
    sheets = {e.attrib["name"] for e in tabs}
    for name, root in roots.items():
        said = [str(e.text) for e in root.iter() if e.tag.endswith("}f")]
        if name.startswith("xl/charts/"):  # the cells of a series are no formula
            cells = [CELLS.fullmatch(one) for one in said]
            assert all(cell and cell["sheet"] in sheets for cell in cells), name
        else:
            assert not said, name
