"""Each rule of notebooks, imports and set-up is seen to fail, on a good example."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from notebooks.rules import RULES, complaints
from ruamel.yaml import YAML
from support.setup_rules import (
    conda_faults,
    import_faults,
    lock_faults,
    makefile_faults,
)
from support.stages import wrong_imports

ROOT = Path(__file__).resolve().parents[2]
STEM = "4_report"

# A notebook ---------------------------------------------------------------------------


def notebook() -> dict[str, Any]:
    """A faultless one: title, parameters, imports, a call, prose, a call."""

    def markdown(number: int, text: str) -> dict[str, Any]:
        return {
            "cell_type": "markdown",
            "id": f"4-report-{number:02}",
            "metadata": {"tags": ["intern"]},
            "source": text,
        }

    def code(number: int, text: str, **metadata: Any) -> dict[str, Any]:
        return {
            "cell_type": "code",
            "id": f"4-report-{number:02}",
            "metadata": metadata,
            "source": text.splitlines(keepends=True),
            "outputs": [],
            "execution_count": None,
        }

    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3"}},
        "cells": [
            markdown(0, "# 4. Rapport\n\nEtt anrop för varje kapitel."),
            code(1, 'survey: str = "e-24"  # enkätens mapp', tags=["parameters"]),
            code(2, "from helpers import chapters, read_report"),
            code(3, "report = read_report(survey)"),
            markdown(4, "## Läs\n\nDin egen text skriver du i `texts/4.md`."),
            code(5, "report.show(chapters.summary)"),
        ],
    }


Plant = Callable[[dict[str, Any]], object]


def says(text: str, cell: int = 5) -> Plant:
    return lambda good: good["cells"][cell].update(source=text)


def repeats(text: str, times: int) -> Plant:
    return says("\n".join([text] * times))


def more_cells(good: dict[str, Any]) -> None:
    for number in range(40):
        good["cells"].append(good["cells"][5] | {"id": f"4-report-x{number}"})


def no_tag(good: dict[str, Any]) -> None:
    good["cells"][1]["metadata"] = {}


def two_import_cells(good: dict[str, Any]) -> None:
    good["cells"][5]["source"] = "from helpers import front_page"


def code_before_parameters(good: dict[str, Any]) -> None:
    good["cells"].insert(1, good["cells"].pop(2))


PLANTS: list[tuple[str, Plant]] = [
    ("python", says("%matplotlib inline")),
    ("python", says("!ls")),
    ("python", says("")),
    ("title_and_purpose", says("## Rapport\n\nEtt anrop för varje kapitel.", 0)),
    ("title_and_purpose", says("# Rapport", 0)),
    ("title_and_purpose", says("# Rapport\n\n## Läs", 0)),
    ("title_and_purpose", says("# Läs det här", 4)),
    ("title_and_purpose", lambda good: good["cells"].pop(0)),
    ("parameters", no_tag),
    ("parameters", says('survey = "e-24"  # enkätens mapp', 1)),
    ("parameters", says('survey: str = "e-24"', 1)),
    ("parameters", says('survey: str = "e # 24"', 1)),
    ("parameters", says("survey: str  # enkätens mapp", 1)),
    ("parameters", says("survey: list = []  # enkäternas mappar", 1)),
    ("parameters", says("survey: str = str()  # enkätens mapp", 1)),
    ("parameters", code_before_parameters),
    ("one_import_cell", two_import_cells),
    ("one_import_cell", says("import pandas", 2)),
    ("one_import_cell", says("from helpers.cleaning.step import clean", 2)),
    ("one_import_cell", says("from helpers import chapers, read_report", 2)),
    ("one_import_cell", says("from helpers import read_report\nread_report", 2)),
    ("only_calls", says("def show():\n    pass")),
    ("only_calls", says("class Show:\n    pass")),
    ("only_calls", says("report.show(lambda: report)")),
    ("only_calls", says("for chapter in chapters:\n    report.show(chapter)")),
    ("only_calls", says("while report:\n    report.show(report)")),
    ("only_calls", says("if survey:\n    report.show(chapters.summary)")),
    ("only_calls", says("report.show(report if survey else chapters)")),
    ("only_calls", says("survey and report.show(chapters.summary)")),
    ("only_calls", says("try:\n    report\nexcept Exception:\n    pass")),
    ("only_calls", says("[report.show(one) for one in chapters]")),
    ("only_calls", says("{one: one for one in chapters}")),
    ("only_calls", says("{one for one in chapters}")),
    ("only_calls", says("list(one for one in chapters)")),
    ("only_calls", says("report.show(survey == report)")),
    ("only_calls", says("with report:\n    report.show(chapters.summary)")),
    ("only_calls", says("survey + survey")),
    ("only_calls", says('print(f"{survey}")')),
    ("no_literals", says("report.show(chapters.summary, 0.05)")),
    ("no_literals", says("report.show(chapters.summary, k=5)")),
    ("no_literals", says('report.show(chapters.summary, "#005ea5")')),
    ("no_literals", says('report.show(chapters.summary, "steelblue")')),
    ("no_literals", says('read_report("data/raw")')),
    ("no_literals", says(r'read_report("data\\raw")')),
    ("no_literals", says('read_report("svar.xlsx")')),
    ("names_exist", says("rapport.show(chapters.summary)")),
    ("names_exist", says("report.show(chapters.sumary)")),
    ("size", says(f"report.show(chapters.{'summary' * 12})")),
    ("size", more_cells),
    ("size", repeats("report.show(chapters.summary)", 101)),
    ("stored_clean", lambda good: good["cells"][5].update(outputs=[{"x": "svar"}])),
    ("stored_clean", lambda good: good["cells"][5].update(execution_count=3)),
    ("stored_clean", lambda good: good["cells"][5].update(metadata={"papermill": {}})),
    ("stored_clean", lambda good: good["metadata"].update(papermill={})),
    ("stored_clean", lambda good: good["metadata"].pop("kernelspec")),
    ("stable_ids", lambda good: good["cells"][5].update(id="f3a9c1d0")),
    ("stable_ids", lambda good: good["cells"][5].pop("id")),
    ("stable_ids", lambda good: good["cells"][5].update(id="4-report-03")),
    ("stable_ids", lambda good: good.update(nbformat_minor=4)),
    ("in_swedish", says("## Read\n\nThis is what the survey asked.", 4)),
    ("in_swedish", says("Reads exports, checks codebooks, writes tables", 4)),
    ("no_typed_numbers", says("Alla 243 svar är med.", 4)),
    ("no_typed_numbers", says("## Hälften, 50 procent, svarade på det här", 4)),
]


def test_the_notebook_that_is_planted_in_is_faultless() -> None:
    assert complaints(STEM, notebook()) == []


@pytest.mark.parametrize(("name", "plant"), PLANTS)
def test_a_planted_fault_in_a_notebook_is_found(name: str, plant: Plant) -> None:
    planted = deepcopy(notebook())
    plant(planted)
    json.dumps(planted)
    try:
        found = {rule for rule, _ in complaints(STEM, planted)}
    except (KeyError, IndexError):
        pytest.fail("the rules stumble over the fault instead of telling of it")
    assert name in found


def test_every_rule_of_notebooks_is_seen_to_fail() -> None:
    assert {name for name, _ in PLANTS} == set(RULES)


# A tree of imports --------------------------------------------------------------------

ORDER = ("errors", "exports", "cleaning")
TREE = {
    "__init__.py": "from helpers.cleaning import clean",
    "errors.py": "import pandas",
    "exports/__init__.py": "from helpers.exports import plain",
    "exports/plain.py": "from helpers.errors import Problem",
    "cleaning.py": "from helpers import errors\nimport helpers.exports.plain",
}


def tree(folder: Path, **changed: str) -> Path:
    for name, text in (TREE | changed).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_the_tree_that_is_planted_in_is_faultless(tmp_path: Path) -> None:
    assert wrong_imports(tree(tmp_path), ORDER) == []


LATE = "def read():\n    from helpers.cleaning import clean"
TYPES = "if TYPE_CHECKING:\n    from helpers.cleaning import clean"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("errors.py", "from helpers import cleaning", "comes after it"),
        ("errors.py", "import helpers.cleaning", "comes after it"),
        ("exports/plain.py", "from helpers.cleaning import clean", "comes after it"),
        ("exports/plain.py", LATE, "comes after it"),
        ("exports/plain.py", "from helpers import exports", "a circle"),
        ("exports/plain.py", "from . import other", "without saying"),
        ("cleaning.py", "from helpers import clean", "which is no module"),
        ("cleaning.py", "from helpers.codebok import read", "which is no module"),
        ("extra.py", "", "no stage of the order"),
    ],
)
def test_a_planted_import_is_found(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    found = wrong_imports(tree(tmp_path, **{name: text}), ORDER)
    assert len(found) == 1
    assert said in found[0]


def test_an_import_for_types_alone_is_none(tmp_path: Path) -> None:
    assert wrong_imports(tree(tmp_path, **{"errors.py": TYPES}), ORDER) == []


# Set-up -------------------------------------------------------------------------------

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ENVIRONMENT = (ROOT / "environment.yml").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
HASH = "sha256:" + "0" * 64
LOCK = f"""pandas==3.1.0 ; python_version > '3' \\
    --hash={HASH}
