"""Files that she keeps by hand, changed at random: read, or refused in Swedish.

`make fuzz` tries many more, and keeps those that reach furthest (Hypothesis' targets
and its database, .hypothesis/).
"""

from __future__ import annotations

import os
import re
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings, target
from hypothesis import strategies as st

from helpers.core.errors import KartlaggningError
from helpers.presentation.markdown import markdown
from helpers.survey.codebook import read_codebook
from helpers.survey.decisions import read_small_table

YML = """\
title: "Liten enkät"
wave: 2026
exports:
  - {file: svar.csv}
group: role
disclosure: {k: 5, small_group: 10}
scales:
  often: {options: ["Sällan", "Ibland", "Ofta"], dont_know: ["Vet ej"]}
questions:
  - id: role
    column: "Roll"
    type: single
    options: ["Chef", "Annan"]
  - {id: often, column: "Hur ofta?", type: single, scale: often, asked_if: {role: Chef}}
  - id: ways
    type: grid
    cell: multiple
    rows: {work: "Arbete", health: "Hälsa"}
    options: ["Dialog", "Stöd"]
  - {id: paid, column: "Kronor", type: number, unit: kr, between: [0, 10]}
  - id: seen
    column: "Text"
    type: text
    quote_if: {role: [Chef]}
    seen: {by: "Ulla", date: 2026-01-31, reading: "ab12cd34"}
"""
ODD = (
    *("", "null", "true", "-1", "1e999", ".nan", "2026-02-30", "0o17", "[]", "{}"),
    *('"', "'", "”", "&a [*a, *a]", "*a", "!!python/object:os.system x", "!t 1", "|"),
    *("\t", "- ", ": ", "? ", "#", "…", "\x00", "😀", "å" * 300, "../x", "<<: *a"),
)  # fmt: skip
ENGLISH = re.compile(r"\b(?:should|must be|expected|invalid|cannot|found a|Input)\b")
KINDS = ("drop", "twice", "indent", "dedent", "value", "insert", "cut")
RUNS = {"script", "iframe", "object", "embed", "img", "svg", "style", "form"}
few = settings() if "KARTLAGGNING_FUZZ" in os.environ else settings(max_examples=60)


def told(error: KartlaggningError) -> float:
    """How much was told; that it is in Swedish and of one line each."""
    for problem in error.problems:
        said = str(problem)
        assert said.strip()
        assert "Traceback" not in said
        assert not ENGLISH.search(said), said
    return float(len(error.problems))


edits = st.lists(
    st.tuples(
        st.sampled_from(
            ["drop", "twice", "indent", "dedent", "value", "insert", "cut"]
        ),
        st.integers(0, 200),
        st.integers(0, 80),
        st.sampled_from(ODD),
    ),
    min_size=1,
    max_size=4,
)


def edited(text: str, changes: list[tuple[str, int, int, str]]) -> str:
    lines = text.splitlines()
    for kind, row, column, odd in changes:
        at = row % max(1, len(lines))
        line = lines[at] if lines else ""
        made = {
            "drop": [],
            "twice": [line, line],
            "indent": [f"  {line}"],
            "dedent": [line[2:]],
            "value": [f"{line.partition(':')[0]}: {odd}"],
            "insert": [line[:column] + odd + line[column:]],
            "cut": [line[:column]],
        }[kind]
        lines[at : at + 1] = made
    return "\n".join(lines) + "\n"


@few
@given(edits)
def test_fuzz_a_changed_codebook_is_read_or_refused_in_swedish(changes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = edited(YML, changes)
        Path(folder, "survey.yml").write_text(text, "utf-8", errors="surrogatepass")
        try:
            book = read_codebook(Path(folder))
        except KartlaggningError as error:
            target(told(error), label="problems")
        else:
            assert book.questions
            target(float(len(text)), label="read")


PIECES = ("unit", "department", "id", ";", ",", "\t", '"', "\n", "\r\n", "\r", "å", "1",
          "=cmd|x", "\x00", " ", "\u2028", "''", "a;b")  # fmt: skip
pieces = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@few
@given(pieces, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"]))
def test_fuzz_a_table_kept_by_hand_is_read_or_refused_in_swedish(
    text, encoding
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "population.csv")
        path.write_bytes(text.encode(encoding, errors="replace"))
        try:
            table = read_small_table(path)
        except KartlaggningError as error:
            target(told(error), label="problems")
        else:
            target(float(table.size), label="cells")


class Found(HTMLParser):
    """What a browser would run, or fetch."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.tags = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        if tag in {
            "script",
            "iframe",
            "object",
            "embed",
            "img",
            "svg",
            "style",
            "form",
        }:
            self.bad.append(tag)
        for name, value in attrs:
            address = re.sub(r"[\s\x00]", "", value or "").casefold()
            plain = re.fullmatch(r"text-align:(left|center|right)", value or "")
            if name.startswith("on") or (name == "style" and not plain):
                self.bad.append(f"{tag} {name}")
            if address.startswith(("javascript:", "data:", "vbscript:", "file:")):
                self.bad.append(f"{tag} {name}={value}")


MARKS = ("<", ">", "script", "img ", "src=", "onerror=", "[", "]", "(", ")", "`", "*",
         "javascript:", "data:", "&#106;avascript:", "\n", "_", "!", "#", "|", "---",
         "&lt;", '"', "'", "svg/onload=x", "\t", "^[", "http://a", "<a href=", "x",
         "style=", "\x00", "- ")  # fmt: skip
marks = st.lists(st.sampled_from(MARKS), max_size=40).map("".join)


@few
@given(marks)
def test_fuzz_her_text_runs_nothing_on_a_page(text) -> None:
    found = Found(markdown(text))
    target(float(found.tags), label="tags")
    assert found.bad == []


@pytest.mark.parametrize(
    "page", ["<script>x</script>", "<a href='java\nscript:x'>", "<b onclick=x>"]
)
def test_what_runs_would_be_seen(page: str) -> None:
    assert Found(page).bad


def test_a_picture_in_her_text_is_a_link_and_not_fetched() -> None:
    page = markdown("*b*![c](http://a.example/i.png)")
    assert Found(page).bad == []
    assert "<img" not in page
