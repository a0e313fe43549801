from __future__ import annotations

import unicodedata

import pytest

from helpers.core.spreadsheets import neutral
from helpers.core.wording import fold


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Vilken\u00a0förvaltning?", "Vilken förvaltning?"),
        ("två\r\nrader", "två rader"),
        ("Your comments.&nbsp &nbsp Thank you", "Your comments. Thank you"),
        ("\ufeffJa", "Ja"),
        (unicodedata.normalize("NFD", "Förskola"), "Förskola"),
        ("  \t ", ""),
    ],
)
def test_what_tools_write_is_folded_to_what_a_person_sees(
    written: str, meant: str
) -> None:
    assert fold(written) == meant


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert neutral(f"{start}cmd").startswith("'")
    assert neutral(f"ord {start}") == f"ord {start}"
