"""Every command on files that cannot be read or written: Swedish, and no traceback."""

from __future__ import annotations

import errno
import re
import shutil
import sys
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
    "seen": ("seen", "x", "--all", "--by", "Ulla"),
    "handout": ("handout", "x"),
    "dispose": ("dispose", "x", "--by", "Ulla"),
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


# ---------------------------------------------------------------- while it is read


class Vanishing:
    """Files of data/raw: the opening of number `at` fails, as when a share is gone.

    A hook for all openings, of whatever library; it cannot be taken away, only shut."""

    def __init__(self) -> None:
        self.folder, self.opened, self.at = "", 0, -1
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event != "open" or not self.folder:
            return
        name, mode, _ = arguments
        if not str(name).startswith(self.folder) or "w" in str(mode or ""):
            return
        self.opened += 1
        if self.opened == self.at:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", name)


vanishing = Vanishing()


@pytest.mark.parametrize("command", sorted({*COMMANDS} - {"run"}))
def test_a_file_that_vanishes_while_a_command_reads_is_told(
    project: Path, say: Callable[..., Said], command: str
) -> None:
    raw = project / "data" / "raw" / "x"
    (raw / "svar.csv").write_text("A;B\n" + "Ja;1\nNej;2\n" * 9)
    (raw / "population.csv").write_text("unit;department\nEtt;Norr\n")
    words = [word.format(raw=raw) for word in COMMANDS[command]]
    for at in range(1, 40):
        shutil.rmtree(project / "data" / "raw" / "z", ignore_errors=True)
        vanishing.folder, vanishing.opened, vanishing.at = str(raw), 0, at
        try:
            code, out, error = say(*words)
        finally:
            vanishing.folder = ""
        said = f"{words}, {at}: {out}{error}"
        assert not ENGLISH.search(re.sub(r"[\w./-]*/[\w./-]*", "", error)), said
        assert "Programfel" not in error, said
        assert code in (0, cli.FAILED, cli.MISWRITTEN, cli.CANNOT_BEGIN), said
        if vanishing.opened < at:
            return
    raise AssertionError("more openings than were tried")


# ---------------------------------------------------------------- while it is written

FULL = {
    "full": OSError(errno.ENOSPC, "No space left on device", "/p/x.part"),
    "too large": OSError(errno.EFBIG, "File too large", "/p/x.part"),
    "read only": OSError(errno.EROFS, "Read-only file system", "/p/x.part"),
    "denied": PermissionError(errno.EACCES, "Permission denied", "/p/x.part"),
    "gone": FileNotFoundError(errno.ENOENT, "No such file or directory", "/p/x.part"),
    "stale": OSError(errno.ESTALE, "Stale file handle", "/p/x.part"),
    "broken disk": OSError(errno.EIO, "Input/output error", "/p/x.part"),
}
WRITING = {
    "new": ("new", "{raw}/svar.csv", "--survey", "z"),
    "missing": ("missing", "x"),
    "lab": ("lab", "--own", "x"),
    "seen": ("seen", "x", "--all", "--by", "Ulla"),
    "init": ("init", "{raw}/new"),
}


@pytest.mark.parametrize("state", FULL)
@pytest.mark.parametrize("command", WRITING)
def test_what_cannot_be_written_is_said_in_swedish(
    project: Path,
    say: Callable[..., Said],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    state: str,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise FULL[state]

    monkeypatch.setattr("helpers.core.project.put_in_place", refuse)
    monkeypatch.setattr("helpers.core.project.make_folder", refuse)
    monkeypatch.setattr("subprocess.call", lambda *_, **__: 0)
    raw = project / "data" / "raw" / "x"
    (raw / "svar.csv").write_text("A;B\n" + "Ja;1\nNej;2\n" * 9)
    before = {path: path.read_bytes() for path in raw.rglob("*") if path.is_file()}
    code, out, error = say(*(word.format(raw=raw) for word in WRITING[command]))
    said = f"{out}{error}"
    assert error or "inte" in out, said
    assert not ENGLISH.search(re.sub(r"[\w./-]*/[\w./-]*", "", error)), said
    assert "Programfel" not in error, said
    assert code in (cli.FAILED, cli.CANNOT_BEGIN), said
    assert before == {p: p.read_bytes() for p in raw.rglob("*") if p.is_file()}
