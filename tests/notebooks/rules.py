"""The rules of a notebook, each as a function that lists what breaks it.

A notebook is read by somebody who does not program: it says what it is for, takes its
parameters, and calls one helper at a time. What computes, chooses or repeats lives in
`src/helpers/`, where it is tested. The rules are read off the syntax tree, so that no
clever spelling gets past them.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from matplotlib import colors

WIDEST, MOST_CELLS, MOST_LINES = 88, 32, 100

Notebook = dict[str, Any]
Cell = dict[str, Any]
Rule = Callable[[str, Notebook], Iterator[str]]

RULES: dict[str, Rule] = {}

FORBIDDEN: dict[type[ast.AST], str] = {
    ast.FunctionDef: "def",
    ast.AsyncFunctionDef: "def",
    ast.ClassDef: "class",
    ast.Lambda: "lambda",
    ast.For: "a loop",
    ast.AsyncFor: "a loop",
    ast.While: "a loop",
    ast.If: "a branch",
    ast.IfExp: "a branch",
    ast.Match: "a branch",
    ast.BoolOp: "a branch",
    ast.Try: "a branch",
    ast.TryStar: "a branch",
    ast.Assert: "a branch",
    ast.Compare: "a comparison",
    ast.With: "with",
    ast.AsyncWith: "with",
    ast.ListComp: "a comprehension",
    ast.SetComp: "a comprehension",
    ast.DictComp: "a comprehension",
    ast.GeneratorExp: "a comprehension",
    ast.NamedExpr: "an assignment in an expression",
    ast.BinOp: "arithmetic",
    ast.JoinedStr: "an f-string",
    ast.Delete: "del",
    ast.Global: "global",
}
PARAMETER_TYPES = {"str", "int", "float", "bool"}
SWEDISH = {
    *("och", "att", "det", "som", "en", "ett", "är", "av", "för", "med", "på", "till"),
    *("i", "den", "inte", "du", "kan", "ska", "från", "vad", "här", "eller", "alla"),
    *("de", "om", "varje", "sedan", "dina", "din", "ditt"),
}
ENGLISH = {
    *("the", "and", "of", "to", "is", "for", "with", "this", "that", "are", "from"),
    *("what", "here", "or", "all"),
}


def rule(check: Rule) -> Rule:
    RULES[check.__name__] = check
    return check


def complaints(stem: str, notebook: Notebook) -> list[tuple[str, str]]:
    """(rule, what breaks it), for every rule; an empty list is a good notebook."""
    return [
        (name, said) for name, check in RULES.items() for said in check(stem, notebook)
    ]


def source(cell: Cell) -> str:
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)


def cells(notebook: Notebook, kind: str) -> list[Cell]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def is_parameters(cell: Cell) -> bool:
    return "parameters" in cell["metadata"].get("tags", [])


def tree(cell: Cell) -> ast.Module:
    """The cell's syntax tree; empty where `python` already complains."""
    try:
        return ast.parse(source(cell))
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def imports(cell: Cell) -> list[ast.stmt]:
    return [
        node
        for node in ast.walk(tree(cell))
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]


@rule
def python(stem: str, notebook: Notebook) -> Iterator[str]:
    """No magics and no shell: a cell is plain Python, and not an empty one."""
    for cell in cells(notebook, "code"):
        if not source(cell).strip():
            yield f"{cell.get('id')} is empty"
        try:
            ast.parse(source(cell))
        except SyntaxError as error:
            yield f"{cell.get('id')} is not Python: {error.msg}"


@rule
def title_and_purpose(stem: str, notebook: Notebook) -> Iterator[str]:
    """The first cell is a title, with what the notebook is for beneath it."""
    first = notebook["cells"][0]
    lines = [line for line in source(first).splitlines() if line.strip()]
    if first["cell_type"] != "markdown" or not lines[0].startswith("# "):
        yield "does not begin with a title"
        return
    if len(lines) < 2 or lines[1].startswith("#"):
        yield "says nothing of its purpose under the title"
    for cell in cells(notebook, "markdown")[1:]:
        if re.search(r"^# ", source(cell), re.MULTILINE):
            yield f"{cell['id']} is a second title"


@rule
def parameters(stem: str, notebook: Notebook) -> Iterator[str]:
    """One tagged cell, the first code: `name: type = value  # what it is`."""
    tagged = [cell for cell in cells(notebook, "code") if is_parameters(cell)]
    if len(tagged) != 1:
        yield f"{len(tagged)} cells are tagged parameters, not one"
        return
    if tagged[0] is not cells(notebook, "code")[0]:
        yield "code comes before the parameters"
    lines = source(tagged[0]).splitlines()
    for statement in tree(tagged[0]).body:
        line = lines[statement.lineno - 1]
        if not (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.annotation, ast.Name)
            and statement.annotation.id in PARAMETER_TYPES
            and isinstance(statement.value, ast.Constant)
        ):
            yield f"not a parameter with a type and a value: {line}"
        elif not re.search(r"#\s*\S", line[statement.end_col_offset or 0 :]):
            yield f"a parameter without a comment: {line}"


@rule
def one_import_cell(stem: str, notebook: Notebook) -> Iterator[str]:
    """All imports in one cell, of helpers alone, and of names that exist there."""
    importing = [cell for cell in cells(notebook, "code") if imports(cell)]
    if len(importing) != 1:
        yield f"{len(importing)} cells import, not one"
    for cell in importing:
        if len(imports(cell)) != len(tree(cell).body):
            yield f"{cell['id']} does more than import"
        for node in imports(cell):
            if isinstance(node, ast.Import) or node.module != "helpers":
                yield f"imports other things than helpers: {ast.unparse(node)}"
                continue
            helpers = importlib.import_module("helpers")
            yield from (
                f"helpers has no {alias.name}"
                for alias in node.names
                if not hasattr(helpers, alias.name)
            )


