"""One name a thing, and types where they can be given."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "helpers"
FILES = sorted(SOURCE.rglob("*.py"))
# Half of what there was before rows, facts and decisions had types.
AT_MOST = {r"\bAny\b": 194, r"\bgetattr\(": 55, r"# type: ignore": 15}


def collisions(files: dict[str, str]) -> dict[str, list[str]]:
    """Public class → the modules that have one of that name, where they are several."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, source in files.items():
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(name)
    return {name: places for name, places in found.items() if len(places) > 1}


def test_no_two_public_classes_have_one_name() -> None:
    sources = {
        path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in FILES
    }
    assert collisions(sources) == {}


def test_a_second_class_of_a_name_is_seen() -> None:
    one, other = "class Row: ...", "class Row: ...\nclass _Own: ..."
    assert collisions({"a": one, "b": other}) == {"Row": ["a", "b"]}
    assert collisions({"a": one, "b": "class _Own: ...", "c": "class _Own: ..."}) == {}


@pytest.mark.parametrize("pattern", AT_MOST)
def test_types_are_given(pattern: str) -> None:
    """A new one takes the place of an old: give the type, or take one away."""
    count = sum(len(re.findall(pattern, path.read_text("utf-8"))) for path in FILES)
    assert count <= AT_MOST[pattern]
