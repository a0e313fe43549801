"""Marks beside numbers not shown: a bar tells, the ground of a cell does not."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from support.estimate_rows import codebook, single

from helpers.audit.marks import _drawn_but_hidden, mark_problems
from helpers.audit.names import Names

CELL = '<path d="M {x} {y} L {r} {y} L {r} {b} L {x} {b} z" fill="#eef1f3"></path>'
DOT = '<circle cx="{x}" cy="{y}" r="7" fill="#000"></circle>'


def cell(x: int, y: int, words: str) -> str:
    ground = CELL.format(x=x, y=y, r=x + 90, b=y + 30)
    return f'{ground}<text x="{x + 45}" y="{y + 19}">{words}</text>'


def text(x: int, y: int, words: str) -> str:
    return f'<text x="{x}" y="{y}">{words}</text>'


def told(inside: str) -> list[tuple[str, int]]:
    [svg] = BeautifulSoup(f"<svg>{inside}</svg>", "html.parser")("svg")
    return list(_drawn_but_hidden(svg))


def test_a_heatmap_with_several_columns_tells_nothing() -> None:
    row = text(0, 20, "Kultur") + cell(100, 0, "20 %") + cell(200, 0, "redovisas inte")
    assert told(row) == []


def test_a_bar_beside_a_hidden_number_tells_it() -> None:
    bar = '<rect x="100" y="4" width="63" height="20" fill="#05a"></rect>'
    other = '<rect x="100" y="44" width="31" height="20" fill="#05a"></rect>'
    row = text(0, 20, "Kultur") + bar + text(300, 20, "redovisas inte")
    assert told(row + text(0, 60, "Fritid") + other + text(300, 60, "31 %")) == [
        ("Kultur", 1)
    ]


@pytest.mark.parametrize("places", [(20, 60), (20,)])
def test_dots_in_every_row_alike_say_what_the_row_is_about(
    places: tuple[int, ...],
) -> None:
    first = "".join(DOT.format(x=x, y=16) for x in (20, 60))
    hidden = "".join(DOT.format(x=x, y=56) for x in places)
    rows = first + text(300, 20, "31 %") + hidden + text(300, 60, "redovisas inte")
    assert bool(told(rows)) == (places != (20, 60))


@pytest.mark.parametrize("above", [0, 28], ids=["beside", "above, on a phone"])
@pytest.mark.parametrize(
    ("pieces", "leaks"),
    [((8, 83), False), ((8, 83, 9), True), ((8,), False)],
    ids=["those shown", "one besides", "fewer"],
)
def test_a_bar_of_parts_may_have_those_that_its_table_tells(
    pieces: tuple[int, ...], leaks: bool, above: int
) -> None:
    """Two of four steps are suppressed: the table tells 8 and 83 percent."""
    marks, x = "", 100
    for wide in pieces:
        marks += f'<rect x="{x}" y="4" width="{wide}" height="20" fill="#05a"></rect>'
        x += wide
    drawing = text(0, 20 - above, "Det är lugnt") + text(98, 20, "·") + marks
    row = (
        "<th>Det är lugnt</th><td>24</td><td>·</td><td>8 %</td><td>83 %</td><td>·</td>"
    )
    figure = f"<figure><svg>{drawing}</svg><table><tr>{row}</tr></table></figure>"
    page = BeautifulSoup(figure, "html.parser")
    book = codebook(single("p", ["1", "2", "3", "4"]))
    found = list(mark_problems(page, "f", Names(book, []), {}))
    assert bool(found) == leaks