ruamel-yaml==0.18.1 \\
    --hash={HASH} \\
    --hash={HASH}
"""
SMALL = {
    "dependencies": ["pandas>=3.0", "ruamel.yaml>=0.18"],
    "optional-dependencies": {},
}


@pytest.mark.parametrize(
    ("there", "planted", "said"),
    [
        ("  - pandas>=3.0\n", "", "pandas is not in"),
        ("  - pandas>=3.0\n", "  - pandas>=2.0\n", "pandas>=2.0 in"),
        ("  - pandas>=3.0\n", "  - pandas\n", "pandas in"),
        ("  - pandas>=3.0\n", "  - pandas>=3.0\n  - polars\n", "polars is in"),
        ("  - brotli-python\n", "", "brotli-python is not in"),
        ("python>=3.11", "python>=3.10", "python: another"),
        ("      - --editable .\n", "", "this project itself"),
        ("      - personnummer>=3.2\n", "", "personnummer is not in"),
    ],
)
def test_a_planted_fault_in_the_conda_environment_is_found(
    there: str, planted: str, said: str
) -> None:
    assert ENVIRONMENT.count(there) == 1
    environment = YAML(typ="safe").load(ENVIRONMENT.replace(there, planted))
    found = list(conda_faults(PROJECT, environment))
    assert len(found) == 1
    assert said in found[0]


def test_the_lock_that_is_planted_in_is_faultless() -> None:
    assert list(lock_faults(SMALL, LOCK)) == []


@pytest.mark.parametrize(
    ("there", "planted", "said"),
    [
        ("pandas==3.1.0", "pandas>=3.1.0", "not a pin"),
        ("pandas==3.1.0", "polars==3.1.0", "pandas is not in the lock"),
        (f" \\\n    --hash={HASH}\nruamel", "\nruamel", "pandas has no hash"),
        ("pandas==", "--index-url https://example.org/simple\npandas==", "a place"),
        ("pandas==", "--find-links wheels\npandas==", "a place"),
        ("pandas==3.1.0", "pandas @ file:///wheels/p.whl", "a place"),
    ],
)
def test_a_planted_fault_in_the_lock_is_found(
    there: str, planted: str, said: str
) -> None:
    assert LOCK.count(there) == 1
    assert any(
        said in found for found in lock_faults(SMALL, LOCK.replace(there, planted))
    )


OWNERS = {"pandas": ["pandas"], "ruamel": ["ruamel.yaml"], "polars": ["polars"]}


def test_an_import_that_is_asked_for_is_no_fault() -> None:
    text = "import os, pandas.api\nfrom ruamel.yaml import YAML\nfrom ours import x"
    assert list(import_faults(SMALL, {"a.py": text}, {"ours"}, OWNERS)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import polars", "does not ask for it"),
        ("def read():\n    from polars import col", "does not ask for it"),
        ("import nowhere", "not installed"),
    ],
)
def test_an_import_that_is_not_asked_for_is_found(text: str, said: str) -> None:
    (found,) = import_faults(SMALL, {"a.py": text}, {"ours"}, OWNERS)
    assert said in found


@pytest.mark.parametrize(
    ("there", "planted", "said"),
    [
        ("\nbench: ", "\nbenchmark: ", "make bench is told of but missing"),
        (".PHONY: help", ".PHONY:", "not declared .PHONY"),
        ('\t@echo "make lab ', '\t@echo "make ', "make lab is not told of"),
    ],
)
def test_a_planted_fault_in_the_makefile_is_found(
    there: str, planted: str, said: str
) -> None:
    assert MAKEFILE.count(there) == 1
    assert any(
        said in found for found in makefile_faults(MAKEFILE.replace(there, planted))
    )
