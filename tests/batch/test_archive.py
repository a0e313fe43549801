"""The archive package: what is in it, what is not, and what stops it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from batch.test_publishing import make
from validators.check import listed

from helpers.app import cli
from helpers.batch.archive.package import archive
from helpers.batch.publishing import publish
from helpers.core.errors import DisclosureError
from helpers.core.project import Project
from helpers.presentation.open_data.ddi import ddi_codebook
from helpers.survey.codebook import read_codebook

DAY = dt.date(2026, 11, 30)
DATA = "prov-1/representations/rapporter/data"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return with_pdf(tmp_path)


def with_pdf(root: Path) -> Project:
    """A run with PDF and the questionnaire as DDI, not published yet."""
    project = Project(root)
    make(project)
    ddi = ddi_codebook("prov", read_codebook(project.raw("prov")))
    add(project, {"fordjupad.pdf": b"%PDF-1.7 prov", "data/kodbok-ddi.xml": ddi})
    return project


def add(project: Project, files: dict[str, bytes]) -> None:
    """As if the last run had made them."""
    folder = project.outputs("prov")
    manifest = json.loads((folder / "manifest.json").read_text())
    for name, content in files.items():
        (folder / name).write_bytes(content)
        manifest["outputs"][name] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.fixture
def published(project: Project) -> Project:
    hand_out(project)
    return project


def hand_out(project: Project) -> None:
    # The PDF here is none, which the audit would say.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.batch.publishing.audit", lambda survey, project: [])
        publish("prov", project)


def files_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as made:
        return {name: made.read(name) for name in made.namelist()}


def test_pdf_data_codebook_and_ledger_each_listed_with_its_checksum(published):
    path = archive("prov", published, made=DAY)
    assert path == published.outputs() / "publicerat" / "arkiv" / "prov-1.zip"
    files = files_of(path)
    assert {*files} == {
        "prov-1/METS.xml",
        "prov-1/documentation/KONTROLLSUMMOR.txt",
        "prov-1/documentation/LIGGARE.txt",
        "prov-1/documentation/kodbok.yml",
        "prov-1/documentation/liggare.csv",
        "prov-1/metadata/descriptive/kodbok-ddi.xml",
        "prov-1/metadata/preservation/premis.xml",
        "prov-1/representations/rapporter/METS.xml",
        f"{DATA}/data/alla-tal.csv",
        f"{DATA}/data/kodbok-ddi.xml",
        f"{DATA}/fordjupad.pdf",
        "prov-1/representations/rapporter/metadata/preservation/premis.xml",
        "prov-1/schemas/schemas.xsd",
    }
    assert [*listed(path)] == []
    root = ElementTree.fromstring(files["prov-1/METS.xml"])
    assert root.attrib["OBJID"] == "prov-1"
    assert root[0].attrib["CREATEDATE"] == "2026-11-30T00:00:00"


def test_the_files_are_those_that_were_published(published):
    zipped = files_of(published.outputs() / "publicerat" / "prov-1.zip")
    files = files_of(archive("prov", published, made=DAY))
    for name in ("data/alla-tal.csv", "fordjupad.pdf"):
        assert files[f"{DATA}/{name}"] == zipped[name]
    premis = files["prov-1/representations/rapporter/metadata/preservation/premis.xml"]
    assert hashlib.sha256(zipped["fordjupad.pdf"]).hexdigest().encode() in premis


def test_it_is_told_as_it_was_published_when_answers_and_run_are_gone(published):
    first = files_of(archive("prov", published, made=DAY))
    root = ElementTree.fromstring(first["prov-1/METS.xml"])
    yml = published.raw("prov") / "survey.yml"
    title = read_codebook(published.raw("prov")).title
    yml.write_text(yml.read_text("utf-8").replace(title, "En annan titel"), "utf-8")
    shutil.rmtree(published.processed("prov"))
    assert root.attrib["LABEL"] == title
    assert files_of(archive("prov", published, made=DAY)) == first


def test_the_ledger_is_told_without_its_reasons(published):
    """Which cell is suppressed for its own sake, and the sum of the answers."""
    entry = published.raw("prov") / "published" / "1.csv"
    head = json.loads(entry.read_text("utf-8").partition("\n")[0].removeprefix("# "))
    whole = b"".join(files_of(archive("prov", published, made=DAY)).values())
    assert head["checksum"].encode() in whole
    assert head["salt"].encode() not in whole


def test_the_same_day_gives_the_same_bytes(published):
    first = archive("prov", published, made=DAY).read_bytes()
    assert archive("prov", published, made=DAY).read_bytes() == first
    later = archive("prov", published, made=DAY + dt.timedelta(1)).read_bytes()
    assert later != first


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Runs `kartlaggning publish prov --archive`: its exit code, and what it said."""

    def run(project: Project) -> tuple[int, str]:
        words = ["publish", "prov", "--yes", "--archive"]
        where = ["--project-dir", str(project.root)]
        monkeypatch.setattr(sys, "argv", ["kartlaggning", *words, *where])
        monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as left:
            cli.main()
        return int(left.value.code or 0), "".join(capsys.readouterr())

    return run


def test_a_page_without_pdf_stops_it_before_anything_is_published(project, command):
    (project.outputs("prov") / "manifest.json").write_text(
        json.dumps({"outputs": {"fordjupad.html": "", "lattlast.html": ""}})
    )
    code, said = command(project)
    assert code == 1
    assert "2 av 2 sidor finns inte som PDF" in said
    assert "kartlaggning run prov --pdf" in said
    assert not (project.raw("prov") / "published").exists()


def altered(path: Path) -> None:
    files = files_of(path) | {"fordjupad.pdf": b"%PDF-1.7 annan"}
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (
            lambda path: altered(path),
            "”fordjupad.pdf” är inte som när den publicerades",
        ),
        (lambda path: path.unlink(), "finns inte eller går inte att läsa"),
        (lambda path: path.write_bytes(b"PK"), "finns inte eller går inte att läsa"),
    ],
)
def test_a_zip_that_is_not_what_was_published_is_told(
    published: Project, harm: Callable[[Path], None], told: str
) -> None:
    harm(published.outputs() / "publicerat" / "prov-1.zip")
    with pytest.raises(DisclosureError, match=told):
        archive("prov", published, made=DAY)
    assert not (published.outputs() / "publicerat" / "arkiv").exists()


def test_nothing_published_is_told(project):
    with pytest.raises(DisclosureError, match="ingen version är publicerad"):
        archive("prov", project, made=DAY)


def test_the_version_that_is_published_already_is_only_packed(published, command):
    code, said = command(published)
    assert (code, "arkivpaketet är klart" in said) == (0, True), said
    assert [one.name for one in (published.raw("prov") / "published").iterdir()] == [
        "1.csv"
    ]
