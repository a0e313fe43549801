from __future__ import annotations

import base64
import io
import re

from fontTools.ttLib import TTFont

from helpers.report.typeface import _subset, font_faces


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
