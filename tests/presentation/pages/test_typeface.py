from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from helpers.core.project import WRITTEN
from helpers.presentation.pages import typeface
from helpers.presentation.pages.typeface import _font_faces, _subset, font_faces


def test_every_face_holds_swedish_and_its_licence() -> None:
    faces = re.findall(r"base64,([^\"]+)", font_faces())
    assert len(faces) == 3
    for face in faces:
        font = TTFont(io.BytesIO(base64.b64decode(face)))
        assert {ord(sign) for sign in "åäöÅÄÖé–”·→\u00a0−≥1%"} <= set(
            font.getBestCmap()
        )
        assert "SIL Open Font License" in font["name"].getDebugName(13)


def test_the_same_bytes_each_time() -> None:
    name = "SourceSansPro-It.ttf"
    assert _subset(name) == _subset(name)


def test_it_is_small() -> None:
    assert len(font_faces()) < 80_000


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty environment, where nothing is kept yet."""
    monkeypatch.setattr(typeface.sys, "prefix", str(tmp_path))
    return tmp_path


def test_what_is_kept_is_what_is_made(environment: Path) -> None:
    made = font_faces.__wrapped__()
    (kept,) = environment.rglob("*.css")
    assert kept.read_text("ascii") == made == _font_faces()
    assert font_faces.__wrapped__() == made


def test_another_version_of_what_makes_it_does_not_take_it(
    environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    font_faces.__wrapped__()
    monkeypatch.setattr(typeface, "version", lambda package: "0")
    assert not typeface._kept().is_file()


def test_an_environment_that_cannot_be_written_goes_without(environment: Path) -> None:
    (environment / "share").write_text("a file where the folder would be")
    assert font_faces.__wrapped__() == _font_faces()


def test_it_is_no_output_of_the_notebook_that_happens_to_make_it(
    environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "written"
    monkeypatch.setenv(WRITTEN, str(log))
    font_faces.__wrapped__()
    assert not log.exists()
