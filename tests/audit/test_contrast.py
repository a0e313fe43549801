"""Contrast inside diagrams, on shapes whose colours are known."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from helpers.audit.pages.contrast import readings, too_faint


def svg(inside: str) -> Tag:
    found = BeautifulSoup(f"<svg>{inside}</svg>", "html.parser").svg
    assert found is not None
    return found


def ground(inside: str) -> str:
    (reading,) = readings(svg(inside))
    return reading.ground


TEXT = '<text x="10" y="10" style="font: 10px x">ord</text>'


@pytest.mark.parametrize(
    "shape",
    [
        '<rect x="0" y="0" width="90" height="20" fill="#123456"/>',
        '<path d="M 0 0 L 90 0 L 90 20 L 0 20 z" style="fill: #123456"/>',
        '<polygon points="0,0 90,0 90,20 0,20" fill="#123456"/>',
        '<circle cx="15" cy="10" r="40" fill="rgb(18, 52, 86)"/>',
        '<g fill="#123456"><rect width="90" height="20"/></g>',
        '<g transform="translate(0 -50)"><rect y="50" width="90" height="20" '
        'fill="#123456"/></g>',
        '<g transform="matrix(2 0 0 2 0 0)"><rect width="45" height="10" '
        'style="fill: #123456"/></g>',
        '<defs><path id="m" d="M 0 0 L 90 0 L 90 20 L 0 20 z"/></defs>'
        '<use href="#m" x="0" y="0" fill="#123456"/>',
        '<defs><pattern id="p"><rect style="fill: #123456"/></pattern></defs>'
        '<rect width="90" height="20" fill="url(#p)"/>',
    ],
)
def test_the_shape_under_a_text_is_its_ground(shape: str) -> None:
    assert ground(shape + TEXT) == "#123456"


@pytest.mark.parametrize(
    "shape",
    [
        "",
        '<rect x="200" width="90" height="20" fill="#123456"/>',
        '<rect width="90" height="20" fill="none"/>',
        '<rect width="90" height="20" fill="#123456" style="display: none"/>',
        '<defs><rect width="90" height="20" fill="#123456"/></defs>',
        '<path d="M 0 0 L 90 0 L 90 1 z" fill="#123456"/>',
    ],
)
def test_else_the_ground_is_white(shape: str) -> None:
    assert ground(shape + TEXT) == "#ffffff"


def test_what_is_painted_after_a_text_is_not_under_it() -> None:
    rect = '<rect width="90" height="20" fill="#123456"/>'
    assert ground(TEXT + rect) == "#ffffff"


def test_a_half_clear_shape_lets_the_paper_through() -> None:
    shape = '<rect width="90" height="20" fill="#000" fill-opacity="0.5"/>'
    assert ground(shape + TEXT) == "#808080"


def test_the_worst_place_under_a_text_counts() -> None:
    dark = '<rect x="25" width="90" height="20" fill="#111"/>'
    words = '<text x="0" y="10" style="font: 10px x">några ord till</text>'
    assert [reading.ground for reading in too_faint(svg(dark + words))] == ["#111111"]


@pytest.mark.parametrize(
    ("anchor", "x"), [("start", 100), ("middle", 115), ("end", 130)]
)
def test_the_anchor_says_where_a_text_lies(anchor: str, x: int) -> None:
    shape = '<rect x="99" width="32" height="20" fill="#123456"/>'
    text = f'<text x="{x}" y="10" font-size="10" text-anchor="{anchor}">sex ord</text>'
    assert ground(shape + text) == "#123456"


@pytest.mark.parametrize(
    ("style", "needed"),
    [
        ("font: 12px x", 4.5),
        ("font: 24px x", 3.0),
        ("font: 600 19px x", 3.0),
        ("font: 600 18px x", 4.5),
        ("font-size: 30px", 3.0),
    ],
)
def test_large_text_may_have_less(style: str, needed: float) -> None:
    (reading,) = readings(svg(f'<text style="{style}">ord</text>'))
    assert reading.needed == needed


def test_grey_on_white_is_known() -> None:
    """#767676 is the lightest grey that passes on white (WCAG technique G18)."""
    (passes,) = readings(svg('<text fill="#767676">ord</text>'))
    assert round(passes.ratio, 2) == 4.54
    assert not too_faint(svg('<text fill="#767676">ord</text>'))
    assert too_faint(svg('<text fill="#777777">ord</text>'))


def test_a_diagram_that_waits_for_a_phone_is_read_too() -> None:
    hidden = BeautifulSoup(
        '<svg style="display:none"><text fill="#eee">ord</text></svg>', "html.parser"
    ).svg
    assert hidden is not None
    assert too_faint(hidden)
