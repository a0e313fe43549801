"""The validators pass what is handed out, and each is seen to fail once.

They come from `make validators`, which not every machine has run: skipped until then,
but not in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from support.specimen import export

from helpers.core.project import CHECKOUT
from helpers.presentation.pages import pdf

PYTHON = CHECKOUT / ".validators" / "bin" / "python"

pytestmark = pytest.mark.skipif(
    not PYTHON.exists() and os.environ.get("CI") != "true",
    reason="make validators has not been run",
)


def tried(folder: Path) -> tuple[int, str]:
    """(exit status, what the validators said) of a folder of outputs."""
    command = [PYTHON, CHECKOUT / "tests" / "validators" / "check.py", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def replaced(path: Path, good: str, bad: str) -> None:
    text = path.read_text("utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), "utf-8")


def test_a_pdf_passes_and_one_that_is_not_mended_does_not(tmp_path: Path) -> None:
    html = export()
    (tmp_path / "hel.pdf").write_bytes(pdf.html_to_pdf(html))
    status, said = tried(tmp_path)
    assert (status, "1 files tried, 0 problems" in said) == (0, True), said
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_mended", lambda content: content)
        (tmp_path / "hel.pdf").write_bytes(pdf.html_to_pdf(html))
    status, said = tried(tmp_path)
    assert status == 1
    for rule in ("PDFUA1-LI-PARENT-001", "PDFUA1-ID-PART", "PDFA2A-METADATA-FILTER"):
        assert rule in said, said


def test_open_data_passes_and_planted_faults_do_not(
    example_report: Path, tmp_path: Path
) -> None:
    status, said = tried(example_report.parent)
    assert (status, "2 files tried, 0 problems" in said) == (0, True), said
    shutil.copytree(example_report.parent / "data", tmp_path / "data")
    data = tmp_path / "data"
    replaced(data / "barriers.csv", ";Antal;", ";Anta;")
    replaced(data / "role.csv", "\n", "\nny;rad;som;inte;är;tal;alls\n")
    replaced(data / "dcat.ttl", "dcat:contactPoint", "dcat:kontakt")
    (data / "effect.csv").unlink()
    status, said = tried(tmp_path)
    assert status == 1
    for complaint in (
        'Label "Anta"',
        'Type error in the cell "rad"',
        "MinCountConstraintComponent",
        "data/barriers.csv: another checksum",
        "barriers.csv: the columns are",
        "data/effect.csv: is not there",
    ):
        assert complaint in said, said
