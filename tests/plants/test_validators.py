"""The validators pass what is handed out, and each is seen to fail once.

They come from `make validators`, which not every machine has run: skipped until then,
but not in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from batch.test_archive import DAY, files_of, hand_out, with_pdf
from support.specimen import export

from helpers.batch.archive.package import archive
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
    assert (status, "3 files tried, 0 problems" in said) == (0, True), said
    shutil.copytree(example_report.parent / "data", tmp_path / "data")
    data = tmp_path / "data"
    replaced(data / "barriers.csv", ";Antal;", ";Anta;")
    replaced(data / "role.csv", "\n", "\nny;rad;som;inte;är;tal;alls\n")
    replaced(data / "dcat.ttl", "dcat:contactPoint", "dcat:kontakt")
    replaced(data / "dcat.ttl", "a foaf:Document", "a foaf:Dokument")
    replaced(data / "kodbok-ddi.xml", "<stdyInfo>", "<notes/><stdyInfo>")
    (data / "effect.csv").unlink()
    status, said = tried(tmp_path)
    assert status == 1
    for complaint in (
        'Label "Anta"',
        'Type error in the cell "rad"',
        "MinCountConstraintComponent",
        "does not have class foaf:Document",
        "notes': This element is not expected",
        "data/barriers.csv: another checksum",
        "barriers.csv: the columns are",
        "data/effect.csv: is not there",
    ):
        assert complaint in said, said


def test_an_archive_package_passes_and_planted_faults_do_not(tmp_path: Path) -> None:
    project = with_pdf(tmp_path)
    hand_out(project)
    path = archive("prov", project, made=DAY)
    status, said = tried(project.outputs() / "publicerat")
    assert status == 0, said
    assert ", 0 problems" in said
    files = files_of(path)
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files.items():
            if name.count("/") == 1:  # the package's METS.xml
                content = content.replace(b' TYPE="PHYSICAL"', b"")
                content = content.replace(b"<fptr", b"<pekare", 1)
            if not name.endswith("fordjupad.pdf"):
                made.writestr(name, content)
        made.writestr("prov-1/documentation/annat.txt", "x")
    status, said = tried(project.outputs() / "publicerat")
    assert status == 1
    for complaint in ("CSIP81", "XML-1", "fordjupad.pdf: is not as", "annat.txt: no"):
        assert complaint in said, said
