"""Imports point one way (support/stages.py says which)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from support.stages import ORDER, Sources, wrong_imports

import helpers

ROOT = Path(__file__).resolve().parents[2]
HELPERS = ROOT / "src" / "helpers"


def test_imports_point_one_way() -> None:
    assert wrong_imports(HELPERS) == []


def test_the_order_names_each_stage_once_and_none_that_is_gone() -> None:
    stages = {path.parent.name for path in HELPERS.glob("*/__init__.py")}
    assert sorted(ORDER) == sorted(stages | {"method"})


def test_the_architecture_document_has_each_stage() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    written = set(re.findall(r"`(\w+)`", text))
    assert set(ORDER) - written == set()


@pytest.mark.parametrize("name", sorted(helpers.__all__))
def test_the_names_that_notebooks_use_exist(name: str) -> None:
    assert getattr(helpers, name) is not None


def test_the_front_shows_editors_the_names_that_it_has() -> None:
    """Names are loaded when asked for; what JupyterLab completes is listed apart."""
    tree = ast.parse((HELPERS / "__init__.py").read_text(encoding="utf-8"))
    shown = {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helper")
        for alias in node.names
    }
    assert shown == set(helpers.__all__)


def test_every_module_says_what_it_is_for() -> None:
    sources = Sources(HELPERS)
    silent = [
        module
        for module, path in sources.paths.items()
        if len(ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "") < 20
    ]
    assert silent == []


def test_no_module_is_a_drawer_for_anything() -> None:
    drawers = re.compile(r"(^|\.)_?(utils?|common|misc|tools|base)$")
    assert [name for name in Sources(HELPERS).paths if drawers.search(name)] == []
