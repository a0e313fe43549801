"""A new survey tool is three files (docs/extending.md), and what is left out is named.

1. exports/<tool>.py, or a row of `TABLES` in exports/by_header.py
2. exports/__init__.py: its module in `_TOOLS`
3. tests/exports/: a file as the tool writes it, known as "<tool>"
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from helpers import exports

HERE = Path(__file__)


def written() -> list[str]:
    """The tools that some module of exports/ is of, by their ids."""
    modules = (
        importlib.import_module(f"{exports.__name__}.{found.name}")
        for found in pkgutil.iter_modules(exports.__path__)
    )
    own = [module.TOOL for module in modules if hasattr(module, "TOOL")]
    return own + [tool.TOOL for tool in exports.by_header.TABLES]


def lacking(written: list[str]) -> list[str]:
    """What is missing of each tool, and where it goes."""
    tests = "\n".join(
        path.read_text(encoding="utf-8")
        for path in HERE.parent.glob("test_*.py")
        if path != HERE
    )
    unlisted = [
        f"{tool}: list its module in _TOOLS, src/helpers/exports/__init__.py"
        for tool in written
        if tool not in exports.TOOLS
    ]
    return unlisted + [
        f"{tool}: read a file of it in tests/exports/, and name the tool"
        for tool in written
        if f'"{tool}"' not in tests
    ]


def test_every_tool_is_listed_and_read_in_a_test() -> None:
    assert len(written()) >= len(exports.TOOLS) > 10
    assert lacking(written()) == []


def test_what_a_new_tool_lacks_is_said_file_by_file() -> None:
    listed, read = lacking(["no_such_tool"])
    assert "_TOOLS, src/helpers/exports/__init__.py" in listed
    assert "tests/exports/" in read
