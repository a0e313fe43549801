"""Small exports made of columns, and what they are taken for."""

from __future__ import annotations

from pathlib import Path

from helpers.core.project import Project
from helpers.drafting.recognition import Drafted, recognise
from helpers.exports import read_export
from support.made_exports import text

Columns = dict[str, list[str]]
BESIDE: Columns = {"Ort": ["Malmö", "Lund", "Ystad", "Eslöv"] * 10}


def as_csv(columns: Columns) -> str:
    """The columns as a table between tabs, every cell in quotation marks."""
    table = [list(columns), *zip(*columns.values(), strict=True)]
    return "\r\n".join("\t".join(f'"{c}"' for c in row) for row in table) + "\r\n"


def asked(tmp_path: Path, columns: Columns) -> list[Drafted]:
    """The questions that the columns are taken for."""
    return recognise(
        read_export(text(tmp_path / "svar.csv", as_csv(columns)))
    ).questions


def project_in(tmp_path: Path) -> Project:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return Project(tmp_path)
