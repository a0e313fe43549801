"""A file put in its place: which stays inside its folder, who may read it, and again
while another program holds the old one.

Answers are the user's alone: what is made in data/raw and data/processed is readable
for nobody else, where the system knows of such things. What may be published follows
the umask, as files of other programs do.
"""

from __future__ import annotations

import os
import stat
import time
from itertools import pairwise
from pathlib import Path

IN_WINDOWS = os.name == "nt"
HERS = {"raw", "processed"}  # folders of data/ that hold answers
WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between tries: a virus scanner or OneDrive holds a file for a moment."""


def is_private(path: Path) -> bool:
    """Whether a path lies in data/raw or data/processed, or is one of them.

    >>> is_private(Path("p/data/raw/x/svar.csv")), is_private(Path("p/outputs/x.csv"))
    (True, False)
    """
    return any(above == "data" and one in HERS for above, one in pairwise(path.parts))


def make_folder(folder: Path) -> None:
    """The folder and those above it, 0700 where they are to hold answers."""
    for one in (*reversed(folder.parents), folder):
        if not one.is_dir():
            one.mkdir(mode=0o700 if is_private(one) else 0o777, exist_ok=True)


def put_in_place(temporary: Path, path: Path) -> None:
    """`temporary` becomes `path`, at once; the mode is set first, so that the answers
    never stand open. A file of data/raw keeps the mode that somebody has given it."""
    temporary.chmod(_mode(path))
    for wait in (*WAITS, None):
        try:
            temporary.replace(path)
            return
        except PermissionError:
            if wait is None or not IN_WINDOWS:
                raise
            time.sleep(wait)


def _mode(path: Path) -> int:
    if not is_private(path):
        mask = os.umask(0o077)
        os.umask(mask)
        return 0o666 & ~mask
    kept = "raw" in path.parts and path.is_file()
    return path.stat().st_mode & 0o777 if kept else 0o600


def inside(folder: Path, name: str) -> Path | None:
    """The file that a list of files (a manifest, a record) calls `name`, in `folder`;
    None when the name leads out of it, also by a link.

    >>> inside(Path("outputs"), "../data/raw/svar.csv") is None
    True
    >>> inside(Path("/outputs"), "/data/raw/svar.csv") is None
    True
    """
    path = folder / name
    if path == folder or ".." in path.parts or not path.is_relative_to(folder):
        return None
    try:
        if _has_link(folder, path) and not path.resolve().is_relative_to(
            folder.resolve()
        ):
            return None
    except (OSError, ValueError, RuntimeError):  # a NUL, too long, links in a ring
        return None
    return path


def _has_link(folder: Path, path: Path) -> bool:
    """Whether a link stands on the way from `folder` to `path`, of a run's thousands of
    names: to resolve each of them takes ten times as long."""
    here = os.fspath(folder)
    for part in path.relative_to(folder).parts:
        here = f"{here}{os.sep}{part}"
        try:
            if stat.S_ISLNK(os.lstat(here).st_mode):
                return True
        except FileNotFoundError:
            return False
    return False
