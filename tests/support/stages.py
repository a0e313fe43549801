"""Imports point one way: the order of the stages, and what breaks it.

A stage is a folder of `helpers`. It may import the stages above it in ORDER and no
others, wherever in the file the import stands; only what is imported for types alone
(`if TYPE_CHECKING`) does not count. Inside a stage the modules have no order, but no
circles either. Where the order stands written is here and in docs/architecture.md.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import networkx as nx

FRONT = "helpers"  # __init__: the names that notebooks use; nobody inside asks it

ORDER = (
    "core",
    "exports",
    "survey",
    "cleaning",
    "drafting",
    "estimation",
    "audit",  # before what hides: it may not share its code
    "disclosure",
    "presentation",
    "method",  # one module: the chain in plain calls
    "batch",
    "app",
)


class Sources:
    """The modules of a package, and what each imports of the others."""

    def __init__(self, folder: Path) -> None:
        self.paths = {
            ".".join(part for part in parts if part != "__init__"): path
            for path in sorted(folder.rglob("*.py"))
            for parts in [path.relative_to(folder).with_suffix("").parts]
        }
        self.paths.pop("", None)

    def imports(self, module: str) -> Iterator[tuple[int, str]]:
        """(line, module of helpers); the front is ""."""
        tree = ast.parse(self.paths[module].read_text(encoding="utf-8"))
        for node in without_types(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name.split(".")[0] == FRONT:
                        yield node.lineno, alias.name.removeprefix(FRONT).strip(".")
            elif isinstance(node, ast.ImportFrom) and node.level:
                yield node.lineno, "."
            elif isinstance(node, ast.ImportFrom) and node.module:
                if node.module.split(".")[0] != FRONT:
                    continue
                base = node.module.removeprefix(FRONT).strip(".")
                for alias in node.names:
                    inner = f"{base}.{alias.name}".strip(".")
                    yield node.lineno, inner if inner in self.paths else base


def without_types(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that is there when the program runs."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from without_types(node)


def stage(module: str) -> str:
    return module.split(".")[0]


def wrong_imports(folder: Path, order: tuple[str, ...] = ORDER) -> list[str]:
    """What breaks the direction; an empty list is a good tree."""
    sources = Sources(folder)
    found = [
        f"{module} is no stage of the order"
        for module in sorted({stage(module) for module in sources.paths} - {*order})
    ]
    within = nx.DiGraph()
    for module in sources.paths:
        for line, other in sources.imports(module):
            said = f"{module}:{line} imports {other or FRONT}"
            if other == ".":
                found.append(f"{module}:{line} imports without saying from helpers")
            elif other not in sources.paths:
                found.append(f"{said}, which is no module")
            elif stage(other) == stage(module):
                if other != module:
                    within.add_edge(module, other)
            elif not is_before(stage(other), stage(module), order):
                found.append(f"{said}, which comes after it")
    found += [
        f"a circle: {' → '.join([*circle, circle[0]])}"
        for circle in nx.simple_cycles(within)
    ]
    return found


def is_before(one: str, other: str, order: tuple[str, ...]) -> bool:
    return one in order and other in order and order.index(one) < order.index(other)
