"""What a machine is set up from, and what breaks it, as functions over the texts."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Bounds = dict[str, str]  # package → ">=1.2"

# What conda-forge calls otherwise, or splits into more than pip's one package.
CONDA = {
    "fonttools": ("fonttools", "brotli-python"),
    "matplotlib": ("matplotlib-base",),
    "pypandoc-binary": ("pypandoc", "pandoc"),
}
CONDA_OWN = {"python", "pip"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()


def bounds(requirements: Iterable[str]) -> Bounds:
    """`fonttools[woff]>=4.57` → {"fonttools": ">=4.57"}."""
    found: Bounds = {}
    for requirement in requirements:
        match = re.fullmatch(
            r"([\w.-]+)(?:\[[\w,]+\])?\s*([^;]*?)\s*(?:;.*)?", requirement
        )
        if match is None:
            raise ValueError(requirement)
        found[canonical(match[1])] = match[2].replace(" ", "")
    return found


def wanted(project: dict[str, Any]) -> Bounds:
    """All that pyproject.toml's [project] asks for, extras included."""
    extras = project["optional-dependencies"].values()
    return bounds(
        [*project["dependencies"], *(one for extra in extras for one in extra)]
    )


def conda_faults(project: dict[str, Any], environment: dict[str, Any]) -> Iterator[str]:
    """Where environment.yml and pyproject.toml differ, in names and lower bounds."""
    listed = environment["dependencies"]
    by_pip = [
        one for entry in listed if isinstance(entry, dict) for one in entry["pip"]
    ]
    if "--editable ." not in by_pip:
        yield "environment.yml does not install this project itself"
    given = bounds(one for one in listed if isinstance(one, str))
    given |= bounds(one for one in by_pip if not one.startswith("-"))
    if given.pop("python", None) != project["requires-python"]:
        yield "python: another lower bound"
    expected = CONDA_OWN - {"python"}
    for name, bound in wanted(project).items():
        first, *more = CONDA.get(name, (name,))
        expected |= {first, *more}
        if first not in given:
            yield f"{first} is not in environment.yml"
        elif given[first] != bound:
            yield f"{first}{given[first]} in environment.yml, {bound} in pyproject.toml"
        yield from (
            f"{other} is not in environment.yml" for other in {*more} - {*given}
        )
    yield from (f"{name} is in environment.yml only" for name in {*given} - expected)


def lock_faults(project: dict[str, Any], lock: str) -> Iterator[str]:
    """A lock pins every package to hashes, and says nothing of where they come from."""
    entries = re.split(r"\n(?=\S)", lock.strip())
    pinned = set()
    for entry in entries:
        head = entry.split("\n")[0].rstrip(" \\")
        match = re.fullmatch(r"([\w.-]+)==([\w.!+]+)(?: ; .+)?", head)
        if match is None:
            yield f"not a pin: {head}"
            continue
        pinned.add(canonical(match[1]))
        if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry):
            yield f"{match[1]} has no hash"
    for word in re.findall(r"\S*(?://|@ |index-url|find-links|trusted-host)\S*", lock):
        yield f"the lock names a host or a place: {word}"
    yield from (
        f"{name} is not in the lock; run make lock"
        for name in sorted({*wanted(project)} - pinned)
    )


def import_faults(
    project: dict[str, Any],
    sources: dict[str, str],
    ours: set[str],
    owners: Mapping[str, list[str]],
) -> Iterator[str]:
    """What is imported without being asked for, and works by luck: because a package
    that we do ask for brings it along today. `owners`: module → packages."""
    asked = {*wanted(project)}
    for path, text in sources.items():
        for module in imported(text):
            packages = {canonical(name) for name in owners.get(module, [])}
            if module in sys.stdlib_module_names or module in ours:
                continue
            if not packages:
                yield f"{path} imports {module}, which is not installed"
            elif not packages & asked:
                yield f"{path} imports {module}; pyproject.toml does not ask for it"


def imported(text: str) -> set[str]:
    """The top-level modules that a source imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def makefile_faults(makefile: str) -> Iterator[str]:
    """Each target that is told of is there, and each that a person calls is told of."""
    phony = re.search(r"^\.PHONY:(.+)$", makefile, re.MULTILINE)
    targets = set(re.findall(r"^([a-z]+):(?!=)", makefile, re.MULTILINE))
    told = set(re.findall(r'echo "make ([a-z]+) ', makefile))
    yield from (
        f"make {name} is told of but missing" for name in sorted(told - targets)
    )
    if phony is None or targets - {*phony[1].split()}:
        yield "a target is not declared .PHONY: a file of its name would stop it"
    inner = {"help", "setup", "lint", "types", "browser"}
    yield from (
        f"make {name} is not told of by make help"
        for name in sorted(targets - told - inner)
    )
