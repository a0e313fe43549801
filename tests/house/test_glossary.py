"""One word a thing: what the glossary no longer says, nothing else says either."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"

# The field's word → the ways of saying it that are gone. What has another meaning
# stays: a hidden column of a workbook, the first screen of a phone, silently.
NO_LONGER = {
    "suppressed": r"\b(?:held|holds?)[ -]back\b|\bwithheld\b"
    r"|\bhidden (?:cell|num|group|share)|\bis_hidden\b",
    "primary": r"\bown sake\b",
    "secondary": r"\bcomplements? (?:of|cell|supp)|[`\"(]complement\b"
    r"(?!\": \"secondary\")",  # what old ledgers call it
    "feasible table": r"\bwitness(?:es)?\b",
    "nonrespondent": r"\bthe silent\b|\bsilent (?:unit|dep|one|=)|\b(?:is|are) silent\b"
    r"|\bunits silent\b",
    "filter question": r"\bscreen(?:s|ing|ed)? question|\bprotected screens?\b"
    r"|\bscreens? (?:that was )?left\b|\bscreen =",
    "skipped": r"\brouted[ _]past\b",
    "reverse-coded": r"\bturned items?\b|\bitems? (?:are|is) turned\b",
    "no-assumption bounds": r"\bcertain[ _]bounds?\b",
    "its content": r"(?-i:\b(?:said|told|hers) \+?= "
    r"|\bdef _?(?:said|told|apart|hers)\()",
    "distinguishable": r"(?<![a-z])(?:told|tell|telling)[ _]apart\b",
}


def said(text: str) -> list[str]:
    """The words of `text` that are no longer said, each with the one that is."""
    joined = " ".join(text.split())
    return [
        f"{found[0]}: {word}"
        for word, pattern in NO_LONGER.items()
        for found in re.finditer(pattern, joined, re.IGNORECASE)
    ]


def paths() -> list[Path]:
    """The code with its templates and styles, the notebooks and the documents."""
    docs = [path for path in (ROOT / "docs").rglob("*.md") if path != GLOSSARY]
    code = [
        path
        for ending in ("py", "j2", "css", "json", "po")
        for path in (ROOT / "src").rglob(f"*.{ending}")
    ]
    notebooks = (ROOT / "notebooks").glob("*.ipynb")
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
    return sorted([*code, *docs, *notebooks, *top])


@pytest.mark.parametrize("path", paths(), ids=lambda path: path.name)
def test_nothing_says_what_is_no_longer_said(path: Path) -> None:
    assert said(path.read_text(encoding="utf-8")) == []


def test_the_glossary_lists_what_is_looked_for() -> None:
    table = GLOSSARY.read_text(encoding="utf-8").partition("## No longer said")[2]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", table, re.MULTILINE)
    assert [but for _, but in rows if but not in ("but", "---")] == [*NO_LONGER]


def test_a_word_of_the_old_dialect_is_found_over_the_end_of_a_line() -> None:
    assert said("numbers that are held\n    back") == ["held back: suppressed"]


@pytest.mark.parametrize(
    "name",
    [
        "said = phrase(words)",
        "def told(row)",
        "_told_apart(made)",
        "self.routed_past",
        "text.certain_bounds",
        "if is_hidden:",
    ],
)
def test_a_name_in_the_old_dialect_is_found(name: str) -> None:
    assert said(name)
