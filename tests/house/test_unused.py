"""Nothing is built that nothing calls: not even what only tests call."""

from __future__ import annotations

import json
import keyword
import re
from pathlib import Path

import vulture

ROOT = Path(__file__).resolve().parents[2]

# Called by a library, by its name or through a decorator: not by our own code.
CALLED_BY_LIBRARIES = [
    "model_post_init",  # pydantic
    "_constructor",  # pandas: what a slice of a subclass is
    "_render_traceback_",  # IPython
    "clear_output",
    "write_output_prompt",
    "write_format_data",
    "finish_displayhook",
    "_is_active",
    "_showtraceback",
    "export_from_notebook",  # nbconvert
    "output_mimetype",
    "_*_default",  # traitlets
    "_repr_html_",  # JupyterLab
    "_render",  # Voilà: the page for those without the token
    "on_instance",  # griffe
    "detect",  # of every module in exports.TOOLS
    "Tool",  # the contract that mypy holds them to
]
REGISTERED = ["@app.command", "@app.command*", "@rule*", "@*.register", "@register*"]
DOOR = re.compile(r"^__all__ = \[.*?\]$", re.MULTILINE | re.DOTALL)
KINDS = {"class", "function", "method", "property"}


def unused(folder: Path, callers: Path) -> list[str]:
    """What of the code in `folder` neither itself nor a notebook, a template or the
    Makefile of `callers` names, as `module:line name`. That a door (`__init__`) shows
    a name is no use of it."""
    found = vulture.Vulture(
        ignore_names=CALLED_BY_LIBRARIES, ignore_decorators=REGISTERED
    )
    for path in sorted(folder.rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        if path != folder / "__init__.py":
            found.scan(DOOR.sub("", code), filename=path)
    for path in sorted([*callers.glob("notebooks/*.ipynb"), callers / "Makefile"]):
        if path.exists():
            found.scan(named_in(path), filename=path)
    for path in folder.rglob("*.j2"):
        found.scan(named_in(path), filename=path)
    return [
        f"{item.filename.relative_to(folder)}:{item.first_lineno} {item.name}"
        for item in found.get_unused_code()
        if item.typ in KINDS and item.filename.is_relative_to(folder)
    ]


def named_in(path: Path) -> str:
    """The names in a notebook's code, or the words of any other text, as code."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        return "\n".join(
            "".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"
        )
    words = dict.fromkeys(re.findall(r"[A-Za-z_]\w+", text))
    return "\n".join(word for word in words if not keyword.iskeyword(word))


def test_all_code_is_reached_from_a_notebook_or_the_command_line() -> None:
    assert unused(ROOT / "src" / "helpers", ROOT) == []


def test_a_function_that_only_tests_call_is_found(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "room.py").write_text("def used(): ...\ndef lost(): ...\n")
    book = {"cells": [{"cell_type": "code", "source": ["used()"]}]}
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "a.ipynb").write_text(json.dumps(book))
    assert unused(tmp_path / "src", tmp_path) == ["room.py:2 lost"]
