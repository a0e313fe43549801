"""A module has one job: one of more than 400 lines says first why it is so long."""

import ast
import re
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "helpers"
MOST_LINES = 400
REASON = "Long:"


def unexplained(root: Path) -> list[str]:
    """The modules under `root` that are long, and whose docstring gives no reason on a
    line of its own."""
    found = []
    for path in sorted(root.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        said = ast.get_docstring(ast.parse(source)) or ""
        reasons = [line for line in said.splitlines() if line.startswith(REASON)]
        if len(source.splitlines()) > MOST_LINES and not reasons:
            found.append(str(path.relative_to(root)))
    return found


def stages() -> list[Path]:
    return sorted(SRC.glob("*/__init__.py"))


@pytest.mark.parametrize("path", stages(), ids=lambda path: path.parent.name)
def test_a_stage_says_what_comes_in_and_out_and_which_notebook_calls_it(
    path: Path,
) -> None:
    told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert all(part in told for part in ("In: ", "Out: ", "Called by "))
    assert len(told.splitlines()) <= 7


def test_every_notebook_named_by_a_stage_is_there() -> None:
    there = {path.stem for path in (SRC.parents[1] / "notebooks").glob("*.ipynb")}
    for path in stages():
        told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        called = told.partition("Called by")[2]
        named = set(re.findall(r"\b\d_[a-z]+", called))
        if "notebooks" in called:
            words = called.partition("notebooks")[2]
            named |= set(re.findall(r"\b(?!and\b|to\b|files\b|pages\b)[\w]{3,}", words))
        assert named <= there, path


def test_a_long_module_says_why() -> None:
    assert not unexplained(SRC)


@pytest.mark.parametrize(
    ("first", "is_told"),
    [('"""A table."""', True), ('"""Words.\n\nLong: it is data.\n"""', False)],
)
def test_a_long_module_without_a_reason_is_seen(
    first: str, is_told: bool, tmp_path: Path
) -> None:
    lines = [first, *("x = 1" for _ in range(MOST_LINES))]
    (tmp_path / "long.py").write_text("\n".join(lines), encoding="utf-8")
    assert unexplained(tmp_path) == (["long.py"] if is_told else [])
