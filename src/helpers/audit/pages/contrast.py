"""Can the words inside a diagram be read against what is painted behind them?

axe and its kin look at HTML only. Here the SVG is walked in painting order: each filled
shape is remembered, and each text is compared with what lies under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from bs4 import Tag
from matplotlib import colors
from numpy.typing import NDArray

from helpers.core.contrast import Colour, contrast

SMALL = 4.5
LARGE = 3.0
"""Least contrast of small and large text (WCAG 2.2, 1.4.3)."""

Matrix = NDArray[np.float64]

WHITE: Colour = (1.0, 1.0, 1.0)
LETTER = 0.5  # mean width of a letter, in sizes of the type

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
_FUNCTION = re.compile(r"(\w+)\(([^)]*)\)")
_STEP = re.compile(rf"([MLCQZ])|({_NUMBER})", re.IGNORECASE)
_INHERITED = ("fill", "fill-opacity", "font", "font-size", "font-weight", "text-anchor")


class ContrastReading(NamedTuple):
    """A text of a diagram, its colour and the least favourable colour behind it."""

    text: str
    ink: str
    ground: str
    ratio: float
    needed: float


@dataclass(frozen=True)
class _Shape:
    """A filled outline in the picture's own coordinates."""

    corners: NDArray[np.float64]
    colour: Colour
    alpha: float
    left: float
    top: float
    right: float
    bottom: float

    def may_hold(self, x: float, y: float) -> bool:
        """Whether the point lies in the outline's bounding box: quick to tell."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass
class _Walk:
    definitions: dict[str, Tag]
    shapes: list[_Shape] = field(default_factory=list)


def readings(svg: Tag) -> Iterator[ContrastReading]:
    """Every text of `svg` with its contrast; the ground is white where nothing is
    painted (the page lays a white sheet under each diagram)."""
    definitions = {str(tag["id"]): tag for tag in svg.find_all(id=True)}
    walk = _Walk(definitions)
    passed = {name: value for name, value in _style(svg).items() if name in _INHERITED}
    for child in svg.find_all(True, recursive=False):
        yield from _visit(child, np.eye(3), passed, walk)


def too_faint(svg: Tag) -> list[ContrastReading]:
    """The texts of `svg` that fall below WCAG's contrast."""
    return [reading for reading in readings(svg) if reading.ratio < reading.needed]


def _visit(
    tag: Tag, above: Matrix, inherited: dict[str, str], walk: _Walk
) -> Iterator[ContrastReading]:
    if tag.name in ("defs", "clippath", "clipPath", "symbol", "pattern", "marker"):
        return
    style = _style(tag)
    if style.get("display") == "none" or style.get("visibility") == "hidden":
        return
    style = {**inherited, **style}
    place = above @ _transform(str(tag.get("transform", "")))
    if tag.name == "text":
        yield from _read(tag, place, style, walk)
        return
    if tag.name == "use":
        place = place @ _shift(_number(tag, "x"), _number(tag, "y"))
        target = walk.definitions.get(_reference(tag))
        if target is not None and target.name in ("path", "circle", "rect"):
            _paint(target, place, style, walk)
        return
    _paint(tag, place, style, walk)
    for child in tag.find_all(True, recursive=False):
        passed = {name: style[name] for name in _INHERITED if name in style}
        yield from _visit(child, place, passed, walk)


def _style(tag: Tag) -> dict[str, str]:
    style = {name: str(tag[name]) for name in _INHERITED if tag.has_attr(name)}
    if tag.has_attr("opacity"):
        style["opacity"] = str(tag["opacity"])
    for declaration in str(tag.get("style", "")).split(";"):
        name, _, value = declaration.partition(":")
        if value:
            style[name.strip()] = value.strip()
    return style


def _reference(tag: Tag) -> str:
    return str(tag.get("href") or tag.get("xlink:href") or "").removeprefix("#")


# --- painting --------------------------------------------------------------------


def _paint(tag: Tag, place: Matrix, style: dict[str, str], walk: _Walk) -> None:
    corners = _outline(tag)
    if corners is None or len(corners) < 3:
        return
    own = {**style, **_style(tag)}
    painted = _colour(own.get("fill", "#000000"), walk)
    if painted is None:
        return
    colour, alpha = painted
    alpha *= float(own.get("fill-opacity", 1)) * float(own.get("opacity", 1))
    ones = np.ones((len(corners), 1))
    moved = (place @ np.hstack([corners, ones]).T).T[:, :2]
    box = (*moved.min(axis=0).tolist(), *moved.max(axis=0).tolist())
    walk.shapes.append(_Shape(moved, colour, alpha, *box))


def _outline(tag: Tag) -> NDArray[np.float64] | None:
    if tag.name == "rect":
        x, y = _number(tag, "x"), _number(tag, "y")
        right, below = x + _number(tag, "width"), y + _number(tag, "height")
        return np.array([[x, y], [right, y], [right, below], [x, below]])
    if tag.name in ("circle", "ellipse"):
        wide = _number(tag, "r") or _number(tag, "rx")
        high = _number(tag, "r") or _number(tag, "ry")
        turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        centre = np.array([_number(tag, "cx"), _number(tag, "cy")])
        return centre + np.column_stack([wide * np.cos(turn), high * np.sin(turn)])
    if tag.name == "polygon":
        numbers = [float(one) for one in re.findall(_NUMBER, str(tag.get("points")))]
        return np.array(numbers).reshape(-1, 2)
    if tag.name == "path":
        return _path(str(tag.get("d", "")))
    return None


