"""A sheet to draw on: text that is measured before it is placed, and SVG that is small,
accessible and the same every time.

One unit is one CSS pixel; x grows to the right, y downwards. Matplotlib draws; we
place. Its own layout would draw every figure twice, and cannot promise that no label is
cut or covered: a `Canvas` remembers the box of each text and refuses to be saved when
one is.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as Curve
from matplotlib.transforms import Affine2D
from PIL import Image

from helpers.presentation.figures.lettering import (
    ASCENT,
    DESCENT,
    FAMILY,
    LINE,
    RISE,
    LayoutError,
    register_typeface,
    width_of,
)
from helpers.presentation.figures.svg import CIRCLE, inline

STYLE = Path(__file__).parent.parent / "report.mplstyle"
INK, PAPER = "#1b1b1b", "#ffffff"


@cache
def _style_of_report() -> mpl.RcParams:
    return mpl.rc_params_from_file(STYLE, use_default_template=False)


@dataclass(frozen=True)
class Box:
    """Where a text lies, in pixels."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether they share more than half a pixel across and down."""
        across = min(self.right - other.left, other.right - self.left)
        down = min(self.bottom - other.top, other.bottom - self.top)
        return min(across, down) > 0.5


@dataclass(frozen=True)
class Mark:
    """A shape: its outline in pixels, what fills it, and the line around it. `circle`
    is its x, y and radius where it is one."""

    outline: Curve
    fill: str
    stroke: str
    line: float
    dashes: tuple[float, ...] = ()
    circle: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class TextLine:
    """A line of text on its base line."""

    x: float
    y: float
    words: str
    size: float
    weight: int
    colour: str
    anchor: str
    turned: bool = False


