"""A cut goes into survey.yml, and nothing else there changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers.app.workbench.addition import add_cut
from helpers.core.errors import CodebookError
from helpers.core.project import CHECKOUT
from helpers.survey.codebook import Extra, read_codebook

EXAMPLE = CHECKOUT / "data" / "raw" / "exempel-2024" / "survey.yml"
CUT = Extra(question="barriers", group="department", challenge="work", title='”A”: "b"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(EXAMPLE, tmp_path)
    return tmp_path


def test_every_other_byte_stays(folder: Path) -> None:
    assert add_cut(folder, CUT)
    written = (folder / "survey.yml").read_bytes()
    assert written.startswith(EXAMPLE.read_bytes())
    assert read_codebook(folder).extra == [CUT]


def test_a_second_cut_follows_the_first_and_the_same_one_is_not_added(
    folder: Path,
) -> None:
    other = Extra(question="ways", challenge="work", form="dialog", group="department")
    assert add_cut(folder, CUT)
    assert add_cut(folder, other)
    assert not add_cut(folder, CUT)
    assert read_codebook(folder).extra == [CUT, other]


@pytest.mark.parametrize(
    "stands",
    [
        "extra: []   # hennes uttag\n",
        "extra:\n  # det första\n  - {question: role}   # behåll\n\n",
        "extra:\n- question: role\n",
        "extra: [{question: role}]   # på en rad\n",
    ],
)
@pytest.mark.parametrize("after", ["", "status: open\n# slut\n"])
def test_wherever_extra_stands(folder: Path, stands: str, after: str) -> None:
    path = folder / "survey.yml"
    text = path.read_text(encoding="utf-8").replace("status: open\n", "")
    path.write_text(text + stands + after, encoding="utf-8")
    before = read_codebook(folder)
    assert add_cut(folder, CUT)
    found = read_codebook(folder)
    assert found.extra == [*before.extra, CUT]
    assert found.model_copy(update={"extra": before.extra}) == before
    written = path.read_text(encoding="utf-8")
    for comment in ("# Kodbok för exempel-2024", "# A. Bakgrund", *comments(stands)):
        assert comment in written
    assert after in written


def comments(text: str) -> list[str]:
    return [line[line.index("#") :] for line in text.splitlines() if "#" in line]


def test_windows_line_ends_stay(folder: Path) -> None:
    path = folder / "survey.yml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert add_cut(folder, CUT)
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        (Extra(question="helps"), "blir inga siffror"),
        (Extra(question="barriers", group="role"), "inte den fråga som delar in"),
        (Extra(question="department", group="department"), "delar redan in"),
        (Extra(question="barriers", challenge="wrk"), "Menade du ”work”"),
        (Extra(question="barriers", form="dialog"), "frågar inte efter former"),
        (Extra(question="principles", item="trust"), "har ingen rad ”trust”"),
        (Extra(question="barriers", only="Stadskontoret"), "only behöver group"),
    ],
)
def test_a_cut_that_no_figure_can_be_made_of_is_refused(
    folder: Path, cut: Extra, said: str
) -> None:
    with pytest.raises(CodebookError, match=said):
        add_cut(folder, cut)
    assert (folder / "survey.yml").read_bytes() == EXAMPLE.read_bytes()
