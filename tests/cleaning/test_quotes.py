"""A text is printed when its writer and a person have said so, and never otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import surveys as tiny

from helpers.cleaning.quotes import stands_in
from helpers.core.errors import DecisionError

YAML = """\
questions:
  - {id: t, type: text, column: T, quote_if: {ok: ["Ja"]}, personal: true}
  - {id: ok, type: single, column: Ok, options: ["Ja", "Nej"]}
tests: {T: ["bort"]}
"""
ANSWERS = (
    "T;Ok\nVi ses varje vecka på torget;Ja\nSäg inget;Nej\nRing 070-174 06 05;Ja\n"
    "bort;Ja\n"
)


def approved(folder: Path, lines: str) -> tuple[list[str], list[str]]:
    files = {"decisions/quotes.csv": f"file;row;question;text;publish\n{lines}"}
    found = tiny.cleaned(folder, YAML, ANSWERS, files=files)
    return list(found.quotes["text"]), [n for n in found.notes if "Citat" in n]


def test_what_both_have_approved_is_printed(tmp_path: Path) -> None:
    line = "svar.csv;2;t;Vi ses varje vecka på torget;ja\n"
    assert approved(tmp_path, line) == (["Vi ses varje vecka på torget"], [])


def test_an_approval_may_be_taken_back_by_a_later_line(tmp_path: Path) -> None:
    line = "svar.csv;2;t;Vi ses varje vecka på torget;"
    assert approved(tmp_path, f"{line}ja\n{line}nej\n") == ([], [])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("svar.csv;3;t;Säg inget;ja\n", "den svarande har inte sagt ja"),
        ("svar.csv;2;t;Vi ses varje dag;ja\n", "orden står inte längre så"),
        ("svar.csv;4;t;Ring 070-174 06 05;ja\n", "möjlig personuppgift"),
        ("svar.csv;5;t;bort;ja\n", "ställt åt sidan"),
        ("svar.csv;9;t;x;ja\n", "svaret finns inte"),
    ],
)
def test_the_rest_is_not_and_the_log_says_why(
    tmp_path: Path, line: str, why: str
) -> None:
    texts, [note] = approved(tmp_path, line)
    assert texts == []
    assert why in note


def test_a_question_that_asked_for_no_leave_has_no_quotes(tmp_path: Path) -> None:
    yaml = YAML.replace(', quote_if: {ok: ["Ja"]}', "")
    files = {"decisions/quotes.csv": "file;row;question;text;publish\n"
             "svar.csv;2;t;Vi ses varje vecka på torget;ja\n"}  # fmt: skip
    assert tiny.cleaned(tmp_path, yaml, ANSWERS, files=files).quotes.empty


def test_a_line_for_no_question_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match=r"quotes\.csv, rad 2: .* textfråga ”tt”"):
        approved(tmp_path, "svar.csv;2;tt;x;ja\n")


def test_what_is_left_out_is_marked_and_nothing_is_added() -> None:
    answer = "Vi ses varje vecka på Fenixtorget med alla"
    assert stands_in("Vi ses […] på [torget] med alla", answer)
    assert not stands_in("Vi ses aldrig", answer)
    assert not stands_in("med alla […] Vi ses", answer)
    assert not stands_in("", answer)