class Canvas:
    """A sheet of `width` × `height` pixels; what is put there later lies on top.

    Matplotlib's renderers paint the marks, SVG for the page and a picture for Word.
    Its artists would take six times as long for the same marks.
    """

    def __init__(self, width: float, height: float) -> None:
        register_typeface()
        self.width, self.height = float(width), float(height)
        self.boxes: list[Box] = []
        self._marks: list[Mark | TextLine] = []

    # --- shapes

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = "none",
        *,
        stroke: str = "none",
        line: float = 1.0,
    ) -> None:
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self.polygon(corners, fill, stroke=stroke, line=line)

    def polygon(
        self,
        points: Sequence[tuple[float, float]],
        fill: str,
        *,
        stroke: str = "none",
        line: float = 1.0,
    ) -> None:
        outline = Curve([*points, points[0]], closed=True)
        self._marks.append(Mark(outline, fill, stroke, line))

    def line(
        self,
        points: Sequence[tuple[float, float]],
        colour: str,
        *,
        width: float = 1.0,
        dashes: Sequence[float] = (),
    ) -> None:
        outline = Curve(list(points))
        self._marks.append(Mark(outline, "none", colour, width, tuple(dashes)))

    def whisker(self, low: float, high: float, y: float, colour: str = INK) -> None:
        """An interval from `low` to `high`: a line with ends, on a pale rim that parts
        it from what lies below."""
        self.line([(low, y), (high, y)], PAPER, width=4)
        points = [(low, y), (high, y), (low, y - 4), (low, y + 4)]
        points += [(high, y - 4), (high, y + 4)]
        outline = Curve(points, [Curve.MOVETO, Curve.LINETO] * 3)
        self._marks.append(Mark(outline, "none", colour, 1.75))

    def dot(
        self,
        x: float,
        y: float,
        radius: float,
        fill: str,
        *,
        stroke: str = "none",
        line: float = 1.5,
    ) -> None:
        outline = Curve.circle((x, y), radius)
        circle = (x, y, radius)
        self._marks.append(Mark(outline, fill, stroke, line, circle=circle))

    # --- text

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float,
        colour: str,
        weight: int = 400,
        anchor: str = "start",
        turned: bool = False,
    ) -> Box:
        """One line of text on the base line `y`; `anchor` is start, middle or end.
        `turned` text begins at (x, y) and runs upwards."""
        width = width_of(words, size, weight)
        if turned:
            self._marks.append(
                TextLine(x, y, words, size, weight, colour, "start", turned=True)
            )
            box = Box(words, x - ASCENT * size, y - width, x + DESCENT * size, y)
            self.boxes.append(box)
            return box
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * width
        self._marks.append(TextLine(x, y, words, size, weight, colour, anchor))
        box = Box(words, left, y - ASCENT * size, left + width, y + DESCENT * size)
        self.boxes.append(box)
        return box

    def paragraph(
        self, x: float, top: float, lines: Sequence[str], *, size: float, **given: Any
    ) -> float:
        """Lines of text from `top` down; returns where they end."""
        for n, words in enumerate(lines):
            self.text(x, top + (0.8 + n * LINE) * size, words, size=size, **given)
        return top + len(lines) * LINE * size

    def beside(
        self,
        x: float,
        middle: float,
        lines: Sequence[str],
        *,
        size: float,
        **given: Any,
    ) -> None:
        """Lines of text around `middle`, where a mark lies."""
        first = middle + (RISE - (len(lines) - 1) / 2 * LINE) * size
        for n, words in enumerate(lines):
            self.text(x, first + n * LINE * size, words, size=size, **given)

    def faults(self) -> list[str]:
        """Texts that are cut or lie on each other."""
        found = [
            f"cut: {box.words!r}"
            for box in self.boxes
            if box.left < -0.5
            or box.top < -0.5
            or box.right > self.width + 0.5
            or box.bottom > self.height + 0.5
        ]
        ordered = sorted(self.boxes, key=lambda box: box.top)
        for n, one in enumerate(ordered):
            for other in ordered[n + 1 :]:
                if other.top >= one.bottom:
                    break
                if one.meets(other):
                    found.append(f"overlap: {one.words!r} and {other.words!r}")
        return found

    # --- out

    def svg(
        self, name: str, title: str, alt: str, *, css: str = "", hidden: bool = False
    ) -> str:
        """The sheet as inline SVG whose ids begin with `name`.

        `hidden` keeps it from showing until the page's style asks for it.
        Raises LayoutError when a text is cut or covered.
        """
        faults = self.faults()
        if faults:
            raise LayoutError(f"{name}: " + "; ".join(faults))
        out = io.StringIO()
        with mpl.rc_context(_style_of_report()):
            renderer = RendererSVG(
                self.width, self.height, out, metadata={"Date": None}
            )
            self._paint(renderer, 1.0)
            renderer.finalize()
        return inline(
            out.getvalue(), (self.width, self.height), name, title, alt, css, hidden
        )

    def png(self, scale: float = 2.0) -> bytes:
        """The sheet as a picture, for Word; its alt text must travel beside it."""
        width, height = round(self.width * scale), round(self.height * scale)
        renderer = RendererAgg(width, height, 72 * scale)
        white = Mark(Curve.unit_rectangle(), "#ffffff", "none", 0)
        size = Affine2D().scale(width, height)
        with mpl.rc_context(_style_of_report()):
            _paint_mark(renderer, white, size, 1.0)
            self._paint(renderer, scale)
        out = io.BytesIO()
        picture = Image.frombuffer("RGBA", (width, height), renderer.buffer_rgba())
        picture.convert("RGB").save(out, "png", dpi=(72 * scale, 72 * scale))
        return out.getvalue()

    def _paint(self, renderer: RendererBase, scale: float) -> None:
        # Matplotlib's shapes count y upwards; its texts downwards, as we do.
        upwards = Affine2D().scale(1, -1).translate(0, self.height).scale(scale)
        for mark in self._marks:
            if isinstance(mark, TextLine):
                _paint_words(renderer, mark, scale)
            else:
                _paint_mark(renderer, mark, upwards, scale)


def _paint_mark(
    renderer: RendererBase, mark: Mark, transform: Affine2D, scale: float
) -> None:
    pen = renderer.new_gc()
    pen.set_linewidth(mark.line * scale if mark.stroke != "none" else 0.0)
    if mark.stroke != "none":
        pen.set_foreground(mark.stroke)
    if mark.dashes:
        pen.set_dashes(0, [dash * scale for dash in mark.dashes])
    fill = None if mark.fill == "none" else to_rgba(mark.fill)
    if mark.circle is not None:
        renderer.open_group("mark", gid=CIRCLE.format(*mark.circle))
    renderer.draw_path(pen, mark.outline, transform, fill)
    if mark.circle is not None:
        renderer.close_group("mark")


def _paint_words(renderer: RendererBase, text: TextLine, scale: float) -> None:
    font = _font(text.size, text.weight)
    pen = renderer.new_gc()
    pen.set_foreground(text.colour)
    width = width_of(text.words, text.size, text.weight)
    left = text.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor] * width
    way = "turned" if text.turned else text.anchor
    angle = 90.0 if text.turned else 0.0
    renderer.open_group("words", gid=f"{text.x} {text.y} {way}")
    renderer.draw_text(pen, left * scale, text.y * scale, text.words, font, angle)
    renderer.close_group("words")


@cache
def _font(size: float, weight: int) -> FontProperties:
    return FontProperties(family=FAMILY, size=size, weight=weight)
