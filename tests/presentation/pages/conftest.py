"""One specimen for all tests of the pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.specimen import PAGE, export


@pytest.fixture(scope="session")
def specimen() -> str:
    return export()


@pytest.fixture(scope="session")
def specimen_path(specimen: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The specimen on disk, beside the files that it links to."""
    folder = tmp_path_factory.mktemp("outputs") / PAGE.survey
    (folder / "data").mkdir(parents=True)
    path = folder / "fordjupad.html"
    path.write_text(specimen, encoding="utf-8")
    for name in ("omfattning", "dialog"):
        (folder / "data" / f"{name}.csv").write_bytes(b"")
    (folder / "sammanfattning.html").write_text("", encoding="utf-8")
    (folder.parent / "index.html").write_text("", encoding="utf-8")
    return path
