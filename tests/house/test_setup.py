"""A fresh machine gets what it needs, and git never gets what it must not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import nbformat
import pytest
from ruamel.yaml import YAML
from support.setup_rules import (
    conda_faults,
    import_faults,
    lock_faults,
    makefile_faults,
)

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
RUN = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL, "cwd": ROOT}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_conda_users_get_the_same_packages() -> None:
    environment = YAML(typ="safe").load(read("environment.yml"))
    assert list(conda_faults(PROJECT, environment)) == []


def test_the_lock_pins_everything_and_names_no_host() -> None:
    assert list(lock_faults(PROJECT, read("requirements.lock"))) == []
    folder = "tests/validators/requirements"
    asked = [one for one in read(f"{folder}.in").splitlines() if one[:1] not in "#"]
    wanted = {"dependencies": asked, "optional-dependencies": {}}
    assert list(lock_faults(wanted, read(f"{folder}.lock"))) == []


def test_what_is_imported_is_asked_for() -> None:
    """Else a fresh machine lacks it, or has it only while another package needs it."""
    paths = [
        path
        for folder in ("src", "tests", "benchmarks")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not {"node_modules", "validators", "fuzz"} & {*path.parts}
    ]
    sources = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in paths}
    ours = {"helpers", "tests", "starta"} | {
        path.stem if path.is_file() else path.name
        for folder in ("tests", "benchmarks")
        for path in (ROOT / folder).iterdir()
    }
    owners = packages_distributions()
    assert list(import_faults(PROJECT, sources, ours, owners)) == []


def test_the_makefile_tells_of_its_targets() -> None:
    assert list(makefile_faults(read("Makefile"))) == []


def test_an_old_python_is_told_what_to_do(tmp_path: Path) -> None:
    """In a folder of its own, with a Python that says it is too old."""
    old = tmp_path / "python3"
    old.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit\nexit 1\n'
    )
    old.chmod(0o755)
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    run = subprocess.run(["make", f"PYTHON={old}", "report"], **RUN | {"cwd": tmp_path})
    assert run.returncode != 0
    assert "Python 3.11 or later, with venv, is needed" in run.stderr
    assert "Python 3.9.2" in run.stderr
    assert "make PYTHON=" in run.stderr
    assert not (tmp_path / ".venv").exists()


IGNORED = [
    "data/raw/malmo-2024/svar.xlsx",
    "data/raw/malmo-2024/survey.yml",
    "data/raw/exempel",
    "data/raw/svar.csv",
    "data/raw/exempel-2024/~$svar.xlsx",
    "data/raw/exempel-2024/svar.xlsx.part",
    "data/processed/exempel-2024/responses.parquet",
    "outputs/exempel-2024/fordjupad.html",
    "notebooks/.ipynb_checkpoints/1_clean-checkpoint.ipynb",
    ".venv/ready",
    "tests/web/node_modules/x/index.js",
]
KEPT = [
    "data/raw/exempel-2024/survey.yml",
    "data/raw/exempel-2024/decisions/rows.csv",
    "data/raw/exempel-2022/texts/method.md",
    "data/raw/exempel-2024/profile/logo.svg",
    "notebooks/1_clean.ipynb",
    "requirements.lock",
    "docs/report-tour/fordjupad-1280.png",
]


def is_ignored(path: str) -> bool:
    """By the rules alone, whatever git already tracks."""
    command = ["git", "check-ignore", "--quiet", "--no-index", path]
    return subprocess.run(command, **RUN).returncode == 0


def needs_git() -> None:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nothing to ignore")


@pytest.mark.parametrize("path", IGNORED)
def test_git_ignores_what_respondents_wrote_and_what_can_be_made(path: str) -> None:
    needs_git()
    assert is_ignored(path)


@pytest.mark.parametrize("path", KEPT)
def test_git_keeps_the_examples(path: str) -> None:
    needs_git()
    assert not is_ignored(path)


def test_nothing_that_is_ignored_is_tracked() -> None:
    needs_git()
    command = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    assert subprocess.run(command, **RUN).stdout == ""


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        [
            "nbstripout",
            "--verify",
            "--keep-id",
            *sorted(ROOT.glob("notebooks/*.ipynb")),
        ],
    ],
    ids=lambda command: " ".join(map(str, command[:2])),
)
def test_the_tree_is_tidy(command: list[str]) -> None:
    run = subprocess.run([BIN / command[0], *command[1:]], **RUN)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_hooks_are_the_tests_own_tools() -> None:
    hooks = YAML(typ="safe").load(read(".pre-commit-config.yaml"))["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"]
    entries = [hook["entry"].split()[0] for hook in hooks[0]["hooks"]]
    assert entries == [".venv/bin/ruff", ".venv/bin/ruff", ".venv/bin/nbstripout"]


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=str)
def test_a_notebook_is_stored_as_the_filter_writes_it(path: Path) -> None:
    """Else every checkout that was set up shows it as changed."""
    content = path.read_text(encoding="utf-8")
    assert nbformat.writes(nbformat.reads(content, as_version=4)) + "\n" == content


def test_the_top_level_is_the_cards_and_what_a_project_needs() -> None:
    needs_git()
    tracked = subprocess.run(["git", "ls-files"], **RUN).stdout.splitlines()
    assert {path.split("/")[0] for path in tracked} <= {
        *("notebooks", "src", "data", "outputs", "tests", "environment.yml"),
        *("README.md", "pyproject.toml", "requirements.lock", "Makefile", ".ci"),
        *("CHANGELOG.md", "LICENSE", "docs", "benchmarks", ".gitignore"),
        ".gitattributes",
        *("CONTRIBUTING.md", "SECURITY.md", "CITATION.cff", "mkdocs.yml", ".github"),
        *(".pre-commit-config.yaml", ".gitattributes"),
        *("starta.py", "Starta.cmd", "Starta.command"),  # a double click
        *("publiccode.yml", "REUSE.toml", "LICENSES"),  # whose it is, read by programs
    }
    assert {path.split("/")[1] for path in tracked if path.startswith("src/")} == {
        "helpers"
    }


def test_ci_can_be_run_and_asks_nobody() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    text = script.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text
    assert "</dev/null" in text
    assert "make test" in text


def test_what_the_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", read("README.md"))
    missing = [
        link
        for link in links
        if not link.startswith(("http:", "https:", "mailto:"))
        and not (ROOT / link).exists()
    ]
    assert links
    assert missing == []


def test_the_changelog_is_for_this_version() -> None:
    text = read("CHANGELOG.md")
    assert "## [Unreleased]" in text or f"## [{PROJECT['version']}]" in text
