"""A page that some groups have and others lack tells something of the answers there."""

from __future__ import annotations

import pytest
from support.estimate_rows import codebook, single

from helpers.audit.claim import ALL_NUMBERS
from helpers.audit.existence import existence_problems

HEADER = "survey;question;item;option;challenge;form;group;statistic;count"


@pytest.mark.parametrize(
    ("pages", "is_told"),
    [
        (["=SUM(A1)", "Norr"], False),
        (["Avdelning: =SUM(A1)", "Avdelning: Norr"], False),
        (["Norr"], True),
        ([], False),
    ],
)
def test_every_group_has_a_page_or_none_whatever_it_is_called(
    pages: list[str], is_told: bool
) -> None:
    rows = [f"s;p;all;Ja;all;all;{group};share;9" for group in ("'=SUM(A1)", "Norr")]
    files = {ALL_NUMBERS: "\n".join([HEADER, *rows]).encode()}
    for number, heading in enumerate(pages):
        files[f"{number}.html"] = f"<h1>{heading}</h1>".encode()
    found = [*existence_problems(files, codebook(single("p", ["Ja"])))]
    assert bool(found) == is_told