@rule
def only_calls(stem: str, notebook: Notebook) -> Iterator[str]:
    """Nothing computes, chooses or repeats."""
    for cell in cells(notebook, "code"):
        for node in ast.walk(tree(cell)):
            if what := FORBIDDEN.get(type(node)):
                yield f"{cell['id']} has {what}: {ast.unparse(node)[:60]}"


@rule
def no_literals(stem: str, notebook: Notebook) -> Iterator[str]:
    """No number, colour or path outside the parameters."""
    for cell in cells(notebook, "code"):
        if is_parameters(cell):
            continue
        for node in ast.walk(tree(cell)):
            if isinstance(node, ast.Constant) and (what := literal(node.value)):
                yield f"{cell['id']} has {what}: {node.value!r}"


def literal(value: object) -> str:
    """What a constant is, where a notebook may not have it; else nothing."""
    if isinstance(value, (int, float, complex)) and not isinstance(value, bool):
        return "a number"
    if not isinstance(value, str):
        return ""
    if re.search(r"[/\\]|\.(csv|xlsx|parquet|html|svg|md|yml|ipynb)$", value):
        return "a path"
    if len(value) > 1 and colors.is_color_like(value):
        return "a colour"
    return ""


@rule
def names_exist(stem: str, notebook: Notebook) -> Iterator[str]:
    """Top to bottom by hand works: every name is known where it is used."""
    known, imported = set(dir(builtins)), set[str]()
    for cell in cells(notebook, "code"):
        for node in imports(cell):
            imported |= {alias.asname or alias.name for alias in node.names}
        known |= imported
        for statement in tree(cell).body:
            nodes = list(ast.walk(statement))
            for node in nodes:
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    if node.id not in known:
                        yield f"{cell['id']} uses {node.id} before it is made"
                elif isinstance(node, ast.Attribute):
                    yield from missing_attribute(cell, node, imported)
            known |= {
                node.id
                for node in nodes
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            }


def missing_attribute(
    cell: Cell, node: ast.Attribute, imported: set[str]
) -> Iterator[str]:
    """`chapters.sumary`, where chapters is a room of helpers."""
    if not isinstance(node.value, ast.Name) or node.value.id not in imported:
        return
    room = getattr(importlib.import_module("helpers"), node.value.id, None)
    if isinstance(room, ModuleType) and not hasattr(room, node.attr):
        yield f"{cell['id']}: helpers.{node.value.id} has no {node.attr}"


@rule
def size(stem: str, notebook: Notebook) -> Iterator[str]:
    """Short lines, few cells, few lines of code."""
    code = cells(notebook, "code")
    lines = [line for cell in code for line in source(cell).splitlines()]
    yield from (f"{len(line)} columns: {line}" for line in lines if len(line) > WIDEST)
    if len(code) > MOST_CELLS:
        yield f"{len(code)} code cells; {MOST_CELLS} at most"
    if len([line for line in lines if line.strip()]) > MOST_LINES:
        yield f"{len(lines)} lines of code; {MOST_LINES} at most"


@rule
def stored_clean(stem: str, notebook: Notebook) -> Iterator[str]:
    """No outputs (they are answers), no counts, nothing that papermill wrote."""
    for cell in cells(notebook, "code"):
        if cell.get("outputs"):
            yield f"{cell.get('id')} has outputs"
        if cell.get("execution_count") is not None:
            yield f"{cell.get('id')} has an execution count"
        if extra := sorted(set(cell["metadata"]) - {"tags", "jupyter"}):
            yield f"{cell.get('id')} has metadata {', '.join(extra)}"
    if extra := sorted(set(notebook["metadata"]) - {"kernelspec", "language_info"}):
        yield f"has metadata {', '.join(extra)}"
    if notebook["metadata"].get("kernelspec", {}).get("name") != "python3":
        yield "does not ask for the environment's own kernel, python3"


@rule
def stable_ids(stem: str, notebook: Notebook) -> Iterator[str]:
    """Ids are given by hand (`1-clean-03`), so that a changed cell is one change."""
    if (notebook["nbformat"], notebook["nbformat_minor"]) < (4, 5):
        yield "is of a format without cell ids"
    seen: set[str] = set()
    for cell in notebook["cells"]:
        given = cell.get("id", "")
        if not given.startswith(stem.replace("_", "-") + "-"):
            yield f"a cell's id is {given!r}, not {stem.replace('_', '-')}-…"
        if given in seen:
            yield f"two cells have the id {given}"
        seen.add(given)


def prose(cell: Cell) -> str:
    """A markdown cell's words, without what stands in code marks."""
    return re.sub(r"`[^`]*`", " ", source(cell))


@rule
def in_swedish(stem: str, notebook: Notebook) -> Iterator[str]:
    """Prose is for the secretary."""
    for cell in cells(notebook, "markdown"):
        words = re.findall(r"[^\W\d_]+", prose(cell).casefold())
        swedish = sum(word in SWEDISH or bool(set(word) & set("åäö")) for word in words)
        english = sum(word in ENGLISH for word in words)
        if english > swedish or (len(words) >= 5 and not swedish):
            yield f"{cell['id']} is not Swedish: {' '.join(words[:8])}"


@rule
def no_typed_numbers(stem: str, notebook: Notebook) -> Iterator[str]:
    """A number in prose would be wrong after the next run; a heading's own may stay."""
    for cell in cells(notebook, "markdown"):
        text = re.sub(r"^#+ \d+\. ", "", prose(cell), flags=re.MULTILINE)
        yield from (
            f"{cell['id']} has the number {number}"
            for number in re.findall(r"\d[\d.,]*", text)
        )
