"""Nothing that she may put or make in the checkout is taken by `git add .`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = re.compile(
    r"[^\s`\"'”()|/\\<>]*(?:\([\d-]+\))?\.(?:xlsx|xls|csv|sav|ods|tsv|zip)\b"
)
PLACES = ("", "data", "data/inkommet", "data/raw", "data/raw/samverkan-2026")
PLACES += ("data/raw/exempel-2024", "notebooks", "docs", "Hämtade filer")
MADE = (
    *("notebooks/Untitled.ipynb", "notebooks/4_report-Copy1.ipynb"),
    *("data/raw/exempel-2024/own/own_analysis.ipynb", "Untitled.ipynb"),
    *("notebooks/4_report - Kopia.ipynb", "data/raw/liggare.json"),
    *("data/raw/exempel-2024/published/1.csv", "data/processed/x/responses.parquet"),
    *("data/raw/exempel-2024 - Kopia/survey.yml", "outputs/x/fordjupad.html"),
    *("outputs/publicerat/x-1.zip", "data/raw/samverkan-2026/survey.yml"),
    *("SVAR.XLSX", "svar.csv.gz", "enkät.SAV", "fordjupad.pdf", "sammanfattning.docx"),
    *("~$svar.xlsx", ".fordjupad.html.ab.part", "data/raw/exempel-egen/survey.yml"),
)


def git(folder: Path, *words: str) -> str:
    return subprocess.run(
        ["git", "-c", "core.quotepath=false", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def checkout(folder: Path) -> Path:
    shutil.copy(ROOT / ".gitignore", folder)
    shutil.copy(ROOT / ".gitattributes", folder)
    git(folder, "init", "--quiet")
    return folder


def untracked(folder: Path) -> list[str]:
    said = git(folder, "status", "--porcelain", "--untracked-files=all")
    return [
        line[3:]
        for line in said.splitlines()
        if not line.endswith((".gitignore", ".gitattributes"))
    ]


def named() -> set[str]:
    """Every file of answers that the README and the guide name."""
    texts = [
        (ROOT / name).read_text("utf-8")
        for name in ("README.md", "docs/handledning.md")
    ]
    found = {name for text in texts for name in ANSWERS.findall(text)}
    return {name for name in found if name[0] not in ".*{…"}


def test_no_file_of_the_guides_is_taken(tmp_path: Path) -> None:
    folder = checkout(tmp_path)
    assert {"svar.csv", "population.csv", "tabeller.xlsx"} <= named() | {"svar.csv"}
    for name in (*named(), "Samverkan 2026(1-174).xlsx", "svar.xlsx", "lista.CSV"):
        for place in PLACES:
            path = folder / place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("svar")
    for name in MADE:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("svar")
    examples = set(git(ROOT, "ls-files", "-z", "data/raw").split("\0"))
    assert set(untracked(folder)) <= examples  # a file of that name is the example's


def test_what_is_the_suites_own_is_taken(tmp_path: Path) -> None:
    folder = checkout(tmp_path)
    names = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    tracked = git(ROOT, "ls-files", "notebooks").split()
    for name in (*names, "7_new_step.ipynb"):
        if f"notebooks/{name}" in tracked or name == "7_new_step.ipynb":
            (folder / "notebooks").mkdir(exist_ok=True)
            (folder / "notebooks" / name).write_text("{}")
    (folder / "src").mkdir()
    (folder / "src" / "new.py").write_text("")
    kept = {f"notebooks/{Path(name).name}" for name in tracked}
    assert set(untracked(folder)) == kept | {"notebooks/7_new_step.ipynb", "src/new.py"}


def test_a_notebook_is_stored_without_what_it_showed(tmp_path: Path) -> None:
    """The filter that `make setup` installs, and its command as it stands there."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    found = re.search(r'filter\.nbstripout\.clean "(.*?)"', makefile)
    assert found is not None
    if not (ROOT / ".venv/bin/nbstripout").exists():
        pytest.skip("no .venv here")
    folder = checkout(tmp_path)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    git(folder, "config", "filter.nbstripout.clean", found[1])
    git(folder, "config", "filter.nbstripout.required", "true")
    git(folder, "config", "filter.nbstripout.smudge", "cat")
    text = (ROOT / "notebooks" / "explore.ipynb").read_text("utf-8")
    shown = text.replace('"outputs": []', '"outputs": [{"output_type": "stream", '
                         '"name": "stdout", "text": "hemligt svar"}]', 1)  # fmt: skip
    assert shown != text
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "explore.ipynb").write_text(shown, "utf-8")
    git(folder, "add", "notebooks/explore.ipynb")
    stored = git(folder, "show", ":notebooks/explore.ipynb")
    assert "hemligt svar" not in stored
    assert stored == text


def test_every_notebook_is_as_the_filter_stores_it(tmp_path: Path) -> None:
    """Else git would call it changed where the filter is installed."""
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    copies = [Path(shutil.copy(path, tmp_path)) for path in paths]
    command = [sys.executable, "-m", "nbstripout", "--keep-id"]
    subprocess.run([*command, *copies], capture_output=True, check=True)
    for path, copy in zip(paths, copies, strict=True):
        assert copy.read_bytes() == path.read_bytes(), path.name
