"""What `audit` says of files that are not the run's, and of faulty pages."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from support.specimen import chapter, export

from helpers.audit.files import file_problems, page_problems

TEXT = '<p>Uppdraget gavs i juni. Se <a href="data/tal.csv">talen</a>.</p>'
PAGE = export(chapter("om", "Om rapporten", TEXT), links=())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """outputs/<survey> as a run leaves it: two pages, a table and the manifest."""
    made = tmp_path / "outputs" / "liten-2026"
    (made / "data").mkdir(parents=True)
    (made.parent / "index.html").write_text(PAGE, encoding="utf-8")
    (made / "data" / "tal.csv").write_text("a;b\r\n", encoding="utf-8")
    for name in ("fordjupad.html", "sammanfattning.html"):
        (made / name).write_text(PAGE, encoding="utf-8")
    write_manifest(made)
    return made


def write_manifest(folder: Path, **more: str) -> None:
    outputs = {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    content = json.dumps({"outputs": outputs | more})
    (folder / "manifest.json").write_text(content, encoding="utf-8")


def said_of_files(folder: Path) -> str:
    return "\n".join(map(str, file_problems(folder)))


def said_of_pages(folder: Path) -> str:
    return "\n".join(map(str, page_problems(folder)))


def test_nothing_is_said_of_what_a_run_left(folder: Path) -> None:
    assert said_of_files(folder) == said_of_pages(folder) == ""


def test_a_page_changed_after_the_run_is_told(folder: Path) -> None:
    page = folder / "fordjupad.html"
    page.write_text(PAGE.replace("juni", "juli"), encoding="utf-8")
    (folder / "sammanfattning.html").unlink()
    said = said_of_files(folder)
    assert "fordjupad.html: Filen är ändrad sedan den senaste körningen." in said
    assert "sammanfattning.html: Filen saknas." in said


def test_a_file_that_no_step_made_is_told(folder: Path) -> None:
    (folder / "data" / "svar.csv").write_text("x", encoding="utf-8")
    assert "data/svar.csv: Filen hör inte till" in said_of_files(folder)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"outputs": 1}', "\0"])
def test_without_a_manifest_nothing_is_ready(folder: Path, content: str) -> None:
    (folder / "manifest.json").write_text(content, encoding="utf-8")
    assert said_of_files(folder).startswith("Rapporterna är inte klara.")


@pytest.mark.parametrize("name", ["../hemlig.csv", "/etc/hostname", "länk/hemlig.csv"])
def test_a_manifest_that_names_a_file_outside_is_told(folder: Path, name: str) -> None:
    secret = folder.parent / "hemlig.csv"
    secret.write_text("x", encoding="utf-8")
    (folder / "länk").symlink_to(folder.parent)
    write_manifest(folder, **{name: hashlib.sha256(b"x").hexdigest()})
    assert "leder ut ur mappen" in said_of_files(folder)


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("data/tal.csv", "data/finns-inte.csv", "Filen ”data/finns-inte.csv” finns"),
        ("data/tal.csv", "#finns-ej", "”#finns-ej” (href) leder ingenstans."),
        ("gavs i juni", "är 2.5 gånger fler", "”2.5” har decimalpunkt"),
        ("gavs i juni", "TODO", "”TODO”: text som inte har fyllts i."),
        ('<html lang="sv">', '<html lang="en">', "Sidans språk är ”en”"),
        ("<title>", "<title></title><x>", "Sidan saknar titel."),
        ("<h2", "<h2></h2><h4>Hopp</h4><h2", "Rubriknivån hoppar från 2 till 4."),
    ],
)
def test_a_faulty_page_is_told(folder: Path, good: str, bad: str, said: str) -> None:
    assert good in PAGE
    page = folder / "fordjupad.html"
    page.write_text(PAGE.replace(good, bad), encoding="utf-8")
    assert said in said_of_pages(folder)
    assert "fordjupad.html: " in said_of_pages(folder)


def test_what_several_pages_have_is_told_once(folder: Path) -> None:
    for name in ("a.html", "b.html", "c.html", "d.html"):
        (folder / name).write_text(PAGE.replace("juni", "TODO"), encoding="utf-8")
    (problem,) = page_problems(folder)
    assert problem.file == "a.html, b.html, c.html och 1 till"


def test_an_option_called_none_is_no_missing_value(folder: Path) -> None:
    for page in folder.glob("*.html"):
        page.write_text(PAGE.replace(TEXT, TEXT + "<p>None</p>"), encoding="utf-8")
    assert len(page_problems(folder)) == 1
    assert page_problems(folder, options={"None", "Beginner"}) == []


def test_a_page_that_does_not_say_it_is_made_up_is_told(folder: Path) -> None:
    pages = page_problems(folder, fictitious=True)
    assert pages == []
    plain = export(chapter("om", "Om", TEXT), links=(), fictitious=False)
    (folder / "fordjupad.html").write_text(plain, encoding="utf-8")
    assert "fiktiv" in str(page_problems(folder, fictitious=True)[0]).casefold()
