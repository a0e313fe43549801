"""A new chapter is four files (docs/extending.md), and what is left out is named here.

1. the module: a function `report: Report, … -> Chapter` in presentation/chapters/
2. presentation/chapters/__init__.py: its name
3. a notebook: `report.show(chapters.<name>)`
4. tests/presentation/: a test that calls it
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
from pathlib import Path
from types import ModuleType

from helpers.presentation import chapters

ROOT = Path(__file__).resolve().parents[2]


def in_module(module: ModuleType) -> list[str]:
    """The module's own public functions that make a chapter of a report."""
    return [
        name
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and inspect.signature(function).return_annotation in ("Chapter", "Chapters")
        and next(iter(inspect.signature(function).parameters), "") == "report"
    ]


def written() -> list[str]:
    """Every chapter that some module of presentation/chapters/ has."""
    return [
        name
        for found in pkgutil.iter_modules(chapters.__path__)
        for name in in_module(
            importlib.import_module(f"{chapters.__name__}.{found.name}")
        )
    ]


def shown() -> set[str]:
    """The chapters that the notebooks show."""
    cells = [
        "".join(cell["source"])
        for path in (ROOT / "notebooks").glob("*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    return set(re.findall(r"chapters\.(\w+)", "\n".join(cells)))


def tested() -> set[str]:
    """The chapters that a test calls by name."""
    tests = [
        path.read_text(encoding="utf-8")
        for path in (ROOT / "tests" / "presentation").glob("test_*.py")
        if path.name != Path(__file__).name
    ]
    return set(re.findall(r"\bchapters\.(\w+)", "\n".join(tests)))


def lacking(written: list[str]) -> list[str]:
    """What is missing of each chapter, and where it goes."""
    places = (
        (set(chapters.__all__), "src/helpers/presentation/chapters/__init__.py"),
        (shown(), "a notebook: report.show(chapters.{})"),
        (tested(), "tests/presentation/test_chapters.py"),
    )
    return [
        f"{name} is missing in {where.format(name)}"
        for name in written
        for there, where in places
        if name not in there
    ]


def test_every_chapter_is_named_shown_and_tested() -> None:
    assert len(written()) > 15
    assert lacking([name for name in written() if name not in INSIDE]) == []


def test_what_a_new_chapter_lacks_is_said_file_by_file() -> None:
    said = lacking(["no_such_chapter"])
    assert len(said) == 3
    assert any("__init__.py" in line for line in said)
    assert any("notebook" in line for line in said)
    assert any("test_chapters.py" in line for line in said)


INSIDE = {"challenge_profile"}
"""Shown by another chapter: `challenges` shows a profile of each."""