def _path(d: str) -> NDArray[np.float64] | None:
    """The corners of a path of absolute moves, lines and curves (a curve is taken by
    its control points); None for other paths, which no diagram of ours has."""
    if re.search(r"[a-z]", d.replace("z", "").replace("e", "")):
        return None
    numbers = [float(number) for letter, number in _STEP.findall(d) if not letter]
    if len(numbers) % 2 or len(numbers) < 6:
        return None
    return np.array(numbers).reshape(-1, 2)


def _colour(value: str, walk: _Walk) -> tuple[Colour, float] | None:
    value = value.strip()
    if value in ("none", "transparent"):
        return None
    pattern = re.match(r"url\(\s*[\"']?#([^\"')]+)", value)
    if pattern:
        sheet = walk.definitions.get(pattern[1])
        ground = sheet.find("rect") if sheet is not None else None
        return None if ground is None else _colour(_style(ground).get("fill", ""), walk)
    try:
        red, green, blue, alpha = _rgba(value)
    except ValueError:
        return None
    return (red, green, blue), alpha


def _rgba(value: str) -> tuple[float, float, float, float]:
    numbers = re.match(r"rgba?\(([^)]*)\)", value)
    if not numbers:
        return colors.to_rgba(value)
    parts = [float(one) for one in re.findall(_NUMBER, numbers[1])]
    red, green, blue = (part / 255 for part in parts[:3])
    return red, green, blue, parts[3] if len(parts) > 3 else 1.0


# --- reading ---------------------------------------------------------------------


def _read(
    tag: Tag, place: Matrix, style: dict[str, str], walk: _Walk
) -> Iterator[ContrastReading]:
    words = " ".join(tag.get_text().split())
    painted = _colour(style.get("fill", "#000000"), walk)
    if not words or painted is None:
        return
    ink, alpha = painted
    alpha *= float(style.get("fill-opacity", 1)) * float(style.get("opacity", 1))
    size, heavy = _type(style)
    grounds = [_ground(point, walk) for point in _points(tag, place, style, size)]
    ground = min(grounds, key=lambda below: contrast(_over(ink, alpha, below), below))
    seen = _over(ink, alpha, ground)
    large = size >= 24 or (heavy and size >= 18.66)
    needed = LARGE if large else SMALL
    yield ContrastReading(
        words,
        colors.to_hex(seen),
        colors.to_hex(ground),
        contrast(seen, ground),
        needed,
    )


def _type(style: dict[str, str]) -> tuple[float, bool]:
    """(size in pixels, whether bold)."""
    font = style.get("font", "")
    given = style.get("font-size") or font
    found = re.search(rf"({_NUMBER})\s*(px|pt|$)", given)
    size = float(found[1]) if found else 16.0
    weight = style.get("font-weight") or font
    return size, re.search(r"\bbold\b|\b[6789]00\b", weight) is not None


def _points(
    tag: Tag, place: Matrix, style: dict[str, str], size: float
) -> list[NDArray[np.float64]]:
    """Where the text begins, is half-way and ends, somewhat above its base line."""
    width = LETTER * size * len(tag.get_text().strip())
    anchor = style.get("text-anchor", "start")
    start = {"middle": -width / 2, "end": -width}.get(anchor, 0.0)
    x, y = _number(tag, "x"), _number(tag, "y") - 0.3 * size
    return [
        (place @ np.array([x + start + share * width, y, 1.0]))[:2]
        for share in (0.1, 0.5, 0.9)
    ]


def _ground(point: NDArray[np.float64], walk: _Walk) -> Colour:
    ground = WHITE
    x, y = point.tolist()
    for shape in walk.shapes:
        if shape.may_hold(x, y) and _inside(point, shape.corners):
            ground = _over(shape.colour, shape.alpha, ground)
    return ground


def _inside(point: NDArray[np.float64], corners: NDArray[np.float64]) -> bool:
    """Whether a ray to the right crosses the outline an odd number of times."""
    x, y = corners[:, 0], corners[:, 1]
    next_x, next_y = np.roll(x, -1), np.roll(y, -1)
    crosses = (y > point[1]) != (next_y > point[1])
    rise = np.where(crosses, next_y - y, 1.0)
    at = x + (point[1] - y) * (next_x - x) / rise
    return bool((crosses & (point[0] < at)).sum() % 2)


def _over(colour: Colour, alpha: float, ground: Colour) -> Colour:
    red, green, blue = (
        alpha * above + (1 - alpha) * below
        for above, below in zip(colour, ground, strict=True)
    )
    return red, green, blue


# --- coordinates -----------------------------------------------------------------


def _number(tag: Tag, name: str) -> float:
    found = re.match(_NUMBER, str(tag.get(name, "0")).strip())
    return float(found[0]) if found else 0.0


def _shift(x: float, y: float) -> Matrix:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def _transform(value: str) -> Matrix:
    """
    >>> _transform("translate(3 4) scale(2)")[:2].tolist()
    [[2.0, 0.0, 3.0], [0.0, 2.0, 4.0]]
    """
    matrix = np.eye(3)
    for name, inside in _FUNCTION.findall(value):
        numbers = [float(one) for one in re.findall(_NUMBER, inside)]
        matrix = matrix @ _one_transform(name, numbers)
    return matrix


def _one_transform(name: str, numbers: list[float]) -> Matrix:
    if name == "translate":
        return _shift(numbers[0], numbers[1] if len(numbers) > 1 else 0.0)
    if name == "scale":
        return np.diag([numbers[0], numbers[-1], 1.0])
    if name == "rotate":
        angle = np.radians(numbers[0])
        turn = np.eye(3)
        turn[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
        if len(numbers) == 3:
            there = _shift(numbers[1], numbers[2])
            return there @ turn @ _shift(-numbers[1], -numbers[2])
        return turn
    if name == "matrix":
        a, b, c, d, e, f = numbers
        return np.array([[a, c, e], [b, d, f], [0.0, 0.0, 1.0]])
    return np.eye(3)
