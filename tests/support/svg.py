"""What a picture on a page says, read off its shapes: the SVG as it was written, and
nothing of the code that drew it but its colours, as the survey's profile wears them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import Tag

from helpers.presentation.figures.look import BAR, DEEP, FAINT, LIKERT, QUIET, UNSURE
from helpers.presentation.pages.dress import PLAIN, Dress, repainted

PIXEL = 0.2  # coordinates are written at a tenth
_POINT = re.compile(r"([MLC])?\s*(-?[\d.]+)[ ,](-?[\d.]+)")


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float
    fill: str

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Words:
    x: float
    y: float
    said: str
    fill: str


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    fill: str


@dataclass
class Picture:
    """The shapes of one SVG. `spans` are intervals: low, high and height."""

    dress: Dress = PLAIN
    boxes: list[Box] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    spans: list[tuple[float, float, float]] = field(default_factory=list)
    uprights: list[tuple[float, float, str]] = field(default_factory=list)
    curves: list[list[tuple[float, float]]] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    @classmethod
    def of(cls, svg: Tag, dress: Dress = PLAIN) -> Picture:
        got = cls(dress)
        for node in svg.find_all(["path", "circle", "text"]):
            if node.name == "text":
                place = float(node["x"]), float(node["y"])
                said = node.get_text().replace("\xa0", " ")
                got.words.append(Words(*place, said, str(node.get("fill"))))
            elif node.name == "circle":
                fill = str(node["fill"] if not node.get("stroke") else "hollow")
                got.dots.append(Dot(float(node["cx"]), float(node["cy"]), fill))
            else:
                got._path(str(node["d"]), node)
        return got

    def _path(self, drawn: str, node: Tag) -> None:
        points = [(float(x), float(y)) for _, x, y in _POINT.findall(drawn)]
        moves = drawn.count("M")
        xs, ys = zip(*points, strict=True)
        if "C" in drawn:
            self.curves += [points[n : n + 4] for n in range(0, len(points), 4)]
        elif drawn.rstrip().endswith("z"):
            fill = str(node["fill"])
            self.boxes.append(Box(min(xs), min(ys), max(xs), max(ys), fill))
        elif moves == 3:  # a line with two ends
            self.spans.append((points[0][0], points[1][0], points[0][1]))
        elif moves == 1 and len(points) == 2 and xs[0] == xs[1]:
            self.uprights.append((xs[0], sum(ys) / 2, str(node.get("stroke"))))

    def worn(self, colour: str) -> str:
        """A colour of ours as it is drawn on this survey's pages."""
        return repainted(colour, self.dress.main, self.dress.accent)

    # --- the scale ---------------------------------------------------------------

    @property
    def axis(self) -> tuple[float, float] | None:
        """Where nothing and everything would lie, as the ticks along the foot say."""
        ticks = {
            w.said: w.x
            for w in self.words
            if w.fill == QUIET and re.fullmatch(r"\d+ %", w.said)
        }
        ends = sorted((int(said.split()[0]), x) for said, x in ticks.items())
        if len(ends) < 2 or ends[0][0] != 0:
            return None
        (_, start), (last, end) = ends[0], ends[-1]
        return start, start + (end - start) * 100 / last

    def share(self, x: float) -> float:
        """The share that lies at `x`."""
        assert self.axis is not None
        start, end = self.axis
        return (x - start) / (end - start)

    @property
    def precision(self) -> float:
        """How far a share may be from what is drawn, for the pixels' sake."""
        assert self.axis is not None
        return 2 * PIXEL / (self.axis[1] - self.axis[0])

    # --- marks -------------------------------------------------------------------

    @property
    def bars(self) -> list[Box]:
        """The bars, filled or hollow, from the top."""
        filled = [box for box in self.boxes if box.fill in (self.worn(BAR), UNSURE)]
        hollow = [
            box
            for box in self.boxes
            if box.fill == "#ffffff" and 15.5 < box.bottom - box.top < 16.5
        ]
        return sorted(filled + hollow, key=lambda box: box.top)

    @property
    def tracks(self) -> list[Box]:
        return [box for box in self.boxes if box.fill == FAINT]

    @property
    def points(self) -> list[Dot]:
        return sorted(
            (dot for dot in self.dots if dot.fill in (self.worn(DEEP), "hollow")),
            key=lambda dot: dot.y,
        )

    @property
    def pieces(self) -> list[Box]:
        """The pieces of bars on a scale: 26 pixels high, where a legend's are 13."""
        colours = {colour for all_of in LIKERT.values() for colour in all_of}
        return [
            box
            for box in self.boxes
            if box.fill in colours and box.bottom - box.top > 20
        ]

    def said_in(self, box: Box) -> str:
        """What is written in a box."""
        return " ".join(
            w.said
            for w in self.words
            if box.left <= w.x <= box.right and box.top <= w.y <= box.bottom
        )


def pictures(figure: Tag, dress: Dress = PLAIN) -> Iterator[Picture]:
    """The wide one and the narrow one."""
    return (Picture.of(svg, dress) for svg in figure.find_all("svg"))
