"""Every command on files that cannot be read or written: Swedish, and no traceback."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from app.test_cli import Said, project, say

from helpers.app import cli

__all__ = ["project", "say"]  # fixtures, taken over
ENGLISH = re.compile(r"Traceback|\b(?:the|not|file|directory|No such|denied|error)\b")
COMMANDS = {
    "check": ("check", "x"),
    "run": ("run", "x"),
    "status": ("status", "x"),
    "missing": ("missing", "x"),
    "review": ("review", "x", "--list"),
    "audit": ("audit", "x"),
    "publish": ("publish", "x"),
    "new": ("new", "{raw}/svar.csv", "--survey", "z", "--against", "x"),
}


def gone(path: Path) -> None:
    path.unlink(missing_ok=True)


def folder(path: Path) -> None:
    gone(path)
    path.mkdir(parents=True)


def no_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00\xd8" + bytes(range(256)))


def refused(path: Path) -> None:
    """A link in a ring: opening it fails, also for who may read everything."""
    gone(path)
    path.symlink_to(path.name)


STATES: dict[str, Callable[[Path], None]] = {
    "gone": gone,
    "a folder": folder,
    "no text": no_text,
    "refused": refused,
}
FILES = ("survey.yml", "svar.csv", "population.csv", "decisions/rows.csv", "texts/a.md")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("state", STATES)
def test_every_command_says_it_in_swedish(
    project: Path, say: Callable[..., Said], name: str, state: str
) -> None:
    raw = project / "data" / "raw" / "x"
    for words in COMMANDS.values():
        path = raw / name
        path.parent.mkdir(exist_ok=True)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        STATES[state](path)
        if words[0] == "run" and name not in ("survey.yml", "svar.csv"):
            continue  # it would start notebooks
        code, out, error = say(*(word.format(raw=raw) for word in words))
        said = f"{words}: {out}{error}"
        assert not ENGLISH.search(re.sub(r"[\w./-]*/[\w./-]*", "", error)), said
        assert "Programfel" not in error, said
        assert code in (0, cli.FAILED, cli.MISWRITTEN, cli.CANNOT_BEGIN), said
