"""The guides are true: what is generated is current, what is named is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from make_guides import DOCS, GUIDES, MEANING, PARTS, keys, messages

from helpers.app import cli
from helpers.core.project import CHECKOUT
from helpers.survey.codebook import model as codebook
from helpers.survey.decisions import COLUMNS
from helpers.survey.sources import POPULATION, REGISTER

GUIDE = DOCS / "handledning.md"


@pytest.mark.parametrize("name", GUIDES)
def test_what_is_made_from_the_code_is_current(name: str) -> None:
    """Else: make guides."""
    assert (DOCS / name).read_text(encoding="utf-8") == GUIDES[name]()


def test_every_key_has_a_meaning_and_none_is_explained_that_is_gone() -> None:
    models = {
        name
        for name, model in vars(codebook).items()
        if isinstance(model, type)
        and issubclass(model, codebook.CodebookPart)
        and model is not codebook.CodebookPart
        and not name.startswith("_")
        and model is not codebook.Optioned  # what three types have in common
    }
    assert models == set(PARTS) == set(MEANING)
    for name in PARTS:
        assert set(MEANING[name]) == set(keys(getattr(codebook, name))), name


def test_a_message_is_found_however_it_is_put_together(tmp_path: Path) -> None:
    path = tmp_path / "room.py"
    path.write_text(
        "def f(x):\n"
        "    found = f'Filen {x} saknas.'\n"
        "    raise ProjectError(Problem(found, hint(x) or 'Lägg dit den.'))\n"
        "def g():\n    raise ValueError('Nej.')\n"
    )
    said = list(messages(path))
    assert ("Filen … saknas.", "Lägg dit den.") in said


def test_the_guide_names_every_command_with_its_words() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for command in cli.app.registered_commands:
        name = command.name or command.callback.__name__  # type: ignore[union-attr]
        assert f"kartlaggning {name}" in text, name
    for code in (cli.FAILED, cli.MISWRITTEN, cli.CANNOT_BEGIN, cli.INTERRUPTED):
        assert f"`{code}`" in text


def test_the_guide_names_every_file_with_its_columns() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    lines = {
        line.split("|")[1].strip(): line for line in text.splitlines() if "|" in line
    }
    for name, columns in COLUMNS.items():
        line = lines[f"`decisions/{name}.csv`"]
        assert all(f"`{column}`" in line for column in columns), name
    for file, columns in (("population", POPULATION), ("organisations", REGISTER)):
        assert all(f"`{column}`" in lines[f"`{file}.csv`"] for column in columns)


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_every_link_and_picture_leads_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if re.match(r"https?:|mailto:", target):
            continue
        file, _, part = target.partition("#")
        assert (path.parent / file).exists() if file else True, target
        if part and not file:
            titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
            anchors = {
                re.sub(r"[^\w -]", "", one.casefold()).replace(" ", "-")
                for one in titles
            }
            assert part in anchors, target


def test_the_guides_name_no_notebook_that_is_not_there() -> None:
    books = {path.stem for path in (CHECKOUT / "notebooks").glob("*.ipynb")}
    assert {"explore", "review", "1_clean"} <= books
    text = GUIDE.read_text(encoding="utf-8")
    assert set(re.findall(r"`(\d_\w+)`", text)) <= books
