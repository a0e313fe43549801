"""What the registry of numbers says that a page prints is what the pages ask for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from helpers import estimation, presentation
from helpers.estimation.schema import STATISTICS, Protection, named

ROOT = Path(presentation.__file__).parent
MODULES = [
    import_module(f"{estimation.__name__}.{one.name}")
    for one in iter_modules(estimation.__path__)
]


def asked_for(tree: ast.AST) -> Iterator[str]:
    """Every text of a module, and what the constants and calls that stand for names of
    statistics mean."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            for module in MODULES if name.isupper() else ():
                value = getattr(module, name, None)
                values = value if isinstance(value, tuple) else (value,)
                yield from (one for one in values if isinstance(one, str))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "named":
            yield from named(**{
                word.arg: word.value.value
                for word in node.keywords
                if word.arg and isinstance(word.value, ast.Constant)
            })  # fmt: skip


def test_a_page_prints_what_the_registry_says_and_nothing_else() -> None:
    texts = {
        text
        for file in sorted(ROOT.rglob("*.py"))
        for text in asked_for(ast.parse(file.read_text(encoding="utf-8")))
    }
    # The reason why an amount is not shown has the name of the rule's own number.
    own = {
        name
        for name, one in STATISTICS.items()
        if one.protection is Protection.INTERNAL
    }
    assert {*STATISTICS} & texts - own == {*named(is_printed=True)}
