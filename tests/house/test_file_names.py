"""File names in messages are names of files that there are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.batch import approval, approval_page, handout, papers
from helpers.core.project import DISPOSED
from helpers.survey.codebook.reading import MISNAMED
from helpers.survey.decisions import COLUMNS, FILES

SOURCE = Path(__file__).parents[2] / "src" / "helpers"
NAME = re.compile(
    r"(?<![\w*])[\w-][\w./-]*\.(?:csv|yml|md|xlsx|json|html|parquet|txt|lock)\b"
)
KNOWN = {
    *FILES.values(),
    *(f"{name}.csv" for name in COLUMNS),
    # data/raw/<survey>
    *("survey.yml", "population.csv", "organisations.csv", "crosswalk.csv"),
    *("survey.yml.txt", "survey.txt", "survey.yaml.txt"),  # what Notepad makes of it
    *("themes.csv", "decisions/themes.csv"),  # by the workbench
    *("in-english.html", "fordjupad-en.html"),  # outputs/<survey>
    *(DISPOSED, handout.DECIDED, *MISNAMED),
    # data/processed/<survey>
    *(handout.REVIEW, handout.COPY, approval.LOG, approval_page.PAGE),
    *("registerforteckning.md", "information.md", "tillganglighet.md", "aapor.md"),
    papers.NOTE,
    "liggare.csv",  # in the archive package
    *("cleaning.json", "codebook.json", "facts.json", "outline.json", "index.json"),
    *("bases.parquet", "estimates.parquet", "seen.parquet", "saknas.xlsx"),
    *("rensningslogg.csv", "rensningslogg.md"),
    # data/raw
    *("liggare.json", "data/raw/liggare.json"),
    # outputs
    *("sammanfattning.html", "fordjupad.html", "alla-tal-kodbok.csv"),
    *("manifest.json", "index.html", "outputs/index.html", "tabeller.xlsx"),
    *(
        "alla-tal.csv",
        "data/alla-tal.csv",
        "kodbok.yml",
        "KONTROLLSUMMOR.txt",
        "LIGGARE.txt",
    ),
    *("kolumner.csv", "datapackage.json", "csv-metadata.json", "kodbok-ddi.xml"),
    "open_data.json",
    *("page.html", "requirements.lock"),  # the package's own
    *("first_names.txt", "first_names_of_many.txt"),
    *(
        "svar.xlsx",
        "svar.csv",
        "pyarrow.parquet",
        "pandas.io.formats.html",
    ),  # an export for example; a module
}


def file_names(source: str) -> Iterator[str]:
    """The file names in a module's strings, but not in its docstrings."""
    tree = ast.parse(source)
    documentation = {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from () if node in documentation else NAME.findall(node.value)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=str)
def test_every_file_named_in_a_message_is_one_there_is(path: Path) -> None:
    unknown = set(file_names(path.read_text(encoding="utf-8"))) - KNOWN
    assert not unknown, f"{path.name} sends her to {sorted(unknown)}"


def test_a_file_that_is_not_there_is_seen() -> None:
    source = 'problem("rättelserna (decisions/values.csv)")'
    assert set(file_names(source)) - KNOWN == {"decisions/values.csv"}
